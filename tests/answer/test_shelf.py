"""The narrowed shelf: in a large library, a question that names nobody reads what its items state, and answers as if it had read all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from answer import Assistant, assistant, context, facts, stated
from answer.shelf import Shelf
from domain.lexicon import item_named
from domain.model import Figure
from index.figures import FEW, FigureStore
from index.lookup import Lookup
from index.segment import SegmentWriter
from library import Library
from tests import factories

ITEMS = (item_named("公务接待费"), item_named("会议费"))
QUESTIONS = (
    "哪个单位的公务接待费最多？",
    "公务接待费超过1万元的单位有哪些？",
    "各单位公务接待费一共多少？",
    "2023年公务接待费最少的是哪家？",
    "去年公务接待费一共多少？",
    "哪个单位公务接待费占总支出的比例最高？",
    "公务接待费为什么减少？",
    "公务接待费是多少？",
)
MANY = 100
CHANGE: dict[str, Any] = {"source": "narrative", "column": "增减额"}


def test_it_holds_what_the_full_shelf_holds_of_these_items_and_documents(sample_library: Library) -> None:
    shot = sample_library.snapshot()
    here = [one.id for one in shot.disclosures][:4]
    full, narrow = Shelf(shot.figures), Shelf(shot.figures).narrowed(here, ITEMS)
    for document in here:
        wanted = {figure.id for figure in full.sheet(document).figures if figure.item in ITEMS}
        assert {figure.id for figure in narrow.sheet(document).figures if figure.reading == "first"} == wanted
    assert any(narrow.sheet(document).figures for document in here)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_that_of_a_full_reading(question: str, sample_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Assistant(sample_library).ask(question)
    narrowed: list[Shelf] = []
    make = Shelf.narrowed
    monkeypatch.setattr(assistant, "MOST_UNNAMED", 1)
    for module in (context, facts, stated):
        monkeypatch.setattr(module, "FEW", 1)  # all at once from the second document on
    monkeypatch.setattr(Shelf, "narrowed", lambda *given: narrowed.append(make(*given)) or narrowed[-1])
    answer = Assistant(sample_library).ask(question)
    assert len(narrowed) == 1
    assert (answer.status, answer.text, answer.values) == (full.status, full.text, full.values)
    assert (answer.citations, answer.candidates, answer.nearest) == (full.citations, full.candidates, full.nearest)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FigureStore:
    """Many offices, each with an amount of an item, its restatement, a blank and a claim of its change."""
    folder = tmp_path_factory.mktemp("many") / "segment"
    writer = SegmentWriter(folder)
    for at in range(MANY):
        of, sha = factories.disclosure(f"第{at}县教育局"), f"{at:04d}" * 16
        make = partial(factories.figure, of=of, sha=sha, item=ITEMS[0])
        amount = make("公务接待费", f"{at}.40", line=1, row_code="")
        told = make("公务接待费", f"{at}.40", line=2, form="说明", source="narrative", column="金额", sentence="公务接待费。")
        claim = make("公务接待费", "0.40", line=3, form="说明", **CHANGE)
        blank = make("公务接待费", "", line=4, state="blank", row_code="")
        writer.add(factories.parsed([amount, told, replace(claim, of=told.id), blank], of=of, sha=sha))
    writer.finish()
    return FigureStore([folder])


def all_of(shelf: Shelf, documents: list[str]) -> tuple[list[list[Figure]], list[list[Figure]], list[Figure | None]]:
    """Amounts, claims of a change, and what these speak of, office by office."""
    shelf.foresee(ITEMS)
    shelf.read([number for document in documents for number in shelf.sheet(document).stating(ITEMS[0])])
    amounts = [shelf.whole(shelf.sheet(document).stating(ITEMS[0])) for document in documents]
    claims = [list(shelf.sheet(document).alike(**CHANGE)) for document in documents]
    return amounts, claims, [shelf.sheet(claim.document).subject(claim) for said in claims for claim in said]


def test_what_many_offices_state_is_read_at_once_and_is_what_each_states(store: FigureStore, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [one.id for one in store.disclosures()]
    expected = all_of(Shelf(store), documents)
    assert [len(each) for each in expected[0]] == [2] * MANY
    assert [len(each) for each in expected[1]] == [1] * MANY
    statements: list[str] = []
    fetch = Lookup._fetch

    def count(self: Lookup, sql: str, values: Sequence[object] = ()) -> list[Any]:
        statements.append(sql)
        return fetch(self, sql, values)

    monkeypatch.setattr(Lookup, "_fetch", count)
    assert all_of(Shelf(store).narrowed(documents, ITEMS), documents) == expected
    assert len(statements) < 3 * (FEW + 5) < 2 * MANY, "and not one for each office"
