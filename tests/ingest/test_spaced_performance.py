"""Performance tables in the spaced layout, of fictional projects that the heuristics were not made from."""

from __future__ import annotations

from domain.model import Figure
from tests.ingest.spaced_evaluations import EVALUATION, WHOLE
from tests.ingest.spaced_goals import PLAIN, SCATTERED
from tests.ingest.spaced_text import read, section


def _targets(figures: list[Figure]) -> list[tuple[str, str, str]]:
    return [
        (figure.row_name, figure.printed.replace(" ", ""), figure.indicator_group) for figure in figures if figure.source == "indicator"
    ]


def _numbers(figures: list[Figure], column: str) -> list[str]:
    return [figure.printed for figure in figures if figure.source == "table" and figure.column == column and figure.unit == "分"]


def test_one_line_a_row() -> None:
    (table,), figures = read(section("项目支出绩效目标表", PLAIN, "", "performance"))
    assert table.title == "绩效-古籍修复与数字化"
    assert [(figure.column, figure.printed) for figure in figures if figure.row_name == "项目资金"] == [
        ("年度资金总额", "86.40"), ("其中：财政拨款", "80.00"), ("其他资金", "6.40"),
    ]  # fmt: skip
    assert _targets(figures) == [
        ("修复古籍册数", "≥120册", "产出指标.数量指标"), ("扫描页数", "≥3万页", "产出指标.数量指标"), ("扫描件合格率", "≥98%", "产出指标.质量指标"),
        ("完成时间", "2031年11月底前", "产出指标.时效指标"), ("修复成本", "≤55万元", "成本指标.经济成本指标"), ("扫描成本", "≤0.0008万元/页", "成本指标.经济成本指标"),
        ("阅览条件", "明显改善", "效益指标.社会效益指标"), ("读者满意度", "≥95%", "满意度指标.服务对象满意度指标"),
    ]  # fmt: skip
    assert _numbers(figures, "分值") == ["15", "15", "10", "10", "10", "10", "10", "10"]
    first = next(figure for figure in figures if figure.source == "indicator")
    assert (first.comparator, str(first.value), first.unit, first.project) == ("≥", "120", "册", "古籍修复与数字化")


def test_cells_scattered_over_lines() -> None:
    (table,), figures = read(section("项目支出绩效目标表", SCATTERED, "", "performance"))
    assert table.title == "绩效-县志第三轮编修与口述史采集项目"
    assert {figure.org for figure in figures} == {"云溪县方志馆"}
    assert [figure.printed for figure in figures if figure.row_name == "项目资金"] == ["120.50", "120.50", "0.00"]
    assert _targets(figures) == [
        ("采集口述史老人的人次", "＞=40人次", "产出指标.数量指标"), ("编修初稿卷数", "＞=12卷", "产出指标.数量指标"), ("召开评审会的场次", "＞=3场", "产出指标.数量指标"),
        ("专家评审一次通过率", "＞=85%", "产出指标.质量指标"), ("初稿完成时限", "2031年10月底前", "产出指标.时效指标"),
        ("单人次采集成本", "＜=0.5万元/人次", "成本指标.经济成本指标"), ("传承地方文脉，服务存史资政育人", "持续增强", "效益指标.社会效益指标"),
    ]  # fmt: skip
    assert _numbers(figures, "分值权重") == ["8", "8", "4", "10", "10", "20", "30"]
    assert [(figure.row_name, figure.printed) for figure in figures if figure.column == "上年完成值"] == [
        ("召开评审会的场次", "2"),
        ("单人次采集成本", "0.6"),
    ]


def test_a_self_evaluation_with_reasons_and_a_page_number() -> None:
    _, figures = read(section("项目支出绩效自评表", EVALUATION, "", "performance"))
    assert _targets(figures) == [
        ("改造库房间数", "=6间→=5间", "产出指标.数量指标"), ("购置恒温恒湿机组台（套）数", ">=12台→=12台", "产出指标.数量指标"),
        ("改造库房温湿度达标率（%）", ">=95%→=97.2%", "产出指标.质量指标"), ("竣工验收时间", "=2031年9月底前→=2031年12月8日", "产出指标.时效指标"),
        ("单间改造成本（万元）", "<=40万元→=39.66万元", "成本指标.经济成本指标"), ("馆藏保管条件", "明显改善→明显改善", "效益指标.社会效益指标"),
        ("查档群众满意度（%）", ">=90%→=93%", "满意度指标.满意度指标"),
    ]  # fmt: skip
    assert _numbers(figures, "分值") == ["10", "10", "10", "15", "10", "15", "20", "10", "100"]
    assert _numbers(figures, "得分") == ["8.26", "8.33", "10", "15", "6", "15", "20", "10", "92.59"]
    money = [(figure.row_name, figure.column, figure.printed) for figure in figures if figure.unit == "万元" and figure.source == "table"]
    assert money[:3] == [
        ("年度资金总额", column, text) for column, text in (("年初预算数", "260.00"), ("全年预算数", "240.00"), ("全年执行数", "198.3"))
    ]
    assert len(money) == 9
    assert [(figure.printed, figure.unit) for figure in figures if figure.column == "执行率"] == [("82.63%", "%")]


def test_weight_before_actual_and_the_rate_of_the_whole() -> None:
    """分值 | 实际完成 | 得分; 二级 and 三级 say the same; rate and score stand in the first row but are those of the total."""
    _, figures = read(section("部门（单位）整体支出绩效目标自评表", WHOLE, "", "performance"))
    assert [(figure.row_name, figure.printed) for figure in figures if figure.column == "执行率"] == [("合计", "95.12%")]
    assert [(name, target) for name, target, _ in _targets(figures)] == [
        ("公用经费支出（万元）", "<=1.2万元→=1.1万元"), ("电子档案入库卷数（卷）", ">=8000卷→=7600.5万卷"), ("群众查档满意率", ">=90%→=96%"),
    ]  # fmt: skip
    assert [group.split(".")[0] for *_, group in _targets(figures)] == ["运行成本", "管理效率", "社会效应"]
    assert _numbers(figures, "分值权重") == ["10", "15", "30", "30"]
    assert _numbers(figures, "得分") == ["9.51", "15", "28.5", "30"]
    assert {figure.project for figure in figures} == {"整体"}
