"""Near misses: questions that look as if the library answered them, and it doesn't. Whatever may be an answer after all is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from domain.model import Figure, Passage
from domain.text import key
from eval.questions.data import slots, spoken
from eval.questions.fact import Fact
from eval.questions.ledger import Entry, Ledger, name_key

SPENT = ("决算数", "执行数", "全年执行数")
PLANNED = ("预算数", "年初预算数", "全年预算数")
RELATIONS = ("增减额", "增减率", "上年数", "完成率", "预决算差异率")
_LEVEL = re.compile(r"^(.{2,3})([州市区县])")


def misses(ledgers: Sequence[Ledger], passages: Callable[[Ledger], Sequence[Passage]]) -> list[Fact]:
    """All near misses over the library, in a fixed order."""
    found: list[Fact] = []
    for ledger in ledgers:
        for make in (_years, _kinds, _orgs):
            found += make(ledger, ledgers)
        found += _items(ledger, passages(ledger))
    return found


def _miss(near: str, ledger: Ledger, name: str, **slot: str) -> Fact:
    return Fact("figure", "unanswerable", ledger, None, "", items=(name,), slots=slot, near=near)


def _family(ledger: Ledger, ledgers: Sequence[Ledger]) -> list[Ledger]:
    return [each for each in ledgers if each.disclosure.org == ledger.disclosure.org]


def _speaks(figures: Iterable[Figure], entry: Entry) -> bool:
    """Whether one of them may speak of the item: of a name that begins as its own, or an account that holds it or is a part of it."""
    codes = {figure.row_code for figure in entry.figures} - {""}
    return any(_kin(entry.name, f.row_name, *f.column.split(".")) or _within(codes, f.row_code) for f in figures)


def _kin(name: str, *others: str) -> bool:
    start = name_key(name)[:2]
    return any(name_key(other)[:2] == start for other in others)


def _within(codes: set[str], code: str) -> bool:
    return bool(code) and any(code.startswith(own) or own.startswith(code) for own in codes)


def _accounts(ledger: Ledger) -> list[Entry]:
    """Items with a code, or of the three public expenses: totals have too many names to be sure that nothing else states them."""
    return [entry for entry in ledger.wholes if entry.code or any(figure.form == "三公" for figure in entry.figures)]


def _years(ledger: Ledger, ledgers: Sequence[Ledger]) -> Iterator[Fact]:
    """A neighbouring year that nothing in the library is about."""
    family = _family(ledger, ledgers)
    known = {each.disclosure.year for each in family}
    for year in sorted({ledger.disclosure.year - 1, ledger.disclosure.year + 1} - known):
        telling = [f for each in family for f in each.every if f.period == year or f.column in RELATIONS]
        for entry in _accounts(ledger):
            if not _speaks(telling, entry):
                yield _miss("year", ledger, entry.name, year=str(year))


def _kinds(ledger: Ledger, ledgers: Sequence[Ledger]) -> Iterator[Fact]:
    """The budget asked for as final accounts, and the other way round."""
    here = ledger.disclosure
    family = _family(ledger, ledgers)
    swapped, measures = ("决算", SPENT) if here.kind == "预算" else ("预算", PLANNED)
    if any(each.disclosure.year == here.year and each.disclosure.kind == swapped for each in family):
        return
    every = (f for each in family for f in each.every)
    telling = [f for f in every if (f.measure in measures and f.period == here.year) or f.column in RELATIONS]
    for entry in _accounts(ledger):
        if not _speaks(telling, entry):
            yield _miss("kind", ledger, entry.name, plan=swapped)


def _orgs(ledger: Ledger, ledgers: Sequence[Ledger]) -> Iterator[Fact]:
    """Another level of the same place, and another office of it."""
    known = {name for each in ledgers for name in each.disclosure.names} | {each.disclosure.org for each in ledgers}
    org = ledger.disclosure.org
    match = _LEVEL.match(re.sub(r"(?:[一-龥]{1,5}族)+自治(?=[州县])", "", org))
    if match is None:
        return
    place, level = match.groups()
    body = re.sub(r"(?:[一-龥]{1,5}族)+自治(?=[州县])", "", org)[match.end() :]
    others = [f"{place}{other}{body}" for other in slots()["levels"][level]]
    others += [f"{place}{level}{bureau}" for bureau in slots()["bureaus"]]
    folded = {re.sub(r"(?:[一-龥]{1,5}族)+自治(?=[州县])", "", name) for name in known}
    free = [
        other for other in others if not any(other in name or (name.endswith(other[len(place) + 1 :]) and place in name) for name in folded)
    ]
    for n, entry in enumerate(ledger.wholes):
        if free:
            yield _miss("org", ledger, entry.name, org=free[n % len(free)])


def _items(ledger: Ledger, passages: Sequence[Passage]) -> Iterator[Fact]:
    """An item that the disclosure doesn't name anywhere, beside one like it that it lists."""
    prose = key("".join(passage.text for passage in passages if passage.kind not in ("table", "definition"))) + ledger.told
    for pair in slots()["alike"]:
        for listed, missing in (pair, pair[::-1]):
            names = spoken()[key(missing)].names if key(missing) in spoken() else frozenset({key(missing)})
            absent = not names & ledger.names and name_key(missing) not in ledger.names and not any(name in prose for name in names)
            if absent and name_key(listed) in ledger.names:
                yield _miss("item", ledger, missing)
