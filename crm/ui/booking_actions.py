"""What can be done with a booking where it stands, and the papers it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from crm.domain.bookings import BookingStatus
from crm.domain.errors import words
from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import moment, number
from crm.language.vocabulary import word
from crm.services import bookings
from crm.services.documents import issue_booking_summary
from crm.services.documents.proposal import PROPOSED
from crm.ui import acting, asking, parts
from crm.ui.drawers.amend import open_amend
from crm.ui.drawers.cancel import open_cancel
from crm.ui.drawers.confirm import open_confirm
from crm.ui.drawers.duplicate import open_duplicate
from crm.ui.drawers.option import open_extend, open_option
from crm.ui.drawers.proposal import open_proposal
from crm.ui.escape import bold, join
from crm.ui.paper_parts import draft_button

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm.store.queries.bookings import BookingCard
    from crm.store.queries.publishing import DocumentRow


class Move(NamedTuple):
    """A button: its word, key and icon, and the drawer it opens."""

    label: str
    key: str
    icon: str
    drawer: Callable[[int], None]


OPTION = Move(words("Option"), "booking_option", "hourglass_top", open_option)
CONFIRM = Move(words("Confirm"), "booking_confirm", "check", open_confirm)
EXTEND = Move(words("Extend"), "booking_extend", "more_time", open_extend)
CANCEL = Move(words("Cancel the booking"), "booking_cancel", "close", open_cancel)
DUPLICATE = Move(
    words("Carry into next year"),
    "booking_duplicate",
    "event_repeat",
    open_duplicate,
)
AMEND = Move(words("Amend"), "booking_amend", "edit_document", open_amend)
MOVES = {
    BookingStatus.QUOTED: (OPTION, CONFIRM),
    BookingStatus.OPTIONED: (CONFIRM, EXTEND),
    BookingStatus.EXPIRED: (OPTION,),
    BookingStatus.CONFIRMED: (AMEND,),
}
"""What each status leads to, the next step first."""
RELEASED = {
    BookingStatus.OPTIONED: words("Release"),
    BookingStatus.EXPIRED: words("Back to a quote"),
}
CANCELLED = (BookingStatus.QUOTED, BookingStatus.OPTIONED, BookingStatus.CONFIRMED)


def actions(booking: BookingCard) -> None:
    """Draw the moves a booking can make: the next step first, as the primary one."""
    if not asking.may(Right.WRITE):
        return
    for place, move in enumerate(MOVES.get(booking.status, ())):
        # One primary button a page: the answer to a discount that waits comes first.
        answers = booking.waiting and asking.may(Right.APPROVE_DISCOUNTS)
        next_step = place == 0 and move is not AMEND and not answers
        if _button(move, primary=next_step):
            move.drawer(booking.id)
    with st.popover(
        "", icon=":material/more_horiz:", help=_("Other moves"), key="booking_more"
    ):
        if booking.status in RELEASED:
            st.button(
                _(RELEASED[booking.status]),
                key="booking_release",
                type="tertiary",
                icon=":material/undo:",
                on_click=_release,
                args=(
                    booking.id,
                    acting.form_id(f"release_{booking.id}"),
                    booking.status is BookingStatus.EXPIRED,
                ),
            )
        if _button(DUPLICATE, tertiary=True):
            open_duplicate(booking.id)
        if booking.status in CANCELLED and _button(CANCEL, tertiary=True):
            open_cancel(booking.id)


def _button(move: Move, *, primary: bool = False, tertiary: bool = False) -> bool:
    return st.button(
        _(move.label),
        key=move.key,
        icon=f":material/{move.icon}:",
        type="primary" if primary else "tertiary" if tertiary else "secondary",
    )


def _release(booking_id: int, form: str, expired: bool) -> None:  # noqa: FBT001  a callback's arguments
    me = asking.me()
    acting.speak()
    move = bookings.requote if expired else bookings.release
    done = _("The space is free again; the booking is a quote.")
    if expired:
        done = _("Quoted again, at its price.")
    acting.save(lambda session: move(session, me, booking_id), form, done=done)


def papers(booking: BookingCard, kept: Sequence[DocumentRow]) -> None:
    """List the documents as issued, and issue the booking summary in a language."""
    with parts.section(_("Documents"), number(len(kept)), key="papers"):
        for row in kept:
            with parts.row(f"paper-{row.id}"):
                name = f"{word(row.kind)} {row.reference}"
                shown = name[:1].upper() + name[1:]
                edition = _("edition {number}").format(number=number(row.edition))
                language = _("in French") if row.language == "fr" else _("in English")
                note = join((language, edition, moment(row.issued_at), row.issued_by))
                st.markdown(
                    join((bold(shown), parts.muted(note)), "  \n"), width="stretch"
                )
                st.link_button(
                    "PDF",
                    f"/documents/{row.id}.pdf",
                    key=f"booking_paper_{row.id}",
                    type="tertiary",
                    icon=":material/open_in_new:",
                )
                draft_button(row.id, "booking")
        if not kept:
            said = _("Nothing issued yet: a summary is kept as it is sent.")
            parts.pair("paper-none", parts.muted(said))
    if not asking.may(Right.WRITE):
        return
    with st.container(horizontal=True, gap="small"):
        for language, label in (
            (booking.language, _("Booking summary (PDF)")),
            ("en" if booking.language == "fr" else "fr", _("In the other language")),
        ):
            said = _("French") if language == "fr" else _("English")
            st.button(
                join((label, parts.muted(said)), " "),
                key=f"booking_pdf_{language}",
                icon=":material/picture_as_pdf:",
                on_click=_issue,
                args=(booking.id, booking.number, language),
            )
        if booking.status in PROPOSED and st.button(
            _("Proposal"), key="booking_propose", icon=":material/article:"
        ):
            open_proposal(booking.id)


def _issue(booking_id: int, reference: str, language: str) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: issue_booking_summary(
            session, me, booking_id, language=language
        ),
        done=_("{number} is issued and kept.").format(number=reference),
    )
