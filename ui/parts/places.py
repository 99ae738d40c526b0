"""The places of a check or a finding, each opened by pressing it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from domain.model import Place
from ui import frame
from ui.markdown import label, mark
from ui.parts.source_view import open_figure

SHOWN = 12


def places(shown: Sequence[Place], name: str) -> None:
    """One line a place: what is printed, where. `name` keeps widgets apart. Beyond the first dozen only “…”."""
    with st.container(gap="xxsmall"):
        for index, place in enumerate(shown[:SHOWN]):
            _place(place, f"{name}-{index}")
        if len(shown) > SHOWN:
            st.caption("…")


def _place(place: Place, name: str) -> None:
    where = " · ".join(filter(None, [place.label, frame.place_in_words(place.page, place.lines, place.cell)]))
    text = f"{mark(place.printed)}  {label(where, 160)}" if place.printed else label(where, 160)
    if not place.figure:
        st.markdown(text)
    elif st.button(text, key=name, icon=":material/find_in_page:", type="tertiary", wrap=True):
        open_figure(place.figure)
