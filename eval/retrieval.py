"""What retrieval finds, against two baselines: recall@k and MRR of the evidence of questions that prose answers.

Questions: the gold questions whose every evidence is prose, and those that eval/narrative.py makes of any library.
A question's evidence is one place or several: *recall* is the share of them that stand in one of the k pieces found, *MRR* one by the rank
of the first piece that holds any. The baselines: LlamaIndex as it comes (SentenceSplitter, VectorStoreIndex) with the same embedding model,
and BM25 alone over our passages; each over the whole library, and again given the documents that the question is about (“within”).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answer import Assistant
from domain.model import Passage
from eval.gold import load
from eval.narrative import Place
from eval.narrative import questions as made_of
from index import lexical
from index.embedding import Embedder
from index.passages import retrieval_text
from library import Library

TABLES = ("table", "note")


@dataclass(frozen=True)
class Question:
    """`evidence`: one entry a place that has to be found, each with the places that say the same."""

    text: str
    kind: str
    files: frozenset[str]
    evidence: tuple[tuple[Place, ...], ...]
    turns: tuple[str, ...] = ()


Search = Callable[[Question, int], list[list[Place]]]
"""The places that each of the k pieces covers, best first."""


def places(passages: Sequence[Passage]) -> list[Place]:
    return [(one.place.file, *one.place.lines) for one in passages if one.place.lines]


def touches(piece: Sequence[Place], place: Place) -> bool:
    return any(file == place[0] and first <= place[2] and place[1] <= last for file, first, last in piece)


def gold(path: Path, passages: Sequence[Passage]) -> list[Question]:
    """The gold questions whose every evidence stands in prose."""
    prose = places([one for one in passages if one.kind not in TABLES])
    found = [
        Question(one.question, one.kind, frozenset(one.doc), tuple((_place(told),) for told in one.evidence_lines), one.turns)
        for one in load(path)
        if one.evidence_lines
    ]
    return [one for one in found if all(touches(prose, place) for group in one.evidence for place in group)]


def _place(told: str) -> Place:
    """file:line or file:from-to."""
    file, _, lines = told.rpartition(":")
    first, _, last = lines.partition("-")
    return file, int(first), int(last or first)


def generated(library: Library) -> list[Question]:
    shot = library.snapshot()
    asked = made_of(shot.disclosures, shot.passages.select())
    return [Question(one.text, one.family, frozenset(place[0] for place in one.places), (one.places,)) for one in asked]


def ours(library: Library) -> Search:
    assistant = Assistant(library)
    return lambda asked, k: [places(hit.block) for hit in assistant.passages(asked.text, asked.turns, k)]


def bm25(library: Library, within: bool) -> Search:
    """Every passage by itself, ranked by its words; what repeats a better one is left out."""
    import bm25s
    import numpy as np

    passages = library.snapshot().passages.select()
    ranker = bm25s.BM25()
    ranker.index([lexical.tokens(retrieval_text(one)) for one in passages], show_progress=False)

    def search(asked: Question, k: int) -> list[list[Place]]:
        scores = ranker.get_scores(lexical.tokens(_whole(asked)))
        found: list[Passage] = []
        for row in np.argsort(-scores, kind="stable"):
            one = passages[row]
            if len(found) == k or not scores[row]:
                break
            if (not within or one.place.file in asked.files) and not any(_repeats(one, other) for other in found):
                found.append(one)
        return [places([one]) for one in found]

    return search


def _repeats(one: Passage, other: Passage) -> bool:
    return one.document == other.document and (one.text in other.text or other.text in one.text)


def _whole(asked: Question) -> str:
    """What earlier turns left open is part of what is asked."""
    return " ".join([*asked.turns, asked.text])


def llama(folder: Path) -> tuple[Search, Search]:
    """LlamaIndex's defaults over the files as they are: over all of them, and within those that the question is about."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter

    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    nodes = SentenceSplitter().get_nodes_from_documents([Document(text=text, metadata={"file": name}) for name, text in texts.items()])
    index = VectorStoreIndex(nodes, embed_model=Embedder().as_llama_index())
    every = index.as_retriever(similarity_top_k=len(nodes))

    def lines(node: Any) -> list[Place]:
        text, name = texts[node.metadata["file"]], node.metadata["file"]
        return [(name, text.count("\n", 0, node.start_char_idx) + 1, text.count("\n", 0, node.end_char_idx) + 1)]

    def search(asked: Question, k: int, within: bool) -> list[list[Place]]:
        found = [hit.node for hit in every.retrieve(_whole(asked))]
        kept = [node for node in found if not within or node.metadata["file"] in asked.files]
        return [lines(node) for node in kept[:k]]

    return (lambda asked, k: search(asked, k, within=False)), (lambda asked, k: search(asked, k, within=True))


def scored(asked: Question, pieces: Sequence[Sequence[Place]]) -> tuple[float, float]:
    """(recall, reciprocal rank), each 0 to 1."""
    covered = [any(touches(piece, place) for piece in pieces for place in group) for group in asked.evidence]
    ranks = [rank for rank, piece in enumerate(pieces, 1) if any(touches(piece, place) for group in asked.evidence for place in group)]
    return sum(covered) / len(covered), 1 / ranks[0] if ranks else 0.0


@dataclass(frozen=True)
class Figures:
    """Of one way to search: recall@k and MRR (0 to 1), ms a question, and the questions of which something was not found."""

    recall: float
    mrr: float
    ms: float
    missed: tuple[Question, ...]


def figures(asked: Sequence[Question], search: Search, k: int = 5) -> Figures:
    start = time.perf_counter()
    told = [scored(one, search(one, k)) for one in asked]
    spent = (time.perf_counter() - start) / len(asked) * 1000
    missed = tuple(one for one, (recall, _) in zip(asked, told, strict=True) if recall < 1)
    return Figures(sum(a for a, _ in told) / len(told), sum(b for _, b in told) / len(told), spent, missed)


OURS = "sought by the question as resolved"


def ways(folder: Path, library: Library) -> dict[str, Search]:
    """Ours and the baselines, over a library of the text files in `folder`."""
    every, within = llama(folder)
    return {
        OURS: ours(library),
        "BM25 alone": bm25(library, within=False),
        "BM25 alone, within": bm25(library, within=True),
        "LlamaIndex default": every,
        "LlamaIndex default, within": within,
    }
