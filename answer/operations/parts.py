"""The parts of an item: its sub-items by code, ranked or listed; the three public expenses; what a total is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.bounds import bound, within
from answer.context import Context, Reading, of, where
from answer.quantity import Quantity, of_figure, quotient, same_kind, total
from answer.reply import Reply
from answer.scope import Target
from answer.stating import forms_of
from domain.lexicon import is_total_column, items
from domain.model import Answer, Figure
from domain.money import is_money

_BY_CLASS = {
    "本年支出": "func",
    "支出总计": "func",
    "支出合计": "func",
    "收支总预算": "func",
    "基本支出": "econ",
    "公用经费": "econ",
    "人员经费": "econ",
}


def ranked(ctx: Context) -> Answer | None:
    """The largest or smallest parts of one item."""
    if (
        ctx.query.wants("rank")
        and not ctx.query.items
        and len(ctx.query.strange) < 2
        and re.search("科目|功能|经济|支出|花钱|花费|spending", ctx.query.text)
    ):
        return _ranked_rows(ctx)
    if not ctx.query.wants("rank") or (ctx.query.wants("projects") and not ctx.query.items):
        return None
    for reading, parts in _readings(ctx):
        ordered = sorted(parts, key=lambda part: part.value, reverse=not ctx.query.wants("ascending"))
        chosen = _with_ties(ordered, ctx.query.top or 1)
        reply = ctx.reply().say(of(reading.target, ctx.query.lang), " ", reading.quantity.label, ctx.words("：", ": "))
        _say_parts(ctx, reply, chosen)
        for part in chosen if ctx.query.wants("share") else ():
            ratio = (
                quotient(part, reading.quantity, f"{part.label}占{reading.quantity.label}", "%")
                if same_kind((part, reading.quantity))
                else None
            )
            if ratio is not None:
                reply.say(ctx.words("，占", ", of "), reading.quantity.label).number(reading.quantity).say(ctx.words("的", ": ")).number(
                    ratio
                )
                reply.first(ratio)
        return reply.say(ctx.words("。", ".")).answer("answered")
    return None


def _ranked_rows(ctx: Context) -> Answer | None:
    """花钱最多的科目: no item named, so the classes of what for, the items of what for, or those of what on."""
    targets = list({target.document.id: target for target in ctx.scope.targets if not target.back}.values())
    if len(targets) != 1:
        return None
    economic = "经济" in ctx.query.text
    forms, digits = (
        (("基本支出表",), 5) if economic else (("支出总表", "一般公共预算支出表"), 3 if re.search("功能分类|类", ctx.query.text) else 7)
    )
    rows = sorted(_rows(ctx, targets[0], forms, digits), key=lambda row: row.value or 0, reverse=not ctx.query.wants("ascending"))
    if not rows:
        return None
    reply = ctx.reply().say(of(targets[0], ctx.query.lang), ctx.words(f"（{where(rows[0])}）：", ": "))
    _say_parts(ctx, reply, _with_ties([of_figure(row, f"{row.row_code} {row.row_name}") for row in rows], ctx.query.top or 1))
    return reply.say(ctx.words("。", ".")).answer("answered")


def _with_ties(ordered: Sequence[Quantity], top: int) -> list[Quantity]:
    if len(ordered) <= top:
        return list(ordered)
    return [part for index, part in enumerate(ordered) if index < top or part.value == ordered[top - 1].value]


def counted(ctx: Context) -> Answer | None:
    """How many rows stand right below an item."""
    if not ctx.query.wants("count") or not _BELOW.search(ctx.query.text) or len(ctx.query.items) != 1 or bound(ctx.query) is not None:
        return None
    for reading, parts in _readings(ctx):
        if not all(is_money(part.unit) for part in parts):
            continue
        figures = tuple(figure for part in parts for figure in part.figures)
        number = Quantity(Decimal(len(parts)), "项", ctx.words("项数", "items"), figures, f"count({len(parts)})")
        reply = ctx.reply().say(of(reading.target, ctx.query.lang), " ", reading.quantity.label, ctx.words("下有", ": ")).number(number)
        reply.say(ctx.words("：", ": "), ctx.words("、", ", ").join(part.label for part in parts))
        return reply.say(ctx.words("。", ".")).answer("answered")
    return None


_BELOW = re.compile(
    "(下面|下设|下列|下|里面?|中|包括|分成?|分为|列了|列出了?|有)[^,，]{0,6}(?<!哪)(几|多少)个?(项|科目|类|条|种|小项|明细)"
)


def _bounded(ctx: Context, parts: Sequence[Quantity]) -> list[Quantity]:
    """超过17万元的有哪些: only the parts beyond the amount that the question gives."""
    return (
        [part for part in parts if (yuan := part.as_value().yuan) is not None and within(ctx.query, yuan)]
        if ctx.query.amounts
        else list(parts)
    )


def composition(ctx: Context) -> Answer | None:
    """What an item is made of, with the sum of the parts."""
    if ctx.query.amounts and bound(ctx.query) is None:
        return None  # which side of the amount is asked for is not understood
    if not ctx.query.wants("list") or len(ctx.query.items) > 1 or (ctx.query.wants("projects") and not ctx.query.items):
        return None
    for reading, parts in _readings(ctx):
        reply = (
            ctx.reply()
            .say(of(reading.target, ctx.query.lang), " ", reading.quantity.label)
            .number(reading.quantity)
            .say(ctx.words("：", ": "))
        )
        if not (told := _bounded(ctx, parts)):
            return None
        _say_parts(ctx, reply, told)
        whole = total(parts, ctx.words("各项合计", "parts together"))
        if len(told) == len(parts) and whole.value != reading.quantity.value:
            reply.say(ctx.words("；各项合计", "; the parts add up to ")).number(whole)
        return reply.say(ctx.words("。", ".")).answer("answered")
    return None


def _say_parts(ctx: Context, reply: Reply, parts: Sequence[Quantity]) -> None:
    for index, part in enumerate(parts):
        reply.say(ctx.words("、", ", ") if index else "", part.label, " ").number(part)
    reply.chart = {
        "kind": "bar",
        "title": "",
        "unit": parts[0].unit,
        "rows": [{"label": part.label, "value": str(part.value)} for part in parts],
    }


def _readings(ctx: Context) -> list[tuple[Reading, list[Quantity]]]:
    """The item in the one disclosure that is asked about, with its parts; nothing where several fit."""
    found = []
    for mention in ctx.query.items:
        readings = ctx.readings(mention, [target for target in ctx.scope.targets if not target.back])
        if len({reading.target.document.id for reading in readings}) == 1:
            parts = parts_of(ctx, readings[0].target, mention.keys)
            if parts:
                found.append((readings[0], parts))
    return found


def parts_of(ctx: Context, target: Target, keys: Sequence[str]) -> list[Quantity]:
    """The amounts right below an item: by group, by code, or by class of the form it totals."""
    for key in keys:
        if key in items() and items()[key].parts:
            return [quantity for part in items()[key].parts if (quantity := ctx.facts.quantity(target, [part])) is not None]
        for code in _codes(key):
            if children := _children(ctx, target, code, forms_of(key)):
                return children
        if key in _BY_CLASS and (classes := _classes(ctx, target, key)):
            return classes
    return []


def _codes(key: str) -> list[str]:
    codes = items()[key].codes if key in items() and items()[key].codes else ((key,) if "/" in key else ())
    return [code.partition("/")[2] for code in codes]


def _children(ctx: Context, target: Target, code: str, forms: Sequence[str]) -> list[Quantity]:
    every = [figure for figure in ctx.figures([target]) if figure.form in forms and _amount(figure)]
    for form in forms:
        below = [figure for figure in every if figure.form == form and figure.row_code.startswith(code) and figure.row_code != code]
        shortest = min((len(figure.row_code) for figure in below), default=0)
        rows = {figure.row_code: figure for figure in reversed(below) if len(figure.row_code) == shortest}
        if rows:
            return [of_figure(rows[each], rows[each].row_name) for each in sorted(rows)]
    return []


def _classes(ctx: Context, target: Target, key: str) -> list[Quantity]:
    """The items of the form's own axis: classes of a total, single items of 公用经费 and 人员经费."""
    if _BY_CLASS[key] == "func":
        rows = _rows(ctx, target, ("支出总表", "收支总表", "一般公共预算支出表"), 3)
        return [of_figure(figure, figure.row_name) for figure in rows]
    wanted = {"公用经费": ("302", "310"), "人员经费": ("301", "303")}.get(key, ("301", "302", "303", "310"))
    rows = [figure for figure in _rows(ctx, target, ("基本支出表",), 3 if key == "基本支出" else 5) if figure.row_code.startswith(wanted)]
    return [of_figure(figure, figure.row_name) for figure in rows]


def _rows(ctx: Context, target: Target, forms: Sequence[str], digits: int) -> list[Figure]:
    every = [figure for figure in ctx.figures([target]) if figure.form in forms and _amount(figure)]
    for form in forms:
        rows = {
            figure.row_code: figure for figure in reversed(every) if figure.form == form and len(figure.row_code) == digits and figure.value
        }
        if rows:
            return [rows[code] for code in sorted(rows)]
    return []


def _amount(figure: Figure) -> bool:
    stated = is_total_column(figure.column) or (figure.source == "narrative" and figure.column == "金额" and figure.measure != "分配数")
    return bool(figure.row_code) and figure.value is not None and stated
