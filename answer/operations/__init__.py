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
    tables,
    unmet,
)
from domain.model import Answer

Operation = Callable[[Context], Answer | None]

OPERATIONS: Sequence[Operation] = (
    refuse.never_disclosed,
    refuse.unknown_organisation,
    quotes.definition,
    projects.described,
    quotes.facts_of_office,
    quotes.duty,
    convert.given_amount,
    tables.asked,
    judge.consistency,
    unmet.asked,
    indicators.named,
    projects.asked,
    indicators.asked,
    refuse.qualified,
    crossed.asked,
    changes.deviation,
    changes.reason,
    classes.reasons,
    refuse.open_organisation,
    refuse.partly_unknown,
    across.asked,
    compare.organisations,
    parts.counted,
    parts.ranked,
    parts.composition,
    origin.asked,
    arithmetic.share,
    arithmetic.per_head,
    arithmetic.difference,
    arithmetic.sum_of,
    changes.change,
    classes.changed,
    changes.no_reason,
    rows.asked,
    amounts.look_up,
    rows.elsewhere,
    indicators.guessed,
    quotes.related,
    refuse.not_found,
)
