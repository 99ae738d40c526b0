from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.quantity import Quantity, converted, difference, quotient, same_kind, total

_MONEY = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)
_UNITS = st.sampled_from(["元", "千元", "万元", "亿元"])


def _quantity(value: Decimal | str, unit: str = "万元") -> Quantity:
    return Quantity(Decimal(value), unit, "x", ())


@given(_MONEY, _UNITS, _UNITS)
def test_conversion_is_exact_and_reversible(value: Decimal, unit: str, to: str) -> None:
    there = converted(_quantity(value, unit), to)
    assert there.as_value().yuan == _quantity(value, unit).as_value().yuan
    assert converted(there, unit).value == value


@given(_MONEY, _MONEY, _UNITS, _UNITS)
def test_sums_and_differences_agree_across_units(one: Decimal, other: Decimal, unit: str, to: str) -> None:
    left, right = _quantity(one, unit), _quantity(other, to)
    assert difference(total((left, right), "sum"), right, "back").value == left.value


def test_shares_are_rounded_half_up_and_never_divide_by_zero() -> None:
    share = quotient(_quantity("1"), _quantity("8"), "share", "%")
    assert share is not None
    assert (share.value, share.formula) == (Decimal("12.50"), "1/8*100")
    assert quotient(_quantity("1"), _quantity("0"), "share", "%") is None


def test_money_and_heads_are_not_added() -> None:
    assert not same_kind((_quantity("1"), _quantity("1", "人")))
    assert same_kind((_quantity("1", "名"), _quantity("1", "人")))


@pytest.mark.parametrize(
    ("value", "unit", "to", "shown"), [("1906.96", "万元", "元", "19,069,600"), ("1906.96", "万元", "亿元", "0.190696")]
)
def test_conversions_read_well(value: str, unit: str, to: str, shown: str) -> None:
    assert converted(_quantity(value, unit), to).shown == shown
