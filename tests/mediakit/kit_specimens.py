"""The invented words of a media kit, in French and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mediakit.model import Cover, MediaKit
from tests.mediakit import kit_offers
from tests.mediakit.kit_audience import audience_en, audience_fr
from tests.mediakit.kit_calendar import calendar_en, calendar_fr
from tests.mediakit.kit_formats import digital, formats
from tests.mediakit.kit_rates import contact, rates, terms
from tests.mediakit.specimens import NOTICE, REP

if TYPE_CHECKING:
    from mediakit.model import KitPage

P = TypeVar("P", bound="KitPage")


def kit(lang: str = "fr") -> MediaKit:
    """A whole kit: every page there is."""
    english = lang == "en"
    return MediaKit(
        year="2027",
        tagline=(
            "The magazine of connected and sustainable cities: energy, mobility, data, "
            "services to residents."
            if english
            else "Le magazine des villes et des territoires connectés et durables : "
            "énergie, mobilité, données, services aux habitants."
        ),
        prepared_for="Lumicité",
        greeting="For Anaïs Lefèvre" if english else "Pour Anaïs Lefèvre",
        dated="4 January 2027" if english else "4 janvier 2027",
        person=REP,
        notice=NOTICE[lang],
        pages=(
            Cover(),
            kit_offers.yours(lang),
            kit_offers.promise(lang),
            audience_en() if english else audience_fr(),
            kit_offers.readers(lang),
            kit_offers.columns(lang),
            calendar_en() if english else calendar_fr(),
            formats(lang),
            rates(lang),
            digital(lang),
            kit_offers.branded(lang),
            kit_offers.events(lang),
            kit_offers.packages(lang),
            kit_offers.free(lang),
            kit_offers.technical(lang),
            terms(lang),
            contact(lang),
        ),
    )


def page(of: type[P], lang: str = "fr") -> P:
    """The kit's page of a kind."""
    return next(one for one in kit(lang).pages if isinstance(one, of))
