"""Usage errors, errors in one line, and the words that the command line has."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import cli
from cli_messages import MESSAGES, locale_lang, printable, say
from library.manifest import NAME
from tests.cli.helpers import ROOT, RUNNER, one_line, run
from tests.factories import write


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
    started: list[str] = []
    monkeypatch.setattr("runpy.run_module", lambda name, run_name: started.append(name))
    monkeypatch.setattr("sys.argv", [])
    monkeypatch.setenv("WENZHANG_LIBRARY", "another")
    monkeypatch.chdir(tmp_path)
    run("app", "--library", "L", "--port", 8600)
    assert started == ["streamlit"]
    assert os.environ["WENZHANG_LIBRARY"] == str(tmp_path / "L")
    assert Path.cwd() == ROOT
    assert sys.argv[1:] == ["run", str(ROOT / "app.py"), "--server.port=8600"]


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
