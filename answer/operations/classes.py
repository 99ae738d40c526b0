"""A class or group of accounts of which only the items print a change: their changes added up where they make all of it, and their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from answer.context import Context, Reading, of
from answer.quantity import Quantity, in_unit, of_figure, quotient
from answer.reply import Reply
from domain.lexicon import items
from domain.model import Answer, Figure

MOST_REASONS = 4
"""Items of a class whose reasons are quoted."""


def changed(ctx: Context) -> Answer | None:
    """The change of a class: Σ of what its items print, only where these items are all that it has."""
    if not ctx.query.wants("change", "last", "rate") or ctx.query.wants("reason"):
        return None
    reading = _class(ctx)
    claims = _claims(ctx, reading) if reading is not None else []
    if reading is None or not claims or not _complete(ctx, reading, claims):
        return None
    unit, amount = claims[0].unit, reading.quantity
    terms = [claim.value for claim in claims if claim.value is not None]
    formula = "+".join(f"({term})" if term < 0 else str(term) for term in terms)
    change = Quantity(sum(terms, Decimal(0)), unit, f"{amount.label}比上年", tuple(claims), formula)
    return _tell(ctx, reading, claims, change)


def _tell(ctx: Context, reading: Reading, claims: Sequence[Figure], change: Quantity) -> Answer:
    amount, rose = reading.quantity, change.value >= 0
    reply = ctx.reply().say(of(reading.target, ctx.query.lang), ctx.words("：", ": "), amount.label).number(amount)
    reply.say(
        ctx.words(
            "，按各项所印的增减额相加，比上年增加" if rose else "，按各项所印的增减额相加，比上年减少",
            ", by the changes of its items up " if rose else ", by the changes of its items down ",
        )
    )
    reply.number(change)
    _operands(ctx, reply, claims)
    last = Quantity(
        in_unit(amount, change.unit) - change.value,
        change.unit,
        f"上年{amount.label}",
        (*amount.figures, *claims),
        f"{in_unit(amount, change.unit)}-({change.formula})",
    )
    reply.say(ctx.words("；上年", "; the year before ")).number(last).say(ctx.words("（推算）", " (derived)"))
    rate = quotient(change, last, f"{amount.label}变化率", "%")
    if rate is not None:
        reply.say(ctx.words("，变化", ", ")).number(rate, signed=True)
    asked = rate if rate is not None and ctx.query.wants("rate") else change
    reply.first(last if ctx.query.wants("last") and not ctx.query.wants("change", "rate") else asked)
    return reply.say(ctx.words("。文件只逐项说明，没有印这一类的增减。", ". Only its items print a change.")).answer("answered")


def _operands(ctx: Context, reply: Reply, claims: Sequence[Figure]) -> None:
    reply.say(ctx.words("（推算：", " (derived: "))
    for index, claim in enumerate(claims):
        negative = (claim.value or 0) < 0
        reply.say(" − " if negative else " + " if index else "", claim.row_name).number(of_figure(claim, claim.row_name))
    reply.say(ctx.words("）", ")"))


def reasons(ctx: Context) -> Answer | None:
    """The reasons that its items give, each quoted beside the item's own change."""
    if not ctx.query.wants("reason"):
        return None
    reading = _class(ctx)
    claims = [claim for claim in _claims(ctx, reading) if claim.reason] if reading is not None else []
    if reading is None or not claims:
        return None
    reply = ctx.reply().say(of(reading.target, ctx.query.lang), ctx.words("：", ": "), reading.quantity.label).number(reading.quantity)
    reply.say(ctx.words("，文件只说明其中各项：", "; reasons are given for its items only: "))
    for index, claim in enumerate(sorted(claims, key=lambda claim: abs(claim.value or Decimal(0)), reverse=True)[:MOST_REASONS]):
        same = ctx.figures([reading.target], sentence=claim.sentence)
        word = ctx.words("增加" if (claim.value or 0) >= 0 else "减少", " up " if (claim.value or 0) >= 0 else " down ")
        reply.say(ctx.words("；", "; ") if index else "", claim.row_name, word).number(of_figure(claim, claim.row_name))
        reply.say(ctx.words("，", ", ")).quote(f"“{claim.reason}”", same)
    return reply.say(ctx.words("。", ".")).answer("answered")


def _class(ctx: Context) -> Reading | None:
    """The one class or group of functional accounts that is asked about, in the one disclosure."""
    if len(ctx.query.items) != 1 or ctx.stray:
        return None
    own = [target for target in ctx.scope.targets if not target.back and not target.measure]
    readings = ctx.readings(ctx.query.items[0], own)
    code = _code(readings[0]) if readings else ""
    return readings[0] if len({reading.target.document.id for reading in readings}) == 1 and 3 <= len(code) < 7 else None


def _code(reading: Reading) -> str:
    key = reading.mention.keys[0]
    codes = [code for code in (items()[key].codes if key in items() else (key,)) if code.startswith("func/")]
    return codes[0].partition("/")[2] if codes else ""


def _claims(ctx: Context, reading: Reading) -> list[Figure]:
    """The printed changes of the items below, one an account, in the order of their codes."""
    code = _code(reading)
    below = {
        figure.row_code: figure
        for figure in reversed(ctx.figures([reading.target], source="narrative", column="增减额"))
        if figure.measure != "原因" and figure.value is not None
        if figure.row_code.startswith(code) and len(figure.row_code) == 7
    }
    return [below[each] for each in sorted(below)]


def _complete(ctx: Context, reading: Reading, claims: Sequence[Figure]) -> bool:
    """Whether the items that print a change make all of the class's amount."""
    subjects = [ctx.facts.subject(claim) for claim in claims]
    amounts = [subject.yuan for subject in subjects if subject is not None and subject.yuan is not None]
    whole = reading.quantity.as_value().yuan
    return len(amounts) == len(claims) and len({claim.unit for claim in claims}) == 1 and sum(amounts, Decimal(0)) == whole
