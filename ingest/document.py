"""What a reader returns for a file: blocks in reading order, each with its place. No domain knowledge here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.model import Box, Provenance

Layout = Literal["cells", "rows", "spaced", "grid"]
"""Of texts, cells: one cell a line with a leading tab; rows: cells joined by tabs; spaced: words joined by blanks, empty cells lost.
grid: cells as they were drawn, with their true spans (PDF, Word, sheets, web pages, scans)."""
Span = tuple[int, int]
"""First and last line, 1-based, inclusive. Of a file without lines: the numbers of its printed pieces (a line of prose, a cell) in reading
order; `Document.spots` says where each stands."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one printed piece stands."""

    page: int | None = None
    """Page of a PDF or scan, sheet of a workbook; 1-based."""
    bbox: Box | None = None
    """(x0, y0, x1, y1) in points from the top left of the page as it is shown (turned by its /Rotate)."""
    cell: str = ""
    """Address in a workbook (支出总表!C7), or in a Word or web document (表3 R5C2, 段12)."""
    ocr: float | None = None
    """How sure the recognition of the characters is, 0–1; None where they were text already."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One printed line (or one paragraph where the format keeps them), as printed."""

    text: str
    lines: Span


@dataclass(frozen=True, slots=True)
class GridCell:
    text: str
    """As printed, without the blanks around it; a cell broken over lines is joined."""
    lines: Span
    spans: tuple[int, int] = (1, 1)
    """Rows and columns that the cell takes; known in the layout grid only."""
    covered: Literal["", "left", "above"] = ""
    """Of a place that a merged cell takes: where that cell begins. Its own text is empty, its lines are those of that cell."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells as they stand. Rows may differ in length (merged headers), but not in the layout grid."""

    rows: tuple[tuple[GridCell, ...], ...]
    edges: tuple[float, ...] = ()
    """Where the lines between the columns stand across the page, one more than columns; empty where nothing was drawn."""

    @property
    def lines(self) -> Span:
        cells = [cell for row in self.rows for cell in row]
        return cells[0].lines[0], cells[-1].lines[1]


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the file that a reader could not read; it becomes an Issue."""

    reason: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    """The file's own name, shown to people; never used to recognise anything."""
    sha: str
    """sha-256 of the bytes, hex."""
    layout: Layout
    blocks: tuple[Block, ...]
    spots: tuple[Spot, ...] = ()
    """Where line 1, 2, … stand; empty where lines are the lines of a text."""
    remarks: tuple[Remark, ...] = ()

    def where(self, lines: Span) -> str:
        """The place in short, as an id holds it: p3x120y455 on a page, s2C7 on a sheet, else L218."""
        spot = self.spots[lines[0] - 1] if self.spots else None
        if spot and spot.bbox:
            return f"p{spot.page}x{spot.bbox[0]:.0f}y{spot.bbox[1]:.0f}"
        if spot and spot.page:
            return f"s{spot.page}{spot.cell.rpartition('!')[2]}"
        return f"L{lines[0]}"

    def provenance(self, lines: Span) -> Provenance:
        """The place of some lines in this file. Over a page break it is the part on the first page."""
        if not self.spots:
            return Provenance(self.name, self.sha, lines=lines)
        spots = self.spots[lines[0] - 1 : lines[1]]
        first = spots[0]
        here = [spot for spot in spots if spot.page == first.page]
        sure = [spot.ocr for spot in here if spot.ocr is not None]
        box = union([spot.bbox for spot in here if spot.bbox])
        return Provenance(self.name, self.sha, first.page, lines, box, first.cell, min(sure, default=None))


def union(boxes: Sequence[Box]) -> Box | None:
    """The smallest box around all of them; None around none."""
    if not boxes:
        return None
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


SectionKind = Literal["front", "contents", "overview", "table", "narrative", "performance", "glossary", "annex"]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled stretch of a document.

    kind: front (before anything), contents (a list of headings), overview (第一部分: duties, structure, staff), table (one official
    table), narrative (情况说明, one Section a numbered heading 一、二、…), performance (one 绩效目标表 or 自评表), glossary (名词解释),
    annex (a list of tables “见附表”).
    """

    kind: SectionKind
    number: str
    """表8, 五, …; as printed without blanks; may be empty."""
    title: str
    part: str
    """The heading of the part it stands in (“第三部分 …”), blanks squeezed."""
    blocks: tuple[Block, ...]
    lines: Span


def figure_id(sha: str, where: str, ordinal: int) -> str:
    """The id of a figure, from its file and place alone, so that it outlives a re-reading.

    `where` names the place (L218 for a line, p3 for a page); `ordinal` counts the numbers there from 1.
    """
    return f"{sha[:12]}-{where}-{ordinal}"
