"""The campaign statement: one advertiser’s year, what ran, what is to come."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crm.domain.bookings import BOOKED, LineStatus
from crm.domain.errors import RangeError, UnknownError, words
from crm.domain.magazine import DocumentKind
from crm.domain.money import Money, total
from crm.language import _, ngettext, use_language
from crm.language.formats import date_long, money, number
from crm.services.documents.calendar import FIRST_YEAR, LAST_YEAR
from crm.services.documents.issuing import Under, at_dawn, issue_paper
from crm.services.documents.renewals import Told, renewals
from crm.services.documents.summary_lines import breakable
from crm.services.documents.words import company_party, person, seller_party
from crm.store.queries.booking_rows import list_bookings
from crm.store.queries.bookings import booking_card
from crm.store.queries.companies import company_card
from crm.store.queries.magazine import list_titles
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

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.documents.keeping import Issued
    from crm.store.queries.bookings import LineCard
    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.publishing import SellerCard


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
        told = list(_lines(session, actor, company.id, year))
        titled = Counter(x.booking.title_id for x in told) or {titles[0].id: 1}
        publisher = seller(session, max(titled, key=titled.__getitem__))
        paper = statement_words(session, actor, company, publisher, year, told)
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
    told: Sequence[Told],
) -> Paper:
    """Put an advertiser's year into the words of its statement.

    It is in the look of the title most of its lines ran in.
    """
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
        *renewals(session, actor, told),
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
                TableCell(
                    breakable(x.line.issue or x.line.support), x.line.theme.rstrip(".")
                ),
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


def _issue(line: LineCard) -> TableCell:
    return TableCell(breakable(line.issue or line.support), line.theme.rstrip("."))


def _amount(told: Told) -> str:
    if told.line.is_make_good:
        return _("free")
    if told.line.is_barter:
        return _("barter")
    return money(told.line.price.net_net)
