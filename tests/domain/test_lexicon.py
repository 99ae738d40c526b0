"""The lexicon is data: it must hang together."""

from __future__ import annotations

import pytest

from domain.codes import axis_of
from domain.lexicon import item_named, item_of, item_of_code, items, totals


def test_every_reference_names_an_item() -> None:
    known = items()
    for item in known.values():
        for other in (*item.also, *item.other, *item.sum, *item.parts):
            assert other in known, f"{item.key} → {other}"


def test_a_code_belongs_to_one_item() -> None:
    owners: dict[str, str] = {}
    for item in items().values():
        for code in item.codes:
            assert owners.setdefault(code, item.key) == item.key, code


def test_totals_name_items() -> None:
    assert set(totals().values()) <= set(items())


def test_lay_words_are_no_official_names_of_other_items() -> None:
    names = {name: item.key for item in items().values() for name in item.names}
    for item in items().values():
        for word in item.lay:
            assert names.get(word, item.key) == item.key, word


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"row_code": "30217", "row_name": "公务接待费", "column": "合计", "form": "基本支出表"}, "公务接待费"),
        ({"row_code": "2010301", "row_name": "行政运行", "column": "合计", "form": "支出总表"}, "func/2010301"),
        ({"row_code": "", "row_name": "总计", "column": "项目支出", "form": "支出总表"}, "项目支出"),
        ({"row_code": "", "row_name": "合计", "column": "公务用车购置及运行费.合计", "form": "三公"}, "公务用车购置及运行费"),
        ({"row_code": "", "row_name": "（全表）", "column": "合计", "form": "三公"}, "三公经费"),
        ({"row_code": "", "row_name": "公务用车运行费", "column": "合计", "form": "三公"}, "公务用车运行维护费"),
        ({"row_code": "", "row_name": "上年结余结转", "column": "收入.预算数", "form": "收支总表"}, "上年结转结余"),
    ],
)
def test_items_of_table_cells(row: dict[str, str], expected: str) -> None:
    assert item_of(**row, source="table") == expected  # type: ignore[arg-type]


def test_names_of_items_and_codes() -> None:
    assert axis_of("30217") == "econ"
    assert axis_of("2022") is None
    assert item_named("政府采购货物预算") == "政府采购货物"


def test_an_item_has_its_names_of_all_years() -> None:
    assert {"卫生健康支出", "医疗卫生与计划生育支出"} <= set(items()["func/210"].names)
    assert {"文化旅游体育与传媒支出", "文化体育与传媒支出"} <= set(items()["func/207"].names)
    assert items()["func/207"].name == "文化旅游体育与传媒支出"
    assert "社会保障缴费" in items()["其他社会保障缴费"].names


def test_an_old_name_that_another_item_bears_today_means_that_one() -> None:
    assert item_of_code("30114") == "医疗费"
    assert "医疗费" not in items()["医疗费补助"].names


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("30311", 2017, "住房公积金"),
        ("30311", 2022, "econ/30311"),  # 代缴社会保险费
        ("30113", 2022, "住房公积金"),
        ("30104", 2017, "其他社会保障缴费"),
        ("2089901", 2019, "func/2089999"),
        ("2089999", 2022, "func/2089999"),
        ("2080204", 2018, "func/2082804"),
        ("2010377", 2022, "func/2010377"),  # local
        ("9010101", 2022, ""),
    ],
)
def test_a_figure_is_of_the_item_that_its_code_meant_in_its_year(code: str, year: int, expected: str) -> None:
    assert item_of(row_code=code, row_name="", column="合计", form="支出总表", source="table", year=year) == expected
