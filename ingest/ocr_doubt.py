"""Whether one misread character explains why a figure that was read from a picture doesn't fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from domain.text import fold

ALIKE = frozenset(frozenset(pair) for pair in ("38", "17", "06", "09", "69", "56", "08", "68", "35", "89", "58", "27", "49", "14"))
"""Digits that look alike in poor print."""
_NUMBER = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_DROPPED = ", \u3000"


@dataclass(frozen=True, slots=True)
class Misreading:
    kind: Literal["replaced", "lost", "added"]
    """lost: a character that stood there was not read; added: one was read that didn't stand there."""
    at: int
    """Index in the printed text of the character in question; of a lost one, where it would stand."""
    read: str
    """The character as read; empty where one was lost."""
    meant: str
    """The character that would fit; empty where one was added."""
    likely: bool
    """Such misreadings are common: digits that look alike, a point, a digit that stands beside its like (88 read as 8)."""


def misreading(printed: str, needed: Decimal) -> Misreading | None:
    """The one character that must have been misread in `printed` for it to be `needed` (in the same unit), the likeliest if several would do.

    None where the value fits already, where `printed` is no figure, or where more than one character would have to differ. Signs are taken
    as read: a figure of the other sign is another figure. It is a hint for a person who looks at the picture, never a correction.
    """
    text = fold(printed).replace("−", "-").strip().removesuffix("%").rstrip()
    if len(text) > len(printed) or needed.is_signed() != text.startswith("-") or not needed.is_finite():
        return None
    offset = printed.index(printed.strip()[:1]) if printed.strip() else 0
    kept = [(at + offset, char) for at, char in enumerate(text) if char not in _DROPPED and not (at == 0 and char in "+-")]
    digits, places = "".join(char for _, char in kept), [at for at, _ in kept]
    if not digits or digits.strip("0123456789.") or (_NUMBER.fullmatch(digits) and Decimal(digits) == abs(needed)):
        return None
    places.append(places[-1] + 1)
    fitting = [edit for edit in _edits(digits) if _NUMBER.fullmatch(edit[0]) and Decimal(edit[0]) == abs(needed)]
    found = [Misreading(kind, places[at], read, meant, _is_likely(digits, at, read, meant)) for _, kind, at, read, meant in fitting]
    order = ("replaced", "lost", "added")
    return min(found, key=lambda one: (not one.likely, order.index(one.kind), one.at), default=None)


def _edits(digits: str) -> Iterator[tuple[str, Literal["replaced", "lost", "added"], int, str, str]]:
    """Every text one character away: the text, what happened, where, the character read, the character meant."""
    for at in range(len(digits) + 1):
        before, after = digits[:at], digits[at:]
        for meant in "0123456789.":
            yield before + meant + after, "lost", at, "", meant
            if after and meant != after[0]:
                yield before + meant + after[1:], "replaced", at, after[0], meant
        if after:
            yield before + after[1:], "added", at, after[0], ""


def _is_likely(digits: str, at: int, read: str, meant: str) -> bool:
    if read and meant:
        return frozenset((read, meant)) in ALIKE
    return (read or meant) == "." or (read or meant) in (digits[at - 1 : at], digits[at + len(read) : at + len(read) + 1])
