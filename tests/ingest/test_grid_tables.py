"""Tables in grids: against the truth of the seeds, and on a fictional budget that the heuristics were not made from."""

from __future__ import annotations

import csv
import importlib.util
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import to_yuan
from ingest.identity import recognise
from ingest.maker import read_cell, read_target
from ingest.pipeline import parse
from ingest.readers import read_document
from ingest.sections import split
from ingest.tables import grid_tables
from tests.ingest.grids import (
    BALANCE,
    MERGED,
    PROJECTS,
    PUBLIC,
    RENDERERS,
    SPENDING,
    TARGETS,
    Rows,
    cells,
    document,
    one,
    read,
    tabbed,
    table,
)

GRID_SEEDS = ("000_662d18bb3120ac2d.txt", "002_3f8bdecbd193424d.txt", "003_5d4771cea089c309.txt")


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
            wider[0] = [*SPENDING[0], MERGED]
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


def test_time_grows_with_the_columns_not_with_their_square() -> None:
    columns = 20_000
    rows = [
        "\t".join(["项目", *(f"列{at}" for at in range(columns))]),
        *("\t".join([name, *["1.00"] * columns]) for name in ("办公费", "合计")),
    ]
    text = "云溪县教育局2023年部门预算\n表1\n部门支出总体情况表\n编制部门：云溪县教育局  单位：万元\n" + "\n".join(rows)
    start = time.process_time()
    assert len(parse(text.encode(), "x.txt").figures) == 2 * columns
    assert time.process_time() - start < 40, "5 s; four minutes when each column was held against all others"
