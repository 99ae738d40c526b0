"""Reading apart: processes that take one file after the other, and may die of one without harm to anything else."""

from __future__ import annotations

import json
import logging
import os
import pickle
import shutil
import signal
import subprocess
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import mkdtemp
from threading import Lock, Timer
from weakref import WeakSet

from library.errors import NoWorker
from library.worker import OVERRUN, READY, Limits, Refused, Task, too_much

log = logging.getLogger("wenzhang")
BOOT = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from library.worker import serve; serve()"
"""Never the working folder first on the path: it may be full of strangers' files."""


class Workers:
    """Processes for one task: each starts with its first file and is used again. `read` may be called from several threads at once."""

    def __init__(self, task: Task, limits: Limits) -> None:
        self.task, self.limits, self.closed = task, limits, False
        self._idle: list[Worker] = []
        self._every: WeakSet[Worker] = WeakSet()
        self._guard = Lock()

    def read(self, data: bytes, *told: object) -> object:
        """The task's result of a file's bytes, its name and what else it is told, or Refused. Raises NoWorker."""
        worker = self._taken()
        used = worker.used
        result = self._asked(worker, data, *told)
        if used and isinstance(result, Refused) and result.worn and not self.closed:
            return self._asked(self._new(), data, *told)
        return result

    def close(self) -> None:
        """End them all, those too that read something just now."""
        self.closed = True
        for worker in list(self._every):
            worker.end()

    def _taken(self) -> Worker:
        with self._guard:
            if self._idle:
                return self._idle.pop()
        return self._new()

    def _new(self) -> Worker:
        worker = Worker(self.task, self.limits)
        self._every.add(worker)
        if self.closed:  # while it started
            worker.end()
        return worker

    def _asked(self, worker: Worker, data: bytes, *told: object) -> object:
        result = worker.read(data, *told)
        if worker.alive:
            with self._guard:
                self._idle.append(worker)
        return result


class Worker:
    """One process. Raises NoWorker where it can't be started."""

    def __init__(self, task: Task, limits: Limits) -> None:
        self.limits, self.used = limits, False
        self._folder = mkdtemp(prefix="wenzhang-")
        self._process = _process(self._folder)
        self._ended = weakref.finalize(self, _clear, self._process, self._folder)
        if _exchange(self._process, (task, limits, self._folder)) != READY:
            status = _end(self._process)
            self.end()
            raise NoWorker(status)

    @property
    def alive(self) -> bool:
        return self._ended.alive

    def end(self) -> None:
        self._ended()

    def read(self, data: bytes, *told: object) -> object:
        """The task's result, or Refused. After a file that it could not cope with it is no longer alive."""
        self.used = True
        seconds = self.limits.time(len(data))
        with _within(seconds, self._process) as late:
            result = _exchange(self._process, (data, *told))
        if late:
            result = _too_long(seconds)
        elif result is None:
            result = too_much(self.limits) if _end(self._process) == OVERRUN else _crashed()
        if late or (isinstance(result, Refused) and result.worn):
            self.end()
        return result


def _process(folder: str) -> subprocess.Popen[bytes]:
    """The worker; what its readers leave lying about lies in `folder`."""
    errors = None if log.isEnabledFor(logging.INFO) else subprocess.DEVNULL
    line = [sys.executable, "-P", "-c", BOOT, json.dumps([os.path.abspath(path) for path in sys.path])]
    places = {**os.environ, "TMPDIR": folder, "TEMP": folder, "TMP": folder}
    return subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=places, start_new_session=True)


def _exchange(process: subprocess.Popen[bytes], request: object) -> object:
    """The answer to a request; None where the process ended instead."""
    assert process.stdin and process.stdout
    try:
        pickle.dump(request, process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        return pickle.load(process.stdout)
    except (OSError, EOFError, ValueError, pickle.UnpicklingError):  # ValueError: the pipe was closed from this side
        return None


@contextmanager
def _within(seconds: float, process: subprocess.Popen[bytes]) -> Iterator[list[bool]]:
    """Kills `process` after so many seconds; the list that it yields is empty until then."""
    late: list[bool] = []

    def stop() -> None:
        late.append(True)
        _kill(process)

    timer = Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        timer.join()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it with all that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _end(process: subprocess.Popen[bytes]) -> int:
    """Kill it if it still runs, and clear it away; its exit status."""
    if process.returncode is None:
        _kill(process)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    return process.wait()


def _clear(process: subprocess.Popen[bytes], folder: str) -> None:
    _end(process)
    shutil.rmtree(folder, ignore_errors=True)


def _too_long(seconds: float) -> Refused:
    return Refused(f"读取超过 {seconds:.0f} 秒，已停止；文件可能已损坏，可另存或拆分后再试")


def _crashed() -> Refused:
    return Refused("读取程序在这个文件上崩溃，文件可能已损坏", worn=True)
