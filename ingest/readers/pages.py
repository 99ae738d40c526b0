"""Pages → Document, whoever read them (a PDF's text layer, or the recognition of a picture): words and ruled cells become lines and grids."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.model import Box
from domain.text import squeeze
from ingest.document import Block, Document, Grid, GridCell, Layout, Paragraph, Remark, Span, Spot, union

SNAP = 2.0
"""Points between edges that are the same line of a grid."""
SAME_LINE = 0.5
"""Words whose middles are nearer than this share of their height stand on one line."""
APART = 0.25
"""A gap wider than this share of their height sets words apart by a blank."""
MARGIN = 0.09
"""Share of a page's height at its top and bottom where page numbers and running titles stand."""
RUNNING = 3
"""A line in the margin on so many pages is a running title."""
_NUMBERED = re.compile(r"第\s*\d+\s*页|^\s*[-—]?\s*\d{1,4}\s*[-—]?\s+|\s+[-—]?\s*\d{1,4}\s*[-—]?\s*$")
"""A page's number beside its running title. Other digits stay: 公开01表, 公开02表 at the head of pages are no running title."""
_PAGE_NUMBER = re.compile(r"[-—–－·第共页\s]*\d{1,4}[-—–－·/／第共页\d\s]*")


@dataclass(frozen=True, slots=True)
class Word:
    """Characters of one line that stand together, all of them within one cell where there are cells."""

    text: str
    box: Box
    """In points from the top left of the page as it is read (see Page.turn)."""
    ocr: float | None = None
    """How sure the recognition is, 0–1; None where it was text already."""

    @property
    def middle(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True)
class Frame:
    """One ruled table of a page: the boxes of its cells, a merged cell as one box."""

    cells: tuple[Box, ...]

    @cached_property
    def xs(self) -> list[float]:
        return _edges([edge for box in self.cells for edge in (box[0], box[2])])

    @cached_property
    def ys(self) -> list[float]:
        return _edges([edge for box in self.cells for edge in (box[1], box[3])])

    @cached_property
    def spans(self) -> list[tuple[int, int, int, int]]:
        """First and last row and column of each cell: (top, left, bottom, right), the last ones exclusive."""
        found = []
        for x0, y0, x1, y1 in self.cells:
            top, left = _index(self.ys, y0), _index(self.xs, x0)
            found.append((top, left, max(_index(self.ys, y1), top + 1), max(_index(self.xs, x1), left + 1)))
        return found

    @cached_property
    def _owner(self) -> dict[tuple[int, int], int]:
        return {
            (row, column): number
            for number, (top, left, bottom, right) in enumerate(self.spans)
            for row in range(top, bottom)
            for column in range(left, right)
        }

    @cached_property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def at(self, x: float, y: float) -> int | None:
        """The number of the cell at a point; None outside."""
        return self._owner.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def _edges(values: list[float]) -> list[float]:
    """The lines of a grid: edges nearer than SNAP are one, at the place of the first."""
    values.sort()
    return [value for at, value in enumerate(values) if not at or value - values[at - 1] > SNAP]


def _index(edges: Sequence[float], value: float) -> int:
    return max(bisect_right(edges, value + SNAP) - 1, 0)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is read: turned so that its text stands upright and its lines run level."""

    number: int
    """1-based."""
    width: float
    height: float
    words: tuple[Word, ...]
    frames: tuple[Frame, ...] = ()
    turn: int = 0
    """Degrees clockwise by which the page as it is shown was turned."""
    lean: float = 0.0
    """Degrees counter-clockwise by which it was then turned about its middle, to be level."""

    def shown(self, box: Box) -> Box:
        """A box of this page in the page as it is shown; of a page that leans, what holds all of it there."""
        x0, y0, x1, y1 = self._leaning(box) if self.lean else box
        if self.turn == 90:
            return y0, self.width - x1, y1, self.width - x0
        if self.turn == 180:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if self.turn == 270:
            return self.height - y1, x0, self.height - y0, x1
        return x0, y0, x1, y1

    def _leaning(self, box: Box) -> Box:
        sine, cosine = math.sin(math.radians(self.lean)), math.cos(math.radians(self.lean))
        middle_x, middle_y = self.width / 2, self.height / 2
        corners = [(x - middle_x, y - middle_y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [cosine * x - sine * y + middle_x for x, y in corners]
        ys = [sine * x + cosine * y + middle_y for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(slots=True)
class _Line:
    words: list[Word]

    @property
    def box(self) -> Box:
        box = union([word.box for word in self.words])
        assert box is not None
        return box

    @property
    def text(self) -> str:
        text, edge = "", 0.0
        for word in self.words:
            x0, y0, x1, y1 = word.box
            apart = text and x0 - edge > APART * (y1 - y0)
            text, edge = f"{text} {word.text}" if apart else text + word.text, x1
        return text

    @property
    def ocr(self) -> float | None:
        return min((word.ocr for word in self.words if word.ocr is not None), default=None)


def lines_of(words: Iterable[Word]) -> list[_Line]:
    """Words gathered into printed lines, from top to bottom, each from left to right."""
    lines: list[tuple[float, float, list[Word]]] = []
    for word in sorted(words, key=lambda one: one.box[1] + one.box[3]):
        middle, height = (word.box[1] + word.box[3]) / 2, word.box[3] - word.box[1]
        if lines and middle - lines[-1][0] < SAME_LINE * min(height, lines[-1][1]):
            lines[-1][2].append(word)
        else:
            lines.append((middle, height, [word]))
    return [_Line(sorted(found, key=lambda word: word.box[0])) for _, _, found in lines]


@dataclass
class _Assembly:
    """The document in the making: blocks, and a spot for each line given out. A page can be forgotten once it is added."""

    blocks: list[Block] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    margins: dict[int, str] = field(default_factory=dict)
    """Index of each paragraph that stands in a margin → where and what it is, numbers aside."""

    def line(self, page: Page, box: Box, ocr: float | None) -> Span:
        shown = page.shown(box)
        self.spots.append(Spot(page.number, (round(shown[0], 1), round(shown[1], 1), round(shown[2], 1), round(shown[3], 1)), "", ocr))
        return len(self.spots), len(self.spots)

    def page(self, page: Page) -> None:
        held: dict[int, dict[int, list[Word]]] = {}
        free: list[Word] = []
        for word in page.words:
            place = cell_of(page.frames, *word.middle)
            if place is None:
                free.append(word)
            else:
                held.setdefault(place[0], {}).setdefault(place[1], []).append(word)
        items: list[tuple[float, float, _Line | int]] = [(line.box[1], line.box[0], line) for line in lines_of(free)]
        items += [(frame.box[1], frame.box[0], number) for number, frame in enumerate(page.frames)]
        for _, _, item in sorted(items, key=lambda one: one[:2]):
            if isinstance(item, int):
                self.blocks.append(self.grid(page, page.frames[item], held.get(item, {})))
            else:
                self.paragraph(page, item)

    def paragraph(self, page: Page, line: _Line) -> None:
        if line.box[3] < MARGIN * page.height or line.box[1] > (1 - MARGIN) * page.height:
            if _PAGE_NUMBER.fullmatch(line.text):
                return
            self.margins[len(self.blocks)] = f"{line.box[1] / max(page.height, 1):.2f} {squeeze(_NUMBERED.sub('', line.text))}"
        self.blocks.append(Paragraph(line.text, self.line(page, line.box, line.ocr)))

    def without_running_titles(self) -> Iterator[Block]:
        """The blocks but for what stands in the margins of several pages at one height."""
        seen = Counter(self.margins.values())
        for at, block in enumerate(self.blocks):
            if seen[self.margins.get(at, "")] < RUNNING:
                yield block

    def grid(self, page: Page, frame: Frame, held: dict[int, list[Word]]) -> Grid:
        rows: list[list[GridCell | None]] = [[None] * (len(frame.xs) - 1) for _ in range(len(frame.ys) - 1)]
        order = sorted(range(len(frame.cells)), key=lambda number: frame.spans[number][:2])
        for number in order:
            top, left, bottom, right = frame.spans[number]
            lines = lines_of(held.get(number, ()))
            text = joined([line.text for line in lines])
            box = union([line.box for line in lines]) or frame.cells[number]
            span = self.line(page, box, min((line.ocr for line in lines if line.ocr is not None), default=None))
            for row in range(top, bottom):
                for column in range(left, right):
                    rows[row][column] = GridCell("", span, covered="left" if column > left else "above")
            rows[top][left] = GridCell(text, span, (bottom - top, right - left))
        return Grid(tuple(tuple(self._plugged(page, frame, row, at)) for at, row in enumerate(rows)), tuple(frame.xs))

    def _plugged(self, page: Page, frame: Frame, row: list[GridCell | None], at: int) -> Iterator[GridCell]:
        """The cells of a row; where none was drawn, an empty one."""
        for column, cell in enumerate(row):
            box = (frame.xs[column], frame.ys[at], frame.xs[column + 1], frame.ys[at + 1])
            yield cell or GridCell("", self.line(page, box, None))


def joined(lines: Sequence[str]) -> str:
    """The lines of one cell as one text: a number broken over lines is one number, words are set apart only where both are ASCII."""
    text = ""
    for line in lines:
        part = line.strip()
        text += f" {part}" if text and text[-1].isascii() and part[:1].isascii() and text[-1].isalpha() and part[:1].isalpha() else part
    return text


def cell_of(frames: Sequence[Frame], x: float, y: float) -> tuple[int, int] | None:
    """Number of the frame and of its cell at a point; None outside all frames."""
    for number, frame in enumerate(frames):
        cell = frame.at(x, y)
        if cell is not None:
            return number, cell
    return None


def assemble(name: str, sha: str, pages: Iterable[Page], remarks: Sequence[Remark] = ()) -> Document:
    """The pages as one document: lines of text and grids in reading order, each with its page and box as shown.

    Pages may come one by one: none is kept. Layout spaced where no table is ruled, for then columns must be told from the blanks between words.
    """
    made = _Assembly()
    for page in pages:
        made.page(page)
    blocks = tuple(made.without_running_titles())
    layout: Layout = "grid" if any(isinstance(block, Grid) for block in blocks) else "spaced"
    return Document(name, sha, layout, blocks, tuple(made.spots), tuple(remarks))
