"""Departments and regions of France, read from a postcode.

The thirteen regions of metropolitan France and the five overseas, since the law of
16 January 2015. Corsica's two departments share the beginning “20”.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

REGIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "84": (
        "Auvergne-Rhône-Alpes",
        ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"),
    ),
    "27": (
        "Bourgogne-Franche-Comté",
        ("21", "25", "39", "58", "70", "71", "89", "90"),
    ),
    "53": ("Bretagne", ("22", "29", "35", "56")),
    "24": ("Centre-Val de Loire", ("18", "28", "36", "37", "41", "45")),
    "94": ("Corse", ("20",)),
    "44": (
        "Grand Est",
        ("08", "10", "51", "52", "54", "55", "57", "67", "68", "88"),
    ),
    "32": ("Hauts-de-France", ("02", "59", "60", "62", "80")),
    "11": ("Île-de-France", ("75", "77", "78", "91", "92", "93", "94", "95")),
    "28": ("Normandie", ("14", "27", "50", "61", "76")),
    "75": (
        "Nouvelle-Aquitaine",
        ("16", "17", "19", "23", "24", "33", "40", "47", "64", "79", "86", "87"),
    ),
    "76": (
        "Occitanie",
        (
            *("09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66"),
            *("81", "82"),
        ),
    ),
    "52": ("Pays de la Loire", ("44", "49", "53", "72", "85")),
    "93": ("Provence-Alpes-Côte d’Azur", ("04", "05", "06", "13", "83", "84")),
    "01": ("Guadeloupe", ("971",)),
    "02": ("Martinique", ("972",)),
    "03": ("Guyane", ("973",)),
    "04": ("La Réunion", ("974",)),
    "06": ("Mayotte", ("976",)),
}
"""Each region by INSEE's code: its name and how its postcodes begin."""

DEPARTMENTS: tuple[str, ...] = tuple(
    sorted(begin for _name, begins in REGIONS.values() for begin in begins)
)
"""How the postcodes of the departments begin, in order."""


def region_name(code: str) -> str:
    """Return a region's name; empty for a code that is none."""
    return REGIONS[code][0] if code in REGIONS else ""


def begins_of(code: str) -> tuple[str, ...]:
    """Return how the postcodes of a region begin; none for a code that is none."""
    return REGIONS[code][1] if code in REGIONS else ()


def department_of(postcode: str) -> str:
    """Return how the department of a postcode begins: two signs, three overseas."""
    plain = postcode.strip()
    return plain[:3] if plain[:2] == "97" else plain[:2]


def region_of(postcode: str) -> str:
    """Return the code of a postcode's region; empty where there is none."""
    department = department_of(postcode)
    found = (code for code, (_name, begins) in REGIONS.items() if department in begins)
    return next(found, "")


def just_after(begin: str) -> str:
    """Return the first text that sorts after all that begin so: “44” gives “45”."""
    return begin[:-1] + chr(ord(begin[-1]) + 1)
