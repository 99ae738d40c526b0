"""Paragraphs from printed lines: fictional text, broken in every way that exports break it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Grid, GridCell, Paragraph
from ingest.prose import document_measure, is_heading, measure, paragraphs, prose, tidy
from tests.ingest.prose_lines import section

WRAPPED = [
    "一是按照县委部署推进河道整治、水库除险加固和农村饮水安全巩",
    "固提升工作，保障全县居民饮水安全，统筹水资源配置；全年安排资",
    "金 1,236.50 万元，比上年减少 12.00 万元，下降 0.96%，主要原因是",
    "工程收尾。",
    "二是加强节约用水宣传，制定用水定额，组织开展节水型单位创建工",
    "作。",
]


def test_lines_broken_at_the_pages_edge_are_joined_without_blanks() -> None:
    joined = paragraphs(section(WRAPPED, step=2))
    assert [one.lines for one in joined] == [(1, 7), (9, 11)]
    assert "巩固提升工作" in joined[0].text
    assert "安排资金1,236.50万元，比上年" in joined[0].text
    assert joined[1].text.endswith("创建工作。")


def test_every_character_keeps_its_line() -> None:
    one = prose(section(WRAPPED, step=2))[0]
    at = one.text.index("1,236.50")
    assert one.span(at, at + 8) == (5, 5)
    assert one.span(one.text.index("巩固提升"), one.text.index("提升")) == (1, 3)


def test_one_paragraph_a_line_is_never_joined() -> None:
    lines = ["青石县水务局无下属单位，内设四个科室", "青石县水务局编制数二十名，其中行政编制十名。", "其余为工勤编制"]
    assert [one.text for one in paragraphs(section(lines))] == lines


def test_an_open_bracket_goes_on_in_the_next_line() -> None:
    joined = paragraphs(section(["设立的政策依据：《青石县节水办法》(青", "政〔2030〕7号)。", "预算安排规模：10万元"]))
    assert [one.text for one in joined] == ["设立的政策依据：《青石县节水办法》(青政〔2030〕7号)。", "预算安排规模：10万元"]


def test_a_page_break_in_mid_sentence_is_closed_where_paragraphs_stand_apart() -> None:
    lines = [
        "1. 水利事务（款）支出：2031年预算数为20万元，比上年预算减少2万元，下",
        "降9.09%，主要原因是人员减少。",
        "2. 青石县河长制办公室",
        "青石县水务局编制数20名，实有人数18人。",
    ]
    joined = [one.text for one in paragraphs(section(lines, step=2))]
    assert joined[0] == "1.水利事务（款）支出：2031年预算数为20万元，比上年预算减少2万元，下降9.09%，主要原因是人员减少。"
    assert joined[1:] == ["2.青石县河长制办公室", "青石县水务局编制数20名，实有人数18人。"]


@pytest.mark.parametrize("page", ["18", "- 3 -", "— 12 —", "第5页", "第 5 页 共 30 页", "7/30"])
def test_page_numbers_are_dropped_even_in_mid_sentence(page: str) -> None:
    lines = [*WRAPPED[:1], page, *WRAPPED[1:]]
    assert "巩固提升工作" in paragraphs(section(lines))[0].text


def test_markdown_and_conversion_marks_go() -> None:
    assert tidy("- **水资源费**：<p>指取水单位缴纳的费用。</p>") == "水资源费：指取水单位缴纳的费用。"
    assert tidy("[bookmark: _GoBack]（四）负责水旱灾害防御") == "（四）负责水旱灾害防御"
    assert tidy("预决算差异率 -2.5%") == "预决算差异率-2.5%"


def test_blanks_stay_between_ascii_words_only() -> None:
    assert tidy("使用 Open Water 系统　7 套") == "使用Open Water系统7套"


def test_headings_labels_and_dates_stand_alone() -> None:
    lines = [*WRAPPED, "（二）政府采购情况", "2031年，采购预算3万元。", "青石县水务局", "2031年2月3日"]
    texts = [one.text for one in paragraphs(section(lines))]
    assert "（二）政府采购情况" in texts
    assert texts[-1] == "2031年2月3日"
    assert is_heading("（二）政府采购情况")
    assert not is_heading("（二）政府采购情况良好，支出3万元")


def test_a_heading_broken_at_the_edge_is_one() -> None:
    lines = ["（一）关于青石县水务局二〇三一年度一般公共预算财政拨款收支情况的总体说", "明", "收支总预算 5 万元。", *WRAPPED]
    assert paragraphs(section(lines))[0].text.endswith("总体说明")


def test_a_grid_ends_a_paragraph() -> None:
    one = section(["青石县水务局二〇三一年安排了资金，用于"])
    grid = Grid(((GridCell("表", (5, 5)),),))
    mixed = section([])
    blocks = (*one.blocks, grid, Paragraph("下一段。", (7, 7)))
    assert [p.text for p in paragraphs(type(mixed)("narrative", "", "", "", blocks, (1, 7)))] == [one.blocks[0].text, "下一段。"]  # type: ignore[union-attr]


def test_unbroken_documents_have_no_measure() -> None:
    assert measure([section(["短句。", "一个长得多的句子，它不断行，一直写到说完为止，所以宽度没有意义，还要再写一些。" * 2, "完。"])]) == 0
    assert document_measure([section(WRAPPED)]) == 60


CHINESE = st.text(st.sampled_from("河湖水库灌溉供水节约用防汛抗旱工程建设管理资金安排保障，、"), min_size=80, max_size=400)


@given(CHINESE, st.integers(30, 60), st.booleans())
def test_text_broken_at_any_width_is_put_together_again(text: str, size: int, gaps: bool) -> None:
    text = "负责" + re.sub(r"[，、]+", "，", text).strip("，") + "工作。"
    lines = [text[at : at + size // 2] for at in range(0, len(text), size // 2)]
    full = size // 2 * 2
    joined = prose(section(lines, step=2 if gaps else 1), full)
    assert [one.text for one in joined] in ([text], [tidy(text)])
    for number, line in enumerate(lines):
        first = number * (size // 2)
        assert joined[0].line(first) == 1 + number * (2 if gaps else 1), line
