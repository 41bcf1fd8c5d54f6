"""A ReportLab canvas that writes tagged PDF/UA-1, natively.

All that is drawn outside ``with canvas.tag(...)`` is an artifact, so the content of a
page is always marked from end to end.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from mediakit import faces
from mediakit.metadata import CREATOR, PRODUCER, Metadata
from mediakit.structure import StructureTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportlab.lib.colors import Color

Box = tuple[float, float, float, float]
_ROLES = {"/Widget": "Form", "/Link": "Link"}
_PRINTED = 4
# A comment of the page's content: no word can be one, for words stand in brackets.
_PLACE = "%left for the end"
# A face is cut to its letters by a reader that has one place in the file.
_cutting = threading.Lock()


class TaggedCanvas(Canvas):  # type: ignore[misc] # ReportLab is untyped
    """Draw pages in PDF coordinates (origin at the lower left, points)."""

    _fillColorObj: Any  # noqa: N815 # as ReportLab names it

    def __init__(self, size: tuple[float, float], metadata: Metadata) -> None:
        faces.load()
        self.tree = StructureTree()
        self.metadata = metadata
        self._marking = False
        self._left: list[Callable[[], None]] = []
        self._unfinished: list[tuple[Any, list[Callable[[], None]]]] = []
        self._colours: dict[Color, str] = {}
        self._target = BytesIO()
        super().__init__(
            self._target,
            pagesize=size,
            pageCompression=1,
            pdfVersion=(1, 7),
            lang=metadata.language,
            initialFontName=faces.played("Text-Regular"),
            invariant=1,
        )
        self._open_page()
        self.setTitle(metadata.title)
        self.setAuthor(metadata.author)
        self.setSubject(metadata.subject)
        self.setCreator(CREATOR)
        self._doc.info.producer = PRODUCER
        self._doc.info._dateFormatter = (  # noqa: SLF001 # ReportLab's own hook
            lambda *_: metadata.pdf_date()
        )
        self.setViewerPreference("DisplayDocTitle", "true")

    # -- pages and marks ---------------------------------------------------------------

    def _open_page(self) -> None:
        self.tree.begin_page()
        self._code.append("/Artifact BMC")

    def _startPage(self) -> None:  # noqa: N802 # ReportLab's name
        super()._startPage()
        self._open_page()

    def showPage(self) -> None:  # noqa: N802 # ReportLab's name
        """Close the page and its last artifact."""
        self._code.append("EMC")
        super().showPage()

    def _setAnnotations(  # noqa: N802 # ReportLab's name
        self,
        page: Any,  # noqa: ANN401 # ReportLab is untyped
    ) -> None:
        super()._setAnnotations(page)
        if not isinstance(page, pdfdoc.PDFPage):
            return
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = self.tree.page_key
        page.Tabs = PDFName("S")
        self._unfinished.append((page, self._left))
        self._left = []
        self.tree.end_page()

    @contextmanager
    def group(self, role: str, **attributes: object) -> Iterator[None]:
        """Group elements: Sect, Table, TR, L, LI, Form…."""
        self.tree.open(role, attributes)
        try:
            yield
        finally:
            self.tree.close()

    @contextmanager
    def tag(self, role: str, **attributes: object) -> Iterator[None]:
        """Make what is drawn inside the content of one element: H1, P, TD, Figure….

        Inside another tag it adds nothing. A figure needs ``Alt`` and ``BBox``.
        """
        if self._marking:
            yield
            return
        self.tree.open(role, attributes)
        number = self.tree.mark(self._doc.thisPageRef())
        self._code.append("EMC")
        self._code.append(f"/{role} <</MCID {number}>> BDC")
        self._marking = True
        try:
            yield
        finally:
            self._code.append("EMC")
            self._code.append("/Artifact BMC")
            self._marking = False
            self.tree.close()

    def fill_with(self, colour: Color) -> None:
        """Fill with a colour; a colour already in force is not written again."""
        if self._fillColorObj is colour:
            return
        written = self._colours.get(colour)
        if written is None:
            self.setFillColor(colour)
            self._colours[colour] = self._code[-1]
        else:
            self._fillColorObj = colour
            self._code.append(written)

    def show(
        self,
        at: tuple[float, float],
        words: str,
        face: str,
        size: float,
        spacing: float,
    ) -> None:
        """Show words from a point as ReportLab's text object does, in half its time.

        ``spacing`` is added to each letter; all is in points.
        """
        font = pdfmetrics.getFont(face)
        out = ["BT", fp_str(*at), "Td"]
        if spacing:
            out += [fp_str(spacing), "Tc"]
        for subset, letters in font.splitString(words, self._doc):
            name = font.getSubsetInternalName(subset, self._doc)
            out += [name, fp_str(size), f"Tf ({escapePDF(letters)}) Tj"]
        out.append("0 Tc ET" if spacing else "ET")
        self._code.append(" ".join(out))

    def at_the_end(self, draw: Callable[[], None]) -> None:
        """Leave a place here for what is known only when all pages are drawn.

        What ``draw`` draws then is an artifact: it has no part in the structure.
        """
        self._code.append(_PLACE)
        self._left.append(draw)

    def _fill_places(self) -> None:
        for page, left in self._unfinished:
            for draw in left:
                self._code, self._fillColorObj = ["q"], None
                draw()
                drawn = "\n".join([*self._code, "Q"])
                page.stream = page.stream.replace(_PLACE, drawn, 1)

    def begin_with(self, part: str, letters: str) -> None:
        """Give letters their codes in a face before any is drawn with it."""
        if letters:
            pdfmetrics.getFont(faces.played(part)).splitString(letters, self._doc)

    # -- links and fields --------------------------------------------------------------

    def _addAnnotation(  # noqa: N802 # ReportLab's name
        self,
        annotation: Any,  # noqa: ANN401 # ReportLab is untyped
        name: str | None = None,
        addtopage: int = 1,
    ) -> Any:  # noqa: ANN401
        if addtopage and isinstance(annotation, PDFDictionary):
            role = _ROLES[annotation.dict["Subtype"]]
            key, name = self.tree.annotate(role, self._doc.thisPageRef())
            annotation["StructParent"] = key
            annotation["F"] = _PRINTED
        return super()._addAnnotation(annotation, name, addtopage)

    def _link(self, box: Box, says: str, **action: object) -> None:
        entry = {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("Link"),
            "Rect": PDFArray(box),
            "Border": PDFArray([0, 0, 0]),
            "Contents": PDFString(says),
        }
        self._addAnnotation(PDFDictionary({**entry, **action}))

    def link_page(self, key: str, box: Box, says: str) -> None:
        """Link a box to the page bookmarked ``key``."""
        self._link(box, says, Dest=self._bookmarkReference(key))

    def link_uri(self, uri: str, box: Box, says: str) -> None:
        """Link a box to ``mailto:`` or ``tel:``; nothing else is accepted."""
        if not uri.startswith(("mailto:", "tel:")):
            msg = f"a document links to people only, not to {uri[:40]!r}"
            raise ValueError(msg)
        action = {"S": PDFName("URI"), "URI": PDFString(uri)}
        self._link(box, says, A=PDFDictionary(action))

    def text_field(self, name: str, box: Box, says: str, colour: Color) -> None:
        """Add an empty text field; ``says`` is what a screen reader announces."""
        left, bottom, right, top = box
        with self.group("Form"):
            self.acroForm.textfield(
                name=name,
                tooltip=says,
                x=left,
                y=bottom,
                width=right - left,
                height=top - bottom,
                borderWidth=0,
                fillColor=None,
                textColor=colour,
                fontSize=10,
                fontName="Helvetica",
                forceBorder=False,
            )

    def signature_field(self, name: str, box: Box, says: str) -> None:
        """Add an empty signature field; an empty box makes it invisible."""
        field = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Widget"),
                "FT": PDFName("Sig"),
                "T": PDFString(name),
                "TU": PDFString(says),
                "Rect": PDFArray(box),
                "P": self._doc.thisPageRef(),
            }
        )
        with self.group("Form"):
            self._addAnnotation(field)
        self.acroForm.fields.append(self.acroForm.getRef(field))

    # -- output ------------------------------------------------------------------------

    def finish(self) -> bytes:
        """Close the last page, write structure and metadata, return the file."""
        if len(self._code) > 1 or self.tree.page_elements:
            self.showPage()
        self._fill_places()
        catalogue = self._doc.Catalog
        catalogue.StructTreeRoot = self.tree.write(self._doc)
        catalogue.MarkInfo = PDFDictionary({"Marked": "true"})
        catalogue.Metadata = pdfdoc.XMP(creator=lambda _: self.metadata.xmp())
        with _cutting:
            self._doc.SaveToFile(self._target, self)
        return self._target.getvalue()
