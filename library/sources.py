"""What there is to read: files found on the disk, each opened carefully and read once."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from errno import EACCES, ELOOP, ENOENT, EPERM
from pathlib import Path

from domain.model import NOWHERE, Origin
from ingest.errors import Unreadable
from library.errors import NoSuchPath
from library.origins import SIDECARS, Sidecar, joined, read_sidecar

LARGEST = 256 * 1024 * 1024
"""Bytes. A disclosure has some MB; a file beyond this is something else, and would fill the memory."""
TRIES = 2
"""A file that changes while it is read is read again, so often in all."""
SHOWN = 160
"""Characters of a name that are shown."""
_KINDS = ((stat.S_ISFIFO, "管道"), (stat.S_ISSOCK, "套接字"), (stat.S_ISCHR, "设备"), (stat.S_ISBLK, "设备"))
_REASONS = {
    EACCES: "没有读取权限",
    EPERM: "没有读取权限",
    ENOENT: "文件不存在，或是指向不存在文件的链接",
    ELOOP: "链接互相指向，找不到文件",
}
_UNSEEN = ("Cc", "Cf", "Cs")
"""Categories of characters that break a line, steer a terminal or can't be written as UTF-8."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: on disk, or in `data` (an upload, a member of an archive)."""

    name: str
    path: Path | None = None
    data: bytes | None = field(default=None, repr=False)
    member: bool = False
    """Whether it came out of an archive."""
    origin: Origin = NOWHERE
    """Where it came from, as far as that was told."""
    problem: str = ""
    """Why it is no file to read, but one that must be told of."""

    def told(self, origin: Origin | None) -> Source:
        """The same, with what is told of where it came from before what was known."""
        return replace(self, origin=joined(origin, self.origin)) if origin else self

    def sha(self) -> str:
        """sha-256 of the bytes, hex; empty where they can't be had."""
        try:
            return hashlib.sha256(self.bytes()).hexdigest()
        except Unreadable:
            return ""

    def bytes(self) -> bytes:
        """All of it, read once. Raises Unreadable; never waits for a pipe or a device."""
        if self.path is None:
            return _fitting(self.data or b"")
        try:
            for _ in range(TRIES):
                data = _steady(self.path)
                if data is not None:
                    return data
        except OSError as error:
            raise Unreadable(f"文件打不开：{_REASONS.get(error.errno or 0, error.strerror)}") from error
        raise Unreadable("文件在读取时有变动，请等它写完再收录")


def shown(text: str, most: int = SHOWN) -> str:
    """A name, or a line that quotes names, as it can be printed anywhere: one line, no control characters, not endless."""
    clean = "".join("\ufffd" if unicodedata.category(char) in _UNSEEN else char for char in text)
    return clean if len(clean) <= most else f"{clean[: most // 2 - 1]}…{clean[-most // 2 :]}"


def sources(paths: Iterable[Path], root: Path) -> list[Source]:
    """The files to read, folders walked in order of names; hidden files and the library in `root` itself are passed over.

    What is no file, or can't be opened, is among them: it is refused, with its reason, when it is read. Tables of origins tell where the
    others came from, and are no documents. Raises NoSuchPath before anything is read.
    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NoSuchPath(path)
        files.extend(_walk(path, os.path.realpath(root)) if path.is_dir() else [path])
    sidecars = {file: table for file in files if file.name in SIDECARS and (table := read_sidecar(file))}
    origins = {Path(os.path.normpath(path)): told for table in sidecars.values() for path, told in table.origins.items()}
    made = (_source(file, sidecars.get(file), origins) for file in files)
    return [source for source in made if source is not None]


def _source(file: Path, sidecar: Sidecar | None, origins: Mapping[Path, Origin]) -> Source | None:
    """None for a table of origins without a mistake: there is nothing more to say of it."""
    if sidecar is None:
        return Source(shown(file.name), file, origin=origins.get(Path(os.path.normpath(file)), NOWHERE))
    return Source(shown(file.name), file, problem=sidecar.problem) if sidecar.problem else None


def _walk(folder: Path, without: str) -> Iterator[Path]:
    """Every file below, and every folder that can't be entered. Links to folders aren't followed, as they may lead round in a circle."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):
            yield path
        elif os.path.realpath(path) == without and path != folder:
            continue
        elif path.is_symlink() and path != folder:
            yield path
        else:
            try:
                waiting.extend(sorted((each for each in path.iterdir() if not each.name.startswith(".")), reverse=True))
            except OSError:
                yield path


def _fitting(data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise Unreadable(f"文件超过 {LARGEST // 2**20} MB", "format")
    return data


def _steady(path: Path) -> bytes | None:
    """The bytes of a file that stayed the same while it was read; None where it didn't."""
    before = path.stat()
    _demand_file(path, before)
    with open(path, "rb", opener=_open) as file:
        _demand_file(path, os.fstat(file.fileno()))
        data = _fitting(file.read(LARGEST + 1))
        after = os.fstat(file.fileno())
    unchanged = _stamp(before) == _stamp(after) == _stamp(path.stat())
    return data if unchanged and len(data) == after.st_size else None


def _open(path: str, flags: int) -> int:
    """Opens without waiting: a pipe that took the file's place just now must not hold the ingest up."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


def _demand_file(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise Unreadable("是指向文件夹的链接，没有进入；请直接收录那个文件夹" if path.is_symlink() else "文件夹打不开，请检查权限")
    if not stat.S_ISREG(status.st_mode):
        kind = next((name for test, name in _KINDS if test(status.st_mode)), "特殊文件")
        raise Unreadable(f"不是普通文件，而是{kind}，没有读取", "format")
    if status.st_size > LARGEST:
        raise Unreadable(f"文件超过 {LARGEST // 2**20} MB", "format")


def _stamp(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
