"""The figures of one document, of which each question reads only what it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from rapidfuzz import fuzz

from answer.printed import Name, Printed, names_of, telling_names
from answer.stating import Stating, numbers
from domain.lexicon import items as lexicon
from domain.model import Figure
from domain.text import key
from index.figures import FigureStore

_CHANGES = frozenset({"增减额", "增减率", "上年数"})
"""What a sentence may say of a thing that no table names."""
_NO_PROJECT = frozenset({"", "整体", "项目支出", "合计", "小计", "总计"})
"""What stands in a project column without naming a project: the whole organisation and subtotals."""


class Sheet:
    """Figures of one document, first readings only."""

    def __init__(self, figures: Sequence[Figure] = ()) -> None:
        self._known = figures
        self._stating: dict[str, Sequence[Stating]] = {}

    @cached_property
    def figures(self) -> Sequence[Figure]:
        return self._known

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Titles of its tables by their key."""
        return {}

    def of_item(self, item: str) -> Sequence[Figure]:
        return self._by_item.get(item, ())

    def stating(self, item: str) -> Sequence[Stating]:
        """Numbers that may be the item's own amount, as far as that takes."""
        if item not in self._stating:
            self._stating[item] = numbers(self.of_item(item), item)
        return self._stating[item]

    def alike(self, **same: str) -> Sequence[Figure]:
        """Those of which these fields are the same texts."""
        return [figure for figure in self.figures if all(getattr(figure, name) == text for name, text in same.items())]

    @cached_property
    def coded(self) -> Collection[tuple[str, str]]:
        """(row code, row name) of what it states under a code."""
        return {(figure.row_code, figure.row_name) for figure in self.figures if figure.row_code}

    def subject(self, claim: Figure) -> Figure | None:
        """The figure that a claim of this document speaks of."""
        return next((figure for figure in self.figures if figure.id == claim.of), None)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """What it states, in the order of the figures."""
        return tuple(dict.fromkeys(figure.item for figure in self.figures))

    @cached_property
    def _by_item(self) -> dict[str, list[Figure]]:
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            found.setdefault(figure.item, []).append(figure)
        return found

    @cached_property
    def _unlisted(self) -> Sequence[Figure]:
        """Among others all that are found by their printed names."""
        return self.figures

    @cached_property
    def indicators(self) -> Sequence[Figure]:
        return [figure for figure in self.figures if figure.source == "indicator"]

    @cached_property
    def _of_projects(self) -> Sequence[Figure]:
        """Among others all that are said of a project."""
        return self.figures

    @cached_property
    def by_name(self) -> dict[str, list[Figure]]:
        """Cells of tables by the printed names that the lexicon does not know, folded."""
        found: dict[str, list[Figure]] = {}
        for figure in self._unlisted:
            for name in names_of(figure):
                found.setdefault(key(name), []).append(figure)
        return found

    @cached_property
    def claims(self) -> list[Figure]:
        """Figures read from sentences that are of no item of the lexicon."""
        return [figure for figure in self._unlisted if figure.source == "narrative" and not figure.item]

    @cached_property
    def printed(self) -> Printed:
        names: dict[str, Name] = {}
        for figure in self._unlisted:
            for name in names_of(figure):
                last = key(figure.column.rsplit(".", 1)[-1])
                said = Name(name, frozenset({key(figure.table)}), frozenset({last} if len(last) > 1 else ()))
                names[key(name)] = said.joined(names.get(key(name), said))
        for name in (name for figure in self.claims if figure.column in _CHANGES for name in telling_names((figure.row_name,))):
            names.setdefault(key(name), Name(name))
        return Printed(names, self.titles)

    @cached_property
    def projects(self) -> list[tuple[tuple[str, ...], tuple[Figure, ...]]]:
        """(spellings, figures) a project; 一 for —, and names with and without their end, are one project."""
        groups: list[tuple[list[str], list[Figure]]] = []
        for figure in self._of_projects:
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


class StoredSheet(Sheet):
    """All figures of a document, of which each question reads only what it is about."""

    def __init__(self, document: str, store: FigureStore) -> None:
        super().__init__()
        self._document, self._store = document, store
        self._items: dict[str, Sequence[Figure]] = {}

    @cached_property
    def figures(self) -> Sequence[Figure]:
        return self._store.of(self._document)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        return {key(title): title for title in self._store.titles(self._document) if title}

    def of_item(self, item: str) -> Sequence[Figure]:
        if "figures" in self.__dict__:
            return super().of_item(item)
        if item not in self._items:
            self._items[item] = self._store.of(self._document, [item])
        return self._items[item]

    def alike(self, **same: str) -> Sequence[Figure]:
        return self._store.of(self._document, same=same)

    @cached_property
    def coded(self) -> Collection[tuple[str, str]]:
        return self._store.coded(self._document)

    def subject(self, claim: Figure) -> Figure | None:
        return next((figure for figure in self._store.get([claim.of]) if figure.document == self._document), None)

    @cached_property
    def indicators(self) -> Sequence[Figure]:
        return self._store.of(self._document, only="indicator")

    @cached_property
    def items(self) -> tuple[str, ...]:
        return tuple(sorted(self._store.items_of(self._document)))

    @cached_property
    def _unlisted(self) -> Sequence[Figure]:
        return self._store.of(self._document, only="unlisted")

    @cached_property
    def claims(self) -> list[Figure]:
        """What is said of a change, which the cells of tables don't hold."""
        said = (figure for column in _CHANGES for figure in self.alike(source="narrative", column=column))
        return [figure for figure in said if not figure.item or _named_otherwise(figure)]

    @cached_property
    def _of_projects(self) -> Sequence[Figure]:
        return self._store.of(self._document, only="project")


def same_project(left: str, right: str) -> bool:
    """Whether two spellings name one project of a document."""
    if left == right:
        return True
    short, long = sorted((re.sub("(?<=专项)一", "", key(left)), re.sub("(?<=专项)一", "", key(right))), key=len)
    return short == long or (len(short) >= 5 and (short in long or fuzz.ratio(short, long) >= 90))


def _named_otherwise(figure: Figure) -> bool:
    """Whether a sentence calls an account by another name than any official one."""
    item = lexicon().get(figure.item)
    return item is not None and "/" in figure.item and key(figure.row_name) not in {key(name) for name in item.names}
