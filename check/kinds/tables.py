"""Identities inside one table: down the codes, along the row, over named parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from check.book import Book, Row, fits, names
from check.judge import compare
from check.rule import Outcome, Rule
from check.text import label, shown, total
from domain.model import Figure
from domain.text import squeeze


@dataclass(slots=True, eq=False)
class Node:
    row: Row | None
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tree:
    """Every code = Σ of the codes below it, the total = Σ of the topmost; column by column, over rows with numbers only."""

    forms: tuple[str, ...]

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for form in self.forms:
            for sheet in book.sheets(form):
                for node in forest(sheet):
                    yield from _sums(rule, book, node)


def forest(sheet: Sequence[Row]) -> list[Node]:
    """All rows of a table as nodes with children: total → units → codes → longer codes → projects."""
    rows = [row for row in sheet if row.printed and row.kind in ("total", "unit", "code")]
    top = {id(row): Node(row) for row in rows if row.kind == "total"}
    nodes: list[Node] = list(top.values())
    roots: list[Node] = []
    stack: list[Node] = []
    for row in rows:
        if row.kind == "total":
            continue
        node = Node(row)
        nodes.append(node)
        while stack and not _above(stack[-1].row, row):
            stack.pop()
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    for row in rows:
        if row.kind == "total":
            below = [node for node in roots if node.row and row.cells.keys() & node.row.cells.keys()]
            top[id(row)].children = below + (_beside(sheet, row) if below else [])
    return nodes


def _beside(sheet: Sequence[Row], whole: Row) -> list[Node]:
    """Rows without a code on the side of the codes that the total takes in too (结转下年 above 支出总计)."""
    sides = {column for column in whole.cells if "." in column}
    return [Node(row) for row in sheet if row.kind == "named" and row.order < whole.order and sides & row.cells.keys()]


def _above(upper: Row | None, lower: Row) -> bool:
    if upper is None or lower.kind == "unit":
        return False
    if upper.kind == "unit":
        return True
    if upper.code == lower.code:
        return not upper.project and bool(lower.project)
    return lower.code.startswith(upper.code)


def _sums(rule: Rule, book: Book, node: Node) -> Iterator[Outcome]:
    if node.row is None or not node.children:
        return
    columns = dict.fromkeys(column for child in (node, *node.children) if child.row for column in child.row.cells)
    for column in columns:
        whole = _valued(node.row, column)
        parts = [figure for child in node.children if child.row for figure in _valued(child.row, column)]
        if not whole and parts and node.row.kind != "total":
            yield _left_blank(rule, node.row, column, parts)
        elif whole and (outcome := compare(rule, book, whole, parts)):
            yield outcome


def _valued(row: Row, column: str) -> list[Figure]:
    return [figure for figure in row.cells.get(column, []) if figure.value is not None]


def _left_blank(rule: Rule, row: Row, column: str, parts: list[Figure]) -> Outcome:
    blank = row.cells.get(column, [])
    text = f"{row.name} {column} 空白，而下级 {total(parts)}（{label(parts[0])} {shown(parts[0])}）"
    return Outcome(rule, "fails", tuple(blank), tuple(parts), text, "上级行漏填")


@dataclass(frozen=True, slots=True)
class Along:
    """In every row: the column `whole` = Σ of the columns `parts`, where the table uses any of these.

    A row with a number in a column that is neither is left alone.
    """

    forms: tuple[str, ...]
    whole: str
    parts: str
    beside: str = ""
    """Columns that are no part of this sum."""
    given: str = ""
    """Only for tables with such a column."""
    without: str = ""
    """Only for tables without such a column."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for form in self.forms:
            for sheet in book.sheets(form):
                columns = {column for row in sheet for column in row.cells}
                fitting = _some(self.given, columns) is not False and not _some(self.without, columns)
                if fitting and any(fits(self.parts, column) and _used(sheet, column) for column in columns):
                    yield from self._rows(rule, book, sheet)

    def _rows(self, rule: Rule, book: Book, sheet: Sequence[Row]) -> Iterator[Outcome]:
        for row in sheet:
            whole = row.figures(self.whole)
            parts = [f for f in row.figures(self.parts) if f not in whole]
            known = {f.id for f in (*whole, *parts, *(row.figures(self.beside) if self.beside else ()))}
            strange = any(f.id not in known for found in row.cells.values() for f in found if f.value is not None)
            if len(whole) == 1 and not strange and (outcome := compare(rule, book, whole, parts)):
                yield outcome


def _used(sheet: Sequence[Row], column: str) -> bool:
    return any(figure.value is not None for row in sheet for figure in row.cells.get(column, ()))


def _some(pattern: str, columns: set[str]) -> bool | None:
    return any(fits(pattern, column) for column in columns) if pattern else None


@dataclass(frozen=True, slots=True)
class Parts:
    """A named whole = Σ of named parts, whether the names head columns or rows."""

    forms: tuple[str, ...]
    whole: str
    parts: tuple[str, ...]
    rows_only: bool = False

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for form in self.forms:
            for sheet in book.sheets(form):
                for whole, parts in self._lanes(sheet):
                    if whole and parts and (outcome := compare(rule, book, whole, parts)):
                        yield outcome

    def _lanes(self, sheet: Sequence[Row]) -> Iterator[tuple[list[Figure], list[Figure]]]:
        across = [] if self.rows_only else [row for row in sheet if any(row.has(part) for part in self.parts)]
        for row in across:
            yield row.figures(self.whole), [f for part in self.parts for f in row.figures(part)]
        if across:
            return
        by_column: dict[str, tuple[list[Figure], list[Figure]]] = defaultdict(lambda: ([], []))
        for row in sheet:
            side = 0 if names(self.whole.removeprefix("/"), row.name) else 1 if any(names(part, row.name) for part in self.parts) else None
            if side is not None:
                for column in row.cells:
                    by_column[column][side].extend(_valued(row, column))
        yield from by_column.values()


@dataclass(frozen=True, slots=True)
class Outline:
    """Rows without codes whose numbering (一、 1. 其中：) tells which sums up which; the total = Σ of the first level."""

    forms: tuple[str, ...]
    column: str
    inner: str
    """Names that stand one level below even without a number."""
    total: str

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for form in self.forms:
            for sheet in book.sheets(form):
                rows = [row for row in sheet if row.kind in ("named", "total") and row.figures(self.column)]
                for node in self._forest(rows):
                    figures = node.row.figures(self.column) if node.row else []
                    parts = [f for child in node.children if child.row for f in child.row.figures(self.column)]
                    if parts and (outcome := compare(rule, book, figures, parts)):
                        yield outcome

    def _forest(self, rows: Sequence[Row]) -> list[Node]:
        top = [Node(row) for row in rows if names(self.total, row.name)]
        nodes, stack, roots = list(top), list[tuple[int, Node]](), list[Node]()
        numbered = any(re.match(r"[一二三四五六七八九十]+、|\d+[.．、]", squeeze(row.name)) for row in rows)
        depth = 0
        for row in rows:
            if names(self.total, row.name):
                continue
            depth = self._level(row.name, depth, numbered)
            node = Node(row)
            nodes.append(node)
            while stack and stack[-1][0] >= depth:
                stack.pop()
            (stack[-1][1].children if stack else roots).append(node)
            stack.append((depth, node))
        for node in top:
            node.children = roots
        return nodes

    def _level(self, name: str, before: int, numbered: bool) -> int:
        plain = squeeze(name)
        if re.match(r"[一二三四五六七八九十]+、", plain):
            return 1
        if re.match(r"\d+[.．、]", plain):
            return 2
        if plain.startswith("其中"):
            return 3
        if numbered and before:
            return 3 if before >= 2 else 2
        return 2 if names(self.inner, name) else 1
