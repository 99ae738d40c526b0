"""What was understood of a question, as chips: organisation, year, budget or final accounts, item, measure. Changing one asks again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import streamlit as st

from domain.model import Answer
from ui import session
from ui.markdown import escape, label
from ui.parts.look import Look, badge
from ui.text import Lang, plain, say, strings

ICONS = {"orgs": "account_balance", "years": "calendar_month", "kinds": "menu_book", "items": "receipt_long", "measure": "straighten"}
_SLOTS = ("orgs", "years", "kinds")
MEASURES = ("reason", "rate", "change", "last")
"""What can be asked of an item beside its value; of several in one question the first."""
OTHERS = (
    "definition", "duty", "deviation", "execution", "share", "times", "difference", "average", "per", "rank", "compare", "sum", "count", "list",
)  # fmt: skip
"""What needs more than an item: shown, but not changed here."""
MOST_DOCUMENTS = 3
"""Disclosures whose items are offered."""

Part = Mapping[str, Any]
"""One part of the answer's query, as in the JSON answer."""


@dataclass(frozen=True)
class _Chip:
    slot: str
    text: str
    options: Sequence[str] = ()
    """What it can be changed to; none where it can't be."""
    again: Callable[[str], str] = str
    """The question that asks for a chosen option: a follow-up, so that all else is carried over."""


def understood(answer: Answer, name: str, *, editable: bool) -> None:
    """The chips of `answer`, what came from earlier turns, and how its words were taken. `name` keeps widgets of two answers apart."""
    query = cast(Part, answer.query)
    if not query or not (query["organisations"] or query["items"] or query["years"]):
        return
    parts = cast(Sequence[Part], query.get("parts", ()))
    if parts:
        for number, part in enumerate(parts, 1):
            _row([_Chip(slot, text) for slot, text in _said(part).items() if text], f"{name}-{number}", f"{number}.")
    else:
        _row(_chips(answer, query, editable), name)
    _notes(query, (parts or [query])[0])


def _notes(query: Part, first: Part) -> None:
    """Carried over from earlier turns; words that are no official names, and what they were read as."""
    lang = session.lang()
    if carried := [plain(f"chip.{slot}", lang) for slot in ("orgs", "years", "kinds", "items") if slot in first["inherited"]]:
        st.caption(f":material/undo: {say('chip.carried', lang, what='、'.join(carried) if lang == 'zh' else ', '.join(carried))}")
    typed = [(typo["typed"], typo["meant"], Look("orange", "spellcheck")) for typo in query.get("corrected", ())]
    said = [(each["text"], each["name"], Look("gray", "translate")) for each in query["items"] if _reworded(each)]
    if typed or said:
        with st.container(horizontal=True, gap="small"):
            for before, after, look in [*typed, *said]:
                badge(say("chip.read_as", lang, said=before, meant=after), look)


def _reworded(item: Part) -> bool:
    return bool(item["how"] != "default" and item["text"] and item["text"] != item.get("name", item["text"]))


def _said(part: Part) -> dict[str, str]:
    """What a part names, by slot."""
    lang = session.lang()
    return {
        "orgs": "、".join(part["organisations"]),
        "years": "、".join(map(str, part["years"])),
        "kinds": "、".join(_kind(kind, lang) for kind in part["kinds"]),
        "items": "、".join(_names(part)),
        "measure": plain(f"measure.{measure(part) or _other(part)}", lang),
    }


def _kind(kind: str, lang: Lang) -> str:
    return plain(f"kind_of.{kind}", lang)


def _names(part: Part) -> list[str]:
    return [str(each.get("name") or each["text"]) for each in part["items"]]


def _other(part: Part) -> str:
    """What is asked for that takes more than one item; empty where nothing such is."""
    wanted = frozenset(part["operations"])
    if wanted & {"change", "rate"} and len(part["items"]) == 1 and len(part["years"]) < 2:
        wanted -= {"difference", "share"}  # 增减多少, 百分之几: the same words
    return next((each for each in OTHERS if each in wanted), "")


def measure(part: Part) -> str:
    """The measure asked for: one of MEASURES or `value`; empty where it is nothing that is asked of one item alone."""
    return "" if _other(part) else next((each for each in MEASURES if each in part["operations"]), "value")


def _chips(answer: Answer, query: Part, editable: bool) -> list[_Chip]:
    """Each slot as said, else as the cited figures show it was taken."""
    lang, said = session.lang(), {**_taken(answer), **{slot: text for slot, text in _said(query).items() if text}}
    options = _options(query, answer) if editable else {}
    asked_in: Lang = "zh" if answer.lang == "zh" else "en"

    def again(slot: str) -> Callable[[str], str]:
        return lambda chosen: plain(f"again.{slot}", asked_in, value=_kind(chosen, asked_in) if slot == "kinds" else chosen)

    chips = [_Chip(slot, said.get(slot) or plain("chip.any", lang), options.get(slot, ()), again(slot)) for slot in _SLOTS]
    return chips + _asked_for(query, said, options, asked_in) if said.get("items") else chips


def _asked_for(query: Part, said: Mapping[str, str], options: Mapping[str, Sequence[str]], asked_in: Lang) -> list[_Chip]:
    """Item and measure: each may be changed where one item's value, or what its disclosure says of it, is asked for."""
    asked, names = measure(query), _names(query)
    if not options or not asked or len(names) != 1:
        return [_Chip(slot, said[slot]) for slot in ("items", "measure")]
    others = [each for each in ("value", *MEASURES) if each != asked]
    return [
        _Chip("items", said["items"], options["items"], lambda chosen: plain(f"again.{asked}", asked_in, item=chosen)),
        _Chip("measure", said["measure"], others, lambda chosen: plain(f"again.{chosen}", asked_in, item=names[0])),
    ]


def _taken(answer: Answer) -> dict[str, str]:
    """Organisation and kind of the cited figures, where all are of one, and their years."""
    cited = [one for one in answer.citations if one.figure]
    found = {
        "orgs": {one.org for one in cited},
        "years": {"、".join(map(str, sorted({one.year for one in cited})))},
        "kinds": {_kind(one.kind, session.lang()) for one in cited},
    }
    return {slot: next(iter(values)) for slot, values in found.items() if len(values) == 1}


def _options(query: Part, answer: Answer) -> dict[str, Sequence[str]]:
    """What the library holds for each slot."""
    shot = session.snapshot()
    orgs = set(query["organisations"]) or {one.org for one in answer.citations}
    years = sorted({one.year for one in shot.disclosures if one.org in orgs or not orgs}, reverse=True)
    documents = list(dict.fromkeys(one.document for one in answer.citations))[:MOST_DOCUMENTS]
    return {
        "orgs": sorted({one.org for one in shot.disclosures}),
        "years": [str(year) for year in years],
        "kinds": ["预算", "决算"],
        "items": _item_names(documents),
    }


def _item_names(documents: Sequence[str]) -> list[str]:
    """Names of the rows of these documents' tables, as printed, in their order."""
    figures = session.snapshot().figures.select(documents=documents, sources=["table"]) if documents else []
    return list(dict.fromkeys(figure.row_name for figure in figures if 1 < len(figure.row_name) <= 24))


def _row(chips: Iterable[_Chip], name: str, lead: str = "") -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        if lead:
            st.markdown(escape(lead), width="content")
        for chip in chips:
            if chip.options:
                _editable(chip, f"{name}-{chip.slot}")
            else:
                badge(label(chip.text, 40), Look("gray", ICONS[chip.slot]))


def _editable(chip: _Chip, key: str) -> None:
    lang = session.lang()
    with st.popover(label(chip.text, 40), icon=f":material/{ICONS[chip.slot]}:"):
        st.selectbox(
            plain(f"chip.{chip.slot}", lang),
            [option for option in chip.options if option != chip.text],
            index=None,
            format_func=lambda option: _option(chip.slot, option),
            placeholder=plain("chip.choose", lang),
            key=key,
            on_change=_ask,
            args=(chip, key),
        )


def _option(slot: str, option: str) -> str:
    """An option as it is shown."""
    family = {"kinds": "kind_of", "measure": "measure"}.get(slot)
    return plain(f"{family}.{option}", session.lang()) if family and f"{family}.{option}" in strings() else option


def _ask(chip: _Chip, key: str) -> None:
    if chosen := st.session_state.get(key):
        session.put(chip.again(chosen))
