"""Text exports → Document, in three layouts: one cell a line, rows joined by tabs, words joined by blanks.

Line numbers are those of the file. Marks that a converter left (bookmarks, Markdown emphasis and headings, HTML tags) are no print and go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ingest.document import Block, Document, Grid, GridCell, Layout, Paragraph
from ingest.readers.encoding import decode, is_utf16

_MARKS = re.compile(
    r"\[bookmark:[^\[\]]*\]|</?(?:p|br|b|i|u|em|strong|span|div|font|sup|sub|h[1-6])(?:\s[^<>]*)?/?>|\*\*|[\f\u200b\ufeff]", re.IGNORECASE
)
_LEADING = re.compile(r"^( *)(?:#{1,6} +|[-*+] +(?=\D))")
_HAN_NUMBER = "[一二三四五六七八九十]+"
_STARTS_TEXT = re.compile(
    rf"(备注|注)[:：]|第(?:{_HAN_NUMBER}|\d+)部分|{_HAN_NUMBER}、|[（(]{_HAN_NUMBER}[)）]|表\s*(?:{_HAN_NUMBER}|\d+)[:：]?$|附[表件]"
)
"""What begins a text of its own, even where no blank line parts it from the cell above."""
_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_PIPED = re.compile(r"\s*\|(.*)\|\s*")
_PIPE = re.compile(r"\s*(?<!\\)\|\s*")
_ONE_CELL = re.compile(r"\t[^\t]*$")


def looks_like_text(data: bytes) -> bool:
    """False for bytes full of control characters; UTF-16 is text, its NULs notwithstanding."""
    sample = data[:65536]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in sample:
        return is_utf16(data)
    return sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in sample) <= len(sample) // 200


def read_text(data: bytes, name: str, sha: str) -> Document:
    """Raises Unreadable where the encoding can't be told."""
    lines = [_unmark(line) for line in decode(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    piped = any(map(_RULE.fullmatch, lines))
    lines = [_tabbed(line) for line in lines] if piped else lines
    layout = "rows" if piped else _layout(lines)
    read = {"cells": _cell_blocks, "rows": _row_blocks, "spaced": _spaced_blocks}[layout]
    return Document(name, sha, layout, tuple(read(lines)))


def _unmark(line: str) -> str:
    return _LEADING.sub(r"\1", _MARKS.sub("", line))


def _tabbed(line: str) -> str:
    """A row of a Markdown table (| a | b |) as one joined by tabs; the line of dashes below its header as a blank one."""
    row = _PIPED.fullmatch(line)
    return "" if _RULE.fullmatch(line) else _PIPE.sub("\t", row[1]).replace("\\|", "|") if row else line


def _layout(lines: list[str]) -> Layout:
    single = sum(bool(_ONE_CELL.match(line)) for line in lines)
    joined = sum("\t" in line.strip(" \u3000").rstrip("\t")[1:] or line.count("\t") > 1 for line in lines)
    if max(single, joined) < 3:
        return "spaced"
    return "cells" if single > joined else "rows"


def _spaced_blocks(lines: list[str]) -> Iterator[Block]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Paragraph(line.rstrip(), (number, number))


def _cell_blocks(lines: list[str]) -> Iterator[Block]:
    """Tab lines are cells, a blank line ends the row; a line without tab right after a cell goes on with that cell."""
    rows: list[list[GridCell]] = []
    within = False
    for number, line in enumerate(lines, 1):
        if line.startswith("\t"):
            if not within:
                rows.append([])
            rows[-1].append(GridCell(line.strip(), (number, number)))
            within = True
        elif not line.strip():
            within = False
        elif within and not _STARTS_TEXT.match(line.strip()):
            rows[-1][-1] = _extended(rows[-1][-1], line, number)
        else:
            yield from _grid(rows)
            rows, within = [], False
            yield Paragraph(line.rstrip(), (number, number))
    yield from _grid(rows)


def _extended(cell: GridCell, line: str, number: int) -> GridCell:
    return GridCell(cell.text + line.strip(), (cell.lines[0] if cell.text else number, number))


def _row_blocks(lines: list[str]) -> Iterator[Block]:
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip(" \u3000")]
    for tabbed, group in groupby(numbered, key=lambda item: "\t" in item[1]):
        if tabbed:
            yield from _grid([[GridCell(cell.strip(), (number, number)) for cell in line.split("\t")] for number, line in group])
        else:
            yield from (Paragraph(line.rstrip(), (number, number)) for number, line in group)


def _grid(rows: list[list[GridCell]]) -> Iterator[Grid]:
    """The rows as one grid; nothing where no cell holds text."""
    if any(cell.text for row in rows for cell in row):
        yield Grid(tuple(tuple(row) for row in rows))
