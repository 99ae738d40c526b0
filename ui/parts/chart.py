"""A series or a comparison, drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any, cast

import streamlit as st

FEWEST, MOST = 2, 40
"""Values between which a drawing shows more than their table."""
BAR = 34
"""Pixels of height a bar."""


def chart(drawn: Mapping[str, object] | None) -> bool:
    """Draw what an answer gives for drawing: `kind` line or bar, `title`, `unit`, `rows` of label and value. Whether there was enough to draw."""
    rows = cast(Sequence[Mapping[str, str]], drawn["rows"]) if drawn else ()
    if drawn is None or not FEWEST <= len(rows) <= MOST:
        return False
    st.altair_chart(_lines(drawn, rows) if drawn["kind"] == "line" else _bars(drawn, rows), width="stretch")
    return True


def _base(rows: Sequence[Mapping[str, str]], labels: Sequence[str]) -> Any:
    """The rows as they are, exact; only the drawing itself makes numbers of them."""
    import altair as alt

    values = [{"label": label, "value": row["value"]} for label, row in zip(labels, rows, strict=True)]
    return alt.Chart(cast(Any, alt).Data(values=values)).transform_calculate(number="toNumber(datum.value)")


def _axis(drawn: Mapping[str, object]) -> str:
    return " · ".join(filter(None, [str(drawn.get("title") or ""), str(drawn.get("unit") or "")]))


def _tooltip(drawn: Mapping[str, object]) -> list[Any]:
    import altair as alt

    return [alt.Tooltip("label:N", title=" "), alt.Tooltip("value:N", title=_axis(drawn) or " ")]


def _lines(drawn: Mapping[str, object], rows: Sequence[Mapping[str, str]]) -> Any:
    import altair as alt

    y = alt.Y("number:Q", title=_axis(drawn))
    x = alt.X("label:N", sort=None, title=None, axis=alt.Axis(labelAngle=0))
    return _base(rows, short([row["label"] for row in rows])).mark_line(point=True).encode(x=x, y=y, tooltip=_tooltip(drawn))


def _bars(drawn: Mapping[str, object], rows: Sequence[Mapping[str, str]]) -> Any:
    import altair as alt

    x = alt.X("number:Q", title=_axis(drawn))
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=260))
    base = _base(rows, [row["label"] for row in rows]).encode(y=y, x=x, tooltip=_tooltip(drawn))
    return (base.mark_bar() + base.mark_text(align="left", dx=4).encode(text="value:N")).properties(height=BAR * len(rows) + 40)


def short(labels: Sequence[str]) -> list[str]:
    """Labels without the words that all of them begin with (the office of a series); numbers stay whole."""
    pairs = zip(min(labels), max(labels), strict=False)
    same = re.sub(r"\d+$", "", "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)))
    return [label[len(same) :].strip(" ,，") or label for label in labels]
