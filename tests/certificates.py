"""Certificates made for the tests: of any kind, valid when one likes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from tests.factories import MORNING

if TYPE_CHECKING:
    from collections.abc import Callable

PASSWORD = "un mot de passe"
KINDS: dict[str, Callable[[], Any]] = {
    "RSA 2048": lambda: rsa.generate_private_key(65537, 2048),
    "RSA 1024": lambda: rsa.generate_private_key(65537, 1024),  # noqa: S505  to be refused
    "EC P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "EC P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "EC secp256k1": lambda: ec.generate_private_key(ec.SECP256K1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate,
}


@cache
def key_of(kind: str) -> Any:
    return KINDS[kind]()


def certificate(
    kind: str = "EC P-256",
    *,
    name: str = "Éditions d’essai, cachet",
    since: datetime = MORNING - timedelta(days=30),
    until: datetime = MORNING + timedelta(days=300),
    signs: bool = True,
    password: str = PASSWORD,
    with_key: bool = True,
) -> bytes:
    """Return a PKCS#12 file with a certificate that vouches for itself."""
    key: Any = key_of(kind)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    use = x509.KeyUsage(signs, signs, not signs, *(False,) * 6)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(since.astimezone(UTC))
        .not_valid_after(until.astimezone(UTC))
        .add_extension(use, critical=True)
        .sign(key, None if kind == "Ed25519" else hashes.SHA256())
    )
    kept: Any = (
        BestAvailableEncryption(password.encode()) if password else NoEncryption()
    )
    return pkcs12.serialize_key_and_certificates(
        b"cachet",
        key if with_key else None,
        made if with_key else None,
        None if with_key else [made],
        kept,
    )
