"""A draft changes by its fields, two people see each other; published, it stays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from crm.domain.card_errors import (
    LargerThanPageError,
    NoPriceError,
    QuantitiesError,
    TooFewError,
)
from crm.domain.card_fields import fields_of, table_of
from crm.domain.editing import Edit
from crm.domain.errors import (
    ConflictError,
    DateOrderError,
    FrozenError,
    MissingError,
    NotYoursError,
    OverlapError,
    RangeError,
    TiersError,
    UnchangedError,
    UnknownError,
)
from crm.domain.magazine import FormatKind
from crm.domain.prices import StepKind
from crm.domain.rate_cards import Cumulation, RateUnit, Tier, TierKind
from crm.language.formats import tell
from crm.services import issues, titles
from crm.services.card_copies import copy_card
from crm.services.card_edits import change_card
from crm.services.lines import LineWish
from crm.services.rate_cards import RateCardWish, RateWish, publish_card, write_card
from crm.store.models import AuditEntry, Support
from crm.store.queries.bookings import booking_card
from crm.store.queries.card_values import card_values, open_card
from crm.store.queries.rate_cards import card
from tests.factories import (
    Desk,
    make_desk,
    make_issue,
    make_quote,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Value
    from crm.store.queries.rate_cards import Card


def draft(session: Session, desk: Desk, **other: Any) -> int:
    return copy_card(session, desk.manager, desk.card_id, **other)


def found(session: Session, card_id: int) -> Card:
    stands = card(session, card_id)
    assert stands is not None
    return stands


def edit_of(session: Session, card_id: int, typed: Mapping[str, Value]) -> Edit:
    stands = found(session, card_id)
    values = card_values(stands)
    return Edit(stands.version, {f: values.get(f) for f in typed}, typed)


def change(session: Session, desk: Desk, card_id: int, **typed: Value) -> None:
    fields = {name.replace("__", "."): value for name, value in typed.items()}
    change_card(session, desk.manager, card_id, edit_of(session, card_id, fields))


def test_every_field_of_a_card_is_changed_and_kept(session: Session) -> None:
    desk = make_desk(session)
    card_id = draft(session, desk)
    typed: dict[str, Any] = {
        f"price_{desk.page}": 4_321_09,
        f"price_{desk.half}": None,
        f"price_{desk.banner}_10": 600_00,
        f"unit_{desk.banner}": "send",
        "premium__C4__rate": 3_500,
        "premium__colour__rate": 750,
        "premium__colour__name_fr": "Cinquième couleur",
        "premium__colour__name_en": "Fifth colour",
        "tiers__combination": ("2-3:300", "3-:500"),
        "fee__layout__cents": None,
        "name": "  Tarif  spécial ",
        "valid_until": date(2029, 6, 30),
        "cumulation": "one",
        "counts_group": True,
        "professional_discount": 1_200,
        "terms_id": None,
    }
    change(session, desk, card_id, **typed)
    stands = found(session, card_id)
    assert {
        (rate.format_id, rate.from_quantity): rate.amount.cents for rate in stands.rates
    } == {
        (desk.page, 1): 4_321_09,
        (desk.advertorial, 1): 4_000_00,
        (desk.banner, 1): 690_00,
        (desk.banner, 10): 600_00,
    }
    assert {r.unit for r in stands.rates_of(desk.banner)} == {RateUnit.SEND}
    assert {p.code: p.rate for p in stands.premiums} == {
        "C4": 3_500,
        "facing": 1_000,
        "guaranteed": 1_000,
        "colour": 750,
    }
    assert stands.tiers_of(TierKind.COMBINATION) == [
        Tier(2, 3, 300),
        Tier(3, None, 500),
    ]
    assert len(stands.tiers_of(TierKind.FREQUENCY)) == 4
    assert stands.fees == ()
    assert stands.name == "Tarif spécial"
    assert stands.cumulation is Cumulation.ONE
    assert (stands.counts_group, stands.professional_discount) == (True, 1_200)
    assert (stands.valid_until, stands.terms_id) == (date(2029, 6, 30), None)
    assert stands.version == 2


@pytest.mark.parametrize(
    ("typed", "refusal", "sentence"),
    [
        ({"tiers__frequency": ("2-4:500", "5-:900")}, TiersError, "starts at 5."),
        ({"tiers__frequency": ("2-5:500", "4-:900")}, TiersError, "starts at 4."),
        (
            {"tiers__volume": ("300000-400000:500", "500000-:900")},
            TiersError,
            "starts at €5,000.00.",
        ),
        ({"tiers__volume": ("300000-:10001",)}, RangeError, "between 0% and 100%"),
        ({"premium__C4__rate": 10_001}, RangeError, "between 0% and 100%"),
        ({"professional_discount": -1}, RangeError, "between 0% and 100%"),
        ({"fee__layout__cents": -1}, RangeError, "A price must be between €0.00"),
        ({"price_1": -1}, RangeError, "A price must be between €0.00"),
        ({"price_1_0": 5_00}, RangeError, "The quantity must be between 1"),
        ({"name": " "}, MissingError, "Please fill in “Name”."),
        ({"valid_from": None}, MissingError, "Please fill in “From publication on”."),
        ({"valid_until": date(2027, 1, 1)}, DateOrderError, "must not be after"),
        ({"terms_id": 99}, UnknownError, "not there any more"),
        ({"price_999": 5_00}, UnknownError, "not there any more"),
        ({}, UnchangedError, "Nothing was changed"),
    ],
)
def test_a_fault_is_refused_with_its_sentence(
    session: Session,
    typed: dict[str, Any],
    refusal: type[Exception],
    sentence: str,
) -> None:
    desk = make_desk(session)
    card_id = draft(session, desk)
    stood = found(session, card_id)
    with pytest.raises(refusal) as refused:
        change(session, desk, card_id, **typed)
    assert sentence in tell(refused.value)  # type: ignore[arg-type]
    session.expire_all()
    assert found(session, card_id).rates == stood.rates


def test_a_format_has_one_price_from_a_quantity_on(session: Session) -> None:
    desk = make_desk(session)
    rates = [
        RateWish(desk.page, 1, from_quantity=5),
        RateWish(desk.page, 2, from_quantity=5),
    ]
    wish = RateCardWish(
        desk.title_id, "X", date(2030, 1, 1), date(2030, 12, 31), rates=rates
    )
    with pytest.raises(QuantitiesError):
        write_card(session, desk.manager, wish)


def test_a_published_card_and_a_rep_change_nothing(session: Session) -> None:
    desk = make_desk(session)
    card_id = draft(session, desk)
    with pytest.raises(NotYoursError):
        change_card(session, desk.rep, card_id, Edit(1, {}, {"name": "X"}))
    with pytest.raises(UnknownError):
        change_card(session, desk.manager, 999, Edit(1, {}, {"name": "X"}))
    with pytest.raises(FrozenError):
        change(session, desk, desk.card_id, name="X")
    assert open_card(session, desk.manager, desk.card_id) is None
    assert open_card(session, desk.manager, card_id) is not None


def test_two_people_on_one_draft_overwrite_nothing(session: Session) -> None:
    desk = make_desk(session)
    card_id = draft(session, desk)
    page, half = f"price_{desk.page}", f"price_{desk.half}"
    mine = edit_of(session, card_id, {page: 4_500_00, half: 2_400_00})
    change(
        session, desk, card_id, **{page: 4_400_00, "tiers__combination": ("2-:300",)}
    )
    with pytest.raises(ConflictError) as conflict:
        change_card(session, desk.manager, card_id, mine)
    [difference] = conflict.value.clash.differences
    assert (difference.label, difference.theirs, difference.mine) == (
        "Full page",
        4_400_00,
        4_500_00,
    )
    latest = Edit(conflict.value.clash.version, conflict.value.clash.latest, mine.typed)
    change_card(session, desk.manager, card_id, latest)
    stands = card_values(found(session, card_id))
    assert (stands[page], stands["tiers.combination"]) == (4_500_00, ("2-:300",))


def test_what_another_changed_in_another_table_is_no_conflict(session: Session) -> None:
    desk = make_desk(session)
    card_id = draft(session, desk)
    mine = edit_of(session, card_id, {f"price_{desk.page}": 4_500_00})
    change(session, desk, card_id, premium__C4__rate=3_300)
    change_card(session, desk.manager, card_id, mine)
    stands = card_values(found(session, card_id))
    assert (stands[f"price_{desk.page}"], stands["premium.C4.rate"]) == (
        4_500_00,
        3_300,
    )


def test_the_audit_keeps_each_field(session: Session) -> None:
    desk = make_desk(session)
    card_id = draft(session, desk)
    change(session, desk, card_id, premium__C4__rate=3_300)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.changes == {"premium.C4.rate": [3_000, 3_300]}


def test_a_renamed_draft_is_the_next_edition_of_its_name(session: Session) -> None:
    desk = make_desk(session)
    card_id = draft(session, desk)
    change(session, desk, card_id, name="Tarif 2027")
    assert found(session, card_id).edition == 2


def test_a_card_without_a_price_is_not_published(session: Session) -> None:
    desk = make_desk(session)
    wish = RateCardWish(desk.title_id, "X", date(2030, 1, 1), date(2030, 12, 31), [])
    card_id = write_card(session, desk.manager, wish)
    with pytest.raises(NoPriceError):
        publish_card(session, desk.manager, card_id)


def test_two_published_cards_do_not_overlap(session: Session) -> None:
    desk = make_desk(session)
    card_id = draft(session, desk)
    days = {"valid_from": date(2027, 12, 31), "name": "Autre"}
    change(session, desk, card_id, **days)
    with pytest.raises(OverlapError) as refused:
        publish_card(session, desk.manager, card_id)
    assert "“Tarif 2027” is already published" in tell(refused.value)


@pytest.mark.parametrize(
    ("width", "height", "units", "fits"),
    [
        (2_100, 2_970, 12, True),
        (4_200, 2_970, 24, True),
        (4_200, 2_970, 12, False),
        (2_101, 2_970, 12, False),
        (2_100, 2_971, 12, False),
        (2_100, 650, 3, True),
        (4_201, 2_970, 24, False),
    ],
)
def test_a_format_is_no_larger_than_its_page(
    session: Session, width: int, height: int, units: int, *, fits: bool
) -> None:
    desk = make_desk(session)

    def add() -> int:
        return titles.add_format(
            session,
            desk.manager,
            desk.print_id,
            "new",
            FormatKind.PRINT,
            "Nouveau",
            "New",
            width=width,
            height=height,
            units=units,
        )

    if fits:
        add()
        return
    with pytest.raises(LargerThanPageError) as refused:
        add()
    assert "is larger than the page of Magazine (210 × 297\u00a0mm)" in tell(
        refused.value
    )


def test_a_card_is_not_published_with_a_format_its_page_cannot_hold(
    session: Session,
) -> None:
    desk = make_desk(session)
    card_id = draft(session, desk)
    session.get_one(Support, desk.print_id).page_width = 2_000
    with pytest.raises(LargerThanPageError):
        publish_card(session, desk.manager, card_id)


def test_a_booking_keeps_the_card_it_was_quoted_from(session: Session) -> None:
    """Neither a newer edition nor a copy changes what was quoted."""
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking_id = make_quote(session, desk, LineWish(issue, desk.page, desk.facing))

    def quoted() -> tuple[Any, ...]:
        session.expire_all()
        booked = booking_card(session, desk.rep, booking_id)
        assert booked is not None
        return tuple(line.price for line in booked.lines)

    before = quoted()
    assert before[0].card.cents == 4_000_00
    newer = draft(session, desk, rate=1_000)
    days = {"valid_from": date(2027, 1, 1), "valid_until": date(2027, 12, 31)}
    change(session, desk, newer, name="Tarif 2027", **days, premium__facing__rate=9_000)
    publish_card(session, desk.manager, newer)
    draft(session, desk, rate=2_000)
    assert quoted() == before
    again = make_quote(session, desk, LineWish(issue, desk.page, desk.facing))
    fresh = booking_card(session, desk.rep, again)
    assert fresh is not None
    assert fresh.lines[0].price.card.cents == 4_400_00


def test_a_quantity_is_priced_by_the_bracket_it_reaches(session: Session) -> None:
    """Inserts: 140 € a thousand from 5 000 copies, 120 € from 10 000."""
    desk = make_desk(session, tiers=False)
    card_id = draft(session, desk)
    change(
        session,
        desk,
        card_id,
        **{
            f"price_{desk.half}": None,
            f"price_{desk.half}_5000": 140_00,
            f"price_{desk.half}_10000": 120_00,
            f"unit_{desk.half}": "thousand",
            "valid_from": date(2027, 1, 1),
            "name": "Tarif 2027",
        },
    )
    publish_card(session, desk.manager, card_id)
    issue = make_issue(session, desk)

    def card_rate(quantity: int) -> int:
        wish = LineWish(issue, desk.half, quantity=quantity)
        booking = booking_card(session, desk.rep, make_quote(session, desk, wish))
        assert booking is not None
        return booking.lines[0].price.card.cents

    assert card_rate(9_950) == 1_393_00
    assert card_rate(9_999) == 1_399_86
    assert card_rate(10_000) == 1_200_00
    with pytest.raises(TooFewError) as refused:
        card_rate(4_999)
    assert tell(refused.value) == (
        "1/2 page is sold from 5,000 on; 4,999 is not enough."
    )


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        ("better", ["volume", "combination"]),
        ("both", ["volume", "frequency", "combination"]),
        ("one", ["volume"]),
    ],
)
def test_the_rule_of_cumulation_is_the_card_s(
    session: Session, rule: str, kinds: list[str]
) -> None:
    desk = make_desk(session)
    card_id = draft(session, desk)
    days = {"valid_from": date(2027, 1, 1), "name": "Tarif 2027"}
    change(
        session, desk, card_id, cumulation=rule, tiers__combination=("2-:300",), **days
    )
    publish_card(session, desk.manager, card_id)
    issue = make_issue(session, desk)
    send = issues.add_issue(
        session,
        desk.manager,
        issues.IssueWish(
            desk.newsletter_id,
            "L1",
            "Lettre 1",
            "Newsletter 1",
            closes_on=date(2027, 4, 2),
            materials_due_on=date(2027, 4, 2),
            published_on=date(2027, 4, 3),
            pools=[],
        ),
    )
    booking_id = make_quote(
        session, desk, LineWish(issue, desk.page), LineWish(send, desk.banner)
    )
    booked = booking_card(session, desk.rep, booking_id)
    assert booked is not None
    steps = booked.lines[0].price.steps
    assert [s.kind.value for s in steps if s.kind is not StepKind.CARD] == kinds
    if "combination" in kinds:
        assert steps[-1].detail == "2 supports or more"


def test_a_field_knows_its_table() -> None:
    values: dict[str, Value] = {
        "price_1": 1,
        "unit_1": "send",
        "name": "X",
        "fee.a.cents": 1,
    }
    assert fields_of(values, None) == {"name": "X"}
    assert [table_of(field) for field in values] == ["prices", "prices", None, "fees"]
