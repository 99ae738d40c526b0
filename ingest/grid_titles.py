"""What the drawn grids of a document are called: the lines above each, and which of them go on with the one before.

In a text a table is known by its title. In a drawn document the grid is certain and the title is what stands above it, so that a table
with a title that no form knows is a table all the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.money import parse_number
from domain.text import key, squeeze
from ingest.forms import form_of
from ingest.headings import NUMBER, PART, SECTION, SUB, Title, Unit, is_prose

META = re.compile(
    "(编制|编报|填报|公开)?(部门|单位)(名称)?([（(].*?[）)])?[:：]|.*单位[:：](元|千元|万元|亿元)|(公开\\d+表|[附续]表\\d*|表\\d+)$|[（(]?20\\d\\d年(度|\\d+月\\d+日)?[）)]?$"
)
"""Lines between a title and its table: whose it is, the unit, a bare number."""
NOTE = re.compile(r"(备注|注|说明|附注)\d*[:：.．、]|\*|※|.*(空表|本表|此表)|.*无.{0,20}(收支项目|数据|安排)")
_ORDINAL = re.compile(r"([〇零一二三四五六七八九十]+|\d{1,2})[、.．](?=.*表$)")
_AGAIN = re.compile(r"[（(]?续表?[）)]?\d*$")
_LONGEST = 60
_HEADER = re.compile(
    "项目(名称)?|.*科目(名称|编码|代码)?|.*(编码|代码)|.*名称|金额|.*(预算|决算|执行)数|收入|支出|本年(收入|支出)|类|款|序号|采购.*|合计"
)
"""What the header of a table says, and its rows don't in their first cells."""
APART = 4.0
"""Points between lines of one column on two pages."""


@dataclass(frozen=True, slots=True)
class GridTable:
    """A run of units: title lines from `at`, grid from `body`, everything of it before `end`."""

    at: int
    body: int
    end: int
    title: Title
    """Empty where nothing above reads as a title."""


@dataclass(slots=True)
class _Run:
    """The units of one grid."""

    start: int
    end: int


def grid_tables_of(units: Sequence[Unit]) -> list[GridTable]:
    """The tables of a drawn document in order; continuation grids and notes below are within their table."""
    found: list[GridTable] = []
    for run in _runs(units):
        floor = found[-1].end if found else 0
        title, at = _title(units, floor, run.start)
        if found and _goes_on(units, found[-1], run, title):
            found[-1] = GridTable(found[-1].at, found[-1].body, _noted(units, run.end), found[-1].title)
        else:
            found.append(GridTable(at, at + title.units, _noted(units, run.end), title))
    return found


def _runs(units: Sequence[Unit]) -> list[_Run]:
    runs: list[_Run] = []
    for at, unit in enumerate(units):
        if unit.row is None:
            continue
        if runs and runs[-1].end == at and units[at - 1].source == unit.source:
            runs[-1].end = at + 1
        else:
            runs.append(_Run(at, at + 1))
    return runs


def _title(units: Sequence[Unit], floor: int, start: int) -> tuple[Title, int]:
    """The title above a grid and where it begins; without one an empty title that begins at the lines between it and what is before."""
    at = start - 1
    number = ""
    while at >= floor and META.match(units[at].text):
        number = number or _bare_number(units[at].text)
        at -= 1
    meta = at + 1
    if at - 1 >= floor and META.match(units[at - 1].text) and len(units[at].text) <= 8 and not units[at].text.endswith("表"):
        return _title(units, floor, at)  # the end of a long name, broken over the line
    if at < floor or not _may_be_title(units[at].text):
        return Title(number, "", 0), meta
    first = at
    text = units[at].text
    while first > floor and start - first < 6 and _broken(units[first - 1].text, text):
        first -= 1
        text = units[first].text + text
    told, title = _numbered(text)
    if first > floor and not told and not number and (number := _bare_number(units[first - 1].text)):
        first -= 1
    return Title(told or number, title, meta - first, 0, form_of(title)), first


def _bare_number(text: str) -> str:
    match = NUMBER.fullmatch(text)
    return match[1] if match and not match[2] else ""


def _may_be_title(line: str) -> bool:
    match = NUMBER.fullmatch(line)
    text = match[2] if match and match[2] else line
    return not is_prose(text) and not text.endswith(("：", ":", "，", "；")) and len(text) <= _LONGEST and not PART.match(text)


def _broken(above: str, text: str) -> bool:
    """Whether `text` is the rest of a title that begins in the line above."""
    if not _may_be_title(above) or META.match(above) or above.endswith("表"):
        return False
    if NUMBER.fullmatch(above) or re.match(r"[〇零一二三四五六七八九十]+、", above):
        return not NUMBER.match(text) and not re.match(r"[〇零一二三四五六七八九十]+、", text)
    known = form_of(above + text)
    return (
        known is not None
        and known is not form_of(text)
        and key(above + text).endswith(tuple(map(key, (*known.titles, *known.final_titles))))
    )


def _numbered(text: str) -> tuple[str, str]:
    """Number and title of a title line: 公开01表：收支预算总表, 表1 收支总表, 一、收支总表."""
    title = _AGAIN.sub("", text)
    if match := NUMBER.fullmatch(title):
        return (match[1], match[2]) if match[2] else ("", title)
    if match := _ORDINAL.match(title):
        return match[1], title[match.end() :]
    return "", title.strip("《》")


def _goes_on(units: Sequence[Unit], before: GridTable, run: _Run, title: Title) -> bool:
    """Whether a grid is the next part of the table before it: the same columns, and no title but the same again."""
    if title.title and (key(title.title) != key(before.title.title) or (title.form and title.form.performance)):
        return False
    if title.title and _office(units, before.at, before.body + 3) != _office(units, run.start - 3, run.start):
        return False
    own, other = _head(units, run.start, run.end), _head(units, before.body, before.end)
    if own and own == other[: len(own)]:
        return True
    first, last = units[run.start], next(unit for unit in reversed(units[before.body : before.end]) if unit.row is not None)
    same_columns = len(first.row or ()) == len(last.row or ()) or bool(set(first.edges) and _within(first.edges, last.edges))
    return same_columns and (not own or not any(_HEADER.fullmatch(text) for text in own[0]))


def _office(units: Sequence[Unit], start: int, end: int) -> str:
    """Whose table it is by the label above it."""
    labels = (
        re.match("(?:编制|编报|填报)?(?:部门|单位)(?:名称)?[:：](.+?)(?:单位[:：].*)?$", unit.text) for unit in units[max(start, 0) : end]
    )
    return next((match[1] for match in labels if match and not re.match("(元|千元|万元|亿元)", match[1])), "")


def _within(edges: Sequence[float], others: Sequence[float]) -> bool:
    """Whether the lines of one grid are lines of another."""
    return all(any(abs(edge - other) < APART for other in others) for edge in edges)


def _head(units: Sequence[Unit], start: int, end: int) -> list[tuple[str, ...]]:
    """The rows of words with which a grid begins."""
    rows: list[tuple[str, ...]] = []
    for unit in units[start:end]:
        if unit.row is None:
            continue
        if _is_data(unit):
            break
        rows.append(tuple(squeeze(cell.text) for cell in unit.row))
    return [row for row in rows if any(row)]


def _is_data(unit: Unit) -> bool:
    return unit.row is not None and any(parse_number(cell.text) is not None for cell in unit.row if cell.text)


def _noted(units: Sequence[Unit], end: int) -> int:
    """The unit after the notes that stand below a grid."""
    at = end
    while at < len(units) and units[at].row is None:
        text = units[at].text
        first_of_list = at > end and bool(re.match(r"\d[.．、]", text)) and bool(re.match(r"(备注|注|说明)", units[end].text))
        if not (NOTE.match(text) or first_of_list) or SECTION.match(text) or SUB.match(text) or PART.match(text) or META.match(text):
            break
        at += 1
        while at < len(units) and units[at].row is None and _runs_over(units, at):
            at += 1
    return at


def _runs_over(units: Sequence[Unit], at: int) -> bool:
    """Whether a line goes on with the note above: that one has no end, and this one begins nothing of its own."""
    above, text = units[at - 1].text, units[at].text
    starts = any(pattern.match(text) for pattern in (PART, SECTION, SUB, NUMBER, META, NOTE)) or re.match(r"\d[.．、]", text)
    return above[-1:] not in "。！；" and len(above) > 25 and not starts and form_of(text) is None
