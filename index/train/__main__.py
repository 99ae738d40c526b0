"""Trains the two shipped models on the CPU and writes them to index/model. Needs the extra `models`; no network.

The embedding model learns from generated questions and passages, the classifier of wordings from the lexicon and its phrase book.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from index.embedding import SHIPPED, Embedder
from index.train import model, senses
from index.train.text import Pair, Writer

MODELS = ["embedding", "senses"]
SEED = 20
DISCLOSURES = 2000
HELD_OUT = 100
"""Disclosures for the figure printed at the end, written with another seed."""


def recall(embedder: Embedder, pairs: Sequence[Pair], k: int) -> float:
    """Share of questions whose own passage is among the `k` nearest of ten disclosures, others that answer it aside."""
    import numpy as np

    found = 0
    for start in range(0, max(pair.disclosure for pair in pairs) + 1, 10):
        some = [pair for pair in pairs if start <= pair.disclosure < start + 10]
        asked = embedder.encode([pair.question for pair in some], query=True)
        scores = asked @ embedder.encode([pair.passage for pair in some]).T
        for row, pair in enumerate(some):
            rivals = [at for at, other in enumerate(some) if pair.topic not in other.covers]
            found += bool(pair.question) and int(np.sum(scores[row, rivals] > scores[row, row])) < k
    return found / sum(bool(pair.question) for pair in pairs)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m index.train", description=__doc__)
    parser.add_argument("models", nargs="*", choices=MODELS, default=MODELS, metavar="model", help=f"which to train: {' '.join(MODELS)}")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--disclosures", type=int, default=DISCLOSURES)
    parser.add_argument("--held-out", type=int, default=HELD_OUT)
    options = parser.parse_args(arguments)
    if find_spec("sentence_transformers") is None:
        raise SystemExit("training needs the extra `models`: pip install -e '.[models]'")
    if "embedding" in options.models:
        _embedding(options)
    if "senses" in options.models:
        start, told = time.perf_counter(), senses.wordings()
        senses.write(told, options.out, options.seed)
        print(f"{len(told)} wordings, trained in {time.perf_counter() - start:.1f} s: {options.out}")


def _embedding(options: argparse.Namespace) -> None:
    start = time.perf_counter()
    pairs = Writer(options.seed).pairs(options.disclosures)
    print(f"{len(pairs)} pairs in {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    model.save(model.train(pairs, options.seed), options.out)
    print(f"trained in {time.perf_counter() - start:.1f} s: {options.out}")
    made, unseen = Embedder(str(options.out)), Writer(options.seed + 1).pairs(options.held_out)
    print("unseen disclosures:", ", ".join(f"R@{k} {recall(made, unseen, k):.3f}" for k in (1, 5, 10)))


if __name__ == "__main__":
    main(sys.argv[1:])
