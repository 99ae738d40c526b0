"""Lexical search: BM25 over words and pairs of characters, one immutable index a segment, ranked together.

bm25s keeps finished scores per (term, passage), weighted by the rarity of a term *within the segment*. A library is many small
segments, so each term is weighed again by its rarity over all of them; otherwise a word found everywhere but in one short document
would seem rare there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_WORD = re.compile(r"[\w.%]+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def tokens(text: str) -> list[str]:
    """Words as a dictionary cuts them, and every two characters side by side: 公务接待费 → 公务, 接待, 费, and 公务, 务接, 接待, 待费.

    Pairs find what the dictionary cuts otherwise in the question than in the passage, and names that it doesn't know.
    """
    import rjieba

    folded = _THOUSANDS.sub("", fold(text)).lower()
    words = [word for word in rjieba.cut_for_search(folded) if _WORD.fullmatch(word)]
    return words + [run[at : at + 2] for run in _HAN.findall(folded) for at in range(len(run) - 1)]


class Words:
    """The terms of texts in the making of an index."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._rows: list[list[int]] = []

    def add(self, texts: Sequence[str]) -> None:
        self._rows.extend([self._known.setdefault(term, len(self._known)) for term in tokens(text)] for text in texts)

    def write(self, folder: Path, rows: Sequence[int]) -> None:
        """Writes the index of these `rows` into `folder` (made here); a position in `rows` is a row of the index."""
        import bm25s
        from bm25s.tokenization import Tokenized

        retriever = bm25s.BM25()
        retriever.index(Tokenized([self._rows[row] for row in rows], self._known), show_progress=False)
        retriever.save(folder, show_progress=False)


class LexicalIndex:
    """The index of one segment, read from files that nobody writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def _retriever(self) -> Any:
        import bm25s

        return bm25s.BM25.load(self.folder, mmap=True, show_progress=False)

    @property
    def size(self) -> int:
        return int(self._retriever.scores["num_docs"])

    def frequency(self, term: str) -> int:
        """How many passages hold `term`."""
        at = self._retriever.vocab_dict.get(term)
        if at is None:
            return 0
        starts = self._retriever.scores["indptr"]
        return int(starts[at + 1]) - int(starts[at])

    def scores(self, weights: dict[str, float]) -> Scores:
        """BM25 of every row for a query whose terms count `weights[term]` times as much as within this segment."""
        import numpy as np

        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in weights.items():
            if self.frequency(term):
                total += weight * self._retriever.get_scores_from_ids([self._retriever.vocab_dict[term]])
        return total


def rarity(size: int, frequency: int) -> float:
    """Lucene's inverse document frequency, the one that bm25s uses."""
    return math.log(1 + (size - frequency + 0.5) / (frequency + 0.5))


def scores(indexes: Sequence[LexicalIndex], query: str) -> list[Scores]:
    """For each index the scores of all its rows, comparable between indexes; 0 where no term of the query occurs."""
    terms = tokens(query)
    size = sum(index.size for index in indexes)
    overall = {term: rarity(size, sum(index.frequency(term) for index in indexes)) for term in set(terms)}
    counts = {term: terms.count(term) for term in sorted(overall)}
    return [
        index.scores({term: count * overall[term] / rarity(index.size, index.frequency(term)) for term, count in counts.items()})
        for index in indexes
    ]
