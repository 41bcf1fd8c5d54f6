"""Ways to read a PDF back: its text, its structure, its fonts."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import page as validation
import pikepdf
import pypdfium2

if TYPE_CHECKING:
    from pathlib import Path

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})
_PAINTING = {"Tj", "TJ", "'", '"', "f", "f*", "S", "s", "B", "b", "Do", "sh"}


def texts(pdf: bytes, *, plain: bool = True) -> list[str]:
    """Return each page's text; ``plain`` turns every French space into a space."""
    document = pypdfium2.PdfDocument(pdf)
    out = []
    for number in range(len(document)):
        sheet = document[number]
        read = sheet.get_textpage()
        out.append(read.get_text_range().replace("\r\n", "\n").replace("\ufffe", "-"))
        read.close()
        sheet.close()
    document.close()
    return [text.translate(_SPACES) for text in out] if plain else out


def strays(pdf: bytes) -> list[str]:
    """Return the characters drawn outside their page, with the page's number."""
    document = pypdfium2.PdfDocument(pdf)
    out = []
    for number in range(len(document)):
        sheet = document[number]
        wide, high = sheet.get_size()
        read = sheet.get_textpage()
        for n in range(read.count_chars()):
            left, bottom, right, top = read.get_charbox(n)
            if left < -1 or bottom < -1 or right > wide + 1 or top > high + 1:
                out.append(f"{number}: {read.get_text_range(n, 1)!r}")
        read.close()
        sheet.close()
    document.close()
    return out


def failures(pdf: bytes, folder: Path) -> list[str]:
    """Return the PDF/UA-1 rules a file breaks."""
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    result = validation.validate_pdf(str(file), profile="ua1")
    return [f"{fault.rule_id}: {fault.message}" for fault in result.failures]


def check_structure(pdf: bytes) -> int:
    """Check marks against the parent tree; return how many sequences there are.

    Every marked sequence is in the tree of its page and belongs to an element that
    names it; nothing is painted unmarked; every annotation has its element.
    """
    counted = 0
    with pikepdf.open(BytesIO(pdf)) as document:
        root: Any = document.Root
        numbers = list(root.StructTreeRoot.ParentTree.Nums)
        tree = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        assert int(root.StructTreeRoot.ParentTreeNextKey) > max(tree)
        for sheet in document.pages:
            elements = list(tree[int(sheet.StructParents)])
            assert _marks(sheet) == set(range(len(elements)))
            for number, element in enumerate(elements):
                assert _names(element, number, sheet)
                counted += 1
            for annotation in sheet.get("/Annots", []):
                owner = tree[int(annotation.StructParent)]
                assert any(
                    isinstance(part, pikepdf.Dictionary)
                    and part.get("/Type") == "/OBJR"
                    and part.Obj.objgen == annotation.objgen
                    for part in owner.K
                )
    return counted


def _marks(sheet: Any) -> set[int]:  # pikepdf and any dataclass
    depth, seen = 0, set()
    for operands, operator in pikepdf.parse_content_stream(sheet):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            depth += 1
            if name == "BDC":
                seen.add(int(operands[1].MCID))
        elif name == "EMC":
            depth -= 1
        elif name in _PAINTING:
            assert depth == 1, name
    assert depth == 0
    return seen


def _names(element: Any, number: int, sheet: Any) -> bool:  # pikepdf and any dataclass
    for part in element.K:
        if isinstance(part, pikepdf.Dictionary):
            if part.get("/MCID") == number and part.Pg.objgen == sheet.objgen:
                return True
        elif int(part) == number and element.Pg.objgen == sheet.objgen:
            return True
    return False


def roles(pdf: bytes) -> list[str]:
    """Return the roles of the structure tree in reading order."""
    out: list[str] = []

    def walk(element: Any) -> None:  # pikepdf's objects
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            out.append(str(element.S)[1:])
            for part in element.get("/K", []):
                walk(part)

    with pikepdf.open(BytesIO(pdf)) as document:
        for element in document.Root.StructTreeRoot.K:
            walk(element)
    return out


def alts(pdf: bytes) -> list[str]:
    """Return what is said in place of each drawing, in reading order."""
    out: list[str] = []

    def walk(element: Any) -> None:  # pikepdf's objects
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            if "/Alt" in element:
                out.append(str(element.Alt).replace("\u00a0", " "))
            for part in element.get("/K", []):
                walk(part)

    with pikepdf.open(BytesIO(pdf)) as document:
        for element in document.Root.StructTreeRoot.K:
            walk(element)
    return out


def fonts(pdf: bytes) -> dict[str, bool]:
    """Return the fonts pages draw with, and whether each is embedded.

    The font of an empty form field is not one: it draws nothing in the file.
    """
    out: dict[str, bool] = {}
    with pikepdf.open(BytesIO(pdf)) as document:
        for sheet in document.pages:
            for font in sheet.Resources.Font.values():
                descriptor = font.get("/FontDescriptor", {})
                out[str(font.BaseFont)] = "/FontFile2" in descriptor
    return out


def images(pdf: bytes) -> int:
    """Return how many pictures a file holds."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return sum(
            isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
            for each in document.objects
        )


def addresses(pdf: bytes) -> set[str]:
    """Return the addresses a file links to."""
    out = set()
    with pikepdf.open(BytesIO(pdf)) as document:
        for sheet in document.pages:
            for annotation in sheet.get("/Annots", []):
                if "/A" in annotation:
                    out.add(str(annotation.A.URI))
    return out
