"""The promises of DESIGN §1, over every question of both gold sets: each number is a reference, and each formula is right."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from answer import Assistant
from domain.model import Answer
from domain.money import rounded
from eval import gold as golds
from eval import sample
from library import Library

_FIGURE = re.compile(
    r"(?<![0-9A-Za-z.])\d[\d,]*\.\d+|(?<![0-9A-Za-z.])\d[\d,]*(?=\s*(?:万元|亿元|千元|元|%|人|名|辆|台|平方米|家|户|批次|人次))"
)


@pytest.fixture(scope="module")
def answers(seed_library: Library, sample_library: Library, sample_docs: Path, shared: Path) -> list[tuple[Library, Answer]]:
    sets = ((seed_library, golds.load(shared / "gold" / "seeds.jsonl")), (sample_library, golds.load(sample.gold(sample_docs))))
    return [(library, Assistant(library).ask(each.question, each.turns)) for library, questions in sets for each in questions]


def test_every_number_shown_is_a_slot(answers: list[tuple[Library, Answer]]) -> None:
    for _, answer in answers:
        for start, end in _loose(answer):
            raise AssertionError(f"{answer.question}: {answer.text[start:end]!r} in {answer.text!r} is bound to no figure")


def _loose(answer: Answer) -> Iterator[tuple[int, int]]:
    """Figures in the text outside slots, and outside names that are printed with digits (50万元以上大型设备, 12345…)."""
    names = [name for citation in answer.citations for name in (citation.row, citation.table, citation.printed) if name]
    names += [candidate.label for candidate in answer.candidates] + [nearest.label for nearest in answer.nearest]
    for match in _FIGURE.finditer(answer.text):
        in_slot = any(span.start <= match.start() and match.end() <= span.end for span in answer.spans)
        in_name = any(match[0] in name for name in names)
        if not in_slot and not in_name:
            yield match.span()


def test_every_span_shows_its_value(answers: list[tuple[Library, Answer]]) -> None:
    for _, answer in answers:
        for span in answer.spans:
            shown = Decimal(re.sub(r"[,\s]", "", answer.text[span.start : span.end]))
            assert abs(shown) == abs(answer.values[span.value].value), answer.text


def test_every_value_refers_to_figures_of_the_store(answers: list[tuple[Library, Answer]]) -> None:
    for library, answer in answers:
        for value in answer.values:
            assert value.figures, f"{answer.question}: {value}"
            assert len(library.snapshot().figures.get(dict.fromkeys(value.figures))) == len(set(value.figures))


def test_every_formula_gives_its_value(answers: list[tuple[Library, Answer]]) -> None:
    for _, answer in answers:
        for value in answer.values:
            if value.formula is None or value.formula.startswith("count"):
                continue
            places = max(-int(value.value.as_tuple().exponent), 0)
            assert rounded(_computed(value.formula), places) == value.value, f"{answer.question}: {value.formula} ≠ {value.value}"


def _computed(formula: str) -> Decimal:
    return _node(ast.parse(formula, mode="eval").body, formula)


def _node(node: ast.expr, formula: str) -> Decimal:
    if isinstance(node, ast.Constant):
        return Decimal(ast.get_source_segment(formula, node) or "")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_node(node.operand, formula)
    assert isinstance(node, ast.BinOp), formula
    left, right = _node(node.left, formula), _node(node.right, formula)
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    if isinstance(node.op, ast.Mult):
        return left * right
    assert isinstance(node.op, ast.Div), formula
    return left / right


def test_answers_are_cited_and_checked(answers: list[tuple[Library, Answer]]) -> None:
    for _, answer in answers:
        if answer.status == "answered":
            assert answer.citations, answer.question
            assert all(citation.file and (citation.lines or citation.page) for citation in answer.citations), answer.question


def test_refusals_say_what_is_missing(answers: list[tuple[Library, Answer]]) -> None:
    for _, answer in answers:
        if answer.status in ("not_found", "withheld", "unsupported"):
            assert answer.text and answer.missing, answer.question
        if answer.status == "ambiguous":
            assert len({candidate.label for candidate in answer.candidates}) >= 2, answer.question


def test_candidates_ask_for_just_one_reading(seed_library: Library) -> None:
    """A click on a candidate must never be asked back."""
    assistant = Assistant(seed_library)
    for question in ("2022年项目支出有多少？", "三公经费", "差旅费是多少"):
        answer = assistant.ask(question)
        assert answer.status == "ambiguous"
        for candidate in answer.candidates:
            again = assistant.ask(candidate.query)
            assert again.status == "answered", candidate.query
            assert again.values[0].value == Decimal(candidate.value.replace(",", ""))
