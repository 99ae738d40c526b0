"""The documents of the sample library, put together from plans."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from eval.sample.accounts import Accounts, accounts_of
from eval.sample.books import Books, books_of, carried_over
from eval.sample.budget import Budget
from eval.sample.final import FinalAccounts
from eval.sample.page import Page
from eval.sample.plans import PLANS, Plan
from eval.sample.planted import Planted, Planter


@dataclass(frozen=True)
class Made:
    """A finished document with the numbers that it was made from."""

    plan: Plan
    page: Page
    now: Books
    before: Books
    accounts: Accounts | None = None
    planted: tuple[Planted, ...] = ()


def make(plan: Plan, seed: int = 1) -> Made:
    """The finished document of a plan; nothing is written to disk."""
    page = Page(plan.file)
    now, before = _books(plan, seed), books_of(plan.org, plan.year - 1, seed)
    if plan.kind == "决算":
        accounts = accounts_of(plan.org, plan.year, seed)
        FinalAccounts(page, plan.style, accounts, accounts_of(plan.org, plan.year - 1, seed)).write()
        return Made(plan, page, now, before, accounts)
    Budget(page, plan.style, now, before).write()
    planted = Planter(page, now, before, plan.style).all() if plan.planted else []
    return Made(plan, page, now, before, None, tuple(planted))


def make_all(seed: int = 1) -> list[Made]:
    return [make(plan, seed) for plan in PLANS]


def _books(plan: Plan, seed: int) -> Books:
    books = books_of(plan.org, plan.year, seed)
    if not plan.carry:
        return books
    return replace(books, carry=carried_over(plan.year, random.Random(f"{seed}-{plan.file}")))
