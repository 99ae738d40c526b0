"""Texts to vectors: the shipped small model, read without torch, or any sentence-transformers model by one setting."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Encode = Callable[[list[str], bool], Vectors]

SETTING = "WENZHANG_EMBEDDING"
"""Environment variable that names another model: a hub name or a local folder."""
SHIPPED = Path(__file__).parent / "model"
EXTRA = "models"
BATCH = 1024


class EmbeddingUnavailable(Exception):
    """The named embedding model can't be used; the message is one line for people."""


class Embedder:
    """Turns texts into normalised vectors; nothing heavy is loaded before the first text.

    `name` is a hub name or a folder of a sentence-transformers model; without it `WENZHANG_EMBEDDING` counts, and without that the
    shipped model, which needs neither torch nor a network.
    """

    def __init__(self, name: str | None = None) -> None:
        self.name = name or os.environ.get(SETTING, "").strip()

    @cached_property
    def id(self) -> str:
        """What vectors are stored under, so that vectors of two models are never compared."""
        return self._other or str(json.loads((SHIPPED / "config.json").read_text(encoding="utf-8"))["id"])

    @cached_property
    def _encode(self) -> Encode:
        return _sentence_transformer(self._other) if self._other else _shipped(SHIPPED)

    @property
    def _other(self) -> str:
        """The name of a model that is not the shipped one."""
        return "" if self.name == str(SHIPPED) else self.name

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """(len(texts), dim) float32, each row of length 1; a row is all 0 where the model knows no character of the text.

        `query` matters to models that embed questions and passages differently. Raises EmbeddingUnavailable.
        """
        import numpy as np

        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        vectors = np.asarray(self._encode(list(texts), query), dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True).astype(np.float32)
        lengths[lengths == 0] = 1
        scaled: Vectors = vectors / lengths
        return scaled

    def similar(self, text: str, candidates: Sequence[str]) -> list[tuple[float, int]]:
        """Cosine and position of each candidate, best first."""
        scores = self.encode(candidates) @ self.encode([text], query=True)[0] if candidates else []
        return sorted(((float(score), at) for at, score in enumerate(scores)), key=lambda pair: (-pair[0], pair[1]))

    def as_llama_index(self) -> BaseEmbedding:
        """The same model for LlamaIndex."""
        from index.llama import LlamaEmbedding

        return LlamaEmbedding(embedder=self)


def _shipped(folder: Path) -> Encode:
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(folder)

    def encode(texts: list[str], query: bool) -> Vectors:
        # max_length=None: by default model2vec cuts a text at 512 characters and the rest of a long passage would be invisible.
        return model.encode(texts, max_length=None, batch_size=BATCH, use_multiprocessing=False)

    return encode


def _sentence_transformer(name: str) -> Encode:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EmbeddingUnavailable(
            f"{SETTING}={name} needs the extra `{EXTRA}` (sentence-transformers): pip install -e '.[{EXTRA}]'"
        ) from error
    try:
        model = SentenceTransformer(name, device="cpu")
    except (OSError, ValueError) as error:  # what a missing folder, an unknown hub name or no network come out as
        reason = (str(error).splitlines() or [""])[0]
        raise EmbeddingUnavailable(f"the embedding model {name} can't be loaded: {reason}") from error

    def encode(texts: list[str], query: bool) -> Vectors:
        encode = model.encode_query if query else model.encode_document
        return encode(texts, show_progress_bar=False, convert_to_numpy=True)

    return encode
