"""`wenzhang correct`, and what is said of a file at its ingest, with the project's own readers over the generated sample."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from library import Library
from library.manifest import load

RUNNER = CliRunner()
THREE_PUBLIC = "表8 一般公共预算“三公”经费支出情况表"
URL = "https://example.org/a"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WENZHANG_LIBRARY", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def made(sample_docs: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A library of one generated disclosure, and its id; tests work on copies."""
    library = Library.open_or_create(tmp_path_factory.mktemp("correct") / "library")
    library.ingest([next(sample_docs.rglob("s01.txt"))])
    return library.root, library.documents()[0].disclosure.id


@pytest.fixture
def root(made: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made[0], tmp_path / "library"))


@pytest.fixture
def document(made: tuple[Path, str]) -> str:
    return made[1]


def run(*arguments: object, code: int = 0) -> Any:
    result = RUNNER.invoke(cli.app, [str(one) for one in arguments])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def one_line(result: Any) -> str:
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    return str(result.stderr)


def test_correcting_listing_and_undoing(root: Path, document: str) -> None:
    org = document.split("-", maxsplit=1)[0]
    moved = f"{org}-2021-部门决算"
    done = run("correct", document, "--year", 2021, "--kind", "决算", "--note", "checked", "--library", root).stdout
    assert [word for line in done.splitlines() if " year " in line for word in line.split()][:4] == ["s01.txt", "year", "2022", "2021"]
    assert "2 set right." in done
    listed = run("documents", "--library", root).stdout
    assert moved in listed
    assert "✎ year 2022 → 2021" in listed
    (entry,) = json.loads(run("documents", "--json", "--library", root).stdout)
    assert [(row["field"], row["old"], row["new"], row["note"]) for row in entry["corrections"]] == [
        ("year", "2022", "2021", "checked"),
        ("kind", "预算", "决算", "checked"),
    ]
    assert json.loads(run("correct", moved, "--list", "--json", "--library", root).stdout) == entry["corrections"]
    assert "checked" in run("correct", "--list", "--library", root).stdout
    assert "1 taken back." in run("correct", moved, "--undo", "--kind", "决算", "--library", root).stdout
    assert "1 taken back." in run("correct", f"{org}-2021-部门预算", "--undo", "--library", root).stdout
    assert "No corrections." in run("correct", document, "--list", "--library", root).stdout
    assert "no such correction" in one_line(run("correct", document, "--undo", "--library", root, code=1))


def test_units_forms_and_columns_of_tables(root: Path, document: str) -> None:
    before = {one.id: one for one in Library.open(root).snapshot().figures.select(documents=[document])}
    old = next(one.column for one in before.values() if one.table.startswith("表2 ") and one.column)
    run(
        "correct",
        document,
        "--unit",
        "表8=元",
        "--unit",
        "表1=千元",
        "--form",
        "表7=其他",
        "--column",
        f"表2:{old}=另一栏",
        "--library",
        root,
    )
    after = Library.open(root).snapshot().figures.select(documents=[document])
    assert {one.id for one in after} == set(before)
    for one in after:
        was = before[one.id]
        if one.table == THREE_PUBLIC and one.value is not None:
            assert (one.unit, one.yuan, was.yuan) == ("元", one.value, one.value * Decimal(10_000))
        assert one.form == ("其他" if one.table.startswith("表7 ") else was.form)
        assert one.column == ("另一栏" if one.table.startswith("表2 ") and was.column == old else was.column)
    run("rebuild", "--library", root)
    assert Library.open(root).snapshot().figures.select(documents=[document]) == after


def test_findings_are_those_of_the_corrected_figures(root: Path, document: str) -> None:
    count = len(json.loads(run("check", "--format", "json", "--library", root).stdout))
    run("correct", document, "--unit", "表8=元", "--library", root)
    found = json.loads(run("check", "--format", "json", "--library", root).stdout)
    assert len(found) > count, "what is 10,000 times smaller reconciles with nothing"
    run("correct", document, "--undo", "--library", root)
    assert len(json.loads(run("check", "--format", "json", "--library", root).stdout)) == count


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--year", "23"], "2000–2099"),
        (["--kind", "预决算"], "预算、决算"),
        (["--level", "乡"], "部门、单位"),
        (["--unit", "表8=美元"], "元、千元、万元、亿元"),
        (["--unit", "美元"], "元、千元、万元、亿元"),
        (["--unit", "表88=元"], THREE_PUBLIC),
        (["--form", "表8=表9"], "三公"),
        (["--form", "表8=绩效目标"], "nothing was changed"),
        (["--form", "三公"], "TABLE"),
        (["--column", "表8=合计"], "TABLE"),
        (["--column", "表8:没有的栏=合计"], "nothing was changed"),
        (["--org", " "], "200"),
        (["--year", "2021", "--file", "none.txt"], "none.txt"),
    ],
)
def test_bad_values_are_one_line_and_change_nothing(root: Path, document: str, options: list[str], told: str) -> None:
    before = load(root)
    assert told in one_line(run("correct", document, *options, "--library", root, code=1))
    assert (load(root), Library.open(root).corrections()) == (before, ())


def test_usage(root: Path, document: str) -> None:
    run("correct", document, "--library", root, code=2)
    run("correct", "--year", "2021", "--library", root, code=2)
    assert "no document" in one_line(run("correct", "nowhere", "--year", "2021", "--library", root, code=1))
    assert "wenzhang ingest" in one_line(run("correct", "--list", "--library", root / "none", code=1))


def test_a_refused_file_is_taken_in_by_what_is_said(sample_docs: Path, tmp_path: Path) -> None:
    text = next(sample_docs.rglob("s01.txt")).read_text(encoding="utf-8")
    path = tmp_path / "untold.txt"
    path.write_text(text.replace("2022年", "本年").replace("2021年", "上年").replace("2023年", "下年"), encoding="utf-8")
    root = tmp_path / "library"
    assert "--year" in run("ingest", path, "--library", root, code=3).stdout
    assert "1 set right." in run("correct", "untold.txt", "--year", 2022, "--library", root).stdout
    assert "1 read, 0 unchanged, 0 refused." in run("ingest", path, "--library", root).stdout
    (entry,) = Library.open(root).documents()
    assert (entry.disclosure.year, entry.issues, Library.open(root).issues()) == (2022, (), [])


def test_what_is_said_at_ingest(sample_docs: Path, tmp_path: Path) -> None:
    path, root = next(sample_docs.rglob("s01.txt")), tmp_path / "library"
    told = ["--org", "海源市档案馆", "--year", "2021", "--kind", "决算", "--level", "单位"]
    run("ingest", path, *told, "--source-url", URL, "--published", "2022/2/10", "--library", root)
    listed = run("documents", "--library", root).stdout
    assert "海源市档案馆-2021-单位决算" in listed
    assert f"origin of s01.txt: {URL}，published 2022-02-10" in listed
    (entry,) = json.loads(run("documents", "--json", "--library", root).stdout)
    assert [(file["url"], file["published"]) for file in entry["files"]] == [(URL, "2022-02-10")]
    assert "origin noted" in run("ingest", path, "--published", "2022-02-11", "--library", root).stdout


@pytest.mark.parametrize("options", [["--year", "2021"], ["--source-url", URL], ["--published", "2024-02-10"]])
def test_what_is_said_of_one_file_is_not_said_of_many(sample_docs: Path, tmp_path: Path, options: list[str]) -> None:
    paths = sorted(sample_docs.rglob("s0*.txt"))[:2]
    assert "one file" in one_line(run("ingest", *paths, *options, "--library", tmp_path / "library", code=1))
    assert not (tmp_path / "library").exists()
    assert "one file" in one_line(run("ingest", paths[0].parent, *options, "--library", tmp_path / "library", code=1))


def test_a_bad_value_at_ingest_is_one_line(sample_docs: Path, tmp_path: Path) -> None:
    path = next(sample_docs.rglob("s01.txt"))
    assert "2000–2099" in one_line(run("ingest", path, "--year", "x", "--library", tmp_path / "library", code=1))
    assert "2024-02-10" in one_line(run("ingest", path, "--published", "x", "--library", tmp_path / "library", code=1))
    assert not (tmp_path / "library").exists()
