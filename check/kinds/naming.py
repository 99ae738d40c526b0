"""Account codes and the names printed beside them: another code's name, and names of other years."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from check.book import Book, Row
from check.rule import Outcome, Rule
from domain.codes import CodeName, axis_of, code_names, code_now, name_of, names_in, renames
from domain.model import Figure
from domain.text import key, squeeze

_LEVELS = {3: "类", 5: "款", 7: "项"}
_APART = 4
"""Characters that a name needs to be another code's wherever that stands; 行政运行 and the like belong to many."""


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A code that bears the official name of another code and none that it ever had itself. Once a code and disclosure."""

    forms: tuple[str, ...]
    since: int
    """The first year for which the table of names is complete enough."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for code, name, figure in _named(book, self.forms):
            owner = _owner(code, _plain(name), figure.year) if figure.year >= self.since else ""
            if owner:
                text = f"{code} 写作“{name}”，这是 {owner} 的名称（{code} {name_of(code, figure.year)}）"
                yield Outcome(rule, "fails", (figure,), (), text)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A code under a name that it has in other years only: in tables, and in account paths of the prose. Once a code and disclosure."""

    forms: tuple[str, ...]
    since: int

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        told: set[str] = set()
        for code, name, figure in (*_named(book, self.forms), *_said(book)):
            other = _of_other_years(code, _plain(name), figure.year)
            if other is not None and figure.year >= self.since and code not in told:
                told.add(code)
                yield Outcome(rule, "note", (figure,), (), _told(other, name, figure.year))


def _named(book: Book, forms: tuple[str, ...]) -> Iterator[tuple[str, str, Figure]]:
    """Each code of these tables with each name printed beside it, and the first figure of such a row."""
    seen: set[tuple[str, str]] = set()
    for form in forms:
        for row in book.rows(form):
            name = item_of_row(row)
            if row.code and _plain(name) and row.cells and (row.code, _plain(name)) not in seen:
                seen.add((row.code, _plain(name)))
                yield row.code, name, next(figure for found in row.cells.values() for figure in found)


def item_of_row(row: Row) -> str:
    """The account's name as printed, without the project behind it."""
    return squeeze(row.name.partition("｜")[0])


def _said(book: Book) -> Iterator[tuple[str, str, Figure]]:
    """The names that an account path in a sentence gives at each level: 卫生健康支出（类）行政事业单位医疗（款）…"""
    for claim in (claim for claim in book.claims if claim.period == claim.year):
        for length, level in _LEVELS.items():
            code = claim.row_code[:length]
            for entry in renames(code) if len(code) == length else ():
                if _path_names(_plain(entry.name), level).search(claim.sentence):
                    yield code, entry.name, claim


@lru_cache(maxsize=4096)
def _path_names(name: str, level: str) -> re.Pattern[str]:
    """Where a path gives just this name at this level: behind another level, a numeral or punctuation."""
    return re.compile(rf"(?:^|[^\w]|\d){re.escape(name)}(?:支出)?[（(]{level}[)）]")


def _plain(name: str) -> str:
    return key(name).removesuffix("支出")


def _bears(code: str, name: str) -> bool:
    return any(_plain(entry.name) == name for entry in renames(code))


def _of_other_years(code: str, name: str, year: int) -> CodeName | None:
    """The name of `code` that `name` is, where it is right in other years only; None too where it may be the beginning of the right one."""
    if any(_plain(entry.name).startswith(name) for entry in names_in(code, year)):
        return None
    return next((entry for entry in reversed(renames(code)) if entry.reviewed and _plain(entry.name) == name), None)


def _told(entry: CodeName, printed: str, year: int) -> str:
    former = entry.until is not None and entry.until < year
    exact = f" {entry.until} 年及以前" if former else f" {entry.since} 年起"
    when = exact if entry.certain else "以前年度" if former else "以后年度"
    right = "、".join(f"“{one.name}”" for one in reversed(names_in(entry.code, year)))
    moved = code_now(entry.code, entry.until)
    now = f"{year} 年为{right}" if right else f"{year} 年没有这一科目"
    where = f"，原科目现列 {moved} {name_of(moved, year)}" if former and moved not in ("", entry.code) else ""
    return f"{entry.code} 写作“{printed}”，这是{when}的名称，{now}{where}"


@cache
def _owners() -> dict[str, tuple[CodeName, ...]]:
    found: dict[str, list[CodeName]] = defaultdict(list)
    for entry in code_names():
        if entry.reviewed:
            found[_plain(entry.name)].append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


@lru_cache(maxsize=8192)
def _owner(code: str, name: str, year: int) -> str:
    """The code that has `name` in `year`, if `code` never had it: one above, below or beside it, else the only one with such a name."""
    if _bears(code, name) or not renames(code):
        return ""
    owners = {entry.code for entry in _owners().get(name, ()) if entry.valid(year) and axis_of(entry.code) == axis_of(code)}
    near = [o for o in owners if o.startswith(code) or code.startswith(o) or (len(o) == len(code) and o[:-2] == code[:-2])]
    if near:
        return min(near)
    return min(owners) if len(owners) == 1 and len(name) > _APART else ""
