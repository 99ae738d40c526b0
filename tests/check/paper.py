"""A made-up disclosure written table by table as it is printed, and its prose: figures, tables and claims as ingest makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from check import find
from domain.model import Disclosure, Figure, Finding, Parsed, Provenance, Table
from domain.money import to_yuan
from ingest.claims import read_claims
from ingest.document import Document, Paragraph, Section, figure_id
from ingest.grid_body import WHOLE_TABLE, label_of
from ingest.maker import measure_of, read_cell

SHA = "c" * 64
FILE = "青石.pdf"
CODE, NAME = "#", "@"
"""Heads of a column of codes and of one of names; any other head is the path of a column of numbers."""


@dataclass
class Paper:
    """Write tables and prose, then read them as one parsed file."""

    kind: Literal["预算", "决算"] = "预算"
    figures: list[Figure] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    line: int = 0

    @property
    def about(self) -> Disclosure:
        return Disclosure(f"青石省水文局-2031-部门{self.kind}", "青石省水文局", ("青石省水文局",), (), 2031, self.kind, "部门")

    def table(self, form: str, title: str, head: str, *rows: str, unit: str = "万元", note: str = "") -> None:
        """Cells are parted by |; names keep the numbering that is printed before them."""
        heads = head.split("|")
        printed = tuple(tuple(row.split("|")) for row in rows)
        before = len(self.figures)
        for cells in printed:
            self.line += 1
            self._row(form, title, heads, cells, unit)
        filled = any(figure.value is not None for figure in self.figures[before:])
        place = Provenance(FILE, SHA, 1, (self.line, self.line))
        self.tables.append(
            Table(
                f"t{len(self.tables)}", self.about.id, place, form, "", title, unit, "filled" if filled else "empty", note, tuple(heads),
                printed, tuple(None for _ in printed),
            )
        )  # fmt: skip

    def _row(self, form: str, title: str, heads: list[str], cells: tuple[str, ...], unit: str) -> None:
        codes: list[str] = []
        names: list[str] = []
        fresh = True
        for head, text in zip(heads, cells, strict=True):
            if head in (CODE, NAME):
                if not fresh:
                    codes, names, fresh = [], [], True
                (codes if head == CODE else names).extend([text] if text else [])
                continue
            fresh = False
            label = label_of(codes, "｜".join(names), "") if CODE in heads or NAME in heads else ("", WHOLE_TABLE, "")
            read = read_cell(text)
            if read and any(label):
                self._figure((form, title), label, head, text, unit)

    def _figure(self, table: tuple[str, str], label: tuple[str, str, str], column: str, printed: str, unit: str) -> None:
        value, state = read_cell(printed) or (None, "blank")
        about, ordinal = self.about, len(self.figures) + 1
        form, title = table
        self.figures.append(
            Figure(
                figure_id(SHA, f"L{self.line}", ordinal), about.id, Provenance(FILE, SHA, 1, (self.line, self.line)), about.org, about.year,
                about.year, about.kind, about.level, measure_of(column, about.kind), form, title, label[0], label[1], column, printed, value,
                unit, to_yuan(value, unit), state, "table",
            )
        )  # fmt: skip

    def prose(self, title: str, *lines: str, part: str = "") -> None:
        """A section of the explanations (一、收入预算情况说明) with its paragraphs."""
        blocks = []
        for text in lines:
            self.line += 1
            blocks.append(Paragraph(text, (self.line, self.line)))
        number, _, name = title.partition("、")
        part = part or f"第三部分 2031年度部门{self.kind}情况说明"
        self.sections.append(Section("narrative", number, name, part, tuple(blocks), (blocks[0].lines[0], blocks[-1].lines[1])))

    def parsed(self) -> Parsed:
        document = Document(FILE, SHA, "cells", tuple(block for one in self.sections for block in one.blocks))
        claims = read_claims(self.sections, self.about, document, (), self.figures)
        return Parsed(self.about, FILE, SHA, tuple(self.tables), (*self.figures, *claims), ())

    def findings(self, *severities: str) -> list[Finding]:
        """What is found, of these severities; errors and warnings if none is named."""
        return [one for one in find(self.parsed()) if one.severity in (severities or ("error", "warning"))]
