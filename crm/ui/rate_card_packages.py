"""The packages of a rate card: what each holds, at what price; added on a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import money, number
from crm.services.packages import remove_package
from crm.ui import acting, asking, parts
from crm.ui.drawers.package import open_package
from crm.ui.escape import bold, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.store.queries.packages import PackageRow
    from crm.store.queries.rate_cards import Card


def packages_section(
    card: Card, packages: Sequence[PackageRow], *, edited: bool
) -> None:
    """Draw the packages; those of a draft can be added and taken off."""
    if not packages and not edited:
        return
    note = number(len(packages)) if packages else ""
    with parts.section(_("Packages"), note, key="card-packages"):
        for row in packages:
            held = ", ".join(
                f"{number(one.quantity)} × {one.format}" for one in row.components
            )
            hides = _("printed without its parts") if row.hides_components else ""
            with parts.row(f"package-{row.id}"):
                about = parts.muted(join((held, hides)))
                st.markdown(join((bold(row.name), about), "  \n"), width="stretch")
                st.markdown(bold(money(row.price, cents=False)), width="content")
                if edited:
                    st.button(
                        "",
                        key=f"package_remove_{row.id}",
                        icon=":material/delete:",
                        type="tertiary",
                        help=_("Take it off the draft"),
                        on_click=_remove,
                        args=(row.id, acting.form_id(f"package_remove_{row.id}")),
                    )
        if not packages:
            said = _("None: several insertions at one price.")
            st.markdown(parts.muted(said))
    if edited and st.button(
        _("Add a package"),
        key="package_add",
        type="tertiary",
        icon=":material/inventory_2:",
    ):
        open_package(card.id)


def _remove(package_id: int, form: str) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: remove_package(session, me, package_id),
        form,
        done=_("The package is off the draft."),
    )
