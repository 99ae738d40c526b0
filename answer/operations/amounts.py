"""Look-ups: what is it, in every organisation and year named, with what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer import charts
from answer.bounds import bound, within
from answer.context import Context, Reading, kind_of, of, where
from answer.operations.refuse import absent, choices, enough_to_ask
from answer.operations.unread import answers_less
from answer.quantity import Quantity, converted, of_figure, same_kind
from answer.query import ItemMention
from answer.reply import Reply
from answer.scope import Target
from domain.codes import axis_of
from domain.lexicon import is_total_column, items
from domain.model import Answer
from domain.money import is_money
from domain.text import key as key_of


def look_up(ctx: Context) -> Answer | None:
    """Every item asked for, in every organisation and year named."""
    if not ctx.query.items or wants_more(ctx):
        return None
    reply, found, missing = ctx.reply(), [], []
    for group in ctx.scope.groups:
        for mention in ctx.query.items:
            first = ctx.first_readings(mention, group)
            readings = first if enough_to_ask(first) else ctx.readings(mention, group)
            if several(ctx, readings):
                return choices(ctx, readings)
            found += [*readings, *_narrower(ctx, readings)]
            if not readings and not mention.by_word and any(ctx.stated_otherwise(mention, target) for target in group):
                return None  # what it is beside or part of would be another thing
            if not readings:
                missing.append((mention, group))
            else:
                missing += [(mention, kind) for kind in _kinds_without(ctx, group, readings)]
    if not found or answers_less(ctx, found, [mention for mention, _ in missing]):
        return None
    if ctx.query.unread and len(ctx.query.items) > 1:  # what to do with them is not understood: each is offered
        return choices(ctx, found)
    _tell(ctx, reply, found)
    for mention, group in missing:
        absent(ctx, reply, mention, group)
    _over_years(ctx, reply, found)
    return reply.answer("answered")


def _over_years(ctx: Context, reply: Reply, found: Sequence[Reading]) -> None:
    """A series: its chart, and which of the years asked for have no document beside those that have one."""
    named, told = ctx.query.years.named, sorted({reading.target.year for reading in found})
    one = len(ctx.query.items) == 1 and len({reading.target.org.identity for reading in found}) == 1
    if one and len(found) > 1 and same_kind([reading.quantity for reading in found]):
        reply.chart = charts.of_readings(found)
    for year in (year for year in named if one and year not in told):
        if stated := [target for target in ctx.scope.targets if target.year == year]:
            absent(ctx, reply, ctx.query.items[0], stated)
    without = [year for year in named if year not in told and not any(target.year == year for target in ctx.scope.targets)]
    if one and len(named) > 1 and without:
        lacking, there = "、".join(f"{year}年" for year in without), "、".join(f"{year}年" for year in told)
        reply.missing += [f"{year}年" for year in without]
        reply.say(ctx.words(f"材料中没有{lacking}的文件，有的是{there}。", f" No document for {', '.join(map(str, without))}."))


def _kinds_without(ctx: Context, group: Sequence[Target], readings: Sequence[Reading]) -> list[tuple[Target, ...]]:
    """预算多少决算多少: the targets of a kind that is asked for beside another one, and states nothing."""
    kinds = [tuple(target for target in group if kind_of(target) == kind and not target.back) for kind in ctx.query.kinds]
    stated = {kind_of(reading.target) for reading in readings}
    return [targets for targets in kinds if len(ctx.query.kinds) > 1 and targets and kind_of(targets[0]) not in stated]


def _narrower(ctx: Context, readings: Sequence[Reading]) -> list[Reading]:
    """A year's budget known only from its final accounts: beside the whole, the part that is 财政拨款, since both are called 年初预算."""
    found = []
    for reading in readings:
        if reading.target.measure and reading.mention.keys[0] == "收支总预算":
            part = ctx.facts.quantity(reading.target, ("财政拨款收支总预算", "财政拨款支出"))
            if part is not None and part.value != reading.quantity.value:
                found.append(Reading(reading.target, reading.mention, part.labelled(f"{part.label}（口径较窄）")))
    return found


def wants_more(ctx: Context) -> bool:
    """Words that a plain amount would not answer: better nothing than the wrong thing."""
    if ctx.stray or ctx.query.wants("when", "which_table") or _counts_what_costs(ctx):
        return True
    by_default = all(mention.how == "default" for mention in ctx.query.items)
    beyond = ("execution", "score", "target", "duty", "basis", "carrier", "goal", "definition", "problems", "founded", "reason")
    series = ctx.query.years.recent is not None or len(ctx.query.years.named) > 1
    computed = (
        ctx.query.wants("difference", "per", "share", "times", "average")
        or (ctx.query.wants("last") and not series)
        or (ctx.query.wants("change", "rate") and not series)
    )
    missing = ctx.query.wants("sum") and len(ctx.query.unknown) > 1  # 开大会的花费和福利费一共: one of what is to be added is not known
    by_word = all(mention.by_word for mention in ctx.query.items) and ctx.query.wants("target")
    planned = ctx.query.wants("plan") and not ctx.query.wants("money")  # 要办多少场 asks for a target, 要花多少钱 for money
    return (
        computed or missing or _asks_which(ctx) or by_word or _asks_otherwise(ctx) or (by_default and (planned or ctx.query.wants(*beyond)))
    )


def _asks_which(ctx: Context) -> bool:
    """A number of rows, the first of them, or those beyond an amount, of what is only an amount."""
    text = ctx.query.text
    for mention in ctx.query.items:
        text = text.replace(mention.text, " ")
    of_rows = re.search("(几|多少)个?(款|项|科目|子目|类|条目|明细)|最(?!近|终|后|新)|靠前|居首|第一|垫底", text)
    return bool(of_rows) or (ctx.query.wants("list") and bool(ctx.query.amounts))


def _asks_otherwise(ctx: Context) -> bool:
    """Words that ask for the name of a part (哪一款), or for a change that nothing computed (下降的幅度): no total answers them."""
    named = re.search("哪一?[款样种笔]|哪一[项类个]|几[款类]", ctx.query.text) and not ctx.query.wants("rank", "compare")
    items_blank = ctx.query.text
    for mention in ctx.query.items:
        items_blank = items_blank.replace(mention.text, " ")
    moved = _MOVED.search(items_blank) and ctx.query.years.recent is None and len(ctx.query.years.named) < 2
    return bool(named) or bool(moved and "还是" not in ctx.query.text)


_MOVED = re.compile("(增加|减少|上升|下降|增长|提高|降低|上涨|下跌)(?!挂)")
"""Words of a change."""


def _counts_what_costs(ctx: Context) -> bool:
    """几辆 of an item that is only money: the amount would be no answer."""
    counted = re.search("(几|多少)(辆|台|名|家|次|期|条|件|人次|平方米)", ctx.query.text)
    money = all(mention.keys[0] in items() and is_money(items()[mention.keys[0]].unit) for mention in ctx.query.items)
    parts = [part for mention in ctx.query.items for part in (items()[mention.keys[0]].parts if mention.keys[0] in items() else ())]
    return bool(counted) and money and not ctx.query.wants("money") and not any(not is_money(items()[part].unit) for part in parts)


def several(ctx: Context, readings: Sequence[Reading]) -> bool:
    """Readings of one mention that the question leaves open: other organisations, years or kinds than one."""
    if len(readings) < 2:
        return False
    orgs = {reading.target.org.identity for reading in readings}
    years = {reading.target.year for reading in readings}
    kinds = {reading.target.document.kind for reading in readings}
    asked_years, asked_kinds = len(ctx.query.years.named) > 1 or ctx.query.years.recent is not None, len(ctx.query.kinds) > 1
    return len(orgs) > 1 or (len(years) > 1 and not asked_years) or (len(kinds) > 1 and not asked_kinds and len(years) == 1)


def _tell(ctx: Context, reply: Reply, readings: Sequence[Reading]) -> None:
    last: Target | None = None
    for reading in readings:
        if reading.target != last:
            reply.say("。" if last and ctx.zh else ". " if last else "", of(reading.target, ctx.query.lang), ctx.words("：", ": "))
        else:
            reply.say(ctx.words("；", "; "))
        last = reading.target
        state(ctx, reply, reading)
    reply.say(ctx.words("。", "."))


def state(ctx: Context, reply: Reply, reading: Reading) -> None:
    """One reading in words: name, number, place; derivation, units asked for and subordinate units where they belong to it."""
    quantity = reading.quantity
    if whether := _whether(ctx, quantity):
        reply.say(whether)
    reply.say(_label(ctx, quantity.label, reading.mention), " " if not ctx.zh else "")
    for unit in [unit for unit in ctx.query.units if is_money(quantity.unit) and unit != quantity.unit]:
        reply.number(converted(quantity, unit)).say(ctx.words("，即", " = "))
    reply.number(quantity)
    if quantity.derived and quantity.figures:
        derivation(ctx, reply, quantity)
    else:
        measure = f"{reading.target.measure}，见" if reading.target.measure else ""
        reply.say(ctx.words(f"（{measure}{where(quantity.figures[0])}）", f" ({where(quantity.figures[0])})"))
    _blank_beside(ctx, reply, reading)
    if not quantity.derived:
        _parts(ctx, reply, reading)
        _cite_all_of_it(ctx, reply, reading)
        _companions(ctx, reply, reading)
        _namesakes(ctx, reply, reading)
    if quantity.unit in ("人", "名", "个") and not reading.target.org.parent:
        for other in ctx.facts.of_units(reading.target, reading.mention.keys[0]):
            reply.say(ctx.words("，另有", "; also ")).say(other.label).number(other)


def _blank_beside(ctx: Context, reply: Reply, reading: Reading) -> None:
    """A sentence says 0 where the table has nothing: both are said, since a blank is not 0."""
    figure = reading.quantity.figures[0]
    if reading.quantity.value or figure.source != "narrative" or reading.target.back:
        return
    blank = ctx.facts.state(reading.target, reading.mention.keys)
    if blank is not None and blank.state == "blank" and reading.target.document.kind == "决算":
        reply.say(ctx.words(f"；{where(blank)}里这一格为空白", f"; the cell in {where(blank)} is blank"))
        reply.cite(blank)


def _whether(ctx: Context, quantity: Quantity) -> str:
    """买不买车？买车了吗？— yes or no first, by whether the amount is zero."""
    if not ctx.query.wants("whether") or quantity.derived or ctx.query.wants("last") or ctx.query.years.relative:
        return ""
    if len(ctx.query.kinds) > 1:
        return ""
    if bound(ctx.query) is not None and (yuan := quantity.as_value().yuan) is not None:
        return ctx.words("是，" if within(ctx.query, yuan) else "不是，", "Yes: " if within(ctx.query, yuan) else "No: ")
    verb = re.search(r"(.)不\1", ctx.query.text)
    if not ctx.zh:
        return "Yes: " if quantity.value else "No: "
    if verb:
        return f"{verb[1]}，" if quantity.value else f"不{verb[1]}，没有安排，"
    return "有，" if quantity.value else "没有，"


def _parts(ctx: Context, reply: Reply, reading: Reading) -> None:
    """What a total is made of, where that is always told with it (三公, 政府采购, 人数)."""
    key = reading.mention.keys[0]
    names = items()[key].parts if key in items() and len(ctx.query.items) == 1 and not ctx.query.several else ()
    told = [quantity for name in names if (quantity := ctx.facts.quantity(reading.target, [name])) is not None]
    for index, quantity in enumerate(told):
        reply.say(
            ctx.words("，其中：", ", of which: ") if not index else ctx.words("、", ", "), quantity.label, "" if ctx.zh else " "
        ).number(quantity)


def _cite_all_of_it(ctx: Context, reply: Reply, reading: Reading) -> None:
    """A part that is all of its whole states the same."""
    names = items()[reading.mention.keys[0]].parts if reading.mention.keys[0] in items() else ()
    parts = [part for name in names if (part := ctx.facts.quantity(reading.target, [name])) is not None and part.value]
    for figure in parts[0].figures if len(parts) == 1 and parts[0].value == reading.quantity.value else ():
        reply.cite(figure)


def _companions(ctx: Context, reply: Reply, reading: Reading) -> None:
    """What the same sentence says of the same thing in another measure (27辆，价值…), and other counts of it elsewhere."""
    own = reading.quantity.figures[0]
    if own.source != "narrative" or is_money(own.unit):
        return
    told = {own.column}
    for figure in ctx.facts.of_item(reading.target.document.id, own.item):
        if figure.value is None or figure.org != own.org or figure.column not in ("金额", "价值", own.column):
            continue
        if figure.column not in told and figure.sentence == own.sentence:
            told.add(figure.column)
            reply.say("，", figure.column if ctx.zh else "worth ").number(of_figure(figure, f"{reading.quantity.label}{figure.column}"))
        elif figure.column == own.column and figure.value != own.value and figure.period == own.period and figure.measure == own.measure:
            reply.say(ctx.words(f"；但另一处（{where(figure)}）写作", f"; but elsewhere ({where(figure)}) "))
            reply.number(of_figure(figure, reading.quantity.label)).say(ctx.words("，两处不一致", ", which differs"))


def _namesakes(ctx: Context, reply: Reply, reading: Reading) -> None:
    """Another code under the very same printed name is another item: said, never summed or dropped."""
    own = reading.quantity.figures[0]
    if own.row_code and own.row_code in ctx.query.text:
        return  # the question says the code
    names = ctx.shelf.sheet(reading.target.document.id).coded
    if not own.row_code or not any(code != own.row_code and key_of(name) == key_of(own.row_name) for code, name in names):
        return
    rows = [each for key in reading.mention.keys for each in ctx.facts.amounts(reading.target, key)] if not reading.mention.by_word else []
    same = {
        figure.row_code: figure
        for figure in (*ctx.figures([reading.target], form=own.form), *rows)
        if key_of(figure.row_name) == key_of(own.row_name) and (is_total_column(figure.column) or figure in rows)
        if figure.row_code and figure.value is not None and not own.row_code.startswith(figure.row_code)
        if axis_of(figure.row_code) == axis_of(own.row_code)  # 住房公积金 is rightly called so in both classifications
        if not figure.row_code.startswith(own.row_code) and not figure.project
    }
    for code, figure in same.items():
        reply.say(
            ctx.words(
                f"；注意：同名而编码不同的科目还有{code}（{own.row_code}与{code}名称相同，口径不同，名称可能有误）",
                f"; note: code {code} bears the same name: ",
            )
        )
        reply.number(of_figure(figure, f"{code} {figure.row_name}"))


def derivation(ctx: Context, reply: Reply, quantity: Quantity) -> None:
    """How a number that is not printed follows from those that are: a sum, or this year's amount less its change."""
    added = "-" not in (quantity.formula or "")
    reply.say(ctx.words("（推算：", " (derived: "))
    for index, figure in enumerate(quantity.figures):
        if figure.value is None:
            continue
        sign = "" if index == 0 else (" + " if added or figure.value < 0 else " − ")
        reply.say(sign).number(of_figure(figure, figure.row_name))
    reply.say(ctx.words("，文件没有直接公开）", "; not printed as such)"))
    for figure in quantity.figures:
        if _OTHER_BASIS.search(figure.reason):
            reply.say(ctx.words("；注意：文件给出的原因与推算矛盾或口径不同：", "; note that the reason given contradicts it: "))
            reply.quote(f"“{figure.reason}”", quantity.figures)


_OTHER_BASIS = re.compile("没有基数|无基数|上年.{0,12}(没有|无|未)|列在|列入|调整到|调整至|口径|合并|划转|并入")
"""What a reason says where this year's amount and last year's are not of one scope."""


def _label(ctx: Context, label: str, mention: ItemMention) -> str:
    return label if ctx.zh or not mention.text.isascii() else f"{mention.text} ({label})"
