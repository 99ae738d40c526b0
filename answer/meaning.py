"""Words that the lexicon doesn't know, resolved by meaning: the nearest known wordings of every item, by the shipped embedding model.

A stretch of a question means an item where three things hold: every character of it that names something stands in some wording of the
item (what no wording explains would narrow it), it is near enough to one of them, and clearly nearer than to any other item's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import rjieba

from answer.query import ItemMention, Query
from answer.vocabulary import of_several, phrases
from answer.words import asking_spans, naming_only
from domain.lexicon import bearers, items
from domain.money import is_money
from domain.spoken import spoken
from domain.text import is_chinese

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.embedding import Vectors

    Scores = NDArray[np.float32]

SURE, APART, COMMON = 0.80, 0.10, 0.60
"""The cosine, the lead before any other item, and the share of the wording that is said, from which a stretch means an item.

`python -m eval.meaning` prints what other thresholds would do.
"""
OFFERED = 0.50
"""The cosine from which an item is offered as what may be meant."""
MOST_OFFERED = 3
MOST_NEAR = 60
"""Wordings that are looked at."""
MOST_MADE = 12
"""Wordings that are looked at of those that one pattern makes."""
MOST_WORDS = 12
"""Words of the longest stretch."""
_CUT = re.compile(r"[\s,，。;；:：?？!！()（）、]+")
_ENGLISH_JOINT = re.compile(r"\b(?:and|or|plus|than|of|in|at|for|is|are|was|were|against|under|within|from)\b")
_STOP = re.compile(r"[,.;:?!()]+")
_JOINT = re.compile("以及|还有|加上|[和跟与及]|(?<![参增附追])加(?![班强到起总工在和油一])|(?<![合相不共等])同(?![比样一时期意步])")
_MONEY = re.compile("[钱薪]|花费|花销|开销|开支|待遇|报酬|\\b(?:pay|money|costs?|perks|spent|spend|spending)\\b")
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
    said: bool = True
    """Whether every word of the stretch, not only every character, is said in some wording of the item."""
    common: float = 1.0
    """How much of what the nearest wording says the stretch says too, 0…1."""

    @property
    def sure(self) -> bool:
        return self.surer(SURE, APART, COMMON)

    def surer(self, score: float, apart: float, common: float) -> bool:
        """Whether it is beyond these thresholds."""
        return self.said and self.score >= score and self.apart >= apart and self.common >= common


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

    @cached_property
    def sayings(self) -> dict[str, str]:
        """For every item all of its wordings, parted by bars."""
        found: dict[str, list[str]] = defaultdict(list)
        for phrase, keys in self.wordings:
            for each in keys:
                found[each].append(phrase)
        return {each: "|".join(said) for each, said in found.items()}

    def say(self, words: Iterable[str], keys: Iterable[str]) -> bool:
        """Whether some wordings of one of these items say every one of the words."""
        told = [self.sayings.get(each, "") for each in keys]
        return any(all(word in said for word in words) for said in told)

    def covering(self, content: Iterable[str]) -> frozenset[str]:
        """Items whose wordings say every one of these characters or words; none where there is nothing to say."""
        holding = [self.holding.get(part, frozenset()) for part in content]
        return frozenset.intersection(*holding) if holding else frozenset()

    def meanings(self, scores: Scores, covering: frozenset[str], *, money: bool, listed: frozenset[str]) -> tuple[Meaning, ...]:
        """What a stretch with these scores (one a wording) may mean, best first; each item once."""
        near = [(float(scores[at]), *self.wordings[at]) for at in _highest(scores)]
        running = [(score, phrase, keys) for score, phrase, keys in near if any(_runs(key, money, listed) for key in keys)]
        found: list[Meaning] = []
        told: set[str] = set()
        for score, phrase, keys in running:
            own = {same for key in keys for same in (key, *(items()[key].also if key in items() else ()))}
            if score >= OFFERED and not told & own and covering & own:
                second = next((other for other, _, others in running if not own & {*others}), 0.0)
                found.append(Meaning(keys, phrase, score, 0.0 if of_several(phrase) else score - second))
            told |= own
        return tuple(found[:MOST_OFFERED])


def _highest(scores: Scores) -> list[int]:
    """Positions of the highest scores, best first."""
    some = (-scores).argpartition(min(MOST_NEAR, len(scores) - 1))[:MOST_NEAR]
    return [int(at) for at in some[(-scores[some]).argsort()]]


def _runs(key: str, money: bool, listed: frozenset[str]) -> bool:
    """Whether an item may be meant: not an account that nobody has words for, unless the documents list it; nor people where money is."""
    item = items().get(key)
    return item is not None and money == is_money(item.unit) and ("/" not in key or bool(item.lay or item.en) or key in listed)


@cache
def book() -> Book:
    """Every wording of the lexicon, and of those that are put together some of each kind."""
    told = {phrase: tuple(key for key, _ in pairs) for phrase, pairs in phrases().items()}
    made = {wording: bearers(row.name) for row in spoken() for pattern in row.made for wording in pattern.some(MOST_MADE)}
    return Book(tuple((made | told).items()))


_INCOME = re.compile("收入|进账|进项|income|receipt|revenue|earning")
_SPENT = re.compile("支出|花|开支|开销|expenditure|spen[dt]|cost")
_OTHER = "其他"
_REST = re.compile(r"其[他它余]|别的|剩下|归不了|\b(?:other|remaining|miscellaneous|rest)\b")
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
    zh = is_chinese(text)
    found: list[Found] = []
    for chunk in _cut(text, (0, len(text)), _CUT if zh else _STOP, known):
        money = _COUNTED.search(text[slice(*chunk)]) is None
        parts = _cut(text, chunk, _JOINT if zh else _ENGLISH_JOINT, known)
        for length in range(len(parts), 0, -1):
            for run in (parts[at : at + length] for at in range(len(parts) - length + 1)):
                start, end = run[0][0], run[-1][1]
                best = _best(text, _spans(text, (start, end), official), book or _book(), money, listed)
                best = None if best is None or _narrows(best, official) else best
                if best is None or any(best.start < each.end and each.start < best.end for each in found):
                    continue
                if length == 1 or (best.meanings[0].sure and (_JOINT if zh else _ENGLISH_JOINT).search(best.meanings[0].wording)):
                    found.append(best)
    return found


def miscounted(query: Query) -> bool:
    """Whether words for people or things stand where money is asked for: 给在职的人发钱的总数 is no number of 在职人员."""
    counts = [each for each in query.items if each.how == "lay" and not _runs(each.keys[0], True, frozenset())]
    return bool(counts) and _MONEY.search(query.text) is not None and _COUNTED.search(query.text) is None


def _book() -> Book:
    return book()


def _saying(text: str) -> str:
    """`text` with everything blanked out but what names something: 其他 does, 项目 alone doesn't (it asks for projects)."""
    kept = naming_only(text.replace("项目", "  "))
    for match in _REST.finditer(text):
        kept = kept[: match.start()] + match[0] + kept[match.end() :]
    return kept


def _best(text: str, spans: Iterable[tuple[int, int]], book: Book, money: bool, listed: frozenset[str]) -> Found | None:
    """Of spans that say the same the one that is nearest to a wording."""
    told = [
        (start, end, covering)
        for start, end in spans
        if (said := _saying(text[start:end])) and _tells(said) and (covering := book.covering(parts(said)))
    ]
    best: Found | None = None
    if not told:
        return None
    scores = _encode([text[start:end] for start, end, _ in told]) @ book.vectors.T
    for (start, end, covering), own in zip(told, scores, strict=True):
        meanings = book.meanings(own, covering, money=money, listed=listed)
        meanings = tuple(_compared(each, text[start:end], book) for each in meanings)
        if meanings and (best is None or meanings[0].score > best.meanings[0].score):
            best = Found(start, end, meanings)
    return best


def _tells(said: str) -> bool:
    """Whether words are more than a single Chinese character, which stands in wordings of anything."""
    return re.search("[a-z]", said) is not None or len(re.findall("[\u4e00-\u9fff]", said)) > 1


def _compared(one: Meaning, stretch: str, book: Book) -> Meaning:
    """With what the stretch and the wording have in common; the very wording is far from any other."""
    if stretch.strip(" 的") == one.wording and not of_several(one.wording):
        return replace(one, apart=1.0)
    words = [word for run in _saying(stretch).split() for word in rjieba.cut(run, hmm=False)]
    own, told = parts(_saying(stretch)), parts(_saying(one.wording))
    said = book.say(words, one.keys) and not _opposed(stretch, one.wording)
    return replace(one, said=said, common=len(own & told) / len(told) if told else 0.0)


def _opposed(stretch: str, wording: str) -> bool:
    """Whether one of them is money that comes in, and the other money that is spent."""
    comes, spent = [bool(_INCOME.search(text)) for text in (stretch, wording)], [bool(_SPENT.search(text)) for text in (stretch, wording)]
    return comes != spent and comes == spent[::-1] and any(comes)


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


def _narrows(found: Found, official: Sequence[ItemMention]) -> bool:
    """Whether words around an official name mean that very item: 局里承办的会议费 is some of 会议费."""
    inside = [each for each in official if found.start <= each.start and each.end <= found.end]
    return any(each.keys[0] in found.meanings[0].keys for each in inside)


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
