"""What the readers of workbooks share: sheets of displayed cells → Document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.document import Document, Remark, Spot
from ingest.errors import Unreadable
from ingest.readers.asides import add_table
from ingest.readers.gridding import Anchor, Blocks, matrix, too_large

_MAX_EXTENT = 20_000_000
_DEFAULT_NAME = re.compile(r"(Sheet|工作表)\s*\d*", re.IGNORECASE)


@dataclass(slots=True)
class Sheet:
    """One sheet of a workbook; rows and columns are 0-based."""

    name: str
    hidden: bool = False
    height: int = 0
    width: int = 0
    """Rows and columns up to the last that holds something."""
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    """Displayed text by row and column; blank cells may be missing."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)

    @property
    def is_too_large(self) -> bool:
        """Whether its rows and columns, blank ones too, are more than a library that keeps them all may be given."""
        return self.height * self.width > _MAX_EXTENT

    def rows(self) -> list[int]:
        """The visible rows that hold text, and one blank one for each gap between them."""
        kept: list[int] = []
        for row in sorted({row for (row, _), text in self.cells.items() if text.strip()} - self.hidden_rows):
            gap = next((blank for blank in range(kept[-1] + 1, row) if blank not in self.hidden_rows), None) if kept else None
            kept += [row] if gap is None else [gap, row]
        return kept

    def cols(self) -> list[int]:
        """The visible columns up to the last that holds text."""
        width = max((col + 1 for (_, col), text in self.cells.items() if text.strip()), default=0)
        return [col for col in range(width) if col not in self.hidden_cols]


def read_workbook(sheets: Iterable[Sheet], name: str, sha: str) -> Document:
    """Every visible sheet; what was left out (hidden sheets, rows, columns) becomes a remark. Raises Unreadable where there is no text."""
    blocks = Blocks()
    remarks: list[Remark] = []
    for page, sheet in enumerate(sheets, 1):
        rows, cols = sheet.rows(), sheet.cols()
        if sheet.hidden:
            remarks.append(Remark(f"工作表“{sheet.name}”是隐藏的，没有读取", page))
        elif sheet.is_too_large or too_large(len(rows), len(cols)):
            size = f"{sheet.height} 行 × {sheet.width} 列"
            remarks.append(Remark(f"工作表“{sheet.name}”有 {size}，太大，没有读取；请删去表外的零散单元格后另存", page))
        else:
            remarks += [Remark(reason, page) for reason in _left_out(sheet)]
            _add_sheet(blocks, sheet, page, rows, cols)
    document = blocks.document(name, sha, remarks)
    if not document.blocks:
        raise Unreadable("工作簿里没有可读的内容" + (f"（{remarks[0].reason}）" if remarks else ""), "empty")
    return document


def _left_out(sheet: Sheet) -> Iterator[str]:
    filled = [place for place, text in sheet.cells.items() if text.strip()]
    rows = {row for row, _ in filled} & sheet.hidden_rows
    cols = {col for _, col in filled} & sheet.hidden_cols
    for count, what in ((len(rows), "行"), (len(cols), "列")):
        if count:
            yield f"工作表“{sheet.name}”有 {count} {what}隐藏的内容，没有读取"


def _add_sheet(blocks: Blocks, sheet: Sheet, page: int, rows: Sequence[int], cols: Sequence[int]) -> None:
    def spot(row: int, col: int) -> Spot:
        return Spot(page, cell=f"{sheet.name}!{column_name(cols[col])}{rows[row] + 1}")

    name = sheet.name.strip()
    title = "" if _DEFAULT_NAME.fullmatch(name) else name
    add_table(blocks, matrix(_anchors(sheet, rows, cols), spot), title, Spot(page, cell=sheet.name))


def _anchors(sheet: Sheet, rows: Sequence[int], cols: Sequence[int]) -> Iterator[Anchor]:
    """Merged cells first, then the others, by their places among the rows and columns that are shown."""
    for top, left, bottom, right in sheet.merged:
        row, col = bisect_left(rows, top), bisect_left(cols, left)
        height, width = bisect_left(rows, bottom + 1) - row, bisect_left(cols, right + 1) - col
        if height > 0 and width > 0:
            yield Anchor(row, col, sheet.cells.get((top, left), ""), height, width)
    at_row, at_col = ({line: at for at, line in enumerate(lines)} for lines in (rows, cols))
    for (row, col), text in sheet.cells.items():
        if row in at_row and col in at_col:
            yield Anchor(at_row[row], at_col[col], text)


def column_name(col: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
