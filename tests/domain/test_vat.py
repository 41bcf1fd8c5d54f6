"""Where the buyer sits decides; VAT is counted once per rate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.money import Money, total
from crm.domain.vat import EU, VatCategory, VatPlace, vat_place, vat_rows

STANDARD, REDUCED = VatCategory


@pytest.mark.parametrize(
    ("country", "postcode", "place"),
    [
        ("FR", "75011", VatPlace.FRANCE),
        ("FR", "", VatPlace.FRANCE),
        ("fr", "20000", VatPlace.FRANCE),
        ("MC", "98000", VatPlace.FRANCE),
        ("FR", "98000", VatPlace.FRANCE),
        ("FR", "97110", VatPlace.OVERSEAS_REDUCED),
        ("FR", "97 200", VatPlace.OVERSEAS_REDUCED),
        ("FR", "97400", VatPlace.OVERSEAS_REDUCED),
        ("GP", "", VatPlace.OVERSEAS_REDUCED),
        ("MQ", "", VatPlace.OVERSEAS_REDUCED),
        ("RE", "", VatPlace.OVERSEAS_REDUCED),
        ("FR", "97300", VatPlace.OVERSEAS_EXEMPT),
        ("FR", "97600", VatPlace.OVERSEAS_EXEMPT),
        ("FR", "97150", VatPlace.OVERSEAS_EXEMPT),
        ("FR", "97133", VatPlace.OVERSEAS_EXEMPT),
        ("GF", "", VatPlace.OVERSEAS_EXEMPT),
        ("YT", "", VatPlace.OVERSEAS_EXEMPT),
        ("MF", "", VatPlace.OVERSEAS_EXEMPT),
        ("BL", "", VatPlace.OVERSEAS_EXEMPT),
        ("CH", "1200", VatPlace.OUTSIDE_EU),
        ("GB", "", VatPlace.OUTSIDE_EU),
        ("US", "", VatPlace.OUTSIDE_EU),
        ("PF", "", VatPlace.OUTSIDE_EU),
        ("FR", "97500", VatPlace.OUTSIDE_EU),
        ("FR", "98600", VatPlace.OUTSIDE_EU),
        ("FR", "98714", VatPlace.OUTSIDE_EU),
        ("FR", "98800", VatPlace.OUTSIDE_EU),
    ],
)
def test_a_seat_has_its_place(country: str, postcode: str, place: VatPlace) -> None:
    assert vat_place(country, postcode) is place


@pytest.mark.parametrize("country", sorted(EU - {"FR"}))
def test_an_eu_business_needs_its_number(country: str) -> None:
    assert vat_place(country, has_vat_number=True) is VatPlace.EU_BUSINESS
    assert vat_place(country) is VatPlace.FRANCE


def test_the_union_has_twenty_seven_members() -> None:
    assert len(EU) == 27


@pytest.mark.parametrize("country", ["DE", "CH", "US", "BE"])
def test_a_private_person_is_taxed_as_in_france(country: str) -> None:
    assert vat_place(country, is_private=True, has_vat_number=True) is VatPlace.FRANCE


def test_a_french_number_changes_nothing() -> None:
    assert vat_place("FR", "75011", has_vat_number=True) is VatPlace.FRANCE
    assert vat_place("MC", has_vat_number=True) is VatPlace.FRANCE


def test_vat_is_counted_on_the_sum_never_on_each_line() -> None:
    """Two lines of 1.24 at 10 %: 0.25 on the sum, where each alone gives 0.12."""
    [row] = vat_rows([(STANDARD, 1_000, Money(1_24)), (STANDARD, 1_000, Money(1_24))])
    assert (row.base, row.amount) == (Money(2_48), Money(25))


def test_the_example_of_two_rates() -> None:
    """EN 16931: 3 × 3.33 at 20 % and 10.05 at 5.5 % make 2.55, not 2.56."""
    rows = vat_rows(
        [(STANDARD, 2_000, Money(3_33))] * 3 + [(REDUCED, 550, Money(10_05))]
    )
    assert [(row.rate, row.base.cents, row.amount.cents) for row in rows] == [
        (2_000, 9_99, 2_00),
        (550, 10_05, 55),
    ]
    assert total(row.amount for row in rows) == Money(2_55)


def test_a_category_keeps_its_row_at_the_same_rate() -> None:
    rows = vat_rows([(STANDARD, 0, Money(1)), (REDUCED, 0, Money(2))])
    assert [row.category for row in rows] == [STANDARD, REDUCED]


def test_nothing_has_no_vat() -> None:
    assert vat_rows([]) == []


bases = st.lists(
    st.tuples(
        st.sampled_from(list(VatCategory)),
        st.sampled_from((0, 210, 550, 850, 1_000, 2_000)),
        st.integers(-(10**8), 10**8).map(Money),
    ),
    max_size=12,
)


@given(bases)
def test_the_bases_of_the_rows_are_those_of_the_lines(
    lines: list[tuple[VatCategory, int, Money]],
) -> None:
    rows = vat_rows(lines)
    assert total(row.base for row in rows) == total(base for *_, base in lines)
    assert len({(row.category, row.rate) for row in rows}) == len(rows)
    for row in rows:
        assert row.amount == row.base.share(row.rate)
