"""Document text and questions come out of Markdown as they went in."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from domain.model import Answer, Span
from ui.markdown import JOINER, emphasise, escape, label, mark, marked, occurrences

NASTY = st.text(st.sampled_from(list("ab1 中。:[]()*_`~$#<>&;!|\\-=+./@^{}\"'\n\t")), max_size=40)
# Streamlit's own rewriting after Markdown is parsed (see the plugins of its StreamlitMarkdown).
REWRITTEN = re.compile(r":[\w+-]+:|:material/|https?://|www\.|[\w.+-]+@\w|(?:^|\s)(?:<->|->|<-|--|>=|<=|~=)(?:\s|$)")


def read(markdown: str) -> tuple[str, set[str]]:
    """The text that a reader of GitHub's Markdown sees, and the tags around it."""
    page = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(markdown)
    return html.unescape(re.sub(r"<[^>]+>", "", page)), set(re.findall(r"<(\w+)", page)) - {"p", "br"}


def words(text: str) -> str:
    return " ".join(text.replace(JOINER, "").split())


@given(NASTY)
def test_escaped_text_reads_as_it_was_and_makes_nothing(text: str) -> None:
    seen, tags = read(escape(text))
    assert words(seen) == words(text)
    assert not tags
    assert not REWRITTEN.search(seen)


@pytest.mark.parametrize(
    "text", [":smile:", "见http://a.org", "www.a.org", "a@b.org", "a -> b", ">= 5", "a -- b", ":material_home:", ":streamlit:", "<->"]
)
def test_what_streamlit_would_rewrite_is_parted(text: str) -> None:
    assert REWRITTEN.search(text)
    assert not REWRITTEN.search(read(escape(text))[0])


@given(NASTY)
def test_escaped_text_opens_neither_a_formula_nor_a_directive(text: str) -> None:
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", escape(text))
    assert not set(bare) & set("$:[]`<>&|*_~#\\")


@given(NASTY.filter(lambda text: text.strip()))
def test_a_label_is_one_line(text: str) -> None:
    assert "\n" not in label(text)
    assert words(read(label(text, 100))[0]) == words(text)


@given(st.lists(st.tuples(NASTY, st.from_regex(r"[1-9]\d{0,3}(\.\d\d)?%?", fullmatch=True)), max_size=4))
def test_every_span_is_emphasised_and_the_text_stays(parts: list[tuple[str, str]]) -> None:
    text, spans = "", []
    for before, number in parts:
        spans.append(Span(len(text + before), len(text + before + number), 0))
        text += before + number
    shown = marked(Answer("", "answered", text, "zh", tuple(spans)))
    assert shown.count(":blue-background[**") == len(parts)
    assert words(read(shown.replace(":blue-background[**", "").replace("**]", ""))[0]).replace(" ", "") == words(text).replace(" ", "")


def test_spans_that_lie_outside_or_overlap_are_left_out() -> None:
    spans = (Span(0, 2, 0), Span(1, 3, 0), Span(2, 90, 0), Span(3, 3, 0))
    assert marked(Answer("", "answered", "1234", "zh", spans)) == ":blue-background[**12**]34"


@pytest.mark.parametrize(
    ("text", "number", "count"),
    [
        ("为12.40万元，占12.4%", "12.40", 1),
        ("112.40与12.401与2,12.40", "12.40", 0),
        ("比例90.31%.2.社会", "90.31%", 1),
        ("3.00。3.00，3.00", "3.00", 3),
        ("1,234.50", "234.50", 0),
        ("没有", "", 0),
    ],
)
def test_only_numbers_that_stand_alone_are_marked(text: str, number: str, count: int) -> None:
    assert len(occurrences(text, number)) == count
    assert emphasise(text, number).count(":color[**") == count


def test_a_cited_number_looks_other_than_one_in_an_answer() -> None:
    assert mark("1") != mark("1", cited=True)
