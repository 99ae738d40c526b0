"""Self-evaluation tables of final accounts, scattered over lines as text out of a PDF has them."""

from __future__ import annotations

from decimal import Decimal

from eval.sample.accounts import Accounts, Result, Spent, marks, results
from eval.sample.books import ZERO, cents, share
from eval.sample.page import Page, Target, Truth
from eval.sample.style import Style, printed

_SENSE = {"≥": ">=", "≤": "<="}
SOURCES = ("中央安排", "省级安排", "地（州、市）安排", "县（市、区）安排", "其他资金", "合计")


def _broken(text: str, width: int) -> list[str]:
    return [text[n : n + width] for n in range(0, len(text), width)]


class SelfEvaluation:
    """Writes the overall table and one table a project."""

    def __init__(self, page: Page, accounts: Accounts, style: Style) -> None:
        self.page, self.now, self.style = page, accounts, style
        self.org, self.table = str(accounts.budget.org["name"]), ""

    def _truth(self, row: str, column: str, value: str, unit: str, line: int) -> None:
        self.page.truths.append(Truth(self.table, "", row, column, value, unit, line))

    def _funds(self, row: str, values: tuple[Decimal, Decimal, Decimal], line: int) -> None:
        for column, value in zip(("年初预算数", "全年预算数", "全年执行数"), values, strict=True):
            self._truth(row, column, f"{value:.2f}", "万元", line)

    def write(self) -> None:
        self._overall()
        for spent in self.now.spent:
            self._project(spent)

    def _overall(self) -> None:
        self.table = "自评-部门整体"
        first = self.page.put_apart("部门（单位）整体支出绩效目标自评表")
        self.page.put_apart(
            f"（{self.now.year} 年度）",
            f"部门（单位）名称 {self.org}",
            "部门资",
            "金（万",
            "元）",
            "资金来源 年初预算数 全年预算数 全年执",
            "行数",
            "分值权重 执行率 得分",
        )
        now, own = self.now, self.now.whole - self.now.other
        lines = {"其他资金": (now.other, now.other, now.other_paid), "合计": (now.budget.general + now.other, now.whole, now.outlay)}
        level = SOURCES[3] if "县" in self.org else SOURCES[2]
        lines[level] = (now.budget.general, own, now.grant)
        rate = share(now.outlay, now.whole)
        for n, source in enumerate(SOURCES):
            values = lines.get(source, (ZERO, ZERO, ZERO))
            tail = f"10 {rate:.2f}% {rate / 10:.2f}" if n == 0 else "- - -"
            *parts, last = [source[:8], source[8:]] if len(source) > 8 else [source]
            self.page.put_apart(*parts)
            shown = " ".join(f"{v:.2f}" for v in values)
            line = self.page.put_apart(f"{last} {shown} {tail}") if not parts else self._two(last, f"{shown} {tail}")
            self._funds(source, values, line)
            if n == 0:
                merged = "合计（合并单元格，印在“中央安排”行）"
                for column, value, unit in (("分值权重", "10", "分"), ("执行率", f"{rate:.2f}%", "%"), ("得分", f"{rate / 10:.2f}", "分")):
                    self._truth(merged, column, value, unit, line)
        self.page.put_apart(
            "年度总",
            "体目标",
            "预期目标 实际完成情况",
            "目标：保障机关正常运转，专项工作按期完成。",
            "全年各项工作按计划推进，资金支付规范。",
            "一级指标 二级指标 三级指标 预期指标值",
            "指标值设定",
            "依据",
            "分值权重",
            "实际完成指标",
            "值",
            "得分",
        )
        told = [result for spent in now.spent for result in results(spent) if result.goal.level2 == "数量指标"][:6]
        for result in told:
            self._overall_row(result)
        self.page.mark("self:整体", first, len(self.page.lines))

    def _two(self, name: str, numbers: str) -> int:
        self.page.put(name)
        return self.page.put_apart(numbers)

    def _overall_row(self, result: Result) -> None:
        goal = result.goal
        names = _broken(goal.name, 5)
        self.page.put_apart("履职效能", *names, *names[:-1])
        self.page.put(names[-1])
        line = self.page.put_apart(f"{_SENSE.get(goal.sense, '')}{goal.value}{goal.unit}")
        self.page.put_apart("年度工作", "计划")
        score = printed(result.score, "plain")
        weight = self.page.put_apart(f"{goal.weight} ={result.actual} {goal.unit} {score}")
        told = f"{_SENSE.get(goal.sense, '')}{goal.value}{goal.unit} → ={result.actual} {goal.unit}"
        self.page.targets.append(Target(self.table, "履职效能", goal.name, told, line))
        self._truth(goal.name, "分值权重", str(goal.weight), "分", weight)
        self._truth(goal.name, "得分", score, "分", weight)

    def _project(self, spent: Spent) -> None:
        project = spent.project
        self.table = f"自评-{project.name}"
        if not self.page.lines[-1]:
            self.page.lines.pop()
        first = self.page.put(" 项 目 支 出 绩 效 自 评 表")
        self.page.put_apart(
            f"（{self.now.year} 年度）",
            f"项目名称 {project.name}",
            f"主管部门 {self.org}",
            f"实施单位 {self.org}",
            "项目资金",
            "（万元）",
            "年初预算数 全年预算数 全年执行数 分值 执行率 得分",
        )
        rate, total = marks(spent)
        values = (spent.first, spent.last, spent.paid)
        shown = " ".join(f"{v:.2f}" for v in values)
        line = self.page.put_apart(f"年度资金总额 {shown} 10 {spent.rate:.2f}% {rate:.2f}")
        self._funds("年度资金总额", values, line)
        for column, value, unit in (("分值", "10", "分"), ("执行率", f"{spent.rate:.2f}%", "%"), ("得分", f"{rate:.2f}", "分")):
            self._truth("年度资金总额", column, value, unit, line)
        self.page.put_apart("其中：当年财")
        self.page.put("政拨款")
        self._funds("其中：当年财政拨款", values, self.page.put_apart(f"{shown} — — —"))
        self._funds("其他资金", (ZERO, ZERO, ZERO), self.page.put_apart("其他资金 0.00 0.00 0.00 — — —"))
        self.page.put_apart(
            "年度",
            "总体",
            "目标",
            "预期目标 实际完成情况",
            f"{project.goal}。",
            "已按年度安排实施。",
            "一级指",
            "标",
            "二级指标 三级指标 年度指标值 实际完成值 分值 得分",
            "偏差原",
            "因分析",
            "及改进",
            "措施",
            "年度",
            "绩效",
            "指标",
            "完成",
            "情况",
        )
        seen: set[str] = set()
        for result in results(spent):
            self._row(result, seen)
        line = self.page.put_apart(f"总分 100 {total:.2f} 分")
        self._truth("总分", "分值", "100", "分", line)
        self._truth("总分", "得分", f"{total:.2f}", "分", line)
        self.page.mark(f"self:{project.name}", first, len(self.page.lines))

    def _row(self, result: Result, seen: set[str]) -> None:
        goal = result.goal
        for level, width in ((goal.level1, 3), (goal.level2, 9)):
            if f"{width}{level}" not in seen:
                self.page.put_apart(*_broken(level, width))
                seen.add(f"{width}{level}")
        names = _broken(goal.name, 6)
        gap = "" if goal.unit == "%" else " "
        sense, score = _SENSE.get(goal.sense, goal.sense), cents(result.score)
        want = f"{sense}{goal.value}{gap}{goal.unit}".strip()
        done = f"={result.actual}{gap}{goal.unit}".strip() if goal.sense else goal.value
        if len(names) == 1:
            line = self.page.put_apart(f"{names[0]} {want} {done} {goal.weight} {score:.2f}")
        else:
            self.page.put_apart(*names[:-1])
            self.page.put(names[-1])
            line = self.page.put_apart(f"{want} {done} {goal.weight} {score:.2f}")
        if score < goal.weight:
            self.page.put_apart("部分工作", "顺延到下", "年度实施")
        self.page.targets.append(Target(self.table, goal.level2, goal.name, f"{want} → {done}", line))
        self._truth(goal.name, "分值", str(goal.weight), "分", line)
        self._truth(goal.name, "得分", f"{score:.2f}", "分", line)
