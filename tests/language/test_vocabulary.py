"""Every member of the desk's enums that is shown has its word."""

from __future__ import annotations

import pytest

from crm.language.vocabulary import WORDS, word

KINDS = sorted({kind for kind, _value in WORDS}, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_member_has_its_word(kind: type) -> None:
    for member in kind:  # type: ignore[attr-defined]
        assert (kind, member.value) in WORDS, f"{kind.__name__}.{member.name}"
        assert word(member)
