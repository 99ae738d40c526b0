"""The command line as a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from library.manifest import NAME
from tests.cli.helpers import ROOT, process


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
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT, check=True)
        assert arguments[0] == "--help" or "2.40" in done.stdout
        loaded = set(json.loads(done.stdout.splitlines()[-1].replace("'", '"')))
        assert not loaded & {"torch", "chromadb", "llama_index", "streamlit", "pandas", "sentence_transformers", "model2vec", "pyarrow"}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def chat(library: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`wenzhang app` as its own process, started from another folder, and the address that it serves."""
    port = free_port()
    line = [sys.executable, "-c", "from cli import main; main()", "app", "--library", str(library), "--port", str(port)]
    started = subprocess.Popen(line, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
    try:
        yield started, f"http://127.0.0.1:{port}/_stcore/health"
    finally:
        started.kill()
        started.communicate()


def served(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as page:
            return bool(page.read() == b"ok")
    except OSError:
        return False


def until(is_so: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it came to be so in time."""
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.1)
    return is_so()


def test_ending_the_chat_leaves_no_server_behind(chat: tuple[subprocess.Popen[bytes], str]) -> None:
    started, address = chat
    assert until(lambda: served(address))
    started.terminate()
    started.wait(30)
    assert not served(address), "the command ended, and the server went on"


def test_a_taken_port_is_told_and_exits(chat: tuple[subprocess.Popen[bytes], str], library: Path) -> None:
    _, address = chat
    assert until(lambda: served(address))
    assert process("app", "--library", library, "--port", address.split(":")[2].split("/")[0]).returncode == 1
