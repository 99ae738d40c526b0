"""Retrieval against its baselines (eval/retrieval.py) over the seeds, where they are, and generated documents.

python bench/retrieval.py [--shared ../shared] [--k 5] [--documents 20] [--missed]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from eval.retrieval import OURS, Question, Search, figures, generated, gold, ways  # noqa: E402
from eval.sample import crowd  # noqa: E402
from library import Library  # noqa: E402


def report(title: str, asked: Sequence[Question], searches: dict[str, Search], k: int, missed: bool) -> None:
    print(f"\n{title}: {len(asked)} questions" + " " * 4 + f"recall@{k}    MRR   ms a question")
    for name, search in searches.items():
        found = figures(asked, search, k)
        print(f"  {name:44}{found.recall:>9.3f}{found.mrr:>8.3f}{found.ms:>9.1f}")
        if missed and name == OURS:
            print(*(f"    missed: {one.kind}: {one.text}" for one in found.missed), sep="\n")


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
            searches = ways(folder, library)
            if name == "seeds":
                passages = library.snapshot().passages.select()
                report("seeds, gold", gold(options.shared / "gold/seeds.jsonl", passages), searches, options.k, options.missed)
            report(f"{name}, generated questions", generated(library), searches, options.k, options.missed)


if __name__ == "__main__":
    main(sys.argv[1:])
