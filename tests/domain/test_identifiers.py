from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.fr import tva

from crm.domain.identifiers import (
    EU_COUNTRIES,
    Doubt,
    check_siren,
    check_siret,
    check_vat_number,
    is_eu,
    siren_of,
    vat_number_of,
)


@pytest.mark.parametrize("typed", ["732829320", "732 829 320", "732.829.320\u00a0"])
def test_a_siren_that_holds(typed: str) -> None:
    checked = check_siren(typed)
    assert (checked.value, checked.ok, checked.warning) == ("732829320", True, None)


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        ("", Doubt.BLANK),
        ("732829321", Doubt.KEY),
        ("000000000", Doubt.KEY),
        ("73282932", Doubt.LENGTH),
        ("73282932000074", Doubt.LENGTH),
        ("73282932O", Doubt.FORMAT),
        ("73282932²", Doubt.KEY),
        ("1" * 10_000, Doubt.LENGTH),
    ],
)
def test_a_siren_that_does_not(typed: str, doubt: Doubt) -> None:
    checked = check_siren(typed)
    assert (checked.ok, checked.warning) == (False, doubt)


@pytest.mark.parametrize(
    "typed",
    [
        "732 829 320 00074",
        "35600000000048",  # La Poste, the head office: Luhn
        "35600000000014",  # La Poste: Luhn, though the digits add up to 19
        "35600000049837",  # La Poste: not Luhn, but the digits add up to 45
        "356 000 000 00001",
    ],
)
def test_a_siret_that_holds(typed: str) -> None:
    checked = check_siret(typed)
    assert checked.ok
    assert checked.warning is None
    assert checked.value == "".join(typed.split())


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        ("73282932000004", Doubt.KEY),  # adds up to 40, but is not La Poste
        ("35600000000002", Doubt.KEY),  # La Poste, neither rule
        ("73282932100074", Doubt.KEY),  # its SIREN is wrong
        ("732829320", Doubt.LENGTH),
        ("", Doubt.BLANK),
        ("SIRET", Doubt.FORMAT),
    ],
)
def test_a_siret_that_does_not(typed: str, doubt: Doubt) -> None:
    checked = check_siret(typed)
    assert (checked.ok, checked.warning) == (False, doubt)


@given(st.integers(0, 99_999))
def test_no_other_company_enjoys_the_rule_of_la_poste(office: int) -> None:
    post, other = f"356000000{office:05d}", f"732829320{office:05d}"
    digit_sum = sum(map(int, post))
    assert check_siret(post).ok == (luhn.is_valid(post) or digit_sum % 5 == 0)
    assert check_siret(other).ok == luhn.is_valid(other)


def test_the_key_of_a_french_vat_number() -> None:
    # (12 + 3 × (732829320 mod 97)) mod 97 = (12 + 3 × 43) mod 97 = 44
    assert 732829320 % 97 == 43
    assert vat_number_of("732 829 320") == "FR44732829320"
    assert vat_number_of("404 833 048") == "FR83404833048"
    assert vat_number_of("356000000") == "FR39356000000"
    assert vat_number_of("732829321") is None


@given(st.integers(1, 99_999_999))
def test_every_computed_vat_number_holds(stem: int) -> None:
    siren = f"{stem:08d}{luhn.calc_check_digit(f'{stem:08d}')}"
    number = vat_number_of(siren)
    assert number is not None
    assert check_vat_number(number, "FR").ok
    assert tva.is_valid(number)
    wrong = f"FR{(int(number[2:4]) + 1) % 97:02d}{siren}"
    assert check_vat_number(wrong, "FR").warning is Doubt.KEY


@pytest.mark.parametrize("country", ["FR", "fr", "MC", "GP", "RE"])
@pytest.mark.parametrize(
    "typed", ["FR 44 732829320", "fr44-732.829.320", "44732829320"]
)
def test_a_french_number_with_or_without_its_prefix(typed: str, country: str) -> None:
    checked = check_vat_number(typed, country)
    assert (checked.value, checked.ok) == ("FR44732829320", True)
    assert checked.warning is None


@pytest.mark.parametrize(
    ("typed", "ok", "warning"),
    [
        ("FRK7399859412", True, Doubt.OLD_KEY),
        ("4Z123456782", True, Doubt.OLD_KEY),
        ("FRK8399859412", True, Doubt.OLD_KEY_UNPROVED),
        ("FRK7399859413", False, Doubt.KEY),
        ("FRIO399859412", False, Doubt.FORMAT),
        ("FR732829320", False, Doubt.LENGTH),
        ("FR45732829320", False, Doubt.KEY),
        ("FR12000000000", False, Doubt.KEY),
        ("FR44 7328", False, Doubt.LENGTH),
        ("FR44?732829320", False, Doubt.FORMAT),
        ("", False, Doubt.BLANK),
        ("DE136695976", False, Doubt.OTHER_COUNTRY),
    ],
)
def test_french_numbers_that_ask_for_a_look(
    typed: str, *, ok: bool, warning: Doubt
) -> None:
    checked = check_vat_number(typed, "FR")
    assert (checked.ok, checked.warning) == (ok, warning)


def test_a_number_of_monaco_has_no_siren() -> None:
    assert check_vat_number("FR 23 000053192", "MC").ok
    assert not check_vat_number("FR 24 000053192", "MC").ok
    assert siren_of("FR23000053192") is None


@pytest.mark.parametrize(
    ("country", "typed", "value"),
    [
        ("BE", "BE 0428.759.497", "BE0428759497"),
        ("BE", "0428759497", "BE0428759497"),
        ("DE", "DE 136 695 976", "DE136695976"),
        ("ES", "B58378431", "ESB58378431"),
        ("IT", "00743110157", "IT00743110157"),
        ("LU", "LU15027442", "LU15027442"),
        ("NL", "NL004495445B01", "NL004495445B01"),
        ("GR", "EL 094259216", "EL094259216"),
        ("GR", "GR094259216", "EL094259216"),
        ("EL", "094259216", "EL094259216"),
    ],
)
def test_numbers_of_other_member_states(country: str, typed: str, value: str) -> None:
    checked = check_vat_number(typed, country)
    assert (checked.value, checked.ok, checked.warning) == (value, True, None)


@pytest.mark.parametrize(
    ("country", "typed", "doubt"),
    [
        ("DE", "DE136695978", Doubt.KEY),
        ("DE", "DE13669597", Doubt.LENGTH),
        ("DE", "FR44732829320", Doubt.OTHER_COUNTRY),
        ("BE", "pending", Doubt.FORMAT),
    ],
)
def test_their_mistakes_are_named(country: str, typed: str, doubt: Doubt) -> None:
    checked = check_vat_number(typed, country)
    assert (checked.ok, checked.warning) == (False, doubt)


def test_outside_the_union_nothing_is_checked() -> None:
    checked = check_vat_number("CHE-107.787.577 IVA", "CH")
    assert (checked.value, checked.ok) == ("CHE107787577IVA", True)
    assert checked.warning is Doubt.UNCHECKED


def test_the_siren_inside_other_numbers() -> None:
    for number in ("732829320", "73282932000074", "FR44732829320"):
        assert siren_of(number) == "732829320"
    assert siren_of("35600000049837") == "356000000"
    assert siren_of("FR45732829320") is None


def test_the_union_has_twenty_seven_members_and_monaco_taxes_as_france() -> None:
    assert len(EU_COUNTRIES) == 27
    for country in ("FR", "de", " EL ", "GR", "MC"):
        assert is_eu(country), country
    for country in ("GB", "CH", "GP", "NC", "", "XX"):
        assert not is_eu(country), country


@given(st.text(max_size=60), st.sampled_from([*sorted(EU_COUNTRIES), "MC", "CH", ""]))
def test_no_text_is_too_strange_to_check(text: str, country: str) -> None:
    assert check_siren(text).ok == (check_siren(text).warning is None)
    check_siret(text)
    siren_of(text)
    assert check_vat_number(text, country) == check_vat_number(f" {text} ", country)


alphabet = st.text(alphabet="0123456789ABCFRXYZ+* .", max_size=16)


@given(alphabet, st.sampled_from(sorted(EU_COUNTRIES)))
def test_a_number_that_holds_still_holds_when_written_plainly(
    text: str, country: str
) -> None:
    checked = check_vat_number(text, country)
    if checked.ok:
        assert check_vat_number(checked.value, country) == checked
