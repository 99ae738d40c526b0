"""Questions that ask for no number: the passage that says most of what is asked is quoted; where none does, nothing is."""

from __future__ import annotations

import pytest

from answer import Assistant
from answer.operations import quotes
from library import Library

ORG = "白鹭县教育局"


@pytest.fixture(scope="module")
def speaker(sample_library: Library) -> Assistant:
    return Assistant(sample_library)


@pytest.mark.parametrize("part", ["监督学校经费收支", "组织校园安全检查"])
def test_the_passage_that_says_it_is_quoted_with_its_place(speaker: Assistant, part: str) -> None:
    passages = speaker.library.snapshot().passages.select(kinds=["duty"])
    (holding,) = [one for one in passages if part in one.text]
    answer = speaker.ask(f"{ORG}怎样{part}")
    assert answer.status == "answered" and f"“{holding.text.rstrip('。')}”" in answer.text and not answer.values
    assert answer.citations[0].lines == holding.place.lines and answer.citations[0].org == ORG


@pytest.mark.parametrize("asked", [f"{ORG}🦄🦄🦄🦄怎么样", "zzzzzzzz", f"{ORG}2022年养殖场的奶牛怎么样"])
def test_what_no_passage_says_is_refused(speaker: Assistant, asked: str) -> None:
    answer = speaker.ask(asked)
    assert answer.status in ("not_found", "unsupported") and not answer.values and answer.text


def test_tables_and_other_offices_are_never_quoted(speaker: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    search = quotes.search
    monkeypatch.setattr(quotes, "search", lambda *given, **named: seen.append(search(*given, **named)) or seen[-1])
    speaker.ask(f"{ORG}怎样监督学校经费收支")
    (hits,) = seen
    assert hits and {hit.passage.kind for hit in hits} <= set(quotes._PROSE)
    assert {hit.passage.document for hit in hits} == {one.id for one in speaker.library.snapshot().disclosures if one.org == ORG}
