"""A library for the command line, in the tests' own format."""

from __future__ import annotations

from pathlib import Path

import pytest

from library import Library
from library.pipeline import Reader
from tests import factories
from tests.cli.helpers import read
from tests.factories import READER, text, write


@pytest.fixture(autouse=True)
def _standard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("library.pipeline.standard", lambda: READER)
    for name in ("WENZHANG_LIBRARY", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    write(tmp_path / "docs", "a.txt", text())
    return write(tmp_path / "docs", "b.txt", text("山阳县财政局", 2024, "会议费 金额 3.10 万元")).parent


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    made = Library.open_or_create(folder / "library", Reader(read, "1", apart=False))
    made.ingest([write(folder / "docs", "a.txt", text(factories.ORG, 2023, "办公费 合计 2.40 万元"))])
    made.ingest_bytes("b.txt", text("山阳县财政局", 2024, "会议费 金额 3.10 万元"))
    made.ingest_bytes("c.txt", b"nothing of ours")
    return made.root
