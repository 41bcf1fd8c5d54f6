"""The pieces of the audit's page: its conclusion, its seal, its filters, its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Door
from crm.language import _, ngettext
from crm.language.formats import moment, number
from crm.language.telling import ITSELF, action_word, kind_word
from crm.language.vocabulary import word
from crm.services import seals
from crm.store.queries.audit import AuditAsked
from crm.ui import acting, asking, lists, parts
from crm.ui.escape import join
from crm.ui.history_parts import entry
from crm.ui.map import page_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.audit import AuditRow
    from crm.store.queries.audit import SealRow, Today

PAGES = {
    "company": "advertiser",
    "booking": "booking",
    "issue": "issues",
    "rate_card": "rate_cards",
    "publisher": "publisher",
    "user": "users",
}
"""Which page shows a record."""

FILTERS = tuple(
    f"audit_{name}" for name in ("person", "entity", "action", "door", "since", "until")
)
"""The keys of what narrows the list beside the search."""


def conclusion(today: Today) -> str:
    """Say how much was changed today, and by how many people."""
    if not today.changes:
        return _("Nothing changed today.")
    many = ngettext("{number} change today", "{number} changes today", today.changes)
    said = many.format(number=number(today.changes))
    if not today.people:
        return _("{changes}.").format(changes=said)
    people = ngettext("{number} person", "{number} people", today.people)
    return _("{changes}, {people}.").format(
        changes=said, people=people.format(number=number(today.people))
    )


def seal_line(session: Session, seal: SealRow | None) -> None:
    """Say until which row the audit is sealed, whether it holds; prove it whole."""
    if seal is None:
        st.markdown(parts.muted(_("Not sealed yet: the desk does so every minute.")))
        return
    proof = acting.state().get("audit_proof")
    faults = [fault.told() for fault in seals.check_last(session)]
    if proof and proof[0] == seal.digest:
        faults = proof[1] or faults
    whole = bool(proof and proof[0] == seal.digest)
    until = _("Sealed until row {row}, {when}.").format(
        row=number(seal.last_id), when=moment(seal.at)
    )
    holds = _("Every row and every seal holds.") if whole else _("The last seal holds.")
    mark = parts.icon("gpp_maybe", "red") if faults else parts.icon("verified", "green")
    told = " ".join(faults[:3]) if faults else holds
    digest = _("Seal {digest}").format(digest=seal.digest[:16])
    with parts.warning("seal", mark, told, join((until, digest))):
        st.button(
            _("Prove it all"),
            key="audit_prove",
            icon=":material/fact_check:",
            on_click=_prove,
            args=(seal.digest,),
        )


def _prove(digest: str) -> None:
    acting.speak()
    with asking.reading() as session:
        faults = [fault.told() for fault in seals.check_audit(session)]
    acting.state()["audit_proof"] = (digest, faults)


def choose(
    people: Mapping[int, str], entities: Sequence[str], actions: Sequence[str]
) -> AuditAsked:
    """Draw the search and the filters; return what is asked for."""
    with parts.panel("audit_find"):
        left, right = st.columns([4, 1], gap="small")
        typed = left.text_input(
            _("Search"),
            key="audit_search",
            type="search",
            live="300ms",
            max_chars=80,
            label_visibility="collapsed",
            placeholder=_("The name of a record, a number, a value…"),
            persist_state="session",
        )
        chosen = sum(
            1 for key in FILTERS if st.session_state.get(key) not in (None, "")
        )
        label = join((_("Filter"), number(chosen))) if chosen else _("Filter")
        with right.popover(
            label, icon=":material/tune:", key="audit_tune", width="stretch"
        ):
            user = st.selectbox(
                _("Person"),
                [None, 0, *people],
                format_func=lambda id_: (
                    _("Everybody") if id_ is None else people.get(id_, ITSELF)
                ),
                key="audit_person",
                persist_state="session",
            )
            entity = _choice(_("Record"), "entity", kind_word, entities)
            action = _choice(_("Action"), "action", action_word, actions)
            door = st.selectbox(
                _("Door"),
                [None, *Door],
                format_func=lambda one: word(one).capitalize() if one else _("All"),
                key="audit_door",
                persist_state="session",
            )
            first = _day(_("From"), "audit_since")
            last = _day(_("To"), "audit_until")
    search = (typed or "").strip()
    return AuditAsked(search, user, door, entity, action, first, last)


def _day(label: str, key: str) -> date | None:
    return st.date_input(
        label, None, format="DD/MM/YYYY", key=key, persist_state="session"
    )


def _choice(label: str, name: str, say: object, codes: Sequence[str]) -> str:
    words = {code: say(code) for code in codes}  # type: ignore[operator]
    chosen = st.selectbox(
        label,
        ["", *sorted(words, key=words.__getitem__)],
        format_func=lambda code: words[code].capitalize() if code else _("All"),
        key=f"audit_{name}",
        persist_state="session",
    )
    return chosen or ""


def line(row: AuditRow, allowed: frozenset[str]) -> None:
    """Draw a row of the audit and, to a page that is allowed, the way to its record."""
    with parts.row(f"audit-{row.id}"):
        entry(row, _("row {number}").format(number=number(row.id)))
        if row.home is None:
            return
        kind, id_ = row.home
        if kind == "document":
            st.link_button(
                _("PDF"),
                f"/documents/{id_}.pdf",
                icon=":material/picture_as_pdf:",
                key=f"audit_open_{row.id}",
            )
            return
        page = PAGES.get(kind, "")
        if page not in allowed or not page_file(page).exists():
            return
        if st.button(
            "",
            key=f"audit_open_{row.id}",
            type="tertiary",
            icon=":material/arrow_forward:",
            help=_("Open the record"),
        ):
            lists.open_record(page, id_)
