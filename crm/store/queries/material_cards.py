"""One line's files: every delivery, what was found in it, what might be used again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.preflight import Check, FileKind, Weight
from crm.store.models import (
    Booking,
    Company,
    Contact,
    Document,
    Format,
    Issue,
    Line,
    Material,
    Position,
    User,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.materials import reminded
from crm.store.queries.spoken import place_of, spoken

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.bookings import LineStatus
    from crm.domain.magazine import MaterialStatus
    from crm.domain.preflight import Place
    from crm.domain.roles import Actor

MOST_REUSED = 12


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What preflight found; once it was accepted, by whom, when and why."""

    check: Check
    weight: Weight
    facts: Mapping[str, Any]
    accepted_by: str = ""
    accepted_on: date | None = None
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled."""
        return self.weight is not Weight.GOOD and self.accepted_on is None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """What came once for a line; without a document it came another way."""

    id: int
    document_id: int | None
    file_name: str
    kind: FileKind | None
    size: int
    sha256: str
    same_as: str
    received_at: datetime
    received_on: date
    received_by: str
    findings: tuple[FindingRow, ...]
    checked_on: date | None
    proof_sent_on: date | None
    proof_sent_to: str
    agreed_on: date | None
    agreed_by: str
    is_labelled: bool
    refused_on: date | None
    refused_because: str

    @property
    def blocking(self) -> int:
        """How many findings still stop it."""
        return sum(
            one.is_open and one.weight is Weight.BLOCKING for one in self.findings
        )


@dataclass(frozen=True, slots=True)
class MaterialCard:
    """A line's files, whole; the last delivery first."""

    line_id: int
    line_status: LineStatus
    booking_id: int
    number: str
    advertiser_id: int
    advertiser: str
    contact: str
    issue: str
    due_on: date | None
    published_on: date | None
    format: str
    position: str
    status: MaterialStatus
    place: Place
    deliveries: tuple[DeliveryRow, ...]
    reminders: int
    reminded_at: datetime | None
    printed_as: tuple[int, int | None] = (0, None)
    """Its title, and its format: what its technical sheet is of."""

    @property
    def current(self) -> DeliveryRow | None:
        """What it stands on, unless that was refused."""
        last = next(iter(self.deliveries), None)
        return last if last and last.refused_on is None else None


@dataclass(frozen=True, slots=True)
class ReusableRow:
    """A file that came for another line of the same advertiser."""

    material_id: int
    document_id: int
    issue: str
    format: str
    file_name: str
    received_on: date
    fits: bool


def material_card(session: Session, asker: Actor, line_id: int) -> MaterialCard | None:
    """Return a line's files, None where it is not, or not theirs to see."""
    query = (
        select(Line, Booking, shown_name(), Contact, Issue, Format, Position)
        .join(Booking, Booking.id == Line.booking_id)
        .join(Company, Company.id == Booking.advertiser_id)
        .outerjoin(Contact, Contact.id == Booking.contact_id)
        .outerjoin(Issue, Issue.id == Line.issue_id)
        .outerjoin(Format, Format.id == Line.format_id)
        .outerjoin(Position, Position.id == Line.position_id)
        .where(Line.id == line_id)
    )
    found = session.execute(query).first()
    if found is None:
        return None
    line, booking, advertiser, contact, issue, format_, position = found
    many, last = reminded(session, asker, [line_id]).get(line_id, (0, None))
    return MaterialCard(
        line_id=line.id,
        line_status=line.status,
        booking_id=booking.id,
        number=booking.number or booking.quote_number,
        advertiser_id=booking.advertiser_id,
        advertiser=advertiser,
        contact=f"{contact.first_name} {contact.last_name}".strip() if contact else "",
        issue=spoken(issue),
        due_on=issue.materials_due_on if issue else None,
        published_on=issue.published_on if issue else None,
        format=spoken(format_) or line.label,
        position=spoken(position),
        status=line.material_status,
        place=place_of(format_),
        deliveries=tuple(deliveries(session, asker, [line_id]).get(line_id, ())),
        reminders=many,
        reminded_at=last,
        printed_as=(booking.title_id, line.format_id),
    )


def deliveries(
    session: Session, _asker: Actor, line_ids: Collection[int]
) -> dict[int, list[DeliveryRow]]:
    """List what came for lines, the last of each first."""
    query = (
        select(Material, Document.file_name, Document.sha256, User.name)
        .outerjoin(Document, Document.id == Material.document_id)
        .outerjoin(User, User.id == Material.received_by_id)
        .where(Material.line_id.in_(line_ids))
        .order_by(Material.id.desc())
    )
    rows = session.execute(query).all()
    former = _issues(session, {row[0].same_as_id for row in rows})
    found: dict[int, list[DeliveryRow]] = {}
    for material, name, digest, user in rows:
        same_as = former.get(material.same_as_id, "")
        row = _delivery(material, name or "", digest or "", user or "", same_as)
        found.setdefault(material.line_id, []).append(row)
    return found


def _issues(session: Session, material_ids: set[int | None]) -> dict[int | None, str]:
    """Return the issues that former deliveries were for."""
    if not (known := material_ids - {None}):
        return {}
    query = (
        select(Material.id, Issue)
        .join(Line, Line.id == Material.line_id)
        .join(Issue, Issue.id == Line.issue_id)
        .where(Material.id.in_(known))
    )
    return {id_: spoken(issue) for id_, issue in session.execute(query)}


def reusable(session: Session, _asker: Actor, line_id: int) -> list[ReusableRow]:
    """List the files of the advertiser's other lines, those of the same size first."""
    mine = session.execute(
        select(Booking.advertiser_id, Format)
        .select_from(Line)
        .join(Booking, Booking.id == Line.booking_id)
        .outerjoin(Format, Format.id == Line.format_id)
        .where(Line.id == line_id)
    ).first()
    if mine is None:
        return []
    advertiser_id, format_ = mine
    query = (
        select(Material, Document.id, Document.file_name, Issue, Format)
        .join(Line, Line.id == Material.line_id)
        .join(Booking, Booking.id == Line.booking_id)
        .join(Document, Document.id == Material.document_id)
        .outerjoin(Issue, Issue.id == Line.issue_id)
        .outerjoin(Format, Format.id == Line.format_id)
        .where(
            Booking.advertiser_id == advertiser_id,
            Line.id != line_id,
            Material.refused_on.is_(None),
        )
        .order_by(Material.id.desc())
        .limit(MOST_REUSED * 4)
    )
    rows: dict[int, ReusableRow] = {}
    for material, document_id, name, issue, other in session.execute(query):
        fits = place_of(other) == place_of(format_)
        rows.setdefault(
            document_id,
            ReusableRow(
                material.id,
                document_id,
                spoken(issue),
                spoken(other),
                name,
                material.received_on,
                fits,
            ),
        )
    return sorted(rows.values(), key=lambda row: not row.fits)[:MOST_REUSED]


def _delivery(
    material: Material, name: str, digest: str, user: str, same_as: str
) -> DeliveryRow:
    kind = material.read.get("kind")
    return DeliveryRow(
        id=material.id,
        document_id=material.document_id,
        file_name=name,
        kind=FileKind(kind) if kind else None,
        size=int(material.read.get("size", 0)),
        sha256=digest,
        same_as=same_as,
        received_at=material.received_at,
        received_on=material.received_on,
        received_by=user,
        findings=tuple(sorted(_findings(material), key=_order)),
        checked_on=material.checked_on,
        proof_sent_on=material.proof_sent_on,
        proof_sent_to=material.proof_sent_to,
        agreed_on=material.agreed_on,
        agreed_by=material.agreed_by,
        is_labelled=material.is_labelled,
        refused_on=material.refused_on,
        refused_because=material.refused_because,
    )


def _findings(material: Material) -> list[FindingRow]:
    rows = []
    for check, found in material.findings.items():
        accepted = found.get("accepted", {})
        on = accepted.get("on")
        rows.append(
            FindingRow(
                Check(check),
                Weight(found["weight"]),
                found["facts"],
                accepted.get("by", ""),
                date.fromisoformat(on) if on else None,
                accepted.get("reason", ""),
            )
        )
    return rows


def _order(row: FindingRow) -> tuple[bool, int, int]:
    return (
        not row.is_open,
        list(Weight).index(row.weight),
        list(Check).index(row.check),
    )
