"""What a spaced table is parsed into before its columns are known."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.document import Section, Span
from ingest.forms import Form
from ingest.spaced.lines import Number


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row. `level` is its depth (0 the grand total); `path` holds the names above it in an outline."""

    name: str
    numbers: tuple[Number, ...]
    lines: Span
    code: str = ""
    project: str = ""
    indent: int = 0
    level: int = 1
    path: tuple[str, ...] = ()


@dataclass(slots=True)
class Sheet:
    """The rows of one table (or of one side of it) over its value columns, left to right.

    `choices[i]` are the assignments that remain for row i: each a tuple of column indexes, one a number, increasing.
    """

    key: str
    """Key of the form; empty for an unknown table."""
    side: str
    columns: tuple[str, ...]
    known: bool
    """Whether the columns were recognised, so that the form's identities hold over them."""
    rows: list[Row]
    unit: str
    choices: list[list[tuple[int, ...]]] = field(default_factory=list)

    def places(self, index: int) -> tuple[int | None, ...]:
        """The column of each number of a row; None where it stays undetermined."""
        options = self.choices[index]
        columns = [{choice[n] for choice in options} for n in range(len(self.rows[index].numbers))]
        return tuple(next(iter(found)) if len(found) == 1 else None for found in columns)


@dataclass(slots=True)
class Parsed:
    """A table section after parsing: one sheet, or two for a table with two sides."""

    section: Section
    form: Form | None
    axes: tuple[str, ...]
    """Headings of the columns before the numbers."""
    sheets: list[Sheet]
    unit: str
    note: str = ""
    note_lines: Span | None = None

    @property
    def filled(self) -> bool:
        return any(row.numbers for sheet in self.sheets for row in sheet.rows)
