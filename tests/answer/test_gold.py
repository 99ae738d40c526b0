"""The ratchet on both gold sets: figures may only get better."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from answer import Assistant, jsonable
from eval import gold as golds
from eval import sample
from eval.score import judge
from library import Library


def _run(library: Library, questions: list[Any]) -> tuple[Counter[str], list[bool], list[str], list[str]]:
    assistant = Assistant(library)
    verdicts: Counter[str] = Counter()
    cited: list[bool] = []
    loose: list[str] = []
    wrong: list[str] = []
    for question in questions:
        answer = jsonable(assistant.ask(question.question, question.turns))
        judged = judge(question, answer)
        verdicts[judged.verdict] += 1
        if judged.verdict == "right" and answer["status"] == "answered" and judged.cited is not None:
            cited.append(judged.cited)
        if judged.loose:
            loose.append(f"{question.id}: {judged.loose}")
        if judged.verdict == "wrong":
            wrong.append(f"{question.id} {question.question} → {answer['text'][:120]}")
    return verdicts, cited, loose, wrong


def _share(part: int, whole: int) -> Decimal:
    return Decimal(part) / Decimal(whole)


def test_gold_of_the_seeds(seed_library: Library, shared: Path) -> None:
    questions = golds.load(shared / "gold" / "seeds.jsonl")
    verdicts, cited, loose, wrong = _run(seed_library, questions)
    assert not loose
    assert not wrong, wrong
    assert _share(verdicts["right"], len(questions)) >= Decimal("0.94"), verdicts
    assert _share(sum(cited), len(cited)) >= Decimal("0.97")


@pytest.mark.parametrize("seed", [1, 2])
def test_gold_of_generated_disclosures(seed: int, tmp_path: Path) -> None:
    """Other documents than those the rules were made from: fictional places, in all three layouts."""
    docs = tmp_path / "docs"
    sample.write(docs, seed=seed)
    library = Library.open_or_create(tmp_path / "library")
    library.ingest(sorted(docs.glob("*.txt")))
    questions = golds.load(sample.gold(docs, seed=seed))
    verdicts, cited, loose, wrong = _run(library, questions)
    assert not loose
    assert _share(len(wrong), len(questions)) <= Decimal("0.02"), wrong
    assert _share(verdicts["right"], len(questions)) >= Decimal("0.93"), verdicts
    assert _share(sum(cited), len(cited)) >= Decimal("0.97")
