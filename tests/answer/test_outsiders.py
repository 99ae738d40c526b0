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
    assert ask.ask("石泉2022年办公费是多少").missing == ("石泉",)
    assert ask.ask("白鹭县石泉2022年办公费是多少").missing == ("白鹭县石泉",)
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


@pytest.mark.parametrize("part", ["综合科", "人事股", "信息处", "的档案室"])
@pytest.mark.parametrize("asked", ["2022年办公费是多少", "有多少人", "2022年的三公经费"])
def test_a_part_of_an_office_has_no_account_of_its_own(ask: Assistant, part: str, asked: str) -> None:
    answer = ask.ask(f"白鹭县教育局{part}{asked}")
    assert answer.status in ("not_found", "unsupported"), answer.text
    assert not answer.values


@pytest.mark.parametrize("asked", ["几个科室", "内设处室有哪些", "办公室租金多少", "2022年办公费是多少"])
def test_words_for_parts_are_no_part(asked: str) -> None:
    office = Mention("白鹭县教育局", 0, 6, ("白鹭县教育局",), True)
    assert outside(f"白鹭县教育局{asked}", [office], [], []) == [office]


@pytest.mark.parametrize("joint", ["和", "跟", "与", "、", "比"])
def test_an_office_beside_one_of_ours_is_said_not_to_be_here(ask: Assistant, joint: str) -> None:
    for both in (f"柳泉镇{joint}白鹭县教育局", f"白鹭县教育局{joint}柳泉镇"):
        answer = ask.ask(f"{both}2022年办公费哪个多")
        assert answer.status == "not_found" and "柳泉镇" in answer.text


@pytest.mark.parametrize("kind", ["镇", "街道", "医院", "小学"])
@pytest.mark.parametrize("asked", ["哪个{}的办公费最多", "各{}2022年办公费分别是多少", "所有{}的三公经费一共多少"])
def test_a_kind_of_office_that_is_not_here_has_no_winner(ask: Assistant, kind: str, asked: str) -> None:
    assert ask.ask(asked.format(kind)).status == "not_found"


def test_a_kind_of_office_that_is_here_has_one(ask: Assistant) -> None:
    assert ask.ask("哪个局2022年的办公费最多").status == "answered"
