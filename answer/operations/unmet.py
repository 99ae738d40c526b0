"""Why a performance target was missed: the reason that the self-evaluation table prints beside it."""

from __future__ import annotations

from dataclasses import dataclass

from answer.context import Context, of
from answer.fuzzy import describes, names_it
from answer.operations.indicators import target as say_target
from answer.projects import own_targets
from answer.scope import Target
from domain.model import Answer, Figure, Table
from domain.text import key

MOST_ROWS = 4
_LEAST = 0.6
"""How much of a target's name a question must say."""


@dataclass(frozen=True, slots=True)
class Row:
    """One target of a self-evaluation table with the reason beside it."""

    target: Target
    name: str
    reason: str
    figure: Figure


def asked(ctx: Context) -> Answer | None:
    """为什么没完成: the targets that the question, or what it follows, names; else all of the project's that have a reason."""
    if not ctx.query.wants("reason") or any(mention.how != "default" for mention in ctx.query.items):
        return None
    rows = [row for each in own_targets(ctx) for row in _rows(ctx, each)]
    said = [row for row in rows if describes(row.name, ctx.query.rest) >= _LEAST]
    named = said or [row for row in rows if names_it(row.figure.project, ctx.query.rest)]
    if not named or len({row.target.org.identity for row in named}) > 1:
        return None
    reply = ctx.reply()
    for index, row in enumerate(named[:MOST_ROWS]):
        project = f"“{row.figure.project}”" if row.figure.project else ""
        reply.say(ctx.words("；", "; ") if index else "", of(row.target, ctx.query.lang), f"{project}{row.name}", ctx.words("：", ": "))
        say_target(reply, row.figure)
        reply.say(ctx.words("，表中写明的原因：", "; the reason given: ")).quote(f"“{row.reason}”")
    return reply.say(ctx.words("。", ".")).answer("answered")


def _rows(ctx: Context, target: Target) -> list[Row]:
    figures = {(figure.table, key(figure.row_name)): figure for figure in ctx.indicators([target])}
    found = []
    for table in ctx.snapshot.figures.tables(document=target.document.id):
        columns = _columns(table)
        for cells in table.rows if columns is not None else ():
            name, reason = (cells[at].strip() for at in columns or ())
            figure = next((each for (title, row), each in figures.items() if row == key(name) and title.endswith(table.title)), None)
            if reason and figure is not None:
                found.append(Row(target, name, reason, figure))
    return found


def _columns(table: Table) -> tuple[int, int] | None:
    """Where a table prints its targets' names and the reasons for missing them."""
    name = next((at for at, head in enumerate(table.header) if "三级指标" in head or key(head) == "指标名称"), None)
    reason = next((at for at, head in enumerate(table.header) if "偏差" in head or "原因" in head), None)
    return None if name is None or reason is None else (name, reason)
