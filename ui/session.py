"""What a page works with: the library, the assistant, the language and the conversation. Tests replace the first two."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import streamlit as st

from domain.model import Answer
from library.place import default_root
from ui.text import Lang

if TYPE_CHECKING:
    from answer import Assistant
    from library import Library
    from library.snapshot import Snapshot

LANGUAGES: dict[Lang, str] = {"zh": "中文", "en": "English"}


@dataclass
class Turn:
    """One question of the conversation, with its answer once it is there: a run that is cut short loses no question."""

    question: str
    answer: Answer | None = None


def library_path() -> Path:
    """The folder of the library, as the command line chooses it."""
    return default_root().resolve()


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


def put(question: str) -> None:
    """Add a question to the conversation, to be answered when it is drawn."""
    turns().append(Turn(question))


def answer(index: int) -> Answer:
    """Answer the question at `index` as a follow-up to those before it. In English if the app is, else in the question's language."""
    turn = turns()[index]
    earlier = tuple(before.question for before in turns()[:index])
    try:
        turn.answer = get_assistant().ask(turn.question, turns=earlier, lang="en" if lang() == "en" else None)
    except Exception:
        # A question that breaks the assistant is told once, not asked again at every run.
        turns().remove(turn)
        raise
    return turn.answer


def clear() -> None:
    """Start a new conversation."""
    st.session_state["turns"] = []
