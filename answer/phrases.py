"""What a question joins and what it narrows: every joined phrase must be an item, and no word with content may stand unread at one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.asked import is_pay
from answer.query import ItemMention
from answer.words import naming
from domain.lexicon import items as lexicon
from domain.money import is_money

_JOINT = re.compile("以及|还有|加上|[和跟与及、]|(?<![参增附追])加(?![班强到起总工在和])|(?<![合相不共等])同(?![比样一时期意步])")
_CUT = re.compile(r"[\s,，。;；:：?？!！()（）]+")
_ITEM = "\0"
"""Stands for each character of an item, so that no joint is found in one."""
WHOLES = frozenset({"本年支出", "支出总计", "收入总计", "收支总预算", "人员经费", "公用经费", "基本支出", "项目支出"})
"""Items whose lay words only say how another one is asked for: 办公费开支."""
_MONEY = "(?:钱|花费|花销|开销|开支|费用|经费|支出|补贴|费)"
_NARROWED_BEFORE = re.compile(rf"([^{_ITEM}]+)的?{_MONEY}的$")
_NARROWED_BEHIND = re.compile(rf"(?!{_MONEY})([^{_ITEM}多几哪什]{{1,10}}?)的?{_MONEY}")
_PART_OF = re.compile(f"(?:里面?|中|内|当中|之中)([^{_ITEM}]{{1,10}}的)那?(?:部分|一?[项块笔])")
_SOME_OF = re.compile(f"(?:里面?|里头|中|内|当中|之中)的?(?:又|还)?有?多少(?:钱)?(?:是|被)?([^{_ITEM}多少]{{2,}})")
"""采购里多少留给小企业: what is asked is some of the item, named behind."""
_LEAD = re.compile("^.*(?:预算|决算)的?(?:里面?|中|内)?的?|^[把将拿]")
_TAIL = re.compile("(?:一共|总共|合计|共计|加起来|加在|并在|多少|几|是).*$")
"""What stands before and behind a phrase that is told back."""
_READ = 2
"""Characters with content from which what follows joined items is not understood."""
_WHOSE = re.compile(f"([^{_ITEM}里中内]+)的$")


def unknown_joined(text: str, items: Sequence[ItemMention]) -> str:
    """The first phrase of `text` that is joined to an item and is none itself: 给职工发奖的钱 beside 基本工资; else nothing."""
    official = _masked(text, [each for each in items if not each.by_word])
    for parts in _joined(text, items):
        unknown = [part for part in parts if _ITEM not in part and naming(part)]
        if unknown:
            return _TAIL.sub("", _LEAD.sub("", unknown[0])) or unknown[0]
        for part in parts[:-1]:  # the last one is followed by what is asked of all
            said = part.rsplit(_ITEM, 1)[-1]
            if part.strip(_ITEM) and len(naming(said)) >= _READ and f"{_ITEM}{said}" not in official:
                return said
    return ""


def unread(text: str, items: Sequence[ItemMention]) -> str:
    """What stands behind joined items and is not understood, though it says what to do with them; else nothing."""
    tails = [parts[-1].rsplit(_ITEM, 1)[-1] for parts in _joined(text, items)]
    return next((tail for tail in tails if len(naming(tail)) >= _READ), "")


def _joined(text: str, items: Sequence[ItemMention]) -> list[list[str]]:
    """The parts between joints of every stretch of `text` that joins something to an item."""
    chunks = [_JOINT.split(chunk) for chunk in _CUT.split(_masked(text, items)) if _ITEM in chunk]
    return [parts for parts in chunks if len(parts) > 1]


def narrowed(text: str, mention: ItemMention, items: Sequence[ItemMention]) -> tuple[str, str]:
    """Words with content right before and right behind an item, that make a narrower or another thing of it."""
    if not (mention.by_word or mention.how == "name"):
        return "", ""
    masked = _masked(text, items)
    before = re.split(rf"{_CUT.pattern}|{_JOINT.pattern}", masked[: mention.start])[-1]
    after = re.split(rf"{_CUT.pattern}|{_JOINT.pattern}", masked[mention.end :])[0]
    lay = mention.by_word
    behind = _next(mention, items) or _next_english(text, mention, items) or _right(after, lay)
    return _left(before, lay) or _counted_before(text, mention, items), behind


def _next(mention: ItemMention, items: Sequence[ItemMention]) -> str:
    """公积金 in 房屋公积金, 社保 in 工资社保: another item's word without a break makes another thing of it."""
    for each in items:
        if each.start == mention.end and each.by_word and not {*each.keys, *mention.keys} & WHOLES and each.keys != mention.keys:
            return each.text if _is_money(each) else ""
    return ""


def _next_english(text: str, mention: ItemMention, items: Sequence[ItemMention]) -> str:
    """Pay in "miscellaneous pay", staff in "clothing for staff": the same in English, where a blank or a little word stands between."""
    for each in items:
        between = text[mention.end : each.start]
        if is_pay(mention) and not _is_money(each):
            continue
        if each.keys != mention.keys and (between == " " or (between == " for " and not _is_money(each))) and mention.text[-1:].isascii():
            return f"{between}{each.text}"
    return ""


_INSIDE = re.compile("(?:里面?|里头|其中|当中|中)的")
"""Behind punctuation it only points back: …的预算，里面的接待费."""


def _left(before: str, lay: bool) -> str:
    if _INSIDE.fullmatch(before):
        return ""
    for pattern in (_NARROWED_BEFORE, *([_WHOSE] if lay else [])):
        if (match := pattern.search(before)) and naming(match[1]):
            return _LEAD.sub("", match[0]) or match[0]
    return ""


def _right(after: str, lay: bool) -> str:
    for pattern in (_PART_OF, _SOME_OF, *([_NARROWED_BEHIND] if lay else [])):
        if (match := pattern.match(after)) and naming(match[1]):
            return match[1]
    return ""


def _counted_before(text: str, mention: ItemMention, items: Sequence[ItemMention]) -> str:
    """买房子发的补贴, 商品服务类的其他支出: a thing that is counted, or a class, says what the money beside it is for."""
    for each in items:
        between = text[each.end : mention.start]
        if not each.by_word or not _is_money(mention) or not re.fullmatch("[^里中占比和跟与、,，]{0,3}的", between):
            continue
        if not _is_money(each) or "类" in between:
            return text[each.start : mention.start]
    return ""


def _is_money(mention: ItemMention) -> bool:
    return mention.keys[0] not in lexicon() or is_money(lexicon()[mention.keys[0]].unit)


def _masked(text: str, items: Sequence[ItemMention]) -> str:
    for each in items:
        text = text[: each.start] + _ITEM * (each.end - each.start) + text[each.end :]
    return text
