"""The structure tree of a tagged PDF: what is a heading, a row, a figure, a link."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from reportlab.pdfbase.pdfdoc import PDFObject, PDFString

Attributes: TypeAlias = dict[str, Any]

_TEXTS = ("Alt", "ActualText", "Lang")


@dataclass(slots=True, frozen=True)
class Marked:
    """Hold one marked sequence of a page's content."""

    page: Any
    number: int


@dataclass(slots=True, frozen=True)
class Annotated:
    """Hold one annotation (a link or a form field) of a page."""

    page: Any
    name: str


@dataclass(slots=True, eq=False)
class Element:
    """Hold one element: its role, its attributes and, in reading order, its parts."""

    role: str
    attributes: Attributes
    parent: Element | None
    parts: list[Element | Marked | Annotated] = field(default_factory=list)
    name: str = ""


class StructureTree:
    """Collect elements while pages are drawn, then write them as PDF objects."""

    def __init__(self) -> None:
        self.root = self.current = Element("Document", {}, None)
        self.next_key = 0
        self.page_key = 0
        self.page_elements: list[Element] = []
        self._parents: list[tuple[int, Element | list[Element]]] = []
        self._names = 0

    def begin_page(self) -> None:
        """Open a page: its marked sequences are numbered from 0."""
        self.page_elements = []
        self.page_key = self._key()

    def end_page(self) -> None:
        """Close a page: remember which element each of its sequences belongs to."""
        self._parents.append((self.page_key, self.page_elements))

    def open(self, role: str, attributes: Attributes) -> Element:
        """Begin an element inside the current one."""
        element = Element(role, attributes, self.current)
        self.current.parts.append(element)
        self.current = element
        return element

    def close(self) -> None:
        """End the current element."""
        if self.current.parent is None:
            msg = "the document itself is never closed"
            raise ValueError(msg)
        self.current = self.current.parent

    def mark(self, page: object) -> int:
        """Give the current element a marked sequence; return its number (MCID)."""
        number = len(self.page_elements)
        self.page_elements.append(self.current)
        self.current.parts.append(Marked(page, number))
        return number

    def annotate(self, role: str, page: object) -> tuple[int, str]:
        """Put an annotation in the tree; return its parent key and its name."""
        key = self._key()
        name = f"ANNOTATION{key}"
        host = self.current
        if host.role != role:
            host = Element(role, {}, self.current)
            self.current.parts.append(host)
        host.parts.append(Annotated(page, name))
        self._parents.append((key, host))
        return key, name

    def write(self, document: Any) -> PDFObject:  # noqa: ANN401 # ReportLab is untyped
        """Register every element and the parent tree; return the tree's root."""
        root = document.Reference(_Root(self), "STRUCTURE")
        self._register(document, self.root, "STRUCTURE")
        parents = _Parents(sorted(self._parents, key=lambda pair: pair[0]))
        document.Reference(parents, "PARENTS")
        return root

    def _key(self) -> int:
        self.next_key += 1
        return self.next_key - 1

    def _register(self, document: Any, element: Element, parent: str) -> None:  # noqa: ANN401
        self._names += 1
        element.name = f"ELEMENT{self._names}"
        document.Reference(_Entry(element, parent), element.name)
        for part in element.parts:
            if isinstance(part, Element):
                self._register(document, part, element.name)


# ReportLab would write each entry from nested dictionaries, in half the time a page
# takes; these write their bytes themselves.


def _reference(document: Any, name: str) -> bytes:  # noqa: ANN401 # ReportLab is untyped
    return b"%d %d R" % document.idToObjectNumberAndVersion[name]


class _Root(PDFObject):  # type: ignore[misc] # ReportLab is untyped
    __RefOnly__ = 1

    def __init__(self, tree: StructureTree) -> None:
        self.tree = tree

    def format(self, document: Any) -> bytes:  # noqa: ANN401
        return b"<</Type/StructTreeRoot/K[%s]/ParentTree %s/ParentTreeNextKey %d>>" % (
            _reference(document, self.tree.root.name),
            _reference(document, "PARENTS"),
            self.tree.next_key,
        )


class _Parents(PDFObject):  # type: ignore[misc] # ReportLab is untyped
    __RefOnly__ = 1

    def __init__(self, numbers: list[tuple[int, Element | list[Element]]]) -> None:
        self.numbers = numbers

    def format(self, document: Any) -> bytes:  # noqa: ANN401
        out = []
        for key, owner in self.numbers:
            if isinstance(owner, list):
                names = b" ".join(_reference(document, e.name) for e in owner)
                out.append(b"%d [%s]" % (key, names))
            else:
                out.append(b"%d %s" % (key, _reference(document, owner.name)))
        return b"<</Nums[%s]>>" % b"\n".join(out)


class _Entry(PDFObject):  # type: ignore[misc] # ReportLab is untyped
    __RefOnly__ = 1

    def __init__(self, element: Element, parent: str) -> None:
        self.element, self.parent = element, parent

    def format(self, document: Any) -> bytes:  # noqa: ANN401
        element = self.element
        home = next((p.page for p in element.parts if isinstance(p, Marked)), None)
        parts = [_part(document, part, home) for part in element.parts]
        out = b"<</Type/StructElem/S/%s/P %s%s/K[%s]" % (
            element.role.encode(),
            _reference(document, self.parent),
            _attributes(document, element.attributes),
            b" ".join(parts),
        )
        if home is not None:
            out += b"/Pg %s" % home.format(document)
        return out + b">>"


def _part(
    document: Any,  # noqa: ANN401
    part: Element | Marked | Annotated,
    home: Any,  # noqa: ANN401
) -> bytes:
    if isinstance(part, Element):
        return _reference(document, part.name)
    page: bytes = part.page.format(document)
    if isinstance(part, Annotated):
        annotation: bytes = document.refAnnotation(part.name).format(document)
        return b"<</Type/OBJR/Pg %s/Obj %s>>" % (page, annotation)
    if part.page.name == home.name:
        return b"%d" % part.number
    return b"<</Type/MCR/Pg %s/MCID %d>>" % (page, part.number)


def _attributes(document: Any, given: Attributes) -> bytes:  # noqa: ANN401
    out = b""
    for key in _TEXTS:
        if key in given:
            out += b"/%s %s" % (key.encode(), PDFString(given[key]).format(document))
    if "Scope" in given:
        out += b"/A<</O/Table/Scope/%s>>" % given["Scope"].encode()
    if "BBox" in given:
        box = " ".join(f"{edge:.2f}" for edge in given["BBox"]).encode()
        out += b"/A<</O/Layout/Placement/Block/BBox[%s]>>" % box
    return out
