"""Numbers as printed, exactly: Decimal from reader to screen, with their units."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from domain.text import fold

YUAN: dict[str, Decimal] = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_SYNONYMS = {"万": "万元", "亿": "亿元", "千": "千元", "圆": "元", "块": "元", "人民币元": "元", "％": "%"}
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_CELL = re.compile(rf"({_NUMBER.pattern})\s*(%?)")


def unit_name(unit: str) -> str:
    """The standard name of a unit: 万 → 万元, ％ → %; others unchanged."""
    return _SYNONYMS.get(unit, unit)


def is_money(unit: str) -> bool:
    return unit in YUAN


def parse_number(text: str) -> Decimal | None:
    """The exact value of a cell that holds nothing but a number (thousands separators, sign and % allowed), else None."""
    folded = fold(text).replace("−", "-").strip()
    match = _CELL.fullmatch(folded)
    return Decimal(match[1].replace(",", "")) if match else None


def to_yuan(value: Decimal | None, unit: str) -> Decimal | None:
    """`value` in 元, or None where the unit is no money."""
    if value is None or unit not in YUAN:
        return None
    return value * YUAN[unit]


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """`value` from one unit of money to another, exactly."""
    return value * YUAN[unit] / YUAN[to]


def rounded(value: Decimal, places: int = 2) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """Exact, without exponent: 1.2E+3 → 1200."""
    return format(value, "f")


def grouped(value: Decimal) -> str:
    """For reading: 19069600.00 → 19,069,600.00."""
    return f"{value:,f}"
