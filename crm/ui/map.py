"""The map of the desk: which pages there are, in which section, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.domain.errors import words
from crm.domain.roles import Right

if TYPE_CHECKING:
    from crm.domain.roles import Actor

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its file's name, its title for the catalogue, icon and address.

    Hidden pages are records, reached from a list; a folded section opens on a click.
    """

    file: str
    title: str
    icon: str
    path: str
    hidden: bool = False

    @property
    def source(self) -> Path:
        """Return the page's file."""
        return page_file(self.file)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the map under one heading."""

    title: str
    entries: tuple[Entry, ...]
    folded: bool = False


MAP = (
    Section(
        words("Desk"),
        (
            Entry("today", words("Today"), "today", "today"),
            Entry("advertisers", words("Advertisers"), "storefront", "advertisers"),
            Entry(
                "advertiser",
                words("Advertiser"),
                "storefront",
                "advertiser",
                hidden=True,
            ),
            Entry("calling", words("Calling through"), "call", "calling", hidden=True),
            Entry(
                "opportunities", words("Opportunities"), "trending_up", "opportunities"
            ),
            Entry("bookings", words("Bookings"), "receipt_long", "bookings"),
            Entry("booking", words("Booking"), "receipt_long", "booking", hidden=True),
        ),
    ),
    Section(
        words("Magazine"),
        (
            Entry(
                "calendar",
                words("Calendar & availability"),
                "calendar_month",
                "calendar",
            ),
            Entry("flatplan", words("Flatplan"), "auto_stories", "flatplan"),
            Entry("materials", words("Materials"), "perm_media", "materials"),
            Entry(
                "insertion_reports",
                words("Insertion reports"),
                "fact_check",
                "insertion-reports",
            ),
        ),
    ),
    Section(
        words("Documents"),
        (
            Entry("media_kit", words("Media kit"), "menu_book", "media-kit"),
            Entry("documents", words("Sent & kept"), "outgoing_mail", "sent"),
            Entry("verify", words("Verify a document"), "verified", "verify"),
        ),
    ),
    Section(
        words("Manage"),
        (
            Entry("revenue", words("Revenue"), "monitoring", "revenue"),
            Entry("targets", words("Targets"), "flag", "targets"),
            Entry("team_activity", words("Team activity"), "group", "team-activity"),
        ),
    ),
    Section(
        words("Data"),
        (
            Entry("imports", words("Import"), "upload", "import"),
            Entry("duplicates", words("Duplicates"), "join_inner", "duplicates"),
            Entry("quality", words("Quality"), "rule", "quality"),
            Entry("export", words("Export"), "download", "export"),
        ),
        folded=True,
    ),
    Section(
        words("Settings"),
        (
            Entry("publisher", words("Publisher & titles"), "domain", "publisher"),
            Entry(
                "profile", words("A title’s profile"), "palette", "profile", hidden=True
            ),
            Entry("rate_cards", words("Rate cards"), "sell", "rate-cards"),
            Entry("issues", words("Issues"), "event", "issues"),
            Entry("fields", words("Fields of advertisers"), "list_alt", "fields"),
            Entry("users", words("Users & roles"), "manage_accounts", "users"),
            Entry(
                "rights",
                words("What a person may do"),
                "verified_user",
                "rights",
                hidden=True,
            ),
            Entry("mail", words("Mail"), "mail", "mail"),
            Entry("audit", words("Audit"), "history", "audit"),
            Entry("gdpr", words("GDPR"), "shield_person", "gdpr"),
            Entry("backup", words("Backup"), "backup", "backup"),
        ),
        folded=True,
    ),
)


RIGHTS: dict[str, Right] = {
    "users": Right.ADMINISTER,
    "fields": Right.MANAGE_TITLES,
    "profile": Right.MANAGE_TITLES,
    "audit": Right.ADMINISTER,
}
"""Pages that only open to a right; every other page opens to everybody."""


def pages_for(actor: Actor) -> frozenset[str]:
    """Return the files of the pages a person may open."""
    return frozenset(
        entry.file
        for section in MAP
        for entry in section.entries
        if entry.file not in RIGHTS or actor.may(RIGHTS[entry.file])
    )


def page_file(name: str) -> Path:
    """Return the file of a page, given its name."""
    return PAGES / f"{name}.py"


def sections(allowed: frozenset[str] | None = None) -> tuple[Section, ...]:
    """Return the map with the pages that exist and that a person may open."""
    kept = []
    for section in MAP:
        entries = tuple(
            entry
            for entry in section.entries
            if entry.source.exists() and (allowed is None or entry.file in allowed)
        )
        if entries:
            kept.append(Section(section.title, entries, section.folded))
    return tuple(kept)
