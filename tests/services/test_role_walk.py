"""Every export and every document, for every role: none tells what is Paul's.

An export or a document that is added is either in the walk, or the walk fails.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from crm.domain.errors import DeskError, NotYoursError, UnknownError
from crm.domain.revenue import Basis, Period
from crm.domain.roles import Right
from crm.services import documents
from crm.services.documents import drafts
from crm.services.documents.media_kit import KitWish
from crm.services.reports import (
    advertisers,
    audit,
    bookings,
    contacts,
    insertion_reports,
    materials,
    opportunities,
    revenue,
)
from crm.services.reports import documents as kept
from crm.store.queries.advertisers import Filters
from crm.store.queries.audit import AuditAsked
from crm.store.queries.documents import Asked
from crm.store.queries.insertion_reports import ReportsAsked
from crm.store.queries.materials import MaterialsAsked
from crm.store.queries.opportunities import OpportunityFilters
from tests.factories import ITSELF
from tests.mediakit.reading import texts
from tests.two_reps import PAUL, SECRET, SEES, TwoReps, make_two_reps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.database import Store

    Ask = Callable[[Session, Actor, TwoReps], object]

YEAR = Period(date(2027, 1, 1), date(2027, 12, 31), Basis.POSTED)
REPORTS = Path(revenue.__file__).parent
DOCUMENTS = Path(documents.__file__).parent


def found_cards(session: Session, actor: Actor, ids: TwoReps) -> bytes:
    """Return the cards of Paul’s advertiser, nothing where it is not to be found."""
    try:
        return contacts.contacts_vcf(session, actor, ids.company_id)
    except UnknownError:
        return b""


def cells(workbook: bytes) -> list[object]:
    return [
        list(row)
        for sheet in load_workbook(BytesIO(workbook))
        for row in sheet.iter_rows(values_only=True)
    ]


EXPORTS: dict[str, Ask] = {
    "advertisers.advertisers_csv": lambda s, a, _i: advertisers.advertisers_csv(
        s, a, Filters()
    ),
    "advertisers.advertisers_workbook": lambda s, a, _i: cells(
        advertisers.advertisers_workbook(s, a, Filters())
    ),
    "bookings.bookings_csv": lambda s, a, _i: bookings.bookings_csv(s, a),
    "contacts.contacts_vcf": found_cards,
    "documents.documents_csv": lambda s, a, _i: kept.documents_csv(s, a, Asked()),
    "insertion_reports.reports_csv": lambda s, a, _i: insertion_reports.reports_csv(
        s, a, ReportsAsked()
    ),
    "materials.materials_csv": lambda s, a, _i: materials.materials_csv(
        s, a, MaterialsAsked()
    ),
    "opportunities.opportunities_csv": lambda s, a, _i: opportunities.opportunities_csv(
        s, a, OpportunityFilters()
    ),
    "revenue.revenue_csv": lambda s, a, _i: revenue.revenue_csv(s, a, YEAR),
    "revenue.revenue_workbook": lambda s, a, _i: [
        list(row)
        for sheet in load_workbook(BytesIO(revenue.revenue_workbook(s, a, YEAR)))
        for row in sheet.iter_rows(values_only=True)
    ],
}
"""Files that leave the desk: for those who may export, of what they see."""

AUDITED = {"audit.audit_csv": lambda s, a, _i: audit.audit_csv(s, a, AuditAsked())}
"""The audit leaves whole with an administrator, with others what they did."""

FIGURES = {
    "rate_cards.card_workbook": "prices, the same for everybody; the right to export "
    "is asked for in test_card_files",
    "rate_cards.card_template": "a title's formats, for who changes its cards",
    "rate_cards.comparison_workbook": "prices, as the card's own workbook",
    "activity.activity_csv": "counts by rep; rep_weeks and its rule are in the walk",
    "revenue.entries_frame": "the rows that the exports above write",
    "revenue.revenue_facts": "sums, told by the command line",
    "bookings.euros": "a cell",
    "targets.targets_workbook": "targets by rep; target_grid and its rule are in "
    "test_targets, with the right to export",
    "cells.inert": "a cell",
    "cells.euros_of": "a cell",
    "cells.amounts_in": "how a cell writes a currency",
    "cells.write_head": "cells",
    "cells.embolden": "cells",
    "revenue_sheets.write_rows": "a sheet of the workbook above",
    "revenue_sheets.write_summary": "a sheet of the workbook above",
    "revenue_sheets.write_cut": "a sheet of the workbook above",
    "audit.audit_csv": "the administrator's page; what a row names is in its own test",
}

MADE: dict[str, Ask] = {
    "booking_summary.issue_booking_summary": lambda s, a, i: texts(
        documents.issue_booking_summary(s, a, i.booking_id).content
    ),
    "drafts.draft_of": lambda s, a, i: drafts.draft_of(s, a, i.document_id).content,
    "statement.issue_statement": lambda s, a, i: texts(
        documents.issue_statement(s, a, i.company_id, YEAR.since.year).content
    ),
    "insertion_report.issue_insertion_report": lambda s, a, i: texts(
        documents.issue_insertion_report(s, a, i.report_id).content
    ),
    "media_kit.draw_media_kit": lambda s, a, i: texts(
        documents.draw_media_kit(s, a, KitWish(i.company_id)).content
    ),
    "media_kit.issue_media_kit": lambda s, a, i: texts(
        documents.issue_media_kit(s, a, KitWish(i.company_id)).content
    ),
}
"""Documents about Paul's advertiser: for those who see it, refused to all others."""

MASKED: dict[str, Ask] = {
    "flatplan.draw_flatplan": lambda s, a, i: texts(
        documents.draw_flatplan(s, a, i.issue_id)
    ),
}
"""Documents for whoever exports; whose ad it is only to those who see its booking."""

PIECES = {
    "booking_summary.summary_words": "the words of a booking one has",
    "amendment.amendment_words": "the words of an amendment one has",
    "amendment.issue_amendment": "of a booking one sees; narrowed by its query",
    "calendar.calendar_words": "a title's dates, told to the market",
    "calendar.issue_calendar": "a title's dates, told to the market",
    "flatplan.issue_flatplan": "for who sees the whole desk; see test_papers",
    "insertion_report.issue_reports_of": "those above that one sees",
    "insertion_report.report_words": "the words of a report one has",
    "issuing.issue_paper": "keeps what was made",
    "one_more_table.one_more_table": "a plan one has, priced once more",
    "parties.parties_of": "who stands on a booking one has",
    "parties.signatory_of": "who signs a booking one has",
    "proposal.issue_proposal": "of a quote one sees; the walk's own waits for approval",
    "proposal.proposal_words": "the words of a proposal one has",
    "proposal.told_before": "what was typed for a booking one has",
    "renewals.renewals": "what an advertiser one sees may renew",
    "statement.statement_words": "the words of a statement one has",
    "technical_sheet.issue_technical_sheet": "a title's formats, told to the market",
    "technical_sheet.sheet_words": "a title's formats, told to the market",
    "keeping.keep": "keeps what was made",
    "totals.total_kept": "the total of a booking one has",
    "totals.check_totals": "asked by the desk itself",
    "report_facts.read_facts": "sums and lists, each asked by its own walk",
    "revenue_report.chart_picture": "sums, drawn; see test_revenue_report",
    "revenue_report.report_words": "the words of a report",
    "revenue_report.issue_revenue_report": "sums, kept; see test_revenue_report",
    "revenue_report.draw_revenue_report": "sums; asked by every role in "
    "test_revenue_report",
    "keeping.check_kept": "asked by the desk itself",
    "kit_facts.gather": "the facts of a kit's pages; asked by the kit",
    "kit_facts.checked_claims": "figures of the title, told to the market",
    "kit_facts.checked_meetings": "events of the title, told to the market",
    "kit_choosing.pages_for": "which pages serve an advertiser one sees",
    "kit_choosing.codes_for": "which pages serve an advertiser one sees",
    "kit_net.pricing_of": "the scales an advertiser one sees has reached",
    "media_kit.compose_media_kit": "the words of a kit, which the walk draws",
    "media_kit.keep_media_kit": "keeps what was made",
    "words.person": "a colleague's card",
    "words.portrait": "a colleague's photo",
    "words.drawn_picture": "a logo, a cover, a colleague's photo",
}
"""Functions of the documents that take a session and make none by themselves."""


def functions(folder: Path) -> set[str]:
    return {
        f"{path.stem}.{node.name}"
        for path in folder.glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.args.args
        and (node.args.args[0].arg == "session" or folder == REPORTS)
    }


@pytest.fixture(scope="module")
def walked(shared_sqlite: Store) -> Iterator[tuple[Session, TwoReps]]:
    with shared_sqlite.reading(ITSELF) as session:
        yield session, make_two_reps(session)


@pytest.fixture
def ask(
    walked: tuple[Session, TwoReps],
) -> Iterator[Callable[[str, Ask, frozenset[Right]], str]]:
    session, ids = walked

    def answer(who: str, question: Ask, also: frozenset[Right]) -> str:
        asker = ids.askers[who]
        rights = asker.standing.rights | also
        asker = replace(asker, standing=replace(asker.standing, rights=rights))
        session.flush()
        session.expunge_all()
        session.info["asker"] = asker
        told = question(session, asker, ids)
        return told.decode("utf-8-sig") if isinstance(told, bytes) else str(told)

    yield answer
    session.info["asker"] = ITSELF


def test_every_export_and_document_is_in_the_walk() -> None:
    assert {*EXPORTS, *AUDITED, *FIGURES} == functions(REPORTS)
    assert {*MADE, *MASKED, *PIECES} == functions(DOCUMENTS)


@pytest.mark.parametrize("document", MASKED)
def test_a_document_tells_whose_it_is_to_who_sees_it(
    document: str, ask: Callable[[str, Ask, frozenset[Right]], str]
) -> None:
    may = frozenset({Right.EXPORT})
    for who, sees in SEES.items():
        found = ask(who, MASKED[document], may)
        assert (SECRET in found) is sees, who
        assert PAUL in found or sees, who
    for who in ("rep", "owner", "reader"):
        with pytest.raises(NotYoursError):
            ask(who, MASKED[document], frozenset())


@pytest.mark.parametrize("export", EXPORTS)
def test_an_export_holds_what_its_reader_sees(
    export: str, ask: Callable[[str, Ask, frozenset[Right]], str]
) -> None:
    may = frozenset({Right.EXPORT})
    for who, sees in SEES.items():
        assert (SECRET in ask(who, EXPORTS[export], may)) is sees, who


def test_the_audit_leaves_with_an_administrator(
    ask: Callable[[str, Ask, frozenset[Right]], str],
) -> None:
    for who in SEES:
        told = ask(who, AUDITED["audit.audit_csv"], frozenset({Right.EXPORT}))
        assert (SECRET in told) is (who in {"administrator", "owner"}), who


@pytest.mark.parametrize("export", [*EXPORTS, *AUDITED])
def test_who_may_not_export_exports_nothing(
    export: str, ask: Callable[[str, Ask, frozenset[Right]], str]
) -> None:
    for who in ("rep", "owner", "reader"):
        with pytest.raises(NotYoursError):
            ask(who, {**EXPORTS, **AUDITED}[export], frozenset())


@pytest.mark.parametrize("document", MADE)
def test_a_document_is_made_for_who_sees_its_record(
    document: str, ask: Callable[[str, Ask, frozenset[Right]], str]
) -> None:
    may = frozenset({Right.WRITE})
    for who, sees in SEES.items():
        if sees:
            assert SECRET in ask(who, MADE[document], may), who
        else:
            with pytest.raises(DeskError):
                ask(who, MADE[document], may)
