"""An amount that a question gives as a bound: 超过5万的, 不到100万的."""

from __future__ import annotations

import re
from decimal import Decimal

from answer.query import Query
from domain.money import YUAN

_NOT_BELOW = re.compile("不少于|不低于|不小于|不下于|至少|达到|够得?上|够(?=\\d)|not (?:less|lower|fewer) than|at least")
_NOT_ABOVE = re.compile("不超过|不高于|不多于|不大于|至多|最多(?=\\d)|not more than|at most|up to")
"""These take in the amount itself."""
_ABOVE = re.compile("超过|大于|高于|多于|以上|more than|over|above|exceed")
_BELOW = re.compile("不到|低于|少于|小于|不足|以下|不超过|less than|under|below")


def bound(query: Query) -> Decimal | None:
    """The one amount of the question, in yuan, where it says that others are above or below it."""
    said = any(pattern.search(query.text) for pattern in (_NOT_BELOW, _NOT_ABOVE, _ABOVE, _BELOW))
    if len(query.amounts) != 1 or not said:
        return None
    amount, unit = query.amounts[0]
    return amount * YUAN[unit]


def within(query: Query, yuan: Decimal) -> bool:
    """Whether an amount (in yuan) is beyond the bound; true where the question gives none."""
    limit = bound(query)
    if limit is None:
        return True
    if _NOT_BELOW.search(query.text):
        return yuan >= limit
    if _NOT_ABOVE.search(query.text):
        return yuan <= limit
    return yuan < limit if _BELOW.search(query.text) else yuan > limit
