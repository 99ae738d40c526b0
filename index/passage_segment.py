"""The passages of one segment, read when asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.model import Passage, Provenance
from index import lexical, vectors
from index.blocks import blocks

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

FILE, CHROMA, LEXICAL = "passages.parquet", "chroma", "lexical"
MODEL_KEY = b"wenzhang.embedding"
DEPTH = 50
"""How far down each way's ranking fusion looks."""
EXACT = 20_000
"""Passages of a segment up to which vectors are compared with every one of them: sooner done than Chroma's copy is made. In larger ones
only the documents that a search is narrowed to are compared so: a filter makes the graph search slow (25 ms over 13,000) and inexact."""


def passage_of(row: dict[str, Any]) -> Passage:
    lines = None if row["line_first"] is None else (row["line_first"], row["line_last"])
    bbox = None if row["bbox"] is None else tuple(row["bbox"])
    place = Provenance(row["file"], row["sha"], row["page"], lines, bbox, row["cell"], row["ocr"])
    return Passage(row["id"], row["document"], place, row["kind"], row["heading"], row["term"], row["text"])


class PassageSegment:
    """A segment's folder; what of it is read stays in memory."""

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

    @cached_property
    def matrix(self) -> Matrix:
        """(rows, dim): the vectors."""
        import numpy as np
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.folder / FILE) as file:
            stored = file.read(["vector"]).column("vector").combine_chunks()
        return np.asarray(stored.flatten().to_numpy(), dtype=np.float32).reshape(len(stored), -1)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        return [passage_of(row) for row in self.table.take(list(rows)).to_pylist()] if rows else []

    def block(self, row: int) -> tuple[int, int]:
        """First row of the block that a passage belongs to, and the row behind it."""
        import bisect

        first = self._files[bisect.bisect_right(self._files, row) - 1]
        if first not in self._blocks:
            end = next((at for at in self._files if at > first), self.table.num_rows)
            self._blocks[first] = [(first + a, first + b) for a, b in blocks(self.passages(range(first, end)))]
        return self._blocks[first][row - first]

    @cached_property
    def _blocks(self) -> dict[int, list[tuple[int, int]]]:
        return {}

    @cached_property
    def _files(self) -> list[int]:
        """Where the passages of each file begin."""
        shas = self.table.column("sha").to_pylist()
        return [at for at, sha in enumerate(shas) if not at or sha != shas[at - 1]]

    def nearest(self, vector: Sequence[float], documents: Collection[str] | None, kinds: Collection[str] | None) -> list[tuple[float, int]]:
        """Cosine distance and row of the `DEPTH` nearest passages, nearest first."""
        import numpy as np

        if documents is None and self.table.num_rows > EXACT:
            return self.vectors.nearest(vector, DEPTH, kinds=kinds)
        rows = np.flatnonzero(self.allowed(documents, kinds))
        far = 1 - self.matrix[rows] @ np.asarray(vector, dtype=np.float32)
        return [(float(far[at]), int(rows[at])) for at in np.argsort(far, kind="stable")[:DEPTH]]

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
