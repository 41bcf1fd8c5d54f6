"""An issue is planned with its space and published once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from crm.domain.errors import DateOrderError, MoveError, UnknownError
from crm.domain.magazine import IssueStatus
from crm.language import use_language
from crm.language.formats import tell
from crm.services import issue_moves, issues, titles
from crm.services.issues import IssueWish
from crm.store.queries.magazine import list_issues
from tests.factories import make_desk, make_issue
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MAY = date(2027, 5, 3)


def test_an_issue_closes_before_it_is_published(session: Session) -> None:
    desk = make_desk(session)
    with pytest.raises(DateOrderError) as refused:
        make_issue(session, desk, closes_on=date(2027, 5, 4), published_on=MAY)
    assert tell(refused.value) == (
        "The closing date (Tuesday\u00a04\u00a0May\u00a02027) must not be after "
        "the publication date (Monday\u00a03\u00a0May\u00a02027)."
    )
    make_issue(session, desk, closes_on=MAY, published_on=MAY)


@both_engines
def test_the_schema_says_so_too(session: Session) -> None:
    desk = make_desk(session)
    make_issue(session, desk)
    for column in ("closes_on", "materials_due_on"):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text(f"update issue set {column} = '2027-05-04'"))


def test_an_issue_is_published_once(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    assert issue_moves.publish_issue(session, desk.manager, issue, is_out=True) == 0
    [row] = list_issues(session, desk.rep, desk.title_id)
    assert row.status is IssueStatus.PUBLISHED
    with pytest.raises(MoveError) as refused:
        issue_moves.publish_issue(session, desk.manager, issue)
    assert tell(refused.value) == (
        "n° 62 is published: it cannot become published any more."
    )
    with pytest.raises(UnknownError):
        issue_moves.publish_issue(session, desk.manager, 999)


def test_issues_are_listed_in_the_reader_s_language(session: Session) -> None:
    desk = make_desk(session)
    fair = titles.add_event(session, desk.manager, "Salon de l’AMIF", "Paris", MAY, MAY)
    issues.add_issue(
        session,
        desk.manager,
        IssueWish(
            *(desk.print_id, "62", "n° 62", "no. 62", MAY, MAY, MAY),
            theme_fr="Numérique",
            theme_en="Digital",
            bonus_event_ids=(fair,),
        ),
    )
    with use_language("fr"):
        [row] = list_issues(session, desk.rep, desk.title_id)
        assert (row.name, row.theme, row.support) == ("n° 62", "Numérique", "Magazine")
    [row] = list_issues(session, desk.rep, desk.title_id, since=MAY, until=MAY)
    assert (row.name, row.theme, row.bonus) == ("no. 62", "Digital", "Salon de l’AMIF")
    assert list_issues(session, desk.rep, desk.title_id, since=date(2027, 5, 4)) == []
