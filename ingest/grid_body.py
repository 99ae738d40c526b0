"""Body rows of a grid → Figures: code and name of each row, value and state of each cell under its column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.model import Figure
from domain.text import squeeze
from ingest.document import GridCell
from ingest.grid_header import Head, Row
from ingest.maker import UNDETERMINED, Maker, read_cell

WHOLE_TABLE = "（全表）"
"""Name of the rows of a table without a column of names (三公: one row of numbers)."""

_CODED = re.compile(r"([2-5]\d{2}(?:\d{2}){0,2})(?=\D)\s*(.+)")
_LEVELS = frozenset("类款项目")
"""Heads of the code columns, where the row of totals stands beside them."""
_NUMBERING = re.compile(r"^(?:[〇零一二三四五六七八九十]+、|[（(][〇零一二三四五六七八九十]+[）)])(?=.)")
"""一、 and （一） before the name of a row: its place in the list, not its name."""
Label = tuple[str, str, str]
"""Code, name and project of a row."""


def fitted(row: Row, width: int) -> Row:
    """The row without blank cells beyond the header. A short row stays short: nobody knows which cell it lacks."""
    return row[:width] if len(row) > width and not any(cell.text for cell in row[width:]) else row


class RowReader:
    """Reads the body rows of one table."""

    def __init__(self, maker: Maker, head: Head, form: str, table: str, unit: str) -> None:
        self._maker = maker
        self._head = head
        self._form = form
        self._table = table
        self._unit = unit
        self._labelled = any(role in ("code", "name", "project") for role in head.roles)

    def read(self, row: Row) -> Iterator[Figure]:
        """The figures of a row, blanks under a named row included; columns of a row of odd length stay undetermined."""
        if len(row) != len(self._head.roles):
            yield from self._unplaced(row)
            return
        bounds = [*self._head.stretches, len(row)]
        for start, end in pairwise(bounds):
            yield from self._stretch(row, start, end)

    def _stretch(self, row: Row, start: int, end: int) -> Iterator[Figure]:
        label = self._label(row, start, end)
        for at in range(start, end):
            if self._head.roles[at] == "value" and not row[at].covered and (any(label) or row[at].text):
                yield from self._figure(row[at], label, self._head.names[at], self._head.units[at])

    def _figure(self, cell: GridCell, label: Label, column: str, unit: str | None) -> Iterator[Figure]:
        read = read_cell(cell.text)
        if read is None:
            return
        yield self._maker.figure(
            cell.lines,
            form=self._form,
            table=self._table,
            row=label,
            column=column,
            printed=cell.text,
            unit=self._unit if unit is None else unit,
            value=read[0],
            state=read[1],
        )

    def _label(self, row: Row, start: int, end: int) -> Label:
        if not self._labelled:
            return "", WHOLE_TABLE, ""
        by_role: dict[str, list[str]] = {"code": [], "name": [], "project": []}
        for at in range(start, end):
            role, text = self._head.roles[at], squeeze(row[at].text)
            if role == "code" and text and not text.isdigit():
                role = "name"  # 合计 in a cell that is merged over codes and name
            told = text and text not in _LEVELS and not (row[at].covered == "left" and at > start)
            if told and role in by_role and (role == "code" or text not in by_role[role][-1:]):
                by_role[role].append(text)
        between = "｜" if self._maker.document.layout == "grid" else ""
        return label_of(by_role["code"], between.join(by_role["name"]), between.join(by_role["project"]))

    def _unplaced(self, row: Row) -> Iterator[Figure]:
        words = [squeeze(cell.text) for cell in row if cell.text and read_cell(cell.text) is None]
        codes = [squeeze(cell.text) for cell in row[:3] if re.fullmatch(r"\d{2,7}", cell.text)]
        label = label_of(codes, words[0] if words else "", "")
        numbers = [cell for cell in row[len(codes) :] if cell.text and read_cell(cell.text) is not None]
        for cell in numbers:
            yield from self._figure(cell, label, UNDETERMINED, None)


def label_of(codes: Sequence[str], name: str, project: str) -> Label:
    """Code, name (item｜project) and project; a code printed before the name in one cell is taken off it."""
    code = _joined(codes)
    name, project = _NUMBERING.sub("", name), _NUMBERING.sub("", project)
    if not code and (match := _CODED.fullmatch(name)):
        code, name = match[1], match[2]
    if not name and not code:
        return "", project, ""
    return code, f"{name}｜{project}" if project else name, project


def _joined(codes: Sequence[str]) -> str:
    """201, 03, 99 → 2010399; a code that already holds its parents is taken as it is."""
    joined = ""
    for printed in codes:
        code = printed.zfill(2) if joined else printed  # a sheet's number 2 for the 款 02
        joined = code if joined and code.startswith(joined) else joined + code
    return joined if joined.isdigit() else ""
