"""Names that sound as they should and are written otherwise: 万理街道 for 万里街道, as input methods offer them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import ahocorasick


def same_sound(text: str, names: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and name where `text` sounds like one of `names` (tones aside), longest first where they overlap."""
    sounds = _sounds(text)
    hits = [(end - len(name) + 1, end + 1, name) for end, every in _automaton(tuple(names)).iter(sounds) for name in every]
    taken: list[tuple[int, int]] = []
    for start, end, name in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            taken.append((start, end))
            yield start, end, name


@lru_cache(maxsize=4)
def _automaton(names: tuple[str, ...]) -> ahocorasick.Automaton:
    by_sound: dict[tuple[int, ...], list[str]] = {}
    for name in names:
        by_sound.setdefault(_sounds(name), []).append(name)
    automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY, ahocorasick.KEY_SEQUENCE)
    for sounds, every in by_sound.items():
        automaton.add_word(sounds, every)
    automaton.make_automaton()
    return automaton


def _sounds(text: str) -> tuple[int, ...]:
    return tuple(_number(_syllable(char)) for char in text)


@cache
def _syllable(char: str) -> str:
    from pypinyin import lazy_pinyin  # a third of a second, and only misspelt or English questions need it

    return str(lazy_pinyin(char)[0])


_numbers: dict[str, int] = {}


def _number(syllable: str) -> int:
    return _numbers.setdefault(syllable, len(_numbers))
