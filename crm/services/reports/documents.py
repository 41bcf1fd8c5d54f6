"""The list of documents kept, as a file."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from crm.domain.clock import PARIS
from crm.domain.roles import Right
from crm.language import _
from crm.language.vocabulary import word
from crm.services.reports.cells import inert
from crm.store.queries.documents import Asked, count_kept, list_kept

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def documents_csv(session: Session, actor: Actor, asked: Asked) -> bytes:
    """Return the documents asked for as CSV (UTF-8 with mark, semicolons).

    Raises NotYoursError.
    """
    actor.require(Right.EXPORT)
    out = StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\r\n")
    sheet.writerow(
        [
            _("Kind"),
            _("Reference"),
            _("Edition"),
            _("Language"),
            _("Issued"),
            _("By"),
            _("For"),
            _("File"),
            _("Bytes"),
            "SHA-256",
        ]
    )
    total = count_kept(session, actor, asked)
    for row in list_kept(session, actor, asked, limit=max(total, 1)):
        told = (
            word(row.kind),
            row.reference,
            row.edition,
            row.language,
            row.issued_at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M"),
            row.issued_by,
            row.company,
            row.file_name,
            row.size,
            row.sha256,
        )
        sheet.writerow([inert(value) for value in told])
    return out.getvalue().encode("utf-8-sig")
