"""What words that the lexicon doesn't know are taken for, by threshold: `python -m eval.meaning [--show]`.

Asked are wordings by people who saw neither the phrase book nor the program (eval/blind.yaml; none of them is taught). Right: the item that
the writer meant; wrong: another one; asked back: several are offered, or one that is not sure. Beside them stand words that mean no item of
a disclosure, by what they mean instead (eval/no_item.yaml), of which none may be taken for one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from answer import meaning
from answer.meaning import Found, Meaning
from answer.vocabulary import Vocabulary, phrases, plain
from domain.lexicon import bearers, items
from domain.rows import load_rows

HERE = Path(__file__).parent
SEED = 11
THRESHOLDS = (0.35, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)
"""Probabilities that are tried."""
FRAMES = ("{}是多少", "预算里{}花了多少", "{}", "{}一共安排多少钱", "预算的{}这块有多少")
ENGLISH = "how much is {}"


@dataclass(frozen=True)
class Tried:
    """Words, the items that they mean (none for no item), and what they were taken for."""

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

    def verdict(self, sure: float) -> str:
        """right, wrong, asked or unknown, were this the threshold."""
        if self.best is None or self.best.score < sure:
            return "asked" if self.found else "unknown"
        return "right" if self.right else "wrong"


@cache
def wordings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The blind wordings, each with the items that it means."""
    return tuple((plain(said), bearers(row["name"])) for row in load_rows(HERE / "blind.yaml") for said in row["said"])


@cache
def of_no_item() -> tuple[tuple[str, str], ...]:
    """(kind, words) of what means no item."""
    return tuple((kind, plain(said)) for kind, words in load_rows(HERE / "no_item.yaml").items() for said in words)


def tried(words: Sequence[tuple[str, tuple[str, ...]]], seed: int = SEED) -> list[Tried]:
    """These words, each asked for in a question."""
    rng, vocabulary = Random(seed), Vocabulary()
    return [Tried(said, keys, _found((ENGLISH if said.isascii() else rng.choice(FRAMES)).format(said), vocabulary)) for said, keys in words]


def _found(text: str, vocabulary: Vocabulary) -> tuple[Found, ...]:
    """As `answer.parse` does: what is known by other words than this item's own counts."""
    known = vocabulary.find(plain(text))
    return tuple(meaning.find(plain(text), known))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.meaning", description="words that the lexicon doesn't know, by threshold")
    parser.add_argument("--show", action="store_true", help="the wrong ones at the threshold in use")
    chosen = parser.parse_args(arguments)
    blind = tried([each for each in wordings() if each[0] not in phrases()])
    nothing = {kind: tried([(said, ()) for of, said in of_no_item() if of == kind]) for kind in dict(of_no_item())}
    print(f"{len(blind)} blind wordings,", ", ".join(f"{len(some)} {kind}" for kind, some in nothing.items()))
    print("sure    right   wrong   asked unknown  taken:", "  ".join(nothing))
    for limit in THRESHOLDS:
        told = Counter(each.verdict(limit) for each in blind)
        shares = "".join(f"{100 * told[name] / len(blind):7.1f}%" for name in ("right", "wrong", "asked", "unknown"))
        taken = (sum(each.verdict(limit) == "wrong" for each in some) / len(some) for some in nothing.values())
        print(f"{limit:4.2f} {shares}  ", "".join(f"{100 * share:9.1f}%" for share in taken))
    for one in [*blind, *(each for some in nothing.values() for each in some)] if chosen.show else ():
        if one.verdict(meaning.SURE) == "wrong":
            print(one.wording, one.keys[:2], one.best)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
