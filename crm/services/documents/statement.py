"""The campaign statement: one advertiser’s year, what ran, what is to come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from crm.domain.bookings import BOOKED, LineStatus
from crm.domain.clock import add_months
from crm.domain.errors import RangeError, UnknownError, words
from crm.domain.magazine import DocumentKind, SupportKind
from crm.domain.money import Money, total
from crm.domain.places import SLACK_DAYS
from crm.language import _, ngettext, use_language
from crm.language.formats import date_long, money, month, number
from crm.services.documents.calendar import FIRST_YEAR, LAST_YEAR
from crm.services.documents.issuing import Under, at_dawn, issue_paper
from crm.services.documents.words import company_party, person, seller_party
from crm.store.queries.booking_rows import list_bookings
from crm.store.queries.bookings import booking_card
from crm.store.queries.companies import company_card
from crm.store.queries.magazine import list_issues, list_titles
from crm.store.queries.publishing import seller
from mediakit.model import (
    Contacts,
    Figure,
    Figures,
    Message,
    Paper,
    PaperHead,
    Parties,
    Party,
    Piece,
    Table,
    TableCell,
    TableColumn,
    TableRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.documents.keeping import Issued
    from crm.store.queries.bookings import BookingCard, LineCard
    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.magazine import IssueRow
    from crm.store.queries.publishing import SellerCard


RENEWED = (SupportKind.PRINT, SupportKind.EVENT)


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the year, with the booking it belongs to."""

    booking: BookingCard
    line: LineCard
    day: date


def issue_statement(
    session: Session, actor: Actor, company_id: int, year: int, *, language: str = ""
) -> Issued:
    """Issue the statement of an advertiser's year as PDF, and keep it as issued.

    `language` empty: the company's. Raises UnknownError, RangeError.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RangeError(
            field="year", label=words("A year"), lowest=FIRST_YEAR, highest=LAST_YEAR
        )
    company = company_card(session, actor, company_id)
    titles = list_titles(session, actor)
    if company is None or not titles:
        raise UnknownError
    spoken = language or company.language
    with use_language(spoken):
        company = company_card(session, actor, company_id) or company
        publisher = seller(session, titles[0].id)
        paper = statement_words(session, actor, company, publisher, year)
        return issue_paper(
            session,
            actor,
            paper,
            publisher,
            spoken,
            Under(
                DocumentKind.STATEMENT,
                f"RC-{year}-{company_id}",
                at_dawn(actor.today),
                company_id=company_id,
            ),
        )


def statement_words(
    session: Session,
    actor: Actor,
    company: CompanyCard,
    publisher: SellerCard,
    year: int,
) -> Paper:
    """Put an advertiser's year into the words of its statement."""
    told = list(_lines(session, actor, company.id, year))
    ran = [x for x in told if x.line.status is LineStatus.RAN or x.day <= actor.today]
    ahead = [x for x in told if x not in ran]
    pieces: list[Piece] = [
        Parties(
            (
                company_party(company, heading=_("Prepared for")),
                Party(seller_party(publisher).lines, _("By")),
            )
        ),
        Message(
            _("Your year {year} with us").format(year=year), _conclusion(told, ahead)
        ),
    ]
    pieces += [
        Figures(tuple(_figures(currency, ran, ahead))) for currency in _currencies(told)
    ]
    pieces += [
        _table(_("What ran"), ran, _("Nothing ran this year yet.")),
        _table(
            _("What is still to come"), ahead, _("Nothing is booked ahead this year.")
        ),
        *_renewals(session, actor, told, publisher),
    ]
    if rep := person(session, company.owner_id):
        said = _("First refusal of a place you had is asked for before it closes.")
        pieces.append(Contacts(_("Let us plan what comes next"), (rep,), said))
    return Paper(
        PaperHead(
            _("Campaign statement"),
            str(year),
            dates=(_("As of {day}").format(day=date_long(actor.today)),),
            party=company.name,
            notice=publisher.notice,
        ),
        tuple(pieces),
    )


def _lines(
    session: Session, actor: Actor, company_id: int, year: int
) -> Iterator[Told]:
    """Find the booked lines of an advertiser published in a year, by day."""
    cards = [
        booking_card(session, actor, row.id)
        for row in list_bookings(session, actor, company_id=company_id)
        if row.advertiser_id == company_id
    ]
    found = [
        Told(card, line, line.published_on)
        for card in cards
        if card
        for line in card.lines
        if line.status in BOOKED
        and line.published_on
        and line.published_on.year == year
    ]
    yield from sorted(found, key=lambda x: (x.day, x.line.id))


def _currencies(told: Sequence[Told]) -> list[str]:
    return sorted({x.booking.currency for x in told}) or ["EUR"]


def _net(told: Sequence[Told], currency: str) -> Money:
    """Sum net net without fees, barter apart: what is booked net everywhere."""
    mine = (
        x.line.price.net_net
        for x in told
        if x.booking.currency == currency and not x.line.is_barter
    )
    return total(mine, currency)


def _conclusion(told: Sequence[Told], ahead: Sequence[Told]) -> str:
    if not told:
        return _("No insertion this year yet.")
    many = ngettext("{number} insertion", "{number} insertions", len(told))
    said = many.format(number=number(len(told)))
    if not ahead:
        return _("{insertions}: all have run.").format(insertions=said)
    first = date_long(min(x.day for x in ahead))
    next_one = _("{insertions}, the next on {day}.")
    return next_one.format(insertions=said, day=first)


def _figures(
    currency: str, ran: Sequence[Told], ahead: Sequence[Told]
) -> Iterator[Figure]:
    note = _("net net, excl. VAT")
    every = [*ran, *ahead]
    yield Figure(money(_net(every, currency)), _("your year"), note)
    yield Figure(money(_net(ran, currency)), _("has run"), note)
    yield Figure(money(_net(ahead, currency)), _("still to come"), note)
    gross = total(
        (x.line.price.gross for x in every if x.booking.currency == currency), currency
    )
    saved = gross - total(
        (x.line.price.net_net for x in every if x.booking.currency == currency),
        currency,
    )
    if saved.cents > 0:
        yield Figure(money(saved), _("of discounts"), _("on the card rates"))


def _table(heading: str, told: Sequence[Told], empty: str) -> Table:
    rows = [
        TableRow(
            (
                TableCell(date_long(x.day)),
                TableCell(x.line.issue or x.line.support, x.line.theme.rstrip(".")),
                TableCell(x.line.format or x.line.package, x.line.position),
                TableCell(x.booking.number, x.booking.campaign),
                TableCell(_amount(x)),
            )
        )
        for x in told
    ]
    for currency in _currencies(told) if told else ():
        blank = TableCell("")
        whole = TableCell(money(_net(told, currency)))
        label = TableCell(_("Total"))
        rows.append(TableRow((label, blank, blank, blank, whole), is_sum=True))
    return Table(
        (
            TableColumn(_("Day"), 5),
            TableColumn(_("Issue"), 6),
            TableColumn(_("Format"), 6),
            TableColumn(_("Insertion order"), 6),
            TableColumn(_("Net net"), 4, "right"),
        ),
        tuple(rows),
        heading=heading,
        empty=empty,
    )


def _amount(told: Told) -> str:
    if told.line.is_make_good:
        return _("free")
    if told.line.is_barter:
        return _("barter")
    return money(told.line.price.net_net)


def _renewals(
    session: Session, actor: Actor, told: Sequence[Told], publisher: SellerCard
) -> Iterator[Table]:
    """Say when what ran would close next time: the issue nearest to a year later.

    Sends and weeks come round by themselves: only dated places are renewed.
    """
    if not told:
        return
    issues = [
        issue
        for issue in list_issues(session, actor, publisher.title_id, since=actor.today)
        if issue.closes_on >= actor.today and issue.support_kind in RENEWED
    ]
    rows: dict[tuple[str, str], TableRow] = {}
    for x in told:
        later = add_months(x.day, 12)
        near = [
            issue
            for issue in issues
            if issue.support == x.line.support and issue.published_on > x.day
        ]
        if not near:
            continue
        found = min(near, key=partial(_days_from, later))
        if _days_from(later, found) > SLACK_DAYS:
            continue
        what = x.line.format or x.line.package
        rows.setdefault(
            (found.name, what),
            TableRow(
                (
                    TableCell(what, x.line.position),
                    TableCell(f"{x.line.issue}, {month(x.day)}"),
                    TableCell(found.name, found.theme.rstrip(".")),
                    TableCell(date_long(found.closes_on)),
                    TableCell(date_long(found.published_on)),
                )
            ),
        )
    if rows:
        yield Table(
            (
                TableColumn(_("What you had"), 5),
                TableColumn(_("It ran in"), 5),
                TableColumn(_("The next one"), 5),
                TableColumn(_("To renew before"), 5),
                TableColumn(_("Publication day"), 5),
            ),
            tuple(rows.values()),
            heading=_("Dates to renew by"),
        )


def _days_from(day: date, issue: IssueRow) -> int:
    return abs((issue.published_on - day).days)
