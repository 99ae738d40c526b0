"""Series and comparisons are drawn, exactly, with their table; what stands large is what was asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from domain.model import Answer, Value
from tests.ui import fakes
from ui.parts.answer import value_names
from ui.parts.chart import MOST, short
from ui.session import Turn


def told(chart: dict[str, object] | None, numbers: list[str], **changes: Any) -> Answer:
    values = tuple(
        Value(Decimal(number), "万元", Decimal(number) * 10000, f"第{at}项", (fakes.TOTAL.id,)) for at, number in enumerate(numbers)
    )
    return replace(fakes.answer("如下。", values=values, **changes), chart=chart)


def chart(kind: str, numbers: list[str]) -> dict[str, object]:
    rows = [{"label": f"云岭市{2020 + at}年预算", "value": number} for at, number in enumerate(numbers)]
    return {"kind": kind, "title": "会议费", "unit": "万元", "rows": rows}


def open_with(app: AppTest, answer: Answer) -> AppTest:
    app.session_state["turns"] = [Turn("逐年", answer)]
    return app.run()


def drawings(app: AppTest) -> list[tuple[str, list[str]]]:
    """What is drawn how, and the values that the browser gets."""
    found = [drawn.proto for drawn in app.get("vega_lite_chart")]
    values = [pa.ipc.open_stream(proto.data.data).read_all().column("value").to_pylist() for proto in found]
    return [(json.dumps(json.loads(proto.spec), ensure_ascii=False), each) for proto, each in zip(found, values, strict=True)]


@pytest.mark.parametrize(("kind", "mark"), [("line", "line"), ("bar", "bar")])
def test_it_is_drawn_with_the_numbers_as_printed_and_their_table_in_sight(app: AppTest, kind: str, mark: str) -> None:
    open_with(app, told(chart(kind, ["12.40", "9.4"]), ["12.40", "9.4"]))
    assert not app.exception
    ((drawn, values),) = drawings(app)
    assert f'"type": "{mark}"' in drawn and "会议费 · 万元" in drawn
    assert values == ["12.40", "9.4"]
    assert [expander.proto.expanded for expander in app.expander if "全部数值" in expander.label] == [True]


@pytest.mark.parametrize("drawn", [None, chart("bar", ["1"]), chart("bar", ["1"] * (MOST + 1))])
def test_too_few_or_too_many_are_a_table_alone(app: AppTest, drawn: dict[str, object] | None) -> None:
    open_with(app, told(drawn, ["12.40", "9.4"]))
    assert not app.exception and not drawings(app)
    assert [expander.proto.expanded for expander in app.expander] == [False]


def test_a_refusal_draws_nothing(app: AppTest) -> None:
    open_with(app, told(chart("bar", ["1", "2"]), ["1", "2"], status="not_found"))
    assert not drawings(app)


def test_a_series_is_labelled_by_what_differs() -> None:
    assert short(["甲局2022年预算", "甲局2023年预算"]) == ["2022年预算", "2023年预算"]
    assert short(["甲局, 2022 budget", "甲局, 2023 budget"]) == ["2022 budget", "2023 budget"]
    assert short(["会议费", "差旅费"]) == ["会议费", "差旅费"]
    assert short(["甲局", "甲局"]) == ["甲局", "甲局"]


def test_of_a_sum_that_lacks_a_part_the_other_part_does_not_stand_large(app: AppTest) -> None:
    part = told(None, ["15.09"], missing=("离休费",))
    open_with(app, part)
    assert not app.metric
    whole = replace(part, values=(replace(part.values[0], formula="7.00+8.09"),))
    open_with(app, whole)
    assert app.metric, "a sum that says whom it leaves out is still the sum"


def test_values_of_one_name_are_told_apart_by_office_and_year() -> None:
    said = fakes.answers()["三公"]
    cited = (*said.citations, *(replace(one, figure="f2", year=2024) for one in said.citations))
    values = (
        replace(said.values[0], label="会议费"),
        replace(said.values[0], label="会议费", figures=("f2",)),
        replace(said.values[0], label="合计"),
    )
    names = value_names(replace(said, values=values, citations=cited))
    assert names == [f"{fakes.DISCLOSURE.org}2023年预算 会议费", f"{fakes.DISCLOSURE.org}2024年预算 会议费", "合计"]
