"""The words a desk sorts its companies by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.errors import MissingError, UnknownError, words
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.store.models import Company, Tag, Tagging

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LONGEST = 40


def tag_company(session: Session, actor: Actor, company_id: int, name: str) -> int:
    """Put a tag on a company, making it where it is new; return the tag's id.

    Capitals make no other tag. Doing so twice changes nothing. Raises UnknownError,
    MissingError.
    """
    if session.get(Company, company_id) is None:
        raise UnknownError
    name = clean_line(name, longest=LONGEST)
    if not name:
        raise MissingError(field="tag", label=words("Tag"))
    tag = session.scalars(select(Tag).filter_by(name=name)).first() or (
        session.scalars(
            select(Tag).where(func.lower(Tag.name) == name.lower()).order_by(Tag.id)
        ).first()
    )
    if tag is None:
        tag = Tag(name=name)
        session.add(tag)
        session.flush()
    there = select(Tagging.id).filter_by(tag_id=tag.id, company_id=company_id)
    if session.scalars(there.where(Tagging.contact_id.is_(None))).first() is None:
        session.add(Tagging(tag_id=tag.id, company_id=company_id))
        record(session, actor, "tag", "company", company_id, tag=tag.name)
        session.flush()
    return tag.id


def untag_company(session: Session, actor: Actor, company_id: int, tag_id: int) -> None:
    """Take a tag off a company; where it is not on it, nothing happens.

    Raises UnknownError.
    """
    tag = session.get(Tag, tag_id)
    if tag is None or session.get(Company, company_id) is None:
        raise UnknownError
    held = session.scalars(
        select(Tagging).filter_by(tag_id=tag_id, company_id=company_id)
    ).first()
    if held is not None:
        session.delete(held)
        record(session, actor, "untag", "company", company_id, tag=tag.name)
        session.flush()
