"""The words of days and hours (14h, 14 h 30, 14:30, 2pm, midi), folded."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

DAYS: Final = (
    *(r"lundi|monday|lun\.", r"mardi|tuesday|tues|mar\."),
    *(r"mercredi|wednesday|wed|mer\.", r"jeudi|thursday|thu(?:rs?)?|jeu\."),
    *(r"vendredi|friday|fri|ven\.", r"samedi|saturday|sat", r"dimanche|sunday"),
)
MONTHS: Final = (
    *(r"janvier|january|janv?\.?", r"fevrier|february|fevr?\.?|feb\.?"),
    *(r"mars|march|mar\.?", r"avril|april|avr\.?|apr\.?", r"mai|may"),
    *(r"juin|june|jun\.?", r"juillet|july|juil\.?|jul\.?"),
    *(r"aout|august|aug\.?", r"septembre|september|sept?\.?"),
    *(r"octobre|october|oct\.?", r"novembre|november|nov\.?"),
    r"decembre|december|dec\.?",
)
_ONE_TO_TEN: Final = "un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix"
NUMBERS: Final = {
    **dict.fromkeys(("une", "a", "an", "one"), 1),
    **{word: place for place, word in enumerate(_ONE_TO_TEN.split("|"), start=1)},
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "ten": 10,
    "quinze": 15,
}
UNITS: Final = {"jour": 1, "day": 1, "semaine": 7, "week": 7, "fortnight": 14}

HOUR: Final = re.compile(
    r",? ?(?:(?:matin|apres-midi|morning|afternoon) )?"
    r"(?:a |vers |des |at |around |from )?"
    r"(?:(?P<h1>\d{1,2}) ?(?:h|heures?)(?![a-z])"
    r"(?: ?(?P<m1>\d{2})(?! ?(?:\d|€|k|eur)))?|(?P<h2>\d{1,2}):"
    r"(?P<m2>\d{2})|(?P<h3>\d{1,2})(?:[:.](?P<m3>\d{2}))? ?(?P<half>am|pm)"
    r"|(?P<noon>midi|noon))(?!\w)"
)


def hour_of(said: re.Match[str]) -> time | None:
    """Return the hour that was said, None for one no clock shows."""
    if said["noon"]:
        return time(12)
    hour = int(said["h1"] or said["h2"] or said["h3"])
    minute = int(said["m1"] or said["m2"] or said["m3"] or 0)
    if said["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if said["half"] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
