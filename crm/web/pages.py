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

EMBLEM = (STATIC / "emblem.svg").read_text("utf-8").strip()


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its words as text, its body as HTML already escaped.

    `seed` lays the mosaic, of which `percent` is shown; `refresh` reloads the page
    after so many seconds; `house` is whose desk it is.
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
    house: str = ""


@lru_cache
def _style() -> str:
    return (STATIC / "pages.css").read_text("utf-8")


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
    house = f"<span>{escape(page.house)}</span>" if page.house else ""
    foot = f"<footer>{escape(page.foot)}</footer>" if page.foot else ""
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"{again}<title>{escape(page.heading)} · Régie</title>"
        '<link rel="icon" type="image/svg+xml" '
        f'href="data:image/svg+xml,{quote(EMBLEM)}">'
        f"<style>{_style()}</style></head><body><main>"
        f'<header><div class="logo">{EMBLEM}Régie{house}</div>{switch}</header>'
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
