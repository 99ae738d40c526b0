"""The training text is the project's own, and training makes of it what the package ships."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from domain.lexicon import items
from domain.text import key
from index.embedding import Embedder
from index.train.__main__ import DISCLOSURES, HELD_OUT, SEED, main, recall
from index.train.text import Pair, Writer, families, name_characters, topics, words

SENTENCE = re.compile(r"[。；！？\n\t]")
LONG = 14
"""Characters from which a sentence that two texts share is a copy and not a phrase of the trade."""


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """Exactly the text that the shipped model is trained on."""
    return Writer(SEED).pairs(DISCLOSURES)


@pytest.fixture(scope="module")
def written(pairs: list[Pair]) -> str:
    return "\n".join(key(text) for pair in pairs for text in (pair.question, pair.passage))


def test_no_gold_question_is_trained_on(shared: Path, written: str) -> None:
    rows = [json.loads(line) for line in (shared / "gold/seeds.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = {key(text) for row in rows for text in (row["question"], *row.get("turns", ())) if len(key(text)) > 8}
    assert len(asked) > 200
    assert not [question for question in asked if question in written]


def test_no_sentence_of_a_seed_is_trained_on(seeds: Path, written: str) -> None:
    names = sorted({key(name) for item in items().values() for name in (item.key, *item.names)}, key=len, reverse=True)
    official = re.compile("|".join([*map(re.escape, names), r"\d+"]))  # names and codes are facts, whoever prints them
    for path in seeds.glob("*.txt"):
        sentences = {key(part) for part in SENTENCE.split(path.read_text(encoding="utf-8"))}
        rests = {one: official.sub("", one) for one in sentences if len(one) >= LONG and one in written}
        copied = [
            one for one, rest in rests.items() if len(rest) > 4 and not any(name.endswith(rest) for name in names)
        ]  # a name cut in two
        assert not copied, path.name


def test_no_place_of_a_seed_is_trained_on(pairs: list[Pair]) -> None:
    """Made-up names are drawn from characters that the trade doesn't use; two neighbours of a real name never come up by design."""
    patterns = json.dumps([families(), words()], ensure_ascii=False)
    assert not [place for place in ("昌吉", "库尔勒", "普陀", "江苏", "新疆", "开普云") if place in patterns]
    trade = {char for item in items().values() for text in (*item.names, *item.lay) for char in text}
    assert not trade & set(name_characters())


def test_the_same_seed_writes_the_same_text() -> None:
    assert Writer(7).pairs(5) == Writer(7).pairs(5)
    assert Writer(7).pairs(5) != Writer(8).pairs(5)


def test_every_slot_of_every_pattern_is_filled(pairs: list[Pair]) -> None:
    assert not [pair for pair in pairs if "{" in pair.question + pair.passage]
    assert {pair.topic.partition("/")[0] for pair in pairs} == {family["key"] for family in families()}
    for family in families():
        assert topics(family.get("topics", "none"))


def test_a_passage_covers_its_own_topic(pairs: list[Pair]) -> None:
    assert all(pair.topic in pair.covers for pair in pairs)


def test_the_shipped_model_finds_passages_of_unseen_disclosures() -> None:
    assert recall(Embedder(""), Writer(SEED + 1).pairs(HELD_OUT), 5) >= 0.95


def test_training_learns_and_repeats(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="needs the extra `models`")
    for name in ("one", "two"):
        main(["embedding", "--out", str(tmp_path / name), "--disclosures", "60", "--held-out", "20"])
    one, two = ((tmp_path / name / "model.safetensors").read_bytes() for name in ("one", "two"))
    assert one == two
    assert recall(Embedder(str(tmp_path / "one")), Writer(99).pairs(20), 5) >= 0.5
