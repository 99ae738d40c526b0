"""A table's own arithmetic while it is read: of two readings the one that adds up is taken, and the reading is marked.

Only identities that hold within one table count here: a code is the sum of the codes below it, a total column the sum of its parts.
What holds between tables and sentences is the business of the checks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from domain.model import Figure
from ingest.forms import Form, forms
from ingest.ocr_doubt import Misreading, misreading

Row = tuple[str, str, str]
"""Table, code and name."""


def faults(figures: Iterable[Figure]) -> list[Figure]:
    """The totals that are not the sum of their parts, by more than their rounding."""
    return [total for total, _ in _failing(figures)]


def _failing(figures: Iterable[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
    tables: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.source == "table" and figure.value is not None and figure.reading == "first":
            tables[figure.table].append(figure)
    for rows in tables.values():
        yield from ((total, parts) for total, parts in (*_trees(rows), *_across(rows)) if not _adds_up(total, parts))


def misread(figures: Iterable[Figure]) -> dict[str, tuple[Figure, Misreading]]:
    """By its id, each figure recognised from a picture that keeps a sum from adding up, where one misread character would explain it."""
    found: dict[str, tuple[Figure, Misreading]] = {}
    for total, parts in _failing(figures):
        gap = (total.value or 0) - sum(part.value or 0 for part in parts)
        needed = [(total, (total.value or 0) - gap), *((part, (part.value or 0) + gap) for part in parts)]
        explained = [(one, why) for one, value in needed if one.place.ocr is not None and (why := misreading(one.printed, Decimal(value)))]
        likely = [(one, why) for one, why in explained if why.likely] or explained
        found.update({one.id: (one, why) for one, why in likely})
    return found


def told(figure: Figure, why: Misreading) -> str:
    """What to say of a figure that may be misread: what was read, what would fit, and where to look."""
    change = f"“{why.read}”应为“{why.meant}”" if why.read and why.meant else f"漏认了“{why.meant}”" if why.meant else f"多认了“{why.read}”"
    return f"{figure.table} {figure.row_name} {figure.column} 由图片识别为 {figure.printed}，与合计不符；若{change}则相符，请对照原图"


def _trees(rows: Sequence[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
    """Each code with the codes one level below it, column by column."""
    columns: dict[str, dict[str, Figure]] = defaultdict(dict)
    for figure in rows:
        if figure.row_code and not figure.project:
            columns[figure.column].setdefault(figure.row_code, figure)
    for found in columns.values():
        parts: dict[str, list[Figure]] = defaultdict(list)
        for code, part in found.items():
            parts[code[:-2]].append(part)
        yield from ((total, parts[code]) for code, total in found.items() if code in parts)


def _across(rows: Sequence[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
    form = forms().get(rows[0].form)
    lines: dict[Row, dict[str, Figure]] = defaultdict(dict)
    for figure in rows:
        lines[figure.table, figure.row_code, figure.row_name].setdefault(figure.column, figure)
    for cells in lines.values():
        yield from _sums(cells, form)


def _sums(cells: dict[str, Figure], form: Form | None) -> Iterator[tuple[Figure, list[Figure]]]:
    if form is None:
        return
    named = {name: form.column_named(name) for name in cells}
    cells = {named[name] or name: figure for name, figure in cells.items()}
    for identity in form.identities:
        total = cells.get(identity.total)
        parts = [cells[name] for name in identity.parts if name in cells]
        if identity.rule == "columns" and total and len(parts) > 1 and identity.without not in cells:
            yield total, parts


def _adds_up(total: Figure, parts: Sequence[Figure]) -> bool:
    """Equal, but for the rounding of each number."""
    numbers = [figure.value for figure in (total, *parts) if figure.value is not None]
    step = max(Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0)) for number in numbers)
    return abs(numbers[0] - sum(numbers[1:])) <= step * len(numbers) / 2


def pages_of(figures: Iterable[Figure]) -> frozenset[int]:
    return frozenset(figure.place.page for figure in figures if figure.place.page)


def better(first: Sequence[Figure], second: Sequence[Figure], pages: frozenset[int]) -> list[Figure] | None:
    """The second reading's figures, marked where it was used, if more of them add up and none is lost; else None."""
    if len(faults(second)) >= len(faults(first)) or _read_on(second, pages) < _read_on(first, pages):
        return None  # a reading that loses numbers has fewer sums to fail
    known = set(map(_said, first))
    changed = [figure.confidence == "read" and _differs(figure, known, pages) for figure in second]
    return [replace(figure, confidence="second") if new else figure for figure, new in zip(second, changed, strict=True)]


def _read_on(figures: Iterable[Figure], pages: frozenset[int]) -> int:
    return sum(figure.value is not None and figure.source == "table" and figure.place.page in pages for figure in figures)


def alternatives(first: Sequence[Figure], second: Sequence[Figure], pages: frozenset[int]) -> list[Figure]:
    """What a second reading that adds up no better reads otherwise: kept beside the first, never summed."""
    known = set(map(_said, first))
    other = [figure for figure in second if figure.value is not None and _differs(figure, known, pages)]
    return [replace(figure, id=f"{figure.id}-b", reading="alternative") for figure in other]


def _said(figure: Figure) -> tuple[str, Decimal | None, str, str, str]:
    return figure.id, figure.value, figure.column, figure.row_code, figure.row_name


def _differs(figure: Figure, known: set[tuple[str, Decimal | None, str, str, str]], pages: frozenset[int]) -> bool:
    return figure.source == "table" and figure.place.page in pages and _said(figure) not in known
