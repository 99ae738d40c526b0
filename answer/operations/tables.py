"""Questions that name a table: its total, or one of its rows or columns, by number or by title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.context import Context, of, where
from answer.quantity import of_figure
from answer.scope import Target
from domain.lexicon import TOTAL_ROWS, is_total_column
from domain.model import Answer, Figure, Table
from domain.text import NUMERAL, key, numeral

_NUMBER = re.compile(rf"表\s*(\d+|[{NUMERAL}]+)(?!\d)")


def asked(ctx: Context) -> Answer | None:
    """表6合计是多少, 支出总体情况表里…: the named table's own total row, or the item's row in that very table."""
    if ctx.query.wants("which_table"):
        return _where_it_stands(ctx)
    found = [(target, table) for target in ctx.scope.targets if not target.back for table in _named(ctx, target)]
    if not found or len({target.document.id for target, _ in found}) > 1:
        return None
    target, table = found[0]
    figures = _rows(ctx, target, table)
    if not figures:
        return None
    reply = ctx.reply().say(of(target, ctx.query.lang), ctx.words("：", ": "))
    for index, figure in enumerate(figures):
        reply.say(ctx.words("、", ", ") if index else "", f"{_row(figure)}{_column(figure)}").number(of_figure(figure, figure.row_name))
    return reply.say(f"（{where(figures[0])}）", ctx.words("。", ".")).answer("answered")


def _where_it_stands(ctx: Context) -> Answer | None:
    """在哪张表: every table in which the item of the one disclosure asked about stands."""
    documents = {target.document.id: target for target in ctx.scope.targets if not target.back}
    keys = {each for mention in ctx.query.items for each in mention.keys}
    if len(documents) != 1 or not keys:
        return None
    target = next(iter(documents.values()))
    inside = {where(figure): figure for figure in reversed(ctx.figures([target])) if figure.item in keys and figure.source == "table"}
    reply = ctx.reply().say(of(target, ctx.query.lang), ctx.words("：见", ": see "), "、".join(reversed(inside)), ctx.words("。", "."))
    for figure in inside.values():
        reply.cite(figure)
    return reply.answer("answered") if inside else None


def _named(ctx: Context, target: Target) -> list[Table]:
    tables = ctx.snapshot.figures.tables(document=target.document.id)
    number = _NUMBER.search(ctx.query.text)
    if number is not None:
        wanted = number[1] if number[1].isdigit() else str(numeral(number[1]))
        return [table for table in tables if table.number.lstrip("附表：: ").strip() == wanted or table.number == f"表{wanted}"]
    return [table for table in tables if table.form != "其他" and len(key(table.form)) > 3 and _title_said(ctx, table)]


def _title_said(ctx: Context, table: Table) -> bool:
    """支出总体情况表 for 部门支出总体情况表: what the question calls the table is the end of its title, and says 表."""
    said = re.search(r"[\u4e00-\u9fff“”（）()]{4,20}表", ctx.query.rest)
    return said is not None and key(table.title).endswith(key(said[0])[-8:])


def _rows(ctx: Context, target: Target, table: Table) -> list[Figure]:
    label = f"{table.number} {table.title}".strip()
    inside = [figure for figure in ctx.figures([target]) if figure.table == label and figure.value is not None and figure.column != "未定"]
    keys = {each for mention in ctx.query.items if mention.how != "default" for each in mention.keys}
    if keys:
        return _of_items(inside, keys)
    if not re.search("合计|总计|总数|total", ctx.query.text):
        return []
    totals = [figure for figure in inside if key(figure.row_name) in TOTAL_ROWS or key(figure.row_name).endswith("总计")]
    return [figure for figure in totals if is_total_column(figure.column)][:2]


def _of_items(inside: Sequence[Figure], keys: set[str]) -> list[Figure]:
    found = [figure for figure in inside if figure.item in keys]
    return [figure for figure in found if is_total_column(figure.column) or not figure.row_code][:1]


def _row(figure: Figure) -> str:
    return figure.row_name if key(figure.row_name) not in ("", "全表") else "合计"


def _column(figure: Figure) -> str:
    return "" if is_total_column(figure.column) else f"“{figure.column}”"
