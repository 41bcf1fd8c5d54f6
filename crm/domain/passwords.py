"""What may be a password: long, not well known, not about its holder.

After NIST SP 800-63B-4 §3.1.1.2: 15 characters at least, since a password may be all
that is asked for here (8 would do beside a second step, which is everybody's own
choice); every sign is welcome, spaces included; nothing is asked of its composition and
nothing makes it expire; what is commonly used or easily guessed is refused, and why is
said. Texts are compared in Unicode's form NFKC, so that the same password typed on
another keyboard is the same.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from crm.domain.account_errors import (
    CommonPasswordError,
    PersonalPasswordError,
    ShortPasswordError,
)
from crm.domain.errors import TooLongError, words
from crm.domain.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST: Final = 15
LONGEST: Final = 200
LEAST_LEFT: Final = 8
"""Signs a password has besides what anybody knows of its holder."""

_HOUSE: Final = ("regie", "regiepublicitaire")
_COMMON: Final = frozenset(
    """
    correcthorsebatterystaple passwordpassword password password1234567890 motdepasse
    motdepassemotdepasse monmotdepasse jenaipasdemotdepasse changezmoi changeme
    administrateur administrator letmeinletmein iloveyouiloveyou jetaimejetaime
    azertyuiopqsdfghjklm azertyuiop qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm
    qwertyuiop azertyuiopqsdfg qwertyuiopasdfg 1qaz2wsx3edc4rfv 1q2w3e4r5t6y7u8i
    1q2w3e4r5t6y7u8i9o0p qazwsxedcrfvtgb aqwzsxedcrfvtgb zaqxswcdevfrbgt
    abcdefghijklmnopqrstuvwxyz abcdefghijklmno thisismypassword thequickbrownfox
    ilovemyhusband bonjourlemonde bonjourbonjour bienvenue soleilsoleil doudoudoudou
    liverpoolfootballclub olympiquedemarseille parissaintgermain onsenfout
    trustno1trustno1 welcomewelcome footballfootball
    """.split()  # noqa: SIM905 - a long list of words reads best as words
)
"""The commonest of the long ones, without spaces, signs, or digits at either end."""


def normal_password(typed: str) -> str:
    """Return a password as it is compared: in Unicode's form NFKC, nothing cut."""
    return unicodedata.normalize("NFKC", typed)


def check_password(typed: str, about: Iterable[str], *, field: str) -> str:
    """Return a new password as it is kept in mind, or refuse it and say why.

    `about` is what anybody knows of its holder: name, address, title, publisher.
    Raises ShortPasswordError, TooLongError, CommonPasswordError,
    PersonalPasswordError, naming `field`.
    """
    password = normal_password(typed)
    if len(password) < SHORTEST:
        raise ShortPasswordError(field=field, least=SHORTEST)
    if len(password) > LONGEST:
        raise TooLongError(field=field, label=words("Password"), longest=LONGEST)
    plain = _squeezed(password)
    bare = plain.strip("0123456789")
    if _is_monotonous(plain or password) or {plain, bare} & _COMMON:
        raise CommonPasswordError(field=field)
    left = bare
    for piece in sorted(_pieces(about), key=len, reverse=True):
        left = left.replace(piece, "")
    if left != bare and len(left) < LEAST_LEFT:
        raise PersonalPasswordError(field=field)
    return password


def _squeezed(text: str) -> str:
    return fold(text).replace(" ", "")


def _pieces(about: Iterable[str]) -> set[str]:
    """Return what anybody knows, whole and word by word, from four signs on."""
    found = set(_HOUSE)
    for text in about:
        found.update((_squeezed(text), *fold(text).split()))
    return {piece for piece in found if len(piece) >= 4}


def _is_monotonous(text: str) -> bool:
    """Say whether it is one short piece over and over, or a run of neighbours."""
    length = len(text)
    if any((text[:size] * length)[:length] == text for size in range(1, 6)):
        return True
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return steps <= {1, -9} or steps <= {-1, 9}
