"""How failures close the door, and what may be a password."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm.domain.account_errors import (
    CommonPasswordError,
    PersonalPasswordError,
    ShortPasswordError,
)
from crm.domain.errors import DeskError, TooLongError
from crm.domain.passwords import check_password, normal_password
from crm.domain.sign_ins import Attempts, Subject, attempts_after

AT = datetime(2027, 3, 4, 8, 0, tzinfo=UTC)
ABOUT = ("Inès Marchal", "ines.marchal@ville-demain.example", "Ville Demain")


def after(subject: Subject, number: int, *, apart: timedelta) -> Attempts:
    found = None
    for place in range(number):
        found = attempts_after(found, subject, AT + place * apart)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(4, None), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (60, 900)],
)
def test_each_failure_after_the_fifth_waits_twice_as_long(
    failures: int, seconds: int | None
) -> None:
    found = after(Subject.PAIR, failures, apart=timedelta())
    waits = found.blocked_until - AT if found.blocked_until else None
    assert waits == (timedelta(seconds=seconds) if seconds else None)


def test_a_day_without_any_begins_anew() -> None:
    before = Attempts(50, AT, AT + timedelta(minutes=15))
    again = attempts_after(before, Subject.PAIR, AT + timedelta(days=1))
    assert (again.failures, again.blocked_until) == (1, None)


def test_thirty_from_one_address_close_it_for_the_rest_of_the_quarter() -> None:
    apart = timedelta(seconds=20)
    assert after(Subject.ADDRESS, 29, apart=apart).blocked_until is None
    found = after(Subject.ADDRESS, 30, apart=apart)
    assert found.blocked_until == AT + timedelta(minutes=15)
    assert found.is_blocked(Subject.ADDRESS, AT + timedelta(minutes=14))
    assert not found.is_blocked(Subject.ADDRESS, AT + timedelta(minutes=15))
    slow = after(Subject.ADDRESS, 40, apart=timedelta(minutes=1))
    assert slow.blocked_until is None


def test_a_hundred_in_a_row_close_an_account_for_good() -> None:
    apart = timedelta(hours=6)
    later = AT + timedelta(days=400)
    assert not after(Subject.ACCOUNT, 99, apart=apart).is_blocked(
        Subject.ACCOUNT, later
    )
    assert after(Subject.ACCOUNT, 100, apart=apart).is_blocked(Subject.ACCOUNT, later)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("quatorze signes"[:14], ShortPasswordError),
        ("", ShortPasswordError),
        ("x" * 201, TooLongError),
        ("aaaaaaaaaaaaaaaaaaa", CommonPasswordError),
        ("abcabcabcabcabcabc", CommonPasswordError),
        ("12345678901234567", CommonPasswordError),
        ("98765432109876543", CommonPasswordError),
        ("correct horse battery staple", CommonPasswordError),
        ("Motdepasse-Motdepasse", CommonPasswordError),
        ("qwertyuiopasdfgh", None),
        ("Inès Marchal 2027!", PersonalPasswordError),
        ("ines.marchal@ville-demain.example", PersonalPasswordError),
        ("ville demain 2027 ville", PersonalPasswordError),
        ("régie régie régie 1", PersonalPasswordError),
        ("MARCHAL-marchal-12345", PersonalPasswordError),
        ("chez marchal on mange du poisson", None),
        ("saumon crayon tilleul wagon", None),
        ("               ", CommonPasswordError),
        ("🎈🚲🌳🐟🎩🌍🚂🍐🌙🎻🪁🧊🍄🥁🚪", None),
        ("密码并不总是用拉丁字母写成的呀对吧", None),
    ],
)
def test_a_password_is_long_and_says_nothing_of_its_holder(
    typed: str, refusal: type[DeskError] | None
) -> None:
    if refusal is None:
        assert check_password(typed, ABOUT, field="new") == normal_password(typed)
        return
    with pytest.raises(refusal) as refused:
        check_password(typed, ABOUT, field="new")
    assert refused.value.field == "new"


def test_two_keyboards_type_the_same_password() -> None:
    composed, decomposed = (
        "\u00e9t\u00e9 \ufb01n de saison",
        "e\u0301te\u0301 fin de saison",
    )
    assert normal_password(composed) == normal_password(decomposed)
    assert normal_password("  a  ") == "  a  "
