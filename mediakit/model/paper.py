"""The words of the papers that are made of the same pieces, one after another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from mediakit.model.parts import Cascade, Fact, Party, Person
    from mediakit.model.summary import Clause, Vat


@dataclass(frozen=True, slots=True)
class PaperHead:
    """Hold what frames every page of a paper.

    ``number`` is its reference, ``party`` whom it is for, as later pages repeat it;
    ``dates`` are the one or two sentences beside the heading.
    """

    title: str
    number: str
    dates: tuple[str, ...] = ()
    party: str = ""
    watermark: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Parties:
    """Hold who the paper is from and for, side by side; each names its role.

    ``notes`` are marked under each of them, in the same order.
    """

    parties: tuple[Party, ...]
    notes: tuple[str, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Hold a message set large, under the label of what it is, then prose."""

    label: str
    title: str = ""
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one figure that counts, as printed, with what it counts."""

    figure: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Hold the figures a paper is read for, at most four to a row."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold facts in ruled strips, four to a row."""

    facts: tuple[Fact, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """Hold a column: its heading, its part of the width, on which side it is set."""

    heading: str
    part: int
    side: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class TableCell:
    """Hold a cell: its words, what stands small under them, what is marked there."""

    words: str
    note: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """Hold a row of as many cells as there are columns; a sum stands on a ground."""

    cells: tuple[TableCell, ...]
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Hold a table; ``empty`` is said where it has no row."""

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    heading: str = ""
    lead: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one thing that changes, before and after; a sum stands on a ground."""

    label: str
    before: str
    after: str
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """Hold what changes of one line."""

    heading: str
    changes: tuple[Change, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Hold what changes, line by line, before and after."""

    lines: tuple[ChangedLine, ...]
    before: str
    after: str
    heading: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """Hold the steps of prices, what they come to, and the terms they stand under."""

    cascades: tuple[Cascade, ...]
    vat: tuple[Vat, ...]
    total_excl: str
    total_incl: str
    cancellation: str = ""
    payment: str = ""
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Illustration:
    """Hold a picture (PNG or JPEG bytes) and what replaces it for who cannot see."""

    content: bytes
    says: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class SizedFormat:
    """Hold one format drawn to scale, in tenths of a millimetre or whole pixels.

    ``page`` is the page it stands in, none for a format on screen. ``facts`` are its
    rules; ``label`` is what an advertorial must carry. Several on a page are compact.
    """

    name: str
    says: str
    size: tuple[int, int]
    trim: str
    page: tuple[int, int] | None = None
    bleed: int = 0
    bleed_words: str = ""
    safe: int = 0
    safe_words: str = ""
    facts: tuple[Fact, ...] = ()
    label: str = ""
    compact: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """Hold the box to be signed, or how it was agreed to."""

    signatory: str = ""
    agreed: str = ""
    contact: Person | None = None


@dataclass(frozen=True, slots=True)
class Contacts:
    """Hold whom to call, and the sentence that says what to call about."""

    heading: str
    people: tuple[Person, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """Hold the terms that are annexed, from a new page on."""

    heading: str
    clauses: tuple[Clause, ...]


Piece: TypeAlias = (
    Parties
    | Message
    | Figures
    | Facts
    | Table
    | Changes
    | Price
    | Illustration
    | SizedFormat
    | Agreement
    | Contacts
    | Annex
)


@dataclass(frozen=True, slots=True)
class Paper:
    """Hold a paper: what frames its pages, then its pieces in reading order."""

    head: PaperHead
    pieces: tuple[Piece, ...]
