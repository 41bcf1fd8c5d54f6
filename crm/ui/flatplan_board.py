"""The flatplan's drawing: its spreads to one scale, ads with their status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.bookings import LineStatus
from crm.domain.flatplan import PageKind, span, spreads
from crm.domain.flatplan_layout import open_spots
from crm.language import _
from crm.language.formats import date_short
from crm.language.vocabulary import word
from crm.ui.escape import html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.domain.flatplan import Box
    from crm.store.queries.flatplan_rows import Flatplan, PlanAd, PlanPage


def drawing(plan: Flatplan, held: PlanAd | None) -> str:
    """Draw every spread; where the ad that is held may be put lights up."""
    lit = open_spots(held.ad, held.format, plan.ground()) if held else []
    rivals = {n for pair in plan.rivals for n in pair}
    drawn = "".join(
        _spread(plan, left, right, held, lit, rivals)
        for left, right in spreads(plan.paper.pages)
    )
    return f'<div class="fp">{drawn}</div>{legend(plan)}'


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
    said = "".join(
        f'<span><i class="sw {name}"></i>{html(word_)}</span>' for name, word_ in words
    )
    clash = html(_("same sector, facing"))
    said += f'<span><i class="clash">!</i>{clash}</span>'
    return f'<div class="legend fpl">{said}</div>'


def _spread(
    plan: Flatplan,
    left: int,
    right: int,
    held: PlanAd | None,
    lit: list[Box],
    rivals: set[int],
) -> str:
    sides = {left: 0, right: 1}
    pages = [plan.pages[left - 1], plan.pages[right - 1]]
    free = {page.folio for page in plan.for_sale}
    parts = [_page(page, plan, is_free=page.folio in free) for page in pages]
    there = [ad for ad in plan.placed if ad.box and ad.box.folio in sides]
    parts += [_ad(plan, ad, sides, held, is_rival=ad.line_id in rivals) for ad in there]
    parts += [_lit(plan, box, sides) for box in lit if box.folio in sides]
    heads = "".join(f"<b>{html(page.section)}</b>" for page in pages)
    feet = "".join(f"<span>{html(folio_word(page))}</span>" for page in pages)
    width, height = plan.paper.width * 2, plan.paper.height
    return (
        f'<div class="sp"><div class="sh">{heads}</div>'
        f'<div class="pp" style="aspect-ratio:{width}/{height}">{"".join(parts)}</div>'
        f'<div class="sf">{feet}</div></div>'
    )


def folio_word(page: PlanPage) -> str:
    """Name a page by its number, a cover by its code too."""
    return f"{page.cover} · {page.folio}" if page.cover else str(page.folio)


def _page(page: PlanPage, plan: Flatplan, *, is_free: bool) -> str:
    kind = "edit" if page.kind is PageKind.EDITORIAL else ""
    label, told = "", _("Page {folio}").format(folio=folio_word(page))
    if page.cover == "C1":
        kind, label = "front", _("Cover")
    elif is_free:
        kind = "soon" if plan.is_soon else "sale"
        label = f"{page.position}, {_('free')}" if page.position else _("free")
    said = f"<em>{html(label)}</em>" if label else ""
    told = ", ".join(part for part in (told, page.section, label, page.note) if part)
    return (
        f'<button class="pg {kind}" data-id="page-{page.folio}" title="{html(told)}" '
        f'aria-label="{html(told)}">{said}</button>'
    )


def _ad(
    plan: Flatplan,
    ad: PlanAd,
    sides: dict[int, int],
    held: PlanAd | None,
    *,
    is_rival: bool,
) -> str:
    box = ad.box
    if box is None:
        return ""
    told = ", ".join(_facts(ad))
    narrow = box.width * 2 < plan.paper.width and box.height > box.width * 2
    looks = [ad.status.value]
    looks += ["tall"] * narrow + ["mine"] * (held == ad)
    looks += ["small"] * (box.height * 3 < plan.paper.height)
    mark = '<i class="clash">!</i>' if is_rival else ""
    return (
        f'<button class="ad {" ".join(looks)}" data-id="ad-{ad.line_id}" '
        f'title="{html(told)}" aria-label="{html(told)}" '
        f'style="{_at(plan, box, sides)}">'
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


def _lit(plan: Flatplan, box: Box, sides: dict[int, int]) -> str:
    told = html(_("Place on page {folio}").format(folio=box.folio))
    return (
        f'<button class="lit" data-id="spot-{box.folio}-{box.x}-{box.y}" '
        f'title="{told}" aria-label="{told}" style="{_at(plan, box, sides)}"></button>'
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
