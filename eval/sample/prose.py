"""The narrative of a budget as paragraphs, in our own sentences around the official headings. All sums in 万元."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from eval.sample.books import ZERO, Books, Project, growth, share
from eval.sample.names import NUMERALS, economic_name, function_name
from eval.sample.other import matters
from eval.sample.page import Paragraph
from eval.sample.style import Style

GLOSSARY = {
    "财政拨款": "同级财政用一般公共预算、政府性基金预算和国有资本经营预算安排给单位的钱。",
    "一般公共预算": "以税收为主体、用于保障民生和维持机构运转的那一本预算，单位由此取得拨款。",
    "基本支出": "为维持机构日常运行而必须开支的人员经费和公用经费，按定额核定。",
    "项目支出": "在基本支出之外，为完成某项特定任务而单独编列的年度支出。",
    "“三公”经费": "财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费三项之和，车辆购置税计入购置费。",
    "机关运行经费": "行政机关购买货物和服务所用的公用经费，办公费、水电费、差旅费、取暖费和公务用车运行维护费都在其中。",
    "上年结转": "上一年度没有支付完毕、按规定留到本年度继续使用的资金。",
}
UP = ["工资标准调整并新增缴费人员", "新录用人员到岗", "承接的工作任务增加", "缴费基数上调"]
DOWN = ["有人员调出和退休", "压减一般性开支", "部分工作上年已完成", "缴费人数减少"]


class Narrative:
    """Paragraphs of one budget: `now` against `before` (last year's books of the same organisation)."""

    def __init__(self, now: Books, before: Books, style: Style) -> None:
        self.now, self.before, self.style = now, before, style
        self.short = str(now.org["short"])
        self.full = self.short + (style.level if style.level == "部门" and now.org["unit"] else "")
        self.year = style.span(now.year)

    def reason(self, delta: Decimal, seed: str) -> str:
        """A stated reason that does not contradict the direction."""
        if not delta:
            return "与上年相比没有变化"
        words = DOWN if delta < 0 else UP
        return words[sum(map(ord, seed)) % len(words)]

    def change(self, now: Decimal, before: Decimal) -> str:
        """增加1.20万元，增长3.4%; digits unsigned, the word has the sign."""
        delta = now - before
        return (
            f"{self.style.change(delta)}{self.style.money(abs(delta))}，{self.style.trend(delta)}{self.style.percent(growth(now, before))}"
        )

    def paragraphs(self) -> Iterator[Paragraph]:
        parts = (self._whole, self._income, self._spending, self._grant, self._general, self._basic, self._projects, *self._tail())
        for numeral, part in zip(_numerals(), parts, strict=False):
            yield from part(numeral)

    def _tail(self) -> tuple[Callable[[str], Iterator[Paragraph]], ...]:
        three, fund, state, carry = self._three, self._fund, self._state, self._carry
        if self.style.layout == "spaced":
            return (fund, state, three, carry, self._other) if self.now.carry else (fund, state, three, self._other)
        return three, fund, self._other

    def _head(self, numeral: str, tail: str) -> Paragraph:
        gap = " " if self.style.layout == "spaced" else ""
        return Paragraph(f"{numeral}、{gap}关于{self.full}{self.year}{tail}", heading=True)

    def _whole(self, numeral: str) -> Iterator[Paragraph]:
        now, money = self.now, self.style.money
        yield self._head(numeral, "收支预算情况的总体说明")
        yield Paragraph(f"{self.full}{self.year}的全部收入和支出都编入部门预算。收支总预算{money(now.total)}。", "total")
        carry = f"、上年结余结转{money(now.carried)}" if now.carry else ""
        yield Paragraph(f"收入预算包括：一般公共预算{money(now.general)}{carry}。", "income.parts")
        yield Paragraph(
            "支出预算包括：" + "、".join(f"{r.name}{money(r.total)}" for r in now.rows(carry=True) if len(r.code) == 3) + "。", "classes"
        )

    def _income(self, numeral: str) -> Iterator[Paragraph]:
        now, old, style = self.now, self.before, self.style
        yield self._head(numeral, "收入预算情况说明")
        yield Paragraph(f"{self.full}收入预算{style.money(now.total)}，其中：")
        yield Paragraph(
            self._line("一般公共预算", now.general - self._sent(now), old.general - self._sent(old), now.total), "income.general"
        )
        if self._sent(now):
            yield Paragraph(self._line("上级一般公共预算安排的转移支付资金", now.transfers, old.transfers, now.total), "income.transfer")
        yield Paragraph("政府性基金预算未安排。", "income.fund")
        yield Paragraph("国有资本经营预算未安排。", "income.state")
        if now.carry:
            name = "财政拨款结转" if style.layout == "spaced" else "上年结余结转"
            yield Paragraph(self._line(name, now.carried, old.carried, now.total), "income.carry")

    def _sent(self, books: Books) -> Decimal:
        """Only the spaced form tells transfers apart."""
        return books.transfers if self.style.layout == "spaced" else ZERO

    def _line(self, name: str, now: Decimal, before: Decimal, whole: Decimal) -> str:
        reason = self.reason(now - before, name + self.short)
        return f"{name}{self.style.money(now)}，占{self.style.percent(share(now, whole))}，{self.style.before}{self.change(now, before)}，{self.style.because}{reason}。"

    def _spending(self, numeral: str) -> Iterator[Paragraph]:
        now, old = self.now, self.before
        yield self._head(numeral, "支出预算情况说明")
        yield Paragraph(f"{self.full}{self.year}支出预算{self.style.money(now.total)}，其中：")
        yield Paragraph(self._line("基本支出", now.basic, old.basic, now.total), "basic")
        yield Paragraph(self._line("项目支出", now.project + now.carried, old.project + old.carried, now.total), "project")

    def _grant(self, numeral: str) -> Iterator[Paragraph]:
        now, money = self.now, self.style.money
        yield self._head(numeral, "财政拨款收支预算情况的总体说明")
        yield Paragraph(f"{self.year}财政拨款收支总预算{money(now.general)}。", "grant")
        yield Paragraph("收入全部为一般公共预算拨款，无政府性基金预算拨款和国有资本经营预算拨款。")
        use = {
            "208": "职工养老保险和离退休支出",
            "210": "职工医疗保险缴费",
            "221": "缴存住房公积金",
            "205": "学校建设和教师培训",
            "213": "水利工程和防汛开支",
        }
        parts = [
            f"{r.name}{money(r.total)}，主要用于{use.get(r.code, '机关人员工资、日常办公和专项工作')}"
            for r in now.rows()
            if len(r.code) == 3
        ]
        yield Paragraph("一般公共预算支出包括：" + "；".join(parts) + "。", "grant.parts")

    def _general(self, numeral: str) -> Iterator[Paragraph]:
        now, old, style = self.now, self.before, self.style
        yield self._head(numeral, "一般公共预算当年拨款情况说明")
        yield Paragraph("（一）一般公共预算当年拨款规模变化情况", heading=True)
        yield Paragraph(f"{self.full}{self.year}一般公共预算拨款合计{style.money(now.general)}，其中：")
        for name, a, b, key in (
            ("基本支出", now.basic, old.basic, "general.basic"),
            ("项目支出", now.project, old.project, "general.project"),
        ):
            yield Paragraph(
                f"{name}{style.money(a)}，{style.before}{self.change(a, b)}。{style.because}{self.reason(a - b, key + self.short)}。", key
            )
        yield Paragraph("（二）一般公共预算当年拨款结构情况", heading=True)
        top = [r for r in now.rows() if len(r.code) == 3]
        for n, row in enumerate(top, 1):
            suffix = "" if style.numbers == "plain" and style.wide else style.bracket("（类）")
            text = (
                f"{style.numbering.format(n)}{row.name}{suffix}{style.money(row.total)}，占{style.percent(share(row.total, now.general))}。"
            )
            yield Paragraph(text, f"share:{row.code}")
        yield Paragraph("（三）一般公共预算当年拨款具体使用情况", heading=True)
        yield from self._items()

    def _items(self) -> Iterator[Paragraph]:
        new = {r.code: r for r in self.now.rows()}
        old = {r.code: r for r in self.before.rows()}
        for n, code in enumerate(sorted(c for c in {*new, *old} if len(c) == 7), 1):
            a, b = new[code].total if code in new else ZERO, old[code].total if code in old else ZERO
            path = f"{function_name(code[:3])}（类）{function_name(code[:5])}（款）{function_name(code)}（项）"
            text = f"{self.style.bracket(path)}：{self.year}预算数为{self.style.money(a)}，{self.style.before}{self.change(a, b)}，{self.style.because}"
            yield Paragraph(f"{self.style.numbering.format(n)}{text}{self.reason(a - b, code + self.short)}。", f"item:{code}")

    def _basic(self, numeral: str) -> Iterator[Paragraph]:
        now, money = self.now, self.style.money
        yield self._head(numeral, "一般公共预算基本支出情况说明")
        yield Paragraph(f"{self.full}{self.year}一般公共预算基本支出{money(now.basic)}，其中：", "basic.total")
        for name, value, classes, key in (
            ("人员经费", now.personnel, ("301", "303"), "personnel"),
            ("公用经费", now.operating, ("302",), "operating"),
        ):
            codes = [c for c in sorted(now.econ) if c[:3] in classes]
            amounts = self.style.layout == "cells"
            told = "、".join(economic_name(c) + (money(now.econ[c]) if amounts else "") for c in codes)
            yield Paragraph(f"{name}{money(value)}，主要包括：{told}。", key)

    def _projects(self, numeral: str) -> Iterator[Paragraph]:
        yield self._head(numeral, "一般公共预算项目支出情况说明")
        many = len(self.now.projects) > 1
        for n, project in enumerate(self.now.projects, 1):
            yield from self._project(n if many else 0, project)

    def _project(self, n: int, project: Project) -> Iterator[Paragraph]:
        secret, money, key = "完全不予公开。", self.style.money, f"project:{project.name}"
        mark = f"（{NUMERALS[n - 1]}）" if self.style.layout == "spaced" and n else self.style.numbering.format(n) if n else ""
        yield Paragraph(f"{mark}项目名称：{project.name}", key)
        yield Paragraph(f"设立的政策依据：{secret if project.withheld else project.policy}", f"{key}:policy")
        yield Paragraph(f"预算安排规模：{money(project.amount)}", f"{key}:amount")
        yield Paragraph(f"项目承担单位：{self.now.org['unit'] if project.by_unit else self.short}", f"{key}:by")
        parts = "；".join(f"{label}{money(amount)}" for label, amount in project.parts)
        yield Paragraph(f"资金分配情况：{secret if project.withheld else parts + '。'}", f"{key}:parts")
        start, end = f"{self.year}1月1日", f"{self.year}12月31日"
        yield Paragraph(f"资金执行时间：{secret if project.withheld else f'{start}至{end}'}", f"{key}:time")

    def _three(self, numeral: str) -> Iterator[Paragraph]:
        now, old, money = self.now.three, self.before.three, self.style.money
        fund = "财政拨款" if self.style.layout == "spaced" else "一般公共预算"
        yield self._head(numeral, f"{fund}“三公”经费预算情况说明")
        names = ("因公出国（境）费", "公务用车购置费", "公务用车运行费", "公务接待费")
        told = "，".join(f"{n}{money(now[n])}" for n in names)
        yield Paragraph(f"{self.full}{self.year}{fund}“三公”经费预算数为{money(now['合计'])}，其中：{told}。", "three")
        changes = "；".join(f"{n}{self.change(now[n], old[n])}，{self.style.because}{self._three_reason(n, now[n], old[n])}" for n in names)
        yield Paragraph(
            f"{self.year}{fund}“三公”经费{self.style.before}{self.change(now['合计'], old['合计'])}，其中：{changes}。", "three.change"
        )

    def _three_reason(self, name: str, now: Decimal, before: Decimal) -> str:
        if not now and not before:
            return {"因公出国（境）费": "没有出国任务", "公务用车购置费": "没有购车计划"}.get(name, "没有安排")
        if name == "公务用车运行费":
            return "车辆使用年限较长，保养次数增多" if now > before else "合并用车，里程减少" if now < before else "与上年持平"
        return "来访批次增多" if now > before else "压缩接待规模" if now < before else "与上年持平"

    def _fund(self, numeral: str) -> Iterator[Paragraph]:
        yield from self._empty(numeral, "政府性基金预算", "fund")

    def _state(self, numeral: str) -> Iterator[Paragraph]:
        yield from self._empty(numeral, "国有资本经营预算", "state")

    def _empty(self, numeral: str, name: str, key: str) -> Iterator[Paragraph]:
        yield self._head(numeral, f"{name}拨款情况说明")
        yield Paragraph(f"{self.full}{self.year}没有使用{name}拨款安排的支出，{name}支出情况表为空表。", key)

    def _carry(self, numeral: str) -> Iterator[Paragraph]:
        carry, money = self.now.carry, self.style.money
        yield self._head(numeral, "上年结转结余预算情况说明")
        if carry:
            yield Paragraph(
                f"{self.full}{self.year}上年结转结余{money(carry.amount)}，包括：财政拨款{money(carry.amount)}，非财政拨款{money(ZERO)}，其中：",
                "carry",
            )
            yield Paragraph(f"{self.style.numbering.format(1)}{carry.name}{money(carry.amount)}，主要用于{carry.goal}。", "carry.item")

    def _other(self, numeral: str) -> Iterator[Paragraph]:
        yield Paragraph(f"{numeral}、其他重要事项的情况说明", heading=True)
        yield from matters(self)


def _numerals() -> list[str]:
    return [*NUMERALS, "十一", "十二", "十三"]
