"""Amounts, durations and issue codes in a typed line; what only looks like one.

Texts are read folded (`quick_log_words.plain`), masks standing where something was
understood already.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from crm.domain.money import Money
from crm.domain.quick_log_sketch import Doubt, Field, Piece, Question, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_CENTS: Final = 1_000_000_000_00
LONGEST_MINUTES: Final = 24 * 60

_NUMBER: Final = r"(?:\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3})+|\d+)"
_CENTS: Final = r"(?:[.,]\d{1,2})?"
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,])(?<!\d )(?P<sign>[-\u2212] ?)?(?:"
    rf"(?P<before>€ ?)(?P<first>{_NUMBER}{_CENTS}) ?(?P<k1>k(?![a-z]))?"
    rf"|(?P<second>{_NUMBER}{_CENTS}|\d+\.\d{{3}}) ?(?:(?P<k2>k ?(?:€|euros?\b|eur\b))"
    r"|€|euros?\b|eur\b))(?![\d])(?P<tax> ?(?:ht|ttc|hors taxes?|excl\.? vat|ex vat"
    r"|incl\.? vat)\b)?"
)
_RANGE_BEFORE: Final = re.compile(
    r"\d ?k?(?: ?€| euros?)? ?(?:a|ou|et|or|to|and|-|\u2013|/) ?€?$"
)
_RANGE_AFTER: Final = re.compile(r" ?(?:a|ou|or|to|-|\u2013) ?€?\d")
_ISSUE: Final = re.compile(
    r"(?<![\w#])(?:n ?[°º]|no\.|no(?= \d)|numero|num\.|issue|#) ?(?P<code>\d{1,4})"
    r"(?![\w°])(?![.,/:-]\d)(?:(?! ?\d)|(?= \d{1,3}(?: \d{3})* ?k? ?€))"
    r"(?! ?(?:%|€|k€|h\b|euros?\b|min))"
    r"(?!,? ?(?:bis|ter|rue|avenue|av\b|bd|boulevard|place|allee|quai|street|road)\b)"
)
_MINUTES: Final = re.compile(
    r"(?:^|(?<=[\x00(]))\s*(?P<all>(?:duree ?:? |duration ?:? )?"
    r"(?P<count>\d{1,4}) ?(?:minutes?|mins?|mn)\b\.?)(?=\s*(?:$|[\x00)]))"
)
_LASTED: Final = re.compile(
    r"(?<![\x00\x01])(?<!\bde)(?<!\bin)(?<!\bof)(?<!\ba)(?<!dans)(?<!apres)(?<!after)"
    r"(?<!avant)(?<!before)(?<!film)(?<!video) (?P<all>(?P<count>\d{1,4}) ?"
    r"(?:minutes?|mins?|mn))\s*$"
)


def amounts(text: str) -> Iterator[Piece | Question]:
    """Find amounts in euros: “4 500 €”, “4500€”, “4,5 k€”, “€4,500”, “800 euros”.

    Not taken, and told: less than nothing, one of two amounts (“4 à 5 k€”), taxes
    included, “4,500 €” and “4.500 €”, which are a thousandth of one another.
    """
    for found in _AMOUNT.finditer(text):
        span = Span(found.start(), found.end())
        typed = found["first"] or found["second"]
        cents = _cents(typed, found["k1"] or found["k2"])
        doubt: Doubt | None = None
        options: tuple[Money, ...] = ()
        if _RANGE_BEFORE.search(text[max(0, span.start - 12) : span.start]):
            doubt = Doubt.EITHER
        elif found["sign"] is not None:
            between = text[: span.start].rstrip()[-1:].isdigit()
            doubt = Doubt.EITHER if between else Doubt.NEGATIVE
        elif _RANGE_AFTER.match(text, span.end):
            doubt = Doubt.EITHER
        elif (found["tax"] or "").strip() in {"ttc", "incl vat", "incl. vat"}:
            doubt = Doubt.WITH_TAX
        elif cents > LARGEST_CENTS:
            doubt = Doubt.IMPOSSIBLE
        elif not found["before"] and re.fullmatch(r"\d{1,3}[.,]\d{3}", typed):
            doubt, options = Doubt.EITHER, (Money(cents),)
        if doubt is None:
            yield Piece(Field.AMOUNT, Money(cents), span)
        else:
            yield Question(Field.AMOUNT, doubt, span, options)


def _cents(typed: str, thousands: str | None) -> int:
    """Count the cents; a comma or point before one or two digits parts them."""
    whole, point, decimals = typed, "", ""
    ending = re.search(r"[.,](\d{1,2})$", typed)
    if ending:
        whole, point, decimals = typed[: ending.start()], ".", ending[1]
    digits = re.sub(r"\D", "", whole)[:30]
    factor = 100_000 if thousands else 100
    return int(Decimal(f"{digits}{point}{decimals}") * factor)


def issues(text: str) -> Iterator[Piece]:
    """Find issue codes: “n°62”, “no. 62”, “numéro 62”, “#62”, “issue 62”."""
    for found in _ISSUE.finditer(text):
        yield Piece(
            Field.ISSUE, found["code"], Span(found.start(), found.end()), kept=True
        )


def minutes(segment: str, offset: int) -> Iterator[Piece]:
    """Find how long it took, in a segment that says nothing else: “12 min”.

    The first segment may end with it: “appel Lumicité 12 min”.
    """
    ending = None if offset else _LASTED.search(segment)
    for found in [*_MINUTES.finditer(segment), *([ending] if ending else [])]:
        count = int(found["count"])
        if 0 < count <= LONGEST_MINUTES:
            span = Span(offset + found.start("all"), offset + found.end("all"))
            yield Piece(Field.MINUTES, count, span)
