"""What a title of A4 size is usually sold by: formats and positions to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm.domain.magazine import FormatKind
from crm.services.titles import add_format, add_position

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

BLEED, SAFE = 50, 80
"""Tenths of a millimetre outside the trim and inside it."""


class _Print(NamedTuple):
    """A printed format: trim in tenths of a millimetre, twelfths of a page."""

    code: str
    name_fr: str
    name_en: str
    width: int
    height: int
    units: int
    bleed: int = BLEED


PRINTED = (
    _Print("double_page", "Double page", "Double page", 4_200, 2_970, 24),
    _Print("page", "Pleine page", "Full page", 2_100, 2_970, 12),
    _Print(
        "half_vertical",
        "1/2 page hauteur",
        "Half page, vertical",
        1_020,
        2_970,
        6,
    ),
    _Print(
        "half_horizontal",
        "1/2 page largeur",
        "Half page, horizontal",
        2_100,
        1_460,
        6,
    ),
    _Print(
        "third_vertical",
        "1/3 page hauteur",
        "Third of a page, vertical",
        700,
        2_970,
        4,
    ),
    _Print("quarter", "1/4 page", "Quarter page", 920, 1_320, 3, bleed=0),
    _Print("strip", "Bandeau", "Strip", 2_100, 650, 3),
)
COVERS = (
    ("C4", "4e de couverture", "Outside back cover"),
    ("C2", "2e de couverture", "Inside front cover"),
    ("C3", "3e de couverture", "Inside back cover"),
)


def add_print_formats(session: Session, actor: Actor, support_id: int) -> None:
    """Add the printed formats, and the covers, which are no pages of the budget."""
    for rank, printed in enumerate(PRINTED):
        add_format(
            session,
            actor,
            support_id,
            printed.code,
            FormatKind.PRINT,
            printed.name_fr,
            printed.name_en,
            width=printed.width,
            height=printed.height,
            bleed=printed.bleed,
            safe=SAFE,
            units=printed.units,
            rank=rank,
        )
    for rank, (code, name_fr, name_en) in enumerate(COVERS):
        add_position(
            session,
            actor,
            support_id,
            code,
            name_fr,
            name_en,
            is_exclusive=True,
            is_premium=True,
            takes_page=False,
            fits=("page",),
            rank=rank,
        )


def add_newsletter_banner(session: Session, actor: Actor, support_id: int) -> None:
    """Add the banner of a newsletter, in pixels."""
    add_format(
        session,
        actor,
        support_id,
        "newsletter_banner",
        FormatKind.DIGITAL,
        "Bannière 600 × 200",
        "Banner 600 × 200",
        width=600,
        height=200,
        longest_kilobytes=150,
    )


def add_web_rectangle(session: Session, actor: Actor, support_id: int) -> None:
    """Add the rectangle of a website, in pixels."""
    add_format(
        session,
        actor,
        support_id,
        "web_300x250",
        FormatKind.DIGITAL,
        "Pavé 300 × 250",
        "Rectangle 300 × 250",
        width=300,
        height=250,
        longest_kilobytes=150,
    )
