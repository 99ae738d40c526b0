"""Planted errors are found and nothing else; what is consistent stays silent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from check import find
from domain.model import Figure, Finding, Parsed, Provenance, Table
from tests.check.fictional import OFFICE, Amounts, Book, budget, cents, spoiled

Which = Callable[[Figure], bool]


def cell(form: str, code: str, column: str, name: str = "") -> Which:
    return lambda f: f.form == form and f.row_code == code and f.column == column and name in f.row_name


def claim(under: str, name: str, column: str = "金额") -> Which:
    return lambda f: f.source == "narrative" and under in f.table and name in f.row_name and f.column == column


def serious(parsed: Parsed) -> list[Finding]:
    return [finding for finding in find(parsed) if finding.severity in ("error", "warning")]


def test_a_consistent_disclosure_has_no_findings() -> None:
    assert find(budget().parsed()) == []


@pytest.mark.parametrize(
    ("rule", "which", "printed"),
    [
        ("tree-function", cell("收入总表", "20103", "总计"), "999.99"),
        ("tree-economic", cell("基本支出表", "30201", "合计"), "44.05"),
        ("along-basic-project", cell("支出总表", "201", "基本支出"), "412.90"),
        ("along-personnel-operating", cell("基本支出表", "301", "人员经费"), "956.42"),
        ("along-sources", cell("收入总表", "2210201", "一般公共预算拨款"), "67.11"),
        ("along-economic", cell("项目支出表", "20103", "商品和服务支出"), "135.56"),
        ("along-funds", cell("财政拨款收支总表", "208", "支出.合计"), "28.13"),
        ("outline-income", cell("收支总表", "", "收入.预算数", "一般公共预算"), "896.06"),
        ("both-sides", cell("收支总表", "", "收入.预算数", "收入总计"), "968.06"),
        ("three-public", cell("三公", "", "公务接待费"), "1.02"),
        ("three-public-cars", cell("三公", "", "公务用车运行费"), "5.70"),
        ("across-income-expenditure", cell("支出总表", "2080505", "合计"), "83.21"),
        ("across-summary-expenditure", cell("收支总表", "221", "支出.预算数"), "67.17"),
        ("across-appropriation-general", cell("财政拨款收支总表", "201", "支出.一般公共预算"), "752.98"),
        ("across-project", cell("项目支出表", "2010399", "项目支出合计", "馆藏目录重编"), "210.00"),
        ("prose-current-codes", claim("使用情况", "事业运行"), "140.50"),
        ("prose-economic", claim("基本支出情况", "办公费"), "45.01"),
        ("prose-agency", claim("机关运行", "机关运行经费"), "94.75"),
        ("project-scale", claim("项目支出情况", "馆藏目录重编"), "102.00"),
        ("share", claim("结构情况", "住房保障支出", "占比"), "1.71%"),
        ("rate", claim("使用情况", "事业运行", "增减率"), "7.03%"),
        ("said-twice", claim("规模", "基本支出", "增减额"), "987.65"),
        ("procurement", claim("采购", "政府采购货物"), "13.00"),
        ("procurement-reserved", claim("采购", "面向中小企业预留"), "400.00"),
        ("vehicles", claim("资产", "执法执勤用车", "数量"), "3"),
        ("vehicles", claim("资产", "一般公务用车", "价值"), "6000.00"),
        ("staff", claim("人员情况", "退休", "数量"), "12"),
        ("project-allocation", claim("项目支出情况", "材料费"), "400.00"),
        ("list-three-public", claim("三公", "公务接待费"), "2.10"),
        ("list-personnel", claim("基本支出情况", "基本工资"), "521.34"),
    ],
)
def test_a_planted_error_is_found_and_nothing_else(rule: str, which: Which, printed: str) -> None:
    parsed, planted = spoiled(budget(), which, printed)
    found = serious(parsed)
    assert rule in {finding.rule for finding in found if finding.severity in ("error", "warning")}
    strangers = [finding for finding in found if planted not in finding.figures and not _about_same_change(finding, parsed, planted)]
    assert strangers == []


def _about_same_change(finding: Finding, parsed: Parsed, planted: str) -> bool:
    """Shares and rates speak of the amount by its id; a planted amount rightly unsettles what is said of it."""
    return any(figure.of == planted for figure in parsed.figures if figure.id in finding.figures)


def test_every_finding_names_both_places_and_the_arithmetic() -> None:
    parsed, planted = spoiled(budget(), claim("基本支出情况", "办公费"), "45.01")
    finding = next(finding for finding in find(parsed) if finding.rule == "prose-economic")
    assert finding.severity == "error"
    assert finding.arithmetic == "45.01 ≠ 41.05（差 3.96 万元）"
    assert [place.printed for place in finding.places] == ["45.01", "41.05"]
    assert planted in finding.figures
    assert all(place.lines for place in finding.places)


def test_errors_come_first_and_ids_are_stable() -> None:
    parsed, _ = spoiled(budget(Amounts(carryover=2000)), claim("采购", "政府采购货物"), "13.00")
    first, again = find(parsed), find(parsed)
    assert [finding.id for finding in first] == [finding.id for finding in again]
    assert [finding.severity for finding in first] == ["error", "warning"]


def test_rounding_is_told_as_rounding() -> None:
    parsed, _ = spoiled(budget(), cell("基本支出表", "30101", "合计"), "512.35")
    assert {f.severity for f in find(parsed) if f.rule == "tree-economic"} == {"rounding"}
    sums = Book()
    for code, name, value in (("301", "工资福利支出", "3.01"), ("30101", "基本工资", "1.00"), ("30102", "津贴补贴", "2.00")):
        sums.add("基本支出表", (code, name), "合计", value)
    assert [f.severity for f in find(sums.parsed())] == ["rounding"]


def test_zeros_cut_off_do_not_widen_the_tolerance() -> None:
    book = Book()
    for code, name, value in (
        ("301", "工资福利支出", "95.4"),
        ("30101", "基本工资", "20"),
        ("30102", "津贴补贴", "75"),
        ("30103", "奖金", "0.15"),
    ):
        book.add("基本支出表", (code, name), "合计", value)
    assert [f.severity for f in find(book.parsed())] == ["error"]


def test_units_are_converted_before_anything_is_compared() -> None:
    book = Book()
    book.add("支出总表", ("201", "一般公共服务支出"), "合计", "1234567.89", unit="元")
    book.add("收入总表", ("201", "一般公共服务支出"), "总计", "123.46", unit="万元")
    assert [f.severity for f in find(book.parsed())] == ["rounding"]
    book.add("收支总表", ("201", "一般公共服务支出"), "支出.预算数", "123.64", unit="万元")
    assert next((f.severity, f.rule) for f in find(book.parsed())) == ("error", "across-summary-expenditure")


def test_carry_over_explains_a_difference_of_scope() -> None:
    book = budget(Amounts(carryover=2000))
    basic = [f for f in book.figures if f.form == "基本支出表"]
    lower = {
        f.id: cents(int(f.value * 100) - 2000) for f in basic if f.value and f.row_code in ("", "301", "30101") and f.column != "公用经费"
    }
    figures = tuple(_reprinted(f, lower[f.id]) if f.id in lower else f for f in book.figures)
    said = {"人员经费": 2000, "基本工资": 2000, "一般公共预算基本支出": 2000}
    figures = tuple(
        _reprinted(f, cents(int((f.value or 0) * 100) - said[f.row_name]))
        if f.source == "narrative" and "基本支出情况" in f.table and f.row_name in said else f
        for f in figures
    )  # fmt: skip
    found = find(replace(book.parsed(), figures=figures))
    assert {f.severity for f in found} == {"warning"}
    assert {"across-basic", "prose-basic-scope"} <= {f.rule for f in found}
    assert all("上年结转结余" in f.message for f in found)


def _reprinted(figure: Figure, printed: str) -> Figure:
    return spoiled(Book([figure]), lambda f: True, printed)[0].figures[0]


def test_direction_written_the_wrong_way_round_is_named() -> None:
    book = Book()
    head = "第三部分 情况说明 › 二、收入预算情况说明"
    amount = book.claim(head, ("", "一般公共预算"), "金额", "110.00")
    book.claim(head, ("", "一般公共预算"), "增减额", "10.00", of=amount, sign=-1)
    book.claim(head, ("", "一般公共预算"), "增减率", "10.00%", of=amount, sign=-1)
    (finding,) = serious(book.parsed())
    assert (finding.rule, finding.severity) == ("rate", "error")
    assert "方向可能写反" in finding.message


def test_growth_from_zero_is_a_note() -> None:
    book = Book()
    book.said("二、收入预算情况说明", ("", "上年结转结余"), 500)
    amount = book.figures[-1].id
    book.claim("二、收入预算情况说明", ("", "上年结转结余"), "增减额", "5.00", of=amount)
    book.claim("二、收入预算情况说明", ("", "上年结转结余"), "增减率", "100%", of=amount)
    assert [f.severity for f in find(book.parsed())] == ["note"]


@pytest.mark.parametrize(("reason", "rules"), [("人员减少，工资减少", ["personnel-reason"]), ("人员增加", []), ("压减一般性支出", [])])
def test_reason_against_the_implied_change(reason: str, rules: list[str]) -> None:
    """Basic expenditure falls by 1, operating funds by 30: personnel must have risen by 29."""
    book = Book()
    book.add("基本支出表", ("", "合计"), "公用经费", "20.00")
    for under, name, now, change in (
        ("三、支出预算情况说明", "基本支出", "200.00", "1.00"),
        ("十、机关运行经费", "机关运行经费", "20.00", "30.00"),
    ):
        amount = book.claim(under, ("", name), "金额", now)
        book.claim(under, ("", name), "增减额", change, of=amount, sign=-1, reason=reason)
    assert [finding.rule for finding in serious(book.parsed())] == rules


def _table(state: Literal["filled", "empty"], note: str) -> Table:
    place = Provenance("云溪.txt", "f" * 64, None, (900, 910))
    return Table("t9", OFFICE.id, place, "政府性基金", "表9", "政府性基金预算支出情况表", "万元", state, note, (), (), ())


def test_empty_tables_and_their_notes() -> None:
    silent = replace(Book().parsed(), tables=(_table("empty", ""),))
    assert [f.severity for f in find(silent)] == ["note"]
    assert find(replace(silent, tables=(replace(_table("empty", ""), form="其他", title="预算单位构成"),))) == []
    for note in ("本单位无政府性基金预算，此表为空表。", "注：本部门无相关收支项目", "故本表无数据。"):
        assert find(replace(Book().parsed(), tables=(_table("empty", note),))) == []
    book = Book(tables=[_table("filled", "此表为空表")])
    book.add("政府性基金", ("212", "城乡社区支出"), "合计", "3.00", table="表9 政府性基金预算支出情况表")
    assert [f.rule for f in find(book.parsed())] == ["empty-table"]


def test_a_table_that_only_the_contents_hold() -> None:
    """Where the file holds other tables; a file of explanations alone lists them all and holds none."""
    listed = replace(_table("filled", "目录列出，文件中没有这张表"), state="absent", form="支出总表", title="支出决算表")
    assert find(replace(Book().parsed(), tables=(listed,))) == []
    held = replace(_table("filled", ""), form="收入总表")
    (finding,) = find(replace(Book().parsed(), tables=(held, listed)))
    assert (finding.rule, finding.severity, finding.arithmetic) == ("absent-table", "note", "目录列有支出决算表，文件中没有")
    assert find(replace(Book().parsed(), tables=(held, listed, replace(held, form="支出总表")))) == []


def test_a_blank_row_above_filled_ones() -> None:
    book = Book()
    book.add("项目支出表", ("201", "一般公共服务支出"), "项目支出合计", "")
    book.add("项目支出表", ("2010399", "其他政府办公厅（室）及相关机构事务支出｜甲项目"), "项目支出合计", "3.00", project="甲项目")
    book.add("项目支出表", ("", "合计"), "项目支出合计", "3.00")
    assert [f.rule for f in find(book.parsed())] == ["blank-row"]


def test_undetermined_columns_take_part_in_sums() -> None:
    book = Book()
    for printed, column in (("65.30", "项目支出合计"), ("43.00", "未定"), ("22.30", "未定")):
        book.add("项目支出表", ("201", "一般公共服务支出"), column, printed)
    assert find(book.parsed()) == []
    parsed, planted = spoiled(book, lambda f: f.printed == "43.00", "34.00")
    assert [planted in f.figures for f in find(parsed)] == [True]


@st.composite
def amounts(draw: st.DrawFn) -> Amounts:
    some = st.integers(1_000, 90_000)
    wages = draw(st.integers(30_000, 400_000))
    return Amounts(
        wages=wages, pension=draw(some), housing=draw(some), office=draw(some), reception=draw(st.integers(10, 900)),
        cars=draw(st.integers(100, 9_000)), aid=draw(some), second=draw(st.integers(1_000, wages - 1_000)),
        first_project=draw(some), second_project=draw(some), carryover=0, last=draw(st.integers(500_000, 900_000)),
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(amounts())
def test_whatever_the_amounts_a_consistent_disclosure_is_clean(numbers: Amounts) -> None:
    assert serious(budget(numbers).parsed()) == []


ROUNDED = Decimal("0.05")
"""A change of the last digit may be told as rounding: half a unit for each of the few terms of a sum."""


@settings(max_examples=120, deadline=None)
@given(amounts(), st.data())
def test_a_changed_digit_in_a_table_is_always_found(numbers: Amounts, data: st.DataObject) -> None:
    book = budget(numbers)
    cells = [f for f in book.figures if f.source == "table" and f.value]
    target = cells[data.draw(st.integers(0, len(cells) - 1))]
    places = [at for at, char in enumerate(target.printed) if char.isdigit()]
    at = places[data.draw(st.integers(0, len(places) - 1))]
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != target.printed[at]]))
    changed = target.printed[:at] + digit + target.printed[at + 1 :]
    parsed, planted = spoiled(book, lambda f: f.id == target.id, changed)
    rounded = abs(Decimal(changed.replace(",", "")) - Decimal(target.printed.replace(",", ""))) <= ROUNDED
    assert any(planted in finding.figures for finding in (find(parsed) if rounded else serious(parsed)))


def evaluation() -> Book:
    """A self-evaluation whose sums, rate, points and score agree."""
    book = Book()
    table = {"table": "自评-库房恒湿改造", "project": "库房恒湿改造"}
    for name, plan, done in (("年度资金总额", "40.00", "31.20"), ("其中：当年财政拨款", "30.00", "30.00"), ("其他资金", "10.00", "1.20")):
        book.add("绩效自评", ("", name), "全年预算数", plan, measure="全年预算数", **table)
        book.add("绩效自评", ("", name), "全年执行数", done, measure="全年执行数", **table)
    book.add("绩效自评", ("", "年度资金总额"), "执行率", "78.00%", unit="%", **table)
    for name, points, score in (
        ("年度资金总额", "10", "7.80"),
        ("改造库房数", "60", "60.00"),
        ("验收合格率", "30", "30.00"),
        ("总分", "100", "97.80"),
    ):
        book.add("绩效自评", ("", name), "分值", points, unit="分", **table)
        book.add("绩效自评", ("", name), "得分", score, unit="分", **table)
    return book


def test_a_consistent_self_evaluation_is_clean() -> None:
    assert find(evaluation().parsed()) == []


@pytest.mark.parametrize(
    ("rule", "row", "column", "printed"),
    [
        ("performance-funds", "其他资金", "全年预算数", "19.00"),
        ("performance-rate", "年度资金总额", "执行率", "87.00%"),
        ("performance-scores", "验收合格率", "得分", "20.00"),
        ("performance-points", "改造库房数", "分值", "65"),
    ],
)
def test_a_planted_error_in_a_self_evaluation(rule: str, row: str, column: str, printed: str) -> None:
    parsed, planted = spoiled(evaluation(), lambda f: f.row_name == row and f.column == column, printed)
    found = serious(parsed)
    assert rule in {finding.rule for finding in found}
    assert all(planted in finding.figures for finding in found)


def test_costs_growth_and_projects_by_name() -> None:
    book = Book()
    book.add("项目支出表", ("2010399", "其他支出｜市级专项一恒湿改造"), "项目支出合计", "35.00", project="市级专项一恒湿改造")
    table = {"table": "绩效-市级专项-恒湿改造", "project": "市级专项-恒湿改造"}
    book.add("绩效目标", ("", "项目资金"), "年度资金总额", "35.00", **table)
    target = {**table, "source": "indicator", "indicator_group": "产出指标.成本指标", "comparator": "≤"}
    for name, printed in (("设备成本", "20"), ("人工成本", "15")):
        book.add("绩效目标", ("", name), "指标值", printed, **target)
    assert find(book.parsed()) == []
    assert [f.rule for f in serious(spoiled(book, lambda f: f.row_name == "设备成本", "10")[0])] == ["performance-costs"]
    moved, _ = spoiled(book, lambda f: f.form == "项目支出表", "53.00")
    assert [f.rule for f in serious(moved)] == ["project-performance"]
    amount = book.claim("七、项目支出情况", ("", "恒湿改造"), "金额", "35.00")
    book.claim("七、项目支出情况", ("", "恒湿改造"), "增减额", "5.00", of=amount)
    book.claim("七、项目支出情况", ("", "恒湿改造"), "增减率", "16.67%", of=amount)
    book.add("绩效目标", ("", "年度维护成本增长率"), "指标值", "3", unit="%", **{**target, "indicator_group": "效益指标.经济效益指标"})
    assert [f.rule for f in serious(book.parsed())] == ["performance-growth"]
