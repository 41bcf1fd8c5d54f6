"""Reading the seals of a PDF: to be called in a process of its own.

Nothing is fetched and nobody is trusted: whose certificate it is, the desk knows
itself. What is told is whether the bytes a seal covers are whole, and what came later.
"""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    ModificationLevel,
    StandardDiffPolicy,
)
from pyhanko.sign.diff_analysis.rules_api import (
    Context,
    ReferenceUpdate,
    WhitelistRule,
)
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from crm.domain.sealing import Later, SealRead, SealsRead
from crm.services.sealing.certificates import fingerprint_of, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

MOST_SEALS = 20
LONGEST_TITLE = 300
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


class LockedError(Exception):
    """The file is encrypted."""


class _TaggedFields(WhitelistRule):
    """Lets a field that is filled in stand in the tree of tags too, where it is listed.

    A tagged document names each of its fields twice: among the page's annotations,
    and in the tree that screen readers follow. Filling one in writes it again.
    """

    def apply(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterable[ReferenceUpdate]:
        changed = new.explicit_refs_in_revision()  # type: ignore[no-untyped-call]
        for ref in changed:
            for path in old._get_usages_of_ref(ref):  # noqa: SLF001  its only way to say so
                if _names_field(str(path), old(ref)):
                    yield ReferenceUpdate(ref, Context.from_absolute(old, path))


def _names_field(path: str, found: object) -> bool:
    named = path.startswith(".Root.StructTreeRoot") and path.endswith(".Obj")
    return named and (
        isinstance(found, DictionaryObject) and found.get("/Subtype") == "/Widget"
    )


POLICY = StandardDiffPolicy(
    [
        *DEFAULT_DIFF_POLICY.global_rules,
        _TaggedFields().as_qualified(ModificationLevel.FORM_FILLING),
    ],
    DEFAULT_DIFF_POLICY.form_rule,
)


def read_seals(content: bytes, kept: int) -> SealsRead:
    """Read what a PDF's seals say, and what came after its first `kept` bytes.

    `kept` 0: nothing of it is known. Raises LockedError, and whatever a broken file
    makes its reader raise.
    """
    reader = PdfFileReader(BytesIO(content), strict=False)
    if reader.encrypted:
        raise LockedError
    seals = [_seal(one) for one in reader.embedded_signatures[:MOST_SEALS]]
    later = (
        Later.NOTHING if kept in {0, len(content)} else _later(reader, content, kept)
    )
    return SealsRead(tuple(seals), _title(reader), later)


def _later(reader: PdfFileReader, content: bytes, kept: int) -> Later:
    """Say what the revisions after the first bytes of a file have added."""
    first = PdfFileReader(BytesIO(content[:kept]), strict=False)
    revision = first.xrefs.total_revisions - 1
    result = POLICY.review_file(reader, revision, doc_mdp=MDPPerm.FILL_FORMS)
    if not isinstance(result, DiffResult):
        return Later.MORE
    return _level(result.modification_level)


def _level(level: ModificationLevel | None) -> Later:
    if level is None or level is ModificationLevel.NONE:
        return Later.NOTHING
    filled = level in {ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
    return Later.FORM if filled else Later.MORE


def _seal(one: EmbeddedPdfSignature) -> SealRead:
    signer: Any = one.signer_cert
    der = signer.dump()
    certificate = load_der_x509_certificate(der)
    # Trusted for the sake of the question alone: is what it covers whole?
    context = ValidationContext(
        trust_roots=[signer], allow_fetching=False, moment=one.self_reported_timestamp
    )
    status = validate_pdf_signature(one, context, diff_policy=POLICY)
    return SealRead(
        signer=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        fingerprint=fingerprint_of(der),
        sealed_at=one.self_reported_timestamp,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        whole=bool(status.intact and status.valid),
        later=_level(status.modification_level),
    )


def _title(reader: PdfFileReader) -> str:
    """Return what a file says it is: its title, then its subject."""
    said = []
    for name in ("/Title", "/Subject"):
        with suppress(KeyError, TypeError, PdfError):
            said.append(str(reader.trailer_view["/Info"][name])[:LONGEST_TITLE])
    return _CONTROLS.sub(" ", " ".join(said))
