"""Follow-ups take over what they leave open, and nothing more."""

from __future__ import annotations

import pytest

from answer import Assistant
from library import Library


@pytest.fixture(scope="module")
def ask(sample_library: Library) -> Assistant:
    return Assistant(sample_library)


@pytest.mark.parametrize(
    ("turns", "question", "same_as"),
    [
        (["白鹭县教育局2022年三公经费是多少"], "那公务接待费呢？", "白鹭县教育局2022年公务接待费是多少"),
        (["苍榆州政府办2024年差旅费是多少"], "2022年呢？", "苍榆州政府办2022年差旅费是多少"),
        (["苍榆州政府办2024年差旅费是多少"], "苍榆市政府办呢？", "苍榆市政府办2024年差旅费是多少"),
        (["白鹭县教育局2022年办公费是多少"], "占公用经费多少？", "白鹭县教育局2022年办公费占公用经费多少"),
        (["白鹭县教育局2022年办公费是多少"], "换成元", "白鹭县教育局2022年办公费换成元是多少"),
        (["白鹭县教育局2022年办公费是多少"], "白鹭县水利局2023年差旅费是多少", "白鹭县水利局2023年差旅费是多少"),
    ],
)
def test_a_follow_up_is_the_whole_question(ask: Assistant, turns: list[str], question: str, same_as: str) -> None:
    followed, whole = ask.ask(question, turns), ask.ask(same_as)
    assert followed.status == whole.status == "answered"
    assert [value.value for value in followed.values] == [value.value for value in whole.values]


@pytest.mark.parametrize("question", ["哪个项目花钱最多", "主要职责是什么", "有哪些绩效目标", "有哪些内设机构", "有几个项目"])
def test_a_complete_question_takes_no_item_from_before(ask: Assistant, question: str) -> None:
    question = f"苍榆州政府办2022年{question}"
    followed, whole = ask.ask(question, ["苍榆州政府办2022年机关运行经费多少"]), ask.ask(question)
    assert (followed.status, followed.text) == (whole.status, whole.text)


def test_the_query_says_what_was_taken_over(ask: Assistant) -> None:
    answer = ask.ask("那公务接待费呢？", ["白鹭县教育局2022年三公经费是多少"])
    assert answer.query["inherited"] == ["orgs", "years"]


def test_choosing_an_organisation_answers_the_open_question(ask: Assistant) -> None:
    assert ask.ask("苍榆2024年预算是多少").status == "ambiguous"
    answer = ask.ask("我问的是苍榆市政府办", ["苍榆2024年预算是多少"])
    assert answer.status == "answered"
    assert answer.citations[0].org == "苍榆市人民政府办公室"


def test_asking_which_office_is_about_all_of_them(ask: Assistant) -> None:
    answer = ask.ask("2023年哪个单位的“三公”经费预算最多？", ["白鹭县水利局2023年差旅费是多少"])
    assert answer.status == "answered"
    assert len({citation.org for citation in answer.citations}) > 1
