"""Sentences, the reasons they give, and the clauses between their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.claims.vocabulary import patterns
from ingest.document import Span

_END = re.compile(r"[。！？]+[”’）)]*\s*")


@dataclass(frozen=True, slots=True)
class Reason:
    """A stated reason: `start` where its marker stands, `text` = [`from_`, `end`) what it says."""

    start: int
    from_: int
    end: int


@cache
def _marker() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns()["reasons"]))


@cache
def _listing() -> re.Pattern[str]:
    return re.compile(patterns()["listing"])


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of a paragraph; “…。主要原因是…” is one sentence, for the reason belongs to what stands before it."""
    spans: list[Span] = []
    start = 0
    for end in _END.finditer(text):
        if not _marker().match(text, end.end()):
            spans.append((start, end.end()))
            start = end.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


def reasons(text: str) -> list[Reason]:
    """The reasons that one sentence gives; each ends at a full stop, or at a semicolon that its own listing doesn't go over."""
    found: list[Reason] = []
    for marker in _marker().finditer(text):
        if found and marker.start() < found[-1].end:
            continue
        said = _marker().match(text, marker.end()) or marker  # “主要原因是主要原因是…” happens
        found.append(Reason(marker.start(), said.end(), _reason_end(text, said.end())))
    return [one for one in found if text[one.from_ : one.end].strip("，。；：、 ")]


def _reason_end(text: str, start: int) -> int:
    for stop in re.finditer(r"[；;。]", text[start:]):
        at = start + stop.start()
        if stop[0] == "。" or not _listing().match(text, at + 1):
            return at
    return len(text)


def groups(text: str, given: list[Reason]) -> list[Span]:
    """The stretches of a sentence between semicolons and full stops outside reasons: each speaks of one subject and its reason."""
    spans: list[Span] = []
    start = 0
    for stop in re.finditer(r"[；;。]", text):
        if any(one.from_ <= stop.start() < one.end for one in given) or _marker().match(text, stop.end()):
            continue
        spans.append((start, stop.end()))
        start = stop.end()
    return [*spans, (start, len(text))] if text[start:].strip() else spans


def clauses(gap: str) -> list[str]:
    """What stands between punctuation in `gap`, in order, the last one (possibly empty) right before the number.

    Brackets that open and close in the gap belong to their clause; one that only opens starts a clause.
    """
    parts: list[str] = []
    depth, current = 0, ""
    for char in reversed(gap):
        depth += (char in "）)") - (char in "（(" and depth > 0)
        if depth == 0 and (char in "，,；;：。、" or (char in "（(" and not _closed(current))):
            parts.append(current[::-1])
            current = ""
        else:
            current += char
    return [*parts, current[::-1]][::-1]


def _closed(reversed_tail: str) -> bool:
    """Whether the bracket about to be read was closed later in the clause."""
    return reversed_tail.count("）") + reversed_tail.count(")") > reversed_tail.count("（") + reversed_tail.count("(")
