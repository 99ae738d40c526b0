"""The two seeds in the spaced layout against the truth, as a ratchet."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from domain.model import Figure, Table
from domain.money import plain
from ingest.identity import recognise
from ingest.readers import read_document
from ingest.sections import split
from ingest.spaced import spaced_tables

SEEDS = ("001_444e9dc89a177203.txt", "004_6629b5fd417f16d5.txt")
FIELDS = ("file", "form", "table", "row_code", "row_name", "column", "printed", "value", "unit", "source")
Read = dict[str, tuple[list[Table], list[Figure]]]


@pytest.fixture(scope="module")
def read(seeds: Path) -> Read:
    found: Read = {}
    for name in SEEDS:
        document = read_document((seeds / name).read_bytes(), name)
        sections = split(document)
        found[name] = spaced_tables(sections, recognise(document, sections), document)
    return found


def _truth(source: Path, target: Path) -> Path:
    rows = source.read_text(encoding="utf-8").splitlines()
    target.write_text("\n".join([rows[0], *(row for row in rows if row.startswith(SEEDS))]) + "\n", encoding="utf-8")
    return target


def _dump(read: Read, target: Path) -> Path:
    with target.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(FIELDS)
        for name, (_, figures) in read.items():
            for f in figures:
                if f.value is not None or f.source == "indicator":
                    value = "" if f.value is None else plain(f.value)
                    rows.writerow((name, f.form, f.table, f.row_code, f.row_name, f.column, f.printed, value, f.unit, f.source))
    return target


def test_cells_and_indicators(read: Read, shared: Path, tmp_path: Path) -> None:
    truth = _truth(shared / "truth/seeds-figures.csv", tmp_path / "truth.csv")
    indicators = _truth(shared / "truth/seeds-indicators.csv", tmp_path / "indicators.csv")
    figures = _dump(read, tmp_path / "figures.csv")
    command = [sys.executable, str(shared / "truth/cells.py"), str(truth), str(figures), "--show"]
    run = subprocess.run(
        [*command, "--min=0.996", "--extra=0.004", f"--indicators={indicators}"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
    assert "indicators 83/83" in run.stdout, run.stdout


def test_every_table_is_there_and_squared(read: Read) -> None:
    budget, final = read[SEEDS[0]][0], read[SEEDS[1]][0]
    assert [table.number for table in budget[:11]] == [f"表{n}" for n in range(1, 12)]
    assert [table.number for table in budget if table.state == "empty"] == ["表8", "表9"]
    assert all("空表" in table.note and table.note_lines for table in budget if table.state == "empty")
    assert (len(budget), len(final)) == (14, 5)
    for table in (*budget, *final):
        assert all(len(row) == len(table.header) for row in table.rows)
        assert len(table.rows) == len(table.row_lines)


def test_ids_are_unique_and_tables_are_named(read: Read) -> None:
    for tables, figures in read.values():
        assert len({figure.id for figure in figures}) == len(figures)
        assert {figure.table for figure in figures} <= {f"{table.number} {table.title}".strip() for table in tables}


def test_what_the_text_cannot_decide_stays_undetermined(read: Read) -> None:
    loose = [figure for figure in read[SEEDS[0]][1] if figure.state == "undetermined"]
    assert {figure.form for figure in loose} == {"项目支出表"}
    assert {(figure.column, figure.confidence) for figure in loose} == {("未定", "undetermined")}


def test_blank_is_not_zero(read: Read) -> None:
    figures = [figure for figure in read[SEEDS[0]][1] if figure.form == "三公" and "出国" in figure.row_name]
    assert figures
    assert {(figure.state, figure.value, figure.printed) for figure in figures} == {("blank", None, "")}


def test_groups_of_indicators(read: Read) -> None:
    groups = {figure.indicator_group for figure in read[SEEDS[0]][1] if figure.source == "indicator" and figure.project != "整体"}
    assert groups == {"产出指标.数量指标", "产出指标.质量指标", "产出指标.时效指标", "成本指标.经济成本指标", "效益指标.社会效益指标"}
