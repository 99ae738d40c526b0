"""The marks on an answer's figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from time import perf_counter

import pytest

from check import checked, marks
from domain.model import Check, Disclosure, Figure, Identity, Parsed, Table
from tests.check.fictional import OFFICE, Amounts, Book, budget, spoiled


class Shelf:
    """A figure store of one disclosure; counts how often it is read."""

    def __init__(self, parsed: Parsed, stored: Sequence[Identity] | None = None) -> None:
        self._stored = stored
        self.figures = list(parsed.figures)
        self._tables = list(parsed.tables)
        self.reads = 0

    def of(self, document: str) -> list[Figure]:
        self.reads += 1
        return [figure for figure in self.figures if figure.document == document]

    def get(self, ids: Iterable[str]) -> list[Figure]:
        wanted = set(ids)
        return [figure for figure in self.figures if figure.id in wanted]

    def identities(self, document: str) -> Sequence[Identity] | None:
        """What was worked out at ingest, if anything."""
        return self._stored

    def tables(self, document: str | None = None) -> list[Table]:
        return [table for table in self._tables if document in (None, table.document)]

    def disclosures(self) -> list[Disclosure]:
        return [OFFICE]

    def one(self, which: Callable[[Figure], bool]) -> Figure:
        return next(filter(which, self.figures))


def cell(form: str, code: str, column: str) -> Callable[[Figure], bool]:
    return lambda f: f.form == form and f.row_code == code and f.column == column


def verdicts(checks: Iterable[Check]) -> set[tuple[str, str]]:
    return {(check.aspect, check.verdict) for check in checks}


def test_restated_lists_every_place_of_the_number() -> None:
    shelf = Shelf(budget().parsed())
    checks = marks([shelf.one(cell("基本支出表", "30217", "合计"))], shelf)
    (restated,) = [check for check in checks if check.aspect == "restated"]
    assert restated.verdict == "agrees"
    assert "表8" in restated.detail
    assert "说明六 公务接待费 1.20 万元" in restated.detail
    assert {place.printed for place in restated.places} == {"1.20"}


def test_reconciles_shows_the_arithmetic() -> None:
    shelf = Shelf(budget().parsed())
    checks = marks([shelf.one(cell("基本支出表", "302", "合计"))], shelf)
    assert any(check.verdict == "holds" and "49.75 = 41.05 + 1.20 + 7.50（差 0.00 万元）" in check.detail for check in checks)


def test_a_contradiction_comes_first_with_both_numbers() -> None:
    parsed, planted = spoiled(budget(), lambda f: f.source == "narrative" and f.row_name == "办公费", "45.01")
    shelf = Shelf(parsed)
    first = marks([shelf.one(cell("基本支出表", "30201", "合计"))], shelf)[0]
    assert (first.aspect, first.verdict) == ("restated", "differs")
    assert "45.01 ≠ 41.05（差 3.96 万元）" in first.detail
    assert planted in {place.figure for place in first.places}


def test_what_contradicts_another_print_of_the_number_is_told() -> None:
    """The claim differs from 表4; asked about 表3, which agrees with 表4, the answer still shows the claim."""
    book = Book()
    for form, column in (
        ("支出总表", "合计"),
        ("收支总表", "支出.预算数"),
        ("一般公共预算支出表", "合计"),
        ("财政拨款收支总表", "支出.一般公共预算"),
    ):
        book.add(form, ("201", "一般公共服务支出"), column, "10.89")
    book.claim("四、财政拨款收支预算情况的总体说明", ("201", "一般公共服务支出"), "金额", "12.06")
    shelf = Shelf(book.parsed())
    checks = marks([shelf.one(cell("支出总表", "201", "合计"))], shelf)
    assert verdicts(checks) >= {("restated", "differs"), ("restated", "agrees")}


def test_derivable_recomputes_rate_and_share() -> None:
    parsed, _ = spoiled(budget(), lambda f: f.column == "增减率" and f.row_name == "事业运行", "7.03%")
    shelf = Shelf(parsed)
    amount = shelf.one(lambda f: f.source == "narrative" and f.row_name == "事业运行" and f.column == "金额")
    (failed,) = [check for check in marks([amount], shelf) if check.aspect == "derivable"]
    assert failed.verdict == "fails"
    assert "104.50 万元，减少 0.77 万元 → 推算上年 105.27 万元" in failed.detail
    assert "0.73%" in failed.detail


def test_a_number_that_stands_alone_is_single() -> None:
    book = Book()
    book.claim("（三）国有资产占用使用情况", ("", "办公家具"), "价值", "96.64")
    shelf = Shelf(book.parsed())
    assert verdicts(marks(shelf.figures, shelf)) == {("restated", "single")}


def test_a_difference_of_scope_is_explained() -> None:
    shelf = Shelf(budget(Amounts(carryover=2000)).parsed())
    total = shelf.one(lambda f: f.source == "narrative" and f.row_name == "一般公共预算拨款")
    first = marks([total], shelf)[0]
    assert first.verdict == "differs"
    assert "等于上年结转结余" in first.detail


@pytest.mark.parametrize("count", [0, 1, 9])
def test_never_more_than_six_and_the_document_is_read_once(count: int) -> None:
    shelf = Shelf(budget().parsed())
    asked = [figure for figure in shelf.figures if figure.value][:count]
    assert len(marks(asked, shelf)) <= 6
    assert len(marks(asked, shelf)) <= 6
    assert shelf.reads == min(count, 1)


@pytest.mark.parametrize("book", [budget(), budget(Amounts(carryover=2000))])
def test_marks_are_told_from_what_was_worked_out_at_ingest(book: Book) -> None:
    parsed = checked(book.parsed())
    now, stored = Shelf(parsed), Shelf(parsed, parsed.identities)
    every = [[marks([figure], shelf) for figure in parsed.figures] for shelf in (now, stored)]
    assert every[0] == every[1]
    assert {check.verdict for checks in every[0] for check in checks} >= {"agrees", "holds"}
    assert stored.reads == 0, "no document was read whole"


def test_what_was_worked_out_by_a_rule_that_is_gone_is_worked_out_anew() -> None:
    parsed = checked(budget().parsed())
    old = Shelf(parsed, [replace(one, rule="no-such-rule") for one in parsed.identities or ()])
    asked = [figure for figure in parsed.figures if figure.value][:3]
    assert marks(asked, old) == marks(asked, Shelf(parsed))


def test_a_warm_answer_takes_little_time() -> None:
    shelf = Shelf(budget().parsed())
    asked = [figure for figure in shelf.figures if figure.value]
    marks(asked[:1], shelf)
    start = perf_counter()
    for figure in asked[:50]:
        marks([figure], shelf)
    assert (perf_counter() - start) / 50 < 0.015
