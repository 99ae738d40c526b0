"""Words that the lexicon doesn't know mean an item only where they say what some wording of it says, and nothing that narrows it."""

from __future__ import annotations

import pytest

from answer import Assistant
from answer.meaning import MOST_OFFERED, Book, find
from answer.vocabulary import Vocabulary, plain
from eval.meaning import THRESHOLDS, narrowed, tried, verdicts
from library import Library

UNKNOWN = "单位交的保险年金"
BOOK = Book(
    tuple(
        (phrase, (item,))
        for item, phrases in {
            "培训费": ("培训费", "办学习班", "组织职工学习", "组织培训班", "请老师上课"),
            "办公费": ("办公费", "买文具", "笔墨纸张", "办公用品"),
            "差旅费": ("差旅费", "出差坐火车", "跑外地的车票"),
        }.items()
        for phrase in phrases
    )
)


def _sure(question: str) -> list[tuple[str, str]]:
    """What is taken for an item: the stretch and the item."""
    text = plain(question)
    official = [each for each in Vocabulary().find(text) if not each.by_word]
    return [(text[each.start : each.end], each.meanings[0].keys[0]) for each in find(text, official, book=BOOK) if each.meanings[0].sure]


@pytest.mark.parametrize(
    ("question", "item"),
    [("组织学习班花了多少", "培训费"), ("文具纸张是多少", "办公费")],
)
def test_other_words_for_what_is_known_mean_its_item(question: str, item: str) -> None:
    assert [keys for _, keys in _sure(question)] == [item]


@pytest.mark.parametrize(
    "question", ["组织茶艺学习班花了多少", "幼儿园的文具纸张是多少", "买无人机多少钱", "信息科出差坐火车花了多少", "组织部花了多少"]
)
def test_words_that_no_wording_explains_mean_nothing(question: str) -> None:
    assert not _sure(question)


def test_each_of_two_joined_stretches_means_its_own() -> None:
    assert [item for _, item in _sure("组织学习班和文具纸张一共多少")] == ["培训费", "办公费"]


def test_words_left_out_are_rarely_taken_for_another_item() -> None:
    """The bound that the thresholds were chosen for (README), on a small fold."""
    some = list(tried(300, 5))
    told = verdicts(some, *THRESHOLDS)
    assert told["wrong"] <= 0.025 * len(some), [each for each in some if each.best and each.best.sure and not each.right]
    assert told["right"] >= 0.4 * len(some)


def test_narrowed_words_are_rarely_taken_for_the_item() -> None:
    some = list(narrowed(150))
    told = verdicts(some, *THRESHOLDS)
    assert told["right"] + told["wrong"] <= 0.08 * len(some)


@pytest.fixture(scope="module")
def ask(sample_library: Library) -> Assistant:
    return Assistant(sample_library)


def test_how_the_words_were_taken_is_said_without_a_figure(ask: Assistant) -> None:
    asked, official = (ask.ask(f"白鹭县教育局2022年{words}花了多少") for words in (UNKNOWN, "职业年金缴费"))
    assert not [each for each in Vocabulary().find(UNKNOWN) if each.text == UNKNOWN], "known by now: take other words"
    assert [value.value for value in asked.values] == [value.value for value in official.values] != []
    assert "按职业年金缴费回答" in asked.text
    assert not any(char.isdigit() for char in asked.text.rsplit("（", 1)[1])


def test_offered_items_are_several(ask: Assistant) -> None:
    answers = [ask.ask(f"白鹭县教育局2022年{words}是多少") for words in ("给职工的补贴待遇", "看病补助保险", "给职工补助看病的保险")]
    for answer in answers:
        assert answer.status != "answered"
        assert answer.status != "ambiguous" or 2 <= len(answer.candidates) <= MOST_OFFERED * 2


@pytest.mark.parametrize("question", ["项目是多少", "其他", "a an it", "s 项目 of", "的的的", "和、和"])
def test_words_that_name_nothing_mean_nothing(question: str) -> None:
    assert not _sure(question)
