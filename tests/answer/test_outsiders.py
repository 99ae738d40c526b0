"""Offices that the library doesn't hold, called as towns, schools, societies and the like are: what others spent is none of theirs."""

from __future__ import annotations

import pytest

from answer import Assistant
from answer.orgs import Mention
from answer.outsiders import outside
from library import Library


@pytest.fixture(scope="module")
def ask(sample_library: Library) -> Assistant:
    return Assistant(sample_library)


@pytest.mark.parametrize(
    "name", ["柳泉镇", "云台山街道", "二道河乡政府", "星光小学", "县妇联", "供电所", "气象站", "特警支队", "县侨联", "民兵训练基地"]
)
@pytest.mark.parametrize("place", ["", "白鹭县", "苍榆"])
@pytest.mark.parametrize("question", ["{}2022年办公费是多少", "请问{}2022年的三公经费预算", "2022年预算里{}的差旅费花了多少"])
def test_another_office_has_nothing_of_ours(ask: Assistant, name: str, place: str, question: str) -> None:
    answer = ask.ask(question.format(place + name))
    assert answer.status == "not_found", answer.text
    assert not answer.citations


def test_who_is_not_here_is_said(ask: Assistant) -> None:
    assert "白鹭县柳泉镇" in ask.ask("白鹭县柳泉镇2022年办公费是多少").missing
    assert ask.ask("石泉2022年办公费是多少").missing == ask.ask("白鹭县石泉2022年办公费是多少").missing == ("石泉",)
    assert "柳泉镇" in ask.ask("How much did 柳泉镇 spend on travel in 2022?").missing


@pytest.mark.parametrize(
    "question", ["How much did Pingyang water bureau spend on travel in 2022?", "travel expenses of the finance bureau of Pingyang, 2022"]
)
def test_nor_has_one_named_in_english(ask: Assistant, question: str) -> None:
    answer = ask.ask(question)
    assert answer.status == "not_found"
    assert not answer.citations


@pytest.mark.parametrize(
    "said",
    [
        "2022年开个座谈会花了多少",
        "2022年公园的钱花了多少",
        "2022年给全部干部的钱",
        "2022年下乡的补贴",
        "大家2022年关心的数",
        "听说2022年有预算",
    ],
)
def test_ordinary_words_are_no_offices(said: str) -> None:
    at = said.index("2022年")
    assert outside(said, [], [], [(at, at + 5)]) == []


def test_an_office_of_ours_stays_whoever_else_is_spoken_of() -> None:
    office = Mention("白石县财政局", 0, 6, ("白石县财政局",), True)
    assert outside("白石县财政局2022年给柳泉镇的补助", [office], [], [(6, 11)]) == [office]
    assert [each.orgs for each in outside("白石县财政局下属的柳泉幼儿园2022年", [office], [], [(15, 20)])] == [()]
