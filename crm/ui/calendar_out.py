"""The calendar's ways out: the year's dates as a file, one's deadlines by address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.services.calendar_feeds import year_calendar
from crm.services.documents import issue_calendar
from crm.ui import asking
from crm.ui.escape import md
from crm.ui.issuing import paper_button
from crm.ui.signed_in import carried

if TYPE_CHECKING:
    from crm.store.queries.magazine import TitleRow


def ways_out(title: TitleRow, year: int) -> None:
    """Draw the year's dates as a file, without any advertiser, and the subscription."""

    def made() -> bytes:
        with asking.reading() as session:
            me = asking.me()
            return year_calendar(session, me, title.id, title.name, year).encode()

    st.download_button(
        _("Dates (.ics)"),
        carried(made),
        f"{year}.ics",
        "text/calendar",
        key="calendar_dates",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
        help=_("Every closing, materials and publication day of the year, no booking"),
    )
    paper_button(
        f"calendar_{title.id}_{year}",
        _("Calendar (PDF)"),
        lambda session, language: issue_calendar(
            session, asking.me(), title.id, year, language=language
        ),
    )
    st.link_button(
        md(_("Subscribe to my deadlines")),
        "/account/calendar",
        type="tertiary",
        icon=":material/event_upcoming:",
        help=_("Your options, your reports and every closing, in your own calendar"),
    )
