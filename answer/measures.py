"""The measure that a question names (年初预算数, 执行数 …): a number of another measure is no answer to it."""

from __future__ import annotations

import re

from domain.model import Figure, Kind

_NAMED = (
    ("initial", re.compile("年初(?:部门|批复)?预算数?")),
    ("full", re.compile("(?:全年|调整后?的?|变动后?的?|追加后?的?)预算数?")),
    ("actual", re.compile("(?:决算|执行|实际支出|实际执行|实际发生|实支)数")),
    ("planned", re.compile("预算数|计划数|批复数")),
)
"""In this order, so that 年初预算数 is not 预算数; what one pattern takes, the next ones do not see."""
_ENDS = {"initial": ("年初预算数",), "full": ("全年预算数", "调整预算数"), "actual": ("决算数", "执行数"), "planned": ("预算数",)}
_OWN: dict[str, Kind] = {"initial": "预算", "planned": "预算", "actual": "决算"}
"""The kind of document whose numbers are of the measure, where they name none."""


def named(text: str) -> frozenset[str]:
    """Names of the measures that `text` (folded) asks for."""
    found: set[str] = set()
    for name, pattern in _NAMED:
        if pattern.search(text):
            found.add(name)
            text = pattern.sub(" ", text)
    return frozenset(found)


def fits(text: str, figure: Figure) -> bool:
    """Whether a number may answer `text`: it is of the one measure that is named, or none or several are."""
    wanted = named(text)
    if len(wanted) != 1:
        return True
    (name,) = wanted
    if not figure.measure.endswith(("预算数", "决算数", "执行数")):
        return _OWN.get(name, figure.kind) == figure.kind
    initial = name == "initial" and figure.measure == "预算数" and figure.kind == "预算"  # a budget is the one of the year's beginning
    return initial or figure.measure.endswith(_ENDS[name])
