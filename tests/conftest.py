"""Fixtures shared by all tests. Those over ../shared skip, and say why, where it is absent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from domain.model import Parsed

if TYPE_CHECKING:
    from library import Library

settings.register_profile("untimed", deadline=None)  # a slow machine is no failure
settings.load_profile("untimed")
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


@pytest.fixture(scope="session")
def seed_library(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of the five seeds, built once a session; tests only read it."""
    from library import Library

    library = Library.open_or_create(tmp_path_factory.mktemp("seeds") / "library")
    library.ingest(sorted(seeds.glob("*.txt")))
    return library


@pytest.fixture(scope="session")
def sample_docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generated disclosures of fictional places."""
    from eval import sample

    folder = tmp_path_factory.mktemp("sample") / "docs"
    sample.write(folder)
    return folder


@pytest.fixture(scope="session")
def sample_library(sample_docs: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of the generated disclosures; tests only read it."""
    from library import Library

    library = Library.open_or_create(tmp_path_factory.mktemp("sample-library") / "library")
    library.ingest(sorted(sample_docs.glob("*.txt")))
    return library
