"""The automatic numbers of Word's lists (一、 （一） 1. …), which are no text of the document and yet printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"))
_MAX_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: what it starts with, how numbers are written, and the pattern they stand in (%1 is the first level's number)."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    legal: bool = False
    """Numbers of higher levels are written in digits."""
    goes_on: bool = False
    """Its count isn't started anew by a paragraph of a higher level."""
    style: str = ""
    """Id of the paragraph style that is numbered at this level."""


class Numbering:
    """Counts the paragraphs of every list of a document; ask it once for each numbered paragraph, in reading order."""

    def __init__(self, root: Any) -> None:
        """`root`: the element w:numbering, None where the document has none."""
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarts: set[tuple[str, int]] = set()
        self._opened: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def next(self, number_id: str, level: int) -> str:
        """The number of the next paragraph at this level (0-based) of a list, as printed; empty for bullets and unknown lists."""
        shared, levels = self._lists.get(number_id, ("", {}))
        own = levels.get(level)
        if own is None or not 0 <= level < _MAX_LEVELS:
            return ""
        counts = self._counts.setdefault(shared, [None] * _MAX_LEVELS)
        if (number_id, level) in self._restarts - self._opened:
            counts[level] = None  # a list with a start of its own, first met, though it shares its counts with another
        self._opened.add((number_id, level))
        before = counts[level]
        counts[level] = own.start if before is None else before + 1
        counts[level + 1 :] = [count if at in levels and levels[at].goes_on else None for at, count in enumerate(counts)][level + 1 :]
        if own.form == "bullet":
            return ""
        return re.sub(r"%([1-9])", lambda match: self._written(int(match[1]) - 1, own, levels, counts), own.pattern)

    def level_of(self, number_id: str, style: str) -> int:
        """The level (0-based) of a list at which the paragraphs of a style are numbered."""
        levels = self._lists.get(number_id, ("", {}))[1]
        return next((at for at, level in levels.items() if level.style == style), 0)

    def _written(self, at: int, own: Level, levels: Mapping[int, Level], counts: list[int | None]) -> str:
        level = levels.get(at, Level())
        count = counts[at]
        return written(level.start if count is None else count, "decimal" if own.legal else level.form)

    def _read(self, root: Any) -> None:
        abstract = {each.get(_w("abstractNumId")): each for each in root.iterchildren(_w("abstractNum"))}
        linked = {_value(each, "styleLink"): key for key, each in abstract.items() if _value(each, "styleLink")}
        for number in root.iterchildren(_w("num")):
            number_id, key = number.get(_w("numId"), ""), _value(number, "abstractNumId")
            source = abstract.get(key)
            if source is not None and (link := _value(source, "numStyleLink")):
                key = linked.get(link, key)
                source = abstract.get(key)
            levels = (
                {} if source is None else {_whole(each.get(_w("ilvl"), ""), 0): _level(each) for each in source.iterchildren(_w("lvl"))}
            )
            for override in number.iterchildren(_w("lvlOverride")):
                self._override(number_id, override, levels)
            self._lists[number_id] = key, levels

    def _override(self, number_id: str, override: Any, levels: dict[int, Level]) -> None:
        at = _whole(override.get(_w("ilvl"), ""), 0)
        for own in override.iterchildren(_w("lvl")):
            levels[at] = _level(own)
        if start := _value(override, "startOverride"):
            levels[at] = replace(levels.get(at, Level()), start=_whole(start, 1))
            self._restarts.add((number_id, at))


def written(number: int, form: str) -> str:
    """A number in one of Word's forms (w:numFmt); in plain digits where the form is another one."""
    form_of = _FORMS.get(form)
    return form_of(number) if form_of else str(number)


def chinese(number: int, digits: str = _DIGITS, scales: str = "十百千") -> str:
    """12 → 十二, 105 → 一百〇五; digit by digit from 10,000 on."""
    text = str(number)
    if number <= 0 or len(text) > 4:
        return "".join(digits[int(digit)] for digit in text)
    parts: list[str] = []
    for place, digit in zip(range(len(text) - 1, -1, -1), text, strict=True):
        if digit != "0":
            parts.append(digits[int(digit)] + (scales[place - 1] if place else ""))
        elif parts and parts[-1] != digits[0]:
            parts.append(digits[0])
    joined = "".join(parts).rstrip(digits[0])
    return joined[1:] if 10 <= number < 20 and digits[1] == "一" else joined


def _roman(number: int) -> str:
    text = ""
    for value, letters in (*_ROMAN, (4, "iv"), (1, "i")):
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    """1 → a, 26 → z, 27 → aa, 28 → bb."""
    count, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (count + 1)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


def _cycled(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _of_digits(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(abs(number)))


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _of_digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "ideographEnclosedCircle": lambda number: chr(ord("㊀") + number - 1) if 1 <= number <= 10 else str(number),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "chineseLegalSimplified": lambda number: chinese(number, _LEGAL, "拾佰仟"),
    "ideographDigital": _of_digits(_DIGITS),
    "taiwaneseDigital": _of_digits(_DIGITS),
    "japaneseDigitalTenThousand": _of_digits(_DIGITS),
    "ideographTraditional": _cycled(_STEMS),
    "ideographZodiac": _cycled(_BRANCHES),
}


def _level(element: Any) -> Level:
    legal = element.find(_w("isLgl"))
    return Level(
        start=_whole(_value(element, "start"), 1),
        form=_value(element, "numFmt") or "decimal",
        pattern=_value(element, "lvlText"),
        legal=legal is not None and legal.get(_w("val")) not in ("0", "false"),
        goes_on=_value(element, "lvlRestart") == "0",
        style=_value(element, "pStyle"),
    )


def _value(element: Any, name: str) -> str:
    """The w:val of a child element, empty where there is none."""
    child = element.find(_w(name))
    return "" if child is None else child.get(_w("val"), "")


def _whole(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
