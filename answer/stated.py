"""What a whole library states of some items: read for all documents at once, for questions about every office."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Generic, TypeVar

from answer.sheets import Sheet
from answer.stating import Choices, Stating, forms_of, may_state, numbers
from domain.model import Figure
from index.figures import FEW, FigureStore
from index.lookup import Brief

T = TypeVar("T")
MOST_STATED = 60_000
"""Figures of the whole library that are kept from one question to the next."""
MOST_ITEMS = 256
"""Items of which it is kept who states them."""


class _Kept(Generic[T]):
    """Of items what each document states of them: read when it is first asked for, dropped where it was asked for longest ago."""

    def __init__(self, read: Callable[[str], dict[str, list[T]]]) -> None:
        self._read = read
        self._items: dict[str, dict[str, list[T]]] = {}

    def __contains__(self, item: str) -> bool:
        return item in self._items

    def of(self, item: str) -> dict[str, list[T]]:
        found = self._items.pop(item, None)
        self._items[item] = found = self._read(item) if found is None else found
        return found

    def shrink(self) -> None:
        every = list(self._items.items())
        sizes = [sum(map(len, found.values())) for _, found in every]
        for at, (item, _) in enumerate(every):
            if sum(sizes[at:]) > MOST_STATED:
                self._items.pop(item, None)


class Stated:
    """What a whole library states of an item, by document; the items asked about last are kept from one question to the next.

    The first documents that are asked about are read one by one, as an answer is checked in few; then all at once.
    """

    def __init__(self, store: FigureStore) -> None:
        self._store = store
        self._documents: dict[str, frozenset[str]] = {}
        self._few: dict[Hashable, dict[str, Sequence[Figure]]] = {}
        self._alike: dict[Hashable, dict[str, list[Figure]]] = {}
        self._every = _Kept(lambda item: store.of_items([item]))
        self._numbers = _Kept(self._of_forms)
        self._choices: dict[tuple[str, str | None], Choices] = {}
        self._chosen: dict[str, Figure] = {}

    def documents(self, item: str) -> frozenset[str]:
        """Those in which it has a number."""
        found = self._documents.get(item)
        if found is None:
            if len(self._documents) >= MOST_ITEMS:
                self._documents = {}
            self._documents[item] = found = frozenset(self._store.documents_stating([item]))
        return found

    def of(self, document: str, item: str) -> Sequence[Figure]:
        alone = None if item in self._every else self._alone(document, (item,))
        return self._every.of(item).get(document, ()) if alone is None else alone

    def stating(self, document: str, item: str) -> Sequence[Stating]:
        """Numbers that may be the item's own amount."""
        alone = None if item in self._numbers else self._alone(document, (item,))
        return self._numbers.of(item).get(document, ()) if alone is None else numbers(alone, item)

    def alike(self, document: str, items: Sequence[str], same: Mapping[str, str]) -> Sequence[Figure]:
        """What is stated of any of these items, where some fields are the `same` texts."""
        asked = (*items, *same.items())
        alone = None if asked in self._alike else self._alone(document, items, same)
        if alone is not None:
            return alone
        if asked not in self._alike:
            self._alike[asked] = self._store.of_items(items, same)
        return self._alike[asked].get(document, ())

    def foresee(self, item: str) -> None:
        """The numbers are going to be asked for in many documents."""
        self._numbers.of(item)

    def choices(self, item: str, relation: str | None) -> Choices:
        """Which of the numbers were chosen for whom: the same for all questions."""
        return self._choices.setdefault((item, relation), {})

    def read(self, ids: Iterable[str]) -> dict[str, Figure]:
        """Figures by their ids, among them these: what one statement reads for many offices is ready from then on."""
        known = self._chosen
        if missing := [each for each in dict.fromkeys(ids) if each not in known]:
            self._chosen = known = known | {figure.id: figure for figure in self._store.get(missing)}
        return known

    def figure(self, wanted: str) -> Figure:
        """KeyError where there is none."""
        return self._chosen.get(wanted) or self.read([wanted])[wanted]

    def forget(self) -> None:
        """Drop the items asked about longest ago where too much is kept; never during a question, which comes back to each."""
        self._few, self._alike = {}, {}
        self._every.shrink()
        self._numbers.shrink()
        if len(self._chosen) > MOST_STATED:
            self._chosen = {}
        if sum(map(len, self._choices.values())) > MOST_STATED:
            self._choices = {}

    def _alone(self, document: str, items: Sequence[str], same: Mapping[str, str] = MappingProxyType({})) -> Sequence[Figure] | None:
        """What one of the first documents that are asked about states; None of any other."""
        few = self._few.setdefault((*items, *same.items()), {})
        if document not in few and len(few) < FEW:
            few[document] = self._store.of(document, items, same=same)
        return few.get(document)

    def _of_forms(self, item: str) -> dict[str, list[Brief]]:
        forms = forms_of(item)
        return {document: [each for each in found if may_state(each, forms)] for document, found in self._store.briefs(item).items()}


class StatedSheet(Sheet):
    """Of a document only what it states of some items: read for all documents at once, for questions about a whole library."""

    def __init__(self, document: str, items: Collection[str], stated: Stated, store: FigureStore) -> None:
        super().__init__()
        self._document, self._items, self._stated, self._store = document, items, stated, store

    @cached_property
    def figures(self) -> Sequence[Figure]:
        return self._store.of(self._document, self._items)

    @cached_property
    def indicators(self) -> Sequence[Figure]:
        """None: a target states no item."""
        return ()

    def alike(self, **same: str) -> Sequence[Figure]:
        return self._stated.alike(self._document, sorted(self._items), same)

    def subject(self, claim: Figure) -> Figure | None:
        """Of the same item as a rule."""
        own = next((figure for figure in self.of_item(claim.item) if figure.id == claim.of), None)
        found = own or self._stated.read([claim.of]).get(claim.of)
        here = found is not None and (found.document, found.reading) == (self._document, "first") and found.item in self._items
        return found if here else None

    def of_item(self, item: str) -> Sequence[Figure]:
        return self._stated.of(self._document, item) if item in self._items else ()

    def stating(self, item: str) -> Sequence[Stating]:
        return self._stated.stating(self._document, item) if item in self._items else ()
