"""One cell: an item's row in the column of a kind of expenditure (行政运行的项目支出, 手续费中的人员经费)."""

from __future__ import annotations

import re

from answer.context import Context, of, where
from answer.leftover import COLUMNS
from answer.quantity import of_figure
from answer.query import ItemMention
from answer.scope import Target
from domain.lexicon import item_named, items
from domain.model import Answer, Figure

_AND = re.compile("[和与及跟加、;；]|\\band\\b|以及|还有")


def asked(ctx: Context) -> Answer | None:
    """The cell where the row of one item meets the column that the other one is; never the two totals instead."""
    pair = _row_and_column(ctx)
    if pair is None or ctx.query.wants(
        "share", "times", "difference", "compare", "sum", "rank", "judge", "change", "last", "reason", "count"
    ):
        return None
    row, column = pair
    found = [(target, cell) for target in ctx.scope.targets if not target.back and (cell := _cell(ctx, target, row, column)) is not None]
    if not found:
        reply = ctx.reply().say(
            ctx.words(f"没有列示“{row.text}”的{column.text}（没有列示不等于0）。", f"No {column.text} of {row.text} is listed.")
        )
        reply.missing.append(f"{row.text}的{column.text}")
        return reply.answer("not_found")
    reply = ctx.reply()
    for index, (target, cell) in enumerate(found):
        label = f"{cell.row_name.split('｜')[0]}{cell.column.rsplit('.', 1)[-1]}"
        reply.say(ctx.words("；", "; ") if index else "", of(target, ctx.query.lang), ctx.words("：", ": "), label)
        reply.number(of_figure(cell, label)).say(f"（{where(cell)}）")
    several = len({target.document.id for target, _ in found}) > 1
    open_question = several and len(ctx.scope.groups) < 2 and len(ctx.query.years.named) < 2
    return reply.say(ctx.words("。", ".")).answer("ambiguous" if open_question else "answered")


def _row_and_column(ctx: Context) -> tuple[ItemMention, ItemMention] | None:
    named = [mention for mention in ctx.query.items if mention.how != "default"]
    if len(named) != 2 or "items" in ctx.query.inherited:
        return None
    left, right = sorted(named, key=lambda mention: mention.start)
    between = ctx.query.text[left.end : right.start] if left.end <= right.start else "和"
    columns = [mention for mention in named if mention.keys[0] in COLUMNS]
    rows = [mention for mention in named if mention.keys[0] not in COLUMNS and _coded(mention)]
    if len(columns) != 1 or len(rows) != 1 or _AND.search(between):
        return None
    return rows[0], columns[0]


def _coded(mention: ItemMention) -> bool:
    return any("/" in key or (key in items() and items()[key].codes) for key in mention.keys)


def _cell(ctx: Context, target: Target, row: ItemMention, column: ItemMention) -> Figure | None:
    figures = [figure for key in row.keys for figure in ctx.facts.of_kind(target, key)]
    stated = [figure for figure in figures if figure.source == "table" and figure.value is not None and figure.row_code]
    return next((figure for figure in stated if item_named(figure.column.rsplit(".", 1)[-1]) == column.keys[0]), None)
