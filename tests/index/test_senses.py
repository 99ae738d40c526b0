"""The classifier of wordings tells items apart by words it has not seen together, and what means no item from both."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.lexicon import items
from index.senses import NONE, Senses, features, senses
from index.train.senses import wordings, write

TAUGHT = {
    "培训费": ("组织职工学习", "办学习班", "请老师上课", "参加培训班", "上课听讲座", "training courses", "sending staff on courses"),
    "差旅费": ("出差坐火车", "跑外地的车票", "出差住宿", "外出办事的车票", "坐飞机出差", "travel tickets", "train travel for work"),
    "": ("电影票价", "彩票奖金", "菜市场的菜价", "全县财政收入", "house prices"),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Senses:
    pytest.importorskip("torch", reason="needs the extra `models`")
    folder = tmp_path_factory.mktemp("senses")
    write({said: (item,) if item else NONE for item, said_so in TAUGHT.items() for said in said_so * 20}, folder, 1)
    return senses(folder)


def test_features_are_characters_their_pairs_and_words_with_their_stems() -> None:
    assert list(features("修车 Repairs, 2024")) == ["修", "车", "修车", "repairs", "repa-"]
    assert list(features("２０２４：…")) == []


def test_what_it_was_taught_it_knows(small: Senses) -> None:
    for item, said_so in TAUGHT.items():
        for said, likely in zip(said_so, small.of(said_so), strict=True):
            assert small.items[int(likely.argmax())] == ((item,) if item else NONE), said


def test_probabilities_add_up_and_nothing_is_said_of_unknown_characters(small: Senses) -> None:
    known, unknown = small.of(["办班学习", "ψψψ"])
    assert known.sum() == pytest.approx(1, abs=1e-4)
    assert unknown.sum() == 0


def test_the_same_wordings_and_seed_make_the_same_classifier(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="needs the extra `models`")
    told = {said: (item,) for item, said_so in TAUGHT.items() if item for said in said_so}
    for name in ("one", "two"):
        write(told, tmp_path / name, 3)
    for file in ("senses.safetensors", "senses.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_the_shipped_classifier_means_items_of_the_lexicon() -> None:
    assert NONE in senses().items
    assert not [key for keys in senses().items for key in keys if key not in items()]


def test_wordings_of_several_items_are_not_taught() -> None:
    taught = wordings()
    assert taught["公务接待费"] == ("公务接待费",)
    assert NONE in taught.values() and not [said for said, keys in taught.items() if not said]
