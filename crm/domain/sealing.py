"""What a seal says of a document, and what a file turns out to be."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm.domain.magazine import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Mapping

SOON = timedelta(days=60)
"""How long before its end a certificate's expiry is announced."""
SEALED = frozenset(DocumentKind) - {
    DocumentKind.MANDATE,
    DocumentKind.AGREEMENT,
    DocumentKind.MATERIAL,
    DocumentKind.TEAR_SHEET,
}
"""What the publisher issues itself; what came in stays as it came."""


class Later(StrEnum):
    """What was added to a file after a point, at most."""

    NOTHING = "nothing"
    FORM = "form"
    MORE = "more"


class Verdict(StrEnum):
    """What a file turns out to be."""

    KEPT = "kept"
    """A document of the desk, byte for byte."""
    FILLED = "filled"
    """A document of the desk whose fields were filled in or signed, and no more."""
    CHANGED = "changed"
    """It was a document of the desk, or says it is, and is not what was issued."""
    SEALED = "sealed"
    """Sealed by the publisher and whole, yet not among what the desk keeps."""
    UNKNOWN = "unknown"
    """Nothing the desk issued."""


@dataclass(frozen=True, slots=True)
class SealRead:
    """One seal or signature of a file.

    `fingerprint` is the certificate's SHA-256; `whole` says that what it covers was
    not changed; `later` what was added to the file since.
    """

    signer: str
    issuer: str
    fingerprint: str
    sealed_at: datetime | None
    valid_from: datetime
    valid_until: datetime
    whole: bool
    later: Later

    @property
    def was_valid(self) -> bool:
        """Whether the certificate was valid at the moment the seal tells."""
        at = self.sealed_at
        return at is not None and self.valid_from <= at <= self.valid_until

    def expired(self, now: datetime) -> bool:
        """Say whether the certificate has expired since."""
        return now > self.valid_until


@dataclass(frozen=True, slots=True)
class SealsRead:
    """What a child process read in a file: its seals, its title, what came later."""

    seals: tuple[SealRead, ...]
    title: str
    later: Later

    def as_json(self) -> dict[str, Any]:
        """Write what was read as JSON may hold it."""
        told = asdict(self)
        for seal in told["seals"]:
            for name in ("sealed_at", "valid_from", "valid_until"):
                seal[name] = seal[name] and seal[name].isoformat()
        return told

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> SealsRead:
        """Read it again."""

        def moment(text: str | None) -> datetime | None:
            return datetime.fromisoformat(text) if text else None

        seals = tuple(
            SealRead(
                **{
                    **one,
                    "later": Later(one["later"]),
                    "sealed_at": moment(one["sealed_at"]),
                    "valid_from": datetime.fromisoformat(one["valid_from"]),
                    "valid_until": datetime.fromisoformat(one["valid_until"]),
                }
            )
            for one in told["seals"]
        )
        return cls(seals, str(told["title"]), Later(told["later"]))


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document as issued; `newest` is the last edition there is of it."""

    id: int
    kind: DocumentKind
    reference: str
    edition: int
    newest: int
    language: str
    company: str
    issued_at: datetime
    issued_by: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SealRow:
    """A certificate documents are, or were, sealed with."""

    publisher_id: int
    publisher: str
    subject: str
    issuer: str
    fingerprint: str
    key_kind: str
    valid_from: datetime
    valid_until: datetime
    imported_at: datetime
    imported_by: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class TracedSeal:
    """A seal of a file, with the certificate of the desk it was made with, if any."""

    read: SealRead
    ours: SealRow | None


@dataclass(frozen=True, slots=True)
class Verified:
    """What a file turned out to be.

    `document` is the one it is, or says it is; None where nobody can tell, and where
    it is `hidden` from whoever asks.
    """

    verdict: Verdict
    document: KeptDocument | None
    hidden: bool
    seals: tuple[TracedSeal, ...]
    sha256: str
