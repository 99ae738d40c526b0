"""Identities inside one table: down the codes, along the row, over named parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from check.book import Book, Row, fits, names
from check.judge import compare
from check.rule import Outcome, Rule
from check.text import label, shown, total
from domain.model import Figure

_SUMS = ("total", "subtotal")


@dataclass(slots=True, eq=False)
class Node:
    row: Row | None
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tree:
    """Every code = Σ of the codes below it, the total = Σ of the topmost; column by column, over rows with numbers only."""

    forms: tuple[str, ...]

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for sheet in book.sheets(*self.forms):
            for node in forest(sheet):
                yield from _sums(rule, book, node)


def forest(sheet: Sequence[Row]) -> list[Node]:
    """All rows of a table as nodes with children: total → units → codes → longer codes → projects; in one list or in two side by side."""
    rows = [row for row in sheet if row.printed and row.kind in (*_SUMS, "unit", "code")]
    top = {id(row): Node(row) for row in rows if row.kind in _SUMS}
    nodes: list[Node] = list(top.values())
    roots: list[Node] = []
    above: dict[str, Node] = {}  # the last row of each code, and under "" the unit's
    for row in rows:
        if row.kind in _SUMS:
            continue
        node = Node(row)
        nodes.append(node)
        parent = None if row.kind == "unit" else _parent(above, row)
        (parent.children if parent else roots).append(node)
        if row.kind == "unit":
            above = {"": node}
        elif not (row.project and row.code in above):
            above[row.code] = node
    for row in rows:
        if row.kind in _SUMS:
            below = [node for node in roots if node.row and row.cells.keys() & node.row.cells.keys()]
            top[id(row)].children = below + (_beside(sheet, row) if below else [])
    return nodes


def _parent(above: Mapping[str, Node], row: Row) -> Node | None:
    """The item of a project, else the row of the longest code that this one's begins with, else the unit's."""
    item = above.get(row.code)
    if row.project and item and item.row and not item.row.project:
        return item
    return next((above[row.code[:end]] for end in range(len(row.code) - 1, -1, -1) if row.code[:end] in above), None)


def _beside(sheet: Sequence[Row], whole: Row) -> list[Node]:
    """Rows without a code on the side of the codes that the total takes in too (结转下年 above 支出总计)."""
    sides = {column for column in whole.cells if "." in column}
    return [Node(row) for row in sheet if row.kind == "named" and row.order < whole.order and sides & row.cells.keys()]


def _sums(rule: Rule, book: Book, node: Node) -> Iterator[Outcome]:
    if node.row is None or not node.children:
        return
    columns = dict.fromkeys(column for child in (node, *node.children) if child.row for column in child.row.cells)
    for column in columns:
        whole = valued(node.row, column)
        parts = [figure for child in node.children if child.row for figure in valued(child.row, column)]
        if not whole and parts and node.row.kind not in _SUMS:
            yield _left_blank(rule, node.row, column, parts)
        elif whole and (outcome := compare(rule, book, whole, parts)):
            yield outcome


def valued(row: Row, column: str) -> list[Figure]:
    """The numbers in just this column."""
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
        for sheet in book.sheets(*self.forms):
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
    """A named whole = Σ of named parts, whether the names head columns or rows; each measure (预算数, 决算数) by itself."""

    forms: tuple[str, ...]
    whole: str
    parts: tuple[str, ...]
    rows_only: bool = False
    given: str = ""
    """Only for tables that print such a name."""
    without: str = ""
    """Only for tables that print no such name."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for sheet in book.sheets(*self.forms):
            if (self.given and not _prints(self.given, sheet)) or (self.without and _prints(self.without, sheet)):
                continue
            for whole, parts in self._lanes(sheet):
                for measure in dict.fromkeys(figure.measure for figure in whole):
                    alike = [[f for f in figures if f.measure == measure] for figures in (whole, parts)]
                    if alike[1] and (outcome := compare(rule, book, *alike)):
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
                    by_column[column][side].extend(valued(row, column))
        yield from by_column.values()


def _prints(name: str, sheet: Sequence[Row]) -> bool:
    """Whether a table has a column or row so named."""
    return any(row.has(name) or names(name.removeprefix("/"), row.name) for row in sheet)
