"""Offices named in English: the romanised name of a place, what level it has, and words for what kind of office it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from answer.sounds import speller
from domain.names import places

if TYPE_CHECKING:
    from answer.orgs import Org

Found = tuple[str, int, int, tuple[str, ...], bool]
_BEHIND, _NEXT = 110, 14
"""Characters behind a place that may name its office; those in which its level stands."""
_HEAD = re.compile(r"(?:[a-z'&-]+ ){1,6}of (?:the )?(?:cpc )?(?:people's government of )?(?:the )?$")

_OWN = re.compile("街道|镇|乡")
_END = re.compile(
    r"[,;，、?]| (?:with|vs\.?|versus|than|compared|against|or|in (?:19|20)\d\d)\b| and (?=[a-z]+ (?:prefecture|city|county|district))"
)
"""What ends an office's name in a question."""


def by_name(orgs: Iterable[Org]) -> dict[str, list[Org]]:
    """The proper names in the names of offices, and whose they are."""
    named: dict[str, list[Org]] = {}
    for org in orgs:
        for own in _proper(org):
            named.setdefault(own, []).append(org)
    return named


def find(text: str, named: Mapping[str, list[Org]]) -> Iterator[Found]:
    """The words, where they stand, whom they fit, and whether they name an office rather than a place."""
    lowered = re.sub(r"\(not [^)]*\)", lambda match: " " * len(match[0]), text.lower())
    for own, owners in named.items():
        if (word := romanised(own)) in lowered:
            for match in re.finditer(rf"\b{re.escape(word)}\b", lowered):
                yield _mention(own, owners, match.start(), match.end(), lowered)


def strangers(text: str) -> Iterator[Found]:
    """Suzhou finance bureau, Urumqi city …: an office with a name, or a place with its level, that nowhere in the library is."""
    yield from ((name, at, at + len(name), (), True) for name in proper(text) for at in (text.find(name),))
    lowered, levels = text.lower(), "|".join(word for words in places()["english_levels"].values() for word in words)
    for match in re.finditer(rf"\b([a-z]{{3,}}) (?:{levels})\b", lowered):
        if match[1] not in places()["english_before"]:
            end = match.end() + _ends(_END.split(lowered[match.end() : match.end() + 60])[0])
            yield text[match.start() : end], match.start(), end, (), True


def proper(question: str) -> Iterator[str]:
    """Suzhou finance bureau, the court of Qinghe: what a question, written with capitals, calls as offices are called."""
    kinds = "|".join(sorted({word for words in places()["english_bodies"].values() for word in words if word != "office"}))
    name = rf"(?!(?:{'|'.join(places()['english_opening'])})\b)[A-Z][a-z'-]+"
    own = rf"\b{name}(?: (?!(?:of|for|in|and)\b)[A-Za-z&'-]+){{0,4}}? (?i:{kinds})\b"
    for match in re.finditer(rf"{own}|\b(?:[a-z]+ )?(?i:{kinds}) of (?:the )?{name}", question):
        yield match[0]


def _proper(org: Org) -> set[str]:
    """The names in an office's name: its places, and what its 街道 or 镇 is called."""
    body = org.layers[-1].body.removeprefix("人民政府")
    own = {body[: match.start()] for match in _OWN.finditer(body) if 2 <= match.start() <= 4}
    return own | {layer.place for layer in org.layers if layer.place}


def _mention(own: str, owners: Sequence[Org], start: int, end: int, text: str) -> Found:
    tail = _END.split(text[end : end + _BEHIND])[0]
    kinds = [word for words in places()["english_bodies"].values() for word in words]
    before = _HEAD.search(text[:start])
    head = before[0] if before and _says(before[0], kinds) else ""  # the finance bureau of …
    said = f"{head}| {tail}"
    named = [org for org in owners if _says(tail[:30], _level_words(org, own))]
    if any(_says(tail[:_NEXT], words) for words in places()["english_levels"].values()):
        owners = named
    types = [org for org in owners if any(_says(said, words) for words in _kinds(org))]
    type_named = _says(said, kinds)
    subjects = [subject for subject, words in places()["english_subjects"].items() if _says(said, words)]
    if type_named and subjects:
        types = [org for org in types if any(subject in org.layers[-1].body.replace("人民政府", "政府") for subject in subjects)]
    start -= len(head)
    end += _ends(tail) if type_named else 0
    return text[start:end], start, end, tuple(org.identity for org in (types if type_named else owners)), type_named and bool(types)


def _level_words(org: Org, own: str) -> list[str]:
    levels = [layer.level for layer in org.layers if layer.place == own] + _OWN.findall(org.layers[-1].body)
    return [word for level in levels for word in places()["english_levels"].get(level, [])]


def _kinds(org: Org) -> Iterator[list[str]]:
    body = org.layers[-1].body
    return (words for ending, words in places()["english_bodies"].items() if body.endswith(ending))


def _ends(tail: str) -> int:
    """Where the office's English name ends: behind its last word for a kind of office."""
    words = "|".join(re.escape(word) for words in places()["english_bodies"].values() for word in words)
    return max((match.end() for match in re.finditer(rf"\b(?:{words})\b", tail)), default=0)


def _says(text: str, words: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)


@cache
def romanised(place: str) -> str:
    known: dict[str, str] = places()["english_places"]
    return known.get(place, "".join(speller()(place))).lower()
