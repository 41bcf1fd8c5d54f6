"""Views of the list of advertisers: filters, columns, what a desk starts with.

Filters are written as short texts, the same in an address and in the store, so that
a link opens the very view that was saved. What cannot be read is left out: an address
is typed by people.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.companies import CompanyRole, CompanyStatus
from crm.domain.errors import words
from crm.domain.money import Money
from crm.domain.regions import DEPARTMENTS, REGIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

QUIET_DAYS = 60
LONGEST_SEARCH = 80


class StopState(StrEnum):
    """Where a company of a call run stands, as far as no call says so."""

    WAITING = "waiting"
    SKIPPED = "skipped"
    PUT_OFF = "put_off"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; all of it together.

    `due` keeps those with a follow-up due by today, `mine` the reader's own,
    `quiet_days` those nobody has spoken or written to for as long, `uncalled` those
    never called, `no_mandate` those with a live booking through an agency without
    one, `optioned` those with an option. `department` is how postcodes begin,
    `region` INSEE's code. `net_at_least` is by publication in this year.
    """

    search: str = ""
    role: CompanyRole | None = CompanyRole.ADVERTISER
    sector_id: int | None = None
    owner_id: int | None = None
    due: bool = False
    mine: bool = False
    statuses: tuple[CompanyStatus, ...] = ()
    department: str = ""
    region: str = ""
    tag_id: int | None = None
    quiet_days: int | None = None
    net_at_least: Money | None = None
    uncalled: bool = False
    no_mandate: bool = False
    optioned: bool = False


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A view every desk has."""

    code: str
    name: str
    filters: Filters


class Column(StrEnum):
    """A column of the list; the name always stands first."""

    STATUS = "status"
    NEXT = "next"
    LAST = "last"
    SECTOR = "sector"
    TOWN = "town"
    OWNER = "owner"
    TAGS = "tags"
    PHONE = "phone"
    NET = "net"
    BEFORE = "before"
    CHANGE = "change"


USUAL: tuple[str, ...] = tuple(
    column
    for column in Column
    if column not in {Column.SECTOR, Column.TAGS, Column.PHONE}
)
"""The columns a list shows until somebody chooses."""

FIELD = "field:"
"""How the name of a custom field's column begins; its id follows."""

LIVE = tuple(one for one in CompanyStatus if one.value not in {"prospect", "lapsed"})
"""Who ran in the last twelve months, or is to run."""

BUILT_IN = (
    BuiltIn("all", words("All"), Filters()),
    BuiltIn("mine", words("Mine"), Filters(mine=True)),
    BuiltIn("due", words("To follow up"), Filters(due=True)),
    BuiltIn("lapsed", words("Lapsed"), Filters(statuses=(CompanyStatus.LAPSED,))),
    BuiltIn("expiring", words("Expiring"), Filters(statuses=(CompanyStatus.EXPIRING,))),
    BuiltIn(
        "quiet",
        words("No contact for 60 days"),
        Filters(statuses=LIVE, quiet_days=QUIET_DAYS),
    ),
    BuiltIn("mandates", words("Mandate missing"), Filters(no_mandate=True)),
    BuiltIn(
        "uncalled",
        words("Prospects never called"),
        Filters(statuses=(CompanyStatus.PROSPECT,), uncalled=True),
    ),
    BuiltIn("optioned", words("With an option"), Filters(optioned=True)),
    BuiltIn("region", words("In my region"), Filters()),
    BuiltIn("sector", words("In my sector"), Filters()),
)
"""The views a desk starts with. The last two's place is the reader's own."""

_SHORT = {
    "search": "q",
    "sector_id": "sector",
    "owner_id": "owner",
    "statuses": "status",
    "tag_id": "tag",
    "quiet_days": "quiet",
    "net_at_least": "net",
}
NAMES: Mapping[str, str] = {
    one.name: _SHORT.get(one.name, one.name) for one in fields(Filters)
}
"""What each filter is called in an address."""


def encode(filters: Filters) -> dict[str, str]:
    """Write filters as short texts; what keeps everything is left out."""
    plain = Filters()
    held = {name: getattr(filters, name) for name in NAMES}
    kept = {name: held[name] for name in NAMES if held[name] != getattr(plain, name)}
    return {NAMES[name]: _written(value) for name, value in kept.items()}


def decode(told: Mapping[str, object]) -> Filters:
    """Read filters; what is not understood keeps everything."""
    said = {name: str(told.get(short, "")) for name, short in NAMES.items()}
    roles = {role.value: role for role in CompanyRole}
    kinds = {status.value: status for status in CompanyStatus}
    cents = _whole(said["net_at_least"])
    return Filters(
        search=said["search"][:LONGEST_SEARCH],
        role=None if said["role"] == "any" else roles.get(said["role"], _PLAIN_ROLE),
        sector_id=_whole(said["sector_id"]),
        owner_id=_whole(said["owner_id"]),
        statuses=tuple(
            kinds[part] for part in said["statuses"].split(",") if part in kinds
        ),
        department=said["department"] if said["department"] in DEPARTMENTS else "",
        region=said["region"] if said["region"] in REGIONS else "",
        tag_id=_whole(said["tag_id"]),
        quiet_days=_whole(said["quiet_days"]),
        net_at_least=Money(cents) if cents else None,
        **{name: said[name] == "1" for name in _FLAGS},
    )


def known_columns(chosen: Iterable[str], field_ids: Iterable[int] = ()) -> list[str]:
    """Return chosen columns in the one order there is; the usual ones for none."""
    wanted = set(chosen) or set(USUAL)
    order = [*Column, *(f"{FIELD}{id_}" for id_ in field_ids)]
    return [str(column) for column in order if column in wanted]


_FLAGS = ("due", "mine", "uncalled", "no_mandate", "optioned")
_PLAIN_ROLE = CompanyRole.ADVERTISER


def _written(value: object) -> str:
    match value:
        case bool():
            return "1" if value else "0"
        case tuple():
            return ",".join(value)
        case Money():
            return str(value.cents)
        case None:
            return "any"
        case _:
            return str(value)


def _whole(typed: str) -> int | None:
    plain = typed.isascii() and typed.isdecimal() and len(typed) < 12
    return int(typed) if plain else None
