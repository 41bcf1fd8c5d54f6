"""Amounts, days and shares, to the code point, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.bookings import LineStatus
from crm.domain.errors import MoveError, NotUnderstoodError, RangeError
from crm.domain.money import Money, Percent
from crm.language import LANGUAGES, use_language
from crm.language.formats import (
    clock_time,
    date_long,
    day,
    day_short,
    fact,
    moment,
    money,
    month,
    month_short,
    number,
    parse_money,
    parse_percent,
    percent,
    tell,
)

THURSDAY = date(2027, 3, 4)
FIRST = date(2027, 5, 1)


@pytest.mark.parametrize(
    ("cents", "french", "english"),
    [
        (4_017_24, "4\u202f017,24\u202f€", "€4,017.24"),
        (1_184_05, "1\u202f184,05\u202f€", "€1,184.05"),
        (-564_30, "\u2212564,30\u202f€", "\u2212€564.30"),
        (0, "0,00\u202f€", "€0.00"),
        (5, "0,05\u202f€", "€0.05"),
        (1_234_567_89, "1\u202f234\u202f567,89\u202f€", "€1,234,567.89"),
    ],
)
def test_an_amount(cents: int, french: str, english: str) -> None:
    with use_language("fr"):
        assert money(Money(cents)) == french
    with use_language("en"):
        assert money(Money(cents)) == english


def test_an_amount_without_cents_or_with_its_plus() -> None:
    with use_language("fr"):
        assert money(Money(4_500_00), cents=False) == "4\u202f500\u202f€"
        assert money(Money(4_499_50), cents=False) == "4\u202f500\u202f€"
        assert money(Money(-4_499_50), cents=False) == "\u22124\u202f500\u202f€"
        assert money(Money(400_00), plus=True) == "+400,00\u202f€"
        assert money(Money(0), plus=True) == "0,00\u202f€"
    with use_language("en"):
        assert money(Money(4_500_00, "GBP"), cents=False) == "£4,500"


@pytest.mark.parametrize(
    ("basis_points", "french", "english"),
    [
        (1_250, "12,5\u202f%", "12.5%"),
        (10_000, "100\u202f%", "100%"),
        (550, "5,5\u202f%", "5.5%"),
        (210, "2,1\u202f%", "2.1%"),
        (-1_500, "\u221215\u202f%", "\u221215%"),
        (0, "0\u202f%", "0%"),
        (6_667, "66,67\u202f%", "66.67%"),
    ],
)
def test_a_share(basis_points: int, french: str, english: str) -> None:
    with use_language("fr"):
        assert percent(basis_points) == french
    with use_language("en"):
        assert percent(basis_points) == english


def test_a_share_with_its_plus() -> None:
    assert percent(1_000, plus=True) == "+10%"
    assert percent(0, plus=True) == "0%"


def test_a_number() -> None:
    with use_language("fr"):
        assert number(12_500) == "12\u202f500"
        assert number(-4_000) == "\u22124\u202f000"
    with use_language("en"):
        assert number(12_500) == "12,500"


def test_days_in_french() -> None:
    with use_language("fr"):
        assert day(THURSDAY) == "jeudi\u00a04\u00a0mars\u00a02027"
        assert day(FIRST) == "samedi\u00a01er\u00a0mai\u00a02027"
        assert day(date(2027, 5, 11)) == "mardi\u00a011\u00a0mai\u00a02027"
        assert day_short(THURSDAY) == "jeu.\u00a04\u00a0mars"
        assert day_short(FIRST) == "sam.\u00a01er\u00a0mai"
        assert day_short(date(2027, 5, 21)) == "ven.\u00a021\u00a0mai"
        assert day_short(THURSDAY, year=True) == "jeu.\u00a04\u00a0mars\u00a02027"
        assert date_long(THURSDAY) == "4\u00a0mars\u00a02027"
        assert date_long(FIRST) == "1er\u00a0mai\u00a02027"
        assert month(THURSDAY) == "mars 2027"
        assert month(THURSDAY, year=False) == "mars"
        assert month_short(date(2027, 1, 1)) == "janv."


def test_days_in_english() -> None:
    with use_language("en"):
        assert day(THURSDAY) == "Thursday\u00a04\u00a0March\u00a02027"
        assert day(FIRST) == "Saturday\u00a01\u00a0May\u00a02027"
        assert day_short(THURSDAY) == "Thu\u00a04\u00a0Mar"
        assert date_long(FIRST) == "1\u00a0May\u00a02027"
        assert month(THURSDAY) == "March 2027"


def test_an_hour_is_an_hour_in_paris() -> None:
    winter = datetime(2027, 3, 4, 13, 30, tzinfo=UTC)
    summer = datetime(2027, 7, 1, 13, 5, tzinfo=UTC)
    with use_language("fr"):
        assert clock_time(winter) == "14\u00a0h\u00a030"
        assert clock_time(summer) == "15\u00a0h\u00a005"
        assert clock_time(winter.replace(minute=0)) == "14\u00a0h"
        assert moment(winter) == "jeu.\u00a04\u00a0mars, 14\u00a0h\u00a030"
    with use_language("en"):
        assert clock_time(winter) == "14:30"
    late = datetime(2027, 3, 4, 23, 30, tzinfo=UTC)
    with use_language("en"):
        assert moment(late) == "Fri\u00a05\u00a0Mar, 00:30"


READ_ANYWHERE = [
    ("1234", 1_234_00),
    ("1 234,5", 1_234_50),
    ("1 234,5 €", 1_234_50),
    ("1\u202f234,50\u202f€", 1_234_50),
    ("1\u00a0234,50", 1_234_50),
    ("1.234,50 €", 1_234_50),
    ("€1,234.50", 1_234_50),
    ("€ 1,234.50", 1_234_50),
    ("1 234.50 EUR", 1_234_50),
    ("12,5", 12_50),
    ("12.5", 12_50),
    ("12,50", 12_50),
    ("0,05", 5),
    ("1,234,567.89", 1_234_567_89),
    ("1.234.567,89", 1_234_567_89),
    ("1.234.567", 1_234_567_00),
    ("1 234 567", 1_234_567_00),
    ("12 500", 12_500_00),
    ("-564,30", -564_30),
    ("\u2212564,30 €", -564_30),
    ("- 5", -5_00),
    ("-€5", -5_00),
    ("9999999999999", 9_999_999_999_999_00),
]


@pytest.mark.parametrize(("typed", "cents"), READ_ANYWHERE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_typed_amount_is_read(language: str, typed: str, cents: int) -> None:
    with use_language(language):
        assert parse_money(typed) == Money(cents)


NEVER_READ = [
    *("", " ", "-", "€", "abc", "4 500 k€", "4,5k", "1e3", "1/2", "12 €€", "$12"),
    *("12,345.6789", "1,234.567", "12,5,5", "1,23.45", "12.34,5", "1.2.3", "1234,567"),
    *("12 50", "1 23,50", "1 2345", "1,234 567", "1.234 567,89", "1,234,567,8"),
    *("1.234", "12.345 €", "99999999999999", "12,", ",5", "--5", "5-", "12 USD", "nan"),
]


@pytest.mark.parametrize("typed", NEVER_READ)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_read_in_two_ways_is_refused(language: str, typed: str) -> None:
    with use_language(language), pytest.raises(NotUnderstoodError):
        parse_money(typed)


def test_a_comma_before_three_digits_depends_on_the_reader() -> None:
    """French types 1,234 for nothing: it may be a thousand or a slip."""
    with use_language("en"):
        assert parse_money("1,234") == Money(1_234_00)
        assert parse_money("€12,500") == Money(12_500_00)
    with use_language("fr"), pytest.raises(NotUnderstoodError) as refused:
        parse_money("1,234")
    with use_language("fr"):
        assert "1\u202f234,50\u202f€" in tell(refused.value)


@given(st.integers(-(10**12), 10**12), st.sampled_from(LANGUAGES))
def test_an_amount_that_was_written_can_be_typed_back(
    cents: int, language: str
) -> None:
    with use_language(language):
        assert parse_money(money(Money(cents))) == Money(cents)


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_a_refusal(typed: str) -> None:
    try:
        amount = parse_money(typed)
    except NotUnderstoodError:
        return
    assert isinstance(amount.cents, int)


@pytest.mark.parametrize(
    ("typed", "basis_points"),
    [("15", 1_500), ("12,5 %", 1_250), ("12.5%", 1_250), ("0", 0), ("100 %", 10_000)],
)
def test_a_typed_percentage_is_read(typed: str, basis_points: int) -> None:
    assert parse_percent(typed) == basis_points


@pytest.mark.parametrize("typed", ["", "-5", "12,345", "1000", "douze", "5 %%"])
def test_what_is_no_percentage_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstoodError):
        parse_percent(typed)


def test_a_refusal_is_told_with_its_facts() -> None:
    refusal = RangeError(label="The quantity", lowest=1, highest=1_000_000)
    assert tell(refusal) == "The quantity must be between 1 and 1,000,000."
    refusal = RangeError(label="The discount", lowest=Money(0), highest=Money(3_960_00))
    assert tell(refusal) == "The discount must be between €0.00 and €3,960.00."
    refusal = MoveError(current=LineStatus.RAN, wanted=LineStatus.QUOTED)
    assert tell(refusal) == "A line that is ran cannot become quoted."


def test_braces_that_were_typed_stay_as_they_are() -> None:
    refusal = NotUnderstoodError(typed="{typed} {0}", label="a SIREN", example="x")
    assert "“{typed} {0}” is not understood" in tell(refusal)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Percent(1_250), "12.5%"),
        (Money(12_50), "€12.50"),
        (12_500, "12,500"),
        (True, "yes"),
        (THURSDAY, "Thursday\u00a04\u00a0March\u00a02027"),
        (LineStatus.OPTIONED, "optioned"),
        ("Lumicité", "Lumicité"),
    ],
)
def test_each_kind_of_fact_is_written(value: object, written: str) -> None:
    assert fact(value) == written
