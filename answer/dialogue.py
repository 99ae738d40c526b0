"""What a follow-up leaves open is filled from the turns before it: organisation, year, kind, item, operation."""

from __future__ import annotations

import re
from dataclasses import replace

from answer.query import Query

_FOLLOW = frozenset(
    {"share", "rank", "ascending", "sum", "difference", "change", "last", "rate", "reason", "convert", "judge", "count", "per", "list"}
)


def merged(before: Query, now: Query) -> Query:
    """`now` with what it does not say taken from `before`; what it says anew replaces the old."""
    taken: set[str] = set()
    whole = bool(now.orgs) and _own_item(now)  # a question of its own: only the year may still be open
    if not now.orgs and before.orgs and not _asks_for_offices(now):
        now = replace(now, orgs=before.orgs)
        taken.add("orgs")
    if not now.years and before.years:
        now = replace(now, years=before.years)
        taken.add("years")
    if not now.kinds and before.kinds and not whole:
        now = replace(now, kinds=before.kinds)
        taken.add("kinds")
    if "share" in now.operations and len(now.items) == 1 and before.items and now.rest.startswith("占"):
        now = replace(now, items=(before.items[0], *now.items))  # 占三公经费多少: of what was asked before
    if not _own_item(now) and not (not now.text.rstrip("？?。").endswith("呢") and now.items and {"orgs", "years"}.isdisjoint(taken)):
        now = _continued(before, now)
        taken.add("items")
    return replace(
        now,
        inherited=frozenset(taken),
        earlier_items=before.items if before.items != now.items else before.earlier_items,
        earlier_orgs=before.orgs if before.orgs != now.orgs else before.earlier_orgs,
    )


def _continued(before: Query, now: Query) -> Query:
    if now.wants("sum", "difference", "compare") and not now.items:
        both = "两" in now.text and before.earlier_orgs
        now = replace(now, orgs=(*before.earlier_orgs, *before.orgs)) if both else replace(now, items=before.earlier_items)
    kept = before.operations - _FOLLOW if now.operations & _FOLLOW else before.operations
    return replace(
        now,
        items=(*(each for each in now.items if each.how != "default"), *before.items),
        rest=f"{before.rest} {now.rest}",
        amounts=before.amounts,
        operations=now.operations | kept,
    )


def _asks_for_offices(now: Query) -> bool:
    """谁最多？哪个单位…？ are about all offices, whoever was spoken of before."""
    return now.wants("which_offices") or (now.wants("compare") and re.search("谁|哪(一)?个?(家|单位|部门)|which", now.text) is not None)


def _own_item(now: Query) -> bool:
    """Whether a turn names an item itself; 比去年多多少？那…呢？换成元 do not."""
    return any(mention.how != "default" for mention in now.items)
