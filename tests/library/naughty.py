"""A task that misbehaves as its bytes say. It stands in a module of its own, for other processes to import."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ingest.errors import Unreadable


def task(data: bytes, name: str) -> object:
    """What the first word of `data` says; else the number of the process and the length."""
    match data.split(b" ")[0].decode():
        case "sleep":
            time.sleep(600)
        case "spin":
            while True:
                sum(range(1000))
        case "eat":
            return len(bytearray(4 << 30))
        case "nibble":
            kept = []
            while True:
                kept.append(bytearray(1 << 20))
        case "map":
            return _held()
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            sys.exit(3)
        case "sink":
            return task(data, name)
        case "refuse":
            raise Unreadable("第一行\n第二行 " + "长" * 500)
        case "bug":
            raise KeyError("/somewhere/secret")
        case "lambda":
            return lambda: None
        case "print":
            print("noise", flush=True)
            os.write(1, b"noise")
            os.write(2, b"noise")
            return sys.stdin.read()
        case "much":
            return bytes(3 << 20)
        case "start":
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            Path(name).write_text(str(child.pid))
            time.sleep(600)
    return os.getpid(), len(data)


def _held() -> int:
    """Shared memory, which the limit on a process's own doesn't count."""
    import mmap

    held = mmap.mmap(-1, 1 << 30)
    for at in range(0, 1 << 30, 4096):
        held[at] = 1
    time.sleep(10)
    return len(held)
