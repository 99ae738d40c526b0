"""Performance tables in the spaced layout, of fictional projects that the heuristics were not made from."""

from __future__ import annotations

from domain.model import Figure
from tests.ingest.spaced_text import read, section

PLAIN = """
（2031年度）

项目名称 古籍修复与数字化 项目负责人 贺兰山

项目资金（万元） 年度资金总额： 86.40

其中：财政拨款 80.00 其他资金 6.40

年度总体目标

修复破损古籍120册，项目资金专款专用。

一级指标 二级指标 三级指标 指标值 分值

产出指标 数量指标 修复古籍册数 ≥120册 15

扫描页数 ≥3万页 15

质量指标 扫描件合格率 ≥98% 10

时效指标 完成时间 2031年11月底前 10

成本指标 经济成本指标 修复成本 ≤55万元 10

扫描成本 ≤0.0008万元/页 10

效益指标 社会效益指标 阅览条件 明显改善 10

满意度指标 服务对象满意度指标 读者满意度 ≥95% 10
"""

SCATTERED = """
 预算单位 云溪县方志馆

项目名称
县志第三轮编修与口述史采集项

目
项目负责人 宋词

项目资金(万

元)
年度预算总额 120.50

其中：财政拨

款
120.50 其他资金 0.00

项目总体目标
完成县志第三轮编修初稿，采集口述史 40 人次，年度资金总额不超过预算。

一级

指标

二级

指标
三级指标

指标

值

指标值设置依

据

上年

完成

值

指标

分值

权重

指标赋分规则 佐证资料

采集口述史老人的

人次

＞=40

人次
历史标准 ＞=35人次 8

按照完成比例赋

分
采集台账

编修初稿卷数 ＞=12卷 计划标准 无 8

按照完成比例赋

分
初稿目录

数量

指标

召开评审会的场次
＞=3

场
计划标准 2 4

按照完成比例赋

分
会议签到表

质量

指标
专家评审一次通过

率
＞=85% 行业标准 无 10

按照完成比例赋

分
评审意见

产出

指标

时效

指标
初稿完成时限

2031年

10月底

前

计划标准 无 10

按照完成比例赋

分
工作资料

成本

指标

经济

成本

指标 单人次采集成本
＜=0.5

万元/人

次

计划标准 0.6 20

按照完成比例赋

分
原始凭证

效益

指标

社会

效益

指标
传承地方文脉，服务

存史资政育人

持续

增强
其他标准 无 30 按评判等级赋分 说明材料
"""

EVALUATION = """
（2031 年度）

项目名称 智慧库房恒温恒湿改造

主管部门 云溪县档案馆
实施单

位
云溪县档案馆

项目资金

（万元）

年初预算数 全年预算数 全年执行数 分值 执行率 得分

年度资金总

额
260.00 240.00 198.3 10 82.63% 8.26

其中：当年财

政拨款
260.00 240.00 198.3 — — —

其他资金 0 0 0 — — —

年度总体目

标

预期目标 实际完成情况

完成 6 间库房改造。

完成 5 间库房改造，1 间因施工推迟。

一

级

指

标
二级指标 三级指标
年度指标

值

实际完

成值
分值 得分

偏差原因分析

及改进措施

年度绩效指

标完成情况

产

出

指

标

数量指标 改造库房间数 =6 间 =5 间 10 8.33

一间库房漏水，

推迟到下年施

工，已排定工期

数量指标
购置恒温恒湿机组

台（套）数
>=12 台 =12 台 10 10

质量指标
改造库房温湿度达

标率（%）
>=95% =97.2% 15 15

时效指标 竣工验收时间
=2031 年 9

月底前

=2031 年

12 月 8 日
10 6

施工推迟

成

本

指

标

经济成本指标

单间改造成本（万

元）
<=40 万元
=39.66 万

元
15 15

效

益

指

标

社会效益指标 馆藏保管条件 明显改善 明显改善 20 20



12

满

意

度

指

标

满意度指标 查档群众满意度（%） >=90% =93% 10 10

总分 100
92.59

分
"""

WHOLE = """
（2031 年度）

部门（单位）名称 云溪县档案馆

部门资

金（万

元）

资金来源 年初预算数 全年预算数
全年执

行数
分值权重 执行率 得分

中央安排 12.00 12.00 10.00 10 95.12% 9.51

县安排 800.00 828.00 789.00 - - -

合计 812.00 840.00 799.00 - - -

年度总

体目标

预期目标 实际完成情况

保障馆务运转。

馆务运转正常。

一级指标 二级指标 三级指标 预期指标值
指标值设定

依据
分值权重

实际完成指标

值
得分

运行成本
公用经费

支出

公用经费

支出（万

元）

<=1.2 万元
年初预算批

复
15 =1.1 万元 15

管理效率

电子档案

入库卷数

电子档案

的入库卷

数（卷）

>=8000 卷

县档案馆年

度工作要点

清单

30
=7600.5 万

卷
28.5

社会效应

群众查档

满意率

群众查档

满意率
>=90%
工作计划 30 =96% 30
"""


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
