"""What a question looks for beyond its words, and how well a passage fits that.

The ranks of word and vector search say which passages are near; the weights here say what a passage must be to answer. They were
tuned on questions that eval/narrative.py makes, over generated documents and PDFs; the gold questions only measured them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.lexicon import item_named
from domain.model import Passage
from domain.text import fold, key

TERM, NUMBER, KIND, CHANGE, PROJECT, SAID = 0.6, 0.4, 0.8, 0.2, 0.2, 0.25
"""What counts for a passage: it is about the very item; states its number; is of the kind that answers; compares with last year; describes
the project; holds the question's own words. The first rank of both searches together counts 0.67."""
TABLE, UNASKED = 0.3, {"definition": 0.5, "duty": 0.1}
"""What counts against one: rows of a table, where words are asked for; a definition or a duty that nobody asked for."""
_COMPARES = re.compile("比上|较上|上年|同比|增|减")
_BLANKS = re.compile(r"[\s“”\"]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """Kinds of passages that answer a kind of question, and what they then say (a regular expression)."""

    kinds: tuple[str, ...]
    says: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """A question as the passages are searched with it; office and year are no part of it, they choose the documents."""

    text: str
    """The words asked with, official names of the items added: for word search."""
    gist: str = ""
    """The same without words that only say how it is asked (多少, 为什么): for vectors. Empty: `text`."""
    items: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Key and official names of each item asked about."""
    projects: tuple[str, ...] = ()
    wishes: tuple[Wish, ...] = ()
    words: tuple[str, ...] = ()
    """Words of the question that nothing explains."""
    amount: bool = False
    """Whether a number is asked for, not words."""
    change: bool = False
    """Whether the change since last year is asked for, or last year's number."""


def fit(sought: Sought, passage: Passage) -> float:
    """How well the passage fits what is sought, its words and vectors aside."""
    text = _bare(passage.text)
    found = sum(_about(item, names, passage, text, sought.amount) for item, names in sought.items) / max(1, len(sought.items))
    if any(passage.kind in wish.kinds and re.search(wish.says, passage.text) for wish in sought.wishes):
        found += KIND
    else:
        found -= UNASKED.get(passage.kind, 0.0)
    if passage.kind in ("table", "note"):
        found -= TABLE
    if sought.change and sought.amount and _COMPARES.search(passage.text):
        found += CHANGE
    if passage.kind in ("project", "performance") and key(passage.term) in map(key, sought.projects):
        found += PROJECT
    return found + SAID * _said(sought.words, text)


def _about(item: str, names: tuple[str, ...], passage: Passage, text: str, amount: bool) -> float:
    is_term = bool(passage.term) and (key(passage.term) in map(key, names) or item_named(passage.term) == item)
    return TERM * is_term + NUMBER * (amount and any(_stated(_bare(name)).search(text) is not None for name in names))


def _said(words: tuple[str, ...], text: str) -> float:
    """The share of the pairs of characters of `words` that the text holds, 0…1."""
    pairs = {word[at : at + 2] for word in words for at in range(len(word) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


@lru_cache(maxsize=1 << 12)
def _stated(name: str) -> re.Pattern[str]:
    return re.compile(re.escape(name) + r"(支出|预算|决算|预算数|数)?[为是]?\d")


@lru_cache(maxsize=1 << 13)
def _bare(text: str) -> str:
    return _BLANKS.sub("", fold(text))
