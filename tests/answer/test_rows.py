"""Rows and tables that no form and no lexicon knows: answered by their printed names, and by nothing that is merely alike."""

from __future__ import annotations

from decimal import Decimal

import pytest

from answer import Assistant
from domain.model import Answer
from tests.answer.books import Sheet, book, library

_OVERVIEW = Sheet(
    "收支总表",
    "收支预算总表",
    [
        ("一般公共预算拨款", {"收入.预算数": "900.00"}),
        ("其他资金", {"收入.预算数": "30.00"}),
        ("上年结转资金", {"收入.预算数": ""}),
        ("单位机动储备金", {"支出.预算数": "120.50"}),
        ("调剂平衡资金", {"支出.预算数": "11.00"}),
        ("支出总计", {"支出.预算数": "930.00"}),
    ],
    "表1",
)
_PURPOSES = Sheet("支出总表", "支出预算总表", [("合计", {"合计": "930.00", "基本支出": "500.00", "单位机动储备金": "120.50"})], "表3")
_INCOME = Sheet(
    "收入总表",
    "收入预算总表",
    [
        ("公共预算资金｜小计", {"金额": "900.00"}),
        ("公共预算资金｜财政补助性资金", {"金额": "880.00"}),
        ("公共预算资金｜专项调节收入", {"金额": "20.00"}),
        ("调剂平衡资金", {"金额": "12.00"}),
    ],
    "表2",
)
_PURCHASES = Sheet(
    "政府采购表",
    "政府采购支出预算表",
    [
        ("合计", {"总计": "210.00"}),
        ("货物A", {"总计": "110.00"}),
        ("PC工作站｜部门集中采购", {"总计": "40.00"}),
        ("PC工作站｜分散自行组织", {"总计": "16.00"}),
        ("碎纸机｜分散自行组织", {"总计": "4.00"}),
        ("投影设备（20万以下）｜分散自行组织", {"总计": "50.00"}),
        ("服务C", {"总计": "100.00"}),
        ("县里和局里承办的会议费｜会议费", {"总计": "6.00"}),
        ("档案整理服务｜分散自行组织", {"总计": "100.00"}),
    ],
    "表12",
)
_BASIC = Sheet("基本支出表", "基本支出预算表", [("会议费", {"合计": "50.00"}), ("培训费", {"合计": "7.00"})], "表6")
_UNKNOWN = Sheet(
    "其他",
    "古树名木养护资金分配表",
    [
        ("合计", {"数量": "30", "金额": "9.00"}),
        ("南岸银杏群", {"数量": "20", "养护单价": "0.25", "养护金额": "5.00"}),
        ("北岸香樟群", {"数量": "10", "养护单价": "0.40", "养护金额": "4.00"}),
        ("离休费", {"养护金额": "0.30"}),
    ],
)
_THREE = Sheet(
    "三公",
    "财政拨款“三公”经费支出决算表",
    [
        (
            "（全表）",
            {"合计.预算数": "0.95", "合计.决算数": "", "公务接待费.预算数": "0.95", "公务接待费.决算数": "", "因公出国（境）费.预算数": ""},
        )
    ],
)
_PROJECT = Sheet(
    "绩效目标",
    "绩效-新建云岭街道社区助餐中心",
    [("项目资金", {"项目资金总额": "4,100,000.00", "上年结转资金": "0.00"})],
    unit="元",
    project="新建云岭街道社区助餐中心",
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    made = library(
        tmp_path_factory.mktemp("rows"),
        book("云岭县档案局", 2022, "预算", _OVERVIEW, _INCOME, _PURPOSES, _BASIC, _PURCHASES, _UNKNOWN),
        book("云岭县档案局", 2023, "预算", Sheet("收支总表", "收支预算总表", [("单位机动储备金", {"支出.预算数": "100.00"})], "表1")),
        book("云岭县文化馆", 2022, "决算", _THREE),
        book("云岭县云岭街道办事处", 2022, "预算", _PROJECT),
    )
    return Assistant(made)


def _numbers(answer: Answer) -> list[str]:
    return [str(value.value) for value in answer.values]


@pytest.mark.parametrize(
    ("question", "number", "table"),
    [
        ("单位机动储备金多少", "120.50", "收支预算总表"),
        ("的单位机动储备金是多少钱", "120.50", "收支预算总表"),
        ("支出预算总表里单位机动储备金多少", "120.50", "支出预算总表"),
        ("财政补助性资金有多少", "880.00", "收入预算总表"),
        ("公共预算资金多少", "900.00", "收入预算总表"),  # the subtotal of the group, not its parts added to it
        ("采购碎纸机花多少钱", "4.00", "政府采购支出预算表"),
        ("“碎纸机”多少", "4.00", "政府采购支出预算表"),
        ("政府采购里的档案整理服务多少钱", "100.00", "政府采购支出预算表"),
        ("政府采购支出预算表里服务合计多少", "100.00", "政府采购支出预算表"),
        ("政府采购支出预算表的合计是多少", "210.00", "政府采购支出预算表"),
        ("部门集中采购的PC工作站多少钱", "40.00", "政府采购支出预算表"),
        ("投影设备（20万以下）多少钱", "50.00", "政府采购支出预算表"),
        ("南岸银杏群的养护金额是多少", "5.00", "古树名木养护资金分配表"),
        ("南岸银杏群养护单价多少", "0.25", "古树名木养护资金分配表"),
        ("会议费多少", "50.00", "基本支出预算表"),  # an official item stays the official table's
        ("县里和局里承办的会议费多少", "6.00", "政府采购支出预算表"),
        ("古树名木养护资金分配表里离休费多少", "0.30", "古树名木养护资金分配表"),
    ],
)
def test_row_is_answered_by_its_printed_name(ask: Assistant, question: str, number: str, table: str) -> None:
    answer = ask.ask(f"云岭县档案局2022年{question}？")
    assert answer.status == "answered", answer.text
    assert _numbers(answer)[0] == number, answer.text
    assert answer.citations[0].table.endswith(table)
    assert {citation.document for citation in answer.citations} == {"云岭县档案局-2022-部门预算"}


@pytest.mark.parametrize(
    "question",
    [
        "云岭县档案局2022年单位机动储备费多少",  # one character off
        "云岭县档案局2022年单位机动储备多少钱",  # a part of the name
        "云岭县档案局2022年储备金多少",
        "云岭县档案局2022年工作站多少钱",
        "云岭县档案局2022年采购工作站多少钱",
        "云岭县档案局2022年高性能PC工作站多少钱",  # more than the name
        "云岭县档案局2022年HPC工作站多少钱",
        "云岭县档案局2022年PC工作站维护多少钱",
        "云岭县档案局2022年PC工作站培训费多少",
        "云岭县档案局2022年培训档案整理服务多少钱",
        "云岭县档案局2022年其他服务多少钱",
        "云岭县档案局2022年档案整理服务员多少",
        "云岭县档案局2022年预算碎纸多少",  # a part of a name is not the whole budget
        "云岭县档案局2022年局里承办的会议费多少",
        "云岭县档案局2022年投影设备多少钱",
        "云岭县档案局2022年政府采购支出预算表里坦克多少",
        "云岭县档案局2022年收入预算总表里PC工作站多少",  # another table
        "云岭县档案局2023年PC工作站多少钱",  # another year
        "云岭县档案局2021年单位机动储备金多少",
        "云岭县文化馆2022年单位机动储备金多少",  # another office
    ],
)
def test_nothing_like_it_is_claimed(ask: Assistant, question: str) -> None:
    answer = ask.ask(f"{question}？")
    assert answer.status != "answered" and not answer.values, answer.text


def test_what_is_alike_is_offered_and_its_question_is_answered(ask: Assistant) -> None:
    for question, name in (("储备金", "单位机动储备金"), ("投影设备", "投影设备（20万以下）"), ("高性能PC工作站", "PC工作站")):
        answer = ask.ask(f"云岭县档案局2022年{question}多少？")
        nearest = next(each for each in answer.nearest if each.label.endswith(name))
        assert ask.ask(nearest.query).status == "answered"


def test_name_of_another_year_says_which(ask: Assistant) -> None:
    answer = ask.ask("云岭县档案局2023年PC工作站多少钱？")
    assert "没有列示PC工作站" in answer.text
    assert [each.label for each in answer.nearest] == ["云岭县档案局2022年预算PC工作站"]


def test_rows_of_one_name_are_each_told_and_added_with_a_formula(ask: Assistant) -> None:
    answer = ask.ask("云岭县档案局2022年采购PC工作站多少钱？")
    assert _numbers(answer) == ["40.00", "16.00", "56.00"]
    assert answer.values[-1].formula == "40.00+16.00"
    assert "部门集中采购40.00" in answer.text and "分散自行组织16.00" in answer.text
    assert _numbers(ask.ask("云岭县档案局2022年PC工作站一共多少钱？"))[0] == "56.00"


def test_tables_that_differ_are_asked_back(ask: Assistant) -> None:
    answer = ask.ask("云岭县档案局2022年调剂平衡资金多少？")
    assert answer.status == "ambiguous"
    assert {(each.place, each.value) for each in answer.candidates} == {("表1 收支预算总表", "11.00"), ("表2 收入预算总表", "12.00")}
    for each in answer.candidates:
        assert _numbers(ask.ask(each.query))[0] == each.value


def test_blank_row_is_blank_and_no_year_is_read_from_its_name(ask: Assistant) -> None:
    answer = ask.ask("云岭县档案局2022年上年结转资金多少？")
    assert answer.status == "not_found" and not answer.values
    assert "上年结转" in answer.text and "空白不等于0" in answer.text
    within = ask.ask("云岭县档案局2022年收支预算总表里上年结转资金多少？")
    assert within.status == "not_found" and "空白不等于0" in within.text


def test_columns_of_a_row_are_told_side_by_side(ask: Assistant) -> None:
    answer = ask.ask("云岭县档案局2022年北岸香樟群多少？")
    assert _numbers(answer) == ["10", "0.40", "4.00"]
    assert "“数量”10；" in answer.text and "“养护单价”0.40万元" in answer.text  # a count is no money, whatever the table's unit


def test_official_item_of_an_unknown_table_is_offered_not_claimed(ask: Assistant) -> None:
    answer = ask.ask("云岭县档案局2022年离休费多少？")
    assert answer.status == "ambiguous"
    assert [each.value for each in answer.candidates] == ["0.30"]
    assert ask.ask(answer.candidates[0].query).status == "answered"


def test_contents_of_a_table(ask: Assistant) -> None:
    answer = ask.ask("云岭县档案局2022年收入预算总表里有什么？")
    assert _numbers(answer) == ["900.00", "880.00", "20.00", "12.00"]
    assert "专项调节收入20.00" in answer.text
    unknown = ask.ask("云岭县档案局2022年古树名木养护资金分配表里有哪些？")
    assert unknown.status == "answered" and "南岸银杏群" in unknown.text


def test_names_take_part_in_follow_ups_and_arithmetic(ask: Assistant) -> None:
    later = ask.ask("那2023年呢？", ["云岭县档案局2022年单位机动储备金多少？"])
    assert _numbers(later) == ["100.00"]
    change = ask.ask("云岭县档案局2022年比2023年单位机动储备金多多少？")
    assert change.values[0].value == Decimal("20.50") and change.values[0].formula
    share = ask.ask("云岭县档案局2022年单位机动储备金占支出总计的百分之几？")
    assert share.values[0].unit == "%" and share.values[0].value == Decimal("12.96")
    assert _numbers(ask.ask("云岭县档案局2022年单位机动储备金换成元是多少？"))[0] == "1205000"


def test_budget_number_is_never_the_final_account(ask: Assistant) -> None:
    spent = ask.ask("云岭县文化馆2022年公务接待费决算是多少？")
    assert spent.status == "not_found" and not spent.values and "空白不等于0" in spent.text
    planned = ask.ask("云岭县文化馆2022年公务接待费预算是多少？")
    assert _numbers(planned)[0] == "0.95" and "预算" in planned.text and "年决算：" not in planned.text
    both = ask.ask("云岭县文化馆2022年公务接待费预算多少决算多少？")
    assert _numbers(both) == ["0.95"] and "空" in both.text


def test_named_table_tells_the_blank_beside_the_budget(ask: Assistant) -> None:
    for what in ("的合计", "里公务接待费"):
        answer = ask.ask(f"云岭县文化馆2022年财政拨款“三公”经费支出决算表{what}多少？")
        assert _numbers(answer) == ["0.95"]
        assert "（预算数）0.95" in answer.text and "（决算数）空白" in answer.text


def test_office_within_a_projects_name_is_no_other_office(ask: Assistant) -> None:
    for question in ("云岭街道2022年新建云岭街道社区助餐中心项目多少钱？", "新建云岭街道社区助餐中心项目2022年预算多少钱？"):
        answer = ask.ask(question)
        assert _numbers(answer) == ["4100000.00"], answer.text
