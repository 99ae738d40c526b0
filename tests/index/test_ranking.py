"""What makes a passage fit a question, its words and vectors aside."""

from __future__ import annotations

from typing import Any

import pytest

from domain.lexicon import item_named, items
from domain.model import Passage, Provenance
from index.ranking import CHANGE, KIND, NUMBER, PROJECT, SAID, TABLE, TERM, UNASKED, Sought, Wish, fit

KEY = item_named("公务接待费")
RECEPTION = ((KEY, ("公务接待费", "接待费")),)


def passage(text: str, kind: Any = "narrative", term: str = "") -> Passage:
    return Passage("p", "甲", Provenance("甲.txt", "a" * 64, None, (1, 1)), kind, "八、“三公”经费", term, text)


@pytest.mark.parametrize(
    ("sought", "found", "weight"),
    [
        (Sought("接待费", items=RECEPTION), passage("……", term="公务接待费"), TERM),
        (Sought("接待费", items=RECEPTION), passage("……", term="公务用车运行维护费"), 0),
        (Sought("接待费多少", items=RECEPTION, amount=True), passage("公务接待费支出 2.60 万元"), NUMBER),
        (Sought("接待费多少", items=RECEPTION, amount=True), passage("公务接待费用于外地来访团组，另有车费2.60万元"), 0),
        (Sought("接待费", items=RECEPTION), passage("公务接待费2.60万元"), 0),
        (Sought("为什么", wishes=(Wish(("reason",), "原因"),)), passage("主要原因是来访变少。", "reason"), KIND),
        (Sought("为什么", wishes=(Wish(("reason",), "原因"),)), passage("比上年减少。", "reason"), 0),
        (Sought("多了多少", amount=True, change=True), passage("比上年减少1.40万元"), CHANGE),
        (Sought("多了多少", change=True), passage("比上年减少1.40万元"), 0),
        (Sought("亮化", projects=("河岸亮化",)), passage("资金分配", "project", "河岸亮化"), PROJECT),
        (Sought("亮化", projects=("河岸亮化",)), passage("资金分配", "narrative", "河岸亮化"), 0),
        (Sought("热线", words=("政务热线",)), passage("政务热线有九人"), SAID),
        (Sought("热线"), passage("30201 | 办公费", "table"), -TABLE),
        (Sought("热线"), passage("指……", "definition", "热线"), -UNASKED["definition"]),
        (Sought("热线", wishes=(Wish(("definition",)),)), passage("指……", "definition"), KIND),
    ],
)
def test_each_thing_that_counts(sought: Sought, found: Passage, weight: float) -> None:
    assert fit(sought, found) == pytest.approx(weight)


def test_half_of_the_words_count_half() -> None:
    assert fit(Sought("", words=("政务热线",)), passage("政务大厅")) == pytest.approx(SAID / 3)


def test_of_two_items_each_counts_half() -> None:
    both = (*RECEPTION, (item_named("会议费"), items()[item_named("会议费")].names))
    assert fit(Sought("", items=both, amount=True), passage("公务接待费2.60万元")) == pytest.approx(NUMBER / 2)
