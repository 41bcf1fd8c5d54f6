"""The audit is told in sentences of the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crm.domain.audit import AuditRow, Reference
from crm.domain.roles import Door
from crm.language import use_language
from crm.language.telling import told
from crm.language.telling_words import FIELDS, KINDS, MOVED, SENTENCES
from tests.factories import MORNING

NAMES: dict[Reference, str] = {
    ("company", 4): "Lumicité",
    ("format", 7): "Pleine page",
    ("rate_card", 2): "Tarif 2027",
}


def row(action: str, entity: str, subject: str = "", **more: Any) -> AuditRow:
    note, user = more.pop("note", ""), more.pop("user", "Christine Doussot")
    return AuditRow(
        1, MORNING, user, Door.SCREEN, action, entity, 3, subject, note, more, NAMES
    )


def days(first: tuple[int, int, int], last: tuple[int, int, int]) -> list[str]:
    return [date(*first).isoformat(), date(*last).isoformat()]


SAID = [
    (
        row("change", "issue", "n° 62", closes_on=days((2027, 3, 3), (2027, 3, 10))),
        "Christine Doussot moved the closing date of n° 62 from 3 to 10 March 2027.",
        "Christine Doussot a repoussé le bouclage du n° 62 du 3 au 10 mars 2027.",
    ),
    (
        row("change", "issue", "n° 62", closes_on=days((2027, 4, 1), (2027, 3, 10))),
        (
            "Christine Doussot brought the closing date of n° 62 forward from"
            " 1 April to 10 March 2027."
        ),
        "Christine Doussot a avancé le bouclage du n° 62 du 1er avril au 10 mars 2027.",
    ),
    (
        row("extend", "booking", "BC-1", until=days((2026, 12, 30), (2027, 1, 2))),
        (
            "Christine Doussot extended the option on BC-1 from 30 December 2026 to"
            " 2 January 2027."
        ),
        (
            "Christine Doussot a prolongé l’option sur BC-1 du 30 décembre 2026 au"
            " 2 janvier 2027."
        ),
    ),
    (
        row("quote", "booking", number="D-1", advertiser=4, net_net=1_234_50),
        "Christine Doussot quoted D-1 for Lumicité, €1,234.50 net net.",
        "Christine Doussot a établi le devis D-1 pour Lumicité, 1 234,50 € net net.",
    ),
    (
        row("change", "rate_card", "Tarif 2028", price_7=[4_000_00, 4_200_00]),
        (
            "Christine Doussot changed the prices of Tarif 2028: Pleine page: €4,000 →"
            " €4,200."
        ),
        (
            "Christine Doussot a changé les prix de Tarif 2028 : Pleine page :"
            " 4 000 € → 4 200 €."
        ),
    ),
    (
        row("copy", "rate_card", "Tarif 2028", source=2, rate=300),
        "Christine Doussot carried “Tarif 2027” over into “Tarif 2028”, prices +3%.",
        "Christine Doussot a reconduit « Tarif 2027 » en « Tarif 2028 », prix +3 %.",
    ),
    (
        row("material", "line", "BC-1", material_status=["awaited", "received"]),
        "Christine Doussot marked the materials of BC-1: received.",
        "Christine Doussot a noté les éléments de BC-1 : reçus.",
    ),
    (
        row("expire", "booking", "BC-1", user="", lines=1),
        "BC-1 expired: 1 line.",
        "BC-1 est arrivé à échéance : 1 ligne.",
    ),
    (
        row("set", "target", month="2027-04-01", cents=[None, 10_000_00]),
        "Christine Doussot set the target, April 2027: €10,000.",
        "Christine Doussot a fixé l’objectif, avril 2027 : 10 000 €.",
    ),
    (
        row("sign_in", "user", "Anne", user="", method="demonstration"),
        "Anne signed in (in the demonstration).",
        "Anne a ouvert une session (dans la démonstration).",
    ),
    (
        row("load", "desk", user=""),
        "Régie loaded the demonstration.",
        "Régie a chargé la démonstration.",
    ),
    (
        row("change", "sector", "Anne", reach=["own", "all"], archived_at=[None, True]),
        (
            "Christine Doussot changed the sector Anne: Sees: their own records → every"
            " record; archived at: yes."
        ),
        (
            "Christine Doussot a modifié Anne (secteur) : Voit : ses propres fiches →"
            " toutes les fiches ; archived at : oui."
        ),
    ),
    (
        row("add", "company", "", name="gone"),
        "Christine Doussot added the company no. 3.",
        "Christine Doussot a ajouté la société n° 3.",
    ),
    (
        row("confirm", "booking", "BC-1"),
        "Christine Doussot confirmed BC-1, agreed by ….",
        "Christine Doussot a confirmé BC-1, accord donné par ….",
    ),
    (
        row("weigh", "some_thing", "X", depth=[None, 3]),
        "Christine Doussot, some thing X: weigh. depth: 3",
        "Christine Doussot, some thing X : weigh. depth : 3",
    ),
]


@pytest.mark.parametrize(("entry", "english", "french"), SAID)
def test_a_row_is_told(entry: AuditRow, english: str, french: str) -> None:
    for language, sentence in (("en", english), ("fr", french)):
        with use_language(language):
            assert spaced(told(entry)) == sentence


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_french_binds_its_signs() -> None:
    with use_language("fr"):
        said = told(row("change", "user", "Anne", name=["a", "b"], job=["c", "d"]))
    assert "\u00a0: " in said
    assert "\u202f; " in said


@pytest.mark.parametrize("pair", SENTENCES, ids="_".join)
def test_a_row_without_details_is_told_too(pair: tuple[str, str]) -> None:
    """What was erased is an ellipsis, and never stops the page."""
    for language in ("fr", "en"):
        with use_language(language):
            said = told(row(*pair))
            assert said.endswith((".", "…"))
            assert "{" not in said


def test_long_values_and_hostile_ones_stay_in_their_line() -> None:
    with use_language("en"):
        said = told(row("cancel", "booking", "BC-1", reason="x\n" * 500 + "{who}"))
    assert "\n" not in said
    assert len(said) < 200
    with use_language("en"):
        said = told(row("cancel", "booking", "{kind}", reason="{who}"))
    assert said == "Christine Doussot cancelled {kind}: {who}."


def test_every_kind_and_every_field_has_french() -> None:
    with use_language("fr"):
        same = {"contact", "document", "format", "support", "mandat"}
        for kind, english in KINDS.items():
            with use_language("en"):
                plain = told(row("weigh", kind))
            assert told(row("weigh", kind)) != plain or kind in same, english
    assert set(FIELDS) >= {"closes_on", "name", "status"}
    assert {entity for entity, _field in MOVED} == {"issue"}
