"""Questions generated over a library: held-out words stay unknown, truths are read rightly, near misses have no answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

from domain.lexicon import items
from domain.rows import load_rows
from domain.text import key
from eval import sample
from eval.gold import Question, load, save
from eval.questions import generate
from eval.questions.data import Pattern, patterns, slots, words
from eval.questions.ledger import Ledger
from eval.questions.scored import scored, text
from eval.questions.wording import mistyped, short_names, years
from library import Library

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("generated")
    paths = [path for path in sample.write(folder / "docs") if path.stem in ("s01", "s02", "s05")]
    made = Library.open_or_create(folder / "library")
    made.ingest(paths)
    return made


@pytest.fixture(scope="module")
def asked(library: Library) -> list[Question]:
    return generate(library, 400, seed=4)


def _leaves(data: Any) -> Iterator[str]:
    if isinstance(data, dict | list):
        for each in (*data, *data.values()) if isinstance(data, dict) else data:
            yield from _leaves(each)
    elif isinstance(data, str):
        yield data


@cache
def _strings(pattern: str) -> frozenset[str]:
    """Every string, field names too, of the project's files of this name."""
    return frozenset(leaf for path in ROOT.glob(pattern) for leaf in _leaves(load_rows(path)))


def _held_words() -> list[str]:
    return [word for row in words() for word in (*row.held, *row.en_held)]


@pytest.mark.parametrize("files", ["domain/data/*.yaml", "answer/*.yaml", "index/train/*.yaml"])
def test_no_held_out_word_is_taught(files: str) -> None:
    taught = {key(text) for text in _strings(files)}
    assert len(taught) > 100
    assert [word for word in _held_words() if key(word) in taught] == []


def test_no_held_out_word_is_in_the_lexicon() -> None:
    known = {key(word) for item in items().values() for word in (item.key, *item.names, *item.lay, *item.en)}
    assert [word for word in _held_words() if key(word) in known] == []


def test_held_out_words_are_more_than_a_character_from_the_open_ones() -> None:
    near = [
        (word, other)
        for row in words()
        for word in (*row.held, *row.en_held)
        for other in (row.name, *row.also, *row.lay, *row.en)
        if Levenshtein.distance(key(word), key(other), score_cutoff=2) < 2
    ]
    assert near == []


_OWN, _OWN_ENGLISH = 5, 12
"""Characters from which a piece of a sentence is somebody's own wording."""


def _fixed(pattern: Pattern) -> list[str]:
    """What stands between the slots and the marks of a pattern; “of”, 连同 and other words that any speaker uses are nobody's."""
    parts = (part.strip().lower() for part in re.split(r"\{\w+\}|[，。？?：:、“”（）()=/]", pattern.text))
    return [part for part in parts if len(part) >= (_OWN_ENGLISH if part.isascii() else _OWN)]


def test_no_held_out_pattern_is_a_phrase_of_the_program() -> None:
    rows = load_rows(ROOT / "answer" / "words.yaml")
    phrases = {phrase for every in (*rows.values(), *rows["plain"].values()) for phrase in every}
    own = {part for pattern in patterns() if pattern.held for part in _fixed(pattern)}
    assert [part for part in own if part in _strings("answer/*.yaml") or any(re.fullmatch(phrase, part) for phrase in phrases)] == []


def test_no_held_out_pattern_is_open_or_trained_on() -> None:
    """Compared without their slots, whatever these are called."""
    texts = {pattern.text for pattern in patterns() if not pattern.held} | _strings("index/train/*.yaml")
    known = {_skeleton(text) for text in texts}
    assert [pattern.text for pattern in patterns() if pattern.held and _skeleton(pattern.text) in known] == []


def _skeleton(text: str) -> str:
    return key(re.sub(r"\{\w+\}", "", text))


def test_a_third_is_held_out_and_sixty_items_are_spoken_of() -> None:
    lay, held = sum(len(row.lay) + len(row.en) for row in words()), len(_held_words())
    assert len(words()) >= 60 and held * 2 >= lay
    assert [row.name for row in words() if row.lay and (len(row.held) < 2 or not row.en_held)] == []


def test_a_third_of_the_patterns_of_every_shape_and_language_is_held_out() -> None:
    every = Counter((pattern.shape, pattern.lang) for pattern in patterns())
    held = Counter((pattern.shape, pattern.lang) for pattern in patterns() if pattern.held)
    assert [group for group, count in every.items() if held[group] * 3 < count] == []


def test_no_word_means_two_items() -> None:
    owner: dict[str, str] = {}
    for row in words():
        for word in (row.name, *row.also, *row.lay, *row.held, *row.en, *row.en_held):
            assert owner.setdefault(key(word), row.name) == row.name, word


def test_patterns_have_the_slots_of_their_shape() -> None:
    assert len({pattern.id for pattern in patterns()}) == len(patterns())
    assert {pattern.lang for pattern in patterns()} == {"zh", "en"}
    assert all(name in {key(n) for row in words() for n in (row.name, *row.also)} for pair in slots()["alike"] for name in map(key, pair))


def test_the_same_seed_asks_the_same(library: Library, asked: list[Question], tmp_path: Path) -> None:
    again = generate(library, 400, seed=4)
    assert again == asked and generate(library, 400, seed=5) != asked
    save(tmp_path / "q.jsonl", asked)
    assert load(tmp_path / "q.jsonl") == asked


def test_every_figure_is_printed_where_the_evidence_says(asked: list[Question], library: Library, tmp_path: Path) -> None:
    told = {path.name: path.read_text(encoding="utf-8").splitlines() for path in sample.write(tmp_path)}
    checked = 0
    for question in asked:
        if question.kind != "lookup" or question.tags.get("shape") == "count" or not question.evidence_lines:
            continue
        spans = [_lines(told, place) for place in question.evidence_lines]
        assert all(any(printed.replace(",", "") in span.replace(",", "") for printed in question.evidence) for span in spans), question
        checked += 1
    assert checked > 40


def _lines(text: dict[str, list[str]], place: str) -> str:
    name, _, span = place.rpartition(":")
    first, _, last = span.partition("-")
    return "\n".join(text[name][int(first) - 1 : int(last or first)])


def test_all_that_was_to_be_asked_is(asked: list[Question]) -> None:
    noted = [question.tags for question in asked]
    assert len({question.question for question in asked}) == len(asked) >= 350
    assert {"en", "zh"} == {question.lang for question in asked}
    assert {"official", "lay", "held"} <= {note.get("word") for note in noted}
    assert {"year", "org", "item", "kind"} <= {note["near"] for note in noted if "near" in note}
    assert len({note["shape"] for note in noted}) >= 15
    assert all((question.kind == "unanswerable") == ("near" in note) for question, note in zip(asked, noted, strict=True))


def test_a_question_said_to_hold_a_held_out_word_does(asked: list[Question]) -> None:
    """A question by code names no item, however that is called elsewhere."""
    held = [q.question for q in asked if q.tags.get("word") == "held" and not q.tags.get("slip")]
    assert held and [text for text in held if not any(word in text for word in _held_words())] == []


def test_what_is_printed_in_several_ways_is_not_asked(library: Library) -> None:
    for ledger in _ledgers(library):
        assert not set(ledger.entries) & ledger.doubtful
        for entry in ledger.entries.values():
            assert all(abs(figure.yuan - entry.yuan) < Decimal(100) for figure in entry.figures if figure.yuan is not None)


def _ledgers(library: Library) -> Iterator[Ledger]:
    shot = library.snapshot()
    return (Ledger(one, shot.figures.select(documents=[one.id])) for one in shot.disclosures)


def test_near_misses_ask_for_what_is_not_there(asked: list[Question], library: Library) -> None:
    ledgers = list(_ledgers(library))
    orgs = {name for ledger in ledgers for name in ledger.disclosure.names}
    checked = 0
    for question in asked:
        note = question.tags
        if note.get("near") == "org":
            assert not any(name in question.question for name in orgs), question
        for ledger in ledgers if note.get("near") == "item" else ():
            asked_of = (
                ledger.disclosure.org in question.question and f"{ledger.disclosure.year}年{ledger.disclosure.kind}" in question.question
            )
            checked += asked_of
            assert not asked_of or key(note["item"]) not in ledger.names, question
    assert checked


def test_a_near_miss_may_be_asked_back_but_not_answered(asked: list[Question]) -> None:
    missed = [question for question in asked if question.tags.get("near")][:1]
    for answer, verdict in (
        ({"status": "ambiguous", "text": "请选择", "values": []}, "right"),
        ({"status": "not_found", "text": "没有找到", "values": []}, "right"),
        ({"status": "answered", "text": "3万元", "values": [{"value": "3", "unit": "万元"}]}, "wrong"),
    ):
        found = scored(missed, lambda question, answer=answer: answer)  # type: ignore[misc]
        assert found.judged[0].verdict == verdict and "near misses" in found.text() and "near miss" in text(found)


def test_years_are_written_in_many_ways() -> None:
    assert {"2024年", "24年", "二〇二四年", "2024"} <= set(years(2024))


def test_a_slip_is_one_character_and_no_other_name() -> None:
    slips = {mistyped("差旅费", Random(n), frozenset()) for n in range(30)} - {"差旅费"}
    assert slips and all(len(slip) == 3 and sum(a != b for a, b in zip(slip, "差旅费", strict=True)) == 1 for slip in slips)
    assert mistyped("差旅费", Random(1), frozenset(key(slip) for slip in slips)) == "差旅费"


def test_short_names_mean_one_organisation(library: Library) -> None:
    shorts = short_names(library.snapshot().disclosures)
    every = [name for names in shorts.values() for name in names]
    assert len(every) == len(set(every)) and any("政府办" in name for name in every)
