"""The head of a grid: which rows are header, what each column is called, and which columns hold codes, names and numbers.

Merged headers lose their spans in a text export, so a header row may have fewer cells than the body. Rows are read from the bottom up: the
row with as many cells as the body (类 | 款 | 项 | blank …) is the anchor; a cell of a shorter row above stands over one column whose cells
below are blank, or over a run of columns that are named below.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.money import parse_number
from domain.text import squeeze
from ingest.document import GridCell, Layout
from ingest.forms import Form
from ingest.maker import UNDETERMINED, read_cell

Row = tuple[GridCell, ...]
Role = Literal["code", "name", "project", "value", "note"]

_CODE = re.compile(r"[2-5]\d{2}(?:\d{2}){0,2}")
_CODED_NAME = re.compile(r"[2-5]\d{2}(?:\d{2}){0,2}\s*[\u4e00-\u9fff]")
_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(".*(编码|代码)|类|款|项|目"), "code"),
    (re.compile("采购.*|专项名称"), "name"),
    (re.compile("项目名称|.*支出项目名称|一级项目名称|二级项目名称"), "project"),
    (re.compile(r"备注|说明|序号|行次|栏次"), "note"),
    (re.compile(r".*科目(名称)?|项目(类别)?|项目[（(].*[）)]|.*(功能|经济)分类|.*(单位|部门)名称|.*(支出|收入)内容"), "name"),
    (re.compile("名称|单位|部门|资金来源"), "name"),
)
_SIGNS = frozenset(("※", "栏次", "行次", ""))
_RESTARTS = ("合计", "小计", "总计")


@dataclass(frozen=True, slots=True)
class Head:
    """Roles and paths of the columns, and where the body begins."""

    roles: tuple[Role, ...]
    names: tuple[str, ...]
    """Of a value column its path as it is cited, UNDETERMINED where the source can't decide; of the others their own header."""
    units: tuple[str | None, ...]
    """Unit that a column's own header gives, empty for one that counts things without naming a unit; None where the table's holds."""
    stretches: tuple[int, ...]
    """First columns of the sides of a table (收入 | 支出), else only 0: a number belongs to the names of its own stretch."""
    body: int


def width_of(rows: Sequence[Row]) -> int:
    """The number of cells of most rows that hold a number; of the longest row where none does."""
    lengths = Counter(len(row) for row in rows if not _is_numbering(row) and any(parse_number(cell.text) is not None for cell in row))
    return max(lengths, key=lambda length: (lengths[length], length)) if lengths else max(map(len, rows), default=0)


def squared(rows: Sequence[Row], layout: Layout) -> list[Row]:
    """Rows joined by tabs all as long as the longest, for blank cells at their ends may be lost; other rows as they are."""
    if layout != "rows":
        return list(rows)
    width = max((at + 1 for row in rows for at, cell in enumerate(row) if cell.text), default=0)
    return [(*row[:width], *(GridCell("", row[-1].lines) for _ in range(width - len(row)))) for row in rows]


def read_head(rows: Sequence[Row], width: int, form: Form | None) -> Head:
    body = next((at for at, row in enumerate(rows) if is_body(row)), len(rows))
    # without any figure the header ends where the rows stop naming columns
    header = [[squeeze(cell.text) for cell in row] for row in rows[:body] if not _is_numbering(row)]
    paths = _paths(header, width)
    roles = _roles(paths, rows[body:])
    stretches = _stretches(roles)
    units = tuple(_column_unit(path) for path in paths)
    return Head(tuple(roles), _names(paths, roles, stretches, form), units, tuple(stretches), body)


def is_body(row: Row) -> bool:
    """Whether the row holds a code or an amount; a row that numbers the columns (※ 1 2 3) is header."""
    texts = [cell.text.strip() for cell in row]
    if _is_numbering(row):
        return False
    return any(_CODE.fullmatch(text) or _CODED_NAME.match(text) or parse_number(text) is not None for text in texts)


def _is_numbering(row: Row) -> bool:
    texts = [squeeze(cell.text) for cell in row if squeeze(cell.text) not in _SIGNS]
    return len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]


def _paths(header: Sequence[list[str]], width: int) -> list[list[str]]:
    """Header texts above each column, from top to bottom."""
    paths: list[list[str]] = [[] for _ in range(width)]
    for cells in reversed(header):
        aligned = _aligned(cells, paths)
        for at, text in enumerate(aligned or ()):
            if text and (not paths[at] or paths[at][0] != text):
                paths[at].insert(0, text)
    return paths


def _aligned(cells: Sequence[str], below: Sequence[list[str]]) -> list[str] | None:
    """One text a column for a header row: spread to the right over columns that are named below; None where spans can't be told."""
    width = len(below)
    if len(cells) == width:
        result = list(cells)
        for at in range(1, width):
            if not result[at] and below[at]:
                result[at] = result[at - 1] if below[at - 1] or result[at - 1] else ""
        return result
    if len(cells) > width:
        return list(cells[:width]) if not any(cells[width:]) else None
    groups = _groups(below, len(cells)) or _periods(below, len(cells)) or _codes_merged(cells, below)
    if groups is None:
        return None
    return [text for text, columns in zip(cells, groups, strict=True) for _ in range(columns)]


def _groups(below: Sequence[list[str]], count: int) -> list[int] | None:
    """Widths of `count` header cells: one column each where nothing is named below, else a run of named columns.

    Neighbouring runs are told apart by a 合计 in the middle of a run, which begins a group of its own.
    """
    for restart in (False, True):
        groups: list[int] = []
        named = False
        for path in below:
            starts = not path or not named or (restart and path[0] in _RESTARTS)
            if starts:
                groups.append(1)
            else:
                groups[-1] += 1
            named = bool(path)
        if len(groups) == count:
            return groups
    return None


def _periods(below: Sequence[list[str]], count: int) -> list[int] | None:
    """Equal shares where the columns below repeat (预算数 | 决算数 over the same six columns twice)."""
    share, rest = divmod(len(below), count)
    repeats = count > 1 and not rest and share > 1 and all(below[at] == below[at % share] for at in range(len(below)))
    return [share] * count if repeats else None


def _codes_merged(cells: Sequence[str], below: Sequence[list[str]]) -> list[int] | None:
    """科目编码 over its columns of 类, 款 and 项, where nothing below names them."""
    codes = [at for at, text in enumerate(cells) if re.search("编码|代码", text)]
    surplus = len(below) - len(cells)
    if any(below) or len(codes) != 1 or not 0 < surplus < 3:
        return None
    return [1 + surplus if at == codes[0] else 1 for at in range(len(cells))]


def _roles(paths: Sequence[list[str]], body: Sequence[Row]) -> list[Role]:
    """What each column holds: what its header says, else what stands in it."""
    roles: list[Role] = []
    named = any(_headed(path) == "name" for path in paths)
    for at, path in enumerate(paths):
        texts = [squeeze(row[at].text) for row in body if len(row) > at and row[at].text]
        role = _headed(path)
        if role is None and not path and roles[-1:] in (["name"], ["project"]) and texts and all(read_cell(text) is None for text in texts):
            role = roles[-1]  # the finer names under one head
        if role is None and not path and roles[-1:] == ["code"] and all(re.fullmatch(r"\d{2,3}", text) for text in texts):
            role = "code"  # 款 and 项 under a merged 科目编码
        roles.append(role or _held(path, texts, named))
        named = named or roles[-1] == "name"
    return roles


def _headed(path: Sequence[str]) -> Role | None:
    return next((role for pattern, role in _ROLES if path and pattern.fullmatch(path[-1])), None)


def _held(path: Sequence[str], texts: Sequence[str], named: bool) -> Role:
    """A column of words is the names of the rows if nothing else is; one without header and text only spaces the sheet."""
    words = sum(read_cell(text) is None for text in texts)
    if words * 2 > len(texts):
        return "note" if named else "name"
    return "value" if path or texts else "note"


def _stretches(roles: Sequence[Role]) -> list[int]:
    """A column of codes or names after a column of numbers begins a new side."""
    starts, counted = [0], False
    for at, role in enumerate(roles):
        if role in ("code", "name", "project") and counted:
            starts.append(at)
            counted = False
        counted = counted or role == "value"
    return starts


def _column_unit(path: Sequence[str]) -> str | None:
    text = "".join(path)
    match = re.search(r"[（(]((?:元|千元|万元|亿元|人|个|辆|台|套|平方米|%|％))[）)]", text)
    if match:
        return "%" if match[1] == "％" else match[1]
    if path and re.search("率$|占比|百分比|^占.*%$", path[-1]):
        return "%"
    return "" if path and re.search("数量$|面积|人数$|个数$|台数$|辆数$", path[-1]) else None


def _names(paths: Sequence[list[str]], roles: Sequence[Role], stretches: Sequence[int], form: Form | None) -> tuple[str, ...]:
    values = [at for at, role in enumerate(roles) if role == "value"]
    groups = Counter(tuple(path[:-1]) for path in paths)
    own = {at: _collapsed(paths[at], groups) for at in values}
    if values and not any(own.values()) and form is not None and len(form.columns) == len(values):
        return _placed(paths, values, [column.name for column in form.columns])
    side = {at: sum(start <= at for start in stretches) - 1 for at in values}
    sides = form.sides if form is not None and len(form.sides) == len(stretches) > 1 else _sides(paths, stretches)
    of_side = {number: _Heads([own[at] for at in values if side[at] == number]) for number in set(side.values())}
    chosen = []
    for at in values:
        name = _shortest(own[at], of_side[side[at]]) or UNDETERMINED
        if sides and own[at] and sides[side[at]] not in name.split("."):
            name = f"{sides[side[at]]}.{name.removeprefix(f'{paths[at][0]}.')}"
        chosen.append(name)
    return _placed(paths, values, chosen)


def _sides(paths: Sequence[list[str]], stretches: Sequence[int]) -> tuple[str, ...]:
    """What the sides of a table are called by the merged heads over them: 收入 | 支出.功能分类 | 支出.支出用途; none where heads are the same."""
    ends = [*stretches[1:], len(paths)]
    shared = [_common(paths[start:end]) for start, end in zip(stretches, ends, strict=True)]
    named = tuple(".".join(head) for head in shared)
    return named if len(set(named)) == len(named) > 1 and all(named) else ()


def _common(paths: Sequence[list[str]]) -> list[str]:
    """The heads that all columns of a side stand under."""
    heads: list[str] = []
    for texts in zip(*paths, strict=False):
        if len(set(texts)) > 1:
            break
        heads.append(texts[0])
    return heads


def _placed(paths: Sequence[list[str]], values: Sequence[int], chosen: Sequence[str]) -> tuple[str, ...]:
    names = [path[-1] if path else "" for path in paths]
    for at, name in zip(values, chosen, strict=True):
        names[at] = name
    return tuple(names)


def _collapsed(path: list[str], groups: Counter[tuple[str, ...]]) -> list[str]:
    """The path without a 合计 that is the only column of its group; `groups`: how many columns stand under the same heads."""
    alone = len(path) > 1 and path[-1] in _RESTARTS and groups[tuple(path[:-1])] == 1
    return path[:-1] if alone else path


class _Heads:
    """The paths of the columns of one side, and how many of them end alike or stand under a head."""

    def __init__(self, paths: Sequence[Sequence[str]]) -> None:
        self._count = len(paths)
        self._ends = Counter(tuple(path[-size:]) for path in paths for size in range(1, len(path) + 1))
        self._under = Counter(head for path in paths for head in set(path))

    def only(self, end: Sequence[str]) -> bool:
        return self._ends[tuple(end)] == 1

    def are_all_under(self, head: str) -> bool:
        return self._under[head] == self._count


def _shortest(path: Sequence[str], heads: _Heads) -> str:
    """The shortest end of the path that no other column shares."""
    size = next((size for size in range(1, len(path) + 1) if heads.only(path[-size:])), len(path))
    if (
        len(path) > size
        and (path[-size] in _RESTARTS or path[-size - 1].find(path[-size].rstrip("费")) > 0)
        and not heads.are_all_under(path[-size - 1])
    ):
        size += 1  # a 小计, or a 购置费 under 公务用车购置及运行费, says nothing without the head of its group
    return ".".join(path[-size:]) if path else ""
