"""The rows behind a figure of the revenue page, and the way out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.money import total
from crm.domain.roles import Right
from crm.language import _, current_language, ngettext, use_language
from crm.language.formats import date_long, money, number, percent
from crm.services.reports.revenue import revenue_csv, revenue_workbook
from crm.store.queries.pipeline import list_prospects
from crm.store.queries.revenue import entries_sum, list_entries
from crm.store.queries.standing import reps_beside
from crm.ui import asking, lists, parts
from crm.ui.escape import bold, join, md

if TYPE_CHECKING:
    from crm.domain.revenue import Period, Standing
    from crm.domain.roles import Actor
    from crm.ui.escape import Marked


MOST = 500
"""As many rows of the ledger as a drawer lists; the files hold all."""


def open_rows(
    kind: str, label: str, definition: str, period: Period, stands: Standing
) -> None:
    """Open the drawer whose rows add up to the figure."""
    shown = {
        "net": money(stands.net),
        "lines": number(stands.many),
        "target": "–"
        if stands.attainment is None
        else percent(stands.attainment // 10 * 10),
        "forecast": money(stands.forecast),
        "options": money(stands.options),
    }[kind]
    colon = "\u00a0:" if current_language() == "fr" else ":"
    title = f"{label[:1].upper()}{label[1:]}{colon} {shown}"

    @st.dialog(md(title), position="right", width="large")
    def drawer() -> None:
        st.markdown(parts.muted(definition))
        match kind:
            case "target":
                rep_rows(period)
            case "forecast" | "options":
                prospect_rows(period, stands, only_options=kind == "options")
            case _:
                ledger_rows(period, key=kind)

    drawer()


def ledger_rows(period: Period, *, key: str) -> None:
    """Draw the ledger's rows of a period, their sum, and the way out."""
    me = asking.me()
    with asking.reading() as session:
        rows = list_entries(session, me, period, limit=MOST)
        sums = entries_sum(session, me, period)
    many = ngettext("{number} row", "{number} rows", sums.many)
    told = join((many.format(number=number(sums.many)), money(sums.net_net)))
    exports(period, key, bold(told))
    if not rows:
        return
    table(
        {
            _("Advertiser"): [row.advertiser for row in rows],
            _("Issue"): [row.issue for row in rows],
            _("Format"): [row.format for row in rows],
            _("Net net"): [money(row.net_net) for row in rows],
            _("Card rate"): [money(row.card) for row in rows],
            _("Rep"): [row.rep for row in rows],
            _("Support"): [row.support for row in rows],
            _("Booked on"): [date_long(row.posted_on) for row in rows],
            _("Booking"): [row.number for row in rows],
        },
        amounts=(_("Net net"), _("Card rate")),
        key=f"table_{key}",
    )
    if sums.many > len(rows):
        said = _("The newest {shown} are listed; the files hold all of them.")
        st.markdown(parts.muted(said.format(shown=number(len(rows)))))


def exports(period: Period, key: str, told: Marked) -> None:
    """Draw a sum and, for who may export, the files of the rows behind it."""
    me = asking.me()
    with st.container(horizontal=True, vertical_alignment="center", key=f"out-{key}"):
        st.markdown(told, width="content")
        if not me.may(Right.EXPORT):
            return
        language = current_language()
        name = f"{period.since.isoformat()}-{period.until.isoformat()}"
        for kind, make in (("xlsx", revenue_workbook), ("csv", revenue_csv)):
            lists.export_button(
                f"export_{key}_{kind}",
                lambda make=make: _file(make, me, period, language),  # type: ignore[misc]
                f"revenue-{name}.{kind}",
                label=kind.upper(),
            )


def _file(make: Any, me: Actor, period: Period, language: str) -> bytes:  # noqa: ANN401  a report
    with use_language(language), asking.reading() as session:
        content: bytes = make(session, me, period)
    return content


def rep_rows(period: Period) -> None:
    """Draw each rep's target and what is booked of it."""
    me = asking.me()
    with asking.reading() as session:
        rows = reps_beside(session, me, period)
    for row in rows:
        share = row.share
        done = _("{net} of {target}").format(
            net=money(row.net_net, cents=False), target=money(row.beside, cents=False)
        )
        right = "–" if share is None else percent(share // 10 * 10)
        parts.pair(f"target-{row.key}", bold(row.name), done, bold(right))
    whole = total((row.net_net for row in rows), period.currency)
    asked = total((row.beside for row in rows), period.currency)
    done = _("{net} of {target}").format(
        net=money(whole, cents=False), target=money(asked, cents=False)
    )
    parts.pair("target-total", bold(_("Together")), "", bold(done))


def prospect_rows(period: Period, stands: Standing, *, only_options: bool) -> None:
    """Draw what is confirmed and what may come, each by its chances."""
    me = asking.me()
    with asking.reading() as session:
        rows = list_prospects(session, me, period)
    if only_options:
        rows = [row for row in rows if row.kind == "option"]
    else:
        many = ngettext("{number} row", "{number} rows", stands.many)
        parts.pair(
            "forecast-net",
            bold(_("Confirmed")),
            many.format(number=number(stands.many)),
            bold(money(stands.net)),
        )
    for place, row in enumerate(rows):
        what = _("option") if row.kind == "option" else _("opportunity")
        until = date_long(row.due_on) if row.due_on else ""
        weighs = f"{money(row.amount)} × {percent(row.chance)}"
        amount = row.amount if only_options else row.weighted
        parts.pair(
            f"prospect-{place}",
            bold(row.advertiser),
            join((what, row.what, row.rep, until)),
            bold(money(amount)),
            "" if only_options else weighs,
        )
    whole = stands.options if only_options else stands.forecast
    parts.pair("prospect-total", bold(_("Together")), "", bold(money(whole)))


def table(columns: dict[str, list[str]], *, amounts: tuple[str, ...], key: str) -> None:
    """Draw a dense table of texts already formatted; amounts stand at the right."""
    st.dataframe(
        columns,
        hide_index=True,
        row_height=34,
        key=key,
        column_config={
            name: st.column_config.TextColumn(name, alignment="right")
            for name in columns
            if name in amounts
        },
        height=460 if len(next(iter(columns.values()))) > 12 else "auto",
    )
