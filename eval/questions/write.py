"""Phrasing facts as questions: pattern, word, name of the organisation, year, slips; drawn by chance, the same for the same seed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Literal

from domain.model import Disclosure, Figure, Passage
from domain.text import key
from eval.gold import Question
from eval.questions import facts, near, told
from eval.questions.data import Pattern, Words, patterns, slots, spoken
from eval.questions.fact import Fact
from eval.questions.ledger import Ledger
from eval.questions.wording import mistyped, short_names, years
from library import Library

WEIGHTS = {
    "figure": 30, "code": 6, "column": 6, "measure": 3, "unit": 4, "sum": 4, "difference": 4, "share": 5, "orgs": 4, "years": 4, "series": 3,
    "public": 4, "change": 4, "rate": 2, "last": 3, "reason": 4, "definition": 3, "duty": 1, "quantity": 3, "top": 2, "top3": 1, "over": 2,
    "count": 1, "project": 4, "target": 3,
}  # fmt: skip
NEAR = 6
"""One question in so many is a near miss."""
SLIPS = 12
"""One Chinese question in so many is mistyped."""
TRIES = 40
Held = Literal["all", "none", "only"]
"""Whether questions with held-out words or patterns are wanted: beside the others, not at all, or alone."""


@dataclass(frozen=True)
class Filled:
    """A wording of one fact, and how far it is from the official one."""

    text: str
    word: str
    """official, lay, held, or empty where no item is named."""
    slip: bool


@dataclass
class Writer:
    """Writes questions about one library."""

    ledgers: Sequence[Ledger]
    passages: dict[str, list[Passage]]
    rng: Random
    held: Held = "all"

    @cached_property
    def shorts(self) -> dict[str, tuple[str, ...]]:
        return short_names(ledger.disclosure for ledger in self.ledgers)

    @cached_property
    def kinds(self) -> dict[tuple[str, int], set[str]]:
        found: dict[tuple[str, int], set[str]] = defaultdict(set)
        for ledger in self.ledgers:
            found[ledger.disclosure.org, ledger.disclosure.year].add(ledger.disclosure.kind)
        return found

    @cached_property
    def known(self) -> frozenset[str]:
        """Names that a slip of the pen must not make."""
        names = {name for ledger in self.ledgers for name in ledger.names}
        orgs = {key(name) for ledger in self.ledgers for name in (*ledger.disclosure.names, *self.shorts[ledger.disclosure.org])}
        return frozenset(names | orgs | {key(word) for row in spoken().values() for word in (*row.lay, *row.held)})

    @cached_property
    def by_shape(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        latest = {ledger.disclosure.org: ledger for ledger in sorted(self.ledgers, key=lambda each: each.disclosure.year)}
        of_prose = (fact for ledger in self.ledgers for fact in told.of_passages(ledger, self._passages(ledger)))
        for fact in (*facts.every(self.ledgers), *(f for f in of_prose if f.shape != "duty" or f.ledger is latest[f.disclosure.org])):
            found[fact.shape].append(fact)
        return found

    @cached_property
    def misses(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in near.misses(self.ledgers, self._passages):
            found[fact.near].append(fact)
        return found

    def _passages(self, ledger: Ledger) -> list[Passage]:
        return self.passages.get(ledger.disclosure.id, [])

    def questions(self, count: int) -> list[Question]:
        """`count` different questions, or fewer where the library holds too little."""
        made: dict[str, Question] = {}
        for n in range(count):
            for _ in range(TRIES):
                question = self._question(near_miss=n % NEAR == 0, number=len(made) + 1)
                if question is not None and question.question not in made:
                    made[question.question] = question
                    break
        return list(made.values())

    def _question(self, *, near_miss: bool, number: int) -> Question | None:
        fact = self._drawn(self.misses, None) if near_miss else self._drawn(self.by_shape, WEIGHTS)
        if fact is None:
            return None
        pattern = self.rng.choice([each for each in patterns() if each.shape == fact.shape and not (each.held and self.held == "none")])
        filled = self._filled(fact, pattern)
        if filled is None or (self.held == "only" and not (pattern.held or filled.word == "held")):
            return None
        return _question(fact, pattern, filled, f"Q{number:05}")

    def _drawn(self, pools: dict[str, list[Fact]], weights: dict[str, int] | None) -> Fact | None:
        names = [name for name in (weights or pools) if pools.get(name)]
        if not names:
            return None
        name = self.rng.choices(names, [weights[name] if weights else 1 for name in names])[0]
        return self.rng.choice(pools[name])

    def _filled(self, fact: Fact, pattern: Pattern) -> Filled | None:
        """None where this pattern would leave open what is meant."""
        here = fact.disclosure
        if "{plan}" not in pattern.text and "{measure}" not in pattern.text and len(self.kinds[here.org, here.year]) > 1:
            return None
        named = [self._item(name, fact, pattern) for name in fact.items]
        if any(item is None for item in named):
            return None
        items = [item for item in named if item is not None]
        fill = self._shared(fact, pattern) | dict(zip(("item", "other"), (text for text, _ in items), strict=False))
        fill |= {name: self._said(name, value, pattern) for name, value in fact.slots.items() if name != "year"}
        slip = self._slip(fill, pattern)
        words = {word for name, (_, word) in zip(("item", "other"), items, strict=False) if f"{{{name}}}" in pattern.text}
        word = next((word for word in ("held", "lay", "official") if word in words), "")
        return Filled(pattern.text.format(**fill), word, slip)

    def _shared(self, fact: Fact, pattern: Pattern) -> dict[str, str]:
        here, other = fact.disclosure, fact.other.disclosure if fact.other else fact.disclosure
        kind = {"预算": "budget", "决算": "final"}[fact.slots.get("plan", here.kind)]
        english = pattern.lang == "en"
        year = int(fact.slots.get("year", here.year))
        style = self.rng.randrange(len(slots()["year"]))
        told = [str(each) if english else self._year(each, style, terse=" {year} " in pattern.text) for each in (year, other.year)]
        return {
            "org": self._org(here),
            "org2": self._org(other),
            "year": told[0],
            "year2": told[1],
            "plan": self.rng.choice(slots()[f"{kind}_en" if english else kind]),
            "spent": self.rng.choice(slots()[f"{kind}_spent"]),
        }

    def _year(self, year: int, style: int, *, terse: bool) -> str:
        form = years(year)[style]
        return form if terse or not form.isdigit() else f"{form}年"

    def _org(self, disclosure: Disclosure) -> str:
        return self.rng.choice((disclosure.org, disclosure.org, *self.shorts[disclosure.org]))

    def _item(self, name: str, fact: Fact, pattern: Pattern) -> tuple[str, str] | None:
        """How the item is called here, and what kind of word that is; None where English has no word for it."""
        row = spoken().get(key(name), Words(name))
        if pattern.lang == "en":
            choices = [(word, "lay") for word in row.en] + [(word, "held") for word in row.en_held if self.held != "none"]
            return self.rng.choice(choices) if choices else None
        taken = fact.ledger.names if not fact.near else frozenset()
        lay = [(word, "lay") for word in row.lay if key(word) not in taken]
        held = [(word, "held") for word in row.held if key(word) not in taken and self.held != "none"]
        group = self.rng.choices(([(name, "official")], lay, held), (5 if not fact.near else 9, 2, 3 if not fact.near else 1))[0]
        return self.rng.choice(group) if group else (name, "official")

    def _said(self, slot: str, value: str, pattern: Pattern) -> str:
        if slot == "grew":
            return str(self.rng.choice(slots()["grew"][value]))
        if slot == "column":
            return str(slots()["column_en"][value] if pattern.lang == "en" else self.rng.choice(slots()["column"][value]))
        if slot == "item" and value in slots()["counted"]:
            return str(self.rng.choice(slots()["counted"][value]))
        if slot == "plan":
            return str(self.rng.choice(slots()[{"预算": "budget", "决算": "final"}[value] + ("_en" if pattern.lang == "en" else "")]))
        return value

    def _slip(self, fill: dict[str, str], pattern: Pattern) -> bool:
        """Mistype the item or the organisation, sometimes; whether that was done."""
        if pattern.lang == "en" or self.rng.randrange(SLIPS):
            return False
        slot = self.rng.choice([name for name in ("item", "item", "org") if name in fill])
        before, fill[slot] = fill[slot], mistyped(fill[slot], self.rng, self.known)
        return fill[slot] != before


def _question(fact: Fact, pattern: Pattern, filled: Filled, number: str) -> Question:
    held = pattern.held or filled.word == "held"
    tags = {"pattern": pattern.id, "shape": fact.shape, "word": filled.word, "held": "yes" if held else "", "near": fact.near}
    tags |= {"slip": "yes" if filled.slip else "", "item": "/".join(fact.items)}
    places = [figure.place for figure in fact.evidence]
    lines = {f"{p.file}:{p.told_lines[0]}-{p.told_lines[1]}" for p in places if p.told_lines}
    pages = sorted({p.page for p in places if p.page is not None})
    return Question(
        id=number,
        question=filled.text,
        kind=fact.kind,
        doc=tuple(sorted({place.file for place in places})),
        answer_value=fact.answer,
        unit=fact.unit,
        evidence=tuple(dict.fromkeys(_told(each) for each in fact.evidence))[:4],
        evidence_lines=tuple(sorted(lines)),
        page=str(pages) if pages else "",
        lang=pattern.lang,
        note=" ".join(f"{name}={re.sub(' ', '', value)}" for name, value in tags.items() if value),
        also_accept=fact.accept,
    )


def _told(source: Figure | Passage) -> str:
    return source.printed if isinstance(source, Figure) else source.text


def generate(library: Library, count: int, seed: int = 1, held: Held = "all") -> list[Question]:
    """`count` questions (fewer where too little is there) over the current state of `library`; the same for the same seed and library."""
    shot = library.snapshot()
    ids = [one.id for one in shot.disclosures]
    every: dict[str, list[Figure]] = defaultdict(list)
    for figure in shot.figures.select(documents=ids):
        every[figure.document].append(figure)
    passages: dict[str, list[Passage]] = defaultdict(list)
    for passage in shot.passages.select(documents=ids):
        passages[passage.document].append(passage)
    ledgers = [Ledger(one, every[one.id]) for one in shot.disclosures]
    return Writer(ledgers, passages, Random(seed), held).questions(count)
