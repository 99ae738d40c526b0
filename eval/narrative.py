"""Questions on what documents say in words, made from the passages of any library by the rows of narrative.yaml.

Each knows the passages that answer it. Office, year and item are said as people say them, so that whoever answers has to resolve them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.lexicon import item_named, items
from domain.model import Disclosure, Passage
from domain.names import aliases, split_name
from domain.rows import load_rows

Place = tuple[str, int, int]
"""File, first and last line."""
_UP, _DOWN = re.compile("增加|增长|上升|提高"), re.compile("减少|下降|降低")
_WAYS = {"up": ("涨", "多了", "增加", "变多"), "down": ("降", "少了", "减少", "变少"), "same": ("没变", "不变", "和以前一样")}
_PART = re.compile("[\u4e00-\u9fff]{4,12}")
_VERBS = re.compile(
    "^(负责|承担|组织|协助|指导|管理|监督|拟[订定]|草拟|编制|研究|统筹|牵头|参与|开展|做好|办理|受理|收集|起草|和|及|及其|以及)+"
)
_GENERAL = frozenset({"工作", "其他", "有关", "相关", "事项", "任务", "交办"})
MOST = 2
"""Questions of one family about one document: no document or family shall outweigh the others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`places`: where passages stand that answer; any of them will do."""

    text: str
    family: str
    document: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """A row of narrative.yaml."""

    family: str
    kinds: tuple[str, ...]
    same: str
    asks: tuple[str, ...]
    says: str = ""
    term: str = ""
    part: bool = False


@cache
def families() -> tuple[Family, ...]:
    rows = load_rows(Path(__file__).with_name("narrative.yaml"))
    return tuple(_family(row) for row in rows)


def _family(row: dict[str, Any]) -> Family:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Family(**fields)


def questions(disclosures: Sequence[Disclosure], passages: Sequence[Passage], *, seed: int = 1, most: int = MOST) -> list[Asked]:
    """Up to `most` questions a family and disclosure; the same passages and seed give the same questions."""
    chance = random.Random(seed)
    found: list[Asked] = []
    for disclosure in disclosures:
        own = [passage for passage in passages if passage.document == disclosure.id and passage.place.lines]
        for family in families():
            fitting = [passage for passage in own if _fits(family, passage)]
            for passage in chance.sample(fitting, min(most, len(fitting))):
                found += _asked(family, passage, fitting, disclosure, chance)
    return list({asked.text: asked for asked in found}.values())


def _fits(family: Family, passage: Passage) -> bool:
    if passage.kind not in family.kinds or not re.search(family.says, passage.text):
        return False
    known = item_named(passage.term) if family.term == "item" else passage.term
    return bool(known) and passage.term not in ("整体", "项目") if family.term else True


def _asked(family: Family, passage: Passage, fitting: Sequence[Passage], disclosure: Disclosure, chance: random.Random) -> Iterator[Asked]:
    part = _part(passage.text, chance) if family.part else ""
    if family.part and not part:
        return
    org = _called(disclosure, chance)
    about = f"{org}{disclosure.year}年{disclosure.kind}"
    slots = {"about": about, "org": org, "year": disclosure.year, "kind": disclosure.kind, "term": passage.term, "part": part}
    text = chance.choice(family.asks).format(**slots, item=_said(passage.term, chance), way=_way(passage.text, chance))
    same = [each for each in fitting if each is passage or _same(family, each, passage, part)]
    places = tuple((each.place.file, *each.place.lines) for each in same if each.place.lines)
    yield Asked(text + "？", family.family, disclosure.id, places)


def _same(family: Family, each: Passage, passage: Passage, part: str) -> bool:
    if family.same == "all":
        return True
    return part in each.text if family.same == "part" else each.term == passage.term


def _called(disclosure: Disclosure, chance: random.Random) -> str:
    """The office by its full name or a shorter one that still says where it is."""
    parts = split_name(disclosure.org)
    place = f"{parts.place}{parts.level}"
    short = [name for name in sorted(aliases(disclosure.org)) if name.startswith(place) and len(name) > len(place) + 1]
    return chance.choice([disclosure.org, *short])


def _said(term: str, chance: random.Random) -> str:
    """The term itself, or another official name of the same item."""
    item = items().get(item_named(term)) if term else None
    names = [name for name in item.names if 3 <= len(name) <= 12 and not re.search(r"[\d.]", name)] if item else []
    return chance.choice([term, *names])


def _way(text: str, chance: random.Random) -> str:
    up, down = _UP.search(text), _DOWN.search(text)
    way = "same" if not (up or down) else "down" if not up or (down and down.start() < up.start()) else "up"
    return chance.choice(_WAYS[way])


def _part(text: str, chance: random.Random) -> str:
    """Some words of a duty that say what it is about, without the verb before them."""
    parts = [_VERBS.sub("", run) for run in _PART.findall(re.split("[；。]", text)[0])]
    parts = [part for part in parts if 4 <= len(part) <= 10 and not any(word in part for word in _GENERAL)]
    return chance.choice(parts) if parts else ""
