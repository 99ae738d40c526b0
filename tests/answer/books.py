"""Made-up disclosures of a few tables, written as they are read: no document, only the rows that a test needs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from domain.lexicon import item_of
from domain.model import Disclosure, Figure, Kind, Parsed, Provenance, Table
from library import Library
from library.pipeline import Facts, Reader
from tests.factories import figure, write

Row = tuple[str, dict[str, str]]
"""The row's name, and what its columns print."""


@dataclass(frozen=True)
class Sheet:
    """One table: its form, number, title, unit and rows; `project` where all of it is about one."""

    form: str
    title: str
    rows: Sequence[Row]
    number: str = ""
    unit: str = "万元"
    project: str = ""


def book(org: str, year: int, kind: Kind, *sheets: Sheet) -> dict[str, Any]:
    return {"org": org, "year": year, "kind": kind, "sheets": [vars(sheet) for sheet in sheets]}


def library(folder: Path, *books: dict[str, Any]) -> Library:
    made = Library.open_or_create(folder / "library", Reader(read, "1", apart=False))
    made.ingest([write(folder / "docs", f"{at}.txt", json.dumps(each, ensure_ascii=False).encode()) for at, each in enumerate(books)])
    return made


def read(data: bytes, name: str, facts: Facts = ()) -> Parsed:
    """Reader of that format."""
    told, sha = json.loads(data), hashlib.sha256(data).hexdigest()
    org, year, kind = told["org"], told["year"], told["kind"]
    about = Disclosure(f"{org}-{year}-部门{kind}", org, (org,), (), year, kind, "部门")
    figures: list[Figure] = []
    tables: list[Table] = []
    for at, sheet in enumerate(told["sheets"]):
        place = Provenance(name, sha, None, (at * 1000 + 1, at * 1000 + 1))
        tables.append(
            Table(
                f"{sha[:12]}-T{at}",
                about.id,
                place,
                sheet["form"],
                sheet["number"],
                sheet["title"],
                sheet["unit"],
                "filled",
                "",
                (),
                (),
                (),
            )
        )
        cells = ((row, column, printed) for row, columns in sheet["rows"] for column, printed in columns.items())
        for line, cell in enumerate(cells, at * 1000 + 2):
            figures.append(_cell(about, sheet, Provenance(name, sha, None, (line, line)), cell))
    return Parsed(about, name, sha, tuple(tables), tuple(figures), ())


def _cell(about: Disclosure, sheet: dict[str, Any], place: Provenance, cell: tuple[str, str, str]) -> Figure:
    row, column, printed = cell
    form, project, last = sheet["form"], sheet["project"], column.rsplit(".", 1)[-1]
    one = figure(row, printed, of=about, sha=place.sha, line=place.lines[0] if place.lines else 0, unit=sheet["unit"])
    return replace(
        one,
        place=place,
        form=form,
        table=f"{sheet['number']} {sheet['title']}".strip(),
        row_code="",
        column=column,
        project=project,
        measure=last if last in ("预算数", "决算数", "年初预算数", "全年预算数") else f"{about.kind}数",
        item=item_of(row_code="", row_name=row, column=column, form=form, source="table", project=project, org=about.org),
    )
