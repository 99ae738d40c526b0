"""Codes under other codes' names and under names of other years are findings; spellings of the right name are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from check import find
from domain.codes import code_names
from domain.model import Finding
from domain.text import key
from tests.check.fictional import Book


def found(book: Book, year: int) -> list[Finding]:
    parsed = book.parsed()
    figures = tuple(replace(figure, year=year, period=year) for figure in parsed.figures)
    return [finding for finding in find(replace(parsed, figures=figures)) if finding.family == "科目名称"]


def printed(code: str, name: str, year: int, form: str = "支出总表") -> list[Finding]:
    book = Book()
    book.add(form, (code, name), "合计", "3.00")
    return found(book, year)


@pytest.mark.parametrize(
    ("code", "name", "year", "told"),
    [
        ("210", "医疗卫生与计划生育支出", 2022, "2018 年及以前的名称，2022 年为“卫生健康支出”"),
        ("210", "卫生健康支出", 2018, "2019 年起的名称，2018 年为“医疗卫生与计划生育支出”"),
        ("20805", "行政事业单位离退休", 2021, "2021 年为“行政事业单位养老支出”"),
        ("215", "资源勘探信息等支出", 2022, "以前年度的名称"),  # the year of the change is not certain
        ("2080204", "拥军优属", 2022, "2022 年没有这一科目，原科目现列 2082804 拥军优属"),
        ("30311", "住房公积金", 2022, "原科目现列 30113 住房公积金"),
        ("20140", "信访事务", 2022, "2024 年起的名称，2022 年没有这一科目"),
    ],
)
def test_a_name_of_other_years_is_a_note(code: str, name: str, year: int, told: str) -> None:
    (finding,) = printed(code, name, year)
    assert (finding.rule, finding.severity) == ("renamed-code", "note")
    assert told in finding.arithmetic


@pytest.mark.parametrize(
    ("code", "name", "owner"),
    [
        ("2101102", "公务员医疗补助", "2101103"),  # the neighbour's
        ("201", "其他政府办公厅（室）及相关机构事务", "2010399"),  # one below
        ("2080505", "事业单位医疗", "2101102"),  # far off, but no other code has it
        ("30201", "印刷费", "30202"),
    ],
)
def test_a_name_of_another_code_is_a_warning(code: str, name: str, owner: str) -> None:
    (finding,) = printed(code, name, 2022)
    assert (finding.rule, finding.severity) == ("misnamed-code", "warning")
    assert f"这是 {owner} 的名称" in finding.arithmetic


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("20103", "政府办公厅(室)及相关机构"),  # shortened
        ("20103", "政府办公厅（室）及相关机构事 务"),  # wrapped
        ("2010399", "其他政府办公厅（室）及相关机构事务"),  # without 支出
        ("2101101", "行政单位医疗支出"),  # with 支出
        ("30110", "城镇职工基本医疗保险缴费"),  # a usual variant
        ("303", "对个人和家庭补助"),
        ("20604", "技术与开发"),
        ("21302", "林业"),  # the old name, or the new one cut off
        ("2010377", "地方自设事务"),  # local codes are no mistakes
        ("2010377", "行政单位医疗"),
        ("2010302", "专项业务"),  # several codes have it
        ("2101101", ""),
    ],
)
def test_spellings_and_local_codes_are_no_findings(code: str, name: str) -> None:
    assert printed(code, name, 2022) == []


@pytest.mark.parametrize("year", [2017, 2018, 2019, 2020, 2022, 2025])
def test_the_official_names_of_a_year_are_no_findings_in_it(year: int) -> None:
    book = Book()
    for entry in (entry for entry in code_names() if entry.valid(year)):
        book.add("支出总表", (entry.code, entry.name), "合计", "")
    assert found(book, year) == []


def test_official_names_of_another_time_are_mostly_findings() -> None:
    """The rule does not pass over what it is there for: every exact change of the table is told, but for cut-off names."""
    gone = [entry for entry in code_names() if entry.certain and entry.reviewed and entry.until is not None]
    missed = [entry for entry in gone if not printed(entry.code, entry.name, 2030)]
    current = {entry.code: key(entry.name) for entry in code_names() if entry.until is None}
    assert len(gone) > 100
    assert all(current.get(entry.code, "").startswith(key(entry.name).removesuffix("支出")) for entry in missed)


def test_an_account_path_in_the_prose_is_read_at_every_level() -> None:
    book = Book()
    said = "社会保障和就业支出（类）行政事业单位离退休（款）机关事业单位基本养老保险缴费支出（项）3.00万元"
    book.claim("具体使用", ("2080505", "机关事业单位基本养老保险缴费支出"), "金额", "3.00", sentence=said)
    (finding,) = found(book, 2022)
    assert finding.arithmetic.startswith("20805 写作“行政事业单位离退休”")
    assert found(book, 2019) == []


def test_each_code_is_told_once_a_disclosure() -> None:
    book = Book()
    for form in ("收入总表", "支出总表"):
        book.add(form, ("210", "医疗卫生与计划生育支出"), "合计", "3.00")
    assert len(found(book, 2022)) == 1


def test_years_before_the_table_are_left_alone() -> None:
    assert printed("2101102", "公务员医疗补助", 2013) == []
    assert printed("210", "卫生健康支出", 2013) == []
