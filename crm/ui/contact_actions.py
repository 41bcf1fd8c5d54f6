"""What can be done with a contact, from their line."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.services.privacy import inform
from crm.ui import acting, asking
from crm.ui.drawers.contact_sheet import open_contact_sheet
from crm.ui.drawers.edit_contact import open_edit_contact
from crm.ui.drawers.move_contact import open_move_contact
from crm.ui.drawers.oppose import open_oppose

if TYPE_CHECKING:
    from crm.store.queries.companies import ContactRow


class Act(StrEnum):
    """A choice of the menu of a contact's line."""

    SEE = "see"
    CHANGE = "change"
    MOVE = "move"
    INFORM = "inform"
    OPPOSE = "oppose"


def contact_menu(person: ContactRow) -> None:
    """Draw the menu of a contact's line: what its reader may do."""
    said = {
        Act.SEE: _("See everything, take the card"),
        Act.CHANGE: _("Change"),
        Act.MOVE: _("Move to another company"),
        Act.INFORM: _("Told today of the record kept"),
        Act.OPPOSE: _("Opposed to prospecting"),
    }
    offered = [Act.SEE]
    if asking.may(Right.WRITE):
        offered += [Act.CHANGE, Act.MOVE]
        offered += [] if person.informed_on else [Act.INFORM]
        offered += [] if person.opposed_on else [Act.OPPOSE]
    key = f"contact_do_{person.id}"

    def chosen() -> None:
        if st.session_state.get(key) == Act.INFORM:
            _inform(person)

    act = st.menu_button(
        "",
        offered,
        format_func=said.__getitem__,
        icon=":material/more_horiz:",
        help=_("What can be done with {name}").format(name=person.name),
        type="tertiary",
        key=key,
        on_click=chosen,
    )
    if act == Act.SEE:
        open_contact_sheet(person.id, person.name)
    elif act == Act.CHANGE:
        open_edit_contact(person.id)
    elif act == Act.MOVE:
        open_move_contact(person.id)
    elif act == Act.OPPOSE:
        open_oppose(person.id, person.name)


def _inform(person: ContactRow) -> None:
    acting.speak()
    me = asking.me()
    acting.save(
        lambda session: inform(session, me, person.id),
        done=_("{name}: told today.").format(name=person.name),
    )
