"""The parts of a booking summary: frame, parties, price, agreement, annexed terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.blocks import cascade_height, draw_cascade
from mediakit.people import draw_person

if TYPE_CHECKING:
    from mediakit.blocks import Flow
    from mediakit.model import BookingSummary, Clause, Party, References
    from mediakit.sheet import Sheet
    from mediakit.wording import SummaryWording

GRID = theme.PORTRAIT
_BODY = theme.BODY.but(size=9, lead=12.5)
_BOLD = _BODY.but(face="Text-Bold")
_HEADING = theme.SMALL.but(face="Text-Bold", tone="accent", size=8)
_TERMS = theme.SMALL.but(size=8, lead=11.25)


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
        style = theme.MEGA.but(size=120, tone="sky", kern=False)
        style = text.shrink(sheet.words(self.words.watermark, 24), style, 640, 20)
        canvas.saveState()
        canvas.setFillAlpha(0.34)
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
            with sheet.tag("P"):
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
                    y = sheet.paragraph(x, y, room, line, style, most=3)
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


def draw_price(flow: Flow, words: BookingSummary, labels: SummaryWording) -> None:
    """Draw every step of every price, then the totals, kept whole."""
    sheet = flow.sheet
    one = len(words.cascades) == 1
    half = GRID.span(6) - 3
    if words.cascades:
        first = cascade_height(sheet, words.cascades[0], half)
        flow.need(24 + first)
        with sheet.tag("H2"):
            sheet.text(GRID.left, flow.y + 12, labels.cascade, theme.H2.but(size=14))
        flow.y += 22
    if one:
        _side_by_side(flow, words, labels)
        return
    for start in range(0, len(words.cascades), 2):
        pair = words.cascades[start : start + 2]
        flow.need(max(cascade_height(sheet, c, half) for c in pair))
        ends = [
            draw_cascade(sheet, GRID.x(6 * n) + 3 * n, flow.y, half, cascade)
            for n, cascade in enumerate(pair)
        ]
        flow.y = max(ends) + 14
    flow.y += 4
    left, right = GRID.span(6) - 24, GRID.span(6) - 3
    flow.need(
        max(_totals_height(sheet, words, right), _terms_height(sheet, words, left))
    )
    totals = _draw_totals(sheet, words, labels, (GRID.x(6) + 3, flow.y, right))
    terms = _draw_terms(sheet, words, labels, (GRID.left, flow.y, left))
    flow.y = max(totals, terms) + 12


def _side_by_side(flow: Flow, words: BookingSummary, labels: SummaryWording) -> None:
    sheet = flow.sheet
    left, right = GRID.span(7) - 12, GRID.span(5)
    high = _totals_height(sheet, words, right) + _terms_height(sheet, words, right)
    flow.need(max(high + 14, cascade_height(sheet, words.cascades[0], left)))
    ends = draw_cascade(sheet, GRID.left, flow.y, left, words.cascades[0])
    x = GRID.x(7)
    y = _draw_totals(sheet, words, labels, (x, flow.y, right))
    y = _draw_terms(sheet, words, labels, (x, y + 14, right))
    flow.y = max(ends, y) + 12


_SENTENCE = theme.TINY


def _totals_height(sheet: Sheet, words: BookingSummary, wide: float) -> float:
    sentences = sum(
        len(sheet.lines(rate.sentence, _SENTENCE, wide, 4)) * _SENTENCE.lead + 3
        for rate in words.vat
        if rate.sentence
    )
    return 17 * (1 + len(words.vat)) + sentences + 40


def _draw_totals(
    sheet: Sheet,
    words: BookingSummary,
    labels: SummaryWording,
    at: tuple[float, float, float],
) -> float:
    x, y, wide = at
    plain = theme.BODY.but(size=9)
    with sheet.group("Table"):
        rows = [(labels.total_excl, words.total_excl, "")]
        rows += [
            (labels.vat_on.format(rate.label, rate.base), rate.amount, rate.sentence)
            for rate in words.vat
        ]
        for label, amount, sentence in rows:
            with sheet.group("TR"):
                with sheet.tag("TH", Scope="Row"):
                    style = text.shrink(sheet.words(label), plain, wide - 70)
                    sheet.text(x, y + 12, label, style, room=wide - 70)
                    end = y + 17
                    if sentence:
                        end = sheet.paragraph(
                            x, y + 16, wide, sentence, _SENTENCE, most=4
                        )
                        end += 3
                with sheet.tag("TD"):
                    sheet.figure(x + wide, y + 12, amount, _figure(), room=66)
            y = end
        y += 4
        sheet.box(x - 12, y, wide + 12, 32, fill="lime", radius=3)
        with sheet.group("TR"):
            with sheet.tag("TH", Scope="Row"):
                sheet.text(x, y + 20.5, labels.total_incl, theme.H3.but(size=11))
            with sheet.tag("TD"):
                big = theme.FIGURE_BOLD.but(size=15)
                room = wide - 90
                sheet.figure(x + wide - 10, y + 21, words.total_incl, big, room=room)
    return y + 36


def _figure() -> theme.Style:
    return theme.FIGURE_BOLD.but(size=9.5)


def _terms(sheet: Sheet, words: BookingSummary) -> list[tuple[str, theme.Style]]:
    strong = _TERMS.but(face="Text-Bold", tone="ink")
    given = (
        (words.cancellation, strong),
        (words.payment, _TERMS),
        (words.terms, _TERMS),
    )
    return [(sheet.words(raw, 700), style) for raw, style in given if raw]


def _terms_height(sheet: Sheet, words: BookingSummary, wide: float) -> float:
    terms = _terms(sheet, words)
    if not terms:
        return 0
    lines = sum(len(sheet.lines(raw, style, wide)) for raw, style in terms)
    return 19 + lines * _TERMS.lead + 3 * len(terms)


def _draw_terms(
    sheet: Sheet,
    words: BookingSummary,
    labels: SummaryWording,
    at: tuple[float, float, float],
) -> float:
    x, y, wide = at
    terms = _terms(sheet, words)
    if not terms:
        return y
    with sheet.group("Sect"):
        with sheet.tag("H3"):
            sheet.text(x, y + 12, labels.conditions, theme.H3.but(size=9.5))
        y += 19
        for raw, style in terms:
            with sheet.tag("P"):
                y = sheet.paragraph(x, y, wide, raw, style) + 3
    return y


_AGREEMENT = 128.0


def draw_agreement(
    flow: Flow, words: BookingSummary, sheet: Sheet, labels: SummaryWording
) -> None:
    """Draw the box to be signed: two text fields, a signature field, who to call."""
    flow.need(_AGREEMENT + 4)
    y, inner = flow.y + 4, GRID.left + 14
    sheet.box(GRID.left, y, GRID.measure, _AGREEMENT, fill="paper", radius=4)
    with sheet.group("Sect"):
        with sheet.tag("H2"):
            sheet.text(inner, y + 24, labels.agreement, theme.H2.but(size=14))
        fields = (
            ("nom", labels.agreement_name, labels.agreement_name_tip),
            ("date", labels.agreement_date, labels.agreement_date_tip),
        )
        for n, (name, label, tip) in enumerate(fields):
            top = y + 44 + n * 40
            with sheet.tag("P"):
                sheet.text(inner, top, label, theme.SMALL)
            sheet.box(inner, top + 5, 148, 22, fill="white", stroke="mist", radius=2)
            area = sheet.area(inner + 3, top + 7, 142, 18)
            sheet.canvas.text_field(name, area, tip, sheet.tones["ink"])
        x, wide = inner + 162, 164.0
        with sheet.tag("P"):
            sheet.text(x, y + 44, labels.agreement_sign, theme.SMALL)
        sheet.box(x, y + 49, wide, 62, fill="white", stroke="mist", radius=2)
        area = sheet.area(x, y + 49, wide, 62)
        sheet.canvas.signature_field("signature", area, labels.agreement_sign_tip)
        x += wide + 14
        room = GRID.edge - x - 12
        top = y + 39
        if words.signatory:
            with sheet.tag("P"):
                sheet.text(x, y + 44, labels.signatory, theme.SMALL)
                strong = theme.STRONG.but(size=8.5, lead=11)
                top = sheet.paragraph(x, y + 48, room, words.signatory, strong, most=3)
                top += 5
        if words.contact:
            with sheet.tag("P"):
                sheet.text(x, top + 5, labels.contact, theme.SMALL)
            draw_person(sheet, (x, top + 9, room), words.contact, compact=True)
    flow.y = y + _AGREEMENT + 6
    with sheet.tag("P"):
        flow.y = sheet.paragraph(
            GRID.left, flow.y, GRID.measure, labels.agreement_terms, theme.TINY
        )


def draw_clauses(flow: Flow, clauses: tuple[Clause, ...]) -> None:
    """Set the annexed terms in two columns, over as many pages as they take."""
    sheet = flow.sheet
    wide = GRID.span(6) - 6
    head = theme.STRONG.but(face="Text-Bold", size=8, lead=11)
    body = theme.SMALL.but(size=7.5, lead=9.75, tone="ink")
    top, column = flow.y, 0
    for clause in clauses:
        for raw, style, role in (
            (clause.heading, head, "H3"),
            (clause.text, body, "P"),
        ):
            lines = sheet.lines(raw, style, wide) if raw else []
            spare = body.lead * 2 if role == "H3" else 0
            with sheet.group(role):
                while lines:
                    fits = int((flow.bottom - flow.y - spare) // style.lead)
                    if fits < min(len(lines), 2):
                        column = 1 - column
                        if column == 0:
                            flow.turn()
                            top = flow.y
                        flow.y = top
                        continue
                    x = GRID.left + column * (wide + 24)
                    with sheet.tag("Span"):
                        flow.y = sheet.set_lines(x, flow.y, lines[:fits], style)
                    lines = lines[fits:]
        flow.y += 6
