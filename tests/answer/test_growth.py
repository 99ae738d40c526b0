"""What a question reads doesn't grow with the library: statements and rows are counted, in a small library and in one of ten times as many."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pytest

from answer import Assistant
from check import checked
from domain.lexicon import item_named
from domain.model import Figure, Kind, Parsed
from index.figures import FigureStore
from index.lookup import Lookup
from library import Library
from library.pipeline import Facts, Reader
from tests.answer import books
from tests.factories import write

FEW, MANY = 30, 300
KINDS: tuple[Kind, ...] = ("预算", "决算")
ITEMS = ("办公费", "印刷费", "水费", "电费", "差旅费", "会议费", "培训费", "公务接待费", "公务用车运行维护费", "福利费")
ASKED = {
    "look up": ("{a}2023年预算的公务接待费是多少",),
    "sum": ("{a}2023年预算的水费和电费一共多少",),
    "share": ("{a}2023年预算的办公费占支出总计的百分之几",),
    "compare": ("{a}和{b}2023年预算的差旅费哪个多",),
    "not there": ("{a}2023年预算的离休费是多少",),
    "unknown item": ("{a}2023年预算的无人机采购是多少",),
    "unknown office": ("金沙市林业局2023年预算的办公费是多少",),
    "follow-up": ("{a}2023年预算的会议费是多少", "那培训费呢"),
}
LIBRARY_WIDE = (
    "哪个单位2023年预算的公务接待费最高",
    "2023年预算的会议费一共多少",
    "2023年预算哪个单位水费占总支出的比例最高",
    "2023年预算的培训费为什么增加",
    "去年的差旅费一共多少",
)
ASKED_BACK = "福利费是多少"
LONGEST = 4
"""Documents that a question of `ASKED` is about, at most: two offices with two each."""


def read(data: bytes, name: str, facts: Facts = ()) -> Parsed:
    return checked(books.read(data, name, facts))


def office(at: int) -> str:
    """Names of places that do not exist."""
    return f"{'澄岚沅霁栖峤翎蓼汀砚'[at // 30]}{'陂埠墟畈垸坳堰埂塬峪'[at // 3 % 10]}县{'财政局教育局民政局'[at % 3 * 3 :][:3]}"


def made(folder: Path, count: int) -> Library:
    """`count` offices with a budget and final accounts each."""
    library = Library.open_or_create(folder / "library", Reader(read, "1", apart=False))
    paths = []
    for at in range(count):
        for kind in KINDS:
            rows = [
                (name, {"合计": f"{place + 1}.{at % 90 + 10}", "公用经费": f"{place}.{at % 90 + 10}"}) for place, name in enumerate(ITEMS)
            ]
            whole = [("支出总计", {"预算数": f"{100 + at}.50"})]
            sheets = (books.Sheet("基本支出表", "基本支出情况表", rows, "表6"), books.Sheet("收支总表", "收支总体情况表", whole, "表1"))
            data = json.dumps(books.book(office(at), 2023, kind, *sheets), ensure_ascii=False).encode()
            paths.append(write(folder / "docs", f"{at}{kind}.txt", data))
    library.ingest(paths)
    return library


@pytest.fixture(scope="module")
def assistants(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assistant, Assistant]:
    few, many = (Assistant(made(tmp_path_factory.mktemp(str(count)), count)) for count in (FEW, MANY))
    for each in (few, many):
        each.ask("今天天气怎么样")  # what is read once for the whole library
    return few, many


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Rows of each statement."""
    rows: list[int] = []
    fetch = Lookup._fetch

    def count(self: Lookup, sql: str, values: Sequence[object] = ()) -> list[Any]:
        found = fetch(self, sql, values)
        rows.append(len(found))
        return found

    def never(*_: object) -> None:
        raise AssertionError("the Parquet files of the whole library were opened")

    monkeypatch.setattr(Lookup, "_fetch", count)
    monkeypatch.setattr(FigureStore, "_opened", never)
    return rows


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """All that are made of rows."""
    made: list[Figure] = []
    decoded = Lookup._decoded

    def note(self: Lookup, rows: Sequence[Any], hidden: Collection[int]) -> list[Figure]:
        found = decoded(self, rows, hidden)
        made.extend(found)
        return found

    monkeypatch.setattr(Lookup, "_decoded", note)
    return made


def asked(assistant: Assistant, counted: list[int], turns: Sequence[str]) -> tuple[int, int]:
    """Statements and rows of a question that is asked for the first time."""
    counted.clear()
    assistant.ask(turns[-1], turns[:-1])
    return len(counted), sum(counted)


@pytest.mark.parametrize("kind", ASKED)
def test_a_question_about_an_office_reads_as_much_of_a_large_library(
    assistants: tuple[Assistant, Assistant], counted: list[int], kind: str
) -> None:
    turns = [turn.format(a=office(1), b=office(5)) for turn in ASKED[kind]]
    few, many = (asked(each, counted, turns) for each in assistants)
    assert few == many
    assert many[1] <= LONGEST * 3 * (len(ITEMS) + 1) + 100


@pytest.mark.parametrize("question", LIBRARY_WIDE)
def test_a_question_about_all_takes_no_more_statements(assistants: tuple[Assistant, Assistant], counted: list[int], question: str) -> None:
    """It reads the figures of every office, but all at once."""
    few, many = (asked(each, counted, [question]) for each in assistants)
    texts = MANY * len(KINDS) * 4 // 500 + 1  # so many values are bound to a statement at once
    assert many[0] <= few[0] + texts


def test_a_question_about_all_makes_the_figures_that_it_tells(assistants: tuple[Assistant, Assistant], figures: list[Figure]) -> None:
    """Not those of other kinds and columns of the item, of which there are four times as many."""
    answer = assistants[1].ask("2023年预算的印刷费最高的单位")
    assert answer.status == "answered"
    assert len(answer.values) >= MANY // 2
    assert len([figure for figure in figures if figure.item == item_named("印刷费")]) <= MANY + MANY // 10


def test_a_question_back_makes_as_many_figures_of_a_large_library(assistants: tuple[Assistant, Assistant], figures: list[Figure]) -> None:
    made: list[int] = []
    for each in assistants:
        figures.clear()
        assert each.ask(ASKED_BACK).status == "ambiguous"
        made.append(len(figures))
    assert made[0] == made[1]


def test_the_answers_are_answers(assistants: tuple[Assistant, Assistant]) -> None:
    """Counting what refusals read would prove little."""
    for kind in ("look up", "sum", "share", "compare", "follow-up"):
        turns = [turn.format(a=office(1), b=office(5)) for turn in ASKED[kind]]
        assert [each.ask(turns[-1], turns[:-1]).status for each in assistants] == ["answered"] * 2, kind
    for question in LIBRARY_WIDE[:3]:
        assert assistants[0].ask(question).status == "answered", question
