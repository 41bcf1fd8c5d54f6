"""The shell of the pages outside the screens: plain HTML, no script, our fonts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from starlette.responses import HTMLResponse

from crm.language import _, current_language
from crm.web.headers import PLAIN_PAGE_POLICY
from crm.web.mosaic import mosaic

STATIC = Path(__file__).parent / "static"
OTHER_LANGUAGE = {"fr": ("en", "English"), "en": ("fr", "Français")}

EMBLEM = (
    '<svg viewBox="0 0 26 36" aria-hidden="true">'
    '<path fill="#2438E0" d="M4 0h18a4 4 0 0 1 4 4v28a4 4 0 0 1-4 4H4a4 4 0 0 '
    '1-4-4V4a4 4 0 0 1 4-4z"/><path fill="#D7F25C" d="M6 6h14a1.5 1.5 0 0 1 1.5 '
    "1.5v8a1.5 1.5 0 0 1-1.5 1.5H6a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 6 6z"
    '"/><path stroke="#C9D3FF" stroke-width="2" stroke-linecap="round" '
    'd="M5.5 22h15M5.5 26.5h15M5.5 31h9"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its words as text, its body as HTML already escaped.

    `seed` lays the mosaic, of which `percent` is shown; `refresh` reloads the page
    after so many seconds.
    """

    eyebrow: str
    heading: str
    lead: str
    body: str
    seed: str
    foot: str = ""
    percent: int = 100
    refresh: int | None = None
    switch: bool = True


@lru_cache
def _style() -> str:
    return (STATIC / "pages.css").read_text("utf-8")


def icon() -> str:
    """Draw the window's icon."""
    return EMBLEM.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def render(page: Page, status: int = 200) -> HTMLResponse:
    """Write a page in the current language."""
    language = current_language()
    other, name = OTHER_LANGUAGE[language]
    switch = (
        f'<a class="tongue" href="?lang={other}" lang="{other}" hreflang="{other}">'
        f"{name}</a>"
        if page.switch
        else ""
    )
    again = (
        f'<meta http-equiv="refresh" content="{page.refresh}">'
        if page.refresh is not None
        else ""
    )
    foot = f"<footer>{escape(page.foot)}</footer>" if page.foot else ""
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"{again}<title>{escape(page.heading)} · Régie</title>"
        f'<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,{quote(icon())}">'
        f"<style>{_style()}</style></head><body><main>"
        f'<header><div class="logo">{EMBLEM}Régie</div>{switch}</header>'
        f'<div class="middle"><p class="eyebrow">{escape(page.eyebrow)}</p>'
        f"<h1>{escape(page.heading)}</h1>"
        f'<p class="lead">{escape(page.lead)}</p>{page.body}</div>'
        f"{foot}</main>"
        f"<aside>{mosaic(6, 9, page.seed, percent=page.percent)}</aside>"
        "</body></html>",
        status,
        {"content-security-policy": PLAIN_PAGE_POLICY, "cache-control": "no-store"},
    )


def not_found(sentence: str) -> HTMLResponse:
    """Write the page that says what is not there."""
    back = escape(_("Back to the desk"))
    return render(
        Page(
            eyebrow=_("Not found"),
            heading=_("Nothing here."),
            lead=sentence,
            body=f'<a class="button" href="/">{back}</a>',
            seed="nothing",
            switch=False,
        ),
        404,
    )
