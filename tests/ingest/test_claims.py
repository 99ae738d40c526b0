"""Claims read from fictional sentences, in wordings that the patterns were not made from."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import Figure
from tests.ingest.prose_lines import SHA, claims, row, said, section


def facts(found: list[Figure]) -> list[tuple[str, str, str, str]]:
    """Subject, relation, value and unit of each claim."""
    return [(one.row_name, one.column, str(one.value), one.unit) for one in found]


@pytest.mark.parametrize(
    ("text", "column", "value", "unit"),
    [
        ("较上年减少12.5万元", "增减额", "-12.5", "万元"),
        ("比去年增长 8 万元", "增减额", "8", "万元"),
        ("与上年相比提高3.2万元", "增减额", "3.2", "万元"),
        ("同比下降5.5%", "增减率", "-5.5", "%"),
        ("较2030年预算数上升0.07个百分点", "增减额", "0.07", "个百分点"),
        ("较上年度降低4.10％", "增减率", "-4.10", "%"),
        ("比上年同期压减了1,200元", "增减额", "-1200", "元"),
        ("相较于上年增加3万", "增减额", "3", "万元"),
        ("占本年支出合计的12.3%", "占比", "12.3", "%"),
        ("占比为7%", "占比", "7", "%"),
        ("占支出总额的比重为33.40%", "占比", "33.40", "%"),
        ("上年预算数为77万元", "上年数", "77", "万元"),
        ("完成年初预算的98.20%", "完成率", "98.20", "%"),
    ],
)
def test_relations_in_other_words(text: str, column: str, value: str, unit: str) -> None:
    found = said(f"工会经费支出64.2万元，{text}。")
    assert facts(found) == [("工会经费", "金额", "64.2", "万元"), ("工会经费", column, value, unit)]
    related = found[1].of
    assert related == (found[0].id if column not in ("上年数",) else "")


@pytest.mark.parametrize("text", ["与上年持平", "较上年预算数无变化", "同上年保持一致", "比上年无增减"])
def test_no_change_makes_no_claim(text: str) -> None:
    assert facts(said(f"会议费2万元，{text}，主要原因是厉行节约。")) == [("会议费", "金额", "2", "万元")]


@pytest.mark.parametrize(
    "text",
    [
        "2031年1月1日至12月31日执行。", "依据《青石县节水条例》（青政办发〔2030〕15号）和财政部35号令。", "第3次会议纪要（2029）2号。",
        "设立12345热线受理点。", "（一）按照2030—2035年规划安排。", "2031年1至11月完成。", "7x24小时值守。", "1.水利工程；2.节水宣传。",
    ],
)  # fmt: skip
def test_numbers_that_are_no_figures(text: str) -> None:
    assert said(text) == []


def test_share_change_rate_and_reason_of_one_amount() -> None:
    text = "事业收入 1,035.80 万元，占 41.20%，比上年决算减少 20.40 万元，下降 1.93%，主要原因：一是水费标准下调；二是用水量减少。"
    amount, share, change, rate = said(text, kind="决算")
    assert (amount.printed, amount.value, amount.yuan, amount.measure) == ("1,035.80", Decimal("1035.80"), Decimal("10358000.00"), "决算数")
    assert {share.of, change.of, rate.of} == {amount.id}
    assert (change.value, rate.value, rate.printed) == (Decimal("-20.40"), Decimal("-1.93"), "1.93%")
    assert change.reason == rate.reason == "一是水费标准下调；二是用水量减少"
    assert share.reason == amount.reason == ""
    assert change.sentence.startswith("事业收入1,035.80万元")


def test_a_sentence_broken_over_lines_keeps_the_lines_of_its_numbers() -> None:
    lines = [
        "一般公共预算拨款安排的基本支出里，公用经费支出12.30万元，比上",
        "年预算增加 2.10 万元，上升20.59%，主要原因是新增节水宣传任务较",
        "多，印刷和差旅费用随之增加较多，其余各项费用和上年大体保持不变",
        "的水平，没有较大的变动；公务接待费0.35万元，占公用经费支出的比",
        "例为2.85%。",
    ]
    found = claims(section(lines, step=2))
    assert facts(found)[:3] == [
        ("公用经费", "金额", "12.30", "万元"),
        ("公用经费", "增减额", "2.10", "万元"),
        ("公用经费", "增减率", "20.59", "%"),
    ]
    assert [one.place.lines for one in found] == [(1, 1), (3, 3), (3, 3), (7, 7), (9, 9)]
    assert found[3].row_name == found[4].row_name == "公务接待费"
    assert found[1].id == f"{SHA[:12]}-L3-1"
    assert found[2].id == f"{SHA[:12]}-L3-2"


def test_an_account_path_takes_the_code_of_the_documents_own_tables() -> None:
    figures = [row("213", "农林水支出"), row("21303", "水利"), row("2130306", "水利工程运行与维护"), row("2130399", "其他水利支出")]
    text = "3、农林水支出(类)水利（款）水利工程运行与维护(项)：2031年预算数为86万元，较上年预算增加6万元，提高7.5%。"
    found = claims(section([text]), figures=figures)
    assert {(one.row_code, one.row_name) for one in found} == {("2130306", "水利工程运行与维护")}


def test_a_shortened_path_finds_the_official_code_and_joined_items_none() -> None:
    found = said(
        "1.社会保障和就业（类）行政事业单位养老支出（款）机关事业单位职业年金缴费（项）支出5.1万元。",
        "2.卫生健康（类）行政事业单位医疗（款）行政单位医疗（项）、事业单位医疗（项）：2031年预算数为9万元，比上年减少1万元。",
    )
    assert [(one.row_code, one.row_name) for one in found] == [
        ("2080506", "机关事业单位职业年金缴费"), ("", "行政单位医疗、事业单位医疗"), ("", "行政单位医疗、事业单位医疗"),
    ]  # fmt: skip


def test_a_path_in_a_heading_or_sentence_of_its_own_is_the_subject_of_what_follows() -> None:
    found = said(
        "住房保障支出（类）住房改革支出（款）住房公积金（项）。主要用于缴存公积金。年初预算为40万元，支出决算为38.5万元。", kind="决算"
    )
    assert [(one.row_code, one.measure, str(one.value)) for one in found] == [
        ("2210201", "年初预算数", "40"),
        ("2210201", "决算数", "38.5"),
    ]


def test_the_same_name_means_the_economic_item_where_basic_expenditure_is_explained() -> None:
    found = said("人员经费77万元，主要包括：基本工资30万元、住房公积金9.2万元、医疗费、奖金11万元。", title="一般公共预算基本支出情况说明")
    assert [(one.row_code, one.row_name) for one in found] == [
        ("", "人员经费"),
        ("30101", "基本工资"),
        ("30113", "住房公积金"),
        ("30103", "奖金"),
    ]


def test_the_reason_of_a_part_is_not_the_reason_of_the_whole() -> None:
    found = said(
        "2031年一般公共预算“三公”经费数为6.5万元，其中：因公出国(境)费0万元，公务用车购置0万元，公务用车运行费6万元，公务接待费0.5万元。",
        "2031年“三公”经费比去年增加1.1万元，上升20.37%，其中：因公出国(境)费0万元，与上年持平，主要原因是没有出访任务；"
        "公务用车运行费增加1.2万元，提高25%，主要原因：油价上涨；公务接待费减少0.1万元，下降16.67%，原因是严控接待标准。",
    )
    changes = {(one.row_name, one.column): one for one in found if one.column.startswith("增减")}
    assert changes["“三公”经费", "增减额"].reason == ""
    assert changes["公务用车运行费", "增减率"].reason == "油价上涨"
    assert changes["公务接待费", "增减额"].reason == "严控接待标准"
    amounts = {one.row_name: one.id for one in found[:5]}
    assert {name: one.of for (name, _), one in changes.items()} == {name: amounts[name] for name, _ in changes}
    assert [one.state for one in found if one.value == 0] == ["zero"] * 3


def test_numbers_inside_a_reason_explain_and_are_no_amounts_of_the_subject() -> None:
    found = said("项目支出50万元，比上年减少30万元，下降37.5%，主要原因是减少河道清淤经费28万元，2030年调出人员3人，新增一辆防汛车。")
    inside = found[3:]
    assert [(one.row_name, one.column, str(one.value), one.unit, one.period) for one in inside] == [
        ("河道清淤经费", "增减额", "-28", "万元", 2031), ("调出人员", "数量", "3", "人", 2030), ("防汛车", "增减额", "1", "辆", 2031),
    ]  # fmt: skip
    assert {one.measure for one in inside} == {"原因"}
    assert {one.of for one in inside} == {""}


def test_final_accounts_tell_budget_result_and_difference_rate() -> None:
    found = said(
        "收入支出总体与上年相比，减少30.25万元，降低2.95%，主要原因是工程完工。",
        "与全年预算相比，财政拨款“三公”经费支出全年预算数8.8万元，决算数7.04万元，预决算差异率-20.00%，主要原因是：压缩开支。",
        "因公出国（境）团组2个，6人次；国内公务接待11批次，83人次。公务用车购置数1辆，公务用车保有量4辆。",
        kind="决算",
    )
    assert [(one.row_name, one.column, one.measure, str(one.value)) for one in found[:5]] == [
        ("收支总计", "增减额", "决算数", "-30.25"), ("收支总计", "增减率", "决算数", "-2.95"),
        ("“三公”经费", "金额", "全年预算数", "8.8"), ("“三公”经费", "金额", "决算数", "7.04"), ("“三公”经费", "预决算差异率", "决算数", "-20.00"),
    ]  # fmt: skip
    assert found[4].of == found[3].id
    assert found[4].reason == "压缩开支"
    assert [one.row_name for one in found[5:]] == [
        "因公出国（境）团组数", "因公出国（境）人次", "国内公务接待批次", "国内公务接待人次", "公务用车购置数", "公务用车保有量",
    ]  # fmt: skip


def test_last_years_budget_execution_is_about_last_year() -> None:
    found = said(
        "“农林水支出（类）水利（款）防汛（项）”30万元，主要用于防汛。2030年当年预算执行数为25万元，2031年预算安排30万元，比2030年预算执行数增加20%。"
    )
    assert [(one.column, one.period, str(one.value)) for one in found] == [
        ("金额", 2031, "30"), ("上年数", 2030, "25"), ("金额", 2031, "30"), ("增减率", 2031, "20"),
    ]  # fmt: skip
    assert found[3].of == found[2].id


def test_ids_follow_from_the_place_and_leave_those_of_tables_alone() -> None:
    text = "培训费1.5万元，会议费2.5万元。"
    free = said(text)
    taken = claims(section([text]), figures=[row("", "x", at=1).__class__(**{**_fields(row("", "x")), "id": free[0].id})])
    assert [one.id for one in free] == [f"{SHA[:12]}-L1-1", f"{SHA[:12]}-L1-2"]
    assert [one.id for one in taken] == [f"{SHA[:12]}-L1-2", f"{SHA[:12]}-L1-3"]
    assert said(text) == free


def _fields(figure: Figure) -> dict[str, object]:
    return {name: getattr(figure, name) for name in figure.__dataclass_fields__}


SUBJECTS = [
    "基本支出",
    "项目支出",
    "公用经费",
    "机关运行经费",
    "社会保障和就业支出",
    "政府采购货物",
    "财政拨款收入",
    "公务接待费",
    "河道管护专项资金",
]
UP, DOWN = ["增加", "增长", "上升", "提高"], ["减少", "下降", "降低"]
AMOUNT = st.decimals("0.01", "99999.99", places=2)


@given(
    subject=st.sampled_from(SUBJECTS), amount=AMOUNT, change=AMOUNT, rate=st.decimals("0.01", "999.99", places=2), up=st.booleans(),
    comparison=st.sampled_from(["比上年预算数", "较上年", "比去年", "与上年相比", "同比", "较2030年预算"]),
    blank=st.sampled_from(["", " ", "　"]), grouped=st.booleans(), data=st.data(),
)  # fmt: skip
def test_a_generated_claim_reads_back(
    *,
    subject: str,
    amount: Decimal,
    change: Decimal,
    rate: Decimal,
    up: bool,
    comparison: str,
    blank: str,
    grouped: bool,
    data: st.DataObject,
) -> None:
    verbs = UP if up else DOWN
    shown = f"{amount:,}" if grouped else str(amount)
    first, second = data.draw(st.sampled_from(verbs)), data.draw(st.sampled_from(verbs))
    text = (
        f"县水务局2031年{subject}{blank}{shown}{blank}万元，{comparison}{first}{change}{blank}万元，{second}{rate}%，主要原因是任务调整。"
    )
    found = said(text)
    sign = 1 if up else -1
    assert [(one.column, one.value) for one in found] == [("金额", amount), ("增减额", sign * change), ("增减率", sign * rate)]
    assert {one.row_name for one in found} == {subject}
    assert {one.of for one in found[1:]} == {found[0].id}
    assert {one.reason for one in found[1:]} == {"任务调整"}
    assert found[0].printed == shown
