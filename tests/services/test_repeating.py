"""A line in further issues, a booking in next year's; what has no place is named."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from crm.domain.booking_errors import NoPlaceError, NothingCarriedError
from crm.domain.bookings import BookingStatus, LineStatus
from crm.domain.errors import MissingError
from crm.domain.money import Money
from crm.domain.places import nearest_year
from crm.domain.prices import StepKind
from crm.language import use_language
from crm.services import bookings, rate_cards
from crm.services.agreements import Agreed
from crm.services.card_copies import copy_card
from crm.services.duplicating import duplicate_booking, foresee_duplicate
from crm.services.lines import LineWish
from crm.services.repeating import repeat_line
from crm.store.models import Line, Pool
from crm.store.queries.bookings import booking_card
from tests.factories import MORNING, Desk, make_desk, make_issue, make_quote
from tests.laws import check_everything

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.bookings import BookingCard

TODAY = MORNING.date()
AGREED = Agreed("A. L.", TODAY, "mail")


def card_of(session: Session, desk: Desk, booking_id: int) -> BookingCard:
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    return card


def three_issues(session: Session, desk: Desk) -> list[int]:
    return [
        make_issue(
            session,
            desk,
            str(62 + rank),
            closes_on=date(2027, 4 + rank, 2),
            published_on=date(2027, 5 + rank, 3),
        )
        for rank in range(3)
    ]


def test_a_quote_s_line_is_repeated_and_all_reach_the_tier(session: Session) -> None:
    desk = make_desk(session)
    first, *others = three_issues(session, desk)
    booking_id = make_quote(session, desk, LineWish(first, desk.half))
    before = card_of(session, desk, booking_id)
    assert before.net_net == Money(2_400_00)
    joined = repeat_line(
        session, desk.rep, booking_id, before.lines[0].id, [first, *others, others[0]]
    )
    assert joined == booking_id
    after = card_of(session, desk, booking_id)
    assert [line.issue_id for line in after.lines] == [first, *others]
    # Three half pages: 7 200 of gross, 10 % by volume against 5 % by frequency.
    assert after.net_net == Money(6_480_00)
    assert {line.status for line in after.lines} == {LineStatus.QUOTED}
    check_everything(session)


def test_an_option_s_line_is_held_in_the_other_issues_too(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    first, second, _third = three_issues(session, desk)
    booking_id = make_quote(session, desk, LineWish(first, desk.page, desk.c4))
    bookings.option(session, desk.rep, booking_id, until=TODAY + timedelta(days=9))
    line = card_of(session, desk, booking_id).lines[0]
    repeat_line(session, desk.rep, booking_id, line.id, [second])
    card = card_of(session, desk, booking_id)
    assert card.status is BookingStatus.OPTIONED
    assert {x.option_until for x in card.lines} == {TODAY + timedelta(days=9)}
    taken = session.query(Pool).filter_by(issue_id=second, code="C4").one().taken
    assert taken == 1
    check_everything(session)


def test_one_refusal_names_every_issue_without_a_place(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    first, second, third = three_issues(session, desk)
    closed = make_issue(
        session,
        desk,
        "61",
        closes_on=TODAY - timedelta(days=1),
        published_on=date(2027, 3, 20),
    )
    unpriced = make_issue(
        session,
        desk,
        "70",
        closes_on=date(2028, 1, 2),
        published_on=date(2028, 2, 3),
    )
    taken = make_quote(session, desk, LineWish(second, desk.page, desk.c4))
    bookings.option(session, desk.rep, taken)
    booking_id = make_quote(session, desk, LineWish(first, desk.page, desk.c4))
    line = card_of(session, desk, booking_id).lines[0]
    everywhere = [second, third, closed, unpriced]
    with use_language("en"), pytest.raises(NoPlaceError) as refused:
        repeat_line(session, desk.rep, booking_id, line.id, everywhere)
    said = str(refused.value)
    for words in (
        "no. 63 (Back cover, taken)",
        "no. 61 (closed)",
        "no. 70 (no price on its rate card)",
    ):
        assert words in said
    assert "no. 64" not in said
    assert len(card_of(session, desk, booking_id).lines) == 1
    with pytest.raises(MissingError):
        repeat_line(session, desk.rep, booking_id, line.id, [first])
    asked = (LineWish(second, desk.page, desk.c4), LineWish(third, desk.page, desk.c4))
    with pytest.raises(NoPlaceError):
        make_quote(session, desk, *asked, checks_space=True)
    make_quote(session, desk, *asked)


def test_what_is_signed_stays_and_the_lines_are_a_new_quote(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    first, second, _third = three_issues(session, desk)
    booking_id = make_quote(
        session, desk, LineWish(first, desk.page), campaign="Halo", service_code="S1"
    )
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    line = card_of(session, desk, booking_id).lines[0]
    other = repeat_line(session, desk.rep, booking_id, line.id, [second])
    assert other != booking_id
    assert card_of(session, desk, booking_id).status is BookingStatus.CONFIRMED
    new = card_of(session, desk, other)
    assert (new.status, new.campaign) == (BookingStatus.QUOTED, "Halo")
    assert [x.issue_id for x in new.lines] == [second]
    check_everything(session)


def test_each_issue_goes_to_the_nearest_of_next_year() -> None:
    old = {1: date(2026, 3, 1), 2: date(2026, 5, 1), 3: date(2026, 9, 1)}
    new = {11: date(2027, 3, 9), 12: date(2027, 4, 20), 13: date(2027, 12, 1)}
    assert nearest_year(old, new, date(2027, 1, 5)) == {1: 11, 2: 12}
    # All of 2027 has passed: the year after that.
    later = {21: date(2028, 2, 28), 22: date(2028, 9, 3)}
    assert nearest_year(old, later, date(2027, 10, 1)) == {1: 21, 3: 22}
    assert nearest_year({}, new, date(2027, 1, 5)) == {}


def next_year(session: Session, desk: Desk) -> None:
    """Publish next year's card, 10 % dearer, without page layout."""
    card_id = copy_card(session, desk.manager, desk.card_id, rate=1_000)
    rate_cards.publish_card(session, desk.manager, card_id)


def test_a_booking_is_carried_into_next_year(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    first, second, third = three_issues(session, desk)
    booking_id = make_quote(
        session,
        desk,
        LineWish(
            first,
            desk.page,
            desk.c4,
            exceptional=500,
            reason="x",
            fee_codes=("layout",),
        ),
        LineWish(second, desk.half, quantity=2),
        LineWish(third, desk.half),
        campaign="Halo",
        credits=((desk.rep.user_id or 0, 6_000), (desk.manager.user_id or 0, 4_000)),
    )
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    with pytest.raises(NothingCarriedError):
        duplicate_booking(session, desk.rep, booking_id)
    next_year(session, desk)
    target = make_issue(
        session,
        desk,
        "72",
        closes_on=date(2028, 4, 2),
        published_on=date(2028, 5, 6),
    )
    other = make_issue(
        session,
        desk,
        "73",
        closes_on=date(2028, 5, 2),
        published_on=date(2028, 6, 6),
    )
    taken = make_quote(session, desk, LineWish(target, desk.page, desk.c4))
    bookings.option(session, desk.rep, taken)
    with use_language("en"):
        rows = foresee_duplicate(session, desk.rep, booking_id)
        assert [bool(row.wish) for row in rows] == [False, True, False]
        assert rows[0].why == "Back cover, taken"
        assert rows[2].why == "no such issue is planned"
        carried = duplicate_booking(session, desk.rep, booking_id)
    card = card_of(session, desk, carried)
    assert [(x.issue_id, x.quantity) for x in card.lines] == [(other, 2)]
    assert card.net_net == Money(5_280_00)
    assert (card.status, card.campaign) == (BookingStatus.QUOTED, "Halo")
    assert [row.share for row in card.credits] == [6_000, 4_000]
    assert "Back cover, taken" in card.note
    assert "Carried over from BC-2027-0001" in card.note
    check_everything(session)


def test_a_discount_and_a_make_good_are_named_not_carried(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    issue = make_issue(session, desk)
    failed = make_quote(session, desk, LineWish(issue, desk.half))
    broken = session.query(Line).filter_by(booking_id=failed).one().id
    booking_id = make_quote(
        session,
        desk,
        LineWish(issue, desk.page, exceptional=500, reason="x"),
        LineWish(issue, desk.half, repairs_line_id=broken),
    )
    next_year(session, desk)
    make_issue(
        session, desk, "72", closes_on=date(2028, 4, 2), published_on=date(2028, 5, 3)
    )
    with use_language("en"):
        first, second = foresee_duplicate(session, desk.rep, booking_id)
        assert first.lost == ("exceptional discount 5%",)
        assert second.why == "a make-good is not repeated"
        carried = duplicate_booking(session, desk.rep, booking_id)
    (line,) = card_of(session, desk, carried).lines
    assert all(step.kind is not StepKind.EXCEPTIONAL for step in line.price.steps)
    assert line.price.net_net == Money(4_400_00)


def test_what_is_signed_of_the_same_booking_counts_for_its_tier(
    session: Session,
) -> None:
    desk = make_desk(session)
    first, second, third = three_issues(session, desk)
    halves = [LineWish(issue_id, desk.half) for issue_id in (*[first] * 5, second)]
    booking_id = make_quote(session, desk, *halves)
    expired = (frozenset({LineStatus.QUOTED}), LineStatus.EXPIRED)
    bookings.move_in_issue(session, desk.rep, booking_id, second, expired, "expire")
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    bookings.requote(session, desk.rep, booking_id)
    signed = [line.price.net_net for line in card_of(session, desk, booking_id).lines]
    line_id = card_of(session, desk, booking_id).lines[5].id
    assert repeat_line(session, desk.rep, booking_id, line_id, [third]) == booking_id
    after = [line.price.net_net for line in card_of(session, desk, booking_id).lines]
    # Seven insertions: 15 %, as the six of them had.
    assert after == [*signed, signed[5]]
    check_everything(session)
