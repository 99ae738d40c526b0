"""The ratchet on both gold sets: figures may only get better."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from answer import Assistant, jsonable
from eval import gold as golds
from eval import sample
from eval.report import Report
from eval.run import score
from library import Library

LEAST_RIGHT, LEAST_CITED = Decimal(96), Decimal(98)
"""In %, of questions over generated disclosures."""


def _asked(library: Library, path: Path) -> Report:
    assistant = Assistant(library)
    report = score(golds.load(path), lambda q: jsonable(assistant.ask(q.question, q.turns)), path.name)
    assert report.loose == 0, [(each.question.id, each.loose) for each in report.judged if each.loose]
    return report


def _wrong(report: Report) -> list[str]:
    wrong = [each for each in report.judged if each.verdict == "wrong"]
    return [f"{each.question.id} {each.question.question} → {(each.answer or {})['text'][:120]}" for each in wrong]


def test_gold_of_the_seeds(seed_library: Library, shared: Path) -> None:
    report = _asked(seed_library, shared / "gold" / "seeds.jsonl")
    assert not _wrong(report)
    assert report.totals["right"] >= 208, report.text()
    assert report.cited[0] >= 186, report.text()


@pytest.fixture(params=[1, 2])
def generated(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Library, Path]:
    """A library of generated disclosures, and the gold questions about them."""
    gold: Path = sample.gold(tmp_path, seed=request.param)
    if request.param == 1:
        return request.getfixturevalue("sample_library"), gold
    library = Library.open_or_create(tmp_path / "library")
    library.ingest(sample.write(tmp_path / "docs", seed=request.param))
    return library, gold


def test_gold_of_generated_disclosures(generated: tuple[Library, Path]) -> None:
    """Other documents than those the rules were made from: fictional places, in all three layouts."""
    report = _asked(*generated)
    assert not _wrong(report)
    assert report.share("right") >= LEAST_RIGHT, report.text()
    assert Decimal(100 * report.cited[0]) / report.cited[1] >= LEAST_CITED, report.text()
