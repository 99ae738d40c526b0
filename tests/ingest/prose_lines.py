"""Fictional sections and disclosures for the tests of prose, claims and passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.model import Disclosure, Figure, Provenance
from ingest.claims import read_claims
from ingest.document import Document, Paragraph, Section, SectionKind

SHA = "ab" * 32


def section(
    lines: Sequence[str],
    *,
    kind: SectionKind = "narrative",
    number: str = "五",
    title: str = "关于青石县水务局2031年预算情况说明",
    first: int = 1,
    step: int = 1,
) -> Section:
    """Printed lines as a section; `step` 2 means a blank line after each."""
    blocks = tuple(Paragraph(text, (first + step * at, first + step * at)) for at, text in enumerate(lines))
    return Section(kind, number, title, "第三部分 2031年部门预算情况说明", blocks, (first, first + step * max(len(lines) - 1, 0)))


def disclosure(*, kind: str = "预算", units: tuple[str, ...] = ()) -> Disclosure:
    names = ("青石县水务局", "县水务局")
    return Disclosure("青石县水务局-2031-部门预算", names[0], names, units, 2031, "决算" if kind == "决算" else "预算", "部门")


def claims(*sections: Section, kind: str = "预算", units: tuple[str, ...] = (), figures: Iterable[Figure] = ()) -> list[Figure]:
    document = Document("x.txt", SHA, "cells", tuple(block for one in sections for block in one.blocks))
    return read_claims(sections, disclosure(kind=kind, units=units), document, (), list(figures))


def said(*lines: str, kind: str = "预算", title: str = "关于青石县水务局2031年预算情况说明") -> list[Figure]:
    """The claims of lines that stand in one narrative section."""
    return claims(section(lines, title=title), kind=kind)


def row(code: str, name: str, *, form: str = "支出总表", project: str = "", at: int = 900) -> Figure:
    """A table figure, for the names and codes that a document's tables print."""
    return Figure(
        id=f"table-{code}-{name}", document="d", place=Provenance("x.txt", SHA, lines=(at, at)), org="青石县水务局", year=2031, period=2031,
        kind="预算", level="部门", measure="预算数", form=form, table="表3 支出总体情况表", row_code=code, row_name=name, column="合计",
        printed="1", value=None, unit="万元", yuan=None, state="blank", source="table", project=project,
    )  # fmt: skip
