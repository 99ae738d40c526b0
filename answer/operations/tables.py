"""Questions that name a table: its total, one of its rows or columns, or what is in it, by number or by title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.context import Context, of, where
from answer.operations import rows
from answer.operations.near import suggest_names
from answer.printed import is_total_row, levels
from answer.quantity import of_figure
from answer.query import ItemMention
from answer.reply import Reply
from answer.rows import Cells, cells, counted, label
from answer.scope import Target
from answer.stating import states_kind
from answer.words import strange
from domain.lexicon import TOTAL_COLUMNS, TOTAL_ROWS, is_total_column
from domain.model import Answer, Candidate, Figure, Table
from domain.text import NUMERAL, key, numeral

MOST_LISTED = 12
"""Cells of a table that are told when asked what is in it."""
_NUMBER = re.compile(rf"表\s*(\d+|[{NUMERAL}]+)(?!\d)")
_CONTENT = re.compile("有(些|哪些)?什么|内容|哪些|哪几|列出|列示了|明细|what is in|list")
_TOTAL = re.compile("合计|总计|总数|总额|一共|总共|total")


def asked(ctx: Context) -> Answer | None:
    """表6合计是多少, 支出总体情况表里…: the named table's own total row, the row in that very table, or a list of its rows."""
    if ctx.query.wants("which_table"):
        return _where_it_stands(ctx)
    found = [(target, table) for target in ctx.scope.targets if not target.back for table in _named(ctx, target)]
    if not found or len({target.document.id for target, _ in found}) > 1:
        return None
    target = found[0][0]
    tables = list({table.title: table for _, table in reversed(found)}.values())
    mentions = [mention for mention in ctx.query.items if mention.how != "default"]
    if mentions and (printed := _rows(ctx, target, tables, mentions)) is not None:
        return printed
    if any(mention.how == "printed" for mention in mentions):
        return _not_there(ctx, target, tables, mentions)
    if len(tables) > 1:
        return None if mentions else _which(ctx, target, tables)
    return _of_table(ctx, target, tables[0], mentions)


def _which(ctx: Context, target: Target, tables: Sequence[Table]) -> Answer:
    """The words fit several titles: which of them is asked back."""
    reply = ctx.reply().say(ctx.words("有几张表都叫这个名称，请选择：", "Several tables are called so: "))
    asking = "里有什么" if _CONTENT.search(ctx.query.rest) else "的合计是多少"
    for table in tables:
        label = f"{of(target, ctx.query.lang)}《{table.title}》"
        reply.ask_about(Candidate(label, f"{of(target, 'zh')}《{table.title}》{asking}？", "", "", table.number))
    return reply.say("；".join(each.label for each in reply.candidates), ctx.words("。", ".")).answer("ambiguous")


def _of_table(ctx: Context, target: Target, table: Table, mentions: Sequence[ItemMention]) -> Answer | None:
    inside = _inside(ctx, target, [table])
    if mentions:
        return _tell(ctx, target, _of_items(inside, target, {each for mention in mentions for each in mention.keys}))
    if strange(ctx.query.strange):
        return None  # a row that is not there: the total would be another thing
    if _CONTENT.search(ctx.query.rest):
        return _listed(ctx, target, table, inside)
    return _tell(ctx, target, _totals(inside, target)) if _TOTAL.search(ctx.query.text) or ctx.query.titles else None


def _inside(ctx: Context, target: Target, tables: Sequence[Table]) -> list[Figure]:
    labels = {f"{table.number} {table.title}".strip() for table in tables}
    figures = [figure for figure in ctx.figures([target]) if figure.table in labels and figure.source == "table"]
    return [counted(figure) for figure in figures if figure.column != "未定" and figure.state in ("value", "zero", "blank")]


def _tell(ctx: Context, target: Target, figures: Sequence[Figure]) -> Answer | None:
    if not any(figure.value is not None for figure in figures):
        return None
    reply = ctx.reply().say(of(target, ctx.query.lang), ctx.words("：", ": "))
    for index, figure in enumerate(figures):
        reply.say(ctx.words("、", ", ") if index else "", f"{_row(figure)}{_column(figure, target)}")
        _cell(ctx, reply, figure)
    return reply.say(f"（{where(figures[0])}）", ctx.words("。", ".")).answer("answered")


def _cell(ctx: Context, reply: Reply, figure: Figure) -> None:
    if figure.value is None:
        reply.say(ctx.words("空白（不等于0）", " blank (not 0)"))
        reply.cite(figure)
    else:
        reply.number(of_figure(figure, label(figure)))


def _rows(ctx: Context, target: Target, tables: Sequence[Table], mentions: Sequence[ItemMention]) -> Answer | None:
    """The rows of the tables named that bear the very names asked for; None where one of them has none."""
    if ctx.stray:
        return None
    inside = [figure for figure in _inside(ctx, target, tables) if states_kind(figure, target)]
    named = [rows.Named(target, mention, tuple(_named_cells(ctx, inside, mention))) for mention in mentions]
    if not all(each.found for each in named):
        return None
    return rows.choices(ctx, named) if any(len({each.table for each in one.found}) > 1 for one in named) else rows.tell(ctx, named)


def _not_there(ctx: Context, target: Target, tables: Sequence[Table], mentions: Sequence[ItemMention]) -> Answer:
    """The table named has no number under the name: said, with the tables that have."""
    name = next(mention.text for mention in mentions if mention.how == "printed")
    reply = ctx.reply().say(of(target, ctx.query.lang), ctx.words("：", ": "))
    blank = next((figure for figure in _inside(ctx, target, tables) if key(name) in map(key, levels(figure))), None)
    why = ("一格为空（空白不等于0）", " is blank") if blank else ("没有列示（没有列示不等于0）", " is not listed")
    reply.say(ctx.words(f"《{tables[0].title}》里“{name}”{why[0]}。", f"“{name}”{why[1]} in {tables[0].title}."))
    reply.missing.append(name)
    if blank:
        reply.cite(blank)
    else:
        suggest_names(ctx, reply, name)
    return reply.answer("not_found")


def _named_cells(ctx: Context, inside: Sequence[Figure], mention: ItemMention) -> list[Cells]:
    name = key(mention.text)
    figures = [figure for figure in inside if name in {key(each) for each in levels(figure)}]
    return cells(figures, mention.text, ctx.query.rest.replace(mention.text, " "))


def _listed(ctx: Context, target: Target, table: Table, inside: Sequence[Figure]) -> Answer | None:
    """The rows of a table with their numbers, from the top; of a row with a total column only that."""
    filled = [figure for figure in inside if figure.value is not None]
    with_total = {figure.row_name for figure in filled if is_total_column(figure.column)}
    shown = [figure for figure in filled if is_total_column(figure.column) or figure.row_name not in with_total]
    if not shown:
        return None
    count = len(dict.fromkeys(label(figure) for figure in shown))
    reply = ctx.reply().say(
        of(target, ctx.query.lang), ctx.words(f"，{where(shown[0])}有{count}项：", f", {where(shown[0])}, {count} rows: ")
    )
    several = len({figure.column for figure in shown}) > 1
    for index, figure in enumerate(shown[:MOST_LISTED]):
        column = f"“{figure.column}”" if several and not is_total_row(figure) else ""
        reply.say(ctx.words("、", ", ") if index else "", f"{label(figure)}{column}").number(of_figure(figure, label(figure)))
    return reply.say(ctx.words("等", " …") if len(shown) > MOST_LISTED else "", ctx.words("。", ".")).answer("answered")


def _where_it_stands(ctx: Context) -> Answer | None:
    """在哪张表: every table in which the item of the one disclosure asked about stands."""
    documents = {target.document.id: target for target in ctx.scope.targets if not target.back}
    keys = {each for mention in ctx.query.items for each in mention.keys}
    if len(documents) != 1 or not keys:
        return None
    target = next(iter(documents.values()))
    figures = [figure for each in keys for figure in ctx.facts.of_item(target.document.id, each) if figure.source == "table"]
    inside = {where(figure): figure for figure in reversed(figures)}
    reply = ctx.reply().say(of(target, ctx.query.lang), ctx.words("：见", ": see "), "、".join(reversed(inside)), ctx.words("。", "."))
    for figure in inside.values():
        reply.cite(figure)
    return reply.answer("answered") if inside else None


def _named(ctx: Context, target: Target) -> list[Table]:
    number = _NUMBER.search(ctx.query.text)
    if number is None and not ctx.query.titles:
        return []
    tables = ctx.snapshot.figures.tables(document=target.document.id)
    if number is not None:
        wanted = number[1] if number[1].isdigit() else str(numeral(number[1]))
        return [table for table in tables if table.number.lstrip("附表：: ").strip() == wanted or table.number == f"表{wanted}"]
    return [table for table in tables if key(table.title) in ctx.query.titles]


def _totals(inside: Sequence[Figure], target: Target) -> list[Figure]:
    """The cells of the total row that are of the whole; where the kind of account asked for is blank, that and what stands beside it."""
    total = [figure for figure in inside if key(figure.row_name) in TOTAL_ROWS or key(figure.row_name).endswith("总计")]
    whole = [figure for figure in total if set(figure.column.split(".")) <= TOTAL_COLUMNS]
    return _of_kind([figure for figure in whole or total if is_total_column(figure.column)], target)[:2]


def _of_items(inside: Sequence[Figure], target: Target, keys: set[str]) -> list[Figure]:
    found = [figure for figure in inside if figure.item in keys and (is_total_column(figure.column) or not figure.row_code)]
    filled = _of_kind(found, target)
    return filled[:1] if filled and states_kind(filled[0], target) else filled[:2]


def _of_kind(figures: Sequence[Figure], target: Target) -> list[Figure]:
    """The numbers of the kind of account asked for; where it has none, every cell: the number of the other kind beside the blank."""
    own = [figure for figure in figures if states_kind(figure, target) and figure.value is not None]
    return own or sorted(figures, key=lambda figure: figure.value is None)


def _row(figure: Figure) -> str:
    return label(figure) if key(figure.row_name) in ("", "全表") else figure.row_name


def _column(figure: Figure, target: Target) -> str:
    """The column, where it is not simply the row's own amount of the kind of account asked for."""
    own = is_total_column(figure.column) and figure.value is not None and states_kind(figure, target)
    return "" if own else f"（{figure.column.rsplit('.', 1)[-1]}）"
