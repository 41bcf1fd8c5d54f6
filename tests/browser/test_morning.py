"""A rep's morning over the demonstration, every interaction counted.

Today is opened once; from there calls are logged, put off, taken back; a record is
found by typing, opened by its link in another browser; a view is called through.
"""

from __future__ import annotations

import re
import shutil
from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from crm.domain.activities import Outcome
from crm.domain.roles import RoleCode
from crm.domain.views import Filters, StopState
from crm.services.activities import NextStep, plan
from crm.services.saved_views import save_view
from crm.store.database import Store
from crm.store.models import (
    Activity,
    CallStop,
    Company,
    FollowUp,
    FollowUpMove,
    Opportunity,
    Sector,
    User,
)
from crm.store.queries.call_list import call_list
from crm.store.queries.team_activity import rep_weeks
from tests.browser.hand import Hand
from tests.factories import ITSELF, MORNING, make_actor
from tests.serving import ROOT, idle, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page
    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

    OpenWindow = Callable[..., Page]

pytestmark = pytest.mark.browser

APP = ROOT / "tests" / "browser" / "demonstration_app.py"
CHRISTINE = "Christine Doussot"
TODAY, WEEK_ON = date(2027, 3, 4), date(2027, 3, 11)
PROMISED = (
    "Banc Public & Compagnie",
    "Citalys",
    "Horizon Capteurs",
    "Ombrière & Soleil",
    "Passerelle & Systèmes",
    "Réseau Parhélie",
)
"""Advertisers of hers whom nothing else says to call on this day."""


class Morning:
    """The served desk, and its store read beside it."""

    def __init__(self, store: Store, address: str, rep_id: int, view_id: int) -> None:
        self.store, self.address = store, address
        self.rep_id, self.view_id = rep_id, view_id
        self.called: list[str] = []
        with store.reading(ITSELF) as session:
            query = select(Activity.id).order_by(Activity.id.desc()).limit(1)
            self.before = session.scalars(query).one()

    def rows(self, query: Executable) -> list[Any]:
        with self.store.reading(ITSELF) as session:
            return list(session.execute(query).all())

    def logged(self) -> list[Any]:
        """List what was logged this morning, in order, with its company."""
        return self.rows(
            select(Activity, Company)
            .join(Company, Company.id == Activity.company_id)
            .where(Activity.id > self.before, Activity.archived_at.is_(None))
            .order_by(Activity.id)
        )

    def next_step(self, activity_id: int) -> FollowUp:
        [found] = self.rows(
            select(FollowUp).where(
                FollowUp.activity_id == activity_id, FollowUp.archived_at.is_(None)
            )
        )
        step: FollowUp = found[0]
        return step

    def calls_of_the_week(self) -> int:
        with self.store.reading(ITSELF) as session:
            weeks = rep_weeks(session, ITSELF, date(2027, 3, 1), date(2027, 3, 7))
        return sum(row.done.calls for row in weeks if row.rep_id == self.rep_id)


@pytest.fixture(scope="module")
def morning(
    tmp_path_factory: pytest.TempPathFactory, demo_file: Path
) -> Iterator[Morning]:
    folder = tmp_path_factory.mktemp("morning")
    shutil.copy(demo_file, folder / "desk.db")
    url = f"sqlite:///{folder}/desk.db"
    store = Store(url)
    with store.reading(ITSELF) as session:
        rep_id = session.scalars(select(User.id).where(User.name == CHRISTINE)).one()
    christine = make_actor(rep_id, RoleCode.REP, name=CHRISTINE)
    views: list[int] = []

    def prepare(session: Session) -> None:
        for place, name in enumerate(PROMISED):
            promised = select(Company.id).where(Company.trade_name == name)
            step = NextStep(f"Promis à {name}", TODAY, time(10 + place))
            plan(session, christine, session.scalars(promised).one(), step)
        data = select(Sector.id).where(Sector.code == "data")
        filters = Filters(mine=True, sector_id=session.scalars(data).one())
        views.append(save_view(session, christine, "Mes données", filters))

    store.write(prepare, christine)
    log = folder / "server.log"
    with serve(APP, log, REGIE_DATABASE_URL=url) as address:
        yield Morning(store, address, rep_id, views[0])
    store.close()


def test_a_morning(morning: Morning, open_window: OpenWindow) -> None:
    hand = Hand(open_window(1440, 1100), morning.address)
    hand.sign_in("/", CHRISTINE)
    started = morning.calls_of_the_week()
    ten_in_a_row(hand, morning)
    one_line(hand, morning)
    one_put_off(hand, morning)
    one_with_a_day(hand, morning)
    assert hand.title() == "Personne à appeler aujourd\u2019hui."
    contact = found_by_typing(hand)
    other = Hand(open_window(1440, 1100), morning.address)
    the_same_record_elsewhere(hand, other, contact)
    a_view_called_through(hand, morning)
    assert morning.calls_of_the_week() - started == 13
    the_week_tells_it(hand, morning, started)


def ranked(hand: Hand) -> list[int]:
    """Return the companies of the call list as it stands on screen."""
    rows = hand.page.locator('[class*="st-key-row-call-"]')
    names = rows.evaluate_all("found => found.map(row => row.className)")
    return [int(name.split("st-key-row-call-")[1].split()[0]) for name in names]


def ten_in_a_row(hand: Hand, morning: Morning) -> None:
    """Two interactions a call: the row's button, Ctrl+Enter; three at the most."""
    with morning.store.reading(ITSELF) as session:
        calls = call_list(session, ITSELF, morning.rep_id, most=50).rows
    assert len(calls) == 13
    assert ranked(hand) == [call.company_id for call in calls[:10]]
    started = hand.count
    outcomes = []
    for place, call in enumerate(calls[:10]):
        assert ranked(hand)[0] == call.company_id
        with hand.at_most(3):
            hand.click(f".st-key-call_log_{call.company_id} button")
            drawer = hand.drawer(call.company)
            outcome = Outcome.REACHED
            if place == 2:
                hand.click(drawer.get_by_role("radio", name="Sans réponse"))
                idle(hand.page)
                outcome = Outcome.NO_ANSWER
            if place == 6:
                hand.write("répondeur")
                drawer.locator(".st-key-sec-call_read").wait_for()
                outcome = Outcome.LEFT_MESSAGE
            hand.press("Control+Enter")
            hand.drawer_closed()
            hand.gone(f".st-key-row-call-{call.company_id}")
        outcomes.append(outcome)
    assert hand.count - started == 22
    saved = [activity for activity, _company in morning.logged()]
    assert [row.company_id for row in saved] == [c.company_id for c in calls[:10]]
    assert [row.outcome for row in saved] == outcomes
    assert [row.contact_id for row in saved] == [
        call.callee and call.callee.contact_id for call in calls[:10]
    ]
    assert {(row.user_id, row.kind, row.direction) for row in saved} == {
        (morning.rep_id, "call", "outbound")
    }
    for place, row in enumerate(saved):
        if place != 6:
            assert morning.next_step(row.id).due_on == WEEK_ON
    done = {row.id for row in saved}
    for call in calls[:10]:
        for follow_up_id in call.follow_ups:
            [[step]] = morning.rows(select(FollowUp).where(FollowUp.id == follow_up_id))
            assert step.done_activity_id in done
    morning.called += [call.company for call in calls[:10]]


LINE = "appel Maroni, Léonie Apatou, 12 min, rappeler mardi 14h, 4,5 k€"
UNDERSTOOD = {
    "activity": ("lu « appel »", "Appel, sortant, joint 12 min"),
    "whom": ("lu « Maroni »", "Maroni Fibre Cayenne"),
    "person": ("lu « Léonie Apatou »", "Léonie Apatou directrice du développement"),
    "about": ("lu « 4,5 k€ »", "Maroni Fibre, 4 500 € attendue pour le 4 avril 2027"),
    "follow_up": ("lu « rappeler mardi 14h »", "Mardi 9 mars 2027, 14 h rappeler"),
}


def one_line(hand: Hand, morning: Morning) -> None:
    """Log by one line from anywhere, take it back by one click, log it again."""
    write_line(hand)
    [*_ten, (first, company)] = morning.logged()
    hand.gone(f".st-key-row-call-{company.id}")
    with hand.at_most(1):
        hand.click(".st-key-row-log_undo .st-key-log_undo button")
    hand.page.get_by_text("Annulé : il n\u2019en reste rien.").wait_for()
    hand.page.wait_for_selector(f".st-key-row-call-{company.id}")
    idle(hand.page)
    assert len(morning.logged()) == 10
    undone = select(FollowUp).where(FollowUp.activity_id == first.id)
    [[step]] = morning.rows(undone)
    assert step.archived_at is not None
    write_line(hand)
    hand.gone(f".st-key-row-call-{company.id}")
    [*_ten, (again, named)] = morning.logged()
    assert (named.trade_name, again.kind, again.outcome, again.minutes) == (
        *("Maroni Fibre", "call", Outcome.REACHED),
        12,
    )
    step = morning.next_step(again.id)
    assert (step.due_on, step.due_time) == (date(2027, 3, 9), time(14))
    opened = select(Opportunity).where(
        Opportunity.company_id == company.id, Opportunity.archived_at.is_(None)
    )
    [amount] = [
        row.amount_cents for [row] in morning.rows(opened) if row.created_at > MORNING
    ]
    assert amount == 4_500_00
    morning.called.append("Maroni Fibre")


def write_line(hand: Hand) -> None:
    before = hand.count
    hand.press("Alt+l")
    drawer = hand.drawer("Noter un appel")
    hand.write(LINE)
    for name, (read, said) in UNDERSTOOD.items():
        row = drawer.locator(f".st-key-row-call_{name}")
        row.filter(has_text=spaced(read)).filter(has_text=spaced(said)).wait_for()
    assert drawer.locator('[class*="st-key-row-call_ask"]').count() == 0
    hand.press("Control+Enter")
    hand.drawer_closed()
    assert hand.count - before == 2 + len(LINE.split())


def spaced(text: str) -> re.Pattern[str]:
    """Read a text whichever spaces it is set with."""
    return re.compile(r"\s+".join(map(re.escape, text.split())))


def one_put_off(hand: Hand, morning: Morning) -> None:
    [company_id, _last] = ranked(hand)
    hand.click(f".st-key-call_move_{company_id} button:visible")
    hand.click(hand.page.get_by_text("Reporter…"))
    hand.drawer("Rocher Numérique")
    hand.write("budget gelé")
    hand.press("Control+Enter")
    hand.drawer_closed()
    hand.gone(f".st-key-row-call-{company_id}")
    [(step, move)] = morning.rows(
        select(FollowUp, FollowUpMove)
        .join(FollowUpMove, FollowUpMove.follow_up_id == FollowUp.id)
        .where(FollowUpMove.moved_at >= MORNING)
    )
    assert (step.company_id, move.to_day) == (company_id, WEEK_ON)
    assert move.reason == "budget gelé"
    assert len(morning.logged()) == 11


def one_with_a_day(hand: Hand, morning: Morning) -> None:
    [company_id] = ranked(hand)
    with hand.at_most(3):
        hand.click(f".st-key-call_log_{company_id} button")
        drawer = hand.drawer("Piton Solaire")
        hand.click(drawer.get_by_role("radio", name="Demain"))
        drawer.get_by_text("vendredi 5 mars 2027").wait_for()
        hand.press("Control+Enter")
        hand.drawer_closed()
    hand.gone(f".st-key-row-call-{company_id}")
    activity, _company = morning.logged()[-1]
    assert morning.next_step(activity.id).due_on == date(2027, 3, 5)
    morning.called.append("Piton Solaire")


def found_by_typing(hand: Hand) -> str:
    """A piece of a number, a name misspelt, the arrows; a contact opens their sheet."""
    page = hand.page
    hand.press("/")
    hand.write("399867")
    page.wait_for_selector("[data-found-for='399867']", state="attached")
    hand.press("Enter")
    hand.drawer("Bérénice Fournel")
    assert hand.title() == "Kilowatt & Trottoir"
    hand.press("Escape")
    hand.drawer_closed()
    hand.press("/")
    hand.write("passerele")
    page.wait_for_selector("[data-found-for='passerele']", state="attached")
    second = page.locator(".st-key-hit-1 button")
    name = second.locator("strong").inner_text()
    hand.press("ArrowDown")
    hand.press("ArrowDown")
    page.wait_for_selector(".st-key-hit-1 button:focus")
    hand.press("Enter")
    hand.drawer(name)
    assert hand.title() == "Passerelle & Systèmes"
    assert "contact=" in page.url
    return name


def the_same_record_elsewhere(hand: Hand, other: Hand, contact: str) -> None:
    """The address of a contact's sheet leads another browser to it, past the door."""
    path = hand.page.url.removeprefix(hand.address)
    other.sign_in(path, CHRISTINE)
    assert other.page.url == hand.page.url
    other.drawer(contact)
    assert other.title() == hand.title()
    hand.press("Escape")
    hand.drawer_closed()


def a_view_called_through(hand: Hand, morning: Morning) -> None:
    """Three stops: one called, one passed over, one put off."""
    page = hand.page
    page.goto(f"{hand.address}/advertisers?view={morning.view_id}")
    hand.settle()
    assert hand.title().startswith("3 annonceurs")
    hand.click(".st-key-run_start button:visible")
    page.wait_for_url("**/calling?id=*")
    page.get_by_role("heading", name="Citalys").wait_for()
    idle(page)
    with hand.at_most(3):
        hand.press("Alt+k")
        hand.drawer("Citalys")
        hand.press("Control+Enter")
        hand.drawer_closed()
    page.get_by_role("heading", name="Rocher Numérique").wait_for()
    idle(page)
    hand.click(".st-key-run_skip button:visible")
    page.get_by_role("heading", name="Sémaphore Data").wait_for()
    idle(page)
    hand.click(".st-key-run_put_off button:visible")
    hand.drawer("Sémaphore Data")
    hand.write("congés")
    hand.press("Control+Enter")
    hand.drawer_closed()
    page.locator(".st-key-fig-called").wait_for()
    assert spaced("Un appelé, 1 joint, 1 reporté.").fullmatch(hand.title())
    stops = morning.rows(select(CallStop).order_by(CallStop.place))
    assert [stop.state for [stop] in stops[-3:]] == [
        StopState.WAITING,
        StopState.SKIPPED,
        StopState.PUT_OFF,
    ]
    morning.called.append("Citalys")


def the_week_tells_it(hand: Hand, morning: Morning, started: int) -> None:
    page = hand.page
    page.goto(f"{hand.address}/team-activity")
    hand.settle()
    many = len(morning.called)
    for place, name in enumerate(reversed(morning.called)):
        row = page.locator(f".st-key-name-done_{place}")
        row.filter(has_text=name).wait_for()
    page.set_viewport_size({"width": 390, "height": 844})
    week = page.get_by_text(spaced(f"{started + many} appels"))
    week.locator("visible=true").first.wait_for()
