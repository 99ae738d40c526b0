"""Account codes and their names by year (功能分类 201…, 经济分类 301…), and the codes that one item had over the years.

Source: domain/data/codes.csv (one name of one code a row) and domain/data/code_moves.csv (one item under another code from a year on).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Axis = Literal["func", "econ"]
DATA = Path(__file__).with_name("data")
_TODAY = 9999
"""Later than any year of the table."""


@dataclass(frozen=True, slots=True)
class CodeName:
    """One name of one code; `since` and `until` are inclusive years, None where the name is not bounded."""

    axis: Axis
    code: str
    name: str
    since: int | None
    until: int | None
    certain: bool = True
    """Whether the years are exact; else they are the widest that may be right, and so may overlap another name's."""
    source: str = ""
    """official, both (printed in real documents too), printed-YYYY, or listed-2017: an unreviewed list that mixes older names."""

    @property
    def reviewed(self) -> bool:
        return not self.source.startswith("listed")

    def valid(self, year: int) -> bool:
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)

    @property
    def age(self) -> tuple[int, int]:
        """Sorts the names of a code from the oldest to the newest."""
        return self.until or _TODAY, self.since or 0


@dataclass(frozen=True, slots=True)
class Move:
    """From `year` on the item of `from_code` has `to_code`; empty: there is none, though the code itself may live on as another item."""

    from_code: str
    to_code: str
    year: int
    note: str


@cache
def axis_of(code: str) -> Axis | None:
    """func for 201…, econ for 301…, None for anything that is no account code (3, 5 or 7 digits)."""
    if not code.isdigit() or len(code) not in (3, 5, 7):
        return None
    return "func" if code[0] == "2" else "econ" if code[0] == "3" else None


@cache
def code_names() -> tuple[CodeName, ...]:
    return tuple(_row(row) for row in _rows("codes.csv"))


@cache
def moves() -> tuple[Move, ...]:
    return tuple(Move(row["from_code"], row["to_code"], int(row["year"]), row["note"]) for row in _rows("code_moves.csv"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _row(row: dict[str, str]) -> CodeName:
    axis: Axis = "func" if row["axis"] == "func" else "econ"
    since, until = (int(row[field]) if row[field] else None for field in ("since", "until"))
    return CodeName(axis, row["code"], row["name"], since, until, row["certain"] == "yes", row["source"])


@cache
def _by_code() -> dict[str, tuple[CodeName, ...]]:
    found: dict[str, tuple[CodeName, ...]] = {}
    for entry in sorted(code_names(), key=lambda entry: entry.age):
        found[entry.code] = (*found.get(entry.code, ()), entry)
    return found


def renames(code: str) -> tuple[CodeName, ...]:
    """Every name that `code` has had, the oldest first; empty for an unknown code."""
    return _by_code().get(code, ())


def names_in(code: str, year: int) -> tuple[CodeName, ...]:
    """The names of `code` that are right in `year`: several where the year of a change is not certain, none where the code is not in use."""
    return tuple(entry for entry in renames(code) if entry.valid(year))


def name_of(code: str, year: int | None = None) -> str | None:
    """The official name of `code` in `year` (the newest if None, or if it had none that year); None for an unknown code."""
    entries = (names_in(code, year) if year is not None else ()) or renames(code)
    return entries[-1].name if entries else None


@cache
def _moves_from() -> dict[str, tuple[Move, ...]]:
    found: dict[str, tuple[Move, ...]] = {}
    for move in sorted(moves(), key=lambda move: move.year):
        found[move.from_code] = (*found.get(move.from_code, ()), move)
    return found


@cache
def code_now(code: str, year: int | None = None) -> str:
    """The code that has today what `code` meant in `year` (today if None); empty where nothing took its place.

    A code that was moved away and not given to another item still means the same where it is printed in later years.
    """
    at = _TODAY if year is None else year
    for move in _moves_from().get(code, ()):
        if at < move.year or not _reused(code, move.year):
            return code_now(move.to_code, max(at, move.year)) if move.to_code else ""
    return code


@cache
def _reused(code: str, year: int) -> bool:
    return any(entry.since is not None and entry.since >= year for entry in renames(code))


@cache
def in_use(code: str, year: int) -> bool:
    """Whether `code` has a name in `year` and its item has not moved away by then, nor only comes to it later."""
    gone = any(move.year <= year and not _reused(code, move.year) for move in _moves_from().get(code, ()))
    coming = any(move.to_code == code and move.year > year for move in moves())
    return bool(names_in(code, year)) and not gone and not coming


def same_item(code: str, year_a: int, year_b: int) -> str | None:
    """The code in `year_b` of the item that `code` means in `year_a`; None where that year has none, or where it can't be told."""
    today = code_now(code, year_a)
    if not today or not renames(code):
        return None
    then = [one for one in (today, *_moved_to(today)) if in_use(one, year_b) and code_now(one, year_b) == today]
    return code if code in then else then[0] if then else None


@cache
def _moved_to(code: str) -> tuple[str, ...]:
    """The codes that the item of `code` had before, the latest first."""
    before = sorted((move for move in moves() if move.to_code == code), key=lambda move: -move.year)
    return tuple(one for move in before for one in (move.from_code, *_moved_to(move.from_code)))


def former_codes(code: str) -> tuple[str, ...]:
    """The earlier codes of the item that has `code` today, the latest first, without those that mean another item today."""
    return tuple(one for one in _moved_to(code) if code_now(one) == code)


@cache
def names_of_item(code: str) -> tuple[CodeName, ...]:
    """Every name of the item that has `code` today, those under its former codes included; the newest first."""
    found = [entry for one in (code, *_moved_to(code)) for entry in reversed(renames(one)) if _means(entry, code)]
    return tuple(found)


def _means(entry: CodeName, code: str) -> bool:
    return code_now(entry.code, entry.until) == code
