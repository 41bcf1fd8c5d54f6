"""The documents under test, drawn once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mediakit import (
    render_booking_summary,
    render_flatplan,
    render_media_kit,
    render_paper,
    render_revenue_report,
)
from tests.mediakit.flatplan_specimen import flatplan
from tests.mediakit.kit_specimens import kit
from tests.mediakit.paper_specimens import PAPERS
from tests.mediakit.quote_specimen import quote
from tests.mediakit.report_specimen import report
from tests.mediakit.specimens import ISSUED_AT, LOOK, booking

if TYPE_CHECKING:
    from mediakit.model import BookingSummary, Lang, MediaKit, Paper, PrintedPlan
    from mediakit.model.report import RevenueReport


def summary(words: BookingSummary, lang: Lang = "fr") -> bytes:
    return render_booking_summary(words, lang=lang, issued_at=ISSUED_AT, look=LOOK)


def media_kit(words: MediaKit, lang: Lang = "fr") -> bytes:
    return render_media_kit(words, lang=lang, issued_at=ISSUED_AT, look=LOOK)


def paper(words: Paper, lang: Lang = "fr") -> bytes:
    return render_paper(words, lang=lang, issued_at=ISSUED_AT, look=LOOK)


def revenue(words: RevenueReport, lang: Lang = "fr") -> bytes:
    return render_revenue_report(words, lang=lang, issued_at=ISSUED_AT, look=LOOK)


def plan(words: PrintedPlan, lang: Lang = "fr") -> bytes:
    return render_flatplan(words, lang=lang, issued_at=ISSUED_AT, look=LOOK)


@cache
def document(name: str) -> bytes:
    kind, _dash, tongue = name.partition("-")
    if kind in PAPERS:
        lang: Lang = "en" if tongue == "en" else "fr"
        return paper(PAPERS[kind](lang), lang)
    return {
        "booking-fr": lambda: summary(booking("fr"), "fr"),
        "booking-en": lambda: summary(booking("en"), "en"),
        "quote-fr": lambda: summary(quote(), "fr"),
        "kit-fr": lambda: media_kit(kit("fr"), "fr"),
        "kit-en": lambda: media_kit(kit("en"), "en"),
        "flatplan-fr": lambda: plan(flatplan(), "fr"),
        "flatplan-en": lambda: plan(flatplan(), "en"),
        "revenue-fr": lambda: revenue(report("fr"), "fr"),
        "revenue-en": lambda: revenue(report("en"), "en"),
    }[name]()


NAMES = (
    *("booking-fr", "booking-en", "quote-fr", "kit-fr", "kit-en"),
    *(f"{kind}-{lang}" for kind in PAPERS for lang in ("fr", "en")),
    *("flatplan-fr", "flatplan-en", "revenue-fr", "revenue-en"),
)
"""Every document, in every language it is drawn in."""
