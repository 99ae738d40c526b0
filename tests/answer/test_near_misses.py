"""Every official item asked of every document: either its very own figure, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from answer import Assistant
from domain.lexicon import item_name, items
from domain.model import Disclosure
from library import Library


def _questions(disclosure: Disclosure) -> Iterator[tuple[str, str]]:
    for item in items().values():
        if item.codes and not item.sum:
            yield item.key, f"{disclosure.org}{disclosure.year}年{disclosure.kind}的{item_name(item.key)}是多少？"


@pytest.mark.parametrize("which", range(0, 10, 3))
def test_an_item_gets_its_own_figure_or_none(sample_library: Library, which: int) -> None:
    snapshot = sample_library.snapshot()
    disclosure = sorted(snapshot.disclosures, key=lambda each: each.id)[which]
    assistant = Assistant(sample_library)
    printed = {figure.item for figure in snapshot.figures.select(documents=[disclosure.id])}
    for key, question in _questions(disclosure):
        answer = assistant.ask(question)
        if answer.status != "answered" or not answer.values:
            continue
        figure = snapshot.figures.get(answer.values[0].figures)[0]
        namesakes = {each.key for each in items().values() if item_name(key) in each.names}
        allowed = {key, *namesakes, *(also for each in namesakes | {key} for also in items()[each].also)}
        assert figure.item in allowed or figure.row_name.split("｜")[0] == item_name(key), f"{question} → {answer.text}"
        assert figure.document == disclosure.id, f"{question} → {answer.text}"
        assert printed & allowed or figure.row_code, question


def test_other_years_are_only_derived_from_a_printed_change(sample_library: Library) -> None:
    """A year without a document of its own is answered by this year ∓ its printed change, and says so."""
    snapshot = sample_library.snapshot()
    assistant = Assistant(sample_library)
    years = {(document.org, document.year) for document in snapshot.disclosures}
    for document in snapshot.disclosures:
        for name in ("三公经费", "基本支出", "行政运行", "办公费"):
            if (document.org, document.year - 1) in years:
                continue
            answer = assistant.ask(f"{document.org}{document.year - 1}年{document.kind}的{name}是多少？")
            if answer.status == "answered":
                assert answer.values[0].formula is not None, answer.text
                assert "推算" in answer.text


def test_years_nobody_speaks_of_are_refused(sample_library: Library) -> None:
    assistant = Assistant(sample_library)
    for document in sample_library.snapshot().disclosures:
        for year in (2012, 2031):
            assert assistant.ask(f"{document.org}{year}年三公经费是多少？").status == "not_found"
