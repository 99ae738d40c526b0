"""Small values and a small file format, so that tests of the store and the library need no real reader.

A file is lines of words: the first `organisation year kind`, then `row column printed unit` a figure; `READER` reads it.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.facts import Fact
from domain.model import Disclosure, Figure, Finding, Issue, Parsed, Passage, Place, Provenance, Table
from domain.money import parse_number, to_yuan
from ingest.document import figure_id
from ingest.errors import Unreadable
from ingest.told import known
from library.pipeline import Facts, Reader

ORG = "云溪县教育局"


def disclosure(org: str = ORG, year: int = 2023, **fields: Any) -> Disclosure:
    one = Disclosure(f"{org}-{year}-部门预算", org, (org, f"{org}（本级）"), (f"{org}幼儿园",), year, "预算", "部门")
    return replace(one, **fields)


def figure(
    name: str = "办公费", printed: str = "2.40", *, of: Disclosure | None = None, sha: str = "0" * 64, line: int = 1, **fields: Any
) -> Figure:
    """A figure of a table, its value read from `printed`; any field can be given."""
    about, unit = of or disclosure(), fields.get("unit", "万元")
    value = parse_number(printed)
    one = Figure(
        id=figure_id(sha, f"L{line}", 1),
        document=about.id,
        place=Provenance("甲.txt", sha, None, (line, line)),
        org=about.org,
        year=about.year,
        period=about.year,
        kind=about.kind,
        level=about.level,
        measure="预算数",
        form="基本支出表",
        table="表6 一般公共预算基本支出表",
        row_code="30201",
        row_name=name,
        column="公用经费",
        printed=printed,
        value=value,
        unit=unit,
        yuan=to_yuan(value, unit),
        state="blank" if not printed else "zero" if value == 0 else "value",
        source="table",
    )
    return replace(one, **fields)


def parsed(
    figures: Iterable[Figure] = (), *, of: Disclosure | None = None, name: str = "甲.txt", sha: str = "0" * 64, **fields: Any
) -> Parsed:
    """What a reader gives for a file; figures keep their own place."""
    return replace(Parsed(of or disclosure(), name, sha, (), tuple(figures), ()), **fields)


def table(sha: str = "0" * 64) -> Table:
    rows = (("302", "01", "办公费", "2.40"), ("302", "02", "印刷费", ""))
    place = Provenance("甲.txt", sha, 3, (10, 20), (1.5, 2.0, 3.25, 4.0))
    header = ("类", "款", "名称", "公用经费")
    return Table(
        f"{sha[:12]}-T6", disclosure().id, place, "基本支出表", "表6", "基本支出表", "万元", "filled", "", header, rows, ((12, 12), None)
    )


def passage(text: str = "负责全县教育工作。", sha: str = "0" * 64, line: int = 5, document: str = "") -> Passage:
    place = Provenance("甲.txt", sha, None, (line, line))
    return Passage(f"{sha[:12]}-P{line}", document or disclosure().id, place, "duty", "第一部分 › 一、主要职能", "", text)


def finding(severity: Any = "error", ordinal: int = 1) -> Finding:
    place = Place("f1", "甲.txt", None, (12, 12), None, "办公费", "2.40")
    boxed = replace(place, page=2, lines=None, bbox=(0.5, 1.0, 2.0, 3.0))
    return Finding(f"F{ordinal}", disclosure().id, "sum", "合计", severity, "不平", "2.40 + 0 ≠ 3.40", ("f1", "f2"), (place, boxed))


def text(org: str = ORG, year: int = 2023, *rows: str) -> bytes:
    """A file of the tests' own format."""
    return "\n".join((f"{org} {year} 预算", *(rows or ("办公费 公用经费 2.40 万元",)))).encode()


def read(data: bytes, name: str, facts: Iterable[Fact] = ()) -> Parsed:
    """Reader of that format. CRASH ends the process, BUG is a mistake in the reader, SLOW waits; anything else is refused.

    What a person says goes before: “? ? 预算” is read where the organisation and the year are said. A column that isn't there is unapplied.
    """
    said = known(facts)
    sha = hashlib.sha256(data).hexdigest()
    head, *rows = data.decode("utf-8", errors="replace").splitlines() or [""]
    match head.split():
        case ["CRASH"]:
            os._exit(9)
        case ["BUG"]:
            raise KeyError("bug")
        case [org, year, "预算"] if (said.org or org != "?") and (said.year or year.isdigit()):
            about = disclosure(said.org or org, said.year or int(year))
        case _:
            raise Unreadable("不是部门预算公开文件", "not_a_disclosure")
    if "SLOW" in rows:
        time.sleep(60)
    made = [_figure(row, about, sha, name, line) for line, row in enumerate(rows, 2)]
    unapplied = tuple(fact for fact in facts if fact.field == "column" and fact.column not in {one.column for one in made})
    issues = tuple(Issue(name, sha, None, str(fact)) for fact in unapplied)
    return parsed(made, of=about, name=name, sha=sha, issues=issues, unapplied=unapplied)


def _figure(row: str, about: Disclosure, sha: str, name: str, line: int) -> Figure:
    item, column, printed, unit = row.split()
    place = Provenance(name, sha, None, (line, line))
    return figure(item, printed, of=about, sha=sha, line=line, column=column, unit=unit, place=place)


def read_later(data: bytes, name: str, facts: Iterable[Fact] = ()) -> Parsed:
    """The same, of a newer pipeline that reads tables and passages too, and refuses what BROKEN stands in."""
    if b"BROKEN" in data:
        raise Unreadable("cannot be read any more")
    before = read(data, name, facts)
    issue = Issue(name, before.sha, (2, 2), "a row that makes no sense")
    there = replace(table(before.sha), document=before.disclosure.id)
    said = passage(sha=before.sha, document=before.disclosure.id)
    return replace(before, tables=(there,), passages=(said,), issues=(*before.issues, issue))


class Unknown:
    """Nothing is known of any file."""

    def known(self, sha: str) -> bool:
        return False

    def facts(self, sha: str) -> Facts:
        return ()


UNKNOWN = Unknown()
READER = Reader(read, "1", apart=False)
LATER = Reader(read_later, "2", apart=False)
APART = Reader(read, "1")


def write(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path


def amount(printed: str) -> Decimal:
    return Decimal(printed)
