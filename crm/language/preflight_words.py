"""What preflight found, in sentences: what was asked, what was found, what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.domain.preflight import Check, Weight
from crm.language import _, ngettext
from crm.language.formats import millimetres, number, weight

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Facts = Mapping[str, Any]
    Say = Callable[[Weight, Facts], str]


def finding_words(check: Check, how: Weight, facts: Facts) -> str:
    """Say what was found, in the current language."""
    return _SAID[check](how, facts)


def _mm(facts: Facts, before: str = "") -> str:
    sides = (millimetres(facts[f"{before}{side}"]) for side in ("width", "height"))
    return _("{size} mm").format(size="\u00a0×\u00a0".join(sides))


def _px(facts: Facts, before: str = "") -> str:
    sides = (number(facts[f"{before}{side}"]) for side in ("width", "height"))
    return _("{size} pixels").format(size="\u00a0×\u00a0".join(sides))


def _pages(_how: Weight, facts: Facts) -> str:
    if facts["spread"]:
        said = _("expected one wide page or two single ones, found {number}.")
    else:
        said = _("expected one page a file, found {number}.")
    return said.format(number=number(facts["found"]))


def _size(how: Weight, facts: Facts) -> str:
    if how is Weight.GOOD:
        return _("{asked}, as asked.").format(asked=_mm(facts))
    if facts.get("is") == "shape":
        said = _(
            "expected the shape of {asked} with {bleed} mm of bleed around it, "
            "found {found}."
        )
        bleed = millimetres(facts["bleed"])
        return said.format(asked=_mm(facts), bleed=bleed, found=_px(facts, "found_"))
    said = _("expected {asked} once trimmed, found {found}.")
    return said.format(asked=_mm(facts), found=_mm(facts, "found_"))


def _turned(_how: Weight, facts: Facts) -> str:
    said = _("expected {asked}, found {found}: the page lies on its side.")
    return said.format(asked=_mm(facts), found=_mm(facts, "found_"))


def _trim_box(_how: Weight, _facts: Facts) -> str:
    return _(
        "the file does not say where the page is trimmed (no TrimBox): it was worked "
        "out from the outer size."
    )


def _bleed(how: Weight, facts: Facts) -> str:
    asked, found = millimetres(facts["asked"]), millimetres(facts["found"])
    if how is Weight.GOOD:
        return _("{found} mm on each side, as asked.").format(found=found)
    said = _(
        "expected {asked} mm on each side, found {found} mm: a white edge may show."
    )
    return said.format(asked=asked, found=found)


def _resolution(how: Weight, facts: Facts) -> str:
    told = {name: number(facts[name]) for name in ("asked", "found")}
    if how is Weight.GOOD:
        return _("{found} ppi at the size it is printed.").format(**told)
    if how is Weight.WARNING:
        said = _(
            "expected {asked} ppi at the size it is printed, found {found}: a picture "
            "may look soft."
        )
    else:
        said = _(
            "expected {asked} ppi at the size it is printed, found {found}: the pixels "
            "will show."
        )
    return said.format(**told)


def _fonts(how: Weight, facts: Facts) -> str:
    many = facts["many"]
    if how is not Weight.GOOD:
        said = ngettext(
            "{names} is not embedded: the text may change its look.",
            "{names} are not embedded ({number}): the text may change its look.",
            many,
        )
        return said.format(names=facts["names"], number=number(many))
    if not many:
        return _("no text, or text drawn as shapes.")
    said = ngettext("{number} font, embedded.", "{number} fonts, all embedded.", many)
    return said.format(number=number(many))


def _colours(_how: Weight, facts: Facts) -> str:
    if facts["is"] == "CMYK":
        return _("expected RGB, found CMYK: screens will show other colours.")
    many = facts["many"]
    said = ngettext(
        "expected CMYK, found {number} picture in RGB: its colours will change in "
        "print.",
        "expected CMYK, found {number} pictures in RGB: their colours will change in "
        "print.",
        many,
    )
    return said.format(number=number(many))


def _flat(_how: Weight, _facts: Facts) -> str:
    return _("expected a PDF, found a picture: its texts are printed less sharp.")


def _pixels(how: Weight, facts: Facts) -> str:
    if how is Weight.GOOD:
        return _("{asked}, as asked.").format(asked=_px(facts))
    if facts["twice"]:
        said = _("expected {asked}, found twice as many: shown at half its size.")
        return said.format(asked=_px(facts))
    said = _("expected {asked}, found {found}.")
    return said.format(asked=_px(facts), found=_px(facts, "found_"))


def _kilobytes(how: Weight, facts: Facts) -> str:
    told = {name: weight(facts[name] * 1_000) for name in ("asked", "found")}
    if how is Weight.GOOD:
        return _("{found}, of {asked} at most.").format(**told)
    return _("expected {asked} at most, found {found}.").format(**told)


def _length(_how: Weight, facts: Facts) -> str:
    said = _("expected {asked} seconds at most, found {found}.")
    return said.format(asked=number(facts["asked"]), found=number(facts["found"]))


def _label(how: Weight, facts: Facts) -> str:
    if how is Weight.GOOD:
        return _("the word “{word}” stands in the text.").format(word=facts["word"])
    return _(
        "expected the word “Publicité” or “Communiqué” (law of 1 August 1986, art. "
        "10), not found in the text: look for it."
    )


def _by_eye(_how: Weight, _facts: Facts) -> str:
    return _("no rule measures this file: somebody has to read it and look at it.")


_SAID: dict[Check, Say] = {
    Check.PAGES: _pages,
    Check.SIZE: _size,
    Check.TURNED: _turned,
    Check.TRIM_BOX: _trim_box,
    Check.BLEED: _bleed,
    Check.RESOLUTION: _resolution,
    Check.FONTS: _fonts,
    Check.COLOURS: _colours,
    Check.FLAT: _flat,
    Check.PIXELS: _pixels,
    Check.KILOBYTES: _kilobytes,
    Check.LENGTH: _length,
    Check.LABEL: _label,
    Check.BY_EYE: _by_eye,
}
