"""One character mistyped by its sound: 公务接代费, 云岭省检查院, 一工多少. What was meant is said; between two readings nothing is chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

import ahocorasick
import rjieba

from answer.sounds import speller
from domain.lexicon import items
from domain.names import places
from domain.spoken import spoken
from domain.text import fold

SHORTEST = 3
"""Characters of a name from which one that sounds alike may stand for another; of two there are too many."""
SPOKEN = 4
"""The same for the wordings of the phrase book."""


@dataclass(frozen=True, slots=True)
class Typo:
    typed: str
    meant: str
    start: int


@dataclass(frozen=True)
class Speller:
    """Corrects by sound towards `names` (of offices), the lexicon's items and the words of questions."""

    names: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    """The places in `names`: what is written as another place is meant so."""

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        spelled: dict[str, set[str]] = {}
        for phrase in dict.fromkeys([*self.names, *_phrases()]):
            if len(phrase) >= SHORTEST and _is_han(_BRACKETS.sub("", phrase)):
                spelled.setdefault(_sounds(phrase), set()).add(phrase)
        automaton = ahocorasick.Automaton()
        for sounds, phrases in spelled.items():
            automaton.add_word(sounds, tuple(sorted(phrases)))
        automaton.make_automaton()
        return automaton

    def corrected(self, text: str) -> tuple[str, tuple[Typo, ...]]:
        """`text` with every name that differs from a known one in one character of the same sound put right, longest first."""
        spelled = _sounds(text)
        ends = {end: at for at, end in enumerate(match.start() for match in re.finditer(r"\|", spelled))}  # bar → character behind it
        hits = [(ends[end], phrases) for end, phrases in self._automaton.iter(spelled)]
        found: list[Typo] = []
        taken: set[int] = set()
        for end, phrases in sorted(hits, key=lambda hit: -len(hit[1][0])):
            start = end - len(phrases[0])
            typed, span = text[start:end], set(range(start, end))
            meant = (
                [typed] if typed in phrases else [each for each in phrases if self._means(typed, each) and _stands_alone(text, start, each)]
            )
            if span & taken or len(meant) != 1:
                continue
            taken |= span
            found += [Typo(typed, meant[0], start)] if meant != [typed] else []
        for typo in found:
            text = text[: typo.start] + typo.meant + text[typo.start + len(typo.typed) :]
        return text, tuple(found)

    def _means(self, typed: str, phrase: str) -> bool:
        """苏州市财政局 is no slip for that of 宿州: a place that the dictionary knows."""
        places = ((place, typed[at : at + len(place)]) for place in self.places if (at := phrase.find(place)) >= 0)
        return _one_apart(typed, phrase) and not any(
            said != place and list(rjieba.cut(said, hmm=False)) == [said] for place, said in places
        )


def _one_apart(typed: str, phrase: str) -> bool:
    """One character differs, and none of the two is a level (州, 市, 县): those are never taken for one another."""
    apart = [(left, right) for left, right in zip(typed, phrase, strict=True) if left != right]
    return len(apart) == 1 and apart[0][0] not in places()["levels"] and _is_han(apart[0][0])


def _stands_alone(text: str, start: int, phrase: str) -> bool:
    """Whether no other word reaches into the slip: 养老相 of 养老相关 is none for 养老险, 化了多少 of 变化了多少 none for 花了多少."""
    typed = text[start : start + len(phrase)]
    around = (text[start - 1 : start + 1] if start else "", text[start + len(phrase) - 1 : start + len(phrase) + 1])
    slips = (phrase in _ASKING or typed[0] != phrase[0], typed[-1] != phrase[-1])
    return not any(
        slip and len(pair) == 2 and list(rjieba.cut(pair, hmm=False)) == [pair] for slip, pair in zip(slips, around, strict=True)
    )


@cache
def _phrases() -> tuple[str, ...]:
    """Names and lay words of the items, and the words of questions that are often mistyped; the phrase book's short ones sound like too much else."""
    short = {word for row in spoken() for word in row.lay if len(word) < SPOKEN}
    words = (fold(name) for item in items().values() for name in (*item.names, *item.lay, item.name) if name not in short)
    return tuple(dict.fromkeys((*words, *_ASKING)))


_BRACKETS = re.compile("[()]")
_ASKING = ("一共多少", "总共多少", "花了多少", "占比多少", "增加多少", "减少多少", "百分之几", "比例多少")


def _sounds(text: str) -> str:
    """Syllables without tone, each between bars; what is no Chinese character stands for itself."""
    return "|" + "".join(f"{_sound(char)}|" for char in text)


@cache
def _sound(char: str) -> str:
    syllable = speller()(char)[0] if _is_han(char) else char
    return re.sub("(?<=[aeiou])ng$", "n", re.sub("^([zcs])h", r"\1", syllable))  # as many speakers type them


def _is_han(text: Iterable[str]) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in text)
