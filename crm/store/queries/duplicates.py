"""Which companies might be the one being written down; a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from crm.domain.companies import AddressKind
from crm.domain.identifiers import check_siren, check_siret, check_vat_number
from crm.domain.likeness import Likeness, score
from crm.domain.names import company_key, email_domain
from crm.domain.phones import read_phone
from crm.store.models import Address, Company, Contact, ContactEmail, ContactPhone, User
from crm.store.scope import beyond_scope, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is typed so far about a company that may be there already."""

    name: str
    siren: str = ""
    siret: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    country: str = "FR"
    vat_number: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """A company that may be the same, and why.

    One the reader may not see is there all the same: by its name, with the rep whose
    it is, and without its town; `is_visible` is False then.
    """

    id: int
    name: str
    town: str
    owner: str
    is_visible: bool
    likenesses: tuple[Likeness, ...]
    is_archived: bool

    @property
    def score(self) -> int:
        """How likely it is the same, in hundredths."""
        return score(self.likenesses)


def possible_duplicates(
    session: Session, _asker: Actor, sketch: Sketch, *, most: int = 5
) -> list[DuplicateRow]:
    """List the companies that share an identifier, a name, a domain or a number.

    Names are compared without legal form, accents and small words; free mail
    domains do not count; archived companies are found too. That they share their
    postcode finds nobody, it adds to the rest. The likest first.
    """
    key = company_key(sketch.name)
    siren = _siren(sketch)
    addresses = (sketch.website, sketch.email)
    domains = sorted({d for x in addresses if x.strip() and (d := email_domain(x))})
    phone = read_phone(sketch.phone, region=sketch.country)
    e164 = phone.e164 if phone else None
    vat = check_vat_number(sketch.vat_number, sketch.country)
    tests = {
        Likeness.SIREN: Company.siren == siren if siren else None,
        Likeness.VAT: Company.vat_number == vat.value if vat.ok else None,
        Likeness.NAME: _named(key) if key else None,
        Likeness.DOMAIN: _at(domains) if domains else None,
        Likeness.PHONE: Company.id.in_(_answering(e164)) if e164 else None,
    }
    asked = {like: test for like, test in tests.items() if test is not None}
    if not asked:
        return []
    query = _found(session, asked).limit(10 * most)
    if code := sketch.postcode.strip():
        query = query.add_columns(Address.postcode == code)
        asked[Likeness.POSTCODE] = Address.postcode == code
    with beyond_scope(session, "nobody writes down twice what a colleague has"):
        found = session.execute(query).all()
    return _likest(found, list(asked))[:most]


def duplicates_of(
    session: Session, _asker: Actor, company_id: int, *, most: int = 3
) -> list[DuplicateRow]:
    """List the companies that may be one that is there already, under another name.

    Those of its own group are not; nor are archived ones. As `possible_duplicates`.
    """
    own = session.get(Company, company_id)
    if own is None:
        return []
    numbers = session.scalars(
        select(ContactPhone.e164)
        .join(ContactPhone.contact)
        .where(
            Contact.company_id == company_id,
            Contact.archived_at.is_(None),
            ContactPhone.e164.is_not(None),
        )
    ).all()
    answering = select(Contact.company_id).join(Contact.phones)
    tests: dict[Likeness, ColumnElement[bool]] = {
        Likeness.NAME: Company.duplicate_key == own.duplicate_key
    }
    if own.siren:
        tests[Likeness.SIREN] = Company.siren == own.siren
    elif own.vat_number:
        tests[Likeness.VAT] = Company.vat_number == own.vat_number
    if own.domain:
        tests[Likeness.DOMAIN] = Company.domain == own.domain
    if numbers:
        ids = answering.where(ContactPhone.e164.in_(numbers))
        tests[Likeness.PHONE] = Company.id.in_(ids)
    head = own.group_id or own.id
    query = (
        _found(session, tests)
        .where(
            Company.id != own.id,
            Company.id != head,
            func.coalesce(Company.group_id, 0) != head,
            Company.archived_at.is_(None),
        )
        .limit(most)
    )
    with beyond_scope(session, "nobody writes down twice what a colleague has"):
        found = session.execute(query).all()
    return _likest(found, list(tests))


def _found(session: Session, tests: Mapping[Likeness, ColumnElement[bool]]) -> Any:  # noqa: ANN401  a select of as many columns as are asked
    return (
        select(
            Company, Address.town, User.name, visible(session, Company), *tests.values()
        )
        .outerjoin(User, User.id == Company.owner_id)
        .outerjoin(
            Address,
            (Address.company_id == Company.id) & (Address.kind == AddressKind.SEAT),
        )
        .where(or_(*tests.values()))
        .order_by(Company.id)
    )


def _likest(found: Sequence[Any], asked: Sequence[Likeness]) -> list[DuplicateRow]:
    rows = [
        DuplicateRow(
            company.id,
            company.trade_name or company.name,
            (town or "") if seen else "",
            owner or "",
            bool(seen),
            tuple(
                like
                for like, is_like in zip(asked, likes, strict=True)
                if is_like and (seen or like is not Likeness.POSTCODE)
            ),
            company.archived_at is not None,
        )
        for company, town, owner, seen, *likes in found
    ]
    rows.sort(key=lambda row: -row.score)
    return rows


def _siren(sketch: Sketch) -> str | None:
    siren = check_siren(sketch.siren)
    if siren.ok:
        return siren.value
    siret = check_siret(sketch.siret)
    return siret.value[:9] if siret.ok and siret.value else None


def _named(key: str) -> ColumnElement[bool]:
    """Tell the companies of this name, or whose trade name it is.

    A trade name stands at the end of what a search reads.
    """
    return or_(
        Company.duplicate_key == key,
        Company.folded.endswith(f" {key}", autoescape=True)
        & (Company.trade_name != ""),
    )


def _at(domains: list[str]) -> ColumnElement[bool]:
    """Tell the companies whose site or whose people's mail is there."""
    mails = or_(*(ContactEmail.address.endswith(f"@{domain}") for domain in domains))
    people = select(Contact.company_id).join(Contact.emails).where(mails)
    return or_(Company.domain.in_(domains), Company.id.in_(people))


def _answering(e164: str) -> Select[int]:
    """Select the companies one of whose people answers a number."""
    return (
        select(Contact.company_id).join(Contact.phones).where(ContactPhone.e164 == e164)
    )
