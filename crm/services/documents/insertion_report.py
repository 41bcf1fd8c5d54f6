"""The insertion report: what ran, where, when, for how much, with its tear sheet.

Owed to the advertiser within a month of publication (law 93-122, art. 23); for a
digital line it gives dates, placement, the global and the unit price and the results
that were counted (decree 2017-159).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import MissingError, UnknownError, words
from crm.domain.insertion_figures import (
    click_rate,
    price_per_insertion,
    price_per_thousand,
)
from crm.domain.magazine import DocumentKind, SupportKind
from crm.language import _, use_language
from crm.language.formats import date_long, money, number, percent
from crm.services.documents.issuing import Under, at_dawn, issue_paper
from crm.services.documents.parties import parties_of
from crm.services.documents.tear_sheets import picture_of
from crm.services.documents.words import person
from crm.services.insertion_reports import COUNTED
from crm.store.models import InsertionReport
from crm.store.queries.bookings import booking_card
from crm.store.queries.insertion_reports import (
    Queue,
    ReportsAsked,
    list_reports,
    report,
)
from crm.store.queries.publishing import document, seller
from mediakit.model import (
    Contacts,
    Fact,
    Facts,
    Figure,
    Figures,
    Illustration,
    Message,
    Paper,
    PaperHead,
    Piece,
    Table,
    TableCell,
    TableColumn,
    TableRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.documents.keeping import Issued
    from crm.store.queries.bookings import BookingCard, LineCard
    from crm.store.queries.insertion_reports import ReportRow
    from crm.store.queries.publishing import SellerCard

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class IssuedReports:
    """The reports of an issue as issued, and how many still lack what ran."""

    issued: tuple[Issued, ...]
    lacking: int


def issue_insertion_report(
    session: Session, actor: Actor, report_id: int, *, language: str = ""
) -> Issued:
    """Issue a report as PDF, and keep it as issued with its line.

    It is dated by the day it was sent, today until then. `language` empty: the
    booking's. Raises UnknownError, and MissingError while it does not say where the
    ad ran, or how often it was seen.
    """
    row = report(session, actor, report_id)
    found = booking_card(session, actor, row.booking_id) if row else None
    if row is None or found is None:
        raise UnknownError
    if lacking := lacks(row):
        raise lacking
    spoken = language or found.language
    with use_language(spoken):
        row = report(session, actor, report_id) or row
        booking = booking_card(session, actor, found.id) or found
        publisher = seller(session, booking.title_id)
        paper = report_words(session, actor, booking, row, publisher)
        issued = issue_paper(
            session,
            actor,
            paper,
            publisher,
            spoken,
            Under(
                DocumentKind.INSERTION_REPORT,
                reference_of(row),
                at_dawn(row.sent_on or actor.today),
                company_id=booking.advertiser_id,
                contact_id=booking.contact_id,
                booking_id=booking.id,
            ),
        )
    session.get_one(InsertionReport, report_id).document_id = issued.id
    session.flush()
    return issued


def issue_reports_of(session: Session, actor: Actor, issue_id: int) -> IssuedReports:
    """Issue the reports an issue owes, each in its booking's language.

    Those that lack what ran are counted, not issued.
    """
    asked = ReportsAsked(Queue.OWED, issue_id=issue_id)
    rows = list_reports(session, actor, asked, limit=MOST_AT_ONCE)
    told = [row for row in rows if lacks(row) is None]
    issued = tuple(issue_insertion_report(session, actor, row.id) for row in told)
    return IssuedReports(issued, len(rows) - len(told))


def lacks(row: ReportRow) -> MissingError | None:
    """Return the refusal of a report that does not say what the law asks, or None."""
    if row.kind is SupportKind.PRINT and not row.page_number:
        return MissingError(field="page_number", label=words("Page"))
    if row.kind in COUNTED and row.impressions is None:
        return MissingError(field="impressions", label=words("Impressions"))
    return None


def reference_of(row: ReportRow) -> str:
    """Name a report by its booking and its line."""
    return f"{row.number}-R{row.line_id}"


def report_words(
    session: Session,
    actor: Actor,
    booking: BookingCard,
    row: ReportRow,
    publisher: SellerCard,
) -> Paper:
    """Put a report into the words of its paper, in the current language."""
    line = booking.line(row.line_id)
    if line is None:
        raise UnknownError
    sides = parties_of(session, actor, booking, publisher)
    copy = ""
    if booking.agency_id:
        copy = _("Copy to {agency}, who bought it in your name.").format(
            agency=booking.agency
        )
    pieces: list[Piece] = [
        sides,
        Message(
            _("What ran, as the law asks (93-122, art. 23)"),
            _conclusion(row),
            tuple(part for part in (booking.campaign, row.note, copy) if part),
        ),
        Figures(tuple(_figures(row, line))),
        Table(
            (
                TableColumn(_("Ordered and run"), 3),
                TableColumn(_("Position"), 2),
                TableColumn(_("Where and when"), 3),
                TableColumn(_("Price excl. VAT"), 2, "right"),
            ),
            (
                TableRow(
                    (
                        TableCell(line.format, line.theme),
                        TableCell(line.position, mark=_held(line)),
                        TableCell(f"{_support(row)}{row.issue}", _when(row)),
                        TableCell(money(line.price.total)),
                    )
                ),
            ),
        ),
        Facts(tuple(_references(booking))),
        *_tear_sheet(session, actor, row),
    ]
    if rep := person(session, booking.rep_id):
        pieces.append(
            Contacts(
                _("A question about this insertion?"),
                (rep,),
                _(
                    "Every line of a booking is reported: this one is {reference}."
                ).format(reference=reference_of(row)),
            )
        )
    day = date_long(row.sent_on or actor.today)
    return Paper(
        PaperHead(
            _("Insertion report"),
            booking.number,
            dates=(_("Issued on {day}").format(day=day),),
            party=sides.parties[1].lines[0],
            notice=publisher.notice,
        ),
        tuple(pieces),
    )


def _support(row: ReportRow) -> str:
    return "" if row.issue.startswith(row.support) else f"{row.support} "


def _held(line: LineCard) -> str:
    return _("guaranteed") if line.is_guaranteed else ""


def _conclusion(row: ReportRow) -> str:
    """Say what ran where, in a sentence."""
    day = date_long(row.published_on)
    where = {"format": row.format, "issue": f"{_support(row)}{row.issue}", "day": day}
    if row.page_number:
        said = _("{format}: page {page} of {issue}, published on {day}.")
        return said.format(page=row.page_number, **where)
    if row.impressions is not None:
        said = _("{format}: seen {count} times, {issue}.")
        return said.format(count=number(row.impressions), **where)
    return _("{format}: {issue}, {day}.").format(**where)


def _when(row: ReportRow) -> str:
    first, last = row.appeared_from, row.appeared_until
    if first and last and first != last:
        said = _("from {first} to {last}")
        return said.format(first=date_long(first), last=date_long(last))
    if first or last:
        return date_long(first or last or row.published_on)
    return _("published on {day}").format(day=date_long(row.published_on))


def _figures(row: ReportRow, line: LineCard) -> Iterator[Figure]:
    if row.page_number:
        yield Figure(row.page_number, _("page"), row.issue)
    copies = row.circulation if row.circulation is not None else row.printed
    if row.kind is SupportKind.PRINT and copies is not None:
        yield Figure(number(copies), _("copies distributed"))
    if row.impressions is not None:
        yield Figure(number(row.impressions), _("impressions"), _when(row))
    if row.clicks is not None:
        rate = click_rate(row.clicks, row.impressions)
        told = _("{rate} of impressions").format(rate=percent(rate)) if rate else ""
        yield Figure(number(row.clicks), _("clicks"), told)
    yield from _prices(row, line)


def _prices(row: ReportRow, line: LineCard) -> Iterator[Figure]:
    """Give the global price, and the unit price: of a thousand, of one insertion."""
    if row.kind not in COUNTED:
        yield Figure(money(line.price.total), _("global price"), _("excl. VAT"))
    unit = price_per_thousand(line.price.total, row.impressions)
    if unit is not None:
        yield Figure(money(unit), _("unit price, a thousand impressions"))
    else:
        one = price_per_insertion(line.price.total, line.quantity)
        yield Figure(money(one), _("unit price, one insertion"), _("excl. VAT"))


def _references(booking: BookingCard) -> Iterator[Fact]:
    yield Fact(_("Purchase order"), booking.purchase_order)
    yield Fact(_("Engagement number"), booking.engagement_number)


def _tear_sheet(session: Session, actor: Actor, row: ReportRow) -> Iterator[Piece]:
    kept = document(session, actor, row.tear_sheet_id) if row.tear_sheet_id else None
    if kept is None:
        return
    facts, content = kept
    picture = picture_of(content, facts.media_type)
    if picture is None:
        return
    said = _("Tear sheet of {what}, {issue}").format(what=row.format, issue=row.issue)
    where = _("page {page}").format(page=row.page_number) if row.page_number else ""
    caption = "\n".join(
        part for part in (_("Tear sheet"), row.format, row.issue, where) if part
    )
    yield Illustration(picture, said, caption)
