"""Blocks: what is read together, whole and in order; nothing twice."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.model import Passage, Provenance
from index.blocks import LONGEST, blocks, joined


def passage(text: str, kind: Any = "narrative", heading: str = "一、总体情况", term: str = "", file: str = "甲.txt") -> Passage:
    return Passage(f"{file}-{text[:20]}", "甲", Provenance(file, "a" * 64, None, (1, 1)), kind, heading, term, text)


MADE = st.builds(
    passage,
    st.text("预算支出。", min_size=1, max_size=400),
    st.sampled_from(["narrative", "reason", "definition", "duty", "project", "table"]),
    st.sampled_from(["一、总体情况", "二、三公经费"]),
    st.sampled_from(["", "亮化", "热线"]),
)


@given(st.lists(MADE, max_size=12))
def test_every_passage_is_in_one_block_of_its_neighbours(made: list[Passage]) -> None:
    found = blocks(made)
    assert len(found) == len(made)
    for at, (first, end) in enumerate(found):
        assert first <= at < end and found[first] == (first, end)
        assert len({one.heading for one in made[first:end]}) == 1
        assert end - first == 1 or not {one.kind for one in made[first:end]} & {"definition", "duty", "table"}
        distinct = dict.fromkeys(one.text for one in made[first:end])
        assert end - first == 1 or sum(map(len, distinct)) <= LONGEST + sum(
            len(one) for one in distinct if any(one in other and one != other for other in distinct)
        )


def test_paragraphs_of_one_heading_are_read_together_until_the_block_is_long() -> None:
    paragraphs = [passage(f"{n}" * 250) for n in range(4)]
    assert blocks(paragraphs) == [(0, 2), (0, 2), (2, 4), (2, 4)]
    assert blocks([paragraphs[0], passage("三公", heading="二、三公经费")]) == [(0, 1), (1, 2)]


def test_a_reason_costs_its_paragraph_no_length() -> None:
    whole = passage("甲" * 300 + "主要原因是压减开支。" + "乙" * 280)
    assert blocks([whole, passage("主要原因是压减开支。", "reason"), passage("丙")]) == [(0, 3)] * 3


def test_a_projects_description_is_one_block_and_the_next_project_another() -> None:
    described = [
        passage("资金来源", "project", term="亮化"),
        passage("承担单位", "project", term="亮化"),
        passage("资金", "project", term="热线"),
    ]
    assert blocks(described) == [(0, 2), (0, 2), (2, 3)]


def test_definitions_and_duties_stand_alone() -> None:
    assert blocks([passage("基本支出：…", "definition"), passage("项目支出：…", "definition")]) == [(0, 1), (1, 2)]


def test_what_is_said_twice_is_joined_once() -> None:
    whole, part = passage("接待费减少，主要原因是压减开支。"), passage("主要原因是压减开支。", "reason")
    assert joined([whole, part]) == joined([part, whole]) == whole.text
    assert joined([part, passage("另有一事。")]) == "主要原因是压减开支。\n另有一事。"
