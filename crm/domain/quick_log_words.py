"""The words of a quick log, in both languages; folded, so that accents do not count."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.domain.opportunities import Stage

TAKEN, KEPT = "\x00", "\x01"
"""What stands in a folded line where something was understood: it left, or it stays."""

KINDS: Final = {
    ActivityKind.CALL: r"coup de fil|phone call|appelee? par|called by|appele[e]?"
    r"|appels?(?! d'offres?| a projets?)|telephone|tel\.?|phoned|phone"
    r"|called|call(?! back| again| him| her| them| me| for)",
    ActivityKind.MEETING: r"rdv|rendez-vous|reunion|meeting|visio",
    ActivityKind.EMAIL: r"e-?mail|mail|courriel",
    ActivityKind.VISIT: r"visite|visited|visit",
    ActivityKind.NOTE: r"note|memo",
}
DIRECTIONS: Final = {
    Direction.INBOUND: r"entrante?|recue?|inbound|incoming|received",
    Direction.OUTBOUND: r"sortante?|emise?|envoyee?|outbound|outgoing|sent",
}
OUTCOMES: Final = {
    Outcome.NO_ANSWER: r"pas de reponse|sans reponse|ne repond pas|n'a pas repondu"
    r"|injoignable|pas jointe?|non jointe?|no answer|no reply|did not answer"
    r"|didn't answer|not reached|unreachable",
    Outcome.LEFT_MESSAGE: r"(?:message|msg) laisse|laisse (?:un )?(?:message|msg)"
    r"|repondeur|messagerie|left (?:a )?(?:message|voicemail)|voice ?mail",
    Outcome.WRONG_NUMBER: r"(?:faux|mauvais) numero|wrong number",
    Outcome.REACHED: r"jointe?|reached|eue? en ligne|eue? au telephone",
}
_OPPORTUNITY: Final = r"(?:(?:l')?affaire |opportunite |opportunity )?"
STAGES: Final = {
    Stage.QUALIFIED: rf"{_OPPORTUNITY}(?:qualifiee?|qualified)",
    Stage.PROPOSED: r"(?:proposition|proposal|devis|offre|quote) (?:envoyee?|sent)",
    Stage.NEGOTIATED: rf"{_OPPORTUNITY}(?:en (?:cours de )?negociation|in negotiation"
    r"|negotiating)",
    Stage.WON: rf"{_OPPORTUNITY}(?:gagnee?|won)",
    Stage.LOST: rf"{_OPPORTUNITY}(?:perdue?|lost)(?: ?[:(] ?(?P<reason>[^)\x00]*)\)?)?",
}
_WHOM: Final = r"(?:l'|la |le |les |nous |me )?"
OPPOSITIONS: Final = {
    "all": rf"ne (?:veut |souhaite )?plus (?:etre )?{_WHOM}"
    r"(?:appel|contact|relanc|rappel|sollicit|demarch)(?:er|ees?|e)"
    r"|(?:do not|don't|dont|never) (?:call|contact|ring)"
    r"(?: (?:him|her|them|me|us))?(?: again| anymore| any more)?|no more calls"
    r"|opposee? (?:a la prospection|au demarchage|aux appels)|opposed to prospecting"
    r"|objects to prospecting",
    "mailing": r"ne plus (?:lui |leur )?envoyer (?:de |d')?(?:e-?mails?|courriels?)"
    r"|plus (?:de |d')(?:e-?mails?|mailing)|(?:do not|don't) (?:e-?mail|mail)"
    r"(?: again)?|no more e-?mails?|unsubscribe|desinscrire|se desinscrit",
}
_POLITE: Final = r"(?: (?:svp|merci|please|du tout|again))?[.! ]*"

_PLACES: Final = re.compile(
    r"(?<!\w)(?:[1-4](?:e|eme|re|ere|de|d)?|premiere|deuxieme|seconde|troisieme"
    r"|quatrieme) de couv(?:erture)?\b|(?<!\w)c[1-4]\b"
    r"|\b(?:outside |inside )?(?:back|front) cover\b"
    r"|\b(?:double|pleine|demi|full|half|quarter)[- ]page\b|\bquart de page\b"
    r"|(?<![\d/])1/[248] (?:de )?page\b|\bdouble[- ]page spread\b"
    r"|\bface (?:au )?(?:sommaire|dossier|edito)\b"
    r"|\bfacing (?:the )?(?:contents|dossier)\b"
    r"|\bpubli-?(?:redactionnel|redac|reportage)\b|\badvertorial\b"
    r"|\b(?:banniere|bandeau|banner|newsletter|infolettre)s?\b"
)

_HEAD: Final = re.compile(
    r"\s*(?:(?P<before>{d}) )?(?P<kind>{k})(?![\w-])(?: (?P<after>{d})\b)?"
    r"(?: (?P<outcome>{o})\b(?! (?:a|au|aux|to)\b))?(?: ?:)?"
    r"(?: (?P<by>avec|chez|a|au|with|to|at|from)\b| (?P<of>de|d'|du)(?!\w))?".format(
        d="|".join(DIRECTIONS.values()),
        k="|".join(KINDS.values()),
        o="|".join(OUTCOMES.values()),
    )
)
_SMALL: Final = (
    r"(?:(?:avec|chez|a|au|de|d'|du|with|to|at|from|m\.|mr\.?|mme|mlle|mrs\.?|ms\.?"
    r"|madame|monsieur)(?:\s+|(?<=')))*"
)
LEADING: Final = re.compile(rf"\s*{_SMALL}")
"""Small words before a name."""
LED: Final = re.compile(rf"(?<!\w){_SMALL}$")
"""The same, up to where the name begins."""


def plain(text: str) -> str:
    """Fold a text letter by letter: as many characters, no accents, no capitals."""
    return "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char in "\u2019\u2018\u02bc":
        return "'"
    if char in "\u00ba\u00b0":
        return "°"
    if char.isspace():
        return " "
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def head(line: str) -> re.Match[str] | None:
    """Match the kind at the beginning of a line, with what stands close to it."""
    return _HEAD.match(line)


def places(line: str) -> list[re.Match[str]]:
    """Find what names a support, a format or a position."""
    return list(_PLACES.finditer(line))


def whole(pattern: str, segment: str) -> re.Match[str] | None:
    """Match a segment that says this and nothing else."""
    return re.fullmatch(rf"[\x00 ]*(?P<said>{pattern}){_POLITE}[\x00 ]*", segment)
