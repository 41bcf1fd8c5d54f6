"""The French catalogue says everything the code says, and nothing else."""

from __future__ import annotations

import ast
import re
from copy import deepcopy
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from crm.domain.bookings import BookingStatus, LineStatus
from crm.domain.errors import MoveError
from crm.domain.magazine import IssueStatus
from crm.domain.rate_cards import RateCardStatus
from crm.domain.space import SpaceState
from crm.language import _, catalogue, ngettext, use_language
from crm.language.formats import tell
from crm.language.vocabulary import WORDS, word

if TYPE_CHECKING:
    from babel.messages import Message

ROOT = Path(__file__).parents[2]
KEPT = catalogue.read(catalogue.FRENCH)
SAID = catalogue.extracted()
FORMS = [
    (message, form)
    for message in catalogue.sentences(KEPT)
    for form in catalogue.forms(message)
    if form
]

NOT_FRENCH_TYPOGRAPHY = re.compile(
    r"""
    '                         # a straight apostrophe
    | "                       # straight quotation marks
    | \.\.\.                  # three full stops
    | (?<!\u202f)[;!?]        # no narrow space before
    | (?<!\u00a0):(?=\s|$)  # no no-break space before a colon
    | «(?!\u00a0) | (?<!\u00a0)»
    | n°(?!\u00a0)
    | (?<!\u202f)%            # a percentage
    """,
    re.VERBOSE,
)


def asked(book: catalogue.Catalog) -> dict[tuple[str, ...], Message]:
    return {
        (message.context or "", *ids(message)): message
        for message in catalogue.sentences(book)
    }


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def blanks(text: str) -> set[str]:
    return {name for _text, name, _spec, _how in Formatter().parse(text) if name}


def test_the_catalogue_says_what_the_code_says_and_nothing_else() -> None:
    said, kept = asked(SAID), asked(KEPT)
    assert said.keys() - kept.keys() == set(), "run the translators' command"
    assert kept.keys() - said.keys() == set(), "nobody says these any more"
    assert not KEPT.obsolete


def test_every_sentence_has_its_french() -> None:
    kept = catalogue.sentences(KEPT)
    assert [one.id for one in kept if not catalogue.is_translated(one)] == []
    forms = {len(catalogue.forms(one)) for one in kept if one.pluralizable}
    assert forms == {2}


def test_french_fills_the_same_blanks() -> None:
    wrong = [
        form
        for message, form in FORMS
        if blanks(form) not in [blanks(english) for english in ids(message)]
    ]
    assert wrong == []


def test_french_is_set_as_french_is() -> None:
    assert [form for _one, form in FORMS if NOT_FRENCH_TYPOGRAPHY.search(form)] == []
    for message, form in FORMS:
        english = ids(message)[0]
        assert form[:1].isspace() == english[:1].isspace(), form
        assert form[-1:].isspace() == english[-1:].isspace(), form
        if " " in english:
            assert form.endswith(".") == english.endswith("."), form


def test_the_file_is_as_the_command_writes_it() -> None:
    """What a translator commits, the command would write again, byte for byte."""
    merged = catalogue.merged(deepcopy(SAID), [KEPT])
    assert catalogue.FRENCH.read_bytes() == catalogue.written(merged)


def test_the_file_has_no_line_numbers_and_no_dates() -> None:
    text = catalogue.FRENCH.read_text(encoding="utf-8")
    assert not re.search(r"^#: .*:\d", text, re.MULTILINE)
    assert not re.search(r"\d{4}-\d{2}-\d{2}|Generated-By", text)


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the command reading the whole source again."""
    monkeypatch.setattr(catalogue, "extracted", lambda: deepcopy(SAID))


@pytest.mark.usefixtures("read_once")
def test_a_part_is_taken_over_and_an_old_sentence_leaves(tmp_path: Path) -> None:
    target, part = tmp_path / "fr.po", tmp_path / "part.po"
    target.write_text(
        catalogue.HEADER + 'msgid "Publisher"\nmsgstr "Maison"\n\n'
        'msgid "Nobody says this."\nmsgstr "Personne."\n',
        encoding="utf-8",
    )
    part.write_text(
        catalogue.HEADER + 'msgid "Publisher"\nmsgstr "Autre"\n\n'
        'msgid "Title"\nmsgstr "Titre"\n\n'
        '#, fuzzy\nmsgid "Next step"\nmsgstr "Douteux"\n',
        encoding="utf-8",
    )
    book = catalogue.update(target, [part])
    assert book.get("Publisher").string == "Maison"
    assert book.get("Title").string == "Titre"
    assert book.get("Nobody says this.") is None
    assert not catalogue.is_translated(book.get("Next step"))
    assert [one.id for one in catalogue.left_over(part, book)] == ["Publisher"]
    again = catalogue.written(catalogue.read(target))
    assert again == target.read_bytes()


@pytest.mark.usefixtures("read_once")
def test_a_sentence_without_french_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(catalogue.update, "__defaults__", (tmp_path / "fr.po", ()))
    monkeypatch.setattr(catalogue, "PARTS", tmp_path)
    assert catalogue.main(["update"]) == 1
    assert ": 'Publisher'" in capsys.readouterr().out
    complete = all(map(catalogue.is_translated, catalogue.sentences(KEPT)))
    told = catalogue.main(["update", str(catalogue.FRENCH)])
    assert told == (0 if complete else 1)


def test_one_english_word_is_said_of_two_kinds() -> None:
    with use_language("fr"):
        assert word(BookingStatus.CLOSED) == "clôturée"
        assert word(SpaceState.CLOSED) == "bouclé"
        assert word(IssueStatus.PUBLISHED) == "parue"
        assert word(RateCardStatus.PUBLISHED) == "publié"
    with use_language("en"):
        assert word(BookingStatus.CLOSED) == word(SpaceState.CLOSED) == "closed"
        assert word(IssueStatus.PUBLISHED) == "published"


def test_every_member_of_the_vocabulary_has_its_french_word() -> None:
    said = [text.rpartition("\x04")[::2] for text in WORDS.values()]
    missing = [word for kind, word in said if KEPT.get(word, kind or None) is None]
    assert missing == []


def test_singulars_and_plurals() -> None:
    with use_language("fr"):
        assert _("advertiser") == "annonceur"
        assert [
            ngettext("{number} issue", "{number} issues", many) for many in (0, 1, 2)
        ] == [
            "{number}\u00a0parution",
            "{number}\u00a0parution",
            "{number}\u00a0parutions",
        ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Une ligne parue ne peut pas devenir sous option."),
        ("en", "A line that is ran cannot become optioned."),
    ],
)
def test_a_refusal_is_a_sentence(language: str, sentence: str) -> None:
    refusal = MoveError(current=LineStatus.RAN, wanted=LineStatus.OPTIONED)
    with use_language(language):
        assert tell(refusal) == sentence


def test_no_sentence_hides_in_an_f_string() -> None:
    """The extraction does not look into f-strings: such a sentence stays English."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted(ROOT.glob("crm/**/*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "ngettext", "words", "words_of"}
    ]
    assert found == []
