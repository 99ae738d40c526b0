"""Real PDFs against what was read by eye from their rendered pages (tests/real): every table, every cell, and nothing else.

tables.csv: all ruled tables of the documents. cells.csv: cells of 100 pages, row and column as printed. pages.csv: pages whose table cells are
all in cells.csv, with their number. forms.csv: amounts of performance forms, which have labels instead of columns.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from domain.model import Figure, Parsed, Table
from domain.text import key
from ingest.pipeline import parse

HERE = Path(__file__).with_name("real")
Row = Mapping[str, str]
SPILLED = {"合计｜式": "合计"}
"""Row names with a character that the page doesn't show: the last one of a header, which is too long for its cell, cut off by the row below."""


@cache
def truth(name: str) -> tuple[Row, ...]:
    with (HERE / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return tuple(csv.DictReader(lines))


def of(name: str, file: str) -> list[Row]:
    return [row for row in truth(name) if row["file"] == file]


FILES = sorted({row["file"] for row in truth("tables")})


@pytest.fixture(scope="module")
def read() -> dict[str, Parsed]:
    return {}


def parsed(read: dict[str, Parsed], shared: Path, file: str) -> Parsed:
    if file not in read:
        read[file] = parse((shared / "real" / file).read_bytes(), file)
    return read[file]


def amounts(found: Parsed) -> list[Figure]:
    return [
        figure for figure in found.figures if figure.source == "table" and figure.value is not None and not figure.form.startswith("绩效")
    ]


def pages_of(found: Parsed, table: Table) -> set[int]:
    own = {
        figure.place.page
        for figure in found.figures
        if figure.source != "narrative" and figure.table == f"{table.number} {table.title}".strip()
    }
    return {page for page in {table.place.page, *own} if page}


def is_row(row: Row, figure: Figure) -> bool:
    """The same code and, where there is none, the same name: numbering aside, merged labels in their order."""
    if row["row_code"] or figure.row_code:
        return row["row_code"] == figure.row_code
    printed, name = key(row["row_name"]), key(SPILLED.get(figure.row_name, figure.row_name))
    return printed == name or printed.endswith(name)


def is_column(row: Row, figure: Figure) -> bool:
    """The figure's path is printed in this order over the cell, and ends in the same head."""
    path = [key(part) for part in row["column"].split(".")]
    rest = iter(path)
    parts = [key(part) for part in figure.column.split(".")]
    sides = {"收入": ("本年收入", "财政拨款收入"), "支出": ("本年支出", "财政拨款支出")}
    return parts[-1] == path[-1] and all(any(part == one or one in sides.get(part, ()) for one in rest) for part in parts)


@pytest.mark.parametrize("file", FILES)
def test_every_table_is_found(file: str, read: dict[str, Parsed], shared: Path) -> None:
    found = parsed(read, shared, file)
    tables = [table for table in found.tables if table.state != "absent"]
    missed = []
    for row in of("tables", file):
        first = int(row["first_page"])
        same = [one for one in tables if key(row["title"]).endswith(key(one.title)) and one.title and one.place.page == first]
        same = same or [one for one in tables if one.place.page == first and (not row["title"] or one.form.startswith("绩效"))]
        units = [one for one in same if not row["unit"] or one.unit == row["unit"] or one.form.startswith("绩效")]
        if not units or (row["empty"] == "yes") != (units[0].state == "empty"):
            missed.append((row["title"], first, row["unit"], row["empty"], [(one.title, one.unit, one.state) for one in same]))
    assert not missed
    assert len(tables) == len(of("tables", file))


@pytest.mark.parametrize("file", FILES)
def test_every_cell_is_a_figure_with_its_row_and_column(file: str, read: dict[str, Parsed], shared: Path) -> None:
    left = amounts(parsed(read, shared, file))
    missed = []
    for row in of("cells", file):
        fits = [
            figure
            for figure in left
            if figure.place.page == int(row["page"]) and figure.value == Decimal(row["value"]) and figure.unit == row["unit"]
            if figure.printed.replace(" ", "") == row["printed"] and is_row(row, figure) and is_column(row, figure)
        ]
        if fits:
            left.remove(fits[0])
        else:
            near = [
                (one.row_code, one.row_name, one.column, one.unit)
                for one in left
                if one.place.page == int(row["page"]) and one.value == Decimal(row["value"])
            ]
            missed.append((row["page"], row["row_code"], row["row_name"], row["column"], row["printed"], near[:3]))
    assert not missed, f"{len(missed)} of {len(of('cells', file))}"
    full = Counter({int(row["page"]): int(row["cells"]) for row in of("pages", file)})
    assert [(one.place.page, one.row_name, one.column, one.printed) for one in left if one.place.page in full] == []


@pytest.mark.parametrize("file", [file for file in FILES if of("forms", file)])
def test_amounts_of_performance_forms(file: str, read: dict[str, Parsed], shared: Path) -> None:
    left = [figure for figure in parsed(read, shared, file).figures if figure.source == "table" and figure.form.startswith("绩效")]
    missed = []
    for row in of("forms", file):
        name = key(row["row_name"].rsplit("｜", 1)[-1])
        fits = [
            one for one in left if one.place.page == int(row["page"]) and one.value == Decimal(row["value"]) and key(one.column) == name
        ]
        if fits and fits[0].unit == row["unit"]:
            left.remove(fits[0])
        else:
            missed.append((row["page"], row["row_name"], row["printed"], [(one.row_name, one.unit) for one in fits]))
    assert not missed
