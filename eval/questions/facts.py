"""What can be asked of a library: facts with their answers, by shape. Each is read or computed from ledger entries, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from domain.model import Figure
from domain.text import key
from eval.questions import told
from eval.questions.data import slots, spoken
from eval.questions.fact import Fact
from eval.questions.ledger import Entry, Ledger, name_key, yuan
from eval.terms import YUAN


def every(ledgers: Sequence[Ledger]) -> list[Fact]:
    """All facts of all shapes, in a fixed order."""
    single: tuple[Callable[[Ledger], Iterable[Fact]], ...] = (
        _figures, _codes, _columns, _measures, _units, _pairs, _shares, _public, _ranks, told.facts,
    )  # fmt: skip
    found = [fact for ledger in ledgers for make in single for fact in make(ledger)]
    return [*found, *(fact for one, other in combinations(ledgers, 2) for fact in _compared(one, other))]


def _amount(shape: str, kind: str, ledger: Ledger, entry: Entry, **slot: str) -> Fact:
    return Fact(shape, kind, ledger, entry.value, entry.figure.unit, tuple(entry.figures), (entry.name,), slot)


def _figures(ledger: Ledger) -> Iterator[Fact]:
    yield from (_amount("figure", "lookup", ledger, entry) for entry in ledger.wholes)
    for (name, column), entry in ledger.entries.items():
        if not column and name in spoken() and all(figure.source == "narrative" for figure in entry.figures):
            yield _amount("figure", "lookup_narrative", ledger, entry)


def _codes(ledger: Ledger) -> Iterator[Fact]:
    for code, entry in ledger.by_code.items():
        yield _amount("code", "lookup", ledger, entry, code=code, path=_path(code))


def _path(code: str) -> str:
    """2010301 → 201类03款01项; 30211 → 302类11款."""
    return "".join(part + level for part, level in zip((code[:3], code[3:5], code[5:7]), "类款项", strict=True) if part)


def _columns(ledger: Ledger) -> Iterator[Fact]:
    for (_, column), entry in ledger.entries.items():
        if column in slots()["column"] and entry.value:
            yield _amount("column", "lookup", ledger, entry, column=column)


def _measures(ledger: Ledger) -> Iterator[Fact]:
    """Rows that print several measures: 年初预算数, 全年预算数 …; only those printed once."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in ledger.mine:
        if figure.form == "绩效自评" and figure.measure.endswith(("预算数", "执行数")) and figure.project not in ("", "整体"):
            groups.setdefault((figure.project, figure.measure), []).append(figure)
    for (project, measure), found in groups.items():
        if len(found) == 1 and found[0].value and len(project) < 30:
            yield Fact("measure", "lookup", ledger, found[0].value, found[0].unit, (found[0],), (), {"item": project, "measure": measure})


def _units(ledger: Ledger) -> Iterator[Fact]:
    for entry in ledger.wholes:
        unit = "元" if entry.figure.unit == "万元" else "万元"
        if entry.exact and entry.value:
            value = _rounded(entry.yuan / YUAN[unit], 2)
            yield Fact("unit", "unit_conversion", ledger, value, unit, tuple(entry.figures), (entry.name,), {"unit": unit})


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _groups(ledger: Ledger) -> list[Entry]:
    """Groups of the economic classification (5 digits), and the sums above them."""
    return [entry for entry in ledger.wholes if len(entry.code) == 5 and entry.code.startswith("3")]


def _pairs(ledger: Ledger) -> Iterator[Fact]:
    for one, other in combinations(_groups(ledger), 2):
        a, b, unit = *_finest(one, other), one.finest.unit
        if not a * b:
            continue
        items, evidence = (one.name, other.name), (*one.figures, *other.figures)
        yield Fact("sum", "sum", ledger, a + b, unit, evidence, items)
        if a > b:
            yield Fact("difference", "difference", ledger, a - b, unit, evidence, items)


def _finest(one: Entry, other: Entry) -> tuple[Decimal, Decimal]:
    """What two items are, both in the unit of the first, as exactly as it is printed."""
    a, b = one.finest.value, yuan(other.finest) / YUAN[one.finest.unit]
    assert a is not None
    return a, b


def _shares(ledger: Ledger) -> Iterator[Fact]:
    wholes = [e for name in ("支出总计", "基本支出", "工资福利支出", "商品和服务支出") if (e := ledger.entries.get((key(name), "")))]
    printed = set(_stated(ledger, "占比"))
    for part in ledger.wholes:
        for whole in wholes:
            within = part.code.startswith(whole.code) if whole.code else part.code.startswith(("2", "3"))
            if 0 < part.yuan < whole.yuan and within and name_key(part.name) not in printed:
                share = _rounded(100 * yuan(part.finest) / yuan(whole.finest), 1)
                yield Fact("share", "ratio", ledger, share, "%", (*part.figures, *whole.figures), (part.name, whole.name))


def _stated(ledger: Ledger, column: str) -> Iterator[str]:
    return (name_key(figure.row_name) for figure in ledger.every if figure.column == column)


def _public(ledger: Ledger) -> Iterator[Fact]:
    for entry in ledger.wholes:
        if any(figure.form == "三公" for figure in entry.figures) and "费" in entry.name and "经费" not in entry.name:
            yield _amount("public", "lookup", ledger, entry)


def _ranks(ledger: Ledger) -> Iterator[Fact]:
    """Over the groups of one economic class, where all of them are beyond doubt."""
    for code in ("301", "302"):
        whole = ledger.by_code.get(code)
        below = sorted((e for c, e in ledger.by_code.items() if len(c) == 5 and c[:3] == code), key=lambda e: (-e.yuan, e.name))
        rows = {figure.row_code for figure in ledger.every if len(figure.row_code) == 5 and figure.row_code[:3] == code}
        if (
            whole is None
            or len(below) != len(rows)
            or len(below) < 5
            or any(name_key(e.name) in {n for n, _ in ledger.doubtful} for e in below)
        ):
            continue
        yield from _ranked(ledger, whole, below)


def _ranked(ledger: Ledger, whole: Entry, below: list[Entry]) -> Iterator[Fact]:
    item, unit = (whole.name,), below[0].figure.unit
    if below[0].yuan > below[1].yuan:
        yield Fact("top", "rank", ledger, (below[0].name, below[0].value), unit, tuple(below[0].figures), item)
    if below[2].yuan > below[3].yuan:
        listed = tuple(part for entry in below[:3] for part in (entry.name, entry.value))
        yield Fact("top3", "rank", ledger, listed, unit, tuple(f for e in below[:3] for f in e.figures), item)
    for n in (2, 3):
        middle = (below[n - 1].value + below[n].value) / 2
        limit = int(middle) if unit == "万元" else int(middle / 1000) * 1000
        if below[n - 1].value > limit > below[n].value and all(e.figure.unit == unit for e in below):
            names = tuple(entry.name for entry in below[:n])
            yield Fact("over", "list", ledger, names, "", tuple(f for e in below[:n] for f in e.figures), item, {"limit": f"{limit}{unit}"})
    if all(entry.value for entry in below):
        yield Fact("count", "lookup", ledger, len(below), "项", tuple(e.figure for e in below), item)


def _compared(one: Ledger, other: Ledger) -> Iterator[Fact]:
    here, there = one.disclosure, other.disclosure
    if here.kind != there.kind or here.level != there.level:
        return
    others = {name_key(entry.name): entry for entry in other.wholes}
    shared = [(entry, o) for entry in one.wholes if (o := others.get(name_key(entry.name)))]
    both = [(e, o) for e, o in shared if e.code == o.code and e.yuan and o.yuan and e.yuan != o.yuan]
    if here.org == there.org and here.year != there.year:
        yield from _over_years(one, other, both)
    if here.org != there.org and here.year == there.year:
        for e, o in both:
            values = (e.value, o.value) if e.figure.unit == o.figure.unit else (e.yuan, o.yuan)
            unit = e.figure.unit if e.figure.unit == o.figure.unit else "元"
            yield Fact("orgs", "compare_orgs", one, values, unit, (*e.figures, *o.figures), (e.name,), other=other)


def _over_years(one: Ledger, other: Ledger, both: Sequence[tuple[Entry, Entry]]) -> Iterator[Fact]:
    for e, o in both:
        late, early = (e, o) if one.disclosure.year > other.disclosure.year else (o, e)
        last, first = (one, other) if late is e else (other, one)
        item, evidence = (late.name,), (*late.figures, *early.figures)
        now, before = _finest(late, early)
        if name_key(late.name) not in set(_stated(last, "增减额")):
            yield Fact("years", "difference", last, abs(now - before), late.finest.unit, evidence, item, other=first)
        if e.figure.unit != o.figure.unit:
            continue
        yield Fact("series", "list", last, (early.value, late.value), late.figure.unit, evidence, item, other=first)
