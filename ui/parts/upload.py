"""Taking documents into the library from the browser."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, cast, get_args

import streamlit as st

from domain.facts import Fact, Field
from domain.model import Kind
from ingest.identity import WAY_OUT, asked_for
from library.errors import LibraryError
from ui import frame, session
from ui.parts.told import Told, tell_once
from ui.text import plain, say

if TYPE_CHECKING:
    from library import FileResult


class Asked(NamedTuple):
    """An upload that was refused, and what a person may say of it so that it can be read."""

    name: str
    data: bytes
    sha: str
    fields: tuple[Field, ...]


def upload() -> None:
    """A drop zone; what was dropped is read at once, and what became of each file is told."""
    lang = session.lang()
    emptied = st.session_state.setdefault("uploads", 0)
    files = st.file_uploader(say("documents.drop", lang), accept_multiple_files=True, key=f"upload-{emptied}")
    if files:
        _asked().clear()
        st.session_state["upload_results"] = [result for file in files for result in _take_in(file.name, file.getvalue())]
        st.session_state["uploads"] = emptied + 1
        st.rerun()
    tell()


def tell() -> None:
    """What became of the files dropped last, once; and questions about those that could be read if a person said what they don't."""
    for result in st.session_state.pop("upload_results", []):
        _tell(result)
    tell_once("upload_told")
    for one in _asked():
        _form(one)


def _take_in(name: str, data: bytes, facts: Sequence[Fact] = ()) -> Sequence[FileResult]:
    """One result, or one for each file in an archive."""
    with st.spinner(say("documents.reading", session.lang(), file=name)):
        results = session.get_library().ingest_bytes(name, data, facts=facts).files
    _asked().extend(_questions(name, data, results))
    return results


def _asked() -> list[Asked]:
    return cast(list[Asked], st.session_state.setdefault("upload_asked", []))


def _questions(name: str, data: bytes, results: Sequence[FileResult]) -> list[Asked]:
    """None about a file within an archive: what is said holds for the bytes that were dropped."""
    sha = hashlib.sha256(data).hexdigest()
    refused = [one for one in results if one.outcome == "refused" and one.sha == sha]
    fields = [asked_for(issue.reason) for one in refused for issue in one.issues]
    return [Asked(name, data, sha, found) for found in fields if found]


def _form(one: Asked) -> None:
    lang = session.lang()
    with st.form(f"upload_asked-{one.sha}", enter_to_submit=False):
        st.markdown(say("documents.say_more", lang, file=one.name))
        for field in one.fields:
            label, key = plain(f"correct.{field}", lang), _key(one, field)
            if field == "kind":
                st.selectbox(label, get_args(Kind), index=None, placeholder=" / ".join(get_args(Kind)), key=key)
            else:
                st.text_input(label, key=key)
        with st.container(horizontal=True):
            st.form_submit_button(say("documents.read_again", lang), key=_key(one, "again"), type="primary", on_click=_again, args=(one,))
            st.form_submit_button(say("documents.leave", lang), key=_key(one, "leave"), on_click=_asked().remove, args=(one,))


def _key(one: Asked, name: str) -> str:
    return f"upload_{name}-{one.sha}"


def _again(one: Asked) -> None:
    """Read it with what was said; where that can't be, the question stays."""
    said = {field: str(st.session_state.get(_key(one, field)) or "").strip() for field in one.fields}
    facts = [Fact(field, value) for field, value in said.items() if value]
    if len(facts) < len(said):
        st.session_state["upload_told"] = Told(False, say("documents.say_all", session.lang()))
        return
    _asked().remove(one)
    try:
        st.session_state["upload_results"] = _take_in(one.name, one.data, facts)
    except LibraryError as error:
        _asked().append(one)
        st.session_state["upload_told"] = Told(False, frame.error_in_words(error))


def _tell(result: FileResult) -> None:
    """What became of a file: refused with its reason, or what was recognised in it."""
    lang = session.lang()
    if result.disclosure is None:
        reason = "；".join(issue.reason.partition(WAY_OUT)[0] for issue in result.issues)
        st.error(say("documents.refused", lang, file=result.name, reason=reason), icon=":material/block:")
        return
    counts = result.counts
    told = say(
        f"documents.{result.outcome}", lang, file=result.name, document=result.disclosure.label,
        tables=counts.tables, figures=counts.figures, claims=counts.claims, indicators=counts.indicators,
    )  # fmt: skip
    (st.info if result.outcome == "unchanged" else st.success)(told, icon=":material/check_circle:")
