"""Organisations side by side: who has the most, the least, and in which order; over the numbers of the year asked for."""

from __future__ import annotations

from collections.abc import Sequence

from answer.bounds import bound, within
from answer.context import Context, Reading, of, where
from answer.operations.arithmetic import average
from answer.quantity import Quantity, in_unit, quotient, same_kind
from answer.reply import Reply
from domain.model import Answer, Kind

_WHOLE = "支出总计"
"""Of which a share is told where no whole is named."""


def organisations(ctx: Context) -> Answer | None:
    """One item over several organisations, ranked; every one of them is shown."""
    if not ctx.query.wants("compare", "rank", "which_offices", "each") or not ctx.query.items:
        return None
    readings = within_bounds(ctx, one_each(ctx))
    if ctx.query.wants("which_offices") and len(readings) == 1:
        return _tell(ctx, readings).answer("answered")
    if len({reading.target.org.identity for reading in readings}) < 2:
        return None
    if ctx.query.wants("difference") and len(readings) == 2:
        return None
    if ctx.query.wants("share"):
        ctx.facts.foresee([reading.target for reading in readings], (_WHOLE,))
        readings = [shared for reading in readings if (shared := _share_of_all(ctx, reading)) is not None]
    if ctx.query.wants("per"):
        readings = [_averaged(ctx, reading) for reading in readings if average(ctx, reading) is not None]
    if len(readings) < 2 or not same_kind([reading.quantity for reading in readings]):
        return None
    ranked = _ordered(ctx, readings)
    return _tell(ctx, ranked).answer("answered")


def one_each(ctx: Context) -> list[Reading]:
    """A reading an organisation: of the kind asked for, budgets where none is named, the latest where several years fit."""
    if ctx.one_each is None:
        ctx.one_each = _one_each(ctx)
    return list(ctx.one_each)


def _one_each(ctx: Context) -> list[Reading]:
    mention = ctx.query.items[0]
    found: dict[str, Reading] = {}
    kinds = _fitting_kinds(ctx)
    fitting = [target for target in ctx.scope.targets if not target.back and target.document.kind in kinds]
    for reading in ctx.each(mention, fitting):
        identity, year = reading.target.org.identity, reading.target.document.year
        known = found.get(identity)
        if known is None or known.target.document.year < year:
            found[identity] = reading
    return list(found.values())


def within_bounds(ctx: Context, readings: Sequence[Reading]) -> list[Reading]:
    """超过5万的, 不到100万的: those whose amount is beyond the one that the question gives."""
    if bound(ctx.query) is None:
        return list(readings)
    worth = [(reading, reading.quantity.as_value().yuan) for reading in readings]
    return [reading for reading, yuan in worth if yuan is not None and within(ctx.query, yuan)]


def _fitting_kinds(ctx: Context) -> Sequence[Kind]:
    """Never a budget against final accounts: where the question is open, the kind that most organisations have."""
    kinds = [each.document.kind for each in ctx.scope.targets]
    return ctx.query.kinds or sorted(set(kinds), key=lambda kind: (kinds.count(kind), kind == "预算"))[-1:]


def _share_of_all(ctx: Context, reading: Reading) -> Reading | None:
    """占比 without a whole that is named: of all expenditure."""
    whole = ctx.facts.quantity(reading.target, (_WHOLE,))
    label = f"{reading.quantity.label}占{_WHOLE}"
    ratio = quotient(reading.quantity, whole, label, "%") if whole is not None and same_kind((reading.quantity, whole)) else None
    return None if ratio is None else Reading(reading.target, reading.mention, ratio)


def _averaged(ctx: Context, reading: Reading) -> Reading:
    quantity: Quantity | None = average(ctx, reading)
    return reading if quantity is None else Reading(reading.target, reading.mention, quantity)


def _ordered(ctx: Context, readings: Sequence[Reading]) -> list[Reading]:
    unit = readings[0].quantity.unit
    return sorted(readings, key=lambda reading: in_unit(reading.quantity, unit), reverse=not ctx.query.wants("ascending"))


def _tell(ctx: Context, ranked: Sequence[Reading]) -> Reply:
    reply = ctx.reply()
    first = ranked[0]
    if ctx.query.wants("rank", "compare") and ctx.query.wants("rank", "ascending"):
        superlative = ctx.words("最低" if ctx.query.wants("ascending") else "最高", "lowest" if ctx.query.wants("ascending") else "highest")
        reply.say(ctx.words(f"{first.quantity.label}{superlative}的是{first.target.org.name}：", f"{superlative}: "))
    for index, reading in enumerate(ranked):
        place = where(reading.quantity.figures[0])
        reply.say(ctx.words("；", "; ") if index else "", of(reading.target, ctx.query.lang), " ", reading.quantity.label)
        reply.number(reading.quantity).say(ctx.words(f"（{place}）", f" ({place})") if not reading.quantity.derived else "")
    if len({reading.target.year for reading in ranked}) > 1:
        reply.say(ctx.words("。年度不同，仅供参考", ". Different years, for orientation only"))
    reply.chart = _chart(ranked)
    return reply.say(ctx.words("。", "."))


def _chart(ranked: Sequence[Reading]) -> dict[str, object]:
    rows = [{"label": of(reading.target, "zh"), "value": str(reading.quantity.value)} for reading in ranked]
    return {"kind": "bar", "title": ranked[0].quantity.label, "unit": ranked[0].quantity.unit, "rows": rows}
