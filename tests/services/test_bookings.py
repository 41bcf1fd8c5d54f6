"""What a booking may become, and what the desk refuses to take down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from crm.domain.bookings import BookingStatus, LineStatus
from crm.domain.clock import paris_instant
from crm.domain.errors import (
    ClosedError,
    DeskError,
    DoesNotFitError,
    MissingError,
    MoveError,
    NoRateError,
    NothingToDoError,
    PastError,
    RangeError,
    ReasonError,
    SharesError,
    UnknownError,
)
from crm.language.formats import tell
from crm.services import bookings, issue_moves
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.lines import LineWish
from crm.store.models import (
    Agreement,
    AuditEntry,
    Booking,
    InsertionReport,
    LedgerEntry,
    Line,
    PipelineMove,
    PriceStep,
)
from crm.store.queries.booking_rows import list_bookings
from crm.store.queries.bookings import booking_card
from tests.factories import MORNING, Desk, make_actor, make_desk, make_issue, make_quote
from tests.laws import check_everything
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TODAY = MORNING.date()
AGREED = Agreed("A. L.", TODAY, "mail")
NAUGHTY = "Éts <b>Œuf</b> & Fils {0} %s \u202e'; drop table line;-- 🙂\x00\x07"
KEPT = "Éts <b>Œuf</b> & Fils {0} %s '; drop table line;-- 🙂"


def statuses(session: Session) -> list[LineStatus]:
    return list(session.scalars(select(Line.status).order_by(Line.id)))


def later(desk: Desk, days: int) -> Any:
    return replace(desk.manager, at=MORNING + timedelta(days=days))


# --- Lines that are refused ---------------------------------------------------


@pytest.mark.parametrize("quantity", [0, -1, 10**9])
def test_a_quantity_within_reason(session: Session, quantity: int) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    with pytest.raises(RangeError) as refused:
        make_quote(session, desk, LineWish(issue, desk.page, quantity=quantity))
    assert tell(refused.value) == "The quantity must be between 1 and 1,000,000."
    assert refused.value.field == "quantity"


def test_a_format_fits_its_position(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    with pytest.raises(DoesNotFitError) as refused:
        make_quote(session, desk, LineWish(issue, desk.half, desk.c4))
    assert tell(refused.value) == (
        "1/2 page does not fit 4e de couverture. Choose another position."
    )


def test_a_format_belongs_to_the_issue_s_support(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    with pytest.raises(UnknownError):
        make_quote(session, desk, LineWish(issue, desk.banner))
    with pytest.raises(UnknownError):
        make_quote(session, desk, LineWish(issue, desk.page, 999))
    with pytest.raises(UnknownError):
        make_quote(session, desk, LineWish(999, desk.page))


@pytest.mark.parametrize("rate", [10_001, -1])
def test_a_discount_is_a_percentage(session: Session, rate: int) -> None:
    desk = make_desk(session)
    line = LineWish(make_issue(session, desk), desk.page, exceptional=rate, reason="x")
    with pytest.raises(RangeError), session.begin_nested():
        bookings.quote(
            session,
            make_actor(desk.manager.user_id, limit=20_000),
            BookingWish(desk.title_id, desk.advertiser_id, (line,)),
        )


def test_a_rep_grants_as_much_as_the_role_allows(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    make_quote(session, desk, LineWish(issue, desk.page, exceptional=500, reason="x"))
    over = LineWish(issue, desk.page, exceptional=550, reason="x")
    within, waits, own = (
        make_quote(session, who, line)
        for who, line in (
            (desk, replace(over, exceptional=500)),
            (desk, over),
            (replace(desk, rep=desk.manager), over),
        )
    )
    found = [booking_card(session, desk.rep, id_) for id_ in (within, waits, own)]
    assert [len(card.waiting) for card in found if card] == [0, 1, 0]


def test_a_discount_says_why(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    for reason in ("", "  ", "\u202e\x00"):
        with pytest.raises(ReasonError):
            make_quote(
                session,
                desk,
                LineWish(issue, desk.page, exceptional=100, reason=reason),
            )


def test_a_day_without_a_rate_card_has_no_price(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(
        session, desk, closes_on=date(2028, 1, 4), published_on=date(2028, 1, 31)
    )
    with pytest.raises(NoRateError) as refused:
        make_quote(session, desk, LineWish(issue, desk.page))
    assert "Monday\u00a031\u00a0January\u00a02028" in tell(refused.value)


# --- Bookings that are refused ------------------------------------------------


def test_a_booking_needs_lines_a_title_and_an_advertiser(session: Session) -> None:
    desk = make_desk(session)
    with pytest.raises(MissingError):
        make_quote(session, desk)
    line = LineWish(make_issue(session, desk), desk.page)
    for lost in ({"title_id": 999}, {"advertiser_id": 999}):
        with pytest.raises(UnknownError):
            make_quote(session, replace(desk, **lost), line)


@pytest.mark.parametrize(
    ("shares", "refusal", "sentence"),
    [
        ((5_000, 4_950), SharesError, "add up to 100%; they make 99.5%."),
        ((10_000, 1), RangeError, ""),
        ((12_000, -2_000), RangeError, "must be between 0% and 100%."),
        ((10_000, 0), RangeError, ""),
    ],
)
def test_shared_credit_adds_up(
    session: Session, shares: tuple[int, int], refusal: type[DeskError], sentence: str
) -> None:
    desk = make_desk(session)
    line = LineWish(make_issue(session, desk), desk.page)
    seats = (desk.rep.user_id, desk.manager.user_id)
    if shares == (10_000, 1):
        refusal = SharesError
    with pytest.raises(refusal) as refused:
        make_quote(session, desk, line, credits=tuple(zip(seats, shares, strict=True)))
    assert sentence in tell(refused.value)
    assert refused.value.field == "credits"


def test_a_rep_named_twice_is_credited_once(session: Session) -> None:
    desk = make_desk(session)
    line = LineWish(make_issue(session, desk), desk.page)
    rep = desk.rep.user_id
    booking_id = make_quote(session, desk, line, credits=((rep, 5_000), (rep, 5_000)))
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert [credit.share for credit in card.credits] == [10_000]


def test_shared_revenue_adds_up_in_the_ledger(session: Session) -> None:
    desk = make_desk(session)
    line = LineWish(make_issue(session, desk), desk.page, exceptional=333, reason="x")
    seats = ((desk.rep.user_id, 6_667), (desk.manager.user_id, 3_333))
    booking_id = make_quote(session, desk, line, credits=seats)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    check_everything(session)
    of_ledger = select(LedgerEntry.net_net_cents).order_by(LedgerEntry.id)
    posted = session.scalars(of_ledger).all()
    assert posted == [2_320_20, 1_159_92]


def test_a_closed_issue_is_for_a_manager_with_a_reason(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    line = LineWish(issue, desk.page)
    on_the_day = replace(desk, rep=replace(desk.rep, at=MORNING + timedelta(days=29)))
    make_quote(session, on_the_day, line)
    too_late = replace(desk, rep=replace(desk.rep, at=MORNING + timedelta(days=30)))
    manager = replace(desk, rep=later(desk, 30))
    with pytest.raises(ClosedError) as refused:
        make_quote(session, too_late, line, override_reason="promis au téléphone")
    assert tell(refused.value).startswith("n° 62 closed on Friday\u00a02\u00a0April")
    for nothing in (" ", "\u200b"):
        with pytest.raises(ClosedError):
            make_quote(session, manager, line, override_reason=nothing)
    booking_id = make_quote(session, manager, line, override_reason="promis")
    made = session.scalars(select(Line).filter_by(booking_id=booking_id)).one()
    assert (made.booked_after_closing, made.override_reason) == (True, "promis")
    with pytest.raises(ClosedError):
        bookings.confirm(session, too_late.rep, booking_id, AGREED)
    bookings.confirm(session, manager.rep, booking_id, AGREED)
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert card.status is BookingStatus.CONFIRMED


def test_an_option_lies_ahead(session: Session) -> None:
    desk = make_desk(session)
    booking_id = make_quote(
        session, desk, LineWish(make_issue(session, desk), desk.page)
    )
    with pytest.raises(PastError) as refused:
        bookings.option(session, desk.rep, booking_id, until=TODAY - timedelta(days=1))
    assert tell(refused.value).startswith("The option’s day (Wednesday")
    bookings.option(session, desk.rep, booking_id, until=TODAY)


def test_an_option_does_not_outlive_its_issue_s_closing(session: Session) -> None:
    desk = make_desk(session)
    near = make_issue(session, desk, closes_on=TODAY + timedelta(days=2))
    far = make_issue(session, desk, "63")
    lines = [LineWish(issue_id, desk.page) for issue_id in (near, far)]
    booking_id = make_quote(session, desk, *lines)
    bookings.option(session, desk.rep, booking_id)
    days = session.scalars(select(Line.option_until).order_by(Line.rank)).all()
    assert days == [TODAY + timedelta(days=2), TODAY + timedelta(days=5)]


def test_who_agreed_is_kept(session: Session) -> None:
    desk = make_desk(session)
    booking_id = make_quote(
        session, desk, LineWish(make_issue(session, desk), desk.page)
    )
    with pytest.raises(MissingError):
        bookings.confirm(session, desk.rep, booking_id, Agreed(" ", TODAY, "mail"))
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    agreement = session.scalars(select(Agreement)).one()
    assert (agreement.agreed_by, agreement.means) == ("A. L.", "mail")
    assert agreement.recorded_by_id == desk.rep.user_id


# --- Moves --------------------------------------------------------------------


def test_what_ran_is_not_confirmed_a_second_time(session: Session) -> None:
    """Else its net would stand twice in the ledger."""
    desk = make_desk(session)
    may, june = make_issue(session, desk), make_issue(session, desk, "63")
    both = LineWish(may, desk.page), LineWish(june, desk.page)
    booking_id = make_quote(session, desk, *both)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    assert issue_moves.publish_issue(session, desk.manager, may, is_out=True) == 1
    with pytest.raises(NothingToDoError):
        bookings.confirm(session, desk.rep, booking_id, AGREED)
    assert statuses(session) == [LineStatus.RAN, LineStatus.CONFIRMED]
    assert session.scalar(select(func.count(LedgerEntry.id))) == 2
    check_everything(session)


def test_a_release_does_not_quote_again_what_expired(session: Session) -> None:
    desk = make_desk(session)
    may, june = make_issue(session, desk), make_issue(session, desk, "63")
    booking_id = make_quote(
        session, desk, LineWish(may, desk.page), LineWish(june, desk.page)
    )
    bookings.option(session, desk.rep, booking_id)
    first = session.scalars(select(Line).order_by(Line.id)).first()
    assert first is not None
    first.option_until = TODAY - timedelta(days=1)
    assert bookings.expire_due(session, desk.rep) == 1
    bookings.release(session, desk.rep, booking_id)
    assert statuses(session) == [LineStatus.EXPIRED, LineStatus.QUOTED]
    released = select(func.count(PipelineMove.id)).where(
        PipelineMove.cause == "released"
    )
    assert session.scalar(released) == 1


def test_each_move_is_refused_where_it_makes_no_sense(session: Session) -> None:
    desk = make_desk(session)
    booking_id = make_quote(
        session, desk, LineWish(make_issue(session, desk), desk.page)
    )
    rep = desk.rep
    with pytest.raises(MoveError) as refused:
        bookings.release(session, rep, booking_id)
    assert tell(refused.value) == "A line that is quoted cannot become quoted."
    with pytest.raises(ReasonError):
        bookings.cancel(session, rep, booking_id, " \x00")
    bookings.cancel(session, rep, booking_id, "budget gelé")
    for act in (
        lambda: bookings.option(session, rep, booking_id),
        lambda: bookings.release(session, rep, booking_id),
        lambda: bookings.confirm(session, rep, booking_id, AGREED),
        lambda: bookings.cancel(session, rep, booking_id, "encore"),
    ):
        with pytest.raises(MoveError, match="cancelled"):
            act()
    with pytest.raises(UnknownError):
        bookings.option(session, rep, 999)


def test_an_expired_quote_can_be_optioned_again(session: Session) -> None:
    desk = make_desk(session)
    booking_id = make_quote(
        session,
        desk,
        LineWish(
            make_issue(
                session,
                desk,
                closes_on=date(2027, 9, 1),
                published_on=date(2027, 10, 1),
            ),
            desk.page,
        ),
    )
    assert bookings.expire_due(session, later(desk, 31)) == 0
    assert bookings.expire_due(session, later(desk, 32)) == 1
    [row] = list_bookings(session, desk.rep)
    assert row.status is BookingStatus.EXPIRED
    bookings.option(session, later(desk, 32), booking_id)
    assert statuses(session) == [LineStatus.OPTIONED]
    check_everything(session)


def test_publishing_makes_the_report_due_in_a_month(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(
        session, desk, closes_on=date(2027, 4, 2), published_on=date(2027, 5, 31)
    )
    booking_id = make_quote(session, desk, LineWish(issue, desk.page))
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    on_the_day = replace(desk.manager, at=paris_instant(date(2027, 5, 31)))
    issue_moves.publish_issue(session, on_the_day, issue)
    report = session.scalars(select(InsertionReport)).one()
    assert report.due_on == date(2027, 6, 30)
    with pytest.raises(MoveError):
        bookings.cancel(session, desk.manager, booking_id, "trop tard")


def test_a_reported_booking_is_closed_on_its_list_and_its_card(
    session: Session,
) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking_id = make_quote(session, desk, LineWish(issue, desk.page))
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    issue_moves.publish_issue(session, desk.manager, issue, is_out=True)
    session.scalars(select(InsertionReport)).one().sent_on = TODAY
    session.flush()
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert card.status is BookingStatus.CLOSED
    [row] = list_bookings(session, desk.rep, statuses=[BookingStatus.CLOSED])
    assert row.status is BookingStatus.CLOSED


def test_a_make_good_is_free_and_counts_for_nothing(session: Session) -> None:
    desk = make_desk(session)
    may, june = make_issue(session, desk), make_issue(session, desk, "63")
    booking_id = make_quote(session, desk, LineWish(may, desk.page))
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    line_id = session.scalars(select(Line.id)).one()
    repair = LineWish(june, desk.page, fee_codes=("layout",), repairs_line_id=line_id)
    free = make_quote(session, desk, repair)
    card = booking_card(session, desk.rep, free)
    assert card is not None
    assert card.total.cents == 0
    assert card.lines[0].is_make_good
    assert card.lines[0].price.gross.cents == 4_000_00
    assert "frequency" not in [step.kind for step in card.lines[0].price.steps]


def test_the_second_insertion_brings_its_tier(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    first = make_quote(session, desk, LineWish(issue, desk.half))
    bookings.option(session, desk.rep, first)

    def discounts() -> list[str]:
        booking_id = make_quote(session, desk, LineWish(issue, desk.half))
        steps = select(PriceStep.detail_en).join(Line, Line.id == PriceStep.line_id)
        where = (Line.booking_id == booking_id, PriceStep.rank == 1)
        return list(session.scalars(steps.where(*where)))

    assert discounts() == []
    bookings.confirm(session, desk.rep, first, AGREED)
    assert discounts() == ["€3,000 to €30,000 of yearly gross"]


# --- Text and trace -----------------------------------------------------------


@both_engines
def test_naughty_text_is_kept_as_typed_but_for_what_cannot_be_seen(
    session: Session,
) -> None:
    desk = make_desk(session)
    line = LineWish(
        make_issue(session, desk), desk.page, exceptional=100, reason=NAUGHTY
    )
    booking_id = make_quote(
        session,
        desk,
        line,
        campaign=NAUGHTY,
        note=f"{NAUGHTY}\n{NAUGHTY}",
        purchase_order=NAUGHTY,
        engagement_number=NAUGHTY,
        service_code=NAUGHTY,
    )
    bookings.confirm(session, desk.rep, booking_id, Agreed(NAUGHTY, TODAY, "mail"))
    bookings.cancel(session, desk.rep, booking_id, NAUGHTY)
    session.expire_all()
    booking = session.get_one(Booking, booking_id)
    assert booking.campaign == booking.purchase_order == booking.service_code == KEPT
    assert booking.note == f"{KEPT}\n{KEPT}"
    assert session.scalars(select(Agreement.agreed_by)).one() == KEPT
    kept = select(PriceStep.reason).where(PriceStep.reason != "")
    assert session.scalars(kept).one() == KEPT


@both_engines
def test_a_text_without_end_is_cut_to_its_field(session: Session) -> None:
    desk = make_desk(session)
    endless = "é" * 10_000
    line = LineWish(
        make_issue(session, desk), desk.page, exceptional=100, reason=endless
    )
    booking_id = make_quote(session, desk, line, campaign=endless, note=endless)
    bookings.confirm(session, desk.rep, booking_id, Agreed(endless, TODAY, endless))
    bookings.cancel(session, desk.rep, booking_id, endless)
    booking = session.get_one(Booking, booking_id)
    assert (len(booking.campaign), len(booking.note)) == (400, 5_000)


def test_every_action_leaves_its_trace(session: Session) -> None:
    desk = make_desk(session)
    booking_id = make_quote(
        session, desk, LineWish(make_issue(session, desk), desk.page)
    )
    bookings.option(session, desk.rep, booking_id)
    bookings.release(session, desk.rep, booking_id)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    bookings.cancel(session, desk.manager, booking_id, "budget gelé")
    written = session.execute(
        select(AuditEntry.action, AuditEntry.user_id)
        .where(AuditEntry.entity == "booking", AuditEntry.entity_id == booking_id)
        .order_by(AuditEntry.id)
    ).all()
    assert [action for action, _who in written] == [
        *("quote", "option", "release", "confirm", "cancel"),
    ]
    assert written[-1].user_id == desk.manager.user_id
    assert session.get_one(Booking, booking_id).version == 5


def test_an_option_s_life_is_told_to_the_forecast(session: Session) -> None:
    desk = make_desk(session)
    booking_id = make_quote(
        session, desk, LineWish(make_issue(session, desk), desk.page)
    )
    bookings.option(session, desk.rep, booking_id)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    moves = session.execute(
        select(PipelineMove.cause, PipelineMove.probability).order_by(PipelineMove.id)
    ).all()
    assert [tuple(move) for move in moves] == [("optioned", 7_000), ("confirmed", 0)]


def test_numbers_start_again_with_the_year(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    numbers = []
    for at in (MORNING, MORNING, MORNING.replace(year=2026)):
        actor = make_actor(desk.rep.user_id, at=at)
        made = make_quote(session, replace(desk, rep=actor), LineWish(issue, desk.page))
        numbers.append(session.get_one(Booking, made).quote_number)
    assert numbers == ["D-2027-0001", "D-2027-0002", "D-2026-0001"]


@pytest.mark.parametrize("typed", ["lumi", "LUMICITÉ", "D-2027", "halo", ""])
def test_a_booking_is_found(session: Session, typed: str) -> None:
    desk = make_desk(session)
    line = LineWish(make_issue(session, desk), desk.page)
    make_quote(session, desk, line, campaign="Lancement Halo")
    assert len(list_bookings(session, desk.rep, search=typed)) == 1


@pytest.mark.parametrize("typed", ["%", "_", "mobélys", "BC-2027"])
def test_a_booking_is_not_found_by_chance(session: Session, typed: str) -> None:
    desk = make_desk(session)
    make_quote(session, desk, LineWish(make_issue(session, desk), desk.page))
    assert list_bookings(session, desk.rep, search=typed) == []
