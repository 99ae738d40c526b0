"""Real PDFs of other places: their tables reconcile, and what is called an error is one.

A few files in every run; all of them as a proof.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from check import find
from domain.model import Finding, Severity
from ingest.pipeline import parse

STREET_2023, STREET_2024 = "普陀区万里街道办事处-2023-部门预算", "普陀区万里街道办事处-2024-部门预算"
BUREAU, ALTERED, BUREAU_2025 = "普陀区财政局-2024-部门决算", "普陀区财政局-2024-部门决算-altered", "普陀区财政局-2025-部门预算"
PROSECUTION_2017, PROSECUTION_2018, PROSECUTION_2019 = (f"江苏省人民检察院-{year}-部门预算" for year in (2017, 2018, 2019))
OFFICE_2017, OFFICE_2019 = "江苏省委办公厅-2017-部门预算-说明", "江苏省委办公厅-2019-部门预算-说明"
QUICK = (BUREAU, ALTERED, PROSECUTION_2018)
TABLES = {"层级和", "横向和", "表内总计", "三公", "表间"}
# file, rule, page, how often: what is wrong there, as the rendered page shows it
TRUE: list[tuple[str, str, int, int, str]] = [
    (STREET_2023, "change-beyond", 6, 1, "政府性基金 is 0 and has risen by the sum of the line before"),
    (STREET_2023, "rate-since-last", 6, 1, "45.41 against 11.67 is 289.12 %, not 314.82 %"),
    (STREET_2023, "rate-since-last", 7, 1, "职业年金 has the amount of the item before"),
    (STREET_2023, "prose-drawn-codes", 7, 1, "the same amount against the table"),
    (STREET_2024, "rate-since-last", 9, 1, "住房公积金 352.67, where the line itself says 350.35 before"),
    (STREET_2024, "prose-drawn-codes", 9, 1, "the same amount against the table"),
    (STREET_2024, "empty-table", 31, 1, "the note says that the table is empty; it is filled"),
    (BUREAU, "prose-appropriation-total", 21, 1, "财政拨款收入支出总计 0.3 beside 2,961.68 in the table"),
    (BUREAU, "share", 21, 1, "2106.66 of 2940.05 is 71.65 %, not 71.73 %: the shares add up to 100.07"),
    (ALTERED, "prose-total", 18, 1, "收入支出总计 0"),
    (ALTERED, "rate", 18, 1, "and its rate"),
    (ALTERED, "share", 19, 1, "as in the original"),
    (ALTERED, "direction", 19, 1, "行政运行 is below its budget"),
    (ALTERED, "direction", 20, 1, "职业年金 is below its budget"),
    (ALTERED, "direction", 21, 1, "行政单位医疗 is not at its budget"),
    (ALTERED, "misdated", 18, 1, "the third part is headed 2023"),
    (ALTERED, "misdated", 24, 2, "vehicles and equipment at the end of 2023"),
    (BUREAU_2025, "prose-drawn-codes", 7, 1, "职业年金 887.36 beside 87.36 in the table"),
    (PROSECUTION_2017, "prose-basic", 19, 1, "基本支出 12323.46, elsewhere 12323.48"),
    (PROSECUTION_2017, "share", 22, 3, "the shares are of 583.55, the table says 584.35"),
    (PROSECUTION_2017, "rate", 22, 1, "129.29 % is printed 129.97 %"),
    (PROSECUTION_2017, "prose-agency-operating", 22, 1, "机关运行经费 takes in projects: above 公用经费"),
    (PROSECUTION_2018, "rate", 23, 1, "22.00 % is printed 21.95 %"),
    (PROSECUTION_2018, "rate", 26, 2, "0.60 % and 6.60 % are printed 0.06 % and 0.66 %"),
    (PROSECUTION_2019, "rate", 25, 1, "10.09 % is printed 10.06 %"),
    (PROSECUTION_2019, "rate", 26, 1, "项目支出 has the rate of 基本支出"),
    (PROSECUTION_2019, "rate", 29, 1, "34.36 % is printed 34.38 %"),
    (OFFICE_2017, "rate", 8, 1, "1.69 % is printed 1.66 %: of this year's amount"),
    (OFFICE_2017, "prose-agency-operating", 11, 1, "机关运行经费 takes in projects: above 公用经费"),
    (OFFICE_2019, "rate", 8, 1, "29.15 % is printed 30 %"),
]


def _files(shared: Path) -> list[Path]:
    return sorted((shared / "real").glob("*.pdf"))


def _findings(path: Path, *severities: Severity) -> list[Finding]:
    return [one for one in find(parse(path.read_bytes(), path.name)) if one.severity in severities]


@pytest.fixture(scope="session")
def quick(shared: Path) -> dict[str, list[Finding]]:
    """Findings of a few files, of every severity but rounding."""
    return {path.stem: _findings(path, "error", "warning", "note") for path in _files(shared) if path.stem in QUICK}


def _serious(found: list[Finding]) -> Counter[tuple[str, int | None]]:
    return Counter((one.rule, one.places[0].page) for one in found if one.severity in ("error", "warning"))


def _known(name: str) -> Counter[tuple[str, int | None]]:
    known: Counter[tuple[str, int | None]] = Counter()
    for file, rule, page, times, _ in TRUE:
        known[rule, page] += times if file == name else 0
    return +known


@pytest.mark.parametrize("name", QUICK)
def test_what_is_found_in_a_real_file_is_wrong_there(quick: dict[str, list[Finding]], name: str) -> None:
    if name not in quick:
        pytest.skip(f"needs ../shared/real/{name}.pdf")
    assert _serious(quick[name]) == _known(name)


def test_what_was_left_out_of_the_altered_file_is_noted(quick: dict[str, list[Finding]]) -> None:
    """The table of expenditure, and the numbers of the three public expenses."""
    if ALTERED not in quick:
        pytest.skip("needs the altered file of ../shared/real")
    notes = {(one.rule, one.places[0].page) for one in quick[ALTERED] if one.severity == "note"}
    assert notes == {("absent-table", 2), ("empty-table", 15)}


@pytest.mark.prove
def test_every_real_file(shared: Path) -> None:
    """No error of a table, and nothing but what is truly wrong in the prose."""
    files = _files(shared)
    if not files:
        pytest.skip("needs ../shared/real")
    found = {path.stem: _findings(path, "error", "warning") for path in files}
    assert [one for findings in found.values() for one in findings if one.family in TABLES] == []
    assert {name: _serious(findings) for name, findings in found.items()} == {path.stem: _known(path.stem) for path in files}
