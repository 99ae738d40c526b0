"""The truth: what one disclosure prints, item by item, where it is beyond doubt.

An item has a truth only if every number printed for it (of the same year and measure, in any table, or told in a sentence) is the same at
the precision it is printed with. Whatever differs is left out: which of several was meant is no fair question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

from domain.model import Disclosure, Figure
from domain.text import fold, key, squeeze
from eval.questions.data import spoken
from eval.terms import YUAN

WHOLE = frozenset(map(key, ["合计", "总计", "小计", "金额", "预算数", "决算数", "本年收入合计", "本年支出合计", "机关运行经费支出"]))
"""Columns that state the whole of a row."""
TOTALS = frozenset(map(key, ["合计", "总计", "小计", "（全表）", "支出合计", "收入合计"]))
PARTS = frozenset({"项目支出表", "上年结转表", "政府采购表", "机关运行经费表", "绩效目标", "绩效自评", "绩效"})
"""Forms whose rows are about a part of the money."""
SIDES = frozenset(map(key, ["收入", "支出", "支出用途", "支出功能分类", "功能分类", "经济分类"]))
"""Parts of a column's path that only say which half of a table it stands in."""
INCOME = "收入总表"
_LEAD = re.compile(r"^(?:其中:|[一二三四五六七八九十]+、|\d+[.、]|\([一二三四五六七八九十\d]+\))+")
_TAIL = re.compile(r"\((?:小计|合计|类|款|项)\)$")
_YEAR = re.compile(r"^\d{4}年")
_TWO_PARTS = {"购置费": "公务用车购置费", "运行费": "公务用车运行费", "运行维护费": "公务用车运行维护费"}


def item_name(printed: str) -> str:
    """A row's or column's name without numbering: 其中：1.基本支出（小计） → 基本支出."""
    return _TAIL.sub("", _LEAD.sub("", fold(squeeze(printed))))


@lru_cache(maxsize=1 << 16)
def name_key(printed: str) -> str:
    """Equal for all names of one thing that the words know to be one; else the name itself."""
    name = key(item_name(printed))
    return key(spoken()[name].name) if name in spoken() else name


@dataclass(frozen=True)
class Cell:
    """A number of a table or sentence under the name of what it is the whole of, or of a column of it."""

    name: str
    """As printed, without numbering."""
    column: str
    """Empty for the whole."""
    figure: Figure

    @property
    def key(self) -> tuple[str, str]:
        return name_key(self.name), self.column


@dataclass(frozen=True)
class Entry:
    """An item, or a column of one, with its one value."""

    name: str
    column: str
    cells: tuple[Cell, ...]

    @property
    def figure(self) -> Figure:
        """The one printed with the fewest digits: what an answer must reach."""
        return min((cell.figure for cell in self.cells), key=lambda figure: (-step(figure), figure.source != "table"))

    @property
    def value(self) -> Decimal:
        assert self.figure.value is not None
        return self.figure.value

    @property
    def finest(self) -> Figure:
        """The one printed with the most digits: what is computed with."""
        return min((cell.figure for cell in self.cells), key=step)

    @property
    def yuan(self) -> Decimal:
        return self.value * YUAN[self.figure.unit]

    @property
    def exact(self) -> bool:
        """Printed with the same digits everywhere."""
        return len({yuan(cell.figure) for cell in self.cells}) == 1

    @property
    def code(self) -> str:
        codes = {cell.figure.row_code for cell in self.cells} - {""}
        return codes.pop() if len(codes) == 1 else ""

    @property
    def figures(self) -> list[Figure]:
        return [cell.figure for cell in self.cells]


def yuan(figure: Figure) -> Decimal:
    assert figure.value is not None
    return figure.value * YUAN[figure.unit]


def step(figure: Figure) -> Decimal:
    """The worth in 元 of the last digit printed."""
    assert figure.value is not None
    return Decimal(1).scaleb(min(0, int(figure.value.as_tuple().exponent))) * YUAN[figure.unit]


def same(figures: Sequence[Figure]) -> bool:
    """Whether all state one amount, at the precision of the one with the fewest digits."""
    if any(figure.unit not in YUAN or figure.value is None for figure in figures):
        return False
    amounts = [yuan(figure) for figure in figures]
    return max(amounts) - min(amounts) <= max(map(step, figures)) / 2 and max(amounts) * min(amounts) >= 0


def _rows(figures: Iterable[Figure]) -> Iterator[list[Figure]]:
    rows: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        rows[figure.place.sha, figure.table, figure.place.page, figure.row_code, figure.row_name, figure.project].append(figure)
    yield from rows.values()


def _last(column: str) -> str:
    """What a column is about: the last part of its path that isn't a mere 合计 or 预算数; empty if there is none."""
    parts = [re.sub("(?:预算数|决算数)$", "", _YEAR.sub("", fold(squeeze(part)))) for part in column.split(".")]
    named = [part for part in parts if part and key(part) not in WHOLE | SIDES]
    return _TWO_PARTS.get(named[-1], named[-1]) if named else ""


def _cells(row: list[Figure]) -> Iterator[Cell]:
    first = row[0]
    name = item_name(first.row_name)
    if "｜" in first.row_name or first.project:
        return
    if key(name) in TOTALS:
        yield from _of_total(row)
    elif first.form not in PARTS and not (first.form == INCOME and first.row_code):
        wholes = [figure for figure in row if key(figure.column.rsplit(".", 1)[-1]) in WHOLE]
        named = [figure for figure in row if key(figure.column.rsplit(".", 1)[-1]) not in WHOLE]
        yield from (Cell(name, "", figure) for figure in wholes or (named if len(named) == 1 else ()))
        yield from (Cell(name, _last(figure.column), figure) for figure in named)


def _of_total(row: list[Figure]) -> Iterator[Cell]:
    for figure in row:
        column = _last(figure.column)
        if figure.form == "三公" and not column:
            yield Cell("“三公”经费合计", "", figure)
        elif column and (figure.form not in PARTS or figure.form == "项目支出表"):
            yield Cell(column, "", figure)


@dataclass
class Ledger:
    """What `disclosure` prints about its own year, its own organisation and its own measure (预算数 of a budget, 决算数 of final accounts)."""

    disclosure: Disclosure
    every: list[Figure]
    """All figures of the disclosure, blank ones too."""
    entries: dict[tuple[str, str], Entry] = field(init=False)
    doubtful: set[tuple[str, str]] = field(init=False)
    """Items with several values."""

    def __post_init__(self) -> None:
        groups: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for cell in self._found():
            groups[cell.key].append(cell)
        sound = {name for name, cells in groups.items() if name[0] and same([cell.figure for cell in cells])}
        self.doubtful = set(groups) - sound
        self.entries = {
            name: Entry(cells[0].name, name[1], tuple(cells)) for name, cells in groups.items() if name in sound and _sayable(cells[0].name)
        }

    @property
    def measure(self) -> str:
        return f"{self.disclosure.kind}数"

    @property
    def mine(self) -> Iterator[Figure]:
        """Numbers of the disclosure's own organisation."""
        return (figure for figure in self.every if figure.org == self.disclosure.org and figure.value is not None)

    @cached_property
    def wholes(self) -> list[Entry]:
        """Amounts of items, tables' only."""
        return [entry for (_, column), entry in self.entries.items() if not column and any(f.source == "table" for f in entry.figures)]

    @cached_property
    def by_code(self) -> dict[str, Entry]:
        """Amounts of accounts by code, whatever other account has the same name."""
        groups: dict[str, list[Cell]] = defaultdict(list)
        for cell in self._found():
            if cell.figure.row_code and not cell.column:
                groups[cell.figure.row_code].append(cell)
        return {code: Entry(cells[0].name, "", tuple(cells)) for code, cells in groups.items() if same([cell.figure for cell in cells])}

    @cached_property
    def names(self) -> frozenset[str]:
        """Keys of everything that rows, columns and sentences name, printed with a number or without."""
        rows = {name_key(figure.row_name) for figure in self.every} | {key(figure.row_name) for figure in self.every}
        return frozenset(rows | {name_key(_last(figure.column)) for figure in self.every if figure.source == "table"} - {""})

    @cached_property
    def told(self) -> str:
        """All that sentences with numbers say, as one key."""
        return key("".join({figure.sentence for figure in self.every}))

    def claims(self, column: str) -> dict[str, list[Figure]]:
        """Numbers of sentences of one relation (增减额, 上年数 …) by what they are about; a thing told in several ways is left out."""
        groups: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.mine:
            if (
                figure.source == "narrative"
                and figure.column == column
                and figure.measure != "原因"
                and _sayable(item_name(figure.row_name))
            ):
                groups[name_key(figure.row_name)].append(figure)
        return {name: found for name, found in groups.items() if len({(f.value, f.unit, f.period, f.measure) for f in found}) == 1}

    def _found(self) -> Iterator[Cell]:
        now = [f for f in self.mine if f.period == self.disclosure.year and f.measure == self.measure]
        for row in _rows(figure for figure in now if figure.source == "table"):
            yield from _cells(row)
        for figure in now:
            if figure.source == "narrative" and figure.column == "金额" and not figure.project:
                yield Cell(item_name(figure.row_name), "", figure)


def _sayable(name: str) -> bool:
    """A name that a question can use: neither a mere sum nor one with figures, marks or a list in it."""
    if name.endswith(("合计", "小计")) and key(name) not in spoken():
        return False
    return 2 <= len(name) <= 22 and key(name) not in TOTALS and not re.search(r"[\da-zA-Z;,，、｜]|^\(|^其他$", name)
