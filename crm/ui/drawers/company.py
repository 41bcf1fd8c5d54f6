"""Add a company, with its first contact; those it may be already are shown first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.companies import CompanyRole
from crm.language import _, ngettext
from crm.language.formats import number, percent
from crm.language.vocabulary import word
from crm.services.companies import CompanyWish, add_company, add_contact
from crm.store.queries.companies import list_sectors
from crm.store.queries.duplicates import Sketch, possible_duplicates
from crm.ui import acting, asking
from crm.ui.countries import COUNTRIES
from crm.ui.drawers.contact import contact_inputs, contact_wish
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join
from crm.ui.likenesses import likeness_word
from crm.ui.lists import open_record, record_button
from crm.ui.parts import muted, row, section
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.services.companies import ContactWish
    from crm.store.queries.companies import SectorRow
    from crm.store.queries.duplicates import DuplicateRow


NAME = "company"


@dataclass(slots=True)
class _Adding:
    """The drawer being filled in; `shown` are the likely duplicates it has shown."""

    form: str
    shown: frozenset[int] = frozenset()
    added: int | None = None

    def key(self, field: str) -> str:
        return f"company_{field}_{self.form}"

    def text(self, field: str) -> str:
        return str(st.session_state.get(self.key(field)) or "")


def open_add_company() -> None:
    """Open the drawer that adds an advertiser, or an agency."""
    adding = _Adding(acting.form_id(NAME))
    open_drawer(
        NAME,
        _("Add an advertiser"),
        "add_business",
        lambda: _draw(adding),
        then=lambda: open_record("advertiser", adding.added or 0),
        way=("company",),
    )


def _draw(adding: _Adding) -> None:
    with asking.reading() as session:
        sectors = list_sectors(session, asking.me())
    st.text_input(_("Name"), key=adding.key("name"), live="400ms", max_chars=200)
    acting.aside(adding.form)["about"] = adding.text("name").strip()
    _show_duplicates(adding, _likely(adding))
    _identity(adding, sectors)
    with section(_("Address"), key="company_address").container(gap="small"):
        st.text_input(_("Street"), key=adding.key("street"), max_chars=400)
        code, town, country = st.columns([1, 2, 2])
        code.text_input(_("Postcode"), key=adding.key("postcode"), max_chars=12)
        town.text_input(_("Town"), key=adding.key("town"), max_chars=100)
        country.selectbox(
            _("Country"),
            list(COUNTRIES),
            format_func=COUNTRIES.__getitem__,
            key=adding.key("country"),
        )
    first = section(_("First contact"), _("may be left empty"), key="company_contact")
    with first.container(gap="small"):
        contact_inputs(adding.form)
    label = _("Add it all the same") if adding.shown else _("Add")
    drawer_foot("company", adding.form, lambda: _save(adding), label=label)


def _identity(adding: _Adding, sectors: Sequence[SectorRow]) -> None:
    names = {sector.id: sector.name for sector in sectors}
    trade, website = st.columns(2)
    trade.text_input(_("Trade name"), key=adding.key("trade_name"), max_chars=200)
    website.text_input(_("Web site"), key=adding.key("website"), max_chars=200)
    st.pills(
        _("Plays the role of"),
        list(CompanyRole),
        selection_mode="multi",
        default=[CompanyRole.ADVERTISER],
        format_func=word,
        key=adding.key("roles"),
    )
    st.selectbox(
        _("Sector"),
        list(names),
        None,
        format_func=names.__getitem__,
        key=adding.key("sector"),
        placeholder=_("Choose a sector"),
    )
    siren, siret, vat = st.columns(3)
    siren.text_input("SIREN", key=adding.key("siren"), max_chars=40)
    siret.text_input("SIRET", key=adding.key("siret"), max_chars=40)
    vat.text_input(_("VAT number"), key=adding.key("vat"), max_chars=40)


def _likely(adding: _Adding) -> list[DuplicateRow]:
    """Look for companies like what is typed so far."""
    if not adding.text("name").strip():
        return []
    sketch = Sketch(
        name=adding.text("name"),
        siren=adding.text("siren"),
        siret=adding.text("siret"),
        website=adding.text("website"),
        email=str(st.session_state.get(f"contact_email_{adding.form}") or ""),
        phone=str(st.session_state.get(f"contact_phone_{adding.form}") or ""),
        country=adding.text("country") or "FR",
        vat_number=adding.text("vat"),
        postcode=adding.text("postcode"),
    )
    with asking.reading() as session:
        return possible_duplicates(session, asking.me(), sketch)


def _show_duplicates(adding: _Adding, found: Sequence[DuplicateRow]) -> None:
    adding.shown = frozenset(row.id for row in found)
    if not found:
        return
    note = ngettext("{number} like it", "{number} like it", len(found))
    with section(
        _("Already there?"), note.format(number=number(len(found))), key="company_like"
    ):
        for like in found:
            with row(f"like-{like.id}"):
                with st.container(gap=None):
                    if like.is_visible:
                        record_button(
                            f"like_{like.id}", like.name, "advertiser", like.id
                        )
                        st.markdown(muted(like.town))
                    else:
                        st.markdown(bold(like.name))
                        whose = _("followed by {name}").format(name=like.owner)
                        st.markdown(muted(whose))
                marks = [badge("reason", likeness_word(why)) for why in like.likenesses]
                if like.is_archived:
                    marks.append(badge("reason", _("archived"), "archive"))
                sure = muted(_("{share} sure").format(share=percent(like.score * 100)))
                st.markdown(
                    join((join(marks, " "), sure), "  \n"),
                    width="content",
                    text_alignment="right",
                )


def _save(adding: _Adding) -> None:
    found = {row.id for row in _likely(adding)}
    if not found <= adding.shown:
        return  # what was not shown yet is shown first; a second click adds it
    chosen = st.session_state
    roles = chosen.get(adding.key("roles")) or [CompanyRole.ADVERTISER]
    wish = CompanyWish(
        name=adding.text("name"),
        trade_name=adding.text("trade_name"),
        is_advertiser=CompanyRole.ADVERTISER in roles,
        is_agency=CompanyRole.AGENCY in roles,
        is_payer=CompanyRole.PAYER in roles,
        sector_id=chosen.get(adding.key("sector")),
        country=adding.text("country") or "FR",
        siren=adding.text("siren"),
        siret=adding.text("siret"),
        vat_number=adding.text("vat"),
        website=adding.text("website"),
        street=adding.text("street"),
        postcode=adding.text("postcode"),
        town=adding.text("town"),
    )
    person = contact_wish(adding.form, 0)
    me = asking.me()

    def action(session: Session) -> None:
        adding.added = add_company(session, me, wish)
        if _is_filled(person):
            add_contact(session, me, replace(person, company_id=adding.added))

    acting.save(action, adding.form, done=_("{name} added.").format(name=wish.name))


def _is_filled(person: ContactWish) -> bool:
    return any(
        part.strip()
        for part in (
            person.last_name,
            person.first_name,
            person.job,
            person.phone,
            person.email,
        )
    )
