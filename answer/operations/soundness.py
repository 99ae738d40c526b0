"""Is anything wrong with this document? What its checks found, worst first, each with its places; nothing is judged anew here."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from answer.context import Context, of
from answer.operations.judge import computed
from answer.quantity import Quantity
from answer.reply import Reply, unbound
from answer.scope import Target
from domain.model import Answer, Finding

MOST_FINDINGS = 5
"""Findings that are told one by one; all are counted."""
_SEVERITIES = ("error", "warning")


def asked(ctx: Context) -> Answer | None:
    """这份预算的数字对得上吗: for the disclosures of one organisation, where the question names no item."""
    own = {target.document.id: target for target in ctx.scope.targets if not target.back and not target.measure}
    if not ctx.query.wants("soundness") or not ctx.query.about_document or ctx.stray or len(ctx.scope.orgs) != 1 or not own:
        return None
    reply = ctx.reply()
    for target in own.values():
        found = ctx.snapshot.figures.findings(target.document.id, _SEVERITIES)
        _tell(ctx, reply, target, sorted(found, key=lambda one: _SEVERITIES.index(one.severity)))
    return reply.answer("answered")


def _tell(ctx: Context, reply: Reply, target: Target, found: Sequence[Finding]) -> None:
    reply.say(of(target, ctx.query.lang), ctx.words("：", ": "))
    if not found:
        reply.say(ctx.words("逐项核对没有发现对不上的数字。", "the checks found nothing that doesn't agree. "))
        return
    for at, (severity, zh, en) in enumerate((("error", "处错误", "errors"), ("warning", "处需要核对", "warnings"))):
        those = [one for one in found if one.severity == severity]
        reply.say(ctx.words("，", ", ") if at else ctx.words("核对发现", "the checks found "))
        reply.number(_count(ctx, those, target), unit=False).say(ctx.words(zh, f" {en}"))
    reply.say(ctx.words("。", ". "))
    for at, one in enumerate(found[:MOST_FINDINGS]):
        reply.say(ctx.words("；", "; ") if at else "")
        _say_finding(ctx, reply, one)
    more = ctx.words("；其余见核对一页", "; the rest is on the page of findings") if len(found) > MOST_FINDINGS else ""
    reply.say(more, ctx.words("。", ". "))


def _count(ctx: Context, found: Sequence[Finding], target: Target) -> Quantity:
    figures = ctx.snapshot.figures.get(dict.fromkeys(figure for one in found for figure in one.figures))
    label = ctx.words(f"{of(target, 'zh')}核对发现", f"findings of {of(target, 'en')}")
    return Quantity(Decimal(len(found)), "", label, tuple(figures), formula=f"count({len(found)})" if found else "0")


def _say_finding(ctx: Context, reply: Reply, one: Finding) -> None:
    """What was found, and its arithmetic where every number of that is a figure's or follows from them."""
    figures = ctx.snapshot.figures.get(list(one.figures))
    told = f"{one.message}（{one.arithmetic}）" if one.arithmetic else one.message
    fits = not unbound(told, figures, computed(figures))
    short = one.message if not unbound(one.message, figures, computed(figures)) else one.message.split("：")[0]
    reply.quote(told if fits else short, figures, computed(figures))
    for figure in figures:
        reply.cite(figure)
