"""The command line as its users meet it: exit codes, what stands on which stream, and formats."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import cli
from cli_messages import MESSAGES, locale_lang, printable, say
from domain.facts import Fact
from domain.lexicon import item_of_code
from domain.model import Answer, Parsed, Place, Severity
from library import Library
from library.export import FIGURE_COLUMNS, safe
from library.manifest import NAME
from library.pipeline import Reader
from tests import factories
from tests.factories import READER, text, write

RUNNER = CliRunner()
HEADER = "figure_id,document,file,org,year,kind,level,period,measure,form,table,page,lines,bbox,row_code,row_name,column,printed,value,unit,yuan,state,source"
EVIL = "=HYPERLINK(0)"


def read(data: bytes, name: str, facts: Iterable[Fact] = ()) -> Parsed:
    """The tests' format, with a blank cell, an alternative reading, a hostile name and two findings."""
    parsed = factories.read(data, name, facts)
    sha, about = parsed.sha, parsed.disclosure
    more = [
        factories.figure("会议费", "", of=about, sha=sha, line=50),
        factories.figure("办公费", "9.99", of=about, sha=sha, line=51, reading="alternative"),
        factories.figure(EVIL, "-1.50", of=about, sha=sha, line=52, row_code="30216"),
        factories.figure(
            "开展培训", "=20次", of=about, sha=sha, line=53, source="indicator", unit="次", row_code="", value=Decimal(20), yuan=None
        ),
    ]
    place = Place(None, name, None, (2, 3), None, "办公费", "2.40")
    found = [_finding(about.id, severity, place, at) for at, severity in enumerate(("note", "error"))]
    figures = [replace(figure, item=item_of_code(figure.row_code)) for figure in (*parsed.figures, *more)]
    return factories.parsed(figures, of=about, name=name, sha=sha, findings=tuple(found))


def _finding(document: str, severity: Any, place: Place, at: int) -> Any:
    from domain.model import Finding

    level: Severity = severity
    return Finding(f"F{at}", document, "sum", "合计", level, f"{severity} <b>不平</b>", "2.40 ≠ 3", ("f1",), (place,))


@pytest.fixture(autouse=True)
def _standard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("library.pipeline.standard", lambda: READER)
    for name in ("WENZHANG_LIBRARY", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    write(tmp_path / "docs", "a.txt", text())
    return write(tmp_path / "docs", "b.txt", text("山阳县财政局", 2024, "会议费 金额 3.10 万元")).parent


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    made = Library.open_or_create(folder / "library", Reader(read, "1", apart=False))
    made.ingest([write(folder / "docs", "a.txt", text(factories.ORG, 2023, "办公费 合计 2.40 万元"))])
    made.ingest_bytes("b.txt", text("山阳县财政局", 2024, "会议费 金额 3.10 万元"))
    made.ingest_bytes("c.txt", b"nothing of ours")
    return made.root


def run(*arguments: object, code: int = 0, stdin: str | None = None) -> Any:
    result = RUNNER.invoke(cli.app, [str(one) for one in arguments], input=stdin)
    assert result.exit_code == code, result.output
    return result


def one_line(result: Any) -> str:
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    assert "Traceback" not in result.stderr
    return str(result.stderr)


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


# --- figures --------------------------------------------------------------------------------------------------------------------------


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


# --- usage and errors -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "x", "--batch", "y"],
        ["ask", "x", "--nope"],
        ["nope"],
        ["ask", "x", "--lang", "fr"],
        ["figures", "--source", "x"],
        ["figures", "--year", "abc"],
        ["figures", "--format", "xml"],
        ["check", "--severity", "fatal"],
        ["ingest"],
        ["ingest", "x", "--jobs", "0"],
        ["eval", "x"],
        ["app", "--port", "0"],
    ],
)
def test_usage_errors_exit_2(arguments: list[str]) -> None:
    result = run(*arguments, code=2)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


COMMANDS = [["ask", "x"], ["figures"], ["check"], ["documents"], ["remove", "x"], ["rebuild"]]


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_missing_library_is_one_line(arguments: list[str], tmp_path: Path) -> None:
    assert "wenzhang ingest" in one_line(run(*arguments, "--library", tmp_path / "none", code=1))
    assert "里没有资料库" in one_line(run(*arguments, "--library", tmp_path / "none", "--lang", "zh", code=1))
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("arguments", [*COMMANDS, ["ingest", "."]])
def test_a_library_of_another_version_is_one_line_and_stays_as_it_is(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"format": 99}')
    assert "format 99" in one_line(run(*arguments, "--library", tmp_path, code=1))
    assert (tmp_path / NAME).read_text() == '{"format": 99}'


def test_the_library_comes_from_the_environment(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENZHANG_LIBRARY", str(library))
    assert "云溪县" in run("documents").stdout


def test_debug_lets_the_error_through(tmp_path: Path) -> None:
    result = RUNNER.invoke(cli.app, ["documents", "--debug", "--library", str(tmp_path / "none")])
    assert type(result.exception).__name__ == "LibraryMissing"


def test_eval_refuses_bad_input_in_one_line(tmp_path: Path) -> None:
    write(tmp_path, "gold.jsonl", b"{}")
    one_line(run("eval", tmp_path / "gold.jsonl", "--docs", tmp_path, code=1))
    one_line(run("eval", tmp_path / "none.jsonl", "--docs", tmp_path, code=1))


def test_the_chat_gets_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: dict[str, Any] = {}

    def start(line: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        started.update(options, line=line)
        return subprocess.CompletedProcess(line, 0)

    monkeypatch.setattr("subprocess.run", start)
    monkeypatch.chdir(tmp_path)
    run("app", "--library", "L", "--port", 8600)
    assert started["env"]["WENZHANG_LIBRARY"] == str(tmp_path / "L")
    assert started["line"][1:4] == ["-m", "streamlit", "run"]
    assert Path(started["line"][4]).name == "app.py"
    assert "--server.port=8600" in started["line"]


# --- as a process ---------------------------------------------------------------------------------------------------------------------


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    line = [sys.executable, "-c", "from cli import main; main()", *map(str, arguments)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "WENZHANG"))}
    repository = Path(__file__).parents[1]
    return subprocess.run(line, capture_output=True, cwd=repository, env={**kept, **environment}, check=False, timeout=120)


def test_an_unexpected_error_is_one_line_too(library: Path, tmp_path: Path) -> None:
    copy = tmp_path / "L"
    copy.mkdir()
    manifest = json.loads((library / NAME).read_text(encoding="utf-8"))
    (copy / NAME).write_text(json.dumps(manifest), encoding="utf-8")  # its segments are not there
    done = process("documents", "--library", copy)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert b"Traceback" in process("documents", "--debug", "--library", copy).stderr


def test_output_is_utf8_whatever_the_locale(library: Path) -> None:
    done = process("figures", "--format", "csv", "--library", library, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert "云溪县教育局" in done.stdout.decode("utf-8")


def test_help_and_figure_questions_load_nothing_heavy(library: Path) -> None:
    code = "import sys\nfrom cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\nprint(sorted({name.split('.')[0] for name in sys.modules}))"
    for arguments in (["--help"], ["ask", "云溪县教育局2023年办公费多少？", "--library", str(library)]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=Path(__file__).parents[1], check=True
        )
        assert arguments[0] == "--help" or "2.40" in done.stdout
        loaded = set(json.loads(done.stdout.splitlines()[-1].replace("'", '"')))
        assert not loaded & {"torch", "chromadb", "llama_index", "streamlit", "pandas", "sentence_transformers", "model2vec", "pyarrow"}


# --- messages -------------------------------------------------------------------------------------------------------------------------


def test_every_message_is_in_both_languages_with_the_same_values() -> None:
    import string

    fields = string.Formatter().parse
    for key, (zh, en) in MESSAGES.items():
        assert zh, key
        assert en, key
        assert {name for _, name, _, _ in fields(zh)} - {None} == {name for _, name, _, _ in fields(en)} - {None}, key


def test_every_error_of_the_library_has_a_message() -> None:
    from library.errors import LibraryError

    for kind in LibraryError.__subclasses__():
        assert f"error.{kind.key}" in MESSAGES


@pytest.mark.parametrize(
    ("locale", "lang"), [("zh_CN.UTF-8", "zh"), ("zh_TW", "zh"), ("en_GB.UTF-8", "en"), ("C", "en"), ("", "en"), ("de_DE", "en")]
)
def test_language_of_the_locale(locale: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", locale)
    assert locale_lang() == lang
    assert say("none", "en") == "Nothing fits."


def test_nothing_steers_the_terminal() -> None:
    assert printable("a\x1b[31mb\x07\x9bc\td\n") == "a[31mbc\td\n"
