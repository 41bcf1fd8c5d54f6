"""What each record is found by, as the rows of the index say it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.domain.names import fold
from crm.domain.search import Findable, digit_pieces, stored
from crm.store import models as m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

Row = dict[str, Any]
SOME = 2_000
"""Ids of records written out together."""
COMPANY, ADDRESS = m.Company.__table__, m.Address.__table__
CONTACT, PHONE = m.Contact.__table__, m.ContactPhone.__table__
EMAIL, BOOKING = m.ContactEmail.__table__, m.Booking.__table__


def all_rows(connection: Connection) -> Iterator[list[Row]]:
    """Write out every record, some at a time, by the order of ids."""
    for table, rows_of in (
        (COMPANY, company_rows),
        (CONTACT, contact_rows),
        (BOOKING, booking_rows),
    ):
        last = connection.scalar(select(func.max(table.c.id))) or 0
        for start in range(0, last + 1, SOME):
            some = table.c.id.between(start, start + SOME - 1)
            if rows := list(rows_of(connection, some)):
                yield rows


def company_rows(connection: Connection, which: Any) -> Iterator[Row]:  # noqa: ANN401  a condition
    """Write out the companies a condition on their table chooses, archived ones not."""
    towns: dict[int, list[str]] = defaultdict(list)
    asked = select(ADDRESS.c.company_id, ADDRESS.c.town).join(
        COMPANY, COMPANY.c.id == ADDRESS.c.company_id
    )
    for company_id, town in connection.execute(
        asked.where(which).order_by(ADDRESS.c.id)
    ):
        towns[company_id].append(fold(town))
    for row in connection.execute(
        select(COMPANY).where(which, COMPANY.c.archived_at.is_(None))
    ):
        legal, trade = fold(row.name), fold(row.trade_name)
        domain = fold((row.domain or "").rpartition(".")[0])
        numbers = (row.siret or "", row.siren or "", (row.vat_number or "").lower())
        own = (trade, legal, *towns[row.id], domain, *numbers)
        yield _row(
            Findable.COMPANY,
            row.id,
            trade or legal,
            legal if trade and trade != legal else "",
            stored(Findable.COMPANY, own),
        )


def contact_rows(connection: Connection, which: Any) -> Iterator[Row]:  # noqa: ANN401  a condition
    """Write out the contacts a condition on their table chooses, archived ones not."""
    found: dict[int, list[str]] = defaultdict(list)
    for table, column in ((PHONE, PHONE.c.digits), (EMAIL, EMAIL.c.address)):
        asked = select(table.c.contact_id, column).join(
            CONTACT, CONTACT.c.id == table.c.contact_id
        )
        for contact_id, value in connection.execute(
            asked.where(which).order_by(table.c.id)
        ):
            found[contact_id].append(
                fold(value) if table is EMAIL else " ".join((value, *_pieces(value)))
            )
    names = (COMPANY.c.name.label("legal"), COMPANY.c.trade_name.label("trade"))
    for row in connection.execute(
        select(CONTACT, *names)
        .join(COMPANY, COMPANY.c.id == CONTACT.c.company_id)
        .where(which, CONTACT.c.archived_at.is_(None), COMPANY.c.archived_at.is_(None))
    ):
        first, last = fold(row.first_name), fold(row.last_name)
        yield _row(
            Findable.CONTACT,
            row.company_id,
            f"{first} {last}".strip(),
            f"{last} {first}" if first else "",
            stored(
                Findable.CONTACT,
                (first, last, *found[row.id]),
                (fold(row.trade), fold(row.legal)),
            ),
            contact_id=row.id,
        )


def _pieces(digits: str) -> list[str]:
    return [piece for number in digits.split() for piece in digit_pieces(number)]


def booking_rows(connection: Connection, which: Any) -> Iterator[Row]:  # noqa: ANN401  a condition
    """Write out the bookings a condition on their table chooses, archived ones not."""
    names = (COMPANY.c.name.label("legal"), COMPANY.c.trade_name.label("trade"))
    columns = ("id", "number", "quote_number", "campaign", "advertiser_id")
    for row in connection.execute(
        select(*(BOOKING.c[name] for name in columns), *names)
        .join(COMPANY, COMPANY.c.id == BOOKING.c.advertiser_id)
        .where(which, BOOKING.c.archived_at.is_(None))
    ):
        number, quote = fold(row.number or ""), fold(row.quote_number)
        together = (number.replace(" ", ""), quote.replace(" ", ""))
        own = (number, quote, *together, fold(row.campaign))
        yield _row(
            Findable.BOOKING,
            row.advertiser_id,
            number or quote,
            quote if number else "",
            stored(Findable.BOOKING, own, (fold(row.trade), fold(row.legal))),
            booking_id=row.id,
        )


def _row(
    kind: Findable,
    company_id: int,
    name: str,
    other_name: str,
    words: str,
    *,
    contact_id: int | None = None,
    booking_id: int | None = None,
) -> Row:
    return {
        "kind": kind,
        "company_id": company_id,
        "contact_id": contact_id,
        "booking_id": booking_id,
        "name": name[:400],
        "other_name": other_name[:400],
        "words": words[:4_000],
    }
