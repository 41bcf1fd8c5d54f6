"""A telephone number on its way out: shown, dialled, searched."""

from __future__ import annotations

import re

import phonenumbers as library

from crm.domain.phone_plan import FRANCE
from crm.domain.phone_typing import LONGEST, plain, without_words


def show_phone(
    e164: str,
    *,
    extension: str | None = None,
    region: str = "FR",
    extension_word: str = "ext.",
) -> str:
    """Write a number for a reader in `region`, with no-break spaces (U+00A0).

    National inside the country, international outside it; a French overseas
    number keeps its own code, and an unusual foreign one is always written in
    full, since its short form could be somebody else's. What is no number is
    returned as it is.
    """
    try:
        number = library.parse(e164)
    except library.NumberParseException:
        return e164
    inside = number.country_code == library.country_code_for_region(region.upper())
    french = number.country_code == FRANCE
    inside = inside and (french or bool(library.is_valid_number(number)))
    national = str(number.national_number)
    if inside and french and len(national) != 9:
        shown = " ".join(re.findall("..?", f"0{national}"))
    else:
        form = library.PhoneNumberFormat
        shown = library.format_number(
            number, form.NATIONAL if inside else form.INTERNATIONAL
        )
    if extension:
        shown = f"{shown} {extension_word} {extension}"
    return shown.replace(" ", "\N{NO-BREAK SPACE}")


def tel_link(e164: str, *, extension: str | None = None) -> str:
    """Write the address a telephone dials (RFC 3966); digits and "+" only."""
    link = "tel:" + re.sub(r"[^+0-9]", "", e164)
    inside = re.sub(r"[^0-9]", "", extension or "")
    return f"{link};ext={inside}" if inside else link


def phone_digits_for_search(query: str) -> str:
    """Reduce a typed query to digits to be found inside `phone_search_text`.

    "06 12", "+33 (0)6 12" and "0033612" all give "0612". Empty when letters
    remain, because then it is no number.
    """
    text, _ = without_words(plain(query[:LONGEST]))
    if any(c.isalpha() for c in text):
        return ""
    digits = re.sub(r"\D", "", text)
    if not text.startswith("+") and not digits.startswith("00"):
        return digits
    abroad = re.sub(r"\D", "", re.sub(r"\(\s*0\s*\)", "", text))
    abroad = abroad if text.startswith("+") else abroad[2:]
    national = abroad.removeprefix(str(FRANCE)).lstrip("0")
    return f"0{national}" if abroad.startswith("33") and national else abroad


def phone_search_text(e164: str) -> str:
    """Give the digits a number is found by: "0769218245 33769218245"."""
    country = "FR"
    try:
        code = library.parse(e164).country_code or 0
        country = library.region_code_for_country_code(code)
    except library.NumberParseException:
        pass
    national = re.sub(r"\D", "", show_phone(e164, region=country))
    return f"{national} {re.sub(r'[^0-9]', '', e164)}"
