"""Numbers of a workbook as they are displayed: its number formats, exactly, in Decimal."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILTIN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
    31: 'yyyy"年"m"月"d"日"',
}
"""Formats that files name by number only (ECMA-376 part 1, 18.8.30; 31, 57 and 58 as in Chinese Excel)."""
_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[([^\]]*)\]|([0#?.,%@])|(General|G/通用格式)|(.)', re.IGNORECASE | re.DOTALL)
_SIGNS = str.maketrans("", "", "¥￥$€ \u00a0+-()（）")
"""Currency signs, padding, and the signs of the number itself, which is printed with a plain minus."""
_NOT_PLAIN = re.compile(r"[A-Za-z/]")
"""Dates, exponents, fractions."""
_NOISE, _MILLIONTH, _SCALED = Decimal("1e-12"), Decimal("1e-6"), Decimal("1e15")
_DIGITS = ("0", "#", "?")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A placeholder of a format (0 # ? . % and the thousands comma), or text that stands for itself."""

    sign: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Section:
    """The part of a format that is for positive or for negative numbers."""

    whole: tuple[_Mark, ...]
    fraction: tuple[_Mark, ...]
    """From the decimal point on, without it."""
    thousands: bool
    scale: int
    """Powers of ten that the number is divided by before it is displayed."""


def displayed(number: float | int, code: str) -> str:
    """The number in the given format; in full (to 15 digits, as Excel counts) where the format isn't one of plain numbers.

    A number is never hidden: one that a style shows as a blank or a dash (zeros), or without its sign, is printed.
    """
    if not math.isfinite(number):
        return "#NUM!"
    value = exact(number)
    sections = _sections(code)
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0] if sections else None
    if section is None:
        return format(value, "f")
    places = sum(mark.sign in _DIGITS for mark in section.fraction)
    shown = value.scaleb(-section.scale).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return ("-" if shown < 0 else "") + _filled(section, format(abs(shown), "f"))


def exact(number: float | int) -> Decimal:
    """The number without what binary arithmetic left on it: 15 significant digits, or six decimals where that changes a trillionth at most.

    0.1 + 0.2 is 0.3, 1234.5600000001 is 1234.56; no needless zeros.
    """
    value = Decimal(f"{number:.15g}")
    if abs(value) < _SCALED:
        near = value.quantize(_MILLIONTH, rounding=ROUND_HALF_UP)
        value = near if abs(value - near) <= min(abs(value) * _NOISE, _MILLIONTH) else value
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section | None, ...]:
    """For positive (and zero) and for negative numbers; empty where the format is not one of plain numbers."""
    parts: list[list[_Mark]] = [[]]
    for match in _TOKEN.finditer(code):
        quoted, escaped, bracket, sign, general, other = match.groups()
        if other == ";":
            parts.append([])
        elif general or (other and _NOT_PLAIN.match(other)) or (bracket and not (bracket.startswith("$") or bracket.isalpha())):
            return ()
        elif sign:
            parts[-1].append(_Mark(sign))
        elif text := (quoted or escaped or other or "").translate(_SIGNS):
            parts[-1].append(_Mark("", text))
    sections = tuple(_section(part) for part in parts[:2])
    return sections if sections[0] else ()


def _section(marks: list[_Mark]) -> _Section | None:
    digits = [at for at, mark in enumerate(marks) if mark.sign in _DIGITS]
    if not digits or any(mark.sign == "@" for mark in marks):
        return None
    commas = [at for at, mark in enumerate(marks) if mark.sign == ","]
    scale = 3 * sum(at > digits[-1] for at in commas) - 2 * sum(mark.sign == "%" for mark in marks)
    point = next((at for at, mark in enumerate(marks) if mark.sign == "."), len(marks))
    whole, fraction = ([mark for mark in part if mark.sign != ","] for part in (marks[:point], marks[point + 1 :]))
    return _Section(tuple(whole), tuple(fraction), any(digits[0] < at < digits[-1] for at in commas), scale)


def _filled(section: _Section, number: str) -> str:
    """The digits put into their places."""
    whole, _, fraction = number.partition(".")
    return _whole(section, whole) + _fraction(section, fraction)


def _whole(section: _Section, digits: str) -> str:
    """From the right; the first place takes all that are left. Text between the places stays where it is (0!.0 shows 123 as 12.3)."""
    left = digits.zfill(sum(mark.sign == "0" for mark in section.whole))
    left = f"{int(left):,}" if section.thousands and not left.startswith("0") else left
    places = sum(mark.sign in _DIGITS for mark in section.whole)
    apart = any(mark.text for mark in section.whole) and not section.thousands
    shown = "" if places else left
    for mark in reversed(section.whole):
        taken = mark.text or mark.sign
        if mark.sign in _DIGITS:
            places -= 1
            taken, left = (left[-1:], left[:-1]) if places and apart else ("", left) if places else (left, "")
        shown = taken + shown
    return shown


def _fraction(section: _Section, digits: str) -> str:
    wanted = [mark.sign for mark in section.fraction if mark.sign in _DIGITS]
    least = max((at + 1 for at, sign in enumerate(wanted) if sign == "0"), default=0)
    kept = digits[:least] + digits[least:].rstrip("0")
    after = "".join(mark.text or mark.sign for mark in section.fraction if mark.sign not in _DIGITS)
    return (f".{kept}" if kept else "") + after


def as_date(value: date | datetime | time | timedelta, code: str) -> str:
    """A date as 2024-03-05, or as 2024年3月5日 where its format says so; a time as 08:30:00."""
    if isinstance(value, timedelta | time):
        return str(value)
    if "年" in code and "日" not in code:
        return f"{value.year}年{value.month}月"
    if "年" in code:
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.isoformat(" ", "seconds")
    return f"{value:%Y-%m-%d}"
