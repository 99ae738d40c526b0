"""Buttons that ask: candidates of an ambiguous question, nearest questions, examples."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from domain.model import Candidate, Nearest
from ui import session
from ui.markdown import label, mark
from ui.text import say


def candidates(choices: Iterable[Candidate], name: str) -> None:
    """One button a reading, with its number and its place; pressing it asks for just this."""
    for index, choice in enumerate(choices):
        number = f"  {mark(f'{choice.value} {choice.unit}'.strip())}" if choice.value else ""
        with st.container(gap="xxsmall"):
            question(f"{label(choice.label)}{number}", choice.query, f"{name}-candidate-{index}")
            if choice.place:
                st.caption(label(choice.place, 160))


def nearest(choices: Iterable[Nearest], name: str) -> None:
    """What is there and close to the question."""
    choices = list(choices)
    if not choices:
        return
    st.caption(say("answer.nearest", session.lang()))
    for index, choice in enumerate(choices):
        question(label(choice.label), choice.query, f"{name}-nearest-{index}")


def examples(questions: Iterable[str]) -> None:
    """Questions to begin with."""
    for index, text in enumerate(questions):
        question(label(text), text, f"example-{index}")


def question(text: str, query: str, name: str) -> None:
    """A button reading `text` (Markdown) that asks `query`."""
    st.button(text, key=name, on_click=session.put, args=(query,), icon=":material/chat_bubble:", wrap=True)
