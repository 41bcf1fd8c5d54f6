"""Sealing a PDF: one certification signature, PAdES, without any network.

The seal is an incremental update: what was drawn stays byte for byte in front of it.
It certifies the document and still lets its fields be filled in and signed. Its own
field is hidden, hence no part of what PDF/UA asks to be tagged.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import (
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
)

if TYPE_CHECKING:
    from datetime import datetime

    from pyhanko.pdf_utils.writer import BasePdfFileWriter
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

FIELD = "publisher_seal"


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, why and where a document is sealed, as its seal tells."""

    at: datetime
    reason: str
    place: str


def seal(content: bytes, key: bytes, occasion: Occasion) -> bytes:
    """Return a PDF sealed with a certificate and its key, given as open PKCS#12."""
    signer = SimpleSigner.load_pkcs12_data(key, other_certs=[])
    if signer is None:
        raise ValueError("a certificate that was imported does not open")
    about = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        reason=occasion.reason,
        location=occasion.place,
        subfilter=SigSeedSubFilter.PADES,
    )
    hidden = InvisSigSettings(set_hidden_flag=True, set_print_flag=False)
    field = SigFieldSpec(FIELD, invis_sig_settings=hidden)
    by = _Sealer(about, signer, new_field_spec=field)
    by.at = occasion.at
    # pyHanko starts a loop of events of its own, which a thread has only one of: the
    # caller's may be running one.
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(_sealed, by, content).result()


def _sealed(by: PdfSigner, content: bytes) -> bytes:
    out = BytesIO()
    by.sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), output=out)
    return out.getvalue()


class _Sealer(PdfSigner):
    """A signer whose seals tell the moment the document was issued."""

    at: datetime

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002  pyHanko's
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session
