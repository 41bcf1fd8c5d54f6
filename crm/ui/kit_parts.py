"""The pieces of the media kit's page: for whom, the figures quoted, the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import StaleClaimError, words
from crm.language import _, ngettext, use_language
from crm.language.formats import date_long, month, tell
from crm.services.documents.kit_choosing import codes_for
from crm.services.documents.kit_pages import claim_value
from crm.store.queries.companies import company_card, list_companies
from crm.store.queries.publishing import list_claims
from crm.ui import acting, asking, lists, parts
from crm.ui.escape import bold, join, md

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.publishing import ClaimRow

HITS = 5
OFFERS = ("branded", "events", "packages")
"""Pages that each offer something to buy beside the pages of the magazine."""
FREE = "free"

CHOSEN_PAGES = ("kit_pages", "kit_offers", "kit_free")
PAGE_WORDS = {
    "cover": words("Cover"),
    "yours": words("For you"),
    "promise": words("Promise"),
    "audience": words("Audience"),
    "readers": words("Readers"),
    "columns": words("Editorial columns"),
    "calendar": words("Calendar"),
    "formats": words("Print formats"),
    "rates": words("Print rates"),
    "digital": words("Digital"),
    "branded": words("Branded content"),
    "events": words("Events"),
    "packages": words("Packages"),
    "free": words("Still free"),
    "technical": words("Technical rules"),
    "terms": words("Terms"),
    "contact": words("Contact"),
}


def page_word(code: str) -> str:
    """Name a page of the kit."""
    return _(PAGE_WORDS.get(code, code.replace("_", " ").capitalize()))


def whom() -> str:
    """Return whether the kit is for one ("one") or for a list of advertisers."""
    chosen: str = st.session_state.get("kit_whom") or "one"
    return chosen


def one_or_many() -> None:
    """Draw the choice between one advertiser and a whole list."""
    named = {"one": _("One advertiser"), "list": _("A whole list")}
    st.session_state.setdefault("kit_whom", "one")
    st.segmented_control(
        _("For"),
        list(named),
        format_func=named.__getitem__,
        required=True,
        key="kit_whom",
        label_visibility="collapsed",
        on_change=_usual_pages,
    )


def _usual_pages() -> None:
    """Choose the pages anew: one advertiser's, or the usual ones of a list."""
    if whom() == "list":
        all_pages()
    else:
        choose(st.session_state.get("kit_for"))


def all_pages() -> None:
    """Forget which pages were chosen: the usual ones are again."""
    for key in CHOSEN_PAGES:
        st.session_state.pop(key, None)


def chosen_company(session: Session, me: Actor) -> CompanyCard | None:
    """Return whom the kit is for; None is the market."""
    asked = lists.record_id()
    if asked is not None and st.session_state.get("kit_asked") != asked:
        st.session_state["kit_asked"] = asked
        choose(asked)
    company_id = st.session_state.get("kit_for")
    return company_card(session, me, company_id) if company_id else None


def for_whom(company: CompanyCard | None) -> None:
    """Draw whom the kit is for, and the search that chooses somebody else."""
    note = _("its name on the cover, its own contact at the desk")
    with parts.row("kit-for"):
        if company is None:
            everyone = _("nobody’s name on it")
            st.markdown(
                join((bold(_("The market")), parts.muted(everyone)), "  \n"),
                width="stretch",
            )
        else:
            known = join((company.town, company.sector)) or note
            st.markdown(
                join((bold(company.shown), parts.muted(known)), "  \n"),
                width="stretch",
            )
            st.button(
                _("For the market"),
                key="kit_forget",
                type="tertiary",
                on_click=choose,
                args=(None,),
            )
    _search()


@acting.fragment
def _search() -> None:
    typed = st.text_input(
        _("Advertiser"),
        key=f"kit_search_{st.session_state.get('kit_for') or 0}",
        type="search",
        live="150ms",
        max_chars=80,
        label_visibility="collapsed",
        placeholder=_("Find an advertiser…"),
    )
    if not (typed or "").strip():
        return
    with asking.reading() as session:
        hits = list_companies(session, asking.me(), search=typed.strip(), size=HITS)
    with st.container(gap=None, key="kit-hits"):
        for place, hit in enumerate(hits):
            if st.button(
                join((bold(hit.name), parts.muted(hit.town)), " "),
                key=f"kit-hit-{place}",
                type="tertiary",
            ):
                choose(hit.id)
                st.rerun()
        if not hits:
            nothing = _("Nothing for “{words}”").format(words=typed)
            st.markdown(parts.muted(nothing))


def choose(company_id: int | None) -> None:
    """Make the kit for a company, or for the market, of the pages that serve them."""
    st.session_state["kit_for"] = company_id
    all_pages()
    if company_id is None:
        return
    title_id = st.session_state.get("kit_title")
    answer = asking.attempt(
        lambda session: codes_for(session, asking.me(), company_id, title_id)
    )
    codes = answer.value or ()
    if codes:
        offers = [code for code in codes if code in OFFERS]
        pages = [code for code in codes if code not in {*OFFERS, FREE}]
        st.session_state["kit_pages"], st.session_state["kit_offers"] = pages, offers
        st.session_state["kit_free"] = FREE in codes


def figures(session: Session, me: Actor, title_id: int, language: str) -> bool:
    """Draw the figures quoted with source and expiry; say whether all may be told."""
    with use_language(language):
        claims = list_claims(session, title_id)
        values = [claim_value(claim) for claim in claims]
    late = [claim for claim in claims if not claim.may_be_told(me.today)]
    if not claims:
        note = ""
    elif late:
        note = ngettext(
            "{number} to renew of {total}", "{number} to renew of {total}", len(late)
        ).format(number=len(late), total=len(claims))
    else:
        note = _("all {total} valid").format(total=len(claims))
    headline = [
        (claim, value)
        for claim, value in zip(claims, values, strict=True)
        if claim.cluster == "headline" or claim in late
    ]
    with parts.section(_("Figures quoted"), note, key="kit-figures"):
        if not claims:
            st.markdown(
                parts.muted(
                    _(
                        "No audience figure yet: the kit goes without its audience "
                        "page. Figures are kept under “Publisher & titles”."
                    )
                )
            )
        for place, (claim, value) in enumerate(headline):
            _figure(f"kit-claim-{place}", claim, value, is_late=claim in late)
    if late:
        refusal = StaleClaimError(claim=late[0].label, expired_on=late[0].expires_on)
        st.error(md(tell(refusal)), icon=":material/error:")
    return not late


def _figure(key: str, claim: ClaimRow, value: str, *, is_late: bool) -> None:
    until = _("valid until {day}").format(day=date_long(claim.expires_on))
    if is_late:
        until = _("expired on {day}").format(day=date_long(claim.expires_on))
    source = join((claim.source or _("no source"), month(claim.measured_on), until))
    right = parts.accent(value) if claim.unit == "bp" else bold(value)
    shown = parts.icon("error", "red") + " " + claim.label if is_late else claim.label
    parts.pair(key, shown, source, right)
