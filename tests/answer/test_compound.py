"""Questions of several parts: each is answered as if it were asked whole, and nothing that nobody knows is answered at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from answer import Assistant
from answer.clauses import clauses, corrected
from domain.model import Answer
from library import Library

SCHOOL = "白鹭县教育局2022年"


@pytest.fixture(scope="module")
def ask(sample_library: Library) -> Assistant:
    return Assistant(sample_library)


def _value(answer: Answer) -> Decimal | None:
    assert answer.status == "answered", answer.text
    return answer.values[0].value


def _told(answer: Answer) -> set[Decimal | None]:
    return {value.value for value in answer.values}


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("办公费多少，电费多少？", ["办公费多少，", "电费多少？"]),
        ("2022年甲、乙两家，谁多？", ["2022年甲、乙两家，谁多？"]),
        ("实际花了多少？要决算数", ["实际花了多少？要决算数"]),
        ("办公费超过1,200.5万元吗", ["办公费超过1,200.5万元吗"]),
        ("与“甲，乙多少”一致吗？为什么？", ["与“甲，乙多少”一致吗？", "为什么？"]),
        ("How much is printing and how much is travel?", ["How much is printing and ", "how much is travel?"]),
    ],
)
def test_a_part_is_what_asks_something_of_its_own(question: str, parts: list[str]) -> None:
    assert list(clauses(question)) == parts


def test_what_a_turn_takes_back_is_not_read() -> None:
    assert corrected("不是2022年，是2023年") == "2023年"
    assert corrected("是不是多了") == "是不是多了"


def test_every_part_is_answered_with_what_the_part_before_left_open(ask: Assistant) -> None:
    answer = ask.ask(f"{SCHOOL}办公费多少，占公用经费多少？")
    amount, share = (_value(ask.ask(f"{SCHOOL}{asked}")) for asked in ("办公费多少", "办公费占公用经费多少"))
    assert [value.value for value in answer.values[:2]] == [amount, share]
    assert [part["inherited"] for part in answer.query["parts"]] == [[], ["items", "orgs", "years"]]  # type: ignore[attr-defined]


def test_a_part_without_an_answer_is_missing_and_claims_nothing(ask: Assistant) -> None:
    answer = ask.ask(f"{SCHOOL}办公费多少，茶叶呢？")
    assert answer.status == "answered" and answer.missing
    assert _told(answer) == _told(ask.ask(f"{SCHOOL}办公费多少"))


@pytest.mark.parametrize("follow_up", ["那茶叶呢", "无人机呢", "信息科的呢", "今天天气怎么样"])
def test_a_turn_of_unknown_words_does_not_get_the_item_before_it(ask: Assistant, follow_up: str) -> None:
    assert ask.ask(follow_up, [f"{SCHOOL}办公费多少"]).status == "not_found"


def test_what_was_told_one_after_another_is_added_up(ask: Assistant) -> None:
    turns = [f"{SCHOOL}办公费多少", "差旅费呢", "公务接待费呢"]
    single = [_value(ask.ask(f"{SCHOOL}{item}多少")) for item in ("办公费", "差旅费", "公务接待费")]
    assert _value(ask.ask("加起来多少", turns)) == sum(each for each in single if each is not None)


def test_a_correction_goes_to_the_other_level_and_never_both(ask: Assistant) -> None:
    answer = ask.ask("不是州，是市", ["苍榆州政府办2024年公用经费是多少"])
    assert _value(answer) == _value(ask.ask("苍榆市政府办2024年公用经费是多少"))
    assert {citation.org for citation in answer.citations} == {"苍榆市人民政府办公室"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("白鹭县教玉局2022年办公费多少", f"{SCHOOL}办公费多少"), (f"{SCHOOL}公务接代费多少", f"{SCHOOL}公务接待费多少")],
)
def test_a_typo_by_sound_is_read_and_said(ask: Assistant, typed: str, meant: str) -> None:
    answer = ask.ask(typed)
    assert _value(answer) == _value(ask.ask(meant))
    assert "理解" in answer.text and answer.query["corrected"]


@pytest.mark.parametrize(
    "question",
    [
        "白鹭县教育局前年办公费多少",
        "白鹭县教育局后年预算多少",
        "白鹭县教育局和昆明市教育局2022年谁的办公费高",
        "白鹭县教育局2022年办公费和茶叶一共多少",
        f"{SCHOOL}人员费用会是多少，预测一下",
        "你觉得白鹭县教育局2022年办公费怎么样",
        "How much did Kunming City Education Bureau spend on travel in 2022?",
    ],
)
def test_what_is_not_there_claims_nothing(ask: Assistant, question: str) -> None:
    answer = ask.ask(question)
    assert answer.status != "answered", answer.text


def test_budgets_and_final_accounts_are_never_added(ask: Assistant) -> None:
    answer = ask.ask("银杉县财政局2022年和2023年三公经费加起来多少")
    kinds = {citation.kind for citation in answer.citations}
    assert len(kinds) < 2 or "不能相加" in answer.text
