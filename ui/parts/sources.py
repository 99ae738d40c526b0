"""The sources of an answer as cards; each opens what it cites."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from domain.model import Citation
from ui import frame, session
from ui.markdown import label, mark
from ui.parts.source_view import open_source
from ui.text import say

SHOWN = 4


def sources(citations: Sequence[Citation], name: str) -> None:
    """Cards, the first ones in sight and the rest folded away. `name` keeps the widgets of two answers apart."""
    lang = session.lang()
    distinct = list(dict.fromkeys(citations))
    if not distinct:
        return
    st.caption(say("source.title", lang, count=len(distinct)))
    _grid(distinct[:SHOWN], f"{name}-first")
    if rest := distinct[SHOWN:]:
        with st.expander(say("source.more", lang, count=len(rest))):
            _grid(rest, f"{name}-rest")


def _grid(citations: Sequence[Citation], name: str) -> None:
    for start in range(0, len(citations), 2):
        pair = citations[start : start + 2]
        for column, (offset, citation) in zip(st.columns(2), enumerate(pair), strict=False):
            with column:
                _card(citation, f"{name}-{start + offset}")


def _card(citation: Citation, name: str) -> None:
    lang = session.lang()
    where = " · ".join(filter(None, [citation.row, citation.column]))
    with st.container(border=True, gap="xsmall", height="stretch"):
        if citation.figure and citation.printed:
            st.markdown(f"{mark(citation.printed)}  {label(where)}")
        else:
            st.markdown("  \n".join(filter(None, [where and f"**{label(where)}**", label(citation.printed)])))
        about = [
            citation.table.split(" › ")[-1],
            f"{citation.org} {citation.year}年{citation.kind}",
            frame.place_in_words(citation.page, citation.lines, citation.cell),
        ]
        st.caption("  \n".join(label(line, 120) for line in about if line))
        if st.button(say("source.open", lang), key=name, icon=":material/find_in_page:"):
            open_source(citation)
