"""Issues called by their day take the day's words in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.issue_names import Dated
from crm.domain.issue_pattern import Planned
from crm.language.issue_names import dated_names

LAST, NEXT = date(2027, 12, 27), date(2028, 5, 1)


def planned(name: str = "") -> Planned:
    return Planned("2028-05-01", name, name, NEXT, NEXT, NEXT)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            (
                "Lettre du 27\xa0décembre\xa02027",
                "Newsletter of 27\xa0December\xa02027",
            ),
            ("Lettre du 1er\xa0mai\xa02028", "Newsletter of 1\xa0May\xa02028"),
        ),
        (
            ("Contenu, décembre 2027", "Content, December 2027"),
            ("Contenu, mai 2028", "Content, May 2028"),
        ),
        (("La dernière", "The last"), ("2028-05-01", "2028-05-01")),
    ],
)
def test_a_name_takes_the_new_day(
    before: tuple[str, str], after: tuple[str, str]
) -> None:
    last = Dated("2027-12-27", *before, LAST, LAST, LAST)
    named = dated_names(planned(), last)
    assert (named.name_fr, named.name_en) == after


def test_a_name_that_is_there_stays() -> None:
    last = Dated("62", "n° 62", "no. 62", LAST, LAST, LAST)
    assert dated_names(planned("n° 63"), last).name_fr == "n° 63"
    assert dated_names(planned(), None) == planned()
