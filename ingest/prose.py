"""Paragraphs of prose from printed lines: broken lines are re-joined, every character keeps the line it was printed on."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from domain.rows import load_rows
from ingest.document import Paragraph, Section, Span

FULL = 0.8
"""A line this wide, as a share of the page's measure, is not short: first lines are indented and long numbers don't break."""
WRAPPED = 0.3
"""The share of lines at about one width from which text counts as wrapped at a page's edge."""
FEWEST = 4
"""Fewer lines show no width."""
WIDEST = 140
"""Half-width columns that a page can hold; longer lines are unbroken paragraphs."""
MEASURED_KINDS = frozenset({"overview", "narrative", "glossary"})
_FINAL = "。！？!?"
_ENDS = "。！？!?；;：:"
_CLAUSE = re.compile(r"[，,；;：:。、]")
_CLOSERS = "”’》〉」』）)】]〕"


@dataclass(frozen=True, slots=True)
class Prose:
    """One paragraph: tidied text, its lines, and where in `text` each printed line starts, as (offset, line) in order."""

    text: str
    lines: Span
    starts: tuple[tuple[int, int], ...]

    def line(self, offset: int) -> int:
        """The source line of the character at `offset`."""
        return self.starts[max(bisect_right([start for start, _ in self.starts], offset) - 1, 0)][1]

    def span(self, start: int, end: int) -> Span:
        """The source lines of `text[start:end]`."""
        return self.line(start), self.line(max(end - 1, start))


@cache
def data() -> dict[str, Any]:
    """prose.yaml as loaded: what numbering, headings, page numbers and project labels look like."""
    loaded: dict[str, Any] = load_rows(Path(__file__).with_suffix(".yaml"))
    return loaded


@cache
def _marks() -> re.Pattern[str]:
    return re.compile("|".join(data()["marks"]))


@cache
def numbering() -> re.Pattern[str]:
    """What the first line of a numbered paragraph starts with."""
    return re.compile("|".join(data()["numbering"]))


@cache
def _label() -> re.Pattern[str]:
    names = sorted((name for field in data()["fields"].values() for name in field), key=len, reverse=True)
    return re.compile(rf"(?P<label>{'|'.join(names)})[：:]")


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(rf"(?:{numbering().pattern})[^，,；;。：:]*(?:{'|'.join(data()['heading_ends'])})(?:[（(][^（()）]*[）)])?")


@cache
def _alone() -> re.Pattern[str]:
    """Lines that are never part of a paragraph around them: dates under a text."""
    return re.compile(data()["date_line"])


def field_label(text: str) -> re.Match[str] | None:
    """The label of a project's field that `text` starts with, its numbering aside (group `label`), or None."""
    numbered = numbering().match(text)
    return _label().match(text, numbered.end() if numbered else 0)


def is_heading(text: str) -> bool:
    """Whether `text` is a numbered heading: nothing but numbering and a title without punctuation."""
    return len(text) <= 60 and _heading().fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """Whether a line holds a page number and nothing else: 18, - 3 -, 第5页."""
    return re.fullmatch(data()["page_number"], text) is not None and any(char.isdigit() for char in text)


def tidy(text: str) -> str:
    """One printed line without conversion marks; blanks stay only between ASCII words, where they separate."""
    text = re.sub(r"[\s\u3000\u200b\ufeff]+", " ", _marks().sub("", text)).strip()
    return re.sub(r"(?<![\x21-\x7e]) | (?![\x21-\x7e])", "", text)


@lru_cache(maxsize=1 << 14)
def width(text: str) -> int:
    """Printed width in half-width columns: a full-width character counts two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def measure(sections: Iterable[Section]) -> int:
    """The width at which lines of prose break, in half-width columns; 0 where paragraphs are printed unbroken."""
    lines = [block.text.strip() for section in sections for block in section.blocks if isinstance(block, Paragraph) and tidy(block.text)]
    if len(lines) < FEWEST:
        return 0
    full = sorted(map(width, lines))[round((len(lines) - 1) * 0.9)]
    band = [line for line in lines if FULL * full <= width(line) <= full * 1.1]
    broken = sum(line[-1] not in _ENDS for line in band)
    return full if full <= WIDEST and len(band) >= WRAPPED * len(lines) and 2 * broken > len(band) else 0


def document_measure(sections: Sequence[Section]) -> int:
    """`measure` over the prose of a document, its tables left out."""
    return measure(section for section in sections if section.kind in MEASURED_KINDS)


def paragraphs(section: Section, full: int | None = None) -> list[Paragraph]:
    """The paragraphs of a section, broken lines re-joined; `full` is the measure of the document if known."""
    return [Paragraph(one.text, one.lines) for one in prose(section, full)]


def prose(section: Section, full: int | None = None) -> list[Prose]:
    """`paragraphs` with the line of every character."""
    broken_at = measure([section]) if full is None else full
    found: list[Prose] = []
    for run in _runs(section):
        found += _joined(run, broken_at)
    return found


def _runs(section: Section) -> Iterator[list[tuple[str, Span]]]:
    """Stretches of printed lines between grids, tidied, without page numbers and empty lines."""
    run: list[tuple[str, Span]] = []
    for block in section.blocks:
        if not isinstance(block, Paragraph):
            yield run
            run = []
        elif (text := tidy(block.text)) and not is_page_number(text):
            run.append((text, block.lines))
    yield run


def _joined(run: Sequence[tuple[str, Span]], full: int) -> list[Prose]:
    found: list[Prose] = []
    last = 0
    for text, lines in run:
        edge = full > 0 and last >= FULL * full
        if found and _continues(found[-1].text, text, edge, full > 0 or lines[0] - found[-1].lines[1] > 1):
            found[-1] = _append(found[-1], text, lines)
        else:
            found.append(Prose(text, lines, ((0, lines[0]),)))
        last = width(text)
    return found


def _append(before: Prose, text: str, lines: Span) -> Prose:
    ascii_words = before.text[-1].isascii() and before.text[-1].isalpha() and text[0].isascii() and text[0].isalpha()
    head = before.text + (" " if ascii_words else "")
    return Prose(head + text, (before.lines[0], lines[1]), (*before.starts, (len(head), lines[0])))


def _continues(before: str, text: str, is_full: bool, may_cut: bool) -> bool:
    """Whether the line `text` goes on with the paragraph `before`.

    `is_full`: the last line reached the page's edge. `may_cut`: lines may be cut in mid-sentence: by the page's edge, or by a page break
    where paragraphs stand apart by a blank line; one paragraph a line without blank lines is never cut.
    """
    if numbering().match(text) or _alone().fullmatch(text) or field_label(text):
        return False
    if is_heading(before):
        return is_full and len(text) <= 6 and is_heading(before + text)
    if is_full or _is_open(before) or before[-1] in "，,、":
        return True
    if before.rstrip(_CLOSERS)[-1:] in (*_FINAL, "：", ":") or field_label(before) or not may_cut:
        return False
    return before[-1] in "；;" or (_CLAUSE.search(before) is not None and _is_cut(text))


def _is_open(text: str) -> bool:
    """Whether a bracket, quote or book title opened in `text` is still open."""
    return any(text.count(left) > text.count(right) for left, right in ("“”", "《》")) or _brackets(text) > 0


def _brackets(text: str) -> int:
    return sum((char in "（(") - (char in "）)") for char in numbering().sub("", text, count=1))


def _is_cut(after: str) -> bool:
    """A line without an end was cut where the next one is no title or signature of its own: it has clauses, an end, or is a scrap."""
    return _CLAUSE.search(after) is not None or after[-1] in _FINAL or len(after) <= 12
