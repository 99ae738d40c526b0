"""Fixtures shared by all tests. Those over ../shared skip, and say why, where it is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.model import Parsed

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (seeds, truth tables, gold questions)")
    return SHARED


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Path:
    return shared / "seeds"


@pytest.fixture(scope="session")
def parsed(seeds: Path) -> dict[str, Parsed]:
    """The five seeds, read once a session, by file name."""
    from ingest.pipeline import parse

    return {path.name: parse(path.read_bytes(), path.name) for path in sorted(seeds.glob("*.txt"))}
