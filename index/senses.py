"""Which item words mean that the lexicon doesn't know: a small classifier of wordings, read without torch.

A text is the mean of one vector for each of its characters, pairs of neighbouring characters and English words; an item is a vector of the
same space. Their cosines, scaled, give a probability for each item and for none: the classifier has seen thousands of words that name
nothing a disclosure lists, or only a part of something. `python -m index.train` makes it of the phrase book.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from domain.text import fold
from index.embedding import SHIPPED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WEIGHTS, NAMES = "senses.safetensors", "senses.json"
SCALE = 12.0
"""Cosines are multiplied by this before the softmax."""
STEM = 4
"""Letters of an English word by which its forms are alike: renting, rents."""
NONE: tuple[str, ...] = ()
"""The sense of words that mean no item."""
_RUN = re.compile("[a-z]+|[\u4e00-\u9fff]+")


def features(text: str) -> Iterator[str]:
    """Characters and pairs of neighbours of Chinese, words and their stems of Latin letters; nothing else says what is meant."""
    for run in _RUN.findall(fold(text).lower()):
        if run.isascii():
            yield from (run, f"{run[:STEM]}-")
        else:
            yield from run
            yield from (run[at : at + 2] for at in range(len(run) - 1))


@dataclass(frozen=True)
class Senses:
    """`known`: the row of `vectors` for each feature; `items`: item keys of each row of `meant`, NONE among them."""

    known: dict[str, int]
    vectors: Floats
    items: Sequence[tuple[str, ...]]
    meant: Floats

    def of(self, texts: Sequence[str]) -> Floats:
        """(len(texts), len(items)): how likely each text means each of them, rows adding up to 1; all 0 where nothing of a text is known."""
        import numpy as np

        found = np.zeros((len(texts), len(self.items)), dtype=np.float32)
        for at, text in enumerate(texts):
            rows = [self.known[each] for each in features(text) if each in self.known]
            if rows:
                mean = self.vectors[rows].mean(axis=0)
                scaled = np.exp(SCALE * (self.meant @ (mean / np.linalg.norm(mean)) - 1))
                found[at] = scaled / scaled.sum()
        return found


@cache
def senses(folder: Path = SHIPPED) -> Senses:
    """The shipped classifier, or another one that `index.train` wrote."""
    import numpy as np
    from safetensors.numpy import load_file

    weights = load_file(folder / WEIGHTS)
    names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
    vectors, meant = (weights[name].astype(np.float32) for name in ("vectors", "meant"))
    known = {feature: row for row, feature in enumerate(names["features"])}
    return Senses(known, vectors, [tuple(keys) for keys in names["items"]], meant)
