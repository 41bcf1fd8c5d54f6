from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.domain.phones import (
    PhoneKind,
    PhoneQuality,
    phone_digits_for_search,
    phone_search_text,
    read_phone,
    read_phones,
    show_phone,
    tel_link,
)

MOBILE = "+33769218245"


@pytest.mark.parametrize(
    "typed",
    [
        "+ 33 7 69 21 82 45",
        "+33 (0)7 69 21 82 45",
        "00 33 (0)7 69 21 82 45",
        "0033769218245",
        "33769218245",
        "769218245",
        "+33 07 69 21 82 45",
        "++33 7 69 21 82 45",
        "Tél. : 07 69 21 82 45",
        "Tél. portable : 07 69 21 82 45",
        "tel0769218245",
        "M. 07 69 21 82 45",
        "(bureau) 07 69 21 82 45",
        "07 69 21 82 45 (matin)",
        "０７６９２１８２４５",
        "٠٧ ٦٩ ٢١ ٨٢ ٤٥",
        "O7 69 21 82 45",
        "07_69_21_82_45",
        "07/69/21/82/45",
        "07.69.21.82.45",
        "07-69-21-82-45",
        "769218245.0",
        "33769218245.0",
        "=+33769218245",
        "'0769218245",
        "tel:+33-7-69-21-82-45",
        "\u202a+33 7 69 21 82 45\u202c",
        "07\u202f69\u202f21\u202f82\u202f45",
        "07\u00a069\u00a021\u00a082\u00a045",
    ],
)
def test_one_mobile_however_it_is_typed(typed: str) -> None:
    phone = read_phone(typed)
    assert phone is not None
    assert (phone.e164, phone.extension, phone.raw) == (MOBILE, None, typed)
    assert (phone.kind, phone.quality) == (PhoneKind.MOBILE, PhoneQuality.VALID)


@pytest.mark.parametrize(
    "typed",
    [
        "01 42 68 53 00 poste 12",
        "01 42 68 53 00 p. 12",
        "01 42 68 53 00 (poste 12)",
        "Std. 01 42 68 53 00 poste 12 (matin)",
        "01 42 68 53 00 ext. 12",
        "01 42 68 53 00 x12",
        "01 42 68 53 00 #12",
        "tel:+33142685300;ext=12",
    ],
)
def test_an_extension_is_not_dialled_with_the_number(typed: str) -> None:
    phone = read_phone(typed)
    assert phone is not None
    assert (phone.e164, phone.extension) == ("+33142685300", "12")
    assert phone.kind is PhoneKind.FIXED


@pytest.mark.parametrize(
    "typed",
    [
        "07 69 2l 82 45",
        "07 69 21 82 45 / 06 12 34 56 78",
        "7.69218245e8",
        "7,69218245E+08",
        "00 00 00 00 00",
        "93 15 20 00",
        "0687/0769 21 82 45",
        "",
        "-",
        "n/a",
        "0" * 201,
        "07 69 21 82 45" + " " * 200,
    ],
)
def test_what_is_not_surely_one_number_is_left_to_a_person(typed: str) -> None:
    assert read_phone(typed) is None


@pytest.mark.parametrize(
    ("typed", "e164", "region", "kind"),
    [
        ("0590 82 00 00", "+590590820000", "GP", PhoneKind.FIXED),
        ("+33 590 82 00 00", "+590590820000", "GP", PhoneKind.FIXED),
        ("+590 590 82 00 00", "+590590820000", "GP", PhoneKind.FIXED),
        ("0690 35 12 34", "+590690351234", "GP", PhoneKind.MOBILE),
        ("0594 30 12 34", "+594594301234", "GF", PhoneKind.FIXED),
        ("0596 60 12 34", "+596596601234", "MQ", PhoneKind.FIXED),
        ("0262 20 12 34", "+262262201234", "RE", PhoneKind.FIXED),
        ("0692 12 34 56", "+262692123456", "RE", PhoneKind.MOBILE),
        ("0269 61 12 34", "+262269611234", "YT", PhoneKind.FIXED),
        ("0639 04 12 34", "+262639041234", "YT", PhoneKind.MOBILE),
        ("0508 41 12 34", "+508411234", "PM", PhoneKind.FIXED),
        ("0708 50 12 34", "+508708501234", "PM", PhoneKind.MOBILE),
        ("+687 28 12 34", "+687281234", "NC", PhoneKind.FIXED),
        ("+689 40 41 12 34", "+68940411234", "PF", PhoneKind.FIXED),
    ],
)
def test_overseas_numbers_keep_their_own_code(
    typed: str, e164: str, region: str, kind: PhoneKind
) -> None:
    phone = read_phone(typed)
    assert phone is not None
    assert (phone.e164, phone.region, phone.kind) == (e164, region, kind)
    assert phone.quality is PhoneQuality.VALID
    assert show_phone(e164).startswith("+")


def test_a_number_without_a_country_is_one_of_the_companys_country() -> None:
    def e164(typed: str, region: str) -> str | None:
        phone = read_phone(typed, region=region)
        return phone.e164 if phone else None

    assert e164("93 15 20 00", "MC") == "+37793152000"
    assert e164("00377 93152000", "FR") == "+37793152000"
    assert e164("02 545 67 89", "be") == "+3225456789"
    assert e164("01 42 68 53 00", "GP") == "+33142685300"
    assert e164("0639 12 34 56", "YT") == "+262639123456"
    assert e164("0639 12 34 56", "FR") == "+33639123456"
    assert e164("06 12 34 56 78", "nowhere") is None


def test_a_mahorais_number_outside_the_known_ranges_stays_in_mayotte() -> None:
    phone = read_phone("0639 12 34 56", region="YT")
    assert phone is not None
    assert (phone.region, phone.quality) == ("YT", PhoneQuality.UNUSUAL)


@pytest.mark.parametrize(
    ("typed", "e164", "kind"),
    [
        ("01.99.00.12.34", "+33199001234", PhoneKind.FIXED),
        ("02 61 91 12 34", "+33261911234", PhoneKind.FIXED),
        ("03 53 01 12 34", "+33353011234", PhoneKind.FIXED),
        ("04 65 71 12 34", "+33465711234", PhoneKind.FIXED),
        ("05 36 49 12 34", "+33536491234", PhoneKind.FIXED),
        ("06 39 98 12 34", "+33639981234", PhoneKind.MOBILE),
    ],
)
def test_numbers_kept_for_fiction_say_so(
    typed: str, e164: str, kind: PhoneKind
) -> None:
    for region in ("FR", "YT"):
        phone = read_phone(typed, region=region)
        assert phone is not None
        assert (phone.e164, phone.kind) == (e164, kind)
        assert phone.quality is PhoneQuality.FICTIONAL


@pytest.mark.parametrize("typed", ["01 99 01 12 34", "06 38 98 12 34"])
def test_their_neighbours_are_not_fiction(typed: str) -> None:
    phone = read_phone(typed)
    assert phone is not None
    assert phone.quality is PhoneQuality.VALID


@pytest.mark.parametrize("typed", ["36 39", "3639", "112", "118 218", "1014", "116117"])
def test_short_numbers_are_kept_as_typed(typed: str) -> None:
    phone = read_phone(typed)
    assert phone is not None
    assert (phone.e164, phone.raw) == (None, typed)
    assert (phone.kind, phone.quality) == (PhoneKind.SHORT, PhoneQuality.SHORT)


@pytest.mark.parametrize(
    ("typed", "e164", "shown"),
    [
        ("07 00 12 34 56", "+33700123456", "07 00 12 34 56"),
        ("07 69 21 82 4", "+3376921824", "07 69 21 82 4"),
        ("07 69 21 82 456", "+337692182456", "07 69 21 82 45 6"),
    ],
)
def test_a_possible_but_unusual_number_is_kept_and_flagged(
    typed: str, e164: str, shown: str
) -> None:
    phone = read_phone(typed)
    assert phone is not None
    assert (phone.e164, phone.quality) == (e164, PhoneQuality.UNUSUAL)
    assert phone.kind is PhoneKind.MOBILE
    assert show_phone(e164) == shown.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("01 42 68 53 00", PhoneKind.FIXED),
        ("09 72 12 34 56", PhoneKind.VOIP),
        ("0 800 12 34 56", PhoneKind.TOLL_FREE),
        ("0 820 12 34 56", PhoneKind.SHARED_COST),
        ("0 892 70 12 39", PhoneKind.PREMIUM),
        ("+1 650 253 0000", PhoneKind.OTHER),
    ],
)
def test_the_kind_says_what_answers_and_who_pays(typed: str, kind: PhoneKind) -> None:
    phone = read_phone(typed)
    assert phone is not None
    assert phone.kind is kind


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("07 69 21 82 45 / 06 12 34 56 78", [MOBILE, "+33612345678"]),
        ("0769218245/0612345678", [MOBILE, "+33612345678"]),
        (
            "07 69 21 82 45 ; 06 12 34 56 78 ou 01 42 68 53 00",
            [MOBILE, "+33612345678", "+33142685300"],
        ),
        ("01 42 68 53 00 - 06 12 34 56 78", ["+33142685300", "+33612345678"]),
        ("Fixe : 01 42 68 53 00\nMob. 07 69 21 82 45", ["+33142685300", MOBILE]),
        ("07 69 21 82 45, 0769218245", [MOBILE]),
        ("07/69/21/82/45", [MOBILE]),
        ("0687/0769 21 82 45", [MOBILE]),
        ("à rappeler", []),
        ("07 69 21 82 45 / " * 20, []),
    ],
)
def test_several_numbers_in_one_cell(cell: str, numbers: list[str]) -> None:
    assert [phone.e164 for phone in read_phones(cell)] == numbers


def test_national_inside_the_country_international_outside() -> None:
    inside, outside = "06 39 98 12 34", "+33 6 39 98 12 34"
    assert show_phone("+33639981234") == inside.replace(" ", "\u00a0")
    assert show_phone("+33639981234", region="BE") == outside.replace(" ", "\u00a0")
    overseas = "+590 590 82 00 00".replace(" ", "\u00a0")
    assert show_phone("+590590820000") == overseas
    assert show_phone("+590590820000", region="GP") == "0590\u00a082\u00a000\u00a000"
    assert show_phone("36 39") == "36 39"


def test_an_unusual_foreign_number_is_written_in_full() -> None:
    # 0551 65 81 22 would be dialled in metropolitan France
    shown = show_phone("+590551658122", region="GP")
    assert shown.replace("\u00a0", "") == "+590551658122"


def test_an_extension_is_shown_in_the_readers_word() -> None:
    shown = show_phone("+33142685300", extension="12", extension_word="poste")
    assert shown == "01 42 68 53 00 poste 12".replace(" ", "\u00a0")
    assert tel_link("+33142685300", extension="12") == "tel:+33142685300;ext=12"
    assert tel_link('+33 1"><script>') == "tel:+331"


def test_a_query_finds_a_number_however_either_was_typed() -> None:
    found = phone_search_text("+33612345678")
    assert found == "0612345678 33612345678"
    for query in ("06 12", "+33 (0)6 12", "0033612", "+33612", "(0)6 12", "06.12"):
        assert phone_digits_for_search(query) == "0612", query
    for query in ("33612", "612", "34 56 78", "tél. 06 12", "+33"):
        assert phone_digits_for_search(query) in found, query
    assert phone_digits_for_search("Lumicité 06") == ""
    assert phone_digits_for_search("") == ""


def test_a_query_finds_numbers_of_elsewhere_too() -> None:
    guadeloupe = phone_search_text("+590590820000")
    for query in ("0590 82", "+33 590 82", "+590 590 82", "00590590"):
        assert phone_digits_for_search(query) in guadeloupe, query
    geneva = phone_search_text("+41221234567")
    for query in ("+41 (0)22", "0041 22", "022 123"):
        assert phone_digits_for_search(query) in geneva, query


typing = st.text(alphabet="0123456789 +.-/()OoxplieTtéu#:;,\n'=_", max_size=40)


@given(st.text(max_size=220) | typing)
@example("+33 0")
@example("0000000001")
@example("\u2460\u00bd+33 6")
def test_no_text_is_ever_too_strange_to_read(raw: str) -> None:
    phone = read_phone(raw)
    assert phone is None or phone.raw == raw
    assert len(read_phones(raw)) <= 100
    assert set(phone_digits_for_search(raw)) <= set("0123456789")
    show_phone(raw)


@given(typing | st.integers(0, 10**9 - 1).map(lambda n: f"0{n:09d}"))
@example("06 39 04 12 34")
@example("07 69 21 82 4")
def test_what_is_shown_reads_back_to_the_same_number(raw: str) -> None:
    phone = read_phone(raw)
    if phone is None or phone.e164 is None:
        return
    for region in ("FR", "BE", "GP", "YT"):
        shown = show_phone(phone.e164, extension=phone.extension, region=region)
        again = read_phone(shown, region=region)
        assert again is not None, shown
        assert (again.e164, again.extension) == (phone.e164, phone.extension)
    assert phone_digits_for_search(show_phone(phone.e164)) in phone_search_text(
        phone.e164
    )


def test_every_country_is_shown_and_read_back() -> None:
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        number = phonenumbers.example_number(region)
        assert number is not None
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        for reader in ("FR", region):
            phone = read_phone(show_phone(e164, region=reader), region=reader)
            assert phone is not None, e164
            assert phone.e164 == e164
