"""Which pages of a media kit serve an advertiser, each with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crm.domain.clock import in_days
from crm.domain.errors import NotUnderstoodError, UnknownError, words
from crm.domain.magazine import FormatKind, IssueStatus, SupportKind
from crm.language import _, ngettext
from crm.language.formats import date_short, number
from crm.services.documents.media_kit import PAGES
from crm.store.queries.appearances import list_appearances
from crm.store.queries.companies import company_card, list_sectors
from crm.store.queries.magazine import list_formats, list_issues, list_titles

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.appearances import AppearanceRow
    from crm.store.queries.magazine import IssueRow

SOON = 270
"""Days within which a meeting to come is worth a page."""
ON_SCREEN = frozenset({SupportKind.NEWSLETTER, SupportKind.WEB})
FEW = 4
"""Insertions from which on a package saves an advertiser nothing more."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A page of the kit, whether it is chosen, and why, for who draws the kit."""

    code: str
    is_chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of an advertiser, and of the title's months to come."""

    name: str
    own: tuple[AppearanceRow, ...]
    matching: tuple[IssueRow, ...]
    meeting: IssueRow | None
    sells_screens: bool
    sells_content: bool
    is_public: bool

    @property
    def is_new(self) -> bool:
        return not self.own

    @property
    def ahead(self) -> int:
        return sum(not row.ran for row in self.own)

    def ran(self, *kinds: SupportKind) -> bool:
        return any(row.kind in kinds for row in self.own)


def pages_for(
    session: Session, actor: Actor, company_id: int | None, title_id: int | None = None
) -> list[Chosen]:
    """Choose the pages that serve an advertiser, by its sector and what it ran.

    In the order of the kit, each with its reason; the market (`company_id` None) is
    shown everything but one advertiser's own page. Raises UnknownError.
    """
    if company_id is None:
        return [_of_market(code) for code in PAGES]
    known = _known(session, actor, company_id, title_id)
    reasons = _reasons(known)
    return [Chosen(code, *reasons[code]) for code in PAGES]


def codes_for(
    session: Session, actor: Actor, company_id: int | None, title_id: int | None = None
) -> tuple[str, ...]:
    """Return the codes of the pages that serve an advertiser."""
    chosen = pages_for(session, actor, company_id, title_id)
    return tuple(page.code for page in chosen if page.is_chosen)


def page_codes(typed: str | None) -> tuple[str, ...]:
    """Read codes of pages as they are typed, with commas; nothing: all of them.

    Raises NotUnderstoodError for one that is none.
    """
    if not typed or not typed.strip():
        return PAGES
    codes = [code.strip() for code in typed.split(",") if code.strip()]
    for code in codes:
        if code not in PAGES:
            raise NotUnderstoodError(
                field="pages",
                typed=code[:40],
                label=words("a page of the kit"),
                example=", ".join(PAGES),
            )
    return tuple(code for code in PAGES if code in codes)


def _of_market(code: str) -> Chosen:
    if code == "yours":
        return Chosen(code, is_chosen=False, reason=_("one advertiser’s own"))
    return Chosen(code, is_chosen=True, reason=_("the market is shown everything"))


def _known(
    session: Session, actor: Actor, company_id: int, title_id: int | None
) -> _Known:
    company = company_card(session, actor, company_id)
    titles = list_titles(session, actor)
    if company is None or not titles:
        raise UnknownError
    title = title_id or titles[0].id
    since = date(actor.today.year - 1, 1, 1)
    codes = {row.id: row.code for row in list_sectors(session, actor)}
    sector = codes.get(company.sector_id or 0, "")
    planned = [
        issue
        for issue in list_issues(session, actor, title, since=actor.today)
        if issue.status is IssueStatus.PLANNED
    ]
    formats = list_formats(session, actor, title)
    return _Known(
        name=company.shown,
        own=tuple(list_appearances(session, actor, title, company_id, since)),
        matching=tuple(i for i in planned if sector and sector in i.sectors),
        meeting=next(
            (
                issue
                for issue in planned
                if issue.support_kind is SupportKind.EVENT
                and issue.published_on <= in_days(actor.today, SOON)
            ),
            None,
        ),
        sells_screens=any(row.kind is FormatKind.DIGITAL for row in formats),
        sells_content=any(row.is_advertorial for row in formats),
        is_public=company.is_public_body,
    )


def _reasons(known: _Known) -> dict[str, tuple[bool, str]]:
    """Decide page by page; every page has its reason, chosen or not."""
    new = known.is_new
    always = (True, _("every kit has it"))
    knows = _("{name} knows the title: it ran here").format(name=known.name)
    meets = _("{name} has never run here: it meets the title").format(name=known.name)
    content = known.sells_content and (
        bool(known.matching) or any(row.is_advertorial for row in known.own)
    )
    return {
        "cover": always,
        "yours": (not new, _ran(known)),
        "promise": (new, meets if new else knows),
        "audience": always,
        "readers": (new, meets if new else knows),
        "columns": (new, meets if new else knows),
        "calendar": (True, _matching(known)),
        "formats": _formats(known, meets),
        "rates": always,
        "digital": _digital(known),
        "branded": (content, _content(known) if content else _("nothing calls for it")),
        "events": _events(known),
        "packages": _packages(known),
        "free": always,
        "technical": _technical(known),
        "terms": (
            new or known.is_public,
            _("who signs for the first time reads the terms")
            if new
            else _("a public body files them")
            if known.is_public
            else _("{name} has signed them").format(name=known.name),
        ),
        "contact": always,
    }


def _ran(known: _Known) -> str:
    if known.is_new:
        return _("{name} has not run here").format(name=known.name)
    said = ngettext(
        "it ran or booked {number} insertion since last year",
        "it ran or booked {number} insertions since last year",
        len(known.own),
    )
    return said.format(number=number(len(known.own)))


def _matching(known: _Known) -> str:
    if not known.matching:
        return _("every kit has it")
    said = ngettext(
        "{number} issue on its subject, {names}",
        "{number} issues on its subject: {names}",
        len(known.matching),
    )
    names = ", ".join(issue.name for issue in known.matching[:3])
    return said.format(number=number(len(known.matching)), names=names)


def _formats(known: _Known, meets: str) -> tuple[bool, str]:
    if known.ran(SupportKind.PRINT):
        return True, _("it runs in print")
    return (True, meets) if known.is_new else (False, _("it does not run in print"))


def _digital(known: _Known) -> tuple[bool, str]:
    if not known.sells_screens:
        return False, _("the title has no screens")
    if known.ran(*ON_SCREEN):
        return True, _("it runs on screen")
    if known.is_new:
        return True, _("it has not chosen a support yet")
    return False, _("it has not run on screen")


def _content(known: _Known) -> str:
    if any(row.is_advertorial for row in known.own):
        return _("it has told a story here before")
    first = known.matching[0]
    return _("{issue} is on its subject: a story belongs there").format(
        issue=first.name
    )


def _events(known: _Known) -> tuple[bool, str]:
    if known.meeting is None:
        return False, _("no meeting soon")
    day = date_short(known.meeting.published_on)
    return True, _("the next meeting is on {day}").format(day=day)


def _packages(known: _Known) -> tuple[bool, str]:
    if known.ahead >= FEW:
        return False, _("it has booked more than a package holds")
    return True, _("a package costs less than insertions one by one")


def _technical(known: _Known) -> tuple[bool, str]:
    if known.ahead:
        return True, _("its files are still to come")
    if known.is_new:
        return True, _("its studio does not know the rules yet")
    return False, _("its studio knows the rules")
