"""One number in two places: tables against tables, the prose against tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from check.book import Book
from check.judge import compare
from check.rule import Outcome, Rule
from check.select import Picked, Selector
from check.text import label, shown, worth
from domain.model import Figure

_SORTS = {"预算数": "预算", "年初预算数": "预算", "决算数": "决算"}
"""Measures that tell a budget from final accounts."""


@dataclass(frozen=True, slots=True)
class Equal:
    """Whatever `left` and `right` pick under the same key is the same number.

    `elsewhere`: other places for the same key; where one of them prints the left number, the prose speaks of that (口径).
    `unless`: not tried where this picks anything (other funds make the two differ rightly).
    `lower`: why the left number may rightly be below the right one; then that is but a note.
    """

    left: Selector
    right: Selector
    elsewhere: tuple[Selector, ...] = ()
    unless: Selector | None = None
    pairs: tuple[tuple[str, str], ...] = ()
    """Only these keys: of the left, of the right."""
    lower: str = ""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        rights = self.right.pick(book)
        lefts = self.left.pick(book) if rights else {}
        barred: Picked = self.unless.pick(book) if self.unless and lefts else {}
        for key, other in self.pairs or [(key, key) for key in lefts]:
            for left, right in product(lefts.get(key, []), rights.get(other, [])) if key not in barred else ():
                if left == right or not _alike(left, right):
                    continue
                if outcome := compare(rule, book, left, right, key=key, restated=True):
                    yield self._excused(outcome, book, key) if outcome.grade == "fails" else outcome

    def _excused(self, outcome: Outcome, book: Book, key: str) -> Outcome:
        if self.lower and worth(outcome.left) < worth(outcome.right):
            return replace(outcome, grade="note", why=self.lower)
        for selector in self.elsewhere:
            for figures in selector.pick(book).get(key, []):
                again = compare(outcome.rule, book, outcome.left, figures, restated=True)
                if again and again.grade in ("holds", "rounding"):
                    why = f"与{label(figures[0])} {_sum(figures)}一致，口径不同"
                    return replace(outcome, grade="explained", why=why)
        return outcome


def _alike(left: tuple[Figure, ...], right: tuple[Figure, ...]) -> bool:
    """Whether both sides may be one number: what was budgeted is never what was spent."""
    sides = [{_SORTS[figure.measure] for figure in side if figure.measure in _SORTS} for side in (left, right)]
    return not all(sides) or sides[0] == sides[1]


def _sum(figures: tuple[Figure, ...]) -> str:
    return " + ".join(shown(figure) for figure in figures)
