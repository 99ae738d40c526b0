"""Words that the lexicon doesn't know mean an item only where the classifier is sure, and nothing narrows what is known."""

from __future__ import annotations

import pytest

from answer import Assistant
from answer.meaning import MOST_OFFERED, SURE, find
from answer.vocabulary import Vocabulary, phrases, plain
from domain.text import key
from eval.meaning import of_no_item, tried, wordings
from index.train.senses import wordings as taught
from library import Library

UNKNOWN = "单位交的保险年金"


def _sure(question: str, *, several: bool = False) -> list[tuple[str, str]]:
    """What is taken for an item: the stretch and the item."""
    text = plain(question)
    found = find(text, Vocabulary().find(text), several=several)
    return [(text[each.start : each.end], each.meanings[0].keys[0]) for each in found if each.meanings[0].sure]


@pytest.mark.parametrize(
    ("question", "item"),
    [("给职工组织学习班花了多少", "培训费"), ("文具和纸张是多少", "办公费"), ("how much went on train tickets for work trips", "差旅费")],
)
def test_other_words_for_what_is_known_mean_its_item(question: str, item: str) -> None:
    assert [keys for _, keys in _sure(question)] == [item]


@pytest.mark.parametrize(
    "question", ["茶叶的办公费花了多少", "信息科的差旅费是多少", "幼儿园的会议费是多少", "组织部花了多少", "彩票奖金是多少"]
)
def test_narrowed_names_and_other_things_mean_nothing(question: str) -> None:
    assert not _sure(question)


def test_each_of_two_joined_stretches_means_its_own() -> None:
    assert [item for _, item in _sure("组织学习班和文具纸张一共多少", several=True)] == ["培训费", "办公费"]


def test_a_comparison_parts_what_stands_on_its_sides() -> None:
    assert {item for _, item in _sure("文具纸张要高出学习班的钱多少", several=True)} <= {"办公费", "培训费"}


def test_blind_wordings_are_not_taught() -> None:
    told = {key(said) for said in taught()} | {key(phrase) for phrase in phrases()}
    assert not [said for said, _ in wordings() if key(said) in told]
    assert not [said for _, said in of_no_item() if key(said) in {key(one) for one, keys in taught().items() if not keys}]


def test_blind_wordings_are_mostly_understood_and_rarely_taken_for_another_item() -> None:
    """The bounds that the thresholds were chosen for (README), on every third wording."""
    some = [each.verdict(SURE) for each in tried(wordings()[::3])]
    assert some.count("wrong") <= 0.05 * len(some)
    assert some.count("right") >= 0.7 * len(some)


def test_what_no_disclosure_lists_is_rarely_taken_for_an_item() -> None:
    for kind, most in {"elsewhere": 0.08, "narrower": 0.2, "unlisted": 0.2}.items():
        some = tried([(said, ()) for of, said in of_no_item()[::3] if of == kind])
        assert sum(each.verdict(SURE) == "wrong" for each in some) <= most * len(some)


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
