"""Account codes and their names by year (功能分类 201…, 经济分类 301…). Source: domain/data/codes.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Axis = Literal["func", "econ"]
DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class CodeName:
    """One name of one code; `since` and `until` are inclusive years, None where the name is not bounded."""

    axis: Axis
    code: str
    name: str
    since: int | None
    until: int | None

    def valid(self, year: int) -> bool:
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@cache
def axis_of(code: str) -> Axis | None:
    """func for 201…, econ for 301…, None for anything that is no account code (3, 5 or 7 digits)."""
    if not code.isdigit() or len(code) not in (3, 5, 7):
        return None
    return "func" if code[0] == "2" else "econ" if code[0] == "3" else None


@cache
def code_names() -> tuple[CodeName, ...]:
    with (DATA / "codes.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(_row(row) for row in csv.DictReader(lines))


def _row(row: dict[str, str]) -> CodeName:
    axis: Axis = "func" if row["axis"] == "func" else "econ"
    since, until = (int(row[field]) if row[field] else None for field in ("since", "until"))
    return CodeName(axis, row["code"], row["name"], since, until)


@cache
def _by_code() -> dict[str, tuple[CodeName, ...]]:
    found: dict[str, tuple[CodeName, ...]] = {}
    for entry in code_names():
        found[entry.code] = (*found.get(entry.code, ()), entry)
    return found


def name_of(code: str, year: int | None = None) -> str | None:
    """The official name of `code` in `year` (any year if None); None for an unknown code."""
    entries = _by_code().get(code, ())
    fitting = [entry for entry in entries if year is None or entry.valid(year)] or list(entries)
    return fitting[0].name if fitting else None
