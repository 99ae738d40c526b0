"""A sample library of fictional places, generated: disclosures in three text layouts, with the truth about every figure in them.

`write(folder)` makes the documents; `truth`, `claims`, `gold` and `planted` make, into any folder, what is known about them:
figures.csv and indicators.csv, claims.csv, gold.jsonl, planted.json. The same seed always gives the same bytes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.gold import save
from eval.sample.claims import claims as claims_of
from eval.sample.documents import make_all
from eval.sample.questions import ask

FIGURES = ("doc", "table", "row_code", "row_name", "column", "value", "unit", "line")
TARGETS = ("doc", "table", "level2", "indicator", "value(s)", "line")

CLAIMS = ("doc", "subject", "row_code", "relation", "value", "unit", "first_line", "last_line")


def write(folder: Path, seed: int = 1) -> list[Path]:
    """Write the documents into `folder` (made if absent) and give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for made in make_all(seed):
        path = folder / made.plan.file
        path.write_text(made.page.text(), encoding="utf-8")
        written.append(path)
    return written


def truth(folder: Path, seed: int = 1) -> tuple[Path, Path]:
    """Write figures.csv and indicators.csv, in the columns of the seeds' truth files, about the documents that `write` makes."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = [made.page for made in make_all(seed)]
    figures, targets = folder / "figures.csv", folder / "indicators.csv"
    _table(
        figures, FIGURES, ((p.name, t.table, t.row_code, t.row_name, t.column, t.value, t.unit, t.line) for p in pages for t in p.truths)
    )
    _table(targets, TARGETS, ((p.name, t.table, t.level2, t.indicator, t.value, t.line) for p in pages for t in p.targets))
    return figures, targets


def claims(folder: Path, seed: int = 1) -> Path:
    """Write claims.csv: the numbers that the narratives of the budgets state."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "claims.csv"
    told = (claim for made in make_all(seed) for claim in claims_of(made))
    _table(path, CLAIMS, ((c.doc, c.subject, c.row_code, c.relation, c.value, c.unit, *c.lines) for c in told))
    return path


def gold(folder: Path, seed: int = 1) -> Path:
    """Write gold.jsonl: questions of every kind over the documents, in the format of `eval.gold`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "gold.jsonl"
    save(path, ask(make_all(seed)))
    return path


def planted(folder: Path, seed: int = 1) -> Path:
    """Write planted.json: the contradictions put into the documents, with rule family, both places, values and arithmetic."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "planted.json"
    rows = [planted.as_json() for made in make_all(seed) for planted in made.planted]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
