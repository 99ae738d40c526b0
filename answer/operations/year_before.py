"""比去年 and 前一年呢 where the document itself says nothing of the year before, and the office's own document of that year is in the library."""

from __future__ import annotations

from dataclasses import replace

from answer.context import Context
from answer.operations import across, amounts, changes
from answer.scope import Target, resolve
from answer.years import Years
from domain.model import Answer


def asked(ctx: Context) -> Answer | None:
    """The two years side by side, or the year before alone; of one office and one kind of disclosure, which is never mixed with another."""
    compared = ctx.query.wants("change", "rate", "difference")
    alone = ctx.query.wants("last") or ctx.query.years.relative == (-1,)
    if not (compared or alone) or not ctx.query.items or ctx.stray or ctx.query.years.recent is not None:
        return None
    now, before = _documents(ctx)
    if now is None or before is None or (ctx.query.wants("actual") and now.document.kind == "预算"):
        return None  # 上年执行数 is no budget
    if compared and (printed := changes.change(_as_change(ctx))) is not None:
        return printed  # what this year's document says of the year before goes before what follows from two
    years = (before.document.year, now.document.year) if compared else (before.document.year,)
    query = replace(
        ctx.query, years=Years(years), kinds=(now.document.kind,), operations=ctx.query.operations - {"last", "actual", "budget"}
    )
    other = replace(ctx, query=query, scope=resolve(query, ctx.directory))
    return across.asked(other) if compared else amounts.look_up(other)


def _as_change(ctx: Context) -> Context:
    """The question as one for the change that this year's document prints, in whatever words it asks for it."""
    return replace(ctx, query=replace(ctx.query, operations=ctx.query.operations | {"change"}, years=replace(ctx.query.years, relative=())))


def _documents(ctx: Context) -> tuple[Target | None, Target | None]:
    """The one disclosure asked about, and the one of the same office and kind for the year before."""
    own = [target for target in ctx.scope.targets if not target.measure]
    documents = {target.document.id: target for target in own}
    if len(documents) != 1 or len(ctx.query.years.named) > 1:
        return None, None
    now = next(iter(documents.values()))
    year = now.document.year - 1
    before = [each for each in now.org.documents if each.year == year and each.kind == now.document.kind]
    return now, Target(now.org, before[0]) if before else None
