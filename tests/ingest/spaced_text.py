"""Sections of spaced text for tests: lines numbered as they stand, empty ones left out, as the reader gives them."""

from __future__ import annotations

from domain.model import Disclosure, Figure, Table
from ingest.document import Document, Paragraph, Section, SectionKind
from ingest.spaced import spaced_tables

DISCLOSURE = Disclosure("云溪县档案馆-2031-部门预算", "云溪县档案馆", ("云溪县档案馆",), ("云溪县方志馆",), 2031, "预算", "部门")


def section(title: str, text: str, number: str = "表1", kind: SectionKind = "table") -> Section:
    lines = text.strip("\n").split("\n")
    blocks = tuple(Paragraph(line.rstrip(), (n, n)) for n, line in enumerate(lines, 1) if line.strip())
    return Section(kind, number, title, "第二部分 部门预算公开表", blocks, (1, len(lines)))


def read(*sections: Section) -> tuple[list[Table], list[Figure]]:
    return spaced_tables(sections, DISCLOSURE, Document("fiction.txt", "e" * 64, "spaced", ()))


def cells(figures: list[Figure]) -> list[tuple[str, str, str]]:
    """Row (code, or name where there is none), column and printed text of every number."""
    return [(figure.row_code or figure.row_name, figure.column, figure.printed) for figure in figures if figure.value is not None]
