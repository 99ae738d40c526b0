"""Every hostile file is refused with one plain line, or read; in time, and the process that asked goes on as if nothing had been."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence

import pytest

from library.pipeline import Reading, readings, standard
from library.sandbox import Workers
from library.sources import Source
from library.worker import Limits
from tests import factories
from tests.hostile import others, packages, pdfs
from tests.hostile.good import text

FILES = pdfs.FILES | packages.FILES | others.FILES
READ = pdfs.READ | packages.READ | others.READ
"""Unusual, but good: they must be read."""
REFUSED = pdfs.REFUSED | packages.REFUSED | others.REFUSED
"""There is nothing in them that could be read."""
LIMITS = Limits(seconds=30, seconds_per_mb=0, memory_mb=1024)
SLACK = 20
"""Seconds beyond a limit: a process is started anew, and other tests want the machine too."""
UNSUPPORTED = ("尚不支持",)
"""What is said where a format has no reader yet."""
PATH = re.compile(r"(?:^|[^\w])(?:/[\w.]+/|[A-Za-z]:\\)|\.py\b|Traceback|0x[0-9a-f]{6}|\bline \d")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(standard().read, LIMITS)
    yield made
    made.close()


def read(workers: Workers, name: str, data: bytes) -> list[Reading]:
    return list(readings([Source(name, data=data)], standard(), factories.UNKNOWN, workers))


def plain(reason: str) -> bool:
    """One line for people, that tells nothing of this machine."""
    return bool(reason.strip()) and len(reason) <= 200 and reason.isprintable() and not PATH.search(reason)


def supported(results: Sequence[Reading]) -> bool:
    return not any(one.refusal and any(mark in one.refusal.reason for mark in UNSUPPORTED) for one in results)


@pytest.mark.parametrize("name", FILES)
def test_refused_with_one_line_or_read(name: str, workers: Workers) -> None:
    data, started = FILES[name](), time.monotonic()
    results = read(workers, name, data)
    assert time.monotonic() - started < LIMITS.seconds + SLACK
    assert results
    for one in results:
        assert one.parsed if one.refusal is None else plain(one.refusal.reason), one.refusal
        assert one.source.name.startswith(name) and one.source.name.isprintable() and len(one.source.name) <= 200
    if supported(results):
        assert name not in READ or any(one.parsed for one in results), [one.refusal for one in results]
        assert name not in REFUSED or not any(one.parsed for one in results)


def test_after_all_of_that_a_good_file_is_read(workers: Workers) -> None:
    for name in ("text-noise", "pdf-content-bomb", "zip-bomb", "text-empty"):
        read(workers, name, FILES[name]())
    (good,) = read(workers, "good.txt", text().encode())
    assert good.parsed and len(good.parsed.figures) > 500


def test_there_is_enough_to_be_afraid_of() -> None:
    assert len(FILES) > 120
    assert set(FILES) >= READ | REFUSED
    assert not READ & REFUSED


@pytest.mark.parametrize(
    "reason", ["", "两\n行", "长" * 201, "/tmp/x/y.pdf 打不开", 'File "x.py", line 3', "Traceback (most recent call last)"]
)
def test_a_line_that_is_not_plain_would_be_seen(reason: str) -> None:
    assert not plain(reason)
    assert plain("DOCX/XLSX/ZIP 文件损坏或不完整，打不开")
