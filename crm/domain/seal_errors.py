"""What the desk may refuse about its publisher's seal."""

from __future__ import annotations

from crm.domain.errors import DeskError, words


class NoCertificateFileError(DeskError):
    """A file is no PKCS#12 file, or its password is another one."""

    sentence = words(
        "This file does not open. Check its password, and that it is the .p12 or .pfx "
        "file of a certificate with its key."
    )


class NoKeyError(DeskError):
    """A PKCS#12 file holds a certificate and not its key."""

    sentence = words(
        "This file holds no private key: without it nothing can be sealed. Export the "
        "certificate again, with its key."
    )


class ForeignKeyError(DeskError):
    """A key is of a kind that readers of PDF do not know, or too short."""

    sentence = words(
        "This key cannot seal documents ({kind}). Readers of PDF know RSA keys of 2048 "
        "bits and more, and the elliptic curves P-256, P-384 and P-521."
    )


class WrongUseError(DeskError):
    """A certificate says that its key is not for signing."""

    sentence = words(
        "This certificate is not made for signing: ask for one for electronic seals."
    )


class ExpiredCertificateError(DeskError):
    """A certificate is not valid any more."""

    sentence = words("This certificate expired on {day}: ask for a new one.")


class EarlyCertificateError(DeskError):
    """A certificate is not valid yet."""

    sentence = words("This certificate is valid from {day} only: import it then.")


class NoSealError(DeskError):
    """There is no certificate to take away."""

    sentence = words("Documents are not sealed: there is no certificate to remove.")
