"""The phrase book: every row names an item, and a wording means one only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from domain.codes import DATA
from domain.lexicon import bearers, items, of_several_items
from domain.rows import load_rows
from domain.spoken import Composed, Spoken, spoken
from domain.text import key

MANY = 500
"""Wordings of one pattern that are looked at."""


def wordings(row: Spoken) -> Iterator[str]:
    yield from (*row.lay, *row.en)
    for pattern in row.made:
        yield from islice(pattern.wordings(), MANY)


def test_every_row_names_items() -> None:
    assert [name for row in spoken() for name in row.names if not bearers(name)] == []


def test_a_wording_stands_in_one_row() -> None:
    owners: dict[str, tuple[str, ...]] = {}
    for row in spoken():
        for word in wordings(row):
            assert owners.setdefault(key(word), row.names) == row.names, word


def test_no_wording_is_another_items_name_or_word() -> None:
    own = {key(word): row.names for row in spoken() for word in wordings(row)}
    several = {key(word) for word in of_several_items()}
    assert several & {key(word) for row in spoken() if not row.either for word in wordings(row)} == set()
    known = [(name, item.key) for item in items().values() for name in (item.key, *item.names)]
    known += [(word, row["key"]) for row in load_rows(DATA / "items.yaml") for word in (*row.get("lay", ()), *row.get("en", ()))]
    for name, owner in known:
        meant = own.get(key(name))
        assert meant is None or owner in {bearer for each in meant for bearer in bearers(each)}, name


def test_items_are_called_as_the_phrase_book_says() -> None:
    for row in spoken():
        for owner in (owner for name in row.names if not row.either for owner in bearers(name)):
            assert {*row.lay, *row.en} <= {*items()[owner].lay, *items()[owner].en}


@pytest.mark.parametrize(("text", "found"), [("修理房子的钱", "修理房子"), ("修楼房", "修楼房"), ("修", None), ("新修理楼", "修理楼")])
def test_a_composed_wording_is_found_at_its_longest(text: str, found: str | None) -> None:
    match = Composed("修|修理 房子|楼|楼房").regex.search(text)
    assert (match and match[0]) == found


def test_a_composed_wording_holds_an_anchor() -> None:
    for row in spoken():
        for pattern in row.made:
            assert "" not in pattern.anchors, pattern.pattern
            assert all(any(anchor in word for anchor in pattern.anchors) for word in islice(pattern.wordings(), MANY))
