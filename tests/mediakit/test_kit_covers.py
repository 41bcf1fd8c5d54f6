"""One kit for many names reads as if each had been drawn for itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import page
import pytest

from mediakit import draw_media_kit
from mediakit.kit_covers import LETTERS, can_share, draw_for_each
from mediakit.model import Look
from tests.mediakit.kit_specimens import kit
from tests.mediakit.reading import texts
from tests.mediakit.specimens import ISSUED_AT

if TYPE_CHECKING:
    from pathlib import Path

    from mediakit.model import Lang

NAMES = ["Zanzibar SARL", "Énergies & Réseaux (Sud) \\ n° 4", "A" * 120, "Œuvre – €"]
LOOKS = (Look(name="Revue"), Look(name="Quayside", faces="serif", art="shore"))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_kit_reads_as_its_own_and_is_tagged(
    lang: Lang, look: Look, tmp_path: Path
) -> None:
    drawn = draw_for_each(kit(), NAMES, lang=lang, issued_at=ISSUED_AT, look=look)
    for name, content in zip(NAMES, drawn, strict=True):
        own = draw_media_kit(
            replace(kit(), prepared_for=name),
            lang=lang,
            issued_at=ISSUED_AT,
            look=look,
        )
        assert texts(content) == texts(own.content)
        path = tmp_path / "kit.pdf"
        path.write_bytes(content)
        checked = page.validate_pdf(str(path), profile="ua1")
        assert checked.is_compliant, [one.message for one in checked.failures]


def test_nobody_else_is_in_a_kit_and_its_bytes_are_its_own() -> None:
    look = LOOKS[0]
    how = {"issued_at": ISSUED_AT, "look": look}
    together = draw_for_each(kit(), NAMES, lang="fr", **how)  # type: ignore[arg-type]  # as below
    alone = [draw_for_each(kit(), [name], lang="fr", **how)[0] for name in NAMES]  # type: ignore[arg-type]  # the same words
    assert together == alone
    assert NAMES[0] not in "".join(texts(together[1]))


def test_letters_the_cover_does_not_know_are_refused() -> None:
    assert can_share(kit(), LETTERS)
    assert not can_share(kit(), "Łódź")
    assert not can_share(replace(kit(), pages=kit().pages[1:]), "Lumicité")
    with pytest.raises(ValueError, match="cannot share"):
        draw_for_each(kit(), ["Ελλάδα"], lang="fr", issued_at=ISSUED_AT, look=LOOKS[0])
