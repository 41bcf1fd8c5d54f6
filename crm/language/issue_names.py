"""The names of issues called by their day: “Newsletter of 4 March 2028”."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.language import use_language
from crm.language.formats import date_long, month

if TYPE_CHECKING:
    from datetime import date

    from crm.domain.issue_names import Dated
    from crm.domain.issue_pattern import Planned


def dated_names(planned: Planned, last: Dated | None) -> Planned:
    """Name an issue that has no name yet as the last one was, by its own day.

    A name that holds no day gives way to the code.
    """
    day = planned.published_on
    if planned.name_fr or last is None or day is None:
        return planned
    return replace(
        planned,
        name_fr=_renamed(last.name_fr, last.published_on, day, "fr") or planned.code,
        name_en=_renamed(last.name_en, last.published_on, day, "en") or planned.code,
    )


def _renamed(name: str, before: date, after: date, language: str) -> str:
    with use_language(language):
        for written in (date_long, month):
            if written(before) in name:
                return name.replace(written(before), written(after))
    return ""
