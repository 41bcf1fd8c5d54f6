"""Every text somebody can type, hostile: kept as it was typed or refused, never run.

The fields are walked by themselves: what a form holds of a record, what a wish holds
of a new one, and every text column of the models has to be reached by one of them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from sqlalchemy import Enum, String

from crm.domain.activities import ActivityKind
from crm.domain.clock import in_days
from crm.domain.editing import Edit
from crm.domain.errors import (
    DeskError,
    MissingError,
    ReasonError,
    TooLongError,
    UnchangedError,
)
from crm.domain.money import Money
from crm.domain.opportunities import PATH
from crm.domain.revenue import year
from crm.domain.text import clean_line, clean_note
from crm.language.formats import tell
from crm.services import activities, bookings, opportunities, tags
from crm.services.activities import ActivityWish, NextStep
from crm.services.activity_edits import ACTIVITY_FIELDS, change_activity
from crm.services.agreements import Agreed
from crm.services.companies import CompanyWish, ContactWish, add_company, add_contact
from crm.services.company_edits import (
    COMPANY_FIELDS,
    CONTACT_FIELDS,
    change_company,
    change_contact,
)
from crm.services.follow_up_edits import FOLLOW_UP_FIELDS, change_follow_up
from crm.services.lines import LineWish
from crm.services.opportunities import OpportunityWish
from crm.services.opportunity_edits import OPPORTUNITY_FIELDS, change_opportunity
from crm.services.quick_log import QuickLog, log_quick
from crm.services.reports import advertisers, audit, contacts, documents, revenue
from crm.services.reports import opportunities as opportunity_reports
from crm.store.models import (
    Activity,
    Address,
    Company,
    Contact,
    ContactEmail,
    ContactPhone,
    FollowUp,
    FollowUpMove,
    Opportunity,
    Tag,
)
from crm.store.queries import activities as follow_ups
from crm.store.queries import editable
from crm.store.queries.advertisers import Filters
from crm.store.queries.audit import AuditAsked
from crm.store.queries.documents import Asked
from crm.store.queries.opportunities import OpportunityFilters
from tests.factories import MORNING, make_issue, make_quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from crm.store.columns import Base
    from tests.factories import Desk
    from tests.ui.conftest import RealDesk

EVIL = "evil.example"
NAUGHTY = (
    # letters of every kind
    "Œuvre d’été, 50 % à l’Haÿ-les-Roses",
    "Кириллица Ελληνικά עברית العربية",
    "中文 日本語 한국어 ไทย हिन्दी",
    "𝕯𝖔𝖚𝖇𝖑𝖊 𝒮𝒸𝓇𝒾𝓅𝓉 𠜎𠜱𡿺",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇫🇷 👍🏽 ❤️ 🧑‍💻",
    "ﬁ ﬂ ½ ① ＡＢＣ ｱｲｳ",
    "Z͑ͫ̓a͂̊l̷̢g̸̛o̶̧ t̴̛e̸x̶t",
    "a" + "\u0301" * 120,
    "e\u0301te\u0301 n\u0303",
    "İstanbul ı ß ẞ ǅ",
    # what cannot be seen
    "\u202egnp.exe\u202c",
    "\u2066isolated\u2069 \u200fmark\u200e",
    "zero\u200bwidth\ufeffspaces\u2060here",
    "soft\u00adhyphen",
    "\u200b\u200b\ufeff",
    "null\x00byte",
    "bell\x07 escape\x1b[31mred\x1b[0m \x7f",
    "tab\there\r\nand\nlines\u2028apart\x85too",
    "C1 \x80\x9f controls",
    "lone \ud800 surrogate \udfff",
    "private \ue000 and non\uffffcharacter",
    "\ufff9annotated\ufffb",
    "   \t\n  ",
    "",
    # markup
    "<script>alert('evil.example')</script>",
    "<img src=http://evil.example/b.png onerror=alert(1)>",
    "<svg/onload=alert(1)>&lt;b&gt;&amp;",
    '"><iframe src=//evil.example></iframe>',
    "javascript:alert(1)//evil.example",
    "<style>*{display:none}</style><!-- evil.example -->",
    "![i](http://evil.example/b.png)",
    "[click](javascript:alert(document.domain))",
    "[l](http://evil.example) <http://evil.example> www.evil.example",
    "# Heading **bold** _it_ ~~no~~ `code` | a | b |",
    "```\nfence\n```",
    "- [ ] list\n1. one\n> quote\n---",
    ":red[red] :material/delete: :smile: :blue-badge[x]",
    "    four spaces, then code",
    "$\\frac{a}{b}$ $$x^2$$ \\input{/etc/passwd}",
    "\\write18{evil} \\immediate",
    # programs
    "Robert'); DROP TABLE company;--",
    "' OR '1'='1' /*",
    '" OR ""="',
    "%' ESCAPE '!' _ %%",
    "{0} {name} {name.__class__.__mro__} {{x}} {",
    "%s %d %n %(name)s %",
    "${7*7} #{7*7} <%= 7*7 %> {{7*7}}",
    "$(touch /tmp/x) `id` ; rm -rf / | cat & true",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini C:\\con\\nul",
    "file:///etc/passwd \\\\evil.example\\share",
    # spreadsheets
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "＝1+1",
    "'=1+1",
    'a;b,c"d"\ne',
    # words that mean something to machines
    "null",
    "NaN",
    "undefined",
    "1e309",
    "٤٥٠٠",
    "true",
    # long
    "W" * 6_000,
    "mot " * 1_500,
)
WIDE = ("=", "@", "\t", "\r", "＝", "＋", "－", "＠")
FREE, PICKED = "Sonde", ("fr", "FR")
MODELS = (
    *(Company, Address, Contact, ContactPhone, ContactEmail, Activity),
    *(FollowUp, FollowUpMove, Opportunity, Tag),
)
DERIVED = {
    "company": {"folded", "duplicate_key", "domain"},
    "contact": {"folded"},
    "contact_phone": {"digits", "extension", "kind", "region", "quality", "e164"},
    "contact_email": {"address"},
    "opportunity": {"currency"},
}
"""Columns that nobody types: the desk works them out."""
CHECKED = {
    "company": {"country", "language", "siren", "siret", "vat_number"},
    "address": {"country"},
    "contact": {"language"},
    "contact_phone": {"raw"},
    "contact_email": {"raw"},
}
"""Columns that take no free text: what is no such number or code is refused."""


def text_columns() -> set[str]:
    """Name every column of these models that holds text."""
    return {
        f"{model.__tablename__}.{column.key}"
        for model in MODELS
        for column in model.__table__.columns
        if isinstance(column.type, String) and not isinstance(column.type, Enum)
    }


SEVERAL = ("phones", "emails")
Typed = Callable[[dict[str, str]], object]


def is_text(wish: Any, name: str) -> bool:
    value = getattr(wish, name)
    return isinstance(value, str) and not isinstance(value, StrEnum)


def in_one(save: Typed, field: str, text: str) -> object:
    return save({field: text})


def one_text(way: Callable[[str], object], typed: dict[str, str]) -> object:
    return way(typed["text"])


class Typist:
    """Types one text into every field of every record, one field at a time."""

    def __init__(self, session: Session, desk: Desk) -> None:
        self.session, self.desk, self.actor = session, desk, desk.rep
        company, actor = desk.advertiser_id, desk.rep
        self.contact = add_contact(session, actor, ContactWish(company, "Lefort"))
        note = ActivityWish(company, ActivityKind.NOTE, outcome=None)
        self.activity = activities.log_activity(session, actor, note)
        step = NextStep("Rappeler", in_days(actor.today, 3))
        self.step = activities.plan(session, actor, company, step)
        self.intent = opportunities.open_opportunity(session, actor, self.intends())
        self.numbers = {
            "company": company,
            "contact": self.contact,
            "activity": self.activity,
            "follow_up": self.step,
            "opportunity": self.intent,
        }

    def intends(self, **typed: Any) -> OpportunityWish:
        close = in_days(self.actor.today, 60)
        wish = OpportunityWish(self.desk.advertiser_id, "Automne", Money(1), close)
        return replace(wish, **typed)

    def forms(self) -> Iterator[tuple[str, list[str], Typed]]:
        """Yield every form a text comes in by: its name, its fields, what saves it."""
        mine = {
            "company": (COMPANY_FIELDS, editable.open_company, change_company),
            "contact": (CONTACT_FIELDS, editable.open_contact, change_contact),
            "activity": (ACTIVITY_FIELDS, editable.open_activity, change_activity),
            "follow_up": (
                *(FOLLOW_UP_FIELDS, follow_ups.open_follow_up, change_follow_up),
            ),
            "opportunity": (
                *(OPPORTUNITY_FIELDS, editable.open_opportunity, change_opportunity),
            ),
        }
        for table, (known, look, change) in mine.items():
            opened = look(self.session, self.actor, self.numbers[table])
            assert opened
            values = opened.values
            named = [f for f in known if isinstance(values[f], str) or f in SEVERAL]
            yield table, named, self.editing(look, change, self.numbers[table])
        adds: dict[str, tuple[Any, Any]] = {
            "new company": (CompanyWish("Sonde"), add_company),
            "new contact": (ContactWish(self.desk.advertiser_id, "Sonde"), add_contact),
            "new opportunity": (self.intends(), opportunities.open_opportunity),
        }
        for name, (wish, add) in adds.items():
            texts = [one.name for one in fields(wish) if is_text(wish, one.name)]
            yield name, texts, self.adding(add, wish)
        for name, way in self.others():
            yield name, ["text"], partial(one_text, way)

    def ways(self) -> Iterator[tuple[str, Callable[[str], object]]]:
        """Yield every field of every form, by name, with what types into it alone."""
        for form, named, save in self.forms():
            for field in named:
                yield f"{form}.{field}", partial(in_one, save, field)

    def others(self) -> Iterator[tuple[str, Callable[[str], object]]]:
        session, actor, company = self.session, self.actor, self.desk.advertiser_id
        later = in_days(actor.today, 5)

        def log(text: str) -> object:
            step = NextStep(text or "Rappeler", later)
            said = ActivityWish(company, contact_id=self.contact, note=text)
            return log_quick(session, actor, QuickLog(replace(said, next_step=step)))

        def off(text: str) -> None:
            activities.put_off(session, actor, self.step, later, text)

        def lose(text: str) -> None:
            number = opportunities.open_opportunity(session, actor, self.intends())
            opportunities.lose_opportunity(session, actor, number, None, text)

        yield "log", log
        yield "put off", off
        yield "lose", lose
        yield "tag", lambda text: tags.tag_company(session, actor, company, text)

    def editing(self, look: Any, change: Any, number: int) -> Typed:
        def save(typed: dict[str, str]) -> object:
            opened = look(self.session, self.actor, number)
            told = {f: (t,) if f in SEVERAL else t for f, t in typed.items()}
            edit = Edit(opened.version, opened.values, told)
            return change(self.session, self.actor, number, edit)

        return save

    def adding(self, add: Any, wish: Any) -> Typed:
        return lambda typed: add(self.session, self.actor, replace(wish, **typed))

    def saves(self, save: Typed, typed: dict[str, str]) -> bool:
        """Say whether several fields are saved together."""
        try:
            with self.session.begin_nested():
                save(typed)
        except DeskError:
            return False
        return True

    def type(self, way: Callable[[str], object], text: str) -> DeskError | None:
        """Type a text; return the refusal, which has a sentence."""
        try:
            with self.session.begin_nested():
                way(text)
                self.session.flush()
        except DeskError as refusal:
            sentence = tell(refusal)
            assert sentence
            assert "{" not in sentence.replace(text[:40], "")
            return refusal
        return None


def kept(session: Session) -> dict[str, set[str]]:
    """Read what stands in the text columns now."""
    session.expire_all()
    found: dict[str, set[str]] = {}
    for model in MODELS:
        rows: list[Base] = session.query(model).all()
        for column in model.__table__.columns:
            name = f"{model.__tablename__}.{column.key}"
            if name in text_columns():
                values = {getattr(row, column.key) for row in rows}
                found[name] = {value for value in values if value}
    return found


def free_columns() -> set[str]:
    closed = {
        f"{table}.{name}"
        for known in (DERIVED, CHECKED)
        for table, names in known.items()
        for name in names
    }
    assert closed <= text_columns(), "a column that is there no more"
    return text_columns() - closed


def test_every_text_column_is_reached_by_a_field(real_desk: RealDesk) -> None:
    with real_desk.front.store.writing(real_desk.ids.rep) as session:
        typist = Typist(session, real_desk.ids)
        refused = [name for name, way in typist.ways() if typist.type(way, FREE)]
        found = kept(session)
    reached = {name for name, values in found.items() if FREE in values}
    assert reached >= free_columns()
    assert not reached & {"company.siren", "contact_phone.raw", "contact_email.raw"}
    assert "company.siren" in refused
    assert "contact.phones" in refused


def test_each_is_kept_as_typed_or_refused_with_a_sentence(real_desk: RealDesk) -> None:
    allowed = {FREE, "Sonde", *PICKED}
    for text in NAUGHTY:
        line, note = clean_line(text, longest=len(text)), clean_note(text, longest=9999)
        allowed.update(
            clean_line(text, longest=length)
            for length in (12, 20, 40, 100, 200, 380, 400, 500)
        )
        allowed.update((line, note, clean_note(text), note[:5000].strip()))
    with real_desk.front.store.writing(real_desk.ids.rep) as session:
        typist = Typist(session, real_desk.ids)
        before = kept(session)
        for form, named, save in typist.forms():
            ways = {field: partial(in_one, save, field) for field in named}
            closed = [f for f, way in ways.items() if typist.type(way, FREE)]
            free = [field for field in named if field not in closed]
            for typed in rounds(form, free):
                if not typist.saves(save, typed):
                    for field, text in typed.items():
                        refusal = typist.type(ways[field], text)
                        assert refusal is None or is_nothing(refusal, text), form
            for text in NAUGHTY[::4]:
                for field in closed:
                    typist.type(ways[field], text)
        after = kept(session)
    for name in free_columns():
        strange = after[name] - before[name] - allowed
        assert not strange, (name, [value[:60] for value in strange])
    assert max(map(len, after["activity.note"])) <= activities.LONGEST_NOTE


def rounds(form: str, named: list[str]) -> Iterator[dict[str, str]]:
    """Yield what is typed together: into a new record every text in every field,
    into one that is there every text once, each field another.
    """
    if form.startswith("new "):
        yield from (dict.fromkeys(named, text) for text in NAUGHTY)
        return
    many = len(NAUGHTY)
    for start in range(0, many, len(named)):
        texts = (NAUGHTY[(start + place) % many] for place in range(len(named)))
        yield dict(zip(named, texts, strict=True))


def is_nothing(refusal: DeskError, text: str) -> bool:
    """Say whether a text was refused because nothing is left of it, or not changed."""
    if isinstance(refusal, UnchangedError):
        return True
    left = clean_line(text, longest=9)
    return isinstance(refusal, MissingError | ReasonError | TooLongError) and (
        not left or isinstance(refusal, TooLongError)
    )


def test_a_note_of_five_thousand_characters_is_kept_whole(
    real_desk: RealDesk,
) -> None:
    note = ("é" * 99 + "\n") * 50
    note = note.strip() + "."
    assert len(note) == 5_000
    with real_desk.front.store.writing(real_desk.ids.rep) as session:
        typist = Typist(session, real_desk.ids)
        ways = dict(typist.ways())
        for name in ("company.note", "contact.note", "activity.note"):
            assert typist.type(ways[name], note) is None, name
        assert typist.type(ways["opportunity.note"], note) is None
        found = kept(session)
    for table in ("company", "contact", "activity", "opportunity"):
        assert note in found[f"{table}.note"], table


@pytest.fixture
def hostile(real_desk: RealDesk) -> RealDesk:
    """Fill the desk: everybody and everything at it is called one of these."""
    ids = real_desk.ids
    texts = [text for text in NAUGHTY if clean_line(text, longest=200)]

    def fill(session: Session) -> None:
        actor, company = ids.rep, ids.advertiser_id
        issue = make_issue(session, ids)
        booking = make_quote(session, ids, LineWish(issue, ids.page))
        agreed = Agreed("=1+1", MORNING.date(), "mail")
        bookings.confirm(session, ids.rep, booking, agreed)
        typist = Typist(session, ids)
        ways = dict(typist.ways())
        for field in ("name", "trade_name", "street", "town", "note"):
            said = f"=1+1 <b>{field}</b> ![i](//{EVIL})"
            assert typist.type(ways[f"company.{field}"], said) is None
        for place, text in enumerate(texts):
            name = clean_line(text, longest=200)
            wish = ContactWish(company, name, name[:100], job=text, source=text)
            who = add_contact(session, actor, replace(wish, note=text))
            stage = PATH[place % 4]
            about = opportunities.open_opportunity(
                session, actor, typist.intends(name=name, note=text, stage=stage)
            )
            step = NextStep(name, in_days(actor.today, place % 3))
            called = ActivityWish(
                company,
                contact_id=who,
                opportunity_id=about,
                note=clean_note(text),
                next_step=step,
                closes_follow_ups=False,
                happened_at=MORNING - timedelta(minutes=place),
            )
            activities.log_activity(session, actor, called)

    real_desk.writing(fill)
    return real_desk


def check_inert(page: AppTest) -> None:
    """Nothing that was typed is a link, a picture or markup on the page."""
    assert not page.exception
    reader = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    for shown in page.markdown:
        assert not shown.allow_html or EVIL not in shown.value
        for block in reader.parse(shown.value):
            for token in (block, *(block.children or ())):
                assert token.type not in {"image", "html_inline", "html_block", "fence"}
                href = str(token.attrs.get("href", ""))
                assert EVIL not in href
                assert not href.startswith("javascript:")


def test_pages_show_them_inert(hostile: RealDesk) -> None:
    for name in ("advertiser", "opportunities", "today"):
        query = {"id": hostile.ids.advertiser_id} if name == "advertiser" else {}
        page = hostile.open(name, **query)
        check_inert(page)
        assert "evil" in "\n".join(text.value for text in page.markdown), name


OWN_FORMULA = re.compile(
    r"=SUM\([A-Z]+\d+:[A-Z]+\d+\)|='[^']+'![A-Z]+\d+|=[A-Z]+\d+[-+][A-Z]+\d+"
    r"|=IF\([A-Z]+\$?\d+=0,(0|\"\"),(1|[A-Z]+\d+/[A-Z]+\$?\d+)\)"
)
"""What our own workbooks compute: sums, differences, shares, another sheet's total."""


def test_exports_hold_no_formula(hostile: RealDesk) -> None:
    ids = hostile.ids
    manager = ids.manager
    with hostile.front.store.reading(manager) as session:
        period = year(manager.today.year)
        files = [
            advertisers.advertisers_csv(session, manager, Filters()),
            opportunity_reports.opportunities_csv(
                session, manager, OpportunityFilters()
            ),
            documents.documents_csv(session, manager, Asked()),
            revenue.revenue_csv(session, manager, period),
            audit.audit_csv(session, hostile.ids.manager, AuditAsked()),
        ]
        book = revenue.revenue_workbook(session, manager, period)
        cards = contacts.contacts_vcf(session, manager, ids.advertiser_id)
    for content in files:
        written = io.StringIO(content.decode("utf-8-sig"))
        for told in csv.reader(written, delimiter=";"):
            for text in told:
                assert not text.startswith(WIDE), text[:40]
                assert not text.startswith(("+", "-")) or is_number(text), text[:40]
    for sheet in load_workbook(io.BytesIO(book)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                own = OWN_FORMULA.fullmatch(str(cell.value))
                assert own or cell.data_type != "f", cell.value
    lines = cards.decode().split("\r\n")
    assert lines.count("BEGIN:VCARD") == lines.count("END:VCARD")
    assert not [line for line in lines if len(line.encode()) > 76]


def is_number(cell: str) -> bool:
    plain = cell.replace(",", ".").replace("\u202f", "").replace("\u00a0", "")
    return plain.lstrip("+-").replace(".", "", 1).isdecimal()
