"""Generated questions and retrieval: figures may only get better. Raise a floor when it is passed for good.

What was asked is not told where a floor breaks: held-out wordings stay unread. `python -m eval.questions LIBRARY --held none --score` tells.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from eval.questions import generate
from eval.questions.scored import score
from eval.retrieval import OURS, Question, figures, generated, gold, ways
from library import Library

ASKED = 160


class Floor(NamedTuple):
    """Of one set, in %: least right, most wrong, least of the right ones cited."""

    right: Decimal
    wrong: Decimal
    cited: Decimal = Decimal(98)


FLOORS = {
    "open": Floor(Decimal(90), Decimal(1)),
    "held out": Floor(Decimal(50), Decimal(2)),
    "near misses": Floor(Decimal(96), Decimal(0)),
}


@pytest.fixture(params=["sample_library", "seed_library"])
def library(request: pytest.FixtureRequest) -> Library:
    found: Library = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("held", ["none", "all"])
def test_generated_questions(library: Library, held: Literal["none", "all"]) -> None:
    report = score(library, generate(library, ASKED, seed=11, held=held))
    sets = report.parts["set"]
    assert len(report.judged) == ASKED and {"open", "near misses"} <= set(sets) and (held == "all" or "held out" not in sets)
    assert report.loose == 0, report.text()
    for name, part in sets.items():
        floor, (cited, citable) = FLOORS[name], part.cited
        assert part.share("right") >= floor.right and part.share("wrong") <= floor.wrong, (name, report.text())
        assert 100 * cited >= floor.cited * citable, (name, report.text())


def _beats_the_baselines(asked: list[Question], docs: Path, library: Library, recall: float, mrr: float) -> None:
    """Recall@5 and MRR of ours, above both floors and above what BM25 alone and LlamaIndex as it comes reach."""
    own, *others = (figures(asked, search) for name, search in ways(docs, library).items() if name == OURS or "within" not in name)
    assert len(others) == 2
    assert own.recall >= recall and own.mrr >= mrr, own
    assert own.recall > max(other.recall for other in others) and own.mrr > max(other.mrr for other in others)


def test_retrieval_for_generated_questions(sample_library: Library, sample_docs: Path) -> None:
    _beats_the_baselines(generated(sample_library)[::4], sample_docs, sample_library, 0.95, 0.85)


def test_retrieval_for_gold_questions(seed_library: Library, seeds: Path) -> None:
    asked = gold(seeds.parent / "gold" / "seeds.jsonl", seed_library.snapshot().passages.select())
    assert len(asked) >= 100
    _beats_the_baselines(asked, seeds, seed_library, 0.97, 0.93)
