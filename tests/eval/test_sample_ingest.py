"""Reading generated documents that no heuristic was made from: every cell, every target, every claim."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from domain.model import Figure, Parsed
from domain.money import is_money
from domain.text import key
from eval.sample.claims import Claim, claims
from eval.sample.documents import Made, make_all
from eval.sample.page import Truth
from ingest.pipeline import parse

FILES = [f"s{n:02}.txt" for n in range(1, 11)]


@pytest.fixture(scope="module", params=[1, 2])
def made(request: pytest.FixtureRequest) -> dict[str, Made]:
    return {one.plan.file: one for one in make_all(request.param)}


@pytest.fixture(scope="module")
def read(made: dict[str, Made]) -> dict[str, Parsed]:
    return {name: parse(one.page.text().encode(), name) for name, one in made.items()}


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "").rstrip("%"))


def _serves(figure: Figure, truth: Truth) -> bool:
    """Value, unit, row and last header agree."""
    unit = figure.unit == truth.unit or not (is_money(figure.unit) and is_money(truth.unit))
    name, got = key(truth.row_name.split("｜")[-1]), key(figure.row_name)
    row = figure.row_code == truth.row_code if truth.row_code else bool(got) and (got in name or name in got)
    leaf = key(truth.column.split(".")[-1])
    return figure.value == _number(truth.value) and unit and row and leaf in key(figure.column)


def _unserved(truths: list[Truth], figures: list[Figure]) -> tuple[list[Truth], list[Figure]]:
    """Truths without a figure of their own, and figures that serve none."""
    free, lost = list(figures), []
    for truth in truths:
        found = next((figure for figure in free if _serves(figure, truth)), None)
        if found:
            free.remove(found)
        else:
            lost.append(truth)
    return lost, free


@pytest.mark.parametrize("file", FILES)
def test_every_cell_is_read_and_nothing_else(file: str, made: dict[str, Made], read: dict[str, Parsed]) -> None:
    figures = [figure for figure in read[file].figures if figure.source == "table" and figure.value is not None]
    lost, extra = _unserved(made[file].page.truths, figures)
    assert not lost, f"{len(lost)} of {len(made[file].page.truths)}: {lost[:5]}"
    assert len(extra) <= len(figures) * 0.005, extra[:5]


@pytest.mark.parametrize("file", FILES)
def test_every_target_is_read(file: str, made: dict[str, Made], read: dict[str, Parsed]) -> None:
    have = {re.sub(r"\s", "", figure.printed) for figure in read[file].figures if figure.source == "indicator"}
    want = {re.sub(r"\s", "", target.value) for target in made[file].page.targets}
    assert want <= have, sorted(want - have)[:8]


@pytest.mark.parametrize("file", FILES)
def test_every_claim_is_read(file: str, made: dict[str, Made], read: dict[str, Parsed]) -> None:
    told = [figure for figure in read[file].figures if figure.source == "narrative" and figure.value is not None]
    want = claims(made[file])
    lost = [claim for claim in want if not any(_tells(figure, claim) for figure in told)]
    assert len(lost) <= len(want) * 0.01, lost[:5]


def _tells(figure: Figure, claim: Claim) -> bool:
    lines = figure.place.lines
    if lines is None or lines[0] > claim.lines[1] or lines[1] < claim.lines[0]:
        return False
    names = key(claim.subject), key(figure.row_name)
    relation = {"数量": ("数量", "面积")}.get(claim.relation, (claim.relation,))
    return figure.value == claim.value and figure.column in relation and (names[0] in names[1] or (bool(names[1]) and names[1] in names[0]))


@pytest.mark.parametrize("file", FILES)
def test_who_and_when(file: str, made: dict[str, Made], read: dict[str, Parsed]) -> None:
    plan, found = made[file].plan, read[file].disclosure
    org = made[file].now.org
    assert (found.org, found.year, found.kind) == (org["name"], plan.year, plan.kind)
    assert found.units == ((org["unit"],) if org["unit"] else ())


@pytest.mark.parametrize("file", FILES)
def test_empty_and_missing_tables_are_told_apart(file: str, made: dict[str, Made], read: dict[str, Parsed]) -> None:
    states = Counter(table.state for table in read[file].tables)
    if made[file].plan.kind == "决算":
        assert states["absent"] == 9
    else:
        plan = made[file].plan
        empty = [form for form in plan.style.order if form in ("政府性基金", "国有资本") or (form == "上年结转表" and not plan.carry)]
        assert sorted(table.form for table in read[file].tables if table.state == "empty") == sorted(empty)
