"""Amounts, days and numbers as each language writes them.

French binds with narrow no-break spaces (U+202F) inside numbers and before the euro
sign, no-break spaces (U+00A0) elsewhere; a minus is U+2212.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal, get_currency_symbol

from crm.domain.clock import PARIS
from crm.domain.errors import DeskError, NotUnderstoodError, words
from crm.domain.money import EURO, Money, Percent, divide
from crm.language import _, current_language
from crm.language.vocabulary import word

if TYPE_CHECKING:
    from typing import Any

NARROW = "\u202f"
BOUND = "\u00a0"
MINUS = "\u2212"


def _locale() -> str:
    return "fr_FR" if current_language() == "fr" else "en_GB"


def money(amount: Money, *, cents: bool = True, plus: bool = False) -> str:
    """Write an amount: “4 017,24 €” in French, “€4,017.24” in English."""
    value = Decimal(amount.cents).scaleb(-2)
    if not cents:
        value = Decimal(Money(amount.cents).per_thousand(10).cents)
    pattern = "#,##0.00" if cents else "#,##0"
    gap = NARROW if _symbol(amount.currency)[-1].isalpha() else ""
    french = current_language() == "fr"
    pattern = f"{pattern}\u202f¤" if french else f"¤{gap}{pattern}"
    text = format_currency(
        abs(value), amount.currency, pattern, locale=_locale(), currency_digits=False
    )
    sign = MINUS if value < 0 else "+" if plus and value > 0 else ""
    return sign + text.replace(BOUND, NARROW)


def thousands(amount: Money, *, plus: bool = False) -> str:
    """Write an amount in thousands: “31 k€”, “€31k”, “4,6 kCHF”; small ones whole."""
    if abs(amount.cents) < 1_000_00:
        return money(amount, cents=False, plus=plus)
    tenths = divide(abs(amount.cents), 100_00)
    if tenths >= 200:
        tenths = divide(tenths, 10) * 10
    text = format_decimal(Decimal(tenths) / 10, "#,##0.#", locale=_locale())
    text = text.replace(BOUND, NARROW)
    sign = MINUS if amount.cents < 0 else "+" if plus else ""
    french = current_language() == "fr"
    symbol = _symbol(amount.currency)
    gap = NARROW if symbol[-1].isalpha() else ""
    return f"{sign}{text}{BOUND}k{symbol}" if french else f"{sign}{symbol}{gap}{text}k"


def _symbol(currency: str) -> str:
    """Return what a currency is written with: “€”, “CHF”, “£”."""
    return get_currency_symbol(currency, locale=_locale())


def number(value: int) -> str:
    """Write a whole number with its thousands."""
    text = format_decimal(value, locale=_locale())
    return text.replace("-", MINUS).replace(BOUND, NARROW)


def weight(size: int) -> str:
    """Write what a file weighs: “104 Ko” in French, “104 kB” in English."""
    unit = "Ko" if current_language() == "fr" else "kB"
    return f"{number(divide(size, 1_000))}{BOUND}{unit}"


def percent(basis_points: int, *, plus: bool = False) -> str:
    """Write a share given in basis points: “12,5 %” in French, “12.5%” in English."""
    value = (Decimal(abs(basis_points)) / 100).normalize()
    text = format_decimal(value, "#,##0.##", locale=_locale())
    sign = MINUS if basis_points < 0 else "+" if plus and basis_points > 0 else ""
    space = NARROW if current_language() == "fr" else ""
    return f"{sign}{text}{space}%"


def millimetres(tenths: int) -> str:
    """Write tenths of a millimetre: “210” or, with a decimal, “92,5”."""
    whole, rest = divmod(tenths, 10)
    comma = "," if current_language() == "fr" else "."
    return f"{whole}{comma}{rest}" if rest else str(whole)


def day(value: date) -> str:
    """Write a day in full: “jeudi 4 mars 2027”."""
    return _first(_bound(format_date(value, "EEEE d MMMM y", locale=_locale())))


def day_short(value: date, *, year: bool = False) -> str:
    """Write a day briefly: “jeu. 4 mars”."""
    pattern = "EEE d MMM y" if year else "EEE d MMM"
    return _first(_bound(format_date(value, pattern, locale=_locale())))


def date_long(value: date) -> str:
    """Write a date: “4 mars 2027”."""
    return _first(_bound(format_date(value, "d MMMM y", locale=_locale())))


def date_short(value: date) -> str:
    """Write a date briefly: “4 mars”."""
    text = _bound(format_date(value, "d MMM", locale=_locale()))
    return re.sub(r"^1(?=\D)", "1er", text) if current_language() == "fr" else text


def month(value: date, *, year: bool = True) -> str:
    """Write a month: “mars 2027”."""
    return format_date(value, "LLLL y" if year else "LLLL", locale=_locale())


def month_short(value: date) -> str:
    """Write a month's short name: “janv.”."""
    return format_date(value, "LLL", locale=_locale())


def clock_time(value: datetime) -> str:
    """Write a Paris wall time: “14 h 30” in French, “14:30” in English."""
    local = value.astimezone(PARIS)
    if current_language() == "fr":
        minutes = f"{BOUND}{local.minute:02d}" if local.minute else ""
        return f"{local.hour}{BOUND}h{minutes}"
    return format_time(local, "HH:mm", locale=_locale())


def moment(value: datetime) -> str:
    """Write a day and its hour: “jeu. 4 mars, 14 h 30”."""
    return f"{day_short(value.astimezone(PARIS).date())}, {clock_time(value)}"


def _bound(text: str) -> str:
    """Bind the day's number to its neighbours."""
    return re.sub(r"(?<=\S) (?=\d)|(?<=\d) (?=\D)", BOUND, text)


def _first(text: str) -> str:
    """Write the first of a month as French does: “samedi 1er mai”."""
    if current_language() != "fr":
        return text
    return re.sub(r"(?<!\d)1(?=\u00a0)", "1er", text, count=1)


_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_SPACED = re.compile(r"\d{1,3}( \d{3})+|\d+")
_AMOUNT = re.compile(r"(-?)(\d[\d ]*|\d{1,3}(?:([.,])\d{3})+)(?:([.,])(\d{1,2}))?")
_LONGEST_WHOLE = 13


def parse_money(typed: str, *, currency: str = EURO) -> Money:
    """Read an amount as people type it: “1 234,5”, “1.234,50 €”, “€1,234.50”.

    Whole units are written together or in threes, parted by spaces, or by the one of
    comma and point that does not part the cents. One comma or point before three
    digits (“1,234”) may be either: English reads a comma there as a thousand, all
    else of that shape is refused. Raises NotUnderstoodError, also for more than two
    decimals.
    """
    text = _SPACES.sub(" ", typed).strip().replace(MINUS, "-")
    symbol = re.escape(get_currency_symbol(currency, locale="fr"))
    code = re.escape(currency)
    text = re.sub(rf"^(-?) ?(?:{symbol}) ?|(?: ?(?:{symbol}|{code}))$", r"\1", text)
    read = _AMOUNT.fullmatch(text.replace("- ", "-"))
    if read is None:
        raise _not_an_amount(typed)
    sign, whole, thousands, point, decimals = read.groups()
    if not _in_threes(whole, thousands, point):
        raise _not_an_amount(typed)
    digits = re.sub(r"\D", "", whole)
    if len(digits) > _LONGEST_WHOLE:
        raise _not_an_amount(typed)
    cents = int(digits) * 100 + int((decimals or "").ljust(2, "0"))
    return Money(-cents if sign else cents, currency)


def _in_threes(whole: str, thousands: str | None, point: str | None) -> bool:
    """Say whether the whole units can be read in one way only."""
    if thousands is None:
        return _SPACED.fullmatch(whole) is not None
    if " " in whole or thousands == point:
        return False
    if whole.count(thousands) != len(re.findall(r"[.,]", whole)):
        return False
    several = whole.count(thousands) > 1 or point is not None
    return several or (thousands == "," and current_language() == "en")


def _not_an_amount(typed: str) -> NotUnderstoodError:
    return NotUnderstoodError(
        field="amount",
        typed=typed[:40],
        label=words("an amount"),
        example=money(Money(123_450)),
    )


def parse_percent(typed: str) -> int:
    """Read a percentage into basis points: “12,5 %” is 1 250.

    Raises NotUnderstoodError for anything but a number with two decimals at most.
    """
    text = _SPACES.sub("", typed).removesuffix("%").replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text):
        raise NotUnderstoodError(
            field="rate",
            typed=typed[:40],
            label=words("a percentage"),
            example=percent(1_250),
        )
    return int(Decimal(text).scaleb(2))


def parse_day(typed: str) -> date:
    """Read a day as people type it: “2027-03-04”, “04/03/2027”, “4.3.2027”.

    The day comes before the month. Raises NotUnderstoodError.
    """
    text = typed.strip()
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if found:
        year, month_of, day_of = map(int, found.groups())
    else:
        found = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)
        day_of, month_of, year = map(int, found.groups()) if found else (0, 0, 0)
    try:
        return date(year, month_of, day_of)
    except ValueError as impossible:
        raise NotUnderstoodError(
            field="day", typed=typed[:40], label=words("a day"), example="04/03/2027"
        ) from impossible


def tell(refusal: DeskError) -> str:
    """Say a refusal in the current language, its facts written as it writes them."""
    facts = {name: fact(value) for name, value in refusal.facts.items()}
    return _(refusal.sentence).format(**facts)


def fact(value: Any) -> str:  # noqa: ANN401, PLR0911  one line for each kind of fact
    """Write any fact of a sentence; texts marked for the catalogue are translated."""
    match value:
        case Money():
            return money(value)
        case Percent():
            return percent(value.basis_points)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case StrEnum():
            return word(value)
        case bool():
            return _("yes") if value else _("no")
        case int():
            return number(value)
        case _:
            return _(str(value))
