"""Questions about a whole chapter of one disclosure (state-owned assets, performance goals): what is there, told or quoted in its order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.context import Context, of
from answer.operations.indicators import target as say_target
from answer.projects import named_projects
from answer.quantity import of_figure
from answer.reply import Reply
from answer.scope import Target
from answer.words import unexplained
from domain.model import Answer, Figure, Passage

MOST_ROWS, MOST_GOALS, MOST_TARGETS, LONGEST = 12, 4, 12, 160
_ASSETS = re.compile("国有资产|资产占[有用]|资产使用")
_CHAPTER = {"assets": "国有资产", "goals": "绩效目标"}
_BESIDE = 2
"""Characters that a question may say beside its chapter: more asks for something of it."""


def asked(ctx: Context) -> Answer | None:
    """The chapter that is asked about, of the one disclosure that the question fits; the latest one that has it where several do."""
    chapter = next((name for name in _CHAPTER if ctx.query.wants(name)), "")
    if not chapter or ctx.query.items or not ctx.scope.named or named_projects(ctx) or _asks_more(ctx):
        return None
    documents = {target.document.id: target for target in ctx.scope.targets if not target.back and not target.measure}
    if len({target.org.identity for target in documents.values()}) != 1:
        return None
    tell = _assets if chapter == "assets" else _goals
    for each in sorted(documents.values(), key=lambda target: target.document.year, reverse=True):
        if (answer := tell(ctx, each)) is not None:
            return answer
    reply = ctx.reply().say(ctx.words(f"文件没有写明{_CHAPTER[chapter]}情况。", f"The documents say nothing of {chapter}."))
    reply.missing.append(_CHAPTER[chapter])
    return reply.answer("not_found")


def _asks_more(ctx: Context) -> bool:
    left = ctx.query.rest
    for name in ("国有资产", "资产", "绩效", "目标", "占有", "占用", "使用", "总体", "整体", "设定", "设置", "制定"):
        left = left.replace(name, " ")
    return len(unexplained(left)) > _BESIDE


def _assets(ctx: Context, target: Target) -> Answer | None:
    """Every number of the sentences under the heading of state-owned assets."""
    found = [
        figure
        for figure in ctx.figures([target])
        if figure.source == "narrative" and figure.value is not None and _ASSETS.search(figure.table.split(" › ")[-1])
    ]
    if not found:
        return None
    reply = ctx.reply().say(of(target, ctx.query.lang), ctx.words("：", ": "))
    for index, figure in enumerate(found[:MOST_ROWS]):
        column = "" if figure.column in ("数量", "金额") else figure.column
        reply.say(ctx.words("；", "; ") if index else "", figure.row_name, column, "" if ctx.zh else " ")
        reply.number(of_figure(figure, f"{figure.row_name}{column}"))
    return reply.say(ctx.words("。", ".")).answer("answered")


def _goals(ctx: Context, target: Target) -> Answer | None:
    """The goals in words, one a project; the first targets where there are no words."""
    passages = ctx.snapshot.passages.select(documents=[target.document.id], kinds=["performance"])
    targets = [figure for figure in ctx.figures([target]) if figure.source == "indicator" and figure.column == "指标值" and figure.printed]
    if not passages and not targets:
        return None
    reply = ctx.reply().say(of(target, ctx.query.lang), ctx.words("的绩效目标：", ", performance goals: "))
    _say_goals(ctx, reply, target, passages) if passages else _say_targets(ctx, reply, targets)
    return reply.say(ctx.words("。", ".")).answer("answered")


def _say_goals(ctx: Context, reply: Reply, target: Target, passages: Sequence[Passage]) -> None:
    longest = {passage.term: passage for passage in sorted(passages, key=lambda each: len(each.text))}
    for index, (term, passage) in enumerate(list(longest.items())[::-1][:MOST_GOALS]):
        text = passage.text if len(passage.text) <= LONGEST else f"{passage.text[:LONGEST]}…"
        claims = [figure for figure in ctx.figures([target]) if figure.sentence and figure.sentence[:20] in passage.text]
        reply.say(ctx.words("；", "; ") if index else "", f"“{term}”：" if term else "").quote(f"“{text.rstrip('。')}”", claims)
        reply.cite_passage(passage, target.document, passage.text)
    if len(longest) > MOST_GOALS:
        reply.say(ctx.words("；另有其他项目的目标", "; and those of other projects"))


def _say_targets(ctx: Context, reply: Reply, targets: Sequence[Figure]) -> None:
    for index, figure in enumerate(targets[:MOST_TARGETS]):
        reply.say(
            ctx.words("；", "; ") if index else "", f"“{figure.project}”" if figure.project not in ("", "整体") else "", figure.row_name
        )
        reply.say(ctx.words("：", ": "))
        say_target(reply, figure)
