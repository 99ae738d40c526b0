"""The operations, in the order in which they are tried; each answers, or returns None for the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from answer.context import Context
from answer.operations import (
    across,
    amounts,
    arithmetic,
    changes,
    classes,
    compare,
    convert,
    crossed,
    indicators,
    judge,
    origin,
    parts,
    projects,
    quotes,
    refuse,
    rows,
    soundness,
    staff,
    tables,
    topics,
    undisclosed,
    unmet,
    year_before,
)
from domain.model import Answer

Operation = Callable[[Context], Answer | None]


def _strictly(operation: Operation) -> Operation:
    """The operation, but not where words that nobody knows narrow an item: it would compute with another one."""
    return lambda ctx: None if ctx.stray else operation(ctx)


OPERATIONS: Sequence[Operation] = (
    undisclosed.asked,
    refuse.unknown_organisation,
    indicators.said_whole,
    quotes.definition,
    projects.described,
    quotes.facts_of_office,
    quotes.duty,
    convert.given_amount,
    tables.asked,
    soundness.asked,
    judge.consistency,
    staff.moves,
    unmet.asked,
    indicators.named,
    topics.asked,
    projects.asked,
    indicators.asked,
    refuse.offered,
    refuse.qualified,
    refuse.open_item,
    refuse.joined_unknown,
    crossed.asked,
    _strictly(changes.deviation),
    changes.reason,
    classes.reasons,
    refuse.open_organisation,
    refuse.partly_unknown,
    across.asked,
    _strictly(compare.organisations),
    parts.counted,
    parts.ranked,
    parts.composition,
    origin.asked,
    _strictly(arithmetic.share),
    arithmetic.per_head,
    _strictly(arithmetic.difference),
    arithmetic.sum_of,
    _strictly(changes.change),
    _strictly(classes.changed),
    _strictly(year_before.asked),
    changes.no_reason,
    rows.asked,
    amounts.look_up,
    rows.elsewhere,
    indicators.guessed,
    quotes.related,
    refuse.not_found,
)
