"""Headers broken into pieces: which columns of the form does a spaced table have, and in which order?

The pieces are joined and cut into known words again, so that neither line breaks nor a neighbour's words on the same line matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from domain.text import key as fold_name
from ingest.forms import Column, Form
from ingest.spaced.lines import Line, words

_MARKS = frozenset(["※", "*", "**", "***", "＊", "栏次", "—", "-"])
_UNKNOWN_COST, _WORD_COST = 3, 1


@cache
def columns_data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((files(__package__) / "columns.yaml").read_text("utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class Header:
    columns: tuple[str, ...]
    known: bool
    """Whether all columns were recognised."""
    projects: bool
    """Whether a column of project names stands before the numbers."""


@dataclass(frozen=True, slots=True)
class _Spec:
    """A column to look for: its own words (any of them) and the words above it, folded."""

    name: str
    leaves: frozenset[str]
    groups: tuple[str, ...]


def column_count(line: Line) -> int | None:
    """How many value columns a row of column numbers (※ ※ 1 2 3, 栏次 1 2) tells; None for any other line."""
    found = line.text.split()
    marks = [word for word in found if word in _MARKS]
    numbers = [int(word) for word in found if word.isdigit() and len(word) < 3]
    if len(marks) + len(numbers) < len(found) or numbers != list(range(1, len(numbers) + 1)):
        return None
    return len(numbers) if len(numbers) >= (1 if marks else 3) else None


def read_header(lines: Sequence[Line], form: Form | None, count: int | None) -> Header:
    """The value columns under a header; 列1, 列2 … where its words don't give as many columns as `count`."""
    text = fold_name("".join(word for line in lines for word in words(line.text)))
    projects = fold_name("项目名称") in text
    best: tuple[str, ...] = ()
    for specs in _variants(form):
        tokens = _cut(text, specs)
        chosen = _choose(tokens, specs)
        if len(chosen) == count or (count is None and len(chosen) > len(best)):
            best = _ordered(chosen, tokens)
            if count is not None:
                break
    if best:
        return Header(best, True, projects)
    return Header(_partly(text, form, count) or tuple(f"列{n + 1}" for n in range(count or 1)), False, projects)


def _variants(form: Form | None) -> list[tuple[_Spec, ...]]:
    if form is None:
        return []
    more = columns_data()["more"].get(form.key, [])
    columns = list(form.columns)
    for row in more:
        at = next(n for n, column in enumerate(columns) if column.name == row["after"]) + 1
        columns.insert(at, Column(row["name"], (), tuple(row["group"])))
    variants = [tuple(map(_spec, columns))]
    if form.by_source:
        variants.insert(0, tuple(_spec(Column(name)) for name in form.by_source))
    return variants


def _spec(column: Column) -> _Spec:
    names = (column.name, *column.aliases)
    groups = column.group or tuple(column.name.split(".")[:-1])
    return _Spec(column.name, frozenset(fold_name(name.split(".")[-1]) for name in names), tuple(map(fold_name, groups)))


@cache
def _other_words() -> frozenset[str]:
    data = columns_data()
    return frozenset(map(fold_name, (*data["axes"], *data["groups"])))


def _cut(text: str, specs: Iterable[_Spec]) -> list[tuple[str, bool]]:
    """The text as words, each with whether it is known: the cutting that leaves the least unknown, then the fewest words."""
    vocabulary = _other_words().union(*(spec.leaves for spec in specs), *(spec.groups for spec in specs))
    longest = max(map(len, vocabulary))
    best: list[tuple[int, int]] = [(0, 0)]
    for end in range(1, len(text) + 1):
        options = [(best[end - 1][0] + _UNKNOWN_COST, end - 1)]
        options += [(best[start][0] + _WORD_COST, start) for start in range(max(0, end - longest), end) if text[start:end] in vocabulary]
        best.append(min(options))
    return _walk_back(text, best, vocabulary)


def _walk_back(text: str, best: list[tuple[int, int]], vocabulary: frozenset[str]) -> list[tuple[str, bool]]:
    cuts: list[tuple[str, bool]] = []
    end = len(text)
    while end:
        start = best[end][1]
        word, known = text[start:end], text[start:end] in vocabulary
        if not known and cuts and not cuts[0][1]:
            cuts[0] = (word + cuts[0][0], False)
        else:
            cuts.insert(0, (word, known))
        end = start
    return cuts


def _choose(tokens: Sequence[tuple[str, bool]], specs: Sequence[_Spec]) -> list[_Spec]:
    """The columns whose words the header has, in the form's order; empty where a word could be several of them."""
    counts = Counter(word for word, known in tokens if known)
    bearers = {word: [spec for spec in specs if word in spec.leaves] for word in counts}
    chosen: set[str] = set()
    for word in sorted(counts, key=lambda word: len(bearers[word])):
        heads = any(word in spec.groups and not spec.leaves.isdisjoint(counts) for spec in specs)
        wanted = counts[word] - heads
        candidates = _narrowed([spec for spec in bearers[word] if spec.name not in chosen], wanted, word, counts)
        if 0 < wanted < len(candidates):
            return []
        chosen |= {spec.name for spec in candidates} if wanted > 0 else set()
    return [spec for spec in specs if spec.name in chosen]


def _narrowed(candidates: list[_Spec], wanted: int, word: str, counts: Counter[str]) -> list[_Spec]:
    """Where there are more columns than words: those whose headings are there, then those whose own name (no alias) it is."""
    if wanted < len(candidates):
        candidates = [spec for spec in candidates if all(group in counts for group in spec.groups)]
    if wanted < len(candidates):
        candidates = [spec for spec in candidates if fold_name(spec.name.split(".")[-1]) == word]
    return candidates


def _ordered(chosen: Sequence[_Spec], tokens: Sequence[tuple[str, bool]]) -> tuple[str, ...]:
    """As printed where no heading spans columns (then pieces come left to right), else in the form's order."""
    printed = [word for word, _ in tokens]
    leaves = [spec.leaves for spec in chosen]
    single = all(
        sum(word in own for word in printed) == 1 and sum(own == other or bool(own & other) for other in leaves) == 1 for own in leaves
    )
    if any(group in printed for spec in chosen for group in spec.groups) or not single:
        return tuple(spec.name for spec in chosen)
    return tuple(spec.name for spec in sorted(chosen, key=lambda spec: next(n for n, word in enumerate(printed) if word in spec.leaves)))


def _partly(text: str, form: Form | None, count: int | None) -> tuple[str, ...] | None:
    """Names from the header itself where every piece that is no known axis is one column; None where the number doesn't fit."""
    specs = _variants(form)[-1] if form else ()
    tokens = _cut(text, specs)
    names = {leaf: spec.name for spec in specs for leaf in spec.leaves}
    found = [names.get(word, word) for word, _ in tokens if word not in _other_words()]
    fits = len(found) == count and len(set(found)) == count and all(re.fullmatch(r"[\w.（）()]{2,20}", word) for word in found)
    return tuple(found) if fits else None
