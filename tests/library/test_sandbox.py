"""Processes that read: what they may take, what becomes of them, and that nothing of it reaches this one."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from library import NoWorker, sandbox, worker
from library.sandbox import Workers
from library.worker import Limits, Refused, attempt
from tests.library.naughty import task

LIMITS = Limits(seconds=20, memory_mb=300, result_mb=2)
HASTY = Limits(seconds=0.5, seconds_per_mb=0, memory_mb=300)


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(task, LIMITS)
    yield made
    made.close()


@pytest.fixture
def hasty() -> Iterator[Workers]:
    made = Workers(task, HASTY)
    yield made
    made.close()


def reason(result: object) -> str:
    assert isinstance(result, Refused), result
    assert "\n" not in result.reason and len(result.reason) <= 200
    return result.reason


def process(result: object) -> int:
    assert isinstance(result, tuple), result
    return int(result[0])


def test_one_process_reads_file_after_file(workers: Workers) -> None:
    first = process(workers.read(b"x", "a"))
    assert first != os.getpid()
    assert [workers.read(b"x" * size, "b") for size in (0, 1, 10_000_000)] == [(first, 0), (first, 1), (first, 10_000_000)]


def test_several_read_at_once(workers: Workers) -> None:
    with ThreadPoolExecutor(3) as threads:
        used = {process(result) for result in threads.map(lambda _: workers.read(b"x", "a"), range(30))}
    assert 1 <= len(used) <= 3


@pytest.mark.parametrize("data", [b"sleep", b"spin"])
def test_a_file_that_takes_too_long_is_stopped(hasty: Workers, data: bytes) -> None:
    before = process(hasty.read(b"x", "a"))
    started = time.monotonic()
    assert "秒" in reason(hasty.read(data, "b"))
    assert time.monotonic() - started < 10
    assert process(hasty.read(b"x", "c")) != before


def test_a_larger_file_may_take_longer() -> None:
    limits = Limits(seconds=10, seconds_per_mb=5, most_seconds=60)
    assert [limits.time(size << 20) for size in (0, 2, 100)] == [10, 20, 60]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only the watch holds memory down, and never while native code runs")
@pytest.mark.parametrize("data", [b"eat", b"nibble"])
def test_a_file_that_takes_too_much_memory_is_stopped(workers: Workers, data: bytes) -> None:
    before = process(workers.read(b"x", "a"))
    assert "300 MB" in reason(workers.read(data, "b"))
    assert process(workers.read(b"x", "c")) != before


def test_memory_that_the_system_lets_pass_is_seen_by_the_watch(workers: Workers) -> None:
    assert "300 MB" in reason(workers.read(b"share", "b"))


@pytest.mark.parametrize("data", [b"die", b"leave", b"lambda"])
def test_a_process_that_dies_costs_its_file(workers: Workers, data: bytes) -> None:
    before = process(workers.read(b"x", "a"))
    assert "崩溃" in reason(workers.read(data, "b"))
    assert process(workers.read(b"x", "c")) != before


def test_a_used_process_is_not_believed_when_it_dies(workers: Workers) -> None:
    before = process(workers.read(b"x", "a"))
    os.kill(before, signal.SIGKILL)
    assert process(workers.read(b"x", "b")) != before


@pytest.mark.parametrize(
    ("data", "told"), [(b"sink", "嵌套过深"), (b"err", "KeyError"), (b"refuse", "第一行 第二行 \ufffd"), (b"much", "内容太多")]
)
def test_refusals_leave_the_process_as_it_is(workers: Workers, data: bytes, told: str) -> None:
    before = process(workers.read(b"x", "a"))
    result = workers.read(data, "b")
    assert told in reason(result)
    assert "secret" not in reason(result)
    assert isinstance(result, Refused)
    assert ("naughty.py" in result.trace) == (data == b"err"), "a mistake of ours is logged with its place"
    assert process(workers.read(b"x", "c")) == before


def test_what_a_reader_prints_or_asks_for_disturbs_nothing(workers: Workers, capfd: pytest.CaptureFixture[str]) -> None:
    assert workers.read(b"talk", "a") == ""
    assert process(workers.read(b"x", "b"))
    assert capfd.readouterr() == ("", "")


def test_the_same_here_without_a_process() -> None:
    assert attempt(task, b"x", "a") == (os.getpid(), 1)
    assert "嵌套过深" in reason(attempt(task, b"sink", "a"))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the processes in /proc")
def test_what_a_reader_started_ends_with_it(hasty: Workers, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    assert "秒" in reason(hasty.read(b"start", str(told)))
    deadline = time.monotonic() + 10
    while _runs(int(told.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(int(told.read_text()))


def test_what_a_reader_left_on_the_disk_goes_with_it(hasty: Workers, tmp_path: Path) -> None:
    told = tmp_path / "path"
    assert "秒" in reason(hasty.read(b"litter", str(told)))
    assert not Path(told.read_text()).exists()


def _runs(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_closing_stops_those_that_read(workers: Workers) -> None:
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(workers.read, b"sleep", "a")
        while not workers._every or not next(iter(workers._every)).used:
            time.sleep(0.05)
        started = time.monotonic()
        workers.close()
        assert isinstance(asked.result(timeout=10), Refused)
        assert time.monotonic() - started < 10


def test_an_idle_process_ends_and_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "BOOT", sandbox.BOOT.replace("import serve", "import serve; import library.worker as w; w.IDLE = 0.1"))
    workers = Workers(task, LIMITS)
    before = process(workers.read(b"x", "a"))
    time.sleep(1)
    assert process(workers.read(b"x", "b")) != before
    workers.close()


def test_no_process_at_all_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "BOOT", "import sys; sys.exit(7)")
    with pytest.raises(NoWorker):
        Workers(task, LIMITS).read(b"x", "a")


def test_the_environment_sets_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{worker.SETTING}SECONDS", "7")
    monkeypatch.setenv(f"{worker.SETTING}MEMORY_MB", "many")
    assert Limits.from_environment() == Limits(seconds=7)
