"""The pieces of a typed line on screen: what was read, what is asked, what stays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.quick_log_sketch import Doubt, Field
from crm.language import _
from crm.ui.escape import bold, join
from crm.ui.parts import icon, muted, row
from crm.ui.quick_words import DOUBTS, FIELDS, GRAMMAR, told
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.quick_understanding import Call, Understood


def grammar() -> None:
    """Tell what a line may say, in the words of both languages."""
    with st.expander(_("What a line may say"), key="call_grammar", type="compact"):
        for label, examples in GRAMMAR:
            st.markdown(join((bold(_(label)), muted(_(examples))), "  \n"))
        st.markdown(
            muted(
                _(
                    "Pieces stand between commas, in any order. What is not "
                    "understood stays in the note, word for word."
                )
            )
        )


def tell(key: str, sign: str, label: str, value: object, note: object = "") -> None:
    """Draw a piece: what it is and which words it is from, then what it says."""
    with row(f"call_{key}"):
        st.markdown(icon(sign, "gray"), width="content")
        first = muted(label)
        st.markdown(
            join((first, join((bold(value), muted(note)), " ")), "  \n"),
            width="stretch",
        )


def label_of(field: str, from_words: str) -> str:
    """Say what a piece is, and which words it was read from."""
    if not from_words:
        return field
    return _("{field} · read “{words}”").format(field=field, words=from_words)


def ask(
    call: Call,
    field: str,
    label: str,
    why: str,
    options: tuple[Any, ...],
    shown: Callable[[Any], str],
) -> None:
    """Ask which of several it is; until somebody says, the words stay in the note."""
    with row(f"call_ask_{field}"):
        st.markdown(icon("help", "blue"), width="content")
        with st.container(gap="xxsmall"):
            mark = badge("reason", _("To check"), "help")
            st.markdown(join((muted(label), mark, muted(why)), " "))
            st.selectbox(
                label,
                options,
                index=None,
                format_func=shown,
                placeholder=_("Choose; until then it stays in the note"),
                label_visibility="collapsed",
                key=call.key(call.asks(field, options)),
            )


def ask_all(call: Call, seen: Understood, *fields: Field) -> None:
    """Ask what is doubtful of these fields, or tell why it stays in the note."""
    for field in fields:
        for question in seen.sketch.doubts(field):
            said = seen.sketch.words(question.span)
            name, why = _(FIELDS[field]), _(DOUBTS[question.doubt])
            if question.options:
                ask(
                    call,
                    field.value,
                    label_of(name, said),
                    why,
                    question.options,
                    partial(told, field),
                )
            elif question.doubt is not Doubt.NO_REASON:
                tell_kept(field.value, label_of(name, said), why)


def tell_kept(key: str, label: str, why: str) -> None:
    """Tell why some words stay in the note."""
    kept = _("Kept in the note: {reason}.").format(reason=why)
    tell(f"kept_{key}", "help", label, kept)


def shown_whole(one: Any) -> str:  # noqa: ANN401  a company, a contact or an issue
    """Write one of those a line may name, with what tells it from the others."""
    return str(one.shown)
