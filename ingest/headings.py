"""What a heading looks like: pure functions over the lines of a document, whatever its layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.text import numeral, squeeze
from ingest.document import Document, Grid, GridCell, Paragraph, Span
from ingest.forms import Form, form_of

_NUM = "[〇零一二三四五六七八九十百]+"
PART = re.compile(rf"第({_NUM}|\d+)部分[:：、]?(.*)")
_PART_ENDS = re.compile("概况|公开表|报表|附表|附件|说明|解释|名词|职责|职能|情况表|决算表|预算表")
SECTION = re.compile(rf"({_NUM})、(.+)")
SUB = re.compile(rf"[（(]({_NUM})[）)](.*)")
NUMBER = re.compile(rf"((?:附?表|公开)(?:{_NUM}|\d+)(?:-\d+)?表?)[:：、.．]?(.*)")
_ENTRY = re.compile(
    rf"(?:[（(]?({_NUM}|\d+)[）)]?[、.．:：]|((?:附?表|公开)(?:{_NUM}|\d+)表?)[:：、.．]?)?《?([^《》]+?表)》?(?:[.．…·\-—]*\d*)"
)
_PROJECT_NUMBER = re.compile(rf"(?:项目|附件|附)(?:{_NUM}|\d+)[:：]?")
_YEAR_TAIL = re.compile(r"[（(](?:20\d\d年?度?|续|空表)[）)]$")
_STRONG = re.compile("(^关于.*(说明|情况)|情况(的)?(总体)?说明|说明的事项|事项的(情况)?说明|名词解释)$")
_PROSE = re.compile("[。；！？]|[，,：:].{12,}")
_TABLE_SIGNS = re.compile("编制|单位[:：]|部门[:：]|公开|金额")
_PERFORMANCE_SIGNS = re.compile(r"预算单位|项目名称|部门名称|单位名称|[)）]名称|主管部门|20\d\d年")
_NO_PREFIX = re.compile("[，、：:；。见详]|(?<!附)附(?!件|表)|及|填报")


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph, or one row of a grid: the smallest piece that a section may begin with."""

    text: str
    """Without blanks; of a row, its only cell that holds text, else empty."""
    lines: Span
    row: tuple[GridCell, ...] | None
    source: int
    """Index of the block it comes from."""
    edges: tuple[float, ...] = ()
    """Of a row, the lines between its columns, where they were drawn."""


@dataclass(frozen=True, slots=True)
class Title:
    """A recognised heading: it takes `units` units."""

    number: str
    title: str
    units: int
    ordinal: int = 0
    form: Form | None = None


def units_of(document: Document) -> list[Unit]:
    units: list[Unit] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            units.append(Unit(squeeze(block.text), block.lines, None, index))
        elif isinstance(block, Grid):
            units.extend(_row_unit(row, index, block.edges) for row in block.rows)
    return units


def _row_unit(row: tuple[GridCell, ...], index: int, edges: tuple[float, ...]) -> Unit:
    texts = [squeeze(cell.text) for cell in row if cell.text]
    return Unit(texts[0] if len(texts) == 1 else "", (row[0].lines[0], row[-1].lines[1]), row, index, edges)


def is_prose(text: str) -> bool:
    """Whether a line reads as a sentence, not as a heading."""
    return bool(_PROSE.search(text)) or len(text) > 70


def part_at(units: Sequence[Unit], at: int) -> Title | None:
    """第三部分 …; a title broken over lines is joined until it says what the part is."""
    match = PART.fullmatch(units[at].text)
    if not match or is_prose(units[at].text):
        return None
    title, taken = match[2], 1
    while not _PART_ENDS.search(title) and taken < 3 and _joinable(units, at + taken):
        title, taken = title + units[at + taken].text, taken + 1
    if not _PART_ENDS.search(title):
        title, taken = match[2], 1
    number = numeral(match[1]) or (int(match[1]) if match[1].isdigit() else 0)
    return Title(f"第{match[1]}部分", title, taken, number)


def _joinable(units: Sequence[Unit], at: int) -> bool:
    """Whether the unit can be the rest of a broken title: plain text on the next printed line, and no heading itself."""
    if at >= len(units) or units[at].row is not None or units[at].lines[0] - units[at - 1].lines[1] > 2:
        return False
    text = units[at].text
    return not is_prose(text) and not any(pattern.match(text) for pattern in (PART, SECTION, SUB, NUMBER))


def section_at(units: Sequence[Unit], at: int, expected: int, strict: bool) -> Title | None:
    """一、…: a heading where its number is the next one, or its words are those of a heading (the only way where `strict`).

    A heading broken over lines is joined as long as the next line completes it (“…的总体说” + “明”).
    """
    unit = units[at]
    match = SECTION.fullmatch(unit.text)
    if unit.row is not None or not match or is_prose(unit.text):
        return None
    title, taken = match[2], 1
    while taken < 3 and not re.search("(说明|事项)$", title) and _completes(units, at + taken, title):
        title, taken = title + units[at + taken].text, taken + 1
    ordinal = numeral(match[1]) or 0
    sequential = ordinal == expected and len(title) <= 40 and not strict
    if not sequential and not _STRONG.search(title):
        return None
    return Title(match[1], title, taken, ordinal)


def _completes(units: Sequence[Unit], at: int, title: str) -> bool:
    return _joinable(units, at) and len(units[at].text) <= 24 and bool(re.search("(说明|事项)$", title + units[at].text))


def sub_at(units: Sequence[Unit], at: int) -> Title | None:
    """（四）… as a heading of its own."""
    match = SUB.fullmatch(units[at].text)
    if units[at].row is not None or not match:
        return None
    return Title(match[1], match[2], 1, numeral(match[1]) or 0)


def entry_at(units: Sequence[Unit], at: int) -> Title | None:
    """A line of a list of tables: 一、《收入支出决算总表》, 表3 部门支出总体情况表 ……5."""
    text, taken = units[at].text, 1
    if "《" in text and "》" not in text and at + 1 < len(units):
        text, taken = text + units[at + 1].text, 2
    match = _ENTRY.fullmatch(text)
    if units[at].row is not None or not match or not (match[1] or match[2] or "《" in text):
        return None
    form = form_of(match[3])
    return Title(match[1] or match[2] or "", match[3], taken, 0, form) if form else None


def table_at(units: Sequence[Unit], at: int) -> Title | None:
    """The number and title of an official table, on one line or on several, or the title alone."""
    match = NUMBER.fullmatch(units[at].text)
    if match:
        return _numbered(units, at, match[1], match[2])
    title = bare_title(units[at].text)
    form = form_of(title) if title else None
    if form is None or form.performance or not _signs(units, at + 1, _TABLE_SIGNS):
        return None
    return Title("", title, 1, 0, form)


def _numbered(units: Sequence[Unit], at: int, number: str, rest: str) -> Title | None:
    title, taken = bare_title(rest), 1
    while not title.endswith("表") and taken < 4 and at + taken < len(units):
        following = bare_title(units[at + taken].text)
        if not following or _TABLE_SIGNS.match(following) or is_prose(following):
            break
        title, taken = title + following, taken + 1
    form = form_of(title)
    if not title.endswith("表") or (form is None and not _signs(units, at + taken, _TABLE_SIGNS)):
        return None
    if form is not None and form.performance:
        return None
    return Title(number, title, taken, 0, form)


def performance_at(units: Sequence[Unit], at: int) -> Title | None:
    """The title of a table of performance targets or of a self-evaluation, with the line 项目一 before it, if any."""
    number, first = "", at
    if _PROJECT_NUMBER.fullmatch(units[at].text) and at + 1 < len(units):
        number, first = units[at].text.rstrip(":："), at + 1
    title, taken = bare_title(re.sub(r"^附[件表]?[\d一二三四五六七八九十]*[:：、]?", "", units[first].text)), 1
    if title and not title.endswith("表") and "绩效" in title and _joinable(units, first + 1):
        title, taken = bare_title(title + units[first + 1].text), 2
    form = form_of(title) if title and len(title) <= 45 else None
    if form is None or not form.performance or not _signs(units, first + taken, _PERFORMANCE_SIGNS):
        return None
    return Title(number, title, first - at + taken, 0, form)


def bare_title(text: str) -> str:
    """`text` as a title: quotes of a book and year in brackets off; empty where it reads as prose."""
    title = _YEAR_TAIL.sub("", text).strip("《》")
    form = form_of(title)
    prefix = title[: -len(form.name)] if form else ""
    return "" if is_prose(text) or text.endswith("，") or _NO_PREFIX.search(prefix) else title


def _signs(units: Sequence[Unit], at: int, pattern: re.Pattern[str]) -> bool:
    """Whether the lines after a title look like the head of a table."""
    return any(unit.row is not None or pattern.search(unit.text) for unit in units[at : at + 4])
