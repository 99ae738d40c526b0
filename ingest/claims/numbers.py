"""The numbers of a sentence that are figures: with unit, without years, dates, list numbers, document numbers and parts of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from domain.money import unit_name
from domain.text import numeral
from ingest.claims.vocabulary import alternatives, fold, patterns

UnitKind = Literal["money", "percent", "points", "area", "count", "none"]
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?!\.?\d)"
_NUMBER = re.compile(rf"(?<![\d.,A-Za-z日年月至—–~～-])[-−](?=\d){_DIGITS}|(?<![\d.,A-Za-z]){_DIGITS}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a text: `start` … `number_end` is the number as printed, `end` lies behind its unit."""

    start: int
    number_end: int
    end: int
    printed: str
    value: Decimal
    unit: str
    kind: UnitKind


@cache
def _unit() -> re.Pattern[str]:
    units = patterns()["units"]
    money, area, count = (alternatives(units[kind]) for kind in ("money", "area", "count"))
    each = r"(?:/[\u4e00-\u9fff]{1,2})*"
    return re.compile(
        rf"\s*(?:余|多)?(?:(?P<percent>%)|(?P<points>个?百分点)|(?P<area>(?:万)?(?:{area}))|(?P<many>万(?:{count}))"
        rf"|(?P<money>(?:{money})(?![\u4e00-\u9fff]*(?:以上|以下))){each}|(?P<count>{count}){each}(?:（[套次个人辆台件]）)?)"
    )


@cache
def _excluded() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = patterns()["excluded"]
    return re.compile("|".join(rules["after"])), re.compile(f"(?:{'|'.join(rules['before'])})$")


@cache
def _written() -> re.Pattern[str]:
    """Counts in Chinese numerals, read only right after a verb of change: 增加一辆."""
    verbs = alternatives(patterns()["changes"]["taking_object"])
    return re.compile(rf"(?:{verbs})了?(?P<number>[一二两三四五六七八九十百]+)(?=[辆名人台个家]|人次)")


def mentions(text: str, masked: tuple[tuple[int, int], ...] = ()) -> list[Mention]:
    """The figures of `text` in order; numbers inside the `masked` spans (names, titles) are no figures."""
    folded = fold(text)
    found = [*_printed(folded), *_spelled(folded)]
    return sorted((one for one in found if not any(a <= one.start < b for a, b in masked)), key=lambda one: one.start)


def _printed(text: str) -> Iterator[Mention]:
    after, before = _excluded()
    for match in _NUMBER.finditer(text):
        if after.match(text, match.end()) or before.search(text, 0, match.start()):
            continue
        if match[0] in patterns()["excluded"]["hotlines"] or re.search(r"[xX×*]\s*$", text[: match.start()]):
            continue
        yield _mention(match[0], match.start(), match.end(), text)


def _mention(printed: str, start: int, end: int, text: str) -> Mention:
    value = Decimal(printed.replace(",", "").replace("−", "-"))
    unit = _unit().match(text, end)
    if unit is None:
        return Mention(start, end, end, printed, value, "", "none")
    if unit["percent"]:
        return Mention(start, end, unit.end(), printed + "%", value, "%", "percent")
    if unit["points"]:
        return Mention(start, end, unit.end(), printed, value, "个百分点", "points")
    if unit["area"] or unit["many"]:
        name = unit["area"] or unit["many"]
        return Mention(start, end, unit.end(), printed, value, _synonym(name), "area" if unit["area"] else "count")
    return _counted(printed, value, start, end, unit)


def _counted(printed: str, value: Decimal, start: int, end: int, unit: re.Match[str]) -> Mention:
    name, per = unit["money"] or unit["count"], re.search(r"(?:/[\u4e00-\u9fff]{1,2})+", unit[0])
    if per:
        return Mention(start, end, unit.end(), printed, value, _synonym(name) + per[0], "count")
    if unit["count"]:
        return Mention(start, end, unit.end(), printed, value, _synonym(name), "count")
    to, factor = patterns()["scaled"].get(name, (unit_name(_synonym(name)), 1))
    return Mention(start, end, unit.end(), printed, value * factor, to, "money")


def _synonym(unit: str) -> str:
    return str(patterns()["units"]["synonyms"].get(unit, unit))


def _spelled(text: str) -> Iterator[Mention]:
    for match in _written().finditer(text):
        value = numeral(match["number"])
        unit = _unit().match(text, match.end())
        if value is not None and unit is not None and unit["count"]:
            yield Mention(match.start("number"), match.end(), unit.end(), match["number"], Decimal(value), unit["count"], "count")
