"""Our passages and embeddings as LlamaIndex parts. Imports LlamaIndex at once: import this module inside functions only."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from domain.model import Passage
from index.ranking import Sought

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.passages import PassageIndex


def metadata(passage: Passage) -> dict[str, str | int | float]:
    """Provenance and kind as flat values; what is unknown is left out."""
    place = passage.place
    first, last = place.lines or (None, None)
    x0, y0, x1, y1 = place.bbox or (None, None, None, None)
    values = {"passage": passage.id, "document": passage.document, "kind": passage.kind, "heading": passage.heading, "term": passage.term}
    where = {"file": place.file, "sha": place.sha, "page": place.page, "line_first": first, "line_last": last}
    known = values | where | {"x0": x0, "y0": y0, "x1": x1, "y1": y1}
    return {key: value for key, value in known.items() if value is not None}


def node(passage: Passage) -> TextNode:
    """A passage as a LlamaIndex node; only its heading goes to a model beside the text, never ids or places."""
    values: dict[str, Any] = dict(metadata(passage))
    hidden = [key for key in values if key != "heading"]
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=values,
        excluded_embed_metadata_keys=hidden,
        excluded_llm_metadata_keys=hidden,
    )


class PassageRetriever(BaseRetriever):
    """Search as a LlamaIndex retriever, by the words of a question alone: who resolves questions searches better (answer.engine)."""

    def __init__(self, index: PassageIndex, k: int, documents: Collection[str] | None, kinds: Collection[str] | None) -> None:
        super().__init__()
        self._index, self._k, self._documents, self._kinds = index, k, documents, kinds

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._index.find(Sought(query_bundle.query_str), k=self._k, documents=self._documents, kinds=self._kinds)
        return [NodeWithScore(node=node(hit.passage), score=hit.score) for hit in hits]


class LlamaEmbedding(BaseEmbedding):
    """An Embedder as LlamaIndex asks for one."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.id)
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        return "WenzhangEmbedding"

    def _vectors(self, texts: list[str], query: bool) -> list[list[float]]:
        return [[float(value) for value in vector] for vector in self._embedder.encode(texts, query=query)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._vectors([query], query=True)[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._vectors([text], query=False)[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._vectors(texts, query=False)
