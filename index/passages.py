"""Passages to quote from: lexical and vector search fused, over immutable segments.

A segment's folder holds `passages.parquet` (everything, vectors included: what the rest can be rebuilt from), `chroma/` and `lexical/`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from domain.model import Passage, Provenance
from index import lexical, vectors
from index.embedding import Embedder

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from llama_index.core.base.base_retriever import BaseRetriever
    from numpy.typing import NDArray

    from index.embedding import Vectors

FILE, CHROMA, LEXICAL = "passages.parquet", "chroma", "lexical"
MODEL_KEY = b"wenzhang.embedding"
Way = Literal["lexical", "vector"]
WAYS: tuple[Way, ...] = get_args(Way)
DEPTH = 50
"""How far down each way's ranking fusion looks."""
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


def _passage(row: dict[str, Any]) -> Passage:
    lines = None if row["line_first"] is None else (row["line_first"], row["line_last"])
    bbox = None if row["bbox"] is None else tuple(row["bbox"])
    place = Provenance(row["file"], row["sha"], row["page"], lines, bbox, row["cell"], row["ocr"])
    return Passage(row["id"], row["document"], place, row["kind"], row["heading"], row["term"], row["text"])


class _Segment:
    """One segment's passages, read when asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lexical = lexical.LexicalIndex(folder / LEXICAL)
        self.vectors = vectors.VectorIndex(folder / CHROMA)

    @cached_property
    def table(self) -> pa.Table:
        """Every column but the vectors."""
        import pyarrow.parquet as pq

        file = pq.ParquetFile(self.folder / FILE)
        return file.read([name for name in file.schema_arrow.names if name != "vector"])

    @cached_property
    def model(self) -> str:
        return str((self.table.schema.metadata or {}).get(MODEL_KEY, b"").decode())

    @cached_property
    def documents(self) -> frozenset[str]:
        return frozenset(self.table.column("document").unique().to_pylist())

    def passage(self, row: int) -> Passage:
        return _passage(self.table.slice(row, 1).to_pylist()[0])

    def allowed(self, documents: Collection[str] | None, kinds: Collection[str] | None) -> NDArray[np.bool_]:
        """Which rows a search may return."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        mask = np.ones(self.table.num_rows, dtype=bool)
        for name, wanted in (("document", documents), ("kind", kinds)):
            if wanted is not None:
                mask &= pc.is_in(self.table.column(name), value_set=pa.array(sorted(wanted), pa.string())).to_numpy()
        return mask


_Opened = tuple[_Segment, frozenset[str] | None]
"""A segment, and the documents of it that a search may return; None: all of them."""


class PassageIndex:
    """The passages of a library: read-only, over segment folders that nobody writes.

    `live_documents`, if given, are the only ones that exist (the others were removed). Opening reads nothing; `select` reads only
    Parquet; the first `search` loads Chroma and the embedding model (see `warm`).
    """

    def __init__(
        self, segments: Sequence[Path], *, live_documents: Collection[str] | None = None, embedder: Embedder | None = None
    ) -> None:
        self._segments = [_Segment(folder) for folder in segments]
        self._live = None if live_documents is None else frozenset(live_documents)
        self._embedder = embedder or Embedder()

    def select(
        self, *, documents: Collection[str] | None = None, kinds: Collection[str] | None = None, terms: Collection[str] | None = None
    ) -> list[Passage]:
        """All passages of these documents, kinds and terms (None: any), in the order they were written."""
        found = []
        for segment, wanted in self._open(documents):
            mask = segment.allowed(wanted, kinds)
            found += [_passage(row) for row in segment.table.filter(mask).to_pylist()]
        return [passage for passage in found if terms is None or passage.term in terms]

    def search(
        self,
        query: str,
        *,
        k: int = 5,
        documents: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        ways: Collection[Way] = WAYS,
    ) -> list[Hit]:
        """The `k` passages that fit `query` best; each way ranks, and the ranks are fused. Raises WrongEmbedding, EmbeddingUnavailable."""
        opened = self._open(documents)
        if k < 1 or not query.strip() or not opened or (kinds is not None and not kinds):
            return []
        rankings: dict[Way, list[tuple[_Segment, int]]] = {}
        if "lexical" in ways:
            rankings["lexical"] = _lexical_ranking(query, opened, kinds)
        if "vector" in ways:
            rankings["vector"] = self._vector_ranking(query, opened, kinds)
        return _distinct(_fused(rankings), k)

    def warm(self) -> None:
        """Loads what the first search would otherwise wait for; for a background thread at the start of a chat."""
        self.search("预热", k=1)

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

    def _vector_ranking(self, query: str, opened: Sequence[_Opened], kinds: Collection[str] | None) -> list[tuple[_Segment, int]]:
        self._check_model(segment for segment, _ in opened)
        vector = [float(value) for value in self._embedder.encode([query], query=True)[0]]
        if not any(vector):  # the model knows no character of the question
            return []
        near = [
            (far, at, row)
            for at, (segment, wanted) in enumerate(opened)
            for far, row in segment.vectors.nearest(vector, min(DEPTH, segment.table.num_rows), documents=wanted, kinds=kinds)
        ]
        return [(opened[at][0], row) for _, at, row in sorted(near)[:DEPTH]]

    def _check_model(self, segments: Iterable[_Segment]) -> None:
        for segment in segments:
            if segment.model != self._embedder.id:
                raise WrongEmbedding(
                    f"the library was indexed with the embedding model {segment.model}, not {self._embedder.id}: run `wenzhang rebuild`"
                )


def _lexical_ranking(query: str, opened: Sequence[_Opened], kinds: Collection[str] | None) -> list[tuple[_Segment, int]]:
    import numpy as np

    found: list[tuple[float, int, int]] = []
    for at, every in enumerate(lexical.scores([segment.lexical for segment, _ in opened], query)):
        segment, wanted = opened[at]
        scores = np.where(segment.allowed(wanted, kinds), every, 0)
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        found += [(-float(scores[row]), at, int(row)) for row in best if scores[row] > 0]
    return [(opened[at][0], row) for _, at, row in sorted(found)[:DEPTH]]


def _fused(rankings: dict[Way, list[tuple[_Segment, int]]]) -> Iterator[Hit]:
    """Reciprocal rank fusion, best first: a passage counts 1 / (RRF + rank) for each way that found it; ties keep the first way's order."""
    ranks: dict[tuple[_Segment, int], dict[Way, int]] = {}
    for way, ranking in rankings.items():
        for rank, place in enumerate(ranking, 1):
            ranks.setdefault(place, {})[way] = rank
    scored = [(sum(1 / (RRF + rank) for rank in found.values()), place, found) for place, found in ranks.items()]
    scored.sort(key=lambda entry: -entry[0])
    for score, (segment, row), found in scored:
        yield Hit(segment.passage(row), score, found.get("lexical"), found.get("vector"))


def _distinct(hits: Iterable[Hit], k: int) -> list[Hit]:
    """The first `k` hits that say something new: a reason and the paragraph it was cut from are one find."""
    kept: list[Hit] = []
    for hit in hits:
        if not any(_repeats(hit.passage, other.passage) for other in kept):
            kept.append(hit)
        if len(kept) == k:
            break
    return kept


def _repeats(one: Passage, other: Passage) -> bool:
    return one.document == other.document and (one.text in other.text or other.text in one.text)
