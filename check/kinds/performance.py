"""Performance tables: rates of execution, costs against funds, growth targets against the budget, projects by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from check.book import Book, amount_of, names
from check.judge import compare
from check.kinds.yearly import told
from check.rule import Grade, Outcome, Rule
from check.select import Selector
from check.text import against, row_label, shown, total, worth
from domain.model import Figure
from domain.money import is_money, plain, rounded
from domain.text import key

_LIKE = 0.6
_HUNDRED = Decimal(100)


@lru_cache(maxsize=4096)
def likeness(one: str, other: str) -> float:
    """How alike two printed names of a project are, 0 to 1; a name within the other counts as the same."""
    a, b = key(one).replace("一", ""), key(other).replace("一", "")
    if not a or not b:
        return 0.0
    return 1.0 if a == b or (min(len(a), len(b)) >= 4 and (a in b or b in a)) else SequenceMatcher(None, a, b).ratio()


def matched(name: str, others: list[str]) -> str:
    """The one of `others` that is surely the same project; empty if none is, or two are alike."""
    ranked = sorted(others, key=lambda other: likeness(name, other), reverse=True)
    if not ranked or likeness(name, ranked[0]) < _LIKE:
        return ""
    return ranked[0] if len(ranked) == 1 or likeness(name, ranked[1]) < likeness(name, ranked[0]) else ""


@dataclass(frozen=True, slots=True)
class Projects:
    """Equal by project, whose name is rarely printed the same way twice. Both selectors have projects as keys."""

    left: Selector
    right: Selector

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        rights = {name: found for name, found in self.right.pick(book).items() if name}
        lefts = {name: found for name, found in self.left.pick(book).items() if name}
        for name, found in lefts.items():
            other = matched(name, list(rights))
            if not other or matched(other, list(lefts)) != name:
                continue
            for left in found:
                for right in rights[other]:
                    if outcome := compare(rule, book, left, right, restated=True):
                        yield outcome


@dataclass(frozen=True, slots=True)
class Allocated:
    """Σ of the parts that a project's description allocates = its scale; parts that only describe (约…) round."""

    whole: str
    part: str

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        groups: dict[str, list[Figure]] = defaultdict(list)
        for claim in book.claims:
            if claim.project and claim.column == "金额":
                groups[claim.project].append(claim)
        for project, claims in groups.items():
            scale = [claim for claim in claims if claim.measure == self.whole and claim.row_name == project]
            parts = [claim for claim in claims if claim.measure == self.part and claim.row_name != project]
            if scale and len(parts) > 1 and (outcome := compare(rule, book, scale[:1], parts)):
                yield outcome


@dataclass(frozen=True, slots=True)
class Executed:
    """A rate printed in a table = one column ÷ another, in the row that says the sum of the funds."""

    forms: tuple[str, ...]
    rate: str
    numerator: str
    denominator: str
    row: str

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for sheet in book.sheets(*self.forms):
            rates = [f for row in sheet for f in row.figures(self.rate)]
            funds = [(row.figures(self.numerator), row.figures(self.denominator)) for row in sheet if names(self.row, row.name)]
            funds = [(done, planned) for done, planned in funds if done and planned]
            if len(rates) == 1 and funds:
                yield from _executed(rule, book, rates[0], funds[-1][0][0], funds[-1][1][0])


def _executed(rule: Rule, book: Book, rate: Figure, done: Figure, planned: Figure) -> Iterator[Outcome]:
    if not amount_of(planned):
        return
    quotient = amount_of(done) / amount_of(planned) * _HUNDRED
    blur = (book.half(done) + book.half(planned)) / amount_of(planned) * _HUNDRED
    gap = abs(quotient - amount_of(rate))
    grade: Grade = "holds" if gap <= book.half(rate) + blur else "rounding" if gap <= book.own_half(rate) + blur else "fails"
    text = f"{shown(done)} ÷ {shown(planned)} = {plain(rounded(quotient))}%，{against(rate, grade)}"
    yield Outcome(rule, grade, (rate,), (done, planned), text)


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a table's targets add up to one of `sums` (the rate of execution may have its own ten)."""

    forms: tuple[str, ...]
    column: str
    total: str
    sums: tuple[int, ...]

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for sheet in book.sheets(*self.forms):
            points = [f for row in sheet if not names(self.total, row.name) for f in row.figures(self.column)]
            if len(points) > 2:
                got = worth(points)
                text = f"{total(points)} = {plain(got)} 分，应为 {' 或 '.join(map(str, self.sums))} 分"
                yield Outcome(rule, "holds" if got in self.sums else "fails", tuple(points), (), text)


@dataclass(frozen=True, slots=True)
class Costs:
    """Σ of a project's cost targets = its funds, where every cost target is money."""

    funds: Selector
    group: str = ".*成本.*"

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        funds = self.funds.pick(book)
        for project, costs in self._costs(book).items():
            if project in funds and all(is_money(cost.unit) and cost.value is not None for cost in costs):
                outcome = compare(rule, book, funds[project][0], costs)
                if outcome:
                    yield outcome

    def _costs(self, book: Book) -> dict[str, list[Figure]]:
        found: dict[str, list[Figure]] = defaultdict(list)
        for indicator in book.indicators:
            if re.fullmatch(self.group, indicator.indicator_group) and indicator.column == "指标值":
                found[indicator.project].append(indicator)
        return found


@dataclass(frozen=True, slots=True)
class Growth:
    """A target that caps growth (增长率 ≤ x) against the growth that the prose tells of the same amount of money."""

    funds: Selector
    target: str

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        funds, said = self.funds.pick(book), told(book)
        for cap in book.indicators:
            if cap.value is None or cap.comparator not in ("≤", "<") or not re.search(self.target, cap.row_name) or cap.unit != "%":
                continue
            money = funds.get(cap.project, [])
            for now, relations in said.items():
                same = money and now in book.by_id and amount_of(book.by_id[now]) == amount_of(money[0][0])
                if same and "增减率" in relations:
                    yield _capped(rule, cap, relations["增减率"], money[0][0])


def _capped(rule: Rule, cap: Figure, rate: Figure, money: Figure) -> Outcome:
    holds = amount_of(rate) <= (cap.value or Decimal(0))
    text = f"目标“{row_label(cap)}”{cap.printed}，而 {shown(money)} 比上年 {shown(rate)}"
    return Outcome(rule, "holds" if holds else "fails", (cap,), (rate, money), text)


@dataclass(frozen=True, slots=True)
class AtMost:
    """What `left` picks is never more than what `right` picks."""

    left: Selector
    right: Selector

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        rights = self.right.pick(book)
        for about, lefts in self.left.pick(book).items():
            for left, right in zip(lefts[:1], rights.get(about, []), strict=False):
                if outcome := compare(rule, book, left, right):
                    more = worth(left) > worth(right)
                    text = outcome.arithmetic.replace("≠", ">" if more else "≤")
                    yield Outcome(rule, outcome.grade if more else "holds", outcome.left, outcome.right, text)


@dataclass(frozen=True, slots=True)
class Pointless:
    """Money for something of which there is none: `money` above 0 while every `count` is 0."""

    money: Selector
    count: Selector

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        counts = [figure for found in self.count.pick(book).values() for figures in found for figure in figures]
        spent = [figure for found in self.money.pick(book).values() for figures in found for figure in figures]
        if counts and spent and amount_of(spent[0]) > 0:
            holds = any(amount_of(figure) for figure in counts)
            text = f"{row_label(spent[0])} {shown(spent[0])}，{row_label(counts[0])} {shown(counts[0])}"
            yield Outcome(rule, "holds" if holds else "fails", (spent[0],), tuple(counts), text)
