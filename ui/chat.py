"""The chat: a question, its checked answer, the sources beside it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import streamlit as st

from ui import frame, session
from ui.examples import examples
from ui.markdown import label, mark
from ui.parts import choices
from ui.parts.answer import card, headline
from ui.parts.upload import tell, upload
from ui.session import Turn
from ui.text import plain, say

LINES = 4
"""Earlier questions in sight; those before them are folded into one line."""
SHOWN_QUESTION = 1000
"""Characters of a question that are repeated on the screen."""


def page() -> None:
    """Draw the conversation, answer what was just asked, offer examples where nothing was."""
    lang = session.lang()
    frame.head("app.title")
    snapshot = session.snapshot()
    if snapshot.disclosures:
        tell()
    else:
        _empty()
    # Placed by hand, the input doesn't make the page jump to its end, past the number that was asked for.
    with st.bottom:
        question = st.chat_input(plain("chat.placeholder", lang), key="question", submit_mode="disable")
    if question:
        session.put(question)
    # A slot of its own, so that the examples are gone as soon as the first question is asked.
    welcome = st.empty()
    if session.turns():
        _conversation(session.turns())
        st.button(say("chat.clear", lang), key="clear", icon=":material/add_comment:", type="tertiary", on_click=session.clear)
    elif snapshot.disclosures:
        with welcome.container():
            st.subheader(say("chat.welcome", lang), anchor=False)
            choices.examples(examples(snapshot, lang))


def _conversation(turns: Sequence[Turn]) -> None:
    """The last question in full under the earlier ones, a line each."""
    *earlier, last = enumerate(turns)
    if older := earlier[:-LINES]:
        with st.expander(say("chat.older", session.lang(), count=len(older)), icon=":material/history:"):
            for index, turn in older:
                _earlier(turn, index)
    for index, turn in earlier[-LINES:]:
        _earlier(turn, index)
    _question(last[1].question)
    _answer(last[1], last[0], last=True)


def _earlier(turn: Turn, index: int) -> None:
    value = headline(turn.answer) if turn.answer else ""
    with st.expander(f"{label(turn.question, 60)}  {mark(value) if value else ''}"):
        _answer(turn, index)


def _answer(turn: Turn, index: int, *, last: bool = False) -> None:
    if turn.answer is None:
        with st.spinner(say("chat.thinking", session.lang())):
            session.answer(index)
    if turn.answer:
        card(turn.answer, f"turn-{index}", last=last)


def _question(question: str) -> None:
    shown = question if len(question) <= SHOWN_QUESTION else question[:SHOWN_QUESTION] + "…"
    with st.chat_message("user", avatar=":material/person:"):
        st.text(shown)


def _empty() -> None:
    lang = session.lang()
    st.subheader(say("empty.title", lang), anchor=False)
    st.markdown(say("empty.how", lang))
    st.code(f"wenzhang ingest FOLDER --library {shlex.quote(str(session.get_library().root))}", language=None, wrap_lines=True)
    st.caption(say("empty.then", lang))
    upload()
