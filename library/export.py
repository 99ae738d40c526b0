"""Figures and findings as tables for other programs: CSV, JSON, Parquet, XLSX and HTML, in the columns of the command-line contract."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING, Any

from domain.model import Figure, Finding
from domain.money import plain
from library.corrections import as_row
from library.xlsx import workbook

if TYPE_CHECKING:
    from library import DocumentEntry

FIGURE_COLUMNS = (
    "figure_id", "document", "file", "org", "year", "kind", "level", "period", "measure", "form", "table", "page", "lines", "bbox",
    "row_code", "row_name", "column", "printed", "value", "unit", "yuan", "state", "source",
)  # fmt: skip
FINDING_COLUMNS = ("id", "document", "rule", "family", "severity", "file", "page", "lines", "message", "arithmetic", "figures")
_FIRST_SIGN = tuple("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet take a cell for a formula (full-width forms too, where the input method is Chinese)."""
_TARGET = re.compile(r"[=+-]=?\s*-?\d[^(|!\[\"'&+*^\t\r\n（]*|-+")
"""A number with its sign or comparator and unit (-3.50, =20次, +5%), or a dash: stays as printed, since nothing in it can call anything."""


def figure_row(figure: Figure) -> dict[str, Any]:
    """One figure by FIGURE_COLUMNS; numbers are exact text, `lines` and `bbox` lists, what is unknown None."""
    place = figure.place
    own: dict[str, Any] = {
        "figure_id": figure.id,
        "file": place.file,
        "page": place.page,
        "lines": list(place.told_lines) if place.told_lines else None,
        "bbox": list(place.bbox) if place.bbox else None,
        "value": None if figure.value is None else plain(figure.value),
        "yuan": None if figure.yuan is None else plain(figure.yuan),
    }
    return {name: own[name] if name in own else getattr(figure, name) for name in FIGURE_COLUMNS}


def finding_row(finding: Finding) -> dict[str, Any]:
    """One finding as the contract has it; it stands where its first side stands."""
    keys = ("file", "page", "lines", "bbox", "printed")
    places = [{key: _listed(getattr(place, key)) for key in keys} for place in finding.places]
    first: Mapping[str, Any] = places[0] if places else dict.fromkeys(keys)
    return {
        "id": finding.id,
        "document": finding.document,
        "rule": finding.rule,
        "family": finding.family,
        "severity": finding.severity,
        "file": first["file"],
        "page": first["page"],
        "lines": first["lines"],
        "message": finding.message,
        "arithmetic": finding.arithmetic,
        "figures": list(finding.figures),
        "places": places,
    }


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def document_row(entry: DocumentEntry) -> dict[str, Any]:
    """One disclosure with its files, what could not be read of it, and what people set right."""
    return {**asdict(entry), "corrections": [as_row(one) for one in entry.corrections]}


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Header and one line a row; text that a spreadsheet would run as a formula gets an apostrophe, numbers are never touched."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    return safe(value) if isinstance(value, str) else flat(value)


def flat(value: Any) -> str:
    """A value in one cell: lines 12-15, a box 1.5 2.0 3.0 4.0, ids joined by blanks, nothing for None."""
    if isinstance(value, (list, tuple)):
        whole = len(value) == 2 and all(isinstance(one, int) for one in value)
        return ("-" if whole else " ").join(map(str, value))
    return "" if value is None else str(value)


def safe(text: str) -> str:
    """Documents are data: what would be a formula in a spreadsheet gets an apostrophe."""
    return f"'{text}" if text.lstrip().startswith(_FIRST_SIGN) and not _TARGET.fullmatch(text) else text


def as_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """A list, one row a line."""
    return "[" + ",".join(f"\n {json.dumps(row, ensure_ascii=False)}" for row in rows) + "\n]\n"


def figures_parquet(figures: Iterable[Figure]) -> bytes:
    """A Parquet file by FIGURE_COLUMNS; value and yuan are DECIMAL."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from index.schema import arrow_types

    types = {**arrow_types(), "lines": pa.list_(pa.int32())}
    special = {"year": "int", "period": "int", "page": "int", "lines": "lines", "bbox": "box", "value": "decimal", "yuan": "decimal"}
    rows = [{**figure_row(figure), "value": figure.value, "yuan": figure.yuan} for figure in figures]
    schema = pa.schema([(name, types[special.get(name, "text")]) for name in FIGURE_COLUMNS])
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out)
    return out.getvalue()


def findings_xlsx(findings: Iterable[Finding]) -> bytes:
    """A workbook of one sheet by FINDING_COLUMNS; every cell is text."""
    return workbook("findings", [FINDING_COLUMNS, *([flat(finding_row(one)[name]) for name in FINDING_COLUMNS] for one in findings)])


def findings_html(findings: Iterable[Finding], title: str) -> str:
    """One page with a table by FINDING_COLUMNS and what each side prints."""
    head = "".join(f"<th>{name}</th>" for name in (*FINDING_COLUMNS, "printed"))
    body = "\n".join(_html_row(finding_row(one)) for one in findings)
    style = "body{font:14px sans-serif}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:4px 8px;vertical-align:top}"
    return (
        f'<!doctype html>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n<style>{style}</style>\n<h1>{escape(title)}</h1>\n'
        f"<table>\n<tr>{head}</tr>\n{body}\n</table>\n"
    )


def _html_row(row: Mapping[str, Any]) -> str:
    printed = " | ".join(str(place["printed"]) for place in row["places"])
    cells = [*(flat(row[name]) for name in FINDING_COLUMNS), printed]
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
