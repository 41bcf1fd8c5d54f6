from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as texts
from markdown_it import MarkdownIt

from crm.ui.escape import Marked, bold, html, join, md, say
from crm.ui.parts import mail_link, muted, tel_link

AWKWARD = [
    ":red[red?] $x^2$ **b** [l](http://evil.example/a)",
    "![i](http://evil.example/beacon.png)",
    "<img src=x onerror=alert(1)>",
    "# head\n- li\n1. one",
    "`code` ~~s~~ :material/delete: :smile: a_b_c 5$ et 10$ *x*",
    "a -> b <- c >= d --> e",
    "```mermaid\ngraph TD; A-->B\n```",
    "Durand & Fils (SARL) — 50 % #1 +33 6 12",
    "12:30: rdv / l'Étoile :blue-badge[x]",
    "&lt;b&gt; R&D; \\*",
    "    four spaces",
]


def shown(markdown: str) -> str:
    """Return the text a Markdown reader shows."""
    out = []
    for block in MarkdownIt("gfm-like", {"linkify": False}).parse(markdown):
        for token in block.children or ():
            assert token.type in {"text", "text_special", "hardbreak", "softbreak"}, (
                token
            )
            out.append("\n" if token.type.endswith("break") else token.content)
    return "".join(out)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_shown_as_typed(text: str) -> None:
    assert shown(md(text)).replace("\u200b", "").strip() == text.strip()


@given(texts.text(texts.characters(codec="utf-8", categories=("L", "N", "P", "S"))))
def test_any_text_is_shown_as_typed(text: str) -> None:
    assert shown(md(text)).replace("\u200b", "") == text


@pytest.mark.parametrize("text", [":material/delete:", ":smile:", ":streamlit:"])
def test_no_shortcode_survives(text: str) -> None:
    assert text not in shown(md(text))


def test_what_is_marked_is_escaped_once() -> None:
    once = md("a*b")
    assert md(once) is once
    assert bold("a*b") == r"**a\*b**"
    assert muted(bold("x")) == ":small[:gray[**x**]]"


def test_plain_text_joins_marked_text_escaped() -> None:
    assert md("a") + "*b*" == r"a\*b\*"
    assert "*b*" + md("a") == r"\*b\*a"
    assert isinstance(md("a") + "b", Marked)
    assert join(["*a*", "", bold("b")]) == r"\*a\* · **b**"


def test_a_sentence_keeps_its_marks_and_not_those_of_its_facts() -> None:
    assert say("**{n}** calls for {who}", n=3, who="[x]") == r"**3** calls for \[x\]"


def test_control_and_direction_signs_are_dropped() -> None:
    assert md("a\x00b\u202ec") == "abc"
    assert html("a\x00b\u202ec") == "abc"


def test_html_is_escaped_quotes_included() -> None:
    assert html("""<a href="x" id='y'>&""") == (
        "&lt;a href=&quot;x&quot; id=&#x27;y&#x27;&gt;&amp;"
    )


def test_links_lead_to_a_number_or_an_address_only() -> None:
    assert tel_link("06 39 98 20 14", "+33 6 39)98(http") == (
        "[06\u00a039\u00a098\u00a020\u00a014](tel:+3363998)"
    )
    assert mail_link("write", "a.b@c.example") == "[write](mailto:a.b@c.example)"
    assert "mailto:" not in mail_link("write", "a@b.example)[x](http://evil.example")
    assert mail_link("write", "a&b@c.example") == "[write](mailto:a%26b@c.example)"
