"""The last section of a budget's narrative: operating funds, procurement, assets, performance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from eval.sample.books import ZERO
from eval.sample.page import Paragraph
from eval.sample.style import Style

if TYPE_CHECKING:
    from eval.sample.prose import Narrative


def matters(told: Narrative) -> Iterator[Paragraph]:
    yield from _running(told)
    yield from _buying(told)
    yield from _assets(told)
    yield from _performance(told)


def _running(told: Narrative) -> Iterator[Paragraph]:
    now, old, style = told.now.operating, told.before.operating, told.style
    yield Paragraph("（一）机关运行经费情况", heading=True)
    reason = told.reason(now - old, "机关运行" + told.short)
    yield Paragraph(
        f"{told.year}，{told.short}机关运行经费财政拨款预算{style.money(now)}，{style.before}{told.change(now, old)}。{style.because}{reason}。",
        "running",
    )


def _buying(told: Narrative) -> Iterator[Paragraph]:
    buy, money = told.now.buying, told.style.money
    yield Paragraph("（二）政府采购情况", heading=True)
    yield Paragraph(
        f"{told.year}，{told.now.org['name']}政府采购预算{money(buy.total)}，其中：政府采购货物预算{money(buy.goods)}，"
        f"政府采购工程预算{money(buy.works)}，政府采购服务预算{money(buy.services)}。",
        "buying",
    )
    yield Paragraph(
        f"{told.year}度本{told.style.level}面向中小企业预留政府采购项目预算金额{money(buy.reserved)}，"
        f"其中：面向小微企业预留政府采购项目预算金额{money(buy.reserved)}。",
        "reserved",
    )


def _count(style: Style, number: object, unit: str) -> str:
    return f"{number}{style.number_gap}{unit}"


def _assets(told: Narrative) -> Iterator[Paragraph]:
    has, style, money = told.now.assets, told.style, told.style.money
    yield Paragraph("（三）国有资产占用使用情况", heading=True)
    yield Paragraph(f"截至{style.span(told.now.year - 1)}底，{told.short}占用使用国有资产总体情况为：")
    yield Paragraph(
        f"{style.numbering.format(1)}房屋{style.number(has.area)}{style.number_gap}平方米，价值{money(has.area_value)}。", "area"
    )
    cars = f"{_count(style, has.cars, '辆')}，价值{money(has.cars_value)}"
    none = f"{_count(style, 0, '辆')}，价值{money(ZERO)}"
    yield Paragraph(f"{style.numbering.format(2)}车辆{cars}；其中：一般公务用车{cars}；执法执勤用车{none}；其他车辆{none}。", "cars")
    yield Paragraph(f"{style.numbering.format(3)}办公家具价值{money(has.furniture)}。", "furniture")
    yield Paragraph(f"{style.numbering.format(4)}其他资产价值{money(has.other)}。", "assets.other")
    yield Paragraph(
        f"单位价值50万元以上大型设备{_count(style, has.big50, '台（套）')}，单位价值100万元以上大型设备{_count(style, has.big100, '台（套）')}。",
        "big",
    )
    yield Paragraph(
        f"{told.year}{style.level}预算未安排购置车辆经费，安排购置50万元以上大型设备{_count(style, 0, '台（套）')}。", "big.plan"
    )


def _performance(told: Narrative) -> Iterator[Paragraph]:
    shown = [p for p in told.now.projects if not p.withheld]
    amount = sum((p.amount for p in shown), ZERO)
    yield Paragraph("（四）预算绩效情况", heading=True)
    yield Paragraph(
        f"{told.year}，本年度预算绩效管理的财政拨款项目{len(shown)}个，涉及预算金额{told.style.money(amount)}。具体情况见下表：",
        "performance",
    )
