from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from mediakit.model import (
    Appearance,
    Audience,
    Bundle,
    Calendar,
    Claim,
    Clause,
    Columns,
    Contact,
    Events,
    Fact,
    Figure,
    Figures,
    Formats,
    Free,
    Packages,
    PaperHead,
    Party,
    Person,
    Rates,
    RuleGroup,
    Space,
    TableCell,
    Technical,
    Terms,
    Yours,
)
from tests.mediakit.drawing import media_kit, paper, plan, summary
from tests.mediakit.flatplan_specimen import flatplan
from tests.mediakit.kit_specimens import kit, page
from tests.mediakit.paper_specimens import PAPERS, amendment, proposal, report
from tests.mediakit.quote_specimen import quote
from tests.mediakit.reading import (
    addresses,
    check_structure,
    failures,
    fonts,
    images,
    strays,
    texts,
)
from tests.mediakit.specimens import booking

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = {
    "bold": "<b>gras</b> & <i>croisé</b>",
    "unclosed": "<b>gras",
    "para": '<para fontSize="40">x</para><font name="Nope">y</font>',
    "script": "<script>alert(1)</script>",
    "entity": "&lt;b&gt; &#x41; &amp;",
    "bidi": "abc\u202egpj.exe\u202c \u2066x\u2069",
    "emoji": "Ville 🏙️ 😀 👩‍👩‍👧",
    "control": "a\x00b\x07c\x1b[31md\x7f\x85e",
    "surrogate": "a\ud800b",
    "zalgo": "e" + "\u0301" * 300 + "x" + "\u0336" * 90,
    "greek": "Δήμος Θεσσαλονίκης – Έξυπνη πόλη",
    "polish": "Łódź Świętokrzyskie ąćęłńóśźż",
    "cyrillic": "Щука Київ Її",
    "cjk": "智慧城市",
    "arabic": "مدينة ذكية",
    "long": "Compagnie générale des éclairages et réseaux intelligents " * 2,
    "unbroken": "x" * 5000,
    "empty": "",
    "spaces": " \u2003\u3000\t ",
    "lines": "a\nb\r\nc\u2028d",
    "parentheses": "((\\) %s {0} {name}",
    "nine digits": "123 456 789,00 €",
}


def _with(words: Any, text: str) -> Any:  # pikepdf and any dataclass
    """Return the same words with every text replaced; columns keep their sides."""
    if isinstance(words, str):
        return text
    if isinstance(words, tuple):
        return tuple(_with(each, text) for each in words)
    if is_dataclass(words) and not isinstance(words, type):
        kept = {"kind", "state", "placement", "dial", "side"}
        return replace(
            words,
            **{
                f.name: _with(getattr(words, f.name), text)
                for f in fields(words)
                if f.name not in kept
            },
        )
    return words


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_draw_in_a_summary(name: str, tmp_path: Path) -> None:
    pdf = summary(_with(quote(), HOSTILE[name]))
    assert failures(pdf, tmp_path) == []
    assert check_structure(pdf) > 50
    assert all(fonts(pdf).values())
    assert not images(pdf)
    assert strays(pdf) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_draw_in_a_kit(name: str, tmp_path: Path) -> None:
    pdf = media_kit(_with(kit(), HOSTILE[name]))
    assert failures(pdf, tmp_path) == []
    assert check_structure(pdf) > 50
    assert not images(pdf)
    assert not addresses(pdf) - {"tel:+33769218245"}
    assert strays(pdf) == []


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_draw_in_a_paper(kind: str, name: str, tmp_path: Path) -> None:
    pdf = paper(_with(PAPERS[kind](), HOSTILE[name]))
    assert failures(pdf, tmp_path) == []
    assert check_structure(pdf) > 3
    assert all(fonts(pdf).values())
    assert images(pdf) == (kind == "report")
    assert not addresses(pdf) - {"tel:+33769218245"}
    assert strays(pdf) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_draw_in_a_flatplan(name: str, tmp_path: Path) -> None:
    words, text = flatplan(), HOSTILE[name]
    legend = tuple((state, text) for state, _said in words.legend)
    pdf = plan(replace(_with(words, text), legend=legend))
    assert failures(pdf, tmp_path) == []
    assert check_structure(pdf) > 20
    assert all(fonts(pdf).values())
    assert not images(pdf)
    assert not addresses(pdf)
    assert strays(pdf) == []


def test_an_empty_flatplan_draws(tmp_path: Path) -> None:
    bare = replace(flatplan(), facts=(), legend=(), spreads=(), tables=(), notes=())
    assert failures(plan(bare), tmp_path) == []


def test_a_flatplan_of_four_hundred_pages_is_paged(tmp_path: Path) -> None:
    words = flatplan()
    (table, *_rest) = words.tables
    rows = tuple((f"page {n}", *table.rows[0][1:]) for n in range(200))
    spreads = tuple(
        replace(words.spreads[0], left=replace(words.spreads[0].left, folio=f"f{n}"))
        for n in range(200)
    )
    pdf = plan(replace(words, spreads=spreads, tables=(replace(table, rows=rows),)))
    printed = "\n".join(texts(pdf))
    assert {int(n) for n in re.findall(r"page (\d+)\b", printed)} == set(range(200))
    assert {int(n) for n in re.findall(r"\bf(\d+)\b", printed)} == set(range(200))
    assert failures(pdf, tmp_path) == []


@pytest.mark.parametrize("kind", PAPERS)
def test_an_empty_paper_draws(kind: str, tmp_path: Path) -> None:
    words = PAPERS[kind]()
    bare = replace(words, head=PaperHead("Titre", ""), pieces=())
    assert failures(paper(bare), tmp_path) == []


def test_two_hundred_rows_and_changes_are_all_printed(tmp_path: Path) -> None:
    words = proposal()
    table = words.pieces[2]
    row = table.rows[0]
    rows = tuple(
        replace(row, cells=(TableCell(f"n° {n}"), *row.cells[1:])) for n in range(200)
    )
    pdf = paper(replace(words, pieces=(replace(table, rows=rows),)))
    pages = texts(pdf)
    assert len(pages) > 5
    assert all("Parution" in text for text in pages)
    printed = "\n".join(pages)
    assert {int(n) for n in re.findall(r"n° (\d+)\b", printed)} >= set(range(200))
    changes = amendment().pieces[2]
    lines = tuple(
        replace(changes.lines[0], heading=f"Ligne {n} du bon") for n in range(200)
    )
    pdf = paper(replace(words, pieces=(replace(changes, lines=lines),)))
    printed = "\n".join(texts(pdf))
    assert all(f"Ligne {n} du bon" in printed for n in range(200))
    assert failures(pdf, tmp_path) == []


def test_parties_at_the_foot_of_a_page_go_to_the_next_whole() -> None:
    words = amendment()
    sides = words.pieces[0]
    for rows in range(12, 24):
        table = proposal().pieces[2]
        many = replace(table, rows=table.rows[:1] * rows)
        pdf = paper(replace(words, pieces=(many, sides, sides)))
        assert strays(pdf) == []
        for text in texts(pdf):
            assert text.count("Lumicité SAS\n48") == text.count("35000 Rennes")


def test_figures_of_nine_digits_are_whole_in_a_paper() -> None:
    big = "123 456 789,00 €"
    figures = Figures((Figure(big, "montant"),) * 4)
    (text,) = texts(paper(replace(report(), pieces=(figures,))))
    assert text.count(big) == 4


def test_the_totals_of_a_paper_stand_where_it_is_signed() -> None:
    words = amendment()
    sides, said, changes, figures, note, agreement, *_rest = words.pieces
    many = replace(changes, lines=changes.lines * 4)
    pages = texts(
        paper(replace(words, pieces=(sides, said, many, figures, note, agreement)))
    )
    (signed,) = [text for text in pages if "Bon pour accord" in text]
    assert "écart" in signed


@pytest.mark.parametrize("name", ["bold", "unclosed", "para", "script", "entity"])
def test_markup_is_printed_as_it_is(name: str) -> None:
    words = HOSTILE[name]
    pdf = summary(replace(booking(), campaign=words))
    assert " ".join(words.split()) in " ".join("\n".join(texts(pdf)).split())


def test_no_file_is_read_because_a_text_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import Image

    secret = tmp_path / "local.png"
    Image.new("RGB", (4, 4), "red").save(secret)
    summary(booking())
    asked: list[str] = []
    monkeypatch.setattr(
        "builtins.open", lambda file, *_, **__: asked.append(str(file)) or 1 / 0
    )
    words = f'<img src="{secret}" width="20" height="20"/> file://{secret}'
    pdf = summary(_with(booking(), words))
    assert asked == []
    assert not images(pdf)
    assert not any("file" in address for address in addresses(pdf))


def test_control_and_direction_marks_are_gone() -> None:
    campaign = HOSTILE["bidi"] + HOSTILE["control"]
    (text,) = texts(summary(replace(booking(), campaign=campaign)))
    assert "abcgpj.exe x" in text
    assert not set(text) & set("\u202e\u202c\u2066\u2069\x00\x07\x1b")


@pytest.mark.parametrize("name", ["greek", "polish", "cyrillic"])
def test_names_of_europe_are_printed(name: str) -> None:
    words = HOSTILE[name]
    party = Party((words, "12, rue des Essais"))
    (text,) = texts(summary(replace(booking(), advertiser=party)))
    assert words.split()[0] in text
    assert "?" not in text


def test_a_character_no_face_has_becomes_a_question_mark() -> None:
    (text,) = texts(summary(replace(booking(), campaign="Ville 😀 智")))
    assert "Ville ? ?" in text


def test_notes_of_five_thousand_characters_flow_over_pages() -> None:
    note = " ".join(f"mot{n}" for n in range(700))[:5000].rsplit(" ", 1)[0]
    pages = texts(summary(replace(booking(), notes=(note, note), campaign=note)))
    assert len(pages) > 2
    printed = " ".join("\n".join(pages).split())
    last = note.rsplit(" ", 1)[-1]
    assert printed.count(last) == 3


def test_a_figure_of_nine_digits_is_never_cut() -> None:
    big = "123 456 789,00 €"
    line = replace(booking().lines[0], unit_price=big, amount=big)
    words = replace(booking(), lines=(line,), total_excl=big, total_incl=big)
    (text,) = texts(summary(words))
    assert text.count(big) == 4


def test_long_terms_take_the_pages_they_need(tmp_path: Path) -> None:
    clause = Clause("Article long", "Une phrase de conditions générales. " * 150)
    pdf = summary(replace(booking(), annex=(clause,) * 5))
    pages = texts(pdf)
    assert len(pages) > 3
    assert sum(text.count("Article long") for text in pages) == 5
    assert failures(pdf, tmp_path) == []


def test_a_year_of_sixty_issues_is_paged() -> None:
    words = kit()
    calendar = page(Calendar)
    issues = tuple(replace(calendar.issues[n % 6], number=f"n° {n}") for n in range(60))
    crowded = tuple(
        Space(f"Emplacement {n}", "sous option jusqu'au 31 janvier", "optioned")
        for n in range(12)
    )
    issues = (*issues, replace(issues[0], number="n° 99", spaces=crowded))
    pages = texts(media_kit(replace(words, pages=(replace(calendar, issues=issues),))))
    printed = "\n".join(pages)
    assert {int(n) for n in re.findall(r"n° (\d+)\b", printed)} == {*range(60), 99}
    assert "Emplacement 11" in printed


def test_forty_formats_and_rates_are_paged() -> None:
    words = kit()
    formats, rates = page(Formats), page(Rates)
    drawings = tuple(
        replace(d, name=f"F{n}") for n, d in enumerate(formats.drawings * 4)
    )
    rows = tuple(replace(rates.table.rows[0], name=f"Ligne {n}") for n in range(70))
    facts = tuple(Fact(f"Fait {n}", "10 €") for n in range(14))
    lists = tuple(replace(each, facts=facts) for each in rates.lists * 2)
    table = replace(rates.table, rows=rows)
    pages = (
        replace(formats, drawings=drawings),
        replace(rates, table=table, lists=lists),
    )
    printed = "\n".join(texts(media_kit(replace(words, pages=pages))))
    assert all(f"F{n}" in printed for n in range(len(drawings)))
    assert all(f"Ligne {n}\n" in printed or f"Ligne {n} " in printed for n in range(70))
    assert printed.count("Fait 13") == 8


def test_eight_claims_and_six_people_draw() -> None:
    words = kit()
    audience, contact = page(Audience), page(Contact)
    claims = tuple(Claim(f"{n} 000", "lecteurs", "enquête 2026") for n in range(8))
    people = tuple(Person(f"Personne {n}", "métier") for n in range(6))
    pages = (
        replace(audience, claims=claims),
        replace(contact, people=people),
    )
    printed = texts(media_kit(replace(words, pages=pages)))
    assert len(printed) == 3
    assert "7 000" in printed[0]
    assert "Leur fonction" in printed[1]
    assert "Personne 3" in printed[2]


def test_a_text_cut_in_one_place_is_whole_in_another() -> None:
    words = "Compagnie générale des éclairages publics et des réseaux du Grand Ouest"
    number = replace(booking(), number=words, campaign=words)
    (text, *_) = texts(summary(number))
    assert words in " ".join(text.split())


def _printed(one: object) -> str:
    words = replace(kit(), pages=(one,))  # type: ignore[arg-type]  # any page
    return "\n".join(texts(media_kit(words)))


def test_whatever_there_is_much_of_is_paged() -> None:
    columns = page(Columns)
    named = tuple(replace(columns.columns[0], name=f"Col{n}") for n in range(14))
    printed = _printed(replace(columns, columns=named))
    assert all(f"Col{n}\n" in printed for n in range(14))
    events = page(Events)
    met = tuple(replace(events.meetings[0], name=f"Salon{n}") for n in range(11))
    printed = _printed(replace(events, meetings=met))
    assert all(f"Salon{n}" in printed for n in range(11))
    packages = page(Packages)
    sold = tuple(replace(packages.packages[0], name=f"Formule{n}") for n in range(7))
    printed = _printed(replace(packages, packages=sold))
    assert all(f"Formule{n}" in printed for n in range(7))
    free = page(Free)
    issues = tuple(replace(free.issues[0], number=f"n° {n}") for n in range(40))
    printed = _printed(replace(free, issues=issues))
    assert {int(n) for n in re.findall(r"n° (\d+)\b", printed)} == set(range(40))
    rows = tuple(Appearance(f"n° {n}", "Pleine page", "2026") for n in range(50))
    printed = _printed(replace(page(Yours), appearances=rows))
    assert all(f"n° {n}" in printed for n in range(50))


def test_many_technical_rules_are_paged_in_their_order() -> None:
    technical = page(Technical)
    rule = technical.groups[0].rules[0]
    groups = tuple(
        RuleGroup(
            f"Famille{k}",
            tuple(replace(rule, heading=f"Règle{k}-{n}") for n in range(12)),
        )
        for k in range(4)
    )
    printed = _printed(replace(technical, groups=groups))
    told = re.findall(r"Règle(\d)-(\d+)", printed)
    assert told == [(str(k), str(n)) for k in range(4) for n in range(12)]


def test_long_terms_of_a_kit_are_whole() -> None:
    clause = Clause("Article", " ".join(f"mot{n}" for n in range(4000)))
    printed = _printed(replace(page(Terms), clauses=(clause, clause)))
    assert [int(n) for n in re.findall(r"mot(\d+)", printed)] == [*range(4000)] * 2


def test_a_package_tells_what_it_leaves_out_however_much_is_in() -> None:
    one = Bundle(
        "Tout",
        "123 456 789,00 €",
        tuple(Fact(f"{n} ×", "Pleine page") for n in range(40)),
        tuple(f"Sans{n}" for n in range(6)),
    )
    printed = _printed(replace(page(Packages), packages=(one,)))
    assert all(f"Sans{n}" in printed for n in range(6))
    assert "123 456 789,00 €" in printed
