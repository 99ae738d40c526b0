"""Taking documents into the library from the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui import session
from ui.text import say

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from library import FileResult


def upload() -> None:
    """A drop zone; what was dropped is read at once, and what became of each file is told."""
    lang = session.lang()
    emptied = st.session_state.setdefault("uploads", 0)
    files = st.file_uploader(say("documents.drop", lang), accept_multiple_files=True, key=f"upload-{emptied}")
    if files:
        st.session_state["upload_results"] = [result for file in files for result in _take_in(file)]
        st.session_state["uploads"] = emptied + 1
        st.rerun()
    tell()


def tell() -> None:
    """What became of the files dropped last, once."""
    for result in st.session_state.pop("upload_results", []):
        _tell(result)


def _take_in(file: UploadedFile) -> Sequence[FileResult]:
    """One result, or one for each file in an archive."""
    with st.spinner(say("documents.reading", session.lang(), file=file.name)):
        return session.get_library().ingest_bytes(file.name, file.getvalue()).files


def _tell(result: FileResult) -> None:
    """What became of a file: refused with its reason, or what was recognised in it."""
    lang = session.lang()
    if result.disclosure is None:
        reason = "；".join(issue.reason for issue in result.issues)
        st.error(say("documents.refused", lang, file=result.name, reason=reason), icon=":material/block:")
        return
    counts = result.counts
    told = say(
        f"documents.{result.outcome}", lang, file=result.name, document=result.disclosure.label,
        tables=counts.tables, figures=counts.figures, claims=counts.claims, indicators=counts.indicators,
    )  # fmt: skip
    (st.info if result.outcome == "unchanged" else st.success)(told, icon=":material/check_circle:")
