"""What a reader returns for a file: blocks in reading order, each with its place. No domain knowledge here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Layout = Literal["cells", "rows", "spaced"]
"""cells: one cell a line with a leading tab; rows: cells joined by tabs; spaced: words joined by blanks, empty cells lost."""
Span = tuple[int, int]
"""First and last line, 1-based, inclusive."""


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


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells as they stand; rows may differ in length (merged headers)."""

    rows: tuple[tuple[GridCell, ...], ...]

    @property
    def lines(self) -> Span:
        cells = [cell for row in self.rows for cell in row]
        return cells[0].lines[0], cells[-1].lines[1]


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    """The file's own name, shown to people; never used to recognise anything."""
    sha: str
    """sha-256 of the bytes, hex."""
    layout: Layout
    blocks: tuple[Block, ...]


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
