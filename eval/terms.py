"""Comparing what an answer says with what the gold says: numbers, units, phrases."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

YUAN = {"元": 1, "千元": 1000, "万元": 10_000, "万": 10_000, "10k CNY": 10_000, "亿元": 10**8, "亿": 10**8, "CNY": 1, "yuan": 1}
_NUMBER = re.compile(r"(?<![0-9A-Za-z.,])[-−]?\d[\d,]*(?:\.\d+)?")
_FIGURE = re.compile(
    r"(?<![0-9A-Za-z.])\d[\d,]*\.\d+|(?<![0-9A-Za-z.])\d[\d,]*(?=\s*(?:万元|亿元|千元|元|%|％|人|名|辆|台|平方米|家|户|批次|人次))"
)
_EMPTY = re.compile(r"没有|未安排|空表|无(?!法)|不涉及|为0|为零|none|no ", re.I)
_YES = re.compile(r"是|负责|由|承担|yes")
_DROPPED = re.compile(r"[\s,，。、；;：:（）()“”\"'‘’《》【】〔〕\[\]\-—–·=]+")
_SIGNS = (("原文：", ""), ("＞", ">"), ("＜", "<"), (">=", "≥"), ("<=", "≤"), ("％", "%"))


def decimal(value: object) -> Decimal | None:
    """The number that `value` prints, without grouping, comparator or %; None if it is none."""
    text = re.sub(r"[,\s]", "", str(value)).replace("−", "-").strip("=≥≤＞＜><%％约")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def numbers(text: str) -> list[Decimal]:
    """Every number of a text, in order."""
    return [number for match in _NUMBER.findall(text) if (number := decimal(match)) is not None]


def figures(text: str) -> list[str]:
    """What looks like a figure in a text: it has decimals or stands before a unit."""
    return _FIGURE.findall(text)


def close(got: Decimal, want: Decimal) -> bool:
    """Equal without sign at the precision `want` is written with; whole numbers within 0.005."""
    places = -int(want.as_tuple().exponent)
    slack = Decimal(5).scaleb(-places - 1) if places > 0 else Decimal("0.005")
    return abs(abs(got) - abs(want)) <= slack


def nature(unit: str) -> str:
    """money, percent, area, per (a rate of two units), count, or nothing for no unit."""
    unit = (unit or "").strip()
    if unit in YUAN:
        return "money"
    if unit in ("%", "％", "个百分点"):
        return "percent"
    if "平方" in unit:
        return "area"
    if "/" in unit:
        return "per"
    return "count" if unit else ""


def accepted_units(unit: str, several: bool) -> set[str]:
    """The units that a gold answer may come in: 万元/辆 is one unit, 万元/% of several values is two."""
    parts = {part.strip() for part in unit.split("/") if part.strip()}
    if nature(unit) == "per" and unit.count("/") == 1:
        return {unit, *parts} if several else {unit}
    return parts


def value_is(want: Decimal, units: Collection[str], value: Mapping[str, Any], exact_unit: bool = False) -> bool:
    """Whether an entry of an answer's `values` is the gold number; money compares in 元 unless the unit itself is asked for."""
    unit, got = str(value.get("unit") or "").strip(), decimal(value.get("value"))
    kinds = {nature(u) for u in units}
    if got is not None and close(got, want):
        if not units or not unit or unit in units:
            return True
        if not exact_unit and nature(unit) in kinds - {"money"}:
            return True
    if exact_unit or "money" not in kinds or nature(unit) not in ("money", ""):
        return False
    yuan = _yuan(value, got, unit)
    return yuan is not None and any(close(yuan / YUAN[u], want) for u in units if u in YUAN)


def _yuan(value: Mapping[str, Any], got: Decimal | None, unit: str) -> Decimal | None:
    if value.get("yuan") not in (None, ""):
        return decimal(value["yuan"])
    return got * YUAN[unit] if got is not None and unit in YUAN else None


def plain(text: object) -> str:
    """A phrase without punctuation and blanks, comparators unified, lower case."""
    told = str(text)
    for old, new in _SIGNS:
        told = told.replace(old, new)
    return _DROPPED.sub("", told).lower()


def says_nothing_there(text: str) -> bool:
    return bool(_EMPTY.search(text))


def says(phrase: str, text: str) -> bool:
    """Whether the text says the phrase, punctuation aside, or 70 % of the character pairs of a long one; 是 / 不是 / 没有 by sense."""
    want, told = plain(phrase), plain(text)
    if want in ("没有", "都没有"):
        return says_nothing_there(text)
    if want in ("不是", "否"):
        return "不" in told or "not" in told
    if want == "是":
        return bool(_YES.search(told)) and not told.startswith("不")
    if want in told:
        return True
    if len(want) < 12:
        return False
    pairs = {want[n : n + 2] for n in range(len(want) - 1)}
    return sum(pair in told for pair in pairs) / len(pairs) >= 0.7
