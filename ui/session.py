"""What a page works with: the library, the assistant, the language and the conversation. Tests replace the first two."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import streamlit as st

from domain.model import Answer
from ui.text import Lang

if TYPE_CHECKING:
    from answer import Assistant
    from library import Library
    from library.snapshot import Snapshot

LANGUAGES: dict[Lang, str] = {"zh": "中文", "en": "English"}


@dataclass(frozen=True)
class Turn:
    """One question of the conversation, with its answer."""

    question: str
    answer: Answer


def library_path() -> Path:
    """The folder of the library: $WENZHANG_LIBRARY, else ./library."""
    return Path(os.environ.get("WENZHANG_LIBRARY") or "library").expanduser().resolve()


@st.cache_resource(show_spinner=False)
def _library(root: str) -> Library:
    from library import Library

    return Library.open_or_create(Path(root))


@st.cache_resource(show_spinner=False)
def _assistant(root: str) -> Assistant:
    from answer import Assistant

    return Assistant(_library(root))


def get_library() -> Library:
    """The library of this server, opened once. Errors: those of Library.open_or_create."""
    return _library(str(library_path()))


def get_assistant() -> Assistant:
    """The assistant over that library; it looks at the newest snapshot at every question."""
    return _assistant(str(library_path()))


def snapshot() -> Snapshot:
    """What the library holds now, documents ingested by others meanwhile included."""
    return get_library().snapshot()


def lang() -> Lang:
    """The language of the app, as chosen in the sidebar."""
    return cast(Lang, st.session_state.get("lang") or "zh")


def turns() -> list[Turn]:
    """The conversation of this browser session, oldest first."""
    return cast(list[Turn], st.session_state.setdefault("turns", []))


def ask(question: str) -> Turn:
    """Answer `question` as a follow-up to the conversation and add it. In English if the app is, else in the question's language."""
    earlier = tuple(turn.question for turn in turns())
    answer = get_assistant().ask(question, turns=earlier, lang="en" if lang() == "en" else None)
    turn = Turn(question, answer)
    turns().append(turn)
    return turn


def ask_next(question: str) -> None:
    """Have `question` asked in the coming run (for buttons)."""
    st.session_state["next_question"] = question


def take_next() -> str | None:
    """The question that a button asked for, once."""
    return cast("str | None", st.session_state.pop("next_question", None))


def clear() -> None:
    """Start a new conversation."""
    st.session_state["turns"] = []


