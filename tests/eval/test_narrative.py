"""Questions on prose: each is answered where it says, in words that are not the passage's, and nothing outweighs the rest."""

from __future__ import annotations

from collections import Counter

import pytest

from domain.model import Disclosure, Passage
from domain.text import key
from eval.narrative import MOST, Asked, families, questions
from library import Library


@pytest.fixture(scope="module")
def passages(sample_library: Library) -> list[Passage]:
    return sample_library.snapshot().passages.select()


@pytest.fixture(scope="module")
def disclosures(sample_library: Library) -> tuple[Disclosure, ...]:
    return sample_library.snapshot().disclosures


@pytest.fixture(scope="module")
def asked(disclosures: tuple[Disclosure, ...], passages: list[Passage]) -> list[Asked]:
    return questions(disclosures, passages)


def test_the_same_seed_asks_the_same(asked: list[Asked], disclosures: tuple[Disclosure, ...], passages: list[Passage]) -> None:
    assert questions(disclosures, passages) == asked != questions(disclosures, passages, seed=2)
    assert len({one.text for one in asked}) == len(asked) > 200


def test_no_family_outweighs_the_others_and_most_are_asked(asked: list[Asked]) -> None:
    assert max(Counter((one.family, one.document) for one in asked).values()) <= MOST
    assert {family.family for family in families()} - {one.family for one in asked} <= {"fund", "capital"}


def test_the_places_hold_passages_of_the_family_and_document(asked: list[Asked], passages: list[Passage]) -> None:
    kinds = {family.family: family.kinds for family in families()}
    there: dict[tuple[object, ...], set[str]] = {}
    for one in passages:
        if one.place.lines:
            there.setdefault((one.document, one.place.file, *one.place.lines), set()).add(one.kind)
    for one in asked:
        assert one.places
        assert all(there[one.document, *place] & set(kinds[one.family]) for place in one.places), one


def test_definitions_of_another_term_are_no_answer(asked: list[Asked], passages: list[Passage]) -> None:
    """The term asked for is that of every place; the question doesn't quote the answer."""
    terms = {(one.place.file, *one.place.lines): one for one in passages if one.kind == "definition" and one.place.lines}
    defined = [one for one in asked if one.family == "definition"]
    assert defined
    for one in defined:
        found = [terms[place] for place in one.places]
        assert len({passage.term for passage in found}) == 1 and found[0].term in one.text
        assert not any(key(passage.text) in key(one.text) for passage in found)


def test_a_question_names_its_office_and_where_it_matters_its_year(asked: list[Asked], disclosures: tuple[Disclosure, ...]) -> None:
    by_id = {one.id: one for one in disclosures}
    for one in asked:
        about = by_id[one.document]
        assert about.org[:2] in one.text
        assert one.family in ("duty", "structure", "staff", "basis") or str(about.year) in one.text
