"""What of a question no word explains, and what that does: it narrows an item, or it only says how one asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import rjieba

from answer.asked import is_place
from answer.orgs import Mention
from answer.phrases import narrowed
from answer.printed import Printed
from answer.query import ItemMention
from answer.spans import blank_items, blank_spans, mostly_english
from answer.wholes import COLUMNS, unread_whole
from answer.words import FILLER, asking_word, english_strange, named_by, strange, strange_runs, unexplained_start, without
from domain.lexicon import items as lexicon
from domain.names import places as place_words

_BOUND, _BEFORE, _BEHIND = r"[\u4e00-\u9fff]*$", r"[a-z\d\u4e00-\u9fff]*$", r"[a-z\d\u4e00-\u9fff]*"
_PARTICLE = re.compile("[的和与跟及或比占在里中内是花有了用把给加减问下按于对将、]")
_THE_REST = re.compile("(里面?|中|内|当中|之中)的?(其他|其它|其余|剩下|剩余|别的)")
_EXCEPT = re.compile(r"的?[之以]外的?|除外|\s*\b(?:other than|except|excluding|apart from|not listed)\b")
"""Behind an item: what is asked for is what it is not."""
_OTHERS = re.compile("其[他它]$|[没未非除][^,，。的\0]{1,8}(?:之?外)?的$")
_LEVEL = re.compile("[类款项目]级(?:科目)?的?$")
"""Before a total it asks for the rows of a level; before a code it says nothing new."""
_NARROWER, _KIND = re.compile("[他它大小高低不非]$"), re.compile("[员者级类率]")
"""Words that ask for nothing elsewhere, but make another thing of a name: 其他 before it, 员 behind it."""
_LINK = re.compile("[的花在用于给买购里中内类方面上、和与及其支给发了]{0,5}")
"""What may stand between an item and words that narrow it: 信息科的办公费, 办公费用于茶叶的."""


def qualified(text: str, items: Sequence[ItemMention], printed: Printed) -> list[ItemMention]:
    """Marks mentions that are only the end of a longer phrase (无人机 + 采购): another thing than the item itself."""
    found: list[ItemMention] = []
    for mention in items:
        if mention.how == "printed":
            found.append(_bounded(text, mention, items, printed))
            continue
        before = re.search(_BOUND, text[: mention.start])
        last = without(before[0] if before else "", FILLER, "per", "average").split(" ")[-1]
        outside = not any(other.end == mention.start for other in items)
        if mention.by_word and not last:
            last = _loose_before(before[0] if before else "")
        said = outside and len(last) > (0 if mention.by_word else 1)
        other = _OTHERS.search(before[0] if before else "")
        if other := other or (_LEVEL.search(before[0]) if before and mention.how != "code" else None):
            said, last = True, other[0]
        left, right = narrowed(text, mention, items)
        left = left or unread_whole(text, mention, items)
        said, last = (said, last) if said or not left else (True, left)
        behind = right or ("" if said or not mention.by_word else _suffix(text, mention, items))
        if rest := _THE_REST.match(text[mention.end :]):
            behind = rest[0]
        if excepted := _EXCEPT.match(text[mention.end :]):
            behind = excepted[0]
        if not said and outside and (longer := printed.extends(text, mention)):
            said, last = True, longer
        found.append(replace(mention, qualifier=last) if said else replace(mention, suffix=behind) if behind else mention)
    return found


def _loose_before(text: str) -> str:
    """Characters right before a lay word, since the last particle, that no word accounts for: 薪 of 岗位薪级 before 工资."""
    run = _PARTICLE.split(text)[-1]
    left = re.sub("[^\u4e00-\u9fff]", "", without(run, FILLER, "per", "average", "money", "rank", "list"))
    return run if left else ""


def _suffix(text: str, mention: ItemMention, items: Sequence[ItemMention]) -> str:
    """What follows a lay word without a break: 机 in 打印机, 纸 in 打印纸."""
    if any(other.start == mention.end for other in items):
        return ""
    after = re.match(r"[\u4e00-\u9fff]*", text[mention.end :])
    return unexplained_start(after[0] if after else "")


def _bounded(text: str, mention: ItemMention, items: Sequence[ItemMention], printed: Printed) -> ItemMention:
    """A printed name means its row only where nothing narrows it: not in 高性能PC服务器, PC服务器维护 or PC服务器培训费."""
    others = [each for each in items if each is not mention]
    strangers = [each for each in others if each.how != "printed" and not is_place(each, mention, printed)]
    left = next((each.text for each in strangers if each.end == mention.start), "")
    right = next((each.text for each in strangers if each.start == mention.end), "")
    outside = blank_spans(blank_items(text, others, every=True), printed.columns(text, mention))
    letters = not mostly_english(text)
    before = re.search(_BEFORE if letters else _BOUND, outside[: mention.start])
    after = re.match(_BEHIND if letters else r"[\u4e00-\u9fff]*", outside[mention.end :])
    run = before[0].strip() if before and (named_by(before[0]) or _NARROWER.search(before[0])) else ""
    tail = after[0] if after else ""
    return replace(mention, qualifier=left or run, suffix=right or unexplained_start(tail) or (tail[:1] if _KIND.match(tail) else ""))


def strange_beside(unsaid: str, items: Sequence[ItemMention], text: str, printed: Printed, places: frozenset[int], *, english: bool) -> str:
    """The words that nothing explains, where they may narrow an item: beside it, or part of a name that is printed; anywhere without an item."""
    if english:
        return english_strange(unsaid)
    named = [each for each in items if each.how != "default"]
    runs = strange_runs(unsaid)
    begun = {each.end: each.text for each in items if each.start in places}  # 某市应急管理居: no item of the place, but an office of it
    offices = (f"{begun.get(start, '')}{run}" for run, start, _ in runs if start in begun or (start in places and len(run) > 1))
    if named and (office := next(offices, "")):
        return office
    # how several are to be taken together, or whose row a column is asked of, may be among the words that nobody knows
    if len({each.keys for each in named}) > 1 or any(each.keys[0] in COLUMNS for each in named):
        return strange(unsaid)
    beside = [
        run for run, start, end in runs if not named or printed.touches(run) or any(_beside(text, start, end, each) for each in named)
    ]
    told = max(beside, key=len, default="")
    return told if len(told) > 1 else narrowing(unsaid, named) or told


_AMOUNT = re.compile(r"\d[\d.,]*[十百千万亿]*[元个台辆套名]?(?:[以之][上下])?")
_NEAR = 2
"""Words before an item that may narrow it."""


def narrowing(unsaid: str, items: Sequence[ItemMention]) -> str:
    """A word right before an item that is no word of asking, though each of its characters may be: 派出所的取暖费, 国庆期间的接待费."""
    unsaid = _AMOUNT.sub(lambda match: " " * len(match[0]), unsaid)
    for each in (each for each in items if each.how in ("name", "lay")):
        run = re.search("[\u4e00-\u9fff]*$", unsaid[: each.start].removesuffix("的"))
        words = list(rjieba.cut(run[0] if run else "", hmm=False))[-_NEAR:]
        if found := next((word for word in reversed(words) if len(word) > 1 and not asking_word(word)), ""):
            return found
    return ""


def after_places(mentions: Sequence[Mention]) -> frozenset[int]:
    """Where a bare place ends: an unknown word there is another office of it (某市审计…)."""
    return frozenset(each.end for each in mentions if each.text[-1:] in place_words()["levels"])


def _beside(text: str, start: int, end: int, item: ItemMention) -> bool:
    between = text[end : item.start] if end <= item.start else text[item.end : start]
    return _LINK.fullmatch(between) is not None


def unsaid(text: str, items: Sequence[ItemMention], asked: Sequence[ItemMention], printed: Printed) -> str:
    """`text` without the items, the columns beside printed names, and the short names of parts."""
    columns = [span for mention in asked if mention.how == "printed" for span in printed.columns(text, mention)]
    return _without_parts(blank_spans(blank_items(text, [*items, *asked], every=True), columns), asked)


def _without_parts(text: str, asked: Iterable[ItemMention]) -> str:
    """`text` without the short names of the parts that are told with an item: 货物 beside 政府采购 is 政府采购货物."""
    for name in (each for mention in asked for each in mention.keys if each in lexicon()):
        for part in lexicon()[name].parts:
            short = part.removeprefix(name)
            text = _without_word(text, short) if short != part else text
    return text


def _without_word(text: str, word: str) -> str:
    """`text` without `word` where it stands on its own: not 服务 in 服务器."""
    for match in re.finditer(re.escape(word), text):
        before, after = re.search(_BEFORE, text[: match.start()]), re.match(_BEHIND, text[match.end() :])
        last = without(before[0] if before else "", FILLER).split(" ")[-1]
        if not last and not unexplained_start(after[0] if after else ""):
            text = blank_spans(text, [match.span()])
    return text
