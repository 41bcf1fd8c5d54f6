"""A version of the terms is written once, in both languages, and named by cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from crm.domain.editing import Edit
from crm.domain.errors import (
    AlreadyThereError,
    MissingError,
    NotYoursError,
    RangeError,
    UnknownError,
)
from crm.language import use_language
from crm.services.card_copies import copy_card
from crm.services.card_edits import change_card
from crm.services.lines import LineWish
from crm.services.rate_cards import publish_card
from crm.services.terms import TypedTerms, write_terms
from crm.store.models import Booking, TermsOfSale
from crm.store.queries.card_values import card_values, terms_choices
from crm.store.queries.publishing import terms
from crm.store.queries.rate_cards import card
from tests.factories import make_desk, make_issue, make_quote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TYPED = TypedTerms("2028-1", date(2028, 1, 1), "1. Objet.\nTexte.", "1. Scope.\nText.")


def test_a_version_is_kept_in_both_languages(session: Session) -> None:
    desk = make_desk(session)
    session.query(TermsOfSale).one().penalty_rule = {"steps": [1]}
    terms_id = write_terms(session, desk.manager, 1, TYPED)
    for language, text in (("fr", "1. Objet.\nTexte."), ("en", "1. Scope.\nText.")):
        with use_language(language):
            found = terms(session, terms_id)
        assert found is not None
        assert (found.version, found.text) == ("2028-1", text)
    assert session.get_one(TermsOfSale, terms_id).penalty_rule == {"steps": [1]}
    versions = [row.version for row in terms_choices(session, desk.rep, desk.title_id)]
    assert versions == ["2028-1", "2027"]


@pytest.mark.parametrize(
    ("other", "refusal", "field"),
    [
        ({"version": " "}, MissingError, "version"),
        ({"version": "2027"}, AlreadyThereError, "version"),
        ({"valid_from": None}, MissingError, "valid_from"),
        ({"text_fr": "\n"}, MissingError, "text_fr"),
        ({"text_en": ""}, MissingError, "text_en"),
        ({"notice_days": "-1"}, RangeError, "notice_days"),
        ({"notice_days": "366"}, RangeError, "notice_days"),
        ({"notice_days": "six"}, RangeError, "notice_days"),
    ],
)
def test_a_version_with_a_fault_is_refused_by_its_field(
    session: Session, other: dict[str, Any], refusal: type[Exception], field: str
) -> None:
    desk = make_desk(session)
    with pytest.raises(refusal) as refused:
        write_terms(session, desk.manager, 1, replace(TYPED, **other))
    assert refused.value.field == field  # type: ignore[attr-defined]
    assert session.query(TermsOfSale).count() == 1


def test_who_does_not_manage_titles_writes_no_terms(session: Session) -> None:
    desk = make_desk(session)
    with pytest.raises(NotYoursError):
        write_terms(session, desk.rep, 1, TYPED)
    with pytest.raises(UnknownError):
        write_terms(session, desk.manager, 99, TYPED)


def test_a_booking_keeps_the_terms_its_card_named(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    before = make_quote(session, desk, LineWish(issue, desk.page))
    terms_id = write_terms(session, desk.manager, 1, TYPED)
    newer = copy_card(session, desk.manager, desk.card_id)
    stands = card(session, newer)
    assert stands is not None
    values = card_values(stands)
    typed = {"terms_id": terms_id, "name": "Tarif 2027", "valid_from": date(2027, 1, 1)}
    base = {field: values[field] for field in typed}
    change_card(session, desk.manager, newer, Edit(stands.version, base, typed))
    publish_card(session, desk.manager, newer)
    after = make_quote(session, desk, LineWish(issue, desk.page))
    assert session.get_one(Booking, after).terms_id == terms_id
    assert session.get_one(Booking, before).terms_id != terms_id
