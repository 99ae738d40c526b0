"""An answer as a card: the number, the sentence, its checks, its sources, what to ask next."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from domain.model import Answer, Status, Value
from domain.money import YUAN, convert, grouped
from ui import session
from ui.markdown import escape, label, marked
from ui.parts.chart import chart
from ui.parts.checks import checks
from ui.parts.chips import understood
from ui.parts.choices import candidates, nearest
from ui.parts.look import Look, badge
from ui.parts.sources import sources
from ui.text import say

_STATUS: dict[Status, Look] = {
    "ambiguous": Look("orange", "alt_route"),
    "not_found": Look("gray", "search_off"),
    "withheld": Look("gray", "lock"),
    "unsupported": Look("gray", "block"),
}


def card(answer: Answer, name: str, *, last: bool = False) -> None:
    """Draw `answer`; `name` keeps the widgets of two answers apart. What the last one understood can be changed."""
    _status(answer)
    understood(answer, name, editable=last)
    if headline(answer):
        _headline(answer)
    st.markdown(marked(answer))
    _missing(answer)
    candidates(answer.candidates, name)
    answered = answer.status == "answered"
    if drawn := answered and chart(answer.chart):
        _values(answer, open_=True)
    checks(answer.checks, name)
    if answered and not drawn:
        _values(answer, open_=False)
    sources(answer.citations, name)
    nearest(answer.nearest, name)


def _status(answer: Answer) -> None:
    if look := _STATUS.get(answer.status):
        badge(say(f"status.{answer.status}", session.lang()), look)


def headline(answer: Answer) -> str:
    """The number asked for, with its unit; empty where there is none, or where it is only one of several asked for and another is missing."""
    if not answer.values or answer.status != "answered" or (answer.missing and answer.values[0].formula is None):
        return ""
    return shown(answer.values[0], _in_text(answer))


def _headline(answer: Answer) -> None:
    """The number asked for, large; in yuan, or yuan in a unit that is easier to read, on hovering."""
    lang, value = session.lang(), answer.values[0]
    st.metric(label(value.label), escape(headline(answer)), help=_otherwise(value))
    if value.formula:
        st.caption(say("answer.formula", lang, formula=value.formula))


def _otherwise(value: Value) -> str | None:
    """The same amount exactly: in yuan; of yuan, in 亿元 or 万元 where there are so many."""
    if value.yuan is None:
        return None
    large = next((unit for unit in ("亿元", "万元") if value.unit == "元" and abs(value.yuan) >= YUAN[unit]), "元")
    same = convert(value.yuan, "元", large)
    return say("answer.same", session.lang(), amount=grouped(same), unit=large) if large != value.unit else None


def _in_text(answer: Answer) -> str:
    """The first value as the answer's text shows it, rounded perhaps; empty if it doesn't."""
    return next((answer.text[span.start : span.end] for span in answer.spans if span.value == 0), "")


def shown(value: Value, number: str = "") -> str:
    """A value with its unit, as it is read: 1,906.96 万元, 12.5%. `number` is how the text shows it, where it does."""
    sign = "-" if value.value < 0 else ""
    number = f"{sign}{number.lstrip('-')}" if number else grouped(value.value)
    return f"{number}%" if value.unit == "%" else f"{number} {value.unit}".strip()


def _missing(answer: Answer) -> None:
    lang = session.lang()
    for what in answer.missing:
        st.markdown(f":material/info: {say('answer.missing', lang, what=what)}")


def _values(answer: Answer, *, open_: bool) -> None:
    """All values of an answer that has several: winners and operands; in sight (`open_`) under a chart of them."""
    lang, values = session.lang(), answer.values
    if len(values) < 2:
        return
    columns = {
        say("answer.what", lang): [label(name, 120) for name in value_names(answer)],
        say("answer.value", lang): [escape(shown(value)) for value in values],
        "元": ["" if value.yuan is None else escape(grouped(value.yuan)) for value in values],
    }
    with st.expander(say("answer.values", lang, count=len(values)), expanded=open_):
        st.table(columns, hide_index=True)


def value_names(answer: Answer) -> list[str]:
    """What each value is called; whose and of which year it is too, where several are called the same."""
    often = Counter(value.label for value in answer.values)
    cited = {one.figure: f"{one.org}{one.year}年{one.kind} " for one in answer.citations if one.figure}
    return [
        f"{cited.get(value.figures[0], '') if often[value.label] > 1 and value.figures else ''}{value.label}" for value in answer.values
    ]
