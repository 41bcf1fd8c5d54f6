"""Every action of the services writes the audit, those that are yet to come too.

A function that is added is in one of the two tables, or the test fails.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import NoResultFound

from crm import services
from crm.domain.activities import ActivityKind
from crm.domain.companies import FieldKind
from crm.domain.editing import Edit
from crm.domain.errors import DeskError
from crm.domain.magazine import DocumentKind, FormatKind, SupportKind
from crm.domain.money import Money
from crm.domain.opportunities import LostReason, Stage
from crm.domain.preflight import Check
from crm.domain.roles import RoleCode
from crm.domain.sign_ins import SignInMethod
from crm.domain.views import Filters
from crm.language.telling import has_sentence
from crm.services import (
    activities,
    agreements,
    amendments,
    approvals,
    assigning,
    booking_edits,
    bookings,
    call_runs,
    cancelling,
    card_copies,
    card_edits,
    card_imports,
    card_prices,
    companies,
    contact_moves,
    crediting,
    custom_fields,
    documents,
    duplicating,
    follow_up_edits,
    insertion_reports,
    issues,
    make_goods,
    mandates,
    material_reminders,
    materials,
    opportunities,
    opportunity_edits,
    packages,
    papers,
    privacy,
    profiles,
    rate_cards,
    repeating,
    saved_views,
    setup,
    sign_ins,
    standard_formats,
    tags,
    targets,
    terms,
    titles,
    unpaid,
    users,
    vcards,
)
from crm.services.agreements import Agreed
from crm.services.amending import AmendmentWish, LineChange
from crm.services.custom_fields import FieldWish
from crm.services.documents import keeping, media_kit
from crm.services.lines import LineWish
from crm.services.papers import Paper
from crm.services.preflight.reading import read_facts
from crm.store.models import (
    AuditEntry,
    Booking,
    InsertionReport,
    Line,
    Material,
    Publisher,
    SignIn,
)
from crm.store.queries.editable import open_mandate
from tests.ads import make_ad
from tests.factories import (
    ITSELF,
    MORNING,
    Desk,
    make_actor,
    make_company,
    make_desk,
    make_issue,
    make_mandate,
    make_quote,
)
from tests.services.calling_actions import CALLING
from tests.services.flatplan_actions import FLATPLAN
from tests.services.issue_actions import ISSUE_PIECES, ISSUES
from tests.services.paper_actions import PAPER_PIECES, PAPERS
from tests.services.people_actions import PEOPLE, PIECES
from tests.services.profile_actions import ACTIONS as PROFILES
from tests.services.profile_actions import PIECES as PROFILE_PIECES
from tests.services.report_actions import REPORTS
from tests.services.space_actions import SPACE
from tests.services.target_actions import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.database import Store

SERVICES = Path(services.__file__).parent
DAY = date(2027, 5, 10)


@dataclass
class Small:
    """A desk with one of everything an action may be about."""

    desk: Desk
    issue: int
    contact: int
    follow_up: int
    opportunity: int
    quoted: int
    optioned: int
    confirmed: int
    draft: int
    field: int
    sign_in: int


def keep_picture(session: Session, actor: Actor) -> int:
    wish = profiles.PictureWish("image/png", 2, 1, b"two dots")
    return profiles.keep_picture(session, actor, wish)


def unshown(session: Session, actor: Actor) -> Callable[[], None]:
    keep_picture(session, actor)
    later = replace(ITSELF, at=ITSELF.at + timedelta(hours=2))
    return lambda: profiles.drop_unshown(session, later)


def make_small(session: Session) -> Small:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    company = desk.advertiser_id

    def booked() -> int:
        return make_quote(session, desk, LineWish(issue, desk.page))

    quoted, optioned, confirmed = booked(), booked(), booked()
    bookings.option(session, desk.rep, optioned)
    agreed(session, desk, confirmed)
    contact = companies.ContactWish(company, "Loiseau")
    opportunity = opportunities.OpportunityWish(company, "2028", Money(100), DAY)
    field = ("budget", FieldKind.TEXT, "Budget", "Budget")
    sign_ins.open_sign_in(
        session, ITSELF, desk.rep.user_id or 0, SignInMethod.DEMONSTRATION
    )
    return Small(
        desk,
        issue,
        companies.add_contact(session, desk.rep, contact),
        activities.plan(session, desk.rep, company, activities.NextStep("rappel", DAY)),
        opportunities.open_opportunity(session, desk.rep, opportunity),
        quoted,
        optioned,
        confirmed,
        card_copies.copy_card(session, desk.manager, desk.card_id),
        custom_fields.add_company_field(session, desk.manager, *field),
        session.scalars(select(SignIn.id)).one(),
    )


def agreed(session: Session, desk: Desk, booking_id: int) -> None:
    bookings.confirm(
        session, desk.rep, booking_id, Agreed("A. L.", MORNING.date(), "mail")
    )


def line_of(session: Session, small: Small, booking_id: int = 0) -> int:
    of = booking_id or small.confirmed
    return session.scalars(select(Line.id).filter_by(booking_id=of)).one()


def another(session: Session, small: Small) -> int:
    return make_issue(session, small.desk, "63")


def over_limit(session: Session, small: Small) -> int:
    line = LineWish(small.issue, small.desk.page, exceptional=900, reason="x")
    return make_quote(session, small.desk, line)


def packaged(session: Session, small: Small) -> int:
    held = {small.desk.page: 2}
    wish = packages.NewPackage("Duo", "Pair", 700_000, held)
    return packages.add_package(session, small.desk.manager, small.draft, wish)


def expired_then(session: Session, small: Small) -> Before:
    late = make_actor(small.desk.rep.user_id, at=MORNING + timedelta(days=29))
    session.get_one(Booking, small.quoted).quote_valid_until = MORNING.date()
    session.flush()
    bookings.expire_due(session, late)
    return lambda: bookings.requote(session, late, small.quoted)


def carried(session: Session, small: Small) -> int:
    rate_cards.publish_card(session, small.desk.manager, small.draft)
    make_issue(
        session,
        small.desk,
        "72",
        closes_on=date(2028, 4, 2),
        published_on=date(2028, 5, 3),
    )
    return duplicating.duplicate_booking(session, small.desk.rep, small.confirmed)


def publisher_of(session: Session) -> int:
    return session.scalars(select(Publisher.id)).one()


def run_then(session: Session, small: Small) -> int:
    bookings.run_issue(session, small.desk.manager, small.issue)
    return session.scalars(select(InsertionReport.id)).one()


def approve(session: Session, small: Small) -> Before:
    line = line_of(session, small)
    materials.receive(session, small.desk.rep, line)
    materials.mark_checked(session, small.desk.rep, line)
    return lambda: materials.approve(session, small.desk.rep, line)


def received(session: Session, small: Small, content: bytes) -> int:
    line = line_of(session, small)
    paper = Paper("annonce.pdf", content)
    materials.receive_file(session, small.desk.rep, line, paper, read_facts(content))
    return line


def came(session: Session, small: Small) -> int:
    line = line_of(session, small)
    materials.receive(session, small.desk.rep, line)
    return line


def checked(session: Session, small: Small) -> Before:
    line = came(session, small)
    return lambda: materials.mark_checked(session, small.desk.rep, line)


def proof(session: Session, small: Small) -> Before:
    checked(session, small)()
    line = line_of(session, small)
    return lambda: materials.send_proof(session, small.desk.rep, line, "Anaïs")


def sent_back(session: Session, small: Small) -> Before:
    line = came(session, small)
    return lambda: materials.ask_again(session, small.desk.rep, line, "floue")


def accepted(session: Session, small: Small) -> Before:
    line = received(session, small, make_ad(boxes=False))
    return lambda: materials.accept(
        session, small.desk.rep, line, Check.TRIM_BOX, "mesuré"
    )


def reused(session: Session, small: Small) -> Before:
    received(session, small, make_ad())
    material = session.scalars(select(Material.id)).one()
    other = session.scalars(select(Line.id).filter_by(booking_id=small.optioned)).one()
    return lambda: materials.reuse(session, small.desk.rep, other, material)


def filled(session: Session, small: Small) -> Before:
    report = run_then(session, small)
    ran = insertion_reports.Ran("12", 24_000, note="vue")
    return lambda: insertion_reports.fill(session, small.desk.rep, report, ran)


def send(session: Session, small: Small) -> Before:
    report = run_then(session, small)
    ran = insertion_reports.Ran("12")
    return lambda: insertion_reports.send(session, small.desk.rep, report, ran)


def reopen(session: Session, small: Small) -> Before:
    opportunities.win_opportunity(session, small.desk.rep, small.opportunity)
    return lambda: opportunities.reopen_opportunity(
        session, small.desk.rep, small.opportunity
    )


Before = Callable[[], object]
"""What is yet to be done once something was done before it, uncounted."""


def started(session: Session, small: Small) -> int:
    return call_runs.start_run(session, small.desk.rep, "Miens", Filters())


def take_up(session: Session, small: Small) -> Before:
    rep, run = small.desk.rep, started(session, small)
    call_runs.skip_stop(session, rep, run, small.desk.advertiser_id)
    return lambda: call_runs.take_up_skipped(session, rep, run)


def kept_view(session: Session, small: Small) -> int:
    return saved_views.save_view(session, small.desk.rep, "Vue", Filters())


def bring_back(session: Session, small: Small) -> Before:
    rep, view = small.desk.rep, kept_view(session, small)
    saved_views.remove_view(session, rep, view)
    return lambda: saved_views.bring_back_view(session, rep, view)


def amended(session: Session, small: Small) -> int:
    change = LineChange(line_of(session, small), format_id=small.desk.half)
    wish = AmendmentWish("format", (change,))
    return amendments.propose_amendment(session, small.desk.rep, small.confirmed, wish)


def untag(session: Session, small: Small) -> Before:
    rep, company = small.desk.rep, small.desk.advertiser_id
    tag = tags.tag_company(session, rep, company, "mobilité")
    return lambda: tags.untag_company(session, rep, company, tag)


CLAIM: dict[str, Any] = {
    "cluster": "headline",
    "amount": 12_400,
    "unit": "count",
    "label_fr": "exemplaires",
    "label_en": "copies",
    "source_fr": "enquête",
    "source_en": "survey",
    "measured_on": date(2026, 9, 1),
    "expires_on": date(2028, 9, 1),
}
COLUMN: dict[str, Any] = {"name_fr": "Mobilité", "name_en": "Mobility"}
LATER = make_actor(at=MORNING + timedelta(days=60))


def settled(session: Session, small: Small) -> Callable[[], None]:
    company = small.desk.advertiser_id
    unpaid.flag_unpaid(session, small.desk.rep, company, "F-1")
    return lambda: unpaid.clear_unpaid(session, small.desk.rep, company, "paid")


def mandate_ended(session: Session, small: Small) -> Callable[[], None]:
    held = make_mandate(session, small.desk)
    opened = open_mandate(session, small.desk.rep, held)
    assert opened is not None
    edit = Edit(opened.version, opened.values, {**opened.values, "note": "ended"})
    return lambda: mandates.change_mandate(session, small.desk.rep, held, edit)


ACTIONS: dict[str, Callable[[Session, Small], object]] = {
    **PEOPLE,
    **PROFILES,
    **CALLING,
    **SPACE,
    **FLATPLAN,
    **ISSUES,
    **PAPERS,
    "activities.log_activity": lambda s, x: activities.log_activity(
        s, x.desk.rep, activities.ActivityWish(x.desk.advertiser_id, ActivityKind.CALL)
    ),
    "activities.plan": lambda s, x: activities.plan(
        s, x.desk.rep, x.desk.advertiser_id, activities.NextStep("rappel", DAY)
    ),
    "activities.finish": lambda s, x: activities.finish(s, x.desk.rep, x.follow_up),
    "activities.put_off": lambda s, x: activities.put_off(
        s, x.desk.rep, x.follow_up, DAY + timedelta(days=1), "absent"
    ),
    "follow_up_edits.change_follow_up": lambda s, x: follow_up_edits.change_follow_up(
        s, x.desk.rep, x.follow_up, Edit(1, {}, {"reason": "rappel du budget"})
    ),
    "bookings.quote": lambda s, x: make_quote(
        s, x.desk, LineWish(x.issue, x.desk.page)
    ),
    "bookings.option": lambda s, x: bookings.option(s, x.desk.rep, x.quoted),
    "bookings.extend": lambda s, x: bookings.extend(
        s, x.desk.rep, x.optioned, date(2027, 3, 20)
    ),
    "bookings.release": lambda s, x: bookings.release(s, x.desk.rep, x.optioned),
    "bookings.confirm": lambda s, x: agreed(s, x.desk, x.quoted),
    "bookings.cancel": lambda s, x: bookings.cancel(s, x.desk.rep, x.quoted, "budget"),
    "bookings.expire_due": lambda s, _x: bookings.expire_due(s, LATER),
    "bookings.run_issue": lambda s, x: bookings.run_issue(s, x.desk.manager, x.issue),
    "bookings.requote": expired_then,
    "repeating.repeat_line": lambda s, x: repeating.repeat_line(
        s, x.desk.rep, x.quoted, line_of(s, x, x.quoted), [another(s, x)]
    ),
    "duplicating.duplicate_booking": carried,
    "make_goods.give_make_good": lambda s, x: make_goods.give_make_good(
        s, x.desk.rep, line_of(s, x), make_goods.Repair(x.issue, "flou")
    ),
    "crediting.share_credit": lambda s, x: crediting.share_credit(
        s,
        x.desk.rep,
        x.quoted,
        [(x.desk.rep.user_id or 0, 5_000), (x.desk.manager.user_id or 0, 5_000)],
    ),
    "booking_edits.change_booking": lambda s, x: booking_edits.change_booking(
        s, x.desk.rep, x.quoted, Edit(1, {}, {"purchase_order": "PO-7"})
    ),
    "agreements.record_agreement": lambda s, x: agreements.record_agreement(
        s,
        x.desk.rep,
        s.get_one(Booking, x.confirmed),
        Agreed("A. L.", MORNING.date(), "signed file", papers.Paper("a.pdf", b"%PDF-")),
    ),
    "approvals.approve_discount": lambda s, x: approvals.approve_discount(
        s, x.desk.manager, over_limit(s, x)
    ),
    "approvals.refuse_discount": lambda s, x: approvals.refuse_discount(
        s, x.desk.manager, over_limit(s, x), "hors barème"
    ),
    "packages.add_package": packaged,
    "packages.remove_package": lambda s, x: packages.remove_package(
        s, x.desk.manager, packaged(s, x)
    ),
    "cancelling.cancel_lines": lambda s, x: cancelling.cancel_lines(
        s, x.desk.rep, x.confirmed, cancelling.Notice("budget", MORNING.date())
    ),
    "card_copies.copy_card": lambda s, x: card_copies.copy_card(
        s, x.desk.manager, x.desk.card_id, rate=300
    ),
    "card_prices.start_card": lambda s, x: card_prices.start_card(
        s,
        x.desk.manager,
        card_prices.TypedCard(
            x.desk.title_id, "Hors série", DAY, DAY, {x.desk.page: "4000"}, {}
        ),
    ),
    "companies.add_company": lambda s, x: make_company(s, x.desk.rep, "Verdoie"),
    "companies.add_contact": lambda s, x: companies.add_contact(
        s, x.desk.rep, companies.ContactWish(x.desk.advertiser_id, "Martin")
    ),
    "mandates.add_mandate": lambda s, x: make_mandate(s, x.desk),
    "mandates.change_mandate": mandate_ended,
    "mandates.keep_mandate_paper": lambda s, x: mandates.keep_mandate_paper(
        s, x.desk.rep, make_mandate(s, x.desk), papers.Paper("m.pdf", b"%PDF-")
    ),
    "contact_moves.move_contact": lambda s, x: contact_moves.move_contact(
        s, x.desk.rep, x.contact, x.desk.agency_id
    ),
    "unpaid.flag_unpaid": lambda s, x: unpaid.flag_unpaid(
        s, x.desk.rep, x.desk.advertiser_id, "F-1"
    ),
    "unpaid.clear_unpaid": settled,
    "vcards.add_cards": lambda s, x: vcards.add_cards(
        s,
        x.desk.rep,
        x.desk.advertiser_id,
        vcards.understand(
            s,
            x.desk.rep,
            x.desk.advertiser_id,
            b"BEGIN:VCARD\nN:Caradec\nEND:VCARD\n",
        ),
    ),
    "custom_fields.add_company_field": lambda s, x: custom_fields.add_company_field(
        s, x.desk.manager, "size", FieldKind.TEXT, "Taille", "Size"
    ),
    "custom_fields.fill_company_field": lambda s, x: custom_fields.fill_company_field(
        s, x.desk.rep, x.field, x.desk.advertiser_id, "10 k€"
    ),
    "documents.booking_summary.issue_booking_summary": lambda s, x: (
        documents.issue_booking_summary(s, x.desk.rep, x.confirmed)
    ),
    "documents.keeping.keep": lambda s, x: keeping.keep(
        s, x.desk.rep, DocumentKind.QUOTE, "D-1", "fr", b"pdf", file_name="d.pdf"
    ),
    "documents.media_kit.issue_media_kit": lambda s, x: media_kit.issue_media_kit(
        s, x.desk.rep, media_kit.KitWish(x.desk.advertiser_id, pages=("cover", "rates"))
    ),
    "insertion_reports.send": send,
    "insertion_reports.fill": filled,
    "issues.add_issue": lambda s, x: make_issue(s, x.desk, "63"),
    "issues.plan_issue": lambda s, x: issues.plan_issue(
        s,
        x.desk.manager,
        issues.IssueWish(x.desk.print_id, "64", "", "", DAY, DAY, DAY),
    ),
    "materials.receive": lambda s, x: materials.receive(s, x.desk.rep, line_of(s, x)),
    "materials.approve": approve,
    "materials.receive_file": lambda s, x: received(s, x, make_ad()),
    "materials.mark_checked": checked,
    "materials.send_proof": proof,
    "materials.ask_again": sent_back,
    "materials.accept": accepted,
    "materials.reuse": reused,
    "material_reminders.remind": lambda s, x: material_reminders.remind(
        s, x.desk.rep, x.confirmed, material_reminders.Mail("Rappel", "Bonjour,")
    ),
    "opportunities.open_opportunity": lambda s, x: opportunities.open_opportunity(
        s,
        x.desk.rep,
        opportunities.OpportunityWish(x.desk.advertiser_id, "2029", Money(5), DAY),
    ),
    "opportunities.lose_opportunity": lambda s, x: opportunities.lose_opportunity(
        s, x.desk.rep, x.opportunity, LostReason.BUDGET
    ),
    "opportunities.win_opportunity": lambda s, x: opportunities.win_opportunity(
        s, x.desk.rep, x.opportunity, x.quoted
    ),
    "opportunities.reopen_opportunity": reopen,
    "opportunity_edits.change_opportunity": lambda s, x: (
        opportunity_edits.change_opportunity(
            s, x.desk.rep, x.opportunity, Edit(1, {"name": "2028"}, {"name": "2029"})
        )
    ),
    "opportunities.move_opportunity": lambda s, x: opportunities.move_opportunity(
        s, x.desk.rep, x.opportunity, Stage.LOST, lost_reason="budget"
    ),
    "privacy.inform": lambda s, x: privacy.inform(s, x.desk.rep, x.contact),
    "privacy.oppose": lambda s, x: privacy.oppose(s, x.desk.rep, x.contact, "all"),
    "rate_cards.write_card": lambda s, x: rate_cards.write_card(
        s, x.desk.manager, rate_cards.RateCardWish(x.desk.title_id, "X", DAY, DAY, [])
    ),
    "rate_cards.publish_card": lambda s, x: rate_cards.publish_card(
        s, x.desk.manager, x.draft
    ),
    "card_edits.change_card": lambda s, x: card_edits.change_card(
        s, x.desk.manager, x.draft, Edit(1, {"name": "A"}, {"name": "B"})
    ),
    "card_imports.import_card": lambda s, x: card_imports.import_card(
        s, x.desk.manager, x.draft, b"Format;Prix\npage;4 444"
    ),
    "terms.write_terms": lambda s, x: terms.write_terms(
        s,
        x.desk.manager,
        publisher_of(s),
        terms.TypedTerms("2028", DAY, "Objet.", "Scope."),
    ),
    "sign_ins.open_sign_in": lambda s, x: sign_ins.open_sign_in(
        s, ITSELF, x.desk.manager.user_id or 0, SignInMethod.PASSWORD
    ),
    "sign_ins.end_sign_in": lambda s, x: sign_ins.end_sign_in(s, x.desk.rep, x.sign_in),
    "standard_formats.add_print_formats": lambda s, x: (
        standard_formats.add_print_formats(s, x.desk.manager, x.desk.newsletter_id)
    ),
    "standard_formats.add_newsletter_banner": lambda s, x: (
        standard_formats.add_newsletter_banner(s, x.desk.manager, x.desk.newsletter_id)
    ),
    "standard_formats.add_web_rectangle": lambda s, x: (
        standard_formats.add_web_rectangle(s, x.desk.manager, x.desk.newsletter_id)
    ),
    "amendments.propose_amendment": amended,
    "amendments.agree_amendment": lambda s, x: amendments.agree_amendment(
        s, x.desk.rep, amended(s, x), Agreed("A. L.", MORNING.date(), "mail")
    ),
    "amendments.refuse_amendment": lambda s, x: amendments.refuse_amendment(
        s, x.desk.rep, amended(s, x), "trop cher"
    ),
    "amendments.withdraw_amendment": lambda s, x: amendments.withdraw_amendment(
        s, x.desk.rep, amended(s, x)
    ),
    "assigning.assign": lambda s, x: assigning.assign(
        s,
        x.desk.manager,
        [x.desk.advertiser_id],
        x.desk.manager.user_id or 0,
        reason="secteurs",
    ),
    "call_runs.start_run": started,
    "call_runs.skip_stop": lambda s, x: call_runs.skip_stop(
        s, x.desk.rep, started(s, x), x.desk.advertiser_id
    ),
    "call_runs.put_off_stop": lambda s, x: call_runs.put_off_stop(
        s, x.desk.rep, started(s, x), x.desk.advertiser_id, DAY, "salon"
    ),
    "call_runs.take_up_skipped": take_up,
    "call_runs.end_run": lambda s, x: call_runs.end_run(s, x.desk.rep, started(s, x)),
    "custom_fields.define_field": lambda s, x: custom_fields.define_field(
        s, x.desk.manager, FieldWish(FieldKind.DAY, "Salon")
    ),
    "custom_fields.change_field": lambda s, x: custom_fields.change_field(
        s, x.desk.manager, x.field, FieldWish(FieldKind.TEXT, "Autre")
    ),
    "custom_fields.remove_field": lambda s, x: custom_fields.remove_field(
        s, x.desk.manager, x.field
    ),
    "custom_fields.fill_company_fields": lambda s, x: custom_fields.fill_company_fields(
        s, x.desk.rep, x.desk.advertiser_id, {x.field: "mars"}
    ),
    "saved_views.save_view": kept_view,
    "saved_views.rename_view": lambda s, x: saved_views.rename_view(
        s, x.desk.rep, kept_view(s, x), "Autre", shared=True
    ),
    "saved_views.change_view": lambda s, x: saved_views.change_view(
        s, x.desk.rep, kept_view(s, x), Filters(due=True), ()
    ),
    "saved_views.remove_view": lambda s, x: saved_views.remove_view(
        s, x.desk.rep, kept_view(s, x)
    ),
    "saved_views.bring_back_view": bring_back,
    "tags.untag_company": untag,
    "tags.tag_company": lambda s, x: tags.tag_company(
        s, x.desk.rep, x.desk.advertiser_id, "mobilité"
    ),
    **TARGETS,
    **REPORTS,
    "targets.set_target": lambda s, x: targets.set_target(
        s, x.desk.manager, DAY, Money(10_000_00)
    ),
    "titles.add_publisher": lambda s, x: titles.add_publisher(
        s, x.desk.manager, titles.PublisherWish("Autre")
    ),
    "titles.add_terms": lambda s, x: titles.add_terms(
        s,
        x.desk.manager,
        publisher_of(s),
        "2028",
        DAY,
        text_fr="Objet.",
        text_en="Scope.",
    ),
    "titles.add_title": lambda s, x: titles.add_title(
        s, x.desk.manager, titles.TitleWish(publisher_of(s), "Autre")
    ),
    "titles.add_support": lambda s, x: titles.add_support(
        s, x.desk.manager, x.desk.title_id, "web", SupportKind.WEB, "Site", "Website"
    ),
    "titles.add_format": lambda s, x: titles.add_format(
        s, x.desk.manager, x.desk.print_id, "t", FormatKind.PRINT, "Tiers", "Third"
    ),
    "titles.add_position": lambda s, x: titles.add_position(
        s, x.desk.manager, x.desk.print_id, "C2", "2e de couverture", "Inside front"
    ),
    "titles.add_claim": lambda s, x: titles.add_claim(
        s, x.desk.manager, x.desk.title_id, **CLAIM
    ),
    "titles.add_column": lambda s, x: titles.add_column(
        s, x.desk.manager, x.desk.title_id, **COLUMN
    ),
    "profiles.keep_picture": lambda s, x: keep_picture(s, x.desk.manager),
    "profiles.show_on_title": lambda s, x: profiles.show_on_title(
        s,
        x.desk.manager,
        x.desk.title_id,
        logo_id=keep_picture(s, x.desk.manager),
        cover_id=None,
    ),
    "profiles.show_person": lambda s, x: profiles.show_person(
        s,
        x.desk.manager,
        x.desk.manager.user_id or 0,
        keep_picture(s, x.desk.manager),
    ),
    "profiles.drop_unshown": lambda s, x: unshown(s, x.desk.manager),
    "profiles.add_testimonial": lambda s, x: profiles.add_testimonial(
        s, x.desk.manager, x.desk.title_id, profiles.Voice("Bien.", "Good.", "Ada")
    ),
    "titles.add_event": lambda s, x: titles.add_event(
        s, x.desk.manager, "Salon", "Paris", DAY, DAY
    ),
    "titles.add_sector": lambda s, x: titles.add_sector(
        s, x.desk.manager, "eau", "Eau", "Water"
    ),
    "users.add_user": lambda s, x: users.add_user(
        s, x.desk.manager, users.UserWish("Yann", "y@desk.example")
    ),
}
"""Each action, on a small desk; one that needs a step before it returns what to do."""

EXEMPT = {
    **PIECES,
    **PROFILE_PIECES,
    **PAPER_PIECES,
    "duplicating.foresee_duplicate": "reads",
    "packages.with_packages": "reads",
    "places.check_places": "reads",
    "places.sort_out": "reads",
    "amending.apply_all": "a piece of agreeing to an amendment",
    "amending.make_anew": "reads",
    "regularising.regularisations": "reads",
    "regularising.to_regularise": "reads",
    "amendments.foresee_amendment": "reads",
    **ISSUE_PIECES,
    "audit.record": "writes the audit itself",
    "documents.booking_summary.summary_words": "reads",
    "sealing.expiry.expiring_seals": "tells of certificates, changes nothing",
    "sealing.issuing.sealed": "a piece of keeping documents",
    "documents.drafts.draft_of": "reads, and writes a file nobody has sent",
    "documents.flatplan.draw_flatplan": "reads, and draws",
    "documents.kit_choosing.pages_for": "reads",
    "documents.kit_choosing.codes_for": "reads",
    "documents.kit_facts.gather": "reads",
    "documents.kit_facts.checked_claims": "reads",
    "documents.kit_facts.checked_meetings": "reads",
    "documents.kit_net.pricing_of": "reads",
    "documents.words.portrait": "reads",
    "documents.words.drawn_picture": "reads",
    "documents.media_kit.compose_media_kit": "reads",
    "documents.revenue_report.draw_revenue_report": "reads, and draws",
    "documents.revenue_report.report_words": "reads",
    "documents.revenue_report.chart_picture": "reads, and draws",
    "documents.report_facts.read_facts": "reads",
    "documents.media_kit.draw_media_kit": "reads, and draws",
    "documents.media_kit.keep_media_kit": "a piece of issuing kits",
    "intents.count_booked": "a piece of the moves of a booking",
    "intents.tell_forecast": "a piece of the moves of opportunities",
    "moves.changed": "a piece of the moves of a booking",
    "moves.move_line": "a piece of the moves of a booking",
    "moves.post_option": "a piece of the moves of a booking",
    "moves.take_back": "a piece of the moves of a booking",
    "ledger.post": "a piece of the moves of a booking",
    "ledger.post_move": "a piece of the moves of bookings and opportunities",
    "card_imports.understand_card": "reads",
    "cancelling.foresee": "reads",
    "lines.make_lines": "a piece of quoting",
    "pricing.price_lines": "reads",
    "quotes.preview": "reads",
    "quotes.priced": "reads",
    "reports.activity.activity_csv": "reads",
    "reports.advertisers.advertisers_workbook": "reads",
    "reports.advertisers.advertisers_csv": "reads",
    "reports.audit.audit_csv": "reads",
    "reports.bookings.bookings_csv": "reads",
    "reports.contacts.contacts_vcf": "reads",
    "reports.documents.documents_csv": "reads",
    "material_lines.held": "a piece of an action, in its transaction",
    "material_lines.current": "a piece of an action, in its transaction",
    "reports.insertion_reports.reports_csv": "reads",
    "reports.materials.materials_csv": "reads",
    "reports.opportunities.opportunities_csv": "reads",
    "reports.targets.targets_workbook": "reads",
    "target_copies.propose_copy": "reads",
    "target_imports.understand_targets": "reads",
    "reports.rate_cards.card_template": "reads",
    "reports.rate_cards.card_workbook": "reads",
    "reports.rate_cards.comparison_workbook": "reads",
    "reports.revenue.entries_frame": "reads",
    "reports.revenue.revenue_csv": "reads",
    "reports.revenue.revenue_facts": "reads",
    "reports.revenue.revenue_workbook": "reads",
    "seals.seal_due": "closes the audit: a seal is no change of the desk",
    "vcards.contact_vcf": "reads",
    "vcards.understand": "reads",
    "setup.start_own": "needs an empty desk: the test below",
}
"""Functions that change nothing by themselves, and why."""


HANDED_OVER = ("company", "follow_up", "opportunity", "booking")
"""The kinds of records a handover moves, each with a row of its own."""


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SERVICES.glob("**/*.py")):
        name = ".".join(path.relative_to(SERVICES).with_suffix("").parts)
        yield name, ast.parse(path.read_text("utf-8"))


def public_actions() -> set[str]:
    return {
        f"{name}.{node.name}"
        for name, tree in trees()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and [argument.arg for argument in node.args.args[:2]] == ["session", "actor"]
    }


def told_by_callers(tree: ast.Module, inside: ast.Call, name: str) -> set[str]:
    """Find the values a parameter is given by whoever calls the piece it stands in.

    A piece that begins with an underscore is called in its own file only.
    """
    piece = next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and inside in ast.walk(node)
    )
    place = [argument.arg for argument in piece.args.args].index(name)
    told: set[str] = set()
    known = [tree] if piece.name.startswith("_") else [each for _name, each in trees()]
    for each in known:
        for caller in ast.walk(each):
            if not (isinstance(caller, ast.Call) and isinstance(caller.func, ast.Name)):
                continue
            if caller.func.id == piece.name:
                given = caller.args[place]
                if isinstance(given, ast.Constant):
                    told.add(str(given.value))
                else:
                    told |= told_by_callers(each, caller, ast.unparse(given))
    return told


def written_pairs() -> set[tuple[str, str]]:
    """Find what `record` is called with: actions and kinds, written as they are."""
    found: set[tuple[str, str]] = set()
    for name, tree in trees():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for call in calls:
            if not (isinstance(call.func, ast.Name) and call.func.id == "record"):
                continue
            action, entity = call.args[2:4]
            if name == "handover" and isinstance(entity, ast.Name):
                found |= {("hand_over", kind) for kind in HANDED_OVER}
                continue
            assert isinstance(entity, ast.Constant), (name, ast.unparse(call))
            if isinstance(action, ast.Constant):
                found.add((str(action.value), str(entity.value)))
                continue
            for told in told_by_callers(tree, call, ast.unparse(action)):
                found.add((told, str(entity.value)))
    return found


@pytest.fixture(scope="module")
def small(shared_sqlite: Store) -> Iterator[tuple[Session, Small]]:
    with shared_sqlite.reading(ITSELF) as session:
        yield session, make_small(session)


def entries(session: Session) -> int:
    session.flush()
    return session.scalars(select(func.count(AuditEntry.id))).one()


def test_every_action_is_called_here() -> None:
    assert public_actions() == {*ACTIONS, *EXEMPT}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_writes_the_audit(name: str, small: tuple[Session, Small]) -> None:
    session, ids = small
    changed: list[str] = []

    def note(flushed: Session, _context: object) -> None:
        rows = (*flushed.new, *flushed.dirty, *flushed.deleted)
        changed.extend(type(row).__name__ for row in rows)

    with session.begin_nested() as point:
        before = entries(session)
        event.listen(session, "after_flush", note)
        done = ACTIONS[name](session, ids)
        if callable(done):
            before = entries(session)
            changed.clear()
            done()
        assert entries(session) > before
        event.remove(session, "after_flush", note)
        assert set(changed) - {"AuditEntry"}, "it changed nothing: call it otherwise"
        point.rollback()
    session.expire_all()


def test_opening_a_desk_writes_the_audit(store: Store) -> None:
    answers = setup.OwnDesk("Revue", "Éditions", "Anne", "a@desk.example")
    with store.writing(ITSELF) as session:
        setup.start_own(session, ITSELF, answers)
        assert entries(session) >= 20


def test_every_action_on_every_kind_has_its_sentence() -> None:
    written = written_pairs()
    assert len(written) > 40
    assert {pair for pair in written if not has_sentence(*pair)} == set()


OTHERS_MAY = {
    "sign_ins.end_sign_ins": "finds nobody's sessions but one's own",
    "bookings.expire_due": "finds nothing of others'",
    "bookings.run_issue": "finds nothing of others': publishing asks for the right",
}
"""What another rep may do on a desk where all is a colleague's, and why."""


def refused(session: Session, small: Small, name: str, asker: Actor) -> bool:
    """Say whether an action is refused in a session opened for somebody else."""
    with session.begin_nested() as point:
        session.expunge_all()
        session.info["asker"] = asker
        try:
            done = ACTIONS[name](session, small)
            if callable(done):
                done()
            session.flush()
        except (DeskError, NoResultFound, RuntimeError, AttributeError):
            return True
        finally:
            session.info["asker"] = ITSELF
            point.rollback()
            session.expire_all()
    return False


@pytest.mark.parametrize("name", ACTIONS)
def test_a_reader_is_refused_whatever_the_service_forgets(
    name: str, small: tuple[Session, Small]
) -> None:
    """The actor given to the service is Camille: the session knows better."""
    reader = make_actor(9_001, RoleCode.READER)
    assert refused(*small, name, reader) is (name != "sign_ins.end_sign_ins")


@pytest.mark.parametrize("name", ACTIONS)
def test_another_rep_changes_nothing_of_hers(
    name: str, small: tuple[Session, Small]
) -> None:
    other = make_actor(9_002, RoleCode.REP, limit=500)
    assert refused(*small, name, other) is (name not in OTHERS_MAY)
