"""A task that misbehaves as its bytes say. It stands in a module of its own, for other processes to import."""

from __future__ import annotations

import mmap
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ingest.errors import Unreadable

LONG = 600
MIB = 1 << 20


def task(data: bytes, name: str) -> object:
    """Does what `data` names; else tells the number of the process and the length."""
    act = ACTS.get(data.decode()) if len(data) < 20 else None
    return act(name) if act else (os.getpid(), len(data))


def sleep(name: str) -> None:
    time.sleep(LONG)


def spin(name: str) -> None:
    while True:
        sum(range(1000))


def nibble(name: str) -> None:
    kept = []
    while True:
        kept.append(bytearray(MIB))


def share(name: str) -> None:
    """Take memory that the limit on a process's own doesn't count."""
    held = mmap.mmap(-1, 1024 * MIB)
    for at in range(0, 1024 * MIB, 4096):
        held[at] = 1
    time.sleep(LONG)


def sink(name: str) -> object:
    return sink(name)


def refuse(name: str) -> None:
    raise Unreadable("第一行\n第二行 \x1b[31m" + "长" * 500)


def err(name: str) -> None:
    raise KeyError("/somewhere/secret")


def talk(name: str) -> str:
    """Say something everywhere, and ask."""
    print("noise", flush=True)
    os.write(1, b"noise")
    os.write(2, b"noise")
    return sys.stdin.read()


def litter(name: str) -> None:
    """Leave a file behind, and tell its path in the file `name`."""
    place = tempfile.mkdtemp()
    Path(name).write_text(place)
    time.sleep(LONG)


def start(name: str) -> None:
    """Start a program, and tell its number in the file `name`."""
    child = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({LONG})"])
    Path(name).write_text(str(child.pid))
    time.sleep(LONG)


ACTS: dict[str, Callable[[str], object]] = {
    "sleep": sleep,
    "spin": spin,
    "eat": lambda name: len(bytearray(4096 * MIB)),
    "nibble": nibble,
    "share": share,
    "die": lambda name: os.kill(os.getpid(), signal.SIGKILL),
    "leave": lambda name: sys.exit(3),
    "sink": sink,
    "refuse": refuse,
    "err": err,
    "lambda": lambda name: lambda: None,
    "talk": talk,
    "much": lambda name: bytes(3 * MIB),
    "litter": litter,
    "start": start,
}
