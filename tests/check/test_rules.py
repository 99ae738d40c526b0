"""The rules are data: every row loads, is told apart and says what it means."""

from __future__ import annotations

import re

import pytest

from check.engine import _rule, rules
from check.judge import quantities
from check.kinds.performance import likeness, matched


def test_rules_load_with_distinct_ids_and_titles() -> None:
    loaded = rules()
    assert len({rule.id for rule in loaded}) == len(loaded) > 80
    assert all(rule.title and rule.family for rule in loaded)
    assert {name for rule in loaded for name in rule.explained} <= set(quantities())


def test_no_rule_names_a_place_an_amount_or_a_line() -> None:
    for rule in rules():
        assert not re.search(r"[市县州区]政府|\d{3,}\.\d|L\d+", f"{rule.title}{rule.kind}")


@pytest.mark.parametrize(("row", "error"), [({"kind": "tree", "form": []}, TypeError), ({"kind": "guess"}, KeyError)])
def test_a_misspelt_rule_is_refused(row: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        _rule({"id": "x", "family": "y", "title": "z", **row})


@pytest.mark.parametrize(
    ("name", "others", "found"),
    [
        ("部门专项—甲业务费", ["部门专项一甲业务费", "部门专项一乙热线费"], "部门专项一甲业务费"),
        ("市级专项-智慧云溪电子政务运行费", ["市级专项一智慧云溪", "部门专项一业务费"], "市级专项一智慧云溪"),
        ("档案数字化二期", ["馆舍维修", "消防改造"], ""),
        ("档案数字化", ["档案数字化一期", "档案数字化二期"], ""),
    ],
)
def test_projects_are_matched_by_likeness_but_never_guessed(name: str, others: list[str], found: str) -> None:
    assert matched(name, others) == found
    assert all(0 <= likeness(name, other) <= 1 for other in others)
