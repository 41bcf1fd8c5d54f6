"""The pieces of the publisher's page: the seller, its VAT, its terms, its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.clock import in_days
from crm.language import _, ngettext
from crm.language.formats import date_long, millimetres, month, number, percent
from crm.language.vocabulary import word
from crm.services.documents.kit_pages import claim_value
from crm.services.documents.words import siret
from crm.ui import parts
from crm.ui.escape import bold, join, md
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.store.queries.issues import SupportRow
    from crm.store.queries.magazine import FormatRow
    from crm.store.queries.publishers import PublisherCard, TermsVersion, VatRow
    from crm.store.queries.publishing import ClaimRow

SOON = 60
"""Days ahead in which a figure's expiry is announced."""


def conclusion(publisher: PublisherCard, claims: Sequence[ClaimRow], day: date) -> str:
    """Say what documents lack, or that they have all they must say."""
    missing = [
        label
        for label, value in (
            ("SIRET", publisher.siret),
            (_("VAT number"), publisher.vat_number),
            (_("address"), publisher.street),
        )
        if not value
    ]
    if missing:
        return _("Documents lack: {what}.").format(what=", ".join(missing))
    late = [claim for claim in claims if not claim.may_be_told(day)]
    if late:
        return ngettext(
            "{number} audience figure to renew.",
            "{number} audience figures to renew.",
            len(late),
        ).format(number=number(len(late)))
    return _("Documents have all they must say.")


def seller(publisher: PublisherCard) -> None:
    """Draw the legal data, as documents print them."""
    place = f"{publisher.postcode} {publisher.town}".strip()
    for key, label, value in (
        ("name", _("Publisher"), publisher.name),
        ("form", _("Legal form"), join((publisher.legal_form, publisher.capital))),
        ("register", _("Register"), publisher.register),
        ("siret", "SIRET", siret(publisher.siret) if publisher.siret else ""),
        ("vat", _("VAT number"), publisher.vat_number),
        ("address", _("Address"), join((publisher.street, place))),
        ("phone", _("Telephone"), publisher.phone),
        ("email", _("E-mail"), publisher.email),
        ("website", _("Web site"), publisher.website),
        ("notice", _("Notice"), publisher.notice_fr),
    ):
        with parts.row(f"publisher-{key}"):
            st.markdown(parts.muted(label), width=130)
            shown = value or parts.muted(_("to fill in"))
            st.markdown(join((shown,)), width="stretch")


def vat(rows: Sequence[VatRow]) -> None:
    """Draw the rate for each place, with its legal sentence."""
    with parts.section(_("VAT"), _("by the advertiser’s seat"), key="vat"):
        for row in rows:
            parts.pair(
                f"vat-{row.place.value}-{row.category.value}",
                word(row.place),
                row.sentence or word(row.category),
                bold(percent(row.rate)),
            )


def terms(versions: Sequence[TermsVersion]) -> None:
    """Draw the versions of the terms of sale."""
    with parts.section(_("Terms of sale"), key="terms"):
        if not versions:
            sentence = _("None yet: documents go without an annex.")
            st.markdown(parts.muted(sentence))
        for row in versions:
            days = ngettext(
                "cancelled free until {number} day before closing",
                "cancelled free until {number} days before closing",
                row.cancellation_notice_days,
            )
            parts.pair(
                f"terms-{row.version}",
                bold(_("Version {version}").format(version=row.version)),
                days.format(number=number(row.cancellation_notice_days)),
                _("since {day}").format(day=date_long(row.valid_from)),
            )


def figures(claims: Sequence[ClaimRow], today: date) -> None:
    """Draw the audience figures with their source and their expiry."""
    late = [claim for claim in claims if not claim.may_be_told(today)]
    told = ngettext("{number} figure", "{number} figures", len(claims))
    note = told.format(number=number(len(claims)))
    with parts.section(_("Audience figures"), note, key="claims"):
        if not claims:
            st.markdown(
                parts.muted(_("None yet: media kits go without their audience page."))
            )
        first = [
            claim for claim in claims if claim.cluster == "headline" or claim in late
        ]
        rest = [claim for claim in claims if claim not in first]
        for place, claim in enumerate(first):
            _figure(f"claim-{place}", claim, today)
        if rest:
            others = ngettext(
                "{number} more, for the charts",
                "{number} more, for the charts",
                len(rest),
            ).format(number=number(len(rest)))
            with st.expander(md(others), key="claims-rest"):
                for place, claim in enumerate(rest, len(first)):
                    _figure(f"claim-{place}", claim, today)


def _figure(key: str, claim: ClaimRow, today: date) -> None:
    until = _("until {day}").format(day=date_long(claim.expires_on))
    with parts.row(key):
        source = join((claim.source or _("no source"), month(claim.measured_on)))
        told = join((bold(claim_value(claim)), claim.label), "\u2002")
        st.markdown(join((told, parts.muted(source)), "  \n"), width="stretch")
        if not claim.may_be_told(today):
            st.markdown(badge("overdue", _("expired")), width="content")
        elif claim.expires_on <= in_days(today, SOON):
            st.markdown(badge("expiring", until), width="content")
        else:
            st.markdown(parts.muted(until), width="content")


def formats(supports: Sequence[SupportRow], rows: Sequence[FormatRow]) -> None:
    """Draw the supports with their formats."""
    with parts.section(_("Supports and formats"), key="supports"):
        for support in supports:
            own = [row for row in rows if row.support_id == support.id]
            named = ", ".join(_format(row) for row in own)
            parts.pair(
                f"support-{support.id}",
                bold(support.name),
                named or _("no format"),
                number(len(own)),
            )


def _format(row: FormatRow) -> str:
    if not row.width or not row.units:
        return row.name
    return f"{row.name} ({millimetres(row.width)} × {millimetres(row.height)})"
