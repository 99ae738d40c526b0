"""Example questions made from what the library holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from domain.model import Disclosure, Figure
from domain.rows import load_rows
from ui.text import Lang

if TYPE_CHECKING:
    from library.snapshot import Snapshot

Row = Mapping[str, str]
_CHANGE: dict[Lang, tuple[str, str]] = {"zh": ("增加", "减少"), "en": ("rise", "fall")}
LONGEST_ITEM = 12
"""Characters of an item that still make an easy question."""
_KIND = {"预算": "budget", "决算": "final accounts"}


@cache
def _rows() -> tuple[Row, ...]:
    return tuple(load_rows(Path(__file__).with_name("examples.yaml")))


def examples(snapshot: Snapshot, lang: Lang, limit: int = 6) -> list[str]:
    """At most `limit` questions, each about figures that are there, spread over the newest disclosures."""
    disclosures = sorted(snapshot.disclosures, key=lambda one: (-one.year, one.org))[:limit]
    asked: list[str] = []
    for turn, row in enumerate(_rows()):
        ahead = disclosures[turn % len(disclosures) :] + disclosures[: turn % len(disclosures)] if disclosures else []
        fitting = ((one, figure) for one in ahead if (figure := _fitting(row, one, snapshot)))
        asked += [_worded(row, one, figure, lang) for one, figure in islice(fitting, 1)]
    return list(dict.fromkeys(asked))[:limit]


def _fitting(row: Row, one: Disclosure, snapshot: Snapshot) -> Figure | None:
    """A figure of the disclosure that the row can ask about."""
    if row.get("several") and not any(_pairs(row["several"], one, snapshot)):
        return None
    found = snapshot.figures.select(
        documents=[one.id],
        forms=[row["form"]] if "form" in row else None,
        sources=[row["source"]] if "source" in row else None,
        text=row.get("text"),
        states=["value"],
        limit=None if "reason" in row else 1,
    )
    return next((figure for figure in found if "reason" not in row or _explained(figure, row["column"])), None)


def _explained(figure: Figure, column: str) -> bool:
    """A change in a named item, with its reason."""
    return bool(figure.column == column and figure.value and figure.reason) and 2 < len(figure.row_name) <= LONGEST_ITEM


def _pairs(several: str, one: Disclosure, snapshot: Snapshot) -> Iterator[bool]:
    for other in snapshot.disclosures:
        same_org, years = other.org == one.org, one.year - other.year
        if other.kind == one.kind:
            yield (same_org and years == 1) if several == "years" else (not same_org and years == 0)


def _worded(row: Row, one: Disclosure, figure: Figure, lang: Lang) -> str:
    kind = one.kind if lang == "zh" else _KIND[one.kind]
    change = _CHANGE[lang][bool(figure.value and figure.value < 0)]
    return row[lang].format(org=one.org, year=one.year, kind=kind, item=figure.row_name, change=change)
