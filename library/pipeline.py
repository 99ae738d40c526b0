"""Reading files: from paths to parsed disclosures or refusals, one after the other or in several processes."""

from __future__ import annotations

import hashlib
import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context, parent_process
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Protocol

from domain.facts import Fact
from domain.model import NOWHERE, Figure, Issue, Origin, Parsed
from index.schema import storable
from ingest.errors import Unreadable
from library.errors import NoSuchPath
from library.origins import SIDECARS, Sidecar, joined, read_sidecar

log = logging.getLogger("wenzhang")
Facts = tuple[Fact, ...]
Read = Callable[[bytes, str, Facts], Parsed]
LARGEST = 256 * 1024 * 1024
"""Bytes. A disclosure has some MB; a file beyond this is something else, and would fill the memory."""
READER_BUGS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a mistake in a reader comes out as. It is logged and costs its file, not the other files of the ingest."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How bytes become a disclosure. `version` changes when the same bytes would be read otherwise.

    `read` gets the bytes, the name to show, and what a person says of the file. It raises ingest.errors.Unreadable, and must be importable
    by name, as other processes call it too.
    """

    read: Read
    version: str


def standard() -> Reader:
    """The project's own: ingest, then the checks within the disclosure."""
    from ingest.pipeline import VERSION

    return Reader(read_disclosure, str(VERSION))


def read_disclosure(data: bytes, name: str, facts: Facts = ()) -> Parsed:
    """Everything read from a file, with its findings. Raises Unreadable."""
    from check import find
    from ingest.pipeline import parse

    parsed = parse(data, name, facts)
    return replace(parsed, findings=tuple(find(parsed)))


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: on disk, or in `data` (an upload)."""

    name: str
    path: Path | None = None
    data: bytes | None = None
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
        """All of it. Raises Unreadable."""
        if self.data is not None or self.path is None:
            return self.data or b""
        try:
            if self.path.stat().st_size > LARGEST:
                raise Unreadable(f"文件超过 {LARGEST // 2**20} MB", "format")
            return self.path.read_bytes()
        except OSError as error:
            raise Unreadable(f"文件打不开：{error.strerror or error}", "unreadable") from error


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a source: `parsed` with the bytes it was read from, or a `refusal`, or neither where the bytes are known already."""

    source: Source
    sha: str
    data: bytes = field(default=b"", repr=False)
    parsed: Parsed | None = None
    refusal: Issue | None = None


def sources(paths: Iterable[Path], root: Path) -> list[Source]:
    """The files to read, folders walked in order of names; hidden files and the library in `root` itself are passed over.

    Tables of origins among them tell where the others came from, and are no documents. Raises NoSuchPath before anything is read.
    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NoSuchPath(path)
        files.extend(_walk(path, root.resolve()) if path.is_dir() else [path])
    sidecars = {file: table for file in files if file.name in SIDECARS and (table := read_sidecar(file))}
    origins = {Path(os.path.normpath(path)): told for table in sidecars.values() for path, told in table.origins.items()}
    made = (_source(file, sidecars.get(file), origins) for file in files)
    return [source for source in made if source is not None]


def _source(file: Path, sidecar: Sidecar | None, origins: Mapping[Path, Origin]) -> Source | None:
    """None for a table of origins without a mistake: there is nothing more to say of it."""
    if sidecar is None:
        return Source(file.name, file, origin=origins.get(Path(os.path.normpath(file)), NOWHERE))
    return Source(file.name, file, problem=sidecar.problem) if sidecar.problem else None


def _walk(folder: Path, without: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.resolve() == without:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path, without)
        elif path.is_file():
            yield path


class Held(Protocol):
    """What is known of files by their sha, before they are read."""

    def known(self, sha: str) -> bool:
        """Whether these bytes need no reading."""

    def facts(self, sha: str) -> Facts:
        """What a person says of them."""


def readings(found: Iterable[Source], reader: Reader, held: Held, jobs: int = 1) -> Iterator[Reading]:
    """A Reading for each source, in order. Bytes that are known are not read again."""
    if jobs <= 1:
        for source in found:
            yield _reading(source, reader.read, held)
        return
    with _workers(reader, jobs) as read, ThreadPoolExecutor(jobs) as threads:
        yield from _ahead(threads, lambda source: _reading(source, read, held), found, 2 * jobs)


def _ahead(threads: ThreadPoolExecutor, work: Callable[[Source], Reading], found: Iterable[Source], most: int) -> Iterator[Reading]:
    """Results in order, with at most `most` files under way or waiting, so that memory doesn't grow with the corpus."""
    waiting: deque[Future[Reading]] = deque()
    for source in found:
        waiting.append(threads.submit(work, source))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _reading(source: Source, read: Read, held: Held) -> Reading:
    sha = ""
    try:
        data = source.bytes()
        sha = hashlib.sha256(data).hexdigest()
        if source.problem:
            return Reading(source, sha, refusal=Issue(source.name, sha, None, source.problem))
        if held.known(sha):
            return Reading(source, sha)
        return Reading(source, sha, data, _fitting(read(data, source.name, held.facts(sha))))
    except Unreadable as error:
        return Reading(source, sha, refusal=Issue(source.name, sha, None, error.reason))
    except BrokenProcessPool:
        return Reading(source, sha, refusal=Issue(source.name, sha, None, "读取程序在这个文件上崩溃"))
    except READER_BUGS as error:
        log.exception("reading %s", source.name)
        return Reading(source, sha, refusal=Issue(source.name, sha, None, f"读取程序出错：{type(error).__name__}: {error}"))


def _fitting(parsed: Parsed) -> Parsed:
    """Without numbers too long for the store's DECIMAL: each becomes an issue at its place."""
    wrong = [figure for figure in parsed.figures if not (storable(figure.value) and storable(figure.yuan))]
    if not wrong:
        return parsed
    issues = tuple(_too_long(figure) for figure in wrong)
    figures = tuple(figure for figure in parsed.figures if figure not in wrong)
    return replace(parsed, figures=figures, issues=(*parsed.issues, *issues))


def _too_long(figure: Figure) -> Issue:
    return Issue(figure.place.file, figure.place.sha, figure.place.lines, f"数字过长，不像金额：{figure.printed[:60]}")


@contextmanager
def _workers(reader: Reader, jobs: int) -> Iterator[Read]:
    """A function that reads in one of `jobs` processes.

    Each has a pool of its own: a document that kills the native code of a reader breaks its pool only, is known by that, and the next
    file gets a new one. They are started afresh, not forked, so that none holds the library's lock.
    """
    idle: SimpleQueue[ProcessPoolExecutor] = SimpleQueue()
    for _ in range(jobs):
        idle.put(_worker())

    def read(data: bytes, name: str, facts: Facts) -> Parsed:
        pool = idle.get()
        try:
            return pool.submit(reader.read, data, name, facts).result()
        except BrokenProcessPool:
            pool.shutdown()
            pool = _worker()
            raise
        finally:
            idle.put(pool)

    try:
        yield read
    finally:
        while not idle.empty():
            idle.get().shutdown(cancel_futures=True)


def _worker() -> ProcessPoolExecutor:
    """A pool of one process, which starts with its first file."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """In a worker: don't outlive a writer that is killed."""
    Thread(target=_wait_for_end, daemon=True).start()


def _wait_for_end() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
