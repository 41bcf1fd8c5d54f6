"""The chain of the audit: what makes a row that was changed or removed visible.

A row's digest covers its content and a salt of its own. A seal's digest covers the
digests of a batch of rows and the seal before. Where a person's details are erased,
content and salt go and the digest stays: the chain holds, and the digest alone does
not let anybody guess what stood there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from crm.domain.roles import Door

START = "0" * 64
"""What the first seal covers in place of one before."""


def row_digest(salt: str, content: Iterable[Any]) -> str:
    """Return the digest (hex, SHA-256) of a row's content, all of it JSON values."""
    told = json.dumps(
        list(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sha256(f"{salt}\n{told}".encode()).hexdigest()


def seal_digest(before: str, rows: Iterable[tuple[int, str]]) -> str:
    """Return the digest of a batch: the seal before, then each row's id and digest."""
    sealed = sha256(before.encode())
    for number, digest in rows:
        sealed.update(f"\n{number} {digest}".encode())
    return sealed.hexdigest()


REFERS = {
    "activity": "activity",
    "advertiser": "company",
    "advertiser_id": "company",
    "agency": "company",
    "agency_id": "company",
    "approver_id": "user",
    "booking": "booking",
    "booking_id": "booking",
    "company": "company",
    "company_id": "company",
    "contact": "contact",
    "contact_id": "contact",
    "contact_user_id": "user",
    "format_id": "format",
    "group_id": "company",
    "heir_id": "user",
    "issue": "issue",
    "into_issue": "issue",
    "issue_id": "issue",
    "line": "line",
    "mandate": "mandate",
    "opportunity_id": "opportunity",
    "owner": "user",
    "owner_id": "user",
    "payer_id": "company",
    "pool": "pool",
    "position_id": "position",
    "repaired_by": "booking",
    "role_id": "role",
    "sector_id": "sector",
    "source": "rate_card",
    "support_id": "support",
    "team_id": "team",
    "terms_id": "terms_of_sale",
    "title_id": "title",
    "to_company": "company",
    "user": "user",
    "user_id": "user",
}
"""The fields of a change that hold the number of a record, and of which kind."""

OF_FORMAT = ("price_", "unit_", "vat_")
"""What begins a field about a format of a rate card: the format's number follows."""

Reference = tuple[str, int]
"""A record: its kind, its number."""


def refers_to(name: str, value: object) -> Reference | None:
    """Return the record a field's value stands for, None where it is no record's."""
    start, _low, rest = name.partition("_")
    number = rest.partition("_")[0]
    if f"{start}_" in OF_FORMAT and number.isdecimal():
        return "format", int(number)
    kind = REFERS.get(name)
    if kind is None or not isinstance(value, int) or isinstance(value, bool):
        return None
    return kind, value


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what to which record, with the names of what it concerns.

    `user` is empty where the desk itself acted; `subject` and the `names` that its
    reader does not see, or that are gone, are missing. `home` is the record whose
    page shows it. `changes` are fields with their value, or [before, after].
    """

    id: int
    at: datetime
    user: str
    door: Door
    action: str
    entity: str
    entity_id: int | None
    subject: str = ""
    note: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[Reference, str] = field(default_factory=dict)
    home: Reference | None = None
