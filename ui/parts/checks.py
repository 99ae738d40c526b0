"""The checks of an answer: three marks (icon and word) and the arithmetic behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import streamlit as st

from domain.model import Aspect, Check
from ui import session
from ui.markdown import escape
from ui.parts.look import Look, badge
from ui.parts.places import places
from ui.text import say

Mark = Literal["ok", "bad", "single", "none"]
_OF_VERDICT: dict[str, Mark] = {"agrees": "ok", "holds": "ok", "differs": "bad", "fails": "bad", "single": "single"}
_LOOK: dict[Mark, Look] = {
    "ok": Look("green", "check_circle"),
    "bad": Look("red", "error"),
    "single": Look("gray", "looks_one"),
    "none": Look("gray", "remove"),
}
_WORST: tuple[Mark, ...] = ("bad", "ok", "single")


def verdict(checks: Sequence[Check], aspect: Aspect) -> Mark:
    """One mark for all checks of an aspect: a conflict outweighs agreement, agreement a number that stands alone."""
    marks = {_OF_VERDICT[check.verdict] for check in checks if check.aspect == aspect}
    return next((mark for mark in _WORST if mark in marks), "none")


def checks(found: Sequence[Check], name: str) -> None:
    """The three marks in a row; the arithmetic under them, opened where a check fails. `name` keeps the widgets of two answers apart."""
    lang = session.lang()
    if not found:
        return
    with st.container(horizontal=True, gap="small"):
        for aspect in get_args(Aspect):
            seen = verdict(found, aspect)
            badge(say(f"check.{aspect}.{seen}", lang), _LOOK[seen])
    conflict = any(_OF_VERDICT[check.verdict] == "bad" for check in found)
    if conflict:
        st.warning(say("check.conflict", lang), icon=":material/compare_arrows:")
    with st.expander(say("check.title", lang, count=len(found)), expanded=conflict):
        for index, check in enumerate(sorted(found, key=lambda check: _OF_VERDICT[check.verdict] != "bad")):
            _arithmetic(check, f"{name}-check-{index}")


def _arithmetic(check: Check, name: str) -> None:
    icon = _LOOK[_OF_VERDICT[check.verdict]].icon
    word = say(f"check.{check.aspect}.{_OF_VERDICT[check.verdict]}", session.lang())
    st.markdown(f":material/{icon}: **{word}**  \n{escape(check.detail)}")
    if _OF_VERDICT[check.verdict] == "bad":
        places(check.places, name)
