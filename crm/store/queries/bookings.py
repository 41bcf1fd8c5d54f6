"""What can be asked about bookings and their lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from crm.domain.approvals import Approval
from crm.domain.bookings import (
    BOOKED,
    LIVE,
    BookingStatus,
    LineStatus,
    booking_status,
)
from crm.domain.money import Money, total
from crm.domain.prices import LinePrice, Step, StepKind
from crm.language import current_language
from crm.store.models import (
    Agreement,
    Booking,
    Company,
    InsertionReport,
    Issue,
    Line,
    Package,
    PriceStep,
    Support,
    User,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from crm.domain.magazine import MaterialStatus
    from crm.domain.roles import Actor
    from crm.domain.vat import VatCategory


@dataclass(frozen=True, slots=True)
class LineCard:
    """A line, with its price explained."""

    id: int
    rank: int
    status: LineStatus
    issue_id: int | None
    issue: str
    theme: str
    support: str
    closes_on: date | None
    materials_due_on: date | None
    published_on: date | None
    format_id: int | None
    format: str
    width: int
    height: int
    bleed: int
    is_digital: bool
    position_id: int | None
    position: str
    quantity: int
    is_guaranteed: bool
    option_until: date | None
    material_status: MaterialStatus
    price: LinePrice
    vat_category: VatCategory
    is_make_good: bool
    is_advertorial: bool = False
    is_penalty: bool = False
    is_barter: bool = False
    repairs_line_id: int | None = None
    repairs: str = ""
    repaired_in: str = ""
    package_id: int | None = None
    package: str = ""
    hides_components: bool = False
    approval: Approval | None = None
    approval_note: str = ""
    confirmed_at: datetime | None = None

    @property
    def can_be_repaired(self) -> bool:
        """Whether a make-good may be given for it: it was booked, and is not yet."""
        was = self.status in BOOKED or self.confirmed_at is not None
        place = self.format_id is not None and not self.is_penalty
        return was and place and not self.is_make_good and not self.repaired_in


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """Who agreed, when and how."""

    agreed_by: str
    agreed_on: date
    means: str
    document_id: int | None = None
    amendment_id: int | None = None


@dataclass(frozen=True, slots=True)
class CreditRow:
    """A rep's share of a booking, in basis points."""

    user: str
    share: int
    user_id: int = 0


@dataclass(frozen=True, slots=True)
class BookingCard:
    """A booking, whole."""

    id: int
    version: int
    number: str
    quote_number: str
    title_id: int
    title: str
    status: BookingStatus
    advertiser_id: int
    advertiser: str
    agency_id: int | None
    agency: str
    payer_id: int | None
    payer: str
    contact_id: int | None
    contact: str
    rep_id: int
    rep: str
    campaign: str
    language: str
    currency: str
    purchase_order: str
    engagement_number: str
    service_code: str
    quoted_on: date
    quote_valid_until: date
    confirmed_on: date | None
    changed_at: datetime
    terms_id: int | None
    mandate_id: int | None
    note: str
    lines: tuple[LineCard, ...]
    credits: tuple[CreditRow, ...]
    agreements: tuple[AgreementRow, ...]

    @property
    def mandate_missing(self) -> bool:
        """Whether an agency buys without a mandate (loi Sapin art. 20)."""
        return self.agency_id is not None and self.mandate_id is None

    def line(self, line_id: int) -> LineCard | None:
        """Return one of its lines, None where it has none of that number."""
        return next((line for line in self.lines if line.id == line_id), None)

    @property
    def waiting(self) -> tuple[LineCard, ...]:
        """The live lines whose discount waits for a manager's approval."""
        return tuple(x for x in self.live if x.approval is Approval.WAITING)

    @property
    def barter(self) -> Money:
        """The live barter lines, net net: valued, outside booked net."""
        mine = (x.price.net_net for x in self.live if x.is_barter)
        return total(mine, self.currency)

    @property
    def live(self) -> tuple[LineCard, ...]:
        """The lines that are neither cancelled nor expired; all of them if none is."""
        ended = {LineStatus.CANCELLED, LineStatus.EXPIRED}
        return tuple(x for x in self.lines if x.status not in ended) or self.lines

    @property
    def net_net(self) -> Money:
        """The space, net net, of the live lines."""
        return total((line.price.net_net for line in self.live), self.currency)

    @property
    def total(self) -> Money:
        """Space and fees of the live lines, without VAT."""
        return total((line.price.total for line in self.live), self.currency)


def booking_card(
    session: Session, _asker: Actor, booking_id: int
) -> BookingCard | None:
    """Return a booking with its lines, steps, credits and agreements."""
    booking = session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .options(
            selectinload(Booking.title),
            selectinload(Booking.advertiser),
            selectinload(Booking.agency),
            selectinload(Booking.payer),
            selectinload(Booking.contact),
            selectinload(Booking.owner),
            selectinload(Booking.credits),
            selectinload(Booking.lines).options(
                selectinload(Line.steps),
                selectinload(Line.format),
                selectinload(Line.position),
                selectinload(Line.issue).selectinload(Issue.support),
            ),
        )
    ).first()
    if booking is None:
        return None
    reported = _reported(session, booking.id)
    approvers = _names(session, _approver_ids(booking))
    credit_names = _names(session, {credit.user_id for credit in booking.credits})
    agreements = session.scalars(
        select(Agreement)
        .where(Agreement.booking_id == booking.id)
        .order_by(Agreement.id)
    )
    contact = booking.contact
    beside = _beside(session, booking)
    return BookingCard(
        id=booking.id,
        version=booking.version,
        number=booking.number or booking.quote_number,
        quote_number=booking.quote_number,
        title_id=booking.title_id,
        title=booking.title.name,
        status=booking_status(
            [line.status for line in booking.lines if not line.is_penalty],
            all_reported=reported,
        ),
        advertiser_id=booking.advertiser_id,
        advertiser=booking.advertiser.trade_name or booking.advertiser.name,
        agency_id=booking.agency_id,
        agency=_shown(booking.agency),
        payer_id=booking.payer_id,
        payer=_shown(booking.payer),
        contact_id=booking.contact_id,
        contact=f"{contact.first_name} {contact.last_name}".strip() if contact else "",
        rep_id=booking.owner_id,
        rep=booking.owner.name,
        campaign=booking.campaign,
        language=booking.language,
        currency=booking.currency,
        purchase_order=booking.purchase_order,
        engagement_number=booking.engagement_number,
        service_code=booking.service_code,
        quoted_on=booking.quoted_on,
        quote_valid_until=booking.quote_valid_until,
        confirmed_on=booking.confirmed_on,
        changed_at=booking.changed_at,
        terms_id=booking.terms_id,
        mandate_id=booking.mandate_id,
        note=booking.note,
        lines=tuple(_line_card(line, approvers, beside) for line in booking.lines),
        credits=tuple(
            CreditRow(credit_names[credit.user_id], credit.share, credit.user_id)
            for credit in sorted(booking.credits, key=lambda credit: credit.id)
        ),
        agreements=tuple(
            AgreementRow(
                row.agreed_by,
                row.agreed_on,
                row.means,
                row.document_id,
                row.amendment_id,
            )
            for row in agreements
        ),
    )


def find_booking(session: Session, asker: Actor, number: str) -> BookingCard | None:
    """Find a booking by its quote number or its booking number."""
    typed = number.strip().upper()
    booking_id = session.scalars(
        select(Booking.id).where(
            or_(Booking.number == typed, Booking.quote_number == typed)
        )
    ).first()
    return booking_card(session, asker, booking_id) if booking_id else None


def _line_card(line: Line, approvers: dict[int, str], beside: _Beside) -> LineCard:
    french = current_language() == "fr"
    issue, format_, position = line.issue, line.format, line.position

    def named(row: object) -> str:
        return str(getattr(row, "name_fr" if french else "name_en")) if row else ""

    support: Support | None = issue.support if issue else None
    return LineCard(
        id=line.id,
        rank=line.rank,
        status=line.status,
        issue_id=line.issue_id,
        issue=named(issue),
        theme=(issue.theme_fr if french else issue.theme_en) if issue else "",
        support=named(support),
        closes_on=issue.closes_on if issue else None,
        materials_due_on=issue.materials_due_on if issue else None,
        published_on=issue.published_on if issue else None,
        format_id=line.format_id,
        format=named(format_) or _label(line),
        width=format_.width if format_ else 0,
        height=format_.height if format_ else 0,
        bleed=format_.bleed if format_ else 0,
        is_digital=format_ is not None and format_.kind.value == "digital",
        position_id=line.position_id,
        position=named(position),
        quantity=line.quantity,
        is_guaranteed=line.is_guaranteed,
        option_until=line.option_until,
        material_status=line.material_status,
        price=LinePrice(tuple(_step(step, line, approvers) for step in line.steps)),
        vat_category=line.vat_category,
        is_make_good=line.repairs_line_id is not None,
        is_advertorial=format_ is not None and format_.is_advertorial,
        is_penalty=line.is_penalty,
        is_barter=line.is_barter,
        repairs_line_id=line.repairs_line_id,
        repairs=beside.repairs.get(line.id, ""),
        repaired_in=beside.repaired.get(line.id, ""),
        package_id=line.package_id,
        package=named(beside.packages.get(line.package_id or 0)),
        hides_components=(
            line.package_id in beside.packages
            and beside.packages[line.package_id].hides_components
        ),
        approval=line.approval,
        approval_note=line.approval_note or "",
        confirmed_at=line.confirmed_at,
    )


class _Beside(NamedTuple):
    """What lines are shown with: packages by id, repairs by the line repaired."""

    packages: dict[int, Package]
    repairs: dict[int, str]
    repaired: dict[int, str]


def _beside(session: Session, booking: Booking) -> _Beside:
    """Look up packages and repairs, only where the booking has any."""
    ids = {line.package_id for line in booking.lines if line.package_id}
    packages = {}
    if ids:
        held = select(Package).where(Package.id.in_(ids))
        packages = {row.id: row for row in session.scalars(held)}
    french = current_language() == "fr"
    issue = Issue.name_fr if french else Issue.name_en
    repaired_ids = {x.repairs_line_id: x.id for x in booking.lines if x.repairs_line_id}
    repairs = {}
    if repaired_ids:
        query = select(Line.id, issue).join(Line.issue).where(Line.id.in_(repaired_ids))
        repairs = {repaired_ids[id_]: name for id_, name in session.execute(query)}
    failed = [x.id for x in booking.lines if x.confirmed_at is not None]
    repaired = {}
    if failed:
        given = (
            select(Line.repairs_line_id, issue)
            .join(Line.issue)
            .where(Line.repairs_line_id.in_(failed), Line.status.in_(LIVE))
        )
        repaired = {id_: name for id_, name in session.execute(given) if id_}
    return _Beside(packages, repairs, repaired)


def _label(line: Line) -> str:
    """Name a line without a format: a penalty by what it is owed for."""
    if line.is_penalty and line.steps:
        step = line.steps[0]
        return step.detail_fr if current_language() == "fr" else step.detail_en
    return line.label


def _step(step: PriceStep, line: Line, approvers: dict[int, str]) -> Step:
    base = None if step.base_cents is None else Money(step.base_cents, line.currency)
    return Step(
        StepKind(step.kind),
        step.detail_fr if current_language() == "fr" else step.detail_en,
        base,
        step.rate,
        Money(step.amount_cents, line.currency),
        step.reason,
        approvers.get(step.approver_id, "") if step.approver_id else "",
    )


def _reported(session: Session, booking_id: int) -> bool:
    unreported = session.scalars(
        select(func.count(Line.id))
        .outerjoin(InsertionReport, InsertionReport.line_id == Line.id)
        .where(
            Line.booking_id == booking_id,
            Line.status == LineStatus.RAN,
            InsertionReport.sent_on.is_(None),
        )
    ).one()
    return unreported == 0


def _approver_ids(booking: Booking) -> set[int]:
    return {
        step.approver_id
        for line in booking.lines
        for step in line.steps
        if step.approver_id
    }


def _names(session: Session, user_ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in rows}


def _shown(company: Company | None) -> str:
    return (company.trade_name or company.name) if company else ""
