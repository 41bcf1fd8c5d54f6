"""The words a desk sorts its companies by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

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

    Doing so twice changes nothing. Raises UnknownError, MissingError.
    """
    if session.get(Company, company_id) is None:
        raise UnknownError
    name = clean_line(name, longest=LONGEST)
    if not name:
        raise MissingError(field="tag", label=words("Tag"))
    tag = session.scalars(select(Tag).filter_by(name=name)).first()
    if tag is None:
        tag = Tag(name=name)
        session.add(tag)
        session.flush()
    there = select(Tagging.id).filter_by(tag_id=tag.id, company_id=company_id)
    if session.scalars(there.where(Tagging.contact_id.is_(None))).first() is None:
        session.add(Tagging(tag_id=tag.id, company_id=company_id))
        record(session, actor, "tag", "company", company_id, tag=name)
        session.flush()
    return tag.id
