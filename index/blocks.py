"""Neighbouring passages that are read together: small passages are found more surely, larger pieces tell more when shown."""

from __future__ import annotations

from collections.abc import Sequence

from domain.model import Passage

LONGEST = 600
"""Characters of a block: a project's description, the paragraphs under one heading; about a screen of a phone."""
_ALONE = frozenset({"definition", "duty", "table", "note"})
"""Kinds of which each passage is a whole."""
_DESCRIBED = frozenset({"project", "performance"})


def blocks(passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """For each passage of a file (in reading order) the block that it belongs to: positions of its first and behind its last passage.

    A reason repeats words of its paragraph and costs no length of its own.
    """
    found: list[tuple[int, int]] = []
    while len(found) < len(passages):
        start, end = len(found), _end(passages, len(found))
        found += [(start, end)] * (end - start)
    return found


def _end(passages: Sequence[Passage], start: int) -> int:
    texts: list[str] = []
    for at in range(start, len(passages)):
        text, fresh = passages[at].text, not any(passages[at].text in known for known in texts)
        if at > start and (_theme(passages[at]) != _theme(passages[start]) or (fresh and sum(map(len, texts)) + len(text) > LONGEST)):
            return at
        if fresh:
            texts.append(text)
        if passages[at].kind in _ALONE:
            return at + 1
    return len(passages)


def _theme(passage: Passage) -> tuple[str, ...]:
    """What passages of one block have in common."""
    kind = passage.kind if passage.kind in _DESCRIBED | _ALONE else ""
    return passage.document, passage.place.file, passage.heading, kind, passage.term if kind in _DESCRIBED else ""


def joined(passages: Sequence[Passage]) -> str:
    """The text of a block, what is said twice once."""
    texts: list[str] = []
    for passage in passages:
        if not any(passage.text in known for known in texts):
            texts = [known for known in texts if known not in passage.text] + [passage.text]
    return "\n".join(texts)
