"""Tables with income on the left and spending on the right of every line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.text import squeeze
from ingest.spaced.lines import Line, Number, amount, is_amount, words
from ingest.spaced.model import Row
from ingest.spaced.rows import is_note, is_total, outlined

_CODE = re.compile(r"([23]\d\d)(\D.*)?")
_BEGINS = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、]\D|其中[:：]")
_ENTRY = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]")
_RIGHT_END = re.compile(r"(?:本年)?支出(?:总|合)计|(?:年终|年末|结转下年)")


@dataclass(frozen=True, slots=True)
class _Half:
    code: str
    name: str
    numbers: tuple[Number, ...]
    indent: int


def begins_body(line: Line) -> bool:
    """Whether a line is a row already: an entry of the outline, a class of the classification, a total, or any line with a number."""
    found = words(line.text)
    return bool(found) and (bool(_BEGINS.match(found[0])) or _code_at(found, 0) > 0 or is_total(found[0]) or any(map(is_amount, found[1:])))


def read_sides(lines: Sequence[Line], right_count: int, numbered: bool = False) -> tuple[list[Row], list[Row]]:
    """The rows of the left and of the right side, as printed; a name without number is a row of empty cells.

    `numbered`: the table counts its rows (行次), so that the first number after each name is no amount.
    """
    left: list[Row] = []
    right: list[Row] = []
    for line in lines:
        if is_note(line.text):
            break
        first, second = _halves(line, right_count, int(numbered))
        for half, side in ((first, left), (second, right)):
            if half:
                side.append(Row(half.name, half.numbers, (line.number, line.number), code=half.code, indent=half.indent))
    return outlined(left), outlined(right)


def _halves(line: Line, right_count: int, skipped: int) -> tuple[_Half | None, _Half | None]:
    found = words(line.text)
    cut = _cut(found)
    indent = len(line.text) - len(line.text.lstrip())
    return _half(found[:cut], line, indent, 1, skipped), _half(found[cut:], line, 0, right_count, skipped)


def _cut(found: Sequence[str]) -> int:
    """Index of the word that begins the right half: a class code with its name, a second entry, or a second text after a number."""
    for at in range(len(found)):
        if _code_at(found, at):
            return at
    texts = [at for at, word in enumerate(found) if not is_amount(word)]
    for at in texts[1:]:
        if is_amount(found[at - 1]) or _ENTRY.match(found[at]) or _RIGHT_END.match(found[at]):
            return at
    return len(found)


def _code_at(found: Sequence[str], at: int) -> int:
    """How many words the class code and its name begin with here: 201 一般公共服务支出 → 2, 201一般公共服务支出 → 1, else 0."""
    match = _CODE.fullmatch(found[at])
    if not match:
        return 0
    if match[2]:
        return int(bool(re.match(r"[\u4e00-\u9fff“（(]", match[2])))
    return 2 if at + 1 < len(found) and re.match(r"[\u4e00-\u9fff“（(]", found[at + 1]) else 0


def _half(found: Sequence[str], line: Line, indent: int, count: int, skipped: int) -> _Half | None:
    if not found:
        return None
    tail = len(found)
    while tail > 1 and is_amount(found[tail - 1]) and len(found) - tail < count + skipped:
        tail -= 1
    numbers = tuple(amount(word, line.number) for word in found[tail:])[skipped:]
    coded = _code_at(found, 0)
    code = found[0][:3] if coded else ""
    name = squeeze("".join(found[1:tail])) if coded == 2 else squeeze("".join(found[:tail]))[len(code) :]
    return _Half(code, name, numbers, indent)
