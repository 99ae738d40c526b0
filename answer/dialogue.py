"""What a turn, or a later part of a question, leaves open is filled from before it: organisation, year, kind, item, operation."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from answer.query import ItemMention, Query
from answer.years import Years
from domain.lexicon import short_parts

_FOLLOW = frozenset(
    {
        "share",
        "rank",
        "ascending",
        "sum",
        "difference",
        "change",
        "last",
        "rate",
        "reason",
        "convert",
        "judge",
        "count",
        "per",
        "list",
        "average",
    }
)
_TOGETHER = frozenset({"sum", "difference", "compare", "share", "rank", "times", "average"})
"""Operations that need several things: those told one after another, where a turn names none."""
_SUBJECTS = frozenset({"projects", "target", "duty", "divisions", "subunits", "founded", "full_name"})
"""Operations that say what is asked about: with an office of its own (某单位2022年哪个项目花钱最多) such a turn is complete."""
_BESIDE = re.compile("(?:[和与跟同]|相比)[^,，。]{1,24}?(?:相?比|对比|比较)")
_BOTH = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_COUNTED = re.compile("[这那前以上]*([两二三四五])(?:项|个|者|笔|样|种|家|年|处)")
MOST_TOLD = 8


def merged(before: Query, now: Query) -> Query:
    """`now` with what it does not say taken from `before`; what it says anew replaces the old."""
    now = _part_of(before, now)
    if _says_nothing_known(now):
        return replace(now, earlier=before, orgs=before.orgs, years=before.years, inherited=frozenset({"orgs", "years"}))
    taken: set[str] = set()
    whole = bool(now.orgs) and _own_item(now)  # a question of its own: only the year may still be open
    source = _spread(before) if _alone(now) else before
    beside = bool(_BESIDE.search(now.text)) and not _own_item(now)
    if not now.orgs and before.orgs and not _asks_for_offices(now):
        now = replace(now, orgs=source.orgs)
        taken.add("orgs")
    elif beside and now.orgs and before.orgs:
        now = replace(now, orgs=(*before.orgs, *now.orgs), operations=now.operations | {"compare"})
        taken.add("orgs")
    if years := _years(source, now, beside):
        now = replace(now, years=years)
        taken.add("years")
    if not now.kinds and before.kinds and not whole:
        now = replace(now, kinds=source.kinds)
        taken.add("kinds")
    now, items = _with_items(before, source, now, taken)
    return replace(now, inherited=frozenset(taken | items), earlier=before)


def _part_of(before: Query, now: Query) -> Query:
    """服务的呢: a part of what was asked before, by its short name."""
    said = re.sub("[那的呢了吗?？。,，]|其中|多少|是", "", now.rest)
    parts = [part for mention in before.items if (part := short_parts(mention.keys[0]).get(said))]
    if _own_item(now) or len(parts) != 1:
        return now
    return replace(
        now, items=(ItemMention(said, now.text.find(said), now.text.find(said) + len(said), (parts[0],), "name"),), strange="", unknown=""
    )


def _says_nothing_known(now: Query) -> bool:
    """今天天气怎么样: words that nothing explains, and nothing that is known beside them, ask for nothing that was asked before."""
    return len(now.unknown) > 1 and not (now.orgs or now.years or now.kinds or _own_item(now) or now.operations & _FOLLOW)


def _alone(now: Query) -> bool:
    """Whether a turn asks for something of several things and names none: 加起来多少？高多少？哪个最多？"""
    return bool(now.operations & (_TOGETHER | {"change", "rate"})) and not (now.orgs or now.years or _own_item(now))


_AXES = ("orgs", "years", "kinds", "items")


def _spread(before: Query) -> Query:
    """The turn before, widened by what the turns before it told one after another, where they differ in one thing only."""
    wide, each, axis = before, before, ""
    while each.earlier is not None:
        differing = [name for name in _AXES if _keys(_things(each, name)) != _keys(_things(each.earlier, name))]
        if len(differing) != 1 or (axis and differing != [axis]):
            break
        axis, each = differing[0], each.earlier
        wide = _widened(wide, each, axis)
    return wide


def _things(query: Query, axis: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] = query.years.named if axis == "years" else getattr(query, axis)
    return found


def _widened(wide: Query, earlier: Query, axis: str) -> Query:
    known = _keys(_things(wide, axis))
    things = (*(thing for thing in _things(earlier, axis) if _keys((thing,))[0] not in known), *_things(wide, axis))
    changed: dict[str, Any] = {axis: replace(wide.years, named=things) if axis == "years" else things}
    return replace(wide, **changed)


def _keys(things: tuple[Any, ...]) -> list[Any]:
    return [thing.keys if isinstance(thing, ItemMention) else getattr(thing, "orgs", thing) for thing in things]


def _years(source: Query, now: Query, beside: bool) -> Years | None:
    """The years that a turn takes over: all of them where it names none, those of before beside its own where it compares or counts back."""
    years = source.years
    if not years:
        return None
    if not now.years:
        return replace(years, relative=() if years.named else years.relative)
    if not now.years.named and now.years.relative and years.named:
        return replace(now.years, named=years.named)
    if beside and not now.orgs and now.years.named:
        return replace(now.years, named=tuple(dict.fromkeys((*years.named, *now.years.named))))
    return None


def _with_items(before: Query, source: Query, now: Query, taken: set[str]) -> tuple[Query, set[str]]:
    """`now` with the items that it leaves to the turn before, and `items` where it took any."""
    told, own = _told(before, source, now), [mention for mention in now.items if mention.how != "default"]
    if now.wants("share") and len(own) == 1 and told and _within_other(now, told[-1]):
        return _share_with(now, own[0], told[-1]), {"items"}
    if own and now.wants("share") and now.rest.startswith("占") and before.wants("projects"):  # the project that was found
        return replace(now, rest=f"{before.rest} {now.rest}", operations=now.operations | before.operations), {"items"}
    if own or _another_total(before, now) or _of_its_own_office(now, taken) or _names_all_but_the_item(now, taken):
        return now, set()
    rest = f"{before.rest} {now.rest}"
    return replace(now, items=told, rest=rest, amounts=now.amounts or before.amounts, operations=_asked_of(before, now)), {"items"}


def _share_with(now: Query, own: ItemMention, told: ItemMention) -> Query:
    """占三公经费多少: of what was asked before; 其中人员经费占几成: of the whole before."""
    part_first = now.rest.startswith("占") or re.search("[a-z]", now.text) is not None
    return replace(now, items=(told, own) if part_first else (own, told))


def _another_total(before: Query, now: Query) -> bool:
    """花了多少，预算多少: two totals, neither of which is named."""
    totals = now.items and before.items and all(mention.how == "default" for mention in before.items)
    return bool(totals) and now.items[0].keys != before.items[0].keys and not now.operations & _FOLLOW


def _of_its_own_office(now: Query, taken: set[str]) -> bool:
    """A turn that names its office and asks about that."""
    return bool(now.orgs) and "orgs" not in taken and bool(now.operations & _SUBJECTS)


def _names_all_but_the_item(now: Query, taken: set[str]) -> bool:
    """某单位2022年预算呢: office and year of its own, and the total."""
    return now.text.rstrip("？?。").endswith("呢") and bool(now.items) and {"orgs", "years"}.isdisjoint(taken)


def _asked_of(before: Query, now: Query) -> frozenset[str]:
    """What a turn without items asks of those told before: its own operations, or, where it names none, those of before too."""
    ranked_share = now.wants("share") and before.wants("rank") and len(before.items) == 1
    follow = _FOLLOW - {"rank", "ascending"} if ranked_share else _FOLLOW
    return now.operations | (before.operations - follow if now.operations & _FOLLOW else before.operations)


def _told(before: Query, source: Query, now: Query) -> tuple[ItemMention, ...]:
    """The items that a turn without items of its own speaks of: that of the turn before, or all that were told one after another."""
    counted = _COUNTED.search(now.text)
    if counted is None and len(before.items) > 1:
        return before.items
    most = _BOTH[counted[1]] if counted else 2 if now.wants("difference", "share", "times") else MOST_TOLD
    return source.items[-most:]


def _within_other(now: Query, before: ItemMention) -> bool:
    """Whether a share without a whole of its own is of what was asked before."""
    pointing = re.search("其中|里面|当中|\\b(that|it|this|those|they|these)\\b", now.text)
    return now.rest.startswith("占") or pointing is not None or before.how == "default"


def _asks_for_offices(now: Query) -> bool:
    """谁最多？哪个单位…？ are about all offices, whoever was spoken of before."""
    return now.wants("which_offices") or (now.wants("compare") and re.search("谁|哪(一)?个?(家|单位|部门)|which", now.text) is not None)


def _own_item(now: Query) -> bool:
    """Whether a turn names an item itself; 比去年多多少？那…呢？换成元 do not."""
    return any(mention.how != "default" for mention in now.items)
