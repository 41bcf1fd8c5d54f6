"""The terms of sale: a version is written once, and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.errors import (
    AlreadyThereError,
    MissingError,
    RangeError,
    UnknownError,
    words,
)
from crm.domain.roles import Right
from crm.domain.text import clean_line, clean_note
from crm.services.titles import add_terms
from crm.store.models import Publisher, TermsOfSale

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LONGEST_VERSION = 40
LONGEST_TEXT = 60_000
LONGEST_NOTICE = 365


@dataclass(frozen=True, slots=True)
class TypedTerms:
    """A version of the terms as it is typed; the notice in days before closing."""

    version: str
    valid_from: date | None
    text_fr: str
    text_en: str
    notice_days: str = "42"


def write_terms(
    session: Session, actor: Actor, publisher_id: int, typed: TypedTerms
) -> int:
    """Add a version of the terms, in both languages; return its id.

    The rule of penalties is the one of the version before. Raises NotYoursError,
    UnknownError, MissingError, AlreadyThereError, RangeError.
    """
    actor.require(Right.MANAGE_TITLES)
    if session.get(Publisher, publisher_id) is None:
        raise UnknownError
    version = clean_line(typed.version, longest=LONGEST_VERSION)
    texts = {
        "text_fr": clean_note(typed.text_fr, longest=LONGEST_TEXT),
        "text_en": clean_note(typed.text_en, longest=LONGEST_TEXT),
    }
    for field, label, value in (
        ("version", words("Version"), version),
        ("valid_from", words("In force from"), typed.valid_from),
        ("text_fr", words("Text in French"), texts["text_fr"]),
        ("text_en", words("Text in English"), texts["text_en"]),
    ):
        if not value:
            raise MissingError(field=field, label=label)
    versions = session.scalars(
        select(TermsOfSale)
        .filter_by(publisher_id=publisher_id)
        .order_by(TermsOfSale.valid_from.desc(), TermsOfSale.id.desc())
    ).all()
    if any(version.casefold() == known.version.casefold() for known in versions):
        raise AlreadyThereError(field="version", value=version)
    days = typed.notice_days.strip()
    if not days.isdecimal() or int(days) > LONGEST_NOTICE:
        raise RangeError(
            field="notice_days",
            label=words("The notice in days"),
            lowest=0,
            highest=LONGEST_NOTICE,
        )
    if typed.valid_from is None:
        raise MissingError(field="valid_from", label=words("In force from"))
    return add_terms(
        session,
        actor,
        publisher_id,
        version,
        typed.valid_from,
        text_fr=texts["text_fr"],
        text_en=texts["text_en"],
        cancellation_notice_days=int(days),
        penalty_rule=dict(versions[0].penalty_rule) if versions else None,
    )
