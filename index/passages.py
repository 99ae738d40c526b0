"""Passages to quote from: lexical and vector search fused, over immutable segments.

A segment's folder holds `passages.parquet` (everything, vectors included: what the rest can be rebuilt from), `chroma/` and `lexical/`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from domain.model import Passage
from index import lexical, vectors
from index.embedding import Embedder
from index.passage_segment import CHROMA, DEPTH, FILE, LEXICAL, MODEL_KEY, PassageSegment, passage_of
from index.ranking import Sought, fit

if TYPE_CHECKING:
    import pyarrow as pa
    from llama_index.core.base.base_retriever import BaseRetriever

    from index.embedding import Vectors

Way = Literal["lexical", "vector"]
RRF = 2
"""Constant of reciprocal rank fusion: a passage that one way ranks first counts as much as one that both rank 4th. The usual 60 is made
for lists of a thousand: there, two middling ranks outweigh a first one; here the first five are read."""


class WrongEmbedding(Exception):
    """The library's vectors come from another model than the one set; the message is one line for people."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A found passage. Ranks count from 1; None where that way didn't find it among its first `DEPTH`."""

    passage: Passage
    score: float
    lexical_rank: int | None
    vector_rank: int | None
    block: tuple[Passage, ...] = ()
    """The passage and those beside it that are read with it, in their order."""


def retrieval_text(passage: Passage) -> str:
    """What a passage is found by: its nearest heading, what it is about, its text."""
    heading = passage.heading.rsplit("›", 1)[-1].strip()
    return "\n".join(part for part in (heading, passage.term, passage.text) if part)


def write_passages(folder: Path, passages: Sequence[Passage], *, embedder: Embedder | None = None) -> None:
    """Writes the passages of one segment into `folder`, which must be the writer's alone. Raises EmbeddingUnavailable."""
    writer = PassageWriter(embedder)
    writer.add(passages)
    writer.write(folder)


class PassageWriter:
    """The passages of a segment in the making: what each is found by is made as it comes, while other files are still being read."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        import bm25s  # noqa: F401 - slow to load: rather now, beside the reading, than at the end
        import chromadb  # noqa: F401

        self._embedder = embedder or Embedder()
        self._passages: list[Passage] = []
        self._vectors: list[Vectors] = []
        self._words = lexical.Words()

    def add(self, passages: Sequence[Passage]) -> None:
        """Raises EmbeddingUnavailable."""
        texts = [retrieval_text(passage) for passage in passages]
        self._passages.extend(passages)
        self._vectors.extend(self._embedder.encode(texts))
        self._words.add(texts)

    def write(self, folder: Path, unquoted: Collection[str] = ()) -> None:
        """Into `folder`, without the passages of the files with the sha `unquoted`."""
        import numpy as np

        folder.mkdir(parents=True, exist_ok=True)
        rows = [row for row, passage in enumerate(self._passages) if passage.place.sha not in unquoted]
        passages = [self._passages[row] for row in rows]
        made = np.array([self._vectors[row] for row in rows], dtype=np.float32).reshape(len(rows), -1 if rows else 1)
        _write_parquet(folder / FILE, passages, made, self._embedder.id)
        if passages:
            self._words.write(folder / LEXICAL, rows)
            vectors.write(folder / CHROMA, passages, made)


def _schema(dim: int) -> pa.Schema:
    import pyarrow as pa

    text, whole, real = pa.string(), pa.int32(), pa.float64()
    fields = {"id": text, "document": text, "file": text, "sha": text, "page": whole, "line_first": whole, "line_last": whole}
    fields |= {
        "bbox": pa.list_(real),
        "cell": text,
        "ocr": real,
        "kind": text,
        "heading": text,
        "term": text,
        "text": text,
        "vector": pa.list_(pa.float32(), dim),
    }
    return pa.schema([pa.field(name, kind) for name, kind in fields.items()])


def _row(passage: Passage) -> dict[str, Any]:
    place, (first, last) = passage.place, passage.place.lines or (None, None)
    where = {"file": place.file, "sha": place.sha, "page": place.page, "line_first": first, "line_last": last}
    row = {name: value for name, value in asdict(passage).items() if name != "place"}
    return row | where | {"bbox": place.bbox, "cell": place.cell, "ocr": place.ocr}


def _write_parquet(path: Path, passages: Sequence[Passage], made: Vectors, model: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(made.shape[1])
    table = pa.Table.from_pylist([_row(passage) for passage in passages], schema=pa.schema(list(schema)[:-1]))
    stored = pa.FixedSizeListArray.from_arrays(pa.array(made.ravel()), made.shape[1])
    pq.write_table(table.append_column(schema.field("vector"), stored).replace_schema_metadata({MODEL_KEY: model.encode()}), path)


_Opened = tuple[PassageSegment, frozenset[str] | None]
"""A segment, and the documents of it that a search may return; None: all of them."""


class PassageIndex:
    """The passages of a library: read-only, over segment folders that nobody writes.

    `live_documents`, if given, are the only ones that exist (the others were removed). Opening reads nothing; `select` reads only
    Parquet; the first `find` loads Chroma and the embedding model (see `warm`).
    """

    def __init__(
        self, segments: Sequence[Path], *, live_documents: Collection[str] | None = None, embedder: Embedder | None = None
    ) -> None:
        self._segments = [PassageSegment(folder) for folder in segments]
        self._live = None if live_documents is None else frozenset(live_documents)
        self._embedder = embedder or Embedder()

    def select(
        self, *, documents: Collection[str] | None = None, kinds: Collection[str] | None = None, terms: Collection[str] | None = None
    ) -> list[Passage]:
        """All passages of these documents, kinds and terms (None: any), in the order they were written."""
        found = []
        for segment, wanted in self._open(documents):
            mask = segment.allowed(wanted, kinds)
            found += [passage_of(row) for row in segment.table.filter(mask).to_pylist()]
        return [passage for passage in found if terms is None or passage.term in terms]

    def find(
        self, sought: Sought, *, k: int = 5, documents: Collection[str] | None = None, kinds: Collection[str] | None = None
    ) -> list[Hit]:
        """The `k` blocks of passages that answer best what is sought, each by its best passage: ranks fused, and weighed by what fits.

        Where `kinds` are given, each block's best passage is of one of them. Raises WrongEmbedding, EmbeddingUnavailable.
        """
        opened = self._open(documents)
        if k < 1 or not sought.text.strip() or not opened or (kinds is not None and not kinds):
            return []
        ranked = _ranks(
            {
                "lexical": _lexical_ranking(sought.text, opened, kinds),
                "vector": self._vector_ranking(sought.gist or sought.text, opened, kinds),
            }
        )
        hits = [
            (Hit(passage, _reciprocal(ranked[segment, row]) + fit(sought, passage), *_both(ranked[segment, row])), segment, row)
            for segment, _ in opened
            for row, passage in _decoded(segment, [row for at, row in ranked if at is segment])
        ]
        return _by_block(sorted(hits, key=lambda entry: -entry[0].score), k)

    def warm(self) -> None:
        """Loads what the first search would otherwise wait for; for a background thread at the start of a chat."""
        self.find(Sought("预热"), k=1)

    def as_retriever(self, *, k: int = 5, documents: Collection[str] | None = None, kinds: Collection[str] | None = None) -> BaseRetriever:
        """This search as a LlamaIndex retriever."""
        from index.llama import PassageRetriever

        return PassageRetriever(self, k, documents, kinds)

    def _open(self, documents: Collection[str] | None) -> list[_Opened]:
        """The segments that hold anything asked for."""
        opened: list[_Opened] = []
        for segment in self._segments:
            kept = segment.documents
            kept = kept if self._live is None else kept & self._live
            kept = kept if documents is None else kept & frozenset(documents)
            if kept:
                opened.append((segment, None if kept == segment.documents else kept))
        return opened

    def _vector_ranking(self, query: str, opened: Sequence[_Opened], kinds: Collection[str] | None) -> list[tuple[PassageSegment, int]]:
        self._check_model(segment for segment, _ in opened)
        vector = [float(value) for value in self._embedder.encode([query], query=True)[0]]
        if not any(vector):  # the model knows no character of the question
            return []
        near = [(far, at, row) for at, (segment, wanted) in enumerate(opened) for far, row in segment.nearest(vector, wanted, kinds)]
        return [(opened[at][0], row) for _, at, row in sorted(near)[:DEPTH]]

    def _check_model(self, segments: Iterable[PassageSegment]) -> None:
        for segment in segments:
            if segment.model != self._embedder.id:
                raise WrongEmbedding(
                    f"the library was indexed with the embedding model {segment.model}, not {self._embedder.id}: run `wenzhang rebuild`"
                )


def _lexical_ranking(query: str, opened: Sequence[_Opened], kinds: Collection[str] | None) -> list[tuple[PassageSegment, int]]:
    import numpy as np

    found: list[tuple[float, int, int]] = []
    for at, every in enumerate(lexical.scores([segment.lexical for segment, _ in opened], query)):
        segment, wanted = opened[at]
        scores = np.where(segment.allowed(wanted, kinds), every, 0)
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        found += [(-float(scores[row]), at, int(row)) for row in best if scores[row] > 0]
    return [(opened[at][0], row) for _, at, row in sorted(found)[:DEPTH]]


_Ranks = dict[tuple[PassageSegment, int], dict[Way, int]]


def _ranks(rankings: dict[Way, list[tuple[PassageSegment, int]]]) -> _Ranks:
    """The rank that each way gave a passage, from 1."""
    ranks: _Ranks = {}
    for way, ranking in rankings.items():
        for rank, place in enumerate(ranking, 1):
            ranks.setdefault(place, {})[way] = rank
    return ranks


def _reciprocal(found: dict[Way, int]) -> float:
    """1 / (RRF + rank) for each way that found it: at most 2/3."""
    return sum(1 / (RRF + rank) for rank in found.values())


def _both(found: dict[Way, int]) -> tuple[int | None, int | None]:
    return found.get("lexical"), found.get("vector")


def _decoded(segment: PassageSegment, rows: Sequence[int]) -> Iterator[tuple[int, Passage]]:
    return zip(rows, segment.passages(rows), strict=True)


def _by_block(hits: Iterable[tuple[Hit, PassageSegment, int]], k: int) -> list[Hit]:
    """The best hit of each of the first `k` blocks."""
    found: dict[tuple[PassageSegment, int, int], Hit] = {}
    for hit, segment, row in hits:
        first, end = segment.block(row)
        if (segment, first, end) not in found:
            found[segment, first, end] = replace(hit, block=tuple(segment.passages(range(first, end))))
        if len(found) == k:
            break
    return list(found.values())
