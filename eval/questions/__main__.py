"""`python -m eval.questions LIBRARY [-n 3000] [--seed 1] [--held none] [--score] [--report FOLDER] > questions.jsonl`"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from eval.gold import dumps, save
from eval.questions import generate
from library import Library


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.questions", description="questions generated over a library")
    parser.add_argument("library", type=Path)
    parser.add_argument("-n", "--number", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held", choices=("all", "none", "only"), default="all", help="questions in held-out words: all, none, only these")
    parser.add_argument("--score", action="store_true", help="ask them too, and print how many are answered rightly")
    parser.add_argument("--report", type=Path, help="folder for questions.jsonl and, with --score, the report")
    chosen = parser.parse_args(arguments)
    library = Library.open(chosen.library)
    questions = generate(library, chosen.number, chosen.seed, chosen.held)
    if chosen.report:
        chosen.report.mkdir(parents=True, exist_ok=True)
        save(chosen.report / "questions.jsonl", questions)
    else:
        sys.stdout.write(dumps(questions))
    if chosen.score:
        from eval.questions.scored import score, text, write

        scored = score(library, questions)
        print(text(scored), file=sys.stderr)
        if chosen.report:
            write(scored, chosen.report)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
