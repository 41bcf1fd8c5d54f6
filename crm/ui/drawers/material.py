"""A line's materials: the file, what was found in it, its way to the approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.bookings import HOLDS_SPACE
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import date_short, number, weight
from crm.services.documents import issue_technical_sheet
from crm.services.material_reminders import asked_words
from crm.services.preflight import NAMES
from crm.store.queries.material_cards import material_card, reusable
from crm.ui import acting, asking, parts
from crm.ui.escape import bold, join, say
from crm.ui.history_parts import history_section
from crm.ui.issuing import paper_button
from crm.ui.material_findings import findings
from crm.ui.material_intake import intake
from crm.ui.material_steps import next_step
from crm.ui.material_words import due_mark, due_words, reminded_words

if TYPE_CHECKING:
    from datetime import date

    from crm.store.queries.material_cards import DeliveryRow, MaterialCard
    from crm.ui.escape import Marked


def open_material(line_id: int) -> None:
    """Open the drawer of a line's materials."""

    @st.dialog(
        _("Materials"),
        position="right",
        width=640,
        icon=":material/perm_media:",
        on_dismiss="rerun",
    )
    def drawer() -> None:
        acting.speak()
        acting.flash()
        me = asking.me()
        with asking.reading() as session:
            card = material_card(session, me, line_id)
            former = reusable(session, me, line_id) if card else []
        if card is None:
            st.markdown(parts.muted(_("This record is not there any more.")))
            return
        _head(card, me.today)
        works = me.may(Right.WRITE) and card.line_status in HOLDS_SPACE
        if card.current:
            _delivery(card, card.current, works=works)
        if works:
            next_step(card)
            intake(card, former)
        _before(card)
        history_section("line", line_id)

    drawer()


def _head(card: MaterialCard, today: date) -> None:
    what = ", ".join(part for part in (card.format, card.position) if part)
    told = join((card.advertiser, card.issue, card.number))
    mark = due_mark(card.status, card.due_on, today)
    due = due_words(card.due_on, today) if card.due_on else ""
    parts.pair("material_line", bold(what), told, mark, due)
    asked = _("Asked for: {what}.").format(what=asked_words(card.place))
    reminded = reminded_words(card.reminders, card.reminded_at)
    st.markdown(parts.muted(join((asked, reminded))))
    title_id, format_id = card.printed_as
    if format_id is not None:
        paper_button(
            f"format_{format_id}",
            _("Technical sheet"),
            lambda session, language: issue_technical_sheet(
                session, asking.me(), title_id, (format_id,), language=language
            ),
            icon="straighten",
        )


def _delivery(card: MaterialCard, row: DeliveryRow, *, works: bool) -> None:
    open_ = sum(one.is_open for one in row.findings)
    said = ngettext("{number} thing to settle", "{number} things to settle", open_)
    note = said.format(number=number(open_)) if open_ else _("nothing to settle")
    note = note if row.findings else ""
    with parts.section(_("What came"), note, key="material-file"):
        _came(row)
        findings(row.findings, card.line_id if works else None)
        for key, told in _settled(row):
            parts.pair(f"material-{key}", told)


def _came(row: DeliveryRow) -> None:
    with parts.row(f"material-{row.id}"):
        if row.document_id is None:
            name: Marked = bold(_("Came another way"))
        else:
            name = bold(row.file_name)
        came = _("received {day}").format(day=date_short(row.received_on))
        by = _("by {name}").format(name=row.received_by) if row.received_by else ""
        same = _("the same as {issue}").format(issue=row.same_as) if row.same_as else ""
        kind = NAMES[row.kind] if row.kind else ""
        size = weight(row.size) if row.size else ""
        digest = f"SHA {row.sha256[:10]}" if row.sha256 else ""
        told = join((kind, size, same, came, by, digest))
        st.markdown(join((name, parts.muted(told)), "  \n"), width="stretch")
        if row.document_id is not None:
            st.link_button(
                _("Open"),
                f"/files/{row.document_id}",
                key=f"material_file_{row.id}",
                type="tertiary",
                icon=":material/open_in_new:",
            )


def _settled(row: DeliveryRow) -> list[tuple[str, Marked]]:
    found = []
    if row.proof_sent_on:
        said = _("Proof sent to {name} on {day}")
        day = date_short(row.proof_sent_on)
        found.append(("proof", say(said, name=bold(row.proof_sent_to), day=day)))
    if row.agreed_on:
        day = date_short(row.agreed_on)
        if row.agreed_by:
            said = say(
                _("Approved by {name} on {day}"), name=bold(row.agreed_by), day=day
            )
        else:
            said = say(_("Approved on {day}, as it came"), day=day)
        if row.is_labelled:
            said = join((said, _("“Publicité” or “Communiqué” was seen on it")))
        found.append(("agreed", said))
    return found


def _before(card: MaterialCard) -> None:
    rows = [row for row in card.deliveries if row is not card.current]
    if not rows:
        return
    with parts.section(_("Before"), number(len(rows)), key="material-before"):
        for row in rows:
            _came(row)
            if row.refused_on:
                said = _("refused {day}: {reason}")
                told = said.format(
                    day=date_short(row.refused_on), reason=row.refused_because
                )
                st.markdown(parts.muted(told))
