"""Where money comes from or what it is for: rows and sentences of the same document that state the very same amount."""

from __future__ import annotations

from collections.abc import Sequence

from answer.context import Context, Reading, of, where
from answer.quantity import of_figure
from answer.query import ItemMention
from domain.model import Answer, Figure
from domain.text import key

_WHOLE = frozenset({"收支总预算", "收入总计", "支出总计"})


def asked(ctx: Context) -> Answer | None:
    """是什么钱, 从哪来, 干什么用: the item's amount, what else of the same amount is named, and the sentence that tells its use."""
    if not ctx.query.wants("origin") or not ctx.query.items:
        return None
    for mention in ctx.query.items:
        readings = ctx.readings(mention, ctx.scope.targets)
        if len({reading.target.document.id for reading in readings}) == 1:
            return _tell(ctx, readings[0], mention)
    return None


def _tell(ctx: Context, reading: Reading, mention: ItemMention) -> Answer | None:
    amount = reading.quantity.figures[0]
    if mention.keys[0] in _WHOLE:
        return _sources(ctx, reading)
    same = _same_amount(ctx.figures([reading.target]), amount)
    sentences = [figure for figure in ctx.figures([reading.target]) if figure.yuan == amount.yuan and figure.sentence]
    telling = [figure for figure in sentences if "用于" in figure.sentence or (figure.item == amount.item and figure.reason)]
    if not same and not telling:
        return None
    reply = ctx.reply().say(of(reading.target, ctx.query.lang), ctx.words("：", ": "), reading.quantity.label).number(reading.quantity)
    for index, figure in enumerate(same):
        reply.say(ctx.words("；同一金额还列为", "; the same amount is listed as ") if not index else "、")
        reply.say(f"“{figure.row_name.split('｜')[-1]}”（{where(figure)}，{figure.column}）")
        reply.cite(figure)
    for figure in telling[:1]:
        claims = ctx.figures([reading.target], sentence=figure.sentence)
        reply.say(ctx.words("。原文：", ". In its words: ")).quote(f"“{figure.sentence}”", claims)
        reply.cite(figure)
    if same:
        reply.say(ctx.words("。同额只是线索，文件没有逐一对应", ". Equal amounts are a hint only"))
    return reply.say(ctx.words("。", ".")).answer("answered")


def _sources(ctx: Context, reading: Reading) -> Answer | None:
    """Where the whole comes from: the filled lines of the income side."""
    rows = [each for each in ctx.figures([reading.target], form="收支总表") if each.column.startswith("收入") and each.value]
    named = [each for each in rows if "总计" not in each.row_name and not each.row_name.strip().startswith("其中")]
    reply = ctx.reply().say(of(reading.target, ctx.query.lang), ctx.words("：", ": "), reading.quantity.label).number(reading.quantity)
    for index, figure in enumerate(named):
        reply.say(ctx.words("；收入列有", "; income lists ") if not index else "、", figure.row_name).number(
            of_figure(figure, figure.row_name)
        )
    return reply.say(ctx.words("。", ".")).answer("answered") if named else None


def _same_amount(figures: Sequence[Figure], amount: Figure) -> list[Figure]:
    """Differently named rows with the very same amount, one a name."""
    found: dict[str, Figure] = {}
    for figure in figures:
        other = figure.source == "table" and figure.yuan == amount.yuan and figure.item != amount.item and not _below(figure, amount)
        if other and key(figure.row_name) not in ("合计", "总计", key(amount.row_name), key(figure.org)):
            found.setdefault(key(figure.row_name), figure)
    return list(found.values())[:4] if amount.yuan else []


def _below(figure: Figure, amount: Figure) -> bool:
    return bool(figure.row_code and amount.row_code) and figure.row_code[:3] == amount.row_code[:3]
