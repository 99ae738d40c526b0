"""A crowd of documents: each of another office, all of them readable, the same every time."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from eval.sample import crowd
from eval.sample.plans import PLANS
from ingest.pipeline import parse

MANY = len(PLANS) + 3


def test_names_are_of_two_characters_and_never_twice() -> None:
    every = list(crowd.names())
    assert len(every) == len(set(every)) == 400 and {len(name) for name in every} == {2}


def test_every_document_is_of_an_office_and_year_of_its_own(tmp_path: Path) -> None:
    written = crowd.write(tmp_path, MANY)
    assert len(written) == len({path.name for path in written}) == MANY
    found = [parse(path.read_bytes(), path.name).disclosure for path in written]
    assert len({one.id for one in found}) == MANY
    first, later = found[: len(PLANS)], found[len(PLANS) :]
    assert not {one.org for one in first} & {one.org for one in later}
    assert [one.year for one in later] == [one.year for one in first[: len(later)]]


def test_no_place_of_the_sample_is_left(tmp_path: Path) -> None:
    fresh = set(islice(crowd.names(), 8))
    for name, text in crowd.documents(MANY):
        assert not any(place in text for place in ("苍榆", "青榆", "白鹭", "银杉")), name
        assert any(place in text for place in fresh), name


def test_the_same_every_time_with_other_sums_in_the_next_round() -> None:
    once = dict(crowd.documents(MANY))
    assert once == dict(crowd.documents(MANY))
    assert dict(crowd.documents(2)) == dict(islice(once.items(), 2))
    one, other = (text for name, text in once.items() if name.endswith(PLANS[0].file))
    assert [char for char in one if char.isdigit()] != [char for char in other if char.isdigit()]
