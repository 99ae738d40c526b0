"""What a paper says, apart from any file format: texts and tables as they are drawn, and each number with its row and its column.

All writers of this package take the same Paper; readers are right where they give it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

LEFT, ABOVE = "<", "^"
"""In a picture of a table: the place belongs to the cell at its left, or above it."""

WHOLE = "（全表）"


@dataclass(frozen=True)
class Column:
    role: Literal["code", "name", "value"]
    path: str = ""
    """Of a value: its headers from top to bottom, joined by dots."""


@dataclass(frozen=True)
class Heading:
    """`number` is automatic in Word: no text of the file, and yet printed."""

    number: str
    text: str

    @property
    def printed(self) -> str:
        return self.number + self.text


@dataclass(frozen=True)
class Text:
    text: str

    @property
    def printed(self) -> str:
        return self.text


@dataclass(frozen=True)
class Drawn:
    """One place of a table."""

    text: str
    spans: tuple[int, int] = (1, 1)
    covered: str = ""


@dataclass(frozen=True)
class Number:
    """A numeric cell of a table."""

    table: str
    unit: str
    row_code: str
    row_name: str
    column: str
    printed: str
    value: Decimal


@dataclass(frozen=True)
class Table:
    """`head` and `body` are pictures: a text for every place, or LEFT or ABOVE; a text may be broken over lines."""

    number: str
    title: str
    org: str
    unit: str
    columns: tuple[Column, ...]
    head: tuple[tuple[str, ...], ...]
    body: tuple[tuple[str, ...], ...]
    note: str = ""

    @property
    def above(self) -> tuple[str, str, str, str]:
        """The lines over the table, as printed."""
        return self.number, self.title, f"编制单位：{self.org}", f"单位：{self.unit}"

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        return (*self.head, *self.body)

    def spans(self, row: int, col: int) -> tuple[int, int]:
        """Rows and columns that the cell beginning there takes."""
        rows = self.rows
        cols = next((at for at, text in enumerate(rows[row][col + 1 :], 1) if text != LEFT), len(rows[row]) - col)
        down = next((at for at, below in enumerate(rows[row + 1 :], 1) if below[col] != ABOVE), len(rows) - row)
        return down, cols

    def begins(self) -> Iterator[tuple[int, int, str]]:
        """Row, column and text of every cell, in reading order."""
        for at, row in enumerate(self.rows):
            yield from ((at, col, text) for col, text in enumerate(row) if text not in (LEFT, ABOVE))

    def drawn(self) -> list[list[Drawn]]:
        """Every place as a reader must give it."""
        covered = {LEFT: Drawn("", covered="left"), ABOVE: Drawn("", covered="above")}
        return [
            [covered.get(text) or Drawn(joined(text), self.spans(at, col)) for col, text in enumerate(row)]
            for at, row in enumerate(self.rows)
        ]

    def flat(self) -> list[list[Drawn]]:
        """Every place where merged cells can't be told: their first one holds the text."""
        return [[Drawn("" if text in (LEFT, ABOVE) else joined(text)) for text in row] for row in self.rows]

    def numbers(self) -> Iterator[Number]:
        """Each number with the codes and the name at its own side; where no column names the rows, they are the whole table's."""
        unnamed = "" if any(column.role == "name" for column in self.columns) else WHOLE
        for row in self.body:
            code, name, counted = "", unnamed, False
            for column, text in zip(self.columns, row, strict=True):
                if column.role != "value" and counted:
                    code, name, counted = "", unnamed, False
                if column.role == "value":
                    counted = True
                    if (value := number_of(text)) is not None:
                        yield Number(self.title, self.unit, code, name, column.path, text, value)
                elif column.role == "code" and text.isdigit():
                    code += text
                elif text not in ("", LEFT):
                    name = joined(text).replace(" ", "")


@dataclass(frozen=True)
class Paper:
    org: str
    year: int
    kind: Literal["预算", "决算"]
    parts: tuple[Heading | Text | Table, ...]

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.parts if isinstance(part, Table)]

    def numbers(self) -> list[Number]:
        return [number for table in self.tables for number in table.numbers()]


def joined(text: str) -> str:
    """A text broken over lines, as one."""
    return text.replace("\n", "")


def number_of(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if re.fullmatch(r"-?[\d,]+(\.\d+)?", text) else None
