"""Whether two sums of printed numbers agree, how closely, and what explains a difference."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from check.book import Book, comparable
from check.rule import Grade, Outcome, Rule
from check.select import WHOLE, Selector
from check.text import amount, label, worth
from domain.model import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

HUNDRED = Decimal(100)
RULES = Path(__file__).parent / "rules"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where PyYAML was built with libyaml; both load plain data only."""


def compare(
    rule: Rule, book: Book, left: Sequence[Figure], right: Sequence[Figure], *, key: str = WHOLE, restated: bool = False
) -> Outcome | None:
    """`left` and `right` as two sums that should be equal; None where their units can't be compared.

    `restated`: both are prints of one number, so a claim may be rounded to its own last place.
    """
    if not left or not comparable([*left, *right]):
        return None
    difference = worth(left) - worth(right)
    grade = _grade(book, [*left, *right], abs(difference), restated)
    why = _explanation(rule, book, difference, key, left[0].unit) if grade == "fails" else ""
    return Outcome(rule, "explained" if why else grade, tuple(left), tuple(right), why=why)


def _grade(book: Book, terms: Sequence[Figure], gap: Decimal, restated: bool) -> Grade:
    if not gap:
        return "holds"
    tolerance = sum((book.half(f) for f in terms), Decimal(0))
    # Two prints of one number at the same precision round alike, so only a real sum may be off by a whole step.
    if gap < tolerance or (gap == tolerance and len(terms) > 2):
        return "rounding"
    if restated and len(terms) == 2 and (gap < sum((book.own_half(f) for f in terms), Decimal(0)) or _cut_off(book, *terms)):
        return "rounding"
    return "fails"


def _cut_off(book: Book, *prints: Figure) -> bool:
    """Whether the print in the coarser unit (万元 beside 元) lost its further digits instead of being rounded."""
    fine, coarse = sorted(prints, key=book.half)
    lost = abs(worth([fine])) - abs(worth([coarse]))
    return coarse.unit != fine.unit and Decimal(0) < lost < 2 * book.half(coarse)


def percentage(book: Book, printed: Figure, low: Decimal, high: Decimal) -> Grade:
    """Whether a printed percentage (its direction aside) fits one that lies between `low` and `high`.

    One that is off by one in the last place, as where digits are cut off (2.315 printed 2.31) or trimmed so that shares add up to 100, is
    rounding.
    """
    said, half, own = abs(printed.value or Decimal(0)), book.half(printed), book.own_half(printed)
    gap = max(low - said, said - high)
    if gap <= half:
        return "holds"
    cut_off = Decimal(0) < low - said < 2 * own
    return "rounding" if cut_off or gap <= max(3 * half, own) else "fails"


@cache
def quantities() -> Mapping[str, tuple[str, tuple[Selector, ...]]]:
    """Named amounts that may lie between two numbers that are both right: label and where each stands."""
    with (RULES / "quantities.yaml").open(encoding="utf-8") as stream:
        rows = yaml.load(stream, LOADER)
    return {name: (row["label"], tuple(Selector(**selector) for selector in row["any"])) for name, row in rows.items()}


def _explanation(rule: Rule, book: Book, difference: Decimal, key: str, unit: str) -> str:
    gap = amount(abs(difference), unit)
    for name in rule.explained:
        said, selectors = quantities()[name]
        for selector in selectors:
            picked = selector.pick(book)
            for figures in picked.get(key, []):
                if _matches(book, figures, abs(difference)):
                    return f"差额 {gap}，等于{said}（{_listed(figures)}）"
            for figures in picked.get(WHOLE, []) if rule.upto or key != WHOLE else ():
                if abs(difference) < abs(worth(figures)):
                    return f"差额 {gap}，不超过{said} {amount(worth(figures), unit)}（{_listed(figures)}）"
    return ""


def _listed(figures: Sequence[Figure]) -> str:
    return "、".join(label(figure) for figure in figures)


def _matches(book: Book, figures: Sequence[Figure], gap: Decimal) -> bool:
    wanted = worth(figures)
    return bool(wanted) and abs(abs(wanted) - gap) <= 2 * sum((book.half(f) for f in figures), Decimal(0))
