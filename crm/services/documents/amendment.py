"""The amendment: what changes of a confirmed booking, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.amendments import AmendmentStatus, Changed
from crm.domain.errors import UnknownError, words
from crm.domain.magazine import DocumentKind
from crm.domain.money import Money, total
from crm.language import _, use_language
from crm.language.agreement_words import means_word
from crm.language.formats import date_long, money
from crm.language.vocabulary import word
from crm.services.documents.issuing import Under, issue_paper
from crm.services.documents.parties import parties_of, signatory_of
from crm.services.documents.words import person
from crm.store.queries.amendments import booking_amended, list_amendments
from crm.store.queries.bookings import booking_card
from crm.store.queries.publishing import seller, terms
from mediakit.model import (
    Agreement,
    Change,
    ChangedLine,
    Changes,
    Figure,
    Figures,
    Message,
    Paper,
    PaperHead,
    Piece,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.documents.keeping import Issued
    from crm.store.queries.amendments import AmendmentRow
    from crm.store.queries.bookings import BookingCard
    from crm.store.queries.publishing import SellerCard

WATERMARKED = {
    AmendmentStatus.PROPOSED: words("TO BE AGREED"),
    AmendmentStatus.REFUSED: words("REFUSED"),
    AmendmentStatus.WITHDRAWN: words("WITHDRAWN"),
}


def issue_amendment(
    session: Session, actor: Actor, amendment_id: int, *, language: str = ""
) -> Issued:
    """Issue an amendment as PDF, and keep it as issued; it is dated by its proposal.

    `language` empty: the booking's. Raises UnknownError.
    """
    booking_id = booking_amended(session, actor, amendment_id)
    found = booking_card(session, actor, booking_id) if booking_id else None
    if found is None:
        raise UnknownError
    spoken = language or found.language
    with use_language(spoken):
        booking = booking_card(session, actor, found.id) or found
        rows = list_amendments(session, actor, booking.id)
        row = next(row for row in rows if row.id == amendment_id)
        publisher = seller(session, booking.title_id)
        paper = amendment_words(session, actor, booking, row, publisher)
        return issue_paper(
            session,
            actor,
            paper,
            publisher,
            spoken,
            Under(
                DocumentKind.AMENDMENT,
                f"{booking.number}-A{row.number}",
                row.proposed_at,
                company_id=booking.advertiser_id,
                contact_id=booking.contact_id,
                booking_id=booking.id,
                figures={
                    "amendment_id": row.id,
                    "difference_cents": row.difference.cents,
                    "currency": row.difference.currency,
                },
            ),
        )


def amendment_words(
    session: Session,
    actor: Actor,
    booking: BookingCard,
    row: AmendmentRow,
    publisher: SellerCard,
) -> Paper:
    """Put an amendment into the words of its paper, in the current language."""
    sides = parties_of(session, actor, booking, publisher)
    of_booking = _("Amendment no. {number} to insertion order {booking}")
    conditions = terms(session, booking.terms_id)
    kept = _(
        "The other lines, and the terms of sale{version}, stay as they were agreed. "
        "VAT is added at the rate of the booking."
    ).format(
        version=_(" (version {version})").format(version=conditions.version)
        if conditions
        else ""
    )
    pieces: list[Piece] = [
        sides,
        Message(
            of_booking.format(number=row.number, booking=booking.number),
            _conclusion(row),
            (_("Reason: {reason}").format(reason=row.reason),),
        ),
        Changes(
            tuple(_lines(booking, row)),
            before=_("Before"),
            after=_("After"),
            heading=_("What changes, line by line"),
            what=_("What"),
        ),
        Figures(tuple(_figures(row))),
        Message("", "", (kept, _ended(row))),
    ]
    if row.status in {AmendmentStatus.PROPOSED, AmendmentStatus.AGREED}:
        pieces.append(
            Agreement(
                signatory=signatory_of(session, actor, booking),
                agreed=_agreed(row),
                contact=person(session, booking.rep_id),
            )
        )
    title = _("Amendment no. {number}").format(number=row.number)
    issued = _("Issued on {day}").format(day=date_long(row.proposed_at.date()))
    return Paper(
        PaperHead(
            title,
            f"{booking.number}-A{row.number}",
            dates=(issued,),
            party=sides.parties[1].lines[0],
            watermark=_(WATERMARKED.get(row.status, "")),
            notice=publisher.notice,
        ),
        tuple(pieces),
    )


def _conclusion(row: AmendmentRow) -> str:
    amount = row.difference
    if not amount:
        return _("The price does not change.")
    if amount.cents > 0:
        said = _("{amount} more, excluding VAT.")
        return said.format(amount=money(amount))
    return _("{amount} less, excluding VAT.").format(amount=money(-amount))


def _figures(row: AmendmentRow) -> Iterator[Figure]:
    before = _sum(row, after=False)
    after = _sum(row, after=True)
    note = _("excl. VAT")
    yield Figure(money(before), _("the lines concerned, before"), note)
    yield Figure(money(after), _("the same lines, after"), note)
    yield Figure(money(row.difference, plus=True), _("difference"), note)


def _sum(row: AmendmentRow, *, after: bool) -> Money:
    amounts = (x.after if after else x.before for x in row.amounts)
    return total(amounts, row.difference.currency)


def _lines(booking: BookingCard, row: AmendmentRow) -> Iterator[ChangedLine]:
    for line_id in row.line_ids:
        changes = [x for x in row.changes if x.line_id == line_id]
        amounts = [x for x in row.amounts if x.line_id == line_id]
        told = [Change(_label(x.field), x.before, x.after) for x in changes]
        told += [
            Change(_label(x.field), money(x.before), money(x.after))
            for x in amounts
            if len(amounts) > 1
        ]
        if amounts:
            currency = booking.currency
            told.append(
                Change(
                    _("Total excl. VAT"),
                    money(total((x.before for x in amounts), currency)),
                    money(total((x.after for x in amounts), currency)),
                    is_sum=True,
                )
            )
        yield ChangedLine(_named(booking, row, line_id), tuple(told))


def _named(booking: BookingCard, row: AmendmentRow, line_id: int) -> str:
    """Name a line as it stood before: by its format, its issue and its position."""
    line = booking.line(line_id)
    was = {x.field: x.before for x in row.changes if x.line_id == line_id}
    parts = (
        was.get(Changed.FORMAT, line.format if line else ""),
        was.get(Changed.ISSUE, line.issue if line else ""),
        was.get(Changed.POSITION, line.position if line else ""),
    )
    return ", ".join(part for part in parts if part)


def _label(field: Changed) -> str:
    said = word(field)
    return said[:1].upper() + said[1:]


def _agreed(row: AmendmentRow) -> str:
    if row.status is not AmendmentStatus.AGREED or not row.settled_on:
        return ""
    means = means_word(row.means) if row.means else ""
    told = (row.agreed_by, date_long(row.settled_on), means)
    return ", ".join(part for part in told if part)


def _ended(row: AmendmentRow) -> str:
    if row.settled_on is None or row.status is AmendmentStatus.AGREED:
        return ""
    day = date_long(row.settled_on)
    if row.status is AmendmentStatus.REFUSED:
        said = _("Refused by the advertiser on {day}: the booking stays as it was.")
        return said.format(day=day)
    return _("Withdrawn on {day}: the booking stays as it was.").format(day=day)
