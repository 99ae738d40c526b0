"""Finding what a citation points at: the cell of a table, the sentence, the lines of the original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.model import Citation, Figure, Table
from domain.text import key, squeeze

if TYPE_CHECKING:
    from library.snapshot import Snapshot

Lines = tuple[int, int]


@dataclass(frozen=True)
class Cited:
    """What a citation points at, as far as the library still has it."""

    citation: Citation
    figure: Figure | None
    table: Table | None
    sha: str | None

    @property
    def lines(self) -> Lines | None:
        return self.figure.place.lines if self.figure else self.citation.lines


def resolve(citation: Citation, snapshot: Snapshot) -> Cited:
    """The figure, the table it stands in and the file, where the library still has them."""
    found = snapshot.figures.get([citation.figure]) if citation.figure else []
    figure = found[0] if found else None
    if figure is None:
        return Cited(citation, None, None, _sha(citation, snapshot))
    return Cited(citation, figure, _table_of(figure, snapshot), figure.place.sha)


def citation(figure: Figure) -> Citation:
    """The citation that points at `figure`."""
    place = figure.place
    return Citation(
        figure.id, figure.document, place.file, figure.org, figure.year, figure.kind, place.page, place.told_lines, place.bbox,
        figure.table, figure.row_name, figure.column, figure.printed, place.cell, place.ocr,
    )  # fmt: skip


def _table_of(figure: Figure, snapshot: Snapshot) -> Table | None:
    if figure.source == "narrative":
        return None
    tables = [table for table in snapshot.figures.tables(document=figure.document) if table.rows]
    named = [table for table in tables if title(table) == figure.table]
    around = [table for table in named or tables if _covers(table.place.lines, figure.place.lines)]
    chosen = around or (named if len(named) == 1 else [])
    return chosen[0] if chosen else None


def _sha(citation: Citation, snapshot: Snapshot) -> str | None:
    """The file of a citation without a figure: its tables and figures know."""
    known = snapshot.figures.select(documents=[citation.document], limit=1)
    same = [figure.place.sha for figure in known if figure.place.file == citation.file]
    return same[0] if same else (known[0].place.sha if known else None)


def title(table: Table) -> str:
    """Number and title as figures name their table."""
    return f"{table.number} {table.title}".strip()


def _covers(outer: Lines | None, inner: Lines | None) -> bool:
    return outer is not None and inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def row_of(table: Table, figure: Figure) -> int | None:
    """The body row that the figure was read from: by lines; where several rows share them, by what they name and print."""
    rows = [index for index, lines in enumerate(table.row_lines) if _covers(lines, figure.place.lines)]
    return max(rows, key=lambda index: (_likeness(table.rows[index], figure), -index), default=None)


def _likeness(cells: Sequence[str], figure: Figure) -> int:
    """How much of the figure a row holds: its number, its name, its column."""
    named = key("".join(cells))
    return sum([_printed(figure) in map(squeeze, cells), key(figure.row_name) in named, key(figure.column) in named])


def _printed(figure: Figure) -> str:
    """What a cell prints of the figure; of a self-evaluated indicator (“target → actual”) its target."""
    return squeeze(figure.printed.split(" → ")[0])


def column_of(table: Table, row: int, figure: Figure) -> int | None:
    """The cell of `row` that holds the figure: by what it prints, then by its header or the label on its left; None where the row
    leaves it open. A target stands before what was reached."""
    cells = table.rows[row]
    printed = _printed(figure)
    places = [index for index, text in enumerate(cells) if squeeze(text) == printed] or [
        index for index, text in enumerate(cells) if printed and printed in squeeze(text)
    ]
    if len(places) <= 1 or figure.source == "indicator":
        return places[0] if places else None
    wanted = key(figure.column)
    named = [index for index in places if index < len(table.header) and key(table.header[index]) == wanted]
    named = named or [index for index in places if index and key(cells[index - 1]) == wanted]
    return named[0] if len(named) == 1 else None


def cell(row: Sequence[str], at: int) -> str:
    """A cell of a body row; empty where the row is shorter than the header."""
    return row[at] if at < len(row) else ""


def empty_columns(table: Table) -> set[int]:
    """Columns without a printed cell in any row."""
    return {index for index in range(len(table.header)) if not any(squeeze(cell(row, index)) for row in table.rows)}


def window(count: int, centre: int | None, around: int = 4) -> range:
    """The rows to show: `around` on each side of `centre`, shifted where the table ends."""
    if centre is None:
        return range(min(count, 2 * around + 1))
    first = max(0, min(centre - around, count - 2 * around - 1))
    return range(first, min(count, first + 2 * around + 1))


def decode(data: bytes) -> str:
    """The text of an original for showing; bytes that fit no known encoding become �."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def original_lines(text: str, lines: Lines, around: int = 3) -> list[tuple[int, str, bool]]:
    """The lines of an original around `lines`: (number, text, cited), blank ones left out."""
    printed = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    cited = [index for index, (number, _) in enumerate(printed) if lines[0] <= number <= lines[1]]
    if not cited:
        return []
    first, last = max(0, cited[0] - around), cited[-1] + around
    return [(number, line.strip(), lines[0] <= number <= lines[1]) for number, line in printed[first : last + 1]]
