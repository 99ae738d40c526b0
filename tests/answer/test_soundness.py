"""Whether a document's numbers agree: the answer tells what its checks found, all counted, and never a number that isn't a reference."""

from __future__ import annotations

import re

import pytest

from answer import Assistant
from domain.model import Answer, Disclosure
from library import Library

QUESTIONS = ["{org}{year}年{kind}的数字对得上吗", "{org}{year}年{kind}有没有错", "{org}{year}年{kind}里哪些数字对不上"]


@pytest.fixture(scope="module")
def ask(sample_library: Library) -> Assistant:
    return Assistant(sample_library)


def _asked(ask: Assistant, one: Disclosure, form: str) -> Answer:
    return ask.ask(form.format(org=one.org, year=one.year, kind=one.kind))


@pytest.mark.parametrize("form", QUESTIONS)
def test_every_error_and_warning_is_counted(ask: Assistant, sample_library: Library, form: str) -> None:
    store = sample_library.snapshot().figures
    told = 0
    for one in sample_library.snapshot().disclosures:
        answer = _asked(ask, one, form)
        counts = [len(store.findings(one.id, [severity])) for severity in ("error", "warning")]
        if any(counts):
            told += 1
            assert [int(value.value) for value in answer.values[:2]] == counts, answer.text
        else:
            assert "没有发现" in answer.text
        assert answer.status == "answered"
    assert told


def test_every_amount_it_tells_is_a_slot(ask: Assistant, sample_library: Library) -> None:
    for one in sample_library.snapshot().disclosures:
        answer = _asked(ask, one, QUESTIONS[0])
        bound = {at for span in answer.spans for at in range(span.start, span.end)}
        loose = [match[0] for match in re.finditer(r"\d[\d,]*\.\d+", answer.text) if match.start() not in bound]
        assert loose == [], answer.text


def test_a_question_that_names_an_item_is_about_that(ask: Assistant, sample_library: Library) -> None:
    one = sample_library.snapshot().disclosures[0]
    assert "核对发现" not in ask.ask(f"{one.org}{one.year}年{one.kind}的办公费前后对得上吗").text
