"""Printed lines of text out of a PDF, and the words and numbers on them.

The converter prints an empty line where it moves down by a line or more. Two pieces whose heights overlap (cells side by side, one broken
over an odd and one over an even number of lines) follow each other without an empty line: such a *tight* line break always parts two cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.money import parse_number
from domain.text import squeeze
from ingest.document import Paragraph, Section

AMOUNT = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?")
"""A number of money as printed; 02100016 is a code, not an amount."""
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d{1,3}\s*页(?:\s*[，,/]?\s*共\s*\d{1,3}\s*页)?|\d{1,3})\s*")
_SPREAD = re.compile(r"(?<![^\s])([\u4e00-\u9fff])(?:[ \u3000]+(?=[\u4e00-\u9fff](?:[ \u3000]|$)))")
_PAGE_GAP = 3


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    """As printed, without the single blank that begins a page."""
    number: int
    gap: int
    """Line numbers since the line before: 1 means tight."""
    page_start: bool = False

    @property
    def tight(self) -> bool:
        return self.gap == 1


@dataclass(frozen=True, slots=True)
class Number:
    printed: str
    value: Decimal
    line: int


def lines_of(section: Section) -> list[Line]:
    """The section's printed lines without page numbers."""
    found: list[Line] = []
    last = section.lines[0]
    for block in section.blocks:
        if not isinstance(block, Paragraph):
            continue
        number, text = block.lines[0], block.text.rstrip()
        gap, last = number - last, block.lines[1]
        starts = bool(re.match(r" \S", text))
        if _is_page_number(text, gap):
            continue
        found.append(Line(text[1:] if starts else text, number, gap, starts))
    return found


def _is_page_number(text: str, gap: int) -> bool:
    """A number alone: with marks (- 3 -, 第3页) anywhere, bare only after the wider gap that ends a page."""
    return bool(_PAGE_NUMBER.fullmatch(text)) and (gap >= _PAGE_GAP or not text.strip().isdigit())


def words(text: str) -> list[str]:
    """The words of a line; characters printed apart (收 入 总 计) are one word."""
    return _SPREAD.sub(r"\1", text).split()


def is_amount(word: str) -> bool:
    return bool(AMOUNT.fullmatch(word))


def amount(word: str, line: int) -> Number:
    value = parse_number(word)
    if value is None:
        raise ValueError(f"not a number: {word!r}")
    return Number(word, value, line)


def with_decimals(lines: Iterable[Line]) -> bool:
    """Whether the amounts of these lines are printed with decimals (then a whole number before them belongs to a name)."""
    tails = [word for line in lines for word in words(line.text)[1:] if is_amount(word)]
    return bool(tails) and sum("." in word for word in tails) * 5 >= len(tails) * 4


def trailing(line: Line, limit: int, decimals: bool) -> tuple[str, tuple[Number, ...]]:
    """The text of a line, its leading blanks kept, and at most `limit` amounts that end it."""
    rest = line.text
    found: list[str] = []
    while len(found) < limit and (match := re.search(r"(?:^|[ \u3000])(\S+)\s*$", rest)) and is_amount(match[1]):
        if decimals and "." not in match[1]:
            break
        found.insert(0, match[1])
        rest = rest[: match.start()]
    return rest, tuple(amount(word, line.number) for word in found)


def joined(lines: Sequence[Line]) -> str:
    """The text of several lines without blanks."""
    return squeeze("".join(line.text for line in lines))
