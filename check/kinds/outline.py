"""Identities of lists without codes: numbered levels, subtotals, and heads with what stands below them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from check.book import Book, Row, fits, names
from check.judge import compare
from check.kinds.tables import Node, valued
from check.rule import Outcome, Rule
from domain.model import Figure
from domain.text import squeeze

_MARKS = ((r"[〇零一二三四五六七八九十]+、", 1), (r"[（(][〇零一二三四五六七八九十]+[）)]", 2), (r"\d+[.．、]", 2), (r"[（(]\d+[）)]", 3))
_AMONG = 3
"""Level of 其中 and of what follows it without a number."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Rows without codes whose numbering (一、 （一） 1. 其中：) tells which sums up which, column by column.

    A subtotal of the year = Σ of the first level above it; the total = the subtotal and what stands between the two (the carry-over).
    """

    forms: tuple[str, ...]
    column: str
    inner: str
    """Names that stand one level below even without a number."""
    total: str
    subtotal: str = "(?!)"
    totals: str = ""
    """Columns where the totals stand if not in the column itself (two lists of one spending, totalled once)."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for sheet in book.sheets(*self.forms):
            for column in dict.fromkeys(column for row in sheet for column in row.cells if fits(self.column, column)):
                yield from self._lane(rule, book, sheet, column)

    def _lane(self, rule: Rule, book: Book, sheet: Sequence[Row], column: str) -> Iterator[Outcome]:
        numbers = self._numbers(sheet, column)
        if any(row.code for row in sheet if row.order in numbers):
            return  # codes tell the levels: a tree
        for node in self._forest([row for row in sheet if row.order in numbers and row.kind in ("named", "total", "subtotal")]):
            parts = [f for child in node.children if child.row for f in numbers[child.row.order]]
            if node.row and parts and (outcome := compare(rule, book, numbers[node.row.order], parts)):
                yield outcome

    def _numbers(self, sheet: Sequence[Row], column: str) -> dict[int, list[Figure]]:
        """What each row (by its order) holds in a column; the first sum of `totals` where the column has none of its own."""
        filled = {row.order: found for row in sheet if (found := valued(row, column))}
        sums = [row for row in sheet if self._sums(row)]
        if not self.totals or any(row.order in filled for row in sums):
            return filled
        yearly = [row for row in sums if names(self.subtotal, row.name)] or sums
        return filled | {row.order: found for row in yearly[:1] if (found := row.figures(self.totals))}

    def _sums(self, row: Row) -> bool:
        return names(self.total, row.name) or names(self.subtotal, row.name)

    def _forest(self, rows: Sequence[Row]) -> list[Node]:
        levels = _Levels(self.inner, any(_mark(row) for row in rows))
        for row in rows:
            if names(self.total, row.name):
                levels.top.append(Node(row))
            elif names(self.subtotal, row.name):
                levels.subtotal(row)
            else:
                levels.add(row)
        for node in levels.top:
            node.children = levels.roots
        return [*levels.top, *levels.nodes]


@dataclass(slots=True)
class _Levels:
    """An outline while it is read from the top; `roots` are what the next (sub)total adds up."""

    inner: str
    numbered: bool
    roots: list[Node] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    top: list[Node] = field(default_factory=list)
    stack: list[tuple[int, Node]] = field(default_factory=list)
    depth: int = 0
    summed: bool = False
    """Whether the subtotal stands above."""

    def subtotal(self, row: Row) -> None:
        node = Node(row, self.roots)
        self.nodes.append(node)
        self.roots, self.stack, self.depth, self.summed = [node], [], 0, True

    def add(self, row: Row) -> None:
        self.depth = self._level(row)
        node = Node(row)
        self.nodes.append(node)
        while self.stack and self.stack[-1][0] >= self.depth:
            self.stack.pop()
        (self.stack[-1][1].children if self.stack else self.roots).append(node)
        self.stack.append((self.depth, node))

    def _level(self, row: Row) -> int:
        if mark := _mark(row):
            return mark
        if self.summed:
            return 2 if names(self.inner, row.name) else 0
        if self.numbered and self.depth:
            return _AMONG if self.depth >= 2 else 2
        return 2 if names(self.inner, row.name) else 1


def _mark(row: Row) -> int:
    """The level that its printed numbering gives a row; 0 without one."""
    printed = squeeze(f"{row.mark}{row.name}")
    if printed.startswith("其中"):
        return _AMONG
    return next((level for pattern, level in _MARKS if re.match(pattern, printed)), 0)


@dataclass(frozen=True, slots=True)
class Blocks:
    """A head = Σ of the rows below it that `parts` names, up to the next head (a list of purchases under 货物, 工程, 服务)."""

    forms: tuple[str, ...]
    column: str
    head: str
    parts: str
    """Searched in the whole name of the row, with what stands before ｜."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for sheet in book.sheets(*self.forms):
            for head, parts in self._blocks(sheet):
                if parts and (outcome := compare(rule, book, head, parts)):
                    yield outcome

    def _blocks(self, sheet: Sequence[Row]) -> list[tuple[list[Figure], list[Figure]]]:
        found: list[tuple[list[Figure], list[Figure]]] = []
        for row in sheet:
            if names(self.head, row.name):
                found.append((row.figures(self.column), []))
            elif found and re.search(self.parts, squeeze(row.name)):
                found[-1][1].extend(row.figures(self.column))
        return found


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows named group｜part (a list with its groups in a column of their own): group｜小计 = Σ of its other parts, the total = Σ of 小计."""

    forms: tuple[str, ...]
    column: str
    total: str
    whole: str
    """Name of the part that sums up its group."""
    beside: str
    """Parts that are a part of another part."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for sheet in book.sheets(*self.forms):
            for whole, parts in self._sums(sheet):
                if whole and parts and (outcome := compare(rule, book, whole, parts)):
                    yield outcome

    def _sums(self, sheet: Sequence[Row]) -> Iterator[tuple[list[Figure], list[Figure]]]:
        groups: dict[str, tuple[list[Figure], list[Figure]]] = defaultdict(lambda: ([], []))
        for row in sheet:
            group = row.name.rpartition("｜")[0]
            if group and not names(f"/{self.beside}", row.name):
                groups[group][not names(self.whole, row.name)].extend(row.figures(self.column))
        wholes = [figure for whole, _ in groups.values() for figure in whole]
        for row in sheet:
            if names(self.total, row.name):
                yield row.figures(self.column), wholes
        yield from groups.values()
