"""Open an opportunity, and change one: over what others may have saved meanwhile."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.clock import add_months
from crm.domain.companies import CompanyRole
from crm.domain.errors import MissingError
from crm.domain.magazine import IssueStatus
from crm.domain.money import Money
from crm.domain.opportunities import PATH, PROBABILITY, Stage
from crm.language import _
from crm.language.formats import date_long, parse_percent, percent
from crm.language.vocabulary import word
from crm.services.opportunities import OpportunityWish, open_opportunity
from crm.services.opportunity_edits import (
    OPPORTUNITY_FIELDS,
    change_opportunity,
    read_amount,
)
from crm.store.queries import editable, opportunities
from crm.store.queries.companies import company_card, list_companies
from crm.store.queries.magazine import list_issues, list_titles
from crm.ui import acting, asking, conflict
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.edit_form import EditForm
from crm.ui.escape import bold, join
from crm.ui.inputs import money_input
from crm.ui.parts import icon, muted, row
from crm.ui.rate_card_words import plain_amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Value

HITS = 6
LONGEST_NAME, LONGEST_NOTE = 200, 5_000
SHARE = "60\u202f%"


def open_add_opportunity(company_id: int | None = None) -> None:
    """Open the drawer that opens an opportunity; the advertiser may be known."""
    name = f"opportunity_{company_id or ''}"
    form = acting.form_id(name)
    title = _("New opportunity")
    draw = partial(_draw, form, company_id)
    open_drawer(name, title, "trending_up", draw, way=("opportunity", company_id))


def open_edit_opportunity(opportunity_id: int) -> None:
    """Open the drawer that changes an opportunity."""
    name = f"edit_opportunity_{opportunity_id}"
    form = acting.fresh_form(name)
    way = ("edit_opportunity", opportunity_id)
    draw = partial(_edit, form, opportunity_id)
    open_drawer(name, _("Change the opportunity"), "edit", draw, way=way)


def issue_names(session: Session, *also: tuple[int | None, str]) -> dict[int, str]:
    """Return the issues still to be published, by id; `also` those already chosen."""
    me = asking.me()
    found = {
        issue.id: f"{issue.name} · {issue.support}"
        for title in list_titles(session, me)
        for issue in list_issues(session, me, title.id, since=me.today)
        if issue.status is IssueStatus.PLANNED
    }
    return {**{id_: name for id_, name in also if id_}, **found}


def _draw(form: str, known_id: int | None) -> None:
    company_id = known_id or acting.aside(form).get("company")
    if company_id is None:
        _find_company(form)
        return
    me = asking.me()
    with asking.reading() as session:
        company = company_card(session, me, company_id)
        issues = issue_names(session)
    if company is None:
        st.markdown(muted(_("This record is not there any more.")))
        return
    acting.aside(form)["about"] = company.shown
    with row("opportunity-company"):
        st.markdown(icon("storefront", "gray"), width="content")
        said = muted(join((company.sector, company.town)))
        st.markdown(join((bold(company.shown), said), "  \n"), width="stretch")
    st.text_input(
        _("What it is about"),
        key=f"opportunity_name_{form}",
        max_chars=LONGEST_NAME,
        placeholder=_("Back cover of the autumn issue, a year of newsletters…"),
    )
    amount, close = st.columns(2)
    with amount:
        money_input(_("Amount"), f"opportunity_amount_{form}")
    close.date_input(
        _("Expected close"),
        add_months(me.today, 1),
        format="DD/MM/YYYY",
        key=f"opportunity_close_{form}",
    )
    stage, own = st.columns(2)
    chosen = stage.selectbox(
        _("Stage"), PATH, format_func=word, key=f"opportunity_stage_{form}"
    )
    own.text_input(
        _("Its own probability"),
        key=f"opportunity_probability_{form}",
        max_chars=8,
        placeholder=_stage_share(chosen),
    )
    people = {person.id: person.name for person in company.contacts}
    contact, issue = st.columns(2)
    _choice(contact, _("Contact"), people, f"opportunity_contact_{form}")
    _choice(issue, _("Issue"), issues, f"opportunity_issue_{form}")
    st.text_area(
        _("Note"), key=f"opportunity_note_{form}", max_chars=LONGEST_NOTE, height=88
    )
    drawer_foot("opportunity", form, partial(_save, form, company_id), label=_("Open"))


def _stage_share(stage: Stage) -> str:
    said = _("{share}, its stage’s")
    return said.format(share=percent(PROBABILITY[stage]))


def _choice(place: Any, label: str, names: Mapping[int, str], key: str) -> None:  # noqa: ANN401  a column
    place.selectbox(
        label,
        list(names),
        None,
        format_func=lambda id_: names.get(id_, ""),
        key=key,
        placeholder=_("None"),
    )


def _find_company(form: str) -> None:
    typed = st.text_input(
        _("Advertiser"),
        key=f"opportunity_company_{form}",
        type="search",
        live="150ms",
        max_chars=80,
        placeholder=_("Its name, its town…"),
    )
    if not (typed or "").strip():
        st.markdown(muted(_("Type the beginning of a name, or a number.")))
        return
    role = CompanyRole.ADVERTISER
    with asking.reading() as session:
        found = list_companies(
            session, asking.me(), search=typed or "", role=role, size=HITS
        )
    with st.container(gap=None, key="hit-opportunity"):
        for company in found:
            st.button(
                join((bold(company.name), muted(company.town)), " "),
                key=f"opportunity_for_{company.id}",
                type="tertiary",
                icon=":material/storefront:",
                on_click=_pick,
                args=(form, company.id),
            )
    if not found:
        st.markdown(muted(_("Nothing for “{words}”").format(words=typed)))


def _pick(form: str, company_id: int) -> None:
    acting.aside(form)["company"] = company_id


def _save(form: str, company_id: int) -> None:
    typed = st.session_state

    def text(name: str) -> str:
        return str(typed.get(f"opportunity_{name}_{form}") or "")

    close = typed.get(f"opportunity_close_{form}")
    if not isinstance(close, date):
        label = OPPORTUNITY_FIELDS["expected_close"]
        raise MissingError(field="expected_close", label=label)
    probability = text("probability").strip()
    wish = OpportunityWish(
        company_id,
        text("name"),
        read_amount(text("amount")),
        close,
        stage=typed[f"opportunity_stage_{form}"],
        contact_id=typed.get(f"opportunity_contact_{form}"),
        issue_id=typed.get(f"opportunity_issue_{form}"),
        note=text("note"),
        probability=parse_percent(probability) if probability else None,
    )
    me = asking.me()
    acting.save(
        lambda session: open_opportunity(session, me, wish),
        form,
        done=_("The opportunity is open."),
    )


def _edit(form: str, opportunity_id: int) -> None:
    me = asking.me()
    with asking.reading() as session:
        stands = opportunities.opportunity(session, me, opportunity_id)
        company = company_card(session, me, stands.company_id) if stands else None
        also = (stands.issue_id, stands.issue) if stands else (None, "")
        issues = issue_names(session, also)
    people = {person.id: person.name for person in company.contacts} if company else {}
    if stands and stands.contact_id:
        people.setdefault(stands.contact_id, stands.contact)

    def shown(field: str, value: Value) -> str:
        names = {"contact_id": people, "issue_id": issues}.get(field)
        if names is not None and isinstance(value, int):
            return names.get(value, "")
        return _plain(field, value)

    editing = EditForm(form, "opportunity", OPPORTUNITY_FIELDS, _widgets, shown)
    opened = editing.opened(
        lambda session, asker: editable.open_opportunity(session, asker, opportunity_id)
    )
    if opened is None or stands is None:
        st.markdown(muted(_("This record is not there any more.")))
        return
    conflict.panel(editing)
    st.text_input(
        editing.label("name"), key=editing.key("name"), max_chars=LONGEST_NAME
    )
    amount, close, own = st.columns(3)
    with amount:
        money_input(editing.label("amount_cents"), editing.key("amount_cents"))
    close.date_input(
        editing.label("expected_close"),
        None,
        format="DD/MM/YYYY",
        key=editing.key("expected_close"),
    )
    own.text_input(
        editing.label("probability"),
        key=editing.key("probability"),
        max_chars=8,
        placeholder=_stage_share(stands.stage),
    )
    contact, issue = st.columns(2)
    _choice(contact, editing.label("contact_id"), people, editing.key("contact_id"))
    _choice(issue, editing.label("issue_id"), issues, editing.key("issue_id"))
    st.text_area(
        editing.label("note"),
        key=editing.key("note"),
        max_chars=LONGEST_NOTE,
        height=120,
    )
    conflict.foot(
        "opportunity_edit",
        editing,
        lambda: editing.save(change_opportunity, _typed(editing), done=_("Saved.")),
    )


def _widgets(field: str, value: Value) -> Mapping[str, Any]:
    if field in {"amount_cents", "probability"}:
        return {field: _plain(field, value)}
    return {field: value}


def _plain(field: str, value: Value) -> str:
    if field == "amount_cents" and isinstance(value, int):
        return plain_amount(Money(value))
    if field == "probability" and isinstance(value, int):
        return percent(value)
    if isinstance(value, date):
        return date_long(value)
    return str(value or "")


def _typed(editing: EditForm) -> dict[str, Value]:
    chosen = ("expected_close", "contact_id", "issue_id")
    return {
        field: editing.held(field) if field in chosen else editing.text(field)
        for field in OPPORTUNITY_FIELDS
    }
