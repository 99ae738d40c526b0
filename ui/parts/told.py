"""What became of something that a person did, told in the run after it."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st


class Told(NamedTuple):
    """Whether it was done, and the line (Markdown) that says so."""

    done: bool
    message: str


def tell_once(key: str) -> None:
    """Show what is kept under `key` of the session, and forget it."""
    if told := st.session_state.pop(key, None):
        (st.success if told.done else st.error)(told.message)
