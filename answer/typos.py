"""One character mistyped by its sound: 公务接代费, 云岭省检查院, 一工多少. What was meant is said; between two readings nothing is chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product

import ahocorasick
import rjieba

from answer.sounds import speller
from domain.lexicon import items
from domain.names import places
from domain.spoken import spoken
from domain.text import fold

SHORTEST = 3
"""Characters of a name from which one that sounds alike may stand for another; of two there are too many."""
_LONGEST_PLACE = 4
_AROUND = 4
"""Characters at each side of a slip's edge that are cut into words."""
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
                for sounds in self._spellings(phrase):
                    spelled.setdefault(sounds, set()).add(phrase)
        automaton = ahocorasick.Automaton()
        for sounds, phrases in spelled.items():
            automaton.add_word(sounds, tuple(sorted(phrases)))
        automaton.make_automaton()
        return automaton

    def _spellings(self, name: str) -> set[str]:
        """How a name sounds: one with a place whose characters have several sounds, as 勒, in each of them."""
        found = {_sounds(name)}
        for place in self._places_of_several_sounds:
            if place in name:
                found |= {each.replace(_sounds(place), other) for each in found for other in _readings(place)}
        return found

    @cached_property
    def _places_of_several_sounds(self) -> list[str]:
        return [place for place in self.places if len(_readings(place)) > 1]

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
    end = start + len(phrase)
    typed = text[start:end]
    if typed[0] != phrase[0] and typed[0] in _PARTICLES:  # 里退休 of 决算里退休费 is no slip for 离退休
        return False
    slips = (phrase in _ASKING or typed[0] != phrase[0], typed[-1] != phrase[-1])
    return not any(slip and 0 < edge < len(text) and _reached_over(text, edge) for slip, edge in zip(slips, (start, end), strict=True))


def _reached_over(text: str, edge: int) -> bool:
    """Whether the characters at both sides of `edge` are a word, which the words around don't take apart: 非分 in 邮电非分别 is none."""
    pair = text[edge - 1 : edge + 1]
    if list(rjieba.cut(pair, hmm=False)) != [pair]:
        return False
    at = max(edge - _AROUND, 0)
    for word in rjieba.cut(text[at : edge + _AROUND], hmm=False):
        if at < edge < at + len(word):
            return True
        at += len(word)
    return False


@cache
def _phrases() -> tuple[str, ...]:
    """Names and lay words of the items, and the words of questions that are often mistyped; the phrase book's short ones sound like too much else."""
    short = {word for row in spoken() for word in row.lay if len(word) < SPOKEN}
    words = (fold(name) for item in items().values() for name in (*item.names, *item.lay, item.name) if name not in short)
    return tuple(dict.fromkeys((*words, *_ASKING)))


_BRACKETS = re.compile("[()]")
_PARTICLES = "的里中内和与跟及在是了把被对给用"
_ASKING = ("一共多少", "总共多少", "花了多少", "占比多少", "增加多少", "减少多少", "百分之几", "比例多少")


def _sounds(text: str) -> str:
    """Syllables without tone, each between bars; what is no Chinese character stands for itself."""
    return "|" + "".join(f"{_sound(char)}|" for char in text)


@cache
def _readings(word: str) -> tuple[str, ...]:
    """Every way to sound a word, as `_sounds` gives one."""
    from pypinyin import Style, pinyin

    if not _is_han(word) or len(word) > _LONGEST_PLACE:
        return (_sounds(word),)
    syllables = pinyin(word, style=Style.NORMAL, heteronym=True)
    return tuple({"|" + "".join(f"{_typed(each)}|" for each in one) for one in product(*syllables)})


@cache
def _sound(char: str) -> str:
    return _typed(speller()(char)[0] if _is_han(char) else char)


def _typed(syllable: str) -> str:
    return re.sub("(?<=[aeiou])ng$", "n", re.sub("^([zcs])h", r"\1", syllable))  # as many speakers type them


def _is_han(text: Iterable[str]) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in text)
