"""Official tables in the spaced layout: headers in pieces, names over lines, pages, sides. All of fictional offices."""

from __future__ import annotations

import pytest

from tests.ingest.spaced_text import cells, read, section

CAPTION = "编制部门：云溪县档案馆 单位：万元\n\n"


def test_names_over_lines_and_a_repeated_header() -> None:
    text = (
        CAPTION
        + """
科目 支出预算

功能分类科目编码

类 款 项
功能分类科目名称 合计 基本支出 项目支出

※ ※ ※ ※ 1 2 3

总计 90.00 60.00 30.00

201 一般公共服务支出 90.00 60.00 30.00

201 26
  档案事务与地方志编

纂出版
90.00 60.00 30.00

201 26 01     行政运行 60.00 60.00
 编制部门：云溪县档案馆 单位：万元

科目 支出预算

项类 款

功能分类科目名称 合计 基本支出 项目支出

※ ※ ※ ※ 1 2 3

201 26 04     档案馆 30.00 30.00

专项
"""
    )
    (table,), figures = read(section("部门支出总体情况表", text))
    assert table.header == ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    assert [row[1] for row in table.rows] == ["总计", "一般公共服务支出", "档案事务与地方志编纂出版", "行政运行", "档案馆专项"]
    assert cells(figures)[-4:] == [
        ("2012601", "合计", "60.00"), ("2012601", "基本支出", "60.00"), ("2012604", "合计", "30.00"), ("2012604", "项目支出", "30.00"),
    ]  # fmt: skip
    assert {figure.confidence for figure in figures if figure.row_code == "2012604"} == {"solved"}
    assert {figure.confidence for figure in figures if not figure.row_code} == {"read"}


def test_a_header_with_another_set_of_columns() -> None:
    text = (
        CAPTION
        + """
科目编码 科目名称 合计 基本支出 项目支出 经营支出

※ ※ 1 2 3 4

总计 100.00 70.00 20.00 10.00

206 科学技术支出 100.00 70.00 20.00 10.00

206 03 应用研究 90.00 70.00 20.00

206 05 科技条件与服务 10.00 10.00
"""
    )
    _, figures = read(section("部门支出总体情况表", text))
    assert cells(figures)[-5:] == [
        ("20603", "合计", "90.00"), ("20603", "基本支出", "70.00"), ("20603", "项目支出", "20.00"), ("20605", "合计", "10.00"), ("20605", "经营支出", "10.00"),
    ]  # fmt: skip


def test_a_header_that_nobody_knows_gives_numbered_columns() -> None:
    text = (
        CAPTION
        + """
科目编码 科目名称 甲类 合

乙丙

类

※ ※ 1 2 3 4

总计 10.00 4.00 3.00 3.00

201 一般公共服务支出 10.00 4.00 6.00
"""
    )
    (table,), figures = read(section("部门支出总体情况表", text))
    assert table.header[2:6] == ("列1", "列2", "列3", "列4")
    assert [column for _, column, _ in cells(figures)] == ["列1", "列2", "列3", "列4", "列1", "列2", "未定"]


def test_years_and_codes_in_names_are_no_amounts() -> None:
    text = (
        CAPTION
        + """
科目编码

类 款 项

功能分类科目名称 项目名称 项目支出合计 工资福利支出 商品和服务支出

※ ※ ※ ※ ※ 1 2 3

总计 30.00 30.00

云溪县档案馆 30.00 30.00

201 一般公共服务支出 30.00 30.00

201 03   政府办公厅（室）及相关机构事务 30.00 30.00

201 03 99

      其他政府办公厅（室）及

相关机构事务支出
特定目标 02100399 18.00 18.00

201 03 99     其他政府办公厅（室）及相关机构事务支出 库房改造 2031 12.00 12.00
"""
    )
    _, figures = read(section("一般公共预算项目支出情况表", text))
    projects = [
        (figure.row_code, figure.project, figure.column, figure.printed)
        for figure in figures
        if figure.project and figure.value is not None
    ]
    assert projects == [
        ("2010399", "特定目标02100399", "项目支出合计", "18.00"), ("2010399", "特定目标02100399", "未定", "18.00"),
        ("2010399", "库房改造2031", "项目支出合计", "12.00"), ("2010399", "库房改造2031", "未定", "12.00"),
    ]  # fmt: skip


def test_rows_below_a_subordinate_unit_are_its_own() -> None:
    text = (
        CAPTION
        + """
科目编码 科目名称 项目名称 项目支出合计 商品和服务支出

※ ※ ※ 1 2

总计 50.00 50.00

云溪县档案馆 30.00 30.00

201 一般公共服务支出 30.00 30.00

云溪县方志馆 20.00 20.00

201 一般公共服务支出 20.00 20.00
"""
    )
    _, figures = read(section("一般公共预算项目支出情况表", text))
    orgs = [(figure.org, figure.printed) for figure in figures if figure.row_code == "201" and figure.column == "项目支出合计"]
    assert orgs == [("云溪县档案馆", "30.00"), ("云溪县方志馆", "20.00")]


def test_two_sides() -> None:
    text = (
        CAPTION
        + """
收入 支出

项目 预算数 支出功能分类 预算数

一、本年收入 700 201 一般公共服务支出 637

1.一般公共预算拨款 700 202 外交支出

其中：一般财力 205 教育支出 63

      上级一般公共预算安排转移支付 229其他支出

收 入 总 计 700 支 出 总 计 700
"""
    )
    (table,), figures = read(section("部门收支总体情况表", text))
    assert cells(figures) == [
        ("一、本年收入", "收入.预算数", "700"), ("1.一般公共预算拨款", "收入.预算数", "700"), ("收入总计", "收入.预算数", "700"),
        ("201", "支出.预算数", "637"), ("205", "支出.预算数", "63"), ("支出总计", "支出.预算数", "700"),
    ]  # fmt: skip
    assert table.rows[3] == ("上级一般公共预算安排转移支付", "", "229 其他支出", "")


def test_two_sides_without_codes_and_with_row_numbers() -> None:
    text = (
        CAPTION
        + """
收入 支出

项目 行次 金额 项目 行次 金额

一、一般公共预算财政拨款收入 1 700.00 一、一般公共服务支出 32 637.00

二、政府性基金预算财政拨款收入 2 二、外交支出 33

本年收入合计 27 700.00 本年支出合计 58 637.00
"""
    )
    _, figures = read(section("收入支出决算总表", text))
    assert [printed for *_, printed in cells(figures)] == ["700.00", "700.00", "637.00", "637.00"]


THREE = (
    "合计 {0}",
    "因公出国（境）费",
    "公务接待费 {2}",
    "公务用车购置及运行费（小计） {1}",
    "其中：公务用车购置费",
    "      公务用车运行费 {1}",
)


@pytest.mark.parametrize(("fund", "column"), [("", "一般公共预算"), ("3.00", "未定")])
def test_what_a_source_does_not_have_it_cannot_pay(fund: str, column: str) -> None:
    """The second number of a row is the general budget's only where the document leaves no other source."""
    head = "收入 支出\n\n项目 预算数 支出功能分类 预算数\n\n1.一般公共预算拨款 90.00 201 一般公共服务支出 90.00\n\n"
    balance = f"{head}2.政府性基金预算拨款 {fund}\n\n3.国有资本经营预算拨款\n\n收入总计 90.00 支出总计 90.00"
    rows = "\n\n".join(THREE).format("2.40 2.40", "2.00 2.00", "0.40 0.40")
    three = f"资金来源\n\n“三公”经费支出内容 合计\n一般公共预算 政府性基金\n\n国有资本经营预\n\n算\n\n※ 1 2 3 4\n\n{rows}"
    _, figures = read(section("部门收支总体情况表", CAPTION + balance), section("财政拨款“三公”经费支出情况表", CAPTION + three, "表10"))
    found = [(figure.row_name, figure.column) for figure in figures if figure.form == "三公" and figure.value is not None]
    names = ("合计", "公务接待费", "公务用车购置及运行费（小计）", "公务用车运行费")
    assert found == [(name, place) for name in names for place in ("合计", column)]


def test_three_public_expenses_in_one_row() -> None:
    text = (
        CAPTION
        + """
因公出国（境）费 公务用车购置及运行费

合计

小计 公务用车购置费 公务用车运行费

公务接待费

12.40 2.00 9.80 9.80 0.60
"""
    )
    _, figures = read(section("“三公”经费支出情况表", text))
    assert cells(figures) == [
        ("（全表）", "合计", "12.40"), ("（全表）", "因公出国（境）费", "2.00"), ("（全表）", "公务用车购置及运行费.合计", "9.80"), ("（全表）", "未定", "9.80"),
        ("（全表）", "公务接待费", "0.60"),
    ]  # fmt: skip


def test_an_empty_table_with_its_note_over_lines() -> None:
    text = (
        CAPTION
        + """
科目 政府性基金预算支出

功能分类科目编码 基本支出

类 款 项
功能分类科目名称 合计

人员经费 公用经费
项目支出

※ ※ ※ ※ 1 2 3 4

云溪县档案馆 2031年没有政府性基金安排的支出，本表为空

表。
"""
    )
    (table,), figures = read(section("政府性基金预算支出情况表", text, "表8"))
    assert (table.state, table.note) == ("empty", "云溪县档案馆2031年没有政府性基金安排的支出，本表为空表。")
    assert table.note_lines is not None
    assert table.header[2:] == ("合计", "基本支出.人员经费", "基本支出.公用经费", "项目支出")
    assert not figures
