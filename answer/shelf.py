"""The figures of the documents asked about, read once and kept while the library stays as it is."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from answer.printed import Name, Printed, names_of
from domain.model import Figure
from domain.text import key
from index.figures import FigureStore

MOST_SHEETS = 512
_NO_PROJECT = frozenset({"", "整体", "项目支出", "合计", "小计", "总计"})
"""What stands in a project column without naming a project: the whole organisation and subtotals."""


@dataclass(frozen=True)
class Sheet:
    """All figures of one document, first readings only."""

    figures: tuple[Figure, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    """Titles of its tables by their key."""

    @cached_property
    def by_item(self) -> dict[str, list[Figure]]:
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            found.setdefault(figure.item, []).append(figure)
        return found

    @cached_property
    def by_name(self) -> dict[str, list[Figure]]:
        """Cells of tables by the printed names that the lexicon does not know, folded."""
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            for name in names_of(figure):
                found.setdefault(key(name), []).append(figure)
        return found

    @cached_property
    def printed(self) -> Printed:
        names: dict[str, Name] = {}
        for figure in self.figures:
            for name in names_of(figure):
                last = key(figure.column.rsplit(".", 1)[-1])
                said = Name(name, frozenset({key(figure.table)}), frozenset({last} if len(last) > 1 else ()))
                names[key(name)] = said.joined(names.get(key(name), said))
        projects = frozenset(name for spellings, _ in self.projects for name in spellings)
        return Printed(names, self.titles, frozenset(self.by_item) - {""}, projects)

    @cached_property
    def by_id(self) -> dict[str, Figure]:
        return {figure.id: figure for figure in self.figures}

    @cached_property
    def projects(self) -> list[tuple[tuple[str, ...], tuple[Figure, ...]]]:
        """(spellings, figures) a project; 一 for —, and names with and without their end, are one project."""
        groups: list[tuple[list[str], list[Figure]]] = []
        for figure in self.figures:
            if key(figure.project) in _NO_PROJECT:
                continue
            group = next((each for each in groups if any(same_project(figure.project, name) for name in each[0])), None)
            if group is None:
                groups.append(([figure.project], [figure]))
                continue
            group[1].append(figure)
            if figure.project not in group[0]:
                group[0].append(figure.project)
        return [(tuple(names), tuple(figures)) for names, figures in groups]


def same_project(left: str, right: str) -> bool:
    """Whether two spellings name one project of a document."""
    if left == right:
        return True
    short, long = sorted((re.sub("(?<=专项)一", "", key(left)), re.sub("(?<=专项)一", "", key(right))), key=len)
    return short == long or (len(short) >= 5 and (short in long or fuzz.ratio(short, long) >= 90))


@dataclass
class Shelf:
    """Sheets by document, the least recently used dropped first."""

    store: FigureStore
    _sheets: OrderedDict[str, Sheet] = field(default_factory=OrderedDict, repr=False)

    def sheet(self, document: str) -> Sheet:
        found = self._sheets.get(document)
        if found is None:
            figures = self.store.select(documents=[document])
            titles = {key(table.title): table.title for table in self.store.tables(document=document) if table.title}
            found = Sheet(tuple(figure for figure in figures if figure.reading == "first"), titles)
            self._sheets[document] = found
            while len(self._sheets) > MOST_SHEETS:
                self._sheets.popitem(last=False)
        self._sheets.move_to_end(document)
        return found

    def narrowed(self, documents: Iterable[str], items: Collection[str]) -> Shelf:
        """The same of `documents`, but only what they state of `items`: read at once, for questions about a whole library."""
        sheets: dict[str, list[Figure]] = {document: [] for document in documents}
        for figure in self.store.select(items=items):
            if figure.document in sheets:
                sheets[figure.document].append(figure)
        return Shelf(self.store, OrderedDict((document, Sheet(tuple(figures))) for document, figures in sheets.items()))

    def printed(self, documents: Iterable[str]) -> Printed:
        """The names and titles that any of these documents prints."""
        names: dict[str, Name] = {}
        titles: dict[str, str] = {}
        sheets = [self.sheet(document).printed for document in documents]
        for each in sheets:
            for name, known in each.names.items():
                names[name] = known.joined(names.get(name, known))
            titles |= each.titles
        items, projects = (each.items for each in sheets), (each.projects for each in sheets)
        return Printed(names, titles, frozenset().union(*items), frozenset().union(*projects))

    def figures(self, documents: Iterable[str]) -> list[Figure]:
        return [figure for document in documents for figure in self.sheet(document).figures]
