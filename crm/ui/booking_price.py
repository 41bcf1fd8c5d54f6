"""The price of a booking that is not saved: visible at every change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from crm.domain.money import total
from crm.language import _
from crm.language.formats import money, percent
from crm.services.packages import with_packages
from crm.services.quotes import preview
from crm.services.vat import preview_vat
from crm.store.queries.advice import PaidLine, advice_on
from crm.ui import asking, parts
from crm.ui.cascade import advice_sentences, explained
from crm.ui.escape import join, md

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.advice import Advice
    from crm.domain.roles import Actor
    from crm.services.lines import LineWish
    from crm.services.pricing import Priced
    from crm.services.vat import Vat
    from crm.store.queries.selling import Shelf
    from crm.ui.booking_draft import Typed


class Told(NamedTuple):
    """What a price says: its lines by name, its VAT, what the next tier saves."""

    names: list[str]
    prices: list[Priced]
    vat: Vat
    advices: list[Advice]
    waits: int = 0


def shown(me: Actor, sold: Shelf, typed: Typed | None) -> bool:
    """Draw the price of what is typed, or why there is none; return whether it is."""
    if typed is None:
        said = _("Choose a format: the price follows, step by step.")
        st.markdown(parts.muted(said))
        return False
    answer = asking.attempt(lambda session: _told(session, me, sold, typed))
    if answer.value is None:
        st.error(md(answer.refusal), icon=":material/error:")
        return False
    told = answer.value
    if told.waits:
        said = _(
            "{rate} is over the {limit} you may grant: the booking waits for a "
            "manager’s approval before it is sent or confirmed."
        ).format(rate=percent(told.waits), limit=percent(me.discount_limit))
        mark = parts.icon("hourglass_top", "orange")
        st.markdown(join((mark, said), " "))
    prices = [priced.price for priced in told.prices]
    net_net = money(total(price.net_net for price in prices))
    note = _("{amount} net net").format(amount=net_net)
    with (
        parts.section(_("The price, step by step"), note, key="preview"),
        st.container(gap="small"),
    ):
        explained("preview", told.names, prices, told.vat)
        for sentence in advice_sentences(told.advices):
            st.markdown(join((parts.icon("lightbulb"), sentence), " "))
    return True


def _told(session: Session, me: Actor, sold: Shelf, typed: Typed) -> Told:
    wish = with_packages(session, me, typed.wish())
    prices = preview(session, me, wish)
    rows = {row.issue.id: row.issue for row in sold.issues}
    formats = {form.id: form.name for form in sold.formats}
    issues = [rows[line.issue_id] for line in wish.lines]
    about = {"title_id": wish.title_id, "advertiser_id": wish.advertiser_id}
    return Told(
        [
            f"{formats[line.format_id]}, {issue.name}"
            for line, issue in zip(wish.lines, issues, strict=True)
        ],
        prices,
        preview_vat(session, me, prices, **about),
        advice_on(
            session,
            me,
            [
                PaidLine(issue.published_on.year, priced.card, priced.price)
                for issue, priced in zip(issues, prices, strict=True)
            ],
            **about,
        ),
        max((x.exceptional for x in wish.lines if is_over(me, x)), default=0),
    )


def is_over(me: Actor, line: LineWish) -> bool:
    """Say whether a line's discount is over what the person may grant."""
    return line.exceptional > me.discount_limit
