"""The training text: questions and passage-like sentences about made-up disclosures, generated from the lexicon and from patterns.

A made-up disclosure is an organisation, a year and passages of each group of topics. Training takes whole disclosures together, so that a
question has to find its topic among passages of the same office. Offices and years are for the resolver and for lexical search to find:
passages of another office on the same topic count as right, so that the model learns to look past names.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from domain.codes import code_names, name_of
from domain.lexicon import Item, items

HERE = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")
_NAMES_ORG = 0.6
"""Share of questions that name the organisation; the rest are follow-ups or asked of the only document."""
_ACCOMPANIED = 0.4
"""Share of passages that say other things as well."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question on one `topic` and a passage that answers it; any passage that covers the topic answers it too. Without a question
    the passage answers nothing: documents are full of such, and they name the office and the year as questions do."""

    question: str
    passage: str
    topic: str
    covers: frozenset[str]
    disclosure: int


@dataclass(frozen=True, slots=True)
class Topic:
    """What a family of patterns is about: fixed words, and lists of which one is drawn at every use."""

    key: str
    words: dict[str, str] = field(default_factory=dict)
    lists: dict[str, Sequence[str]] = field(default_factory=dict)


@cache
def words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def families() -> tuple[dict[str, Any], ...]:
    return tuple(yaml.safe_load((HERE / "patterns.yaml").read_text(encoding="utf-8")))


@cache
def office_names() -> tuple[str, ...]:
    """What kinds of offices are called. One token each, lest 办公 of 办公费 be taken for that of 人民政府办公室."""
    short = [name for names in words()["short"].values() for name in names]
    return tuple(dict.fromkeys([*words()["bodies"], *short, *words()["general"]]))


@cache
def name_characters() -> tuple[str, ...]:
    """Characters that made-up names are drawn from: GB 2312 less what the lexicon and the patterns use.

    Names must not teach that 财 or 车 means a place; and every character gets trained as part of a name, so that the real names, which
    the text never shows, weigh no more than a made-up one.
    """
    used = set((HERE / "words.yaml").read_text(encoding="utf-8") + (HERE / "patterns.yaml").read_text(encoding="utf-8"))
    used |= {char for item in items().values() for text in (*item.names, *item.lay) for char in text}
    found = (bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return tuple(char for char in found if char and char not in used)


@cache
def topics(kind: str) -> tuple[Topic, ...]:
    made: dict[str, Callable[[], Iterable[Topic]]] = {"items": _items, "codes": _codes, "duties": _duties, "projects": _projects}
    made |= {"measures": _measures, "none": lambda: [Topic("")]}
    return tuple(made[kind]())


def _items() -> Iterator[Topic]:
    more: dict[str, list[str]] = words()["more_lay"]
    for item in _apart():
        if "/" in item.key and not item.lay:
            continue  # plain account codes have patterns of their own
        names = [name for name in item.names if not name[0].isdigit()] or [item.key]
        # Lay words count as often as official names, however many of either an item has.
        lay = [*item.lay, *more.get(item.key, ())]
        asks = [*(names * max(1, len(lay) // len(names))), *(lay * max(1, len(names) // max(1, len(lay))))]
        code = item.codes[0].rpartition("/")[2] if item.codes else ""
        yield Topic(item.key, {"code": code}, {"name": [item.name, *names], "ask": asks, "en": item.en or [item.name]})


def _apart() -> Iterable[Item]:
    """The items, of those that are called and spoken of alike (行政运行 of every field) the first."""
    return {(item.name, item.lay): item for item in reversed(items().values())}.values()


def _codes() -> Iterator[Topic]:
    for entry in code_names():
        parents = [name_of(entry.code[:length]) for length in (3, 5) if length < len(entry.code)]
        marked = "".join(f"{name}（{level}）" for name, level in zip(parents, "类款", strict=False) if name)
        yield Topic(f"{entry.axis}/{entry.code}", {"name": entry.name, "code": entry.code, "parents": marked})


def _duties() -> Iterator[Topic]:
    for row in words()["duties"]:
        yield Topic(row["name"], {"name": row["name"]}, {"ask": row["ask"], "official": row["official"]})


def _projects() -> Iterator[Topic]:
    for row in words()["projects"]:
        asks = [row["name"], row["name"] + "项目", *row["lay"]]
        yield Topic(row["name"], {}, {"name": [row["name"], row["name"] + "经费", row["name"] + "项目"], "ask": asks, "part": row["parts"]})


def _measures() -> Iterator[Topic]:
    for row in words()["projects"]:
        for thing, verb, unit in row["measures"]:
            fixed = {"name": row["name"], "object": thing, "verb": verb, "unit": unit}
            yield Topic(f"{row['name']}/{thing}", fixed, {"project_heading": ["", row["name"] + " "]})


class Writer:
    """Writes pairs about one made-up disclosure after another; the same seed writes the same text."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pairs(self, disclosures: int) -> list[Pair]:
        return [pair for number in range(disclosures) for pair in self._disclosure(number)]

    def _disclosure(self, number: int) -> Iterator[Pair]:
        place = "".join(self.random.choices(name_characters(), k=self.random.choice((2, 2, 3)))) + self.random.choice(words()["regions"])
        body, year = self.random.choice(words()["bodies"]), self.random.randint(2015, 2027)
        around = {"org": place + body, "place": place, "body": body, "year": str(year), "last": str(year - 1)}
        for family in self._chosen():
            yield self._pair(family, self.random.choice(topics(family.get("topics", "none"))), around, number)

    def _chosen(self) -> list[dict[str, Any]]:
        """One family of each of most groups; of the large groups several, as real documents do."""
        groups: dict[str, list[dict[str, Any]]] = {}
        for family in families():
            groups.setdefault(family["group"], []).append(family)
        return [self.random.choice(members) for members in groups.values() for _ in range(3 if len(members) > 2 else 1)]

    def _pair(self, family: dict[str, Any], topic: Topic, around: dict[str, str], number: int) -> Pair:
        fixed = around | topic.words | self._direction()
        asked = self._filled(self.random.choice(family["questions"]), fixed, topic)
        passage = self._filled(self.random.choice(family["passages"]), fixed, topic)
        if asked and self.random.random() < _NAMES_ORG:
            asked = self._addressed(asked, around)
        told = {_key(family, topic): passage} | self._company(family, around)
        text = "".join(self.random.sample(list(told.values()), len(told)))
        return Pair(asked, self._headed(text, family, around), _key(family, topic), frozenset(told), number)

    def _company(self, family: dict[str, Any], around: dict[str, str]) -> dict[str, str]:
        """Sentences that stand in the same passage, by topic: a paragraph rarely says just one thing."""
        if self.random.random() > _ACCOMPANIED:
            return {}
        near = [other for other in families() if set(other.get("headings", ())) & set(family.get("headings", ()))]
        told = {}
        for other in self.random.choices(near, k=self.random.randint(1, 4)) if near else []:
            topic = self.random.choice(topics(other.get("topics", "none")))
            told[_key(other, topic)] = self._filled(self.random.choice(other["passages"]), around | topic.words | self._direction(), topic)
        return told

    def _direction(self) -> dict[str, str]:
        way = self.random.choice(("up", "down"))
        return {slot: self.random.choice(words()[lists][way]) for slot, lists in _DIRECTED.items()}

    def _addressed(self, asked: str, around: dict[str, str]) -> str:
        place, body = around["place"], around["body"]
        if asked.isascii():
            english = words()["body_en"].get(body, "Office")
            return f"{asked} {place} {english} {around['year']}"
        office = self.random.choice([body, *words()["short"].get(body, ())])
        year = self.random.choice([around["year"] + "年", around["year"] + "年", ""])
        return self.random.choice((f"{place}{office}{year}{asked}", f"{year}{place}{office}{asked}", f"{place}{office}{year}的{asked}"))

    def _headed(self, passage: str, family: dict[str, Any], around: dict[str, str]) -> str:
        """The passage under its heading, as passages are indexed; some headings and some passages name the organisation, some don't."""
        heading = self.random.choice(family.get("headings") or [""])
        if heading and self.random.random() < 0.5:
            heading = f"关于{around['org']}{around['year']}年{heading}"
        if around["org"] not in passage and self.random.random() < 0.4:
            passage = f"{around['org']}{around['year']}年{passage}"
        return f"{heading}\n{passage}".strip() if self.random.random() < 0.85 else passage

    def _filled(self, pattern: str, fixed: dict[str, str], topic: Topic) -> str:
        return _SLOT.sub(lambda match: self._word(match[1], fixed, topic), pattern)

    def _word(self, slot: str, fixed: dict[str, str], topic: Topic) -> str:
        if slot in topic.lists:
            return self.random.choice(topic.lists[slot])
        if slot in fixed:
            return fixed[slot]
        return self._drawn(slot)

    def _drawn(self, slot: str) -> str:
        if slot in _HIGHEST:
            return f"{self.random.uniform(0, _HIGHEST[slot]):.{0 if slot == 'count' else 2}f}"
        if slot == "other":
            return self.random.choice(self.random.choice(topics("items")).lists["name"])
        if slot == "row":
            return f"{self.random.choice(topics('codes')).words['code']} | {self._drawn('other')} | {self._drawn('amount')}"
        if slot == "indicator_goal":
            measured = self.random.choice(topics("measures")).words
            return f"{measured['verb']}{measured['object']}{self._drawn('count')}{measured['unit']}"
        if slot == "official_other":
            return self.random.choice(self.random.choice(topics("duties")).lists["official"])
        return str(self.random.choice(words()[_LISTS[slot]]))


def _key(family: dict[str, Any], topic: Topic) -> str:
    return f"{family['key']}/{topic.key}"


_HIGHEST = {"amount": 2000, "share": 100, "count": 120}
_DIRECTED = {"change": "changes", "asked": "asked_changes", "asked_en": "asked_changes_en", "reason": "reasons"}
_LISTS = {
    "purpose": "purposes",
    "basis": "bases",
    "office": "offices",
    "problem": "problems",
    "table": "tables",
    "indicator": "indicators",
    "remedy": "remedies",
}
