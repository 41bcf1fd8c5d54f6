"""Which proposals come first, and the figures of them all, without reading them all.

The database ranks; only the rows that are shown are told in full, by
`crm.store.queries.call_chances`, whose reasons these are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from crm.domain.call_places import Allotted, Themed, allot, name_key
from crm.domain.call_signals import Signal
from crm.domain.money import Money
from crm.store.queries.call_ranking import (
    GLANCE,
    Asked,
    Theme,
    glance,
    ranked,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from crm.domain.call_places import Place
    from crm.domain.roles import Actor
    from crm.store.queries.call_issues import ComparedIssues


class First(NamedTuple):
    """A company among the first of a signal; `cents` is its euros at stake."""

    signal: Signal
    company_id: int
    company: str
    cents: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """The first companies of each signal, at least as many as are shown.

    `many` and `stake` count every company that is proposed something.
    """

    first: list[First]
    allotted: Allotted
    many: int
    stake: Money

    def in_order(self) -> list[First]:
        """Return the first companies in the order of the list."""
        signals = list(Signal)
        return sorted(
            self.first,
            key=lambda one: (
                signals.index(one.signal),
                -one.cents,
                name_key(one.company),
                one.company_id,
            ),
        )


def proposed(
    session: Session,
    asker: Actor,
    rep_id: int | None,
    issues: ComparedIssues,
    free: Mapping[int, Sequence[Place]],
    *,
    without: Iterable[int],
    most: int,
) -> Proposed:
    """Rank the proposals: `most` of each signal and whoever is at stake as much.

    `without` are the ids of companies that are called for something else anyway.
    """
    pasts: dict[tuple[int, ...], list[int]] = {}
    for past, season in issues.seasons.items():
        pasts.setdefault(tuple(season), []).append(past)
    seasons = tuple((season, tuple(ids)) for season, ids in pasts.items())
    asked = Asked(asker.today, rep_id, seasons)
    owed = frozenset(without)
    places = sum(len(of_issue) for of_issue in free.values())
    themes = [Theme(id_, tuple(issues.themed[id_]), places) for id_ in free]
    themed = _themed(session, asked, themes, owed)
    allotted = allot(themed, free)
    names = {one.company_id: one.company for one in themed}
    first = [
        First(Signal.THEME, company_id, names[company_id], place.price.cents)
        for company_id, (_issue, place) in allotted.items()
    ]
    figures = {Signal.THEME: (len(first), sum(one.cents for one in first))}
    # Whoever is proposed a place is no renewal: they are left out of both at once.
    given = {"without": sorted(owed.union(allotted))}
    for row in session.execute(ranked(asked, most), given).all():
        first.append(First(Signal(row.signal), row.id, row.name, int(row.cents)))
        figures[Signal(row.signal)] = row.many, int(row.total)
    many, cents = (sum(figure) for figure in zip(*figures.values(), strict=True))
    return Proposed(first, allotted, many, Money(cents))


def _themed(
    session: Session,
    asked: Asked,
    themes: Iterable[Theme],
    without: frozenset[int],
) -> list[Themed]:
    """Return who may get a free place of an issue in whose theme their sector is.

    Of each issue as many as there are places, who is worth most first: whoever comes
    after them finds the places of that issue gone.
    """
    given = {"without": sorted(without)}
    found: dict[int, Themed] = {}
    for theme in themes:
        rows = _settled(session.execute(glance(asked, theme), given).all(), theme)
        if rows is None:
            rows = session.execute(whole(asked, theme), given).all()
        for row in rows:
            known = found.get(row.id)
            ids = (known.issue_ids if known else frozenset()) | {theme.issue_id}
            found[row.id] = Themed(row.id, row.name, int(row.cents), ids)
    return list(found.values())


def _settled(rows: Sequence[Row[Any]], theme: Theme) -> Sequence[Row[Any]] | None:
    """Return who is left of the first of a theme: None where that does not settle it.

    It does where they are all there are, or where the last that gets a place is worth
    more than whoever was not looked at.
    """
    kept = sorted((row for row in rows if row.is_kept), key=lambda row: -row.cents)
    if len(rows) < GLANCE:
        return kept
    last = min(row.cents for row in rows)
    settled = len(kept) >= theme.places and kept[theme.places - 1].cents > last
    return kept if settled else None
