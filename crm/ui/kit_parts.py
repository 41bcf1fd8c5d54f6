"""The pieces of the media kit's page: for whom, the figures quoted, the sheet."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import StaleClaimError, words
from crm.domain.roles import Right
from crm.language import _, ngettext, use_language
from crm.language.formats import date_long, month, tell, weight
from crm.services.documents import issue_media_kit
from crm.services.documents.kit_pages import claim_value
from crm.store.queries.companies import company_card, list_companies
from crm.store.queries.publishing import list_claims
from crm.ui import acting, asking, lists, parts
from crm.ui.escape import bold, join, md
from mediakit import page_pictures

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.documents import Issued
    from crm.services.documents.media_kit import Drawn, KitWish
    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.publishing import ClaimRow

FORM = "kit"
HITS = 5
COVER_WIDTH, PAGE_WIDTH = 1_080, 620
PICTURES_KEPT = 160
"""About a dozen kits; a picture of a page is some 40 kB."""

PAGE_WORDS = {
    "cover": words("Cover"),
    "audience": words("Audience"),
    "calendar": words("Calendar"),
    "formats": words("Formats"),
    "rates": words("Rates"),
    "contact": words("Contact"),
}


def page_word(code: str) -> str:
    """Name a page of the kit."""
    return _(PAGE_WORDS[code])


def chosen_company(session: Session, me: Actor) -> CompanyCard | None:
    """Return whom the kit is for; None is the market."""
    asked = lists.record_id()
    if asked is not None and st.session_state.get("kit_asked") != asked:
        st.session_state["kit_asked"] = st.session_state["kit_for"] = asked
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
    """Make the kit for a company, or for the market."""
    st.session_state["kit_for"] = company_id


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


def issue_row(wish: KitWish, drawn: Drawn | None) -> None:
    """Draw what the kit weighs, the one primary button, and what it issued."""
    if asking.may(Right.WRITE):
        form = acting.form_id(FORM)
        acting.refusal(form)
        st.button(
            _("Issue this kit"),
            key="kit_issue",
            type="primary",
            icon=":material/verified:",
            disabled=drawn is None,
            on_click=issue,
            args=(wish, form),
        )
    if drawn is not None:
        pages = ngettext("{number} page", "{number} pages", len(drawn.pages))
        st.markdown(
            parts.muted(
                _(
                    "{pages}, {weight}: a tagged PDF. The copy issued is kept as it "
                    "is, with the figures it tells."
                ).format(
                    pages=pages.format(number=len(drawn.pages)),
                    weight=weight(len(drawn.content)),
                )
            )
        )
    issued = st.session_state.get("kit_issued")
    if issued is None or issued[0] != wish:
        return
    kept = issued[1]
    with parts.row("kit-issued"):
        kept_as = _("Kept as edition {edition}").format(edition=kept.edition)
        facts = join((weight(len(kept.content)), f"SHA-256 {kept.sha256[:12]}…"))
        st.markdown(join((bold(kept_as), parts.muted(facts)), "  \n"), width="stretch")
        st.link_button(
            _("Download"), f"/documents/{kept.id}.pdf", icon=":material/download:"
        )


def issue(wish: KitWish, form: str) -> None:
    """Keep the kit as it stands now."""
    me = asking.me()
    kept: list[Issued] = []
    acting.speak()
    done = _("The kit is issued and kept.")
    if acting.save(
        lambda session: kept.append(issue_media_kit(session, me, wish)),
        form,
        done=done,
    ):
        acting.fresh_form(FORM)
        if kept:
            st.session_state["kit_issued"] = (wish, kept[-1])


def sheet(drawn: Drawn) -> None:
    """Draw the pages as they are: the cover first and large, the others two by two."""
    digest = sha256(drawn.content).hexdigest()
    with st.container(key="sheet", gap="medium"):
        _page(drawn, digest, 0, COVER_WIDTH)
        if len(drawn.pages) > 1:
            with st.grid(2, min_column_width=240, gap="medium", key="sheet-pages"):
                for number in range(1, len(drawn.pages)):
                    _page(drawn, digest, number, PAGE_WIDTH)


def _page(drawn: Drawn, digest: str, number: int, width: int) -> None:
    caption = f"{number + 1} · {page_word(drawn.pages[number])}"
    with st.container(key=f"sheet-page-{number}", gap="xsmall"):
        st.image(
            _picture(digest, number, width, drawn.content),
            width="stretch",
            alt=_("Page {page} of the kit").format(page=caption),
        )
        st.markdown(parts.muted(caption))


# The bytes are named by their hash; the underscore keeps them out of the key.
@st.cache_data(max_entries=PICTURES_KEPT, show_spinner=False)
def _picture(digest: str, number: int, width: int, _pdf: bytes) -> bytes:  # noqa: ARG001  it is the key
    return page_pictures(_pdf, width=width, pages=[number])[0]
