"""Fictional disclosures in the layouts of one cell a line and of rows joined by tabs, and how the tests read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.model import Figure, Table
from ingest.identity import recognise
from ingest.readers import read_document
from ingest.sections import split
from ingest.tables import absent_tables, grid_tables

Rows = Sequence[Sequence[str]]

# A merged cell: rows layout prints it with blanks after it, cells layout prints it once.
MERGED = "\x00"


def cells(rows: Rows) -> str:
    """One cell a line with a leading tab; a blank line after each row; a merged cell is printed once."""
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row if cell != MERGED) for row in rows) + "\n"


def tabbed(rows: Rows, between: str = "\n") -> str:
    return between.join("\t".join("" if cell == MERGED else cell for cell in row) for row in rows) + "\n"


def table(number: str, title: str, rows: Rows, render: Callable[[Rows], str], *, unit: str = "万元", note: str = "") -> str:
    head = f"{number}\n{title}\n编制部门（单位）：云溪县水务局          单位：{unit}\n"
    return f"{head}{render(rows)}{note}\n\n"


M = MERGED
BALANCE = [
    ["收     入", M, "支     出", M],
    ["项     目", "预算数", "功能分类", "预算数"],
    ["财政拨款（补助）", "", "201 一般公共服务支出", ""],
    ["    一般公共预算", "880.5", "208社会保障和就业支出", "60.5　"],
    ["事业收入", "　", "213 农林水支出", "840"],
    ["上年结余结转", "20.00", "", ""],
    ["收  入  总  计", "900.50", "支  出  总  计", "900.5"],
]
SPENDING = [
    ["项    目", M, M, M, "支出预算", M, M],
    ["功能分类科目编码", M, M, "功能分类科目名称", "合  计", "基本支出", "项目支出"],
    ["类", "款", "项", "", "", "", ""],
    ["208", "", "", "社会保障和就业支出", "60.5", "60.5", ""],
    ["208", "05", "", "行政事业单位养老支出", "60.5", "60.5", ""],
    ["208", "05", "05", "机关事业单位基本养老保险缴费支出", "60.5", "60.5", ""],
    ["213", "", "", "农林水支出", "840", "500", "340"],
    ["213", "03", "", "水利", "840", "500", "340"],
    ["213", "03", "01", "行政运行", "500", "500", "0"],
    ["213", "03", "05", "水利工程建设", "340", "", "340"],
    ["", "", "", "", "", "", ""],
    ["", "", "", "合  计", "900.50", "560.50", "340.00"],
]
PROJECTS = [
    ["科 目 编 码", M, M, "科目", "项目名称", "项目支出合计", "商品和服务支出", "资本性支出（基本建设）", "资本性支出"],
    ["类", "款", "项", "", "", "", "", "", ""],
    ["213", "", "", "农林水支出", "", "340", "140", "", "200"],
    ["213", "03", "05", "水利工程建设", "2023年河道清淤", "140", "140", "", ""],
    ["213", "03", "05", "水利工程建设", "泵站改造", "200", "", "", "200"],
    ["213", "03", "05", "水利工程建设", "特定项目", "不予公开", "不予公开", "", ""],
    ["", "", "", "", "合 计", "340", "140", "", "200"],
]
PUBLIC = [
    ["合  计", "因公出国（境）费", "公务用车购置及运行费", M, M, "公务接待费"],
    ["", "", "合  计", "公务用车购置费", "公务用车运行费", ""],
    ["31000", "0", "26000", "", "26000", "5000"],
]
EMPTY = [
    ["项  目", M, M, M, "政府性基金预算支出", M, M],
    ["功能分类科目编码", M, M, "功能分类科目名称", "合 计", "基本支出", "项目支出"],
    ["类", "款", "项", "", "", "", ""],
]
TARGETS = [
    ["预算单位", "云溪县水务局", M, M, "项目名称", "泵站改造", M],
    ["项目资金（万元）", "年度资金总额：", "200", "其中：财政拨款", "200", "其他资金", "0"],
    ["项目总体目标", "完成泵站改造。", M, M, M, M, M],
    ["一级指标", "二级指标", "三级指标", M, "指标值（包含数字及文字描述）", M, M],
    ["产出指标", "数量指标", "改造泵站数量", M, "≥4座", M, M],
    ["", "质量指标", "验收合格率", M, "=100%", M, M],
    ["", "时效指标", "完工时间", M, "2023年12月31日前", M, M],
    ["效益指标", "经济效益指标", "", M, "", M, M],
    ["", "社会效益指标", "灌溉保证率", M, "有效提升", M, M],
]


def document(render: Callable[[Rows], str], *, numbers: Sequence[str] = ("表1", "表2", "表3", "表4", "表5")) -> str:
    balance = table(numbers[0], "云溪县水务局收支总体情况表", BALANCE, render)
    spending = table(numbers[1], "云溪县水务局支出总体情况表", SPENDING, render)
    projects = table(numbers[2], "一般公共预算项目支出情况表", PROJECTS, render)
    public = table(numbers[3], "一般公共预算“三公”经费支出情况表", PUBLIC, render, unit="元")
    empty = table(numbers[4], "政府性基金预算支出情况表", EMPTY, render, note=" 备注：我单位无政府性基金预算，此表为空表。")
    return (
        " 第一部分   云溪县水务局概况\n\n一、主要职能\n（一）负责全县水资源管理。\n二、机构设置及人员情况\n"
        "云溪县水务局编制数20名，实有人数18人。\n\n第二部分  2023年云溪县水务局预算公开表\n"
        f"{balance}{spending}{projects}{public}{empty}"
        " 第三部分  2023年云溪县水务局预算情况说明\n\n一、关于云溪县水务局2023年收支预算情况的总体说明\n"
        "收支总预算900.50万元。\n二、其他重要事项的情况说明\n（一）预算绩效情况\n具体情况见下表：\n\n"
        f"项目支出绩效目标表\n（2023年）\n\n{render(TARGETS)}\n\n"
        "（二）其他需说明的事项\n无。\n\n第四部分  名词解释\n\n一、财政拨款：指财政拨款数。\n\n云溪县水务局\n2023年2月10日\n"
    )


def read(text: str, encoding: str = "utf-8") -> tuple[list[Table], list[Figure]]:
    parsed = read_document(text.encode(encoding), "x.txt")
    sections = split(parsed)
    disclosure = recognise(parsed, sections)
    tables, figures = grid_tables(sections, disclosure, parsed)
    return tables + absent_tables(sections, disclosure, parsed), figures


def one(figures: Sequence[Figure], **wanted: object) -> Figure:
    found = [figure for figure in figures if all(getattr(figure, name) == value for name, value in wanted.items())]
    assert len(found) == 1, (wanted, [(figure.row_name, figure.column, figure.printed) for figure in found])
    return found[0]


RENDERERS: dict[str, Callable[[Rows], str]] = {
    "cells": cells,
    "rows": tabbed,
    "rows, blank lines between": lambda rows: tabbed(rows, "\n\n"),
    "rows, blank ends trimmed": lambda rows: "\n".join(line.rstrip("\t") for line in tabbed(rows).split("\n")),
}
