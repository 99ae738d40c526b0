"""Finding the composed wordings of the phrase book in a question, without writing them all out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import ahocorasick

from domain.lexicon import bearers
from domain.spoken import Composed, spoken


def composed(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where `text` (folded, lower case) says a composed wording: start, end, keys of the items that it means."""
    patterns = dict.fromkeys(at for _, found in _anchors().iter(text) for at in found)
    for pattern, keys in (_patterns()[at] for at in patterns):
        yield from ((match.start(), match.end(), keys) for match in pattern.regex.finditer(text))


@cache
def _patterns() -> tuple[tuple[Composed, tuple[str, ...]], ...]:
    return tuple((pattern, bearers(row.name)) for row in spoken() for pattern in row.made)


@cache
def _anchors() -> ahocorasick.Automaton:
    """Anchor → the patterns that it may stand in, by their places."""
    found: dict[str, list[int]] = {}
    for at, (pattern, _) in enumerate(_patterns()):
        for anchor in pattern.anchors:
            found.setdefault(anchor, []).append(at)
    automaton = ahocorasick.Automaton()
    for anchor, places in found.items():
        automaton.add_word(anchor, tuple(places))
    automaton.make_automaton()
    return automaton
