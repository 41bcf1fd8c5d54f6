"""The demonstration: alive, invented, adding up, and the same every time."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text

from crm.domain.bookings import BOOKED, HOLDS_SPACE, BookingStatus, LineStatus
from crm.domain.clock import PARIS, paris_instant
from crm.domain.errors import AlreadySetUpError, SoldOutError
from crm.domain.magazine import SupportKind
from crm.domain.roles import STANDINGS, Actor, Door, RoleCode
from crm.services import bookings, demo, setup
from crm.services.demo import calendar, desk, plans, shapes, tables
from crm.services.demo.plans import campaigns
from crm.services.demo.situations import arranged
from crm.store import search_index
from crm.store.columns import Base
from crm.store.database import Store
from crm.store.models import (
    Activity,
    AuditEntry,
    Booking,
    BookingCredit,
    Company,
    Contact,
    ContactEmail,
    ContactPhone,
    FollowUp,
    InsertionReport,
    Issue,
    LedgerEntry,
    Line,
    LineSpace,
    Mandate,
    Opportunity,
    Pool,
    Position,
    PriceStep,
    Publisher,
    Support,
    Target,
    User,
)
from crm.store.queries.booking_rows import count_bookings, list_bookings
from crm.store.queries.flatplan import flatplan
from crm.store.queries.search import search
from tests.demo_desk import OPENED_AT, load_into
from tests.factories import ITSELF

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session


ANCHOR = OPENED_AT.astimezone(PARIS).date()
MANAGER = Actor(
    4,
    "Hélène Vasseur",
    RoleCode.MANAGER,
    Door.SCREEN,
    OPENED_AT,
    STANDINGS[RoleCode.MANAGER],
)


@pytest.fixture(scope="module")
def session(demo_file: Path) -> Iterator[Session]:
    store = Store(f"sqlite:///{demo_file}")
    with store.reading(ITSELF) as opened:
        yield opened
    store.close()


def count(session: Session, model: Any) -> int:
    return session.scalars(select(func.count()).select_from(model)).one()


def booked_by_year(session: Session) -> dict[int, int]:
    rows = session.execute(
        select(Issue.published_on, LedgerEntry.net_net_cents)
        .join(Issue, Issue.id == LedgerEntry.issue_id)
        .where(LedgerEntry.is_barter.is_(False))
    )
    found: Counter[int] = Counter()
    for day, cents in rows:
        found[day.year] += cents
    return found


def test_the_figures_are_counted_from_the_tables(session: Session) -> None:
    figures = demo.figures()
    advertisers = select(func.count(Company.id)).where(Company.is_advertiser)
    assert figures.advertisers == session.scalars(advertisers).one() == 56
    assert (figures.years, figures.issues) == (3, 18)


@pytest.mark.parametrize(
    ("model", "least", "most"),
    [
        (Company, 62, 62),
        (Contact, 150, 150),
        (Opportunity, 40, 40),
        (User, 6, 6),
        (Mandate, 10, 10),
        (Booking, 260, 340),
        (Activity, 1_350, 1_700),
        (Issue, 400, 600),
        (Target, 108, 144),
    ],
)
def test_there_is_as_much_as_a_desk_has(
    session: Session, model: Any, least: int, most: int
) -> None:
    assert least <= count(session, model) <= most


def test_every_status_is_present(session: Session) -> None:
    assert set(session.scalars(select(Line.status).distinct())) == set(LineStatus)
    found = count_bookings(session, MANAGER)
    assert all(found[status] for status in BookingStatus), found


def test_the_ledger_of_a_booking_is_the_price_of_its_booked_lines(
    session: Session,
) -> None:
    amounts = ("card", "gross", "net", "net_net", "fees")
    ledger: Counter[tuple[int, str]] = Counter()
    for row in session.scalars(select(LedgerEntry)):
        for name in amounts:
            ledger[row.booking_id, name] += getattr(row, f"{name}_cents")
    prices: Counter[tuple[int, str]] = Counter()
    for line in session.scalars(select(Line).where(Line.status.in_(BOOKED))):
        for name in amounts:
            prices[line.booking_id, name] += getattr(line, f"{name}_cents")
    keys = ledger.keys() | prices.keys()
    assert len(keys) > 500
    assert [key for key in keys if ledger[key] != prices[key]] == []


def test_what_is_taken_of_a_pool_is_what_lines_hold(session: Session) -> None:
    units = (
        select(LineSpace.pool_id, func.sum(LineSpace.units))
        .where(LineSpace.status.in_(HOLDS_SPACE))
        .group_by(LineSpace.pool_id)
    )
    held = dict(session.execute(units).all())
    pools = session.scalars(select(Pool)).all()
    assert {pool.id: pool.taken for pool in pools if pool.taken} == held
    assert all(pool.taken <= pool.capacity for pool in pools)


def test_a_cover_is_sold_once_an_issue(session: Session) -> None:
    rows = session.execute(
        select(Line.issue_id, Position.code, func.count())
        .join(Position, Position.id == Line.position_id)
        .where(Position.is_exclusive, Line.status.in_(HOLDS_SPACE))
        .group_by(Line.issue_id, Position.code)
    ).all()
    assert {code for _issue, code, _number in rows} >= {"c4", "c2", "c3"}
    assert {number for _issue, _code, number in rows} == {1}


def test_no_cover_can_be_sold_over_it(demo_store: Store) -> None:
    with demo_store.writing(ITSELF) as session:
        booking = session.scalars(
            select(Booking).where(Booking.campaign == "Halo")
        ).one()
        space = session.scalars(
            select(LineSpace)
            .join(Line, Line.id == LineSpace.line_id)
            .where(Line.booking_id == booking.id)
        ).first()
        assert space is not None
        bookings.release(session, MANAGER, booking.id)
        session.execute(
            text("update pool set taken = capacity where id = :id"),
            {"id": space.pool_id},
        )
        with pytest.raises(SoldOutError):
            bookings.option(session, MANAGER, booking.id)
        session.rollback()


def test_nothing_happened_on_the_day_it_is_opened_or_later(session: Session) -> None:
    morning = paris_instant(ANCHOR)
    for column in (Activity.happened_at, LedgerEntry.posted_at, FollowUp.created_at):
        assert session.scalars(select(func.max(column))).one() < morning
    assert session.scalars(
        select(AuditEntry.action).where(AuditEntry.at > morning)
    ).all() == ["load"]
    for column in (LedgerEntry.posted_on, Line.ran_on, InsertionReport.sent_on):
        assert session.scalars(select(func.max(column))).one() < ANCHOR
    assert set(session.scalars(select(AuditEntry.door).distinct())) == {Door.LOADER}


def test_issues_are_published_at_their_day(session: Session) -> None:
    issues = session.scalars(select(Issue)).all()
    assert all(
        (issue.status == "published") == (issue.published_on < ANCHOR)
        for issue in issues
    )


def test_every_month_has_something(session: Session) -> None:
    first = date(ANCHOR.year - 2, 1, 1)
    months = {
        f"{first + timedelta(days=n):%Y-%m}" for n in range((ANCHOR - first).days - 4)
    }
    posted = session.scalars(select(LedgerEntry.posted_on))
    assert months <= {f"{day:%Y-%m}" for day in posted}
    happened = session.scalars(select(Activity.happened_at))
    assert months <= {f"{at:%Y-%m}" for at in happened}
    ran = session.scalars(select(Line.ran_on).where(Line.ran_on.is_not(None)))
    assert months <= {f"{day:%Y-%m}" for day in ran if day}


def test_a_year_brings_what_such_a_title_brings(session: Session) -> None:
    by_year = booked_by_year(session)
    for offset in (-2, -1):
        assert 330_000_00 <= by_year[ANCHOR.year + offset] <= 690_000_00
    assert by_year[ANCHOR.year - 1] > by_year[ANCHOR.year - 2]


def test_this_year_is_a_bit_ahead_of_the_last_at_the_same_day(
    session: Session,
) -> None:
    def booked(year: int) -> int:
        return session.scalars(
            select(func.sum(LedgerEntry.net_net_cents))
            .join(Issue, Issue.id == LedgerEntry.issue_id)
            .where(
                Issue.published_on.between(date(year, 1, 1), date(year, 12, 31)),
                LedgerEntry.posted_on < ANCHOR.replace(year=year),
            )
        ).one()

    this, last = booked(ANCHOR.year), booked(ANCHOR.year - 1)
    assert last < this < last * 13 // 10


def test_the_worked_example_is_a_live_option(session: Session) -> None:
    booking = session.scalars(select(Booking).where(Booking.campaign == "Halo")).one()
    line = session.scalars(select(Line).where(Line.booking_id == booking.id)).one()
    steps = session.scalars(
        select(PriceStep.amount_cents)
        .where(PriceStep.line_id == line.id)
        .order_by(PriceStep.rank)
    ).all()
    assert steps == [4_000_00, 400_00, -440_00, -198_00, -564_30, 150_00]
    assert (line.net_net_cents, line.fees_cents) == (3_197_70, 150_00)
    assert line.status is LineStatus.OPTIONED
    assert line.option_until is not None
    assert ANCHOR <= line.option_until <= ANCHOR + timedelta(days=5)
    names = select(Company.trade_name).where(
        Company.id.in_([booking.advertiser_id, booking.agency_id])
    )
    assert set(session.scalars(names)) == {"Lumicité", "Trait d’Union"}
    assert booking.mandate_id is not None


def test_options_and_quotes_are_about_to_fall(session: Session) -> None:
    options = session.scalars(
        select(Line.option_until).where(Line.status == LineStatus.OPTIONED)
    ).all()
    days = [(until - ANCHOR).days for until in options if until]
    assert 7 <= len(days) <= 14
    assert min(days) >= 0
    assert sum(day <= 5 for day in days) >= 5
    quotes = session.scalars(
        select(Booking.quote_valid_until)
        .join(Line, Line.booking_id == Booking.id)
        .where(Line.status == LineStatus.QUOTED)
    ).all()
    assert min(quotes) >= ANCHOR
    assert sum((until - ANCHOR).days <= 5 for until in quotes) >= 3


def test_the_next_issue_is_part_filled(session: Session) -> None:
    issue = session.scalars(
        select(Issue)
        .join(Support, Support.id == Issue.support_id)
        .where(Support.code == "print", Issue.closes_on >= ANCHOR + timedelta(days=6))
        .order_by(Issue.closes_on)
    ).first()
    assert issue is not None
    pools = {
        pool.code: pool
        for pool in session.scalars(select(Pool).where(Pool.issue_id == issue.id))
    }
    assert 0.3 < pools["pages"].taken / pools["pages"].capacity < 0.97
    covers = {
        code: session.scalars(
            select(LineSpace.status).where(
                LineSpace.pool_id == pools[code].id, LineSpace.status.in_(HOLDS_SPACE)
            )
        ).first()
        for code in ("c4", "c2", "c3")
    }
    assert covers == {
        "c4": LineStatus.OPTIONED,
        "c2": LineStatus.OPTIONED,
        "c3": None,
    }


def test_the_next_issue_is_laid_out(session: Session) -> None:
    day = OPENED_AT.date()
    supports = select(Support.id).where(Support.kind == SupportKind.PRINT)
    issue_id = session.scalars(
        select(Issue.id)
        .where(
            Issue.support_id.in_(supports), Issue.closes_on >= day + timedelta(days=6)
        )
        .order_by(Issue.closes_on)
        .limit(1)
    ).one()
    plan = flatplan(session, ITSELF, issue_id)
    assert plan
    assert len(plan.placed) >= 12
    assert len(plan.waiting) <= 3
    assert len(plan.rivals) == 1
    assert plan.covered == ()
    assert {page.section for page in plan.pages} > {"Édito", "Sommaire", "Dossier"}
    assert all(plan.page(ad.box.folio) for ad in plan.placed if ad.box)


def test_the_cases_of_the_trade_are_there(session: Session) -> None:
    def some(*where: Any) -> int:
        return len(session.scalars(select(Line.id).where(*where)).all())

    assert some(Line.repairs_line_id.is_not(None), Line.net_net_cents == 0) == 1
    assert some(Line.is_barter) == 1
    assert some(Line.booked_after_closing, Line.override_reason != "") >= 1
    awaited = (
        select(Line.id)
        .join(Line.issue)
        .where(
            Line.status == LineStatus.CONFIRMED,
            Line.material_status == "awaited",
            Issue.materials_due_on < ANCHOR,
        )
    )
    assert session.scalars(awaited).all()
    shared = (
        select(BookingCredit.booking_id)
        .group_by(BookingCredit.booking_id)
        .having(func.count() == 2)
    )
    assert len(session.scalars(shared).all()) == 1
    rows = list_bookings(session, MANAGER)
    assert 3 <= sum(row.mandate_missing for row in rows) <= 15
    assert any(row.agency and not row.mandate_missing for row in rows)
    granted = select(PriceStep.reason).where(PriceStep.kind == "exceptional")
    assert all(session.scalars(granted))
    unsent = select(InsertionReport.due_on).where(InsertionReport.sent_on.is_(None))
    due = session.scalars(unsent).all()
    assert 10 <= len(due) <= 80
    assert any(day < ANCHOR for day in due)


def test_follow_ups_are_late_due_and_to_come(session: Session) -> None:
    undone = session.scalars(
        select(FollowUp.due_on).where(FollowUp.done_at.is_(None))
    ).all()
    assert 3 <= sum(day < ANCHOR for day in undone) <= 40
    assert 3 <= sum(day == ANCHOR for day in undone) <= 15
    assert 5 <= sum(day > ANCHOR for day in undone) <= 60


def test_notes_have_their_names(session: Session) -> None:
    notes = session.scalars(select(Activity.note)).all()
    assert [note for note in notes if "{" in note or not note] == []
    assert [
        note for note in notes if not note[0].isupper() and note[0] not in "«1"
    ] == []


FICTION = re.compile(r"\+33(63998|19900)\d{4}$")


def test_every_number_is_one_of_fiction_but_the_published_one(
    session: Session,
) -> None:
    numbers = session.scalars(select(ContactPhone.e164)).all()
    assert len(numbers) > 140
    assert [n for n in numbers if not n or not FICTION.match(n)] == []
    published = {
        phone
        for phone in session.scalars(select(User.phone_e164))
        if not phone or not FICTION.match(phone)
    }
    assert published == {"+33769218245"}
    raw = session.scalars(select(User.phone_raw).where(User.name.like("Christine%")))
    assert raw.one() == "+ 33 7 69 21 82 45"
    addresses = session.scalars(select(ContactEmail.address)).all()
    assert all(address.endswith(".example") for address in addresses)


def test_every_document_will_say_that_it_is_a_demonstration(session: Session) -> None:
    publisher = session.scalars(select(Publisher)).one()
    assert publisher.notice_fr.startswith("Données de démonstration")
    assert publisher.notice_en.startswith("Demonstration data")
    assert setup.is_set_up(session)
    assert setup.is_demonstration(session)
    assert setup.setting(session, setup.ANCHOR) == "2027-03-04"


def test_all_of_it_is_found(session: Session) -> None:
    assert search_index.disagreements(session.connection()) == []
    found = search(session, ITSELF, "lumicite")
    assert found[0].name == "Lumicité"


def test_a_desk_that_is_set_up_is_left_alone(demo_store: Store) -> None:
    told: list[int] = []
    with pytest.raises(AlreadySetUpError):
        demo.load(demo_store, OPENED_AT, lambda percent, _step: told.append(percent))
    assert told == []


def test_a_failure_leaves_the_desk_as_it_was(store: Store) -> None:
    def stop(percent: int, _step: str) -> None:
        if percent >= 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.load(store, OPENED_AT, stop)
    with store.reading(ITSELF) as session:
        setup.check_not_set_up(session)
        assert count(session, Company) == 0


@pytest.mark.parametrize("first", [date(2026, 1, 1), date(2028, 1, 1)])
def test_any_anchor_day_has_its_story(first: date) -> None:
    year = [first + timedelta(days=n) for n in range(0, 366, 6)]
    for anchor in [*year, date(first.year, 12, 31), date(2028, 2, 29)]:
        made = desk.new_desk(None, anchor)  # type: ignore[arg-type]
        coming = list(arranged(made))
        assert len({campaign.key for campaign in coming}) == len(coming)
        for campaign in [*campaigns(made), *coming]:
            assert campaign.quoted_on <= campaign.decided_on
            if campaign.optioned_on and campaign.option_until:
                assert campaign.quoted_on <= campaign.optioned_on
                assert campaign.optioned_on <= campaign.option_until
        halo = coming[0]
        issue = made.slots["print"][halo.wants[0].index]
        assert halo.option_until
        assert anchor < halo.option_until < issue.closes_on


def test_the_tables_name_each_other() -> None:
    companies = {row["key"] for row in tables.rows("companies")}
    for name, column in (("contacts", "company"), ("mandates", "advertiser")):
        assert {row[column] for row in tables.rows(name)} <= companies
    assert set(plans.WINDOWS) <= companies
    premiums = {row["key"] for row in tables.rows("premiums")}
    positions = {row["premium"] for row in tables.rows("positions")} - {""}
    assert positions <= premiums
    assert set(shapes.FEES.values()) <= {row["key"] for row in tables.rows("fees")}


def test_the_calendar_keeps_the_title_s_rhythm() -> None:
    slots = calendar.slots(ANCHOR)
    issue = next(slot for slot in slots["print"] if slot.code == "62")
    assert issue.published_on == date(2027, 5, 3)
    assert issue.closes_on == date(2027, 4, 2)
    assert {slot.published_on.weekday() for slot in slots["newsletter"]} == {1}
    assert 8 not in {slot.published_on.month for slot in slots["newsletter"]}
    assert len(slots["event"]) == 16


def fingerprint(path: Path) -> dict[str, str]:
    """Hash every table, but the instant of the opening and the audit's own salts."""
    store = Store(f"sqlite:///{path}")
    with store.reading(ITSELF) as session:
        found = {}
        for table in Base.metadata.sorted_tables:
            columns = [c for c in table.c if c.name not in {"salt", "digest"}]
            rows = session.execute(select(*columns).order_by(*table.primary_key)).all()
            kept = [
                row
                for row in rows
                if "opened" not in row[:1] and "load" not in map(str, row)
            ]
            found[table.name] = hashlib.sha256(repr(kept).encode()).hexdigest()
    store.close()
    return found


@pytest.mark.heavy
def test_the_same_day_gives_the_same_rows(
    demo_file: Path, empty_file: Path, tmp_path: Path
) -> None:
    late = datetime(2027, 3, 4, 22, 45, tzinfo=UTC)
    told = load_into(tmp_path / "again.db", empty_file, late)
    assert fingerprint(tmp_path / "again.db") == fingerprint(demo_file)
    percents = [percent for percent, _step in told]
    assert percents == sorted(set(percents))
    assert percents[-1] == 100


@pytest.mark.heavy
@pytest.mark.parametrize(
    "day",
    [date(2028, 2, 29), date(2027, 12, 31), date(2027, 1, 1), date(2026, 8, 15)],
    ids=str,
)
def test_it_loads_on_any_day(day: date, empty_file: Path, tmp_path: Path) -> None:
    load_into(tmp_path / "demo.db", empty_file, paris_instant(day, 9))
    store = Store(f"sqlite:///{tmp_path / 'demo.db'}")
    with store.reading(ITSELF) as session:
        halo = session.scalars(select(Booking).where(Booking.campaign == "Halo")).one()
        line = session.scalars(select(Line).where(Line.booking_id == halo.id)).one()
        assert (line.status, line.net_net_cents) == (LineStatus.OPTIONED, 3_197_70)
        options = session.scalars(
            select(Line.option_until).where(Line.status == LineStatus.OPTIONED)
        ).all()
        assert len(options) >= 7
        assert all(until and until >= day for until in options)
        found = count_bookings(session, MANAGER)
        assert all(found[status] for status in BookingStatus), found
        by_year = booked_by_year(session)
        assert 330_000_00 <= by_year[day.year - 1] <= 690_000_00
        last = session.scalars(select(func.max(Activity.happened_at))).one()
        assert last < paris_instant(day)
    store.close()
