"""The head of a booking summary: what frames every page, parties, references."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from mediakit import text, theme

if TYPE_CHECKING:
    from mediakit.blocks import Flow
    from mediakit.model import BookingSummary, Party, References
    from mediakit.sheet import Sheet
    from mediakit.wording import SummaryWording

GRID = theme.PORTRAIT
_BODY = theme.BODY.but(size=9, lead=12.5)
_BOLD = _BODY.but(face="Text-Bold")
_HEADING = theme.SMALL.but(face="Text-Bold", tone="accent", size=8)


def bare(words: str) -> str:
    """Return words fit for metadata: one clean line of at most 200 characters."""
    return text.clean(words, 200).replace("\n", " ")


class Frame:
    """Draw what stands on every page: the head, the foot, the watermark."""

    def __init__(
        self, sheet: Sheet, words: BookingSummary, labels: SummaryWording, total: int
    ) -> None:
        self.sheet, self.words, self.labels, self.total = sheet, words, labels, total
        self.heading = labels.headings[words.kind]

    def first_page(self) -> float:
        """Open the first page; return where its content begins."""
        sheet, words, labels = self.sheet, self.words, self.labels
        name = f"{self.heading} {sheet.words(words.number, 40)}"
        sheet.begin_page(name, "page-1", "white")
        self._watermark()
        sheet.box(0, 0, GRID.width, 112, fill="accent")
        with sheet.tag("P"):
            brand = theme.H2.but(size=15, tone="white")
            sheet.text(GRID.left, 46, sheet.look.name, brand, room=GRID.span(7))
        with sheet.tag("H1"):
            style = theme.H1.but(size=32, tone="white")
            wide = sheet.text(GRID.left - 1, 88, self.heading, style)
        if words.watermark:
            self._badge(GRID.left + wide + 14, 88)
        with sheet.tag("P"):
            number = theme.H2.but(size=15, tone="lime")
            sheet.text(GRID.edge, 46, words.number, number, side="right", room=150)
        dates = [labels.issued.format(words.issued_on)]
        if words.valid_until:
            dates.append(labels.valid.format(words.valid_until))
        small = theme.SMALL.but(size=8.5, tone="white")
        for n, line in enumerate(dates):
            y = 88 - 14 * (len(dates) - 1 - n)
            with sheet.tag("P"):
                sheet.text(GRID.edge, y, line, small, side="right", room=170)
        self._foot()
        return 132

    def next_page(self) -> float:
        """Close the page, open the next one; return where its content begins."""
        sheet, words = self.sheet, self.words
        number = sheet.pages + 1
        sheet.begin_page(self.labels.page.format(number), f"page-{number}", "white")
        self._watermark()
        sheet.box(0, 0, GRID.width, 32, fill="accent")
        small = theme.SMALL.but(size=8.5, tone="white")
        title = f"{self.heading}, {self.labels.continued}"
        sheet.text(GRID.left, 20, title, small.but(face="Text-Bold"), room=170)
        party = words.advertiser.lines[0] if words.advertiser.lines else ""
        sheet.text(GRID.width / 2, 20, party, small, side="centre", room=170)
        lime = theme.H2.but(size=10, tone="lime")
        sheet.text(GRID.edge, 20, words.number, lime, side="right", room=110)
        self._foot()
        return 54

    def _badge(self, x: float, y: float) -> None:
        sheet = self.sheet
        style = theme.LABEL.but(size=8, tone="ink")
        words = text.fit(sheet.words(self.words.watermark), style, 110)
        wide = text.width(words, style)
        sheet.box(x, y - 15, wide + 14, 17, fill="lime", radius=3)
        with sheet.tag("P"):
            sheet.text(x + 7, y - 3.7, words, style)

    def _watermark(self) -> None:
        if not self.words.watermark:
            return
        sheet, canvas = self.sheet, self.sheet.canvas
        style = theme.MEGA.but(size=120, tone="ghost", kern=False)
        style = text.shrink(sheet.words(self.words.watermark, 24), style, 640, 20)
        canvas.saveState()
        canvas.translate(GRID.width / 2, GRID.height / 2 - 30)
        canvas.rotate(54)
        canvas.translate(0, -GRID.height)
        words = sheet.words(self.words.watermark, 24)
        sheet.text(0, style.size * 0.35, words, style, side="centre")
        canvas.restoreState()

    def _foot(self) -> None:
        sheet = self.sheet
        y = GRID.height - GRID.bottom
        sheet.rule(GRID.left, y - 6, GRID.measure)
        brand = theme.LABEL.but(face="Display-SBold", size=8, tone="ink", track=0)
        sheet.text(GRID.left, y + 6, sheet.look.name, brand, room=150)
        title = f"{self.heading} {self.words.number}"
        middle = GRID.width / 2
        sheet.text(middle, y + 6, title, theme.SMALL, side="centre", room=200)
        folio = f"{sheet.pages}/{self.total}" if self.total > 1 else str(sheet.pages)
        sheet.text(GRID.edge, y + 6, folio, brand, side="right")
        if self.words.notice:
            # Read once: on later pages it stands outside the structure.
            once = sheet.tag("P") if sheet.pages == 1 else nullcontext()
            with once:
                notice = sheet.words(self.words.notice, 300)
                sheet.text(GRID.left, y + 18, notice, theme.TINY, room=GRID.measure)


def draw_parties(flow: Flow, words: BookingSummary, labels: SummaryWording) -> None:
    """Draw the parties side by side, four to a row at most, and the mandate."""
    note = "" if words.bill_to else labels.billed_in_name
    columns: list[tuple[str, Party, str]] = [
        (labels.seller, words.seller, ""),
        (labels.advertiser, words.advertiser, note),
    ]
    if words.bill_to:
        columns.append((labels.bill_to, words.bill_to, ""))
    if words.agency:
        columns.append((labels.agency, words.agency, words.mandate))
    if words.payer:
        columns.append((labels.payer, words.payer, ""))
    row = len(columns) if len(columns) < 5 else 3
    for start in range(0, len(columns), row):
        _party_row(flow, columns[start : start + row], GRID.columns // max(row, 2))
    if words.mandate_missing:
        _warning(flow, words.mandate_missing)
    flow.y += 4


def _party_row(flow: Flow, columns: list[tuple[str, Party, str]], span: int) -> None:
    sheet, top, end = flow.sheet, flow.y, flow.y
    room = GRID.span(span) - 4
    for n, (role, party, note) in enumerate(columns):
        x, y = GRID.x(n * span), top + 10
        with sheet.group("Sect"):
            with sheet.tag("H2"):
                sheet.text(x, y, party.heading or role, _HEADING, room=room)
            y += 5
            with sheet.tag("P"):
                for k, line in enumerate(party.lines[:10]):
                    style = _BODY if k else _BOLD
                    wide = sheet.width(line, style)
                    if room < wide < room * 1.2:
                        style = text.shrink(sheet.words(line), style, room)
                    most = 2 if k else 6
                    y = sheet.paragraph(x, y, room, line, style, most=most)
            if note:
                with sheet.tag("P"):
                    small = theme.SMALL.but(face="Text-Medium", tone="accent")
                    y = sheet.paragraph(x, y + 2, room, note, small, most=4)
        end = max(end, y)
    flow.y = end + 12


def _warning(flow: Flow, warning: str) -> None:
    sheet = flow.sheet
    style = theme.STRONG.but(size=8.75)
    lines = sheet.lines(warning, style, GRID.measure - 26, 6)
    high = len(lines) * style.lead + 12
    flow.need(high)
    sheet.box(GRID.left, flow.y, GRID.measure, high, fill="paper")
    sheet.box(GRID.left, flow.y, 4, high, fill="coral")
    with sheet.tag("P"):
        sheet.set_lines(GRID.left + 14, flow.y + 6, lines, style)
    flow.y += high + 10


def draw_references(flow: Flow, references: References, labels: SummaryWording) -> None:
    """Draw the references a payer asks for, in one ruled strip (four to a row)."""
    facts = [
        (labels.purchase_order, references.purchase_order),
        (labels.engagement, references.engagement),
        (labels.service_code, references.service_code),
        *((fact.label, fact.value) for fact in references.others[:9]),
    ]
    facts = [fact for fact in facts if fact[1]]
    sheet, room = flow.sheet, GRID.span(3)
    for start in range(0, len(facts), 4):
        flow.need(40)
        sheet.rule(GRID.left, flow.y, GRID.measure, "line")
        for n, (label, value) in enumerate(facts[start : start + 4]):
            x = GRID.x(n * 3)
            with sheet.tag("P"):
                sheet.text(x, flow.y + 13, label, theme.SMALL, room=room)
                style = text.shrink(
                    sheet.words(value, 60), theme.FIGURE_BOLD.but(size=9), room
                )
                sheet.text(x, flow.y + 25, value, style, room=room)
        flow.y += 33
    if facts:
        sheet.rule(GRID.left, flow.y, GRID.measure, "line")
        flow.y += 14
