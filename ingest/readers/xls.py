"""XLS (also WPS's ET) → Document. xlrd gives what calamine doesn't: number formats, hidden rows and columns."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import xlrd

from ingest.document import Document
from ingest.errors import Unreadable
from ingest.readers.compound import DAMAGED
from ingest.readers.number_format import as_date, displayed
from ingest.readers.workbook import Sheet, read_workbook

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_xls(data: bytes, name: str, sha: str) -> Document:
    """Raises Unreadable where the file is damaged, has a password, or holds no text."""
    return read_workbook(_sheets(data), name, sha)


def _sheets(data: bytes) -> Iterator[Sheet]:
    try:
        with open(os.devnull, "w", encoding="utf-8") as silent:
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=silent)
            for index in range(book.nsheets):
                read = book.sheet_by_index(index)
                yield _sheet(book, read) if read.visibility == 0 else Sheet(read.name, True)
                book.unload_sheet(index)
    except DAMAGED as error:
        locked = isinstance(error, xlrd.XLRDError) and "encrypted" in str(error)
        reason = "工作簿有密码，请去掉密码后再读入" if locked else "工作簿已损坏，无法读取，请用 Excel 或 WPS 打开后另存"
        raise Unreadable(reason, "password" if locked else "damaged") from error


def _sheet(book: Any, read: Any) -> Sheet:
    sheet = Sheet(read.name, False, read.nrows, read.ncols)
    for row in range(read.nrows):
        for col, cell in enumerate(read.row(row)):
            if text := _shown(book, cell):
                sheet.cells[row, col] = text
    sheet.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in read.merged_cells]
    sheet.hidden_rows = {row for row, info in read.rowinfo_map.items() if info.hidden}
    sheet.hidden_cols = {col for col, info in read.colinfo_map.items() if info.hidden}
    return sheet


def _shown(book: Any, cell: Any) -> str:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.xf_index is not None else ""
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return displayed(cell.value, code)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return as_date(xlrd.xldate_as_datetime(cell.value, book.datemode), code)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return _ERRORS.get(cell.value, "#N/A") if cell.ctype == xlrd.XL_CELL_ERROR else str(cell.value)
