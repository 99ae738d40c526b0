"""A Paper as XLSX: a sheet for each table, numbers as numbers in the format that prints them, texts between the tables on sheets of their own."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.papers.truth import Paper, Table, number_of

FIRST_ROW = 4
"""Of the table itself, 1-based: below number, title, and 编制单位 with 单位."""


def write_xlsx(paper: Paper) -> bytes:
    book = Workbook()
    book.remove(book.active)
    texts: Any = None
    for part in paper.parts:
        if isinstance(part, Table):
            _add_table(book.create_sheet(part.number), part)
            texts = None
        else:
            texts = texts or book.create_sheet(f"说明{len(book.sheetnames)}")
            texts.append([part.printed])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def address(table: Table, row: int, col: int) -> str:
    """Where a cell of the table stands."""
    return f"{table.number}!{get_column_letter(col + 1)}{row + FIRST_ROW}"


def _add_table(sheet: Any, part: Table) -> None:
    number, title, org, unit = part.above
    last = len(part.columns)
    sheet.cell(1, last, number)
    sheet.cell(2, 1, title)
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=last)
    sheet.cell(3, 1, org)
    sheet.cell(3, last, unit)
    for row, col, text in part.begins():
        down, cols = part.spans(row, col)
        _write(sheet.cell(row + FIRST_ROW, col + 1), text, part.columns[col].role == "value")
        if (down, cols) != (1, 1):
            sheet.merge_cells(start_row=row + FIRST_ROW, start_column=col + 1, end_row=row + FIRST_ROW + down - 1, end_column=col + cols)
    if part.note:
        sheet.cell(FIRST_ROW + len(part.rows), 1, part.note)


def _write(cell: Any, text: str, numeric: bool) -> None:
    value = number_of(text) if numeric else None
    if value is None:
        cell.value = text or None
        return
    cell.value = float(value)
    whole = "#,##0" if "," in text or re.fullmatch(r"\d{1,3}\.\d{2}", text) else "0"
    places = len(text.partition(".")[2])
    cell.number_format = "General" if places < 2 else f"{whole}.{'0' * places}"
