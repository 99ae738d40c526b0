"""What a person says of a file (domain.facts) comes before what is recognised: for the disclosure, its tables and their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from domain.facts import Fact
from domain.model import Figure, Issue, Kind, Level, Table
from domain.text import squeeze
from ingest.document import Document, Section, Span, table_id
from ingest.forms import forms
from ingest.maker import UNDETERMINED, measure_of, period_of


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the disclosure; empty or None where the file must tell."""

    org: str = ""
    year: int | None = None
    kind: Kind | None = None
    level: Level | None = None


NOTHING = Known()


def known(facts: Iterable[Fact]) -> Known:
    """The facts about the disclosure itself."""
    said = {fact.field: fact.value for fact in facts}
    return Known(
        org=said.get("org", ""),
        year=int(said["year"]) if "year" in said else None,
        kind=cast("Kind | None", said.get("kind")),
        level=cast("Level | None", said.get("level")),
    )


def tell(sections: Sequence[Section], facts: Iterable[Fact], sha: str) -> tuple[list[Section], list[Fact]]:
    """The sections with the units and forms that are said of their tables, and the facts that fit no table or more than the one they name.

    Of a table and of all tables at once, the fact that comes later holds.
    """
    told, unapplied = list(sections), []
    for fact in facts:
        if fact.field in ("unit", "form"):
            meant = [at for at, section in enumerate(told) if _is_meant(section, fact, sha)]
            if not meant or (fact.table and len(meant) > 1):
                unapplied.append(fact)
                continue
            for at in meant:
                told[at] = _told(told[at], fact)
    return told, unapplied


def _is_meant(section: Section, fact: Fact, sha: str) -> bool:
    if section.kind not in ("table", "performance") or (fact.field == "form" and not _may_be(section, fact.value)):
        return False
    return not fact.table or squeeze(fact.table) in (squeeze(section.number + section.title), table_id(sha, section.lines))


def _may_be(section: Section, key: str) -> bool:
    """Tables of indicators and tables of accounts are read in different ways: neither becomes the other by its name."""
    form = forms().get(key)
    return (form is not None and form.performance) == (section.kind == "performance")


def _told(section: Section, fact: Fact) -> Section:
    return replace(section, unit=fact.value) if fact.field == "unit" else replace(section, form=fact.value)


def renamed(tables: Sequence[Table], figures: Sequence[Figure], facts: Iterable[Fact]) -> tuple[list[Table], list[Figure], list[Fact]]:
    """Tables and figures with misread columns under their right names, and the facts that could not be applied."""
    told, found, unapplied = list(tables), list(figures), []
    by_table: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.field == "column":
            by_table.setdefault(squeeze(fact.table), []).append(fact)
    for name, said in by_table.items():
        meant = [table for table in told if name in (squeeze(table.number + table.title), table.id)]
        table = meant[0] if len(meant) == 1 else None
        own = {figure.id for figure in found if table and _stands_in(figure, table)}
        names = _applicable(said, table, [figure for figure in found if figure.id in own]) if table else {}
        unapplied += [fact for fact in said if fact.column not in names]
        told = [_headed(one, names) if one is table else one for one in told]
        found = [_in_column(one, names) if one.id in own else one for one in found]
    return told, found, unapplied


def _stands_in(figure: Figure, table: Table) -> bool:
    return figure.table == f"{table.number} {table.title}".strip() and _covers(table.place.lines, figure.place.lines)


def _covers(outer: Span | None, inner: Span | None) -> bool:
    return outer is not None and inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def _applicable(said: Iterable[Fact], table: Table, own: Sequence[Figure]) -> dict[str, str]:
    """Old name → new name, of columns that are there; a name that another column bears stays that column's."""
    columns = {figure.column for figure in own} | set(table.header)
    names = {fact.column: fact.value for fact in said if fact.column in columns}
    if not _is_one_column(table, own):
        names.pop(UNDETERMINED, None)
    while True:
        taken = Counter([*names.values(), *(columns - names.keys())])
        fit = {old: new for old, new in names.items() if taken[new] == 1}
        if len(fit) == len(names):
            return names
        names = fit


def _is_one_column(table: Table, own: Sequence[Figure]) -> bool:
    """Whether 未定 stands for one column of the table: there is one of that name, and no row has two numbers under it."""
    rows = [next((at for at, lines in enumerate(table.row_lines) if _covers(lines, figure.place.lines)), -1)
            for figure in own if figure.column == UNDETERMINED]  # fmt: skip
    return table.header.count(UNDETERMINED) == 1 and len(rows) == len(set(rows))


def _headed(table: Table, names: Mapping[str, str]) -> Table:
    return replace(table, header=tuple(names.get(cell, cell) for cell in table.header))


def _in_column(figure: Figure, names: Mapping[str, str]) -> Figure:
    """The figure in its right column, with the measure and the period that follow from that."""
    column = names.get(figure.column)
    if column is None:
        return figure
    implied = figure.measure == measure_of(figure.column, figure.kind)
    told = replace(
        figure,
        column=column,
        period=period_of(column, figure.year),
        measure=measure_of(column, figure.kind) if implied else figure.measure,
    )
    if figure.confidence != "undetermined":
        return told
    return replace(told, confidence="read", state="value" if figure.value else "zero" if figure.value == 0 else figure.state)


def untold(document: Document, unapplied: Iterable[Fact]) -> tuple[Issue, ...]:
    """An issue for each fact that could not be applied: it is kept, and a person must look at it."""
    return tuple(
        Issue(document.name, document.sha, None, f"更正没有用上，文件里找不到对应的表或栏，或栏名重复：{fact}") for fact in unapplied
    )
