"""What a page holds, whoever read it (a PDF's text layer, or the recognition of a picture): words with their boxes, and ruled cells."""

from __future__ import annotations

from dataclasses import dataclass

from domain.model import Box


@dataclass(frozen=True, slots=True)
class Word:
    """Characters of one line that stand together."""

    text: str
    box: Box
    """In points from the top left of the page as it is shown. Its lower edge is the same for all words of a line, whatever their glyphs."""
    ocr: float | None = None
    """How sure the recognition is, 0–1; None where it was text already."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One ruled table of a page: the boxes of its cells, merged cells as one box."""

    cells: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    """1-based."""
    width: float
    height: float
    words: tuple[Word, ...]
    frames: tuple[Frame, ...]
