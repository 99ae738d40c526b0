"""Colours and icons of states: never one without a word beside it."""

from __future__ import annotations

from typing import Literal, NamedTuple

import streamlit as st

Color = Literal["red", "orange", "blue", "green", "gray"]


class Look(NamedTuple):
    color: Color
    icon: str
    """Name of a Material symbol."""


def badge(word: str, look: Look) -> None:
    """A coloured badge with icon and word (Markdown)."""
    st.badge(word, icon=f":material/{look.icon}:", color=look.color)
