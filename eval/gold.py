"""Gold questions: one JSON object a line, numbers exact."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

Scalar = Decimal | int | str
_MARKED = re.compile(r'"\\u0000(-?[\d.]+)"')
_LISTS = ("doc", "evidence", "evidence_lines", "turns", "must_say", "must_not_say", "also_accept")


@dataclass(frozen=True)
class Question:
    """A question with its checked answer. `answer_value` is None where there is none, a tuple where several things are asked for."""

    id: str
    question: str
    kind: str
    doc: tuple[str, ...]
    answer_value: Scalar | tuple[Scalar, ...] | None
    unit: str = ""
    answer_text: str = ""
    evidence: tuple[str, ...] = ()
    evidence_lines: tuple[str, ...] = ()
    """file:line or file:from-to."""
    table: str = ""
    formula: str | tuple[str, ...] = ""
    difficulty: int = 1
    note: str = ""
    lang: str = "zh"
    turns: tuple[str, ...] = ()
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    also_accept: tuple[str, ...] = ()
    page: str = ""

    @property
    def items(self) -> tuple[Scalar, ...]:
        """The gold values, one or several; empty where there is no answer."""
        if self.answer_value is None:
            return ()
        return self.answer_value if isinstance(self.answer_value, tuple) else (self.answer_value,)

    @property
    def tags(self) -> dict[str, str]:
        """What a generator noted of its question, `name=value` each: pattern, shape, word, held, near, slip, item."""
        return dict(part.split("=", 1) for part in self.note.split() if "=" in part)

    @property
    def set(self) -> str:
        """Of a generated question: near misses, held out, or open; empty of others."""
        if "pattern" not in self.tags:
            return ""
        return "near misses" if "near" in self.tags else "held out" if "held" in self.tags else "open"


class BadGold(ValueError):
    """A line of a gold file that is no question; the message says which and why."""


def load(path: Path) -> list[Question]:
    """Read a gold file. Fields that we do not know are left out. Raises BadGold."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_question(line, f"{path.name}:{n}") for n, line in enumerate(lines, 1) if line.strip()]


def save(path: Path, questions: Iterable[Question]) -> None:
    """Write a gold file that `load` reads back to equal questions."""
    path.write_text(dumps(questions), encoding="utf-8")


def dumps(questions: Iterable[Question]) -> str:
    """The lines of a gold file."""
    return "".join(f"{_dumped(question)}\n" for question in questions)


def _question(line: str, place: str) -> Question:
    try:
        row: dict[str, Any] = json.loads(line, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise BadGold(f"{place}: not JSON ({error.msg})") from error
    missing = [name for name in ("id", "question", "kind") if not row.get(name)] if isinstance(row, dict) else ["object"]
    if missing:
        raise BadGold(f"{place}: no {missing[0]}")
    known = {field.name for field in fields(Question)}
    return Question(**{name: _value(name, value) for name, value in {"doc": (), "answer_value": None, **row}.items() if name in known})


def _value(name: str, value: Any) -> Any:
    if name in _LISTS:
        return tuple(value) if isinstance(value, list | tuple) else (value,) if value else ()
    if name == "page":
        return "" if value in (None, []) else json.dumps(value)
    return tuple(value) if isinstance(value, list) else value


def _dumped(question: Question) -> str:
    row = {field.name: getattr(question, field.name) for field in fields(Question)}
    kept = {name: value for name, value in row.items() if value not in ("", ()) or name in ("unit", "evidence", "evidence_lines")}
    # json has no exact decimal: Decimals go out as marked strings, and the mark and quotes are taken off again
    return _MARKED.sub(r"\1", json.dumps(kept, ensure_ascii=False, default=lambda number: f"\0{number:f}"))
