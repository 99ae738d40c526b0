"""The items that people ask for: official names, account codes, lay words and English, as data (domain/data/items.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from domain.codes import DATA, axis_of, code_names, code_now, former_codes, name_of, names_of_item
from domain.model import Source
from domain.rows import load_rows
from domain.spoken import spoken
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
    whole: str = ""
    unit: str = "万元"

    @property
    def name(self) -> str:
        return self.names[0] if "/" in self.key else self.key


def _item(row: dict[str, Any]) -> Item:
    fields: dict[str, Any] = {field: tuple(value) if isinstance(value, list) else value for field, value in row.items()}
    return Item(**fields)


@cache
def items() -> dict[str, Item]:
    """Every item by key, those with a code of their own but no row of their own included; each with its codes and names of all years."""
    found = {row["key"]: _item(row) for row in load_rows(DATA / "items.yaml")}
    owners = {code: item.key for item in found.values() for code in item.codes}
    for code in _codes_today():
        owners.setdefault(code, code)
    taken = _names_today(owners)
    for code, owner in owners.items():
        item, number = found.get(owner, Item(owner, (code,))), code.rpartition("/")[2]
        newest, *older = (entry.name for entry in names_of_item(number))
        # An old name that another item bears today means that one: 医疗费 is 30114, though 30307 was called so before.
        names = (newest, *(name for name in older if owner in taken.get(key(name), (owner,))))
        codes = (f"{axis_of(former)}/{former}" for former in former_codes(number))
        found[owner] = replace(item, codes=_distinct(*item.codes, *codes), names=_distinct(*item.names, *names))
    return found | _spoken_of(found)


def _spoken_of(found: Mapping[str, Item]) -> dict[str, Item]:
    """The items that the phrase book speaks of, its wordings behind their own."""
    lay: dict[str, list[str]] = {}
    en: dict[str, list[str]] = {}
    for row in spoken():
        for owner in _bearing(found, row.name):
            lay.setdefault(owner, []).extend(row.lay)
            en.setdefault(owner, []).extend(row.en)
    return {
        owner: replace(found[owner], lay=_distinct(*found[owner].lay, *words), en=_distinct(*found[owner].en, *en[owner]))
        for owner, words in lay.items()
    }


def _bearing(found: Mapping[str, Item], name: str) -> tuple[str, ...]:
    return (name,) if name in found else tuple(item.key for item in found.values() if name in item.names)


def bearers(name: str) -> tuple[str, ...]:
    """The key of the item with this key, or else of every one that bears the name: several codes are called 行政运行."""
    return _bearing(items(), name)


@cache
def of_several_items() -> dict[str, tuple[str, ...]]:
    """Words that may mean any of several items, so that the one that is meant has to be asked for (交通费), and these items."""
    return {
        word: tuple(key for name in row.either for key in bearers(name)) for row in spoken() if row.either for word in (*row.lay, *row.en)
    }


def related(keys: Iterable[str]) -> set[str]:
    """The items with these keys, and all that they are read, made or confirmed from."""
    found: set[str] = set()
    ahead = list(keys)
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            item = items().get(one)
            ahead += (*item.also, *item.sum, *item.parts, *item.other) if item else ()
    return found


def _distinct(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _codes_today() -> Iterator[str]:
    """The codes that are no former code of an item, each with its axis."""
    return (f"{entry.axis}/{entry.code}" for entry in code_names() if code_now(entry.code) in (entry.code, ""))


def _names_today(owners: Mapping[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in code_names():
        if entry.until is None and (owner := owners.get(f"{entry.axis}/{entry.code}")):
            found.setdefault(key(entry.name), set()).add(owner)
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


def item_of_code(code: str, year: int | None = None) -> str:
    """The key of the item that an account code stands for in `year` (today if None): 30217 → 公务接待费, 2010301 → func/2010301.

    Empty if it is no code, or one that then meant what no code means today.
    """
    axis, today = axis_of(code), code_now(code, year)
    return "" if axis is None or not today else _by_code().get(f"{axis}/{today}", f"{axis}/{today}")


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


def item_of(
    *, row_code: str, row_name: str, column: str, form: str, source: Source, project: str = "", org: str = "", year: int | None = None
) -> str:
    """The key of the item that a figure states (Figure.item): by its code in `year`, by the column of a total row, or by the row's name."""
    if row_code:
        return item_of_code(row_code, year)
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


@cache
def whole_of(item_key: str) -> str:
    """The item that `item_key` is a share of where a question names none: its own, what it is a part of, or of a functional account all expenditure."""
    own = items()[item_key].whole if item_key in items() else ""
    part_of = next((item.key for item in items().values() if item_key in item.parts), "")
    return own or part_of or ("支出总计" if item_key.startswith("func/") else "")


@cache
def short_parts(item_key: str) -> Mapping[str, str]:
    """Short names of the parts of an item, or of the item that it is itself a part of: 服务 → 政府采购服务."""
    wholes = [item for item in items().values() if item.key == item_key or item_key in item.parts]
    pairs = [(part.removeprefix(whole.key), part) for whole in wholes for part in whole.parts]
    return {short: part for short, part in pairs if part not in (short, item_key)}


def item_name(item_key: str) -> str:
    """What to call an item on the screen."""
    item = items().get(item_key)
    if item is not None:
        return item.name
    return name_of(item_key.rpartition("/")[2]) or item_key
