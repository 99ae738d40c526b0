"""What is read must answer all that is asked: another measure, one of several terms, the whole of a part that isn't there answer nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from answer.context import Context, Reading
from answer.measures import fits
from answer.quantity import same_kind
from answer.query import ItemMention
from answer.words import says, unexplained
from domain.lexicon import items


def answers_less(ctx: Context, found: Sequence[Reading], missing: Sequence[ItemMention]) -> bool:
    """Whether what is found is another measure than the one named, what was to be added up, or the whole of what is not there."""
    if not all(fits(ctx.query.text, reading.quantity.figures[0]) for reading in found):
        return True
    terms = {reading.mention.keys for reading in found} | {mention.keys for mention in missing}
    if ctx.query.wants("sum") and len(terms) == 1 and (_joined_to(ctx, found[0].mention) or says("several", ctx.question)):
        return True
    if ctx.query.wants("sum") and len(terms) > 1 and not part_of_another(ctx):
        return bool(missing) or not same_kind([reading.quantity for reading in found])
    if not _read_between(ctx) or any(_names_another_office(ctx, mention) for mention in ctx.query.items):
        return True
    return any(not _listed_beside(ctx, mention) for mention in missing if mention.keys not in {each.mention.keys for each in found})


def _read_between(ctx: Context) -> bool:
    """Whether nothing stands between two items but what lists them: 差旅费刨去办公费 wants something done with them."""
    mentions = sorted((each for each in ctx.query.items if each.how != "default"), key=lambda each: each.start)
    if len(mentions) < 2 or "items" in ctx.query.inherited:
        return True
    between = [ctx.between(left, right) for left, right in pairwise(mentions)]
    strange = unexplained(re.sub("[年度财]", "", "".join(between))) if ctx.zh else ""
    return len(strange) < _STRANGE and not any(says("apart", text) for text in between)


def _names_another_office(ctx: Context, mention: ItemMention) -> bool:
    """Whether an item's words begin the name of an office behind a bare place: 某市 + 卫生健康 + 萎员会."""
    text = ctx.query.text
    behind = any(not each.exact and each.end == mention.start for each in ctx.query.orgs)
    return behind and mention.how != "default" and bool(unexplained(text[mention.end : mention.end + 1]))


_STRANGE = 2
"""Characters that nothing explains between two items, from which they are no list."""


def _listed_beside(ctx: Context, mention: ItemMention) -> bool:
    """Whether an item is one of a list (A和B各多少), and neither narrows another one nor is within it (三公经费里…公车)."""
    if len(ctx.query.items) < 2 or "items" in ctx.query.inherited:
        return True
    beside = [ctx.between(mention, each) for each in ctx.query.items if each is not mention]
    return any(says("listed", between) and not says("within", between) for between in beside)


def _joined_to(ctx: Context, mention: ItemMention) -> bool:
    """Whether something is added to the one item that is understood: 津贴补贴加给老干部发的钱."""
    before, after = ctx.query.text[: mention.start], ctx.query.text[mention.end :]
    return says("added_behind", after) or says("added_before", before)


def part_of_another(ctx: Context) -> bool:
    """三公一共多少，其中接待多少: a part is told beside its whole, never added to it."""
    keys = [mention.keys[0] for mention in ctx.query.items]
    within = any(part in keys for key in keys for part in (items()[key].parts if key in items() else ()))
    return within or says("of_which", ctx.query.text)
