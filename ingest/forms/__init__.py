"""The official forms as data: one YAML file a form, the same keys for budget and final accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, Literal

from domain.rows import load_rows
from domain.text import key as fold_name
from ingest.document import Section

Axis = Literal["func", "econ", "project", "none", "indicators"]

_IN_BRACKETS = re.compile("[（(][^（）()]*[）)]$")
"""What a title adds at its end: （功能科目）, （单位：万元）."""
_DISTINGUISHING = ("财政拨款", "一般公共预算", "政府性基金", "国有资本", "基本支出", "项目支出", "三公", "上年结转")
"""Words that tell one form's title from another's: a title may carry any other prefix (place, year, 部门)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the form prints it: `name` is its path joined by “.”, `group` the merged headings above it."""

    name: str
    aliases: tuple[str, ...] = ()
    group: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """What must add up. rule: columns (total = Σ parts, row by row), rows (total = equals), codes (parent = Σ children), scores.

    `without`: only where the table has no such column.
    """

    rule: str
    total: str = ""
    parts: tuple[str, ...] = ()
    equals: str = ""
    without: str = ""


@dataclass(frozen=True)
class Form:
    """An official table whatever its number and year; `titles` are those of budgets, `final_titles` those of final accounts."""

    key: str
    name: str
    titles: tuple[str, ...]
    final_titles: tuple[str, ...]
    axis: Axis
    columns: tuple[Column, ...]
    identities: tuple[Identity, ...]
    sides: tuple[str, ...] = ()
    by_source: tuple[str, ...] = ()

    def column_named(self, path: str) -> str:
        """The form's own name of a printed header path; empty where it has none."""
        return self._names.get(fold_name(path), "")

    @cached_property
    def _names(self) -> dict[str, str]:
        return {fold_name(name): column.name for column in self.columns for name in (column.name, *column.aliases)}

    @property
    def performance(self) -> bool:
        return self.axis == "indicators"


@cache
def forms() -> dict[str, Form]:
    """Every form by its key."""
    rows = [load_rows(path) for path in files(__name__).iterdir() if path.name.endswith(".yaml")]
    return {row["key"]: _form(row) for row in sorted(rows, key=lambda row: str(row["key"]))}


def _form(row: dict[str, Any]) -> Form:
    columns = tuple(Column(item["name"], tuple(item["aliases"]), tuple(item.get("group", ()))) for item in row["columns"])
    identities = tuple(
        Identity(i["rule"], i.get("total", ""), tuple(i.get("parts", ())), i.get("equals", ""), i.get("without", ""))
        for i in row["identities"]
    )
    return Form(
        key=row["key"],
        name=row["name"],
        titles=tuple(row["titles"]),
        final_titles=tuple(row["final_titles"]),
        axis=row["axis"],
        columns=columns,
        identities=identities,
        sides=tuple(row.get("sides", ())),
        by_source=tuple(row.get("by_source", ())),
    )


@cache
def _by_title() -> dict[str, str]:
    """Folded title → key of its form."""
    return {fold_name(title): form.key for form in forms().values() for title in (*form.titles, *form.final_titles)}


@lru_cache(maxsize=1 << 12)
def form_of(title: str) -> Form | None:
    """The form that a title names, place and year before it notwithstanding; None where it names none."""
    folded = fold_name(_IN_BRACKETS.sub("", title))
    ends = [alias for alias in _by_title() if folded.endswith(alias)]
    if not ends:
        return None
    longest = max(ends, key=len)
    rest = folded[: len(folded) - len(longest)]
    if any(word in rest and word not in longest for word in _DISTINGUISHING) and "三公" not in longest:
        return None
    return forms()[_by_title()[longest]]


def form_in(section: Section) -> Form | None:
    """The form of a section's table: the one a person says it is, else the one its title names."""
    return forms().get(section.form) if section.form else form_of(section.title)
