"""Reading files: from sources to parsed disclosures or refusals, in processes of their own."""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import compress, islice
from typing import Protocol

from domain.facts import Fact
from domain.model import Figure, Issue, Parsed
from index.schema import storable
from ingest import VERSION
from ingest.errors import Unreadable
from library.sandbox import Workers
from library.sources import Source, shown
from library.worker import Refused, attempt, one_line

log = logging.getLogger("wenzhang")
Facts = tuple[Fact, ...]
SPARE = 6
"""Files that may be read ahead while the writer is busy with one."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A file that holds files: their names and bytes."""

    members: tuple[tuple[str, bytes], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reader:
    """How bytes become a disclosure. `version` changes when the same bytes would be read otherwise.

    `read` gets the bytes, the name to show, and what a person says of the file. It raises ingest.errors.Unreadable, and must be importable
    by name unless it reads here.
    """

    read: Callable[[bytes, str, Facts], Parsed | Archive]
    version: str
    apart: bool = True
    """Whether files are read in processes of their own, within limits, as befits files of strangers; else in this one."""


def standard() -> Reader:
    """The project's own: ingest, then the checks within the disclosure."""
    return Reader(read_disclosure, str(VERSION))


def read_disclosure(data: bytes, name: str, facts: Facts = ()) -> Parsed | Archive:
    """Everything read from a file, with its findings; of an archive, the files in it. Raises Unreadable."""
    from check import checked
    from ingest.pipeline import parse

    if is_archive(data):
        from ingest.readers.archive import members

        return Archive(tuple(members(data)))
    return checked(parse(data, name, facts))


def is_archive(data: bytes) -> bool:
    """Whether it is a ZIP file, and not one of the office formats that are ZIP files themselves."""
    from ingest.readers.package import package_kind

    return package_kind(data) == "zip"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a source: `parsed` with the bytes it was read from, or a `refusal`, or neither where the bytes are known already."""

    source: Source
    sha: str
    data: bytes = field(default=b"", repr=False)
    parsed: Parsed | None = None
    refusal: Issue | None = None


class Held(Protocol):
    """What is known of files by their sha, before they are read."""

    def known(self, sha: str) -> bool:
        """Whether these bytes need no reading."""

    def facts(self, sha: str) -> Facts:
        """What a person says of them."""


Work = Callable[[Source], Reading | list[Source]]


def readings(
    found: Iterable[Source], reader: Reader, held: Held, workers: Workers | None = None, jobs: int = 1
) -> Generator[Reading, None, None]:
    """A Reading for each source, in order; for an archive, one for each file in it. Bytes that are known are not read again.

    With `workers`, `jobs` of them read at once; without, it is done here, file by file.
    """
    if workers is None:
        yield from _here(lambda source: _outcome(source, partial(attempt, reader.read), held), found)
        return
    threads = ThreadPoolExecutor(jobs)
    try:
        yield from _ahead(threads, lambda source: _outcome(source, workers.read, held), found, 2 * jobs + SPARE)
    except BaseException:
        workers.close()
        raise
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _here(work: Work, found: Iterable[Source]) -> Iterator[Reading]:
    waiting = deque(found)
    while waiting:
        result = work(waiting.popleft())
        if isinstance(result, Reading):
            yield result
        else:
            waiting.extendleft(reversed(result))


def _ahead(threads: ThreadPoolExecutor, work: Work, found: Iterable[Source], most: int) -> Iterator[Reading]:
    """Results in order, with at most `most` files under way or waiting, so that memory doesn't grow with the corpus."""
    coming = iter(found)
    waiting = deque(threads.submit(work, source) for source in islice(coming, most))
    while waiting:
        result = waiting.popleft().result()
        if not isinstance(result, Reading):
            waiting.extendleft(reversed([threads.submit(work, member) for member in result]))
        waiting.extend(threads.submit(work, source) for source in islice(coming, max(most - len(waiting), 0)))
        if isinstance(result, Reading):
            yield result


def _outcome(source: Source, read: Callable[[bytes, str, Facts], object], held: Held) -> Reading | list[Source]:
    """What came of a source, or the sources that an archive turned out to be."""
    try:
        data = source.bytes()
    except Unreadable as error:
        return _refused(source, "", error.reason)
    sha = hashlib.sha256(data).hexdigest()
    if source.problem:
        return _refused(source, sha, source.problem)
    if held.known(sha):
        return Reading(source, sha)
    result = read(data, source.name, held.facts(sha))
    if isinstance(result, Parsed):
        return Reading(source, sha, data, _fitting(result))
    if isinstance(result, Archive):
        return _members(source, sha, result)
    assert isinstance(result, Refused)
    if result.trace:
        log.error("reading %s\n%s", source.name, result.trace)
    return _refused(source, sha, result.reason)


def _refused(source: Source, sha: str, reason: str) -> Reading:
    return Reading(source, sha, refusal=Issue(source.name, sha, None, reason))


def _members(source: Source, sha: str, archive: Archive) -> Reading | list[Source]:
    if source.member:
        return _refused(source, sha, "压缩包里的压缩包不展开，请先解压再收录")
    if not archive.members:
        return _refused(source, sha, "压缩包里没有文件")
    return [Source(shown(f"{source.name}/{name}"), data=data, member=True, origin=source.origin) for name, data in archive.members]


def _fitting(parsed: Parsed) -> Parsed:
    """Without numbers too long for the store's DECIMAL, each of which becomes an issue at its place; issues are one line each."""
    fits = [storable(figure.value) and storable(figure.yuan) for figure in parsed.figures]
    long = (_too_long(figure) for figure, fit in zip(parsed.figures, fits, strict=True) if not fit)
    issues = tuple(replace(issue, reason=one_line(issue.reason)) for issue in (*parsed.issues, *long))
    figures = tuple(compress(parsed.figures, fits))
    tried = parsed.identities if all(fits) else None  # worked out anew, without those numbers
    return replace(parsed, figures=figures, identities=tried, issues=issues)


def _too_long(figure: Figure) -> Issue:
    return Issue(figure.place.file, figure.place.sha, figure.place.lines, f"数字过长，不像金额：{figure.printed[:60]}")
