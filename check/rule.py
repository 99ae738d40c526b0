"""What a reconciliation rule is, and what it says of one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from check.text import equation
from domain.model import Aspect, Figure, Place, Severity

if TYPE_CHECKING:
    from check.book import Book

Grade = Literal["holds", "rounding", "explained", "note", "fails"]
"""explained: the numbers differ by a known quantity (口径); note: true by convention only, such as growth of 100% from zero."""


class Kind(Protocol):
    """One shape of identity; its fields are the rule's own data."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        """Every place of one disclosure where the identity can be tried, and how it went."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A row of check/rules/*.yaml."""

    id: str
    family: str
    title: str
    """What is wrong where it fails, as a short sentence."""
    kind: Kind
    aspect: Aspect = "reconciles"
    severity: Severity = "error"
    """Of a failure that nothing explains."""
    explained: tuple[str, ...] = ()
    """Names of the quantities (check/rules/quantities.yaml) that a difference may equal."""
    upto: bool = False
    """Whether a part of such a quantity explains a difference too (carry-over shared out over columns)."""
    mark: bool = True
    """Whether an answer's figure shows it."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One identity tried: `left` should equal `right` (sums of figures), or what `text` says."""

    rule: Rule
    grade: Grade
    left: tuple[Figure, ...]
    right: tuple[Figure, ...]
    text: str = ""
    """The calculation in printed numbers with units, where it is no plain sum."""
    why: str = ""
    """What explains the difference, or the likeliest mistake."""
    places: tuple[Place, ...] = ()
    """Places that hold no figure."""

    @property
    def arithmetic(self) -> str:
        return self.text or equation(self.left, self.right, self.grade == "rounding")

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (*self.left, *self.right)

    @property
    def severity(self) -> Severity | None:
        """None where there is nothing to report."""
        named: dict[Grade, Severity | None] = {"holds": None, "rounding": "rounding", "explained": "warning", "note": "note"}
        if self.grade != "fails":
            return named[self.grade]
        return self.rule.severity
