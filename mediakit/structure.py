"""The structure tree of a tagged PDF: what is a heading, a row, a figure, a link."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFString,
)

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

    def write(self, document: Any) -> PDFDictionary:  # noqa: ANN401 # ReportLab is untyped
        """Write every element and the parent tree; return the tree's root."""
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        root_reference = PDFObjectReference("STRUCTURE")
        root["K"] = PDFArray([self._write(document, self.root, root_reference)])
        numbers: list[Any] = []
        for key, owner in sorted(self._parents, key=lambda pair: pair[0]):
            value = (
                PDFArray([PDFObjectReference(e.name) for e in owner])
                if isinstance(owner, list)
                else PDFObjectReference(owner.name)
            )
            numbers += [key, value]
        parents = PDFDictionary({"Nums": PDFArray(numbers)})
        root["ParentTree"] = document.Reference(parents, "PARENTS")
        root["ParentTreeNextKey"] = self.next_key
        document.Reference(root, "STRUCTURE")
        return root

    def _key(self) -> int:
        self.next_key += 1
        return self.next_key - 1

    def _write(self, document: Any, element: Element, parent: Any) -> Any:  # noqa: ANN401
        self._names += 1
        element.name = f"ELEMENT{self._names}"
        mine = PDFObjectReference(element.name)
        entry = PDFDictionary(
            {
                "Type": PDFName("StructElem"),
                "S": PDFName(element.role),
                "P": parent,
                **_attributes(element.attributes),
            }
        )
        parts: list[Any] = []
        for part in element.parts:
            if isinstance(part, Element):
                parts.append(self._write(document, part, mine))
                continue
            if isinstance(part, Annotated):
                reference = {
                    "Type": PDFName("OBJR"),
                    "Pg": part.page,
                    "Obj": document.refAnnotation(part.name),
                }
            else:
                reference = {
                    "Type": PDFName("MCR"),
                    "Pg": part.page,
                    "MCID": part.number,
                }
                entry["Pg"] = part.page
            parts.append(PDFDictionary(reference))
        entry["K"] = PDFArray(parts)
        return document.Reference(entry, element.name)


def _attributes(given: Attributes) -> Attributes:
    out: Attributes = {key: PDFString(given[key]) for key in _TEXTS if key in given}
    table = {"O": PDFName("Table")}
    if "Scope" in given:
        table["Scope"] = PDFName(given["Scope"])
    if "ColSpan" in given:
        table["ColSpan"] = given["ColSpan"]
    if len(table) > 1:
        out["A"] = PDFDictionary(table)
    if "BBox" in given:
        layout = {
            "O": PDFName("Layout"),
            "BBox": PDFArray(given["BBox"]),
            "Placement": PDFName("Block"),
        }
        out["A"] = PDFDictionary(layout)
    return out
