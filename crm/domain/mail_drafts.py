"""A message written but not sent: a file any mail program opens as a draft.

RFC 5322, by the standard library. `X-Unsent: 1` makes mail programs open it for
sending instead of showing it as received.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import TYPE_CHECKING

from crm.domain.text import clean_line, clean_note

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_NAME, LONGEST_SUBJECT, LONGEST_BODY = 120, 200, 10_000
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*\Z", re.ASCII)
_DOMAIN = re.compile(
    r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Party:
    """A name and an address, one end of a message."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a draft says; `to` is None where nobody is known who may be written to."""

    writer: Party
    to: Party | None
    subject: str
    body: str
    language: str = "fr"


def mail_address(typed: str) -> str | None:
    """Return an address as it may stand in a message, None where it cannot.

    A domain in other letters is written as the network has it (IDNA); nothing but
    plain letters may stand before the @.
    """
    local, at, domain = typed.strip().rpartition("@")
    if not at or len(typed) > 254 or not _LOCAL.match(local):
        return None
    try:
        plain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return f"{local}@{plain}" if _DOMAIN.match(plain) else None


def write_draft(letter: Letter, attachments: Sequence[Attachment] = ()) -> bytes:
    """Write a draft; the same words and files give the same bytes.

    Names, subject and file names lose line ends and control characters first: none
    can begin a header of its own. An address that cannot stand in a message is left
    out.
    """
    message = EmailMessage(policy=SMTP)
    for header, party in (("From", letter.writer), ("To", letter.to)):
        address = mail_address(party.address) if party else None
        if party and address:
            name = clean_line(party.name, longest=LONGEST_NAME)
            message[header] = Address(display_name=name, addr_spec=address)
    message["Subject"] = clean_line(letter.subject, longest=LONGEST_SUBJECT)
    message["X-Unsent"] = "1"
    body = clean_note(letter.body, longest=LONGEST_BODY)
    message.set_content(body + "\n", cte="quoted-printable")
    message["Content-Language"] = letter.language  # once there is content
    for file in attachments:
        kind, _slash, detail = file.media_type.partition("/")
        message.add_attachment(
            file.content,
            maintype=kind,
            subtype=detail,
            filename=clean_line(file.name, longest=LONGEST_NAME),
        )
    if attachments:
        told = sha256(body.encode())
        for file in attachments:
            told.update(sha256(file.content).digest())
        message.set_boundary(f"=_{told.hexdigest()[:40]}")
    return message.as_bytes()
