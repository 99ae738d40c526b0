"""What sentences speak of: official subjects as data, the names of accounts and of the lexicon, and the rows of the document at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from domain.codes import code_names
from domain.lexicon import items
from domain.model import Disclosure, Figure
from domain.rows import load_rows
from domain.text import squeeze

_HERE = Path(__file__).parent
_PARTICLES = (*"的中为是，、：；。）”", "安排", "包括", "用于")
_ONE_TO_ONE = str.maketrans("()％：０１２３４５６７８９．－「」『』〝〞", "（）%：0123456789.-“”“”“”")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a number is about. `measure` and `unit` are set where the subject fixes them (编制数, 平方米 …)."""

    name: str
    code: str = ""
    measure: str = ""
    unit: str = ""
    project: str = ""
    staff: bool = False
    value: bool = False
    """The amount is a value of something held (固定资产原值), not of something spent."""
    stands_for: tuple[str, ...] = ()
    """Subjects whose amount a change of this one refers to (收入支出总计 → 收入总计)."""
    counted_as: Mapping[str, str] = field(default_factory=dict)
    """Unit → the subject that a count of it is about: 因公出国（境）费 in 人次 → 因公出国（境）人次."""
    known: bool = True


@cache
def patterns() -> dict[str, Any]:
    """patterns.yaml as loaded: units, verbs, comparisons, measures, reasons."""
    loaded: dict[str, Any] = load_rows(_HERE / "patterns.yaml")
    return loaded


@cache
def _official() -> tuple[tuple[Subject, tuple[str, ...]], ...]:
    rows = load_rows(_HERE / "subjects.yaml")
    return tuple((_subject(row), tuple(row["names"])) for row in rows)


def _subject(row: dict[str, Any]) -> Subject:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name != "names"}
    return Subject(**fields)


def fold(text: str) -> str:
    """Brackets, quotes, digits and % unified, one character for one, so that offsets stay; `收入、支出` is bound by `·`."""
    return re.sub(r"(收入?)、(?=支)", r"\1·", text.translate(_ONE_TO_ONE))


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def official(name: str) -> Subject | None:
    """The official subject called just `name`."""
    return next((subject for subject, _ in _official() if subject.name == name), None)


@cache
def _general() -> dict[str, Subject]:
    """Names valid in any document: the lexicon's and the accounts', overridden by subjects.yaml."""
    found: dict[str, Subject] = {}
    for item in items().values():
        for name in (item.name, *item.names):
            if re.match(r"[\u4e00-\u9fff“]", name) and len(name) > 1:
                found[fold(name)] = Subject(fold(name))
    for entry in code_names():
        found.setdefault(fold(entry.name), Subject(fold(entry.name)))
    for subject, names in _official():
        found.update({fold(name): subject for name in names})
    return found


class Vocabulary:
    """The names that one document's sentences may use, and who speaks."""

    def __init__(self, disclosure: Disclosure, figures: Iterable[Figure] = (), projects: Iterable[str] = ()) -> None:
        self.own = tuple(sorted({fold(name) for name in disclosure.names} | {fold(disclosure.org)}, key=len, reverse=True))
        self.units = tuple(sorted((fold(unit) for unit in disclosure.units), key=len, reverse=True))
        self.names = dict(_general())
        for figure in figures:
            if figure.source == "table" and len(name := fold(squeeze(figure.row_name.partition("｜")[0]))) > 2:
                self.names.setdefault(name, Subject(name))
        printed = [*(figure.project for figure in figures if figure.project not in ("", "整体")), *projects]
        named = {fold(squeeze(name)): name for name in reversed(printed)}
        self.projects = tuple(sorted(named.keys() - _general().keys() - {""}, key=len, reverse=True))
        self.names.update({name: Subject(name, project=named[name]) for name in self.projects})
        self._numbered = tuple(name for name in self.names if name[0].isdigit())
        self._longest = max(map(len, self.names))

    def suffix(self, text: str) -> tuple[Subject, str] | None:
        """The longest known name that `text` (folded) ends with, and what stands before it, if that makes it no other thing."""
        for length in range(min(len(text), self._longest), 1, -1):
            subject = self.names.get(text[-length:])
            if subject is not None and self._modifies(text[:-length]):
                return subject, text[:-length]
        return None

    def opens(self, text: str) -> bool:
        """Whether `text` starts with a name that holds digits (2023年…工作专项经费): its year is then part of the name."""
        return any(text.startswith(name) for name in self._numbered)

    def within(self, title: str) -> Subject | None:
        """The longest official name that stands in a heading: what a section speaks of where its sentences don't say."""
        parts = (title[a : a + size] for size in range(len(title), 3, -1) for a in range(len(title) - size + 1))
        return next((self.names[part] for part in parts if part in self.names), None)

    def hear(self, unit: str) -> None:
        """A unit that a sentence speaks of: its name in front of a subject is no part of the subject."""
        if unit not in self.own and unit not in self.units:
            self.units = tuple(sorted((*self.units, unit), key=len, reverse=True))

    def _modifies(self, prefix: str) -> bool:
        left = self.without_speaker(prefix)
        return any(not end or end.endswith(_PARTICLES) or end in self.units for end in (left, _qualifiers().sub("", left)))

    def without_speaker(self, text: str) -> str:
        """`text` without the name of the organisation (or one of its units) that it starts with."""
        for name in (*self.own, *self.units):
            if text.startswith(name):
                return _after_speaker().sub("", text[len(name) :], count=1)
        return text

    def is_own(self, name: str) -> bool:
        """Whether `name` is the organisation's, or short for it: its characters occur in that order in one of its names."""
        name = fold(name)
        return any(name in own or _is_subsequence(name, own) for own in self.own)


@cache
def _qualifiers() -> re.Pattern[str]:
    """Words in front of a name that leave it the same thing, as many as stand at the end of what comes before."""
    return re.compile(rf"(?:{alternatives([*patterns()['qualifiers'], *patterns()['front']])}|20\d\d年度?|[“”])+$")


@cache
def _after_speaker() -> re.Pattern[str]:
    return re.compile(r"(?:（[^（）]*）)?(?:部门|单位|本级|系统)*(?:及(?:其)?(?:下属|所属)(?:各)?(?:预算)?单位)?(?:的)?")


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
