"""Provincial budgets and final accounts: what is consistent stays silent, what is reprinted is found where it stands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from check import find, marks
from domain.model import Figure, Parsed
from tests.check.offices import accounts, provincial
from tests.check.paper import Paper
from tests.check.test_marks import Shelf


@pytest.mark.parametrize("paper", [provincial(), accounts()], ids=["provincial", "accounts"])
def test_a_consistent_disclosure_has_no_errors(paper: Paper) -> None:
    assert paper.findings("error", "warning", "note") == []


def test_sums_of_rounded_items_beside_a_rounded_total_are_rounding() -> None:
    """社会保障 is 80.01 in the summary and 80.02 where its two items are added up: both tables bear their print out."""
    assert {finding.rule for finding in accounts().findings("rounding")} == {
        "tree-function", "across-summary-spent", "across-appropriation-general", "list-items-final"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("outline-income", "一、财政拨款|900.00", "一、财政拨款|890.00"),
        ("outline-income", "1.一般公共预算|880.00", "1.一般公共预算|888.00"),
        ("outline-income", "上年结转资金|5.00", "上年结转资金|7.00"),
        ("outline-expenditure", "三、单位预留机动经费|15.00", "三、单位预留机动经费|51.00"),
        ("outline-functions", "二、住房保障支出|64.50", "二、住房保障支出|46.50"),
        ("both-sides", "收入合计|920.00", "收入合计|902.00"),
        ("groups-income", "专项收入|20.00", "专项收入|2.00"),
        ("groups-income", "政府性基金|小计|20.00", "政府性基金|小计|21.00"),
        ("along-basic-project", "920.00|620.00|280.00|15.00|5.00", "920.00|620.00|280.00|51.00|5.00"),
        ("tree-function", "2130399|其他水利支出|20.00", "2130399|其他水利支出|10.00"),
        ("tree-economic", "30302|退休费|20.00", "30302|退休费|21.00"),
        ("three-public-subtotal", "|40.00|10.00|27.00|", "|40.00|11.00|27.00|"),
        ("three-public-meetings", "60.00|40.00", "66.00|40.00"),
        ("three-public-cars", "|27.00|18.00|9.00|", "|27.00|18.00|6.00|"),
        ("procurement-table", "三、服务C||||66.00", "三、服务C||||60.00"),
        ("procurement-items", "便携式计算机|政府集中采购|8.00", "便携式计算机|政府集中采购|80.00"),
        ("procurement-lines", "办公设备购置||30.00", "办公设备购置||33.00"),
        ("across-use", "920.00|620.00", "920.00|602.00"),
        ("across-appropriated", "支出合计|900.00", "支出合计|909.00"),
        ("across-appropriated-basic", "一、基本支出|611.00", "一、基本支出|616.00"),
        ("prose-basic", "基本支出预算数为620.00", "基本支出预算数为620.02"),
        ("prose-appropriated", "财政拨款预算支出900.00", "财政拨款预算支出901.00"),
        ("prose-appropriated-codes", "行政运行（项）支出561.50", "行政运行（项）支出516.50"),
        ("prose-appropriated-basic", "财政拨款基本支出预算611.00", "财政拨款基本支出预算601.00"),
        ("prose-appropriated-personnel", "人员经费500.00", "人员经费505.00"),
        ("prose-appropriated-operating", "公用经费111.00", "公用经费101.00"),
        ("prose-agency-table", "机关运行经费预算支出111.00", "机关运行经费预算支出101.00"),
        ("prose-meetings", "会议费预算支出12.00", "会议费预算支出21.00"),
        ("prose-training", "培训费预算支出8.00", "培训费预算支出80.00"),
        ("prose-procurement", "政府采购预算总金额为96.00", "政府采购预算总金额为69.00"),
        ("prose-procurement-goods", "拟购买货物30.00", "拟购买货物3.00"),
        ("prose-appropriation-total", "财政拨款收、支总预算900.00", "财政拨款收、支总预算909.00"),
        ("share", "占本年支出合计的97.83%", "占本年支出合计的98.73%"),
        ("share", "占“三公”经费的7.50 %", "占“三公”经费的5.70 %"),
        ("rate", "各增加35.00万元，增长4.05%", "各增加35.00万元，增长4.50%"),
    ],
)
def test_a_reprint_in_a_provincial_budget(rule: str, old: str, new: str) -> None:
    assert rule in {finding.rule for finding in provincial((old, new)).findings()}


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("outline-income", "八、其他收入|12.50", "八、其他收入|15.20"),
        ("outline-income", "年初结转和结余|30.00", "年初结转和结余|33.00"),
        ("outline-income", "年初财政拨款结转和结余|21.00", "年初财政拨款结转和结余|12.00"),
        ("outline-expenditure", "结余分配|4.00", "结余分配|6.00"),
        ("outline-expenditure", "二、农林水支出|610.00", "二、农林水支出|601.00"),
        ("both-sides", "总计|742.50|", "总计|724.50|"),
        ("both-sides-appropriation", "总计|721.00|", "总计|712.00|"),
        ("across-year-income", "本年收入合计|712.50", "本年收入合计|721.50"),
        ("across-year-expenditure", "本年支出合计|690.01", "本年支出合计|609.01"),
        ("tree-economic", "30101|基本工资|430.00", "30101|基本工资|403.00"),
        ("economic-personnel", "人员经费合计|445.00", "人员经费合计|455.00"),
        ("economic-operating", "310|资本性支出|5.01", "310|资本性支出|5.10"),
        ("across-basic-economic", "公用经费合计|55.01", "公用经费合计|51.05"),
        ("three-public", "9.00|7.50", "9.00|7.00"),
        ("three-public", "9.00|7.50", "8.00|7.50"),
        ("prose-three-public", "支出决算为7.50", "支出决算为9.00"),
        ("prose-three-public-reception", "公务接待费支出决算为1.25", "公务接待费支出决算为2.00"),
        ("prose-total", "收入支出总计742.50", "收入支出总计0"),
        ("prose-appropriation-total", "财政拨款收入支出总计721.00", "财政拨款收入支出总计0.7"),
        ("prose-year-income", "本年收入合计712.50", "本年收入合计702.50"),
        ("prose-year-expenditure", "本年支出合计690.01万元，其中", "本年支出合计609.01万元，其中"),
        ("prose-spent-codes", "支出决算为190.00", "支出决算为109.00"),
        ("prose-personnel-economic", "人员经费445.00", "人员经费454.00"),
        ("list-items-final", "支出决算为420.00", "支出决算为402.00"),
        ("completion", "完成年初预算的98.57%", "完成年初预算的95.87%"),
        ("direction", "决算数小于预算数的主要原因：人员退休", "决算数大于预算数的主要原因：人员退休"),
        ("direction", "决算数大于预算数的主要原因：补缴", "决算数等于预算数的主要原因：补缴"),
        ("misdated", "截至2031年12月31日", "截至2030年12月31日"),
    ],
)
def test_a_reprint_in_final_accounts(rule: str, old: str, new: str) -> None:
    assert rule in {finding.rule for finding in accounts((old, new)).findings()}


def test_a_part_under_the_heading_of_another_year() -> None:
    paper = Paper("决算")
    paper.prose("一、支出决算情况说明", "本年支出合计9.00万元。", part="第三部分 青石省水文局2030年度部门决算情况说明")
    (finding,) = paper.findings()
    assert (finding.rule, finding.severity, len(finding.places)) == ("misdated", "warning", 1)


def _raised(parsed: Parsed, at: int, by: Decimal) -> Parsed:
    figure = parsed.figures[at]
    value = (figure.value or Decimal(0)) + by
    raised = replace(figure, value=value, yuan=value * 10_000, printed=str(value))
    return replace(parsed, figures=(*parsed.figures[:at], raised, *parsed.figures[at + 1 :]))


@pytest.mark.parametrize("paper", [provincial(), accounts()], ids=["provincial", "accounts"])
def test_every_number_of_every_table_is_guarded(paper: Paper) -> None:
    """But what is only 其中 of another number."""
    parsed = paper.parsed()
    missed: list[Figure] = []
    for at, figure in enumerate(parsed.figures):
        if figure.source == "table" and figure.value and "其中" not in figure.row_name:
            found = [one for one in find(_raised(parsed, at, Decimal("0.03"))) if one.severity in ("error", "warning")]
            missed += [] if any(figure.id in one.figures for one in found) else [figure]
    assert missed == []


def test_the_same_contradiction_said_twice_is_one_finding_with_every_place() -> None:
    paper = Paper()
    paper.table("支出总表", "支出预算总表", "#|@|合计", "|合计|900.00")
    paper.prose("三、支出预算情况说明", "支出预算合计990.00万元。", "支出预算合计990.00万元。")
    (finding,) = paper.findings()
    assert (finding.rule, [place.printed for place in finding.places]) == ("prose-expenditure-total", ["990.00", "900.00", "990.00"])


@pytest.mark.parametrize(("said", "severities"), [("80.00", ["note"]), ("120.00", ["warning"]), ("100.00", [])])
def test_operating_funds_of_the_agencies_among_those_of_the_department(said: str, severities: list[str]) -> None:
    paper = Paper()
    paper.table(
        "基本支出表", "一般公共预算基本支出表", "#|@|合计|人员经费|公用经费", "302|商品和服务支出|100.00||100.00", "|合计|100.00||100.00"
    )
    paper.prose("二、机关运行经费预算", f"机关运行经费预算为{said}万元。")
    assert [one.severity for one in paper.findings("error", "warning", "note")] == severities


@pytest.mark.parametrize(
    ("cell", "said", "severities"),
    [
        ("123,400", "12.34", []),
        ("123,456", "12.35", ["rounding"]),
        ("123,456", "12.34", ["rounding"]),
        ("123,456", "12.36", ["error"]),
        ("123,456", "12.33", ["error"]),
    ],
)
def test_prose_in_ten_thousands_beside_tables_in_yuan(cell: str, said: str, severities: list[str]) -> None:
    """Rounded to the coarser unit or cut off in it, but no further away."""
    paper = Paper()
    paper.table("一般公共预算支出表", "一般公共预算支出功能分类预算表", "#|@|合计", f"213|农林水支出|{cell}", unit="元")
    paper.prose("一、预算编制说明", f"农林水支出（类）{said}万元。", part="2031年部门预算编制说明")
    assert [one.severity for one in paper.findings("error", "warning", "rounding")] == severities


@pytest.mark.parametrize(
    ("printed", "severities"),
    [
        ("2.32%", []),
        ("2.31%", ["rounding"]),
        ("2.3%", ["rounding"]),
        ("2%", ["rounding"]),
        ("2.30%", ["error"]),
        ("2.35%", ["error"]),
        ("3%", ["error"]),
    ],
)
def test_a_percentage_cut_off_is_rounding(printed: str, severities: list[str]) -> None:
    """77.22 ÷ 3335.28 = 2.3153 %."""
    paper = Paper()
    paper.prose("二、收入预算情况说明", f"一般公共预算收入3412.50万元，与上年相比增加77.22万元，增长{printed}。")
    paper.prose("三、支出预算情况说明", "水资源费支出50.00万元，与上年相比增加10.00万元，增长25.00%。")
    assert [one.severity for one in paper.findings("error", "warning", "rounding")] == severities


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("2030年预算执行数为40.00万元，2031年预算安排50.00万元，比2030年预算执行数增加25.00%。", []),
        ("2030年预算执行数为40.00万元，2031年预算安排60.00万元，比2030年预算执行数增加25.00%。", ["rate-since-last"]),
        ("2030年预算执行数为40.00万元，2031年预算安排50.00万元，比2030年预算执行数减少25.00%。", ["rate-since-last"]),
        ("2031年预算安排0万元，比2030年预算增加50.00万元。", ["change-beyond"]),
        ("2031年预算安排80.00万元，比2030年预算增加50.00万元。", []),
    ],
)
def test_changes_against_last_year(sentence: str, rules: list[str]) -> None:
    paper = Paper()
    paper.prose("一、预算编制说明", f"“农林水支出（类）水利（款）行政运行（项）”主要用于人员。{sentence}")
    assert [one.rule for one in paper.findings()] == rules


def test_marks_know_the_printed_numbering() -> None:
    """Without the numbering 1.一般公共预算 and 三、其他资金 can't be told apart in rank."""
    shelf = Shelf(provincial().parsed())
    asked = shelf.one(lambda figure: figure.row_name == "其他资金" and figure.form == "收支总表")
    assert [check.verdict for check in marks([asked], shelf) if check.aspect == "reconciles"] == ["holds"]
