"""The terms of sale: their versions to be read, and a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _, use_language
from crm.language.formats import date_long
from crm.services.terms import LONGEST_TEXT, LONGEST_VERSION, TypedTerms, write_terms
from crm.store.queries.card_values import terms_choices
from crm.store.queries.publishers import publisher_of
from crm.store.queries.publishing import terms as terms_of
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join, md

if TYPE_CHECKING:
    from crm.store.queries.card_values import TermsChoice


def open_terms(terms_id: int) -> None:
    """Open a version of the terms, to be read."""
    name = f"terms_{terms_id}"
    open_drawer(name, _("Terms of sale"), "gavel", lambda: _read(terms_id))


def _read(terms_id: int) -> None:
    with asking.reading() as session:
        found = terms_of(session, terms_id)
    if found is None:
        st.markdown(parts.muted(_("This record is not there any more.")))
        return
    with parts.section(
        _("Version {version}").format(version=found.version), key="terms-text"
    ):
        for paragraph in filter(None, found.text.split("\n")):
            st.markdown(md(paragraph))


def open_new_terms(title_id: int) -> None:
    """Open the drawer that writes a version of the terms."""
    name = f"terms_new_{title_id}"
    form = acting.form_id(name)
    open_drawer(
        name,
        _("New terms of sale"),
        "gavel",
        lambda: _draw(title_id, form),
        way=("terms", title_id),
    )


def _draw(title_id: int, form: str) -> None:
    me = asking.me()
    with asking.reading() as session:
        publisher = publisher_of(session, me, title_id)
        versions = terms_choices(session, me, title_id)
        texts = _texts(versions[0].id) if versions else {"fr": "", "en": ""}
    if versions:
        last = _("Version {version}, in force since {day}").format(
            version=versions[0].version, day=date_long(versions[0].valid_from)
        )
        begins = parts.muted(_("The texts begin with it. It stays as it is."))
        st.markdown(join((bold(last), begins), "  \n"))
    left, right = st.columns(2)
    left.text_input(
        _("Version"),
        _next(versions, me.today.year),
        key=f"terms_version_{form}",
        max_chars=LONGEST_VERSION,
    )
    right.date_input(
        _("In force from"),
        me.today,
        format="DD/MM/YYYY",
        key=f"terms_from_{form}",
    )
    for language, label in (
        ("fr", _("Text in French")),
        ("en", _("Text in English")),
    ):
        st.text_area(
            label,
            texts[language],
            key=f"terms_{language}_{form}",
            height=260,
            max_chars=LONGEST_TEXT,
        )
    st.text_input(
        _("Cancelled free until, in days before closing"),
        "42",
        key=f"terms_notice_{form}",
        max_chars=3,
    )
    drawer_foot(
        "terms", form, lambda: _save(form, publisher.id), label=_("Keep this version")
    )


def _texts(terms_id: int) -> dict[str, str]:
    found = {}
    for language in ("fr", "en"):
        with use_language(language), asking.reading() as session:
            row = terms_of(session, terms_id)
            found[language] = row.text if row else ""
    return found


def _next(versions: list[TermsChoice], year: int) -> str:
    taken = {row.version for row in versions}
    free = (f"{year}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in free if name not in taken)


def _save(form: str, publisher_id: int) -> None:
    me, kept = asking.me(), st.session_state
    typed = TypedTerms(
        str(kept.get(f"terms_version_{form}") or ""),
        kept.get(f"terms_from_{form}"),
        str(kept.get(f"terms_fr_{form}") or ""),
        str(kept.get(f"terms_en_{form}") or ""),
        str(kept.get(f"terms_notice_{form}") or ""),
    )
    acting.speak()
    acting.save(
        lambda session: write_terms(session, me, publisher_id, typed),
        form,
        done=_("This version is kept: name it in a draft card."),
    )
