"""One typed line: what is understood, what must not be, and what is asked."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.domain.errors import TooLongError
from crm.domain.money import Money
from crm.domain.opportunities import Stage
from crm.domain.quick_log import LONGEST, read
from crm.domain.quick_log_sketch import Doubt, Field, Sketch, Span
from crm.domain.text import clean_line
from tests.factories import MORNING

THURSDAY = date(2027, 3, 11)

EXAMPLE = (
    "appel Lumicité, Anaïs Lefèvre, intéressée 4e de couv n°62, "
    "rappeler jeudi 14h, 4 500 €"
)


def test_the_example_of_the_desk() -> None:
    sketch = read(EXAMPLE, MORNING)
    assert (sketch.kind, sketch.direction, sketch.outcome) == (
        ActivityKind.CALL,
        Direction.OUTBOUND,
        Outcome.REACHED,
    )
    step = sketch.follow_up
    assert step
    assert (step.due_on, step.due_time, step.reason) == (THURSDAY, time(14), "rappeler")
    assert (sketch.amount, sketch.issue) == (Money(4_500_00), "62")
    assert sketch.places == ("4e de couv",)
    assert sketch.questions == ()
    company, contact, *_rest = sketch.names
    assert (sketch.words(company), sketch.words(contact)) == (
        "Lumicité",
        "Anaïs Lefèvre",
    )
    left = sketch.note_without((company, contact))
    assert left == "intéressée 4e de couv n°62"


UNDERSTOOD: list[tuple[str, str, Any]] = [
    ("call with Lumicité", "kind", ActivityKind.CALL),
    ("tél Lumicité", "kind", ActivityKind.CALL),
    ("Réunion chez Lumicité", "kind", ActivityKind.MEETING),
    ("E-mail à Lumicité", "kind", ActivityKind.EMAIL),
    ("visite Lumicité", "kind", ActivityKind.VISIT),
    ("note: le budget est gelé", "kind", ActivityKind.NOTE),
    ("mail reçu de Lumicité", "direction", Direction.INBOUND),
    ("incoming call Lumicité", "direction", Direction.INBOUND),
    ("call from Lumicité", "direction", Direction.INBOUND),
    ("appelé par Lumicité", "direction", Direction.INBOUND),
    ("mail envoyé à Lumicité", "direction", Direction.OUTBOUND),
    ("appel Lumicité, pas de réponse", "outcome", Outcome.NO_ANSWER),
    ("call Lumicité, no answer", "outcome", Outcome.NO_ANSWER),
    ("appel sans réponse, Lumicité", "outcome", Outcome.NO_ANSWER),
    ("Lumicité, left a message", "outcome", Outcome.LEFT_MESSAGE),
    ("Lumicité, pas de réponse, message laissé", "outcome", Outcome.LEFT_MESSAGE),
    ("appel Lumicité, faux numéro", "outcome", Outcome.WRONG_NUMBER),
    ("réunion Lumicité", "outcome", None),
    ("appel Lumicité, 12 min", "minutes", 12),
    ("call Lumicité 45 minutes", "minutes", 45),
    ("Lumicité, 4 500 €", "amount", Money(4_500_00)),
    ("Lumicité, 4\u202f500\u00a0€ HT", "amount", Money(4_500_00)),
    ("4500€", "amount", Money(4_500_00)),
    ("4,5 k€", "amount", Money(4_500_00)),
    ("€4,500", "amount", Money(4_500_00)),
    ("€4,500.50", "amount", Money(4_500_50)),
    ("€4.5k", "amount", Money(4_500_00)),
    ("budget de 800 euros", "amount", Money(800_00)),
    ("n°62 4 500 €", "amount", Money(4_500_00)),
    ("intéressée no. 62", "issue", "62"),
    ("numéro 62", "issue", "62"),
    ("#62", "issue", "62"),
    ("N\u00a0º\u00a062, oui", "issue", "62"),
    ("back cover n°62", "places", ("back cover",)),
    ("pleine page ou half page", "places", ("pleine page", "half page")),
    ("une bannière, C4", "places", ("bannière", "C4")),
    ("ne plus appeler", "opposition", "all"),
    ("Anaïs, do not call again", "opposition", "all"),
    ("opposée à la prospection", "opposition", "all"),
    ("no more emails", "opposition", "mailing"),
    ("proposition envoyée", "stage", Stage.PROPOSED),
    ("Lumicité, quote sent, 4 500 €", "stage", Stage.PROPOSED),
    ("affaire gagnée !", "stage", Stage.WON),
    ("perdue : budget gelé", "lost_reason", "budget gelé"),
    ("lost: budget", "stage", Stage.LOST),
]


@pytest.mark.parametrize(("line", "field", "expected"), UNDERSTOOD)
def test_what_is_understood(line: str, field: str, expected: object) -> None:
    assert getattr(read(line, MORNING), field) == expected


DAYS: list[tuple[str, date, time | None]] = [
    ("rappeler jeudi 14h", THURSDAY, time(14)),
    ("call back Thursday 2pm", THURSDAY, time(14)),
    ("rappeler demain matin à 9h30", date(2027, 3, 5), time(9, 30)),
    ("rappeler vendredi à 14 h 30", date(2027, 3, 5), time(14, 30)),
    ("relancer dans 3 semaines", date(2027, 3, 25), None),
    ("follow up in two weeks", date(2027, 3, 18), None),
    ("rappeler dans un mois", date(2027, 4, 4), None),
    ("rappeler le 12 mars", date(2027, 3, 12), None),
    ("rappeler le 1er avril", date(2027, 4, 1), None),
    ("rappeler le 12", date(2027, 3, 12), None),
    ("rappeler le 2", date(2027, 4, 2), None),
    ("call back on March 12th at 10:15", date(2027, 3, 12), time(10, 15)),
    ("rappeler le 12/03/2027", date(2027, 3, 12), None),
    ("relancer 2027-03-12", date(2027, 3, 12), None),
    ("rappeler lundi en huit", date(2027, 3, 15), None),
    ("rappeler fin du mois", date(2027, 3, 31), None),
    ("relancer fin avril", date(2027, 4, 30), None),
    ("rappeler le 10 septembre", date(2027, 9, 10), None),
    ("rappeler jeudi prochain", THURSDAY, None),
    ("rappeler jeudi 11 mars", THURSDAY, None),
    ("rappeler à 14h", date(2027, 3, 4), time(14)),
    ("et rappeler Anaïs demain", date(2027, 3, 5), None),
    ("rappeler jeudi 14h 06 39 98 12 34", THURSDAY, time(14)),
    ("rdv jeudi midi", THURSDAY, time(12)),
]


@pytest.mark.parametrize(("line", "day", "hour"), DAYS)
def test_days_are_ahead(line: str, day: date, hour: time | None) -> None:
    sketch = read(f"appel Lumicité, {line}", MORNING)
    assert sketch.follow_up
    assert (sketch.follow_up.due_on, sketch.follow_up.due_time) == (day, hour)


def test_what_for_goes_with_the_follow_up() -> None:
    step = read("Rappeler Anaïs demain pour le devis", MORNING).follow_up
    assert step
    assert step.reason == "Rappeler Anaïs pour le devis"


NOT_UNDERSTOOD: list[tuple[str, str]] = [
    ("06 39 98 12 34", "amount"),
    ("06 39 98 12 34", "issue"),
    ("rappeler au 06 39 98 12 34", "follow_up"),
    ("rappeler le 06 39 98 12 34", "follow_up"),
    ("numéro 06 39 98 12 34", "issue"),
    ("35000 Rennes", "amount"),
    ("2027", "amount"),
    ("budget 2027 4 500 €", "amount"),
    ("12,5 %", "amount"),
    ("4500", "amount"),
    ("4,5 k", "amount"),
    ("$4,500", "amount"),
    ("-4 500 €", "amount"),
    ("moins 14h", "follow_up"),
    ("14h", "minutes"),
    ("disponible jeudi 14h", "follow_up"),
    ("parution le 12 mars", "follow_up"),
    ("ne pas rappeler jeudi", "follow_up"),
    ("elle doit nous rappeler jeudi", "follow_up"),
    ("a été rappelée jeudi", "follow_up"),
    ("n°12 rue de la Paix", "issue"),
    ("n°62-63", "issue"),
    ("n°62 et n°63", "issue"),
    ("pour le 62", "issue"),
    ("no 62%", "issue"),
    ("entre 4 500 et 5 000 €", "amount"),
    ("4 000 - 5 000 €", "amount"),
    ("4.500 €", "amount"),
    ("4,500 €", "amount"),
    ("4 500 € TTC", "amount"),
    ("4 500 €, 5 000 €", "amount"),
    ("999 999 999 999 999 €", "amount"),
    ("vidéo de 3 minutes", "minutes"),
    ("dans 10 minutes", "minutes"),
    ("12 min de retard au rendez-vous", "minutes"),
    ("2000 min", "minutes"),
    ("pas gagnée", "stage"),
    ("elle a perdu son budget", "stage"),
    ("proposition envoyée par un concurrent", "stage"),
    ("presque gagnée", "stage"),
    ("ne plus appeler avant mai", "opposition"),
    ("do not call before ten", "opposition"),
    ("opposée au nouveau maire", "opposition"),
    ("rappeler le 31 février", "follow_up"),
    ("rappeler le 29/02/2027", "follow_up"),
    ("rappeler le 3 mars", "follow_up"),
    ("rappeler le 12 mars 2026", "follow_up"),
    ("rappeler aujourd'hui 8h", "follow_up"),
    ("rappeler jeudi 25h", "follow_up"),
    ("rappeler jeudi 14h75", "follow_up"),
    ("rappeler jeudi à 14", "follow_up"),
    ("rappeler lundi 12 mars", "follow_up"),
    ("rappeler jeudi ou vendredi", "follow_up"),
    ("rappeler demain, relancer vendredi", "follow_up"),
    ("rappeler la semaine prochaine", "follow_up"),
    ("call back next Friday", "follow_up"),
    ("rappeler mi-mars", "follow_up"),
    ("rappeler mon contact", "follow_up"),
]


@pytest.mark.parametrize(("line", "field"), NOT_UNDERSTOOD)
def test_what_must_not_be_understood_stays_in_the_note(line: str, field: str) -> None:
    sketch = read(f"appel Lumicité, {line}", MORNING)
    assert getattr(sketch, field) is None
    assert line in sketch.note


@pytest.mark.parametrize(
    "line",
    [
        "appel d'offres de la métropole",
        "rappel du contexte",
        "Call for tenders",
        "mailing de mars",
        "visiteurs du salon",
        "appeler un chat un chat",
    ],
)
def test_words_that_begin_like_a_kind(line: str) -> None:
    sketch = read(line, MORNING)
    assert sketch.read_from(Field.KIND) == ""
    assert sketch.note == line


@pytest.mark.parametrize(
    "line",
    ["pas de réponse à notre proposition", "fichier joint", "sans réponse du maire"],
)
def test_words_that_are_like_an_outcome(line: str) -> None:
    sketch = read(f"appel Lumicité, {line}", MORNING)
    assert sketch.read_from(Field.OUTCOME) == ""
    assert line in sketch.note


ASKED: list[tuple[str, Field, Doubt]] = [
    ("rappeler le 31 février", Field.FOLLOW_UP, Doubt.IMPOSSIBLE),
    ("rappeler hier 8h", Field.FOLLOW_UP, Doubt.PAST),
    ("rappeler hier 8h, rappeler le 3 mars", Field.FOLLOW_UP, Doubt.SEVERAL),
    ("rappeler demain, relancer vendredi", Field.FOLLOW_UP, Doubt.SEVERAL),
    ("rappeler la semaine prochaine", Field.FOLLOW_UP, Doubt.VAGUE),
    ("rappeler", Field.FOLLOW_UP, Doubt.NO_DAY),
    ("call back next Friday", Field.FOLLOW_UP, Doubt.EITHER),
    ("4 500 €, 5 000 €", Field.AMOUNT, Doubt.SEVERAL),
    ("4.500 €", Field.AMOUNT, Doubt.EITHER),
    ("-4 500 €", Field.AMOUNT, Doubt.NEGATIVE),
    ("4 500 € TTC", Field.AMOUNT, Doubt.WITH_TAX),
    ("n°62, n°63", Field.ISSUE, Doubt.SEVERAL),
    ("ne plus appeler avant mai", Field.OPPOSITION, Doubt.CONDITION),
    ("perdue", Field.STAGE, Doubt.NO_REASON),
    ("gagnée, lost: budget", Field.STAGE, Doubt.SEVERAL),
    ("joint, faux numéro", Field.OUTCOME, Doubt.SEVERAL),
    ("5 min, 10 min", Field.MINUTES, Doubt.SEVERAL),
]


@pytest.mark.parametrize(("line", "field", "doubt"), ASKED)
def test_what_is_doubtful_is_asked(line: str, field: Field, doubt: Doubt) -> None:
    [asked] = read(f"Lumicité, {line}", MORNING).doubts(field)
    assert asked.doubt is doubt


def test_who_began_is_asked_and_so_is_a_meeting_to_come() -> None:
    [asked] = read("appel de Lumicité", MORNING).questions
    assert asked.options == (Direction.INBOUND, Direction.OUTBOUND)
    [asked] = read("RDV lundi 14h Lumicité", MORNING).questions
    assert asked.field is Field.KIND


def test_both_of_two_days_are_told_with_their_words() -> None:
    sketch = read("rappeler jeudi ou vendredi", MORNING)
    [asked] = sketch.questions
    assert [step.due_on for step in asked.options] == [THURSDAY, date(2027, 3, 5)]  # type: ignore[union-attr]
    assert sketch.words(asked.span) == "rappeler jeudi ou vendredi"


def test_six_thousand_characters_are_refused_in_a_sentence() -> None:
    with pytest.raises(TooLongError):
        read("a" * (LONGEST + 1), MORNING)
    assert read("a" * LONGEST, MORNING).note == "a" * LONGEST


WORDS = st.sampled_from(
    [
        *(line for line, _field, _value in UNDERSTOOD),
        *(line for line, _field in NOT_UNDERSTOOD),
        *(line for line, _day, _hour in DAYS),
        *("appel ", "visite ", "rappeler ", "jeudi", " 4 500 €", "€", "n°", ", ", "; "),
        *(
            ". ",
            " ",
            "-",
            "\u00a0",
            "%",
            "62",
            "e\u0301",
            "œ",
            "\x00",
            "\x01",
            "½",
            ":",
        ),
    ]
)
LINES = st.one_of(
    st.text(max_size=120),
    st.lists(WORDS, max_size=12).map("".join),
    st.lists(WORDS, max_size=8).map(", ".join),
)


def left_out(sketch: Sketch) -> str:
    """Return the characters that are neither understood nor in the note."""
    understood = [piece.span for piece in sketch.pieces]
    note = iter(sketch.note)
    rest = [
        char
        for place, char in enumerate(sketch.text)
        if not any(span.start <= place < span.end for span in understood)
    ]
    return "".join(char for char in rest if char.isalnum() and char not in note)


@given(LINES)
@example("appel, visite du salon")
@example("voir jeudi 4 500 € rappeler demain")
def test_any_text_is_read_and_nothing_is_lost(line: str) -> None:
    sketch = read(line, MORNING)
    assert sketch.text == clean_line(line, longest=len(line))
    assert left_out(sketch) == ""
    assert read(sketch.note, MORNING).note == sketch.note
    for piece in (*sketch.pieces, *sketch.questions):
        assert sketch.words(piece.span).strip()
    for name in sketch.names:
        assert isinstance(name, Span)
        assert sketch.words(name).strip() == sketch.words(name)
    if sketch.follow_up:
        assert sketch.follow_up.due_on >= MORNING.date()


@settings(max_examples=10)
@given(st.text(min_size=4_000, max_size=5_000))
@example(", " * 2_500)
@example("rappeler " * 555)
@example("1 000 " * 833)
@example("de " * 1_666)
@example("appel " * 833)
def test_long_texts_are_read(line: str) -> None:
    assert left_out(read(line[:LONGEST], MORNING)) == ""
