"""Tables in grids: against the truth of the seeds, and on fictional documents that the heuristics were not made from."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import Figure, Table
from domain.money import to_yuan
from ingest.identity import recognise
from ingest.maker import read_cell, read_target
from ingest.readers import read_document
from ingest.sections import split
from ingest.tables import absent_tables, grid_tables

Rows = Sequence[Sequence[str]]
GRID_SEEDS = ("000_662d18bb3120ac2d.txt", "002_3f8bdecbd193424d.txt", "003_5d4771cea089c309.txt")

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


@pytest.fixture(params=list(RENDERERS))
def render(request: pytest.FixtureRequest) -> Callable[[Rows], str]:
    return RENDERERS[request.param]


def test_every_number_stands_once_in_its_column(render: Callable[[Rows], str]) -> None:
    _, figures = read(document(render))
    seen = [(figure.form, figure.row_code, figure.row_name, figure.column) for figure in figures]
    assert len(seen) == len(set(seen))
    assert len({figure.id for figure in figures}) == len(figures)
    printed = sorted(figure.printed for figure in figures if figure.source == "table" and figure.value is not None)
    numbers = [cell.strip() for rows in (BALANCE, SPENDING, PROJECTS, PUBLIC, TARGETS[:3]) for row in rows for cell in row if _amount(cell)]
    assert printed == sorted(numbers)


def _amount(cell: str) -> bool:
    text = cell.strip()
    codes = {"201", "208", "213", "03", "05", "01"}
    return text not in codes and text.replace(".", "", 1).isdigit()


def test_two_sides_keep_their_own_names(render: Callable[[Rows], str]) -> None:
    _, figures = read(document(render))
    assert one(figures, form="收支总表", column="收入.预算数", row_name="一般公共预算").value == Decimal("880.5")
    right = one(figures, form="收支总表", column="支出.预算数", row_code="208")
    assert (right.row_name, right.printed, right.state) == ("社会保障和就业支出", "60.5", "value")
    assert one(figures, form="收支总表", row_name="支出总计").column == "支出.预算数"
    assert one(figures, form="收支总表", row_name="事业收入").state == "blank"


def test_merged_headers_codes_and_zero(render: Callable[[Rows], str]) -> None:
    _, figures = read(document(render))
    road = one(figures, form="支出总表", row_code="2130305", column="项目支出")
    assert (road.value, road.yuan, road.unit, road.measure) == (Decimal(340), Decimal(3_400_000), "万元", "预算数")
    assert one(figures, form="支出总表", row_code="2130301", column="项目支出").state == "zero"
    assert one(figures, form="支出总表", row_code="208", column="项目支出").state == "blank"
    assert one(figures, form="支出总表", row_name="合计", column="基本支出").value == Decimal("560.50")


def test_projects_withheld_cells_and_the_total(render: Callable[[Rows], str]) -> None:
    _, figures = read(document(render))
    dredging = one(figures, form="项目支出表", project="2023年河道清淤", column="商品和服务支出")
    assert (dredging.row_name, dredging.row_code, dredging.period) == ("水利工程建设｜2023年河道清淤", "2130305", 2023)
    assert one(figures, form="项目支出表", project="泵站改造", column="资本性支出").value == 200
    assert one(figures, form="项目支出表", project="泵站改造", column="资本性支出（基本建设）").state == "blank"
    secret = one(figures, form="项目支出表", project="特定项目", column="项目支出合计")
    assert (secret.state, secret.value) == ("withheld", None)
    assert one(figures, form="项目支出表", row_name="合计", column="项目支出合计").project == ""


def test_unit_belongs_to_the_table(render: Callable[[Rows], str]) -> None:
    tables, figures = read(document(render))
    assert {table.form: table.unit for table in tables}["三公"] == "元"
    car = one(figures, form="三公", column="公务用车购置及运行费.合计")
    assert (car.unit, car.yuan) == ("元", Decimal(26000))
    assert one(figures, form="三公", column="公务用车购置费").state == "blank"
    assert one(figures, form="三公", column="合计").value == 31000


def test_an_empty_table_keeps_its_note(render: Callable[[Rows], str]) -> None:
    tables, _ = read(document(render))
    empty = next(table for table in tables if table.form == "政府性基金")
    assert (empty.state, empty.number) == ("empty", "表5")
    assert "此表为空表" in empty.note
    assert empty.note_lines is not None


def test_targets(render: Callable[[Rows], str]) -> None:
    _, figures = read(document(render))
    targets = {figure.row_name: figure for figure in figures if figure.column == "指标值"}
    assert {name: figure.printed for name, figure in targets.items()} == {
        "改造泵站数量": "≥4座",
        "验收合格率": "=100%",
        "完工时间": "2023年12月31日前",
        "灌溉保证率": "有效提升",
    }
    pumps = targets["改造泵站数量"]
    assert (pumps.comparator, pumps.value, pumps.unit, pumps.indicator_group, pumps.source) == (
        "≥",
        4,
        "座",
        "产出指标.数量指标",
        "indicator",
    )
    assert targets["灌溉保证率"].indicator_group == "效益指标.社会效益指标"
    assert one(figures, form="绩效目标", column="其中：财政拨款").value == 200
    assert one(figures, form="绩效目标", column="其他资金").state == "zero"
    assert {figure.project for figure in figures if figure.form == "绩效目标"} == {"泵站改造"}


def test_variants_read_the_same(render: Callable[[Rows], str]) -> None:
    def facts(text: str, encoding: str = "utf-8") -> set[tuple[str, ...]]:
        return {(f.form, f.row_code, f.row_name, f.column, str(f.value), f.unit, f.state) for f in read(text, encoding)[1]}

    plain = document(render)
    expected = facts(plain)
    assert len(expected) > 60
    assert facts(document(render, numbers=("表一", "附表4", "表 6:", "表10", "表11"))) == expected
    assert facts(plain, "gb18030") == expected
    assert facts(plain, "utf-8-sig") == expected
    assert facts(plain, "utf-16") == expected
    assert facts(plain.replace("\n", "\r\n")) == expected
    half = {tuple(text.replace("（", "(").replace("）", ")") for text in fact) for fact in expected}
    found = facts(plain.replace("（", "(").replace("）", ")"))
    assert {tuple(text.replace("（", "(").replace("）", ")") for text in fact) for fact in found} == half


def test_an_extra_column_and_a_missing_table() -> None:
    for render in (cells, tabbed):
        wider = [[*row, extra] for row, extra in zip(SPENDING, ["", "经营支出", "", "", "", "", "", "", "7", "", "", "7"], strict=True)]
        if render is cells:
            wider[0] = [*SPENDING[0], M]
        text = table("表3", "2023年支出总体情况表", wider, render)
        _, figures = read(f"云溪县水务局2023年部门预算\n第二部分 2023年部门预算公开表\n{text}")
        assert one(figures, row_code="2130301", column="经营支出").value == 7
        assert one(figures, row_code="2130301", column="项目支出").state == "zero"
        assert one(figures, row_code="213", column="项目支出").value == 340


def test_a_table_continued_on_another_page_is_one_table() -> None:
    for render in (cells, tabbed):
        head = "表3\n支出总体情况表\n编制部门：云溪县水务局 单位：万元\n"
        text = head + render(SPENDING[:7]) + "\n\n" + head + render([*SPENDING[:3], *SPENDING[7:]])
        tables, figures = read(f"云溪县水务局2023年部门预算\n第二部分 2023年部门预算公开表\n{text}")
        assert [table.form for table in tables] == ["支出总表"]
        assert len(tables[0].rows) == len(SPENDING) - 4
        assert one(figures, row_code="2130305", column="项目支出").value == 340


def test_listed_tables_that_are_missing_are_absent() -> None:
    contents = "目录\n第一部分 云溪县水务局概况\n第二部分 公开表\n一、收支总体情况表\n二、政府性基金预算支出情况表\n第三部分 名词解释\n"
    text = f"云溪县水务局2023年部门预算\n{contents}第一部分 云溪县水务局概况\n一、主要职能\n管水。\n第二部分 公开表\n"
    tables, _ = read(text + table("表1", "收支总体情况表", BALANCE, tabbed) + "第三部分 名词解释\n财政拨款：财政给的钱。\n")
    assert [(table.form, table.state) for table in tables] == [("收支总表", "filled"), ("政府性基金", "absent")]


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


def test_a_row_that_lost_a_cell_is_undetermined_not_guessed() -> None:
    broken = list(SPENDING)
    broken[6] = ["213", "", "", "农林水支出", "840", "340"]
    _, figures = read(f"云溪县水务局2023年部门预算\n第二部分 2023年公开表\n{table('表3', '支出总体情况表', broken, cells)}")
    lost = [figure for figure in figures if figure.row_code == "213"]
    assert [(figure.printed, figure.column, figure.state) for figure in lost] == [
        ("840", "未定", "undetermined"),
        ("340", "未定", "undetermined"),
    ]
    assert one(figures, row_code="21303", column="项目支出").value == 340


def test_a_cell_broken_over_lines_is_one_value() -> None:
    text = f"云溪县水务局2023年部门预算\n第二部分 2023年公开表\n{table('表3', '支出总体情况表', SPENDING, cells)}"
    broken = text.replace("\t水利工程建设\n\t340", "\t水利工程\n建设\n\t\n340").replace(
        "\t340\n\n\t\n\t\n\t\n\t\n", "\t340\n\n\n\t\n\t\n\t\n\t\n"
    )
    assert broken != text
    _, figures = read(broken)
    road = one(figures, row_code="2130305", column="合计")
    assert (road.row_name, road.printed) == ("水利工程建设", "340")


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["", " ", "　"]))
def test_cells_are_read_exactly(value: Decimal, blank: str) -> None:
    for printed in (f"{value}{blank}", f"{value:,}{blank}"):
        assert read_cell(printed) == (value, "zero" if value == 0 else "value")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("≥12期", ("≥", Decimal(12), "期")),
        (">=1,500页", ("≥", Decimal(1500), "页")),
        ("＜=16.60 万元", ("≤", Decimal("16.60"), "万元")),
        ("2500元/月/人", ("", Decimal(2500), "元/月/人")),
        ("不低于95%", ("≥", Decimal(95), "%")),
        ("2022年12月31日", ("", None, "")),
        ("=2023年2月28日前", ("=", None, "")),
        ("12月底前", ("", None, "")),
        ("有效提升", ("", None, "")),
        ("95%-98%", ("", None, "")),
    ],
)
def test_targets_are_read_for_what_they_say(printed: str, expected: tuple[str, Decimal | None, str]) -> None:
    assert read_target(printed) == expected


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("cells", shared / "truth" / "cells.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _filtered(source: Path, target: Path) -> Path:
    with source.open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["doc"] in GRID_SEEDS]
    with target.open("w", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return target


def test_seeds_in_grids_match_the_truth(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ["file", "source", "row_code", "row_name", "column", "printed", "value", "unit", "table"]
    with (tmp_path / "figures.csv").open("w", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for name in GRID_SEEDS:
            document_ = read_document((shared / "seeds" / name).read_bytes(), name)
            sections = split(document_)
            for figure in grid_tables(sections, recognise(document_, sections), document_)[1]:
                if figure.value is not None or figure.source == "indicator":
                    values = [name, *(getattr(figure, column) for column in columns[1:])]
                    writer.writerow("" if value is None else value for value in values)
    truth = _filtered(shared / "truth" / "seeds-figures.csv", tmp_path / "truth.csv")
    indicators = _filtered(shared / "truth" / "seeds-indicators.csv", tmp_path / "indicators.csv")
    arguments = [str(truth), str(tmp_path / "figures.csv"), "--min=1", "--extra=0", f"--indicators={indicators}"]
    monkeypatch.setattr(sys, "argv", ["cells.py", *arguments])
    assert _scorer(shared).main() == 0


def test_money_is_worth_what_its_unit_says(render: Callable[[Rows], str]) -> None:
    for figure in read(document(render))[1]:
        assert figure.yuan == to_yuan(figure.value, figure.unit)
        assert figure.value is None or figure.unit


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
    assert one(figures, row_name="十二、农林水支出", column="支出.合计").value == 800
    assert one(figures, row_name="二、政府性基金预算财政拨款").column == "收入.金额"
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
