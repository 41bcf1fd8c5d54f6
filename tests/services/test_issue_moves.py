"""What becomes of an issue reaches its lines, its space and its advertisers once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.domain.booking_errors import RepairedError
from crm.domain.bookings import LineStatus
from crm.domain.clock import paris_instant
from crm.domain.errors import (
    DateOrderError,
    DeskError,
    MissingError,
    NotYoursError,
    PastError,
    ReasonError,
    SoldOutError,
)
from crm.domain.issue_errors import (
    AlreadyClosedError,
    AnsweredError,
    CancelledIssueError,
    EarlyIssueError,
    IssueMoveError,
    NotLaterError,
    PostponeInsteadError,
    PublishedIssueError,
    ReportedError,
)
from crm.domain.magazine import IssueStatus
from crm.language.formats import tell
from crm.services import bookings, insertion_reports, issue_agreements, issue_moves
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.issue_agreements import make_good
from crm.services.issue_edits import change_issue
from crm.services.issue_moves import NewDays
from crm.services.lines import LineWish
from crm.services.make_goods import Repair, give_make_good
from crm.store.models import (
    Agreement,
    Amendment,
    AmendmentChange,
    FollowUp,
    InsertionReport,
    Issue,
    LedgerEntry,
    Line,
    Pool,
)
from crm.store.queries.bookings import booking_card
from crm.store.queries.editable import open_issue
from tests.factories import (
    ITSELF,
    MORNING,
    Desk,
    make_company,
    make_desk,
    make_issue,
    make_quote,
)
from tests.laws import check_everything
from tests.postgres import both_engines
from tests.services.test_editing import over

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.database import Store

TODAY = MORNING.date()
AGREED = Agreed("A. L.", TODAY, "mail")
JUNE = NewDays(date(2027, 5, 4), date(2027, 5, 11), date(2027, 6, 7))


class Ground:
    """An issue with a confirmed cover, an optioned page and a quoted half."""

    def __init__(self, session: Session) -> None:
        self.desk = make_desk(session)
        self.issue = make_issue(session, self.desk)
        self.confirmed = self.quoted(session, self.desk.page, self.desk.c4)
        bookings.confirm(session, self.desk.rep, self.confirmed, AGREED)
        self.optioned = self.quoted(session, self.desk.page)
        bookings.option(session, self.desk.rep, self.optioned, until=date(2027, 3, 31))
        self.unsigned = self.quoted(session, self.desk.half)

    def quoted(self, session: Session, format_id: int, place: int | None = None) -> int:
        return make_quote(session, self.desk, LineWish(self.issue, format_id, place))


def statuses(session: Session, *ids: int) -> list[LineStatus]:
    found = {
        line.booking_id: line.status
        for line in session.scalars(select(Line).order_by(Line.id))
    }
    return [found[id_] for id_ in ids]


def taken(session: Session, issue: int) -> int:
    return sum(session.scalars(select(Pool.taken).where(Pool.issue_id == issue)).all())


def net(session: Session) -> int:
    return session.scalar(select(func.sum(LedgerEntry.net_net_cents))) or 0


def the_amendment(session: Session) -> Amendment:
    return session.scalars(select(Amendment)).one()


@both_engines
def test_publishing_runs_what_is_confirmed_and_ends_the_rest(session: Session) -> None:
    x = Ground(session)
    on_its_day = replace(x.desk.manager, at=paris_instant(date(2027, 5, 3)))
    assert issue_moves.publish_issue(session, on_its_day, x.issue) == 1
    assert statuses(session, x.confirmed, x.optioned, x.unsigned) == [
        LineStatus.RAN,
        LineStatus.EXPIRED,
        LineStatus.EXPIRED,
    ]
    assert taken(session, x.issue) == 1
    [report] = session.scalars(select(InsertionReport))
    assert report.due_on == date(2027, 6, 3)
    check_everything(session)


def test_before_its_day_publishing_is_asked_for(session: Session) -> None:
    x = Ground(session)
    with pytest.raises(EarlyIssueError):
        issue_moves.publish_issue(session, x.desk.manager, x.issue)
    issue_moves.publish_issue(session, x.desk.manager, x.issue, is_out=True)
    issue = session.get_one(Issue, x.issue)
    assert (issue.published_on, issue.closes_on) == (TODAY, TODAY)
    [report] = session.scalars(select(InsertionReport))
    assert report.due_on == date(2027, 4, 4)


@both_engines
def test_a_publication_is_taken_back_until_it_is_reported(session: Session) -> None:
    x = Ground(session)
    booked = net(session)
    issue_moves.publish_issue(session, x.desk.manager, x.issue, is_out=True)
    with pytest.raises(ReasonError):
        issue_moves.unpublish_issue(session, x.desk.manager, x.issue, " ")
    assert issue_moves.unpublish_issue(session, x.desk.manager, x.issue, "erreur") == 1
    assert statuses(session, x.confirmed) == [LineStatus.CONFIRMED]
    assert session.scalars(select(InsertionReport)).all() == []
    assert session.scalars(select(Line.ran_on)).all() == [None] * 3
    with pytest.raises(IssueMoveError):
        issue_moves.unpublish_issue(session, x.desk.manager, x.issue, "erreur")
    issue_moves.publish_issue(session, x.desk.manager, x.issue)
    [report] = session.scalars(select(InsertionReport))
    insertion_reports.send(session, x.desk.rep, report.id, insertion_reports.Ran("12"))
    with pytest.raises(ReportedError):
        issue_moves.unpublish_issue(session, x.desk.manager, x.issue, "erreur")
    assert net(session) == booked
    check_everything(session)


def test_closing_ends_the_options_and_nothing_more_is_sold(session: Session) -> None:
    x = Ground(session)
    assert issue_moves.close_issue(session, x.desk.manager, x.issue) == 1
    assert statuses(session, x.confirmed, x.optioned, x.unsigned) == [
        LineStatus.CONFIRMED,
        LineStatus.EXPIRED,
        LineStatus.QUOTED,
    ]
    with pytest.raises(DeskError, match="closed on"):
        bookings.option(session, x.desk.rep, x.unsigned)
    with pytest.raises(AlreadyClosedError):
        issue_moves.close_issue(session, x.desk.manager, x.issue)
    check_everything(session)


@both_engines
def test_postponing_keeps_the_lines_and_asks_each_advertiser(
    session: Session,
) -> None:
    x = Ground(session)
    held, booked = taken(session, x.issue), net(session)
    asked = issue_moves.postpone_issue(
        session, x.desk.manager, x.issue, JUNE, "imprimeur en panne"
    )
    assert asked == 1
    assert (taken(session, x.issue), net(session)) == (held, booked)
    assert statuses(session, x.confirmed, x.optioned, x.unsigned) == [
        LineStatus.CONFIRMED,
        LineStatus.OPTIONED,
        LineStatus.QUOTED,
    ]
    option = session.scalars(select(Line).filter_by(booking_id=x.optioned)).one()
    assert option.option_until == date(2027, 3, 31)
    amendment = the_amendment(session)
    assert (amendment.booking_id, amendment.number) == (x.confirmed, 1)
    [change] = session.scalars(select(AmendmentChange))
    assert (change.before, change.after) == ("2027-05-03", "2027-06-07")
    step = session.get_one(FollowUp, amendment.follow_up_id)
    assert (step.owner_id, step.due_on) == (x.desk.rep.user_id, date(2027, 3, 5))
    assert step.reason.startswith("n° 62 paraît désormais le 7\u00a0juin\u00a02027")
    with pytest.raises(MissingError):
        issue_agreements.agree_to_change(
            session, x.desk.rep, amendment.id, Agreed(" ", TODAY, "mail")
        )
    issue_agreements.agree_to_change(session, x.desk.rep, amendment.id, AGREED)
    assert step.done_at == MORNING
    agreed = session.scalars(select(Agreement).filter_by(amendment_id=amendment.id))
    assert agreed.one().agreed_by == "A. L."
    with pytest.raises(AnsweredError):
        issue_agreements.decline_change(session, x.desk.rep, amendment.id, "non")
    check_everything(session)


def test_a_second_postponement_asks_the_same_question_anew(session: Session) -> None:
    x = Ground(session)
    manager = x.desk.manager
    issue_moves.postpone_issue(session, manager, x.issue, JUNE, "imprimeur")
    july = replace(JUNE, published_on=date(2027, 7, 5))
    issue_moves.postpone_issue(session, manager, x.issue, july, "papier")
    [change] = session.scalars(select(AmendmentChange))
    assert (change.before, change.after) == ("2027-05-03", "2027-07-05")
    assert the_amendment(session).reason == "papier"
    assert session.scalar(select(func.count(FollowUp.id))) == 1


def test_who_declines_the_new_date_is_let_go(session: Session) -> None:
    x = Ground(session)
    issue_moves.postpone_issue(session, x.desk.manager, x.issue, JUNE, "imprimeur")
    amendment = the_amendment(session)
    with pytest.raises(ReasonError):
        issue_agreements.decline_change(session, x.desk.rep, amendment.id, "")
    many = issue_agreements.decline_change(
        session, x.desk.rep, amendment.id, "après le salon"
    )
    assert many == 1
    assert statuses(session, x.confirmed) == [LineStatus.CANCELLED]
    assert net(session) == 0
    assert taken(session, x.issue) == 12
    check_everything(session)


@pytest.mark.parametrize(
    ("days", "reason", "refusal"),
    [
        (JUNE, " ", ReasonError),
        (replace(JUNE, published_on=date(2027, 5, 3)), "x", NotLaterError),
        (replace(JUNE, closes_on=date(2027, 6, 8)), "x", DateOrderError),
        (replace(JUNE, materials_due_on=date(2027, 6, 8)), "x", DateOrderError),
        (replace(JUNE, closes_on=date(2027, 3, 3)), "x", PastError),
    ],
)
def test_a_postponement_is_refused_with_its_sentence(
    days: NewDays, reason: str, refusal: type[DeskError], session: Session
) -> None:
    x = Ground(session)
    with pytest.raises(refusal):
        issue_moves.postpone_issue(session, x.desk.manager, x.issue, days, reason)
    with pytest.raises(NotYoursError):
        issue_moves.postpone_issue(session, x.desk.rep, x.issue, days, reason)


def test_no_option_outlives_the_new_closing(session: Session) -> None:
    x = Ground(session)
    sooner = replace(JUNE, closes_on=date(2027, 3, 20))
    issue_moves.postpone_issue(session, x.desk.manager, x.issue, sooner, "salon")
    option = session.scalars(select(Line).filter_by(booking_id=x.optioned)).one()
    assert option.option_until == date(2027, 3, 20)


def test_a_confirmed_publication_is_postponed_not_edited(session: Session) -> None:
    x = Ground(session)
    opened = open_issue(session, x.desk.manager, x.issue)
    edit = over(opened, published_on=date(2027, 5, 10))
    with pytest.raises(PostponeInsteadError) as refused:
        change_issue(session, x.desk.manager, x.issue, edit)
    assert tell(refused.value) == (
        "Advertisers have confirmed in n° 62 (lines: 1). Postpone it instead: each is "
        "then asked to agree."
    )


@both_engines
def test_cancelling_frees_and_gives_back_once(session: Session) -> None:
    x = Ground(session)
    asked = issue_moves.cancel_issue(session, x.desk.manager, x.issue, "trop peu vendu")
    assert asked == 1
    assert (
        statuses(session, x.confirmed, x.optioned, x.unsigned)
        == [LineStatus.CANCELLED] * 3
    )
    assert (taken(session, x.issue), net(session)) == (0, 0)
    with pytest.raises(IssueMoveError) as refused:
        issue_moves.cancel_issue(session, x.desk.manager, x.issue, "encore")
    assert tell(refused.value) == (
        "n° 62 is cancelled: it cannot become cancelled any more."
    )
    with pytest.raises(IssueMoveError):
        issue_moves.publish_issue(session, x.desk.manager, x.issue, is_out=True)
    with pytest.raises(CancelledIssueError):
        x.quoted(session, x.desk.half)
    assert (taken(session, x.issue), net(session)) == (0, 0)
    check_everything(session)


@both_engines
def test_a_cancelled_line_is_made_good_once_in_the_next_issue(
    session: Session,
) -> None:
    x = Ground(session)
    july = make_issue(
        session,
        x.desk,
        "63",
        closes_on=date(2027, 6, 4),
        published_on=date(2027, 7, 5),
    )
    issue_moves.cancel_issue(session, x.desk.manager, x.issue, "trop peu vendu")
    amendment = the_amendment(session)
    with pytest.raises(IssueMoveError):
        issue_agreements.agree_to_change(session, x.desk.rep, amendment.id, AGREED)
    made = issue_agreements.make_good(session, x.desk.rep, amendment.id, july, AGREED)
    card = booking_card(session, x.desk.rep, made)
    assert card is not None
    [line] = card.lines
    assert line.is_make_good
    assert line.status is LineStatus.CONFIRMED
    assert card.total.cents == 0
    assert taken(session, july) == 1
    with pytest.raises(AnsweredError):
        issue_agreements.make_good(session, x.desk.rep, amendment.id, july, AGREED)
    assert taken(session, july) == 1
    step = session.get_one(FollowUp, amendment.follow_up_id)
    assert step.done_at == MORNING
    check_everything(session)


def test_where_the_cover_is_sold_the_page_is_made_good(session: Session) -> None:
    x = Ground(session)
    july = make_issue(
        session,
        x.desk,
        "63",
        closes_on=date(2027, 6, 4),
        published_on=date(2027, 7, 5),
    )
    other = replace(
        x.desk, advertiser_id=make_company(session, x.desk.rep, "Autre SARL")
    )
    sold = make_quote(session, other, LineWish(july, x.desk.page, x.desk.c4))
    bookings.confirm(session, x.desk.rep, sold, AGREED)
    issue_moves.cancel_issue(session, x.desk.manager, x.issue, "trop peu vendu")
    amendment = the_amendment(session).id
    rep = x.desk.rep
    with pytest.raises(SoldOutError), session.begin_nested():
        issue_agreements.make_good(session, rep, amendment, july, AGREED)
    issue_agreements.make_good(
        session, rep, amendment, july, AGREED, keeps_positions=False
    )
    assert taken(session, july) == 1 + 12


def test_a_make_good_that_is_not_wanted_is_noted(session: Session) -> None:
    x = Ground(session)
    issue_moves.cancel_issue(session, x.desk.manager, x.issue, "trop peu vendu")
    amendment = the_amendment(session)
    many = issue_agreements.decline_change(
        session, x.desk.rep, amendment.id, "préfère rien"
    )
    assert (many, amendment.refused_on) == (0, TODAY)


@both_engines
def test_two_who_publish_at_once_publish_once(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with store.writing(ITSELF) as session:
        x = Ground(session)
    day = replace(x.desk.manager, at=paris_instant(date(2027, 5, 3)))

    def publish(_who: int) -> str:
        try:
            store.write(lambda s: issue_moves.publish_issue(s, day, x.issue), day)
        except IssueMoveError:
            return "refused"
        return "published"

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(publish, range(2))) == ["published", "refused"]
    with store.reading(ITSELF) as session:
        assert session.scalar(select(func.count(InsertionReport.id))) == 1
        check_everything(session)


@both_engines
def test_publishing_and_cancelling_at_once_one_stands(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with store.writing(ITSELF) as session:
        x = Ground(session)
    manager: Desk = x.desk

    def act(which: int) -> bool:
        wanted = (
            (
                lambda s: issue_moves.publish_issue(
                    s, manager.manager, x.issue, is_out=True
                )
            ),
            (lambda s: issue_moves.cancel_issue(s, manager.manager, x.issue, "grève")),
        )[which]
        try:
            store.write(wanted, manager.manager)
        except IssueMoveError:
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(act, range(2))) == [False, True]
    with store.reading(ITSELF) as session:
        check_everything(session)
        issue = session.get_one(Issue, x.issue)
        ran = issue.status is IssueStatus.PUBLISHED
        assert taken(session, x.issue) == (1 if ran else 0)
        assert (net(session) > 0) is ran


@both_engines
def test_nothing_is_booked_into_an_issue_that_is_out(session: Session) -> None:
    desk = make_desk(session)
    issue_id = make_issue(session, desk)
    page = LineWish(issue_id, desk.page)
    expired = make_quote(session, desk, page)
    issue_moves.publish_issue(session, desk.manager, issue_id, is_out=True)
    late = replace(desk.manager, at=MORNING + timedelta(days=3))
    wish = BookingWish(
        desk.title_id, desk.advertiser_id, (page,), override_reason="en retard"
    )
    for actor in (desk.manager, late):
        with pytest.raises(PublishedIssueError):
            bookings.quote(session, actor, wish)
    with pytest.raises(PublishedIssueError), session.begin_nested():
        bookings.option(session, desk.rep, expired)
    with pytest.raises(PublishedIssueError), session.begin_nested():
        bookings.requote(session, desk.rep, expired)
    session.expire_all()
    check_everything(session)


@both_engines
def test_a_line_that_was_made_good_is_not_made_good_again(session: Session) -> None:
    desk = make_desk(session)
    issue_id, into = make_issue(session, desk), make_issue(session, desk, "63")
    page = LineWish(issue_id, desk.page)
    booking_id = make_quote(session, desk, page, page)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    issue_moves.cancel_issue(session, desk.manager, issue_id, "imprimeur")
    asked = session.scalars(select(Amendment.id)).one()
    first, second = session.scalars(select(Line.id).order_by(Line.rank)).all()
    give_make_good(session, desk.rep, first, Repair(into, "imprimeur"))
    with session.begin_nested() as point:
        made = make_good(session, desk.rep, asked, into, AGREED)
        repairs = select(Line.repairs_line_id).filter_by(booking_id=made)
        assert session.scalars(repairs).all() == [second]
        point.rollback()
    session.expire_all()
    give_make_good(session, desk.rep, second, Repair(into, "imprimeur"))
    with pytest.raises(RepairedError):
        make_good(session, desk.rep, asked, into, AGREED)
