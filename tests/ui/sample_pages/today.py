"""A page that shows every part."""

from __future__ import annotations

import altair as alt
import streamlit as st

from crm.ui import acting, charts, inputs, lists, parts
from crm.ui.board import board
from crm.ui.escape import bold, html, join
from crm.ui.statuses import STATUS, badge

NAMES = ("Mobilis Rail", "Hydrélia", "R&D <Sémaphore> [Data]", "Paysages & Cie")

left, right = parts.top()
with left:
    parts.head("jeudi 4 mars 2027", "Sept appels, 33 988 € en jeu.")
with right:
    st.button("Noter un appel", type="primary", icon=":material/add_call:", key="go")

with parts.panel("month"):
    with parts.figures("month"):
        parts.figure(
            "confirmés",
            "18 450 €",
            "sur 32 000 € visés en mars",
            key="net",
            definition="Somme du grand livre.",
        )
        parts.figure("en option", "12 958 €", "3 options", key="option")
        parts.figure("à trouver", parts.accent("13 550 €"), "713 € par jour", key="gap")
        parts.figure("sur mars 2026", "+21 %", "15 240 € à la même date", key="last")
    st.progress(58, text=parts.muted("58 % de l’objectif de mars"))

wide, narrow = parts.halves()
with wide:
    with parts.section("À appeler maintenant", "4 sur 23", key="calls"):
        for place, name in enumerate(NAMES):
            with st.container(key=f"row-call-{place}"):
                what, stake = st.columns([3, 1], vertical_alignment="center")
                with what.container(horizontal=True, wrap=False, gap="small"):
                    st.container(key=f"rank-{place}", width=18).markdown(str(place + 1))
                    with st.container(gap=None):
                        with st.container(
                            horizontal=True, vertical_alignment="center", gap="small"
                        ):
                            lists.record_button(f"call{place}", name, "advertiser", 7)
                            st.markdown(
                                badge("overdue", "Relance en retard de 2 j"),
                                width="content",
                            )
                        st.markdown(
                            "Vous deviez rappeler mardi : il attendait la validation "
                            "de son budget pour la double page du n° 62."
                        )
                        st.markdown(
                            parts.muted(
                                join(
                                    (
                                        "Julien Marchetti, dir. marketing",
                                        parts.tel_link(
                                            "06 39 98 20 14", "+33639982014"
                                        ),
                                        parts.mail_link("écrire", "a@mobilis.example"),
                                    )
                                )
                            )
                        )
                with stake.container(
                    horizontal=True,
                    vertical_alignment="center",
                    horizontal_alignment="right",
                ):
                    st.container(key=f"amount-{place}", width=84).markdown(
                        "7 900 €", text_alignment="right"
                    )
                    st.button("Noter", key=f"log{place}", icon=":material/call:")
        lists.pager("calls_page", st.session_state.get("total", 412))
    with parts.section("Statuts", str(len(STATUS)), key="statuses"):
        st.markdown(join([badge(status) for status in STATUS], " "))
with narrow:
    with parts.section("Options qui expirent", "12 958 €", key="options"):
        parts.pair(
            "o1", bold("Hydrélia"), "2e de couv., n° 62", bold("6 850 €"), "lun. 8 mars"
        )
        parts.pair(
            "o2", bold(NAMES[2]), "*publi* `code`", badge("optioned", "option J−5")
        )
    with parts.warning(
        "w1", parts.icon("hourglass_top", "orange"), "L’option tombe", "mar. 9 mars"
    ):
        st.button("Prolonger", type="tertiary", key="extend")
    with parts.empty_state(
        "kit", "Aucun kit envoyé", "Les kits envoyés se rangent ici."
    ):
        st.button("Composer un kit", key="kit_new")
    picked = board(
        "".join(
            f'<div data-id="{html(name)}" role="button" tabindex="0">{html(name)}</div>'
            for name in NAMES
        ),
        key="board_names",
    )
    st.markdown(f"picked {picked}" if picked else "nothing picked")

form = acting.form_id("amount")
inputs.money_input("Montant", f"amount_typed_{form}")
colours = charts.palette()
bars = (
    alt.Chart(
        alt.InlineData(
            values=[{"m": "2027-01", "v": 9100}, {"m": "2027-02", "v": 12100}]
        )
    )
    .mark_bar(size=40, color=colours.cobalt)
    .encode(
        x=alt.X("yearmonth(m):O", axis=alt.Axis(format="%b %Y", labelAngle=0)),
        y=alt.Y("v:Q", axis=alt.Axis(format="$,.0f", tickCount=3)),
    )
)
charts.chart(bars, key="chart_months", height=200, alt_text="Deux mois")
lists.export_button("calls_export", lambda: b"a;b", "appels.csv")
