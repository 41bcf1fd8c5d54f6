"""The technical sheet of formats: sizes drawn to scale, rules, where files are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import UnknownError
from crm.domain.magazine import DocumentKind, FormatKind
from crm.language import _, current_language, ngettext, use_language
from crm.language.formats import date_long, millimetres, number
from crm.services.documents.issuing import Under, at_dawn, issue_paper
from crm.services.documents.words import person
from crm.store.models import Format, Support
from crm.store.queries.magazine import list_formats, list_titles
from crm.store.queries.publishing import seller
from mediakit.model import (
    Contacts,
    Fact,
    Message,
    Paper,
    PaperHead,
    Person,
    Piece,
    SizedFormat,
    Table,
    TableCell,
    TableColumn,
    TableRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.documents.keeping import Issued
    from crm.store.queries.magazine import FormatRow
    from crm.store.queries.publishing import SellerCard


def issue_technical_sheet(
    session: Session,
    actor: Actor,
    title_id: int,
    format_ids: Collection[int] = (),
    *,
    language: str = "fr",
) -> Issued:
    """Issue the technical sheet of formats as PDF, and keep it as issued.

    Empty `format_ids`: every format of the title. Raises UnknownError.
    """
    if title_id not in {title.id for title in list_titles(session, actor)}:
        raise UnknownError
    with use_language(language):
        rows = [
            row
            for row in list_formats(session, actor, title_id)
            if not format_ids or row.id in format_ids
        ]
        if not rows:
            raise UnknownError
        publisher = seller(session, title_id)
        paper = sheet_words(session, actor, publisher, rows)
        code = rows[0].code if len(rows) == 1 else "ALL"
        return issue_paper(
            session,
            actor,
            paper,
            publisher,
            language,
            Under(
                DocumentKind.TECHNICAL_SHEET,
                f"FT-{title_id}-{code}".upper(),
                at_dawn(actor.today),
            ),
        )


def sheet_words(
    session: Session, actor: Actor, publisher: SellerCard, rows: Sequence[FormatRow]
) -> Paper:
    """Put formats into the words of their sheet, in the current language."""
    drawn = [row for row in rows if row.width and row.height]
    kinds = {row.kind for row in rows}
    said = ngettext("{number} format", "{number} formats", len(drawn) or len(rows))
    name = said.format(number=number(len(drawn) or len(rows)))
    title = _("Each to scale, with its bleed and its safe area.")
    if len(rows) == 1:
        [row] = rows
        name, title = (
            _size(row) if row.width else row.name,
            _("Your file: {size}.").format(size=_file(row)),
        )
    pieces: list[Piece] = [
        Message(
            publisher.tagline,
            title,
            (
                _(
                    "Supply files at these sizes: a file that keeps to them is checked "
                    "the same day, and runs as you made it."
                ),
            ),
        )
    ]
    pieces += [_drawn(session, row, compact=len(drawn) > 1) for row in drawn]
    pieces += list(_rules(publisher, kinds))
    pieces += list(_delivery(session, publisher))
    return Paper(
        PaperHead(
            _("Technical sheet"),
            name,
            dates=(_("As of {day}").format(day=date_long(actor.today)),),
            party=publisher.title,
            notice=publisher.notice,
        ),
        tuple(pieces),
    )


def _drawn(session: Session, row: FormatRow, *, compact: bool) -> SizedFormat:
    format_ = session.get_one(Format, row.id)
    support = session.get_one(Support, row.support_id)
    on_paper = row.kind is FormatKind.PRINT
    page = (support.page_width, support.page_height)
    return SizedFormat(
        name=row.name,
        says=_says(row),
        size=(row.width, row.height),
        trim=_size(row),
        page=page if on_paper and all(page) else None,
        bleed=row.bleed if on_paper else 0,
        bleed_words=_("bleed, {size}").format(size=_mm(row.bleed)),
        safe=row.safe if on_paper else 0,
        safe_words=_("safe area, {size} inside the trim").format(size=_mm(row.safe)),
        facts=tuple(_facts(row, format_)),
        label=_(
            "This format carries the word “Publicité” or “Communiqué”, legible, at its "
            "head (law of 1 August 1986, art. 10)."
        )
        if format_.is_advertorial
        else "",
        compact=compact,
    )


def _mm(tenths: int) -> str:
    return f"{millimetres(tenths)}\u00a0mm"


def _size(row: FormatRow, more: int = 0) -> str:
    if row.kind is not FormatKind.PRINT:
        return f"{row.width} × {row.height}\u00a0px"
    across, down = row.width + more, row.height + more
    return f"{millimetres(across)} × {millimetres(down)}\u00a0mm"


def _file(row: FormatRow) -> str:
    """Say the size a file is supplied at, bleed included."""
    if row.kind is not FormatKind.PRINT or not row.bleed:
        return _size(row) if row.width else row.name
    with_bleed = _("{size}, bleed included")
    return with_bleed.format(size=_size(row, 2 * row.bleed))


def _says(row: FormatRow) -> str:
    said = _("{name}: {size}").format(name=row.name, size=_size(row))
    if row.kind is not FormatKind.PRINT:
        return said
    parts = [said]
    if row.bleed:
        parts.append(_("bleed, {size}").format(size=_mm(row.bleed)))
    if row.safe:
        inside = _("safe area, {size} inside the trim")
        parts.append(inside.format(size=_mm(row.safe)))
    return "; ".join(parts)


def _facts(row: FormatRow, format_: Format) -> Iterator[Fact]:
    if row.kind is not FormatKind.PRINT:
        yield Fact(_("Size"), _size(row))
        twice = f"{row.width * 2} × {row.height * 2}\u00a0px"
        yield Fact(_("For high-definition screens"), twice)
        if format_.longest_kilobytes:
            weight = _("{number} kB at most")
            heavy = weight.format(number=number(format_.longest_kilobytes))
            yield Fact(_("Weight"), heavy)
        return
    yield Fact(_("Trim size"), _size(row))
    if row.bleed:
        yield Fact(_("With bleed, as supplied"), _size(row, 2 * row.bleed))
    if row.safe:
        yield Fact(_("Safe area: text and logos"), _size(row, -2 * row.safe))


def _rules(publisher: SellerCard, kinds: Collection[FormatKind]) -> Iterator[Table]:
    language = current_language()
    screen = kinds == {FormatKind.DIGITAL}
    rules = [
        (str(rule[f"name_{language}"]), str(rule[f"text_{language}"]))
        for rule in publisher.technical_rules.get("rules", ())
        if (rule.get("key") == "digital") <= (FormatKind.DIGITAL in kinds)
        and (rule.get("key") in {"digital", "delivery"} or not screen)
    ]
    if rules:
        yield Table(
            (TableColumn(_("Rule"), 2), TableColumn(_("What we ask of a file"), 9)),
            tuple(TableRow((TableCell(name), TableCell(text))) for name, text in rules),
            heading=_("Rules for files"),
        )


def _delivery(session: Session, publisher: SellerCard) -> Iterator[Contacts]:
    people = [
        Person(publisher.name, phone=publisher.phone, email=publisher.email),
        person(session, publisher.contact_user_id),
    ]
    known = tuple(one for one in people if one and (one.email or one.phone))
    if known:
        said = _("Name the file by the number of your insertion order.")
        yield Contacts(_("Where to send your files"), known, said)
