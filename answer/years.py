"""Years as people say them: 2022年, 22年, 二〇二二年, 今年, 去年, 前年, 2021到2023年, 近三年."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.text import numeral

_FULL = r"(?<!\d)((?:19|20)\d{2})(?!\d|[.,]\d)"
_RANGE = re.compile(
    rf"{_FULL}\s*年?度?\s*(?:到|至|-|—|~|～|to|through|until)\s*{_FULL}(?:\s*年)?"
)  # blanks stand for names that are found already
_YEAR = re.compile(rf"{_FULL}(?:\s*(?:年度?(?![底末初])|财年))?")  # the 年 of 年底 belongs to what is asked for
_SHORT = re.compile(r"(?<!\d)(\d{2})年(?!前|后|来|内)")
_CHINESE = re.compile(r"([〇零一二][〇零一二三四五六七八九]|[〇零一二两三四五六七八九]{4})年度?")
_RECENT = re.compile(
    r"(?:近|最近|过去)([一二两三四五六七八九十\d]+)年|历年|逐年|每年|(?:last|past|recent|latest) (two|three|four|five|\d) years|(?:each|every|all) years?|year by year|over the years"
)
_RELATIVE = (
    ("大前年", -3),
    ("(?<!大)前年", -2),
    ("去年", -1),
    ("上一年", -1),
    ("上年", -1),
    ("(?<!往)前一年", -1),
    ("last year", -1),
    ("previous year", -1),
    ("今年", 0),
    ("本年", 0),
    ("this year", 0),
    ("明年", 1),
    ("后年", 2),
    ("next year", 1),
)


@dataclass(frozen=True, slots=True)
class Years:
    """`named`: calendar years; `relative`: offsets from the document's own year (去年 = −1); `recent`: the last n years, 0 for all, else None."""

    named: tuple[int, ...] = ()
    relative: tuple[int, ...] = ()
    recent: int | None = None
    spans: tuple[tuple[int, int], ...] = ()
    starts: tuple[int, ...] = ()
    """Where each of `named` stands first."""

    def __bool__(self) -> bool:
        return bool(self.named or self.relative or self.recent is not None)


def find_years(text: str) -> Years:
    """Every year that `text` names, in order, with the places where it does."""
    named: dict[int, int] = {}
    spans: list[tuple[int, int]] = []
    for match in _RANGE.finditer(text):
        first, last = int(match[1]), int(match[2])
        named.update({year: match.start() for year in range(first, last + 1)} if 0 < last - first < 20 else {})
        spans.append(match.span())
    for pattern in (_YEAR, _SHORT, _CHINESE):
        for match in pattern.finditer(text):
            year = _year(match[1])
            if year is not None:
                named.setdefault(year, match.start())
                spans.append(match.span())
    relative: dict[int, int] = {}
    for word, offset in _RELATIVE:
        for match in re.finditer(word, text):
            relative.setdefault(offset, match.start())
            spans.append(match.span())
    recent = _RECENT.search(text)
    count = None if recent is None else _count(recent[1] or recent[2])
    ordered = sorted(named, key=lambda year: named[year])
    return Years(tuple(ordered), tuple(relative), count, tuple(spans), tuple(named[year] for year in ordered))


def _count(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() else _ENGLISH.get(text) or numeral(text) or 0


_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5}


def _year(text: str) -> int | None:
    number = int(text) if text.isdigit() else numeral(text)
    if number is None:
        return None
    year = number + 2000 if number < 100 else number
    return year if 1990 <= year <= 2099 else None
