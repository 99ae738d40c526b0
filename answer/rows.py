"""Cells under a name that only their own document prints: which of them state its amount, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from answer.printed import bare_name, is_total_row, levels
from answer.quantity import Quantity, in_unit, of_figure, same_kind, total
from domain.lexicon import TOTAL_ROWS, is_total_column
from domain.model import Figure
from domain.money import is_money
from domain.text import key


@dataclass(frozen=True, slots=True)
class Cells:
    """The numbers under one name in one column of one table, from top to bottom: at least one."""

    name: str
    column: str
    figures: tuple[Figure, ...]

    @property
    def table(self) -> str:
        return self.figures[0].table

    @property
    def adds_up(self) -> bool:
        return same_kind([of_figure(figure, "") for figure in self.figures])

    def amount(self) -> Quantity | None:
        """The one number, or the sum of several with its formula; None where they can't be added."""
        if len(self.figures) == 1:
            return of_figure(self.figures[0], label(self.figures[0]))
        return total([of_figure(each, label(each)) for each in self.figures], self.name) if self.adds_up else None


def label(figure: Figure) -> str:
    """What the cell is called: its row with all levels; of a total row the column, where that is not a total too."""
    if not is_total_row(figure):
        return "｜".join(map(bare_name, figure.row_name.split("｜")))
    return "".join(levels(figure)) or "合计"


def cells(figures: Sequence[Figure], name: str, question: str = "") -> list[Cells]:
    """The cells of `name` (all that bear it), by table and column. Of several columns the one that `question` says, or that of the total."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for table in dict.fromkeys(figure.table for figure in figures):
        rows = _rows([figure for figure in figures if figure.table == table], key(name))
        valued = [counted(figure) for figure in rows if figure.value is not None and figure.column != "未定"]
        for figure in _columns(valued, question):
            found.setdefault((table, figure.column), []).append(figure)
    return [Cells(name, column, tuple(rows)) for (_, column), rows in found.items()]


def counted(figure: Figure) -> Figure:
    """The figure, without the table's unit of money where its column counts things (数量, 面积)."""
    return replace(figure, unit="", yuan=None) if is_money(figure.unit) and _COUNTED.search(figure.column) else figure


_COUNTED = re.compile("(数量|面积|[人户台辆个件次]数)$")


def by_table(found: Iterable[Cells]) -> list[list[Cells]]:
    tables: dict[str, list[Cells]] = {}
    for each in found:
        tables.setdefault(each.table, []).append(each)
    return list(tables.values())


def one_amount(found: Sequence[Cells]) -> Quantity | None:
    """The amount that all of these cells state; None where tables differ, or a table has several columns."""
    amounts = [amount for each in found if (amount := each.amount()) is not None]
    if not amounts or len(amounts) < len(found) or any(len(columns) > 1 for columns in by_table(found)):
        return None
    return amounts[0] if same_kind(amounts) and len({in_unit(amount, amounts[0].unit) for amount in amounts}) == 1 else None


def _rows(figures: Sequence[Figure], name: str) -> list[Figure]:
    """Rows of that very name; else the subtotal of the group of that name; else every row of the group."""
    own = [figure for figure in figures if key(label(figure)) == name]
    return own or [figure for figure in figures if _is_subtotal(figure, name)] or list(figures)


def _is_subtotal(figure: Figure, name: str) -> bool:
    others = [level for level in figure.row_name.split("｜") if key(bare_name(level)) != name]
    return all(key(level) in TOTAL_ROWS for level in others)


def _columns(figures: Sequence[Figure], question: str) -> list[Figure]:
    said = [figure for figure in figures if (last := key(figure.column.rsplit(".", 1)[-1])) and len(last) > 1 and last in key(question)]
    return said or [figure for figure in figures if is_total_column(figure.column)] or list(figures)
