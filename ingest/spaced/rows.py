"""The body of a one-sided spaced table as rows: codes, names broken over lines, the numbers that are left."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from domain.text import key as fold_name
from domain.text import squeeze
from ingest.spaced.lines import Line, Number, trailing, with_decimals
from ingest.spaced.model import Row

_CODE = re.compile(r"\s*([23]\d\d(?:\s+\d\d){0,2}|[23]\d\d(?:\d\d){1,2})(?=\s|$|[\u4e00-\u9fff“（(])")
_TOTAL = re.compile(r"(?:本年)?(?:收入|支出)?(?:合|总|共)计")
_INNER = re.compile(r"其\s*中\s*[:：]")
_ORDINAL = re.compile(r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、])")
WHOLE_TABLE = "（全表）"
"""The name of a row that prints nothing but numbers."""
_NOTE = re.compile(r"(?:备注|注|说明)[:：]")
_PROJECT_LEVEL = 6
_SIMILAR = 0.75


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


def read_rows(lines: Sequence[Line], count: int, is_whole: Callable[[str], bool]) -> list[Row]:
    """Rows in printed order; `pieces` of the name stay in `project` (one a line) until the names are told apart.

    `is_whole` says whether a text without numbers is a row by itself (a known row name) or the beginning of a broken name.
    """
    decimals = with_decimals(lines)
    done: list[_Draft] = []
    open_: _Draft | None = None
    for at, line in enumerate(lines):
        text, numbers = trailing(line, count, decimals)
        code, rest = read_code(text)
        if not code and not numbers and open_ is None and done and _goes_on(done[-1], line, lines[at + 1 :], count, decimals, is_whole):
            _add(done[-1], line, rest, numbers)
            continue
        if code and open_ is not None:
            done.append(open_)
            open_ = None
        if not code and not rest.strip() and open_ is None and done and len(done[-1].numbers) + len(numbers) <= count:
            _add(done[-1], line, rest, numbers)
            continue
        open_ = open_ or _Draft(code)
        _add(open_, line, rest, numbers)
        if numbers or (not open_.code and is_whole(squeeze("".join(open_.pieces)))):
            done.append(open_)
            open_ = None
    return [draft.row() for draft in (*done, *([open_] if open_ else [])) if draft.numbers or draft.code or is_whole(squeeze("".join(draft.pieces)))]


def _add(draft: _Draft, line: Line, text: str, numbers: Iterable[Number]) -> None:
    if text.strip():
        draft.pieces.append(text)
    draft.numbers.extend(numbers)
    draft.lines.append(line.number)


def _goes_on(done: _Draft, line: Line, following: Sequence[Line], count: int, decimals: bool, is_whole: Callable[[str], bool]) -> bool:
    """Whether a text after a finished row still belongs to its name: a coded row follows, or nothing, and no number comes before that."""
    if not done.code or is_whole(squeeze(line.text)) or is_note(line.text):
        return False
    for other in following:
        text, numbers = trailing(other, count, decimals)
        if read_code(text)[0]:
            return True
        if numbers:
            return False
    return False


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
