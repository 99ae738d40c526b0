"""The table of codes and names by year hangs together, and one item can be followed over the years."""

from __future__ import annotations

from itertools import combinations

import pytest

from domain.codes import axis_of, code_names, code_now, in_use, moves, name_of, names_in, names_of_item, renames, same_item

YEARS = range(2017, 2027)
KNOWN = {entry.code for entry in code_names()}


def test_every_row_is_a_name_of_a_code_with_a_reason() -> None:
    for entry in code_names():
        assert entry.name and entry.name == entry.name.strip(), entry
        assert axis_of(entry.code) == entry.axis and len(entry.code) in ((3, 5, 7) if entry.axis == "func" else (3, 5)), entry
        assert (entry.since or 0) <= (entry.until or 9999), entry
        assert entry.source in ("official", "both", "listed-2017"), entry


def test_every_parent_exists_in_the_years_of_its_children() -> None:
    for entry in code_names():
        if len(entry.code) > 3:
            years = [year for year in YEARS if entry.valid(year)]
            assert renames(entry.code[:-2]), entry
            assert not entry.reviewed or all(names_in(entry.code[:-2], year) for year in years), entry


def test_exact_years_of_one_code_do_not_overlap() -> None:
    for code in KNOWN:
        exact = [entry for entry in renames(code) if entry.certain and (entry.since or entry.until)]
        for one, other in combinations(exact, 2):
            assert not any(one.valid(year) and other.valid(year) for year in YEARS), (one, other)


def test_no_name_stands_twice_at_one_code_in_one_year() -> None:
    for code in KNOWN:
        for one, other in combinations(renames(code), 2):
            assert one.name != other.name or not any(one.valid(year) and other.valid(year) for year in YEARS), (one, other)


def test_moves_join_known_codes_of_one_axis_and_come_to_an_end() -> None:
    for move in moves():
        assert move.from_code in KNOWN and move.note, move
        assert not move.to_code or axis_of(move.to_code) == axis_of(move.from_code), move
        assert not move.to_code or names_in(move.to_code, move.year), move
        assert code_now(move.to_code, move.year) == move.to_code, move
    assert len({(move.from_code, move.year) for move in moves()}) == len(moves())


@pytest.mark.parametrize("year", [2017, 2018, 2019, 2021, 2024])
def test_what_is_followed_there_is_found_back(year: int) -> None:
    for code in (code for code in KNOWN if in_use(code, year)):
        for other in YEARS:
            there = same_item(code, year, other)
            if there is not None:
                assert same_item(there, other, year) == code, (code, year, there, other)


@pytest.mark.parametrize(
    ("code", "before", "after", "expected"),
    [
        ("210", 2018, 2019, "210"),  # renamed, the same code
        ("2080204", 2018, 2019, "2082804"),  # moved to a new group
        ("2080204", 2022, 2023, "2082804"),  # printed although it has moved
        ("20124", 2017, 2022, "2013404"),  # a group became an item
        ("2089901", 2019, 2022, "2089999"),
        ("2089999", 2022, 2018, "2089901"),
        ("30311", 2017, 2018, "30113"),  # moved away …
        ("30311", 2022, 2017, None),  # … and its code given to another item, which had none before
        ("30113", 2022, 2017, "30311"),
        ("21304", 2018, 2019, None),  # abolished
        ("224", 2019, 2018, None),  # new
        ("2999999", 2019, 2020, None),  # unknown
    ],
)
def test_one_item_over_the_years(code: str, before: int, after: int, expected: str | None) -> None:
    assert same_item(code, before, after) == expected


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("207", {2018: "文化体育与传媒支出", 2019: "文化旅游体育与传媒支出"}),
        ("210", {2018: "医疗卫生与计划生育支出", 2019: "卫生健康支出"}),
        ("215", {2019: "资源勘探信息等支出", 2021: "资源勘探工业信息等支出"}),
        ("220", {2018: "国土海洋气象等支出", 2019: "自然资源海洋气象等支出"}),
        ("20805", {2019: "行政事业单位离退休", 2020: "行政事业单位养老支出"}),
        ("303", {2017: "对个人和家庭的补助", 2023: "对个人和家庭的补助"}),
        ("30104", {2017: "其他社会保障缴费"}),
        ("30217", {2017: "公务接待费", 2025: "公务接待费"}),
        ("30307", {2017: "医疗费", 2018: "医疗费补助"}),
        ("310", {2017: "其他资本性支出", 2018: "资本性支出"}),
    ],
)
def test_names_by_year(code: str, names: dict[int, str]) -> None:
    """As official, and as printed in disclosures of these years."""
    assert {year: name_of(code, year) for year in names} == names


def test_names_of_an_item_are_those_of_all_its_codes_and_of_no_other_item() -> None:
    assert [entry.name for entry in names_of_item("210")] == ["卫生健康支出", "医疗卫生与计划生育支出"]
    assert {entry.code for entry in names_of_item("30113")} == {"30113", "30311"}
    assert [entry.name for entry in names_of_item("30311")] == ["代缴社会保险费"]
    assert [entry.name for entry in renames("30311")] == ["住房公积金", "代缴社会保险费"]


def test_an_unknown_code_has_no_name() -> None:
    assert name_of("2999999") is None and names_in("2999999", 2022) == () and renames("2999999") == ()
