"""Which of the items that a question says are asked for, and the totals that it means where it says none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.printed import Printed
from answer.query import ItemMention
from answer.spans import blank_items
from answer.vocabulary import touches_item
from answer.words import english_strange, modest, operations, strange, unexplained
from domain.lexicon import items as lexicon
from domain.lexicon import short_parts, whole_of
from domain.text import is_chinese, key

MOST_UNEXPLAINED = 1
"""Characters of a question about the whole budget that no word accounts for."""
_WHOLE_BUDGET, _RUNNING = "收支总预算", "公务用车运行维护费"
_VEHICLES = re.compile("[辆台]|车均|vehicle|car")
_TOTALS = {
    "本年支出": re.compile("花(?!名)|支出|开支|花销|spen[dt]"),
    "收入总计": re.compile("收入|进账"),
    _WHOLE_BUDGET: re.compile("预算|决算|budget|final account|收支"),
}
_WHOLE = frozenset({"本年支出", "支出总计"})
_SUMS = frozenset({"支出合计", "收入合计", "支出总计", "收入总计"})
_SHARE = re.compile("share of|proportion of|percent(age)? of|占")
_AND = re.compile("[和与及跟、,，;；]|以及|还有")
_SOME_COSTS = re.compile(r"\b(expenses|costs|charges|fees)\b")
"""2022 budget, official expenses: some of what the budget holds, not all of it."""


def specific(items: Sequence[ItemMention], text: str, printed: Printed) -> tuple[ItemMention, ...]:
    """决算里办公费实际花了多少 asks for 办公费: words for the whole beside a named item only say how it is asked."""
    ends = {mention.end for mention in items}
    wholes = {mention for mention in items if mention.keys[0] in _WHOLE and mention.start not in ends}
    wholes = wholes if _SHARE.search(text) else set()  # 占总支出多少 names the whole
    named = [
        mention
        for mention in items
        if (mention in wholes or not _only_asks(mention, items))
        and not _only_places(mention, items, text, printed)
        and not _names_code(mention, items)
        and not _modifies(mention, items)
        and not _holds_what_is_asked(mention, items, text)
    ]
    distinct = {mention.keys: mention for mention in reversed(named)}
    return tuple(mention for mention in named if distinct[mention.keys] is mention) or tuple(items)


def _names_code(mention: ItemMention, items: Sequence[ItemMention]) -> bool:
    """Whether a name only says what the code right before it is called: 2013802一般行政管理事务, whatever other code has the name."""
    codes = [each for each in items if each.how == "code" and each.end == mention.start and each.keys[0] in lexicon()]
    return any(key(mention.text) == key(name) for code in codes for name in lexicon()[code.keys[0]].names)


_WITHIN = re.compile("(?:里面?|里头|里边|当中|之中|中|内)(?:的|属于|归)?的?")


def _holds_what_is_asked(mention: ItemMention, items: Sequence[ItemMention], text: str) -> bool:
    """五险一金里的养老保险: a whole right before its part only says where that belongs, unless the two are to be compared."""
    item = lexicon().get(mention.keys[0])
    parts = {*item.parts, *item.sum} if item is not None else set()
    within = (each for each in items if parts.intersection(each.keys) and _WITHIN.fullmatch(text[mention.end : each.start]))
    return any(within) and not operations(text) & {"share", "times", "difference", "compare"}


def _modifies(mention: ItemMention, items: Sequence[ItemMention]) -> bool:
    """Whether English words for people only say whose money is meant: staff allowances, health insurance for staff."""
    if not mention.text.isascii() or not _counts(mention):
        return False
    whose = (each for each in items if each.end + len(_FOR) == mention.start and is_pay(each))
    return any(each.start == mention.end + 1 and not _counts(each) for each in items) or any(whose)


def _only_asks(mention: ItemMention, items: Sequence[ItemMention]) -> bool:
    """Whether a word is part of how a named item is asked for: 实际花了多少, 几个人; 支出合计 or 采购 right behind another item."""
    if not mention.by_word:
        return mention.keys[0] in _SUMS and any(each.end == mention.start for each in items)
    named = [each for each in items if each.how in ("name", "row", "code")]
    whole = mention.keys[0] in _WHOLE and len(items) > 1
    beside = [each for each in named if _counts(each) and 0 <= mention.start - each.end <= 2]
    counting = re.match("多少|几", mention.text) is not None and _counts(mention) and bool(beside)
    narrowing = bool(named) and _counts(mention) and not re.search("多少|几", mention.text) and not any(map(_counts, named))
    return whole or counting or narrowing or any(each.end == mention.start for each in items)


def _only_places(mention: ItemMention, items: Sequence[ItemMention], text: str, printed: Printed) -> bool:
    """Whether an item only says where a printed name stands or how it is asked for: 采购 in 采购PC服务器, 政府采购 in 政府采购里PC服务器."""
    if mention.how == "printed":
        return False
    for each in (each for each in items if each.how == "printed"):
        between = text[min(mention.end, each.end) : max(mention.start, each.start)]
        if not _AND.search(between) and (mention.by_word or is_place(mention, each, printed)):
            return True
    return False


def is_place(mention: ItemMention, name: ItemMention, printed: Printed) -> bool:
    """Whether an item is what a table that prints the name is about: 政府采购 of 政府采购支出预算表."""
    titles = printed.names[key(name.text)].titles if key(name.text) in printed.names else frozenset()
    return any(key(each) in title for each in (mention.text, *mention.keys) for title in titles)


_FOR = " for "
_PAY = "econ/301"


def is_pay(mention: ItemMention) -> bool:
    """Whether an item is part of what an office pays its staff, and nobody else: "for staff" behind it says nothing."""
    item = lexicon().get(mention.keys[0])
    return item is not None and any(code.startswith(_PAY) for code in item.codes)


def _counts(mention: ItemMention) -> bool:
    return mention.keys[0] in lexicon() and lexicon()[mention.keys[0]].unit in ("人", "辆")


def with_parts(text: str, asked: Sequence[ItemMention]) -> tuple[ItemMention, ...]:
    """政府采购中服务占多少, 货物、服务采购各占多少: the parts that are said by their short names, in order."""
    outside = blank_items(text, asked, every=True)
    found = list(asked)
    for mention in asked:
        for short, part in short_parts(mention.keys[0]).items() if mention.keys else ():
            if (at := outside.find(short)) >= 0 and not any(part in each.keys for each in found):
                found.append(ItemMention(short, at, at + len(short), (part,), "name"))
    parts = [each for each in found if any(each.keys[0] in short_parts(other.keys[0]).values() for other in asked)]
    return tuple(
        sorted(
            [each for each in found if each in parts or each.keys[0] not in {whole_of(part.keys[0]) for part in parts}],
            key=lambda each: each.start,
        )
    )


def default_totals(text: str, wanted: frozenset[str], printed: Printed) -> tuple[ItemMention, ...]:
    """A question about nothing but spending, income or the budget asks for the totals."""
    if wanted & {"definition", "duty", "projects", "divisions", "subunits", "full_name", "founded", "problems", "basis"}:
        return ()
    bare = re.sub("|".join(pattern.pattern for pattern in _TOTALS.values()), " ", text)
    if is_chinese(text) and (len(unexplained(bare)) > MOST_UNEXPLAINED or re.search(r"表\s*[\d一二三四五六七八九十]", text)):
        return ()  # it asks for something that nobody printed: not for the total
    if english_strange(text) and not is_chinese(text):
        return ()
    if printed.touches(text) or touches_item(text):
        return ()  # nor for the total where it says a part of a printed name
    found = [(key, match) for key, pattern in _TOTALS.items() if (match := pattern.search(text))]
    by_vehicle = _VEHICLES.search(text) is not None
    if "per" in wanted and not strange(text) and (by_vehicle or not found):  # what is spent on a car is no share of all that is spent
        found = [(_RUNNING if by_vehicle else "支出总计", match) for match in [re.search("经费|养护?|费用?|costs?|花|$", text)] if match]
    flows = [ItemMention(match[0], match.start(), match.end(), (key,), "default") for key, match in found if key != _WHOLE_BUDGET]
    if flows:  # 花, 支出 and 收入 stand in questions about anything: they mean the total only where no other word is left
        left = blank_items(text, flows, every=True)
        return () if unexplained(left) or not modest(left) else tuple(flows)
    whole = tuple(ItemMention(match[0], match.start(), match.end(), (key,), "default") for key, match in found)
    asks_whole = modest(blank_items(text, whole, every=True)) if is_chinese(text) else not _SOME_COSTS.search(text)
    return whole if asks_whole else ()
