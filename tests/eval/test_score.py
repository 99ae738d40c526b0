"""The scorer: its rules, and that it reaches the verdicts of the shared scorer on the shared gold."""

from __future__ import annotations

import importlib.util
import random
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from eval.gold import Question, load
from eval.score import cites_evidence, judge


def asked(kind: str = "lookup", value: Any = Decimal("12.40"), unit: str = "万元", **more: Any) -> Question:
    return Question("q", more.pop("question", "多少？"), kind, ("a.txt",), value, unit, **more)


def answer(status: str = "answered", text: str = "是的，如下。", values: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    return {"status": status, "text": text, "values": values or [], **more}


def value(number: str, unit: str = "万元", yuan: str | None = None) -> dict[str, Any]:
    return {"value": number, "unit": unit, "yuan": yuan}


@pytest.mark.parametrize(
    ("question", "given", "verdict"),
    [
        (asked(), answer(values=[value("12.4")]), "right"),
        (asked(), answer(values=[value("124000", "元", "124000")]), "right"),
        (asked(), answer(values=[value("12.5")]), "wrong"),
        (asked(), answer(values=[value("12.4", "人")]), "wrong"),
        (asked(), answer("not_found", "没有找到"), "missed"),
        (asked(), answer(values=[value("1"), value("2"), value("3"), value("12.4")]), "missed"),
        (asked("unit_conversion", 124000, "元"), answer(values=[value("12.4", "万元", "124000")]), "missed"),
        (asked("unit_conversion", 124000, "元"), answer(values=[value("124000", "元")]), "right"),
        (asked("list", (1, 2), "万元"), answer(values=[value("1"), value("2")]), "right"),
        (asked("list", ("甲", "乙"), ""), answer(text="有甲。"), "missed"),
        (asked("rank", "甲", ""), answer(text="是乙。"), "wrong"),
        (asked("compare_orgs", (5, 9), question="谁最多？"), answer(values=[value("9")]), "right"),
        (asked("compare_orgs", (5, 9), question="谁最少？"), answer(values=[value("9")]), "wrong"),
        (asked("trap", (3, 4)), answer(text="如下", values=[value("3"), value("4")]), "missed"),
        (asked("trap", (3, 4)), answer(text="两处不一致", values=[value("3"), value("4")]), "right"),
        (asked("trap", (3, 4)), answer(text="如下", values=[value("3"), value("4")], checks=[{"verdict": "differs"}]), "right"),
        (asked("lookup", 3, must_not_say=("说成7",)), answer(values=[value("3"), value("7")]), "wrong"),
        (asked("ambiguous", (1, 2)), answer("ambiguous", candidates=[{"label": "a"}, {"label": "b"}]), "right"),
        (asked("ambiguous", (1, 2)), answer("ambiguous", candidates=[{"label": "a"}]), "missed"),
        (asked("unanswerable", None), answer("withheld", "完全不予公开"), "right"),
        (asked("unanswerable", None), answer(values=[value("3")]), "wrong"),
        (asked("unanswerable", None), answer("ambiguous", candidates=[{"label": "a"}, {"label": "b"}]), "missed"),
        (asked("empty_table", "没有", ""), answer(text="未安排，空表"), "right"),
        (asked("definition", "指单位用于日常运转的公用经费支出", ""), answer(text="指单位用于日常运转的各项公用经费的支出。"), "right"),
        (asked("duty", "甲局", ""), answer(text="由乙局负责"), "missed"),
        (asked("yoy", Decimal("-3.20")), answer(values=[value("3.2")]), "right"),
    ],
)
def test_rules(question: Question, given: dict[str, Any], verdict: str) -> None:
    assert judge(question, given).verdict == verdict


def test_no_answer_is_missed() -> None:
    assert judge(asked(), None).verdict == "missed"


def test_loose_figures_and_citations() -> None:
    question = asked(evidence_lines=("a.txt:5-7",))
    given = answer(text="共12.40万元，另有33.1万元", values=[value("12.40")], citations=[{"file": "a.txt", "lines": [7, 9]}])
    judged = judge(question, given)
    assert judged.loose == ("33.1",)
    assert judged.cited is True
    assert cites_evidence(question, answer(citations=[{"file": "a.txt", "lines": [8, 9], "printed": "1"}])) is False
    assert cites_evidence(question, answer(citations=[{"file": "a.txt", "lines": [7, 7]}] * 21)) is False
    assert cites_evidence(asked(), answer()) is None


def test_same_verdicts_as_the_shared_scorer(shared: Path) -> None:
    theirs = _module(shared / "gold" / "score.py")
    golds, ours = theirs.load(shared / "gold" / "seeds.jsonl"), load(shared / "gold" / "seeds.jsonl")
    rng, seen = random.Random(7), Counter[str]()
    for _ in range(12):
        for gold, question in zip(golds, ours, strict=True):
            given = _random_answer(gold, rng)
            judged = judge(question, given)
            want = (theirs.judge(gold, given), theirs.cited(gold, given), theirs.loose_digits(gold, given))
            assert (judged.verdict, cites_evidence(question, given), list(judged.loose)) == want, (gold["id"], given)
            seen[judged.verdict] += 1
    assert min(seen.values()) > 300


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _random_answer(gold: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """Half right, half wrong in every way that we can think of."""
    items = gold["answer_value"] if isinstance(gold["answer_value"], list) else [gold["answer_value"]]
    values = [_random_value(item, gold["unit"], rng) for item in items if isinstance(item, int | Decimal)]
    if rng.random() < 0.3:
        values.insert(rng.randint(0, len(values)), value("77.7"))
    if rng.random() < 0.1:
        values += [value(str(n), "人") for n in range(rng.randint(1, 15))]
    texts = [gold["answer_text"], "没有安排，表为空表", "是的", "不是", "", "两处不一致", " ".join(map(str, items)), "12.5万元"]
    return {
        "id": gold["id"],
        "status": rng.choice(["answered"] * 6 + ["ambiguous", "not_found", "withheld", "unsupported"]),
        "text": rng.choice(texts),
        "values": values,
        "citations": [{"file": rng.choice(gold["doc"]), "lines": rng.choice([[1, 5000], [3, 4], None]), "printed": str(items[0])}]
        * rng.choice([0, 1, 25]),
        "checks": [{"verdict": rng.choice(["differs", "agrees", "fails"]), "detail": "1.5"}] * rng.randint(0, 1),
        "candidates": [{"label": str(n)} for n in range(rng.randint(0, 3))],
    }


def _random_value(item: int | Decimal, unit: str, rng: random.Random) -> dict[str, Any]:
    number = Decimal(item) + (Decimal("0.01") if rng.random() < 0.15 else 0) + (Decimal(5) if rng.random() < 0.1 else 0)
    told = rng.choice([unit, unit, unit, "万元", "%", "人", "元", ""])
    return value(str(number), told, str(number * 10_000) if rng.random() < 0.3 else None)
