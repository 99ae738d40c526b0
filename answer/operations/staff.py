"""More or fewer people: what the overview and the reasons of one disclosure say of it, each quoted, since they often differ."""

from __future__ import annotations

import re
from dataclasses import dataclass

from answer.context import Context, of
from answer.scope import Target
from domain.lexicon import items
from domain.model import Answer, Passage

MOST_TOLD = 6
_PEOPLE = "人员|职工|干部|员工|编制|在职|退休|离休|staff|employees|personnel"
_ASKED = re.compile(
    rf"(?:{_PEOPLE})[^,，。?？]{{0,12}}?(?:(?:增加|减少|增多|变少|变多|增|减|多|少)了?(?:几|多少)[个名位]?人?"
    rf"|是?(?:增加?|多)了?还是(?:减少?|少)|有(?:没有)?(?:增加|减少|增减|变化)|增减(?:情况|变化))"
)
_GONE = re.compile("退休|离休")
_MOVED = "增加|减少|调出|调入|新增|增减"
_COUNTED = re.compile(r"(?:在职|退休|离休|实有)(?:人员|人数)?\s*\d+\s*[人名]\s*[,，、]\s*(?:比?上年)?(?:增加|减少)\s*\d+\s*[人名]")
_SAID = re.compile(
    rf"[^,，。；;:：]*?(?:{_MOVED})了?\s*\d*\s*[人名]?[^,，。；;:：\d]{{0,6}}(?:人员|职工|干部)[^,，。；;]*"
    rf"|[^,，。；;:：]*?(?:人员|职工|干部|编制|在职)[^,，。；;:：\d]{{0,4}}(?:{_MOVED})了?\s*\d*\s*[人名]?"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a passage on more or fewer people."""

    passage: Passage
    text: str
    counted: bool
    """Said beside the number of people, not as a reason for something else."""


def moves(ctx: Context) -> Answer | None:
    """Whether there were more or fewer people, and by how many: every place that speaks of it, and that they differ where they do."""
    targets = list({target.document.id: target for target in ctx.scope.targets if not target.back and not target.measure}.values())
    if not _ASKED.search(ctx.query.text) or len(targets) != 1 or _asks_money(ctx):
        return None
    found = _found(ctx, targets[0])
    return _tell(ctx, targets[0], found) if found else None


def _asks_money(ctx: Context) -> bool:
    keys = [mention.keys[0] for mention in ctx.query.items if mention.how != "printed"]
    return any(key not in items() or items()[key].unit not in ("人", "名", "个") for key in keys)


def _found(ctx: Context, target: Target) -> list[Said]:
    """Of those who are at work or of those who are not, as asked; with numbers only, and one way only, where that is asked."""
    passages = ctx.snapshot.passages.select(documents=[target.document.id], kinds=["staff", "narrative"])
    every = [
        Said(passage, match[0].strip(), pattern is _COUNTED)
        for passage in passages
        for pattern in (_COUNTED, _SAID)
        for match in pattern.finditer(passage.text)
    ]
    kept = [each for each in every if bool(_GONE.search(each.text)) == bool(_GONE.search(ctx.query.text)) and _one_way(ctx, each.text)]
    return list({_core(each.text): each for each in reversed(kept)}.values())[::-1][:MOST_TOLD]


def _one_way(ctx: Context, text: str) -> bool:
    asked = ctx.query.text
    if "还是" in asked or "变化" in asked or ("增" in asked and "减" in asked):
        return True
    numbered = re.search(r"\d", text) is not None or not re.search("几|多少", asked)
    return numbered and (
        ("减" in text or "调出" in text) if re.search("减|少", re.sub("多少", "", asked)) else ("增" in text or "调入" in text)
    )


def _core(text: str) -> str:
    return re.sub(r"[\s本年单位主要原因是]", "", text)


def _tell(ctx: Context, target: Target, found: list[Said]) -> Answer:
    reply = ctx.reply().say(of(target, ctx.query.lang), ctx.words("：", ": "))
    for mention in ctx.query.items[:1]:
        if (quantity := ctx.read(mention, target)) is not None:
            reply.say(quantity.label).number(quantity).say(ctx.words("；", "; "))
    if not any(each.counted for each in found):
        reply.say(ctx.words("文件未直接说明增减；其他事项写明的原因称", "no change is stated as such; reasons given elsewhere say "))
    for index, each in enumerate(found):
        claims = [figure for figure in ctx.figures([target]) if figure.sentence and each.text in figure.sentence]
        reply.say(ctx.words("；", "; ") if index else "").quote(f"“{each.text}”", claims)
        reply.cite_passage(each.passage, target.document, each.passage.text)
    if len({tuple(re.findall(r"(\d+)\s*[人名]", each.text)[-1:]) for each in found}) > 1:
        reply.say(ctx.words("。几处说法不一致，口径可能不同", ". These places differ"))
    return reply.say(ctx.words("。", ".")).answer("answered")
