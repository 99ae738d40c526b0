"""Account codes for names in sentences: paths 类 › 款 › 项, class names, economic names; the document's own tables first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from domain.codes import Axis, axis_of, code_names, in_use, name_of, names_in
from domain.lexicon import items
from domain.model import Figure
from domain.text import key
from ingest.claims.vocabulary import fold

_MARK = re.compile(r"[（(](类|款|项)[)）]")
_BRACKETS = re.compile(r"（[^（）]*）")
_LEVELS = {"类": 0, "款": 1, "项": 2}
ALIKE = 0.72
"""How alike two names must be to be one item, where the levels above already agree: names are shortened, not replaced."""


@dataclass(frozen=True, slots=True)
class Path:
    """A printed account path; `names[level]` are the names given at 类, 款, 项 (several where items are joined by 、)."""

    names: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    end: int
    """Where the path ends in the text it was read from."""

    @property
    def leaves(self) -> tuple[str, ...]:
        return next(level for level in reversed(self.names) if level)

    @property
    def leaf(self) -> str:
        return "、".join(self.leaves)


def read_path(text: str) -> Path | None:
    """The last account path in `text`: “…支出（类）…事务（款）行政运行（项）”; levels may be missing; None where there is none."""
    marks = list(_MARK.finditer(text))
    if not marks:
        return None
    levels: tuple[list[str], list[str], list[str]] = ([], [], [])
    start = 0
    for mark in marks:
        level = _LEVELS[mark[1]]
        if level == 0 or (levels[level] and not text[start : mark.start()].startswith(("、", "和", "及"))):
            for below in levels[level:]:
                below.clear()
        levels[level].append(_trimmed(text[start : mark.start()], first=start == 0 or level == 0))
        start = mark.end()
    names = tuple(tuple(name for name in level if name) for level in levels)
    return Path((names[0], names[1], names[2]), marks[-1].end()) if any(names) else None


def _trimmed(name: str, *, first: bool) -> str:
    name = re.split(r"[，。；：:]", name)[-1] if first else name
    name = re.sub(r"^[（(]?(?:\d{1,2}|[一二三四五六七八九十]+)(?:[)）][.．、]?|[.．、])\s*", "", name) if first else name
    return re.sub(r"^[、和及]+", "", name.strip('“”" '))


@lru_cache(maxsize=1 << 16)
def bare(name: str) -> str:
    """A name for comparing: without brackets and what they hold, and without 支出 and 事务 at its end."""
    name = key(_BRACKETS.sub("", fold(name)))
    while (shorter := re.sub(r"(?:支出|事务)$", "", name)) and shorter != name:
        name = shorter
    return name


@cache
def _official() -> dict[str, set[str]]:
    """Code → every name that it officially had, or that the lexicon knows it by."""
    found: dict[str, set[str]] = {}
    for entry in code_names():
        found.setdefault(entry.code, set()).add(entry.name)
    for item in items().values():
        for code in item.codes:
            found.setdefault(code.rpartition("/")[2], set()).update(item.names)
    return found


@cache
def _official_bearers() -> dict[str, list[str]]:
    return _bearers(_official())


def _bearers(names: dict[str, set[str]]) -> dict[str, list[str]]:
    """Name → the codes that bear it."""
    found: dict[str, list[str]] = {}
    for code, every in names.items():
        for name in {key(one) for one in every}:
            found.setdefault(name, []).append(code)
    return found


class Accounts:
    """The accounts that a document's tables print, completed by the official ones."""

    def __init__(self, figures: Iterable[Figure], year: int) -> None:
        self._printed: dict[str, set[str]] = {}
        for figure in figures:
            if figure.source == "table" and axis_of(figure.row_code):
                self._printed.setdefault(figure.row_code, set()).add(figure.row_name.partition("｜")[0])
        official = _official()
        codes = sorted({*self._printed, *official})
        self._bare = {code: {bare(name) for name in self._printed.get(code, set()) | official.get(code, set())} for code in codes}
        self._below: dict[tuple[str, int], list[str]] = {}
        """Functional codes by a code above them ("" for none) and their number of digits."""
        for code in codes:
            if axis_of(code) == "func":
                for above in {"", code[:3], code[:5]} - {code}:
                    self._below.setdefault((above, len(code)), []).append(code)
        self._bearers = (_bearers(self._printed), _official_bearers())
        self._year = year

    def of_path(self, path: Path) -> str:
        """The code that the path ends in; empty where a level can't be told, or where several items are joined."""
        code = ""
        for level, names in enumerate(path.names):
            if not names:
                if any(path.names[level:]) and not code:
                    return self._by_leaf(path) if level == 0 else ""
                continue
            if len(names) > 1:
                return ""
            code = self._child(code, names[0], 3 + 2 * level)
            if not code:
                return ""
        return code

    def _by_leaf(self, path: Path) -> str:
        """A path whose upper levels are not printed: its levels still have to agree with one code only."""
        depth = max(level for level, names in enumerate(path.names) if names)
        codes = [code for code in self._below.get(("", 3 + 2 * depth), ()) if self._agrees(code, path)]
        codes = [code for code in codes if in_use(code, self._year)] or codes
        return codes[0] if len(codes) == 1 else ""

    def _agrees(self, code: str, path: Path) -> bool:
        return all(self._likeness(code[: 3 + 2 * level], names[0]) >= 1 for level, names in enumerate(path.names) if len(names) == 1)

    def _child(self, parent: str, name: str, length: int) -> str:
        alike = [code for code in self._below.get((parent, length), ()) if self._likeness(code, name) >= ALIKE]
        scored = sorted(((*self._score(code, name), code) for code in alike), reverse=True)
        if not scored or (len(scored) > 1 and scored[0][:-1] == scored[1][:-1]):
            return ""
        return scored[0][-1]

    def _score(self, code: str, name: str) -> tuple[float, bool, bool, bool]:
        """How well `code` is called `name`: by likeness, by its official name, by standing in this document, by being in use this year."""
        return self._likeness(code, name), self._officially(code, name), code in self._printed, in_use(code, self._year)

    def _likeness(self, code: str, name: str) -> float:
        """1 for the same name under one of its spellings, less for a shortened one."""
        wanted = bare(name)
        return max((_ratio(wanted, one) for one in self._bare.get(code, ())), default=0.0)

    def _officially(self, code: str, name: str) -> bool:
        return bare(name_of(code, self._year) or "") == bare(name)

    def named(self, name: str, axis: Axis, digits: tuple[int, ...] = (3, 5, 7)) -> str:
        """The one code of `axis` with `digits` digits that bears `name`; printed rows first, then official names; empty if none or several."""
        for bearers in self._bearers:
            codes = [code for code in bearers.get(key(name), ()) if axis_of(code) == axis and len(code) in digits]
            if len(codes) == 1:
                return codes[0]
            current = [code for code in codes if in_use(code, self._year) and self._has_name(code, name)]
            if len(current) == 1:
                return current[0]
        return ""

    def _has_name(self, code: str, name: str) -> bool:
        return any(key(entry.name) == key(name) for entry in names_in(code, self._year))

    def class_named(self, name: str) -> str:
        """The class 201 … 2xx that `name` means, 支出 at its end aside; empty if none."""
        found = self.named(name, "func", (3,))
        if found:
            return found
        wanted = bare(name)
        codes = [code for code in self._below.get(("", 3), ()) if wanted in self._bare[code]]
        return codes[0] if len(codes) == 1 else ""


@lru_cache(maxsize=1 << 16)
def _ratio(one: str, other: str) -> float:
    if not one or not other or 2 * min(len(one), len(other)) < ALIKE * (len(one) + len(other)):
        return 0.0  # too different in length to be alike, whatever they hold
    return 1.0 if one == other else min(SequenceMatcher(None, one, other, autojunk=False).ratio(), 0.99)
