"""How a summary tells a package and what is given for nothing, in both languages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.services import bookings, documents
from crm.services.agreements import Agreed
from crm.services.booking_wishes import PackageWish
from crm.services.lines import LineWish
from crm.services.make_goods import Repair, give_make_good
from crm.store.models import Line, TermsOfSale
from tests.factories import MORNING, make_desk, make_issue, make_quote
from tests.mediakit.reading import failures
from tests.services.test_packages import book, sold
from tests.services.test_papers import read

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

PACKAGE = {
    "fr": ("Pack", "Pack Rentrée", "3 insertions", "compris", "7 000,01 €"),
    "en": ("Package", "Back-to-school pack", "3 insertions", "included", "€7,000.01"),
}
FREE = {
    "fr": ("réparation gratuite", "Réparation, Pleine page, n° 62 : sans frais."),
    "en": ("free make-good", "Make-good for Full page, no. 62: free of charge."),
}


@pytest.mark.parametrize("language", PACKAGE)
@pytest.mark.parametrize("hides", [True, False], ids=["one price", "its parts"])
def test_a_package_is_told_at_its_price_with_its_parts_or_without(
    session: Session, tmp_path: Path, *, language: str, hides: bool
) -> None:
    desk, package_id, issues = sold(session, hides=hides)
    booking = book(session, desk, PackageWish(package_id, tuple(issues)))
    issued = documents.issue_booking_summary(
        session, desk.rep, booking, language=language
    )
    said = read(issued)
    kind, name, many, included, price = PACKAGE[language]
    assert f"{kind} {name}" in said
    assert many in said
    assert said.count(included) == (0 if hides else len(issues))
    # The unit price, the line, the step, what they add up to.
    assert said.count(price) >= 4
    half = "1/2 page" if language == "fr" else "Half page"
    assert (half in said) is not hides
    assert failures(issued.content, tmp_path) == []


@pytest.mark.parametrize("language", FREE)
def test_a_make_good_is_told_as_free_and_for_what(
    session: Session, tmp_path: Path, language: str
) -> None:
    desk = make_desk(session, tiers=False)
    session.scalars(select(TermsOfSale)).one().penalty_rule = {
        "steps": [
            {"from_days": 14, "penalty_bp": 5_000},
            {"from_days": 0, "penalty_bp": 10_000},
        ]
    }
    first = make_issue(session, desk)
    later = make_issue(session, desk, "63", closes_on=date(2027, 5, 1))
    booking = make_quote(session, desk, LineWish(first, desk.page))
    agreed = Agreed("A. L.", MORNING.date(), "mail")
    bookings.confirm(session, desk.rep, booking, agreed)
    bookings.run_issue(session, desk.manager, first)
    broken = session.scalars(select(Line.id).filter_by(booking_id=booking)).one()
    give_make_good(session, desk.rep, broken, Repair(later, "impression floue"))
    issued = documents.issue_booking_summary(
        session, desk.rep, booking, language=language
    )
    said = read(issued)
    for words in FREE[language]:
        assert words in said
    assert said.count("0,00 €" if language == "fr" else "€0.00") >= 3
    # What ran and what is free: nothing is left that it would cost to cancel.
    assert ("Annulation" if language == "fr" else "Cancellation") not in said
    assert failures(issued.content, tmp_path) == []
