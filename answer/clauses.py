"""A question of several parts, cut where each part asks something of its own: 水电费一共多少，占公用经费多少."""

from __future__ import annotations

import re

from answer.words import asks
from domain.text import fold

MOST_PARTS = 6
"""Parts of one question that are answered; what follows stays with the last."""
_END = re.compile(r"[,，](?!\d{3}(?!\d))|[;；。?？!！\n]|(?<=[a-z])\.(?=\s)")
_JOINT = re.compile(
    r"(?<=多少)(?=占|其中|比(?:上|去)|为什么)|(?<=多少[元钱人辆个])(?=占|其中|比(?:上|去)|为什么)"
    r"|\s+and\s+(?=(?:how|what|which|who|why|by how|does|did|is|are)\b)",
    re.IGNORECASE,
)
_GUARDED = re.compile("[(（][^()（）]*[)）]|[“\"「『《‘'][^“”\"「」『』《》‘’']*[”\"」』》’']")


_NOT_BUT = re.compile(r"(?:不是|并非|不要|没问|没说)([^,，。;；]{1,24}?)(?:的)?[,，;；]?\s*(?:而是|是|要的是|要|我问的是|问的是)(?=[^不])")


def corrected(turn: str) -> str:
    """不是州，是市: a turn without what it takes back."""
    return _NOT_BUT.sub("", turn) or turn


def clauses(question: str) -> tuple[str, ...]:
    """The parts that ask something, in order, each with what stands before it and asks nothing; the whole where there is but one."""
    parts: list[str] = []
    held = ""
    for piece in _pieces(question):
        held += piece
        if asks(fold(held).lower()):
            parts.append(held)
            held = ""
    if not parts:
        return (question,)
    parts[-1] += held
    kept = [*parts[: MOST_PARTS - 1], "".join(parts[MOST_PARTS - 1 :])]
    return tuple(part for part in kept if part.strip())


def _pieces(question: str) -> list[str]:
    """`question` cut behind its punctuation and at joints; what stands in brackets or quotation marks is left whole."""
    guarded = [match.span() for match in _GUARDED.finditer(question)]
    ends = {match.end() for pattern in (_END, _JOINT) for match in pattern.finditer(question)}
    cuts = sorted(at for at in ends if not any(start < at < end for start, end in guarded))
    return [question[start:end] for start, end in zip([0, *cuts], [*cuts, len(question)], strict=True)]
