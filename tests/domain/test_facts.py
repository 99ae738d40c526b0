"""What people say of files: how it is told, and which of two facts about the same holds."""

from __future__ import annotations

from domain.facts import Fact, settled


def test_facts_are_told_apart_by_what_they_are_about() -> None:
    told = [
        Fact("unit", "元", "表8 三公"),
        Fact("year", "2021"),
        Fact("unit", "万元"),
        Fact("year", "2023"),
        Fact("column", "合计", "表9", "列1"),
    ]
    assert [str(fact) for fact in settled(told)] == ["year=2023", "unit=万元", "unit[表8 三公]=元", "column[表9:列1]=合计"]


def test_the_order_in_which_they_came_makes_no_difference() -> None:
    told = [Fact("year", "2023"), Fact("org", "甲局"), Fact("unit", "元", "表2"), Fact("unit", "元", "表1")]
    assert settled(told) == settled(reversed(told))
