"""Setting right what was recognised in a document, and taking that back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

import streamlit as st

from domain.facts import Fact, Field
from domain.model import Disclosure, Kind, Level, Table
from domain.money import YUAN
from library.errors import LibraryError
from ui import excerpt, frame, session
from ui.parts.told import Told, tell_once
from ui.text import plain, say

if TYPE_CHECKING:
    from library import Correction, DocumentEntry

ALL, KEEP = "", ""
"""Of the choice of tables: all of them; of the choice of units: as it is."""


def correct(entries: Sequence[DocumentEntry]) -> None:
    """Choose a document, change what is wrong, save; what was set right before can be taken back."""
    lang = session.lang()
    tell_once("correction")
    if not entries:
        return
    with st.expander(say("correct.title", lang), icon=":material/edit:"):
        st.caption(say("correct.about", lang))
        by_id = {entry.disclosure.id: entry for entry in entries}
        chosen = st.selectbox(
            plain("documents.choose", lang), list(by_id), format_func=lambda one: by_id[one].disclosure.label, key="correct_choice"
        )
        _form(by_id[chosen])
        for at, correction in enumerate(by_id[chosen].corrections):
            _kept(chosen, correction, at)


def correction_in_words(one: Correction) -> str:
    """年度：2022 → 2023. Plain text."""
    lang = session.lang()
    fact = one.fact
    where = " ".join(filter(None, (fact.table, fact.column)))
    name = plain(f"correct.{fact.field}", lang)
    return plain("correct.line", lang, what=f"{name}（{where}）" if where else name, old=one.old or "—", new=fact.value)


def _form(entry: DocumentEntry) -> None:
    lang, one = session.lang(), entry.disclosure
    named = {table.id: _table_name(table) for table in session.snapshot().figures.tables(one.id) if table.state != "absent"}
    tables = _told_apart({ALL: plain("correct.every_table", lang), **named})
    files = _told_apart({ALL: plain("correct.every_file", lang), **{file.sha: file.name for file in entry.files}})
    with st.form(f"correct-{one.id}", border=False, enter_to_submit=False):
        left, right = st.columns(2)
        left.text_input(plain("correct.org", lang), one.org, key=_key(one, "org"))
        right.text_input(plain("correct.year", lang), str(one.year), key=_key(one, "year"))
        left.selectbox(plain("correct.kind", lang), get_args(Kind), get_args(Kind).index(one.kind), key=_key(one, "kind"))
        right.selectbox(plain("correct.level", lang), get_args(Level), get_args(Level).index(one.level), key=_key(one, "level"))
        left.selectbox(plain("correct.table", lang), list(tables), format_func=tables.__getitem__, key=_key(one, "table"))
        right.selectbox(
            plain("correct.unit", lang), [KEEP, *YUAN], format_func=lambda unit: unit or plain("correct.keep", lang), key=_key(one, "unit")
        )
        if len(entry.files) > 1:
            st.selectbox(plain("documents.file", lang), list(files), format_func=files.__getitem__, key=_key(one, "file"))
        st.text_input(plain("correct.note", lang), key=_key(one, "note"))
        st.form_submit_button(say("correct.save", lang), key=_key(one, "save"), icon=":material/save:", on_click=_save, args=(one,))


def _key(one: Disclosure, name: str) -> str:
    """The widgets of two documents are kept apart."""
    return f"correct_{name}-{one.id}"


def _table_name(table: Table) -> str:
    return f"{excerpt.title(table)}（{table.unit}）" if table.unit else excerpt.title(table)


def _told_apart(names: dict[str, str]) -> dict[str, str]:
    """Names by key, no two alike: a choice knows its options by what it shows."""
    count = Counter(names.values())
    return {key: f"{name} · {key}" if count[name] > 1 else name for key, name in names.items()}


def _save(one: Disclosure) -> None:
    told = {
        name: str(st.session_state.get(_key(one, name)) or "") for name in ("org", "year", "kind", "level", "table", "unit", "file", "note")
    }
    facts = _changes(one, told)
    if not facts:
        st.session_state["correction"] = Told(False, say("correct.nothing", session.lang()))
        return
    try:
        done = session.get_library().correct(one.id, facts, file=told["file"], note=told["note"]).changed
        _tell(True, "correct.saved", done)
        for name in told:
            st.session_state.pop(_key(one, name), None)
    except LibraryError as error:
        st.session_state["correction"] = Told(False, frame.error_in_words(error))


def _changes(one: Disclosure, told: dict[str, str]) -> list[Fact]:
    """What the form says otherwise than the library has it."""
    fields: tuple[Field, ...] = ("org", "year", "kind", "level")
    facts = [Fact(field, told[field].strip()) for field in fields if told[field].strip() != str(getattr(one, field))]
    return [*facts, *([Fact("unit", told["unit"], told["table"])] if told["unit"] else [])]


def _tell(done: bool, key: str, corrections: Sequence[Correction]) -> None:
    said = "；".join(dict.fromkeys(map(correction_in_words, corrections)))
    st.session_state["correction"] = Told(done, say(key, session.lang(), what=said))


def _kept(document: str, one: Correction, at: int) -> None:
    """A correction that holds, with a button that takes it back."""
    lang = session.lang()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(say("correct.kept", lang, what=correction_in_words(one), file=one.file, when=one.time[:10], note=one.note))
        st.button(say("correct.undo", lang), key=f"undo-{document}-{at}", icon=":material/undo:", on_click=_undo, args=(document, one))


def _undo(document: str, one: Correction) -> None:
    try:
        _tell(True, "correct.undone", session.get_library().undo(document, [one.fact], file=one.sha).changed)
    except LibraryError as error:
        st.session_state["correction"] = Told(False, frame.error_in_words(error))
