"""`python -m eval.sample FOLDER [SEED]`: the documents in FOLDER/docs, and beside it what is known about them."""

from __future__ import annotations

import sys
from pathlib import Path

from eval import sample


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    folder, seed = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 1
    written = sample.write(folder / "docs", seed)
    for make in (sample.truth, sample.claims, sample.gold, sample.planted):
        make(folder, seed)
    print(f"{len(written)} documents in {folder / 'docs'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
