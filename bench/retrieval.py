"""What retrieval finds: recall@k of the gold evidence, by lexical search alone, by vectors alone, and fused.

    python bench/retrieval.py [--shared ../shared] [--k 5] [--filter]

A question is *found* if one of its k passages stands in a gold evidence span; *recall* is the share of its spans that the k passages touch.
`--filter` searches only the documents that the question is about (what the answer layer does once it has resolved them).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from domain.model import Passage  # noqa: E402
from index.passages import WAYS, Hit, PassageIndex, Way, write_passages  # noqa: E402

PROSE_KINDS = ("reason", "definition", "duty", "lookup_narrative", "performance", "list", "trap")
MODES: dict[str, tuple[Way, ...]] = {"lexical": ("lexical",), "vector": ("vector",), "fused": WAYS}
Evidence = tuple[str, int, int]
"""File, first and last line."""


@dataclass(frozen=True)
class Question:
    text: str
    kind: str
    files: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def questions(path: Path) -> list[Question]:
    """The gold questions that have evidence."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [_question(row) for row in rows if row.get("evidence_lines")]


def _question(row: dict[str, Any]) -> Question:
    spans = []
    for place in row["evidence_lines"]:
        file, _, lines = place.rpartition(":")
        first, _, last = lines.partition("-")
        spans.append((file, int(first), int(last or first)))
    # What earlier turns left open is part of what is asked.
    return Question(" ".join([*row.get("turns", []), row["question"]]), row["kind"], tuple(row["doc"]), tuple(spans))


def touches(passage: Passage, span: Evidence) -> bool:
    file, first, last = span
    lines = passage.place.lines
    return passage.place.file == file and lines is not None and lines[0] <= last and first <= lines[1]


def scored(question: Question, hits: Sequence[Hit]) -> tuple[float, float]:
    """(found, recall), each 0 to 1."""
    covered = [any(touches(hit.passage, span) for hit in hits) for span in question.evidence]
    return float(any(covered)), sum(covered) / len(covered)


def measure(
    index: PassageIndex, asked: Sequence[Question], ways: Collection[Way], k: int, within: dict[str, str] | None
) -> tuple[float, float]:
    """Mean (found, recall) over the questions; `within` maps files to documents and narrows each search to its question's."""
    told = []
    for question in asked:
        documents = [within[file] for file in question.files if file in within] if within is not None else None
        told.append(scored(question, index.search(question.text, k=k, documents=documents or None, ways=ways)))
    return sum(found for found, _ in told) / len(told), sum(share for _, share in told) / len(told)


def seed_passages(folder: Path) -> tuple[list[Passage], dict[str, str]]:
    """The passages of every text seed, and the document of each file."""
    from ingest.pipeline import parse

    parsed = [parse(path.read_bytes(), path.name) for path in sorted(folder.glob("*.txt"))]
    return [passage for read in parsed for passage in read.passages], {read.file: read.disclosure.id for read in parsed}


def report(passages: Sequence[Passage], within: dict[str, str] | None, asked: Sequence[Question], k: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        write_passages(Path(folder), passages)
        print(f"{len(passages)} passages indexed in {time.perf_counter() - start:.1f} s; {len(asked)} questions; found (recall) at {k}")
        index = PassageIndex([Path(folder)])
        print(f"{'':18}{'n':>4}" + "".join(f"{mode:>18}" for mode in MODES))
        for kind in (*PROSE_KINDS, "prose", "other", "all"):
            some = [question for question in asked if _belongs(question.kind, kind)]
            told = [measure(index, some, ways, k, within) for ways in MODES.values()] if some else []
            print(f"{kind:18}{len(some):>4}" + "".join(f"{found:>10.3f} ({share:.3f})" for found, share in told))
        del index


def _belongs(kind: str, row: str) -> bool:
    return row in {"all", kind, "prose" if kind in PROSE_KINDS else "other"}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT / "../shared")
    parser.add_argument("--k", type=int, default=5)
    parser.add_argument("--filter", action="store_true")
    options = parser.parse_args(arguments)
    passages, documents = seed_passages(options.shared / "seeds")
    report(passages, documents if options.filter else None, questions(options.shared / "gold/seeds.jsonl"), options.k)


if __name__ == "__main__":
    main(sys.argv[1:])
