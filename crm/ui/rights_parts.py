"""The pieces of the page that says what one person sees and may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import number
from crm.language.vocabulary import word
from crm.store.queries.roles import verdicts
from crm.ui import asking, parts
from crm.ui.acting import fragment
from crm.ui.escape import bold, join, md
from crm.ui.lists import record_button
from crm.ui.map import MAP, pages_for
from crm.ui.role_words import (
    limit_word,
    reach_meaning,
    right_meaning,
    right_word,
    verdict_words,
)

if TYPE_CHECKING:
    from crm.domain.roles import Actor
    from crm.store.queries.roles import Part, WhatMay


def conclusion(told: WhatMay, *, own: bool) -> str:
    """Say in a sentence how much of the desk a person sees, and whether they write."""
    name, part = told.actor.name, told.companies
    writes = told.actor.may(Right.WRITE)
    if told.has_left:
        return _("{name} has left, and sees nothing.").format(name=name)
    if part.seen == part.all:
        if own:
            said = (
                _("You see every advertiser, and write.")
                if writes
                else _("You see every advertiser, and only read.")
            )
        else:
            said = (
                _("{name} sees every advertiser, and writes.")
                if writes
                else _("{name} sees every advertiser, and only reads.")
            )
    elif own:
        said = _("You see {seen} of {all} companies.")
    else:
        said = _("{name} sees {seen} of {all} companies.")
    return said.format(name=name, seen=number(part.seen), all=number(part.all))


def note(told: WhatMay) -> str:
    """Say the role, the team and its people under the title."""
    mates = ", ".join(told.team)
    team = _("team {name}").format(name=told.team_name) if told.team_name else ""
    shared = _("with {names}").format(names=mates) if mates else ""
    return join(
        (told.job, word(told.actor.role), " ".join(filter(None, (team, shared))))
    )


def seen_band(told: WhatMay) -> None:
    """Draw how much of each kind of record they see."""
    with parts.panel("rights"), parts.figures("rights"):
        for key, label, part in (
            ("companies", _("advertisers and agencies"), told.companies),
            ("contacts", _("contacts"), told.contacts),
            ("bookings", _("bookings"), told.bookings),
            ("opportunities", _("opportunities"), told.opportunities),
        ):
            parts.figure(label, number(part.seen), _of(part), key=key)


def _of(part: Part) -> str:
    if part.seen == part.all:
        return _("all of them")
    return _("of {all}").format(all=number(part.all))


def rights_section(actor: Actor) -> None:
    """Draw each right: whether they have it, and what it means."""
    has = sum(actor.may(right) for right in Right)
    said = _("{shown} of {total}")
    shown = said.format(shown=number(has), total=number(len(Right)))
    with parts.section(_("May"), shown, key="rights"):
        with parts.row("right-sees"):
            st.markdown(parts.icon("visibility"), width="content")
            sees = _("Sees {what}.").format(what=reach_meaning(actor.reach))
            st.markdown(bold(sees), width="stretch")
        for right in Right:
            may = actor.may(right)
            with parts.row(f"right-{right.value}"):
                mark = parts.icon("check") if may else parts.icon("block", "gray")
                st.markdown(mark, width="content")
                name = bold(right_word(right)) if may else md(right_word(right))
                meaning = parts.muted(right_meaning(right))
                st.markdown(join((name, meaning), "  \n"), width="stretch")
                st.markdown(
                    md(_("yes")) if may else parts.muted(_("no")), width="content"
                )
        parts.pair(
            "right-limit",
            bold(_("Discount without asking")),
            _("the highest exceptional discount granted alone"),
            bold(limit_word(actor.standing)),
        )


def pages_section(actor: Actor) -> None:
    """Draw the pages that open to them, in the map's order."""
    open_ = pages_for(actor)
    shown = [
        (section, [e for e in section.entries if not e.hidden and e.source.exists()])
        for section in MAP
    ]
    many = sum(entry.file in open_ for _section, entries in shown for entry in entries)
    told = ngettext("{number} page", "{number} pages", many)
    with parts.section(_("Opens"), told.format(number=number(many)), key="opens"):
        for place, (section, entries) in enumerate(shown):
            names = [_(entry.title) for entry in entries if entry.file in open_]
            if names:
                parts.pair(f"opens-{place}", bold(_(section.title)), ", ".join(names))


@fragment
def tester(told: WhatMay) -> None:
    """Draw the question: does this person see that advertiser, that booking?"""
    person = told.actor
    title = _("Does {name} see it?").format(name=person.name)
    with parts.section(title, _("asked over the whole desk"), key="tester"):
        with st.container(key="filters-tester"):
            typed = st.text_input(
                _("Advertiser or booking"),
                key=f"rights_test_{person.user_id}",
                type="search",
                live="200ms",
                max_chars=80,
                label_visibility="collapsed",
                placeholder=_("An advertiser’s name, a booking’s number…"),
            )
        if not (typed or "").strip():
            return
        with asking.reading() as session:
            found = verdicts(session, asking.me(), person, typed or "")
        for place, row in enumerate(found):
            with parts.row(f"verdict-{place}"):
                mark = parts.icon("visibility", "green")
                if not row.seen:
                    mark = parts.icon("visibility_off", "gray")
                st.markdown(mark, width="content")
                with st.container(gap=None):
                    record_button(f"verdict_{place}", row.name, row.page, row.id)
                    said = verdict_words(row, person.name)
                    st.markdown(parts.muted(join((row.note, said))))
        if not found:
            nothing = _("Nothing for “{words}”").format(words=typed)
            st.markdown(parts.muted(nothing))
