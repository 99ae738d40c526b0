from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import parse_number, plain, to_yuan
from domain.text import key, numeral, squeeze


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1,133.31", "1133.31"),
        ("1637.32\u3000", "1637.32"),
        ("97.70%", "97.70"),
        ("-2.54%", "-2.54"),
        ("１２．５", "12.5"),
        ("0.00", "0.00"),
    ],
)
def test_numbers_as_printed(printed: str, value: str) -> None:
    assert parse_number(printed) == Decimal(value)


@pytest.mark.parametrize("printed", ["", "　", "—", "≥12期", "12,34", "完全不予公开", "1.2.3", "2023年"])
def test_what_is_no_number(printed: str) -> None:
    assert parse_number(printed) is None


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6, allow_nan=False))
def test_numbers_round_trip(value: Decimal) -> None:
    assert parse_number(f"{value:,f}") == value
    assert Decimal(plain(value)) == value


def test_units_of_money() -> None:
    assert to_yuan(Decimal("2.40"), "万元") == Decimal("24000")
    assert to_yuan(Decimal("2"), "人") is None


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numerals(number: int) -> None:
    digits = "零一二三四五六七八九"
    thousands, rest = divmod(number, 1000)
    hundreds, rest = divmod(rest, 100)
    tens, ones = divmod(rest, 10)
    parts = [(thousands, "千"), (hundreds, "百"), (tens, "十"), (ones, "")]
    spoken = "".join(f"{digits[count]}{scale}" if count else "零" for count, scale in parts)
    assert numeral(spoken.strip("零").replace("零零", "零")) == number


def test_keys_ignore_width_brackets_and_quotes() -> None:
    assert key("“三公”经费（小计）") == key("三公经费(小计)")
    assert squeeze("合\u3000 计") == "合计"
