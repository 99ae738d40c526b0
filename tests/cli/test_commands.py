"""The command line as its users meet it: exit codes, what stands on which stream, and formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.model import Answer
from library import Library
from tests.cli.helpers import HEADER, one_line, run
from tests.factories import write

# --- ingest, documents, remove, rebuild -----------------------------------------------------------------------------------------------


def test_ingest_tells_what_was_read(docs: Path, tmp_path: Path) -> None:
    result = run("ingest", docs, "--library", tmp_path / "L")
    assert "云溪县教育局" in result.stdout
    assert "2024" in result.stdout
    assert "2 read, 0 unchanged, 0 refused." in result.stdout
    again = run("ingest", docs, "--library", tmp_path / "L", "--lang", "zh")
    assert "读入 0 份，未变 2 份，拒收 0 份。" in again.stdout


def test_refused_files_are_listed_and_the_exit_status_says_so(docs: Path, tmp_path: Path) -> None:
    write(docs, "c.txt", b"nothing")
    for _ in range(2):
        result = run("ingest", docs, "--library", tmp_path / "L", code=3)
        assert "c.txt: 不是部门预算公开文件" in result.stdout
    told = json.loads(run("ingest", docs, "--library", tmp_path / "L", "--json", code=3).stdout)
    assert (told["refused"], [one["outcome"] for one in told["files"]]) == (1, ["unchanged", "unchanged", "refused"])
    assert "c.txt" in run("documents", "--issues", "--library", tmp_path / "L").stdout


def test_a_missing_path_makes_no_library(tmp_path: Path) -> None:
    assert "no such file" in one_line(run("ingest", tmp_path / "none", "--library", tmp_path / "L", code=1))
    assert not (tmp_path / "L").exists()


def test_documents_lists_and_counts(library: Path) -> None:
    assert "云溪县教育局-2023-部门预算" in run("documents", "--library", library).stdout
    entries = json.loads(run("documents", "--library", library, "--json").stdout)
    assert [one["counts"]["figures"] for one in entries] == [3, 3]
    assert [one["file"] for one in json.loads(run("documents", "--issues", "--json", "--library", library).stdout)] == ["c.txt"]


def test_remove_and_rebuild(docs: Path, tmp_path: Path) -> None:
    run("ingest", docs, "--library", tmp_path / "L")
    run("remove", "云溪县教育局-2023-部门预算", "--library", tmp_path / "L")
    assert "no document" in one_line(run("remove", "云溪县教育局-2023-部门预算", "--library", tmp_path / "L", code=1))
    assert "1 read" in run("rebuild", "--library", tmp_path / "L").stdout
    assert "云溪县" not in run("documents", "--library", tmp_path / "L").stdout


def test_an_empty_library_is_no_error(tmp_path: Path) -> None:
    Library.open_or_create(tmp_path / "L")
    assert "empty" in run("documents", "--library", tmp_path / "L").stdout
    assert run("figures", "--format", "csv", "--library", tmp_path / "L").stdout == f"{HEADER}\n"
    assert json.loads(run("check", "--format", "json", "--library", tmp_path / "L").stdout) == []
    assert run("ask", "多少钱？", "--library", tmp_path / "L").stdout.strip()


# --- ask ------------------------------------------------------------------------------------------------------------------------------

ODD = [
    "",
    " ",
    "学" * 10_000,
    "😀🎉",
    "'; DROP TABLE figures; --",
    "<script>alert(1)</script>",
    "\x1b[31m红",
    "{lang}",
    "[bold]x[/bold]",
    "${HOME}",
    "?",
]


@pytest.mark.parametrize("question", ODD)
def test_odd_questions_get_a_polite_answer(library: Path, question: str) -> None:
    result = run("ask", question, "--library", library)
    assert result.stdout.strip()
    assert "\x1b" not in result.stdout
    assert result.stderr == ""
    answer = json.loads(run("ask", question, "--json", "--library", library).stdout)
    assert answer["status"] != "answered"
    assert answer["values"] == []


def test_batch_answers_in_order_with_their_ids(library: Path, tmp_path: Path) -> None:
    asked = [
        {"id": 7, "question": "云溪县教育局2023年办公费多少？"},
        {"id": "x", "question": "山阳县呢？", "turns": ["云溪县教育局2023年办公费多少？"]},
    ]
    path = write(tmp_path, "in.jsonl", "\n\n".join(json.dumps(one, ensure_ascii=False) for one in asked).encode("utf-8-sig"))
    from_file = run("ask", "--batch", path, "--library", library).stdout
    assert [json.loads(line)["id"] for line in from_file.splitlines()] == [7, "x"]
    from_stdin = run("ask", "--batch", "-", "--library", library, stdin=path.read_text("utf-8-sig")).stdout
    assert [json.loads(line)["text"] for line in from_stdin.splitlines()] == [json.loads(line)["text"] for line in from_file.splitlines()]


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", "{}", '{"question": 3}', '{"question": "x", "turns": "y"}', '{"question": "x", "turns": [1]}', "1e999"]
)
def test_a_bad_line_of_a_batch_is_one_line_with_its_number(library: Path, line: str) -> None:
    result = run("ask", "--batch", "-", "--library", library, stdin=f'{{"id": "1", "question": "办公费？"}}\n{line}\n', code=1)
    assert json.loads(result.stdout)["id"] == "1", "what was answered before is there"
    assert "line 2" in result.stderr


def test_an_answer_shows_sources_and_checks() -> None:
    from cli_messages import answer_text
    from domain.model import Candidate, Check, Citation, Nearest

    cited = Citation("f", "d", "甲.txt", "局", 2023, "预算", None, (12, 15), None, "表8 三公", "公务接待费", "金额", "2.40")
    answer = Answer("问", "answered", "接待费\x1b[2J 2.40万元", "zh", citations=(cited,) * 12, checks=(Check("r", "restated", "differs", "2.40 ≠ 3"),),
                    candidates=(Candidate("甲", "问甲", "1", "元", ""),), nearest=(Nearest("乙", "问乙"),))  # fmt: skip
    told = answer_text(answer)
    for part in (
        "接待费[2J 2.40万元",
        "甲.txt L12–15 · 表8 三公 · 公务接待费 · 金额 · 2.40",
        "✗ 别处  2.40 ≠ 3",
        "另有 2 处",
        "→ 问甲",
        "→ 问乙",
    ):
        assert part in told
