"""The band of the month: booked, under option, to find, against last year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.clock import add_months
from crm.language import _, ngettext
from crm.language.formats import day_short, money, month, number, percent
from crm.ui.parts import accent, figure, figures, muted, panel

if TYPE_CHECKING:
    from datetime import date

    from crm.store.queries.today import MonthFigures


def month_band(month_: MonthFigures, today: date) -> None:
    """Draw where the month stands, each figure with its definition."""
    this, last_year = month(today, year=False), month(add_months(today, -12))
    with panel("month"):
        with figures("month"):
            aim = _("of {target} aimed at in {month}")
            figure(
                _("booked this month"),
                money(month_.booked, cents=False),
                aim.format(target=money(month_.target, cents=False), month=this)
                if month_.target
                else _("no target for {month}").format(month=this),
                key="booked",
                definition=_(
                    "Net net of the lines booked this month, cancellations taken "
                    "away, fees and barter left out: the ledger’s sum by booking date."
                ),
            )
            figure(
                _("under option"),
                money(month_.optioned, cents=False),
                _options_note(month_),
                key="optioned",
                definition=_("Net net of the lines under option, not signed yet."),
            )
            _missing_figure(month_)
            gain = month_.change
            figure(
                _("on {month}").format(month=last_year),
                "–" if gain is None else percent(gain, plus=True),
                _("{amount} at the same day").format(
                    amount=money(month_.before, cents=False)
                ),
                key="before",
                definition=_(
                    "The same sum for the same month of last year, up to the same day."
                ),
            )
        if month_.attained is not None:
            said = _("{part} of the target for {month}, {days} of the month gone")
            st.progress(
                min(month_.attained // 100, 100),
                text=muted(
                    said.format(
                        part=percent(month_.attained),
                        month=this,
                        days=percent(_gone(today)),
                    )
                ),
            )


def _missing_figure(month_: MonthFigures) -> None:
    definition = _("The target of the month less what is confirmed.")
    if not month_.target:
        figure(
            _("to find"),
            "–",
            _("set a target to see it"),
            key="missing",
            definition=definition,
        )
    elif month_.missing:
        part = _("{part} is there")
        figure(
            _("to find"),
            accent(money(month_.missing, cents=False)),
            part.format(part=percent(month_.attained or 0)),
            key="missing",
            definition=definition,
        )
    else:
        figure(
            _("to find"),
            money(month_.missing, cents=False),
            _("the target is reached"),
            key="missing",
            definition=definition,
        )


def _gone(today: date) -> int:
    """Return how much of the month is gone, in basis points of whole percents."""
    first = today.replace(day=1)
    days = (add_months(first, 1) - first).days
    return today.day * 100 // days * 100


def _options_note(month_: MonthFigures) -> str:
    if not month_.first_option:
        return _("no option is open")
    said = ngettext(
        "{number} option, it falls on {day}",
        "{number} options, the first falls on {day}",
        month_.options,
    )
    return said.format(
        number=number(month_.options), day=day_short(month_.first_option)
    )
