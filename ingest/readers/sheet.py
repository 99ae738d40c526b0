"""XLSX and XLSM → Document: every visible sheet in order, numbers as they are displayed.

Values and merged ranges come from calamine; number formats, hidden rows and columns are not among what it gives and are looked up in the
sheet's own XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO

import python_calamine

from ingest.document import Document
from ingest.errors import Unreadable
from ingest.readers.number_format import BUILTIN, as_date, displayed
from ingest.readers.package import Package
from ingest.readers.workbook import Sheet, column_number, read_workbook

_FILLED = re.compile(rb"<(?:\w+:)?c\s([^<>]*+)(?<!/)>")
_HIDDEN = re.compile(rb"""hidden=["'](?:1|true)["']""")
"""Cells that hold something, and hidden rows and columns: patterns, for a sheet may have millions of formatted empty cells, which a parser
would each build."""
_VALUE = re.compile(rb"(?:\s*<(?:\w+:)?f\b[^<>]*+(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]*)<")
_ATTRIBUTE = re.compile(rb"""(\w+)=["']([^"']*)["']""")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
Scalar = int | float | str | bool | time | date | datetime | timedelta


@dataclass(slots=True)
class _Look:
    """What a sheet's XML tells beside its values; rows and columns 0-based."""

    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """What cells show that failed to compute (#REF!); calamine gives nothing for them."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: list[range] = field(default_factory=list)
    height: int = 0
    width: int = 0


def read_sheets(data: bytes, name: str, sha: str) -> Document:
    """Raises Unreadable where the file is damaged, has a password, or holds no text."""
    package = Package(data)
    package.verify()
    return read_workbook(_sheets(data, package), name, sha)


def _sheets(data: bytes, package: Package) -> Iterator[Sheet]:
    parts = _parts(package)
    codes = _codes(package)
    try:
        with python_calamine.load_workbook(BytesIO(data)) as book:
            for meta in book.sheets_metadata:
                if meta.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                hidden = meta.visible is not python_calamine.SheetVisibleEnum.Visible
                look = _Look() if hidden else _look(package.read(parts.get(meta.name, "")) or b"")
                yield _sheet(book, meta.name, hidden, look, codes)
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Unreadable("工作簿已损坏，无法读取，请用 Excel 或 WPS 打开后另存", "damaged") from error


def _sheet(book: python_calamine.CalamineWorkbook, name: str, hidden: bool, look: _Look, codes: Sequence[str]) -> Sheet:
    sheet = Sheet(name, hidden, look.height, look.width)
    if hidden or sheet.is_too_large:
        return sheet
    read = book.get_sheet_by_name(name)
    top, left = read.start or (0, 0)
    for row, values in enumerate(read.to_python(skip_empty_area=True), top):
        for col, value in enumerate(values, left):
            if value != "":
                style = look.styles.get((row, col), 0)
                sheet.cells[row, col] = _shown(value, codes[style] if style < len(codes) else "")
    sheet.cells |= look.errors
    sheet.merged = [(*first, *last) for first, last in read.merged_cell_ranges or ()]
    sheet.hidden_rows = look.hidden_rows
    sheet.hidden_cols = {col for cols in look.hidden_cols for col in cols if col < look.width}
    return sheet


def _shown(value: Scalar, code: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return displayed(value, code) if isinstance(value, int | float) else as_date(value, code)


def _parts(package: Package) -> Mapping[str, str]:
    """Names of the parts that hold the sheets, by the sheets' own names."""
    root = package.xml(package.main)
    if root is None:
        raise Unreadable("工作簿已损坏：没有工作簿部分", "damaged")
    related = package.related(package.main)
    found: dict[str, str] = {}
    for sheet in root.iter("{*}sheet"):
        ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
        found[sheet.get("name", "")] = related.get(ids[0] if ids else "", ("", ""))[1]
    return found


def _codes(package: Package) -> list[str]:
    """The number format of each cell style, by the style's number."""
    root = package.xml(package.part_of("styles"))
    if root is None:
        return []
    own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    styles = [style for cells in root.iter("{*}cellXfs") for style in cells.iter("{*}xf")]
    numbers = [style.get("numFmtId", "0") for style in styles]
    builtin = {str(number): code for number, code in BUILTIN.items()}
    return [own.get(number) or builtin.get(number, "") for number in numbers]


def _look(xml: bytes) -> _Look:
    look = _Look()
    for cell in _FILLED.finditer(xml):
        attributes = _attributes(cell[1])
        value = _VALUE.match(xml, cell.end()) if attributes.get("t") == "e" else None
        _note_cell(look, attributes, value[1].decode("utf-8", "replace") if value else "")
    for mark in _HIDDEN.finditer(xml):
        tag = xml[xml.rfind(b"<", 0, mark.start()) : xml.find(b">", mark.end())]
        kind, line = tag[1:].split(maxsplit=1)[0].rpartition(b":")[2], _attributes(tag)
        if kind == b"row":
            look.hidden_rows.add(int(line.get("r", "0")) - 1)
        elif kind == b"col":
            look.hidden_cols.append(range(int(line.get("min", "1")) - 1, int(line.get("max", "0"))))
    return look


def _attributes(tag: bytes) -> dict[str, str]:
    return {key.decode("ascii", "replace"): value.decode("ascii", "replace") for key, value in _ATTRIBUTE.findall(tag)}


def _note_cell(look: _Look, attributes: Mapping[str, str], error: str) -> None:
    reference = _REFERENCE.fullmatch(attributes.get("r", ""))
    if reference:
        row, col = int(reference[2]) - 1, column_number(reference[1])
        look.height, look.width = max(look.height, row + 1), max(look.width, col + 1)
        if attributes.get("s", "0").isdigit():
            look.styles[row, col] = int(attributes.get("s", "0"))
        if error:
            look.errors[row, col] = error
