"""Business cards from a file: shown as they were understood, added as one chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.vcards import CardProblem
from crm.language import _, ngettext
from crm.language.formats import number
from crm.services.vcards import add_cards, understand
from crm.ui import acting, asking
from crm.ui.contact_parts import likeness_marks
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join, md
from crm.ui.parts import muted, pair, row, section

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.services.vcards import Understood


SHOWN = 80
"""Letters of a name that are shown."""


def open_cards_in(company_id: int, company: str) -> None:
    """Open the drawer that reads a vCard file into a company's contacts."""
    name = f"cards_{company_id}"
    form = acting.form_id(name)

    def draw() -> None:
        pair("cards_company", bold(company))
        st.file_uploader(
            _("Cards as a file (vCard, .vcf)"),
            ["vcf", "vcard"],
            key=f"cards_file_{form}",
            max_upload_size=1,
            help=_("200 kB and 200 cards at most."),
        )
        content = _content(form)
        if content is None:
            st.markdown(
                muted(
                    _(
                        "From a telephone, Outlook, Apple or Google: share or export "
                        "the contacts, then choose the file here."
                    )
                )
            )
            return
        answer = asking.attempt(
            lambda session: understand(session, asking.me(), company_id, content)
        )
        if answer.value is None:
            st.error(md(answer.refusal), icon=":material/error:")
            return
        _draw(form, company_id, answer.value)

    acting.aside(form)["about"] = company
    way = ("cards", company_id, company)
    open_drawer(name, _("Import business cards"), "contact_page", draw, way=way)


def _content(form: str) -> bytes | None:
    file: Any = st.session_state.get(f"cards_file_{form}")
    return bytes(file.getvalue()) if file else None


def _take_key(form: str, place: int) -> str:
    return f"card_take_{place}_{form}_{st.session_state[f'cards_file_{form}'].file_id}"


def _draw(form: str, company_id: int, cards: list[Understood]) -> None:
    many = ngettext("{number} business card", "{number} business cards", len(cards))
    with section(
        _("As understood"), many.format(number=number(len(cards))), key="cards"
    ):
        for place, one in enumerate(cards):
            _card(form, place, one)
    taken = sum(_is_taken(form, place, one) for place, one in enumerate(cards))
    label = ngettext("Add {number} contact", "Add {number} contacts", taken)
    drawer_foot(
        "cards",
        form,
        lambda: _save(form, company_id),
        label=label.format(number=number(taken)),
        waits_for="" if taken else _("Choose at least one card."),
    )


def _card(form: str, place: int, one: Understood) -> None:
    wish = one.wish
    name = f"{wish.salutation} {wish.first_name} {wish.last_name}".strip()
    with row(f"card-{place}"):
        st.checkbox(
            md(_("Add {name}").format(name=name or _("somebody without a name"))),
            one.is_whole and not one.likes,
            key=_take_key(form, place),
            disabled=not one.is_whole,
            label_visibility="collapsed",
            width="content",
        )
        facts = (
            (_("Job"), wish.job),
            (_("Telephones"), ", ".join(wish.all_phones)),
            (_("E-mails"), ", ".join(wish.all_emails)),
            (_("Note"), wish.note[:200]),
            (_("On the card"), one.card.company),
            (_("Not read"), ", ".join(one.unread)),
            (_("Left in the file"), ", ".join(map(_left_out, one.card.left_out))),
        )
        lines = [bold(f"{name[:SHOWN]}…" if len(name) > SHOWN else name or "–")]
        said = _("{label}: {value}")
        lines += [
            muted(said.format(label=label, value=value))
            for label, value in facts
            if value
        ]
        lines += [muted(_problem(problem)) for problem in one.card.problems]
        lines += likeness_marks(one.likes)
        st.markdown(join(lines, "  \n"), width="stretch")


def _left_out(name: str) -> str:
    """Name what was not read of a card."""
    said = {
        "ADR": _("address"),
        "BDAY": _("birthday"),
        "PHOTO": _("picture"),
        "URL": _("web site"),
        "TEL": _("further telephones"),
        "EMAIL": _("further e-mails"),
    }
    return said.get(name, name[:40])


def _problem(problem: CardProblem) -> str:
    return {
        CardProblem.NO_NAME: _("No name: it cannot be added."),
        CardProblem.LONG_NAME: _("A name of more than 200 letters: it is not one."),
        CardProblem.UNFINISHED: _("The card has no end: the file was cut."),
    }[problem]


def _is_taken(form: str, place: int, one: Understood) -> bool:
    return one.is_whole and bool(st.session_state.get(_take_key(form, place)))


def _save(form: str, company_id: int) -> None:
    content, me = _content(form), asking.me()
    if content is None:
        return
    answer = asking.attempt(lambda s: understand(s, me, company_id, content))
    chosen = [
        one
        for place, one in enumerate(answer.value or [])
        if _is_taken(form, place, one)
    ]
    if not chosen:
        return

    def action(session: Session) -> None:
        add_cards(session, me, company_id, chosen)

    done = ngettext("{number} contact added.", "{number} contacts added.", len(chosen))
    acting.save(action, form, done=done.format(number=number(len(chosen))))
