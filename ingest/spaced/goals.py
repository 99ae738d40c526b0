"""Performance tables in the spaced layout → a Table and its figures: amounts, weights and scores, and one indicator a target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.model import Figure, Table
from domain.money import parse_number
from domain.text import key as fold_name
from domain.text import squeeze
from ingest.document import Section, Span, table_id
from ingest.forms import form_in
from ingest.maker import Maker, read_target
from ingest.spaced.align import Cell, align
from ingest.spaced.funds import Amount, is_value, read_funds
from ingest.spaced.labels import group_names, without_labels
from ingest.spaced.lines import lines_of
from ingest.spaced.pieces import Piece, Stretch, performance_data, stretch_of, value_after

WHOLE = "整体"
"""The project of a table that covers the whole department."""
_OFFICE_KEYS = ("预算单位", "实施单位", "项目实施单位", "项目单位", "部门名称", "单位名称")
_SCORES = {"weight": "分值", "score": "得分"}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row: the cells by kind, what the row is called, and its group."""

    name: str
    cells: dict[str, Cell]
    group: str
    lines: Span

    def text(self, kind: str) -> str:
        return self.cells[kind].text if kind in self.cells else ""


@dataclass(frozen=True, slots=True)
class _Context:
    maker: Maker
    form: str
    table: str
    project: str
    org: str
    titles: dict[str, str]
    unit: str
    """Of money, where none is printed."""


def performance_table(section: Section, maker: Maker, usual: str) -> tuple[Table, list[Figure]]:
    """One table of targets (form 绩效目标) or of a self-evaluation (绩效自评); `usual` is the unit of money where none is printed."""
    stretch = stretch_of(lines_of(section))
    form = form_in(section)
    key = form.key if form else "绩效目标"
    project = squeeze(value_after(stretch.head, "项目名称")) or WHOLE
    org = next((squeeze(name) for label in _OFFICE_KEYS if (name := value_after(stretch.head, label))), "")
    title = f"{'自评' if key == '绩效自评' else '绩效'}-{project}"
    context = _Context(maker, key, title, project, _known(org, maker), stretch.titles, section.unit or usual)
    amounts = read_funds(stretch.funds, usual, section.unit)
    body, total = _total_at(stretch.rows)
    indicators = read_indicators(replace(stretch, rows=tuple(body)))
    sums = _total(total, stretch.header) if total else []
    figures = [*_amounts(amounts, context), *(f for row in indicators for f in _indicator(row, context)), *_amounts(sums, context)]
    return _table(section, context, amounts, indicators, sums), figures


def _known(org: str, maker: Maker) -> str:
    """The office named in the table if the disclosure knows it as a subordinate unit, else empty (the disclosure's own)."""
    return next((unit for unit in maker.disclosure.units if fold_name(unit) == fold_name(org)), "")


def read_indicators(stretch: Stretch) -> list[Indicator]:
    """The rows under the header; names that two columns share in other words keep the first with the unit of the second."""
    if not stretch.header:
        return []
    pieces, labels = without_labels(stretch.rows)
    if "name" not in stretch.header:
        return []
    kinds = ["name", *(kind for kind in stretch.header if kind not in ("name", "level1", "level2", "edge"))]
    paired = "level2" in stretch.header and not any(label.level == 2 for label in labels)
    rows = [row for row in _carried(align(pieces, kinds, paired)) if "target" in row]
    spans = [_lines(row) for row in rows]
    groups = group_names(spans, labels)
    named = [_named(row["name"]) for row in rows]
    joined = [f"{group}.{second}".strip(".") if second else group for group, (_, second) in zip(groups, named, strict=True)]
    return [Indicator(name, row, group, lines) for (name, _), row, group, lines in zip(named, rows, joined, spans, strict=True)]


def _lines(row: dict[str, Cell]) -> Span:
    lines = [piece.line for cell in row.values() for piece in cell.pieces]
    return min(lines), max(lines)


def _named(cell: Cell) -> tuple[str, str]:
    """What the indicator is called, and its 二级 where that is a name of its own.

    Where 二级 and 三级 say the same in other words, 二级 is the name and 三级 may add the unit: 档案页数 | 档案的页数（万页） → 档案页数（万页）.
    """
    if not cell.parted:
        return squeeze(cell.text), ""
    second = squeeze("".join(piece.text for piece in cell.pieces[: cell.parted]))
    third = squeeze("".join(piece.text for piece in cell.pieces[cell.parted :]))
    if len(set(second) & set(third)) * 2 < min(len(set(second)), len(set(third))):
        return third, second
    unit = re.search(r"[（(][^（）()]{1,4}[）)]$", third)
    return (f"{second}{unit[0]}" if unit and not second.endswith(unit[0]) else second), second


def _carried(rows: list[dict[str, Cell]]) -> list[dict[str, Cell]]:
    """What goes on after a page break belongs to the broken cells: to the basis where that gives a text known from other rows, else the name."""
    known = {squeeze(row["basis"].text) for row in rows if "basis" in row}
    result: list[dict[str, Cell]] = []
    for row in rows:
        carry = row.pop("carry", None)
        if carry is not None:
            for kind, rest in zip(("name", "basis"), _divided(carry, row.get("basis"), known), strict=True):
                if rest and kind in row:
                    row[kind] = replace(row[kind], pieces=(*row[kind].pieces, *rest))
        result.append(row)
    return result


def _divided(carry: Cell, basis: Cell | None, known: set[str]) -> tuple[Sequence[Piece], Sequence[Piece]]:
    pieces = carry.pieces
    for cut in range(len(pieces) + 1):
        tail = "".join(piece.text for piece in pieces[cut:])
        if basis and tail and squeeze(basis.text + tail) in known:
            return pieces[:cut], pieces[cut:]
    return pieces, ()


def _total_at(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """The rows, and the line of totals after them (总分 100 94.08 分)."""
    totals = performance_data()["totals"]
    for at, piece in enumerate(pieces):
        numbers = pieces[at + 1 : at + 2]
        if piece.before != "blank" and squeeze(piece.text) in totals and numbers and is_value(numbers[0].text.rstrip("分")):
            return pieces[:at], pieces[at:]
    return pieces, ()


def _total(pieces: Sequence[Piece], header: Sequence[str]) -> list[Amount]:
    """Weight and score in the order of the header; a single number is the weight."""
    values = [piece for piece in pieces[1:] if is_value(piece.text.rstrip("分"))]
    kinds = [kind for kind in header if kind in _SCORES]
    row = squeeze(pieces[0].text)
    return [
        Amount(row, _SCORES[kind], piece.text.rstrip("分"), (pieces[0].line, piece.line), "分")
        for kind, piece in zip(kinds, values, strict=False)
    ]


def _amounts(amounts: Sequence[Amount], context: _Context) -> Iterator[Figure]:
    for amount in amounts:
        value = parse_number(amount.printed)
        yield context.maker.figure(
            amount.lines,
            form=context.form,
            table=context.table,
            row=("", amount.row, context.project),
            column=amount.column,
            printed=amount.printed,
            unit=amount.unit,
            value=value,
            state="value" if value else "zero",
            org=context.org,
        )


def _indicator(row: Indicator, context: _Context) -> Iterator[Figure]:
    target, actual = row.text("target"), row.text("actual")
    comparator, value, unit = read_target(target)
    yield context.maker.figure(
        row.lines,
        form=context.form,
        table=context.table,
        row=("", row.name, context.project),
        column="指标值",
        printed=f"{target} → {actual}" if actual else target,
        unit=unit,
        value=value,
        state="value",
        org=context.org,
        measure="指标值",
        source="indicator",
        sentence=actual,
        group=row.group,
        comparator=comparator,
    )
    scores = [(kind, printed) for kind in _SCORES if (printed := row.text(kind).replace(" ", "").rstrip("分"))]
    numbers = [Amount(row.name, _score_title(kind, context), text, row.lines, "%" if "%" in text else "分") for kind, text in scores]
    if is_value(last := row.text("last")):
        numbers.append(Amount(row.name, context.titles["last"], last, row.lines, unit))
    yield from _amounts(numbers, context)


def _score_title(kind: str, context: _Context) -> str:
    title = context.titles.get(kind, "")
    return "得分" if kind == "score" else "分值权重" if "权重" in title and "分值" in title else title or "分值"


def _table(
    section: Section, context: _Context, amounts: Sequence[Amount], indicators: Sequence[Indicator], sums: Sequence[Amount]
) -> Table:
    """The table as a grid: the amounts first (name and column, amount), then the indicators under their header, then the totals."""
    kinds = [kind for kind in context.titles if kind not in ("level1", "level2", "edge")]
    header = ("指标类别", *(context.titles[kind] for kind in kinds))
    width = max(len(header), 3)
    rows: list[tuple[tuple[str, ...], Span]] = [(("资金", f"{item.row} {item.column}", item.printed), item.lines) for item in amounts]
    rows += [((row.group, *(row.text(kind) for kind in kinds)), row.lines) for row in indicators]
    rows += [((item.row, item.column, item.printed), item.lines) for item in sums]
    return Table(
        id=table_id(context.maker.document.sha, section.lines),
        document=context.maker.disclosure.id,
        place=context.maker.place(section.lines),
        form=context.form,
        number="",
        title=context.table,
        unit=next((item.unit for item in amounts if item.unit not in ("分", "%")), context.unit),
        state="filled" if amounts or indicators else "empty",
        note="",
        header=_padded(header, width),
        rows=tuple(_padded(cells, width) for cells, _ in rows),
        row_lines=tuple(lines for _, lines in rows),
    )


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *("" for _ in range(width - len(cells))))
