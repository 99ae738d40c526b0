"""What a question says beside its items: years, kinds, what is paired, amounts, units, how many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from answer.orgs import Mention
from answer.query import Pair
from answer.words import operations
from answer.years import Years
from domain.model import Kind
from domain.money import unit_name
from domain.text import NUMERAL, numeral

_AMOUNT = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)\s*(亿元?|万元?|千元|元)")
_TOP = re.compile(
    rf"(?:前|最.{{1,2}}的?|top\s*)([{NUMERAL}]|\d+)|(?<![这那每某])([{NUMERAL}]|\d+)(?:个|项|家|大)(?:.{{0,6}}最|.{{0,4}}largest)|(three|five|two|ten) (?:largest|biggest|most|highest)"
)
_ENGLISH = {"two": 2, "three": 3, "five": 5, "ten": 10}
_UNITS = re.compile(r"(?:用|换成?算?成?|折合?成?|合|是|等于|为|多少|以|按|in)\s*(?:多少)?\s*(亿元?|万元?|元|块|yuan)")
_UNIT_NAMES = {"块": "元", "yuan": "元", "亿": "亿元", "万": "万元"}
LAST_YEARS = re.compile("(上年度?|上一年度?|去年)的?$")
_SOURCES = re.compile(
    "一般公共预算|政府性基金预算|国有资本经营预算|公共预算|基金预算|经营预算"
)  # names of sources, not of a kind of disclosure
_LAST_MEASURE = re.compile("(?:上年|去年|上一年)度?的?(?:预算|决算|执行|实际支出)数")
_SOURCE = re.compile(
    r"(?:根据|依据|按照?|从(?![^,，。?？]{0,20}[到至])|据)[^,，。?？]{0,30}?((?:19|20)\d{2})年[^,，。?？]{0,12}?(?:公开|材料|文件|预算|决算)"
)
_OF_YEAR = re.compile(r"((?:19|20)\d{2})年?度?的?(?:部门)?(预算|决算)")


def own_years(years: Years, wanted: frozenset[str], text: str) -> Years:
    """比去年 names what is compared with, 根据2024年公开材料 where it is to be read: not what is asked about."""
    source = _SOURCE.search(text)
    if source is not None and len(years.named) == 2 and int(source[1]) in years.named:
        return Years(tuple(year for year in years.named if year != int(source[1])), years.relative, years.recent, years.spans)
    if "change" in wanted and years.relative == (-1,):
        return Years(years.named, (), years.recent, years.spans)
    return years


def kinds(text: str) -> tuple[Kind, ...]:
    """The kinds of disclosure that are named; the measure of last year's number (上年执行数) is none, where another word names one."""
    return _kinds_in(_LAST_MEASURE.sub("", text)) or _kinds_in(text)


def _kinds_in(text: str) -> tuple[Kind, ...]:
    found: list[Kind] = []
    if re.search("预算(?!单位|绩效|编制|执行|管理)|budget", _SOURCES.sub("", text)):
        found.append("预算")
    if "actual" in operations(text):
        found.append("决算")
    return tuple(found)


def pairs(text: str, offices: Sequence[Mention], years: Years) -> tuple[Pair, ...]:
    """甲2022年…乙2024年…: a year for each office, in turn; 2024年决算和2025年预算: a kind for each year."""
    known, named = [mention for mention in offices if mention.orgs], years.named
    if len(named) < 2:
        return ()
    if len(known) == len(named) and len({mention.orgs for mention in known}) > 1:
        places = sorted([*((mention.start, 0) for mention in known), *((start, 1) for start in years.starts)])
        turns = [kind for _, kind in places]
        if all(left != right for left, right in pairwise(turns)):
            return tuple(Pair(year, mention) for year, mention in zip(named, known, strict=True))
    told: dict[int, Kind] = {int(match[1]): "预算" if match[2] == "预算" else "决算" for match in _OF_YEAR.finditer(text)}
    return tuple(Pair(year, None, told[year]) for year in named) if set(told) == set(named) and len(set(told.values())) > 1 else ()


def amounts(text: str) -> list[tuple[Decimal, str]]:
    return [(Decimal(match[1].replace(",", "")), unit_name(match[2])) for match in _AMOUNT.finditer(text)]


def units(text: str, wanted: frozenset[str]) -> tuple[str, ...]:
    """Units of money that the answer is wanted in: said as such, or a unit that stands in the question with no number before it."""
    found = [match[1] for match in _UNITS.finditer(text)] if "convert" in wanted else []
    return tuple(dict.fromkeys(map(_unit, found or _BARE_UNIT.findall(text))))


_BARE_UNIT = re.compile(rf"(?<=[用拿以按换成算])(亿元|千元|万元|元)(?![{NUMERAL}旦])")


def _unit(word: str) -> str:
    return _UNIT_NAMES.get(word, word)


def top(text: str) -> int | None:
    match = _TOP.search(text)
    if match is None:
        return None
    word = match[1] or match[2]
    if word is None:
        return _ENGLISH[match[3]]
    return int(word) if word.isdigit() else numeral(word)
