"""The answers to the parts of one question as one Answer: what each part asks for first, every place and check of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from domain.model import Answer, Span, Status, Value

Each = TypeVar("Each")
_RANK: dict[Status, int] = {"answered": 0, "ambiguous": 1, "withheld": 2, "not_found": 3, "unsupported": 4}
"""Which status the whole has: that of the part that tells most. What another part lacks is said in `missing`."""


def joined(question: str, answers: Sequence[Answer]) -> Answer:
    """One Answer of several, in order. Parts that say the very same are told once."""
    told = _distinct(answers)
    if len(told) == 1:
        return replace(told[0], question=question)
    values = _values(told)
    text, spans = _text(told, values)
    return replace(
        told[0],
        question=question,
        status=min((each.status for each in told), key=_RANK.__getitem__),
        text=text,
        spans=spans,
        values=values,
        citations=_once(cite for each in told for cite in each.citations),
        checks=_once(check for each in told for check in each.checks),
        candidates=_once(choice for each in told for choice in each.candidates),
        missing=_once(missing for each in told for missing in each.missing),
        nearest=_once(near for each in told for near in each.nearest),
        chart=next((each.chart for each in told if each.chart), None),
    )


def _distinct(answers: Sequence[Answer]) -> list[Answer]:
    """Without those that say nothing that another doesn't say: a refusal for want of the same item, the same number again."""
    once = list({each.text: each for each in reversed(answers)}.values())[::-1]
    return [each for each in once if each.values or not any(each.text in other.text for other in once if other is not each)]


def _values(answers: Sequence[Answer]) -> tuple[Value, ...]:
    """What every part asked for, then all the others."""
    return _once([*(each.values[0] for each in answers if each.values), *(value for each in answers for value in each.values)])


def _text(answers: Sequence[Answer], values: Sequence[Value]) -> tuple[str, tuple[Span, ...]]:
    text, spans = "", []
    for each in answers:
        text += " " if text and each.lang == "en" else ""
        at = len(text)
        spans += [Span(span.start + at, span.end + at, values.index(each.values[span.value])) for span in each.spans]
        text += each.text
    return text, tuple(spans)


def _once(things: Iterable[Each]) -> tuple[Each, ...]:
    """Each thing once, in order; not all of them can be hashed."""
    kept: list[Each] = []
    for thing in things:
        if thing not in kept:
            kept.append(thing)
    return tuple(kept)
