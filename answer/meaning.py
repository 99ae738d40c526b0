"""Words that the lexicon doesn't know, resolved by meaning: the item that the classifier of wordings (index/senses.py) takes them for.

A stretch of a question means an item where the classifier is sure enough that it does, and that it isn't one of the many things which no
disclosure lists. What stands beside words that are known by themselves narrows them, unless other wordings of the item say it too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import prod
from typing import TYPE_CHECKING

import rjieba

from answer.query import ItemMention, Query
from answer.spans import blank_spans, span
from answer.vocabulary import phrases
from answer.wholes import WHOLES
from answer.words import asking_spans, naming_only, parting_spans
from domain.lexicon import items
from domain.money import is_money
from domain.text import is_chinese
from index.senses import senses

if TYPE_CHECKING:
    from index.senses import Floats

SURE = 0.65
"""The probability from which a stretch means an item. `python -m eval.meaning` prints what other thresholds would do."""
BESIDE = 0.85
"""The probability from which a stretch means an item though it joins several things, excludes some, or holds words that are known for it."""
OFFERED = 0.20
"""The probability from which an item is offered as what may be meant."""
MOST_OFFERED = 3
LONG_NAME = 4
"""Characters from which an official name is no part of other words, as 支出 is."""
MOST_LIKELY = 12
"""Senses that are looked at."""
MOST_WORDS = 12
"""Words of the longest stretch."""
_CUT = re.compile(r"[\s,，。;；:：?？!！()（）]+")
_AND = re.compile(r"[\u4e00-\u9fff,]|\b(?:and|or|plus)\b")
_ENGLISH_JOINT = re.compile(r",|\b(?:and|or|plus|of|in|at|for|from|under|within)\b")
_STOP = re.compile(r"[.;:?!()]+|\b(?:(?<!other )than|is|are|was|were|against)\b")
_JOINT = re.compile("、|以及|还有|加上|[和跟与及]|(?<![参增附追])加(?![班强到起总工在和油一])|(?<![合相不共等])同(?![比样一时期意步])")
_EXCEPT = re.compile(r"[以之]外|除了|不[含算]|扣除|\b(?:except|excluding|without|besides|other than|apart from|not)\b")
_MONEY = re.compile("[钱薪]|花费|花销|开销|开支|待遇|报酬|\\b(?:pay|money|costs?|perks|spent|spend|spending)\\b")
_BETWEEN = re.compile("[占比较要差高低多少是在 ]|预算|决算|各|分")
_COUNTED = re.compile("[几多][少]?[个名位人辆台家间]|人数|数量|人次|批次|面积|平米|平方米|how many|number of|headcount")
"""Words for numbers of people and things: without them money is meant."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a stretch of a question may mean: items that state the same, and how likely it does, 0…1."""

    keys: tuple[str, ...]
    score: float

    @property
    def sure(self) -> bool:
        return self.score >= SURE


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a question and what it may mean; the first is what it means where that is sure."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]

    def mention(self, text: str) -> ItemMention:
        """What it means most likely, as an item of the question that `text` is."""
        return ItemMention(text[self.start : self.end], self.start, self.end, self.meanings[0].keys, "meaning")


def meanings(likely: Floats, *, money: bool, listed: frozenset[str]) -> tuple[Meaning, ...]:
    """What a stretch with these probabilities (one a sense) may mean, likeliest first; what states the same counts together."""
    found: dict[tuple[str, ...], float] = {}
    for at in (-likely).argsort()[:MOST_LIKELY]:
        keys = senses().items[at]
        if any(_runs(key, money, listed) for key in keys):
            same = next((other for other in found if _same(other) & _same(keys)), keys)
            found[same] = found.get(same, 0.0) + float(likely[at])
    told = sorted((Meaning(keys, score) for keys, score in found.items() if score >= OFFERED), key=lambda each: -each.score)
    return tuple(told[:MOST_OFFERED])


def _same(keys: Iterable[str]) -> set[str]:
    """The items with these keys and those that state the same."""
    return {same for key in keys for same in (key, *(items()[key].also if key in items() else ()))}


def _runs(key: str, money: bool, listed: frozenset[str]) -> bool:
    """Whether an item may be meant: not an account that nobody has words for, unless the documents list it; nor people where money is."""
    item = items().get(key)
    return item is not None and money == is_money(item.unit) and ("/" not in key or bool(item.lay or item.en) or key in listed)


@cache
def _sayings() -> dict[str, str]:
    """For every item all of its wordings, parted by bars."""
    found: dict[str, list[str]] = defaultdict(list)
    for phrase, pairs in phrases().items():
        for each, _ in pairs:
            found[each].append(phrase)
    return {each: "|".join(said) for each, said in found.items()}


def find(text: str, known: Sequence[ItemMention], listed: frozenset[str] = frozenset(), *, several: bool = False) -> list[Found]:
    """Stretches of `text` (as `plain` leaves it, what is no item blanked out) that say something unknown and may mean an item.

    One a stretch between joints, and all that it says belongs to it. `known`: items found by their words, of which it holds each official
    name whole or not at all; `listed`: items that the documents asked about state; `several`: whether several items are asked for, so
    that joined words mean one each.
    """
    zh = is_chinese(text)
    found: list[Found] = []
    for chunk in _cut(text, (0, len(text)), _CUT if zh else _STOP, known, parting_spans(text)):
        reader = _Reader(text, known, listed, money=_COUNTED.search(text[slice(*chunk)]) is None)
        parts = _cut(text, chunk, _JOINT if zh else _ENGLISH_JOINT, known)
        alone = [reader.best(part) for part in parts]
        for length in range(len(parts), 0, -1):
            for run in (slice(at, at + length) for at in range(len(parts) - length + 1)):
                best = alone[run.start] if length == 1 else reader.whole(parts[run], alone[run], several)
                if best is not None and not any(best.start < each.end and each.start < best.end for each in found):
                    found.append(best)
    return found


@dataclass(frozen=True)
class _Reader:
    """Reads the stretches of one text; `money`: whether money is asked for, not a number of people or things."""

    text: str
    known: Sequence[ItemMention]
    listed: frozenset[str]
    money: bool

    def best(self, part: tuple[int, int]) -> Found | None:
        """Of the spans of a part that say the same the one that is most likely to mean an item."""
        official = [each for each in self.known if each.how not in ("lay", "default")]
        spans = [each for each in _spans(self.text, part, official) if _tells(self.text[slice(*each)])]
        told: list[Found] = []
        for (start, end), likely in zip(spans, senses().of([self.text[slice(*each)] for each in spans]), strict=True):
            meant = meanings(likely, money=self.money, listed=self.listed)
            if meant and (meant[0].score >= BESIDE or not _EXCEPT.search(self.text[start:end])):
                told.append(Found(start, end, meant))
        best = _clearest(told)
        return None if best is None or _narrowed(self.text, best, self.known) else best

    def whole(self, parts: Sequence[tuple[int, int]], alone: Sequence[Found | None], several: bool) -> Found | None:
        """What several parts mean as one: 参会人员食宿和场地 is one thing, 组织学习班和文具纸张 are likelier two."""
        start, end = parts[0][0], parts[-1][1]
        best = self.best((start, end))
        joined = _AND.search(self.text[start:end]) is not None
        if best is None or (joined and (several or self._of_others(parts, best))):
            return None
        score, meant = best.meanings[0].score, _same(best.meanings[0].keys)
        if all(each is not None and meant & {*each.meanings[0].keys} for each in alone):
            return best if score >= SURE else None
        apart = prod(each.meanings[0].score if each else 0.0 for each in alone)
        return best if score >= max(apart, BESIDE if joined else SURE) else None

    def _of_others(self, parts: Iterable[tuple[int, int]], whole: Found) -> bool:
        """Whether one of the parts says nothing but a known item, and another one than the whole may mean."""
        others = [each for each in self.known if not _same(whole.meanings[0].keys) & {*each.keys}]
        rest = _saying(blank_spans(self.text, map(span, others)))
        return any(_saying(self.text[slice(*part)]).strip() and not rest[slice(*part)].strip() for part in parts)


def miscounted(query: Query) -> bool:
    """Whether words for people or things stand where money is asked for: 给在职的人发钱的总数 is no number of 在职人员."""
    counts = [each for each in query.items if each.how == "lay" and not _runs(each.keys[0], True, frozenset())]
    return bool(counts) and _MONEY.search(query.text) is not None and _COUNTED.search(query.text) is None


def _clearest(told: Sequence[Found]) -> Found | None:
    """Of several spans the one that is most likely to mean an item; where the longest surely means another, it is not sure either."""
    best = max(told, key=lambda each: each.meanings[0].score, default=None)
    longest = max((each for each in told if each.meanings[0].sure), key=lambda each: each.end - each.start, default=best)
    if best is None or longest is None or _same(longest.meanings[0].keys) & {*best.meanings[0].keys}:
        return best
    return replace(best, meanings=tuple(replace(each.meanings[0], score=OFFERED) for each in (best, longest)))


def _narrowed(text: str, found: Found, known: Sequence[ItemMention]) -> bool:
    """Whether known words of the item are told apart by others beside them: 茶叶的办公费 is some of 办公费, and so is 皮卡车的油费.

    Nor does a stretch mean an item that holds the name of another one.
    What else is said of a whole makes it the whole of something else, however likely it is: 扶贫的总数.
    """
    meant = _same(found.meanings[0].keys)
    inside = [each for each in known if found.start <= each.start and each.end <= found.end and meant & {*each.keys}]
    others = [each for each in known if found.start <= each.start and each.end <= found.end and not meant & {*each.keys}]
    if any(each.how != "lay" for each in inside) or any(each.how == "name" and len(each.text) >= LONG_NAME for each in others):
        return True
    if not meant & WHOLES and (not inside or found.meanings[0].score >= BESIDE):
        return False
    rest = text[found.start : found.end]
    for each in inside:
        rest = rest.replace(each.text, " ")
    words = [word for run in _saying(rest).split() for word in rjieba.cut(run, hmm=False)]
    return not any(all(word in _sayings().get(key, "") for word in words) for key in meant)


def _saying(text: str) -> str:
    """`text` with everything blanked out but what names something; 项目 alone doesn't, it asks for projects."""
    return naming_only(text.replace("项目", "  "))


def _tells(stretch: str) -> bool:
    """Whether a stretch says what is no mere form of a question, and in more than two characters, which stand in wordings of anything."""
    return len(re.findall("[a-z\u4e00-\u9fff]", stretch)) > 2 and bool(_saying(stretch).strip())


def _cut(
    text: str, chunk: tuple[int, int], pattern: re.Pattern[str], known: Sequence[ItemMention], parting: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """The parts of a chunk between what the pattern finds, and the spans given; none is cut within a known item."""
    cuts = sorted([*(match.span() for match in pattern.finditer(text, *chunk)), *parting])
    kept = [cut for cut in cuts if not any(each.start < cut[1] and cut[0] < each.end for each in known)]
    parts, start = [], chunk[0]
    for left, right in [*kept, (chunk[1], chunk[1])]:
        parts.append((start, left))
        start = max(start, right)
    return [(left, right) for left, right in parts if right > left]


def _spans(text: str, chunk: tuple[int, int], official: Sequence[ItemMention]) -> Iterator[tuple[int, int]]:
    """Runs of whole words of a chunk that hold all that it says beyond official names."""
    inside = [each for each in official if chunk[0] <= each.start and each.end <= chunk[1]]
    masked = text
    for each in inside:
        masked = masked[: each.start] + " " * (each.end - each.start) + masked[each.end :]
    words = _words(text[chunk[0] : chunk[1]], chunk[0])
    said = _saying(masked[slice(*chunk)])
    saying = [at for at, (start, end) in enumerate(words) if said[start - chunk[0] : end - chunk[0]].strip()]
    if not saying:
        return
    begun, done = words[saying[0]][0], words[saying[-1]][1]
    asking = [(start + chunk[0], end + chunk[0]) for start, end in asking_spans(text[slice(*chunk)])]
    left, right = max((end for _, end in asking if end <= begun), default=0), min((at for at, _ in asking if at >= done), default=len(text))
    for first in (at for at in range(saying[0] + 1) if words[at][0] >= left):
        for last in (at for at in range(saying[-1], len(words)) if words[at][1] <= right):
            start, end = words[first][0], words[last][1]
            if last - first < MOST_WORDS and all(_apart(text, start, end, each) for each in inside):
                yield start, end


def _apart(text: str, start: int, end: int, name: ItemMention) -> bool:
    """Whether a stretch holds all of an official name, or none and something parts them: 医疗保障 right behind it belongs to it."""
    if start <= name.start and name.end <= end:
        return True
    return _BETWEEN.search(text[name.end : start] if name.end <= start else text[end : name.start]) is not None


def _words(text: str, at: int) -> list[tuple[int, int]]:
    found = []
    for word in rjieba.cut(text, hmm=False):
        if word.strip():
            found.append((at, at + len(word)))
        at += len(word)
    return found
