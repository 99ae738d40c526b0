"""From cells as they were drawn to blocks with running numbers: what Word, sheets and web pages share.

A drawn table is a Matrix: for every place the Piece that takes it, so a merged cell is the same Piece at several places. Spans follow from
that, whatever rows or columns are cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.money import parse_number
from ingest.document import Block, Document, Grid, GridCell, Paragraph, Remark, Spot

_BREAKS = re.compile(r"\s*[\n\r\t\v\f\u2028\u2029]+\s*")
_MAX_PLACES = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A cell: its text, and where it begins. Two pieces are never equal."""

    text: str
    spot: Spot


Matrix = Sequence[Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A cell as a file describes it: row and column (0-based) of its first place, and how many it takes."""

    row: int
    col: int
    text: str
    rows: int = 1
    cols: int = 1


def matrix(anchors: Iterable[Anchor], spot_at: Callable[[int, int], Spot]) -> list[list[Piece]]:
    """The places of a table; those that no anchor takes are blank. Where two overlap, the earlier one keeps the place."""
    taken: dict[tuple[int, int], Piece] = {}
    height = width = 0
    for anchor in anchors:
        piece = Piece(anchor.text.strip(), spot_at(anchor.row, anchor.col))
        for place in _free(anchor, taken):
            taken[place] = piece
            height, width = max(height, place[0] + 1), max(width, place[1] + 1)
    return [[taken.get((row, col)) or Piece("", spot_at(row, col)) for col in range(width)] for row in range(height)]


def _free(anchor: Anchor, taken: Mapping[tuple[int, int], Piece]) -> list[tuple[int, int]]:
    """The places that the anchor takes: a full rectangle, ending where another cell stands."""
    if (anchor.row, anchor.col) in taken:
        return []
    columns = range(anchor.col, anchor.col + anchor.cols)
    columns = range(anchor.col, next((col for col in columns if (anchor.row, col) in taken), columns.stop))
    rows = range(anchor.row, anchor.row + anchor.rows)
    end = next((row for row in rows if any((row, col) in taken for col in columns)), rows.stop)
    return [(row, col) for row in range(anchor.row, end) for col in columns]


def cut(rows: Matrix) -> list[list[Piece]]:
    """Without what holds no text of its own: rows and columns at the edges, and those inside that only go on with a merged cell."""
    filled = [at for at, row in enumerate(rows) if any(piece.text for piece in row)]
    if not filled:
        return []
    kept = [row for at, row in enumerate(rows) if filled[0] <= at <= filled[-1] and not _repeats(row, rows[at - 1] if at else ())]
    columns = list(zip(*kept, strict=True))
    own = [at for at, column in enumerate(columns) if _has_own(column, columns[at - 1] if at else ())]
    wanted = [at for at in range(own[0], own[-1] + 1) if not _repeats(columns[at], columns[at - 1] if at else ())]
    return [[row[at] for at in wanted] for row in kept]


def _repeats(line: Sequence[Piece], before: Sequence[Piece]) -> bool:
    """Whether every place of a row (or column) belongs to a cell of the one before it."""
    return bool(before) and all(piece is other for piece, other in zip(line, before, strict=True))


def _has_own(column: Sequence[Piece], before: Sequence[Piece]) -> bool:
    return any(piece.text and not (before and piece is before[at]) for at, piece in enumerate(column))


class Blocks:
    """Collects the blocks of a document and numbers their pieces in reading order."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._spots: list[Spot] = []

    @property
    def line_above(self) -> str:
        """The last line, where nothing but a line came last."""
        last = self._blocks[-1] if self._blocks else None
        return last.text if isinstance(last, Paragraph) else ""

    def paragraph(self, text: str, spot: Spot) -> None:
        """Each printed line of `text` as a Paragraph; blank ones are left out."""
        for line in re.split(r"[\n\r\v\f\u2028\u2029]+", text):
            if line.strip():
                number = self._number(spot)
                self._blocks.append(Paragraph(line.strip(), (number, number)))

    def grid(self, rows: Matrix) -> None:
        numbers: dict[Piece, int] = {}
        drawn: list[tuple[GridCell, ...]] = []
        for at, row in enumerate(rows):
            drawn.append(tuple(self._cell(rows, at, col, numbers) for col in range(len(row))))
        self._blocks.append(Grid(tuple(drawn)))

    def document(self, name: str, sha: str, remarks: Sequence[Remark] = ()) -> Document:
        return Document(name, sha, "grid", tuple(self._blocks), tuple(self._spots), tuple(remarks))

    def _cell(self, rows: Matrix, row: int, col: int, numbers: dict[Piece, int]) -> GridCell:
        piece = rows[row][col]
        if piece in numbers:
            begins_here = row == 0 or all(other is not piece for other in rows[row - 1])
            return GridCell("", (numbers[piece], numbers[piece]), covered="left" if begins_here else "above")
        number = numbers[piece] = self._number(piece.spot)
        right = next((at for at in range(col, len(rows[row])) if rows[row][at] is not piece), len(rows[row]))
        below = next((at for at in range(row, len(rows)) if rows[at][col] is not piece), len(rows))
        return GridCell(one_line(piece.text), (number, number), (below - row, right - col))

    def _number(self, spot: Spot) -> int:
        self._spots.append(spot)
        return len(self._spots)


def one_line(text: str) -> str:
    """The text of a cell that is broken over lines: a blank is put where letters or digits would run together, none between Han."""
    parts = [part for part in _BREAKS.split(text.strip()) if part]
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        joined += part if _needs_no_blank(joined[-1]) or _needs_no_blank(part[0]) else f" {part}"
    return joined


def _needs_no_blank(char: str) -> bool:
    return char >= "\u2e80" or char in "“”‘’…—·"


def too_large(rows: int, cols: int) -> bool:
    """Whether a table of this size is more than memory should be spent on."""
    return rows * cols > _MAX_PLACES


def has_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table within a cell is a table of its own: several rows with numbers."""
    return sum(any(parse_number(text) is not None for text in row) for row in rows) > 1
