"""Every figure of the library: filter, look, take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import streamlit as st

from domain.model import Figure, Kind, Source
from domain.money import plain as exact
from library.export import FIGURE_COLUMNS, as_csv, figure_row
from ui import frame, session
from ui.text import plain, say

LIMIT = 2000
"""Rows that are shown and downloaded at once."""
FORMS = (
    "收支总表", "收入总表", "支出总表", "财政拨款收支总表", "一般公共预算支出表", "基本支出表", "项目支出表",
    "三公", "政府性基金", "国有资本", "上年结转表", "绩效目标", "绩效自评", "说明",
)  # fmt: skip


def page() -> None:
    """Filters, the matching figures, and their download."""
    lang = session.lang()
    frame.head("figures.title", wide=True)
    found = session.snapshot().figures.select(**_filters(), states=["value", "zero"], limit=LIMIT + 1)
    if not found:
        st.info(say("figures.none", lang))
        return
    shown = found[:LIMIT]
    with st.container(horizontal=True, vertical_alignment="center"):
        counted = "figures.first" if len(found) > LIMIT else "figures.count"
        st.caption(say(counted, lang, count=f"{len(shown):,}"), width="stretch")
        st.download_button(
            say("figures.download", lang),
            as_csv(map(figure_row, shown), FIGURE_COLUMNS).encode("utf-8-sig"),
            file_name="figures.csv",
            mime="text/csv",
            icon=":material/download:",
        )
    _show(shown)


def _filters() -> dict[str, Any]:
    """What was chosen, as arguments of FigureStore.select."""
    lang = session.lang()
    disclosures = session.snapshot().disclosures
    every = plain("figures.all", lang)
    first, second = st.columns(2), st.columns(4)
    orgs = first[0].multiselect(plain("documents.org", lang), sorted({one.org for one in disclosures}), key="f_orgs", placeholder=every)
    text = first[1].text_input(plain("figures.text", lang), key="f_text", max_chars=100)
    years = second[0].multiselect(
        plain("documents.year", lang), sorted({one.year for one in disclosures}, reverse=True), key="f_years", placeholder=every
    )
    kinds = second[1].multiselect(plain("documents.kind", lang), get_args(Kind), key="f_kinds", placeholder=every)
    forms = second[2].multiselect(plain("figures.form", lang), FORMS, key="f_forms", placeholder=every)
    sources = second[3].multiselect(
        plain("figures.source", lang),
        get_args(Source),
        format_func=lambda one: plain(f"figures.source.{one}", lang),
        key="f_sources",
        placeholder=every,
    )
    chosen = {"orgs": orgs, "years": years, "kinds": kinds, "forms": forms, "sources": sources, "text": text.strip()}
    return {name: value or None for name, value in chosen.items()}


def _show(figures: Sequence[Figure]) -> None:
    lang = session.lang()
    st.dataframe(
        [_row(figure) for figure in figures],
        hide_index=True,
        height=560,
        column_config={plain("figures.printed", lang): st.column_config.TextColumn(alignment="right")},
    )


def _row(figure: Figure) -> dict[str, str]:
    lang = session.lang()
    cells = {
        "documents.org": figure.org,
        "documents.year": str(figure.year),
        "documents.kind": figure.kind,
        "figures.row": figure.row_name,
        "figures.column": figure.column,
        "figures.printed": figure.printed if figure.value is None else exact(figure.value),
        "figures.unit": figure.unit,
        "figures.code": figure.row_code,
        "figures.table": figure.table,
        "figures.lines": frame.place_in_words(figure.place.page, figure.place.told_lines, figure.place.cell),
    }
    return {plain(name, lang): cell for name, cell in cells.items()}
