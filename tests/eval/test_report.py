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
    kinds = {kind: dict(part.totals) for kind, part in report.parts["kind"].items()}
    assert kinds == {"lookup": {"right": 1, "missed": 1}, "sum": {"right": 1, "wrong": 1}}
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


def test_kinds_languages_and_sets_are_told_apart_with_what_is_cited(tmp_path: Path) -> None:
    asked = [
        Question("right-1", "几？", "lookup", ("a.txt",), 3, "万元", evidence_lines=("a.txt:1",), note="pattern=a"),
        Question(
            "right-2", "how many?", "lookup", ("a.txt",), 3, "万元", evidence_lines=("a.txt:1",), lang="en", note="pattern=b held=yes"
        ),
        Question("missed-3", "几？", "unanswerable", ("a.txt",), None, note="pattern=a near=year"),
    ]
    cites = {"right-1": "a.txt", "right-2": "b.txt"}
    report = score(asked, lambda q: _answer(q) | {"citations": [{"file": cites.get(q.id), "lines": [1, 1]}]}, "generated")
    told = json.loads(report.write(tmp_path)[0].read_text(encoding="utf-8"))
    assert told["languages"]["en"] == {"wrong": 0, "missed": 0, "right": 1, "cited": 0, "citable": 1}
    assert told["languages"]["zh"] == {"wrong": 0, "missed": 0, "right": 2, "cited": 1, "citable": 1}
    assert told["kinds"]["unanswerable"]["right"] == 1 and set(told["sets"]) == {"open", "held out", "near misses"}
    lines = [line.split() for line in report.text().splitlines()]
    assert ["en", "1", "1", "0", "0", "100.0", "0/1"] in lines and ["lookup", "2", "2", "0", "0", "100.0", "1/2"] in lines
    assert ["language", "n", "right", "missed", "wrong", "right", "%", "cited"] in lines
    assert _report().parts["set"] == {} and "held out" in report.html()


def test_empty_run() -> None:
    report = score([], _answer)
    assert report.as_json()["questions"] == 0
    assert "题型" not in report.html() and 'class="tile right"' in report.html()
