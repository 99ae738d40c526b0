"""Titles, units and notes that were drawn as rows of a grid are lines of text; a title in the midst of a grid begins another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from domain.money import parse_number
from domain.text import squeeze
from ingest.document import Block, Document, Grid, GridCell, Paragraph, Span
from ingest.grid_titles import META, NOTE

Row = tuple[GridCell, ...]
_TITLE = re.compile(r".{2,60}表([（(].*[）)])?")


def lifted(document: Document) -> Document:
    """The document with such rows as paragraphs before, between and behind its grids. Other layouts come as they are."""
    if document.layout != "grid":
        return document
    blocks: list[Block] = []
    for block in document.blocks:
        blocks.extend(_parts(block) if isinstance(block, Grid) else (block,))
    return replace(document, blocks=tuple(blocks))


def _parts(grid: Grid) -> Iterator[Block]:
    held: list[Row] = []
    for row in grid.rows:
        texts = [squeeze(cell.text) for cell in row if cell.text]
        if not _is_line(row, texts, begun=bool(held)):
            held.append(row)
            continue
        yield from _grid(held, grid)
        held = []
        yield Paragraph("  ".join(cell.text for cell in row if cell.text), _lines(row))
    yield from _grid(held, grid)


def _is_line(row: Row, texts: list[str], begun: bool) -> bool:
    """Whether a row is a line of text. Above the table any single text is; within and below it only a title, a label or a note."""
    if not texts or any(parse_number(text) is not None for text in texts):
        return False
    if all(META.match(text) for text in texts):
        return True
    if len(texts) > 1 or len(row) < 2:
        return False
    whole = any(cell.text and cell.spans[1] == len(row) for cell in row)
    if not begun:
        return (whole or row[0].text != "") and bool(_TITLE.fullmatch(texts[0]))
    return whole and bool(_TITLE.fullmatch(texts[0]) or NOTE.match(texts[0]))


def _grid(rows: list[Row], grid: Grid) -> Iterator[Grid]:
    """The rows as a grid of their own: without rows at its ends that hold nothing, nothing at all where none holds any text."""
    while rows and not any(cell.text for cell in rows[-1]):
        rows = rows[:-1]
    if rows:
        yield Grid(tuple(rows), grid.edges)


def _lines(row: Row) -> Span:
    filled = [cell for cell in row if cell.text]
    return filled[0].lines[0], filled[-1].lines[1]
