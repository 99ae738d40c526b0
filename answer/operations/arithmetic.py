"""Arithmetic over amounts, in Decimal: shares, averages, differences and sums, with their operands shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer import charts
from answer.context import Context, Reading, named, of
from answer.operations.amounts import several
from answer.operations.refuse import choices
from answer.operations.unread import part_of_another
from answer.quantity import Quantity, in_unit, of_figure, quotient, same_kind, total
from answer.quantity import difference as minus
from answer.query import ItemMention
from answer.reply import Reply
from answer.scope import Target
from answer.words import modest
from domain.lexicon import whole_of
from domain.model import Answer
from domain.money import is_money

_HEADS = {"人": ("实有人数",), "辆": ("公务用车保有量", "车辆")}


def _single(ctx: Context, mention: ItemMention) -> Reading | None:
    """The one reading of a mention, or None where there is none or more than one."""
    readings = ctx.readings(mention, ctx.scope.targets)
    return readings[0] if len(readings) == 1 or (readings and not several(ctx, readings)) else None


def share(ctx: Context) -> Answer | None:
    """A占B的百分之几, A是B的几倍; with one item only, the share that the document prints of it."""
    asked = ctx.query.wants("share", "times") and (not ctx.query.wants("change") or "占" in ctx.query.text)
    if not asked or not ctx.query.items:
        return None
    for mention in ctx.query.items:
        readings = ctx.readings(mention, ctx.scope.targets)
        if several(ctx, readings):
            return choices(ctx, readings)
    if ctx.query.wants("each") or len(ctx.query.items) == 1:
        return _own_shares(ctx)
    if len(ctx.query.items) > 2:
        return None  # one of them would go unread
    of_what, in_what = _part_and_whole(ctx)
    part, whole = _single(ctx, of_what), _single(ctx, in_what)
    if part and whole and "占" not in ctx.query.text and not ctx.query.wants("times") and _larger(part, whole):
        part, whole = whole, part  # a part is never more than its whole
    if part and whole and _larger(part, whole) and any(each.how == "meaning" for each in ctx.query.items):
        return None  # words read by meaning that don't even make a part have been misread
    return _computed_share(ctx, part, whole) if part is not None and whole is not None else None


def _larger(left: Reading, right: Reading) -> bool:
    return same_kind((left.quantity, right.quantity)) and left.quantity.value > in_unit(right.quantity, left.quantity.unit)


def _computed_share(ctx: Context, part: Reading, whole: Reading) -> Answer | None:
    label = _share_label(ctx, part.quantity.label, whole.quantity.label)
    ratio = quotient(part.quantity, whole.quantity, label, "倍" if ctx.query.wants("times") else "%")
    if ratio is None or not same_kind((part.quantity, whole.quantity)):
        return None
    reply = ctx.reply().say(of(part.target, ctx.query.lang), ctx.words("：", ": "), label).number(ratio)
    reply.say(ctx.words("（", " (")).number(part.quantity).say(" ÷ ").number(whole.quantity).say(ctx.words("）", ")"))
    printed = ctx.facts.relations(part.target, part.mention.keys, "占比", part.quantity.figures[0])
    if printed and printed[0].value is not None and ratio.unit == "%" and abs(printed[0].value - ratio.value) > Decimal("0.05"):
        reply.say(ctx.words("；文件印的占比是", "; the document prints ")).number(of_figure(printed[0], f"{part.quantity.label}占比"))
    return reply.say(ctx.words("。", ".")).answer("answered")


def _share_label(ctx: Context, part: str, whole: str) -> str:
    if ctx.query.wants("times"):
        return ctx.words(f"{part}是{whole}的", f"{part} / {whole} ")
    joined = f"{part}占{whole}" if "占" in ctx.query.text else f"{part}相当于{whole}的"
    return ctx.words(joined, f"{part} / {whole} ")


_OF = re.compile("(share|proportion|percentage|percent|fraction|part) of (the |all |its )?$")


def _part_and_whole(ctx: Context) -> tuple[ItemMention, ItemMention]:
    """A占B: the item before 占 and the one after it; without 占 the last two that are named."""
    mentions = ctx.query.items
    wholes = [each for each in mentions if _OF.search(ctx.query.text[: each.start])]
    if wholes:
        return next(each for each in mentions if each is not wholes[0]), wholes[0]
    at = ctx.query.text.find("占")
    before, after = [each for each in mentions if each.start < at], [each for each in mentions if each.start > at]
    if at >= 0 and before and after:
        return before[-1], after[0]
    if at >= 0 and len(before) > 1:
        within = "在" in ctx.query.text[before[0].end : before[-1].start]
        return (before[0], before[-1]) if within else (before[-1], before[0])  # A在B里占几成; B中A占比
    if mentions[-2].how == "default":
        return mentions[-1], mentions[-2]  # the whole budget, then a part of it
    return mentions[-2], mentions[-1]


def _own_shares(ctx: Context) -> Answer | None:
    """The share of each item that is printed of it, or that it has in what it is a part of."""
    if len(ctx.query.unknown) > 1 or not _says_no_more(ctx):
        return None  # of, or in, something that nobody knows
    reply = ctx.reply()
    for index, mention in enumerate(ctx.query.items):
        part = _single(ctx, mention)
        if part is None or not _say_own_share(ctx, reply, part, first=not index):
            return None
    return reply.say(ctx.words("。", ".")).answer("answered")


def _says_no_more(ctx: Context) -> bool:
    """Whether a question about the share of one item names nothing beside it and what it is a part of: 绩效占基本支出 asks for a part's."""
    at = ctx.query.text.find("占")
    if 0 <= at < ctx.query.text.find(ctx.query.items[0].text) and "items" not in ctx.query.inherited and len(ctx.query.items) == 1:
        return False
    left = ctx.query.rest
    for name in (name for mention in ctx.query.items for name in (mention.text, *(whole_of(key) for key in mention.keys)) if name):
        left = left.replace(name, " ")
    return len(ctx.query.items) > 1 or modest(left)


def _say_own_share(ctx: Context, reply: Reply, part: Reading, *, first: bool) -> bool:
    reply.say(f"{of(part.target, ctx.query.lang)}{ctx.words('：', ': ')}" if first else ctx.words("；", "; "))
    shares = ctx.facts.relations(part.target, part.mention.keys, "占比", part.quantity.figures[0])
    if shares:
        ratio = of_figure(shares[0], f"{part.quantity.label}占比")
        reply.say(ratio.label).number(ratio).say(ctx.words("，金额", ", amount ")).number(part.quantity)
        return True
    key = next((found for each in part.mention.keys if (found := whole_of(each))), "")
    whole = ctx.facts.quantity(part.target, [key]) if key else None
    computed = (
        quotient(part.quantity, whole, f"{part.quantity.label}占{whole.label}", "%")
        if whole and same_kind((part.quantity, whole))
        else None
    )
    if whole is None or computed is None:
        return False
    if computed.value > 100:
        reply.say(part.quantity.label).number(part.quantity).say(ctx.words("，而", ", but "), whole.label).number(whole)
        reply.say(ctx.words("，一部分大于全部，两处不一致，不能算占比", ": a part exceeds the whole, they are inconsistent"))
        return True
    reply.say(computed.label).number(computed).say(ctx.words("（", " (")).number(part.quantity).say(" ÷ ").number(whole).say(
        ctx.words("）", ")")
    )
    return True


def per_head(ctx: Context) -> Answer | None:
    """人均 and 车均 over the disclosed number of people or vehicles; the basis is said."""
    if not ctx.query.wants("per") or not ctx.query.items or ctx.query.wants("compare", "rank") or ctx.stray:
        return None
    amounts = [mention for mention in ctx.query.items if _is_amount(ctx, mention)]
    reading = _single(ctx, amounts[0]) if amounts else None
    if reading is None:
        return None
    quantity = average(ctx, reading)
    if quantity is None:
        return None
    reply = ctx.reply().say(of(reading.target, ctx.query.lang), ctx.words("：", ": "), quantity.label).number(quantity)
    _basis(ctx, reply, quantity)
    return reply.say(ctx.words("。", ".")).answer("answered")


def _basis(ctx: Context, reply: Reply, quantity: Quantity) -> None:
    amount, heads = (of_figure(figure, figure.row_name) for figure in (quantity.figures[0], quantity.figures[-1]))
    reply.say(ctx.words("（", " (")).number(amount).say(" ÷ ").number(heads)
    reply.say(ctx.words(f"，按{heads.label}计，仅供参考）", f", by {heads.label})"))


def average(ctx: Context, reading: Reading) -> Quantity | None:
    """The amount of a reading per person or per vehicle, whichever the question says."""
    unit = "辆" if any(word in ctx.query.text for word in ("辆", "车均", "每台车", "vehicle", "car")) else "人"
    heads = ctx.facts.quantity(reading.target, _heads(ctx, unit), "数量")
    if heads is None:
        return None
    label = f"平均每{unit}{reading.quantity.label}"
    return quotient(reading.quantity, heads, label, f"{reading.quantity.unit}/{unit}")


def _heads(ctx: Context, unit: str) -> tuple[str, ...]:
    return ("在职人员",) if unit == "人" and re.search("在[职编岗]", ctx.query.text) else _HEADS[unit]


def _is_amount(ctx: Context, mention: ItemMention) -> bool:
    return any(is_money(reading.quantity.unit) for reading in ctx.readings(mention, ctx.scope.targets))


def difference(ctx: Context) -> Answer | None:
    """Two amounts and how far they are apart: two items, two organisations, two years, or budget and final accounts."""
    over_years = ctx.query.wants("change") and re.search("比(上|去|前)一?年|同比", ctx.query.text) and len(ctx.scope.groups) < 2
    if not ctx.query.wants("difference", "compare") or not ctx.query.items or over_years:
        return None
    pair = _pair(ctx)
    if pair is None:
        return None
    left, right = pair
    if not same_kind((left.quantity, right.quantity)):
        return None
    gap = minus(left.quantity, right.quantity, ctx.words("相差", "difference"))
    reply = ctx.reply()
    first = _titled(ctx, left, right)
    reply.say(first[0]).number(left.quantity).say(ctx.words("，", ", "), first[1]).number(right.quantity)
    reply.say(ctx.words("，前者", "; the first is "), _more_or_less(ctx, gap.value)).number(gap)
    if gap.value:
        rate = quotient(gap, right.quantity, ctx.words("差异率", "difference in %"), "%")
        if rate is not None:
            reply.say(ctx.words("（", " (")).number(rate, signed=True).say(ctx.words("）", ")"))
    if left.target.document.kind != right.target.document.kind:
        reply.say(ctx.words("。注意：一个是预算数，一个是决算数，口径不同", ". Note: a budget and final accounts differ in scope"))
    titles = [of(reading.target, "zh") + (reading.target.measure or "") for reading in pair]
    same = left.target == right.target
    reply.chart = (
        charts.of_readings(pair, items=True)
        if same
        else charts.of_quantities(
            "bar", left.quantity.label, [(title, reading.quantity) for title, reading in zip(titles, pair, strict=True)]
        )
    )
    order = _asked_first(reply, gap, ctx)
    return order.say(ctx.words("。", ".")).answer("answered")


def _asked_first(reply: Reply, gap: Quantity, ctx: Context) -> Reply:
    """The difference is what was asked for, unless both amounts were."""
    if ctx.query.wants("difference"):
        reply.first(gap)
    return reply


def _titled(ctx: Context, left: Reading, right: Reading) -> tuple[str, str]:
    same = left.target == right.target
    names = [reading.quantity.label for reading in (left, right)]
    if same:
        return f"{of(left.target, ctx.query.lang)}{ctx.words('：', ': ')}{names[0]}", names[1]
    return (f"{of(left.target, ctx.query.lang)} {names[0]}", f"{of(right.target, ctx.query.lang)} {names[1]}")


def _more_or_less(ctx: Context, value: Decimal) -> str:
    if not value:
        return ctx.words("相等，差", "equal, by ")
    return ctx.words("多" if value > 0 else "少", "higher by " if value > 0 else "lower by ")


def _pair(ctx: Context) -> tuple[Reading, Reading] | None:
    mentions, groups = ctx.query.items, ctx.scope.groups
    if len(groups) == 2:
        readings = [ctx.readings(mentions[min(index, len(mentions) - 1)], group) for index, group in enumerate(groups)]
        return (readings[0][0], readings[1][0]) if all(len(each) == 1 for each in readings) else None
    if len(mentions) == 2 and len(groups) == 1:
        left, right = _single(ctx, mentions[0]), _single(ctx, mentions[1])
        return (left, right) if left and right else None
    if len(mentions) != 1:
        return None
    readings_of_one = ctx.readings(mentions[0], ctx.scope.targets)
    if any(reading.target.measure for reading in readings_of_one):
        return _within(ctx, mentions[0])  # both numbers of one document, in one 口径
    if len(readings_of_one) == 2 and len({reading.target.org.identity for reading in readings_of_one}) == 1 and _different(readings_of_one):
        return readings_of_one[0], readings_of_one[1]
    return _within(ctx, mentions[0]) if ctx.query.wants("difference") else None


def _different(readings: Sequence[Reading]) -> bool:
    """Two years or two kinds, not the same disclosure twice."""
    left, right = (reading.target for reading in readings)
    return (left.year, left.document.kind, left.measure) != (right.year, right.document.kind, right.measure) or bool(left.period)


def _within(ctx: Context, mention: ItemMention) -> tuple[Reading, Reading] | None:
    """Budget and final number of one item, both printed in the final accounts."""
    finals = list(
        {target.document.id: target for target in ctx.scope.targets if target.document.kind == "决算" and not target.back}.values()
    )
    if len(finals) != 1 or len(ctx.query.years.named) > 1 or not (ctx.query.kinds and "预算" in ctx.query.kinds):
        return None
    target = Target(finals[0].org, finals[0].document)
    measures = ("年初预算数", "全年预算数") if ctx.query.wants("initial") else ("全年预算数", "年初预算数")
    wider = ("财政拨款收支总预算", "财政拨款支出", "财政拨款") if mention.how == "default" else ()
    for keys in (*((each,) for each in wider), mention.keys):
        final = ctx.facts.quantity(target, keys)
        for measure in measures:
            planned = Target(target.org, target.document, 0, measure)
            budget = ctx.facts.quantity(planned, keys)
            if final is not None and budget is not None:
                return Reading(target, mention, final), Reading(planned, mention, budget.labelled(f"{budget.label}{measure}"))
    return None


def sum_of(ctx: Context) -> Answer | None:
    """Several items of one disclosure added up."""
    if not ctx.query.wants("sum") or len(ctx.query.items) < 2 or ctx.stray or part_of_another(ctx):
        return None
    readings = [_single(ctx, mention) for mention in ctx.query.items]
    found = [reading for reading in readings if reading is not None]
    if len(found) < 2 or len(found) < len(readings) or not same_kind([reading.quantity for reading in found]):
        return None
    whole = total([reading.quantity for reading in found], ctx.words("合计", "total"))
    reply = ctx.reply().say(of(found[0].target, ctx.query.lang), ctx.words("：合计", ": total ")).number(whole).say(ctx.words("（", " ("))
    for index, reading in enumerate(found):
        reply.say(" + " if index else "", named(reading.mention)).number(reading.quantity)
    return reply.say(ctx.words("）。", ").")).answer("answered")
