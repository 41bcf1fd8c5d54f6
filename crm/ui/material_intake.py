"""Taking a file in: chosen and looked at before it is kept, or used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.magazine import MaterialStatus
from crm.domain.preflight import Weight, kinds_taken
from crm.domain.preflight_rules import judge
from crm.language import _, ngettext
from crm.language.formats import date_short, number
from crm.services import materials
from crm.services.preflight import MOST_MEGABYTES
from crm.store.queries.material_cards import FindingRow
from crm.ui import acting, asking
from crm.ui.escape import bold
from crm.ui.looked_at import looked_at
from crm.ui.material_findings import findings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.domain.preflight import Finding
    from crm.store.queries.material_cards import MaterialCard, ReusableRow
    from crm.ui.looked_at import LookedAt

EXTENSIONS = {
    "pdf": ("pdf",),
    "jpeg": ("jpg", "jpeg"),
    "png": ("png",),
    "gif": ("gif",),
    "tiff": ("tif", "tiff"),
    "svg": ("svg",),
    "docx": ("docx",),
}


def intake(card: MaterialCard, former: Sequence[ReusableRow]) -> None:
    """Draw the ways a file comes in; the first is open while one is awaited."""
    awaited = card.status is MaterialStatus.AWAITED
    title = _("Add the file") if awaited else _("Another file")
    with st.expander(title, expanded=awaited, icon=":material/upload_file:"):
        _upload(card)
    if former:
        with st.expander(_("Same as before"), icon=":material/content_copy:"):
            _again(card, former)
    with st.expander(_("It came another way"), icon=":material/swap_horiz:"):
        _otherwise(card)


def _upload(card: MaterialCard) -> None:
    form = acting.form_id(f"material_{card.line_id}")
    taken = kinds_taken(card.place)
    key = f"material_upload_{form}"
    st.file_uploader(
        _("The advertiser’s file"),
        [end for kind in taken for end in EXTENSIONS[kind.value]],
        key=key,
        max_upload_size=MOST_MEGABYTES,
        help=_("Kept as it is, with its fingerprint; {most} MB at most.").format(
            most=number(MOST_MEGABYTES)
        ),
    )
    looked = looked_at(key, taken)
    if looked is None or looked.read is None:
        return
    found = judge(card.place, looked.read)
    st.markdown(bold(verdict(found)))
    findings([FindingRow(one.check, one.weight, one.facts) for one in found])
    acting.refusal(form)
    st.button(
        _("Keep this file"),
        key=f"material_keep_{card.line_id}",
        type="primary",
        icon=":material/check:",
        on_click=_keep,
        args=(card.line_id, form, looked),
    )


def verdict(found: Sequence[Finding]) -> str:
    """Say what preflight makes of a file, in one sentence."""
    stops = sum(one.weight is Weight.BLOCKING for one in found)
    warns = sum(one.weight is Weight.WARNING for one in found)
    if stops:
        said = ngettext(
            "{number} fault stops this file.", "{number} faults stop this file.", stops
        )
        return said.format(number=number(stops))
    if warns:
        said = ngettext(
            "It can be used; {number} thing to look at.",
            "It can be used; {number} things to look at.",
            warns,
        )
        return said.format(number=number(warns))
    return _("Nothing to say: it can be used as it is.")


def _keep(line_id: int, form: str, looked: LookedAt) -> None:
    me, read = asking.me(), looked.read
    if read is None:
        return
    acting.save(
        lambda session: materials.receive_file(
            session, me, line_id, looked.paper, read
        ),
        form,
        done=_("The file is kept."),
    )


def _again(card: MaterialCard, former: Sequence[ReusableRow]) -> None:
    rows = {row.material_id: row for row in former}
    form = acting.form_id(f"reuse_{card.line_id}")
    picked = st.selectbox(
        _("Which file"),
        list(rows),
        format_func=lambda one: _former(rows[one]),
        key=f"material_former_{form}",
    )
    acting.refusal(form)
    st.button(
        _("Use this file again"),
        key=f"material_reuse_{card.line_id}",
        on_click=_reuse,
        args=(card.line_id, form, picked),
    )


def _former(row: ReusableRow) -> str:
    fits = "" if row.fits else _("another size")
    same = _("Same as {issue}").format(issue=row.issue) if row.issue else ""
    told = (same, row.format, row.file_name, date_short(row.received_on), fits)
    return " · ".join(part for part in told if part)


def _reuse(line_id: int, form: str, material_id: int) -> None:
    me = asking.me()
    acting.save(
        lambda session: materials.reuse(session, me, line_id, material_id),
        form,
        done=_("The file is used again, and was checked for this place."),
    )


def _otherwise(card: MaterialCard) -> None:
    form = acting.form_id(f"elsewhere_{card.line_id}")
    st.date_input(
        _("Received on"),
        asking.me().today,
        format="DD/MM/YYYY",
        key=f"material_day_{form}",
        help=_("By a transfer, on a disk, at the printer’s: no file is kept here."),
    )
    acting.refusal(form)
    st.button(
        _("Note that it came"),
        key=f"material_came_{card.line_id}",
        on_click=_came,
        args=(card.line_id, form),
    )


def _came(line_id: int, form: str) -> None:
    me = asking.me()
    day: date | None = st.session_state.get(f"material_day_{form}")
    acting.save(
        lambda session: materials.receive(session, me, line_id, received_on=day),
        form,
        done=_("Noted: the materials came."),
    )
