"""Which disclosures a question is about: organisation, year and budget or final accounts, without ever crossing from one to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from answer.orgs import Directory, Org
from answer.query import Pair, Query
from answer.years import Years
from domain.model import Disclosure, Kind

INITIAL = "年初预算数"
FULL = "全年预算数"
PLANNED = "预算数"
MOST_KEPT = 32
"""Years and kinds for which the disclosures of every office are kept."""
_TOLD_APART = frozenset({"last", "full", "initial"})
"""Operations on which it depends which disclosures fit."""


@dataclass(frozen=True, slots=True)
class Target:
    """One disclosure to read from. `back`: 1 where the year asked for is the year before it, known only by “比上年”."""

    org: Org
    document: Disclosure
    back: int = 0
    measure: str = ""
    """年初预算数 where a budget is asked for of which only the final accounts tell."""
    period: int = 0
    """The year at whose end something stood (车辆, 房屋), where that is what is asked for."""
    _hash: int = field(init=False, repr=False, compare=False)
    """Worked out once, and not of every name of the office: a question about all offices asks for it many times."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.document.id, self.back, self.measure, self.period)))

    def __hash__(self) -> int:
        return self._hash

    @property
    def year(self) -> int:
        return self.period or self.document.year - self.back


@dataclass(frozen=True)
class Scope:
    """`groups`: one a mention of organisations, each with the targets that fit; `unknown`: organisations that are not here."""

    groups: tuple[tuple[Target, ...], ...]
    unknown: tuple[str, ...] = ()
    named: bool = True
    """Whether the question names any organisation."""

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Each once, as those of a group are."""
        if len(self.groups) == 1:
            return self.groups[0]
        return tuple(dict.fromkeys(target for group in self.groups for target in group))

    @cached_property
    def orgs(self) -> tuple[Org, ...]:
        return tuple({target.org.identity: target.org for target in self.targets}.values())


def dated(query: Query, directory: Directory) -> Query:
    """今年, and 今年比去年, of an office with several documents: the year of its latest one, and the year before where that has one too."""
    years = query.years
    orgs = [directory.orgs[identity] for mention in query.orgs for identity in mention.orgs]
    if years.named or years.recent is not None or 0 not in years.relative or not set(years.relative) <= {0, -1} or len(set(orgs)) != 1:
        return query
    fitting = [document for document in orgs[0].documents if document.kind in (query.kinds or (document.kind,))]
    if not fitting:
        return query
    latest = max(fitting, key=lambda document: document.year)
    before = any(document.year == latest.year - 1 and document.kind == latest.kind for document in fitting)
    named = (latest.year, latest.year - 1) if -1 in years.relative and before else (latest.year,)
    kinds = query.kinds or ((latest.kind,) if len(named) > 1 else ())
    return replace(query, years=replace(years, named=named, relative=()), kinds=kinds)


def resolve(query: Query, directory: Directory) -> Scope:
    """Every disclosure that the words of the question fit; an empty group where an organisation has none for that year."""
    unknown = tuple(mention.text for mention in query.orgs if not mention.orgs)
    if query.pairs:
        each = [replace(query, pairs=(), years=Years((pair.year,)), **_bound(pair)) for pair in query.pairs]
        scopes = [resolve(one, directory) for one in each]
        return Scope(tuple(group for scope in scopes for group in scope.groups), unknown, named=bool(query.orgs))
    known = [mention for mention in query.orgs if mention.orgs]
    if not known:
        return Scope((_of_everyone(query, directory),), unknown, named=bool(query.orgs))
    groups: list[tuple[Target, ...]] = []
    for mention in _distinct([mention.orgs for mention in known]):
        groups.append(tuple(_targets([directory.orgs[identity] for identity in mention], query)))
    return Scope(tuple(groups), unknown)


def _bound(pair: Pair) -> dict[str, Any]:
    return {**({"orgs": (pair.org,)} if pair.org else {}), **({"kinds": (pair.kind,)} if pair.kind else {})}


def _distinct(mentions: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Mentions that a narrower one already covers are left out (“Prefecture” beside the office's own name)."""
    unique = list(dict.fromkeys(mentions))
    return [each for each in unique if not any(set(other) < set(each) for other in unique)]


def _of_everyone(query: Query, directory: Directory) -> tuple[Target, ...]:
    """Those of every office with documents of its own: the same for all questions about these years and kinds."""
    asked = (query.years, query.kinds, query.operations & _TOLD_APART)
    kept: dict[object, tuple[Target, ...]] = directory.kept
    if asked not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[asked] = tuple(_targets([org for org in directory.orgs.values() if not org.parent], query))
    return kept[asked]


def _targets(orgs: Iterable[Org], query: Query) -> list[Target]:
    found: list[Target] = []
    for org in orgs:
        for kind in query.kinds or (None,):
            found += _of_org(org, query, kind)
    return list(dict.fromkeys(found))


def _of_org(org: Org, query: Query, kind: Kind | None) -> list[Target]:
    named = named_years(org, query)
    if query.years.recent is not None and not query.years.named:
        return _recent(org, query.years.recent, kind)
    if not named:
        fitting = [document for document in org.documents if kind in (None, document.kind)]
        back = 1 if query.years.relative == (-1,) and "last" not in query.operations else 0
        return [Target(org, document, back) for document in fitting] or _initial(org, org.documents, kind, query.operations)
    found: list[Target] = []
    for year in named:
        found += _of_year(org, year, kind, query)
    return found


def named_years(org: Org, query: Query) -> tuple[int, ...]:
    """The calendar years asked for; 前年 and 明年 count from the year named, or from the organisation's latest document."""
    named, beyond = query.years.named, [offset for offset in query.years.relative if offset not in (0, -1)]
    if not beyond:
        return named
    bases = named or (max(document.year for document in org.documents),)
    return tuple(year + offset for year in bases for offset in beyond)


def _recent(org: Org, count: int, kind: Kind | None) -> list[Target]:
    """近三年: the latest years of one kind of disclosure, budgets unless there are more final accounts; all of them for 历年."""
    kinds = [document.kind for document in org.documents]
    chosen = kind or ("决算" if kinds.count("决算") > kinds.count("预算") else "预算")
    documents = sorted((document for document in org.documents if document.kind == chosen), key=lambda document: document.year)
    return [Target(org, document) for document in documents[-count:]]


def _of_year(org: Org, year: int, kind: Kind | None, query: Query) -> list[Target]:
    own = [document for document in org.documents if document.year == year]
    fitting = [document for document in own if kind in (None, document.kind)]
    if fitting:
        return [Target(org, document) for document in fitting]
    initial = _initial(org, own, kind, query.operations)
    later = [document for document in org.documents if document.year == year + 1 and kind in (None, document.kind)]
    return [*initial, *(Target(org, document, 1) for document in later)]


def _initial(org: Org, documents: Iterable[Disclosure], kind: Kind | None, wanted: frozenset[str]) -> list[Target]:
    """The budget numbers that final accounts print: 年初预算数 before 全年预算数 unless one is asked for, and what is only called 预算数."""
    measures = [FULL] if "full" in wanted else [INITIAL] if "initial" in wanted else [INITIAL, FULL, PLANNED]
    return [
        Target(org, document, 0, measure) for document in documents if kind == "预算" and document.kind == "决算" for measure in measures
    ]
