"""The rules of check/rules/*.yaml, and one engine that tries them all on a disclosure."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from check.book import Book
from check.judge import LOADER, RULES
from check.kinds.across import Equal
from check.kinds.naming import Misnamed, Renamed
from check.kinds.outline import Blocks, Groups, Outline
from check.kinds.performance import Allocated, AtMost, Costs, Executed, Growth, Pointless, Points, Projects
from check.kinds.prose import Listed, Twice, Within
from check.kinds.shares import Share
from check.kinds.tables import Along, Parts, Tree
from check.kinds.writing import AbsentTable, BlankRow, EmptyTable, Misdated
from check.kinds.yearly import Beyond, ChangeSum, Deviation, Direction, Implied, Last, Rate, SinceLast
from check.rule import Kind, Outcome, Rule
from check.select import Selector
from check.text import worth

_KINDS: dict[str, type[Any]] = {
    "tree": Tree,
    "along": Along,
    "parts": Parts,
    "outline": Outline,
    "blocks": Blocks,
    "groups": Groups,
    "equal": Equal,
    "share": Share,
    "listed": Listed,
    "twice": Twice,
    "within": Within,
    "rate": Rate,
    "since_last": SinceLast,
    "beyond": Beyond,
    "direction": Direction,
    "last": Last,
    "deviation": Deviation,
    "change_sum": ChangeSum,
    "implied": Implied,
    "projects": Projects,
    "allocated": Allocated,
    "executed": Executed,
    "costs": Costs,
    "growth": Growth,
    "at_most": AtMost,
    "pointless": Pointless,
    "points": Points,
    "blank_row": BlankRow,
    "misnamed": Misnamed,
    "renamed": Renamed,
    "empty_table": EmptyTable,
    "absent_table": AbsentTable,
    "misdated": Misdated,
}
_HEAD = ("id", "family", "title", "aspect", "severity", "explained", "upto", "mark")


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the files. A misspelt field is a TypeError, an unknown kind a KeyError."""
    files = sorted(path for path in RULES.glob("*.yaml") if path.name[0].isdigit())
    return tuple(_rule(row) for path in files for row in yaml.load(path.read_text("utf-8"), LOADER))


@cache
def rules_by_id() -> dict[str, Rule]:
    """Ids are unique; a test holds that."""
    return {rule.id: rule for rule in rules()}


def _rule(row: dict[str, Any]) -> Rule:
    head = {name: row[name] for name in _HEAD if name in row}
    head["explained"] = tuple(head.get("explained", ()))
    kind: Kind = _KINDS[row["kind"]](**{name: _built(value) for name, value in row.items() if name not in (*_HEAD, "kind")})
    return Rule(kind=kind, **head)


def _built(value: Any) -> Any:
    """YAML as the kinds take it: mappings are selectors, lists tuples."""
    if isinstance(value, dict):
        return Selector(**{name: _built(field) for name, field in value.items()})
    return tuple(_built(one) for one in value) if isinstance(value, list) else value


def outcomes(book: Book) -> list[Outcome]:
    """All identities of one disclosure, those that hold too."""
    return settled(book, [outcome for rule in rules() for outcome in rule.kind.outcomes(rule, book)])


def settled(book: Book, tried: list[Outcome]) -> list[Outcome]:
    """Two prints of one number that are one last digit apart, each borne out by sums of its own table: they were rounded apart.

    (One table prints the rounded sum of what the other rounds item by item.)
    """
    apart = [one for one in tried if one.grade == "fails" and one.rule.aspect == "restated" and _one_step(book, one)]
    if not apart:
        return tried
    sums = [one for one in tried if one.rule.aspect == "reconciles" and all(figure.source == "table" for figure in one.figures)]
    exact = {figure.id for one in sums if one.grade == "holds" for figure in one.figures}
    rounded = {id(one) for one in apart if all(figure.id in exact for figure in one.figures)}
    return [replace(one, grade="rounding") if id(one) in rounded else one for one in tried]


def _one_step(book: Book, outcome: Outcome) -> bool:
    if len(outcome.left) != 1 or len(outcome.right) != 1 or any(figure.source != "table" for figure in outcome.figures):
        return False
    gap = abs(worth(outcome.left) - worth(outcome.right))
    return gap <= sum(book.half(figure) for figure in outcome.figures)
