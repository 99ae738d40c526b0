"""The sheets of the documents asked about, read once and kept while the library stays as it is."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable

from answer.printed import Name, Printed
from answer.sheets import Sheet, StoredSheet
from answer.stated import Stated, StatedSheet
from answer.stating import Choices, Stating
from domain.model import Figure
from index.figures import FigureStore

MOST_SHEETS = 512


class Shelf:
    """Sheets by document, the least recently used dropped first."""

    narrow = False
    """Whether sheets are read for a whole library at once."""
    most = MOST_SHEETS

    def __init__(self, store: FigureStore) -> None:
        self.store = store
        self._sheets: OrderedDict[str, Sheet] = OrderedDict()
        self._stated = Stated(store)

    def sheet(self, document: str) -> Sheet:
        found = self._sheets.get(document)
        if found is None:
            found = self._sheets[document] = self._made(document)
            while len(self._sheets) > self.most:
                self._sheets.popitem(last=False)
        self._sheets.move_to_end(document)
        return found

    def _made(self, document: str) -> Sheet:
        return StoredSheet(document, self.store)

    def whole(self, numbers: Iterable[Stating]) -> list[Figure]:
        """The figures that a sheet's `stating` told of."""
        return [each if isinstance(each, Figure) else self._stated.figure(each.id) for each in numbers]

    def foresee(self, items: Iterable[str]) -> None:
        """These are going to be asked for in many documents: nothing to do where each is read by itself."""

    def read(self, numbers: Iterable[Stating]) -> None:
        """Have the figures ready that `whole` is going to be asked for."""
        self._stated.read(each.id for each in numbers if not isinstance(each, Figure))

    def choices(self, item: str, relation: str | None) -> Choices:
        """Where to note which numbers were chosen; `relation`: as of `states`."""
        return {}

    def stating(self, item: str) -> frozenset[str]:
        """The documents in which an item has a number."""
        return self._stated.documents(item)

    def narrowed(self, documents: Iterable[str], items: Collection[str]) -> Shelf:
        """The same of `documents`, but only what they state of `items`: read at once, for questions about a whole library."""
        self._stated.forget()
        return StatedShelf(self.store, self._stated, frozenset(documents), frozenset(items))

    def printed(self, documents: Iterable[str]) -> Printed:
        """The names and titles that any of these documents prints."""
        names: dict[str, Name] = {}
        titles: dict[str, str] = {}
        sheets = [self.sheet(document).printed for document in documents]
        for each in sheets:
            for name, known in each.names.items():
                names[name] = known.joined(names.get(name, known))
            titles |= each.titles
        return Printed(names, titles)

    def items(self, documents: Iterable[str]) -> frozenset[str]:
        """Keys of the items that any of these documents states."""
        return frozenset(item for document in documents for item in self.sheet(document).items if item)

    def indicators(self, documents: Iterable[str]) -> list[Figure]:
        return [figure for document in documents for figure in self.sheet(document).indicators]

    def figures(self, documents: Iterable[str]) -> list[Figure]:
        return [figure for document in documents for figure in self.sheet(document).figures]


class StatedShelf(Shelf):
    """Of `documents` only what they state of `items`, read for all of them at once."""

    narrow = True

    def __init__(self, store: FigureStore, stated: Stated, documents: frozenset[str], items: frozenset[str]) -> None:
        super().__init__(store)
        self._stated, self._documents, self._items = stated, documents, items
        self.most = max(MOST_SHEETS, len(documents))

    def _made(self, document: str) -> Sheet:
        if document not in self._documents:
            return super()._made(document)
        return StatedSheet(document, self._items, self._stated, self.store)

    def foresee(self, items: Iterable[str]) -> None:
        for item in self._items.intersection(items):
            self._stated.foresee(item)

    def choices(self, item: str, relation: str | None) -> Choices:
        """Kept from one question to the next."""
        return self._stated.choices(item, relation) if item in self._items else {}

    def indicators(self, documents: Iterable[str]) -> list[Figure]:
        """A target states no item."""
        return super().indicators(document for document in documents if document not in self._documents)
