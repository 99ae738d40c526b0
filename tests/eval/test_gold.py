"""Gold files: exact numbers there and back, and a plain word on a bad line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from eval.gold import BadGold, Question, load, save


def test_round_trip_keeps_printed_precision(tmp_path: Path) -> None:
    asked = [
        Question("a", "问？", "lookup", ("x.txt",), Decimal("12.40"), "万元", evidence_lines=("x.txt:3-5",)),
        Question("b", "问“二”\\？", "list", ("x.txt",), (Decimal("0.10"), 7, "名"), "万元/人", turns=("先问",), must_say=("不一致",)),
        Question("c", "问", "unanswerable", (), None),
    ]
    save(tmp_path / "g.jsonl", asked)
    assert load(tmp_path / "g.jsonl") == asked
    assert "12.40" in (tmp_path / "g.jsonl").read_text(encoding="utf-8")


def test_shared_gold_round_trips(shared: Path, tmp_path: Path) -> None:
    questions = load(shared / "gold" / "seeds.jsonl")
    save(tmp_path / "g.jsonl", questions)
    assert len(questions) == 214
    assert load(tmp_path / "g.jsonl") == questions


@pytest.mark.parametrize(("line", "said"), [("{", "not JSON"), ('{"id": "a", "question": "b"}', "no kind"), ("[]", "no object")])
def test_bad_lines_are_named(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "g.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(BadGold, match=f"g.jsonl:2: {said}"):
        load(tmp_path / "g.jsonl")
