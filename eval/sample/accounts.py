"""Final accounts that follow from a year's budget: what was given, spent and left, in 万元 and Decimal."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from decimal import Decimal

from eval.sample.books import ZERO, Books, Project, books_of, cents, share
from eval.sample.targets import Goal, goals


@dataclass(frozen=True)
class Spent:
    """A project at the year's end: first budget, last budget, spending."""

    project: Project
    first: Decimal
    last: Decimal
    paid: Decimal

    @property
    def rate(self) -> Decimal:
        return share(self.paid, self.last)


@dataclass(frozen=True)
class Result:
    """An indicator at the year's end; `actual` as a bare number or word."""

    goal: Goal
    actual: str
    score: Decimal


@dataclass(frozen=True)
class Accounts:
    budget: Books
    done: Books
    """The same books with what was spent: its projects carry the payments."""
    spent: tuple[Spent, ...]
    other: Decimal
    """Income from other sources, and what was spent of it on projects."""
    other_paid: Decimal
    begin: Decimal

    @property
    def year(self) -> int:
        return self.budget.year

    @property
    def grant(self) -> Decimal:
        return self.done.general

    @property
    def income(self) -> Decimal:
        return self.grant + self.other

    @property
    def outlay(self) -> Decimal:
        return self.grant + self.other_paid

    @property
    def whole(self) -> Decimal:
        return self.income + self.begin

    @property
    def left(self) -> Decimal:
        return self.whole - self.outlay


def accounts_of(org: str, year: int, seed: int) -> Accounts:
    """The final accounts of `org` for `year`; its first budget equals the budget disclosure of that year."""
    books, rng = books_of(org, year, seed), random.Random(f"{seed}-{org}-{year}-决算")
    econ = {code: cents(value * cents(rng.uniform(0.9, 1.05))) for code, value in books.econ.items()}
    spent = tuple(_spent(project, rng) for project in books.projects)
    projects = tuple(replace(s.project, amount=s.paid) for s in spent)
    other = cents(rng.uniform(8, 40))
    return Accounts(
        books,
        replace(books, econ=econ, projects=projects),
        spent,
        other,
        cents(other * cents(rng.uniform(0.5, 1))),
        cents(rng.uniform(1, 20)),
    )


def _spent(project: Project, rng: random.Random) -> Spent:
    last = project.amount + cents(rng.choice([0, 0, 5, 12]))
    return Spent(project, project.amount, last, min(last, cents(last * cents(rng.choice([1, 0.97, 0.83, 0.62])))))


def results(spent: Spent) -> list[Result]:
    """The project's indicators with what was reached; where little was paid the first count was missed."""
    short, out = spent.rate < 90, []
    for n, goal in enumerate(goals(spent.project, "经济成本指标")):
        actual, score = goal.value, Decimal(goal.weight)
        if goal.sense == "≥" and goal.unit != "%":
            reached = int(goal.value) // 2 if short and n == 0 else int(goal.value) + n
            actual, score = str(reached), cents(goal.weight * min(Decimal(1), Decimal(reached) / int(goal.value)))
        elif goal.sense == "≥":
            actual = "100"
        out.append(Result(goal, actual, cents(score)))
    return out


def marks(spent: Spent) -> tuple[Decimal, Decimal]:
    """Score for the execution rate (of 10) and the sum of all scores."""
    rate = cents(spent.rate / 10)
    return rate, rate + sum((r.score for r in results(spent)), ZERO)
