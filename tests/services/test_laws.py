"""Whatever a desk does, in whatever order, the figures and the space agree."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from crm.domain.errors import DeskError
from crm.domain.money import Money
from crm.domain.opportunities import PATH, Stage
from crm.domain.roles import RoleCode
from crm.services import bookings, issue_moves, opportunities, option_queue
from crm.services.agreements import Agreed
from crm.services.amending import AmendmentWish, LineChange
from crm.services.amendments import (
    agree_amendment,
    propose_amendment,
    withdraw_amendment,
)
from crm.services.approvals import approve_discount, refuse_discount
from crm.services.booking_wishes import BookingWish, PackageWish
from crm.services.cancelling import Notice, cancel_lines
from crm.services.crediting import share_credit
from crm.services.insertion_reports import Ran, send
from crm.services.lines import LineWish
from crm.services.make_goods import Repair, give_make_good
from crm.services.opportunities import OpportunityWish
from crm.services.repeating import repeat_line
from crm.store.models import (
    Booking,
    InsertionReport,
    Line,
    LineSpace,
    Package,
    PackageItem,
    TermsOfSale,
)
from tests.factories import (
    ITSELF,
    MORNING,
    make_actor,
    make_desk,
    make_issue,
    make_mandate,
)
from tests.laws import check_everything
from tests.postgres import both_engines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.domain.roles import Actor
    from crm.store.database import Store

OPENS = date(2027, 3, 4)
SCALE = [
    {"from_days": 15, "penalty_bp": 3_333},
    {"from_days": 0, "penalty_bp": 10_000},
]
SomeLine = tuple[int, str, str | None, int, int, bool, bool]
some_booking = st.integers(0, 7)
some_line = st.tuples(
    st.integers(0, 2),  # the issue
    st.sampled_from(("page", "half", "advertorial")),
    st.sampled_from((None, "c4", "facing")),
    st.integers(1, 2),  # the quantity
    st.sampled_from((0, 0, 250, 500)),  # an exceptional discount
    st.booleans(),  # with page layout
    st.booleans(),  # in exchange
)

RAN = Ran("12", impressions=1_000)
"""A report with what print asks for, and what a letter does."""


class SeasonAtTheDesk(RuleBasedStateMachine):
    """One desk, three small issues, a handful of bookings, and time that passes."""

    store: Store

    @initialize()
    def opens(self) -> None:
        self.opened = self.store.reading(ITSELF)
        self.desk = make_desk(self.opened)
        make_mandate(self.opened, self.desk)
        self.opened.query(TermsOfSale).one().penalty_rule = {"steps": SCALE}
        self.issues = [
            make_issue(
                self.opened,
                self.desk,
                code,
                pages=5,
                closes_on=OPENS + timedelta(days=20 * rank),
                published_on=OPENS + timedelta(days=20 * rank + 10),
            )
            for rank, code in enumerate(("61", "62", "63"), start=1)
        ]
        self.package = self.sell_a_package()
        self.bookings: list[int] = []
        self.day = 0
        self.intents = [self.intend(cents) for cents in (3_000_00, 12_000_00)]
        cover = (0, "page", "c4", 1, 0, False, False)
        pages = (0, "half", None, 2, 0, True, False)
        self.take_down([cover, (1, *cover[1:])], agency=False, share=10_000)
        self.take_down([cover, pages], agency=False, share=5_000)
        self.take_down([(1, *cover[1:])], agency=False, share=10_000)
        discounted = (2, "advertorial", "facing", 1, 500, True, True)
        self.take_down([pages, discounted], agency=True, share=6_667)

    def sell_a_package(self) -> int:
        package = Package(
            rate_card_id=self.desk.card_id,
            code="duo",
            name_fr="Duo",
            name_en="Pair",
            cents=5_000_01,
        )
        self.opened.add(package)
        self.opened.flush()
        for format_id in (self.desk.page, self.desk.half):
            self.opened.add(PackageItem(package_id=package.id, format_id=format_id))
        self.opened.flush()
        return package.id

    def actor(self) -> Actor:
        user, at = self.desk.manager.user_id, MORNING + timedelta(days=self.day)
        return make_actor(user, RoleCode.MANAGER, at=at)

    def rep(self) -> Actor:
        at = MORNING + timedelta(days=self.day)
        return make_actor(self.desk.rep.user_id, RoleCode.REP, at=at, limit=500)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Do an action as the store does: entirely, or not at all when refused."""
        try:
            with self.opened.begin_nested():
                yield
        except DeskError:
            self.opened.expire_all()

    def pick(self, chosen: int) -> int:
        return self.bookings[chosen % len(self.bookings)]

    def intend(self, cents: int) -> int:
        wish = OpportunityWish(
            self.desk.advertiser_id, "2027", Money(cents), OPENS + timedelta(days=30)
        )
        return opportunities.open_opportunity(self.opened, self.actor(), wish)

    @rule(which=st.integers(0, 1), stage=st.sampled_from(PATH))
    def move(self, which: int, stage: Stage) -> None:
        with self.all_or_nothing():
            opportunities.move_opportunity(
                self.opened, self.actor(), self.intents[which], stage
            )

    @rule(which=st.integers(0, 1), booking=some_booking)
    def win_then_think_again(self, which: int, booking: int) -> None:
        """Say which booking it became; a booking is of one intent for good."""
        intent = self.intents[which]
        with self.all_or_nothing():
            opportunities.win_opportunity(
                self.opened, self.actor(), intent, self.pick(booking)
            )
        self.everything_agrees()
        with self.all_or_nothing():
            opportunities.reopen_opportunity(self.opened, self.actor(), intent)

    @precondition(lambda self: len(self.bookings) < 8)
    @rule(
        wishes=st.lists(some_line, min_size=1, max_size=3),
        agency=st.booleans(),
        share=st.sampled_from((10_000, 6_667, 5_000)),
    )
    def quote(
        self,
        wishes: list[SomeLine],
        agency: bool,  # noqa: FBT001  drawn
        share: int,
    ) -> None:
        self.take_down(wishes, agency=agency, share=share)

    def take_down(
        self,
        wishes: list[SomeLine],
        *,
        agency: bool,
        share: int,
        by: Actor | None = None,
    ) -> None:
        desk = self.desk
        seats = [(desk.rep.user_id or 0, share)]
        if share < 10_000:
            seats.append((desk.manager.user_id or 0, 10_000 - share))
        lines = tuple(
            LineWish(
                self.issues[issue],
                getattr(desk, format_),
                getattr(desk, position) if position else None,
                quantity,
                exceptional=exceptional,
                reason="geste commercial" if exceptional else "",
                fee_codes=("layout",) if fees else (),
                is_barter=barter,
            )
            for issue, format_, position, quantity, exceptional, fees, barter in wishes
        )
        with self.all_or_nothing():
            self.bookings.append(
                bookings.quote(
                    self.opened,
                    by or self.actor(),
                    BookingWish(
                        desk.title_id,
                        desk.advertiser_id,
                        lines,
                        agency_id=desk.agency_id if agency else None,
                        credits=tuple(seats),
                        opportunity_id=[None, *self.intents][len(self.bookings) % 3],
                    ),
                )
            )

    @precondition(lambda self: len(self.bookings) < 8)
    @rule(
        first=st.integers(0, 2),
        second=st.integers(0, 2),
        off=st.sampled_from((0, 333, 900)),
        agency=st.booleans(),
    )
    def quote_package(self, first: int, second: int, off: int, agency: bool) -> None:  # noqa: FBT001  drawn
        issues = (self.issues[first], self.issues[second])
        asked = PackageWish(self.package, issues, off, "geste" if off else "")
        desk = self.desk
        wish = BookingWish(
            desk.title_id,
            desk.advertiser_id,
            (),
            agency_id=desk.agency_id if agency else None,
            packages=(asked,),
        )
        with self.all_or_nothing():
            self.bookings.append(bookings.quote(self.opened, self.rep(), wish))

    @precondition(lambda self: len(self.bookings) < 8)
    @rule(to=some_line, answer=st.sampled_from((None, 0, 300, 700)))
    def quote_over_the_limit_then_answer(
        self, to: SomeLine, answer: int | None
    ) -> None:
        """Ask for 7 % where 5 may be granted; it waits, then is answered or not."""
        many = len(self.bookings)
        over = (*to[:4], 700, *to[5:])
        self.take_down([over, to], agency=True, share=10_000, by=self.rep())
        self.everything_agrees()
        if len(self.bookings) == many or answer is None:
            return
        self.option(many, 3)
        self.confirm(many)
        self.everything_agrees()
        with self.all_or_nothing():
            if answer:
                approve_discount(
                    self.opened, self.actor(), self.bookings[many], rate=answer
                )
            else:
                refuse_discount(self.opened, self.actor(), self.bookings[many], "non")

    @rule(which=some_booking, place=st.integers(0, 3), issue=st.integers(0, 2))
    def repeat(self, which: int, place: int, issue: int) -> None:
        booking_id = self.pick(which)
        ids = self.lines_of(booking_id)
        with self.all_or_nothing():
            made = repeat_line(
                self.opened,
                self.actor(),
                booking_id,
                ids[place % len(ids)],
                [self.issues[issue]],
            )
            if made not in self.bookings:
                self.bookings.append(made)

    @rule(which=some_booking, share=st.sampled_from((10_000, 3_333, 1)))
    def share_anew(self, which: int, share: int) -> None:
        seats = [(self.desk.rep.user_id or 0, share)]
        seats.append((self.desk.manager.user_id or 0, 10_000 - share))
        with self.all_or_nothing():
            share_credit(self.opened, self.actor(), self.pick(which), seats)

    @rule(which=some_booking, issue=st.integers(0, 2), place=st.booleans())
    def run_badly_and_repair(self, which: int, issue: int, place: bool) -> None:  # noqa: FBT001  drawn
        """Give a free line for the first one, once it was booked; then cancel it."""
        self.confirm(which)
        booking_id = self.pick(which)
        repair = Repair(self.issues[issue], "x", self.desk.c4 if place else None)
        with self.all_or_nothing():
            first = self.lines_of(booking_id)[0]
            given = give_make_good(self.opened, self.actor(), first, repair)
            self.everything_agrees()
            notice = Notice("x", self.actor().today, (given,))
            cancel_lines(self.opened, self.actor(), booking_id, notice)

    @rule(which=some_booking)
    def quote_again(self, which: int) -> None:
        with self.all_or_nothing():
            bookings.requote(self.opened, self.actor(), self.pick(which))

    def lines_of(self, booking_id: int) -> list[int]:
        query = select(Line.id).filter_by(booking_id=booking_id).order_by(Line.rank)
        return list(self.opened.scalars(query))

    @rule(which=some_booking, days=st.integers(0, 8))
    def option(self, which: int, days: int) -> None:
        until = self.actor().today + timedelta(days=days)
        with self.all_or_nothing():
            bookings.option(self.opened, self.actor(), self.pick(which), until=until)

    @rule(which=some_booking)
    def option_or_confirm_then_cancel(self, which: int) -> None:
        """Go the whole way at once, which single steps seldom do."""
        with self.all_or_nothing():
            bookings.option(self.opened, self.actor(), self.pick(which))
        self.everything_agrees()
        self.confirm(which)
        self.everything_agrees()
        self.cancel(which)

    @rule(which=some_booking)
    def confirm_publish_and_confirm(self, which: int) -> None:
        """Ask again for what has run, as a double click would."""
        self.confirm(which)
        lines = self.opened.query(Line).filter_by(booking_id=self.pick(which))
        for issue_id in {line.issue_id for line in lines if line.issue_id}:
            self.publish(self.issues.index(issue_id))
        self.everything_agrees()
        self.confirm(which)

    @rule(which=some_booking)
    def release(self, which: int) -> None:
        with self.all_or_nothing():
            bookings.release(self.opened, self.actor(), self.pick(which))

    @rule(which=some_booking)
    def confirm(self, which: int) -> None:
        agreed = Agreed("A. L.", self.actor().today, "mail")
        with self.all_or_nothing():
            bookings.confirm(self.opened, self.actor(), self.pick(which), agreed)

    @rule(which=some_booking)
    def cancel(self, which: int) -> None:
        with self.all_or_nothing():
            bookings.cancel(self.opened, self.actor(), self.pick(which), "budget gelé")

    @rule(which=some_booking, place=st.integers(0, 2), fees=st.booleans())
    def cancel_by_notice(self, which: int, place: int, fees: bool) -> None:  # noqa: FBT001  drawn
        """Cancel one line or all that is left, at what the terms ask for."""
        booking_id = self.pick(which)
        ids = self.opened.scalars(
            select(Line.id).filter_by(booking_id=booking_id).order_by(Line.rank)
        ).all()
        chosen = (ids[place],) if place < len(ids) else ()
        notice = Notice("budget gelé", self.actor().today, chosen, keeps_fees=fees)
        with self.all_or_nothing():
            cancel_lines(self.opened, self.actor(), booking_id, notice)

    @rule(which=some_booking)
    def confirm_then_cancel_by_notice(self, which: int) -> None:
        self.confirm(which)
        self.everything_agrees()
        self.cancel_by_notice(which, 0, fees=True)
        self.everything_agrees()
        self.cancel_by_notice(which, 2, fees=False)

    @rule(
        which=some_booking,
        place=st.integers(0, 3),
        to=some_line,
        agrees=st.booleans(),
    )
    def amend(
        self,
        which: int,
        place: int,
        to: SomeLine,
        agrees: bool,  # noqa: FBT001  drawn
    ) -> None:
        """Propose another place for a line, or the tiers of today; then settle it."""
        booking_id, (issue, format_, position, quantity, off, *_more) = (
            self.pick(which),
            to,
        )
        ids = self.opened.scalars(
            select(Line.id).filter_by(booking_id=booking_id).order_by(Line.rank)
        ).all()
        change = LineChange(
            ids[place % len(ids)],
            issue_id=self.issues[issue],
            format_id=getattr(self.desk, format_),
            position_id=getattr(self.desk, position) if position else 0,
            quantity=quantity,
            exceptional=off,
        )
        wish = AmendmentWish("avenant", (change,) if place < 3 else (), place == 3)
        with self.all_or_nothing():
            amendment = propose_amendment(self.opened, self.actor(), booking_id, wish)
            self.everything_agrees()
            if agrees:
                agreed = Agreed("A. L.", self.actor().today, "mail")
                agree_amendment(self.opened, self.actor(), amendment, agreed)
            else:
                withdraw_amendment(self.opened, self.actor(), amendment)

    @rule(which=some_booking, to=some_line)
    def confirm_amend_and_cancel(self, which: int, to: SomeLine) -> None:
        self.confirm(which)
        self.amend(which, 0, to, agrees=True)
        self.everything_agrees()
        self.cancel_by_notice(which, 0, fees=True)

    @rule(days=st.integers(1, 5))
    def time_passes(self, days: int) -> None:
        self.day += days
        with self.all_or_nothing():
            bookings.expire_due(self.opened, self.actor())
        with self.all_or_nothing():
            option_queue.call_next(self.opened, self.actor())

    @rule(which=some_booking, place=st.integers(0, 3))
    def wait_in_line(self, which: int, place: int) -> None:
        """Stand in line for all that a line needs and cannot have."""
        booking_id = self.pick(which)
        ids = self.lines_of(booking_id)
        wanted = select(LineSpace.pool_id).filter_by(line_id=ids[place % len(ids)])
        for pool_id in self.opened.scalars(wanted).all():
            with self.all_or_nothing():
                option_queue.stand_in_line(
                    self.opened, self.actor(), booking_id, pool_id
                )

    @rule(which=some_booking, other=some_booking, to=some_line)
    def amend_what_others_wait_for(self, which: int, other: int, to: SomeLine) -> None:
        self.confirm(which)
        self.wait_in_line(other, 0)
        self.amend(which, 0, to, agrees=True)

    def publish(self, which: int) -> None:
        with self.all_or_nothing():
            issue_moves.publish_issue(
                self.opened, self.actor(), self.issues[which], is_out=True
            )

    @rule(which=some_booking)
    def report(self, which: int) -> None:
        """Send what is owed of a booking, as far as the store knows it."""
        booking = self.opened.get_one(Booking, self.pick(which))
        owed = self.opened.query(InsertionReport).filter_by(booking_id=booking.id)
        for insertion_report in owed:
            send(self.opened, self.actor(), insertion_report.id, RAN)

    @invariant()
    def everything_agrees(self) -> None:
        if hasattr(self, "opened"):
            check_everything(self.opened)

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            self.opened.close()


def run(store: Store, examples: int, steps: int) -> None:
    machine = type("Season", (SeasonAtTheDesk,), {"store": store})
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps,
        phases=(Phase.generate,),  # shrinking a season takes minutes
    )
    run_state_machine_as_test(machine, settings=profile)  # type: ignore[no-untyped-call]


@both_engines
def test_figures_and_space_agree_after_anything(store: Store) -> None:
    run(store, examples=10, steps=18)


@pytest.mark.heavy
def test_figures_and_space_agree_after_a_long_season(store: Store) -> None:
    run(store, examples=60, steps=30)
