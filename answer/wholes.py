"""What stands before an item and narrows it: the unknown whole of a part (…中的公用经费), the field of a total (健康方面的总支出)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.query import ItemMention
from answer.words import naming
from domain.lexicon import items as lexicon

COLUMNS = frozenset({"基本支出", "项目支出", "人员经费", "公用经费"})
"""Items that are also columns, beside which an account's row may stand."""
_TOTALS = frozenset({"本年支出", "支出总计", "收入总计", "收支总预算", "本年收入"})
WHOLES = COLUMNS | _TOTALS
_EDGE = re.compile(r"[\s,，。;；:：?？!！()（）\0]+")
_ITEM = "\0"
_WITHIN = re.compile("(?:里面?|中|内|当中|之中|其中|拆开看?|这一?[项行款类笔])的?(?:属于|归|算)?的?$")
_WHOSE = re.compile("的?(?:总|全部|整个|所有|大类|这类|那类|这一?块|方面)*$")
_BELONGS, _OF_ROW = re.compile("(?:属于|归)的?$"), re.compile("这一?[行栏项款]|拆开")


def unread_whole(text: str, mention: ItemMention, items: Sequence[ItemMention]) -> str:
    """Words with content that say of what a column or a total is asked, where no item is meant by them; else nothing."""
    for each in (each for each in items if not _people(each)):  # 给在职的人发的钱里 is more than 在职的人
        text = text[: each.start] + _ITEM * (each.end - each.start) + text[each.end :]
    before = _EDGE.split(text[: mention.start])[-1]
    alone = (
        mention.keys and mention.keys[0] in COLUMNS and len([each for each in items if each.how != "default" and not _people(each)]) == 1
    )
    if alone and (_BELONGS.search(before) or _OF_ROW.search(text[: mention.start])):
        return _EDGE.split(text.strip())[0] or before
    if mention.keys and mention.keys[0] in COLUMNS and (match := _WITHIN.search(before)):
        return _with_content(before[: match.start()], 1)
    if mention.keys and mention.keys[0] in _TOTALS and (match := _WHOSE.search(before)) and match[0]:
        return _with_content(before[: match.start()], 2)
    return ""


def _people(mention: ItemMention) -> bool:
    return mention.how == "lay" and mention.keys[0] in lexicon() and lexicon()[mention.keys[0]].unit == "人"


def _with_content(run: str, least: int) -> str:
    return run if len(naming(run)) >= least else ""
