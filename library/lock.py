"""One writer at a time. The operating system holds the lock, so that it ends with its process; beside it stands who holds it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from library.errors import LibraryLocked

LOCK, HOLDER = "lock", "holder.json"


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Be the one writer of the library in `root` (which exists). Raises LibraryLocked, with the holder, at once if there is another."""
    from filelock import FileLock, Timeout

    lock = FileLock(root / LOCK, is_singleton=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        holder = _holder(root)
        raise LibraryLocked(root, holder.get("pid", "?"), holder.get("host", "?"), holder.get("since", "?")) from error
    try:
        (root / HOLDER).write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now()}), encoding="utf-8")
        yield
    finally:
        (root / HOLDER).unlink(missing_ok=True)
        lock.release()


def now() -> str:
    """The time, UTC, to the second, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _holder(root: Path) -> dict[str, Any]:
    """What the holder said of itself; nothing if it is only just writing that."""
    try:
        told = json.loads((root / HOLDER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
