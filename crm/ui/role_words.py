"""What rights, reaches and verdicts are called on screen, and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import words
from crm.domain.roles import Reach, Right
from crm.language import _
from crm.language.formats import percent
from crm.store.queries.roles import Why

if TYPE_CHECKING:
    from crm.domain.roles import Standing
    from crm.store.queries.roles import Verdict

_RIGHTS: dict[Right, tuple[str, str]] = {
    Right.WRITE: (
        words("Write"),
        words("log calls, quote, book, add advertisers and contacts"),
    ),
    Right.EXPORT: (
        words("Export"),
        words("take lists and figures out of the desk, as CSV or XLSX"),
    ),
    Right.OVERRIDE_CLOSING: (
        words("Override with a reason"),
        words(
            "put a line into an issue that has closed, use a file that preflight stops"
        ),
    ),
    Right.APPROVE_DISCOUNTS: (
        words("Approve discounts"),
        words("grant what goes past a rep’s limit"),
    ),
    Right.SEE_TARGETS: (
        words("See others’ targets"),
        words("read and set what each rep is to sell"),
    ),
    Right.CHANGE_RATE_CARDS: (
        words("Change rate cards"),
        words("write, change and publish prices"),
    ),
    Right.MANAGE_TITLES: (
        words("Manage titles"),
        words("issues, formats, positions, audience figures, the publisher’s data"),
    ),
    Right.ADMINISTER: (
        words("Administer"),
        words("people, roles, the audit; never their own rights"),
    ),
}
_REACHES: dict[Reach, tuple[str, str]] = {
    Reach.OWN: (
        words("their own"),
        words("what they look after, and what is nobody’s"),
    ),
    Reach.TEAM: (
        words("their team’s"),
        words("what their team looks after, and what is nobody’s"),
    ),
    Reach.ALL: (words("everything"), words("every advertiser, booking and figure")),
}
_WHY: dict[Why, str] = {
    Why.ALL: words("{name} sees it: their role reaches everything."),
    Why.OWNER: words("{name} sees it, because they look after it."),
    Why.TEAM: words("{name} sees it: {owner}, of their team, looks after it."),
    Why.NOBODYS: words("{name} sees it: nobody looks after it yet."),
    Why.CREDITED: words("{name} sees it, because they or their team are credited."),
    Why.ADVERTISER: words("{name} sees it, because they look after its advertiser."),
    Why.BOOKING: words("{name} sees it through a booking they look after."),
    Why.NOT: words("{name} does not see it: {owner} looks after it."),
}


def right_word(right: Right) -> str:
    """Name a right."""
    return _(_RIGHTS[right][0])


def right_meaning(right: Right) -> str:
    """Say what a right lets its holder do."""
    return _(_RIGHTS[right][1])


def reach_word(reach: Reach) -> str:
    """Name a reach, as the object of “sees”."""
    return _(_REACHES[reach][0])


def reach_meaning(reach: Reach) -> str:
    """Say whose records a reach takes in."""
    return _(_REACHES[reach][1])


def limit_word(standing: Standing) -> str:
    """Say up to what discount a role goes without asking."""
    if not standing.discount_limit:
        return _("none")
    return _("up to {limit}").format(limit=percent(standing.discount_limit))


def verdict_words(verdict: Verdict, name: str) -> str:
    """Say whether a person sees a record, and why."""
    return _(_WHY[verdict.why]).format(name=name, owner=verdict.owner)
