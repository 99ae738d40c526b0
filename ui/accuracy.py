"""The last evaluation of this library, so that a reader knows what to expect."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import streamlit as st

from ui import frame, session
from ui.text import plain, say, strings

REPORT = "eval-report.json"
"""Where the page looks for a report, in the library's folder: report.json of `wenzhang eval`."""
_VERDICTS = ("right", "missed", "wrong")
_PARTS = ("kinds", "languages", "sets")


def page() -> None:
    """The report in the library's folder, or how to make one."""
    frame.head("accuracy.title")
    path = session.get_library().root / REPORT
    if not path.is_file():
        _how(path)
        return
    try:
        report = json.loads(path.read_text("utf-8"))
        _report(report, datetime.fromtimestamp(path.stat().st_mtime))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        st.error(say("accuracy.broken", session.lang(), reason=f"{type(error).__name__}: {error}"))


def _how(path: Path) -> None:
    lang = session.lang()
    st.info(say("accuracy.none", lang))
    st.markdown(say("accuracy.how", lang))
    commands = f"wenzhang eval GOLD.jsonl --docs FOLDER --report REPORT\ncp REPORT/report.json {shlex.quote(str(path))}"
    st.code(commands, language=None, wrap_lines=True)


def _report(report: Mapping[str, Any], when: datetime) -> None:
    """Totals large, then each kind, then the questions answered wrongly."""
    lang = session.lang()
    asked, totals, cited = report["questions"], report["totals"], report["cited"]
    st.caption(say("accuracy.when", lang, name=report["name"], when=f"{when:%Y-%m-%d %H:%M}", questions=asked))
    tiles = [(verdict, totals[verdict], asked) for verdict in _VERDICTS] + [("cited", cited["at_evidence"], cited["of"])]
    for column, (name, part, whole) in zip([*st.columns(2), *st.columns(2)], tiles, strict=True):
        column.metric(say(f"accuracy.{name}", lang), share(part, whole), help=f"{part} / {whole}", border=True)
    for name in _PARTS:
        if parts := report.get(name):
            st.subheader(say(f"accuracy.by_{name}", lang), anchor=False)
            st.dataframe([_part(name, part, counts) for part, counts in parts.items()], hide_index=True, height="content")
    _wrong([one for one in report["answers"] if one["verdict"] == "wrong"])


def share(part: int, whole: int) -> str:
    """In %, one decimal; — where there is nothing to share."""
    return f"{(Decimal(part) * 100 / Decimal(whole)).quantize(Decimal('0.1'))}%" if whole else "—"


def _part(parts: str, name: str, counts: Mapping[str, int]) -> dict[str, Any]:
    lang = session.lang()
    asked = sum(counts[verdict] for verdict in _VERDICTS)
    told: dict[str, Any] = {plain(f"accuracy.{verdict}", lang): counts[verdict] for verdict in _VERDICTS}
    if "cited" in counts:  # not in reports of older versions
        told[plain("accuracy.cited", lang)] = share(counts["cited"], counts["citable"])
    return {plain(f"accuracy.{parts}", lang): _part_name(parts, name), plain("accuracy.questions", lang): asked} | told


def _part_name(parts: str, name: str) -> str:
    """A kind of question, a language or a set in words; those of other gold sets as they are called there."""
    key = f"{parts.removesuffix('s')}.{name}"
    return plain(key, session.lang()) if key in strings() else name


def _wrong(answers: list[Mapping[str, Any]]) -> None:
    lang = session.lang()
    if not answers:
        return
    with st.expander(say("accuracy.wrong_ones", lang, count=len(answers))):
        for one in answers:
            st.text(one["question"])
            gold = "、".join(one["gold"]) if isinstance(one["gold"], list) else one["gold"] or "—"
            st.caption(say("accuracy.answered", lang, answer=one["text"] or "—", expected=f"{gold} {one['unit']}".strip()))
