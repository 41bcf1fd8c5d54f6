"""What the year's tiers have changed since: proposed on a booking, listed for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.money import total
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import money, number
from crm.services import regularising
from crm.ui import acting, asking, parts
from crm.ui.drawers.amend import open_regularise
from crm.ui.escape import bold, join
from crm.ui.lists import open_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.regularising import Regularisation


def notice(found: Sequence[Regularisation]) -> None:
    """Say on a booking what its year has reached, and offer to propose it."""
    for row in found:
        with parts.warning(
            f"regularise-{row.booking_id}",
            parts.icon("balance"),
            _name(row),
            join((_why(row), money(row.difference, plus=True))),
        ):
            _propose(row)


def regularisations(many: int, rep_id: int | None) -> None:
    """Say how many bookings are to be regularised, and offer to see them priced."""
    if not many:
        return
    said = ngettext(
        "{number} booking: the year has reached another tier since.",
        "{number} bookings: the year has reached another tier since.",
        many,
    )
    with parts.section(_("To regularise"), number(many), key="regularise"):
        st.markdown(parts.muted(said.format(number=number(many))))
        if st.button(
            _("What is to be proposed"),
            key="regularise_list",
            icon=":material/balance:",
        ):
            title = _("To regularise")
            st.dialog(title, position="right", width=640)(_list)(rep_id)


def _list(rep_id: int | None) -> None:
    me = asking.me()
    acting.speak()
    with asking.reading() as session:
        found = regularising.regularisations(session, me, rep_id=rep_id)
    note = ""
    if found:
        currency = found[0].difference.currency
        note = money(total((row.difference for row in found), currency), plus=True)
    with parts.section(_("Differences, excl. VAT"), note, key="regularise-list"):
        for row in found:
            _row(row)
        if not found:
            st.markdown(parts.muted(_("Nothing to propose.")))


def _row(row: Regularisation) -> None:
    with parts.row(f"regularise-{row.booking_id}", wrap=True):
        first = join((bold(row.advertiser), parts.muted(_name(row))), " ")
        st.markdown(join((first, parts.muted(_why(row))), "  \n"), width="stretch")
        st.markdown(bold(money(row.difference, plus=True)), width="content")
        if st.button(
            row.number, key=f"regularise_open_{row.booking_id}", type="tertiary"
        ):
            open_record("booking", row.booking_id)


def _name(row: Regularisation) -> str:
    return _("Short rate") if row.is_short_rate else _("Regularisation")


def _why(row: Regularisation) -> str:
    said = ngettext(
        "{number} insertion in {year}: another tier than the one that was granted",
        "{number} insertions in {year}: another tier than the one that was granted",
        row.insertions,
    )
    return said.format(number=number(row.insertions), year=row.year)


def _propose(row: Regularisation) -> None:
    if asking.may(Right.WRITE) and st.button(
        _("Propose"),
        key=f"regularise_propose_{row.booking_id}",
        icon=":material/edit_document:",
    ):
        open_regularise(row.booking_id)
