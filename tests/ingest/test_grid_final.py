"""Tables of final accounts, self-evaluations and whole departments in grids: fictional, in shapes that no seed has."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from domain.model import Figure
from tests.ingest.grids import MERGED as M
from tests.ingest.grids import Rows, cells, one, read, tabbed, table

FINAL = [
    ["项目", M, M, M, "本年支出合计", "基本支出", "项目支出"],
    ["功能分类科目编码", M, M, "科目名称", "", "", ""],
    ["类", "款", "项", "", "", "", ""],
    ["栏次", M, M, M, "1", "2", "3"],
    ["213", "", "", "农林水支出", "812.34", "500.00", "312.34"],
]
SELF = [
    ["项目名称", "泵站改造", M, M, M, M, M],
    ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "200.00", "210.00", "199.50", "10", "95.00%", "9.5"],
    ["", "其他资金", "0.00", "0.00", "0.00", "—", "—", "—"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
    ["产出指标", "数量指标", "改造泵站数量", "≥4座", "=3座", "50", "37.5", "雨季停工"],
    ["总分", "", "", "", "", "100", "94.08分", ""],
]


@pytest.mark.parametrize("render", [cells, tabbed])
def test_final_accounts_and_self_evaluation(render: Callable[[Rows], str]) -> None:
    aligned = [[*row, *[M] * (8 - len(row))] for row in SELF]
    text = (
        "云溪县水务局2023年度部门决算公开说明\n第一部分 部门概况\n一、主要职能\n管水。\n"
        "第二部分 决算情况说明\n一、收入支出决算总体情况说明\n"
        f"收入总计900.50万元。\n项目支出绩效自评表\n（2023年度）\n{render(aligned)}\n第三部分 决算报表\n"
        + table("公开03表", "支出决算表", FINAL, render)
        + "云溪县水务局\n2024年9月1日\n"
    )
    _, figures = read(text)
    spent = one(figures, form="支出总表", row_code="213", column="项目支出")
    assert (spent.kind, spent.measure, spent.value) == ("决算", "决算数", Decimal("312.34"))
    executed = one(figures, form="绩效自评", row_name="年度资金总额", column="全年执行数")
    assert (executed.value, executed.measure, executed.unit) == (Decimal("199.50"), "全年执行数", "万元")
    rate = one(figures, form="绩效自评", row_name="年度资金总额", column="执行率")
    assert (rate.value, rate.unit, rate.yuan) == (95, "%", None)
    target = one(figures, form="绩效自评", column="指标值")
    assert (target.printed, target.sentence, target.value) == ("≥4座 → =3座", "=3座", 4)
    assert one(figures, row_name="改造泵站数量", column="得分").value == Decimal("37.5")
    assert one(figures, row_name="总分", column="得分").value == Decimal("94.08")


def official(title: str, rows: Rows, render: Callable[[Rows], str]) -> list[Figure]:
    return read(f"云溪县水务局2023年度部门决算公开\n第四部分 2023年度部门决算表\n{table('公开01表', title, rows, render)}")[1]


@pytest.mark.parametrize("render", [cells, tabbed])
def test_final_balance_with_line_numbers(render: Callable[[Rows], str]) -> None:
    rows = [
        ["收入", M, M, "支出", M, M, M],
        ["项目", "行次", "金额", "项目（按功能分类）", "行次", "合计", "一般公共预算财政拨款"],
        ["栏次", "", "1", "栏次", "", "2", "3"],
        ["一、一般公共预算财政拨款", "1", "812.34", "一、一般公共服务支出", "31", "", ""],
        ["二、政府性基金预算财政拨款", "2", "0.00", "十二、农林水支出", "42", "800.00", "800.00"],
        ["总计", "30", "812.34", "总计", "60", "812.34", "812.34"],
    ]
    figures = official("财政拨款收入支出决算总表", rows, render)
    assert one(figures, row_name="农林水支出", column="支出.合计").value == 800
    assert one(figures, row_name="政府性基金预算财政拨款").column == "收入.金额"
    assert sorted(figure.printed for figure in figures if figure.value is not None) == ["0.00", *["800.00"] * 2, *["812.34"] * 4]
    assert {figure.measure for figure in figures} == {"决算数"}


@pytest.mark.parametrize("render", [cells, tabbed])
def test_budget_and_final_of_the_three_public_expenses_side_by_side(render: Callable[[Rows], str]) -> None:
    half = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", M, M, "公务接待费"]
    below = ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""]
    rows = [
        ["预算数", *[M] * 5, "决算数", *[M] * 5],
        half * 2,
        below * 2,
        [str(number) for number in range(1, 13)],
        ["9.00", "0.00", "7.00", "0.00", "7.00", "2.00", "6.50", "0.00", "6.00", "0.00", "6.00", "0.50"],
    ]
    figures = official("财政拨款“三公”经费支出决算表", rows, render)
    assert len(figures) == 12
    assert {(figure.column, figure.measure): figure.printed for figure in figures if figure.printed in ("2.00", "0.50")} == {
        ("预算数.公务接待费", "预算数"): "2.00",
        ("决算数.公务接待费", "决算数"): "0.50",
    }
    assert len({figure.column for figure in figures}) == 12


@pytest.mark.parametrize("render", [cells, tabbed])
def test_three_lists_side_by_side(render: Callable[[Rows], str]) -> None:
    rows = [
        ["人员经费", M, M, "公用经费", M, M, M, M, M],
        ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
        ["301", "工资福利支出", "400.00", "302", "商品和服务支出", "90.00", "310", "资本性支出", ""],
        ["30101", "基本工资", "400.00", "30201", "办公费", "90.00", "31002", "办公设备购置", ""],
        ["人员经费合计", "", "400.00", "公用经费合计", "", "90.00", "", "", ""],
    ]
    figures = official("一般公共预算财政拨款基本支出决算表", rows, render)
    assert one(figures, row_code="30201").value == 90
    assert one(figures, row_code="31002").state == "blank"
    assert one(figures, row_name="公用经费合计").printed == "90.00"
    assert one(figures, row_code="30101").row_name == "基本工资"


@pytest.mark.parametrize("render", [cells, tabbed])
def test_codes_without_names_of_their_levels(render: Callable[[Rows], str]) -> None:
    rows = [
        ["功能分类科目编码", M, M, "功能分类科目名称", "合计", "基本支出", "项目支出"],
        ["213", "03", "", "水利", "9", "5", "4"],
        ["213", "03", "01", "行政运行", "5", "5", ""],
        ["2130305", "", "", "水利工程建设", "4", "", "4"],
        ["合计", M, M, "", "9", "5", "4"] if render is tabbed else ["", "", "", "合计", "9", "5", "4"],
    ]
    figures = official("一般公共预算财政拨款支出决算表", rows, render)
    assert one(figures, row_code="2130305", column="项目支出").value == 4
    assert one(figures, row_code="2130301", column="基本支出").value == 5
    assert one(figures, row_name="合计", column="合计").value == 9


@pytest.mark.parametrize("render", [cells, tabbed])
def test_targets_of_a_whole_department(render: Callable[[Rows], str]) -> None:
    rows = [
        ["部门名称（盖章）", "云溪县水务局", M, M, M, M],
        ["年度预算(万元)", "资金来源", "", "资金总额（万元）", M, M],
        ["", "财政资金（万元）", "上级安排", "26.92", M, M],
        ["", "", "本级安排", "1,106.39", M, M],
        ["", "其他资金（万元）", "其他", "0.00", M, M],
        ["一级指标", "二级指标", "三级指标", "指标值", "指标设定依据", "分值权重"],
        ["履职效能", "数量指标", "防汛演练", "＞=2次", "年度计划", "15"],
    ]
    text = (
        f"云溪县水务局2023年部门预算\n第三部分 2023年部门预算情况说明\n一、预算绩效情况\n部门整体绩效目标表\n（2023年）\n{render(rows)}\n"
    )
    _, figures = read(text)
    assert one(figures, row_name="本级安排", column="资金总额（万元）").yuan == Decimal(11_063_900)
    assert one(figures, row_name="其他").state == "zero"
    assert one(figures, row_name="防汛演练", column="分值权重").unit == "分"
    assert one(figures, row_name="防汛演练", column="指标值").comparator == "≥"
    assert {figure.project for figure in figures} == {"整体"}
