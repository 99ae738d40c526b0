"""How people write organisations, years and slips of the pen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from random import Random

from domain.model import Disclosure
from domain.text import key
from eval.questions.data import slots, typos

_HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
_PEOPLES = re.compile(r"^(.{2,4}?)(?:[一-龥]{1,5}族)+自治([州县])")
_SHORTER = (
    (re.compile("人民政府办公([室厅])$"), ("政府办公{1}", "政府办")),
    (re.compile("人民政府(.{2,6}街道)办事处$"), ("{1}办事处", "{1}办", "{1}")),
    (re.compile("街道办事处$"), ("街道办", "街道")),
    (re.compile("人民检察院$"), ("检察院",)),
    (re.compile("人民法院$"), ("法院",)),
    (re.compile("委员会$"), ("委",)),
    (re.compile("委办公厅$"), ("委办",)),
)
_ABOVE = re.compile(r"^.{2,3}[省市](?=.{2,4}[市区县州])")
"""What a place lies in, before its own name."""


def short_names(disclosures: Iterable[Disclosure]) -> dict[str, tuple[str, ...]]:
    """For each organisation what else it is called; names that another one of them might be meant by are left out."""
    own: dict[str, set[str]] = {}
    for one in disclosures:
        own.setdefault(one.org, set()).update(name for each in (one.org, *one.names) for name in _shorter(each))
    seen = Counter(name for names in own.values() for name in names)
    return {org: tuple(sorted(name for name in names if seen[name] == 1 and name != org and len(name) > 3)) for org, names in own.items()}


def _shorter(name: str) -> set[str]:
    found = {name, _PEOPLES.sub(r"\1\2", name)}
    found |= {_ABOVE.sub("", one) for one in found}
    for pattern, shorts in _SHORTER:
        for one in list(found):
            if match := pattern.search(one):
                groups = ("", *match.groups())
                found |= {one[: match.start()] + short.format(*groups) for short in shorts}
    return found


def years(year: int) -> list[str]:
    """Ways to write a fiscal year. Not 去年: whether it counts from today or from the newest document is open."""
    return [str(form).format(y=year, yy=f"{year % 100:02}", han=str(year).translate(_HAN)) for form in slots()["year"]]


def mistyped(text: str, rng: Random, known: frozenset[str]) -> str:
    """`text` with one character mistyped; itself where that can't be done or makes another name of `known` (keys)."""
    places = [n for n, char in enumerate(text) if char in typos()]
    if len(text) < 3 or not places:
        return text
    at = rng.choice(places)
    slip = text[:at] + rng.choice(typos()[text[at]]) + text[at + 1 :]
    return text if key(slip) in known else slip
