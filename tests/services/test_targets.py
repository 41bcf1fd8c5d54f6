"""What a month is to bring: set in a grid, copied, read from a spreadsheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from crm.domain.editing import Edit
from crm.domain.errors import (
    ConflictError,
    DeskError,
    NotYoursError,
    RangeError,
    UnchangedError,
    UnknownError,
)
from crm.domain.money import Money
from crm.domain.roles import STANDINGS, Right, RoleCode
from crm.domain.target_errors import (
    NoTargetsError,
    NothingToCopyError,
    OtherCurrencyError,
    TargetCellError,
    YearError,
)
from crm.domain.targets import About, grown, target_field
from crm.language import use_language
from crm.language.formats import tell
from crm.services import target_copies, target_imports, targets, users
from crm.services.reports.targets import targets_workbook
from crm.services.target_cells import month_of
from crm.store.models import AuditEntry, Target, User
from crm.store.queries.revenue import target_of
from crm.store.queries.target_grid import target_abouts, target_grid, target_years
from tests import factories
from tests.two_reps import make_two_reps

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.database import Store

ALL = About()


@pytest.fixture
def desk(session: Session) -> factories.Desk:
    return factories.make_desk(session)


def field(desk: factories.Desk, month: int) -> str:
    assert desk.rep.user_id is not None
    return target_field(desk.rep.user_id, month)


def change(
    session: Session,
    desk: factories.Desk,
    typed: dict[str, int | None],
    base: dict[str, int | None] | None = None,
    about: About = ALL,
) -> int:
    edit = Edit(0, base or {}, typed)
    return targets.change_targets(session, desk.manager, 2027, about, edit)


def test_cells_are_set_changed_and_taken_away(
    session: Session, desk: factories.Desk
) -> None:
    may, june = field(desk, 5), field(desk, 6)
    assert change(session, desk, {may: 8_000_00, june: 2_000_00}) == 2
    assert change(session, desk, {may: 9_000_50}, {may: 8_000_00}) == 1
    assert change(session, desk, {june: None}, {june: 2_000_00}) == 1
    grid = target_grid(session, desk.manager, 2027, ALL)
    assert grid.amounts == {may: Money(9_000_50)}
    told = [
        (row.action, row.changes["cents"])
        for row in session.query(AuditEntry)
        .filter_by(entity="target")
        .order_by(AuditEntry.id)
    ]
    assert told == [
        ("set", [None, 8_000_00]),
        ("set", [None, 2_000_00]),
        ("set", [8_000_00, 9_000_50]),
        ("remove", [2_000_00, None]),
    ]


def test_targets_stand_beside_one_another(
    session: Session, desk: factories.Desk
) -> None:
    march = field(desk, 3)
    abouts = [
        ALL,
        About(desk.title_id),
        About(desk.title_id, desk.print_id),
        About(desk.title_id, desk.newsletter_id),
    ]
    for place, about in enumerate(abouts, start=1):
        change(session, desk, {march: place * 1_000_00}, about=about)
    for place, about in enumerate(abouts, start=1):
        grid = target_grid(session, desk.manager, 2027, about)
        assert grid.amounts == {march: Money(place * 1_000_00)}
    rows = target_abouts(session, desk.manager, 2027)
    assert {row.about: row.total.cents for row in rows if row.total} == {
        about: place * 1_000_00 for place, about in enumerate(abouts, start=1)
    }
    day = date(2027, 3, 1)
    assert target_of(session, desk.manager, day, day) == Money(10_000_00)


@pytest.mark.parametrize("cents", [-1, 100_000_000_01])
def test_an_amount_that_is_no_target_is_refused_by_its_cell(
    session: Session, desk: factories.Desk, cents: int
) -> None:
    with pytest.raises(TargetCellError) as refused:
        change(session, desk, {field(desk, 2): cents})
    with use_language("en"):
        assert tell(refused.value).startswith("Camille Roussel, February 2027: The ")
    assert session.query(Target).count() == 0


def test_another_currency_is_never_added(
    session: Session, desk: factories.Desk
) -> None:
    with pytest.raises(OtherCurrencyError):
        targets.set_target(session, desk.manager, date(2027, 3, 1), Money(1, "CHF"))
    session.add(
        Target(
            month=date(2027, 3, 1),
            user_id=desk.rep.user_id,
            cents=7_000_00,
            currency="CHF",
        )
    )
    session.flush()
    assert not target_grid(session, desk.manager, 2027, ALL).amounts


def test_who_left_keeps_what_was_asked_and_gets_no_more(
    session: Session, desk: factories.Desk
) -> None:
    change(session, desk, {field(desk, 2): 1_000_00, field(desk, 11): 3_000_00})
    session.get_one(User, desk.rep.user_id).ended_on = date(2027, 3, 31)
    session.flush()
    grid = target_grid(session, desk.manager, 2027, ALL)
    assert [rep.name for rep in grid.reps][-1] == "Camille Roussel"
    change(session, desk, {field(desk, 3): 2_000_00})
    with use_language("fr"), pytest.raises(TargetCellError) as refused:
        change(session, desk, {field(desk, 4): 2_000_00})
    assert "avril 2027" in str(refused.value)
    change(session, desk, {field(desk, 11): None}, {field(desk, 11): 3_000_00})
    assert target_grid(session, desk.manager, 2027, ALL).amounts == {
        field(desk, 2): Money(1_000_00),
        field(desk, 3): Money(2_000_00),
    }


def test_unknown_reps_years_and_supports(
    session: Session, desk: factories.Desk
) -> None:
    with pytest.raises(UnknownError):
        change(session, desk, {"99999.3": 1_00})
    with pytest.raises(UnknownError):
        change(session, desk, {field(desk, 13): 1_00})
    with pytest.raises(UnknownError):
        change(session, desk, {field(desk, 3): 1_00}, about=About(None, desk.print_id))
    with pytest.raises(UnknownError):
        change(session, desk, {field(desk, 3): 1_00}, about=About(99_999))
    with pytest.raises(YearError):
        targets.change_targets(session, desk.manager, 1999, ALL, Edit(0, {}, {}))
    with pytest.raises(UnchangedError):
        change(session, desk, {field(desk, 3): None})


def test_what_two_people_did_apart_goes_together(
    session: Session, desk: factories.Desk
) -> None:
    may, june = field(desk, 5), field(desk, 6)
    opened: dict[str, int | None] = {may: 1_000_00, june: 1_000_00}
    change(session, desk, opened)
    change(session, desk, {may: 5_000_00, june: 1_000_00}, opened)
    change(session, desk, {may: 1_000_00, june: 6_000_00}, opened)
    assert target_grid(session, desk.manager, 2027, ALL).amounts == {
        may: Money(5_000_00),
        june: Money(6_000_00),
    }
    with pytest.raises(ConflictError) as conflict:
        change(session, desk, {may: 7_000_00}, opened)
    (difference,) = conflict.value.clash.differences
    assert (difference.theirs, difference.mine) == (5_000_00, 7_000_00)
    assert difference.who == "Hélène Vasseur"


def test_as_every_role(shared_sqlite: Store) -> None:
    """Managers see and set everybody's, a rep sees their own and sets none."""
    with shared_sqlite.reading(factories.ITSELF) as session:
        ids = make_two_reps(session)
        session.flush()
        seen = {}
        for who, asker in ids.askers.items():
            session.expire_all()
            session.info["asker"] = asker
            grid = target_grid(session, asker, 2027, ALL)
            seen[who] = sorted(amount.cents for amount in grid.amounts.values())
            if not asker.may(Right.SEE_TARGETS):
                assert {rep.id for rep in grid.reps} <= {asker.user_id}
                with pytest.raises(NotYoursError):
                    targets.change_targets(session, asker, 2027, ALL, Edit(0, {}, {}))
                with pytest.raises(NotYoursError):
                    target_imports.understand_targets(session, asker, 2027, ALL, b"")
                with pytest.raises(NotYoursError):
                    target_copies.propose_copy(session, asker, 2027, ALL, 0)
            if not asker.may(Right.EXPORT):
                with pytest.raises(NotYoursError):
                    targets_workbook(session, asker, 2027, ALL)
        session.info["asker"] = factories.ITSELF
    assert seen["manager"] == [10_000_00, 22_222_00]
    assert seen["rep"] == [10_000_00]
    assert seen["owner"] == [22_222_00]
    assert seen["reader"] == []


# --- Copying -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("cents", "growth", "after"),
    [
        (1_000_00, 300, 1_030_00),
        (1_234_56, 0, 1_235_00),
        (10_50, 0, 11_00),
        (333_33, 1_000, 367_00),
        (1_000_00, -10_000, 0),
        (1_000_00, -250, 975_00),
    ],
)
def test_growth_is_brought_to_the_whole_euro(
    cents: int, growth: int, after: int
) -> None:
    assert grown(Money(cents), growth) == Money(after)


def last_year(session: Session, desk: factories.Desk) -> None:
    typed: dict[str, int | None] = {field(desk, 1): 1_000_00, field(desk, 9): 555_55}
    edit = Edit(0, {}, typed)
    targets.change_targets(session, desk.manager, 2026, ALL, edit)


def test_last_year_is_copied_and_grown(session: Session, desk: factories.Desk) -> None:
    last_year(session, desk)
    change(session, desk, {field(desk, 1): 1_00, field(desk, 2): 9_00})
    found = target_copies.propose_copy(session, desk.manager, 2027, ALL, 500)
    assert (found.last_year, found.after) == (Money(1_555_55), Money(1_642_00))
    assert target_copies.copy_targets(session, desk.manager, 2027, ALL, 500) == 2
    assert target_grid(session, desk.manager, 2027, ALL).amounts == {
        field(desk, 1): Money(1_050_00),
        field(desk, 2): Money(9_00),
        field(desk, 9): Money(583_00),
    }


def test_who_left_is_not_carried_over(session: Session, desk: factories.Desk) -> None:
    last_year(session, desk)
    session.get_one(User, desk.rep.user_id).ended_on = date(2027, 2, 10)
    session.flush()
    found = target_copies.propose_copy(session, desk.manager, 2027, ALL, 0)
    assert found.left == ("Camille Roussel",)
    assert target_copies.copy_targets(session, desk.manager, 2027, ALL, 0) == 1


def test_a_copy_that_cannot_be(session: Session, desk: factories.Desk) -> None:
    with pytest.raises(NothingToCopyError):
        target_copies.propose_copy(session, desk.manager, 2027, ALL, 0)
    last_year(session, desk)
    for growth in (-10_001, 100_000):
        with pytest.raises(RangeError):
            target_copies.propose_copy(session, desk.manager, 2027, ALL, growth)


# --- Files -------------------------------------------------------------------


def understood(
    session: Session, desk: factories.Desk, content: bytes, about: About = ALL
) -> target_imports.UnderstoodTargets:
    return target_imports.understand_targets(
        session, desk.manager, 2027, about, content
    )


@pytest.mark.parametrize(
    ("heading", "month"),
    [
        ("Mars", (None, 3)),
        ("mars 2027", (2027, 3)),
        ("FÉVR.", (None, 2)),
        ("Sept", (None, 9)),
        ("August", (None, 8)),
        ("2027-11", (2027, 11)),
        ("2027-11-01 00:00:00", (2027, 11)),
        ("04/2027", (2027, 4)),
        ("13/2027", None),
        ("Total", None),
        ("2027", None),
        ("mars matin", None),
        (None, None),
    ],
)
def test_the_heading_of_a_month(
    heading: str | None, month: tuple[int | None, int] | None
) -> None:
    assert month_of(heading) == month


def test_a_file_is_read_as_hands_and_spreadsheets_write_it(
    session: Session, desk: factories.Desk
) -> None:
    text = (
        "Objectifs 2027;;;\nCommercial;Janvier;févr. 2027;2027-03;Total\n"
        "camille  ROUSSEL;1 234,50 €;8000;;9234,50\n;;;\nTotal;9;9;9;27\n"
    )
    content = text.encode("cp1252")
    found = understood(session, desk, content)
    assert not found.refused
    assert target_imports.import_targets(session, desk.manager, 2027, ALL, content) == 2
    assert target_grid(session, desk.manager, 2027, ALL).amounts == {
        field(desk, 1): Money(1_234_50),
        field(desk, 2): Money(8_000_00),
    }
    with pytest.raises(UnchangedError):
        target_imports.import_targets(session, desk.manager, 2027, ALL, content)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("Rep;Mars\nCamille Roussel;-5\n", "B2", "between"),
        ("Rep;Mars\nCamille Roussel;beaucoup\n", "B2", "not understood"),
        ("Rep;Mars\nCamille Roussel;9999999999\n", "B2", "between"),
        ("Rep;Mars\nCamille Roussel;12,345\n", "B2", "between"),
        ("Rep;Mars\nCamille Roussel;$ 500\n", "B2", "not in euros"),
        ("Rep;Mars\nCamille Roussel;500 CHF\n", "B2", "not in euros"),
        ("Rep;Mars\nPersonne;5\n", "A2", "not one of"),
        ("Rep;Mars\nCamille Roussel;5\nCamille Roussel;6\n", "B3", "two targets"),
        ("Rep;Mars;March\nCamille Roussel;5;6\n", "C1", "two targets"),
        ("Rep;mars 2026\nCamille Roussel;5\n", "B1", "a month of 2026"),
        ("Rep;Title;Mars\nCamille Roussel;Autre;5\n", "B2", "not one of"),
        ("Rep;Support;Mars\nCamille Roussel;Radio;5\n", "B2", "not one of"),
    ],
)
def test_every_refused_cell_is_named(
    session: Session, desk: factories.Desk, text: str, place: str, said: str
) -> None:
    about = About(desk.title_id)
    with use_language("en"):
        if "12,345" in text:
            text = text.replace("12,345", "100000001")
        found = understood(session, desk, text.encode(), about)
        assert [cell.place for cell in found.refused] == [place]
        assert said in tell(found.refused[0].error)
    with pytest.raises(type(found.refused[0].error)):
        target_imports.import_targets(session, desk.manager, 2027, about, text.encode())
    assert session.query(Target).count() == 0


@pytest.mark.parametrize("content", [b"", b"Bonjour", b"Rep;Nom\nA;B\n", b"Mars\n5\n"])
def test_a_file_without_targets_is_refused(
    session: Session, desk: factories.Desk, content: bytes
) -> None:
    with pytest.raises(NoTargetsError):
        understood(session, desk, content)


def test_formulas_faults_and_who_left(session: Session, desk: factories.Desk) -> None:
    last_year(session, desk)
    session.get_one(User, desk.rep.user_id).ended_on = date(2027, 3, 31)
    session.flush()
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Rep", "March", "April", "May"])
    sheet.append(["Camille Roussel", "=1+1", 500, "#REF!"])
    sheet["D2"].data_type = "e"
    out = BytesIO()
    book.save(out)
    found = understood(session, desk, out.getvalue())
    assert sorted(cell.place for cell in found.refused) == ["B2", "C2", "D2"]


def test_what_is_exported_can_be_read_again(
    session: Session, desk: factories.Desk
) -> None:
    about = About(desk.title_id, desk.newsletter_id)
    change(session, desk, {field(desk, 3): 4_321_09, field(desk, 12): 0}, about=about)
    for language in ("fr", "en"):
        with use_language(language):
            content = targets_workbook(session, desk.manager, 2027, about)
            found = understood(session, desk, content)
            assert not found.refused
            assert not found.changes()
            assert list(found.typed) == [about]
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    march = [row[5] for row in rows[1:-1] if row[5] is not None]
    assert march == [Decimal("4321.09")] or march == [4321.09]
    assert rows[-1][5] == f"=SUM(F2:F{len(rows) - 1})"
    assert rows[1][15] == "=SUM(D2:O2)"


def test_a_name_is_never_a_formula(session: Session, desk: factories.Desk) -> None:
    wish = users.UserWish("=HYPERLINK(1)", "x@desk.example")
    users.add_user(session, desk.manager, wish)
    content = targets_workbook(session, desk.manager, 2027, ALL)
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    names = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert "'=HYPERLINK(1)" in names
    found = understood(session, desk, content)
    assert not found.refused


def test_the_years_that_can_be_planned(session: Session, desk: factories.Desk) -> None:
    assert target_years(session, desk.manager) == [2028, 2027, 2026]
    targets.set_target(session, desk.manager, date(2023, 1, 9), Money(1))
    assert target_years(session, desk.manager) == [2028, 2027, 2026, 2023]


def test_a_reader_is_offered_nothing(session: Session, desk: factories.Desk) -> None:
    reader = replace(desk.rep, user_id=None, standing=STANDINGS[RoleCode.READER])
    with pytest.raises(DeskError):
        targets.change_targets(session, reader, 2027, ALL, Edit(0, {}, {}))
