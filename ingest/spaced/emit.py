"""Sheets with their columns decided → the Table and the Figures of the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from domain.model import Disclosure, Figure, Provenance, State, Table
from domain.money import to_yuan
from ingest.document import Document, Span, figure_id
from ingest.spaced.lines import Number
from ingest.spaced.model import UNDETERMINED, Parsed, Row, Sheet
from ingest.spaced.official import units_by_row

_MEASURES = ("年初预算数", "全年预算数", "全年执行数", "预算数", "决算数", "执行数")


class Ids:
    """Ids of the numbers of a document: the first line of their row, and their place among the numbers there."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._used: Counter[int] = Counter()

    def next(self, line: int) -> str:
        self._used[line] += 1
        return figure_id(self.document.sha, f"L{line}", self._used[line])

    def place(self, lines: Span) -> Provenance:
        return Provenance(self.document.name, self.document.sha, lines=lines)


def state_of(value: Decimal | None) -> State:
    return "blank" if value is None else "value" if value else "zero"


def emit(parsed: Parsed, disclosure: Disclosure, ids: Ids) -> tuple[Table, list[Figure]]:
    section = parsed.section
    title = f"{section.number} {section.title}".strip()
    figures = [figure for sheet in parsed.sheets for figure in _figures(sheet, title, disclosure, ids)] if parsed.filled else []
    header, rows, row_lines = _grid(parsed)
    return (
        Table(
            id=figure_id(ids.document.sha, f"T{section.lines[0]}", 0),
            document=disclosure.id,
            place=ids.place(section.lines),
            form=parsed.form.key if parsed.form else "",
            number=section.number,
            title=section.title,
            unit=parsed.unit,
            state="filled" if parsed.filled else "empty",
            note=parsed.note,
            header=header,
            rows=rows,
            row_lines=row_lines,
            note_lines=parsed.note_lines,
        ),
        figures,
    )


def _figures(sheet: Sheet, title: str, disclosure: Disclosure, ids: Ids) -> Iterator[Figure]:
    orgs = units_by_row(sheet.rows, disclosure)
    for n, row in enumerate(sheet.rows):
        places = sheet.places(n)
        cells: list[tuple[int | None, Number | None]] = list(zip(places, row.numbers, strict=True))
        if None not in places:
            cells += [(column, None) for column in range(len(sheet.columns)) if column not in places]
        for column, number in cells:
            yield _figure(sheet, row, column, number, title, orgs[n], disclosure, ids)


def _figure(sheet: Sheet, row: Row, column: int | None, number: Number | None, title: str, org: str, disclosure: Disclosure, ids: Ids) -> Figure:
    name = UNDETERMINED if column is None else sheet.columns[column]
    value = number.value if number else None
    certain = len(row.numbers) == len(sheet.columns) or not row.numbers
    return Figure(
        id=ids.next(row.lines[0]),
        document=disclosure.id,
        place=ids.place(row.lines),
        org=org,
        year=disclosure.year,
        period=disclosure.year,
        kind=disclosure.kind,
        level=disclosure.level,
        measure=next((measure for measure in _MEASURES if name.endswith(measure)), f"{disclosure.kind}数"),
        form=sheet.key,
        table=title,
        row_code=row.code,
        row_name=f"{row.name}｜{row.project}" if row.project else row.name,
        column=name,
        printed=number.printed if number else "",
        value=value,
        unit=sheet.unit,
        yuan=to_yuan(value, sheet.unit),
        state="undetermined" if column is None else state_of(value),
        source="table",
        project=row.project,
        confidence="undetermined" if column is None else "read" if certain else "solved",
    )


def _grid(parsed: Parsed) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[Span | None, ...]]:
    """Header, body cells and the lines of each body row; numbers of unknown column stand together in a last column."""
    if len(parsed.sheets) == 2:
        return _two_sided(parsed)
    sheet = parsed.sheets[0]
    values = [_values(sheet, n) for n in range(len(sheet.rows))]
    loose = any(cells[-1] for cells in values)
    header = (*parsed.axes, *sheet.columns, *((UNDETERMINED,) if loose else ()))
    names = [_axis_cells(row, parsed.axes) for row in sheet.rows]
    rows = tuple((*name, *(cells if loose else cells[:-1])) for name, cells in zip(names, values, strict=True))
    return header, rows, tuple(row.lines for row in sheet.rows)


def _axis_cells(row: Row, axes: Sequence[str]) -> tuple[str, ...]:
    cells = {"科目编码": row.code, "科目名称": row.name, "项目名称": row.project, "项目": row.name}
    return tuple(cells[axis] for axis in axes)


def _values(sheet: Sheet, index: int) -> tuple[str, ...]:
    """The printed numbers of a row by column, and after the last column those whose column is unknown."""
    cells = [""] * (len(sheet.columns) + 1)
    for place, number in zip(sheet.places(index), sheet.rows[index].numbers, strict=True):
        at = len(sheet.columns) if place is None else place
        cells[at] = f"{cells[at]} {number.printed}".strip()
    return tuple(cells)


def _two_sided(parsed: Parsed) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[Span | None, ...]]:
    left, right = parsed.sheets
    loose = any(_values(right, n)[-1] for n in range(len(right.rows)))
    width = len(right.columns) + loose
    header = (parsed.axes[0], *left.columns, parsed.axes[1], *right.columns, *((UNDETERMINED,) if loose else ()))
    halves: dict[Span, list[tuple[str, ...]]] = {}
    for n, row in enumerate(left.rows):
        halves.setdefault(row.lines, [("",) * (1 + len(left.columns)), ("",) * (1 + width)])[0] = (row.name, *_values(left, n)[:-1])
    for n, row in enumerate(right.rows):
        name = f"{row.code} {row.name}".strip()
        halves.setdefault(row.lines, [("",) * (1 + len(left.columns)), ("",) * (1 + width)])[1] = (name, *_values(right, n)[:width])
    ordered = sorted(halves.items())
    return header, tuple(sum(cells, ()) for _, cells in ordered), tuple(lines for lines, _ in ordered)
