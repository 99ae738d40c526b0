"""Vectors of a segment's passages in an embedded Chroma collection: written once, then only read.

Chroma writes to its folder even when it only reads (a lock row at opening, list lengths at loading), so a reader opens a private copy:
segments stay as they were published, byte for byte, on read-only disks too, and no two processes meet in one SQLite file.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.model import Passage

if TYPE_CHECKING:
    from index.embedding import Vectors

COLLECTION = "passages"
CHUNK = 5000
"""Vectors added at once; Chroma refuses more than about 5,400."""


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


def _discard(client: Any, copy: Path) -> None:
    client.close()
    shutil.rmtree(copy, ignore_errors=True)


def write(folder: Path, passages: Sequence[Passage], vectors: Vectors) -> None:
    """Writes where the `vectors` ((len(passages), dim), each of length 1) of `passages` point into `folder`, made here.

    A vector's id is its passage's row; the passages themselves stand in the segment's Parquet file, not here a second time.
    """
    client = _client(folder)
    # No embedding function: Chroma's own would fetch a model. Cosine, as vectors are directions.
    collection = client.create_collection(COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None)
    told = [{"document": passage.document, "kind": passage.kind} for passage in passages]
    for start in range(0, len(told), CHUNK):
        rows = range(start, min(start + CHUNK, len(told)))
        collection.add(ids=[str(row) for row in rows], embeddings=vectors[rows.start : rows.stop], metadatas=told[rows.start : rows.stop])
    client.close()


class VectorIndex:
    """The collection of one segment, opened at the first question."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def collection(self) -> Any:
        """The Chroma collection itself, over a private copy that goes with this object."""
        copy = Path(tempfile.mkdtemp(prefix="wenzhang-"))
        shutil.copytree(self.folder, copy, dirs_exist_ok=True)
        client = _client(copy)
        weakref.finalize(self, _discard, client, copy)
        return client.get_collection(COLLECTION, embedding_function=None)

    def nearest(
        self, vector: Sequence[float], k: int, *, documents: Collection[str] | None = None, kinds: Collection[str] | None = None
    ) -> list[tuple[float, int]]:
        """Cosine distance (0 same … 2 opposite) and row of the `k` nearest passages, nearest first."""
        clauses = [{field: {"$in": sorted(wanted)}} for field, wanted in (("document", documents), ("kind", kinds)) if wanted is not None]
        where = {"$and": clauses} if len(clauses) > 1 else clauses[0] if clauses else None
        found = self.collection.query(query_embeddings=[list(vector)], n_results=k, where=where, include=["distances"])
        return [(float(far), int(row)) for far, row in zip(found["distances"][0], found["ids"][0], strict=True)]
