"""The report: counts, the wrong ones first, and nothing of what it shows is ever markup."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from eval.gold import Question
from eval.report import Report
from eval.run import score

EVIL = "<script>alert('x')</script>&\"'$name"


def _answer(question: Question) -> dict[str, Any]:
    number = {"right": "3", "wrong": "4"}.get(question.id.split("-")[0])
    if number is None:
        return {"status": "not_found", "text": EVIL, "values": []}
    return {
        "status": "answered",
        "text": f"{EVIL} {number}",
        "values": [{"value": number, "unit": "万元"}],
        "latency_ms": 7,
        "citations": [{"file": EVIL, "lines": [1, 2], "printed": EVIL, "row": EVIL}],
    }


def _report() -> Report:
    asked = [
        Question(f"{name}-{n}", f"{EVIL}？", kind, ("a.txt",), 3, "万元", turns=(EVIL,), evidence_lines=("a.txt:1",))
        for n, (name, kind) in enumerate([("right", "lookup"), ("missed", "lookup"), ("wrong", "sum"), ("right", "sum")])
    ]
    return score(asked, _answer, EVIL)


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or (value or "").startswith(("http", "//", "javascript")) for name, value in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_counts() -> None:
    report = _report()
    assert dict(report.totals) == {"right": 2, "missed": 1, "wrong": 1}
    assert {kind: dict(c) for kind, c in report.by_kind.items()} == {"lookup": {"right": 1, "missed": 1}, "sum": {"right": 1, "wrong": 1}}
    assert report.cited == (0, 2)
    assert str(report.share("wrong")) == "25.0"
    assert "wrong 1 (25.0%)" in report.text()


def test_page_is_self_contained_and_escaped(tmp_path: Path) -> None:
    _, page = _report().write(tmp_path)
    seen = _Seen()
    seen.feed(page.read_text(encoding="utf-8"))
    assert not {"script", "link", "img", "iframe"} & set(seen.tags)
    assert seen.tags.count("article") == 4
    assert EVIL in seen.text
    assert seen.text.index("wrong-2") < seen.text.index("missed-1") < seen.text.index("right-0")


def test_json_is_worst_first(tmp_path: Path) -> None:
    data, _ = _report().write(tmp_path)
    told = json.loads(data.read_text(encoding="utf-8"))
    assert [row["verdict"] for row in told["answers"]] == ["wrong", "missed", "right", "right"]
    assert told["totals"] == {"wrong": 1, "missed": 1, "right": 2}
    assert told["latency_ms"] == {"p50": 7.0, "p95": 7.0}


def test_empty_run() -> None:
    report = score([], _answer)
    assert report.as_json()["questions"] == 0
    assert "<table>" in report.html()
