"""Changing what a title says of itself: its words, its look, its promise, its rules.

What a form did not show is not in what it saves, and stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm.domain.errors import UnknownError, words
from crm.domain.profile import RuleKind, told_lines
from crm.domain.profile_errors import UnreadableLookError
from crm.domain.roles import Right
from crm.domain.text import clean_line, clean_note
from crm.language import LANGUAGES
from crm.services import company_checks as checks
from crm.services.editing import keep, settle
from crm.services.profile_values import (
    COLOURS,
    TITLE_FIELDS,
    WORDS,
    look_with,
    read_colour,
    title_columns,
    title_values,
)
from crm.store.models import Title, User
from crm.store.queries.editable import Opened
from crm.store.queries.editable_profiles import title_row
from mediakit.faces import SETS
from mediakit.theme import ARTS, shortfalls

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor
    from crm.store.queries.publishing import SellerCard
    from mediakit.theme import Shortfall

LONGEST_LINE, LONGEST_TEXT = 400, 1_000


def seller_with(
    seller: SellerCard, values: Mapping[str, Any], language: str
) -> SellerCard:
    """Return a title's card as a form would leave it, for a kit not yet saved.

    Raises NotUnderstoodError, UnreadableLookError.
    """
    stood = title_values(
        Title(
            name=seller.title,
            tagline_fr=seller.tagline,
            tagline_en=seller.tagline,
            language=seller.language,
            contact_user_id=seller.contact_user_id,
            look=seller.look,
            promise=seller.promise,
            branded_content=seller.branded_content,
            technical_rules=seller.technical_rules,
        )
    )
    check_look({**stood, **values})
    columns = title_columns({**stood, **values})
    return replace(
        seller,
        title=columns["name"] or seller.title,
        tagline=columns["tagline_fr" if language == "fr" else "tagline_en"],
        contact_user_id=columns["contact_user_id"],
        look=columns["look"],
        promise=columns["promise"],
        technical_rules=columns["technical_rules"],
        branded_content=columns["branded_content"],
    )


def change_title(session: Session, actor: Actor, title_id: int, edit: Edit) -> None:
    """Change what a title says of itself; kits already issued stay as they are.

    Raises NotYoursError, UnknownError, MissingError, NotUnderstoodError for what is no
    colour, UnreadableLookError for two colours that cannot be read on each other,
    ConflictError, UnchangedError.
    """
    actor.require(Right.MANAGE_TITLES)
    title = session.get(Title, title_id, with_for_update=True, populate_existing=True)
    if title is None:
        raise UnknownError
    theirs = title_values(title)
    typed = {
        name: _read(name, value) if edit.touched(name) else edit.base.get(name)
        for name, value in edit.typed.items()
    }
    if "name" in typed:
        typed["name"] = checks.required(str(typed["name"]), "name", WORDS["name"])
    person_id = typed.get("contact_user_id")
    if isinstance(person_id, int) and session.get(User, person_id) is None:
        raise UnknownError
    if any(edit.touched(name) for name in COLOURS):
        check_look({**theirs, **typed})
    mine = {**edit.base, **typed}
    changes = settle(session, actor, "title", title, edit, mine, theirs, TITLE_FIELDS)
    after = {**theirs, **{name: value for name, (_was, value) in changes.items()}}
    for name, value in title_columns(after).items():
        setattr(title, name, value)
    keep(session, actor, "title", title, changes)


def check_look(values: Mapping[str, Any]) -> None:
    """Refuse colours that cannot be read on each other, with the nearest that can.

    Raises NotUnderstoodError for what is no colour, UnreadableLookError.
    """
    for fault in shortfalls(look_with(values)):
        raise unreadable(fault)


def unreadable(fault: Shortfall) -> UnreadableLookError:
    """Return the refusal of two colours, which names the nearest that would do."""
    return UnreadableLookError(
        field=fault.changes,
        type=words_for(fault.type),
        ground=words_for(fault.ground),
        ratio=fault.shown,
        least=fault.asked,
        nearest=fault.nearest,
    )


def open_title(
    session: Session, actor: Actor, title_id: int, fields: Collection[str]
) -> Opened | None:
    """Open some fields of a title for a form. Raises NotYoursError."""
    actor.require(Right.MANAGE_TITLES)
    title = title_row(session, actor, title_id)
    if title is None:
        return None
    values = title_values(title)
    kept = {name: values[name] for name in fields}
    return Opened(title.id, title.version, title.name, kept)


def words_for(tone: str) -> str:
    """Return the catalogue's word for a tone of a look."""
    return COLOURS.get(tone, words("White"))


CHOICES: Mapping[str, Collection[str]] = {
    "faces": tuple(SETS),
    "art": ARTS,
    "language": LANGUAGES,
    "kind": tuple(RuleKind),
}


def _read(name: str, value: Value) -> Value:
    if name == "contact_user_id" or not isinstance(value, str):
        return value
    choices = CHOICES.get(name.rpartition("_")[2])
    if choices is not None:
        return value if value in choices else next(iter(choices))
    if name in COLOURS:
        return read_colour(name, value)
    if "topics" in name:
        return "\n".join(told_lines(clean_note(value, longest=LONGEST_TEXT)))
    longest = LONGEST_TEXT if "_text_" in name or "_lead_" in name else LONGEST_LINE
    return clean_line(value, longest=200 if name == "name" else longest)
