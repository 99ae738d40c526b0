"""The rules of check/rules/*.yaml, and one engine that tries them all on a disclosure."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from check.book import Book
from check.judge import LOADER, RULES
from check.kinds.across import Equal
from check.kinds.naming import Misnamed, Renamed
from check.kinds.performance import Allocated, AtMost, Costs, Executed, Growth, Pointless, Points, Projects
from check.kinds.prose import Listed, Share, Twice, Within
from check.kinds.tables import Along, Outline, Parts, Tree
from check.kinds.writing import BlankRow, EmptyTable
from check.kinds.yearly import ChangeSum, Deviation, Implied, Last, Rate
from check.rule import Kind, Outcome, Rule
from check.select import Selector

_KINDS: dict[str, type[Any]] = {
    "tree": Tree,
    "along": Along,
    "parts": Parts,
    "outline": Outline,
    "equal": Equal,
    "share": Share,
    "listed": Listed,
    "twice": Twice,
    "within": Within,
    "rate": Rate,
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
}
_HEAD = ("id", "family", "title", "aspect", "severity", "explained", "upto", "mark")


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the files. A misspelt field is a TypeError, an unknown kind a KeyError."""
    files = sorted(path for path in RULES.glob("*.yaml") if path.name[0].isdigit())
    return tuple(_rule(row) for path in files for row in yaml.load(path.read_text("utf-8"), LOADER))


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
    return [outcome for rule in rules() for outcome in rule.kind.outcomes(rule, book)]
