"""Words that the lexicon doesn't know, resolved by meaning: the nearest known wordings of every item, by the shipped embedding model.

A stretch of a question means an item where three things hold: every character of it that names something stands in some wording of the
item (what no wording explains would narrow it), it is near enough to one of them, and clearly nearer than to any other item's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import rjieba

from answer.query import ItemMention
from answer.vocabulary import phrases
from answer.words import telling
from domain.lexicon import items
from domain.money import is_money
from domain.text import is_chinese

if TYPE_CHECKING:
    from index.embedding import Vectors

SURE, APART = 0.60, 0.06
"""The cosine, and the lead before any other item, from which a stretch means an item; eval/meaning.py prints what others would do."""
OFFERED = 0.50
"""The cosine from which an item is offered as what may be meant."""
MOST_OFFERED = 3
MOST_NEAR = 200
"""Wordings that are looked at."""
MOST_WORDS = 12
"""Words of the longest stretch."""
_CUT = re.compile(r"[\s,，。;；:：?？!！()（）、]+")
_STOP = re.compile(r"[,.;:?!()]+")
_JOINT = re.compile("以及|还有|加上|[和跟与及]|(?<![参增附追])加(?![班强到起总工在和油一])|(?<![合相不共等])同(?![比样一时期意步])")
_BETWEEN = re.compile("[占比较要差高低多少是在 ]|预算|决算|各|分")
_COUNTED = re.compile("[几多][少]?[个名位人辆台家间]|人数|数量|人次|批次|面积|平米|平方米|how many|number of|headcount")
"""Words for numbers of people and things: without them money is meant."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a stretch of a question may mean: the items of the nearest wording, best first."""

    keys: tuple[str, ...]
    wording: str
    score: float
    apart: float
    """How much nearer than the nearest wording of any other item."""

    @property
    def sure(self) -> bool:
        return self.score >= SURE and self.apart >= APART


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a question and what it may mean; the first is what it means where that is sure."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]

    def mention(self, text: str) -> ItemMention:
        """What it means most likely, as an item of the question that `text` is."""
        return ItemMention(text[self.start : self.end], self.start, self.end, self.meanings[0].keys, "meaning")


@dataclass(frozen=True)
class Book:
    """Every wording of every item: (phrase, item keys); its vectors are made once, at the first question that needs them."""

    wordings: Sequence[tuple[str, tuple[str, ...]]]

    @cached_property
    def vectors(self) -> Vectors:
        """(wordings, dim)."""
        return _encode([phrase for phrase, _ in self.wordings])

    @cached_property
    def holding(self) -> dict[str, frozenset[str]]:
        """For every character, or English word, the items that some wording says it of."""
        found: dict[str, set[str]] = defaultdict(set)
        for phrase, keys in self.wordings:
            for part in parts(phrase):
                found[part].update(keys)
        return {part: frozenset(keys) for part, keys in found.items()}

    def covering(self, content: Iterable[str]) -> frozenset[str]:
        """Items whose wordings say every one of these characters or words."""
        return frozenset.intersection(*(self.holding.get(part, frozenset()) for part in content))

    def meanings(self, vector: Vectors, covering: frozenset[str], *, money: bool, listed: frozenset[str]) -> Iterator[Meaning]:
        """What a stretch with this vector may mean, best first; each item once."""
        scores = self.vectors @ vector
        near = [(float(scores[at]), *self.wordings[at]) for at in scores.argsort()[::-1][:MOST_NEAR]]
        running = [(score, phrase, keys) for score, phrase, keys in near if any(_runs(key, money, listed) for key in keys)]
        told: set[str] = set()
        for score, phrase, keys in running:
            own = {same for key in keys for same in (key, *(items()[key].also if key in items() else ()))}
            if score < OFFERED:
                return
            if not told & own and covering & own:
                yield Meaning(keys, phrase, score, score - next((other for other, _, others in running if not own & {*others}), 0.0))
            told |= own


def _runs(key: str, money: bool, listed: frozenset[str]) -> bool:
    """Whether an item may be meant: not an account that nobody has words for, unless the documents list it; nor people where money is."""
    item = items().get(key)
    return item is not None and money == is_money(item.unit) and ("/" not in key or bool(item.lay or item.en) or key in listed)


@cache
def book() -> Book:
    return Book(tuple((phrase, tuple(key for key, _ in pairs)) for phrase, pairs in phrases().items()))


_OTHER = "其他"
_REST = re.compile("其[他它余]|别的|剩下|归不了")
"""What makes another item of one: 其他商品和服务支出."""


def parts(text: str) -> set[str]:
    """The characters, and the English words without the ending of their plural, that wordings are made of; 其他 in whatever words."""
    plain = {part.removesuffix("s") if part.isascii() else part for part in re.findall("[a-z]+|[\u4e00-\u9fff]", _REST.sub("", text))}
    return plain | ({_OTHER} if _REST.search(text) else set())


def find(text: str, known: Sequence[ItemMention], listed: frozenset[str] = frozenset(), book: Book | None = None) -> list[Found]:
    """Stretches of `text` (as `plain` leaves it, what is no item blanked out) that say something unknown and may mean an item.

    One a stretch between joints, and all that it says belongs to it. `known`: items found by their words, of which it holds each whole
    or not at all; `listed`: items that the documents asked about state.
    """
    official = [each for each in known if each.how not in ("lay", "default")]
    found: list[Found] = []
    for start, end in _cut(text, (0, len(text)), _CUT if is_chinese(text) else _STOP, known):
        money = _COUNTED.search(text[start:end]) is None
        parts = _cut(text, (start, end), _JOINT, known) if is_chinese(text) else []
        for part in [(start, end), *(parts if len(parts) > 1 else [])]:
            best = _best(text, _spans(text, part, official), book or _book(), money, listed)
            joint = len(parts) > 1 and part == (start, end)
            if best is not None and not (joint and not (best.meanings[0].sure and _JOINT.search(best.meanings[0].wording))):
                found.append(best)
                if joint:
                    break
    return found


def _book() -> Book:
    return book()


def _content(text: str) -> set[str]:
    return parts(" ".join(telling(_REST.sub(" ", text)))) | (parts(text) & {_OTHER})


def _best(text: str, spans: Iterable[tuple[int, int]], book: Book, money: bool, listed: frozenset[str]) -> Found | None:
    """Of spans that say the same the one that is nearest to a wording."""
    told = [(start, end, covering) for start, end in spans if (covering := book.covering(_content(text[start:end])))]
    best: Found | None = None
    if not told:
        return None
    vectors = _encode([text[start:end] for start, end, _ in told])
    for (start, end, covering), vector in zip(told, vectors, strict=True):
        meanings = tuple(book.meanings(vector, covering, money=money, listed=listed))
        if meanings and (best is None or meanings[0].score > best.meanings[0].score):
            best = Found(start, end, meanings)
    return best


def _cut(text: str, chunk: tuple[int, int], pattern: re.Pattern[str], known: Sequence[ItemMention]) -> list[tuple[int, int]]:
    """The parts of a chunk between what the pattern finds; none is cut within a known item."""
    cuts = (match.span() for match in pattern.finditer(text, *chunk))
    kept = [cut for cut in cuts if not any(each.start < cut[1] and cut[0] < each.end for each in known)]
    edges = [chunk[0], *(edge for cut in kept for edge in cut), chunk[1]]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]


def _spans(text: str, chunk: tuple[int, int], official: Sequence[ItemMention]) -> Iterator[tuple[int, int]]:
    """Runs of whole words of a chunk that hold all that it says beyond official names."""
    inside = [each for each in official if chunk[0] <= each.start and each.end <= chunk[1]]
    masked = text
    for each in inside:
        masked = masked[: each.start] + " " * (each.end - each.start) + masked[each.end :]
    words = _words(text[chunk[0] : chunk[1]], chunk[0])
    saying = [at for at, (start, end) in enumerate(words) if _content(masked[start:end])]
    if not saying:
        return
    for first in range(saying[0] + 1):
        for last in range(saying[-1], len(words)):
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


def _encode(texts: Sequence[str]) -> Vectors:
    from index.embedding import shipped

    return shipped().encode(texts)
