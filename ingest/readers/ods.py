"""ODS → Document: the file keeps what each cell displays beside its value, so that is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.document import Document
from ingest.errors import Unreadable
from ingest.readers.package import Package
from ingest.readers.workbook import Sheet, read_workbook

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_GROUPS = (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group")
_MAX_ROWS, _MAX_COLS = 1 << 20, 1 << 14
_MAX_CELLS = 1 << 20


def read_ods(data: bytes, name: str, sha: str) -> Document:
    """Raises Unreadable where the file is damaged, has a password, or holds no text."""
    package = Package(data)
    root = package.xml("content.xml")
    if root is None:
        raise Unreadable("ODS 文件已损坏：没有内容部分", "damaged")
    if b"encryption-data" in (package.read("META-INF/manifest.xml") or b""):
        raise Unreadable("工作簿有密码，请去掉密码后再读入", "password")
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(each.get(f"{_TABLE}display") == "false" for each in style.iter(f"{_STYLE}table-properties"))
    }
    return read_workbook((_sheet(table, hidden) for table in root.iter(f"{_TABLE}table")), name, sha)


def _sheet(table: Any, hidden: set[Any]) -> Sheet:
    sheet = Sheet(table.get(f"{_TABLE}name", ""), table.get(f"{_TABLE}style-name") in hidden)
    if sheet.hidden:
        return sheet
    sheet.hidden_cols = set(_hidden_columns(table))
    row = 0
    for element in _rows(table):
        count = _count(element, "number-rows-repeated")
        cells = list(_cells(element))
        if len(sheet.cells) + count * len(cells) > _MAX_CELLS:
            raise Unreadable(f"工作表“{sheet.name}”太大，不予读取", "too_large")
        for at in range(row, row + count if cells else row):
            _add_row(sheet, at, cells)
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            sheet.hidden_rows |= set(range(row, min(row + count, _MAX_ROWS)))
        row += count
    return sheet


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag in _GROUPS:
            yield from _rows(child)
        elif child.tag == f"{_TABLE}table-row":
            yield child


def _cells(row: Any) -> Iterator[tuple[int, str, int, int]]:
    """Column, displayed text, and the rows and columns it takes, of the cells that hold something."""
    col = 0
    for cell in row.iter(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        count = _count(cell, "number-columns-repeated")
        text = "\n".join(_text(line) for line in cell.iterchildren(f"{_TEXT}p"))
        spans = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if cell.tag == f"{_TABLE}table-cell" and (text.strip() or spans != (1, 1)):
            for at in range(col, min(col + count, _MAX_COLS)):
                yield at, text, *spans
        col += count


def _add_row(sheet: Sheet, row: int, cells: list[tuple[int, str, int, int]]) -> None:
    for col, text, rows, cols in cells:
        sheet.cells[row, col] = text
        if (rows, cols) != (1, 1):
            sheet.merged.append((row, col, row + rows - 1, col + cols - 1))
        if text.strip():
            sheet.height, sheet.width = max(sheet.height, row + 1), max(sheet.width, col + 1)


def _text(element: Any) -> str:
    """With its runs of blanks, tabs and line breaks, which are elements."""
    parts = [element.text or ""]
    for child in element:
        name = child.tag.removeprefix(_TEXT)
        if name == "s":
            parts.append(" ")
        elif name in ("tab", "line-break"):
            parts.append("\n" if name == "line-break" else "\t")
        elif name in ("span", "a"):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _hidden_columns(table: Any) -> Iterator[int]:
    col = 0
    for column in table.iter(f"{_TABLE}table-column"):
        count = _count(column, "number-columns-repeated")
        if column.get(f"{_TABLE}visibility") == "collapse":
            yield from range(col, min(col + count, _MAX_COLS))
        col += count


def _count(element: Any, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 10 else 1
