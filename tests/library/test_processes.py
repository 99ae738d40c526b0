"""Several processes on one library: one writes, any number read, and any of them may be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.facts import Fact
from library import Library, LibraryLocked
from library.lock import HOLDER
from library.manifest import NAME, load
from tests.factories import READER, text, write

REPOSITORY = Path(__file__).parents[2]
INGEST = """
import signal, sys
from pathlib import Path
from library import Library
from tests.factories import APART

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs in a shell's background is started without
library = Library.open_or_create(Path(sys.argv[1]), APART)
library.ingest([Path(sys.argv[2])], jobs=int(sys.argv[3]), progress=lambda one: print(one.name, flush=True))
print("done", flush=True)
"""
CORRECT = """
import sys, time
from pathlib import Path
from domain.facts import Fact
from library import Library
from library.pipeline import Reader

def read(data, name, facts):
    print("reading with", *facts, flush=True)
    time.sleep(60)

Library.open(Path(sys.argv[1]), Reader(read, "1", apart=False)).correct("云溪县教育局-2020-部门预算", [Fact("year", "2019")])
"""
PATIENCE = 60
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a writer in a process of its own."""
    script = write(tmp_path, "writer.py", INGEST.encode())
    running: list[subprocess.Popen[str]] = []

    def go(root: Path, docs: Path, jobs: int = 1) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", f"if __name__ == '__main__': exec(open({str(script)!r}).read())", str(root), str(docs), str(jobs)]
        process = subprocess.Popen(
            command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}
        )
        running.append(process)
        return process

    yield go
    for process in running:
        process.kill()
        process.communicate()


def wait_for(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdout is not None
    for told in process.stdout:
        if told.strip() == line:
            return
    pytest.fail(f"the writer ended without saying {line}")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    library = Library.open_or_create(tmp_path / "library", READER)
    library.ingest_bytes("before.txt", text(year=2020))
    return library.root


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A file that is read at once, and one that takes a minute."""
    write(tmp_path / "docs", "1.txt", text(year=2021))
    return write(tmp_path / "docs", "2.txt", text("云溪县教育局", 2022, "SLOW")).parent


def years(library: Library) -> list[int]:
    return [figure.year for figure in library.snapshot().figures.select()]


def test_a_killed_ingest_leaves_the_library_as_it_was(root: Path, docs: Path, start: Start) -> None:
    before, reader = (root / NAME).read_bytes(), Library.open(root)
    assert years(reader) == [2020]
    writer = start(root, docs)
    wait_for(writer, "1.txt")
    assert len(list((root / "segments").iterdir())) == 2, "it was in the middle of writing"
    assert years(reader) == [2020]
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    assert (root / NAME).read_bytes() == before
    assert years(Library.open(root)) == [2020]
    after = Library.open(root, READER)
    after.ingest([docs / "1.txt"])
    assert years(after) == [2020, 2021]
    assert {path.name for path in (root / "segments").iterdir()} == set(load(root).segments)
    assert {path.name for path in (root / "originals").iterdir()} == load(root).shas
    assert not (root / HOLDER).exists()


def test_a_killed_correction_leaves_the_library_as_it_was(root: Path) -> None:
    before = (root / NAME).read_bytes()
    command = [sys.executable, "-c", CORRECT, str(root)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as writer:
        wait_for(writer, "reading with year=2019")
        writer.send_signal(signal.SIGKILL)
    library = Library.open(root, READER)
    assert (root / NAME).read_bytes() == before
    assert (years(library), library.corrections(), library.issues()) == ([2020], (), [])
    library.correct("云溪县教育局-2020-部门预算", [Fact("year", "2019")])
    assert years(library) == [2019]


def test_a_second_writer_is_told_who_writes(root: Path, docs: Path, start: Start) -> None:
    writer = start(root, docs)
    wait_for(writer, "1.txt")
    before = (root / NAME).read_bytes()
    library = Library.open(root, READER)
    for write_too in (lambda: library.ingest([docs / "1.txt"]), library.rebuild, lambda: library.remove("x"), library.compact):
        with pytest.raises(LibraryLocked) as refused:
            write_too()
        assert str(writer.pid) in str(refused.value)
        assert os.uname().nodename in str(refused.value)
        assert "\n" not in str(refused.value)
    assert (root / NAME).read_bytes() == before
    assert years(library) == [2020], "reading goes on"


def test_threads_of_one_process_exclude_each_other_too(root: Path) -> None:
    library, other = Library.open(root, READER), Library.open(root, READER)
    path = write(root.parent / "docs", "x.txt", text(year=2001))
    with pytest.raises(LibraryLocked, match=str(os.getpid())):
        library.ingest([path], progress=lambda _: other.remove("x"))


def test_readers_see_what_another_process_ingested_at_their_next_question(root: Path, tmp_path: Path, start: Start) -> None:
    reader = Library.open(root)
    old = reader.snapshot()
    assert years(reader) == [2020]
    writer = start(root, write(tmp_path / "more", "new.txt", text(year=2024)).parent)
    wait_for(writer, "done")
    assert years(reader) == [2020, 2024]
    assert [figure.year for figure in old.figures.select()] == [2020], "an open snapshot stays what it was"


def test_a_lock_left_by_a_dead_process_is_no_lock(root: Path) -> None:
    (root / HOLDER).write_text(json.dumps({"pid": 999_999, "host": "elsewhere", "since": "2020"}))
    library = Library.open(root, READER)
    library.ingest_bytes("x.txt", text(year=2001))
    assert years(library) == [2001, 2020]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the workers in /proc")
def test_workers_do_not_outlive_a_killed_writer(
    root: Path, docs: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    writer = start(root, docs, 2)
    wait_for(writer, "1.txt")
    children = [int(pid) for task in Path(f"/proc/{writer.pid}/task").iterdir() for pid in (task / "children").read_text().split()]
    assert children
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    deadline = time.monotonic() + PATIENCE
    while any(_runs(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(_runs(pid) for pid in children)
    assert not list((tmp_path / "temporary").glob("wenzhang-*")), "nor anything that they left"
    Library.open(root, READER).ingest_bytes("x.txt", text(year=2001))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the workers in /proc")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_ingest_ends_at_once_with_its_workers(root: Path, docs: Path, start: Start, jobs: int) -> None:
    before, writer = (root / NAME).read_bytes(), start(root, docs, jobs)
    wait_for(writer, "1.txt")
    children = [int(pid) for task in Path(f"/proc/{writer.pid}/task").iterdir() for pid in (task / "children").read_text().split()]
    assert children
    started = time.monotonic()
    writer.send_signal(signal.SIGINT)
    writer.wait(PATIENCE)
    assert time.monotonic() - started < PATIENCE / 2, "the file that is being read would take a minute"
    assert not any(_runs(pid) for pid in children)
    assert (root / NAME).read_bytes() == before


def _runs(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
