"""A sum of money given in the question, in another unit; bound to the figure of the documents that it is."""

from __future__ import annotations

from answer.context import Context, of, where
from answer.quantity import converted, of_figure
from domain.model import Answer, Figure
from domain.money import YUAN


def given_amount(ctx: Context) -> Answer | None:
    """X万元是多少元: only for an amount that the named disclosure prints, so that it stays a reference."""
    if not ctx.query.units or not ctx.query.amounts or ctx.query.items:
        return None
    amount, unit = ctx.query.amounts[0]
    for target in ctx.scope.targets:
        figure = _printed(ctx, target.document.id, amount * YUAN[unit])
        if figure is None:
            continue
        quantity = of_figure(figure, figure.row_name)
        reply = ctx.reply().say(of(target, ctx.query.lang), ctx.words("：", ": ")).number(quantity).say(" = ")
        for index, to in enumerate(ctx.query.units):
            reply.say(" = " if index else "").number(converted(quantity, to))
        for to in reversed(ctx.query.units):
            reply.first(converted(quantity, to))
        return reply.say(f"（{figure.row_name}，{where(figure)}）。").answer("answered")
    return None


def _printed(ctx: Context, document: str, yuan: object) -> Figure | None:
    found = [figure for figure in ctx.shelf.sheet(document).figures if figure.yuan == yuan and figure.source != "indicator"]
    return next((figure for figure in found if figure.source == "table"), found[0] if found else None)
