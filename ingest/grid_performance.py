"""Tables of performance targets and self-evaluations in grids: amounts, scores, and one indicator a target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.model import Figure, Table
from domain.text import squeeze
from ingest.document import Grid, GridCell, Paragraph, Section, table_id
from ingest.forms import form_in
from ingest.grid_header import Row, squared
from ingest.maker import Maker, printed_unit, read_cell, read_target

WHOLE = "整体"
"""The project of a table that covers the whole department."""
FUNDS = "项目资金"
_KEYS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("level1", re.compile("一级指标")),
    ("level2", re.compile("二级指标")),
    ("name", re.compile("三级指标|指标名称|绩效指标")),
    ("actual", re.compile("实际完成(指标)?值|实际值|完成值|全年完成值")),
    ("target", re.compile("(年度|预期|目标)?([（(].*[）)])?指标值([（(].*[）)])?|目标值|年度目标值")),
    ("weight", re.compile("(指标)?分值(权重)?|权重(分值)?|指标分值权重")),
    ("score", re.compile("(自评)?得分")),
)
_FUND_HEAD = re.compile("(年初预算|全年预算|调整预算|全年执行|预算|执行)数([（(].*[）)])?|资金总额([（(].*[）)])?|预算金额([（(].*[）)])?")
_FUND_LABEL = re.compile("(?!(?:项目资金|部门资金|资金来源)(?:[（(].*[）)])?$).*(资金|总额|拨款|安排|收入)[:：]?")
_ONE_CELL = re.compile(r"(.*(?:资金|总额|拨款))[:：](\d[\d,.]*)")
_PROJECT = re.compile("(?:一级|二级)?项目名称[:：]?(.*)")
_OFFICE = re.compile("(?:(?:预算|(?:项目)?实施|项目)单位|(?:部门|单位)(?:[（(]单位[）)])?名称)(?:[（(](?:盖章|公章)[）)])?[:：]?(.*)")
_LEVEL = re.compile("指标$")


@dataclass(slots=True)
class _Walk:
    """What the rows so far have set: whose table, which columns, which group."""

    form: str
    table: str
    project: str
    org: str
    unit: str
    columns: dict[str, int] = field(default_factory=dict)
    heads: Row = ()
    funds: Row = ()
    level1: str = ""
    level2: str = ""


def performance_table(section: Section, maker: Maker, usual: str) -> tuple[Table, list[Figure]]:
    """One table of targets (form 绩效目标) or self-evaluation (绩效自评); its table name is 绩效- or 自评- and the project."""
    rows = squared([row for block in section.blocks if isinstance(block, Grid) for row in block.rows], maker.document.layout)
    form = form_in(section)
    key = form.key if form else "绩效目标"
    project = _labelled(section, rows, _PROJECT) or WHOLE
    title = f"{key.removeprefix('绩效') if key == '绩效自评' else '绩效'}-{project}"
    unit = section.unit or next((unit for row in rows for cell in row if (unit := printed_unit(cell.text))), usual)
    walk = _Walk(key, title, project, _labelled(section, rows, _OFFICE), unit)
    figures = [figure for row in rows for figure in (*_heading(row, walk, maker), *_row(row, walk, maker))]
    width = max(map(len, rows), default=0)
    table = Table(
        id=table_id(maker.document.sha, section.lines),
        document=maker.disclosure.id,
        place=maker.place(section.lines),
        form=key,
        number="",
        title=title,
        unit=unit,
        state="filled" if figures else "empty",
        note="",
        header=padded([squeeze(cell.text) for cell in walk.heads], width),
        rows=tuple(padded([cell.text for cell in row], width) for row in rows),
        row_lines=tuple((row[0].lines[0], row[-1].lines[1]) for row in rows),
    )
    return table, figures


def padded(texts: Sequence[str], width: int) -> tuple[str, ...]:
    """The texts of a row, and blanks up to `width`."""
    return (*texts, *("" for _ in range(width - len(texts))))


def _labelled(section: Section, rows: Sequence[Row], label: re.Pattern[str]) -> str:
    """What stands after a label: in the next filled cell of its row, or after it in the same cell or line."""
    lines = [[squeeze(cell.text) for cell in row if cell.text] for row in rows]
    lines += [[squeeze(block.text)] for block in section.blocks if isinstance(block, Paragraph)]
    for texts in lines:
        for at, text in enumerate(texts):
            if match := label.fullmatch(text):
                return match[1] or (texts[at + 1] if at + 1 < len(texts) else "")
    return ""


def _row(row: Row, walk: _Walk, maker: Maker) -> Iterator[Figure]:
    texts = [squeeze(cell.text) for cell in row]
    columns = _columns(texts)
    if "name" in columns and "target" in columns:
        walk.columns, walk.heads, walk.funds = columns, row, ()
    elif walk.columns:
        yield from _indicator(_placed(row, walk), walk, maker)
    elif any(map(_FUND_HEAD.fullmatch, texts)) and not any(_number(cell) for cell in row):
        walk.funds = row
    elif walk.funds:
        yield from _fund_row(row, walk, maker)
    else:
        yield from _fund_pairs(row, walk, maker)


def _heading(row: Row, walk: _Walk, maker: Maker) -> Iterator[Figure]:
    """The project's name as the table prints it, cited like a target but under a column of its own (项目名称)."""
    for cell in row:
        text = squeeze(cell.text)
        if walk.project != WHOLE and not walk.columns and text == walk.project:
            yield _words(cell, "项目名称", walk, maker)


def _words(cell: GridCell, column: str, walk: _Walk, maker: Maker) -> Figure:
    return maker.figure(
        cell.lines,
        form=walk.form,
        table=walk.table,
        row=("", column, walk.project),
        column=column,
        printed=cell.text,
        unit="",
        value=None,
        state="value",
        org=walk.org,
        measure=column,
        source="indicator",
    )


def _columns(texts: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, text in enumerate(texts):
        for key, pattern in _KEYS:
            if key not in found and pattern.fullmatch(text):
                found[key] = at
                break
    return found


def _number(cell: GridCell) -> bool:
    read = read_cell(cell.text)
    return read is not None and read[0] is not None


def _fund_pairs(row: Row, walk: _Walk, maker: Maker) -> Iterator[Figure]:
    """年度资金总额： | 700 | 其中：财政拨款 | 700 | …, or both in one cell."""
    cells = [cell for cell in row if not cell.covered]
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        text = squeeze(cell.text).replace(":", "：")
        if match := _ONE_CELL.fullmatch(text):
            yield from _amount(GridCell(match[2], cell.lines), FUNDS, match[1], walk, maker)
        elif following is not None and _FUND_LABEL.fullmatch(text) and read_cell(following.text) is not None:
            yield from _amount(following, FUNDS, text.rstrip("："), walk, maker)


def _fund_row(row: Row, walk: _Walk, maker: Maker) -> Iterator[Figure]:
    """年度资金总额 | 600.00 | 600.00 | 457.91 | 10 | 76.32% | 4.08 under a row of headers; headers align at the right end."""
    shift = len(row) - len(walk.funds)
    names = [squeeze(cell.text) for cell in row if cell.text and read_cell(cell.text) is None]
    for at, head in enumerate(walk.funds):
        title = squeeze(head.text)
        if title and 0 <= at + shift < len(row) and _is_amount_head(title) and read_cell(row[at + shift].text) is not None and names:
            yield from _amount(row[at + shift], names[-1], title, walk, maker)


def _is_amount_head(title: str) -> bool:
    return bool(_FUND_HEAD.fullmatch(title) or re.fullmatch("分值(权重)?|执行率([（(].*[）)])?|得分", title))


def _amount(cell: GridCell, name: str, column: str, walk: _Walk, maker: Maker) -> Iterator[Figure]:
    read = read_cell(cell.text.removesuffix("分"))
    if read is not None:
        unit = "分" if re.search("分值|得分|权重", column) else "%" if "执行率" in column else printed_unit(column) or walk.unit
        yield maker.figure(
            cell.lines,
            form=walk.form,
            table=walk.table,
            row=("", name, walk.project),
            column=column,
            printed=cell.text,
            unit=unit,
            value=read[0],
            state=read[1],
            org=walk.org,
        )


def _placed(row: Row, walk: _Walk) -> Row:
    """The row under the header of the indicators: a short row lacks its first cells, a shifted row is pushed back to the right.

    In exports of merged cells a whole row may slip to the left: then its target stands left of the column of targets, and pushing it back
    puts a name under 三级指标 that is no name of a level.
    """
    width = len(walk.heads)
    if len(row) < width:
        row = (*(GridCell("", row[0].lines) for _ in range(width - len(row))), *row)
    name, target = walk.columns["name"], walk.columns["target"]
    filled = [at for at in range(target + 1) if row[at].text]
    if not filled or row[target].text:
        return row
    push = target - filled[-1]
    moved = (*(GridCell("", row[0].lines) for _ in range(push)), *row[: len(row) - push])
    fits = moved[name].text and not any(_LEVEL.search(moved[at].text) for at in (name, target))
    return moved if fits else row


def _indicator(row: Row, walk: _Walk, maker: Maker) -> Iterator[Figure]:
    cell = {key: row[at] for key, at in walk.columns.items() if at < len(row)}
    _group(cell, walk)
    first = next((squeeze(item.text) for item in row if item.text), "")
    if re.match("总分|合计", first):
        yield from _total(row, first, walk, maker)
        return
    if not cell["name"].text or not cell["target"].text:
        return
    name = squeeze(cell["name"].text)
    yield _target(cell, name, walk, maker)
    for at, item in enumerate(row):
        head = squeeze(walk.heads[at].text) if at < len(walk.heads) else ""
        if head and at not in (walk.columns["name"], walk.columns["target"], walk.columns.get("actual")) and _number(item):
            yield from _amount(item, name, head, walk, maker)


def _group(cell: dict[str, GridCell], walk: _Walk) -> None:
    """一级 and 二级 are printed once and hold for the rows below."""
    if level1 := squeeze(cell["level1"].text) if "level1" in cell else "":
        walk.level1, walk.level2 = level1, ""
    if level2 := squeeze(cell["level2"].text) if "level2" in cell else "":
        walk.level2 = level2


def _target(cell: dict[str, GridCell], name: str, walk: _Walk, maker: Maker) -> Figure:
    target = cell["target"]
    actual = cell["actual"].text if "actual" in cell else ""
    comparator, value, unit = read_target(target.text)
    last = cell["actual"] if actual else target
    return maker.figure(
        (cell["name"].lines[0], last.lines[1]),
        form=walk.form,
        table=walk.table,
        row=("", name, walk.project),
        column="指标值",
        printed=f"{target.text} → {actual}" if actual else target.text,
        unit=unit,
        value=value,
        state="value",
        org=walk.org,
        measure="指标值",
        source="indicator",
        sentence=actual,
        group=".".join(filter(None, (walk.level1, walk.level2))),
        comparator=comparator,
    )


def _total(row: Row, name: str, walk: _Walk, maker: Maker) -> Iterator[Figure]:
    """总分 | 100 | 94.08分: weight and score, whatever cells the merging left between."""
    numbers = [cell for cell in row if read_cell(cell.text.removesuffix("分")) not in (None, (None, "blank"))]
    keys = [key for key in ("weight", "score") if key in walk.columns]
    for key, cell in zip(keys, numbers, strict=False):
        yield from _amount(cell, name, squeeze(walk.heads[walk.columns[key]].text), walk, maker)
