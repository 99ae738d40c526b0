"""The marks on an answer's figures: restated elsewhere, reconciles with its table, derivable from what is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from check.book import Book
from check.engine import outcomes
from check.rule import Outcome
from check.text import label, place, row_label, section, shown
from domain.model import Aspect, Check, Disclosure, Figure, Verdict

MOST = 6
"""Checks an answer shows."""
_FIGURES = 4
_PLACES = 6
_BAD = ("fails", "explained")


class Store(Protocol):
    """What marks need of the figure store."""

    def select(self, *, documents: Iterable[str] | None = None) -> list[Figure]: ...

    def disclosures(self) -> list[Disclosure]: ...

    def __hash__(self) -> int: ...


def marks(figures: Sequence[Figure], store: Store) -> list[Check]:
    """At most six checks on the figures of an answer (the first four are looked at), those that fail first.

    A store keeps one state of the library, so the identities of a document are worked out once a store.
    """
    marker = _marker(store)
    checks = [check for figure in figures[:_FIGURES] for check in marker.of(figure)]
    distinct = list({(check.rule, check.detail): check for check in checks}.values())
    ranked = sorted(distinct, key=lambda check: (check.verdict not in ("differs", "fails"), check.verdict == "single"))
    return ranked[:MOST]


@lru_cache(maxsize=2)
def _marker(store: Store) -> Marker:
    return Marker(store)


class Marker:
    """The identities of a store's documents by figure; each document is read when first asked about."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names = {one.id: (one.org, *one.names, *one.units) for one in store.disclosures()}
        self._by_document: dict[str, dict[str, list[Outcome]]] = {}

    def of(self, figure: Figure) -> list[Check]:
        """At most one restated, two reconciling and two derivable checks (one more restated where places differ)."""
        found = self._document(figure.document).get(figure.id, [])
        by_aspect: dict[Aspect, list[Outcome]] = defaultdict(list)
        for outcome in sorted(found, key=_rank):
            by_aspect[outcome.rule.aspect].append(outcome)
        reconciled = [_check(figure, outcome) for outcome in by_aspect["reconciles"][:2]]
        derived = [_check(figure, outcome) for outcome in by_aspect["derivable"][:2]]
        return [*_restated(figure, by_aspect["restated"]), *reconciled, *derived]

    def _document(self, document: str) -> dict[str, list[Outcome]]:
        if document not in self._by_document:
            indexed: dict[str, list[Outcome]] = defaultdict(list)
            for outcome in outcomes(Book(self._store.select(documents=[document]), self._names.get(document, ()))):
                for figure in outcome.figures if outcome.rule.mark else ():
                    indexed[figure.id].append(outcome)
            self._by_document[document] = dict(indexed)
        return self._by_document[document]


def _rank(outcome: Outcome) -> tuple[bool, int, int]:
    """Failing first; then sums before copies, short ones first."""
    terms = len(outcome.figures)
    return outcome.grade not in _BAD, terms < 3, terms


def _restated(figure: Figure, found: Sequence[Outcome]) -> list[Check]:
    apart = [outcome for outcome in found if outcome.grade in _BAD and outcome.severity != "note"]
    alike = [outcome for outcome in found if outcome.grade in ("holds", "rounding")]
    checks = [_check(figure, outcome) for outcome in apart[:2]]
    if alike:
        others = list({f.id: f for outcome in alike for f in _others(figure, outcome)}.values())
        said = "、".join(f"{label(other)} {shown(other)}" for other in others[:_PLACES])
        more = f" 等 {len(others)} 处" if len(others) > _PLACES else ""
        checks.append(Check(alike[0].rule.id, "restated", "agrees", f"另见{said}{more}：一致", tuple(place(f) for f in others[:_PLACES])))
    if not checks:
        checks.append(Check("restated", "restated", "single", "文件中没有第二处写明这一数字", ()))
    return checks


def _others(figure: Figure, outcome: Outcome) -> tuple[Figure, ...]:
    here = any(f.id == figure.id for f in outcome.left)
    return outcome.right if here else outcome.left


def _check(figure: Figure, outcome: Outcome) -> Check:
    why = f"；{outcome.why}" if outcome.why else ""
    rounding = "，属四舍五入" if outcome.grade == "rounding" else ""
    head = outcome.left[0] if outcome.left else figure
    whose = f"{section(head)} {row_label(head)}：" if outcome.rule.aspect != "restated" else f"{label(head)}与{label(outcome.right[0])}："
    title = f"{outcome.rule.title}；" if outcome.grade == "fails" else ""
    places = tuple(place(f) for f in outcome.figures[: 2 * _PLACES])
    detail = f"{whose}{title}{outcome.arithmetic}{rounding}{why}"
    return Check(outcome.rule.id, outcome.rule.aspect, _verdict(outcome), detail, places)


def _verdict(outcome: Outcome) -> Verdict:
    good = outcome.grade in ("holds", "rounding", "note")
    if outcome.rule.aspect == "restated":
        return "agrees" if good else "differs"
    return "holds" if good else "fails"
