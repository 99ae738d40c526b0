"""Selectors: which figures of a disclosure a rule speaks of, as data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from check.book import Book, Row, names
from domain.model import Figure
from domain.text import squeeze

WHOLE = "*"
"""The key of what has no code: totals and named subjects."""
Picked = dict[str, list[tuple[Figure, ...]]]


@lru_cache(maxsize=16384)
def stands_under(pattern: str, table: str) -> bool:
    return re.search(pattern, squeeze(table)) is not None


@dataclass(frozen=True, slots=True)
class Selector:
    """Cells of a form (`form`, `column`, `row`) or claims of the prose (`claims`, `under`, `subject`).

    `row`: codes, total, codes+total, subtotal, projects, or a pattern for the row's name. `claims`: a relation such as 金额.
    `under` is searched in the headings, `subject` must match the name; "codes": claims with an account code; "any": all, each by itself.
    """

    form: str | tuple[str, ...] = ()
    column: str = ".*"
    row: str = "codes+total"
    claims: str = ""
    under: str = ""
    subject: str = ".*"
    measure: str = "(?!原因).*"
    """Of claims; numbers inside a stated reason are left out unless asked for."""
    unit: str = ".*"
    width: int = 0
    """Only codes of so many digits; 0: all."""
    code: str = ""
    """One account (or a pattern of codes), under the key *: rows and claims with just this code."""
    but: str = ""
    """Claims of these subjects are left out."""
    project: str = ""
    """Only this project (pattern); claims with one are keyed by it."""
    together: bool = False
    """All that is picked as one sum under *."""
    cell: str = ""
    """Of tables that print their subjects as columns in one place and as rows in the next: the subject, either way."""

    def pick(self, book: Book) -> Picked:
        """Figures by key (account code, project, or *); figures to be summed stand in one tuple."""
        found: Picked = defaultdict(list)
        for key, figures in self._claims(book) if self.claims else self._cells(book):
            found[key].append(figures)
        if self.together and found:
            return {WHOLE: [tuple(figure for picked in found.values() for figures in picked for figure in figures)]}
        return found

    def _claims(self, book: Book) -> Iterator[tuple[str, tuple[Figure, ...]]]:
        for claim in book.said.get(self.claims, ()):
            if not stands_under(self.under, claim.table) or (self.but and names(self.but, claim.row_name)):
                continue
            if self.claims == "金额" and claim.period != claim.year:
                continue
            if not re.fullmatch(self.measure, claim.measure) or not re.fullmatch(self.unit, claim.unit):
                continue
            if self.project:
                if claim.project and claim.row_name == claim.project:
                    yield claim.project, (claim,)
                continue
            if self.code:
                if re.fullmatch(self.code, claim.row_code):
                    yield WHOLE, (claim,)
            elif self.subject == "any":
                yield claim.id, (claim,)
            elif self.subject == "codes":
                if claim.row_code and (not self.width or len(claim.row_code) == self.width):
                    yield claim.row_code, (claim,)
            elif names(self.subject, claim.row_name):
                yield WHOLE, (claim,)

    def _cells(self, book: Book) -> Iterator[tuple[str, tuple[Figure, ...]]]:
        gathered: dict[tuple[str, str], list[Figure]] = {}
        for form in (self.form,) if isinstance(self.form, str) else self.form:
            rows = book.rows(form)
            several = len({row.unit for row in rows if row.unit}) > 1
            for row in rows:
                if self.project and not re.fullmatch(self.project, row.project):
                    continue
                key = self._key(row)
                picked = (self._cell(row) if self.cell else row.figures(self.column)) if key else []
                for figures in _by_measure(picked):
                    if (row.leaf and self.row != "projects") or (several and row.code):
                        gathered.setdefault((form, key), []).extend(figures)
                    else:
                        yield key, tuple(figures)
        for (_, key), figures in gathered.items():
            yield key, tuple(figures)

    def _cell(self, row: Row) -> list[Figure]:
        if row.kind == "named":
            return row.figures(self.column) if names(self.cell.lstrip("/"), row.name) else []
        return row.figures(self.cell)

    def _key(self, row: Row) -> str:
        if self.cell:
            return WHOLE
        if self.code:
            return WHOLE if re.fullmatch(self.code, row.code) else ""
        wanted = self.row.split("+")
        code = row.code or row.function
        if code and "codes" in wanted:
            return code if not self.width or len(code) == self.width else ""
        if row.kind in ("total", "subtotal") and row.kind in wanted:
            return WHOLE
        if "projects" in wanted:
            return row.project
        return WHOLE if row.kind == "named" and names(self.row, row.name) else ""


def _by_measure(figures: list[Figure]) -> list[list[Figure]]:
    """Budget and final accounts of one row stand beside each other and are never added up."""
    grouped: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        grouped[figure.measure].append(figure)
    return list(grouped.values())
