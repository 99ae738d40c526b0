"""The body of a one-sided spaced table as rows: codes, names broken over lines, the numbers that are left."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from domain.text import key as fold_name
from domain.text import squeeze
from ingest.spaced.lines import Line, Number, trailing, with_decimals
from ingest.spaced.model import Row

_CODE = re.compile(r"\s*([235]\d\d(?:\s+\d\d){0,2}|[235]\d\d(?:\d\d){1,2})(?=\s|$|[\u4e00-\u9fff“（(])")
_TOTAL = re.compile(r"(?:本年)?(?:收入|支出)?(?:合|总|共)计")
_INNER = re.compile(r"其\s*中\s*[:：]")
_ORDINAL = re.compile(r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、])")
WHOLE_TABLE = "（全表）"
"""The name of a row that prints nothing but numbers."""
_NOTE = re.compile(r"(?:备注|注|说明)[:：]")
_PROJECT_LEVEL = 6
_SIMILAR = 0.75
_REST_OF_NAME = 20


@dataclass(slots=True)
class _Draft:
    """A row being put together from its pieces."""

    code: str = ""
    pieces: list[str] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def row(self) -> Row:
        first = next((piece for piece in self.pieces if piece.strip()), "")
        return Row(
            name=squeeze("".join(self.pieces)) or WHOLE_TABLE,
            numbers=tuple(self.numbers),
            lines=(self.lines[0], self.lines[-1]),
            code=self.code,
            project="\n".join(self.pieces),
            indent=len(first) - len(first.lstrip()),
        )


def is_total(name: str) -> bool:
    return bool(_TOTAL.fullmatch(squeeze(name)))


def is_note(text: str) -> bool:
    return bool(_NOTE.match(squeeze(text)))


def read_code(text: str) -> tuple[str, str]:
    """The account code that begins a line, joined, and the rest of the line; no code: empty and the line."""
    match = _CODE.match(text)
    if not match:
        return "", text
    rest = text[match.end() :]
    return squeeze(match[1]), rest[1:] if rest.startswith(" ") else rest


def read_rows(lines: Sequence[Line], count: int, is_whole: Callable[[str], bool], coded: bool = True) -> list[Row]:
    """Rows in printed order; `pieces` of the name stay in `project` (one a line) until the names are told apart.

    `is_whole` says whether a text without numbers is a row by itself (a known row name) or the beginning of a broken name; `coded`, whether
    the rows may begin with account codes.
    """
    reader = _Reader(lines, count, is_whole, coded)
    return [draft.row() for draft in reader.drafts() if draft.numbers or draft.code or is_whole(squeeze("".join(draft.pieces)))]


@dataclass(frozen=True, slots=True)
class _Part:
    """A line taken apart."""

    line: int
    code: str
    text: str
    numbers: tuple[Number, ...]


class _Reader:
    def __init__(self, lines: Sequence[Line], count: int, is_whole: Callable[[str], bool], coded: bool) -> None:
        self.count, self.is_whole = count, is_whole
        decimals = with_decimals(lines)
        self.parts: list[_Part] = []
        for line in lines:
            text, numbers = trailing(line, count, decimals)
            code, rest = read_code(text) if coded else ("", text)
            self.parts.append(_Part(line.number, code, rest, numbers))

    def drafts(self) -> list[_Draft]:
        """A code, or a text after a finished row, begins a row; numbers finish it."""
        done: list[_Draft] = []
        begun: _Draft | None = None
        for at, part in enumerate(self.parts):
            if part.code and begun is not None:
                done.append(begun)
                begun = None
            if begun is None and done and not part.code and self._goes_on(done[-1], at):
                _add(done[-1], part)
                continue
            begun = begun or _Draft(part.code)
            _add(begun, part)
            if part.numbers or (not begun.code and self.is_whole(squeeze("".join(begun.pieces)))):
                done.append(begun)
                begun = None
        return [*done, *([begun] if begun else [])]

    def _goes_on(self, done: _Draft, at: int) -> bool:
        """Whether a line after a finished row still belongs to it: numbers alone that there is room for, or the rest of a broken name."""
        part = self.parts[at]
        if not part.text.strip():
            return len(done.numbers) + len(part.numbers) <= self.count
        if part.numbers or not done.code or self.is_whole(squeeze(part.text)) or is_note(part.text):
            return False
        for other in self.parts[at + 1 :]:
            if other.code or other.numbers:
                return bool(other.code)
        return len(part.text) <= _REST_OF_NAME and not re.search("[，。：:；]", part.text)


def _add(draft: _Draft, part: _Part) -> None:
    if part.text.strip():
        draft.pieces.append(part.text)
    draft.numbers.extend(part.numbers)
    draft.lines.append(part.line)


def levelled(rows: Sequence[Row], units: Collection[str]) -> list[Row]:
    """The rows with their depth: grand total 0, unit 1, class 2, group 3, item 4, project 6; uncoded lists by their outline."""
    coded = any(row.code for row in rows)
    names = {fold_name(unit) for unit in units}
    result: list[Row] = []
    for at, row in enumerate(rows):
        after = rows[at + 1] if at + 1 < len(rows) else None
        if is_total(row.name):
            level = 0
        elif row.code:
            level = _PROJECT_LEVEL if row.project else (len(row.code) - 3) // 2 + 2
        elif fold_name(row.name) in names or (coded and (after is None or len(after.code) == 3)):
            level = 1
        else:
            level = _PROJECT_LEVEL if coded else _outline(row, result)
        result.append(replace(row, level=level))
    return result


def _outline(row: Row, before: Sequence[Row]) -> int:
    """Depth in a list without codes: by indent; 其中 and the rows indented under it lie below the row before them."""
    above = before[-1] if before else None
    if above and _INNER.match(row.name):
        return above.level if _INNER.match(above.name) else above.level + 1
    shallower = next((other for other in reversed(before) if other.indent < row.indent and not is_total(other.name)), None)
    if shallower:
        return shallower.level if _INNER.match(shallower.name) else shallower.level + 1
    return 2


def with_projects(rows: Sequence[Row], names: Callable[[str], Collection[str]]) -> list[Row]:
    """Rows of a table with a column of project names: the text after the code's own name is the project.

    `names` gives the names of a code known from elsewhere (other tables of the document, the official list).
    """
    result: list[Row] = []
    for row in rows:
        if row.code:
            item, project = _parted(row.project.split("\n"), names(row.code))
            result.append(replace(row, name=item, project=project))
        else:
            result.append(replace(row, project=""))
    return result


def without_projects(rows: Sequence[Row]) -> list[Row]:
    return [replace(row, project="") for row in rows]


def _parted(pieces: Sequence[str], names: Collection[str]) -> tuple[str, str]:
    """Item and project of a row: at the end of a known name, else at the gap where the head is most like one.

    Without any name to go by, cells on one line are parted at its first blank.
    """
    text = squeeze("".join(pieces))
    ends = [end for name in sorted(names, key=len, reverse=True) if (end := _prefix(text, name))]
    if ends:
        return text[: ends[0]], text[ends[0] :]
    gaps = _heads(pieces)
    if not names and len(gaps) > 1 and len(pieces) == 1:
        return gaps[0], text[len(gaps[0]) :]
    scored = [(SequenceMatcher(None, fold_name(head), fold_name(name)).ratio(), head) for head in gaps for name in names]
    score, head = max(scored, default=(0.0, text))
    return (head, text[len(head) :]) if score >= _SIMILAR else (text, "")


def _prefix(text: str, name: str) -> int:
    """Length of the beginning of `text` that is `name`, brackets and width aside; 0 if it doesn't begin so."""
    wanted = fold_name(name)
    end = next((n for n in range(1, len(text) + 1) if fold_name(text[:n]) == wanted), 0)
    while 0 < end < len(text) and not fold_name(text[end]):  # the closing bracket belongs to the name
        if text[end] not in "）)”":
            break
        end += 1
    return end


def _heads(pieces: Sequence[str]) -> list[str]:
    """Every beginning of the text that ends at a line break or a blank."""
    heads: list[str] = []
    before = ""
    for piece in pieces:
        parts = piece.split()
        heads += [before + "".join(parts[:n]) for n in range(1, len(parts) + 1)]
        before += "".join(parts)
    return heads


def outlined(rows: Sequence[Row]) -> list[Row]:
    """Rows of a list with the names above each: 一、 over 1. over 其中 over the rows indented under it."""
    stack: list[tuple[int, str]] = []
    result: list[Row] = []
    for row in rows:
        depth = _depth(row, stack)
        stack = [entry for entry in stack if entry[0] < depth]
        result.append(replace(row, path=tuple(name for _, name in stack), level=0 if is_total(row.name) else depth))
        stack.append((depth, bare(row.name)))
    return result


def _depth(row: Row, stack: Sequence[tuple[int, str]]) -> int:
    if is_total(row.name) or re.match(r"[一二三四五六七八九十]+、", row.name):
        return 1
    if _ORDINAL.match(row.name):
        return 2
    inner = any(depth == 4 for depth, _ in stack) and row.indent > 0
    return 4 if _INNER.match(row.name) or inner else 3


def bare(name: str) -> str:
    """A row's name without 一、, 1., 其中： and a remark such as （小计）."""
    text = _ORDINAL.sub("", squeeze(name), count=1)
    return re.sub(r"[（(](?:小计|合计)[）)]$", "", _INNER.sub("", text, count=1))
