"""Company numbers: SIREN, SIRET and VAT numbers, checked without the network.

A check never refuses: it gives the plain form, whether it holds, and a doubt
for the screen to word. `python-stdnum` is used where it is right.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stdnum import exceptions, luhn
from stdnum.eu import vat as european
from stdnum.fr import tva


class Doubt(StrEnum):
    """What is to be said about a number that was checked."""

    BLANK = "blank"
    FORMAT = "format"
    """Characters that do not belong in it."""
    LENGTH = "length"
    KEY = "key"
    """Right length, but its check digits do not agree: a typing error."""
    OTHER_COUNTRY = "other_country"
    """A good VAT number, of another country than the company's."""
    OLD_KEY = "old_key"
    """A French key with letters, which agrees: accepted, worth a look."""
    OLD_KEY_UNPROVED = "old_key_unproved"
    """A French key with letters, which does not agree: accepted, to be asked."""
    UNCHECKED = "unchecked"
    """A country whose numbers are not checked here."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A number in its plain form, whether it holds, and what to say of it."""

    value: str
    ok: bool
    warning: Doubt | None = None


EU_COUNTRIES: Final = frozenset(
    """
    AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK
    """.split()  # noqa: SIM905 - a long list of words reads best as words
)
FRENCH_NUMBERS: Final = frozenset(
    {"FR", "MC", "GP", "MQ", "GF", "RE", "YT", "BL", "MF", "PM"}
)
"""Where companies hold French numbers: France, overseas, and Monaco."""

_PREFIXES: Final = {**dict.fromkeys(FRENCH_NUMBERS, "FR"), "GR": "EL"}
_LA_POSTE: Final = "356000000"
_LONGEST: Final = 40


def is_eu(country: str) -> bool:
    """Say whether the country (ISO 3166) taxes as a member state; Monaco does.

    The French overseas departments, with VAT rates of their own, do not.
    """
    return _country(country) in EU_COUNTRIES | {"MC"}


def check_siren(value: str) -> Checked:
    """Check a SIREN: nine digits that pass Luhn."""
    plain = _plain(value)
    return _judged(plain, _digits_doubt(plain, 9) or _luhn_doubt(plain))


def check_siret(value: str) -> Checked:
    """Check a SIRET: a SIREN and five digits that pass Luhn together.

    The establishments of La Poste may instead have a digit sum that is a
    multiple of five; those that pass Luhn are as good (the library asks for the
    sum of all of them but one).
    """
    plain = _plain(value)
    doubt = _digits_doubt(plain, 14) or _luhn_doubt(plain[:9])
    if doubt is None and _luhn_doubt(plain) is not None:
        postal = plain.startswith(_LA_POSTE)
        doubt = None if postal and sum(map(int, plain)) % 5 == 0 else Doubt.KEY
    return _judged(plain, doubt)


def siren_of(value: str) -> str | None:
    """Take the SIREN out of a SIREN, a SIRET or a French VAT number that holds."""
    for check in (check_siren, check_siret):
        checked = check(value)
        if checked.ok:
            return checked.value[:9]
    number = check_vat_number(value, "FR")
    siren = number.value[4:]
    return siren if number.ok and check_siren(siren).ok else None


def vat_number_of(siren: str) -> str | None:
    """Compute the French VAT number of a SIREN; None when the SIREN is wrong.

    Key = (12 + 3 × (SIREN mod 97)) mod 97, two digits.
    """
    checked = check_siren(siren)
    if not checked.ok:
        return None
    return f"FR{_french_key(checked.value)}{checked.value}"


def check_vat_number(value: str, country: str) -> Checked:
    """Check the VAT number of a company of this country (ISO 3166).

    With or without its prefix; the value comes back with it. French keys with
    letters are accepted with a warning. A number of a country outside the
    European Union holds, unchecked. Nothing is asked of VIES.
    """
    plain = _plain(value)
    home = _country(country)
    if not plain:
        return _judged(plain, Doubt.BLANK)
    if len(plain) > _LONGEST or not re.fullmatch(r"[0-9A-Z+*]+", plain):
        return _judged(plain, Doubt.FORMAT)
    if home not in EU_COUNTRIES | FRENCH_NUMBERS:
        return Checked(plain, ok=True, warning=Doubt.UNCHECKED)
    prefix = _PREFIXES.get(home, home)
    if home == "GR":
        plain = re.sub("^GR", prefix, plain)
    own = plain if plain.startswith(prefix) else prefix + plain
    checked = _checked_in(own, prefix)
    if checked.ok or plain.startswith(prefix):
        return checked
    if _country(plain[:2]) in EU_COUNTRIES and _checked_in(plain, plain[:2]).ok:
        return Checked(plain, ok=False, warning=Doubt.OTHER_COUNTRY)
    return checked


def _checked_in(number: str, prefix: str) -> Checked:
    if prefix == "FR":
        return _french(number)
    try:
        return Checked(european.validate(number), ok=True)
    except exceptions.InvalidLength:
        doubt = Doubt.LENGTH
    except exceptions.InvalidChecksum:
        doubt = Doubt.KEY
    except exceptions.ValidationError:
        doubt = Doubt.FORMAT
    return _judged(number, doubt)


def _french(number: str) -> Checked:
    """Check FR + key + SIREN; a number of Monaco has 000 where Luhn would be."""
    key, siren = number[2:4], number[4:]
    if len(number) != 13:
        return _judged(number, Doubt.LENGTH)
    if not re.fullmatch("[0-9A-HJ-NP-Z]{2}", key) or not siren.isdecimal():
        return _judged(number, Doubt.FORMAT)
    monaco = siren.startswith("000") and int(siren) > 0
    if not monaco and _luhn_doubt(siren):
        return _judged(number, Doubt.KEY)
    if not key.isdecimal():
        agrees = tva.is_valid(number)
        warning = Doubt.OLD_KEY if agrees else Doubt.OLD_KEY_UNPROVED
        return Checked(number, ok=True, warning=warning)
    return _judged(number, None if key == _french_key(siren) else Doubt.KEY)


def _french_key(siren: str) -> str:
    return f"{(12 + 3 * (int(siren) % 97)) % 97:02d}"


def _judged(value: str, doubt: Doubt | None) -> Checked:
    return Checked(value, doubt is None, doubt)


def _digits_doubt(plain: str, length: int) -> Doubt | None:
    if not plain:
        return Doubt.BLANK
    wrong = None if len(plain) == length else Doubt.LENGTH
    return wrong if plain.isdecimal() else Doubt.FORMAT


def _luhn_doubt(digits: str) -> Doubt | None:
    """Nought passes Luhn, and is nobody's number."""
    return None if int(digits) and luhn.is_valid(digits) else Doubt.KEY


def _country(code: str) -> str:
    """Read a country code; "EL" is what VAT numbers call Greece."""
    return {"EL": "GR"}.get(code.strip().upper(), code.strip().upper())


def _plain(value: str) -> str:
    text = unicodedata.normalize("NFKC", value[:1000]).upper()
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return re.sub(r"[\s.\-‐-―/_]", "", text)
