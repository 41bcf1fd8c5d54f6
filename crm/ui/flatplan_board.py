"""The flatplan's drawing: its spreads to one scale, ads with their status."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.domain.bookings import LineStatus
from crm.domain.flatplan import PageKind, span, spreads
from crm.domain.magazine import IssueStatus
from crm.language import _
from crm.language.formats import date_short, money
from crm.language.vocabulary import word
from crm.ui.escape import html

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.domain.flatplan import Box
    from crm.domain.money import Money
    from crm.store.queries.flatplan_rows import Flatplan, PlanAd, PlanPage


READ, WHOLE = "view-read", "view-whole"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a drawing shows beside the plan: what is picked, lit, refused, priced.

    `lit` is where the ad that is held may be put, `refused` a page and the reason why
    it was not put there; `prices` are those of the pages for sale.
    """

    held: PlanAd | None = None
    lit: tuple[Box, ...] = ()
    refused: tuple[int, str] | None = None
    prices: Mapping[int, Money] = field(default_factory=dict)
    is_reading: bool = False

    def stop(self) -> str:
        """Say whether the keyboard stops at a part: while one places, where it fits."""
        return ' tabindex="-1"' if self.held and self.lit else ""


def drawing(plan: Flatplan, drawn: Drawn) -> str:
    """Draw the legend, then every spread: to one scale, ads in their status's colour.

    Where the ad that is held may be put lights up.
    """
    rivals = {n for pair in plan.rivals for n in pair}
    every = "".join(
        _spread(plan, left, right, drawn, rivals)
        for left, right in spreads(plan.paper.pages)
    )
    leave = f' data-escape="ad-{drawn.held.line_id}"' if drawn.held else ""
    looks = "fp read" if drawn.is_reading else "fp"
    top = f'<div class="fpt">{legend(plan)}{_views(is_reading=drawn.is_reading)}</div>'
    return f'{top}<div class="{looks}"{leave}>{every}</div>'


def _views(*, is_reading: bool) -> str:
    views = ((WHOLE, _("overview"), not is_reading), (READ, _("reading"), is_reading))
    said = "".join(
        f'<button data-id="{id_}" aria-pressed="{str(is_on).lower()}">{html(word_)}'
        "</button>"
        for id_, word_, is_on in views
    )
    return f'<div class="vw">{said}</div>'


def legend(plan: Flatplan) -> str:
    """Draw what each colour says; every ad and page says it in a word too."""
    sale = "soon" if plan.is_soon else "sale"
    words = (
        ("confirmed", word(LineStatus.CONFIRMED)),
        ("optioned", _("option")),
        ("ran", word(LineStatus.RAN)),
        (sale, _("free, to sell")),
        ("edit", _("editorial only")),
    )
    printed = plan.status is IssueStatus.PUBLISHED
    gone = {"confirmed", "optioned", sale} if printed else {"ran"}
    gone = gone - {ad.status.value for ad in plan.ads}
    shown = [row for row in words if row[0] not in gone]
    said = "".join(
        f'<span><i class="sw {name}"></i>{html(word_)}</span>' for name, word_ in shown
    )
    clash = html(_("same sector, facing"))
    said += f'<span><i class="clash">!</i>{clash}</span>'
    return f'<div class="legend fpl">{said}</div>'


def _spread(
    plan: Flatplan,
    left: int,
    right: int,
    drawn: Drawn,
    rivals: set[int],
) -> str:
    sides = {left: 0, right: 1}
    pages = [plan.pages[left - 1], plan.pages[right - 1]]
    free = {page.folio for page in plan.for_sale}
    parts = [_page(page, plan, drawn, is_free=page.folio in free) for page in pages]
    there = [ad for ad in plan.placed if ad.box and ad.box.folio in sides]
    parts += [
        _ad(plan, ad, sides, drawn, is_rival=ad.line_id in rivals) for ad in there
    ]
    parts += [_lit(plan, box, sides, drawn) for box in drawn.lit if box.folio in sides]
    heads = "".join(f"<b>{html(page.section)}</b>" for page in pages)
    feet = "".join(f"<span>{html(folio_word(page))}</span>" for page in pages)
    width, height = plan.paper.width * 2, plan.paper.height
    why = ""
    if drawn.refused and drawn.refused[0] in sides:
        why = f'<p class="no" role="alert">{html(drawn.refused[1])}</p>'
    return (
        f'<div class="sp"><div class="sh">{heads}</div>'
        f'<div class="pp" style="aspect-ratio:{width}/{height}">{"".join(parts)}</div>'
        f'<div class="sf">{feet}</div>{why}</div>'
    )


def folio_word(page: PlanPage) -> str:
    """Name a page by its number, a cover by its code too."""
    return f"{page.cover} · {page.folio}" if page.cover else str(page.folio)


def _page(page: PlanPage, plan: Flatplan, drawn: Drawn, *, is_free: bool) -> str:
    kinds = {PageKind.EDITORIAL: "edit", PageKind.ADVERTISING: "kept"}
    kind = kinds.get(page.kind, "kept" if page.position else "")
    label, told = "", _("Page {folio}").format(folio=folio_word(page))
    price = ""
    if page.cover == "C1":
        kind, label = "front", _("Cover")
    elif is_free:
        kind = "soon" if plan.is_soon else "sale"
        label = page.position or _("free")
        cost = drawn.prices.get(page.folio)
        price = money(cost, cents=False) if cost else ""
    state = _("free") if is_free and page.position else ""
    said = f"<em>{html(label)}</em><span>{html(price)}</span>" if label else ""
    facts = (told, page.section, label, state, price, page.note)
    told = ", ".join(part for part in facts if part)
    return (
        f'<button class="pg {kind}" data-id="page-{page.folio}" title="{html(told)}" '
        f'aria-label="{html(told)}"{drawn.stop()}>{said}</button>'
    )


def _ad(
    plan: Flatplan,
    ad: PlanAd,
    sides: dict[int, int],
    drawn: Drawn,
    *,
    is_rival: bool,
) -> str:
    box = ad.box
    if box is None:
        return ""
    told = ", ".join(_facts(ad))
    narrow = box.width * 2 < plan.paper.width and box.height > box.width * 2
    looks = [ad.status.value]
    tiny = not narrow and box.width * 2 < plan.paper.width
    looks += ["tall"] * narrow + ["tiny"] * tiny + ["mine"] * (drawn.held == ad)
    looks += ["small"] * (box.height * 3 < plan.paper.height)
    mark = '<i class="clash">!</i>' if is_rival else ""
    return (
        f'<button class="ad {" ".join(looks)}" data-id="ad-{ad.line_id}" '
        f'title="{html(told)}" aria-label="{html(told)}" '
        f'style="{_at(plan, box, sides)}"{drawn.stop()}>'
        f"<b>{html(ad.name)}</b><span>{html(under(ad))}</span>{mark}</button>"
    )


def _facts(ad: PlanAd) -> Iterator[str]:
    yield ad.name if ad.holder else _("taken, {rep}").format(rep=ad.rep)
    yield ad.format
    if ad.position:
        yield ad.position
    yield under(ad)


def under(ad: PlanAd) -> str:
    """Say where an ad's line stands: until when it is held, else its status."""
    if ad.until:
        return _("option → {day}").format(day=date_short(ad.until))
    return word(ad.status)


def _lit(plan: Flatplan, box: Box, sides: dict[int, int], drawn: Drawn) -> str:
    first = " data-first" if box == drawn.lit[0] else ""
    told = html(_("Place on page {folio}").format(folio=box.folio))
    return (
        f'<button class="lit" data-id="spot-{box.folio}-{box.x}-{box.y}" '
        f'title="{told}" aria-label="{told}" style="{_at(plan, box, sides)}"{first}>'
        "</button>"
    )


def _at(plan: Flatplan, box: Box, sides: dict[int, int]) -> str:
    paper = plan.paper
    wide = paper.width * 2
    left = 0 if span(box, paper) > 1 else sides[box.folio] * paper.width + box.x
    return (
        f"left:{_part(left, wide)};top:{_part(box.y, paper.height)};"
        f"width:{_part(box.width, wide)};height:{_part(box.height, paper.height)}"
    )


def _part(size: int, whole: int) -> str:
    part = size * 10_000 // whole
    return f"{part // 100}.{part % 100:02d}%"
