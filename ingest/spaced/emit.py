"""Sheets with their columns decided → the Table and the Figures of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.model import Figure, State, Table
from ingest.document import Span, table_id
from ingest.forms import form_in
from ingest.maker import UNDETERMINED, Maker
from ingest.spaced.lines import Number
from ingest.spaced.model import Parsed, Row, Sheet
from ingest.spaced.official import units_by_row

_OTHER = "其他"
"""Form of a table that is none of the official ones."""


def emit(parsed: Parsed, maker: Maker) -> tuple[Table, list[Figure]]:
    """The table as a grid again, and a figure a number; blanks become figures where every number of their row has its column.

    What a person says of form and unit changes neither rows nor columns, which were solved from what is printed: else the ids of the
    figures would move.
    """
    section = parsed.section
    title = f"{section.number} {section.title}".strip()
    form = form_in(section)
    key = form.key if form else _OTHER
    figures = (
        [figure for sheet in parsed.sheets for figure in _figures(sheet, key, title, section.unit or sheet.unit, maker)]
        if parsed.filled
        else []
    )
    header, rows, row_lines = _grid(parsed)
    table = Table(
        id=table_id(maker.document.sha, section.lines),
        document=maker.disclosure.id,
        place=maker.place(section.lines),
        form=key,
        number=section.number,
        title=section.title,
        unit=section.unit or parsed.unit,
        state="filled" if parsed.filled else "empty",
        note=parsed.note,
        header=header,
        rows=rows,
        row_lines=row_lines,
        note_lines=parsed.note_lines,
    )
    return table, figures


def _figures(sheet: Sheet, form: str, title: str, unit: str, maker: Maker) -> Iterator[Figure]:
    orgs = units_by_row(sheet.rows, maker.disclosure)
    for n, row in enumerate(sheet.rows):
        places = sheet.places(n)
        cells: list[tuple[int | None, Number | None]] = list(zip(places, row.numbers, strict=True))
        if None not in places:
            cells += [(column, None) for column in range(len(sheet.columns)) if column not in places]
        solved = 0 < len(row.numbers) < len(sheet.columns)
        for column, number in cells:
            state: State = "blank" if number is None else "value" if number.value else "zero"
            figure = maker.figure(
                row.lines,
                form=form,
                table=title,
                row=(row.code, f"{row.name}｜{row.project}" if row.project else row.name, row.project),
                column=UNDETERMINED if column is None else sheet.columns[column],
                printed=number.printed if number else "",
                unit=unit,
                value=number.value if number else None,
                state=state,
                org=orgs[n],
            )
            yield replace(figure, confidence="solved") if solved and column is not None else figure


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
