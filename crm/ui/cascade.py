"""A price, step by step, with its totals: the same words as on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.money import Money
from crm.domain.rate_cards import TierKind
from crm.language import _, ngettext
from crm.language.formats import money, number, percent
from crm.services.documents.words import printed_steps
from crm.ui.escape import bold, join, md, say
from crm.ui.parts import muted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.advice import Advice
    from crm.domain.prices import LinePrice
    from crm.services.vat import Vat
    from crm.ui.escape import Marked

Cells = tuple["Marked", "Marked", "Marked", "Marked"]
NOTHING = md("")


def explained(
    key: str, names: Sequence[str], prices: Sequence[LinePrice], vat: Vat
) -> None:
    """Draw the steps of one of a booking's lines, chosen by name, and the totals."""
    chosen = 0
    if len(names) > 1:
        picked = st.segmented_control(
            _("Line"),
            range(len(names)),
            default=0,
            required=True,
            format_func=names.__getitem__,
            key=f"price_line_{key}_{len(names)}",
            label_visibility="collapsed",
        )
        chosen = picked or 0
    price_table(key, prices[chosen], vat, len(names))


def price_table(key: str, price: LinePrice, vat: Vat, lines: int) -> None:
    """Draw one line's cascade, then the booking's total, VAT, and total with it.

    `lines` is how many lines the booking's total counts.
    """
    rows = [*_steps(price), *_totals(vat, lines)]
    with st.container(key=f"cascade-{key}", gap=None):
        st.table(
            {
                _("Step"): [row[0] for row in rows],
                _("Base"): [row[1] for row in rows],
                _("Rate"): [row[2] for row in rows],
                _("Amount"): [row[3] for row in rows],
            },
            hide_index=True,
            border="horizontal",
            alt=_("From the card rate to the total"),
        )
    grand_total(key, vat.incl)


def grand_total(key: str, amount: Money, word: str = "") -> None:
    """Draw the one amount the advertiser will remember, on lime."""
    with st.container(
        key=f"total-{key}", horizontal=True, horizontal_alignment="distribute"
    ):
        st.markdown(md(word or _("Total incl. VAT")), width="content")
        st.markdown(md(money(amount)), width="content")


def advice_sentences(advices: Sequence[Advice]) -> list[Marked]:
    """Say what the tiers ahead would save, one sentence each."""
    return [_advice(advice) for advice in advices]


def _steps(price: LinePrice) -> list[Cells]:
    rows: list[Cells] = []
    for place, step in enumerate(printed_steps(price)):
        sums = step.kind == "sum"
        minus = step.kind == "minus"
        sign = "\u2212" if minus else "+" if place and not sums else ""
        label = join((step.label, muted(step.note)), "  \n")
        rate = step.rate
        if rate and rate[0].isdigit():
            rate = ("\u2212" if minus else "+") + rate
        rows.append(
            (
                bold(label) if sums else md(label),
                _grey(step.base),
                md(rate),
                bold(step.amount) if sums else md(sign + step.amount),
            )
        )
    return rows


def _totals(vat: Vat, lines: int) -> list[Cells]:
    rows: list[Cells] = []
    if lines > 1:
        counted = ngettext("the {number} line", "the {number} lines", lines)
        label = join(
            (bold(_("Total excl. VAT")), md(counted.format(number=number(lines)))), ", "
        )
        rows.append((label, NOTHING, NOTHING, bold(money(vat.excl))))
    for line in vat.lines:
        label = join((_("VAT"), muted(line.sentence)), " ")
        rows.append(
            (
                label,
                _grey(money(line.base)),
                md(percent(line.rate)),
                md(money(line.amount)),
            )
        )
    return rows


def _grey(text: str) -> Marked:
    return say(":gray[{text}]", text=text) if text else NOTHING


def _advice(advice: Advice) -> Marked:
    then = percent(-advice.rate_then)
    now = percent(-advice.rate_now) if advice.rate_now else percent(0)
    saving = bold(_("You save {amount}").format(amount=money(advice.saving)))
    if advice.kind is TierKind.FREQUENCY:
        more = ngettext(
            "with {number} more insertion: {then} instead of {now}.",
            "with {number} more insertions: {then} instead of {now}.",
            advice.missing,
        )
        said = more.format(number=advice.missing, then=then, now=now)
        return join((saving, said), " ")
    more = _(
        "when the year’s gross reaches {threshold} ({missing} more): "
        "{then} instead of {now}."
    )
    currency = advice.saving.currency
    return join(
        (
            saving,
            more.format(
                threshold=_cents(advice.threshold, currency),
                missing=_cents(advice.missing, currency),
                then=then,
                now=now,
            ),
        ),
        " ",
    )


def _cents(cents: int, currency: str) -> str:
    return money(Money(cents, currency), cents=False)
