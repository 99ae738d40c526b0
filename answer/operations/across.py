"""One item over several years or organisations, or several items side by side: the most, the change, together, on average, how many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from answer import charts
from answer.bounds import bound
from answer.context import Context, Reading, kind_of, named, of, where
from answer.operations import compare
from answer.operations.refuse import absent
from answer.operations.unread import part_of_another
from answer.quantity import Quantity, difference, in_unit, quotient, same_kind, total
from answer.reply import Reply
from domain.codes import axis_of
from domain.model import Answer
from domain.money import rounded

MOST_WITHOUT = 6
_REDUCED = ("rank", "compare", "change", "rate", "difference", "sum", "average", "count")


@dataclass(frozen=True, slots=True)
class Row:
    """What is told side by side: `axis` says in what the readings differ (items, years, orgs)."""

    axis: str
    readings: tuple[Reading, ...]

    @property
    def kinds(self) -> int:
        return len({kind_of(reading.target) for reading in self.readings})


def asked(ctx: Context) -> Answer | None:
    """A row of readings and what is asked of all of them."""
    if not ctx.query.wants(*_REDUCED) or not ctx.query.items or ctx.stray or ctx.query.wants("times", "per", "judge", "reason"):
        return None
    if ctx.query.wants("share") and not ctx.query.wants("change", "rate"):
        return None
    if (counted := _beyond(ctx)) is not None:
        return counted
    row = _row(ctx)
    if row is None or not same_kind([reading.quantity for reading in row.readings]):
        return None
    reduced = next((way for name, axes, way in _WAYS if row.axis in axes and ctx.query.wants(*name)), None)
    return reduced(ctx, row) if reduced is not None else None


def _row(ctx: Context) -> Row | None:
    if ctx.scope.unknown:
        return None
    if len(ctx.query.items) > 1:
        return _of_items(ctx)
    if len(ctx.scope.orgs) == 1:
        return _of_years(ctx)
    readings = compare.within_bounds(ctx, compare.one_each(ctx))
    return Row("orgs", tuple(readings)) if len(readings) > 1 else None


def _of_items(ctx: Context) -> Row | None:
    found = [ctx.readings(mention, ctx.scope.targets) for mention in ctx.query.items]
    one_each = all(len(each) == 1 for each in found) and len({each[0].target for each in found}) == 1
    return Row("items", tuple(each[0] for each in found)) if one_each else None


def _of_years(ctx: Context) -> Row | None:
    """One reading a year, of the kind that most of them have; a year that has none of it is told as missing."""
    years = ctx.query.years
    if (len(years.named) < 2 and years.recent is None) or len(ctx.query.kinds) > 1:
        return None
    readings = ctx.readings(ctx.query.items[0], ctx.scope.targets)
    kinds = [kind_of(reading.target) for reading in readings]
    most = max(kinds, key=lambda kind: (kinds.count(kind), kind == "预算"), default=None)
    one_a_year: dict[int, Reading] = {}
    for reading in sorted(readings, key=lambda reading: (kind_of(reading.target) != most, bool(reading.target.back))):
        one_a_year.setdefault(reading.target.year, reading)
    return Row("years", tuple(one_a_year[year] for year in sorted(one_a_year))) if len(one_a_year) > 1 else None


def _ranked(ctx: Context, row: Row) -> Answer:
    """The first in order, with those that equal it; then all, as they were asked."""
    ascending, unit = ctx.query.wants("ascending"), row.readings[0].quantity.unit
    values = [in_unit(reading.quantity, unit) for reading in row.readings]
    best = min(values) if ascending else max(values)
    first = [reading for reading, value in zip(row.readings, values, strict=True) if value == best]
    reply = ctx.reply().say(ctx.words("最低的是" if ascending else "最高的是", "lowest: " if ascending else "highest: "))
    reply.say(ctx.words("、", ", ").join(_name(ctx, row, reading) for reading in first), ctx.words("", " ")).number(first[0].quantity)
    if len(first) > 1:
        reply.say(ctx.words("（并列）", " (a tie)"))
    return _finish(ctx, row, reply)


def _changed(ctx: Context, row: Row) -> Answer:
    """From the first year to the last, and its rate."""
    base, told = _compared(ctx, row)
    first, last = base.quantity, told.quantity
    gap = difference(last, first, ctx.words("变化", "change"))
    reply = ctx.reply().say(of(told.target, ctx.query.lang), ctx.words("比", " against "), str(base.target.year))
    reply.say(ctx.words("年", ": "), first.label, _direction(ctx, gap.value)).number(gap)
    rate = quotient(gap, first, ctx.words("变化率", "rate of change"), "%")
    if rate is not None and gap.value:
        reply.say(ctx.words("，", ","), _direction(ctx, rate.value)).number(rate)
    reply.first(rate if rate is not None and ctx.query.wants("rate") and not ctx.query.wants("difference") else gap)
    return _finish(ctx, row, reply)


def _compared(ctx: Context, row: Row) -> tuple[Reading, Reading]:
    """From which year to which: 甲年比乙年 as it is said, else from the first to the last."""
    years = {reading.target.year: reading for reading in row.readings}
    named = [year for year in ctx.query.years.named if year in years]
    if len(named) == 2 and re.search(rf"{named[0]}年?[^,，。]{{0,12}}比[^,，。]{{0,4}}{named[1]}", ctx.query.text):
        return years[named[1]], years[named[0]]
    return row.readings[0], row.readings[-1]


def _direction(ctx: Context, value: Decimal) -> str:
    if not value:
        return ctx.words("没有变化，差", " unchanged, by ")
    return ctx.words("增加" if value > 0 else "减少", " up " if value > 0 else " down ")


def _together(ctx: Context, row: Row) -> Answer | None:
    if row.axis == "items" and part_of_another(ctx):
        return None
    if row.kinds > 1:
        return _mixed(ctx, row, ctx.words("相加", "added up"))
    whole = total([reading.quantity for reading in row.readings], ctx.words("合计", "total"))
    reply = ctx.reply().say(ctx.words("合计", "Total ")).number(whole)
    if _in_both_classifications(row):
        reply.say(
            ctx.words("（有按功能分类的，也有按经济分类的：同一笔钱可能两边都有）", " (of two classifications: some money may be in both)")
        )
    return _finish(ctx, row, reply)


def _in_both_classifications(row: Row) -> bool:
    """社会保障支出 and 住房公积金: every yuan stands once in each of the classifications."""
    codes = [figure.row_code for reading in row.readings for figure in reading.quantity.figures]
    return {"func", "econ"} <= {axis_of(code) for code in codes}


def _on_average(ctx: Context, row: Row) -> Answer:
    if row.kinds > 1:
        return _mixed(ctx, row, ctx.words("平均", "averaged"))
    whole, count = total([reading.quantity for reading in row.readings], ""), len(row.readings)
    figures = tuple(figure for reading in row.readings for figure in reading.quantity.figures)
    mean = Quantity(rounded(whole.value / count, 2), whole.unit, ctx.words("平均", "average"), figures, f"({whole.formula})/{count}")
    over = {"orgs": ("个单位", "organisations"), "years": ("年", "years"), "items": ("项", "items")}[row.axis]
    reply = ctx.reply().say(ctx.words(f"{count}{over[0]}平均", f"Average of {count} {over[1]}: ")).number(mean)
    return _finish(ctx, row, reply)


def _beyond(ctx: Context) -> Answer | None:
    """超过3000万元的单位有几个: how many, also where there is none; whom it was counted over is cited."""
    if bound(ctx.query) is None or not ctx.query.wants("which_offices") or not ctx.query.wants("count") or len(ctx.query.items) > 1:
        return None
    every = compare.one_each(ctx)
    found = compare.within_bounds(ctx, every)
    if not every or not same_kind([reading.quantity for reading in every]):
        return None
    figures = tuple(reading.quantity.figures[0] for reading in every)
    number = Quantity(Decimal(len(found)), "个", ctx.words("单位数", "organisations"), figures, f"count({len(found)})")
    reply = ctx.reply().say(ctx.words("有", "")).number(number).say(ctx.words("单位", " organisations"))
    return _finish(ctx, Row("orgs", tuple(found)), reply)


def _mixed(ctx: Context, row: Row, done: str) -> Answer:
    """Budgets and final accounts are no numbers of one kind: each is told, nothing is computed of them."""
    reply = ctx.reply().say(
        ctx.words(f"预算数和决算数口径不同，不能{done}", f"Budgets and final accounts differ in scope and are not {done}")
    )
    reply.missing.append(ctx.words("同一口径的数", "numbers of one kind"))
    return _finish(ctx, row, reply)


def _finish(ctx: Context, row: Row, reply: Reply) -> Answer:
    if ctx.query.several and "items" in ctx.query.inherited:  # the part of the question before this one told them
        for reading in row.readings:
            reply.keep(reading.quantity)
    else:
        _list(ctx, row, reply)
    if row.kinds > 1:
        reply.say(ctx.words("。注意：有预算数也有决算数，口径不同", ". Note: budgets and final accounts differ in scope"))
    if row.axis == "orgs" and len({reading.target.year for reading in row.readings}) > 1:
        reply.say(ctx.words("。年度不同，仅供参考", ". Different years, for orientation only"))
    reply.say(ctx.words("。", "."))
    _say_missing(ctx, row, reply)
    reply.chart = charts.of_readings(row.readings, items=row.axis == "items") if row.readings else None
    return reply.answer("answered")


def _list(ctx: Context, row: Row, reply: Reply) -> None:
    if not row.readings:
        return
    reply.say(ctx.words("。其中：" if row.axis == "orgs" else "。", ". "))
    for index, reading in enumerate(row.readings):
        title = "" if row.axis == "items" and index else f"{of(reading.target, ctx.query.lang)} "
        reply.say(ctx.words("；", "; ") if index else "", title, reading.quantity.label, "" if ctx.zh else " ").number(reading.quantity)
        reply.say(ctx.words("（推算）", " (derived)") if reading.quantity.derived else f"（{where(reading.quantity.figures[0])}）")


def _say_missing(ctx: Context, row: Row, reply: Reply) -> None:
    """Whom or which year the row leaves out, since nothing is stated there."""
    if row.axis == "orgs":
        told = {reading.target.org.identity for reading in row.readings}
        without = [org for org in ctx.scope.orgs if org.identity not in told] if not ctx.query.amounts else []
        for org in without[:MOST_WITHOUT]:
            reply.missing.append(f"{org.name}{named(ctx.query.items[0])}")
        if without:
            names = "、".join(org.name for org in without[:MOST_WITHOUT])
            reply.say(ctx.words(f"没有列示、未计入的：{names}。", f" Not stated and left out: {names}."))
    years = {reading.target.year for reading in row.readings}
    for year in ctx.query.years.named if row.axis == "years" else ():
        targets = [target for target in ctx.scope.targets if target.year == year]
        if year not in years and targets:
            absent(ctx, reply, ctx.query.items[0], targets)
        elif year not in years:
            reply.missing.append(f"{year}年")
            reply.say(ctx.words(f"材料中没有{year}年的文件。", f" No document for {year}."))


def _name(ctx: Context, row: Row, reading: Reading) -> str:
    names = {"items": reading.quantity.label, "years": ctx.words(f"{reading.target.year}年", str(reading.target.year))}
    return names.get(row.axis, reading.target.org.name)


_WAYS = (
    (("average",), ("orgs", "years", "items"), _on_average),
    (("sum",), ("orgs", "years", "items"), _together),
    (("change", "rate", "difference"), ("years",), _changed),
    (("rank", "compare"), ("items", "years"), _ranked),
)
"""Words of the question, the rows that they are asked of, and what is told of them; the first that fits."""
