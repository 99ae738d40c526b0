"""What people mean by the words they give to a filter: organisations by alias, items by lay word, documents by a part of their id."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from domain.lexicon import item_named, item_of_code, items
from domain.model import Disclosure, Figure
from domain.names import abbreviates, aliases, split_name
from domain.text import squeeze
from library.errors import UnknownDocument


def org_names(wanted: Sequence[str], disclosures: Sequence[Disclosure]) -> list[str]:
    """Every printed name of the organisations meant: those that `aliases` gives the word, else whose name holds or shortens to it.

    A word that fits none stands for itself, and so finds nothing.
    """
    families = [(one.org, *one.names) for one in disclosures] + [(unit,) for one in disclosures for unit in one.units]
    chosen: list[str] = []
    for text in map(squeeze, wanted):
        meant = [family for family in families if any(text in aliases(name) for name in family)]
        meant = meant or [family for family in families if any(_resembles(text, name) for name in family)]
        chosen += [name for family in meant for name in family] or [text]
    return chosen


def _resembles(text: str, name: str) -> bool:
    return text in name or abbreviates(text, split_name(name).body)


def is_item(figure: Figure, wanted: Sequence[str]) -> bool:
    """Whether a figure is of one of these items, by code, key, official name, lay word or English; else by a part of its row's name."""
    return any(figure.row_code == text or figure.item in _item_keys(text) or text in figure.row_name for text in wanted)


@cache
def _item_keys(text: str) -> frozenset[str]:
    key = item_of_code(text) if text.isdigit() else item_named(text)
    said = text.lower()
    return frozenset([text, key] if key else [text, *(one.key for one in items().values() if said in (*one.lay, *one.en))])


def document_ids(wanted: Sequence[str], disclosures: Sequence[Disclosure]) -> set[str]:
    """Ids of the disclosures meant, all if none is named. Raises UnknownDocument for a word that is part of no id."""
    ids = {one.id for one in disclosures}
    chosen = set() if wanted else ids
    for text in wanted:
        found = {text} & ids or {one for one in ids if text in one}
        if not found:
            raise UnknownDocument(text)
        chosen |= found
    return chosen
