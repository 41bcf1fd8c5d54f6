"""Names and addresses reduced to what two spellings share.

Nothing made here is shown: these are keys for searching and for finding
duplicates. Two companies with one key are candidates; a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

_UNDECOMPOSED: Final = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)

LEGAL_FORMS: Final = frozenset(
    """
    sa sas sasu sarl eurl earl sci scm scp scop scic snc sca scs selarl selas selafa
    selca gie gaec gfa epic eirl ei sem spl asbl sprl srl bv bvba nv gmbh ag kg ltd
    limited llc llp inc plc sl societe ets etablissements etablissement cie compagnie
    group groupe holding anonyme association assoc asso
    """.split()  # noqa: SIM905 - a long list of words reads best as words
)
STOP_WORDS: Final = frozenset(
    """
    le la les l de du des d et and the en au aux a of und
    """.split()  # noqa: SIM905 - a long list of words reads best as words
)
_SHORT_FORMS: Final = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "fres": "freres",
    "imp": "imprimerie",
    "cab": "cabinet",
    "pharm": "pharmacie",
    "intl": "international",
    "dvpt": "developpement",
    "ctre": "centre",
}
_DOTTED: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")

_SHARED_DOMAINS: Final = frozenset(
    """
    gmail.com googlemail.com orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net
    hotmail.com hotmail.fr outlook.com outlook.fr live.fr live.com yahoo.com yahoo.fr
    icloud.com me.com mac.com bbox.fr numericable.fr gmx.fr gmx.com gmx.de web.de
    aol.com protonmail.com proton.me pm.me club-internet.fr aliceadsl.fr cegetel.net
    msn.com skynet.be bluewin.ch mail.com ymail.com
    facebook.com instagram.com linkedin.com twitter.com x.com youtube.com google.com
    pagesjaunes.fr wixsite.com wordpress.com blogspot.com business.site
    """.split()  # noqa: SIM905 - a long list of words reads best as words
)
"""Free mail and shared hosts: two companies may be there without being one."""

_TWO_PART_ENDINGS: Final = frozenset(
    """
    co.uk org.uk gov.uk ac.uk com.fr asso.fr gouv.fr tm.fr nom.fr prd.fr com.br co.jp
    com.au co.nz co.za com.tr com.mx com.tn com.ma co.ma
    """.split()  # noqa: SIM905 - a long list of words reads best as words
)
_COURTESIES: Final = frozenset({"m", "mr", "mme", "mlle", "dr", "pr"})
_DOMAIN: Final = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}"
)
_LOCAL: Final = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")


def fold(text: str) -> str:
    """Reduce a text to lower-case letters and digits, one space between words.

    Accents and ligatures are undone, punctuation is a space: what is stored for
    searching and what is typed into a search meet there. Folding twice changes
    nothing.
    """
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_UNDECOMPOSED)
    kept = (c for c in text if unicodedata.category(c)[0] != "M")
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def company_key(name: str) -> str:
    """Reduce a company's name to the words that tell it from others.

    Legal forms however spelt (SARL, S.A.R.L., s a r l), "groupe", "société",
    articles, accents and punctuation are set aside. A name with nothing else
    ("Groupe SA") keeps all its words; an empty one gives "".
    """
    words = _words(name)
    core = [
        _SHORT_FORMS.get(word, word)
        for place, word in enumerate(words)
        if word not in LEGAL_FORMS
        and word not in STOP_WORDS
        and not (word == "ste" and place in {0, len(words) - 1})
    ]
    return " ".join(core or words)


def normal_email(address: str) -> str | None:
    """Write an address in one way; None when it is none.

    Lower case, domain in its ASCII form; a name around it and "mailto:" go.
    """
    text = unicodedata.normalize("NFKC", address[:1000]).strip()
    named = re.fullmatch(r"[^<>]*<([^<>]*)>", text)
    text = (named[1] if named else text).strip().lower().removeprefix("mailto:")
    local, at, host = text.rpartition("@")
    domain = _ascii_domain(host)
    if not at or domain is None or len(local) > 64 or not _LOCAL.fullmatch(local):
        return None
    return f"{local}@{domain}"


def email_domain(address_or_url: str) -> str | None:
    """Give the domain a company owns, from an e-mail address or a web address.

    "www.", "mail." and the like are left off. None for free mail and shared
    hosts, which say nothing about a company, and for what is no address.
    """
    text = address_or_url[:1000].strip().lower()
    if "@" in text and "//" not in text:
        host = (normal_email(text) or "").rpartition("@")[2]
    else:
        try:
            host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
        except ValueError:
            return None
    domain = _ascii_domain(host)
    if domain is None:
        return None
    parts = domain.split(".")
    owned = ".".join(
        parts[-3:] if ".".join(parts[-2:]) in _TWO_PART_ENDINGS else parts[-2:]
    )
    return None if owned in _SHARED_DOMAINS | _TWO_PART_ENDINGS else owned


def initials(name: str) -> str:
    """Give one or two capitals for a name: "Anaïs Lefèvre" is "AL"."""
    words = re.findall(r"[^\W_][^\s]*", unicodedata.normalize("NFC", name))
    if len(words) > 1 and fold(words[0]) in _COURTESIES:
        words = words[1:]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper()[0] for word in ends)


def _words(name: str) -> list[str]:
    """Split a name, with letters standing alone joined: "s a r l" is "sarl"."""
    composed = unicodedata.normalize("NFC", name)
    together = _DOTTED.sub(lambda dotted: dotted[0].replace(".", "") + " ", composed)
    words: list[str] = []
    letters: list[str] = []
    for word in [*fold(together).split(), ""]:
        if len(word) == 1 and word.isalpha():
            letters.append(word)
            continue
        words += _joined(letters)
        letters = []
        words += [word] if word else []
    return words


def _joined(letters: list[str]) -> list[str]:
    """Join letters: the longest legal form they begin with, then the rest.

    The rest stays apart after a legal form: in "s a r l l oeuf" the last "l" is
    an article.
    """
    for length in range(len(letters), 1, -1):
        form = "".join(letters[:length])
        if form in LEGAL_FORMS:
            rest = letters[length:]
            return [form, *(rest if len(rest) == 1 else _joined(rest))]
    return ["".join(letters)] if letters else []


def _ascii_domain(host: str) -> str | None:
    try:
        domain = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return domain if _DOMAIN.fullmatch(domain) else None
