"""What changed since the year before, by how much, and why — as printed, and last year's value derived from it."""

from __future__ import annotations

import re
from decimal import Decimal

from answer import charts
from answer.context import Context, Reading, named, of
from answer.measures import fits
from answer.operations.refuse import MOST_CHOICES, absent, choices, enough_to_ask
from answer.orgs import Org
from answer.quantity import Quantity, of_figure
from answer.quantity import difference as minus
from answer.query import ItemMention
from answer.reply import Reply
from answer.scope import Target
from answer.words import naming
from domain.lexicon import items
from domain.model import Answer, Disclosure, Figure

_PARTS = {
    "三公经费": ("公务用车运行维护费", "公务用车购置及运行费", "公务用车购置费", "公务接待费", "因公出国（境）费"),
    "公务用车购置及运行费": ("公务用车运行维护费", "公务用车购置费"),
}


def deviation(ctx: Context) -> Answer | None:
    """决算比预算: the difference and the rate that final accounts print, with the reason for this very deviation."""
    finals = [target for target in ctx.scope.targets if target.document.kind == "决算"]
    documents = list({target.document.id: Target(target.org, target.document) for target in finals}.values())
    if not ctx.query.wants("deviation") or len(documents) != 1 or len(ctx.query.items) > 1:
        return None
    target = documents[0]
    default = not ctx.query.items or ctx.query.items[0].how == "default"
    keys = ("财政拨款收支总预算", "财政拨款支出", "财政拨款") if default else ctx.query.items[0].keys
    rates = ctx.facts.relations(target, keys, "预决算差异率")
    final = ctx.facts.quantity(target, keys)
    planned = next((found for measure in _PLANNED if (found := ctx.facts.quantity(Target(*_at(target), 0, measure), keys))), None)
    if final is None or planned is None:
        return None
    gap = minus(final, planned, ctx.words("决算比预算", "difference"))
    reply = ctx.reply().say(of(target, ctx.query.lang), ctx.words("：", ": "), final.label).number(final)
    reply.say(ctx.words(f"，{planned.figures[0].measure}", ", budget ")).number(planned).say(ctx.words("，决算比预算", ", "))
    reply.say(ctx.words("多" if gap.value > 0 else "少", "higher by " if gap.value > 0 else "lower by ")).number(gap).first(gap)
    reply.chart = charts.of_quantities("bar", final.label, [(planned.figures[0].measure or "预算数", planned), ("决算数", final)])
    if rates:
        rate = of_figure(rates[0], f"{final.label}预决算差异率")
        reply.say(ctx.words("，预决算差异率", ", deviation ")).number(rate, signed=True)
        if re.search("率|百分|percent|deviat", ctx.query.text):
            reply.first(rate)
        if rates[0].reason:
            same = ctx.figures([target], sentence=rates[0].sentence)
            reply.say(ctx.words("。文件给出的原因：", ". The reason given: ")).quote(f"“{rates[0].reason}”", same)
    return reply.say(ctx.words("。", ".")).answer("answered")


_PLANNED = ("全年预算数", "年初预算数", "预算数")


def _at(target: Target) -> tuple[Org, Disclosure]:
    return target.org, target.document


def change(ctx: Context) -> Answer | None:
    """比上年: the printed change and rate, and last year's value derived from them."""
    if not ctx.query.wants("change", "last", "rate") or not ctx.query.items:
        return None
    if ctx.query.years.recent is not None or _series(ctx) or _against_another(ctx):
        return None
    readings = _this_year(ctx)
    if len({reading.target.org.identity for reading in readings}) > 1 or len({reading.target.document.id for reading in readings}) > 1:
        return choices(ctx, readings)
    spoken = [_as_spoken(ctx, reading) for reading in readings]
    told = [(reading, facts) for reading in spoken if (facts := _Change.of(ctx, reading)) is not None]
    if not readings and (only := _said_alone(ctx)) is not None:
        return only
    if not told or not all(facts.fits(ctx) for _, facts in told):
        return None
    reply = ctx.reply()
    for index, (reading, facts) in enumerate(told):
        reply.say(ctx.words("；", "; ") if index else f"{of(reading.target, ctx.query.lang)}{ctx.words('：', ': ')}")
        facts.tell(ctx, reply, reading)
    reply.say(ctx.words("。", "."))
    for mention in ctx.query.items:
        if not any(reading.mention.keys == mention.keys for reading, _ in told):
            absent(ctx, reply, mention, [reading.target for reading, _ in told])
    return reply.answer("answered")


def _said_alone(ctx: Context) -> Answer | None:
    """A change that a sentence prints of a thing whose amount is stated nowhere under that name."""
    targets = list({target.document.id: target for target in ctx.scope.targets if not target.back and not target.measure}.values())
    if len(ctx.query.items) != 1 or ctx.query.items[0].how != "printed" or len(targets) != 1:
        return None
    keys = ctx.query.items[0].keys
    found = {column: ctx.facts.relations(targets[0], keys, column) for column in ("增减额", "增减率", "上年数")}
    wanted = ("上年数",) if ctx.query.wants("last") and not ctx.query.wants("change", "rate") else ("增减率", "增减额")
    told = [found[column][0] for column in (wanted if ctx.query.wants("rate") else wanted[::-1]) if found[column]]
    if not told or not all(len({claim.value for claim in claims}) < 2 for claims in found.values()):
        return None
    reply = ctx.reply().say(of(targets[0], ctx.query.lang), ctx.words("：", ": "), told[0].row_name)
    for index, claim in enumerate(told):
        word = "上年" if claim.column == "上年数" else _word(claim)
        reply.say(ctx.words("，", ", ") if index else "", ctx.words(word, "")).number(of_figure(claim, f"{claim.row_name}{word}"))
    return reply.say(ctx.words("。", ".")).answer("answered")


_AGAINST = re.compile(r"比([^,，。?？]{1,20}?)(?:还|要|更|是)?(?:增|减|多|少|高|低|涨|降|贵|便宜)")


def _against_another(ctx: Context) -> bool:
    """A比办手续的钱多多少: what nobody knows stands where the year before would; its change is no answer."""
    left = ctx.query.rest
    for mention in ctx.query.items:
        left = left.replace(mention.text, " ")
    match = _AGAINST.search(left)
    return match is not None and bool(naming(re.sub("^起|来$|有所|[同跟和]", "", match[1])))


def _series(ctx: Context) -> bool:
    """Whether the years named have documents of their own: then the numbers themselves are compared."""
    return (
        len(ctx.query.years.named) > 1
        and len({target.document.year for target in ctx.scope.targets if not target.back and not target.measure}) > 1
    )


def _this_year(ctx: Context) -> list[Reading]:
    """The items in the documents themselves: 比2021年 and 2021年是多少 speak of the year before, not of another document.

    Of one item in very many documents as many as fill a choice.
    """
    own = [target for target in ctx.scope.targets if not target.back and not target.measure]
    latest = own or [Target(target.org, target.document) for target in ctx.scope.targets]
    first = ctx.first_readings(ctx.query.items[0], latest) if len(ctx.query.items) == 1 else []
    if enough_to_ask(first):
        return first
    return [reading for mention in ctx.query.items for reading in ctx.readings(mention, latest)]


def _as_spoken(ctx: Context, reading: Reading) -> Reading:
    """The amount that the printed change speaks of, where that is not the one at hand: a change is told of its own amount only."""
    claims = ctx.facts.relations(reading.target, reading.mention.keys, "增减额", reading.quantity.figures[0])
    subject = ctx.facts.subject(claims[0]) if claims else None
    if subject is None or subject.value is None or subject.yuan == reading.quantity.figures[0].yuan:
        return reading
    return Reading(reading.target, reading.mention, of_figure(subject, subject.row_name))


class _Change:
    """The claims about one amount: change, rate and what follows for the year before."""

    def __init__(self, change: Figure | None, rate: Figure | None, last: Quantity | None) -> None:
        self.change, self.rate, self.last = change, rate, last

    @classmethod
    def of(cls, ctx: Context, reading: Reading) -> _Change | None:
        amount = reading.quantity.figures[0]
        changes = ctx.facts.relations(reading.target, reading.mention.keys, "增减额", amount)
        rates = ctx.facts.relations(reading.target, reading.mention.keys, "增减率", amount)
        printed = ctx.facts.printed_last(reading.target, reading.mention.keys, amount)
        if not changes and not rates and printed is None:
            return None
        last = printed or ctx.facts.last_year(reading.target, reading.mention.keys)
        return cls(changes[0] if changes else None, rates[0] if rates else None, last)

    def fits(self, ctx: Context) -> bool:
        """Whether last year's number, where that is asked for, is of the measure that the question names."""
        asked = ctx.query.wants("last") and not ctx.query.wants("change", "rate")
        return not asked or self.last is None or fits(ctx.query.text, self.last.figures[0])

    def tell(self, ctx: Context, reply: Reply, reading: Reading) -> None:
        quantity, wants = reading.quantity, ctx.query.wants
        reply.say(quantity.label).number(quantity)
        for claim, words in ((self.change, ("增加", "减少")), (self.rate, ("增长", "下降"))):
            if claim is not None and claim.value is not None:
                lead = ctx.words("，比上年" if claim is self.change else "，", ", ")
                reply.say(lead, ctx.words(words[claim.value < 0], "up " if claim.value >= 0 else "down "))
                reply.number(of_figure(claim, f"{quantity.label}比上年{words[claim.value < 0]}"))
        if self.last is not None:
            name = f"；{self.last.label}" if self.last.label.startswith("上年") else "；上年"
            reply.say(ctx.words(name, "; the year before ")).number(self.last.labelled(f"上年{quantity.label}"))
            reply.say(ctx.words("（推算）", " (derived)") if self.last.derived else "")
        self._order(reply, wants("change", "rate"), wants("last"), quantity, rate_first=wants("rate", "share") and not wants("difference"))

    def _order(self, reply: Reply, changed: bool, last: bool, amount: Quantity, *, rate_first: bool) -> None:
        """What was asked for comes first among the values."""
        if changed:
            for claim in (self.change, self.rate) if rate_first else (self.rate, self.change):
                if claim is not None:
                    reply.first(of_figure(claim, f"{amount.label}比上年{_word(claim)}"))
        elif last and self.last is not None:
            reply.first(self.last.labelled(f"上年{amount.label}"))


def _word(claim: Figure) -> str:
    up, down = ("增加", "减少") if claim.column == "增减额" else ("增长", "下降")
    return up if (claim.value or 0) >= 0 else down


def reason(ctx: Context) -> Answer | None:
    """The reason that the document states for this very change; nothing is concluded that is not written."""
    if not ctx.query.wants("reason") or not ctx.query.items:
        return None
    for mention in ctx.query.items:
        readings = _reasons(ctx, mention)
        if len({target.org.identity for target, _ in readings}) > 1 or len({target.document.id for target, _ in readings}) > 1:
            return choices(ctx, [Reading(target, mention, of_figure(claim, claim.row_name)) for target, claim in readings])
        if readings:
            return _tell_reason(ctx, mention, *readings[0])
    return None


def no_reason(ctx: Context) -> Answer | None:
    """Asked why, and the document says nothing: that is said, and no number is put in its place."""
    if not ctx.query.wants("reason") or not ctx.query.items or not ctx.scope.targets or ctx.query.wants("change", "last", "money"):
        return None
    name = named(ctx.query.items[0])
    reply = ctx.reply().say(ctx.words(f"文件没有说明{name}变化的原因。", f"The documents give no reason for {name}."))
    reply.missing.append(ctx.words(f"{name}的原因", f"reason for {name}"))
    return reply.answer("not_found")


def _reasons(ctx: Context, mention: ItemMention) -> list[tuple[Target, Figure]]:
    """A claim with a reason a disclosure; of those of many offices as many as fill a choice."""
    found: list[tuple[Target, Figure]] = []
    for target in ctx.scope.targets:
        claims = [
            claim
            for key in _with_parts(mention.keys)
            for column in ("增减额", "增减率", "预决算差异率")
            for claim in ctx.facts.relations(target, [key], column)
            if claim.reason
        ]
        claims = _stated(ctx, target) or claims
        if claims:
            found.append((target, next((claim for claim in claims if claim.value), claims[0])))
        if len(found) >= MOST_CHOICES and len({each.org.identity for each, _ in found}) > 1:
            break
    return found


def _stated(ctx: Context, target: Target) -> list[Figure]:
    """为什么增长130.8%: the claim that prints this very rate or change, where the item asked for is only the whole budget."""
    if any(mention.how != "default" for mention in ctx.query.items):
        return []
    numbers = {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?(?=%|个百分点|万元)", ctx.query.text)}
    claims = [figure for figure in ctx.figures([target]) if figure.column in ("增减额", "增减率") and figure.reason]
    return [claim for claim in claims if claim.value is not None and abs(claim.value) in numbers]


def _with_parts(keys: tuple[str, ...]) -> list[str]:
    """The item, and where it is a sum without a reason of its own, its parts."""
    return [
        *keys,
        *(part for key in keys for part in _PARTS.get(key, ())),
        *(also for key in keys for also in (items()[key].also if key in items() else ())),
    ]


def _tell_reason(ctx: Context, mention: ItemMention, target: Target, claim: Figure) -> Answer:
    amount = ctx.facts.quantity(target, [claim.item or mention.keys[0]])
    reply = ctx.reply().say(of(target, ctx.query.lang), ctx.words("：", ": "))
    same = ctx.figures([target], source="narrative", sentence=claim.sentence)
    reading = Reading(target, mention, amount) if amount is not None and amount.figures[0].item == claim.item else None
    facts = _Change.of(ctx, Reading(target, ItemMention("", 0, 0, (claim.item,), "name"), reading.quantity)) if reading else None
    if reading is not None and facts is not None:
        facts.tell(ctx, reply, reading)
    else:
        reply.say(claim.row_name, _word(claim)).number(of_figure(claim, claim.row_name))
    reply.say(ctx.words("。文件给出的原因：", ". The reason given: ")).quote(f"“{claim.reason}”", same)
    reply.cite(claim)
    return reply.say(ctx.words("。", ".")).answer("answered")
