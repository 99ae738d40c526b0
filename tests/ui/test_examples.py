"""Example questions are about what is there, and get an answer."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from answer import Assistant
from eval import sample
from library import Library
from library.snapshot import Snapshot
from tests.ui.fakes import DISCLOSURE, FIGURES, FakeFigures, FakeSnapshot
from ui.examples import examples


def test_only_what_is_there_is_asked_for() -> None:
    questions = examples(FakeSnapshot(FakeFigures(FIGURES), (DISCLOSURE,)), "zh")
    assert questions == ["云岭市政府办公室2023年“三公”经费预算是多少？"]
    assert examples(FakeSnapshot(FakeFigures(()), ()), "zh") == []


def test_a_change_with_its_reason_is_asked_about_in_its_direction() -> None:
    change = replace(FIGURES[-1], id="c", column="增减额", value=Decimal("-1.60"), reason="厉行节约")
    questions = examples(FakeSnapshot(FakeFigures([change]), (DISCLOSURE,)), "en")
    assert questions == ["Why did 公务接待费 of 云岭市政府办公室 fall in 2023?"]


def test_years_and_organisations_are_compared_where_there_are_several() -> None:
    before = replace(DISCLOSURE, id="b", year=2022)
    other = replace(DISCLOSURE, id="o", org="白鹭县水利局")
    figures = [replace(FIGURES[0], document=one.id) for one in (DISCLOSURE, before, other)]
    questions = examples(FakeSnapshot(FakeFigures(figures), (DISCLOSURE, before, other)), "zh")
    assert "云岭市政府办公室2023年“三公”经费比上年增加了多少？" in questions
    assert "2023年哪个单位的“三公”经费预算最多？" in questions


@pytest.fixture(scope="module")
def snapshot_and_assistant(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, Assistant]:
    folder = tmp_path_factory.mktemp("sample")
    library = Library.open_or_create(folder / "library")
    library.ingest(sample.write(folder / "docs", 1)[:4])
    return library.snapshot(), Assistant(library)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_example_of_the_sample_is_answered(lang: str, snapshot_and_assistant: tuple[Snapshot, Assistant]) -> None:
    snapshot, assistant = snapshot_and_assistant
    questions = examples(snapshot, "en" if lang == "en" else "zh")
    assert len(questions) >= 4
    refused = [question for question in questions if assistant.ask(question, lang=lang).status != "answered"]
    assert refused == []
