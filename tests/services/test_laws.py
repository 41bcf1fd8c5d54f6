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

from crm.domain.errors import DeskError
from crm.domain.money import Money
from crm.domain.opportunities import PATH, Stage
from crm.domain.roles import RoleCode
from crm.services import bookings, issue_moves, opportunities
from crm.services.bookings import Agreed, BookingWish
from crm.services.insertion_reports import Ran, send
from crm.services.lines import LineWish
from crm.services.opportunities import OpportunityWish
from crm.store.models import Booking, InsertionReport, Line
from tests.factories import (
    ITSELF,
    MORNING,
    make_actor,
    make_desk,
    make_issue,
    make_mandate,
)
from tests.laws import check_everything

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.domain.roles import Actor
    from crm.store.database import Store

OPENS = date(2027, 3, 4)
some_booking = st.integers(0, 7)
some_line = st.tuples(
    st.integers(0, 2),  # the issue
    st.sampled_from(("page", "half", "advertorial")),
    st.sampled_from((None, "c4", "facing")),
    st.integers(1, 2),  # the quantity
    st.sampled_from((0, 0, 250, 500)),  # an exceptional discount
    st.booleans(),  # with page layout
)


class SeasonAtTheDesk(RuleBasedStateMachine):
    """One desk, three small issues, a handful of bookings, and time that passes."""

    store: Store

    @initialize()
    def opens(self) -> None:
        self.opened = self.store.reading(ITSELF)
        self.desk = make_desk(self.opened)
        make_mandate(self.opened, self.desk)
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
        self.bookings: list[int] = []
        self.day = 0
        self.intents = [self.intend(cents) for cents in (3_000_00, 12_000_00)]
        cover, pages = (0, "page", "c4", 1, 0, False), (0, "half", None, 2, 0, True)
        self.take_down([cover, (1, *cover[1:])], agency=False, share=10_000)
        self.take_down([cover, pages], agency=False, share=5_000)
        self.take_down([(1, *cover[1:])], agency=False, share=10_000)
        discounted = (2, "advertorial", "facing", 1, 500, True)
        self.take_down([pages, discounted], agency=True, share=6_667)

    def actor(self) -> Actor:
        user, at = self.desk.manager.user_id, MORNING + timedelta(days=self.day)
        return make_actor(user, RoleCode.MANAGER, at=at)

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
        wishes: list[tuple[int, str, str | None, int, int, bool]],
        agency: bool,  # noqa: FBT001  drawn
        share: int,
    ) -> None:
        self.take_down(wishes, agency=agency, share=share)

    def take_down(
        self,
        wishes: list[tuple[int, str, str | None, int, int, bool]],
        *,
        agency: bool,
        share: int,
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
            )
            for issue, format_, position, quantity, exceptional, fees in wishes
        )
        with self.all_or_nothing():
            self.bookings.append(
                bookings.quote(
                    self.opened,
                    self.actor(),
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
        for issue_id in {line.issue_id for line in lines}:
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

    @rule(days=st.integers(1, 5))
    def time_passes(self, days: int) -> None:
        self.day += days
        with self.all_or_nothing():
            bookings.expire_due(self.opened, self.actor())

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
            send(self.opened, self.actor(), insertion_report.id, Ran())

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


def test_figures_and_space_agree_after_anything(store: Store) -> None:
    run(store, examples=10, steps=18)


@pytest.mark.heavy
def test_figures_and_space_agree_after_a_long_season(store: Store) -> None:
    run(store, examples=60, steps=30)
