"""What words that the lexicon doesn't know are taken for, by threshold: `python -m eval.meaning [-n 1500] [--folds 5] [--show]`.

Every wording of a fold is left out of the phrase book, and asked. Right: the item it is a wording of; wrong: another one; asked back:
several are offered. Beside them stand wordings that a word makes narrower (茶叶的办公费), of which nothing may be taken for the item.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from answer import meaning
from answer.meaning import Book, Found, Meaning
from answer.vocabulary import Vocabulary, of_several, phrases, plain
from domain.lexicon import items

SEED = 11
SCORES, LEADS, SHARES = (0.5, 0.6, 0.7, 0.8, 0.9), (0.0, 0.04, 0.1), (0.0, 0.4, 0.6, 0.75)
"""Thresholds that are tried."""
THRESHOLDS = (meaning.SURE, meaning.APART, meaning.COMMON)
FRAMES = ("{}是多少", "预算里{}花了多少", "{}", "{}一共安排多少钱", "预算的{}这块有多少")
NARROWING = (
    "信息科",
    "后勤处",
    "茶叶",
    "无人机",
    "校车",
    "足球",
    "幼儿园",
    "律师",
    "司机",
    "局长",
    "春节",
    "路灯",
    "咖啡",
    "拆迁",
    "化肥",
    "月饼",
)
"""Offices, things and people of which disclosures list no part of an item."""
NARROWED = ("{}的{}是多少", "{}{}花了多少", "{}里头{}用了多少", "给{}的{}有多少")


@dataclass(frozen=True)
class Tried:
    """A wording that was left out, and what it was taken for."""

    wording: str
    keys: tuple[str, ...]
    found: tuple[Found, ...]

    @property
    def best(self) -> Meaning | None:
        return self.found[0].meanings[0] if len(self.found) == 1 else None

    @property
    def right(self) -> bool:
        """Whether it was taken for its item, or for what states the same."""
        same = {also for each in self.keys for also in (each, *(items()[each].also if each in items() else ()))}
        return self.best is not None and bool(same & {*self.best.keys})


def wordings() -> list[tuple[str, tuple[str, ...]]]:
    """The lay words of the lexicon, each with its items."""
    found = {plain(word): item.key for item in items().values() for word in (*item.lay, *item.en)}
    return [(phrase, tuple(item for item, _ in phrases()[phrase])) for phrase in found if not of_several(phrase)]


def tried(count: int, folds: int, seed: int = SEED) -> Iterator[Tried]:
    """`count` wordings asked of books without the fifth that they belong to."""
    rng, vocabulary = Random(seed), Vocabulary()
    some = wordings()
    rng.shuffle(some)
    for fold in range(folds):
        left_out = dict(some[fold::folds])
        kept = Book(tuple(pair for pair in meaning.book().wordings if pair[0] not in left_out))
        for wording, keys in list(left_out.items())[: count // folds]:
            text = rng.choice(FRAMES).format(wording) if not wording.isascii() else f"how much is {wording}"
            yield Tried(wording, keys, found(text, vocabulary, kept))


def found(text: str, vocabulary: Vocabulary, book: Book) -> tuple[Found, ...]:
    official = [each for each in vocabulary.find(text) if not each.by_word]
    return tuple(meaning.find(text, official, book=book))


def narrowed(count: int, seed: int = SEED) -> Iterator[Tried]:
    """`count` wordings, each with a word that makes another thing of it."""
    rng, vocabulary = Random(seed), Vocabulary()
    some = [each for each in wordings() if not each[0].isascii()]
    for wording, keys in rng.sample(some, count):
        text = rng.choice(NARROWED).format(*rng.sample((rng.choice(NARROWING), wording), 2))
        yield Tried(text, keys, found(text, vocabulary, meaning.book()))


def verdicts(all_tried: Sequence[Tried], sure: float, apart: float, common: float) -> Counter[str]:
    """right, wrong, asked or unknown, were these the thresholds."""
    return Counter(_verdict(each, sure, apart, common) for each in all_tried)


def _verdict(one: Tried, sure: float, apart: float, common: float) -> str:
    if one.best is None:
        return "asked" if one.found else "unknown"
    if not one.best.surer(sure, apart, common):
        return "asked"
    return "right" if one.right else "wrong"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.meaning", description="words that the lexicon doesn't know, by threshold")
    parser.add_argument("-n", "--number", type=int, default=1500)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--show", action="store_true", help="the wrong ones at the thresholds in use")
    chosen = parser.parse_args(arguments)
    left_out, narrow = list(tried(chosen.number, chosen.folds)), list(narrowed(chosen.number // 3))
    print(f"{len(left_out)} wordings left out, {len(narrow)} narrowed")
    print("score  lead  common   right  wrong  asked  unknown   narrowed: taken")
    for limits in product(SCORES, LEADS, SHARES):
        told, taken = verdicts(left_out, *limits), verdicts(narrow, *limits)
        shares = "".join(f"{100 * told[name] / len(left_out):6.1f}%" for name in ("right", "wrong", "asked", "unknown"))
        print("  ".join(f"{limit:4.2f}" for limit in limits), shares, f"  {100 * (taken['right'] + taken['wrong']) / len(narrow):6.1f}%")
    for one in [*left_out, *narrow] if chosen.show else ():
        if _verdict(one, *THRESHOLDS) == "wrong" or (one in narrow and one.best and one.best.sure):
            print(one.wording, one.keys[:2], one.best)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
