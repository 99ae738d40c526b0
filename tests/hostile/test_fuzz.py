"""Good files with something broken in them, by chance but always the same: each is read, or refused with one line."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from domain.model import Parsed
from library.pipeline import readings, standard
from library.sandbox import Workers
from library.sources import Source
from library.worker import Limits
from tests import factories
from tests.conftest import SHARED
from tests.hostile import others, packages, pdfs
from tests.hostile.test_files import plain

MUTATIONS = 300
LIMITS = Limits(seconds=60, seconds_per_mb=0, memory_mb=1024)
LARGEST = 1 << 20
"""Real files beyond this are left out, for the sake of time."""


def flipped(data: bytes, chance: random.Random) -> bytes:
    """A few bytes are others."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 3, 30, 300))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def without(data: bytes, chance: random.Random) -> bytes:
    """A stretch is missing."""
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 5000) :]


def spliced(data: bytes, chance: random.Random) -> bytes:
    """A stretch stands elsewhere too."""
    start, at = chance.randrange(len(data)), chance.randrange(len(data))
    return data[:at] + data[start : start + chance.randrange(1, 5000)] + data[at:]


def renumbered(data: bytes, chance: random.Random) -> bytes:
    """Digits of the structure are others: lengths, offsets, counts."""
    made = bytearray(data)
    digits = [at for at, byte in enumerate(made) if 48 <= byte <= 57]
    for at in chance.sample(digits, min(len(digits), chance.choice((1, 5, 50)))):
        made[at] = 48 + chance.randrange(10)
    return bytes(made)


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (flipped, cut, without, spliced, renumbered)


def originals() -> dict[str, bytes]:
    """Good files of every kind: generated, and real ones where they are at hand."""
    made = {name: make() for files in (pdfs, packages, others) for name, make in files.FILES.items() if name in files.READ}
    real = [path for path in sorted((SHARED / "real").glob("*")) if path.is_file() and path.stat().st_size <= LARGEST]
    return made | {path.name: path.read_bytes() for path in real}


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(standard().read, LIMITS)
    yield made
    made.close()


def outcome(workers: Workers, name: str, data: bytes) -> str:
    """read, or refused."""
    results = list(readings([Source(name, data=data)], standard(), factories.UNKNOWN, workers))
    for one in results:
        assert isinstance(one.parsed, Parsed) if one.refusal is None else plain(one.refusal.reason), (name, one.refusal)
    return "read" if any(one.parsed for one in results) else "refused"


@pytest.mark.prove
def test_mutations(workers: Workers) -> None:
    files, chance, told = sorted(originals().items()), random.Random(2024), Counter[str]()
    for at in range(MUTATIONS):
        name, data = files[at % len(files)]
        told[outcome(workers, name, chance.choice(WAYS)(data, chance))] += 1
    assert told["read"] and told["refused"], told
    assert outcome(workers, "good.txt", others.FILES["text-good"]()) == "read"


def test_mutations_change_something() -> None:
    chance = random.Random(1)
    for way in WAYS:
        assert any(way(pdfs.good(), chance) != pdfs.good() for _ in range(5)), way
