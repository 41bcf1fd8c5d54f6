"""Every query, as every role: who may not see Paul's records finds none of them.

A query that is added is either in the walk, or the walk fails.
"""

from __future__ import annotations

import ast
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crm.domain.quick_log import read
from crm.domain.revenue import Basis, Cut, Period
from crm.store.models import Base
from crm.store.queries import (
    activities,
    addressing,
    advertisers,
    advice,
    after_closing,
    agencies,
    appearances,
    approvals,
    audit,
    audit_names,
    booking_figures,
    booking_rows,
    bookings,
    calendar,
    calendar_days,
    call_issues,
    call_list,
    call_owed,
    card_compare,
    card_values,
    companies,
    company_besides,
    company_fields,
    company_nets,
    contact_duplicates,
    contact_moves,
    currencies,
    deadlines,
    documents,
    duplicates,
    editable,
    editable_bookings,
    editable_profiles,
    family,
    flatplan,
    forecast_moves,
    insertion_reports,
    issue_events,
    issue_habits,
    issue_returns,
    issue_standing,
    issues,
    kit_companies,
    leakage,
    magazine,
    mandates,
    material_cards,
    materials,
    opportunities,
    option_queue,
    pacing,
    packages,
    pipeline,
    premium_space,
    profile,
    publishers,
    publishing,
    quick_log,
    rate_cards,
    revenue,
    revenue_advertisers,
    roles,
    search,
    selling,
    standing,
    target_grid,
    target_sums,
    team_activity,
    timeline,
    today,
    unsold,
    users,
    warnings,
)
from crm.store.scope_rules import PERSONAL, PRIVATE, SCOPED, SHARED, TARGETS
from tests.factories import ITSELF, MORNING
from tests.two_reps import PAUL, SECRET, SEES, TwoReps, make_two_reps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.database import Store

    Ask = Callable[[Session, Actor, TwoReps], object]

QUERIES = Path(bookings.__file__).parent
YEAR = Period(date(2027, 1, 1), date(2027, 12, 31), Basis.POSTED)
PUBLISHED = replace(YEAR, basis=Basis.PUBLISHED)
AFTER = Period(date(2028, 1, 1), date(2028, 12, 31))
WEEKS = (date(2027, 1, 1), date(2027, 3, 31))
APRIL = [date(2027, 4, 5), date(2027, 5, 3)]


HIS: dict[str, Ask] = {
    "quick_log.whom": lambda s, a, _i: quick_log.whom(s, a, read(SECRET, MORNING)),
    "quick_log.open_opportunities": lambda s, a, i: quick_log.open_opportunities(
        s, a, i.company_id
    ),
    "audit.history_of": lambda s, a, i: [
        SECRET for _row in audit.history_of(s, a, "company", i.company_id)
    ],
    "audit_names.names_of": lambda s, _a, i: audit_names.names_of(
        s, [("company", i.company_id), ("contact", i.contact_id)]
    ),
    "activities.list_activities": lambda s, a, i: activities.list_activities(
        s, a, i.company_id
    ),
    "activities.list_follow_ups": lambda s, a, _i: activities.list_follow_ups(s, a),
    "activities.open_follow_up": lambda s, a, i: activities.open_follow_up(
        s, a, i.follow_up_id
    ),
    "activities.follow_up_choices": lambda s, a, i: [
        SECRET for _field in activities.follow_up_choices(s, a, i.follow_up_id)
    ],
    "activities.list_attempts": lambda s, a, i: [
        SECRET for _row in activities.list_attempts(s, a, i.follow_up_id)
    ],
    "appearances.list_appearances": lambda s, a, i: [
        SECRET
        for _row in appearances.list_appearances(
            s, a, i.desk.title_id, i.company_id, date(2026, 1, 1)
        )
    ],
    "advertisers.list_advertisers": lambda s, a, _i: advertisers.list_advertisers(
        s, a, advertisers.Filters()
    ),
    "advertisers.kept_ids": lambda s, a, i: [
        SECRET
        for id_ in advertisers.kept_ids(s, a, advertisers.Filters())
        if id_ == i.company_id
    ],
    "company_fields.owners_of": lambda s, a, i: [
        SECRET for _row in company_fields.owners_of(s, a, i.company_id)
    ],
    "approvals.list_waiting": lambda s, a, _i: approvals.list_waiting(s, a),
    "editable_bookings.open_booking": lambda s, a, i: [
        SECRET for _row in [editable_bookings.open_booking(s, a, i.booking_id)] if _row
    ],
    "booking_rows.list_bookings": lambda s, a, _i: booking_rows.list_bookings(s, a),
    "after_closing.changed_after_closing": lambda s, a, i: (
        after_closing.changed_after_closing(s, a, i.desk.title_id, 2027)
    ),
    "bookings.booking_card": lambda s, a, i: bookings.booking_card(s, a, i.booking_id),
    "bookings.find_booking": lambda s, a, i: [
        bookings.find_booking(s, a, row.number) for row in everything(s, i)
    ],
    "companies.list_companies": lambda s, a, _i: companies.list_companies(s, a),
    "companies.find_company": lambda s, a, _i: companies.find_company(
        s, a, f"{SECRET} SA"
    ),
    "companies.company_card": lambda s, a, i: companies.company_card(
        s, a, i.company_id
    ),
    "companies.contact_row": lambda s, a, i: companies.contact_row(s, a, i.contact_id),
    "deadlines.expiring_options": lambda s, a, _i: deadlines.expiring_options(
        s, a, None
    ),
    "documents.companies_sent": lambda s, a, _i: list(
        documents.companies_sent(s, a).items()
    ),
    "documents.list_kept": lambda s, a, _i: documents.list_kept(s, a),
    "editable.open_company": lambda s, a, i: editable.open_company(s, a, i.company_id),
    "editable.open_contact": lambda s, a, i: editable.open_contact(s, a, i.contact_id),
    "editable.open_mandate": lambda s, a, i: editable.open_mandate(s, a, i.mandate_id),
    "agencies.list_bought_for": lambda s, a, i: agencies.list_bought_for(
        s, a, i.agency_id
    ),
    "mandates.list_mandates": lambda s, a, i: mandates.list_mandates(
        s, a, i.company_id
    ),
    "editable.open_opportunity": lambda s, a, i: editable.open_opportunity(
        s, a, i.opportunity_id
    ),
    "opportunities.list_opportunities": lambda s, a, _i: (
        opportunities.list_opportunities(s, a, opportunities.OpportunityFilters())
    ),
    "opportunities.opportunity": lambda s, a, i: opportunities.opportunity(
        s, a, i.opportunity_id
    ),
    "opportunities.bookings_for": lambda s, a, i: [
        SECRET for _row in opportunities.bookings_for(s, a, i.company_id, 0)
    ],
    "opportunities.closed_opportunities": lambda s, a, _i: (
        opportunities.closed_opportunities(
            s, a, opportunities.OpportunityFilters(), most=5
        )
    ),
    "publishing.list_documents": lambda s, a, i: [
        SECRET for _row in publishing.list_documents(s, a, company_id=i.company_id)
    ],
    "kit_companies.kit_companies": lambda s, a, i: kit_companies.kit_companies(
        s, a, [i.company_id]
    ),
    "addressing.addressed": lambda s, a, i: [
        SECRET
        for told in [addressing.addressed(s, a, i.document_id)]
        if told.contact_id == i.contact_id
    ],
    "publishing.document": lambda s, a, i: publishing.document(s, a, i.document_id),
    "materials.list_materials": lambda s, a, _i: materials.list_materials(s, a),
    "materials.owed_by_booking": lambda s, a, i: materials.owed_by_booking(
        s, a, i.booking_id
    ),
    "material_cards.material_card": lambda s, a, i: material_cards.material_card(
        s, a, i.held_line_id
    ),
    "material_cards.deliveries": lambda s, a, i: material_cards.deliveries(
        s, a, [i.held_line_id]
    ),
    "material_cards.reusable": lambda s, a, i: material_cards.reusable(
        s, a, i.sold_line_id
    ),
    "insertion_reports.list_reports": lambda s, a, _i: insertion_reports.list_reports(
        s, a
    ),
    "insertion_reports.report": lambda s, a, i: insertion_reports.report(
        s, a, i.report_id
    ),
    "insertion_reports.reports_of": lambda s, a, i: insertion_reports.reports_of(
        s, a, i.booking_id
    ),
    "revenue.list_entries": lambda s, a, _i: revenue.list_entries(s, a, YEAR),
    "search.search": lambda s, a, _i: search.search(s, a, SECRET.lower()),
    "pipeline.list_prospects": lambda s, a, _i: pipeline.list_prospects(s, a, YEAR),
    "forecast_moves.moved_since": lambda s, a, _i: forecast_moves.moved_since(
        s, a, PUBLISHED, YEAR.since
    ),
    "revenue_advertisers.concentration": lambda s, a, _i: (
        revenue_advertisers.concentration(s, a, PUBLISHED)
    ),
    "revenue_advertisers.list_lapsed": lambda s, a, _i: revenue_advertisers.list_lapsed(
        s, a, AFTER
    ),
    "timeline.timeline": lambda s, a, i: timeline.timeline(
        s, a, i.company_id, tuple(timeline.Track)
    ),
    "call_list.call_list": lambda s, a, _i: call_list.call_list(s, a, most=50),
    "call_owed.owed": lambda s, a, _i: call_owed.owed(s, a),
}
"""Queries that tell Paul's records: to those who may see them, to nobody else."""

COUNTS: dict[str, Ask] = {
    "audit.count_history": lambda s, a, i: audit.count_history(
        s, a, "company", i.company_id
    ),
    "activities.count_activities": lambda s, a, i: activities.count_activities(
        s, a, i.company_id
    ),
    "advertisers.count_advertisers": lambda s, a, _i: advertisers.count_advertisers(
        s, a, advertisers.Filters()
    ),
    "advertisers.standing": lambda s, a, i: (
        advertisers.standing(s, a, i.company_id).net
    ),
    "booking_figures.booking_figures": lambda s, a, _i: booking_figures.booking_figures(
        s, a
    ),
    "booking_rows.count_bookings": lambda s, a, _i: booking_rows.count_bookings(s, a),
    "companies.count_companies": lambda s, a, _i: companies.count_companies(s, a),
    "company_besides.besides": lambda s, a, _i: sorted(
        company_besides.besides(s, a, None)
    ),
    "team_activity.rep_weeks": lambda s, a, _i: team_activity.rep_weeks(s, a, *WEEKS),
    "team_activity.list_done": lambda s, a, _i: team_activity.list_done(s, a, *WEEKS),
    "team_activity.count_done": lambda s, a, _i: team_activity.count_done(s, a, *WEEKS),
    "company_nets.nets": lambda s, a, i: company_nets.nets(s, a, [i.company_id]),
    "deadlines.falling_due": lambda s, a, _i: deadlines.falling_due(s, a, None),
    "documents.count_kept": lambda s, a, _i: documents.count_kept(s, a),
    "materials.count_materials": lambda s, a, _i: materials.count_materials(s, a),
    "materials.issues_owed": lambda s, a, _i: materials.issues_owed(s, a),
    "materials.reminded": lambda s, a, i: materials.reminded(s, a, [i.sold_line_id]),
    "insertion_reports.count_reports": lambda s, a, _i: insertion_reports.count_reports(
        s, a
    ),
    "insertion_reports.issues_reported": lambda s, a, _i: (
        insertion_reports.issues_reported(s, a)
    ),
    "mandates.valid_mandate": lambda s, _a, i: (
        mandates.valid_mandate(s, i.company_id, i.agency_id, MORNING.date()) is None
    ),
    "publishing.mandate_reference": lambda s, _a, i: (
        publishing.mandate_reference(s, i.mandate_id) is None
    ),
    "revenue.sums_by": lambda s, a, _i: revenue.sums_by(s, a, YEAR, Cut.ADVERTISER),
    "issue_returns.not_back": lambda s, a, i: issue_returns.not_back(s, a, i.issue_id),
    "leakage.given_by_reason": lambda s, a, _i: leakage.given_by_reason(
        s, a, PUBLISHED
    ),
    "standing.reps_beside": lambda s, a, _i: [
        (row.name, row.net_net) for row in standing.reps_beside(s, a, YEAR)
    ],
    "revenue.entries_sum": lambda s, a, _i: revenue.entries_sum(s, a, YEAR),
    "standing.parts_beside": lambda s, a, _i: standing.parts_beside(
        s, a, YEAR, Cut.REP
    ),
    "standing.list_reps": lambda s, a, _i: standing.list_reps(s, a),
    "today.first_steps": lambda s, a, _i: today.first_steps(s, a),
    "timeline.count_timeline": lambda s, a, i: timeline.count_timeline(
        s, a, i.company_id, tuple(timeline.Track)
    ),
    "contact_moves.left_from": lambda s, a, i: contact_moves.left_from(
        s, a, i.company_id
    ),
    "contact_moves.moves_of": lambda s, a, i: contact_moves.moves_of(
        s, a, [i.contact_id]
    ),
    "contact_moves.opposition_noted": lambda s, a, i: contact_moves.opposition_noted(
        s, a, [i.contact_id]
    ),
    "duplicates.duplicates_of": lambda s, a, i: duplicates.duplicates_of(
        s, a, i.company_id
    ),
    "family.family_of": lambda s, a, i: sorted(
        family.family_of(s, a, i.company_id).agencies
    ),
    "issue_standing.issue_standing": lambda s, a, i: issue_standing.issue_standing(
        s, a, i.issue_id
    ),
    "issue_standing.count_asked": lambda s, a, i: issue_standing.count_asked(
        s, a, [i.issue_id]
    ),
    "issue_standing.list_agreements": lambda s, a, i: issue_standing.list_agreements(
        s, a, i.issue_id
    ),
    "warnings.unpaid_note": lambda s, a, i: warnings.unpaid_note(s, a, i.company_id),
    "warnings.opposed_contacts": lambda s, a, i: warnings.opposed_contacts(
        s, a, i.company_id
    ),
    "warnings.mandates_missing": lambda s, a, i: warnings.mandates_missing(
        s, a, i.company_id
    ),
}
"""Queries that count or sum: the same for all who see, and less for all others."""

QUIET = {
    *("warnings.opposed_contacts", "warnings.mandates_missing", "warnings.unpaid_note"),
    "issue_returns.not_back",
    *("contact_moves.left_from", "contact_moves.moves_of"),
    *("issue_standing.list_agreements", "issue_standing.count_asked"),
    *("contact_moves.opposition_noted", "duplicates.duplicates_of"),
}
"""Counts that are empty on this desk for everybody."""

SAME: dict[str, Ask] = {
    "revenue.amounts_of": lambda s, a, _i: revenue.amounts_of(s, a, PUBLISHED),
    "revenue.other_currencies": lambda s, a, _i: revenue.other_currencies(s, a, YEAR),
    "target_sums.target_within": lambda s, a, _i: target_sums.target_within(s, a, YEAR),
    "pipeline.pipeline": lambda s, a, _i: pipeline.pipeline(s, a, YEAR),
    "forecast_moves.movers": lambda s, a, _i: forecast_moves.movers(
        s, a, PUBLISHED, YEAR.since
    ),
    "pacing.open_issues": lambda s, a, _i: pacing.open_issues(s, a, YEAR),
    "pacing.pacing": lambda s, a, i: pacing.pacing(s, a, YEAR, i.issue_id),
    "unsold.sell_through": lambda s, a, _i: unsold.sell_through(s, a, YEAR),
    "leakage.cancelled": lambda s, a, _i: leakage.cancelled(s, a, YEAR),
    "revenue_advertisers.segments": lambda s, a, _i: revenue_advertisers.segments(
        s, a, PUBLISHED
    ),
    "revenue_advertisers.retention": lambda s, a, _i: revenue_advertisers.retention(
        s, a, AFTER
    ),
    "calendar_days.issue_days": lambda s, a, i: calendar_days.issue_days(
        s, a, YEAR.since, YEAR.until, i.desk.title_id
    ),
    "calendar_days.desk_seed": lambda s, a, _i: calendar_days.desk_seed(s, a),
    "issue_events.list_events": lambda s, a, _i: issue_events.list_events(
        s, a, MORNING.date()
    ),
    "issue_events.bonus_values": lambda s, _a, i: issue_events.bonus_values(
        s, i.issue_id
    ),
    "issue_habits.support_habit": lambda s, a, i: issue_habits.support_habit(
        s, a, i.desk.print_id
    ),
    "issue_habits.issues_of_year": lambda s, a, i: issue_habits.issues_of_year(
        s, a, i.desk.print_id, 2027
    ),
    "issue_standing.open_after": lambda s, a, i: issue_standing.open_after(
        s, a, i.issue_id
    ),
    "quick_log.issues_named": lambda s, a, _i: quick_log.issues_named(s, a, "62"),
    "advice.advice_on": lambda s, a, i: advice.advice_on(
        s, a, [], title_id=i.desk.title_id, advertiser_id=i.company_id
    ),
    "calendar.years_of": lambda s, a, i: calendar.years_of(s, a, i.desk.title_id),
    "calendar.selling_year": lambda s, a, i: calendar.selling_year(
        s, a, i.desk.title_id
    ),
    "company_fields.list_fields": lambda s, a, _i: company_fields.list_fields(s, a),
    "company_fields.list_tags": lambda s, a, _i: company_fields.list_tags(s, a),
    "team_activity.team_weeks": lambda s, a, _i: team_activity.team_weeks(s, a, *WEEKS),
    "call_issues.compared_issues": lambda s, a, _i: call_issues.compared_issues(s, a),
    "premium_space.free_premium": lambda s, a, i: premium_space.free_premium(
        s, a, [i.issue_id]
    ),
    "companies.list_sectors": lambda s, a, _i: companies.list_sectors(s, a),
    "deadlines.pages_left": lambda s, a, i: deadlines.pages_left(s, a, [i.issue_id]),
    "editable.open_issue": lambda s, a, i: editable.open_issue(s, a, i.issue_id),
    "editable.open_publisher": lambda s, a, _i: editable.open_publisher(s, a, 1),
    "editable.page_budget": lambda s, _a, i: [
        pool.capacity for pool in [editable.page_budget(s, i.issue_id)] if pool
    ],
    "issues.list_supports": lambda s, a, i: issues.list_supports(s, a, i.desk.title_id),
    "issues.list_every_support": lambda s, a, _i: issues.list_every_support(s, a),
    "issues.issue_years": lambda s, a, i: issues.issue_years(s, a, i.desk.title_id),
    "magazine.list_titles": lambda s, a, _i: magazine.list_titles(s, a),
    "magazine.list_issues": lambda s, a, i: magazine.list_issues(s, a, i.desk.title_id),
    "magazine.list_formats": lambda s, a, i: magazine.list_formats(
        s, a, i.desk.title_id
    ),
    "magazine.list_positions": lambda s, a, i: magazine.list_positions(
        s, a, i.desk.title_id
    ),
    "magazine.pools_of": lambda s, _a, i: magazine.pools_of(s, i.issue_id),
    "publishers.publisher_of": lambda s, a, i: publishers.publisher_of(
        s, a, i.desk.title_id
    ),
    "publishers.list_vat": lambda s, a, _i: publishers.list_vat(s, a, 1),
    "publishers.list_terms": lambda s, a, _i: publishers.list_terms(s, a, 1),
    "publishers.current_terms_id": lambda s, _a, _i: publishers.current_terms_id(
        s, 1, MORNING.date()
    ),
    "editable_profiles.title_row": lambda s, a, i: getattr(
        editable_profiles.title_row(s, a, i.desk.title_id), "name", None
    ),
    "editable_profiles.profile_row": lambda s, a, _i: editable_profiles.profile_row(
        s, a, "testimonial", 1
    ),
    "editable_profiles.profile_rows": lambda s, a, i: editable_profiles.profile_rows(
        s, a, "audience_claim", i.desk.title_id
    ),
    "publishing.seller": lambda s, _a, i: publishing.seller(s, i.desk.title_id),
    "publishing.terms": lambda s, _a, _i: publishing.terms(s, 1),
    "publishing.list_claims": lambda s, _a, i: publishing.list_claims(
        s, i.desk.title_id
    ),
    "profile.list_columns": lambda s, a, i: profile.list_columns(s, a, i.desk.title_id),
    "profile.list_testimonials": lambda s, a, i: profile.list_testimonials(
        s, a, i.desk.title_id
    ),
    "profile.list_meetings": lambda s, a, i: profile.list_meetings(
        s, a, i.desk.title_id, MORNING.date()
    ),
    "profile.list_handed_out": lambda s, a, i: profile.list_handed_out(
        s, a, [i.issue_id]
    ),
    "profile.picture": lambda s, a, _i: profile.picture(s, a, None),
    "card_values.open_card": lambda s, a, i: card_values.open_card(
        s, a, i.desk.card_id
    ),
    "card_values.known": lambda s, a, i: card_values.known(s, a, i.desk.title_id),
    "card_values.terms_choices": lambda s, a, i: card_values.terms_choices(
        s, a, i.desk.title_id
    ),
    "card_values.field_labels": lambda s, a, i: card_values.field_labels(
        s, a, {f"price_{i.desk.page}": 1}
    ),
    "card_compare.compare_cards": lambda s, a, i: card_compare.compare_cards(
        s, a, i.desk.card_id, i.desk.card_id
    ),
    "rate_cards.card_on": lambda s, _a, i: rate_cards.card_on(
        s, i.desk.title_id, MORNING.date()
    ),
    "rate_cards.cards_on": lambda s, _a, i: rate_cards.cards_on(
        s, i.desk.title_id, APRIL
    ),
    "rate_cards.card": lambda s, _a, i: rate_cards.card(s, i.desk.card_id),
    "packages.list_packages": lambda s, a, i: packages.list_packages(
        s, a, [i.desk.card_id]
    ),
    "rate_cards.list_cards": lambda s, _a, i: rate_cards.list_cards(s, i.desk.title_id),
    "rate_cards.booked_in_year": lambda s, _a, i: rate_cards.booked_in_year(
        s, i.desk.title_id, i.company_id, 2027
    ),
    "revenue.barter_net": lambda s, a, _i: revenue.barter_net(s, a, YEAR),
    "revenue.booked_net": lambda s, a, _i: revenue.booked_net(s, a, YEAR),
    "revenue.booked_lines": lambda s, a, _i: revenue.booked_lines(s, a, YEAR),
    "revenue.target_of": lambda s, a, _i: revenue.target_of(
        s, a, date(2027, 3, 1), date(2027, 3, 1)
    ),
    "revenue.options_held": lambda s, a, _i: revenue.options_held(s, a),
    "selling.cards_by_day": lambda s, _a, i: selling.cards_by_day(
        s, i.desk.title_id, APRIL
    ),
    "standing.standing": lambda s, a, _i: standing.standing(s, a, YEAR),
    "standing.cumulated": lambda s, a, _i: standing.cumulated(s, a, YEAR),
    "standing.months_beside": lambda s, a, _i: standing.months_beside(s, a, YEAR),
    "standing.supports_beside": lambda s, a, _i: standing.supports_beside(s, a, YEAR),
    "target_grid.target_abouts": lambda s, a, _i: target_grid.target_abouts(s, a, 2027),
    "target_grid.target_years": lambda s, a, _i: target_grid.target_years(s, a),
    "standing.years_told": lambda s, a, _i: standing.years_told(s, a),
    "currencies.list_currencies": lambda s, a, _i: currencies.list_currencies(s, a),
    "roles.list_roles": lambda s, a, _i: roles.list_roles(s, a),
    "users.list_teams": lambda s, a, _i: users.list_teams(s, a),
    "users.list_users": lambda s, _a, _i: users.list_users(s),
    "users.user": lambda s, _a, i: users.user(s, i.paul.user_id),
}
"""Queries that answer everybody alike: the magazine, prices, the team's totals."""

ADMINISTERED: dict[str, Ask] = {
    "audit.changes_of_day": lambda s, a, _i: audit.changes_of_day(s, a, MORNING.date()),
    "audit.count_audit": lambda s, a, _i: audit.count_audit(s, a),
    "audit.list_audit": lambda s, a, _i: audit.list_audit(s, a, limit=500),
    "audit.kinds_there": lambda s, a, _i: audit.kinds_there(s, a),
}
"""Queries that tell an administrator of everybody, and others of themselves."""

MASKED: dict[str, Ask] = {
    "calendar.calendar": lambda s, a, i: calendar.calendar(s, a, i.desk.title_id, 2027),
    "option_queue.waiting_for": lambda s, a, i: option_queue.waiting_for(
        s, a, [i.pool_id]
    ),
    "flatplan.flatplan": lambda s, a, i: flatplan.flatplan(s, a, i.issue_id),
    "selling.shelf": lambda s, a, i: selling.shelf(s, a, i.desk.title_id),
    "magazine.space_left": lambda s, a, i: magazine.space_left(s, a, [i.issue_id]),
    "duplicates.possible_duplicates": lambda s, a, _i: duplicates.possible_duplicates(
        s, a, duplicates.Sketch(f"{SECRET} SA")
    ),
    "contact_duplicates.possible_contacts": lambda s, a, i: [
        replace(like, is_visible=False)
        for like in contact_duplicates.possible_contacts(
            s,
            a,
            [contact_duplicates.Person(i.company_id, "", ("06 39 98 77 77",))],
        )[0]
    ],
}
"""Queries that tell everybody that something is there, and by which rep."""

ELSEWHERE = {
    "amendments.list_amendments": "of a booking one has; their rule is Booking's",
    "amendments.booking_amended": "of a booking one has: its rule is Booking's",
    "documents.last_figures": "of a booking one has; their rule is Document's",
    "issues.find_issue": "issues, which everybody sees",
    "amendments.in_words": "the names of issues, formats and positions",
    "calendar_days.own_options": "a person's own bookings, asked by their id",
    "calendar_days.own_reports": "a person's own bookings, asked by their id",
    "calendar_days.feed_made_at": "a person's own, as its table's rule says",
    "calendar_days.feed_holder": "asked by the desk itself, before anybody is known",
    "company_nets.net_last_year": "a piece of company_nets.nets, a year earlier",
    "found.told": "a piece of search.search, of what it found",
    "pages_held.pages_held": "sums alone, a piece of magazine.space_left",
    "paid_years.paid_lines": "held to it in test_regularising: of bookings one has",
    "paid_years.reached_in_years": "counts alone, as booked_in_year tells them",
    "paid_years.years_open": "of issues, which everybody sees",
    "option_queue.held_before": "companies one sees: held to it in test_option_queue",
    "option_queue.who_waits": "lines and units alone, of whoever waits",
    "call_runs.find_run": "a person's own, as its table's rule says",
    "call_runs.list_runs": "a person's own, as its table's rule says",
    "call_runs.list_stops": "a person's own, as its table's rule says",
    "company_fields.count_filled": "counts alone, for who manages titles",
    "company_fields.tags_of": "of a company one has; its taggings' rule is Company's",
    "company_fields.values_of": "of a company one has; its values' rule is Company's",
    "call_attempts.attempts": "of companies one has; counts of what they hold",
    "call_attempts.next_attempt": "of a company one has; counts of what it holds",
    "flatplan.page_prices": "of the rate card, the same for everybody",
    "flatplan_pages.line_pages": "of lines one has; walked in test_flatplan",
    "flatplan_pages.pages_of": "a piece of flatplan.flatplan",
    "home_region.home_of": "of the companies one owns",
    "home_region.home_region": "of the companies one owns",
    "saved_views.find_view": "a person's own or shared, as its table's rule says",
    "saved_views.list_page_views": "a person's own or shared, as its table's rule says",
    "saved_views.list_views": "a person's own or shared, as its table's rule says",
    "audit_search.meant_by": "a piece of audit.list_audit",
    "audit.entries_about": "a piece of audit.history_of and timeline.timeline",
    "audit.count_about": "a piece of audit.count_history and timeline.count_timeline",
    "audit.newest_seal": "an administrator's, as its table's rule says",
    "editable.open_activity": "its author's alone to correct",
    "drafts.draft_of": "a person's own, as its table's rule says",
    "entries.entries_of": "a piece of search",
    "drafts.list_drafts": "a person's own, as its table's rule says",
    "sign_ins.actor_of": "asked by the desk itself, before anybody is known",
    "sign_ins.has_password": "a person's own, as its table's rule says",
    "sign_ins.holder_of": "asked by the desk itself, before anybody is known",
    "sign_ins.list_sign_ins": "a person's own, as its table's rule says",
    "advice.booking_advice": "of a booking one has; what it counts is booked_in_year's",
    "call_chances.chances": "walked with a past of its own in test_call_list",
    "call_proposed.proposed": "a piece of call_list, held to it in test_call_list",
    "call_quiet.quiet_of": "ids the call list leaves out, of companies one has",
    "availability.booking_space": "of a booking one has; its space is space_left's",
    "publishing.latest_document": "of nobody in particular: kits without an advertiser",
    "publishing.vat_rule": "of the publisher; asked with a place and a category",
    "revenue_page.revenue_page": "the queries above, each in the walk",
    "unsold.premium_left": "of magazine.space_left, which masks who holds a place",
    "target_sums.targets_by": "as Target's rule says; by month, as target_within",
    "revenue_source.source": "a piece of the queries above",
    "revenue_within.whose": "a piece of the queries above",
    "revenue_within.within": "a piece of the queries above",
    "revenue_source.by_day": "a piece of the queries above",
    "revenue_per_advertiser.per_advertiser": "a piece of the queries above",
    "revenue_per_advertiser.marked": "a piece of the queries above",
    "revenue_within.is_one_rep": "a piece of the queries above",
    "revenue_within.of_issues": "a piece of the queries above",
    "revenue_advertisers.cut_by_advertiser": "a piece of revenue.sums_by",
    "revenue_names.names_of_parts": "names of what revenue.sums_by tells",
    "target_grid.target_grid": "by a right; as every role in test_targets",
    "handover.left_by": "empty but for who may hand over",
    "handover.list_owned": "empty but for who may hand over",
    "roles.verdicts": "refused but for who administers",
    "roles.what_may": "of oneself, but for who administers: counts alone",
    "users.list_people": "refused but for who administers",
    "users.list_sessions": "one's own, but for who administers",
    "users.person_row": "refused but for who administers",
    "sign_ins.visitor_of": "asked by the desk itself, before anybody is known",
    "today.month_figures": "sums of queries above, of one rep or of the team",
    "verifying.digests_kept": "hashes alone, of a file one has",
    "verifying.documents_named": "narrowed as documents are, as test_sealing holds",
    "verifying.documents_of": "narrowed as documents are, as test_sealing holds",
    "verifying.list_seals": "certificates, which every sealed file shows",
    "users.acting_as": "asked by the desk itself, before anybody is known",
}
"""Queries that are not in the walk, and why."""


def everything(session: Session, ids: TwoReps) -> list[Any]:
    """List the bookings there are, whoever asks: for their numbers."""
    found = session.info["asker"]
    session.info["asker"] = ITSELF
    try:
        return booking_rows.list_bookings(session, ids.paul)
    finally:
        session.info["asker"] = found


def told(answer: object) -> str:
    """Write out an answer whole: rows in rows, enums, money, mapped columns."""
    match answer:
        case Enum() | str() | int() | None:
            return repr(answer)
        case dict():
            return told([*answer.keys(), *answer.values()])
        case list() | tuple() | set() | frozenset():
            return f"[{', '.join(told(part) for part in answer)}]"
        case Base():
            return told([v for k, v in vars(answer).items() if not k.startswith("_")])
        case _ if is_dataclass(answer) and not isinstance(answer, type):
            return told([getattr(answer, field.name) for field in fields(answer)])
        case _:
            return repr(answer)


@pytest.fixture(scope="module")
def walked(shared_sqlite: Store) -> Iterator[tuple[Session, TwoReps]]:
    with shared_sqlite.reading(ITSELF) as session:
        yield session, make_two_reps(session)


def as_(session: Session, asker: Actor) -> Session:
    """Look with another's eyes through the session in which the desk was made."""
    session.flush()
    session.expire_all()
    session.expunge_all()
    session.info["asker"] = asker
    return session


@pytest.fixture
def ask(walked: tuple[Session, TwoReps]) -> Iterator[Callable[[str, Ask], str]]:
    session, ids = walked

    def answer(who: str, question: Ask) -> str:
        asker = ids.askers[who]
        return told(question(as_(session, asker), asker, ids))

    yield answer
    session.info["asker"] = ITSELF


def public_queries() -> set[str]:
    return {
        f"{path.stem}.{node.name}"
        for path in QUERIES.glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.args.args
        and node.args.args[0].arg == "session"
    }


def test_every_query_is_in_the_walk() -> None:
    walked = [*HIS, *COUNTS, *SAME, *ADMINISTERED, *MASKED, *ELSEWHERE]
    assert len(walked) == len(set(walked))
    assert set(walked) == public_queries()


def test_every_table_has_its_rule() -> None:
    ruled = [*SCOPED, *TARGETS, *PERSONAL, *PRIVATE, *SHARED]
    assert len(ruled) == len(set(ruled))
    assert set(ruled) == {mapper.class_ for mapper in Base.registry.mappers}


@pytest.mark.parametrize("query", HIS)
def test_records_are_told_to_those_who_may_see_them(
    query: str, ask: Callable[[str, Ask], str]
) -> None:
    for who, sees in SEES.items():
        assert (SECRET in ask(who, HIS[query])) is sees, who


@pytest.mark.parametrize("query", COUNTS)
def test_counts_count_what_is_seen(query: str, ask: Callable[[str, Ask], str]) -> None:
    whole = ask("manager", COUNTS[query])
    for who in ("reader", "administrator"):
        assert ask(who, COUNTS[query]) == whole, who
    for who in ("rep", "other team"):
        assert (ask(who, COUNTS[query]) != whole) is (query not in QUIET), who


@pytest.mark.parametrize("query", SAME)
def test_what_is_everybodys_is_told_alike(
    query: str, ask: Callable[[str, Ask], str]
) -> None:
    whole = ask("manager", SAME[query])
    for who in SEES:
        answer = ask(who, SAME[query])
        assert SECRET not in answer, who
        if who in {"rep", "reader", "administrator"}:
            assert answer == whole, who


@pytest.mark.parametrize("query", ADMINISTERED)
def test_an_administrator_is_told_of_everybody(
    query: str, ask: Callable[[str, Ask], str]
) -> None:
    whole = ask("administrator", ADMINISTERED[query])
    for who in SEES:
        answer = ask(who, ADMINISTERED[query])
        assert (answer == whole) is (who == "administrator"), who
        assert SECRET not in answer or who in {"administrator", "owner"}, who


@pytest.mark.parametrize("query", MASKED)
def test_what_is_taken_says_by_whom_and_no_more(
    query: str, ask: Callable[[str, Ask], str], walked: tuple[Session, TwoReps]
) -> None:
    _session, ids = walked
    for who, sees in SEES.items():
        answer = ask(who, MASKED[query])
        assert PAUL in answer, who
        if query != "duplicates.possible_duplicates":
            assert (SECRET in answer) is sees, who
        assert ("Brest" in answer) is (sees and query.startswith("duplicates")), who
        assert str(ids.price) not in answer, who


def test_nobody_elses_sessions_secrets_and_drafts(
    walked: tuple[Session, TwoReps],
) -> None:
    session, ids = walked
    for who, asker in ids.askers.items():
        for table in (*PERSONAL, *PRIVATE):
            rows = as_(session, asker).query(table).all()
            mine = [r for r in rows if getattr(r, "user_id", None) == asker.user_id]
            whole = who == "administrator" and table not in PRIVATE
            assert whole or rows == mine, (who, table)


BEYOND = {
    "crm/services/editing.py": 1,
    "crm/services/handover.py": 1,
    "crm/services/intents.py": 1,
    "crm/services/mandates.py": 1,
    "crm/services/space.py": 2,
    "crm/services/targets.py": 1,
    "crm/store/queries/audit.py": 2,
    "crm/store/queries/call_chances.py": 1,
    "crm/store/queries/call_list.py": 1,
    "crm/store/queries/call_quiet.py": 1,
    "crm/store/queries/contact_duplicates.py": 1,
    "crm/store/queries/contact_moves.py": 2,
    "crm/store/queries/duplicates.py": 2,
    "crm/store/queries/entries.py": 1,
    "crm/store/queries/few_entries.py": 1,
    "crm/store/queries/flatplan.py": 1,
    "crm/store/queries/handover.py": 2,
    "crm/store/queries/magazine.py": 1,
    "crm/store/queries/option_queue.py": 2,
    "crm/store/queries/pages_held.py": 1,
    "crm/store/queries/paid_years.py": 1,
    "crm/store/queries/rate_cards.py": 1,
    "crm/store/queries/roles.py": 2,
    "crm/store/queries/search.py": 1,
    "crm/store/queries/sight.py": 1,
    "crm/store/queries/target_grid.py": 1,
    "crm/store/queries/users.py": 1,
    "crm/store/queries/verifying.py": 1,
    "crm/store/scope.py": 2,
    "crm/store/spelling.py": 1,
}
"""Where somebody looks beyond what they see, and how often: each with its reason."""


WHOLE = {
    "crm/store/queries/call_active.py": 2,
    "crm/store/queries/call_quiet.py": 3,
    "crm/store/queries/call_ranking.py": 1,
    "crm/store/queries/revenue_per_advertiser.py": 1,
    "crm/store/queries/revenue_segments.py": 1,
}
"""Where tables that are not narrowed decide about rows that are."""


def test_every_way_beyond_the_scope_is_known_and_has_its_reason() -> None:
    assert ways_beyond("beyond_scope") == BEYOND
    assert ways_beyond("whole_table") == WHOLE


def ways_beyond(means: str) -> dict[str, int]:
    root = QUERIES.parents[2]
    found: dict[str, int] = {}
    for path in sorted(root.glob("crm/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == means
            ):
                name = path.relative_to(root).as_posix()
                found[name] = found.get(name, 0) + 1
                why = node.args[1]
                assert isinstance(why, ast.Constant), name
                assert len(str(why.value)) > 20, name
    return found


def test_nobody_loads_by_a_join_that_is_not_narrowed() -> None:
    """`joinedload` adds its table after the statement was narrowed."""
    root = QUERIES.parents[2]
    for path in root.glob("crm/**/*.py"):
        assert "joinedload" not in path.read_text("utf-8"), path
