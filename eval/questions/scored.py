"""Asking generated questions and counting: by kind, shape, pattern, language, word; what is held out and near misses apart."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.gold import Question
from eval.report import Report
from eval.run import Ask
from eval.run import score as judged_by_kind
from eval.score import Judged, Verdict
from library import Library


@dataclass(frozen=True)
class Scored:
    """Judged answers to generated questions."""

    report: Report

    @property
    def judged(self) -> tuple[Judged, ...]:
        return self.report.judged

    def by(self, tag: Callable[[Question], str]) -> dict[str, Counter[Verdict]]:
        """Verdicts by what `tag` says of a question, where it says anything."""
        table: dict[str, Counter[Verdict]] = defaultdict(Counter)
        for one in self.judged:
            if name := tag(one.question):
                table[name][one.verdict] += 1
        return dict(sorted(table.items()))

    def text(self) -> str:
        """For the terminal: near misses, held out, words, languages, shapes and patterns, then kinds and totals."""
        groups: dict[str, Callable[[Question], str]] = {
            "set": _set,
            "near miss": lambda q: tags(q).get("near", ""),
            "word": lambda q: "" if tags(q).get("near") else tags(q).get("word", ""),
            "slip": lambda q: "" if tags(q).get("near") else tags(q).get("slip", ""),
            "language": lambda q: q.lang,
            "shape": lambda q: "" if tags(q).get("near") else tags(q).get("shape", ""),
            "pattern": lambda q: "" if tags(q).get("near") else tags(q).get("pattern", ""),
        }
        lines = [f"{'':22}{'n':>6}{'right':>8}{'missed':>8}{'wrong':>7}"]
        for title, tag in groups.items():
            lines += [f"-- {title}", *(_line(name, counts) for name, counts in self.by(tag).items())]
        times = self.report.latencies
        slow = f"p95 {times[math.ceil(len(times) * 0.95) - 1]:.0f} ms" if times else ""
        return "\n".join([*lines, "-- kind", self.report.text(), slow])

    def write(self, folder: Path) -> None:
        """report.json, report.html, tables.txt and answers.jsonl (question, verdict and answer a line, wrong first) in `folder`."""
        self.report.write(folder)
        (folder / "tables.txt").write_text(self.text() + "\n", encoding="utf-8")
        rows = (
            {"id": j.question.id, "question": j.question.question, "verdict": j.verdict, "why": j.why, "tags": tags(j.question),
             "gold": str(j.question.answer_value), "unit": j.question.unit, "doc": j.question.doc, "cited": j.cited, "answer": j.answer}
            for j in self.report.worst_first()
        )  # fmt: skip
        text = "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
        (folder / "answers.jsonl").write_text(text, encoding="utf-8")


def score(library: Library, questions: Sequence[Question]) -> Scored:
    """Ask all of `questions` of an assistant over `library`."""
    from answer import Assistant, jsonable

    assistant = Assistant(library)
    return scored(questions, lambda q: jsonable(assistant.ask(q.question, turns=q.turns)))


def scored(questions: Iterable[Question], ask: Ask) -> Scored:
    report = judged_by_kind(questions, ask, "generated")
    return Scored(replace(report, judged=tuple(map(_near_judged, report.judged))))


def _near_judged(judged: Judged) -> Judged:
    """A near miss may be asked back: no figure is claimed then."""
    asked_back = bool(judged.answer) and (judged.answer or {}).get("status") == "ambiguous" and not (judged.answer or {}).get("values")
    if tags(judged.question).get("near") and asked_back:
        return replace(judged, verdict="right", why="asked back")
    return judged


def tags(question: Question) -> dict[str, str]:
    """What the generator noted: pattern, shape, word, held, near, slip, item."""
    return dict(part.split("=", 1) for part in question.note.split() if "=" in part)


def _set(question: Question) -> str:
    noted = tags(question)
    if noted.get("near"):
        return "near misses"
    return "held out" if noted.get("held") else "open"


def _line(name: str, counts: Counter[Verdict]) -> str:
    share = 100 * counts["right"] / counts.total()
    return f"{name:22}{counts.total():>6}{counts['right']:>8}{counts['missed']:>8}{counts['wrong']:>7}  {share:5.1f}%"
