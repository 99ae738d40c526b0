"""The narrative of final accounts, in our own sentences around the official headings."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from eval.sample.accounts import Accounts
from eval.sample.books import ZERO, growth, share
from eval.sample.names import economic_name, function_name
from eval.sample.page import Paragraph
from eval.sample.prose import DOWN, UP
from eval.sample.style import Style

_NAMES = ("公务用车购置费", "公务用车运行费", "公务接待费")


class Report:
    def __init__(self, now: Accounts, before: Accounts, style: Style) -> None:
        self.now, self.before, self.style = now, before, style
        self.org, self.year = str(now.budget.org["name"]), f"{now.year}年度"

    def _reason(self, delta: Decimal, seed: str) -> str:
        words = DOWN if delta < 0 else UP
        return words[sum(map(ord, seed)) % len(words)] if delta else "与上年持平"

    def _change(self, now: Decimal, before: Decimal) -> str:
        delta = now - before
        return (
            f"{self.style.change(delta)}{self.style.money(abs(delta))}，{self.style.trend(delta)}{self.style.percent(growth(now, before))}"
        )

    def _gap(self, first: Decimal, done: Decimal) -> str:
        """Signed rate between budget and accounts."""
        rate = growth(done, first) if first else ZERO
        return f"{rate:.2f}%"

    def paragraphs(self) -> Iterator[Paragraph]:
        for part in (
            self._whole,
            self._income,
            self._outlay,
            self._grant,
            self._general,
            self._items,
            self._basic,
            self._three,
            self._empty,
            self._other,
        ):
            yield from part()

    def _whole(self) -> Iterator[Paragraph]:
        now, old, money = self.now, self.before, self.style.money
        yield Paragraph("一、收入支出决算总体情况说明", heading=True)
        yield Paragraph(
            f"{self.year}收入总计{money(now.whole)}，其中：本年收入合计{money(now.income)}，使用非财政拨款结余{money(ZERO)}，年初结转和结余{money(now.begin)}。",
            "whole.in",
        )
        yield Paragraph(
            f"{self.year}支出总计{money(now.whole)}，其中：本年支出合计{money(now.outlay)}，结余分配{money(ZERO)}，年末结转和结余{money(now.left)}。",
            "whole.out",
        )
        reason = self._reason(now.whole - old.whole, "总体")
        yield Paragraph(f"收入支出总体与上年相比，{self._change(now.whole, old.whole)}，主要原因是：{reason}。", "whole.change")

    def _income(self) -> Iterator[Paragraph]:
        now, money, percent = self.now, self.style.money, self.style.percent
        yield Paragraph("二、收入决算情况说明", heading=True)
        none = "；".join(f"{n}{money(ZERO)}，占{percent(ZERO)}" for n in ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入"))
        yield Paragraph(
            f"本年收入{money(now.income)}，其中：财政拨款收入{money(now.grant)}，占{percent(share(now.grant, now.income))}；{none}；"
            f"其他收入{money(now.other)}，占{percent(share(now.other, now.income))}。",
            "income",
        )

    def _outlay(self) -> Iterator[Paragraph]:
        now, money, percent = self.now, self.style.money, self.style.percent
        yield Paragraph("三、支出决算情况说明", heading=True)
        basic, project = now.done.basic, now.outlay - now.done.basic
        none = "；".join(f"{n}{money(ZERO)}，占{percent(ZERO)}" for n in ("上缴上级支出", "经营支出", "对附属单位补助支出"))
        yield Paragraph(
            f"本年支出{money(now.outlay)}，其中：基本支出{money(basic)}，占{percent(share(basic, now.outlay))}；"
            f"项目支出{money(project)}，占{percent(share(project, now.outlay))}；{none}。",
            "outlay",
        )

    def _grant(self) -> Iterator[Paragraph]:
        money, grant = self.style.money, self.now.grant
        yield Paragraph("四、财政拨款收入支出决算总体情况说明", heading=True)
        for side, word in (("收入", "年初"), ("支出", "年末")):
            yield Paragraph(
                f"{self.year}财政拨款{side}总计{money(grant)}，其中：{word}财政拨款结转和结余{money(ZERO)}，本年财政拨款{side}{money(grant)}。",
                f"grant.{word}",
            )
        yield Paragraph(f"财政拨款收入支出总体与上年相比，{self._against()}", "grant.change")

    def _against(self) -> str:
        now, old, money = self.now.grant, self.before.grant, self.style.money
        first = self.now.budget.general
        return (
            f"{self._change(now, old)}，主要原因是：{self._reason(now - old, '财政拨款')}。与年初预算相比，年初预算数{money(first)}，决算数{money(now)}，"
            f"预决算差异率{self._gap(first, now)}，主要原因是：{'年中追加了专项经费' if now > first else '部分专项经费没有支付完毕'}。"
        )

    def _general(self) -> Iterator[Paragraph]:
        now, money, percent = self.now, self.style.money, self.style.percent
        yield Paragraph("五、一般公共预算财政拨款支出决算情况说明", heading=True)
        yield Paragraph("（一）一般公共预算财政拨款支出决算总体情况", heading=True)
        rate = percent(share(now.grant, now.outlay))
        yield Paragraph(
            f"{self.year}一般公共预算财政拨款支出{money(now.grant)}，占本年支出合计的{rate}。与上年相比，{self._against()}", "general"
        )
        yield Paragraph("（二）一般公共预算财政拨款支出决算结构情况", heading=True)
        for n, row in enumerate((r for r in now.done.rows() if len(r.code) == 3), 1):
            yield Paragraph(f"{n}.{row.name}(类){money(row.total)},占{percent(share(row.total, now.grant))}。", f"share:{row.code}")
        yield Paragraph("（三）一般公共预算财政拨款支出决算具体情况", heading=True)

    def _items(self) -> Iterator[Paragraph]:
        new = {r.code: r.total for r in self.now.done.rows() if len(r.code) == 7}
        old = {r.code: r.total for r in self.before.done.rows() if len(r.code) == 7}
        for n, code in enumerate(sorted({*new, *old}), 1):
            a, b = new.get(code, ZERO), old.get(code, ZERO)
            path = f"{function_name(code[:3])}(类){function_name(code[:5])}(款){function_name(code)}(项)"
            yield Paragraph(
                f"{n}.{path}:支出决算数为{self.style.money(a)}，比上年决算{self._change(a, b)},主要原因是:{self._reason(a - b, code)}。",
                f"item:{code}",
            )

    def _basic(self) -> Iterator[Paragraph]:
        done, money = self.now.done, self.style.money
        yield Paragraph("六、一般公共预算财政拨款基本支出决算情况说明", heading=True)
        people = "、".join(economic_name(c) for c in sorted(done.econ) if not c.startswith("302"))
        running = "、".join(economic_name(c) for c in sorted(done.econ) if c.startswith("302"))
        yield Paragraph(
            f"{self.year}一般公共预算财政拨款基本支出{money(done.basic)}，其中：人员经费{money(done.personnel)}，包括：{people}。",
            "personnel",
        )
        yield Paragraph(f"公用经费{money(done.operating)}，包括：{running}。", "operating")

    def _three(self) -> Iterator[Paragraph]:
        now, old, money, percent = self.now.done.three, self.before.done.three, self.style.money, self.style.percent
        first, cars, whole = self.now.budget.three, self.now.budget.assets.cars, now["合计"]
        yield Paragraph("七、财政拨款“三公”经费支出决算情况说明", heading=True)
        parts = "；".join(
            f"{name}支出{money(now[key])}，占{percent(share(now[key], whole))}，比上年{self._change(now[key], old[key])}，主要原因是：{self._reason(now[key] - old[key], key)}"
            for name, key in (
                ("因公出国（境）费", "因公出国（境）费"),
                ("公务用车购置及运行维护费", "公务用车购置及运行费"),
                ("公务接待费", "公务接待费"),
            )
        )
        yield Paragraph(
            f"{self.year}财政拨款“三公”经费支出{money(whole)}，比上年{self._change(whole, old['合计'])}，主要原因是：{self._reason(whole - old['合计'], '三公')}。其中：{parts}。",
            "three",
        )
        yield Paragraph("具体情况如下：")
        yield Paragraph(
            f"因公出国（境）费支出{money(now['因公出国（境）费'])}。单位全年安排的因公出国（境）团组0个，因公出国（境）0人次。", "abroad"
        )
        yield Paragraph(
            f"公务用车购置及运行维护费{money(now['公务用车购置及运行费'])}，其中：公务用车购置费{money(now['公务用车购置费'])}，公务用车运行维护费{money(now['公务用车运行费'])}。"
            f"公务用车运行维护费主要用于加油、保养和保险。公务用车购置数0辆，公务用车保有量{cars}辆。",
            "running.cars",
        )
        batches = int(now["公务接待费"] * 20)
        yield Paragraph(
            f"公务接待费{money(now['公务接待费'])}，用于接待来访单位。单位全年安排的国内公务接待{batches}批次，{batches * 7}人次。",
            "reception",
        )
        gaps = "；".join(
            f"{key}全年预算数{money(first[key])}，决算数{money(now[key])}，预决算差异率{self._gap(first[key], now[key])}，主要原因是：{_gap_reason(first[key], now[key])}"
            for key in ("因公出国（境）费", *_NAMES)
        )
        yield Paragraph(
            f"与全年预算相比，财政拨款“三公”经费支出全年预算数{money(first['合计'])}，决算数{money(whole)}，预决算差异率{self._gap(first['合计'], whole)}，"
            f"主要原因是：{_gap_reason(first['合计'], whole)}。其中：{gaps}。",
            "three.gap",
        )

    def _empty(self) -> Iterator[Paragraph]:
        for numeral, name, key in (("八", "政府性基金预算", "fund"), ("九", "国有资本经营预算", "state")):
            yield Paragraph(f"{numeral}、{name}财政拨款收入支出决算情况说明", heading=True)
            yield Paragraph(f"本年度没有{name}财政拨款收入、支出及结转和结余，{name}财政拨款收入支出决算表为空表。", key)

    def _other(self) -> Iterator[Paragraph]:
        now, old, money, percent = self.now, self.before, self.style.money, self.style.percent
        buy, has = now.budget.buying, now.budget.assets
        yield Paragraph("十、其他重要事项的情况说明", heading=True)
        yield Paragraph("（一）机关运行经费支出情况", heading=True)
        a, b = now.done.operating, old.done.operating
        yield Paragraph(
            f"{self.year}{self.org}机关运行经费支出{money(a)}，比上年{self._change(a, b)}，主要原因是：{self._reason(a - b, '运行')}。",
            "running",
        )
        yield Paragraph("（二）政府采购情况", heading=True)
        yield Paragraph(
            f"{self.year}政府采购支出总额{money(buy.total)}，其中：政府采购货物支出{money(buy.goods)}、政府采购工程支出{money(buy.works)}、政府采购服务支出{money(buy.services)}。",
            "buying",
        )
        yield Paragraph(
            f"授予中小企业合同金额{money(buy.reserved)}，占政府采购支出总额的{percent(share(buy.reserved, buy.total))}。", "reserved"
        )
        yield Paragraph("（三）国有资产占用情况说明", heading=True)
        fixed = has.area_value + has.cars_value + has.furniture + has.other
        yield Paragraph(
            f"截至{now.year}年12月31日，固定资产原值{money(fixed)}，房屋{self.style.number(has.area)}平方米，价值{money(has.area_value)}。车辆{has.cars}辆，价值{money(has.cars_value)}，"
            f"其中：机要通信用车0辆、应急保障用车0辆、其他用车{has.cars}辆；单价100万元（含）以上设备（不含车辆）{has.big100}台（套）。",
            "assets",
        )
        yield Paragraph("十一、预算绩效的情况说明", heading=True)
        last, paid = sum((s.last for s in now.spent), ZERO), sum((s.paid for s in now.spent), ZERO)
        yield Paragraph(
            f"本单位{self.year}预算绩效管理整体支出绩效自评表1个，全年预算总额{money(now.whole)}，实际执行总额{money(now.outlay)}；预算绩效评价项目{len(now.spent)}个，"
            f"全年预算数{money(last)}，全年执行数{money(paid)}。预算绩效管理取得的成效：支出进度按月通报，项目完工后及时验收。发现的问题及原因：个别项目前期准备不足，支付集中在年底。"
            "下一步改进措施：提前编列采购计划，逐月核对支付进度。具体项目自评情况附绩效自评表。",
            "performance",
        )


def _gap_reason(first: Decimal, done: Decimal) -> str:
    return "按预算执行，没有差异" if first == done else "严格控制开支，实际支出少于预算" if done < first else "年中业务增加，调剂了预算"
