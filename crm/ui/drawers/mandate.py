"""An agency's mandate: record it with its paper, change it, end it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.companies import CompanyRole
from crm.domain.errors import MissingError
from crm.language import _
from crm.language.formats import date_long
from crm.services.mandates import (
    MANDATE_FIELDS,
    MandateWish,
    add_mandate,
    change_mandate,
)
from crm.services.papers import MOST_MEGABYTES, Paper
from crm.store.queries.editable import open_mandate
from crm.ui import acting, asking, conflict
from crm.ui.company_pick import pick_company, picked
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.edit_form import EditForm
from crm.ui.escape import bold
from crm.ui.parts import muted, pair

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor

DAYS = ("valid_from", "valid_until", "revoked_on")


def open_given_mandate(company_id: int, company: str) -> None:
    """Open the drawer that records a mandate an advertiser gives."""
    _open_add(company_id, company, as_agency=False)


def open_held_mandate(company_id: int, company: str) -> None:
    """Open the drawer that records a mandate an agency holds."""
    _open_add(company_id, company, as_agency=True)


def _open_add(company_id: int, company: str, *, as_agency: bool) -> None:
    name = f"mandate_{company_id}"
    form = acting.form_id(name)

    def draw() -> None:
        pair("mandate_company", bold(company))
        other = pick_company(
            form,
            _("From which advertiser") if as_agency else _("To which agency"),
            role=CompanyRole.ADVERTISER if as_agency else CompanyRole.AGENCY,
            but=company_id,
        )
        st.text_input(_("Reference"), key=f"mandate_reference_{form}", max_chars=200)
        since, until = st.columns(2)
        since.date_input(
            _("Valid from"),
            asking.me().today,
            format="DD/MM/YYYY",
            key=f"mandate_from_{form}",
        )
        until.date_input(
            _("Valid until"),
            None,
            format="DD/MM/YYYY",
            key=f"mandate_until_{form}",
            help=_("Empty: until it is ended."),
        )
        _paper_input(form)
        drawer_foot(
            "mandate",
            form,
            lambda: _add(form, company_id, as_agency=as_agency),
            label=_("Record the mandate"),
            waits_for="" if other else _("Choose the company first."),
        )

    acting.aside(form)["about"] = company
    way = ("mandate_held" if as_agency else "mandate_given", company_id, company)
    open_drawer(name, _("Record a mandate"), "gavel", draw, way=way)


def open_edit_mandate(mandate_id: int) -> None:
    """Open the drawer that changes a mandate, ends it, or keeps another paper."""
    name = f"edit_mandate_{mandate_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Change the mandate"),
        "gavel",
        lambda: _draw(form, mandate_id),
        way=("edit_mandate", mandate_id),
    )


def _draw(form: str, mandate_id: int) -> None:
    editing = EditForm(form, "mandate", MANDATE_FIELDS, None, _shown)
    opened = editing.opened(lambda session, me: open_mandate(session, me, mandate_id))
    if opened is None:
        st.markdown(muted(_("This record is not there any more.")))
        return
    conflict.panel(editing)
    st.text_input(
        editing.label("reference"), key=editing.key("reference"), max_chars=200
    )
    for column, field in zip(st.columns(3), DAYS, strict=True):
        column.date_input(
            editing.label(field), None, format="DD/MM/YYYY", key=editing.key(field)
        )
    st.markdown(
        muted(_("A mandate that is ended covers nothing from that day on; it is kept."))
    )
    st.text_area(
        editing.label("note"), key=editing.key("note"), max_chars=5000, height=88
    )
    _paper_input(form)
    conflict.foot(
        "mandate_edit",
        editing,
        lambda: editing.save(_with_paper(form), _typed(editing), done=_("Saved.")),
    )


def _paper_input(form: str) -> None:
    st.file_uploader(
        _("The signed mandate, as a PDF"),
        "pdf",
        key=f"mandate_paper_{form}",
        max_upload_size=MOST_MEGABYTES,
        help=_("Kept as it is, with its fingerprint; 5 MB at most."),
    )


def _paper(form: str) -> Paper | None:
    file: Any = st.session_state.get(f"mandate_paper_{form}")
    return Paper(str(file.name), bytes(file.getvalue())) if file else None


def _with_paper(form: str) -> Any:  # noqa: ANN401  a change, as forms save it
    paper = _paper(form)

    def change(session: Session, me: Actor, mandate_id: int, edit: Edit) -> None:
        change_mandate(session, me, mandate_id, edit, paper)

    return change


def _add(form: str, company_id: int, *, as_agency: bool) -> None:
    other, me, typed = picked(form), asking.me(), st.session_state
    if other is None:
        return
    since: date | None = typed.get(f"mandate_from_{form}")
    if since is None:
        raise MissingError(field="valid_from", label=MANDATE_FIELDS["valid_from"])
    wish = MandateWish(
        advertiser_id=other.id if as_agency else company_id,
        agency_id=company_id if as_agency else other.id,
        reference=str(typed.get(f"mandate_reference_{form}") or ""),
        valid_from=since,
        valid_until=typed.get(f"mandate_until_{form}"),
    )
    paper = _paper(form)

    def action(session: Session) -> None:
        add_mandate(session, me, wish, paper)

    acting.save(action, form, done=_("The mandate is recorded."))


def _typed(editing: EditForm) -> dict[str, Value]:
    return {
        "reference": editing.text("reference"),
        "note": editing.text("note"),
        **{field: editing.held(field) for field in DAYS},
    }


def _shown(_field: str, value: Value) -> str:
    return date_long(value) if isinstance(value, date) else str(value or "")
