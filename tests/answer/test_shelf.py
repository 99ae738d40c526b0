"""The narrowed shelf: in a large library, a question that names nobody reads what its items state, and answers as if it had read all."""

from __future__ import annotations

import pytest

from answer import Assistant, assistant
from answer.shelf import Shelf
from domain.lexicon import item_named
from library import Library

ITEMS = (item_named("公务接待费"), item_named("会议费"))
QUESTIONS = (
    "哪个单位的公务接待费最多？",
    "公务接待费超过1万元的单位有哪些？",
    "各单位公务接待费一共多少？",
    "2023年公务接待费最少的是哪家？",
)


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
    monkeypatch.setattr(Shelf, "narrowed", lambda *given: narrowed.append(make(*given)) or narrowed[-1])
    answer = Assistant(sample_library).ask(question)
    assert len(narrowed) == 1
    assert (answer.status, answer.text, answer.values) == (full.status, full.text, full.values)
