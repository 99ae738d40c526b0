"""From a folder of documents and a gold file to a report, on a fresh library."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import sample
from eval.gold import load, save
from eval.run import NoDocuments, evaluate

DOCS = {"s01.txt", "s06.txt"}


def test_evaluate_reads_asks_and_scores(tmp_path: Path) -> None:
    for path in sample.write(tmp_path / "docs"):
        if path.name not in DOCS:
            path.unlink()
    gold = sample.gold(tmp_path)
    save(gold, [question for question in load(gold) if set(question.doc) <= DOCS])
    report = evaluate(gold, tmp_path / "docs", tmp_path / "report")
    assert len(report.judged) >= 20
    assert report.totals["right"] >= 0.7 * len(report.judged), report.text()
    assert report.totals["wrong"] <= 0.1 * len(report.judged), report.text()
    assert report.loose == 0
    assert {path.name for path in (tmp_path / "report").iterdir()} == {"report.json", "report.html"}


def test_nothing_readable_is_said(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "note.txt").write_text("会议通知。\n", encoding="utf-8")
    save(tmp_path / "gold.jsonl", [])
    with pytest.raises(NoDocuments, match="docs"):
        evaluate(tmp_path / "gold.jsonl", tmp_path / "docs")
