"""How one document prints things: layout, brackets, blanks, units, words. A style is data; the seeds' differences are its fields."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Layout = Literal["cells", "rows", "spaced"]
GRID_ORDER = (
    "收支总表",
    "收入总表",
    "支出总表",
    "财政拨款收支总表",
    "一般公共预算支出表",
    "基本支出表",
    "项目支出表",
    "三公",
    "政府性基金",
)
CELLS_ORDER = (
    "收支总表",
    "收入总表",
    "支出总表",
    "财政拨款收支总表",
    "一般公共预算支出表",
    "基本支出表",
    "项目支出表",
    "政府性基金",
    "国有资本",
    "三公",
)
SPACED_ORDER = (*CELLS_ORDER, "上年结转表")
_HALF = str.maketrans("（）", "()")


@dataclass(frozen=True)
class Style:
    layout: Layout
    order: tuple[str, ...] = GRID_ORDER
    numbers: Literal["plain", "fixed", "grouped"] = "plain"
    """plain: 700, 10.5; fixed: 700.00; grouped: 1,133.31."""
    table_numbers: Literal["plain", "fixed", "grouped"] = "plain"
    unit: str = "万元"
    """Of the tables but for the three public expenses; prose is always in 万元."""
    wide: bool = True
    """Full-width brackets in tables."""
    table_mark: str = "表{}"
    blank: str = ""
    """What an empty cell holds."""
    trail: str = ""
    """What follows a number in its cell."""
    code_gap: str = " "
    """Between code and name in the one-column classification."""
    year_gap: str = ""
    number_gap: str = ""
    """Between a number and its unit in prose."""
    up: str = "增长"
    before: str = "比上年预算数"
    at_least: str = "≥"
    at_most: str = "≤"
    level: str = "部门"
    numbering: str = "{}."
    part_three: str = "第三部分"
    six_decimals: bool = False
    carry_column: bool = False
    zero_blank: bool = False
    """三公: print an empty cell for 0."""
    project_label: str = ""
    """What a class row of the project table says in the project column."""
    broken_cells: bool = False
    """Project amounts stand on a line of their own below an empty cell."""
    because: str = "主要原因是"
    quirks: frozenset[str] = frozenset()
    """Slips of real documents: html (<p> around a goal), shifted (target rows that slid left), tabs (an empty cell of several tabs), headed (项目一
    above each target table), split_part (a part's heading on two lines), total_head (a stray 合计 in the header of the three public expenses),
    tail_rows (empty rows before the total)."""

    def bracket(self, text: str) -> str:
        return text if self.wide else text.translate(_HALF)

    def number(self, value: Decimal) -> str:
        return printed(value, self.numbers)

    def cell(self, value: Decimal, unit: str | None = None) -> str:
        """A money cell; `value` in 万元."""
        scaled = value * 10_000 if (unit or self.unit) == "元" else value
        return printed(scaled, self.table_numbers)

    def money(self, value: Decimal) -> str:
        """万元 in prose."""
        return f"{self.number(value)}{self.number_gap}万元"

    def percent(self, value: Decimal) -> str:
        return f"{printed(abs(value), 'plain' if self.numbers == 'plain' else 'fixed')}%"

    def span(self, year: int) -> str:
        return f"{year}{self.year_gap}年"

    def change(self, delta: Decimal) -> str:
        return "减少" if delta < 0 else "增加"

    def trend(self, delta: Decimal) -> str:
        return "下降" if delta < 0 else self.up


def printed(value: Decimal, how: str) -> str:
    if how == "grouped":
        return f"{value:,.2f}"
    if how == "fixed":
        return f"{value:.2f}"
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text or "0"
