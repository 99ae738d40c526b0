"""Which numbers state an item's own amount: by form, column, measure and source, whoever is asked about, and which goes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from answer.printed import ROW
from answer.scope import FULL, INITIAL, PLANNED, Target
from domain.lexicon import is_total_column, items
from domain.model import Figure
from index.lookup import Brief

Stating = Figure | Brief
"""A figure, or as much of it as this takes."""
Choices = dict[Target, Stating | None]
"""What states an item's amount for whom."""
AMOUNTS = frozenset({"金额", "数量", "面积", "价值"})
_FORMS = {
    "func": (
        "支出总表",
        "一般公共预算支出表",
        "财政拨款支出表",
        "收入总表",
        "财政拨款收支总表",
        "收支总表",
        "说明",
        "项目支出表",
        "政府性基金",
        "国有资本",
    ),
    "econ": ("基本支出表", "财政拨款基本支出表", "机关运行经费表", "说明", "项目支出表"),
    "": ("收支总表", "财政拨款收支总表", "收入总表", "支出总表", "说明"),
}
_MEASURES = {"预算": ("预算数", "年初预算数", ""), "决算": ("决算数", "支出决算数", "全年执行数", "收入决算数", "执行数", "")}
_PRINTED_BUDGETS = frozenset({INITIAL, FULL, PLANNED})
"""Measures that a target asks for by name, whatever the column."""
ASIDE = frozenset({"原因", "分配数", "预期目标", "实际完成"})
"""Measures of numbers that explain or divide an amount: never the amount itself."""
_ANY = frozenset({"数量", "面积", "价值"})
_OTHER_KIND = {"预算": ("决算数", "执行数"), "决算": ("预算数",)}
"""Ends of the measures that belong to the other kind of account than the document's."""
_SELF_EVALUATION = "绩效自评"


def forms_of(key: str) -> tuple[str, ...]:
    """The forms an item is read from, best first; none for a name that only documents print."""
    if key.startswith(ROW):
        return ()
    item = items().get(key)
    if item is not None and item.forms:
        return item.forms
    code = item.codes[0] if item is not None and item.codes else key
    return _FORMS[code.partition("/")[0] if "/" in code else ""]


def may_state(number: Stating, forms: Sequence[str]) -> bool:
    """Whether a number in one of `forms` can be the item's amount for any question at all."""
    if number.form not in forms or number.column == "未定" or number.measure in ASIDE:
        return False
    if number.source == "narrative":
        return number.column in AMOUNTS
    return number.measure in _PRINTED_BUDGETS or number.form == _SELF_EVALUATION or _of_row(number)


def numbers(figures: Iterable[Figure], item: str) -> list[Figure]:
    """Those of an item's figures that may state its amount."""
    forms = forms_of(item)
    return [figure for figure in figures if figure.value is not None and may_state(figure, forms)]


def states(number: Stating, target: Target, relation: str | None) -> bool:
    """Whether one that may state the amount does so for `target`; `relation`: one of AMOUNTS, where just that is asked for."""
    if not states_kind(number, target):
        return False
    if number.source == "narrative":
        return (relation is None or number.column == relation) and _fits_measure(number, target)
    if target.measure or number.form == _SELF_EVALUATION:
        return number.measure == target.measure
    return relation is None and _of_row(number)


def place_in_order(number: Stating, target: Target, forms: Sequence[str]) -> tuple[object, ...]:
    """By form, by measure, then as they are printed."""
    return forms.index(number.form), _measure_rank(number, target), number.lines or (0, 0)


def states_kind(number: Stating, target: Target) -> bool:
    """Whether a number is of the kind of account that is asked for: a 预算数 is never the final account, nor the other way round."""
    if target.measure:
        return number.measure == target.measure
    return number.column in _ANY or not number.measure.endswith(_OTHER_KIND[target.document.kind])


def _of_row(number: Stating) -> bool:
    """Whether it is the amount of its whole row."""
    return is_total_column(number.column) or not number.row_code


def _fits_measure(number: Stating, target: Target) -> bool:
    if target.measure:
        return number.measure == target.measure
    return number.column in _ANY or number.measure in _MEASURES[target.document.kind] or INITIAL not in number.measure


def _measure_rank(number: Stating, target: Target) -> int:
    wanted = (target.measure,) if target.measure else _MEASURES[target.document.kind]
    return wanted.index(number.measure) if number.measure in wanted else len(wanted)
