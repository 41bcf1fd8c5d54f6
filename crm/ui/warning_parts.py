"""What must be known of a company before the next call or booking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import date_short
from crm.store.queries.duplicates import duplicates_of
from crm.store.queries.warnings import (
    mandates_missing,
    opposed_contacts,
    unpaid_note,
)
from crm.ui import asking
from crm.ui.contact_parts import opposed_word
from crm.ui.drawers.unpaid import open_settled
from crm.ui.escape import join
from crm.ui.likenesses import likeness_word
from crm.ui.lists import record_button
from crm.ui.parts import icon, warning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.duplicates import DuplicateRow
    from crm.store.queries.warnings import MandateMissing, OpposedRow, UnpaidRow


@dataclass(frozen=True, slots=True)
class Warnings:
    """What a company's page warns of."""

    unpaid: UnpaidRow | None
    missing: Sequence[MandateMissing]
    duplicates: Sequence[DuplicateRow]
    opposed: Sequence[OpposedRow]


def warnings_of(session: Session, asker: Actor, company_id: int) -> Warnings:
    """Return what a company's page warns of."""
    return Warnings(
        unpaid_note(session, asker, company_id),
        mandates_missing(session, asker, company_id),
        duplicates_of(session, asker, company_id),
        opposed_contacts(session, asker, company_id),
    )


def warnings_lines(company: CompanyCard, found: Warnings) -> None:
    """Draw the warnings, the gravest first, each with what mends it."""
    with st.container(gap=None):
        if company.is_unpaid:
            _unpaid(company, found.unpaid)
        for lack in found.missing:
            line = warning(
                f"mandate-{lack.booking_id}",
                icon("gavel", "orange"),
                _("Mandate missing"),
                _(
                    "{agency} bought {number} without one: no professional discount"
                ).format(agency=lack.agency, number=lack.number),
            )
            with line:
                record_button(
                    f"mandate_{lack.booking_id}",
                    lack.number,
                    "booking",
                    lack.booking_id,
                )
        for like in found.duplicates:
            _duplicate(like)
        for person in found.opposed:
            noted = _("noted by {name}").format(name=person.noted_by)
            said = (
                _("opposed on {day}").format(day=date_short(person.opposed_on)),
                opposed_word(person.opposed_to),
                noted if person.noted_by else "",
            )
            warning(
                f"opposed-{person.contact_id}",
                icon("block", "red"),
                person.name,
                join(said, ", "),
            )


def _unpaid(company: CompanyCard, note: UnpaidRow | None) -> None:
    said: object = _("ask accounts before booking more")
    if note is not None:
        noted = _("noted by {name} on {day}").format(
            name=note.noted_by or "–", day=date_short(note.noted_on)
        )
        said = join((note.reason, noted), ", ")
    line = warning(
        "unpaid", icon("priority_high", "red"), _("An invoice is unpaid"), said
    )
    if asking.may(Right.WRITE):
        with line:
            if st.button(_("Settled"), key="unpaid_clear", type="tertiary"):
                open_settled(company.id, company.shown)


def _duplicate(like: DuplicateRow) -> None:
    why = ", ".join(likeness_word(one) for one in like.likenesses)
    whose = _("followed by {name}").format(name=like.owner) if like.owner else ""
    line = warning(
        f"duplicate-{like.id}",
        icon("content_copy", "orange"),
        _("Perhaps the same as {name}").format(name=like.name),
        join((why, whose), ", "),
    )
    if like.is_visible:
        with line:
            record_button(f"duplicate_{like.id}", _("Look"), "advertiser", like.id)
