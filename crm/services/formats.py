"""Formats that a page can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.card_errors import LargerThanPageError
from crm.domain.magazine import FormatKind, fits_page
from crm.language import current_language
from crm.language.formats import millimetres

if TYPE_CHECKING:
    from crm.store.models import Format, Support


def check_on_page(format_: Format, support: Support) -> None:
    """Refuse a printed format that is larger than the page of its support.

    One of more than twelve twelfths stands on as many pages side by side. Raises
    LargerThanPageError.
    """
    if format_.kind is not FormatKind.PRINT:
        return
    page = (support.page_width, support.page_height)
    if fits_page(format_.width, format_.height, format_.units, page):
        return
    french = current_language() == "fr"
    raise LargerThanPageError(
        field="width",
        format=format_.name_fr if french else format_.name_en,
        size=_size(format_.width, format_.height),
        support=support.name_fr if french else support.name_en,
        page=_size(*page),
    )


def _size(width: int, height: int) -> str:
    return f"{millimetres(width)} × {millimetres(height)}\u00a0mm"
