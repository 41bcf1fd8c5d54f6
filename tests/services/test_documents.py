"""What documents say, to the cent; how they are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from crm.domain.errors import MissingError, StaleClaimError
from crm.domain.magazine import DocumentKind
from crm.language import use_language
from crm.language.formats import tell
from crm.services import bookings, titles
from crm.services.documents import (
    check_kept,
    draw_media_kit,
    issue_booking_summary,
    issue_media_kit,
)
from crm.services.documents.media_kit import KitWish
from crm.services.lines import LineWish
from crm.store.models import Document
from crm.store.queries.documents import Asked, count_kept, list_kept
from tests.factories import MORNING, make_desk, make_issue, make_mandate, make_quote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories import Desk

# A figure is bound by narrow no-break spaces; a reader of text gives plain ones.
EXAMPLE_FR = (
    "4 000,00 €",
    "400,00 €",
    "4 400,00 €",
    "440,00 €",
    "198,00 €",
    "3 762,00 €",
    "564,30 €",
    "3 197,70 €",
    "150,00 €",
    "3 347,70 €",
    "669,54 €",
    "4 017,24 €",
)


def quote_the_example(session: Session, desk: Desk) -> int:
    make_mandate(session, desk)
    line = LineWish(
        make_issue(session, desk),
        desk.advertorial,
        desk.facing,
        fee_codes=("layout",),
        exceptional=500,
        reason="lancement « Halo »",
    )
    return make_quote(session, desk, line, agency_id=desk.agency_id)


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def add_claim(session: Session, desk: Desk, *, expires_on: date) -> None:
    titles.add_claim(
        session,
        desk.manager,
        desk.title_id,
        cluster="headline",
        amount=12_400,
        unit="count",
        label_fr="exemplaires diffusés",
        label_en="copies distributed",
        source_fr="enquête d’essai",
        source_en="trial survey",
        measured_on=date(2026, 9, 1),
        expires_on=expires_on,
    )


def test_the_worked_example_stands_in_the_summary_to_the_cent(session: Session) -> None:
    desk = make_desk(session)
    booking_id = quote_the_example(session, desk)
    issued = issue_booking_summary(session, desk.rep, booking_id, language="fr")
    told = words_of(issued.content)
    assert [amount for amount in EXAMPLE_FR if amount not in told] == []
    told = words_of(
        issue_booking_summary(session, desk.rep, booking_id, language="en").content
    )
    assert "€3,347.70" in told
    assert "€4,017.24" in told


def test_a_day_of_cancellation_that_has_passed_is_not_promised(
    session: Session,
) -> None:
    desk = make_desk(session)
    far = make_issue(
        session, desk, "63", closes_on=date(2027, 8, 2), published_on=date(2027, 9, 1)
    )
    near = make_issue(session, desk)
    for issue, promised in ((far, True), (near, False)):
        booking_id = make_quote(session, desk, LineWish(issue, desk.half))
        issued = issue_booking_summary(session, desk.rep, booking_id, language="en")
        told = words_of(issued.content)
        assert ("free of charge until 21 June 2027 inclusive" in told) is promised
        assert ("the terms of sale from now on" in told) is not promised


def test_a_reprint_is_the_same_document_and_a_change_a_new_edition(
    session: Session,
) -> None:
    desk = make_desk(session)
    booking_id = quote_the_example(session, desk)
    first = issue_booking_summary(session, desk.rep, booking_id)
    later = replace(desk.rep, at=MORNING + timedelta(hours=3))
    again = issue_booking_summary(session, later, booking_id)
    assert (again.id, again.sha256) == (first.id, first.sha256)
    bookings.option(session, later, booking_id)
    optioned = issue_booking_summary(session, later, booking_id)
    assert optioned.id != first.id
    assert check_kept(session) == []
    session.get_one(Document, first.id).content = b"%PDF-1.7 other"
    session.flush()
    assert check_kept(session) == [first.id]


def test_a_kit_is_for_somebody_and_keeps_what_it_told(session: Session) -> None:
    desk = make_desk(session)
    add_claim(session, desk, expires_on=date(2027, 12, 31))
    make_issue(session, desk)
    wish = KitWish(desk.advertiser_id, "fr")
    issued = issue_media_kit(session, desk.rep, wish)
    told = words_of(issued.content)
    assert "Lumicité" in told
    assert "12 400" in told
    assert "Source : enquête d’essai" in told
    [kept] = list_kept(session, desk.rep)
    assert (kept.reference, kept.edition) == (
        f"KM-2027-{desk.title_id}-{desk.advertiser_id}",
        1,
    )
    assert kept.size == len(issued.content)
    document = session.get_one(Document, issued.id)
    assert document.figures["exemplaires diffusés"] == "12\u202f400"
    assert document.title_id == desk.title_id


def test_every_sheet_of_a_kit_is_named_by_the_page_it_shows(session: Session) -> None:
    desk = make_desk(session)
    for number in range(5):
        make_issue(
            session,
            desk,
            str(62 + number),
            closes_on=date(2027, 4 + number, 2),
            published_on=date(2027, 5 + number, 3),
        )
    drawn = draw_media_kit(session, desk.rep, KitWish())
    sheets = pypdfium2.PdfDocument(drawn.content)
    assert len(sheets) == len(drawn.pages)
    sheets.close()
    assert drawn.pages[0] == "cover"
    assert drawn.pages[-1] == "contact"
    assert drawn.pages.index("formats") < drawn.pages.index("digital")
    assert "audience" not in drawn.pages


def test_a_stale_figure_is_refused_by_name_where_it_would_be_shown(
    session: Session,
) -> None:
    desk = make_desk(session)
    add_claim(session, desk, expires_on=date(2027, 3, 3))
    with pytest.raises(StaleClaimError) as refused, use_language("en"):
        issue_media_kit(session, desk.rep, KitWish(language="en"))
    with use_language("en"):
        assert tell(refused.value).startswith("“copies distributed” cannot be printed")
    without = KitWish(pages=("cover", "rates"))
    issued = issue_media_kit(session, desk.rep, without)
    assert "exemplaires diffusés" not in session.get_one(Document, issued.id).figures
    with pytest.raises(MissingError):
        draw_media_kit(session, desk.rep, KitWish(pages=()))


def test_the_list_of_what_was_kept_is_searched_and_filtered(session: Session) -> None:
    desk = make_desk(session)
    summary = issue_booking_summary(
        session, desk.rep, quote_the_example(session, desk), language="fr"
    )
    issue_media_kit(session, desk.rep, KitWish(language="en"))
    everything = list_kept(session, desk.rep)
    assert [row.kind for row in everything] == [
        DocumentKind.MEDIA_KIT,
        DocumentKind.QUOTE,
    ]
    for asked in (
        Asked(search="lumicite"),
        Asked(search="d-2027-0001"),
        Asked(search=summary.sha256[:10]),
        Asked(kinds=(DocumentKind.QUOTE,)),
        Asked(language="fr"),
    ):
        [row] = list_kept(session, desk.rep, asked)
        assert row.id == summary.id
        assert count_kept(session, desk.rep, asked) == 1
    assert list_kept(session, desk.rep, Asked(search="%")) == []
    assert [r.id for r in list_kept(session, desk.rep, limit=1, offset=1)] == [
        summary.id
    ]
