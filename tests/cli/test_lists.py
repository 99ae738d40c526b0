"""`wenzhang figures` and `wenzhang check`: what they list, and in which formats."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from library import Library
from library.export import FIGURE_COLUMNS, safe
from tests.cli.helpers import EVIL, HEADER, one_line, run
from tests.factories import READER, text


def rows(library: Path, *options: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run("figures", "--format", "csv", "--library", library, *options).stdout)))


def test_csv_is_the_contract(library: Path) -> None:
    out = run("figures", "--format", "csv", "--library", library).stdout
    assert out.splitlines()[0] == HEADER == ",".join(FIGURE_COLUMNS)
    first = next(row for row in rows(library) if row["row_code"] == "30201" and row["year"] == "2023")
    told = {name: first[name] for name in ("file", "lines", "printed", "value", "unit", "yuan", "state", "source", "page", "bbox")}
    assert told == {
        "file": "a.txt", "lines": "2-2", "printed": "2.40", "value": "2.40", "unit": "万元", "yuan": "24000.00", "state": "value",
        "source": "table", "page": "", "bbox": "",
    }  # fmt: skip


def test_only_numbers_unless_all_states_are_asked_for(library: Path) -> None:
    assert {row["state"] for row in rows(library)} == {"value"}
    assert {row["state"] for row in rows(library, "--state", "all")} == {"value", "blank"}
    assert [row["row_name"] for row in rows(library, "--state", "blank", "--year", 2023)] == ["会议费"]
    assert "9.99" not in {row["printed"] for row in rows(library, "--state", "all")}, "alternative readings are no figures of their own"


def test_formulas_are_disarmed_and_numbers_untouched(library: Path) -> None:
    evil = next(row for row in rows(library) if row["row_code"] == "30216")
    assert (evil["row_name"], evil["printed"], evil["value"]) == (f"'{EVIL}", "-1.50", "-1.50")
    assert next(row for row in rows(library) if row["source"] == "indicator")["printed"] == "=20次", "a target stays as printed"


@pytest.mark.parametrize(
    "cell", [EVIL, "+cmd|' /C calc'!A0", "-2+3+cmd|x!A", "@SUM(A1)", " =1+1", "\t=1", "＝1", "=A1", "=1+1", "\r=x", "-其他"]
)
def test_what_a_spreadsheet_would_run_is_disarmed(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-1.50", "+3", "=20次", "=100%", "-", "≥12期", "12345", "", "办公费", "1-2", "=83 人 → =65 人", "-5%"])
def test_numbers_and_targets_stay_as_printed(cell: str) -> None:
    assert safe(cell) == cell


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--org", "云溪县教育局"], 3),
        (["--org", "教育局"], 3),
        (["--org", "云溪县教育局", "--org", "山阳县财政局"], 6),
        (["--org", "无名局"], 0),
        (["--year", "2024"], 3),
        (["--year", "2024", "--year", "2023"], 6),
        (["--kind", "决算"], 0),
        (["--level", "部门", "--period", "2023"], 3),
        (["--form", "基本支出表"], 6),
        (["--item", "30216"], 2),
        (["--item", "办公费"], 2),  # by their code
        (["--source", "indicator"], 2),
        (["--source", "indicator", "--source", "table"], 6),
        (["--text", "培训"], 2),
        (["--document", "山阳县财政局-2024-部门预算"], 3),
        (["--project", "无"], 0),
        (["--limit", "2"], 2),
        (["--item", "30216", "--limit", "1"], 1),
        (["--org", "'; DROP TABLE figures; --"], 0),
    ],
)
def test_filters(library: Path, options: list[str], count: int) -> None:
    assert len(rows(library, *options)) == count


def test_json_and_parquet_are_exact(library: Path, tmp_path: Path) -> None:
    listed = json.loads(run("figures", "--format", "json", "--library", library).stdout)
    assert tuple(listed[0]) == FIGURE_COLUMNS
    assert {type(one["value"]) for one in listed} == {str}
    assert {tuple(one["lines"]) for one in listed} >= {(2, 2)}
    run("figures", "--format", "parquet", "--out", tmp_path / "f.parquet", "--library", library)
    table = pq.read_table(tmp_path / "f.parquet")
    assert table.column_names == list(FIGURE_COLUMNS)
    assert [value.normalize() for value in table["value"].to_pylist()] == [Decimal(one["value"]).normalize() for one in listed]


def test_table_tells_when_it_is_cut(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "办公费" in run("figures", "--library", library).stdout
    monkeypatch.setattr("cli_messages.SHOWN", 1)
    assert "5 more" in run("figures", "--library", library).stdout
    assert "Nothing" in run("figures", "--year", 1999, "--library", library).stdout


# --- check ----------------------------------------------------------------------------------------------------------------------------


def test_findings_the_worst_first(library: Path) -> None:
    found = json.loads(run("check", "--format", "json", "--library", library).stdout)
    assert [one["severity"] for one in found] == ["error", "error", "note", "note"]
    keys = {"id", "rule", "family", "severity", "file", "page", "lines", "message", "arithmetic", "figures", "places"}
    assert keys <= set(found[0])
    assert set(found[0]["places"][0]) == {"file", "page", "lines", "bbox", "printed"}
    assert len(json.loads(run("check", "山阳", "--severity", "error", "--format", "json", "--library", library).stdout)) == 1
    assert "no document" in one_line(run("check", "无名", "--library", library, code=1))


def test_ending_of_the_output_says_its_format(library: Path, tmp_path: Path) -> None:
    for command, endings in {"figures": ("csv", "json", "parquet"), "check": ("csv", "json", "html", "xlsx")}.items():
        for ending in endings:
            by_name, by_option = tmp_path / f"a.{ending}", tmp_path / "b"
            run(command, "--out", by_name, "--library", library)
            run(command, "--out", by_option, "--format", ending, "--library", library)
            if ending not in ("parquet", "xlsx"):
                assert by_name.read_bytes() == by_option.read_bytes()
            assert by_name.read_bytes()[:2] == by_option.read_bytes()[:2]
    run("figures", "--out", tmp_path / "c.csv", "--format", "json", "--library", library)
    assert json.loads((tmp_path / "c.csv").read_text("utf-8"))


def test_findings_in_every_format(library: Path, tmp_path: Path) -> None:
    assert "不平" in run("check", "--library", library).stdout
    assert run("check", "--format", "csv", "--library", library).stdout.startswith(
        "id,document,rule,family,severity,file,page,lines,message"
    )
    assert "error &lt;b&gt;不平&lt;/b&gt;" in run("check", "--format", "html", "--library", library).stdout
    run("check", "--format", "xlsx", "--out", tmp_path / "c.xlsx", "--library", library)
    sheet = zipfile.ZipFile(tmp_path / "c.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert "error &lt;b&gt;不平&lt;/b&gt;" in sheet
    assert "<f>" not in sheet


@pytest.mark.parametrize(("bound", "code"), [("error", 1), ("warning", 1), ("note", 1)])
def test_fail_on(library: Path, bound: str, code: int) -> None:
    run("check", "--fail-on", bound, "--library", library, code=code)


def test_fail_on_looks_at_the_documents_asked_for_only(tmp_path: Path) -> None:
    made = Library.open_or_create(tmp_path / "L", READER)
    made.ingest_bytes("a.txt", text())
    run("check", "--fail-on", "note", "--library", tmp_path / "L")
