"""The marks on an answer's figures: restated elsewhere, reconciles with its table, derivable from what is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol, cast

from check.book import Book
from check.engine import outcomes, rules_by_id
from check.finder import identities
from check.rule import Grade, Outcome
from check.text import label, place, row_label, section, shown
from domain.model import Check, Disclosure, Figure, Identity, Table, Verdict

MOST = 6
"""Checks an answer shows."""
MARKED = 4
"""Figures of an answer that are looked at."""
_PLACES = 6
_DOCUMENTS = 64
"""Documents whose identities a marker remembers."""
_BAD = ("fails", "explained")


class Store(Protocol):
    """What marks need of the figure store."""

    def of(self, document: str) -> Sequence[Figure]: ...

    def get(self, ids: Iterable[str]) -> list[Figure]: ...

    def tables(self, document: str | None = None) -> list[Table]: ...

    def disclosures(self) -> list[Disclosure]: ...

    def identities(self, document: str) -> Sequence[Identity] | None: ...

    def __hash__(self) -> int: ...


class _Index:
    """The outcomes of one disclosure by figure; those worked out at ingest are put together when asked for."""

    def __init__(self, stored: Sequence[Identity], store: Store) -> None:
        self._stored, self._store = stored, store
        self._made: dict[int, Outcome] = {}
        self._by_figure: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(stored):
            for figure in (*one.left, *one.right):
                self._by_figure[figure].append(at)

    def of(self, figure: str) -> list[Outcome]:
        """Every identity that the figure with this id takes part in, in the order of the rules; each the same object every time."""
        numbers = self._by_figure.get(figure, ())
        missing = [at for at in dict.fromkeys(numbers) if at not in self._made]
        ids = (each for at in missing for each in (*self._stored[at].left, *self._stored[at].right))
        figures = {each.id: each for each in self._store.get(ids)} if missing else {}
        for at in missing:
            one = self._stored[at]
            left, right = (tuple(figures[each] for each in side) for side in (one.left, one.right))
            self._made[at] = Outcome(rules_by_id()[one.rule], cast(Grade, one.grade), left, right, one.text, one.why)
        return [self._made[at] for at in numbers]


def marks(figures: Sequence[Figure], store: Store) -> list[Check]:
    """At most six checks on the figures of an answer (the first four are looked at), those that fail first.

    A store keeps one state of the library, so the identities of a document are worked out once a store.
    """
    marker = _marker(store)
    checks = [check for figure in figures[:MARKED] for check in marker.of(figure)]
    distinct = list({(check.rule, check.detail): check for check in checks}.values())
    ranked = sorted(distinct, key=lambda check: (check.verdict not in ("differs", "fails"), check.verdict == "single"))
    return ranked[:MOST]


@lru_cache(maxsize=2)
def _marker(store: Store) -> Marker:
    return Marker(store)


class Marker:
    """The identities of a store's documents by figure; each document's are read when first asked about."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_document: dict[str, _Index] = {}

    def of(self, figure: Figure) -> list[Check]:
        """At most three restated, two reconciling and two derivable checks."""
        if figure.value is None:
            return []
        index = self._index(figure.document)
        found = sorted(index.of(figure.id), key=_rank)
        reconciled = [outcome for outcome in found if outcome.rule.aspect == "reconciles"]
        telling = [outcome for outcome in reconciled if outcome.grade in _BAD or len(outcome.figures) > 2]
        derived = [outcome for outcome in found if outcome.rule.aspect == "derivable"]
        return [*_restated(figure, index), *map(_check, [*(telling or reconciled)[:2], *derived[:2]])]

    def _index(self, document: str) -> _Index:
        index = self._by_document.pop(document, None)
        index = self._read(document) if index is None else index
        self._by_document[document] = index  # last used, last forgotten
        while len(self._by_document) > _DOCUMENTS:
            self._by_document.pop(next(iter(self._by_document)), None)
        return index

    def _read(self, document: str) -> _Index:
        stored = self._store.identities(document)
        if stored is None or any(one.rule not in rules_by_id() for one in stored):  # a rule that was there when the file was read
            return _Index(identities_of(self._store, document), self._store)
        return _Index(stored, self._store)


def identities_of(store: Store, document: str) -> tuple[Identity, ...]:
    """Every identity of a disclosure that an answer may show, worked out over all its files."""
    names = next((one.every_name for one in store.disclosures() if one.id == document), ())
    return identities(outcomes(Book(store.of(document), names, store.tables(document))))


def _rank(outcome: Outcome) -> tuple[bool, int]:
    """Failing first, then short calculations."""
    return outcome.grade not in _BAD, len(outcome.figures)


def _restated(figure: Figure, index: _Index) -> list[Check]:
    same = _same(figure, index)
    apart: dict[int, Outcome] = {}
    for one in (figure, *same):
        for outcome in index.of(one.id):
            # What contradicts another print of this number contradicts this one; a difference of scope (口径) is told of its own place only.
            if outcome.rule.aspect == "restated" and (outcome.grade == "fails" or (outcome.grade == "explained" and one is figure)):
                apart.setdefault(id(outcome), outcome)
    told = [outcome for outcome in apart.values() if outcome.severity != "note"]
    checks = [_check(outcome) for outcome in sorted(told, key=lambda outcome: outcome.severity != "error")[:2]]
    if same:
        said = "、".join(f"{label(other)} {shown(other)}" for other in same[:_PLACES])
        more = f" 等 {len(same)} 处" if len(same) > _PLACES else ""
        checks.append(Check("restated", "restated", "agrees", f"另见{said}{more}：一致", tuple(place(f) for f in same[:_PLACES])))
    return checks or [Check("restated", "restated", "single", "文件中没有第二处写明这一数字", ())]


def _same(figure: Figure, index: _Index) -> list[Figure]:
    """Every other place where the rules find this very number, nearest first."""
    found, queue = {figure.id: figure}, [figure]
    while queue:
        for outcome in index.of(queue.pop(0).id):
            copies = outcome.rule.aspect == "restated" and len(outcome.left) == len(outcome.right) == 1
            for other in outcome.figures if copies and outcome.grade in ("holds", "rounding") else ():
                if other.id not in found:
                    found[other.id] = other
                    queue.append(other)
    return list(found.values())[1:]


def _check(outcome: Outcome) -> Check:
    head, other = outcome.left[0], outcome.right[0] if outcome.right else None
    restated = outcome.rule.aspect == "restated" and other is not None
    whose = f"{label(head)}与{label(other)}" if restated and other else f"{section(head)} {row_label(head)}"
    title = f"{outcome.rule.title}；" if outcome.grade == "fails" else ""
    why = f"；{outcome.why}" if outcome.why else ""
    places = tuple(place(figure) for figure in outcome.figures[: 2 * _PLACES])
    return Check(outcome.rule.id, outcome.rule.aspect, _verdict(outcome), f"{whose}：{title}{outcome.arithmetic}{why}", places)


def _verdict(outcome: Outcome) -> Verdict:
    good = outcome.grade in ("holds", "rounding", "note")
    if outcome.rule.aspect == "restated":
        return "agrees" if good else "differs"
    return "holds" if good else "fails"
