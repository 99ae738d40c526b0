"""What surrounds every page: title, language, navigation, and the word that this is no official source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from library.errors import LibraryError
from ui import session
from ui.text import plain, say

Entry = tuple[str, str, Callable[[], None]]
"""Name (also its path), icon, and the function that draws the page."""


def run(pages: Sequence[Entry]) -> None:
    """Draw the page that the address names; the first is the default."""
    lang = session.lang()
    st.set_page_config(page_title=plain("app.title", lang), page_icon="🧾", layout="centered")
    page = st.navigation(
        [
            st.Page(draw, title=plain(f"nav.{name}", lang), icon=icon, url_path=name, default=index == 0)
            for index, (name, icon, draw) in enumerate(pages)
        ]
    )
    try:
        _sidebar()
        page.run()
    except LibraryError as error:
        st.error(error_in_words(error), icon=":material/error:")


def error_in_words(error: LibraryError) -> str:
    """What the library refused, as Markdown."""
    return say(f"error.{error.key}", session.lang(), **error.values)


def _sidebar() -> None:
    with st.sidebar:
        st.segmented_control(
            say("app.language", session.lang()),
            list(session.LANGUAGES),
            format_func=lambda code: session.LANGUAGES[code],
            key="lang",
            default="zh",
            required=True,
            label_visibility="collapsed",
        )
        st.caption(say("app.library", session.lang(), documents=len(session.snapshot().disclosures)))


def head(title: str, wide: bool = False) -> None:
    """The title of a page and what the reader must know about its numbers. `title` is a key of the strings; `wide` is for tables."""
    if wide:
        st.set_page_config(layout="wide")
    st.title(say(title, session.lang()), anchor=False)
    disclaimer()


def disclaimer() -> None:
    st.caption(f":material/info: {say('app.disclaimer', session.lang())}")


def lines_in_words(lines: tuple[int, int] | None) -> str:
    """第 3–5 行; empty if unknown. Plain text."""
    if not lines:
        return ""
    first, last = lines
    return plain("source.line" if first == last else "source.lines", session.lang(), first=first, last=last)


def place_in_words(page: int | None, lines: tuple[int, int] | None, cell: str = "") -> str:
    """第 2 页, 支出总表!C7, or 第 3–5 行; empty if unknown. Plain text."""
    if cell:
        return cell
    parts = [plain("source.page", session.lang(), page=page) if page else "", lines_in_words(lines)]
    return " · ".join(filter(None, parts))
