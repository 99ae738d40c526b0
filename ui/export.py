"""Figures as CSV for a spreadsheet, in the columns of `wenzhang figures --format csv`."""

from __future__ import annotations

import csv as writer
import io
import re
from collections.abc import Iterable

from domain.model import Figure
from domain.money import plain

COLUMNS = (
    "figure_id", "document", "file", "org", "year", "kind", "level", "period", "measure", "form", "table", "page", "lines", "bbox",
    "row_code", "row_name", "column", "printed", "value", "unit", "yuan", "state", "source",
)  # fmt: skip
_FORMULA = re.compile(r"^[=+\-@\t\r](?![\d,]*\.?\d+%?$)")


def csv(figures: Iterable[Figure]) -> bytes:
    """UTF-8 with a mark that spreadsheets know it by; one row a figure, numbers exact."""
    out = io.StringIO()
    lines = writer.writer(out)
    lines.writerow(COLUMNS)
    lines.writerows([_safe(cell) for cell in _cells(figure)] for figure in figures)
    return out.getvalue().encode("utf-8-sig")


def _cells(figure: Figure) -> list[str]:
    place = figure.place
    values = {
        "figure_id": figure.id,
        "file": place.file,
        "page": place.page,
        "lines": "-".join(map(str, place.lines)) if place.lines else None,
        "bbox": " ".join(map(str, place.bbox)) if place.bbox else None,
        "value": None if figure.value is None else plain(figure.value),
        "yuan": None if figure.yuan is None else plain(figure.yuan),
    }
    cells = [values[name] if name in values else getattr(figure, name) for name in COLUMNS]
    return ["" if cell is None else str(cell) for cell in cells]


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe: documents are data."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
