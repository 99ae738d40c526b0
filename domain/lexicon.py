"""The items that people ask for: official names, account codes, lay words and English, as data (domain/data/items.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from domain.codes import DATA, axis_of, code_names, name_of
from domain.model import Source
from domain.rows import load_rows
from domain.text import key

TOTAL_ROWS = frozenset({"合计", "总计", "共计", "小计", "全表", ""})
TOTAL_COLUMNS = frozenset(
    {"合计", "总计", "小计", "预算数", "决算数", "年初预算数", "全年预算数", "全年执行数", "项目支出合计", "金额", "支出合计", "收入合计"}
)
_SIDES = frozenset({"收入", "支出", "财政拨款", "非财政拨款", "财政拨款收入", "财政拨款支出"})
_YEAR = re.compile("^20\\d\\d年度?")
_TRIMMED_ENDS = ("预算数", "决算数", "预算", "决算", "支出数", "总额", "支出", "数")
_TRIMMED_STARTS = ("其中", "财政拨款", "一般公共预算")


@dataclass(frozen=True, slots=True)
class Item:
    """One row of items.yaml; see its head for what each field means."""

    key: str
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    lay: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    sum: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    unit: str = "万元"

    @property
    def name(self) -> str:
        return self.names[0] if "/" in self.key else self.key


def _item(row: dict[str, Any]) -> Item:
    fields: dict[str, Any] = {field: tuple(value) if isinstance(value, list) else value for field, value in row.items()}
    return Item(**fields)


@cache
def items() -> dict[str, Item]:
    """Every item by key, those with a code of their own but no row of their own included."""
    rows = load_rows(DATA / "items.yaml")
    found = {row["key"]: _item(row) for row in rows}
    claimed = {code for item in found.values() for code in item.codes}
    for entry in code_names():
        code = f"{entry.axis}/{entry.code}"
        if code not in claimed:
            known = found.get(code, Item(code, (code,)))
            found[code] = Item(code, (code,), tuple(dict.fromkeys((*known.names, entry.name))))
    return found


@cache
def _by_code() -> dict[str, str]:
    return {code: item.key for item in items().values() for code in item.codes}


@cache
def _by_name() -> dict[str, str]:
    """Names of items that carry no code, and of coded ones that sentences and total columns use; the first row wins."""
    found: dict[str, str] = {}
    for item in items().values():
        if "/" not in item.key:
            for name in (item.key, *item.names):
                found.setdefault(key(name), item.key)
    return found


@cache
def totals() -> dict[str, str]:
    loaded = load_rows(DATA / "totals.yaml")
    return {str(form): str(item) for form, item in loaded.items()}


def item_of_code(code: str) -> str:
    """The key of the item that an account code stands for: 30217 → 公务接待费, 2010301 → func/2010301; empty if no code."""
    axis = axis_of(code)
    return "" if axis is None else _by_code().get(f"{axis}/{code}", f"{axis}/{code}")


def item_named(name: str) -> str:
    """The key of the item that a row, column or subject names; empty if none does."""
    wanted, names = key(_YEAR.sub("", name)), _by_name()
    if wanted in names:
        return names[wanted]
    for start in _TRIMMED_STARTS:
        if wanted.startswith(key(start)) and wanted[len(key(start)) :] in names:
            return names[wanted[len(key(start)) :]]
    for end in _TRIMMED_ENDS:
        if wanted.endswith(end) and wanted[: -len(end)] in names:
            return names[wanted[: -len(end)]]
    return ""


def item_of(*, row_code: str, row_name: str, column: str, form: str, source: Source, project: str = "", org: str = "") -> str:
    """The key of the item that a figure states (Figure.item): by code, by the column of a total row, or by the row's name."""
    if row_code:
        return item_of_code(row_code)
    if source == "indicator":
        return ""
    if source == "table" and form.startswith("绩效"):
        return totals().get(form, "") if project == "整体" and key(row_name) == "合计" else ""
    if source == "table" and (key(row_name) in TOTAL_ROWS or row_name == org):
        return _of_total_row(column, form)
    return item_named(row_name) or (_classes().get(key(row_name), "") if source == "table" else "")


@cache
def _classes() -> dict[str, str]:
    """Names of the classes of the functional classification, for the tables that print them without codes."""
    return {key(entry.name): item_of_code(entry.code) for entry in code_names() if entry.axis == "func" and len(entry.code) == 3}


def _of_total_row(column: str, form: str) -> str:
    *above, last = column.split(".")
    parts = [*(part for part in above if part not in _SIDES), last]
    if len(parts) == 1 and last in _SIDES and not item_named(last):
        return totals().get(form, "")
    if parts and parts[-1] in TOTAL_COLUMNS and len(parts) > 1:
        parts = parts[:-1]
    if not parts or parts[-1] in TOTAL_COLUMNS:
        return totals().get(form, "")
    return item_named("".join(parts[-2:])) or item_named(parts[-1])


def is_total_column(column: str) -> bool:
    """Whether a header path ends in the column that states the row's own amount."""
    return column.rsplit(".", 1)[-1] in TOTAL_COLUMNS


def item_name(item_key: str) -> str:
    """What to call an item on the screen."""
    item = items().get(item_key)
    if item is not None:
        return item.name
    return name_of(item_key.rpartition("/")[2]) or item_key
