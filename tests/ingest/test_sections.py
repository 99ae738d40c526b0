"""The first cut: parts, tables, headings, performance tables, lists."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.document import Section
from ingest.readers import read_document
from ingest.sections import listed, split


def sections_of(text: str) -> tuple[Section, ...]:
    return split(read_document(text.encode(), "x.txt"))


def brief(sections: tuple[Section, ...]) -> list[tuple[str, str, str]]:
    return [(section.kind, section.number, section.title) for section in sections]


SPACED = """ 云溪县水务局 2023 年

度部门预算公开

 第一部分 云溪县水务局部门概况

一、 主要职能

负责水资源管理，一、二期工程

的建设。

 第二部分 2023年部门预算公开表

表 1

部门收支总体情况表

编制部门：云溪县水务局 单位：万元

一、本年收入 900.50 201 一般公共服务支出 900.50

 第三部分 2023年部门预算情况说明

一、 关于云溪县水务局 2023年收支预算情况总体说

明

收支总预算 900.50万元，具体见

表 1。

二、 关于云溪县水务局 2023年财政拨款“三公”经费预算情况

说明

“三公”经费 1.00万元。

三、 其他重要事项的情况说明

（一）机关运行经费

无，详见项目支出绩效目标表。

（二）预算绩效情况

见下表：

 项目支出绩效目标表

（2023年）

预算单位 云溪县水务局

项目名称 泵站改造

（一）完成改造

（三）其他需说明的事项

无。

 第四部分 名词解释

一、财政拨款：指财政拨款。

二、其他资金：指其他。
"""


def test_spaced_headings_broken_over_lines() -> None:
    assert brief(sections_of(SPACED)) == [
        ("front", "", ""),
        ("overview", "一", "主要职能"),
        ("table", "表1", "部门收支总体情况表"),
        ("narrative", "一", "关于云溪县水务局2023年收支预算情况总体说明"),
        ("narrative", "二", "关于云溪县水务局2023年财政拨款“三公”经费预算情况说明"),
        ("narrative", "三", "其他重要事项的情况说明"),
        ("performance", "", "项目支出绩效目标表"),
        ("narrative", "三", "其他重要事项的情况说明"),
        ("glossary", "", "名词解释"),
    ]


def test_lines_cover_the_text_without_overlap(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        document = read_document(path.read_bytes(), path.name)
        spans = [section.lines for section in split(document)]
        assert all(first[1] < second[0] for first, second in pairwise(spans))
        kept = {line for first, last in spans for line in range(first, last + 1)}
        outside = [block for block in document.blocks if getattr(block, "lines", (0, 0))[0] not in kept]
        # outside of all sections there are only the headings of parts
        assert len(outside) <= 6, path.name


def test_contents_are_told_from_the_body() -> None:
    text = (
        "云溪县水务局2023年部门预算\n目录\n第一部分 概况 ......1\n一、主要职能\n第二部分 公开表\n表1 收支总体情况表 ... 3\n"
        "第三部分 名词解释 .......... 9\n第一部分 概况\n一、主要职能\n管水。\n"
        "第二部分 公开表\n表1 收支总体情况表\n编制单位：云溪县水务局 单位：万元\n"
        "项目\t预算数\n水费\t1\n电费\t2\n第三部分 名词解释\n财政拨款：指财政拨款。\n"
    )
    assert brief(sections_of(text)) == [
        ("front", "", ""),
        ("contents", "", ""),
        ("overview", "一", "主要职能"),
        ("table", "表1", "收支总体情况表"),
        ("glossary", "", "名词解释"),
    ]


def test_a_part_number_printed_twice_hides_nothing() -> None:
    text = (
        "第一部分 概况\n一、主要职能\n管水。负责全县的水资源管理、节约用水和防汛抗旱工作。\n第二部分 预算情况说明\n"
        "一、关于收支预算情况的说明\n收支总预算9万元，其中：基本支出5万元，项目支出4万元。\n第二部分 名词解释\n财政拨款：指财政拨款。\n"
    )
    assert [section.kind for section in sections_of(text)] == ["overview", "narrative", "glossary"]


@pytest.mark.parametrize("heading", ["第三部分  2023年云溪县水务局预算情况说明", "第3部分  2023年云溪县水务局\n部门（单位）预算情况说明"])
def test_part_headings(heading: str) -> None:
    found = sections_of(f"第一部分 概况\n一、主要职能\n管水。\n{heading}\n\n一、关于收支预算情况的说明\n收支总预算9万元。\n")
    assert [section.kind for section in found] == ["overview", "narrative"]
    assert found[1].part.startswith(heading[:4])
    assert found[1].part.endswith("预算情况说明")


def test_headings_alone_do_where_parts_are_not_named() -> None:
    text = "一、主要职能\n管水。\n二、关于收支预算情况的总体说明\n收支总预算9万元。\n名词解释\n一、财政拨款：指财政拨款。\n"
    assert [section.kind for section in sections_of(text)] == ["overview", "narrative", "glossary"]


def test_annexes_list_their_tables() -> None:
    text = (
        "第四部分 部门决算报表（见附表）\n一、《收入支出决算总表》\n二、《收入决算表》\n三、《国有资本经营预算财政拨款收入支出\n决算表》\n"
    )
    (annex,) = sections_of(text)
    assert annex.kind == "annex"
    assert [(number, title) for number, title, _ in listed(annex)] == [
        ("一", "收入支出决算总表"),
        ("二", "收入决算表"),
        ("三", "国有资本经营预算财政拨款收入支出决算表"),
    ]
    assert listed(annex)[2][2] == (4, 5)


def test_tables_of_one_grid_are_cut_apart_and_repeated_titles_are_not() -> None:
    head = "\t表{0}\n\n\t{1}\n\n\t编制部门：云溪县水务局\n\t单位：万元\n\n\t项目\n\t预算数\n\n\t水费\n\t{0}\n\n"
    text = head.format(1, "部门收支总体情况表") + head.format(2, "部门收入总体情况表") + head.format(2, "部门收入总体情况表")
    found = sections_of(text)
    assert brief(found) == [("table", "表1", "部门收支总体情况表"), ("table", "表2", "部门收入总体情况表")]


def test_seed_tables_begin_where_the_truth_has_its_cells(shared: Path) -> None:
    """Every numeric cell of the truth lies in a section of its own table, of the right kind."""
    wanted: dict[str, list[tuple[int, str]]] = {}
    with (shared / "truth" / "seeds-figures.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            wanted.setdefault(row["doc"], []).append((int(row["line"]), row["table"]))
    for name, cells in wanted.items():
        sections = split(read_document((shared / "seeds" / name).read_bytes(), name))
        owner: dict[str, set[int]] = {}
        for line, table in cells:
            at = next(index for index, section in enumerate(sections) if section.lines[0] <= line <= section.lines[1])
            owner.setdefault(table, set()).add(at)
            assert sections[at].kind == ("table" if table.startswith("表") else "performance")
            assert not table.startswith("表") or sections[at].number == table
        assert all(len(indexes) == 1 for indexes in owner.values())
        assert len(set().union(*owner.values())) == len(owner)


def test_narratives_of_the_seeds(seeds: Path) -> None:
    expected = {"000": 10, "001": 12, "002": 10, "003": 10, "004": 12}
    for path in sorted(seeds.glob("*.txt")):
        found = split(read_document(path.read_bytes(), path.name))
        assert len({section.number for section in found if section.kind == "narrative"}) == expected[path.name[:3]]
        assert [section.number for section in found if section.kind == "overview"] == ["一", "二"]
        assert sum(section.kind == "glossary" for section in found) == 1
