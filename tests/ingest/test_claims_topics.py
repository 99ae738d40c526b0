"""Claims about staff, assets, procurement and projects, in fictional sentences."""

from __future__ import annotations

import pytest

from domain.model import Figure
from tests.ingest.prose_lines import claims, row, said, section


def facts(found: list[Figure]) -> list[tuple[str, str, str, str]]:
    """Subject, relation, value and unit of each claim."""
    return [(one.row_name, one.column, str(one.value), one.unit) for one in found]


def test_staff_and_structure_of_the_unit_spoken_of() -> None:
    lines = [
        "青石县水务局无下属预算单位，内设8个股室，分别是：办公室、规划股、河湖股、供水股、节水股、执法股、财务股、人事股。",
        "县水务局编制数42，实有人数61人，其中：在职38人，减少2人；退休22人，增加3人；离休1人，增加0人。",
        "青石县水旱灾害防御中心事业编制数15名，实有人数14人，在职14人，增加1人。",
    ]
    found = claims(section(lines, kind="overview", number="二", title="机构设置及人员情况"))
    assert facts(found)[:4] == [
        ("内设机构", "数量", "8", "个"),
        ("编制数", "数量", "42", "名"),
        ("实有人数", "数量", "61", "人"),
        ("在职", "数量", "38", "人"),
    ]
    assert [(one.row_name, str(one.value)) for one in found if one.column == "增减额"] == [
        ("在职", "-2"),
        ("退休", "3"),
        ("离休", "0"),
        ("在职", "1"),
    ]
    assert {one.org for one in found[:9]} == {"青石县水务局"}
    assert {one.org for one in found[9:]} == {"青石县水旱灾害防御中心"}
    assert facts(found)[9] == ("事业编制", "数量", "15", "名")


def test_assets_are_about_the_day_they_are_told_for_and_purchases_about_the_year() -> None:
    found = said(
        "（三）国有资产占用情况",
        "截至2030年底，青石县水务局及下属各预算单位占用使用国有资产总体情况为：",
        "1.房屋3,200.5平方米，价值640万元。",
        "2.车辆6辆，价值88.8万元；其中：一般公务用车5辆，价值70万元；特种专业技术用车1辆，价值18.8万元。",
        "3.其他资产原价值15万元。",
        "单位价值50万元以上大型设备2台（套），单位价值100万元以上大型设备0台（套）。",
        "2031年安排购置50万元以上大型设备1台（套），单位价值100万元以上大型设备0台（套）。",
        "（四）预算绩效情况",
        "2031年，预算绩效管理的财政拨款项目3个，涉及预算金额120万元。",
    )
    assert [(one.row_name, one.column, one.unit) for one in found[:4]] == [
        ("房屋", "面积", "平方米"), ("房屋", "价值", "万元"), ("车辆", "数量", "辆"), ("车辆", "价值", "万元"),
    ]  # fmt: skip
    assert {one.period for one in found[:11]} == {2030}
    assert {one.period for one in found[11:]} == {2031}
    assert [one.row_name for one in found[8:]] == [
        "其他资产", "单位价值50万元以上大型设备", "单位价值100万元以上大型设备", "购置单位价值50万元以上大型设备", "购置单位价值100万元以上大型设备",
        "预算绩效管理的财政拨款项目", "预算绩效管理的财政拨款项目",
    ]  # fmt: skip


def test_procurement_parts_and_reserved_amounts() -> None:
    found = said("2031年，县水务局政府采购预算20万元，其中：政府采购货物预算12万元，政府采购工程预算0万元，政府采购服务预算8万元。",
                 "2031年度本部门（单位）面向中小企业预留政府采购项目预算金额9万元，其中：面向小微企业预留政府采购项目预算金额4万元。")  # fmt: skip
    assert [one.row_name for one in found] == [
        "政府采购",
        "政府采购货物",
        "政府采购工程",
        "政府采购服务",
        "面向中小企业预留",
        "面向小微企业预留",
    ]


def test_a_projects_scale_its_parts_and_what_may_not_be_published() -> None:
    found = said(
        "（一）项目名称：2031年12345水务专席运行费",
        "设立的政策依据：《青石县热线办法》(青政办〔2030〕3号)",
        "预算安排规模：36.00万元",
        "项目承担单位：青石县水旱灾害防御中心",
        "资金分配情况：1.专席人员工资约20万；2.3台服务器、5套软件维护费 12.5 万元；3.培训费3.5万元，共计36万元",
        "资金执行时间：2031年1月1日至2031年12月31日",
        "（二）项目名称：特定任务07",
        "预算安排规模：5万元",
        "资金分配情况：完全不予公开。",
    )
    assert [(one.row_name, one.measure, str(one.value)) for one in found[:5]] == [
        ("2031年12345水务专席运行费", "预算数", "36.00"), ("专席人员工资", "分配数", "20"), ("3台服务器、5套软件维护费", "分配数", "12.5"),
        ("培训费", "分配数", "3.5"), ("2031年12345水务专席运行费", "分配数", "36"),
    ]  # fmt: skip
    assert {one.project for one in found[:5]} == {"2031年12345水务专席运行费"}
    hidden = found[-1]
    assert (hidden.project, hidden.column, hidden.state, hidden.value, hidden.printed) == (
        "特定任务07",
        "资金分配",
        "withheld",
        None,
        "完全不予公开",
    )


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("财政拨款收入预算总计90.00万元", "财政拨款收入"),
        ("一般公共预算收入预算88.00万元", "一般公共预算收入"),
        ("收入预算总计95.00万元", "收入预算"),
        ("我局政府采购预算总金额为96.00万元", "政府采购"),
        ("拟购买服务66.00万元", "政府采购服务"),
    ],
)
def test_totals_of_one_fund_are_not_the_whole(text: str, subject: str) -> None:
    assert [one.row_name for one in said(f"{text}。")] == [subject]


def test_a_change_told_of_the_end_of_a_name_is_that_of_the_name() -> None:
    """收、支预算总计 behind 财政拨款收、支总预算 means the appropriated ones, not the whole of the first section."""
    found = said(
        "2031年度收入、支出预算总计95.00万元。",
        "2031年度财政拨款收、支总预算90.00万元。与上年相比收、支预算总计各增加5.00万元，增长5.88%。",
    )
    assert [one.row_name for one in found] == ["收支总预算", *["财政拨款收支总预算"] * 3]
    assert {one.of for one in found[2:]} == {found[1].id}


@pytest.mark.parametrize("between", ["", " "])
def test_why_final_accounts_differ_from_the_budget_belongs_to_the_sentence_before(between: str) -> None:
    found = said(f"工会经费年初预算为42.00万元，支出决算为40.00万元。{between}决算数小于预算数的主要原因：人员退休2人。", kind="决算")
    assert [(one.measure, one.printed) for one in found[:2]] == [("年初预算数", "42.00"), ("决算数", "40.00")]
    assert all("决算数小于预算数的主要原因：人员退休" in one.sentence for one in found)
    assert {one.measure for one in found[2:]} == {"原因"}


def test_a_path_without_its_class_is_read_by_its_lower_levels() -> None:
    """Though a document may print items whose own upper levels it doesn't."""
    printed = [row("213", "农林水支出"), row("21303", "水利"), row("2130305", "水利工程建设"), row("2139901", "其他项目")]
    (found,) = claims(section(["水利（款）水利工程建设（项）支出56.00万元。"]), figures=printed)
    assert (found.row_code, found.row_name) == ("2130305", "水利工程建设")
