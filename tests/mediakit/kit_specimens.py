"""The invented words of a media kit, in French and in English."""

from __future__ import annotations

from dataclasses import replace

from mediakit.model import Cover, MediaKit
from tests.mediakit.kit_audience import audience_en, audience_fr
from tests.mediakit.kit_calendar import calendar_en, calendar_fr
from tests.mediakit.kit_formats import formats
from tests.mediakit.kit_rates import contact, rates
from tests.mediakit.specimens import NOTICE, REP


def kit(lang: str = "fr") -> MediaKit:
    """A whole kit: every page there is."""
    return _english() if lang == "en" else _french()


def _french() -> MediaKit:
    return MediaKit(
        year="2027",
        tagline=(
            "Le magazine des villes et des territoires connectés et durables : "
            "énergie, "
            "mobilité, données, services aux habitants."
        ),
        prepared_for="Lumicité",
        dated="4 janvier 2027",
        person=REP,
        notice=NOTICE["fr"],
        pages=(
            Cover(),
            audience_fr(),
            calendar_fr(),
            formats("fr"),
            rates("fr"),
            contact("fr"),
        ),
    )


def _english() -> MediaKit:
    return replace(
        _french(),
        tagline=(
            "The magazine of connected and sustainable cities: energy, mobility, data, "
            "services to residents."
        ),
        dated="4 January 2027",
        notice=NOTICE["en"],
        pages=(
            Cover(),
            audience_en(),
            calendar_en(),
            formats("en"),
            rates("en"),
            contact("en"),
        ),
    )
