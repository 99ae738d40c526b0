"""The verdict on an answer: right, missed (nothing false was claimed) or wrong (something false was, or what has no answer was answered)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from eval.gold import Question
from eval.terms import accepted_units, close, decimal, figures, numbers, says, says_nothing_there, value_is

Verdict = Literal["right", "missed", "wrong"]
REFUSALS = frozenset({"not_found", "withheld", "unsupported"})
MANY_CITATIONS = 20
_CONFLICT = re.compile("矛盾|不一致|有误|错|笔误|口径|不能完全|不符|不平|不等|相差|差异|inconsisten|differ|conflict|error|mistake")
_WHICH = re.compile("最高|最低|最多|最少|最大|最小|哪家|哪个单位|谁|highest|lowest|most|least|which", re.I)
_LOWEST = re.compile("最低|最少|最小|lowest|least", re.I)
_VALUE_AMONG_OTHERS = frozenset({"trap", "reason", "performance", "duty", "compare_orgs"})
"""Kinds in which the one gold number need not come first."""


@dataclass(frozen=True)
class Judged:
    """A question, the answer as JSON (None if there was none), the verdict and why."""

    question: Question
    answer: Mapping[str, Any] | None
    verdict: Verdict
    why: str
    cited: bool | None
    """Whether a right answer cites the gold evidence; None where that was not asked."""
    loose: tuple[str, ...]
    """Figures in the text that nothing in the answer accounts for."""


def judge(question: Question, answer: Mapping[str, Any] | None) -> Judged:
    """Judge one answer (see gold/README for the rules by kind)."""
    if not answer:
        return Judged(question, None, "missed", "no answer", None, ())
    verdict, why = _Case(question, answer).verdict()
    asked = verdict == "right" and answer.get("status") == "answered"
    return Judged(
        question, answer, verdict, why, cites_evidence(question, answer) if asked else None, tuple(loose_figures(question, answer))
    )


class _Case:
    def __init__(self, question: Question, answer: Mapping[str, Any]) -> None:
        self.q, self.kind = question, question.kind
        self.status, self.text = answer.get("status"), str(answer.get("text") or "")
        self.values = [v for v in answer.get("values") or [] if isinstance(v, dict)]
        self.labels = {c.get("label") for c in answer.get("candidates") or [] if isinstance(c, dict) and c.get("label")}
        self.checks = answer.get("checks") or []
        self.units = accepted_units(question.unit or "", isinstance(question.answer_value, tuple))
        self.exact = self.kind == "unit_conversion"

    @cached_property
    def numbers(self) -> list[Decimal]:
        found = [Decimal(item) for item in self.q.items if not isinstance(item, str | bool)]
        if self.kind == "compare_orgs" and len(found) > 1 and _WHICH.search(self.q.question):
            return [min(found) if _LOWEST.search(self.q.question) else max(found)]
        return found

    @cached_property
    def told(self) -> list[Decimal]:
        return numbers(self.text)

    def verdict(self) -> tuple[Verdict, str]:
        if self.kind == "unanswerable" or self.q.answer_value is None:
            return self._without_answer()
        if self.kind == "ambiguous" and self.status == "ambiguous":
            return ("right", "asked back") if len(self.labels) >= 2 else ("missed", "fewer than two candidates")
        if self.status != "answered":
            return "missed", f"status {self.status}"
        if self.kind == "empty_table" and says_nothing_there(self.text) and not any(decimal(v.get("value")) for v in self.values):
            return "right", "says that there is nothing"
        return self._with_answer()

    def _without_answer(self) -> tuple[Verdict, str]:
        if self.status in REFUSALS and len(self.text.strip()) >= 4:
            return "right", "refused"
        if self.status == "ambiguous":
            if "near" in self.q.tags and not self.values:  # a generated near miss may be asked back: no figure is claimed then
                return "right", "asked back"
            good = self.kind != "unanswerable" and (len(self.labels) >= 2 or len(self.text) >= 4)
            return ("right", "asked back") if good else ("missed", "asked back")
        return (
            ("wrong", "answered what has no answer") if self.values or self.status == "answered" else ("missed", "refused without a word")
        )

    def _with_answer(self) -> tuple[Verdict, str]:
        if self._claims_forbidden():
            return "wrong", "claims a figure that must not be told"
        hits, names = self._hits(), self._names()
        if all(hits) and all(names) and self._fitting():
            return "right", "holds what is asked for"
        if any(says(phrase, self.text) for phrase in self.q.also_accept):
            return "right", "an accepted alternative"
        stray = [v for v in self.values if not any(value_is(n, self.units, v) for n in self.numbers)]
        if self.numbers and not all(hits) and (stray or (self.told and not any(hits))):
            return "wrong", "a figure that is not the gold one"
        if self.kind in ("rank", "compare_orgs") and names and not any(names):
            return "wrong", "names that are not the gold ones"
        return "missed", self._lack(hits, names)

    def _hits(self) -> list[bool]:
        several = len(self.numbers) > 1
        return [
            any(value_is(n, self.units, v, self.exact) for v in self.values) or (several and any(close(p, n) for p in self.told))
            for n in self.numbers
        ]

    def _names(self) -> list[bool]:
        return [says(item, self.text) for item in self.q.items if isinstance(item, str)]

    def _claims_forbidden(self) -> bool:
        forbidden = {n for phrase in self.q.must_not_say for n in numbers(str(phrase))} - set(self.numbers)
        return any(decimal(v.get("value")) in forbidden for v in self.values)

    def _fitting(self) -> bool:
        """Not a heap of values, the asked-for one first, and a conflict told where the gold has one."""
        if len(self.values) > max(12, 3 * len(self.q.items) + 6):
            return False
        if len(self.numbers) == 1 and self.kind not in _VALUE_AMONG_OTHERS and not self._first_is(self.numbers[0]) and len(self.values) > 3:
            return False
        return not self._conflict_expected() or self._conflict_told()

    def _first_is(self, want: Decimal) -> bool:
        return value_is(want, self.units, self.values[0], self.exact)

    def _conflict_expected(self) -> bool:
        return self.kind == "trap" and (len(self.numbers) > 1 or any(_CONFLICT.search(str(phrase)) for phrase in self.q.must_say))

    def _conflict_told(self) -> bool:
        return bool(_CONFLICT.search(self.text)) or any(check.get("verdict") in ("differs", "fails") for check in self.checks)

    def _lack(self, hits: list[bool], names: list[bool]) -> str:
        if not all(hits) or not all(names):
            return f"{hits.count(False)} values and {names.count(False)} names are missing"
        return "the conflict is not told" if self._conflict_expected() and not self._conflict_told() else "buried among other values"


def cites_evidence(question: Question, answer: Mapping[str, Any]) -> bool | None:
    """Whether a citation overlaps a gold line or page, or prints the gold value in the gold's file. None where the gold names no place."""
    cites = [c for c in answer.get("citations") or [] if isinstance(c, dict)]
    places = [ref.rsplit(":", 1) for ref in map(str, question.evidence_lines) if ":" in ref]
    if not places and not question.page:
        return None
    if len(cites) > MANY_CITATIONS:
        return False
    if any(_overlaps(cite, name, span) for name, span in places for cite in cites):
        return True
    pages = {int(p) for p in re.findall(r"\d+", question.page)}
    if any(cite.get("file") in question.doc and cite.get("page") in pages for cite in cites):
        return True
    return _prints_gold(question, cites)


def _overlaps(cite: Mapping[str, Any], name: str, span: str) -> bool:
    first, _, last = span.partition("-")
    lines = cite.get("lines")
    if cite.get("file") != name or not lines:
        return False
    return bool(lines[0] <= int(last or first) and lines[-1] >= int(first))


def _prints_gold(question: Question, cites: list[dict[str, Any]]) -> bool:
    if question.answer_value is None or isinstance(question.answer_value, str | tuple):
        return False
    want = Decimal(question.answer_value)
    printed = [decimal(cite.get("printed") or "") for cite in cites if cite.get("file") in question.doc]
    return any(number is not None and close(number, want) for number in printed)


def loose_figures(question: Question, answer: Mapping[str, Any]) -> list[str]:
    """Figures of the answer's text that no value, citation, check, candidate or the question itself holds."""
    known = [question.question, *question.turns, *(str(check.get("detail")) for check in answer.get("checks") or [])]
    for value in answer.get("values") or []:
        known += [str(value.get(name)) for name in ("value", "yuan", "formula")]
    known += [f"{cite.get('printed')} {cite.get('row')}" for cite in answer.get("citations") or []]
    known += [json.dumps(c, ensure_ascii=False) for name in ("candidates", "nearest") for c in answer.get(name) or []]
    have = numbers(" ; ".join(known))
    return [
        told for told in figures(str(answer.get("text") or "")) if (n := decimal(told)) is not None and not any(close(h, n) for h in have)
    ]
