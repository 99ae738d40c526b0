"""The papers themselves: their amounts add up, the PDFs print what they should, and the comparison sees every difference."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from domain.model import Disclosure, Figure, Parsed, Provenance
from ingest.pipeline import parse
from tests.papers.book import write_xlsx
from tests.papers.compare import compare
from tests.papers.offices import ORG, accounts, budget
from tests.papers.page import write_html
from tests.papers.print import write_pdf
from tests.papers.truth import Number, Paper
from tests.papers.word import write_docx

PLACE = Provenance("x", "0" * 64)
PAPERS = {"budget": budget, "accounts": accounts}


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest) -> Paper:
    return PAPERS[request.param]()


def amounts(paper: Paper, title: str, column: str) -> dict[str, Decimal]:
    return {
        number.row_code or number.row_name: number.value for number in paper.numbers() if (number.table, number.column) == (title, column)
    }


@pytest.mark.parametrize(("title", "prefix"), [("部门支出总表", ""), ("一般公共预算支出表", "2024年预算数.")])
def test_children_add_up_to_their_parents(title: str, prefix: str) -> None:
    for column in ("合计", "基本支出", "项目支出"):
        found = amounts(budget(), title, f"{prefix}{column}")
        sums: Counter[str] = Counter()
        for code, value in found.items():
            sums[{3: "合计", 5: code[:3], 7: code[:5]}.get(len(code), "")] += value  # type: ignore[assignment]
        assert {parent: value for parent, value in sums.items() if parent and found[parent] != value} == {}
    both = [amounts(budget(), title, f"{prefix}{column}") for column in ("合计", "基本支出", "项目支出")]
    assert all(value == both[1].get(code, 0) + both[2].get(code, 0) for code, value in both[0].items())


def test_income_is_spending() -> None:
    found = {number.column: number.value for number in budget().numbers() if "总计" in number.row_name}
    assert found["收入.预算数"] == found["支出.预算数"] == amounts(budget(), "部门支出总表", "合计")["合计"]


def test_pages_are_turned_in_every_way() -> None:
    data = write_pdf(budget())
    assert len(re.findall(rb"/Type /Page\b", data)) > len(budget().tables) + 4
    assert len(re.findall(rb"/MediaBox \[ 0 0 841", data)) > 1
    assert len(re.findall(rb"/Rotate 90", data)) == 1
    turned = write_pdf(accounts(), ("turned",))
    assert len(re.findall(rb"/Rotate 90", turned)) == len(accounts().tables)


@pytest.mark.parametrize("write", [write_docx, write_xlsx, write_html, write_pdf])
def test_every_number_is_read_with_its_row_and_column(write: Callable[[Paper], bytes], paper: Paper) -> None:
    read = parse(write(paper), "x")
    found = compare(read, paper)
    assert (found.missing, found.extra) == ((), ())
    assert (read.disclosure.org, read.disclosure.year, read.disclosure.kind) == (paper.org, paper.year, paper.kind)


def figures(paper: Paper) -> list[Figure]:
    """What a perfect reader would give."""
    return [_figure(at, number) for at, number in enumerate(paper.numbers())]


def _figure(at: int, number: Number) -> Figure:
    return Figure(
        id=f"f{at}",
        document="d",
        place=PLACE,
        org=ORG,
        year=2024,
        period=2024,
        kind="预算",
        level="部门",
        measure="预算数",
        form="其他",
        table=f"公开表 {number.table}",
        row_code=number.row_code,
        row_name=number.row_name,
        column=number.column.rpartition(".")[2],
        printed=number.printed,
        value=number.value,
        unit=number.unit,
        yuan=None,
        state="value" if number.value else "zero",
        source="table",
    )


def parsed(found: list[Figure]) -> Parsed:
    return Parsed(Disclosure("d", ORG, (ORG,), (), 2024, "预算", "部门"), "x", "0" * 64, (), tuple(found), ())


def test_what_is_right_compares_as_right(paper: Paper) -> None:
    found = compare(parsed(figures(paper)), paper)
    assert found.perfect and found.right == len(paper.numbers())


@pytest.mark.parametrize(
    "change",
    [
        lambda figure: replace(figure, value=figure.value + 1),
        lambda figure: replace(figure, printed=f"{figure.printed}0"),
        lambda figure: replace(figure, unit="千元"),
        lambda figure: replace(figure, row_name="别的"),
        lambda figure: replace(figure, row_code="20199"),
        lambda figure: replace(figure, column="别的"),
        lambda figure: replace(figure, column="未定"),
        lambda figure: replace(figure, table="别的表"),
        lambda figure: replace(figure, state="blank"),
    ],
)
def test_every_difference_is_seen(change: Callable[[Figure], Figure], paper: Paper) -> None:
    right = figures(paper)
    found = compare(parsed([change(right[0]), *right[1:]]), paper)
    assert len(found.missing) == 1 and found.right == len(right) - 1


def test_what_is_too_much_is_seen(paper: Paper) -> None:
    right = figures(paper)
    assert len(compare(parsed([*right, right[0]]), paper).extra) == 1
    assert compare(parsed([replace(right[0], source="narrative"), *right]), paper).perfect
