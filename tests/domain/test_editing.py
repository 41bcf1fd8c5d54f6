from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.activities import ActivityKind
from crm.domain.drafts import UnkeptError, decode, encode
from crm.domain.editing import Edit, Merge, merge, merge_field


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "told"),
    [
        ("a", "a", "a", Merge.UNCHANGED),
        ("a", "b", "a", Merge.MINE),
        ("a", "a", "b", Merge.THEIRS),
        ("a", "b", "b", Merge.SAME),
        ("a", "b", "c", Merge.DIFFER),
        ((), ("x",), (), Merge.MINE),
        (None, date(2027, 3, 4), None, Merge.MINE),
    ],
)
def test_a_field_is_compared_three_ways(
    base: object, mine: object, theirs: object, told: Merge
) -> None:
    assert merge_field(base, mine, theirs) is told  # type: ignore[arg-type]


def test_nothing_of_the_other_is_ever_written_over_unseen() -> None:
    """Whatever three values a field has: if theirs would be lost, it is told."""
    for base, mine, theirs in product(("a", "b", "c"), repeat=3):
        how = merge_field(base, mine, theirs)
        lost = theirs not in {base, mine}
        assert lost == (how in {Merge.THEIRS, Merge.DIFFER})


def test_a_field_that_was_not_on_the_form_is_not_compared() -> None:
    assert merge({"a": 1}, {"a": 2}, {"a": 1, "b": 3}) == {"a": Merge.MINE}


def test_what_was_not_typed_over_is_not_touched() -> None:
    edit = Edit(1, {"a": "x", "b": "y"}, {"a": "x", "b": "z"})
    assert not edit.touched("a")
    assert edit.touched("b")
    assert not edit.touched("c")


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.times()
    | st.sampled_from(ActivityKind)
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(values)
def test_what_is_kept_comes_back_as_it_was(value: object) -> None:
    back = decode(encode(value))
    assert back == value
    assert type(back) is type(value)


def test_instants_and_enums_keep_their_kind() -> None:
    kept = encode([datetime(2027, 3, 4, 8, tzinfo=UTC), ActivityKind.CALL, time(9)])
    assert decode(kept)[1] is ActivityKind.CALL
    assert decode(encode(Decimal("1.50"))) == Decimal("1.50")


@pytest.mark.parametrize("value", [b"file", object(), 1.5, {1, 2}])
def test_a_file_or_an_object_is_not_kept(value: object) -> None:
    with pytest.raises(UnkeptError):
        encode(value)


@pytest.mark.parametrize(
    "kept",
    [
        {"e": "os.system", "v": "x"},
        {"e": "crm.domain.money.Money", "v": "1"},
        {"e": "crm.domain.nowhere.Kind", "v": "1"},
        {"other": 1},
        1.5,
    ],
)
def test_nothing_but_the_domain_s_enums_is_looked_up(kept: object) -> None:
    assert "os" in sys.modules
    with pytest.raises(UnkeptError):
        decode(kept)
