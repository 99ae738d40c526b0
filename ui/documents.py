"""What is in the library, what could not be read; adding and removing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from domain.model import Issue
from library.errors import LibraryError
from ui import frame, session
from ui.parts.correct import correct, correction_in_words
from ui.parts.told import Told, tell_once
from ui.parts.upload import upload
from ui.text import plain, say

if TYPE_CHECKING:
    from library import DocumentEntry

_COUNTS = ("tables", "figures", "claims", "indicators", "passages")


def page() -> None:
    """Upload, list, what was not read and why, removal."""
    lang = session.lang()
    frame.head("documents.title", wide=True)
    library = session.get_library()
    st.subheader(say("documents.add", lang), anchor=False)
    upload()
    entries = library.documents()
    st.subheader(say("documents.list", lang, count=len(entries)), anchor=False)
    if not entries:
        st.info(say("documents.none", lang))
    else:
        _list(entries)
    _origins(entries)
    _issues(library.issues())
    correct(entries)
    _remove(entries)


def _list(entries: Sequence[DocumentEntry]) -> None:
    lang = session.lang()
    st.dataframe([_row(entry) for entry in entries], hide_index=True, alt=plain("documents.title", lang))


def _row(entry: DocumentEntry) -> dict[str, object]:
    lang = session.lang()
    one = entry.disclosure
    head: dict[str, object] = {
        plain("documents.org", lang): one.org,
        plain("documents.year", lang): str(one.year),
        plain("documents.kind", lang): one.kind,
        plain("documents.level", lang): one.level,
    }
    counts = {plain(f"documents.{name}", lang): getattr(entry.counts, name) for name in _COUNTS}
    files = {plain("documents.file", lang): "、".join(file.name for file in entry.files)}
    mark = "✎ " if entry.corrections else ""
    said = {plain("documents.corrected", lang): mark + "；".join(correction_in_words(one) for one in entry.corrections)}
    return head | counts | {plain("documents.issue_count", lang): len(entry.issues)} | files | said


def _origins(entries: Sequence[DocumentEntry]) -> None:
    """Where files came from, as plain text, where that is known."""
    lang = session.lang()
    files = [file for entry in entries for file in entry.files if file.url or file.published]
    if files:
        names = [plain(f"documents.{name}", lang) for name in ("file", "url", "published")]
        with st.expander(say("documents.origins", lang, count=len(files)), icon=":material/link:"):
            columns = {name: st.column_config.TextColumn() for name in names}
            rows = [dict(zip(names, (file.name, file.url, file.published), strict=True)) for file in files]
            st.dataframe(rows, hide_index=True, column_config=columns)


def _issues(issues: Sequence[Issue]) -> None:
    lang = session.lang()
    if not issues:
        st.caption(f":material/check_circle: {say('documents.no_issues', lang)}")
        return
    with st.expander(say("documents.issues", lang, count=len(issues)), icon=":material/report:"):
        st.dataframe([_issue(issue) for issue in issues], hide_index=True)


def _issue(issue: Issue) -> dict[str, str]:
    lang = session.lang()
    return {
        plain("documents.file", lang): issue.file,
        plain("documents.place", lang): frame.lines_in_words(issue.lines),
        plain("documents.reason", lang): issue.reason,
    }


def _remove(entries: Sequence[DocumentEntry]) -> None:
    """Choose a document, press, confirm."""
    lang = session.lang()
    tell_once("removal")
    if not entries:
        return
    with st.expander(say("documents.remove", lang), icon=":material/delete:"):
        names = {entry.disclosure.id: entry.disclosure.label for entry in entries}
        chosen = st.selectbox(plain("documents.choose", lang), list(names), format_func=names.__getitem__, key="remove_choice")
        if st.button(say("documents.remove_button", lang), key="remove", icon=":material/delete:"):
            _confirm(chosen, names[chosen])


def _remove_now(document: str, name: str) -> None:
    lang = session.lang()
    try:
        session.get_library().remove(document)
        told = Told(True, say("documents.removed", lang, document=name))
    except LibraryError as error:
        told = Told(False, frame.error_in_words(error))
    st.session_state["removal"] = told


def _confirm(document: str, name: str) -> None:
    st.dialog(plain("documents.remove", session.lang()))(_ask)(document, name)


def _ask(document: str, name: str) -> None:
    lang = session.lang()
    st.markdown(say("documents.remove_ask", lang, document=name))
    with st.container(horizontal=True):
        if st.button(say("documents.remove_yes", lang), key="remove_yes", type="primary", on_click=_remove_now, args=(document, name)):
            st.rerun()
        if st.button(say("documents.cancel", lang), key="remove_no"):
            st.rerun()
