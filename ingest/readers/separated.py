"""CSV and its kin → Document: one sheet without merged cells."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from ingest.document import Document, Spot
from ingest.errors import Unreadable
from ingest.readers.asides import add_table
from ingest.readers.encoding import decode
from ingest.readers.gridding import Anchor, Blocks, matrix, too_large
from ingest.readers.text import looks_like_text
from ingest.readers.workbook import column_name

_DELIMITERS = ",\t;"
_SAMPLE = 400
_ALIKE = 0.6
"""So many of the rows must be of one width; titles and notes above and below the table may be shorter."""
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
"""A comma within a number cuts nothing."""


def is_separated(data: bytes) -> bool:
    """Whether a text is rows of fields throughout, and not prose with commas in it."""
    if not looks_like_text(data):
        return False
    try:
        return bool(_delimiter(decode(data)))
    except Unreadable:
        return False


def read_separated(data: bytes, name: str, sha: str) -> Document:
    """Raises Unreadable where the encoding can't be told, or a field is longer than any cell."""
    text = decode(data)
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Unreadable("CSV 文件已损坏：引号不成对，或有过长的单元格", "damaged") from error
    width = max(map(len, rows), default=0)
    if too_large(len(rows), width):
        raise Unreadable(f"CSV 文件太大（{len(rows)} 行 × {width} 列），不予读取", "too_large")
    blocks = Blocks()
    cells = (Anchor(row, col, text) for row, fields in enumerate(rows) for col, text in enumerate(fields))
    add_table(blocks, matrix(cells, lambda row, col: Spot(cell=f"{column_name(col)}{row + 1}")))
    return blocks.document(name, sha)


def _delimiter(text: str) -> str:
    """The sign that cuts the lines into fields, empty where none does."""
    lines = [line for line in text[:200_000].splitlines(keepends=True) if line.strip()][:_SAMPLE]
    return next((sign for sign in _DELIMITERS if _fits(lines, sign)), "")


def _fits(lines: Sequence[str], sign: str) -> bool:
    cut = sum(sign in (_THOUSANDS.sub("", line) if sign == "," else line) for line in lines)
    if cut < 2 or cut * 2 < len(lines):
        return False
    try:
        rows = [row for row in csv.reader(lines, delimiter=sign) if any(field.strip() for field in row)]
    except csv.Error:
        return False
    widths = Counter(len(row) for row in rows)
    width, alike = widths.most_common(1)[0] if widths else (0, 0)
    if width < 2 or max(widths) > width or alike < _ALIKE * len(rows):
        return False
    # texts with tabs have a layout of their own: only what is nothing but a table is taken from them
    return sign != "\t" or (alike == len(rows) and any(row[0].strip() for row in rows))
