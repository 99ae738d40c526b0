"""Families of questions on made-up disclosures: series, this year, chapters, targets, staff, bounds; and refusals that say what is missing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from answer import Assistant
from answer.years import Years
from library import Library

HOST = "苍榆州人民政府办公室"


@pytest.fixture(scope="module")
def ask(sample_library: Library) -> Assistant:
    return Assistant(sample_library)


@pytest.fixture(scope="module")
def altered(sample_docs: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A school board whose overview and whose reason for a change tell different numbers of people."""
    folder = tmp_path_factory.mktemp("altered")
    text = (sample_docs / "s06.txt").read_text(encoding="utf-8")
    told = text.replace("在职33人，增加0人", "在职33人，减少4人")
    assert told != text
    at = told.index("主要原因是") + len("主要原因是")
    (folder / "a.txt").write_text(f"{told[:at]}本年较上年减少6名在编人员，{told[at:]}", encoding="utf-8")
    library = Library.open_or_create(folder / "library")
    library.ingest([folder / "a.txt"])
    return Assistant(library)


def test_a_series_has_a_chart_and_says_which_years_are_there(ask: Assistant) -> None:
    answer = ask.ask(f"{HOST}2022到2025年办公费预算逐年是多少")
    assert answer.chart is not None
    assert answer.chart["kind"] == "line"
    assert [value.value for value in answer.values] == [Decimal(row["value"]) for row in _rows(answer.chart)]
    assert answer.missing == ("2025年",)
    assert "2022年、2023年、2024年" in answer.text


def _rows(chart: dict[str, object]) -> list[dict[str, str]]:
    rows = chart["rows"]
    assert isinstance(rows, list)
    return rows


def test_budget_against_final_accounts_is_charted(ask: Assistant) -> None:
    chart = ask.ask(f"{HOST}2023年“三公”经费决算比预算差多少").chart
    assert chart is not None
    assert len(_rows(chart)) == 2


def test_this_year_is_that_of_the_latest_documents(ask: Assistant) -> None:
    implied, named = ask.ask(f"{HOST}今年办公费预算比去年多多少"), ask.ask(f"{HOST}2024年预算办公费比2023年多多少")
    assert implied.status == "answered"
    assert implied.values[0] == named.values[0]
    assert "2024" in implied.text
    assert "2023" in implied.text


def test_chapters_are_told(ask: Assistant) -> None:
    assets = ask.ask(f"{HOST}2022年国有资产占用情况怎么样")
    assert assets.status == "answered"
    assert {value.unit for value in assets.values} >= {"平方米", "万元", "辆"}
    goals = ask.ask(f"{HOST}2022年绩效目标有哪些")
    assert goals.status == "answered"
    assert len(goals.citations) == goals.text.count("”：“")


@pytest.mark.parametrize("ending", ["定的什么目标", "做到多少才算数", "要达到多少才算合格", "目标值是多少"])
def test_a_target_whose_name_is_said_is_that_target(ask: Assistant, ending: str) -> None:
    answer = ask.ask(f"{HOST}2022年“重点工作督办经费”里，实地督办差旅数量{ending}")
    assert [(value.value, value.unit) for value in answer.values] == [(Decimal(26), "次")]


def test_part_of_a_targets_name_is_no_target(ask: Assistant) -> None:
    assert ask.ask(f"{HOST}2022年“重点工作督办经费”里，摆渡督办差旅数量定的什么目标").status != "answered"


@pytest.mark.parametrize(
    ("said", "within"), [("不少于{}", True), ("至少{}", True), ("不超过{}", True), ("超过{}", False), ("不到{}", False), ("{}开外", False)]
)
def test_bounds_take_in_their_amount_or_not(ask: Assistant, said: str, within: bool) -> None:
    office = f"{HOST}2022年预算"
    amount = ask.ask(f"{office}差旅费是多少").values[0]
    answer = ask.ask(f"{office}商品和服务支出里{said.format(f'{amount.value}万元')}的有哪些")
    assert answer.status == "answered"
    assert (amount.value in {value.value for value in answer.values[1:]}) is within


def test_an_amount_that_bounds_in_no_known_way_lists_nothing(ask: Assistant) -> None:
    assert ask.ask(f"{HOST}2022年预算商品和服务支出里摆渡于10万元的有哪些").status != "answered"


@pytest.mark.parametrize("question", ["商品和服务支出最靠前的三项", "商品和服务支出名下有几个款级科目", "差旅费每花一百块有多少是办公费"])
def test_an_amount_is_no_answer_to_which_or_how_many(ask: Assistant, question: str) -> None:
    assert ask.ask(f"{HOST}2022年预算{question}").status != "answered"


def test_a_refusal_names_what_it_refuses(ask: Assistant) -> None:
    answer = ask.ask("银杉县财政局2024年的案件办理费是多少")
    assert answer.status == "not_found"
    assert "案件办理费" in answer.text


def test_last_years_number_is_of_the_measure_asked_for(ask: Assistant) -> None:
    assert ask.ask("银杉县财政局2024年预算行政运行的上年执行数是多少").status != "answered"
    assert ask.ask("银杉县财政局2024年预算“三公”经费的上年预算数是多少").status == "answered"


def test_places_that_differ_on_staff_are_all_told(altered: Assistant) -> None:
    answer = altered.ask("白鹭县教育局2022年工作人员到底减少了几人")
    assert answer.status == "answered"
    assert "减少4人" in answer.text
    assert "减少6名" in answer.text
    assert "不一致" in answer.text


def test_a_name_that_holds_last_year_is_no_year() -> None:
    from answer.orgs import Directory
    from answer.parse import parse
    from answer.vocabulary import Vocabulary

    query = parse("2022年预算上年结余结转是多少", Directory(()), Vocabulary())
    assert [mention.keys[0] for mention in query.items] == ["上年结转结余"]
    assert query.years == Years((2022,), (), None, query.years.spans, query.years.starts)
