"""The audit on its way out: the rows that the screen shows, as it tells them."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from crm.domain.clock import PARIS
from crm.domain.roles import Right
from crm.language import _
from crm.language.telling import ITSELF, action_word, kind_word, told
from crm.language.vocabulary import word
from crm.services.reports.cells import inert
from crm.store.queries.audit import AuditAsked, count_audit, list_audit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

CHUNK = 2_000


def audit_csv(session: Session, actor: Actor, asked: AuditAsked) -> bytes:
    """Return the rows asked for as CSV (UTF-8 with mark, semicolons).

    Times are Paris time. Raises NotYoursError without the right to export.
    """
    actor.require(Right.EXPORT)
    out = StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\r\n")
    sheet.writerow(
        [
            _("Row"),
            _("When"),
            _("Who"),
            _("Door"),
            _("Record"),
            _("Name"),
            _("Action"),
            _("What was done"),
        ]
    )
    total = count_audit(session, actor, asked)
    for offset in range(0, total, CHUNK):
        for row in list_audit(session, actor, asked, limit=CHUNK, offset=offset):
            cells = (
                row.id,
                row.at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M:%S"),
                row.user or ITSELF,
                word(row.door),
                kind_word(row.entity),
                row.subject,
                action_word(row.action),
                told(row),
            )
            sheet.writerow([inert(value) for value in cells])
    return out.getvalue().encode("utf-8-sig")
