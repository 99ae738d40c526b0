"""The process that reads: answers over its standard input and output, keeps within its limits, and ends with its parent.

A plain child process, not one of multiprocessing: it needs nothing of how this program was started (the app's script must not run
twice) and holds no lock of the library. `library.sandbox` starts it.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from queue import Empty, SimpleQueue
from threading import Thread
from typing import BinaryIO

from ingest.errors import Unreadable
from library.sources import shown

Task = Callable[..., object]
"""What a worker does with a file's bytes, its name, and what else it is told; importable by name. It raises Unreadable, and its result can
be pickled."""
IDLE = 60
"""Seconds without a file after which a worker ends: between the uploads of one sitting it stays, overnight it goes."""
WATCHED = 0.1
"""Seconds between two looks at the memory."""
OVERRUN = 86
"""Exit status of a worker that took more memory than it may."""
READY = "ready"
SETTING = "WENZHANG_READ_"
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    seconds: float = 120
    seconds_per_mb: float = 60
    """Added for each MB of the file: a scan of many pages is recognised page by page."""
    most_seconds: float = 1800
    memory_mb: int = 2048
    """Of a worker as a whole."""
    result_mb: int = 256
    """Of what was read from a file, as it is passed on."""

    @classmethod
    def from_environment(cls) -> Limits:
        """The usual ones, but where the environment says otherwise: $WENZHANG_READ_SECONDS, $WENZHANG_READ_MEMORY_MB, …"""
        values = {one.name: os.environ.get(f"{SETTING}{one.name.upper()}", "") for one in fields(cls)}
        return cls(**{name: int(value) for name, value in values.items() if value.isdecimal()})

    def time(self, size: int) -> float:
        """Seconds for a file of `size` bytes."""
        return max(self.seconds, min(self.most_seconds, self.seconds + self.seconds_per_mb * size / 2**20))


@dataclass(frozen=True, slots=True)
class Refused:
    """What a worker says of a file that it couldn't read."""

    reason: str
    """One plain line for people."""
    trace: str = ""
    """Where a mistake in a reader showed, for the log."""
    worn: bool = False
    """Whether the process may have been to blame as well as the file: then it is replaced, and one that had read others before isn't believed."""


def attempt(task: Task, *told: object, limits: Limits | None = None) -> object:
    """The task's result, or Refused: whatever a file does to a reader is told of the file, and stops nothing else."""
    try:
        return task(*told)
    except Unreadable as error:
        return Refused(one_line(error.reason))
    except MemoryError:
        return too_much(limits or Limits())
    except RecursionError:
        return Refused("文件的结构嵌套过深，没有读取")
    except Exception as error:  # noqa: BLE001 - any mistake of any reader costs its file only; it is logged with its trace
        return Refused(f"读取程序出错（{type(error).__name__}），这个文件没有读入", traceback.format_exc())


def one_line(reason: str) -> str:
    """What a reader says, which may quote the file, as it can be shown."""
    return shown(" ".join(reason.split()), LONGEST_LINE)


def too_much(limits: Limits) -> Refused:
    return Refused(f"读取需要的内存超过 {limits.memory_mb} MB，已停止", worn=True)


def serve() -> None:
    """Answer requests on the standard input, one after the other, until there are no more."""
    requests, replies = _channel()
    task, limits, folder = pickle.load(requests)
    _bound(limits)
    waiting: SimpleQueue[tuple[object, ...]] = SimpleQueue()
    Thread(target=_listen, args=(requests, waiting, folder), daemon=True).start()
    Thread(target=_watch, args=(limits,), daemon=True).start()
    _send(replies, pickle.dumps(READY))
    while True:
        try:
            told = waiting.get(timeout=IDLE)
        except Empty:
            os._exit(0)
        _send(replies, _packed(attempt(task, *told, limits=limits), limits))
        del told


def _channel() -> tuple[BinaryIO, BinaryIO]:
    """The standard input and output for requests and replies alone: what a library prints goes nowhere, what it asks for is empty."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, replies


def _send(replies: BinaryIO, packed: bytes) -> None:
    replies.write(packed)
    replies.flush()


def _packed(result: object, limits: Limits) -> bytes:
    try:
        packed = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(too_much(limits))
    if len(packed) > limits.result_mb * 2**20:
        return pickle.dumps(Refused(f"文件的内容太多（读出超过 {limits.result_mb} MB），请拆分后再收录"))
    return packed


def _listen(requests: BinaryIO, waiting: SimpleQueue[tuple[object, ...]], folder: str) -> None:
    """Hand on what comes in; end with the parent, also in the middle of a file, and take along what was started and left in `folder`."""
    try:
        while True:
            waiting.put(pickle.load(requests))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if sys.platform != "win32":
            os.killpg(0, signal.SIGKILL)
        os._exit(1)


def _bound(limits: Limits) -> None:
    """Let the system refuse memory where it can (not on Windows, hardly on macOS: see _watch); leave no memory dumps behind."""
    if sys.platform != "win32":
        import resource

        for kind, most in ((resource.RLIMIT_DATA, limits.memory_mb * 2**20), (resource.RLIMIT_CORE, 0)):
            hard = resource.getrlimit(kind)[1]
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _watch(limits: Limits) -> None:
    while _memory() < limits.memory_mb * 2**20:
        time.sleep(WATCHED)
    os._exit(OVERRUN)


def _memory() -> int:
    """Bytes of memory that this process holds; where only that can be told, the most it ever held."""
    if sys.platform == "win32":
        return _windows_memory()
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open("/proc/self/statm", encoding="ascii") as status:
        return int(status.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def _windows_memory() -> int:
    """What the process has been promised, in bytes."""
    if sys.platform != "win32":
        return 0
    import ctypes
    from ctypes import wintypes

    sizes = ("peak_working_set", "working_set", "peak_paged", "paged", "peak_nonpaged", "nonpaged", "pagefile", "peak_pagefile")

    class Counters(ctypes.Structure):
        _fields_ = [("size", wintypes.DWORD), ("faults", wintypes.DWORD), *((name, ctypes.c_size_t) for name in sizes)]

    kernel = ctypes.WinDLL("kernel32")
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.K32GetProcessMemoryInfo.argtypes = [wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD]
    counters = Counters(size=ctypes.sizeof(Counters))
    kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.size)
    return int(counters.pagefile)
