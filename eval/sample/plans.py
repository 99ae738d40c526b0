"""Which documents there are: organisation, year, kind and style of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from eval.sample.style import CELLS_ORDER, SPACED_ORDER, Style


@dataclass(frozen=True)
class Plan:
    file: str
    org: str
    """Key in orgs.yaml."""
    year: int
    kind: str
    style: Style
    carry: bool = False
    planted: bool = False


CELLS = Style("cells", blank="　", trail="　", level="部门", quirks=frozenset({"total_head", "tabs"}))
CELLS_FIXED = Style(
    "cells",
    table_numbers="fixed",
    at_least=">=",
    at_most="<=",
    level="部门（单位）",
    before="比上年预算",
    six_decimals=True,
    project_label="项目支出",
    part_three="第3部分",
    broken_cells=True,
    quirks=frozenset({"headed", "split_part", "tail_rows", "tabs"}),
)
CELLS_CARRY = Style(
    "cells",
    order=CELLS_ORDER,
    numbers="fixed",
    table_numbers="grouped",
    table_mark="表 {}",
    year_gap=" ",
    up="上升",
    level="单位",
    carry_column=True,
    code_gap="  ",
    because="主要原因",
)
ROWS = Style(
    "rows",
    wide=False,
    code_gap="",
    table_mark="表{}:",
    numbering="{}. ",
    before="比上年预算",
    zero_blank=True,
    because="主要原因是：",
    quirks=frozenset({"html", "shifted"}),
)
ROWS_YUAN = Style(
    "rows", unit="元", table_numbers="grouped", numbers="fixed", code_gap=" ", table_mark="表{}：", numbering="{}.", before="比上年预算数"
)
SPACED = Style(
    "spaced",
    order=SPACED_ORDER,
    numbers="grouped",
    table_numbers="grouped",
    table_mark="表 {}",
    before="比上年预算",
    at_least="＞=",
    at_most="＜=",
    numbering="{}、",
)
FINAL = Style("spaced", numbers="grouped", table_numbers="fixed", number_gap="", at_least=">=", at_most="<=")
PLANS = (
    Plan("s01.txt", "苍榆州政府办", 2022, "预算", CELLS),
    Plan("s02.txt", "苍榆州政府办", 2023, "预算", ROWS),
    Plan("s03.txt", "苍榆市政府办", 2024, "预算", SPACED, carry=True),
    Plan("s04.txt", "苍榆州政府办", 2024, "预算", replace(SPACED, numbering="{}.")),
    Plan("s05.txt", "青榆市财政局", 2023, "预算", ROWS_YUAN),
    Plan("s06.txt", "白鹭县教育局", 2022, "预算", CELLS_FIXED),
    Plan("s07.txt", "白鹭县水利局", 2023, "预算", CELLS, planted=True),
    Plan("s08.txt", "苍榆州政府办", 2023, "决算", FINAL),
    Plan("s09.txt", "银杉县财政局", 2024, "预算", CELLS_CARRY, carry=True),
    Plan("s10.txt", "银杉县财政局", 2023, "决算", FINAL),
)
