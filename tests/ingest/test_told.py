"""What a person says of a file goes before what is recognised, and moves no figure from its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.facts import Fact
from domain.model import Figure, Parsed
from domain.money import YUAN
from ingest.errors import Unreadable
from ingest.forms import forms
from ingest.maker import UNDETERMINED
from ingest.pipeline import parse
from ingest.told import renamed
from tests import factories

HEAD = "云溪县水务局2023年部门预算\n第二部分 公开表\n"
SUMMARY = "表1\n部门收支总体情况表\n编制部门：云溪县水务局单位：万元\n项目\t预算数\n收入总计\t9\n支出总计\t9\n"
MYSTERY = "表2\n有关经费情况表\n编制部门：云溪县水务局单位：万元\n项目\t预算数\t其中人数（人）\n办公费\t2.40\t3\n会议费\t0\t\n"
TRAVEL = "表3\n财政拨款“三公”经费支出情况表\n编制部门：云溪县水务局\n合计\t公务接待费\n1.50\t0.50\n"
TEXT = HEAD + SUMMARY + MYSTERY + TRAVEL


def read(*facts: Fact, text: str = TEXT) -> Parsed:
    return parse(text.encode(), "甲.txt", facts)


def of(parsed: Parsed, number: str) -> list[Figure]:
    return [figure for figure in parsed.figures if figure.table.startswith(number) and figure.value is not None]


def test_the_disclosure_is_what_is_said_and_everything_follows_from_it() -> None:
    told = read(Fact("org", "海源市档案馆"), Fact("year", "2021"), Fact("kind", "决算"), Fact("level", "单位"))
    assert told.disclosure.id == "海源市档案馆-2021-单位决算"
    assert told.disclosure.names == ("海源市档案馆",), "names of another office are no names of this one"
    assert {(one.document, one.org, one.year, one.kind, one.level) for one in told.figures} == {
        ("海源市档案馆-2021-单位决算", "海源市档案馆", 2021, "决算", "单位")
    }
    assert {one.period for one in told.figures} == {2021}
    assert {one.measure for one in of(told, "表3")} == {"决算数"}
    assert {one.document for one in (*told.tables, *told.passages)} == {told.disclosure.id}


def test_shorter_names_of_the_office_that_is_said_stay_its_names() -> None:
    told = read(Fact("org", "云溪县水利水务局"))
    assert (told.disclosure.org, set(told.disclosure.names)) == ("云溪县水利水务局", {"云溪县水利水务局", "云溪县水务局"})


@pytest.mark.parametrize(
    ("text", "lacking", "facts"),
    [
        (TEXT.replace("2023年", ""), "--year", [Fact("year", "2022")]),
        (TEXT.replace("云溪县水务局", ""), "--org", [Fact("org", "云溪县水务局")]),
        (HEAD.replace("预算", "") + MYSTERY + TRAVEL, "--kind", [Fact("kind", "预算")]),
    ],
)
def test_what_a_file_does_not_tell_can_be_said(text: str, lacking: str, facts: list[Fact]) -> None:
    with pytest.raises(Unreadable, match=lacking) as refused:
        read(text=text)
    assert "\n" not in refused.value.reason
    assert of(read(*facts, text=text), "表3")


def test_saying_what_it_is_makes_no_disclosure_of_a_letter() -> None:
    with pytest.raises(Unreadable, match="找不到预算或决算的表和说明") as refused:
        read(Fact("org", "云溪县水务局"), Fact("year", "2023"), Fact("kind", "预算"), text="各位同事：\n明天放假。\n")
    assert "--" not in refused.value.reason


def test_the_unit_of_one_table_and_no_other() -> None:
    before, told = read(), read(Fact("unit", "元", "表2 有关经费情况表"))
    assert [(one.unit, one.yuan) for one in of(told, "表2")] == [("元", Decimal("2.40")), ("人", None), ("元", Decimal(0))]
    assert [(one.unit, one.yuan) for one in of(told, "表1")] == [(one.unit, one.yuan) for one in of(before, "表1")]
    assert of(told, "表3")[0].unit == "万元", "a table that prints no unit takes what most tables print, not what is said of one"
    assert [table.unit for table in told.tables] == ["万元", "元", "万元"]
    assert not told.unapplied


def test_the_unit_of_all_tables_and_an_exception() -> None:
    told = read(Fact("unit", "元"), Fact("unit", "千元", "表3 财政拨款“三公”经费支出情况表"))
    assert [table.unit for table in told.tables] == ["元", "元", "千元"]
    assert of(told, "表3")[0].yuan == Decimal(1500)


def test_a_table_can_be_named_by_its_id() -> None:
    table = read().tables[1]
    assert read(Fact("unit", "元", table.id)).tables[1].unit == "元"


def test_the_form_of_a_table_and_the_items_that_follow() -> None:
    text = TEXT.replace("财政拨款“三公”经费支出情况表", "接待等费用情况表")
    before, told = read(text=text), read(Fact("form", "三公", "表3 接待等费用情况表"), text=text)
    assert {one.form for one in of(before, "表3")} == {"其他"}
    assert {one.form for one in of(told, "表3")} == {"三公"} == {told.tables[2].form}
    assert [one.item for one in of(told, "表3")] == [one.item for one in of(read(), "表3")]
    assert read(Fact("form", "其他", "表3 财政拨款“三公”经费支出情况表")).tables[2].form == "其他"


def test_a_misread_column() -> None:
    fact = Fact("column", "2022年决算数", "表2 有关经费情况表", "预算数")
    told = read(fact)
    assert {(one.column, one.period, one.measure) for one in of(told, "表2") if one.unit == "万元"} == {("2022年决算数", 2022, "决算数")}
    assert "2022年决算数" in told.tables[1].header
    assert any("2022年决算数" in passage.text for passage in told.passages)
    assert {one.column for one in of(told, "表1")} == {one.column for one in of(read(), "表1")}, "columns of other tables keep their names"


def test_two_columns_can_change_their_names() -> None:
    first, other = "预算数", "其中人数（人）"
    told = read(Fact("column", other, "表2 有关经费情况表", first), Fact("column", first, "表2 有关经费情况表", other))
    assert [one.column for one in of(told, "表2")] == [other, first, other]
    assert [one.printed for one in of(told, "表2")] == [one.printed for one in of(read(), "表2")]


@pytest.mark.parametrize(
    "fact",
    [
        Fact("unit", "元", "表77 没有的表"),
        Fact("form", "三公", "没有"),
        Fact("form", "绩效目标", "表2 有关经费情况表"),
        Fact("column", "合计", "表2 有关经费情况表", "没有的栏"),
        Fact("column", "其中人数（人）", "表2 有关经费情况表", "预算数"),
        Fact("column", "合计", "没有", "预算数"),
    ],
)
def test_what_fits_nothing_changes_nothing_and_is_told(fact: Fact) -> None:
    told, before = read(fact), read()
    assert (told.figures, told.tables) == (before.figures, before.tables)
    assert told.unapplied == (fact,)
    (issue,) = told.issues
    assert str(fact) in issue.reason
    assert "\n" not in issue.reason


def test_of_two_tables_with_one_name_neither_is_meant() -> None:
    told = read(Fact("unit", "元", "表2 有关经费情况表"), text=TEXT + MYSTERY)
    assert [table.unit for table in told.tables] == ["万元"] * 4
    assert len(told.unapplied) == 1


def test_an_undetermined_column_is_named_where_it_is_one_column() -> None:
    table = factories.table()
    lines = ((12, 12), (13, 13))
    one = replace(table, header=("类", "款", "名称", UNDETERMINED), row_lines=lines)
    loose: dict[str, Any] = {"column": UNDETERMINED, "state": "undetermined", "confidence": "undetermined", "table": "表6 基本支出表"}
    first, second = (factories.figure(line=line, **loose) for line in (12, 13))
    fact = Fact("column", "上年决算数", "表6 基本支出表", UNDETERMINED)
    tables, figures, unapplied = renamed([one], [first, second], [fact])
    assert not unapplied
    assert tables[0].header[-1] == "上年决算数"
    assert {(f.column, f.state, f.confidence, f.measure, f.period) for f in figures} == {("上年决算数", "value", "read", "决算数", 2022)}
    twice = factories.figure(line=12, **loose)
    assert renamed([one], [first, twice, second], [fact])[2] == [fact], "two numbers of one row can't stand in one column"


def same_places(before: Parsed, told: Parsed) -> None:
    """Every figure under its id where it was, with what it printed; its worth follows from its unit."""
    first, second = ({one.id: (one.printed, one.value, one.place) for one in parsed.figures} for parsed in (before, told))
    assert first == second
    for one in told.figures:
        assert one.document == told.disclosure.id
        assert one.yuan == (one.value * YUAN[one.unit] if one.value is not None and one.unit in YUAN else None)


@pytest.mark.parametrize("name", ["s01.txt", "s03.txt", "s05.txt"])
def test_figures_keep_their_ids_in_every_layout(sample_docs: Path, name: str) -> None:
    path = next(sample_docs.rglob(name))
    before = parse(path.read_bytes(), name)
    filled = [table for table in before.tables if table.state == "filled"]
    facts = [
        Fact("org", "海源市档案馆"),
        Fact("year", "2031"),
        Fact("level", "单位"),
        Fact("unit", "千元"),
        Fact("unit", "亿元", filled[0].id),
    ]
    told = parse(path.read_bytes(), name, [*facts, Fact("form", "其他", filled[0].id), Fact("form", "收入总表", filled[3].id)])
    same_places(before, told)
    assert (told.unapplied, told.tables[0].unit, told.tables[0].form) == ((), "亿元", "其他")
    assert {one.unit for one in of(told, "表") if one.unit in YUAN} == {"千元", "亿元"}


FACTS = st.one_of(
    st.builds(Fact, st.just("org"), st.sampled_from(["海源市档案馆", "苍榆州人民政府办公室"])),
    st.builds(Fact, st.just("year"), st.integers(2000, 2099).map(str)),
    st.builds(Fact, st.just("kind"), st.sampled_from(["预算", "决算"])),
    st.builds(Fact, st.just("level"), st.sampled_from(["部门", "单位"])),
    st.builds(Fact, st.just("unit"), st.sampled_from(list(YUAN))),
)


@pytest.mark.prove
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
@pytest.mark.parametrize("name", ["s01.txt", "s03.txt", "s08.txt"])
def test_whatever_is_said_every_figure_keeps_its_id_and_place(sample_docs: Path, name: str, data: st.DataObject) -> None:
    path = next(sample_docs.rglob(name))
    before = parse(path.read_bytes(), name)
    table = st.sampled_from([table.id for table in before.tables if table.state == "filled"])
    of_tables = st.one_of(
        st.builds(Fact, st.just("unit"), st.sampled_from(list(YUAN)), table),
        st.builds(Fact, st.just("form"), st.sampled_from([*forms(), "其他"]), table),
        st.builds(Fact, st.just("column"), st.just("另一栏"), table, st.sampled_from(sorted({one.column for one in before.figures}))),
    )
    same_places(before, parse(path.read_bytes(), name, data.draw(st.lists(st.one_of(FACTS, of_tables), max_size=6))))
