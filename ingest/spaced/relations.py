"""From parsed tables to variables and constraints, and back: the columns of every number of a document at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from domain.money import YUAN
from domain.text import key as fold_name
from ingest.forms import Form, forms
from ingest.spaced.header import columns_data
from ingest.spaced.model import Parsed, Row, Sheet
from ingest.spaced.official import is_empty
from ingest.spaced.rows import bare, is_total
from ingest.spaced.solver import Constraint, Sum, Term, Variable, first_choices, solve

Cells = list[tuple[int, frozenset[int]]]
"""Cells to be added up: variable and columns."""


@cache
def relations_data() -> dict[str, list[dict[str, Any]]]:
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load((files(__package__) / "relations.yaml").read_text("utf-8"))
    return loaded


def assign_columns(tables: Sequence[Parsed]) -> None:
    """Fill in `choices` of every sheet: where its numbers can stand, given all tables."""
    book = _Book(tables)
    constraints = [*book.hierarchies(), *book.relations(), *book.definitions()]
    solve(book.variables, constraints)
    for sheet, first in book.offsets:
        sheet.choices = [book.variables[first + n].choices for n in range(len(sheet.rows))]


def sums_of(sheet: Sheet) -> tuple[Sum, ...]:
    """The identities over the columns of a sheet: its subtotals, and its total over all that is in no subtotal."""
    form = forms().get(sheet.key)
    if not sheet.known or form is None:
        return ()
    subtotals = [item for item in (*_printed_subtotals(sheet, form), *_grouped_subtotals(sheet)) if item.parts]
    below = {part for item in subtotals for part in item.parts}
    total = next((n for n, name in enumerate(sheet.columns) if name in columns_data()["totals"]), None)
    if total is None:
        return tuple(subtotals)
    rest = tuple(n for n in range(len(sheet.columns)) if n != total and n not in below)
    subtotals = [item for item in subtotals if item.total != total]
    return (Sum(total, rest), *subtotals) if rest else tuple(subtotals)


def _printed_subtotals(sheet: Sheet, form: Form) -> Iterator[Sum]:
    names = {alias: column.name for column in form.columns for alias in (column.name, *column.aliases)}
    at = {name: n for n, name in enumerate(sheet.columns)}
    top = next((name for name in sheet.columns if name in columns_data()["totals"]), None)
    for identity in form.identities:
        if identity.rule == "columns" and identity.total in at and identity.total != top:
            parts = {at[name] for part in identity.parts if (name := names.get(part, part)) in at}
            yield Sum(at[identity.total], tuple(sorted(parts)))


def _grouped_subtotals(sheet: Sheet) -> Iterator[Sum]:
    """基本支出 beside 基本支出.人员经费 and 基本支出.公用经费."""
    for n, name in enumerate(sheet.columns):
        yield Sum(n, tuple(m for m, other in enumerate(sheet.columns) if other.startswith(f"{name}.")))


class _Book:
    """All rows of a document as variables in one unit, and the constraints over them."""

    def __init__(self, tables: Sequence[Parsed]) -> None:
        self.tables = tables
        self.offsets: list[tuple[Sheet, int]] = []
        self.variables: list[Variable] = []
        self.scale = self._scale()
        for parsed in tables:
            for sheet in parsed.sheets:
                self.offsets.append((sheet, len(self.variables)))
                self.variables += self._variables(sheet)

    def _scale(self) -> int:
        """Common small units a yuan: a tenth of the finest printed place, so that half a place is whole."""
        sheets = [sheet for parsed in self.tables for sheet in parsed.sheets]
        places = [_places(sheet) - YUAN.get(sheet.unit, Decimal(1)).adjusted() for sheet in sheets]
        return int(10 ** (max([0, *places]) + 1))

    def _variables(self, sheet: Sheet) -> list[Variable]:
        yuan = YUAN.get(sheet.unit, Decimal(1))
        half = int(yuan * self.scale * Decimal(5).scaleb(-_places(sheet) - 1))
        sums, width = sums_of(sheet), len(sheet.columns)
        found: list[Variable] = []
        for row in sheet.rows:
            values = tuple(int(number.value * yuan * self.scale) for number in row.numbers)
            found.append(Variable(values, width, half, first_choices(values, width, half, sums)))
        return found

    def hierarchies(self) -> Iterator[Constraint]:
        """Every parent is the sum of its children, column by column; outlines of a two-sided table have one column and need none."""
        for sheet, first in self.offsets:
            if sheet.side and len(sheet.columns) == 1:
                continue
            for parent, children in families(sheet.rows).items():
                # where neither the columns nor the parent's places are known, sums narrow nothing
                placed = sheet.known or len(sheet.rows[parent].numbers) == len(sheet.columns)
                if placed and any(sheet.rows[child].numbers for child in children):
                    yield from self._family(first + parent, [first + child for child in children], len(sheet.columns))

    def _family(self, parent: int, children: Sequence[int], width: int) -> Iterator[Constraint]:
        for column in range(width):
            cell = frozenset({column})
            yield Constraint((Term(parent, cell, -1), *(Term(child, cell, 1) for child in children)))

    def relations(self) -> Iterator[Constraint]:
        for relation in relations_data()["relations"]:
            left, equal = relation["left"], relation["rule"] == "="
            for code in self._codes(left) if left.get("code") else [None]:
                own = self._cells(left, code)
                others = [self._cells(spec, code) for spec in relation["right"]]
                if not own or any(other is None for other in others):
                    continue
                signs = [spec.get("sign", 1) for spec in relation["right"]]
                terms = [Term(variable, columns, 1) for variable, columns in own]
                terms += [
                    Term(variable, columns, -sign) for other, sign in zip(others, signs, strict=True) for variable, columns in other or []
                ]
                yield Constraint(tuple(terms), equal)

    def definitions(self) -> Iterator[Constraint]:
        for rule in relations_data()["definitions"]:
            for sheet, first in self._sheets(rule):
                columns = _columns(sheet, rule["nothing_in"])
                for n, row in enumerate(sheet.rows):
                    if columns and row.numbers and row.code.startswith(tuple(rule["codes"])):
                        yield Constraint((Term(first + n, columns, 1),), soft=True)

    def _sheets(self, spec: Mapping[str, Any]) -> list[tuple[Sheet, int]]:
        return [(sheet, first) for sheet, first in self.offsets if sheet.key == spec["form"] and sheet.side == spec.get("side", "")]

    def _codes(self, spec: Mapping[str, Any]) -> list[str]:
        return sorted({row.code for sheet, _ in self._sheets(spec) for row in sheet.rows if row.code and row.numbers})

    def _cells(self, spec: Mapping[str, Any], code: str | None) -> Cells | None:
        """The cells that a side of a relation names; [] is nothing (a blank), None: the document doesn't say."""
        sheets = self._sheets(spec)
        if len(sheets) != 1:
            return None
        (sheet, first), columns = sheets[0], _columns(sheets[0][0], spec.get("columns"))
        if not any(row.numbers for row in sheet.rows):
            return [] if any(is_empty(parsed) for parsed in self.tables if sheet in parsed.sheets) else None
        rows = _rows(sheet.rows, spec, code)
        if rows is None or not columns:
            return None
        return [(first + n, columns) for n in rows]


def _columns(sheet: Sheet, names: Sequence[str] | None) -> frozenset[int]:
    return frozenset(n for n, name in enumerate(sheet.columns) if names is None or name in names)


def _rows(rows: Sequence[Row], spec: Mapping[str, Any], code: str | None) -> list[int] | None:
    if code is not None:
        return _coded(rows, code)
    if spec.get("row") == "total":
        totals = [n for n, row in enumerate(rows) if is_total(row.name) and row.numbers] or ([0] if len(rows) == 1 else [])
        return sorted(totals, key=lambda n: "总" not in rows[n].name)[:1] or None
    names = {fold_name(name) for name in spec["rows"]}
    outside = spec.get("outside")
    found = [
        n
        for n, row in enumerate(rows)
        if fold_name(bare(row.name)) in names and not (outside and any(outside in above for above in row.path))
    ]
    return found or None


def _coded(rows: Sequence[Row], code: str) -> list[int] | None:
    """The row of a code (or its projects, where it has no row of its own); nothing where the table has no row below it either."""
    found = [n for n, row in enumerate(rows) if row.code == code]
    if not found:
        return None if any(row.code.startswith(code) for row in rows) else []
    level = min(rows[n].level for n in found)
    return [n for n in found if rows[n].level == level]


def families(rows: Sequence[Row]) -> dict[int, list[int]]:
    """Children of each row: the rows one step below it. A grand total at the end takes the top rows."""
    result: dict[int, list[int]] = {}
    stack: list[int] = []
    orphans: list[int] = []
    for n, row in enumerate(rows):
        while stack and rows[stack[-1]].level >= row.level:
            stack.pop()
        if stack:
            result.setdefault(stack[-1], []).append(n)
        elif row.level:
            orphans.append(n)
        stack.append(n)
    last = next((n for n in reversed(range(len(rows))) if rows[n].level == 0), None)
    if last is not None and orphans and last not in result and last > orphans[-1]:
        result[last] = orphans
    return result


def _places(sheet: Sheet) -> int:
    """Decimal places that the sheet prints."""
    return max((len(number.printed.partition(".")[2]) for row in sheet.rows for number in row.numbers), default=0)
