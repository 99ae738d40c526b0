"""The last evaluation of this library, so that a reader knows what to expect."""

from __future__ import annotations

import streamlit as st

from ui import frame, session
from ui.text import say

REPORT = "eval-report.json"
"""Where the page looks for a report, in the library's folder."""


def page() -> None:
    """The report in the library's folder, or how to make one."""
    frame.head("accuracy.title")
    root = session.get_library().root
    if not (root / REPORT).is_file():
        _how(str(root))
        return


def _how(root: str) -> None:
    lang = session.lang()
    st.info(say("accuracy.none", lang))
    st.markdown(say("accuracy.how", lang))
    commands = f"wenzhang eval GOLD.jsonl --docs FOLDER --report REPORT\ncp REPORT/report.json {root}/{REPORT}"
    st.code(commands, language=None, wrap_lines=True)
