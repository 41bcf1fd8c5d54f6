"""The certificate a publisher seals with: imported, kept, taken away.

The key never stands in the database as it is: with the chain it is sealed by the
desk's own key (`crm.services.secrets_at_rest`), and erased when the certificate goes.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    pkcs12,
)
from cryptography.x509 import Certificate, ExtensionNotFound, KeyUsage
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from crm.domain.errors import UnknownError
from crm.domain.roles import Right
from crm.domain.seal_errors import (
    EarlyCertificateError,
    ExpiredCertificateError,
    ForeignKeyError,
    NoCertificateFileError,
    NoKeyError,
    NoSealError,
    WrongUseError,
)
from crm.services.audit import record
from crm.services.secrets_at_rest import Vault, folder_of, open_vault
from crm.store.models import Publisher, SealCertificate

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.serialization.pkcs12 import (
        PKCS12KeyAndCertificates,
    )
    from cryptography.x509 import Name
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

HEAVIEST = 200_000
"""Bytes of a PKCS#12 file: a key and a chain are some thousands."""
SHORTEST_RSA = 2_048
CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
SHOWN = 400


def import_seal(
    session: Session, actor: Actor, publisher_id: int, content: bytes, password: str
) -> int:
    """Import the certificate documents are sealed with from now on; return its id.

    It takes the place of the one before, whose key is erased. Raises NotYoursError,
    UnknownError, NoCertificateFileError, NoKeyError, ForeignKeyError, WrongUseError,
    ExpiredCertificateError, EarlyCertificateError, KeyLostError.
    """
    actor.require(Right.ADMINISTER)
    publisher = session.get(Publisher, publisher_id, with_for_update=True)
    if publisher is None:
        raise UnknownError
    opened = _open(content, password)
    certificate, kind = _checked(opened, actor.at)
    before = active_seal(publisher_id, session)
    if before is not None:
        _end(before, actor.at)
    row = SealCertificate(
        publisher_id=publisher_id,
        subject=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        fingerprint=fingerprint_of(certificate.public_bytes(Encoding.DER)),
        key_kind=kind,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        imported_at=actor.at,
        imported_by_id=actor.user_id,
        secret=_vault(session).seal(_bare(opened), publisher_id),
    )
    session.add(row)
    session.flush()
    record(
        session,
        actor,
        "import_seal",
        "publisher",
        publisher_id,
        certificate=row.subject,
        issued_by=row.issuer,
        fingerprint=row.fingerprint,
        valid_until=row.valid_until.date(),
    )
    return row.id


def remove_seal(session: Session, actor: Actor, publisher_id: int) -> None:
    """Take the certificate away and erase its key; what it sealed stays sealed.

    Raises NotYoursError, NoSealError.
    """
    actor.require(Right.ADMINISTER)
    row = active_seal(publisher_id, session)
    if row is None:
        raise NoSealError
    _end(row, actor.at)
    record(
        session,
        actor,
        "remove_seal",
        "publisher",
        publisher_id,
        certificate=row.subject,
        fingerprint=row.fingerprint,
    )


def active_seal(publisher_id: int, session: Session) -> SealCertificate | None:
    """Return the certificate a publisher's documents are sealed with, or None."""
    return session.scalars(
        select(SealCertificate)
        .filter_by(publisher_id=publisher_id, ended_at=None)
        .order_by(SealCertificate.id.desc())
        .limit(1)
    ).first()


def key_of(row: SealCertificate, session: Session) -> bytes:
    """Return a certificate with its key and chain, as PKCS#12 without a password.

    Raises KeyLostError where the desk's own key is another one.
    """
    return b64decode(_vault(session).unseal(row.secret, row.publisher_id))


def _vault(session: Session) -> Vault:
    """Open the vault that stands beside a session's database."""
    return open_vault(folder_of(session.get_bind().engine.url))


def fingerprint_of(der: bytes) -> str:
    """Return the SHA-256 of a certificate, as its readers show it."""
    return sha256(der).hexdigest()


def name_of(name: Name) -> str:
    """Return what a certificate calls somebody: the common name, the organisation."""
    parts = [
        str(entry.value)
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for entry in name.get_attributes_for_oid(kind)
    ]
    told = ", ".join(dict.fromkeys(parts)) or name.rfc4514_string()
    return re.sub(r"[\x00-\x1f\x7f]", " ", told)[:SHOWN]


def _end(row: SealCertificate, at: datetime) -> None:
    row.ended_at, row.secret = at, ""


def _open(content: bytes, password: str) -> PKCS12KeyAndCertificates:
    if not content or len(content) > HEAVIEST:
        raise NoCertificateFileError(field="file")
    for typed in (password.encode(), None)[: 1 if password else 2]:
        try:
            return pkcs12.load_pkcs12(content, typed)
        except (ValueError, TypeError):
            continue
    raise NoCertificateFileError(field="password")


def _checked(opened: PKCS12KeyAndCertificates, at: datetime) -> tuple[Certificate, str]:
    """Return the certificate and its kind of key, or refuse it."""
    if opened.key is None:
        raise NoKeyError(field="file")
    if opened.cert is None:
        raise NoCertificateFileError(field="file")
    kind, may = _kind(opened.key)
    if not may:
        raise ForeignKeyError(kind=kind, field="file")
    certificate = opened.cert.certificate
    try:
        use = certificate.extensions.get_extension_for_class(KeyUsage).value
        if not (use.digital_signature or use.content_commitment):
            raise WrongUseError(field="file")
    except ExtensionNotFound:
        pass
    if at > certificate.not_valid_after_utc:
        day = certificate.not_valid_after_utc.date()
        raise ExpiredCertificateError(day=day, field="file")
    if at < certificate.not_valid_before_utc:
        day = certificate.not_valid_before_utc.date()
        raise EarlyCertificateError(day=day, field="file")
    return certificate, kind


def _kind(key: object) -> tuple[str, bool]:
    """Return the name of a kind of key, and whether it may seal."""
    if isinstance(key, rsa.RSAPrivateKey):
        return f"RSA {key.key_size}", key.key_size >= SHORTEST_RSA
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return f"EC {CURVES.get(key.curve.name, key.curve.name)}", (
            key.curve.name in CURVES
        )
    return type(key).__name__.strip("_").removesuffix("PrivateKey"), False


def _bare(opened: PKCS12KeyAndCertificates) -> str:
    """Write key, certificate and chain anew, without a password, as text."""
    key, certificate = opened.key, opened.cert
    if certificate is None or not isinstance(
        key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    ):
        raise NoKeyError
    chain = [one.certificate for one in opened.additional_certs]
    bare = pkcs12.serialize_key_and_certificates(
        None, key, certificate.certificate, chain, NoEncryption()
    )
    return b64encode(bare).decode()
