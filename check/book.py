"""The figures of one disclosure as rows and claims, indexed in memory for the rules."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache

from domain.codes import code_names
from domain.model import Figure, Table
from domain.money import YUAN, is_money
from domain.text import key, squeeze

_TOTAL = re.compile(r"(收入|支出|收支)?(合计|总计)|全表|总支出|总收入|")
_YEAR_TOTAL = re.compile(r"(本年|当年|本年度)(收入|支出|收支)?(合计|总计|小计)")
"""What a year brings or spends, without what it carries over."""
_MARK = re.compile(r"[〇零一二三四五六七八九十]+、|[（(][〇零一二三四五六七八九十]+[）)]")
_MEASURE = re.compile(r"\.[^.]*(预算|决算|执行)数$")
_ORDINAL = re.compile(r"-(\d+)$")
_DECIMALS = re.compile(r"\.(\d+)")
UNDECIDED = "未定"
_SAME_UNITS = {"名": "人", "位": "人", "台（套）": "台", "台(套)": "台", "套": "台"}


@lru_cache(maxsize=4096)
def path(column: str) -> str:
    """A header path with every header folded: 公务用车购置及运行费.合计."""
    return ".".join(key(part) for part in column.split("."))


@lru_cache(maxsize=16384)
def fits(pattern: str, column: str) -> bool:
    """Whether a column is meant: its whole path or its last header matches; a pattern that begins with / means the whole path.

    A last header that only tells the measure (合计.预算数 beside 合计.决算数) may be left out.
    """
    full = path(column)
    for meant in (full, _MEASURE.sub("", full)):
        if re.fullmatch(pattern.removeprefix("/"), meant):
            return True
        if not pattern.startswith("/") and re.fullmatch(pattern, meant.rpartition(".")[2]):
            return True
    return False


@lru_cache(maxsize=16384)
def names(pattern: str, name: str) -> bool:
    """Whether a row's or subject's name (folded, without what stands before ｜) matches; a pattern that begins with / means 其中 too."""
    plain = key(name.rpartition("｜")[2])
    wanted = plain if pattern.startswith("/") else plain.removeprefix("其中")
    return re.fullmatch(pattern.removeprefix("/"), wanted) is not None


def amount_of(figure: Figure) -> Decimal:
    """In 元 for money, else as it is; 0 where nothing is printed."""
    return (figure.yuan if figure.yuan is not None else figure.value) or Decimal(0)


def comparable(figures: Iterable[Figure]) -> bool:
    """All money, or all of one unit."""
    units = {"元" if is_money(figure.unit) else _SAME_UNITS.get(figure.unit, figure.unit) for figure in figures}
    return len(units) == 1


@dataclass(slots=True, eq=False)
class Row:
    """One row of a table: its figures by column; a column that the source can't decide may hold several."""

    form: str
    table: str
    code: str
    name: str
    project: str
    order: int
    cells: dict[str, list[Figure]] = field(default_factory=dict)
    unit: str = ""
    """The organisation whose rows these are, where a table lists several."""
    kind: str = "named"
    """total, subtotal (of the year, above a total that takes in the carry-over), code, unit or named."""
    mark: str = ""
    """The numbering printed before its name: 一、 or （一）."""
    function: str = ""
    """The functional class that a row without a code has the name of: 204 for 公共安全支出."""
    leaf: bool = False
    """A project's own row, below its item."""
    printed: bool = False
    """Whether any cell holds a number."""

    def figures(self, pattern: str) -> list[Figure]:
        """The numbers of the columns that `pattern` means."""
        return [f for column, found in self.cells.items() if fits(pattern, column) for f in found if f.value is not None]

    def has(self, pattern: str) -> bool:
        """Whether such a column is in this row, be it blank."""
        return any(fits(pattern, column) for column in self.cells)


def _half(places: int, unit: str) -> Decimal:
    """Whole numbers of people, cars or pieces are counted, not rounded."""
    if not places and not is_money(unit) and unit != "%":
        return Decimal(0)
    return Decimal(5).scaleb(-places - 1) * YUAN.get(unit, Decimal(1))


def _spread(figure: Figure) -> tuple[str, str]:
    return figure.table if figure.source == "table" else figure.source, figure.unit


def _usual_decimals(figures: Iterable[Figure]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for figure in figures:
        if places := decimals(figure.printed):
            counts[_spread(figure)][places] += 1
            if is_money(figure.unit):
                counts["", figure.unit][places] += 1
    return {spread: max(found, key=lambda places: (found[places], places)) for spread, found in counts.items()}


def _reading_order(figure: Figure) -> tuple[str, int, int, int]:
    ordinal = _ORDINAL.search(figure.id)
    where = figure.place
    return where.sha, where.page or 0, where.lines[0] if where.lines else 0, int(ordinal[1]) if ordinal else 0


class Book:
    """All figures of one disclosure. `names`: the organisation and its units as printed, to know a unit's row by."""

    def __init__(self, figures: Iterable[Figure], org_names: Collection[str] = (), tables: Sequence[Table] = ()) -> None:
        ordered = sorted((f for f in figures if f.reading == "first"), key=_reading_order)
        self.figures = ordered
        self.tables = tables
        self.by_id = {f.id: f for f in ordered}
        self.claims = [f for f in ordered if f.source == "narrative" and f.value is not None]
        self.said: dict[str, list[Figure]] = defaultdict(list)
        """The claims by relation."""
        for claim in self.claims:
            self.said[claim.column].append(claim)
        self.indicators = [f for f in ordered if f.source == "indicator"]
        self._orgs = frozenset(key(name) for name in org_names)
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._decimals = _usual_decimals(ordered)
        self._build_rows()
        self._number_rows()

    def rows(self, form: str) -> list[Row]:
        return self._rows.get(form, [])

    def forms(self) -> list[str]:
        return list(self._rows)

    def sheets(self, *forms: str) -> Iterator[list[Row]]:
        """The rows of each table of these forms (a form may stand more than once, as performance tables do)."""
        for form in forms:
            grouped: dict[str, list[Row]] = defaultdict(list)
            for row in self.rows(form):
                grouped[row.table].append(row)
            yield from grouped.values()

    def half(self, figure: Figure) -> Decimal:
        """Half a unit of the last place that its table (or the prose) prints, in 元 for money.

        Printed zeros are often cut (95 beside 2.40), so the usual number of decimals of the same table and unit, or where it has none of
        the whole disclosure, tells the precision.
        """
        usual = self._decimals.get(_spread(figure), self._decimals.get(("", figure.unit), 0))
        return _half(max(usual, decimals(figure.printed)), figure.unit)

    def own_half(self, figure: Figure) -> Decimal:
        """Half a unit of this number's own last place, in 元 for money."""
        return _half(decimals(figure.printed), figure.unit)

    def _build_rows(self) -> None:
        last: dict[str, Row] = {}
        for figure in self.figures:
            if figure.source != "table":
                continue
            row = last.get(figure.table)
            if row is None or not _continues(row, figure):
                row = Row(figure.form, figure.table, figure.row_code, figure.row_name, figure.project, len(self._rows[figure.form]))
                self._rows[figure.form].append(row)
                last[figure.table] = row
            row.cells.setdefault(figure.column, []).append(figure)
            row.printed = row.printed or figure.value is not None
        for form in self._rows:
            for sheet in self.sheets(form):
                self._name_kinds(sheet)

    def _number_rows(self) -> None:
        """Ingest takes the numbering off the names of rows; the printed tables tell it."""
        marks = {f"{table.number} {table.title}".strip(): _marks(table) for table in self.tables}
        for rows in self._rows.values():
            for row in rows:
                printed = marks.get(row.table, {}).get(squeeze(row.name))
                row.mark = printed.popleft() if printed else ""

    def _name_kinds(self, sheet: list[Row]) -> None:
        codes = {row.code for row in sheet if row.code}
        unit = ""
        whole = any(row.printed and _TOTAL.fullmatch(key(row.name)) for row in sheet if not row.code)
        for row in sheet:
            row.kind = self._kind(row, whole)
            if row.kind == "unit":
                unit = row.name
            row.unit = unit
            if row.kind == "named" and any(column.startswith("支出") for column in row.cells):
                row.function = _classes().get(key(row.name), "")
            longer = any(code != row.code and code.startswith(row.code) for code in codes)
            row.leaf = bool(row.code and row.project and not longer)

    def _kind(self, row: Row, whole: bool) -> str:
        if row.code:
            return "code"
        if _TOTAL.fullmatch(key(row.name)):
            return "total"
        if _YEAR_TOTAL.fullmatch(key(row.name)):
            return "subtotal" if whole else "total"
        return "unit" if key(row.name) in self._orgs else "named"


def _continues(row: Row, figure: Figure) -> bool:
    same = (row.code, row.name, row.project) == (figure.row_code, figure.row_name, figure.project)
    return same and (figure.column == UNDECIDED or figure.column not in row.cells)


def _marks(table: Table) -> dict[str, deque[str]]:
    """What is printed before each name of a table (nothing, mostly), in the order of the page."""
    found: dict[str, deque[str]] = defaultdict(deque)
    for text in (squeeze(cell) for row in table.rows for cell in row):
        mark = _MARK.match(text)
        found[text[mark.end() :] if mark else text].append(mark[0] if mark else "")
    return found


@cache
def _classes() -> dict[str, str]:
    return {key(entry.name): entry.code for entry in code_names() if entry.axis == "func" and len(entry.code) == 3}


@lru_cache(maxsize=16384)
def decimals(printed: str) -> int:
    match = _DECIMALS.search(printed)
    return len(match[1]) if match else 0
