"""Example questions made from what the library holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from domain.model import Disclosure
from ui.text import Lang

if TYPE_CHECKING:
    from library.snapshot import Snapshot

Row = Mapping[str, str]
_KIND = {"预算": "budget", "决算": "final accounts"}


@cache
def _rows() -> tuple[Row, ...]:
    return tuple(yaml.safe_load(Path(__file__).with_name("examples.yaml").read_text("utf-8")))


def examples(snapshot: Snapshot, lang: Lang, limit: int = 6) -> list[str]:
    """At most `limit` questions, each about figures that are there, spread over the newest disclosures."""
    disclosures = sorted(snapshot.disclosures, key=lambda one: (-one.year, one.org))[:limit]
    asked: list[str] = []
    for turn, row in enumerate(_rows()):
        ahead = disclosures[turn % len(disclosures) :] + disclosures[: turn % len(disclosures)] if disclosures else []
        fitting = next((one for one in ahead if _fits(row, one, snapshot)), None)
        if fitting:
            asked.append(_worded(row, fitting, lang))
    return list(dict.fromkeys(asked))[:limit]


def _fits(row: Row, one: Disclosure, snapshot: Snapshot) -> bool:
    if row.get("several") and not any(_pairs(row["several"], one, snapshot)):
        return False
    found = snapshot.figures.select(
        documents=[one.id],
        forms=[row["form"]] if "form" in row else None,
        sources=[row["source"]] if "source" in row else None,
        text=row.get("text"),
        states=["value"],
        limit=1,
    )
    return bool(found)


def _pairs(several: str, one: Disclosure, snapshot: Snapshot) -> Iterator[bool]:
    for other in snapshot.disclosures:
        same_org, years = other.org == one.org, one.year - other.year
        if other.kind == one.kind:
            yield (same_org and years == 1) if several == "years" else (not same_org and years == 0)


def _worded(row: Row, one: Disclosure, lang: Lang) -> str:
    kind = one.kind if lang == "zh" else _KIND[one.kind]
    return row[lang].format(org=one.org, year=one.year, kind=kind)
