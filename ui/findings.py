"""What does not add up, document by document, with both places."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import get_args

import streamlit as st

from domain.model import Disclosure, Finding, Severity
from ui import frame, session
from ui.markdown import escape
from ui.parts.look import Look, badge
from ui.parts.places import places
from ui.text import plain, say

STEP = 20
"""Findings shown at a time."""
_LOOK: dict[Severity, Look] = {
    "error": Look("red", "error"),
    "warning": Look("orange", "warning"),
    "rounding": Look("blue", "decimal_decrease"),
    "note": Look("gray", "info"),
}
_FIRST: tuple[Severity, ...] = ("error", "warning")


def page() -> None:
    """Filters and the findings that match, worst first."""
    lang = session.lang()
    frame.head("findings.title")
    st.markdown(say("findings.intro", lang))
    disclosures = session.snapshot().disclosures
    severities = st.pills(
        plain("findings.severity", lang),
        get_args(Severity),
        selection_mode="multi",
        default=_FIRST,
        format_func=lambda one: plain(f"findings.{one}", lang),
        key="severities",
    )
    names = {one.id: one.label for one in disclosures}
    document = st.selectbox(
        plain("findings.document", lang),
        [None, *sorted(names, key=lambda one: names[one])],
        format_func=lambda one: names.get(one, plain("figures.all", lang)),
        key="finding_document",
    )
    _list(session.snapshot().figures.findings(document, severities or list(get_args(Severity))), disclosures)


def _list(found: Sequence[Finding], disclosures: Sequence[Disclosure]) -> None:
    lang = session.lang()
    if not found:
        st.info(say("findings.none", lang))
        return
    st.caption(say("findings.count", lang, count=len(found)))
    names = {one.id: one.label for one in disclosures}
    order = get_args(Severity)
    ordered = sorted(found, key=lambda one: (names.get(one.document, ""), order.index(one.severity)))
    limit = st.session_state.setdefault("findings_shown", STEP)
    for document, group in groupby(ordered[:limit], key=lambda one: one.document):
        st.subheader(escape(names.get(document, document)), anchor=False)
        for finding in group:
            _finding(finding)
    if len(ordered) > limit:
        rest = min(STEP, len(ordered) - limit)
        st.button(say("findings.more", lang, count=rest), key="findings_more", on_click=_more)


def _more() -> None:
    st.session_state["findings_shown"] = st.session_state.get("findings_shown", STEP) + STEP


def _finding(finding: Finding) -> None:
    with st.container(border=True, gap="xsmall"):
        badge(say(f"findings.{finding.severity}", session.lang()), _LOOK[finding.severity])
        st.markdown(escape(finding.message))
        if finding.arithmetic:
            st.code(finding.arithmetic, language=None, wrap_lines=True)
        places(finding.places, f"finding-{finding.id}")
