"""What is committed: nothing of one machine, no sentence of a real document, no command that isn't there, and locks that fit."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer.main

import cli
from answer import Assistant
from cli_messages import answer_text
from domain.codes import code_names
from domain.lexicon import items
from domain.model import Parsed
from eval import sample
from library import Library

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh.md")
MACHINE = re.compile(r"(?<![\w.~}])/(?:root|home|work|opt|mnt|srv|data|Users)/[\w.-]+")
"""An absolute path that exists on somebody's machine only."""
ADDRESS = re.compile(r"https?://([\w.-]+)")
KNOWN_HOSTS = {"127.0.0.1", "localhost", "download.pytorch.org", "www.apache.org", "schemas.openxmlformats.org", "openoffice.org"}
OURS = re.compile(r"(?:.*\.)?example\.(?:org|com)|\w{1,3}\.\w{1,3}")
"""Made-up hosts in tests."""
COPIED = 24
"""So many characters of prose in a row, official names left out, are no accident."""


def committed() -> Iterator[tuple[str, str]]:
    """Name and text of every file that is, or would be, in the repository; binary ones are left out."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"\0"
        if b"\0" not in data:
            yield name, data.decode()


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    return dict(committed())


def test_no_path_of_one_machine(files: dict[str, str]) -> None:
    assert {name: found for name, text in files.items() if (found := MACHINE.findall(text))} == {}


def test_no_host_but_the_known(files: dict[str, str]) -> None:
    hosts = {
        name: {host for host in ADDRESS.findall(text) if host not in KNOWN_HOSTS and not OURS.fullmatch(host)}
        for name, text in files.items()
    }
    assert {name: found for name, found in hosts.items() if found} == {}


def prose(text: str) -> list[str]:
    """Runs of Chinese, without punctuation and without the names of accounts and items, which are facts."""
    return re.findall("[\u4e00-\u9fff]+", _names().sub("", _marks().sub("", text)))


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(r"[\s“”\"'‘’《》（）()「」、，,。；;：:！!？?.·|#>*\-+=`]")


@cache
def _names() -> re.Pattern[str]:
    known = {name.name for name in code_names()} | {name for item in items().values() for name in item.names}
    bare = {_marks().sub("", name) for name in known}
    return re.compile("|".join(re.escape(name) for name in sorted(bare, key=len, reverse=True) if len(name) > 2))


def windows(text: str) -> set[str]:
    return {run[at : at + COPIED] for run in prose(text) for at in range(len(run) - COPIED + 1)}


@pytest.fixture(scope="module")
def sentences(parsed: dict[str, Parsed]) -> set[str]:
    """What stands in the prose of one document only; wording that two offices share is the form's."""
    counted: Counter[str] = Counter()
    for one in parsed.values():
        counted.update(windows("\n0\n".join(passage.text for passage in one.passages if passage.kind != "table")))
    return {window for window, documents in counted.items() if documents == 1}


def test_no_sentence_of_a_real_document(files: dict[str, str], sentences: set[str]) -> None:
    assert len(sentences) > 1000
    assert {name: found for name, text in files.items() if (found := windows(text) & sentences)} == {}


def test_a_copied_sentence_would_be_seen(parsed: dict[str, Parsed], sentences: set[str]) -> None:
    told = [max((p.text for p in one.passages if p.kind in ("duty", "reason", "project")), key=len) for one in parsed.values()]
    assert all(windows(f"text = '{text}'") & sentences for text in told)


def blocks(name: str) -> list[str]:
    """The commands of a README: the lines of its shell blocks without comments, and what follows a prompt."""
    found = re.findall(r"```(sh|bat|console)\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for kind, block in found for line in block.splitlines() if line.startswith("$ ") or kind != "console"]
    return [line.split("  #")[0].removeprefix("$ ").strip() for line in lines if line.strip()]


@pytest.mark.parametrize("name", READMES)
def test_commands_of_the_readme_exist(name: str) -> None:
    commands = blocks(name)
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert commands[:2] == ["make app", "make test"]
    assert {match[1] for line in commands if (match := re.match(r"make ([a-z-]+)", line))} <= made
    assert [line for line in commands if re.search(r"\bwenzhang\b", line) and not known(line)] == []
    assert all((ROOT / path.replace("\\", "/")).is_file() for line in commands for path in re.findall(r"requirements[/\\][\w.]+", line))


def known(line: str) -> bool:
    """Whether a line calls a command of the command line with options that it has."""
    called = re.search(r"wenzhang (\w+)(.*)", line)
    group = typer.main.get_command(cli.app)
    command = getattr(group, "commands", {}).get(called[1]) if called else None
    has = {option for parameter in command.params for option in parameter.opts} if command else set()
    return called is not None and command is not None and set(re.findall(r"(?<!\S)--[a-z-]+", called[2])) <= has


def test_an_unknown_command_would_be_seen() -> None:
    assert known('wenzhang ask "…" --json')
    assert not known("wenzhang ask --jsn")
    assert not known("wenzhang asks")


def test_both_readmes_say_the_same() -> None:
    assert blocks(READMES[0]) == blocks(READMES[1])
    english, chinese = (re.findall(r"`wenzhang [^`]+`|^#+ ", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE) for name in READMES)
    assert english == chinese


def examples(name: str) -> list[tuple[str, list[str]]]:
    """The questions that a README shows, each with the lines of the answer."""
    shown = re.findall(r"```console\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    parts = [part.strip().splitlines() for block in shown for part in block.split("$ ") if part.strip()]
    return [(re.findall(r'ask "(.+?)"', command)[0], lines) for command, *lines in parts]


def test_examples_of_the_readme_are_real(tmp_path: Path) -> None:
    """Every line shown stands in the answer, in that order."""
    shown = examples(READMES[0])
    assert len(shown) >= 3
    library = Library.open_or_create(tmp_path / "library")
    library.ingest(sample.write(tmp_path / "docs"))
    assistant = Assistant(library)
    for question, lines in shown:
        told = iter(answer_text(assistant.ask(question)).splitlines())
        assert [line for line in lines if line.strip() and line not in told] == [], question


def test_every_dependency_is_locked_and_bounded() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = {
        line.split("==")[0] for path in (ROOT / "requirements").glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()
    }
    for requirement in (*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)):
        name = re.match(r"[\w-]+", requirement)
        assert name is not None
        assert name[0].lower() in locked, f"{requirement}: run requirements/lock.py"
        assert "<" in requirement, f"{requirement} has no upper end"


def test_locks_hold_pins_only() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; .+)?", line) for line in lines), path
        assert not any(re.match(r"nvidia|cuda|triton", line) for line in lines), "PyTorch's CUDA comes only when asked for"
