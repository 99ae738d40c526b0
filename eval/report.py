"""The result of an evaluation: counts by kind and language, one JSON file and one self-contained page with the wrong answers first."""

from __future__ import annotations

import html
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median
from string import Template
from typing import Any

from eval.gold import Question
from eval.score import Judged, Verdict

VERDICTS: tuple[Verdict, ...] = ("wrong", "missed", "right")
"""In the order of the page."""
_WORDS = {"wrong": "答错", "missed": "未答", "right": "答对"}
GROUPS: dict[str, Callable[[Question], str]] = {"kind": lambda q: q.kind, "language": lambda q: q.lang, "set": lambda q: q.set}
_TITLES = {"kind": "题型", "language": "语言", "set": "题组"}


@dataclass(frozen=True)
class Report:
    """All judged answers of one run."""

    judged: tuple[Judged, ...]
    name: str = ""

    @property
    def totals(self) -> Counter[Verdict]:
        return Counter(j.verdict for j in self.judged)

    def by(self, tag: Callable[[Question], str]) -> dict[str, Report]:
        """The reports on parts of the run, by what `tag` says of a question; those that it says nothing of are in none."""
        parts: dict[str, list[Judged]] = {}
        for judged in self.judged:
            if name := tag(judged.question):
                parts.setdefault(name, []).append(judged)
        return {name: Report(tuple(part), name) for name, part in sorted(parts.items())}

    @property
    def parts(self) -> dict[str, dict[str, Report]]:
        """By kind and language; of generated questions also near misses, held out and open ones apart."""
        return {title: self.by(tag) for title, tag in GROUPS.items()}

    @property
    def cited(self) -> tuple[int, int]:
        """Right answers that cite the gold evidence, of those where it could be asked."""
        asked = [j.cited for j in self.judged if j.cited is not None]
        return sum(asked), len(asked)

    @property
    def loose(self) -> int:
        """Answers whose text holds a figure that nothing accounts for."""
        return sum(bool(j.loose) for j in self.judged)

    @property
    def latencies(self) -> list[float]:
        return sorted(float(j.answer["latency_ms"]) for j in self.judged if j.answer and j.answer.get("latency_ms") is not None)

    def share(self, verdict: Verdict) -> Decimal:
        """In %, 1 decimal."""
        return Decimal(100 * self.totals[verdict]).__truediv__(max(len(self.judged), 1)).quantize(Decimal("0.1"))

    def as_json(self) -> dict[str, Any]:
        """Counts, then each question with its verdict, worst first."""
        times, cited = self.latencies, self.cited
        return {
            "name": self.name,
            "questions": len(self.judged),
            "totals": {v: self.totals[v] for v in VERDICTS},
            **{f"{title}s": {name: _counts(part) for name, part in parts.items()} for title, parts in self.parts.items()},
            "cited": {"at_evidence": cited[0], "of": cited[1]},
            "loose_digits": self.loose,
            "latency_ms": {"p50": median(times), "p95": times[math.ceil(len(times) * 0.95) - 1]} if times else None,
            "answers": [_row(judged) for judged in self.worst_first()],
        }

    def worst_first(self) -> list[Judged]:
        return sorted(self.judged, key=lambda j: (VERDICTS.index(j.verdict), j.question.kind, j.question.id))

    def text(self) -> str:
        """For the terminal: one line a kind, one a language, then the totals."""
        lines = [line for title, parts in self.parts.items() if parts for line in table(title, parts)]
        told = ", ".join(f"{v} {self.totals[v]} ({self.share(v)}%)" for v in reversed(VERDICTS))
        times = self.latencies
        speed = f"; p50 {median(times):.0f} ms" if times else ""
        return "\n".join(
            [
                *lines,
                f"total {len(self.judged)}: {told}; cited at the evidence {self.cited[0]}/{self.cited[1]}; loose digits {self.loose}{speed}",
            ]
        )

    def html(self) -> str:
        """One page, no outside resources; everything that comes from documents or answers is escaped."""
        template = Template((Path(__file__).parent / "report.html").read_text(encoding="utf-8"))
        return template.substitute(
            name=_escaped(self.name or "评测报告"),
            totals=self._tiles(),
            parts="".join(_table(title, parts) for title, parts in self.parts.items() if parts),
            answers=self._answers(),
        )

    def write(self, folder: Path) -> tuple[Path, Path]:
        """report.json and report.html in `folder` (made if absent)."""
        folder.mkdir(parents=True, exist_ok=True)
        data, page = folder / "report.json", folder / "report.html"
        data.write_text(json.dumps(self.as_json(), ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
        page.write_text(self.html(), encoding="utf-8")
        return data, page

    def _tiles(self) -> str:
        tiles: list[tuple[str, str, str, str]] = [(_WORDS[v], f"{self.totals[v]}", f"{self.share(v)}%", v) for v in reversed(VERDICTS)]
        tiles += [
            ("引用落在证据上", f"{self.cited[0]}/{self.cited[1]}", "", ""),
            ("无来历的数字", str(self.loose), "", "wrong" if self.loose else ""),
        ]
        if times := self.latencies:
            tiles.append(("中位耗时", f"{median(times):.0f} ms", "", ""))
        return "".join(
            f'<div class="tile {css}"><b>{_escaped(value)}</b><span>{_escaped(label)} {_escaped(note)}</span></div>'
            for label, value, note, css in tiles
        )

    def _answers(self) -> str:
        parts: list[str] = []
        for verdict in VERDICTS:
            group = [j for j in self.worst_first() if j.verdict == verdict]
            if group:
                opened = "" if verdict == "right" else " open"
                cards = "".join(map(_card, group))
                parts.append(f'<details{opened} class="{verdict}"><summary>{_WORDS[verdict]} {len(group)}</summary>{cards}</details>')
        return "".join(parts)


def table(title: str, parts: Mapping[str, Report]) -> list[str]:
    """Lines for the terminal: a head, then one line a part."""
    head = f"{title:22}{'n':>6}{'right':>8}{'missed':>8}{'wrong':>7}{'right %':>9}{'cited':>12}"
    return [head, *(_line(name, part) for name, part in parts.items())]


def _line(name: str, part: Report) -> str:
    counts, cited = part.totals, "/".join(map(str, part.cited))
    verdicts = f"{counts['right']:>8}{counts['missed']:>8}{counts['wrong']:>7}"
    return f"{name:22}{len(part.judged):>6}{verdicts}{part.share('right'):>9}{cited:>12}"


def _counts(part: Report) -> dict[str, int]:
    return {**{v: part.totals[v] for v in VERDICTS}, "cited": part.cited[0], "citable": part.cited[1]}


def _table(title: str, parts: Mapping[str, Report]) -> str:
    head = "".join(f"<th>{word}</th>" for word in (_TITLES[title], "题数", "答对", "未答", "答错", "引用"))
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>{_rows(parts)}</tbody>\n</table>\n"


def _rows(parts: Mapping[str, Report]) -> str:
    rows = ((name, len(p.judged), *(p.totals[v] for v in reversed(VERDICTS)), "/".join(map(str, p.cited))) for name, p in parts.items())
    return "".join(f"<tr>{''.join(f'<td>{_escaped(cell)}</td>' for cell in row)}</tr>" for row in rows)


def _escaped(value: object) -> str:
    return html.escape(str(value), quote=True)


def _row(judged: Judged) -> dict[str, Any]:
    question, answer = judged.question, judged.answer or {}
    return {
        "id": question.id,
        "kind": question.kind,
        "verdict": judged.verdict,
        "why": judged.why,
        "question": question.question,
        "turns": list(question.turns),
        "gold": _gold(question.answer_value),
        "unit": question.unit,
        "status": answer.get("status"),
        "text": answer.get("text"),
        "values": [f"{v.get('value')}{v.get('unit') or ''}" for v in _dicts(answer.get("values"))],
        "cited": judged.cited,
        "loose": list(judged.loose),
        "evidence": list(question.evidence_lines),
    }


def _gold(value: object) -> object:
    if isinstance(value, tuple):
        return [str(item) for item in value]
    return None if value is None else str(value)


def _dicts(values: Any) -> Sequence[Mapping[str, Any]]:
    return [value for value in values or [] if isinstance(value, dict)]


def _card(judged: Judged) -> str:
    row = _row(judged)
    turns = "".join(f"<li>{_escaped(turn)}</li>" for turn in row["turns"])
    gold = "、".join(row["gold"]) if isinstance(row["gold"], list) else row["gold"]
    facts = [
        ("应答", f"{'无（应拒答）' if gold is None else gold} {row['unit']}"),
        ("实答", f"[{row['status']}] {row['text'] or ''}"),
        ("数值", "；".join(row["values"])),
        ("判语", judged.why),
        ("证据", "；".join(row["evidence"])),
        ("引用", _places(judged.answer or {})),
        ("无来历", "；".join(row["loose"])),
    ]
    told = "".join(f"<dt>{_escaped(label)}</dt><dd>{_escaped(fact)}</dd>" for label, fact in facts if fact)
    before = f"<ol>{turns}</ol>" if turns else ""
    return f"<article><h3><code>{_escaped(row['id'])}</code> <em>{_escaped(row['kind'])}</em></h3>{before}<p>{_escaped(row['question'])}</p><dl>{told}</dl></article>"


def _places(answer: Mapping[str, Any]) -> str:
    cites = _dicts(answer.get("citations"))[:4]
    return "；".join(
        f"{c.get('file')}:{'-'.join(map(str, c.get('lines') or []))} {c.get('row') or ''} {c.get('printed') or ''}" for c in cites
    )
