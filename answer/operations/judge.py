"""Is it consistent? The numbers that should agree, side by side, with the arithmetic; nothing is smoothed over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.context import Context, Reading, of, where
from answer.fuzzy import shared
from answer.operations.indicators import costs
from answer.projects import named_projects
from answer.quantity import Quantity, difference, in_unit, of_figure, quotient, same_kind, total
from answer.reply import Reply, unbound
from answer.scope import Target
from check import marks
from domain.lexicon import items
from domain.model import Answer, Check, Figure
from domain.money import YUAN


def consistency(ctx: Context) -> Answer | None:
    """Whatever the question says should agree: growth and target, two amounts, a total and its parts, one item in several places."""
    if not ctx.query.wants("judge"):
        return None
    ways = (_growth, _given, _sum_equals, _adds_up, _costs_of_project, _everywhere)
    return next((answer for way in ways if (answer := way(ctx)) is not None), None)


def _costs_of_project(ctx: Context) -> Answer | None:
    projects = named_projects(ctx) if ctx.query.items and ctx.query.wants("target", "sum") else []
    return costs(ctx, projects[0]) if projects else None


def _everywhere(ctx: Context) -> Answer | None:
    """The items asked for over the disclosures asked about, or one number and its checks."""
    readings = _readings(ctx)
    if not readings or (len({reading.target.org.identity for reading in readings}) > 1 and len(ctx.scope.groups) < 2):
        return None
    if len(readings) > 1 and same_kind([reading.quantity for reading in readings]):
        return _side_by_side(ctx, readings)
    return _checked(ctx, readings[0])


_EQUALS = re.compile("等于|相等|一致|对得上|相符|是不是|equal|match|add up to")


def _sum_equals(ctx: Context) -> Answer | None:
    """A加B等于C吗: the sum of what stands before 等于 against what stands behind it."""
    said = _EQUALS.search(ctx.query.text)
    if said is None or len(ctx.query.items) < 3 or not re.search("加|和|与|之和|相加|合计|plus|and", ctx.query.text[: said.start()]):
        return None
    readings = [ctx.readings(mention, ctx.scope.targets) for mention in ctx.query.items]
    if any(len(each) != 1 for each in readings) or len({each[0].target for each in readings}) > 1:
        return None
    parts = [each[0].quantity for each, mention in zip(readings, ctx.query.items, strict=True) if mention.start < said.start()]
    rest = [each[0].quantity for each, mention in zip(readings, ctx.query.items, strict=True) if mention.start > said.start()]
    if len(parts) < 2 or len(rest) != 1 or not same_kind([*parts, *rest]):
        return None
    added, whole = total(parts, ctx.words("合计", "sum")), rest[0]
    gap = difference(added, whole, ctx.words("相差", "apart by"))
    reply = ctx.reply().say(ctx.words("一致：" if not gap.value else "不一致：", "Consistent: " if not gap.value else "Not consistent: "))
    reply.say(of(readings[0][0].target, ctx.query.lang), " ")
    for index, part in enumerate(parts):
        reply.say(" + " if index else "", part.label).number(part)
    reply.say(" = ").number(added).say(ctx.words("，", ", "), whole.label).number(whole)
    if gap.value:
        reply.say(ctx.words("，相差", ", apart by ")).number(gap).say(ctx.words("，口径可能不同", ""))
    return reply.say(ctx.words("。", ".")).answer("answered")


def _adds_up(ctx: Context) -> Answer | None:
    """A total against the sum of its own parts (采购总额与货物、工程、服务; 实有人数与各类人员)."""
    mention = next((each for each in ctx.query.items if each.keys[0] in items() and items()[each.keys[0]].parts), None)
    if mention is None or (not ctx.query.wants("sum") and "各" not in ctx.query.text and "分项" not in ctx.query.text):
        return None
    readings = ctx.readings(mention, ctx.scope.targets)
    if len({reading.target.document.id for reading in readings}) != 1:
        return None
    parts = [part for key in items()[mention.keys[0]].parts if (part := ctx.facts.quantity(readings[0].target, [key])) is not None]
    if len(parts) < 2 or not same_kind([readings[0].quantity, *parts]):
        return None
    whole, added = readings[0].quantity, total(parts, ctx.words("各项合计", "sum of the parts"))
    equal = in_unit(added, whole.unit) == whole.value
    reply = ctx.reply().say(ctx.words("一致：" if equal else "不一致：", "Consistent: " if equal else "Not consistent: "))
    reply.say(of(readings[0].target, ctx.query.lang), " ", whole.label).number(whole).say(
        ctx.words("，各项合计", ", its parts add up to ")
    ).number(added)
    for index, part in enumerate(parts):
        reply.say(" + " if index else ctx.words("（", " ("), part.label).number(part)
    return reply.say(ctx.words("）。", ").")).answer("answered")


def _growth(ctx: Context) -> Answer | None:
    """A target for the growth of a project's cost against the growth that its own money shows."""
    for project in named_projects(ctx):
        targets = [
            each
            for each in project.figures
            if each.source == "indicator" and "增长率" in each.row_name and shared(each.row_name, ctx.query.rest)
        ]
        amount = project.amount()
        rates = [each for each in ctx.figures([project.target], column="增减率") if each.value is not None]
        grown = [each for each in rates if amount is not None and (of := ctx.facts.subject(each)) is not None and of.yuan == amount.yuan]
        if not targets or not grown or targets[0].value is None or grown[0].value is None:
            continue
        kept = grown[0].value <= targets[0].value
        reply = ctx.reply().say("相符：" if kept else "不相符：", f"绩效目标“{targets[0].row_name}”", targets[0].comparator)
        reply.number(of_figure(targets[0], targets[0].row_name)).say(f"，而同额的“{grown[0].row_name}”比上年变动")
        growth = of_figure(grown[0], f"{grown[0].row_name}增减率")
        return reply.number(growth).say("。").first(growth).answer("answered")
    return None


def _given(ctx: Context) -> Answer | None:
    """Two amounts that the question names, where one document prints both."""
    if len(ctx.query.amounts) != 2:
        return None
    for target in ctx.scope.targets:
        found = [_printed(ctx, target, amount * YUAN[unit]) for amount, unit in ctx.query.amounts]
        left, right = (of_figure(figure, figure.row_name) if figure is not None else None for figure in found)
        if left is None or right is None:
            continue
        gap = difference(left, right, "相差") if in_unit(left, left.unit) >= in_unit(right, left.unit) else difference(right, left, "相差")
        reply = (
            ctx.reply().say(of(target, ctx.query.lang), "：", left.label).number(left).say(f"（{where(left.figures[0])}），", right.label)
        )
        reply.number(right).say(f"（{where(right.figures[0])}），二者不一致，相差" if gap.value else "，二者一致，差").number(gap)
        return reply.say("。文件没有解释原因。" if gap.value else "。").answer("answered")
    return None


def _printed(ctx: Context, target: Target, yuan: Decimal) -> Figure | None:
    return next((figure for figure in ctx.figures([target]) if figure.yuan == yuan), None)


def _readings(ctx: Context) -> list[Reading]:
    return [reading for mention in ctx.query.items for reading in ctx.readings(mention, ctx.scope.targets)]


def _side_by_side(ctx: Context, readings: Sequence[Reading]) -> Answer:
    first = readings[0].quantity
    equal = all(in_unit(reading.quantity, first.unit) == first.value for reading in readings)
    reply = ctx.reply().say(ctx.words("一致：" if equal else "不一致：", "Consistent: " if equal else "Not consistent: "))
    for index, reading in enumerate(readings):
        reply.say(ctx.words("；", "; ") if index else "", of(reading.target, ctx.query.lang), " ", reading.quantity.label)
        reply.number(reading.quantity).say(f"（{where(reading.quantity.figures[0])}）")
    if not equal:
        reply.say(ctx.words("，相差", ", apart by ")).number(difference(first, readings[1].quantity, "相差"))
        reply.say(ctx.words("。文件没有说明原因，口径可能不同，不能判断哪个对", ". The documents do not say why"))
    return reply.say(ctx.words("。", ".")).answer("answered")


def _checked(ctx: Context, reading: Reading) -> Answer:
    """One number and everything that should agree with it; a number that the question puts forward is compared first."""
    if (put := _put_forward(ctx, reading)) is not None:
        return put
    figures = reading.quantity.figures
    found = marks(figures, ctx.snapshot.figures)
    bad = [check for check in found if check.verdict in ("differs", "fails")]
    reply = ctx.reply().say(of(reading.target, ctx.query.lang), ctx.words("：", ": "), reading.quantity.label).number(reading.quantity)
    if not bad:
        holding = [check for check in found if check.verdict in ("agrees", "holds")]
        told = ctx.words(
            "与文件中其他数字核对一致" if holding else "文件中没有其他数字可以核对",
            "agrees with the rest of the document" if holding else "nothing to check it against",
        )
        return reply.say(ctx.words("，", ", "), told, ctx.words("。", ".")).answer("answered")
    reply.say(ctx.words("，不一致：", ", not consistent: "))
    for check in bad:
        _say_check(ctx, reply, check)
        parts = [of_figure(figure, figure.row_name) for figure in _of_places(ctx, check)[1:] if figure.value is not None]
        if check.aspect == "reconciles" and len(parts) > 1 and same_kind(parts):
            reply.say(ctx.words("，各项合计", ", the parts add up to ")).number(total(parts, ctx.words("各项合计", "sum of the parts")))
        reply.say(ctx.words("；", "; "))
    return reply.answer("answered")


def _put_forward(ctx: Context, reading: Reading) -> Answer | None:
    """占64.64%对吗, 是不是1300万元: right or not by what the document prints."""
    rate = re.search(r"(\d+(?:\.\d+)?)%", ctx.query.text)
    if rate is None and not ctx.query.amounts:
        return None
    stated = [reading.quantity]
    if rate is not None:
        columns = ("占比", "增减率", "预决算差异率")
        claims = [each for column in columns for each in ctx.facts.relations(reading.target, reading.mention.keys, column)]
        stated = [of_figure(claim, f"{reading.quantity.label}{claim.column}") for claim in claims]
    wanted = Decimal(rate[1]) if rate is not None else ctx.query.amounts[0][0] * YUAN[ctx.query.amounts[0][1]]
    right = any((abs(each.value) if rate is not None else each.as_value().yuan) == wanted for each in stated)
    reply = ctx.reply().say(ctx.words("相符：" if right else "与文件不符：", "Yes: " if right else "Not what the document says: "))
    reply.say(of(reading.target, ctx.query.lang), " ")
    for index, each in enumerate(stated[:3]):
        reply.say("、" if index else "", each.label).number(each)
    if not stated:
        reply.say(ctx.words(f"没有印{reading.quantity.label}的比例，只有", "no rate is printed, only ")).number(reading.quantity)
    return reply.say(ctx.words("。", ".")).answer("answered")


def _of_places(ctx: Context, check: Check) -> list[Figure]:
    return ctx.snapshot.figures.get([place.figure for place in check.places if place.figure])


def _say_check(ctx: Context, reply: Reply, check: Check) -> None:
    """A check's arithmetic, its numbers bound; where one can't be, only what it found (the arithmetic stays with the check)."""
    figures = _of_places(ctx, check)
    results = computed(figures)
    told = check.detail if not unbound(check.detail, figures, results) else check.detail.split("；")[0]
    if unbound(told, figures, results):
        told = ctx.words("有一项核对不一致", "one check fails")
    reply.quote(told, figures, results)


def computed(figures: Sequence[Figure]) -> list[Quantity]:
    """What checks compute of their figures: differences, sums, the year before and the rate that follows."""
    given = [of_figure(figure, figure.row_name) for figure in figures if figure.value is not None]
    found: list[Quantity] = []
    for left in given:
        for right in given:
            if left is not right and same_kind((left, right)):
                found.append(difference(left, right, "差"))
                last = total((left, right), "上年")
                found += [last, *(each for base in (found[-1], last) if (each := quotient(right, base, "变动", "%")) is not None)]
    if len(given) > 2 and same_kind(given):
        parts = total(given[1:], "合计")
        found += [parts, difference(given[0], parts, "差")]
    return found


def conflict(reply: Reply, ctx: Context) -> None:
    """Adds to an answer what contradicts it: both values, both places; an answer about the checks themselves has told them."""
    if ctx.query.wants("soundness") and ctx.query.about_document:
        return
    told: set[tuple[str, str]] = set()
    for check in reply.checks:
        same = (check.rule, check.detail.rsplit("；", 1)[-1])  # the same two numbers, at other places: these are among the checks
        about_change = check.aspect == "derivable" and ctx.query.wants("change", "rate", "last", "judge")
        direct = (check.aspect == "restated" and check.verdict == "differs") or (about_change and check.verdict == "fails")
        if direct and same not in told:
            told.add(same)
            reply.say(ctx.words("注意：", " Note: "))
            _say_check(ctx, reply, check)
            reply.say(ctx.words("。", "."))
