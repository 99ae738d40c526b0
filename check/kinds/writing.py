"""What is left out or misdated: blank rows above filled ones, notes of empty tables, other years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from check.book import Book, Row
from check.kinds.naming import item_of_row
from check.rule import Outcome, Rule
from check.text import place, row_label, section, shown
from domain.model import Figure, Place, Table
from domain.text import squeeze


def _first(row: Row) -> tuple[Figure, ...]:
    return tuple(figure for found in row.cells.values() for figure in found)[:1]


@dataclass(frozen=True, slots=True)
class BlankRow:
    """A row of a code without any number although the codes below it have some."""

    forms: tuple[str, ...]

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for sheet in book.sheets(*self.forms):
            for row in sheet:
                below = _below(row, sheet) if row.code and row.cells and not row.printed else []
                if below:
                    text = f"{row.code} {item_of_row(row)} 一行全空，而 {below[0].code} {item_of_row(below[0])} {shown(_printed(below[0]))}"
                    yield Outcome(rule, "fails", _first(row), (_printed(below[0]),), text)


def _below(row: Row, sheet: list[Row]) -> list[Row]:
    return [one for one in sheet if one.printed and one.code != row.code and one.code.startswith(row.code)]


def _printed(row: Row) -> Figure:
    return next(figure for found in row.cells.values() for figure in found if figure.value is not None)


@dataclass(frozen=True, slots=True)
class EmptyTable:
    """An empty table says that it is empty; one that says so holds no number."""

    note: str
    unofficial: str = ""
    """Form of the tables that are no official ones: lists of words hold no numbers anyway."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for table in book.tables:
            said = bool(re.search(self.note, squeeze(table.note)))
            filled = [row for row in book.rows(table.form) if row.printed and row.table.endswith(table.title)] if said else []
            if filled:
                figure = _printed(filled[0])
                yield Outcome(rule, "fails", (figure,), (), f"{section(figure)}注明为空表，却有 {shown(figure)}")
            elif table.state == "empty" and not said and table.form != self.unofficial:
                yield Outcome(rule, "note", (), (), f"{_called(table)}没有数字，也没有空表说明", places=(_spot(table),))


def _called(table: Table) -> str:
    return f"{table.number} {table.title}".strip()


def _spot(table: Table) -> Place:
    where = table.place
    return Place(None, where.file, where.page, where.told_lines, where.bbox, _called(table), table.note, where.cell)


@dataclass(frozen=True, slots=True)
class AbsentTable:
    """A table that the contents list and the file does not hold, though it holds others."""

    note: str

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        filled = {table.place.sha for table in book.tables if table.state == "filled"}
        held = {table.form for table in book.tables if table.state != "absent"}
        for table in book.tables:
            if table.state == "absent" and table.place.sha in filled and table.form not in held and re.search(self.note, table.note):
                yield Outcome(rule, "fails", (), (), f"目录列有{table.title}，文件中没有", places=(_spot(table),))


@dataclass(frozen=True, slots=True)
class Misdated:
    """A part of the document under the heading of another year; final accounts that tell what is held at the end of another year."""

    heading: str
    """A pattern with one group: the year that a part's heading names."""
    held: str
    """Measure of what is held at a year's end."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        seen: set[str] = set()
        for claim in book.claims:
            part = squeeze(claim.table.partition(" › ")[0])
            named = re.search(self.heading, part)
            if named and int(named[1]) != claim.year and part not in seen:
                seen.add(part)
                yield Outcome(
                    rule, "fails", (), (), f"标题“{part}”写 {named[1]} 年，文件为 {claim.year} 年{claim.kind}", places=(place(claim),)
                )
            if claim.kind == "决算" and claim.measure == self.held and claim.period != claim.year and claim.sentence not in seen:
                seen.add(claim.sentence)
                text = f"{row_label(claim)} {shown(claim)} 截至 {claim.period} 年末，文件为 {claim.year} 年决算"
                yield Outcome(rule, "fails", (claim,), (), text)
