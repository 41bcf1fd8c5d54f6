"""The publisher's legal data, as documents print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.services.publishers import change_publisher
from crm.services.titles import PublisherWish
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer

if TYPE_CHECKING:
    from crm.store.queries.publishers import PublisherCard

NAME = "publisher"


def fields() -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the fields and their labels, row by row."""
    return (
        (("name", _("Publisher")), ("legal_form", _("Legal form"))),
        (("capital", _("Capital")), ("register", _("Register"))),
        (("siret", "SIRET"), ("vat_number", _("VAT number"))),
        (("street", _("Street")),),
        (("postcode", _("Postcode")), ("town", _("Town"))),
        (("phone", _("Telephone")), ("email", _("E-mail"))),
        (("website", _("Web site")),),
        (("notice_fr", _("Notice in French")), ("notice_en", _("Notice in English"))),
    )


def open_publisher(publisher: PublisherCard) -> None:
    """Open the drawer that changes the publisher's legal data."""
    form = acting.form_id(NAME)
    open_drawer(NAME, _("The publisher"), "domain", lambda: _draw(publisher, form))


def _draw(publisher: PublisherCard, form: str) -> None:
    st.markdown(
        parts.muted(
            _(
                "This is what quotes and insertion orders say of their seller; "
                "documents already issued stay as they are."
            )
        )
    )
    for line in fields():
        for column, (field, label) in zip(st.columns(len(line)), line, strict=True):
            column.text_input(
                label,
                getattr(publisher, field),
                key=f"publisher_{field}_{form}",
                max_chars=400,
            )
    drawer_foot(NAME, form, lambda: _save(publisher, form))


def _save(publisher: PublisherCard, form: str) -> None:
    me = asking.me()
    acting.speak()
    typed = {
        field: str(st.session_state.get(f"publisher_{field}_{form}") or "")
        for line in fields()
        for field, _label in line
    }
    wish = PublisherWish(country=publisher.country, **typed)
    acting.save(
        lambda session: change_publisher(
            session, me, publisher.id, publisher.version, wish
        ),
        form,
        done=_("The publisher’s data are saved."),
    )
