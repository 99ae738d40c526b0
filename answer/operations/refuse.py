"""Honest refusals: what is missing, why, and the nearest thing that is there; and questions back where words fit several readings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from answer.context import Context, Reading, named, of, where
from answer.operations.near import near_in_meaning, suggest_budget, suggest_documents, suggest_items, suggest_names
from answer.quantity import Quantity
from answer.query import ItemMention
from answer.reply import Reply
from answer.scope import Target, named_years
from answer.stating import forms_of
from answer.vocabulary import of_several
from answer.words import named_by, unexplained
from domain.lexicon import item_name, items
from domain.model import Answer, Candidate, Figure, Nearest, Passage, Table
from domain.money import is_money

MOST_CHOICES = 8
_NOTHING = re.compile("为空表|此表为空|没有使用|未安排|未涉及|不涉及|无此|本年度?无|我单位.{0,6}无")


def unknown_organisation(ctx: Context) -> Answer | None:
    """An office that no document of the library is about."""
    if not ctx.scope.unknown or (ctx.scope.named and any(mention.orgs for mention in ctx.query.orgs)):
        return None
    name = ctx.scope.unknown[0]
    reply = ctx.reply().say(ctx.words(f"材料中没有“{name}”的文件，无法回答。", f"The library holds nothing of “{name}”."))
    reply.missing.append(name)
    own = [org for org in ctx.directory.orgs.values() if not org.parent]
    for org in sorted(own, key=lambda org: -fuzz.ratio(name, org.name))[:4]:
        document = org.documents[-1]
        label = f"{org.name}{document.year}年{document.kind}"
        reply.nearest.append(Nearest(label, f"{org.name}{document.year}年{document.kind}总额是多少？"))
    if reply.nearest:
        reply.say(ctx.words("现有：", " There is: "), "、".join(each.label for each in reply.nearest), ctx.words("。", "."))
    return reply.answer("not_found")


def partly_unknown(ctx: Context) -> Answer | None:
    """An office that nobody here knows beside one that is here: nothing is compared with it; what the other one states is offered."""
    if not ctx.scope.unknown or not ctx.query.items or not ctx.query.wants("compare", "rank", "difference", "sum", "average", "times"):
        return None
    name = ctx.scope.unknown[0]
    reply = ctx.reply().say(ctx.words(f"材料中没有“{name}”的文件，不能比较。", f"The library holds nothing of “{name}”: no comparison. "))
    reply.missing.append(name)
    suggest_items(ctx, reply, [ctx.query.items[0].keys[0]], ctx.scope.targets[:1], ctx.words("另一方：", "The other: "))
    return reply.answer("not_found")


def open_organisation(ctx: Context) -> Answer | None:
    """Words that fit several offices, of which only some state the item: which one is meant is asked, not guessed by who states it."""
    if not ctx.scope.named or not ctx.query.items or ctx.query.wants("compare", "rank", "which_offices", "each", "average"):
        return None
    for group in ctx.scope.groups:
        offices = {target.org.identity: target.org for target in group if not target.org.parent}
        readings = [reading for mention in ctx.query.items[:1] for reading in ctx.readings(mention, group)]
        stating = {reading.target.org.identity for reading in readings}
        if len(offices) > 1 and stating and len(stating) < len(offices):
            others = [org.name for identity, org in offices.items() if identity not in stating]
            return choices(ctx, readings, ctx.words(f"没有列示的：{'、'.join(others)}。", f" Not listed for {', '.join(others)}."))
    return None


def open_item(ctx: Context) -> Answer | None:
    """交通费 may be 差旅费 or 其他交通费用: the one that is meant is asked for, whichever of them are listed."""
    for mention in ctx.query.items:
        each_alone = [replace(mention, keys=(one,), text=item_name(one)) for one in of_several(mention.text)]
        readings = [reading for one in each_alone for reading in ctx.readings(one, ctx.scope.targets)]
        if readings:
            return choices(ctx, readings)
    return None


def qualified(ctx: Context) -> Answer | None:
    """无人机采购费 is not 政府采购: an item that the question narrows by words nobody printed is not claimed; it is offered as the nearest."""
    narrowed = [mention for mention in ctx.query.items if mention.qualifier or mention.suffix]
    if not narrowed:
        return None
    phrase = f"{narrowed[0].qualifier}{narrowed[0].text}{narrowed[0].suffix}"
    reply = ctx.reply().say(ctx.words(f"没有列示“{phrase}”（没有列示不等于0）。", f"“{phrase}” is not listed."))
    reply.missing.append(phrase)
    suggest_names(ctx, reply, phrase)
    if not reply.nearest:
        suggest_items(ctx, reply, [narrowed[0].keys[0]], ctx.scope.targets[:1])
    return reply.answer("not_found")


def joined_unknown(ctx: Context) -> Answer | None:
    """基本工资和发奖的钱一共多少: what nobody knows is not dropped in silence; the items that are known are offered."""
    if not ctx.query.joined or not ctx.query.items:
        return None
    phrase = ctx.query.joined
    reply = ctx.reply().say(f"不清楚“{phrase}”是哪个项目，不能和其他项目一起回答。")
    reply.missing.append(phrase)
    suggest_items(ctx, reply, [mention.keys[0] for mention in ctx.query.items], ctx.scope.targets[:1])
    return reply.answer("not_found")


def offered(ctx: Context) -> Answer | None:
    """Words that nobody knows, near in meaning to several items, or not near enough to one: which is meant is asked."""
    mentions = [ItemMention(item_name(key), 0, 0, (key,), "default") for key in ctx.query.offered]
    targets = [target for target in ctx.scope.targets if not target.back]  # only what is disclosed for the year itself
    readings = [reading for mention in mentions for reading in ctx.readings(mention, targets)]
    told = {reading.mention.keys[0] for reading in readings}
    # the likeliest has to be listed: others don't stand in for it; and between one and nothing there is no choice
    return choices(ctx, readings) if len(told) > 1 and ctx.query.offered[0] in told else None


def choices(ctx: Context, readings: Sequence[Reading], beside: str = "") -> Answer:
    """A question back: each reading with its number, its place and the question that asks for just that; `beside`: a last sentence."""
    reply = ctx.reply().say(ctx.words("这个问题有多种理解，请选择：", "This can be read in several ways; please choose: "))
    for index, reading in enumerate(_agreeing_once(readings)[:MOST_CHOICES]):
        title = of(reading.target, ctx.query.lang)
        quantity = reading.quantity
        reply.say(ctx.words("；", "; ") if index else "", title, " ", quantity.label).number(quantity)
        reply.ask_about(
            Candidate(
                label=f"{title} {quantity.label}",
                query=f"{reading.target.org.name}{reading.target.year}年{reading.target.document.kind}的{named(reading.mention)}是多少？",
                value=quantity.shown,
                unit=quantity.unit,
                place=where(quantity.figures[0]) if quantity.figures else "",
            )
        )
    return reply.say(ctx.words("。", "."), beside).answer("ambiguous")


def enough_to_ask(readings: Sequence[Reading]) -> bool:
    """Whether more readings would change nothing: those of several offices fill a choice."""
    return len({reading.target.org.identity for reading in readings}) > 1 and len(_agreeing_once(readings)) >= MOST_CHOICES


def _agreeing_once(readings: Sequence[Reading]) -> list[Reading]:
    return list({(reading.target, reading.quantity.value): reading for reading in readings}.values())


def absent(ctx: Context, reply: Reply, mention: ItemMention, group: Sequence[Target]) -> None:
    """Says that one of several items asked for is not there."""
    for target in group[:1]:
        if empty := emptiness(ctx, target, mention):
            _say_empty(ctx, reply, target, mention, empty)
            return
    reply.missing.append(named(mention))
    for target in group:
        if (cell := ctx.facts.state(target, mention.keys)) is not None and cell.state == "blank":
            _say_blank(ctx, reply, target, mention, cell)
            return
    if not group:
        known = [ctx.directory.orgs[identity].name for each in ctx.query.orgs for identity in each.orgs]
        without = [name for name in known if name not in {target.org.name for target in ctx.scope.targets}]
        reply.say(ctx.words(f"材料中没有{'、'.join(without)}该年的文件。", f" No document of {', '.join(without)} for that year."))
        return
    whom = of(group[0], ctx.query.lang)
    reply.say(ctx.words(f"{whom}没有列示{named(mention)}（没有列示不等于0）。", f" {named(mention)} is not listed for {whom}."))


def emptiness(ctx: Context, target: Target, mention: ItemMention) -> Table | Passage | None:
    """What says that nothing was arranged: the item's own table standing empty, or a sentence of the narrative."""
    if target.back:
        return None
    for each in mention.keys[:2]:
        for form in forms_of(each)[:1]:
            tables = ctx.tables(target, form) if form in ("政府性基金", "国有资本", "三公", "上年结转表", "项目支出表") else []
            if (empty := next((table for table in tables if table.state == "empty"), None)) is not None:
                return empty
    names = {name for key in mention.keys[:2] for name in (items()[key].names if key in items() else ()) if len(name) > 3}
    passages = ctx.snapshot.passages.select(documents=[target.document.id], kinds=["note", "narrative"])
    return next((each for each in passages if _says_nothing(each.text, names)), None)


def _says_nothing(text: str, names: set[str]) -> bool:
    return any(
        _NOTHING.search(sentence) and any(name in sentence for name in names) and not re.search(r"\d[\d,.]*\s*万?元", sentence)
        for sentence in re.split("[。；]", text)
    )


def nothing_arranged(ctx: Context) -> Answer | None:
    """An answer, not a refusal: the disclosure itself says that there is none."""
    found = [
        (target, mention, empty)
        for group in ctx.scope.groups
        for target in group
        for mention in ctx.query.items
        if not ctx.stray and ctx.read(mention, target) is None
        if (empty := emptiness(ctx, target, mention)) is not None
    ]
    if not found:
        return None
    reply = ctx.reply()
    for target, mention, empty in found:
        _say_empty(ctx, reply, target, mention, empty)
    return reply.answer("answered")


def _say_empty(ctx: Context, reply: Reply, target: Target, mention: ItemMention, empty: Table | Passage) -> None:
    title, name = of(target, ctx.query.lang), item_name(mention.keys[0])
    if isinstance(empty, Table):
        reply.say(
            ctx.words(f"{title}：没有安排{name}（{empty.number}为空表）。", f"{title}: no {name} was arranged ({empty.number} is empty). ")
        )
        reply.cite_table(empty, target.document)
    else:
        reply.say(ctx.words(f"{title}：没有安排{name}。", f"{title}: no {name}. "))
        reply.cite_passage(empty, target.document, empty.text[:200])


def not_found(ctx: Context) -> Answer | None:
    """The last word: why there is no answer, and what is nearest."""
    if (nothing := nothing_arranged(ctx)) is not None:
        return nothing
    reply = ctx.reply()
    if ctx.scope.named and not ctx.scope.targets:
        return _no_document(ctx, reply)
    if not ctx.query.items:
        return _not_understood(ctx, reply)
    return _not_listed(ctx, reply)


def _not_understood(ctx: Context, reply: Reply) -> Answer:
    """No item that anybody printed: what is nearest in meaning is offered, never answered."""
    unknown = ctx.query.unknown if len(ctx.query.unknown) > 1 else ""
    phrase = _phrase(ctx) if ctx.zh else ""
    reply.say(
        ctx.words(
            f"没有找到{f'关于“{phrase}”的' if phrase else ''}可以核对的答案。可以写明单位、年份和项目再问。",
            "Nothing found that could be checked. Name an office, a year and an item.",
        ),
    )
    reply.missing.append(unknown or phrase or unexplained(ctx.query.rest) or ctx.words("项目", "item"))
    suggest_names(ctx, reply, ctx.query.strange)
    if reply.nearest:
        return reply.answer("not_found")
    for near in near_in_meaning(ctx):
        name, title = item_name(near), of(ctx.scope.targets[0], "zh")
        reply.nearest.append(Nearest(f"{title}{name}", f"{title}的{name}是多少？"))
    if reply.nearest:
        reply.say(
            ctx.words("意思相近的项目：", " Near in meaning: "), "、".join(each.label for each in reply.nearest), ctx.words("。", ".")
        )
    return reply.answer("not_found")


def _phrase(ctx: Context) -> str:
    """The thing that a question asks for, in its own words: 案件办理费 of 某院案件办理费是多少."""
    chunks = [_ASKING.sub("", _LEADING.sub("", chunk)) for chunk in re.split(r"[\s,，。;；:：?？!！()（）]+", ctx.query.rest)]
    found = max((chunk for chunk in chunks if re.fullmatch("[\u4e00-\u9fffA-Za-z\\d]{2,16}", chunk)), key=len, default="")
    return found if named_by(found) else ""


_LEADING = re.compile("^(?:预算|决算|年度?|请问|问一下|帮我|查一?下|查|找|那|[的里中内和在把有上])+")
_ASKING = re.compile(
    "[比较同跟和]?(?:上年|去年)?(?:增加|增长|减少|下降|变化).*$|[比较]$|(?:的)?(?:[是为有花用列占]|一共|总共|共|安排|支出|预算|决算|到底|究竟|大概|实际)*(?:了)?(?:多少|几|什么|哪|谁|吗|呢|如何|怎|为|[是有]没|是否).*$"
)


def _no_document(ctx: Context, reply: Reply) -> Answer:
    orgs = [ctx.directory.orgs[identity] for mention in ctx.query.orgs for identity in mention.orgs]
    year = "、".join(f"{year}年" for org in orgs[:1] for year in named_years(org, ctx.query))
    kind = "、".join(ctx.query.kinds)
    wanted = f"{orgs[0].name if orgs else ''}{year}{kind}"
    reply.missing.append(wanted)
    reply.say(ctx.words(f"材料中没有{wanted}的文件。", f"The library has no document of {wanted}."))
    for org in dict.fromkeys(org.identity for org in orgs):
        for document in ctx.directory.orgs[org].documents:
            label = f"{document.org}{document.year}年{document.kind}"
            item = named(ctx.query.items[0]) if ctx.query.items else "总预算"
            reply.nearest.append(Nearest(label, f"{label}的{item}是多少？"))
    if reply.nearest:
        reply.say(ctx.words("最接近的：", " Nearest: "), "、".join(each.label for each in reply.nearest), ctx.words("。", "."))
    return reply.answer("not_found")


def _not_listed(ctx: Context, reply: Reply) -> Answer:
    targets = ctx.scope.targets
    unlisted = (each for each in ctx.query.items if not ctx.stray and not ctx.readings(each, targets))
    mention = next(unlisted, ctx.query.items[0])
    name = named(mention)
    if ctx.query.wants("when"):
        reply.missing.append(ctx.words("时间", "date"))
        return reply.say(ctx.words("没有找到说明时间的原文。", "No date is stated.")).answer("not_found")
    if ctx.stray and ctx.readings(mention, targets):
        reply.missing.append(f"{name}（{ctx.stray}）")
        reply.say(ctx.words(f"没有按“{ctx.stray}”列示{name}（没有列示不等于0）。", f"{name} is not broken down by “{ctx.stray}”."))
        suggest_names(ctx, reply, ctx.stray)
        if not reply.nearest:
            suggest_items(ctx, reply, [mention.keys[0]], targets[:1])
        return reply.answer("not_found")
    if stated := ctx.readings(mention, targets):
        computed = ctx.query.wants("change", "difference", "last", "share", "per")
        return (_not_computable if computed else _not_what_is_asked)(ctx, reply, stated[0], name)
    reply.missing.append(name)
    if (other := next((found for target in targets if (found := ctx.stated_otherwise(mention, target)) is not None), None)) is not None:
        return _only_otherwise(ctx, reply, other, name)
    cells = [(target, figure) for target in targets for figure in [ctx.facts.state(target, mention.keys)] if figure is not None]
    for target, figure in cells[:1]:
        title = of(target, ctx.query.lang)
        if figure.state == "withheld":
            reply.say(ctx.words(f"{title}：{name}不予公开。", f"{title}: {name} is withheld."))
            reply.cite(figure)
            return reply.answer("withheld")
        _say_blank(ctx, reply, target, mention, figure)
        suggest_budget(ctx, reply, target, mention)
    if not cells:
        whom = of(targets[0], ctx.query.lang) if len({target.org.identity for target in targets}) == 1 and targets else ""
        absent_tables = [
            table for target in targets[:1] for table in ctx.snapshot.figures.tables(document=target.document.id) if table.state == "absent"
        ]
        because = "，相关报表没有附在文件里" if absent_tables else "（没有列示不等于0）"
        reply.say(ctx.words(f"{whom}没有列示{name}{because}。", f"{name} is not listed{' for ' + whom if whom else ''}."))
    suggest_items(ctx, reply, [*(items()[mention.keys[0]].other if mention.keys[0] in items() else ())], targets[:1])
    if not cells and mention.how == "printed":
        suggest_documents(ctx, reply, mention)
    elif not cells and ctx.stray:
        suggest_names(ctx, reply, ctx.query.rest)
    return reply.answer("not_found")


def _only_otherwise(ctx: Context, reply: Reply, stated: Quantity, name: str) -> Answer:
    """The item is stated in money where a number is asked for, or the other way round."""
    if is_money(stated.unit):
        reply.say(
            ctx.words(f"只公布了{name}的金额，没有公布所问的数量：", f"Only the amount of {name} is stated, not the number asked for: ")
        )
        return reply.number(stated).say(ctx.words("。", ".")).answer("not_found")
    reply.say(ctx.words(f"只公布了{name}的数量，没有以它列示的金额。", f"Only the number of {name} is stated, no amount. "))
    return reply.answer("not_found")


def _say_blank(ctx: Context, reply: Reply, target: Target, mention: ItemMention, cell: Figure) -> None:
    title, name = of(target, ctx.query.lang), named(mention)
    reply.say(
        ctx.words(
            f"{title}：{where(cell)}里“{name}”一格为空，没有数字（空白不等于0）。",
            f"{title}: the cell of {name} is blank, which is not 0. ",
        )
    )
    reply.cite(cell)


def _not_what_is_asked(ctx: Context, reply: Reply, stated: Reading, name: str) -> Answer:
    """The item is stated, but something else of it is asked than its amount."""
    title = of(stated.target, ctx.query.lang)
    reply.missing.append(ctx.words(f"{name}的其他信息", f"something else of {name}"))
    reply.say(ctx.words(f"{title}公布了{name}", f"{title}: {name} is stated, ")).number(stated.quantity)
    reply.say(ctx.words("，但没有找到所问的内容。", "; what is asked of it was not found."))
    reply.nearest.append(Nearest(f"{of(stated.target, 'zh')}{name}", f"{of(stated.target, 'zh')}的{name}是多少？"))
    return reply.answer("not_found")


def _not_computable(ctx: Context, reply: Reply, stated: Reading, name: str) -> Answer:
    """The item is there, but not what would be needed to compute what was asked."""
    title = of(stated.target, ctx.query.lang)
    reply.missing.append(ctx.words(f"{name}的增减或对比数", f"what to compare {name} with"))
    reply.say(ctx.words(f"{title}只公布了{name}", f"{title}: only {name} is stated, ")).number(stated.quantity)
    reply.say(ctx.words("，没有公布可用于这一计算的另一个数，不能推算。", "; the other number that this needs is not disclosed."))
    reply.nearest.append(Nearest(f"{of(stated.target, 'zh')}{name}", f"{of(stated.target, 'zh')}的{name}是多少？"))
    return reply.answer("not_found")
