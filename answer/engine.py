"""The assistant as LlamaIndex parts: a retriever and a query engine for anyone's router or agent.

Imports LlamaIndex at once: import this module inside functions only.
"""

from __future__ import annotations

from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from answer.assistant import Assistant
from answer.jsonable import jsonable
from domain.model import Answer, Citation
from index.blocks import joined
from index.llama import node
from index.passages import Hit

ANSWER = "answer"
"""Where a Response's metadata holds the whole answer, as `wenzhang ask --json` prints it."""


class QuestionRetriever(BaseRetriever):
    """Pieces of text that answer a question, of the organisations and years that it names; a node's score orders, and means no more."""

    def __init__(self, assistant: Assistant, k: int = 5) -> None:
        super().__init__()
        self._assistant, self._k = assistant, k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_piece(hit) for hit in self._assistant.passages(query_bundle.query_str, k=self._k)]


class AnswerEngine(CustomQueryEngine):
    """Answers as the assistant does, without a language model.

    The Response's text is the answer's; its source nodes are the citations, each with its place as metadata (where nothing is cited, the
    pieces of text nearest to the question); `metadata["answer"]` is the typed answer as JSON.
    """

    k: int = 5
    """How many pieces of text come with an answer that cites nothing."""
    _assistant: Assistant = PrivateAttr()

    def __init__(self, assistant: Assistant, k: int = 5) -> None:
        super().__init__()
        self.k = k
        self._assistant = assistant

    def custom_query(self, query_str: str) -> Response:
        answer = self._assistant.ask(query_str)
        sources = [_cited(one, at) for at, one in enumerate(answer.citations)] or self.as_retriever().retrieve(query_str)
        return Response(answer.text, source_nodes=sources, metadata={ANSWER: jsonable(answer), "status": answer.status})

    def as_retriever(self) -> QuestionRetriever:
        """What the engine finds text with."""
        return QuestionRetriever(self._assistant, self.k)


def answer_of(response: RESPONSE_TYPE) -> dict[str, Any]:
    """The typed answer in a Response of the engine."""
    told: dict[str, Any] = (response.metadata or {})[ANSWER]
    return told


def _piece(hit: Hit) -> NodeWithScore:
    made = node(hit.passage)
    made.set_content(joined(hit.block) or hit.passage.text)
    lines = [line for passage in hit.block for line in passage.place.lines or ()]
    if lines:
        made.metadata |= {"line_first": min(lines), "line_last": max(lines)}
    return NodeWithScore(node=made, score=hit.score)


def _cited(citation: Citation, at: int) -> NodeWithScore:
    """A citation as a node: what is printed there, with the place of it."""
    place = {name: value for name, value in jsonable_citation(citation).items() if value not in (None, "")}
    hidden = [name for name in place if name not in ("org", "year", "kind", "table", "row", "column")]
    made = TextNode(
        id_=citation.figure or f"{citation.document}-{at}",
        text=citation.printed,
        metadata=place,
        excluded_embed_metadata_keys=hidden,
        excluded_llm_metadata_keys=hidden,
    )
    return NodeWithScore(node=made)


def jsonable_citation(citation: Citation) -> dict[str, Any]:
    """Every field of DESIGN's citation."""
    told: list[dict[str, Any]] = jsonable(Answer("", "answered", "", "zh", citations=(citation,)))["citations"]
    return told[0]
