"""Companies, people and mandates as they are typed, checked before they are kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from crm.domain.companies import CompanyRole, ContactRole
from crm.domain.errors import (
    DateOrderError,
    MissingError,
    NotUnderstoodError,
    TooLongError,
    UnknownError,
)
from crm.language.formats import tell
from crm.services.companies import ContactWish, MandateWish, add_contact, add_mandate
from crm.store.models import AuditEntry, CompanyOwner
from crm.store.queries.companies import (
    company_card,
    count_companies,
    find_company,
    list_companies,
)
from crm.store.queries.mandates import list_mandates, valid_mandate
from crm.store.queries.search import search
from tests.factories import make_company, make_desk, make_mandate
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_a_company_is_kept_with_its_numbers(session: Session) -> None:
    desk = make_desk(session)
    company_id = make_company(
        session,
        desk.rep,
        "Ville d’Exemple",
        siret="732 829 320 00074",
        town="Lyon",
        is_payer=True,
        country="fr",
    )
    card = company_card(session, desk.rep, company_id)
    assert card is not None
    assert (card.siret, card.siren) == ("73282932000074", "732829320")
    assert (card.country, card.town, card.owner) == ("FR", "Lyon", "Camille Roussel")
    assert card.roles == (CompanyRole.ADVERTISER, CompanyRole.PAYER)
    owners = session.scalars(select(CompanyOwner.user_id).filter_by(company_id=card.id))
    assert owners.all() == [desk.rep.user_id]
    trace = select(AuditEntry.action).filter_by(entity="company", entity_id=card.id)
    assert session.scalars(trace).all() == ["add"]


@pytest.mark.parametrize(
    ("wish", "field", "sentence"),
    [
        ({"siren": "732 829 321"}, "siren", "“732 829 321” is not understood as"),
        ({"siret": "123"}, "siret", "Write it as 732 829 320 00074."),
        ({"vat_number": "FR00"}, "vat_number", "as a VAT number"),
    ],
)
def test_a_number_that_fails_its_check_is_refused(
    session: Session, wish: dict[str, Any], field: str, sentence: str
) -> None:
    desk = make_desk(session)
    with pytest.raises(NotUnderstoodError) as refused:
        make_company(session, desk.rep, "Mobélys", **wish)
    assert refused.value.field == field
    assert sentence in tell(refused.value)


@pytest.mark.parametrize("name", ["", "  ", "\x00\u202e", "\n\t"])
def test_a_company_has_a_name(session: Session, name: str) -> None:
    desk = make_desk(session)
    with pytest.raises(MissingError):
        make_company(session, desk.rep, name)


@pytest.mark.parametrize("length", [201, 100_000])
def test_a_name_is_not_cut_behind_one_s_back(session: Session, length: int) -> None:
    desk = make_desk(session)
    make_company(session, desk.rep, "é" * 200)
    with pytest.raises(TooLongError) as refused:
        make_company(session, desk.rep, "é" * length)
    assert tell(refused.value) == "“Name” is too long: 200 characters at most."


@both_engines
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Robert'); DROP TABLE company;--", "Robert'); DROP TABLE company;--"),
        ("=cmd|'/c calc'!A0", "=cmd|'/c calc'!A0"),
        ("R&D <sales> {0} %s %(x)s", "R&D <sales> {0} %s %(x)s"),
        ("  Éts   Œuf\t& Fils ", "Éts Œuf & Fils"),
        ("a\x00b\x1bc\u202ed", "abcd"),
        ("Caf\u0065\u0301", "Caf\u00e9"),
        ("\U0001f469\u200d\U0001f680 Espace", "\U0001f469\u200d\U0001f680 Espace"),
        ("شركة المدينة الذكية", "شركة المدينة الذكية"),
        ("NULL", "NULL"),
    ],
)
def test_naughty_names_are_kept_as_typed(
    session: Session, typed: str, kept: str
) -> None:
    desk = make_desk(session)
    company_id = make_company(session, desk.rep, typed, note=typed)
    session.expire_all()
    card = company_card(session, desk.rep, company_id)
    assert card is not None
    assert (card.name, card.note.replace("   ", " ")) == (kept, kept)


def test_a_contact_is_kept_as_typed_and_as_it_is_dialled(session: Session) -> None:
    desk = make_desk(session)
    add_contact(
        session,
        desk.rep,
        ContactWish(
            desk.advertiser_id,
            "Lefèvre-Dubosc",
            "Anaïs",
            phone="06 39 98 12 34",
            email=" Anais@LUMICITE.example ",
            roles=(ContactRole.SIGNATORY, ContactRole.ARTWORK, ContactRole.ARTWORK),
            source="salon",
        ),
    )
    card = company_card(session, desk.rep, desk.advertiser_id)
    assert card is not None
    [contact] = card.contacts
    assert contact.name == "Anaïs Lefèvre-Dubosc"
    assert contact.roles == (ContactRole.ARTWORK, ContactRole.SIGNATORY)
    assert contact.emails == ("anais@lumicite.example",)
    [phone] = contact.phones
    assert (phone.raw, phone.e164) == ("06 39 98 12 34", "+33639981234")
    for typed in ("anais", "LEFEVRE", "06 39 98", "+33 (0)6 39 98", "anais@lumi"):
        assert len(search(session, desk.rep, typed)) == 1, typed
    assert search(session, desk.rep, "01 99 00") == []


@pytest.mark.parametrize(
    ("wish", "refusal", "field"),
    [
        ({"last_name": " "}, MissingError, "last_name"),
        ({"phone": "abc"}, NotUnderstoodError, "phone"),
        ({"email": "anais at lumicite"}, NotUnderstoodError, "email"),
        ({"company_id": 999}, UnknownError, None),
    ],
)
def test_a_contact_that_cannot_be_read_is_refused(
    session: Session, wish: dict[str, Any], refusal: type[Exception], field: str | None
) -> None:
    desk = make_desk(session)
    typed = {"company_id": desk.advertiser_id, "last_name": "Lefèvre", **wish}
    with pytest.raises(refusal) as refused:
        add_contact(session, desk.rep, ContactWish(**typed))
    assert refused.value.field == field  # type: ignore[attr-defined]


def test_a_mandate_is_valid_from_its_first_to_its_last_day(session: Session) -> None:
    desk = make_desk(session)
    mandate_id = make_mandate(session, desk)

    def on(day: date) -> int | None:
        return valid_mandate(session, desk.advertiser_id, desk.agency_id, day)

    assert on(date(2026, 12, 31)) is None
    assert on(date(2027, 1, 1)) == on(date(2027, 12, 31)) == mandate_id
    assert on(date(2028, 1, 1)) is None
    assert (
        valid_mandate(session, desk.agency_id, desk.advertiser_id, date(2027, 6, 1))
        is None
    )
    [row] = list_mandates(session, desk.rep, desk.agency_id)
    assert (row.agency, row.advertiser) == ("Agence Trait d’Union", "Lumicité SAS")


def test_a_mandate_ends_after_it_begins(session: Session) -> None:
    desk = make_desk(session)
    first, last = date(2027, 6, 1), date(2027, 5, 31)
    parties = (desk.advertiser_id, desk.agency_id)
    with pytest.raises(DateOrderError):
        add_mandate(session, desk.rep, MandateWish(*parties, "L-1", first, last))
    with pytest.raises(MissingError):
        add_mandate(session, desk.rep, MandateWish(*parties, " ", first))


@both_engines
def test_companies_are_listed_found_and_counted(session: Session) -> None:
    desk = make_desk(session)
    for number in range(30):
        make_company(session, desk.rep, f"Énergie {number:02d}", town="Lyon")
    page = list_companies(session, desk.rep, search="energ", page=2)
    assert [row.name for row in page] == [f"Énergie {n}" for n in range(25, 30)]
    assert count_companies(session, desk.rep, search="ENERGIE") == 30
    assert count_companies(session, desk.rep, role=CompanyRole.AGENCY) == 1
    assert count_companies(session, desk.rep, search="%") == count_companies(
        session, desk.rep
    )
    card = find_company(session, desk.rep, "énergie 07")
    assert card is not None
    assert card.shown == "Énergie 07"
    assert find_company(session, desk.rep, "énergie") is None
    assert find_company(session, desk.rep, "999999") is None
