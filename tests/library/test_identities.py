"""What several files of one disclosure say of each other is worked out when they come in, not at a question."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from check import checked, identities_of
from domain.model import Parsed
from library import Library
from library.pipeline import Facts, Reader
from tests import factories
from tests.factories import text

ROWS = ("办公费 公用经费 2.40 万元", "会议费 公用经费 1.10 万元")


def read(data: bytes, name: str, facts: Facts = ()) -> Parsed:
    return checked(factories.read(data, name, facts))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open_or_create(tmp_path / "library", Reader(read, "1", apart=False))


def settled(library: Library) -> bool:
    """Whether every disclosure's identities are stored, as they would be worked out now."""
    store = library.snapshot().figures
    found = {one.id: store.identities(one.id) for one in library.snapshot().disclosures}
    return any(found.values()) and all(stored == list(identities_of(store, document)) for document, stored in found.items())


def test_one_file(library: Library) -> None:
    library.ingest_bytes("a.txt", text(factories.ORG, 2023, *ROWS))
    assert settled(library)


def test_a_second_file_in_another_ingest(library: Library) -> None:
    library.ingest_bytes("a.txt", text(factories.ORG, 2023, *ROWS))
    library.ingest_bytes("other.txt", text("山阳县财政局", 2024, *ROWS))
    library.ingest_bytes("b.txt", text(factories.ORG, 2023, *reversed(ROWS)))
    assert settled(library)
    library.compact()
    assert settled(library)


def test_two_files_in_one_ingest_and_a_rebuild(library: Library, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    for at, rows in enumerate((ROWS, ROWS[:1], ROWS[1:])):
        factories.write(docs, f"{at}.txt", text(factories.ORG, 2023, *rows))
    library.ingest([docs])
    assert settled(library)
    library.rebuild()
    assert settled(library)
    library.remove(library.documents()[0].disclosure.id)
    assert not settled(library), "nothing is left"


def test_identities_name_figures_that_are_there(library: Library) -> None:
    data = text(factories.ORG, 2023, *ROWS)
    library.ingest_bytes("a.txt", data)
    store = library.snapshot().figures
    stored = store.identities(library.snapshot().disclosures[0].id) or []
    ids = {each for one in stored for each in (*one.left, *one.right)}
    assert ids
    assert len(store.get(ids)) == len(ids)
    assert all(each.startswith(hashlib.sha256(data).hexdigest()[:12]) for each in ids)
