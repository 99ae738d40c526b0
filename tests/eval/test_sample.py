"""The sample library: its sums, its years, its truth and its questions agree with what is printed."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval import sample
from eval.gold import Question, load
from eval.sample.accounts import accounts_of
from eval.sample.books import ZERO, books_of, growth
from eval.sample.documents import Made, make_all
from eval.sample.names import organisations
from eval.sample.questions import ask

KINDS = {
    *("lookup", "lookup_narrative", "paraphrase", "sum", "difference", "ratio", "yoy", "unit_conversion", "rank", "list", "performance"),
    *("compare_orgs", "reason", "definition", "duty", "trap", "ambiguous", "unanswerable", "empty_table", "multi_turn"),
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Made]:
    return {made.plan.file: made for made in make_all()}


@pytest.fixture(scope="module")
def questions(documents: dict[str, Made]) -> list[Question]:
    return ask(documents.values())


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    one, two, other = (sample.write(tmp_path / name, seed) for name, seed in (("a", 3), ("b", 3), ("c", 4)))
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]
    assert all(a.read_bytes() != b.read_bytes() for a, b in zip(one, other, strict=True))


def test_all_layouts_kinds_and_years(documents: dict[str, Made]) -> None:
    assert {made.plan.style.layout for made in documents.values()} == {"cells", "rows", "spaced"}
    assert {made.plan.kind for made in documents.values()} == {"预算", "决算"}
    assert sorted(m.plan.year for m in documents.values() if m.plan.org == "苍榆州政府办" and m.plan.kind == "预算") == [2022, 2023, 2024]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), org=st.sampled_from(sorted(organisations())), year=st.integers(2021, 2025))
def test_books_add_up(seed: int, org: str, year: int) -> None:
    books = books_of(org, year, seed)
    rows = {row.code: row for row in books.rows()}
    assert (
        sum((row.total for code, row in rows.items() if len(code) == 3), ZERO)
        == books.general
        == books.personnel + books.operating + books.project
    )
    for code, row in rows.items():
        below = [r for c, r in rows.items() if c.startswith(code) and len(c) == len(code) + 2]
        assert not below or (sum((r.basic for r in below), ZERO), sum((r.project for r in below), ZERO)) == (row.basic, row.project)
        assert row.basic >= 0
    for project in books.projects:
        assert sum(project.spread.values(), ZERO) == project.amount > 0
        assert not project.parts or sum((a for _, a in project.parts), ZERO) == project.amount
    accounts = accounts_of(org, year, seed)
    assert accounts.income + accounts.begin == accounts.outlay + accounts.left
    assert all(spent.paid <= spent.last for spent in accounts.spent)


def test_each_year_follows_the_last_document(documents: dict[str, Made]) -> None:
    years = [documents[name] for name in ("s01.txt", "s02.txt", "s04.txt")]
    for old, new in pairwise(years):
        assert new.before.econ == old.now.econ
        delta = new.now.operating - old.now.operating
        first, last = new.page.marks["running"]
        said = "".join(new.page.lines[first - 1 : last]).replace(" ", "")
        assert f"{'减少' if delta < 0 else '增加'}{new.plan.style.number(abs(delta))}万元" in said
        assert new.plan.style.percent(growth(new.now.operating, old.now.operating)) in said


def test_truth_stands_where_it_says(documents: dict[str, Made]) -> None:
    for made in documents.values():
        assert len(made.page.truths) > 80
        for truth in made.page.truths:
            line = made.page.lines[truth.line - 1]
            assert truth.value in re.split(r"[\s\u3000]+", line), (made.plan.file, truth, line)
        for target in made.page.targets:
            assert re.match(r"[<>=≥≤＞＜]*[^<>=≥≤＞＜\s]+", target.value.split(" → ")[0])
        assert "None" not in made.page.text()
        assert "{" not in made.page.text()


def test_printed_tables_foot(documents: dict[str, Made]) -> None:
    """Basic + project = total on every printed row, but for the one that was planted."""
    broken = []
    for made in documents.values():
        rows: dict[tuple[str, str], dict[str, Decimal]] = {}
        for truth in made.page.truths:
            if truth.column in ("合计", "基本支出", "项目支出") and re.fullmatch(r"表\d+", truth.table):
                rows.setdefault((truth.table, truth.row_code + truth.row_name), {})[truth.column] = Decimal(truth.value.replace(",", ""))
        broken += [(made.plan.file, key) for key, row in rows.items() if len(row) > 1 and "基本支出" in row | {"项目支出": 0} and _off(row)]
    assert broken == [("s07.txt", ("表5", "2080505机关事业单位基本养老保险缴费支出"))]


def _off(row: dict[str, Decimal]) -> bool:
    parts = [row[name] for name in ("基本支出", "项目支出") if name in row]
    return bool(parts) and sum(parts) != row["合计"]


def test_planted_places_print_what_they_say(documents: dict[str, Made]) -> None:
    planted = [(made, planted) for made in documents.values() for planted in made.planted]
    assert {p.family for _, p in planted} == {"说明内加总", "同比", "文表", "占比", "三公", "表间", "名称"}
    for made, found in planted:
        assert (
            found.altered.printed in "".join(made.page.lines[found.altered.line - 1 : found.altered.line + 1])
            or found.rule == "编码与科目名"
        )
        assert found.arithmetic


def test_questions_cover_every_kind(questions: list[Question], documents: dict[str, Made]) -> None:
    kinds = Counter(q.kind for q in questions)
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 3
    assert len(questions) >= 80
    assert len({(q.question, q.turns) for q in questions}) == len(questions)
    for question in questions:
        assert set(question.doc) <= set(documents)


def test_evidence_shows_the_value(questions: list[Question], documents: dict[str, Made]) -> None:
    for question in questions:
        if question.kind in ("lookup", "lookup_narrative", "paraphrase", "list", "trap"):
            told = "".join(_evidence(question, documents)).replace(",", "").replace(" ", "")
            for item in question.items:
                forms = {str(item), *(_forms(item) if isinstance(item, Decimal | int) else ())}
                computed = question.kind == "trap" and item == question.items[-1]
                assert computed or any(form in told for form in forms), (question.id, question.question, item, told[:200])


def _forms(value: Decimal | int) -> tuple[str, ...]:
    number = Decimal(value)
    plain = f"{number:.2f}".rstrip("0").rstrip(".")
    return plain, f"{number:.2f}", f"{number * 10_000:.2f}", f"{number:.4f}"


def _evidence(question: Question, documents: dict[str, Made]) -> list[str]:
    lines = []
    for place in question.evidence_lines:
        name, _, span = place.rpartition(":")
        first, _, last = span.partition("-")
        lines += documents[name].page.lines[int(first) - 1 : int(last or first)]
    return lines


def test_everything_is_written(tmp_path: Path, questions: list[Question]) -> None:
    figures, targets = sample.truth(tmp_path)
    assert figures.read_text(encoding="utf-8").startswith("doc,table,row_code,row_name,column,value,unit,line\n")
    assert targets.read_text(encoding="utf-8").startswith("doc,table,level2,indicator,value(s),line\n")
    assert load(sample.gold(tmp_path)) == questions
    assert "编码与科目名" in sample.planted(tmp_path).read_text(encoding="utf-8")


def test_questions_hold_for_other_seeds() -> None:
    assert len(ask(make_all(2))) >= 80
