"""Asking generated questions and counting: by set, near miss, word, slip, language, shape and pattern, then as for any gold set."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from eval.gold import Question
from eval.report import Report, table
from eval.run import Ask
from eval.run import score as judged
from library import Library


def _of_answerable(name: str) -> Callable[[Question], str]:
    return lambda question: "" if "near" in question.tags else question.tags.get(name, "")


GROUPS: dict[str, Callable[[Question], str]] = {
    "near miss": lambda question: question.tags.get("near", ""),
    **{name: _of_answerable(name) for name in ("word", "slip", "shape", "pattern")},
}


def text(report: Report) -> str:
    """For the terminal: what the generator noted of its questions, then what any report tells."""
    lines = [line for title, tag in GROUPS.items() if (parts := report.by(tag)) for line in table(f"-- {title}", parts)]
    times = report.latencies
    slow = f"p95 {times[math.ceil(len(times) * 0.95) - 1]:.0f} ms" if times else ""
    return "\n".join([*lines, report.text(), slow])


def write(report: Report, folder: Path) -> None:
    """report.json, report.html, tables.txt and answers.jsonl (question, verdict and answer a line, wrong first) in `folder`."""
    report.write(folder)
    (folder / "tables.txt").write_text(text(report) + "\n", encoding="utf-8")
    rows = (
        {"id": j.question.id, "question": j.question.question, "verdict": j.verdict, "why": j.why, "tags": j.question.tags,
         "gold": str(j.question.answer_value), "unit": j.question.unit, "doc": j.question.doc, "cited": j.cited, "answer": j.answer}
        for j in report.worst_first()
    )  # fmt: skip
    lines = "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
    (folder / "answers.jsonl").write_text(lines, encoding="utf-8")


def score(library: Library, questions: Sequence[Question]) -> Report:
    """Ask all of `questions` of an assistant over `library`."""
    from answer import Assistant, jsonable

    assistant = Assistant(library)
    return scored(questions, lambda q: jsonable(assistant.ask(q.question, turns=q.turns)))


def scored(questions: Iterable[Question], ask: Ask) -> Report:
    return judged(questions, ask, "generated")
