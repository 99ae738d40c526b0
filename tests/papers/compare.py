"""What was read from a file against what the paper says: every number with its table, unit, row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import Figure, Parsed
from domain.text import squeeze
from tests.papers.truth import Number, Paper, Table

NUMBERING = re.compile("^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)")
"""The place of a row in its list is printed before its name and is no part of it."""


@dataclass(frozen=True)
class Comparison:
    right: int
    missing: tuple[Number, ...]
    """Numbers of the paper that no figure gives."""
    extra: tuple[Figure, ...]
    """Figures with a number that the paper doesn't have in its tables."""

    @property
    def perfect(self) -> bool:
        return not self.missing and not self.extra


def compare(parsed: Parsed, truth: Paper | Table) -> Comparison:
    """Cell by cell; each figure stands for one number. Titles may be read with their number, and paths from any level that tells them apart."""
    left = [figure for figure in parsed.figures if figure.source == "table" and figure.state in ("value", "zero")]
    missing: list[Number] = []
    wanted = list(truth.numbers())
    for number in wanted:
        found = next((figure for figure in left if _is(figure, number)), None)
        if found is None:
            missing.append(number)
        else:
            left.remove(found)
    return Comparison(len(wanted) - len(missing), tuple(missing), tuple(left))


def _is(figure: Figure, number: Number) -> bool:
    return (
        (figure.printed, figure.value, figure.unit) == (number.printed, number.value, number.unit)
        and squeeze(number.table) in squeeze(figure.table)
        and figure.row_code == number.row_code
        and _name(figure.row_name) == _name(number.row_name)
        and _ends(number.column.split("."), figure.column.split("."))
    )


def _ends(path: Sequence[str], read: Sequence[str]) -> bool:
    """Whether what was read is the path without some of its upper levels; a level in between may be left out too."""
    levels = iter(reversed(path))
    return bool(read) and read[-1] == path[-1] and all(any(level == each for level in levels) for each in reversed(read))


def _name(text: str) -> str:
    return squeeze(NUMBERING.sub("", text))
