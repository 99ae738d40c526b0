"""What retrieval finds, against two baselines in the same run: recall@k and MRR of the evidence of questions that prose answers.

    python bench/retrieval.py [--shared ../shared] [--k 5] [--documents 20] [--missed]

Questions: the gold questions whose every evidence is prose, and those that eval/narrative.py makes of the seeds and of generated documents.
A question's evidence is one place or several: *recall* is the share of them that stand in one of the k pieces found, *MRR* one by the rank
of the first piece that holds any. The baselines: LlamaIndex as it comes (SentenceSplitter, VectorStoreIndex) with the same embedding model,
and BM25 alone over our passages; each over the whole library, and again given the documents that the question is about (“within”).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from answer import Assistant  # noqa: E402
from domain.model import Passage  # noqa: E402
from eval.narrative import questions as made_of  # noqa: E402
from eval.sample import crowd  # noqa: E402
from index.embedding import Embedder  # noqa: E402
from index.passages import Way  # noqa: E402
from library import Library  # noqa: E402

Place = tuple[str, int, int]
"""File, first and last line."""
BM25: tuple[Way, ...] = ("lexical",)
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
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = [_question(row) for row in rows if row.get("evidence_lines")]
    return [one for one in found if all(touches(prose, place) for group in one.evidence for place in group)]


def _question(row: dict[str, Any]) -> Question:
    spans = []
    for place in row["evidence_lines"]:
        file, _, lines = place.rpartition(":")
        first, _, last = lines.partition("-")
        spans.append(((file, int(first), int(last or first)),))
    return Question(row["question"], row["kind"], frozenset(row["doc"]), tuple(spans), tuple(row.get("turns", ())))


def generated(library: Library) -> list[Question]:
    shot = library.snapshot()
    asked = made_of(shot.disclosures, shot.passages.select())
    return [Question(one.text, one.family, frozenset(place[0] for place in one.places), (one.places,)) for one in asked]


def ours(library: Library) -> Search:
    assistant = Assistant(library)
    return lambda asked, k: [places(hit.block) for hit in assistant.passages(asked.text, asked.turns, k)]


def bm25(library: Library, within: bool) -> Search:
    shot = library.snapshot()
    documents = {file.name: file.document for file in shot.manifest.files}

    def search(asked: Question, k: int) -> list[list[Place]]:
        known = {documents[file] for file in asked.files if file in documents} if within else None
        return [places([hit.passage]) for hit in shot.passages.search(_whole(asked), k=k, documents=known or None, ways=BM25)]

    return search


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


def report(title: str, asked: Sequence[Question], ways: dict[str, Search], k: int, missed: bool) -> None:
    print(f"\n{title}: {len(asked)} questions" + " " * 4 + f"recall@{k}    MRR   ms a question")
    for name, search in ways.items():
        start = time.perf_counter()
        told = [scored(one, search(one, k)) for one in asked]
        spent = (time.perf_counter() - start) / len(asked) * 1000
        print(f"  {name:44}{sum(a for a, _ in told) / len(told):>9.3f}{sum(b for _, b in told) / len(told):>8.3f}{spent:>9.1f}")
        if missed and name == OURS:
            print(*(f"    missed: {one.kind}: {one.text}" for one, (recall, _) in zip(asked, told, strict=True) if recall < 1), sep="\n")


OURS = "sought by the question as resolved"


def measured(folder: Path, library: Library) -> dict[str, Search]:
    every, within = llama(folder)
    return {
        OURS: ours(library),
        "BM25 alone": bm25(library, within=False),
        "BM25 alone, within": bm25(library, within=True),
        "LlamaIndex default": every,
        "LlamaIndex default, within": within,
    }


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT / "../shared")
    parser.add_argument("--k", type=int, default=5)
    parser.add_argument("--documents", type=int, default=20, help="how many documents to generate")
    parser.add_argument("--missed", action="store_true", help="list what was not found")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        crowd.write(Path(place, "docs"), options.documents)
        for name, folder in (("seeds", options.shared / "seeds"), ("generated documents", Path(place, "docs"))):
            if not folder.is_dir():
                continue
            library = Library.open_or_create(Path(place, f"library of {name}"))
            library.ingest(sorted(folder.glob("*.txt")))
            ways = measured(folder, library)
            if name == "seeds":
                passages = library.snapshot().passages.select()
                report("seeds, gold", gold(options.shared / "gold/seeds.jsonl", passages), ways, options.k, options.missed)
            report(f"{name}, generated questions", generated(library), ways, options.k, options.missed)


if __name__ == "__main__":
    main(sys.argv[1:])
