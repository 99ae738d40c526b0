"""One number in two places: tables against tables, the prose against tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from check.book import Book
from check.judge import compare
from check.rule import Outcome, Rule
from check.select import Picked, Selector
from check.text import label, shown
from domain.model import Figure


@dataclass(frozen=True, slots=True)
class Equal:
    """Whatever `left` and `right` pick under the same key is the same number.

    `elsewhere`: other places for the same key; where one of them prints the left number, the prose speaks of that (口径).
    `unless`: not tried where this picks anything (other funds make the two differ rightly).
    """

    left: Selector
    right: Selector
    elsewhere: tuple[Selector, ...] = ()
    unless: Selector | None = None
    pairs: tuple[tuple[str, str], ...] = ()
    """Only these keys: of the left, of the right."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        rights = self.right.pick(book)
        lefts = self.left.pick(book) if rights else {}
        barred: Picked = self.unless.pick(book) if self.unless and lefts else {}
        for key, other in self.pairs or [(key, key) for key in lefts]:
            for left, right in product(lefts.get(key, []), rights.get(other, [])) if key not in barred else ():
                if left != right and (outcome := compare(rule, book, left, right, key=key, restated=True)):
                    yield self._excused(outcome, book, key) if outcome.grade == "fails" else outcome

    def _excused(self, outcome: Outcome, book: Book, key: str) -> Outcome:
        for selector in self.elsewhere:
            for figures in selector.pick(book).get(key, []):
                again = compare(outcome.rule, book, outcome.left, figures, restated=True)
                if again and again.grade in ("holds", "rounding"):
                    why = f"与{label(figures[0])} {_sum(figures)}一致，口径不同"
                    return replace(outcome, grade="explained", why=why)
        return outcome


def _sum(figures: tuple[Figure, ...]) -> str:
    return " + ".join(shown(figure) for figure in figures)
