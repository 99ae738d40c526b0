"""Identities within the prose: sums of a list, one statement made twice, a part within its whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from check.book import Book, amount_of, comparable, names
from check.judge import compare
from check.kinds.yearly import basis
from check.rule import Outcome, Rule
from check.select import stands_under
from check.text import shown
from domain.model import Figure
from domain.money import is_money
from domain.text import key, squeeze


@dataclass(frozen=True, slots=True)
class Listed:
    """A whole = Σ of the parts that follow it in the same section, before the next whole of that name.

    `parts`: patterns of subjects, the first hit of each; code:… all with such an account code; all:… all so named; shared: all amounts
    with a share. “a & b + c”: a, or where there is none b and c.
    """

    whole: str
    parts: tuple[str, ...]
    under: str = ""
    within: str = ""
    """Only parts whose sentence matches."""
    columns: tuple[str, ...] = ("金额",)
    least: int = 2

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for claim in book.claims:
            if claim.column in self.columns and stands_under(self.under, claim.table):
                unit = "元" if is_money(claim.unit) else claim.unit
                groups[claim.table, claim.org, claim.column, unit, claim.measure, claim.period].append(claim)
        shared = {claim.of for claim in book.claims if claim.column == "占比"}
        for claims in groups.values():
            heads = [index for index, claim in enumerate(claims) if names(self.whole, claim.row_name)]
            for start, end in pairwise([*heads, len(claims)]):
                parts = self._parts(claims[start + 1 : end], shared)
                if len(parts) >= self.least and (outcome := compare(rule, book, (claims[start],), parts)):
                    yield outcome

    def _parts(self, claims: Sequence[Figure], shared: set[str]) -> list[Figure]:
        inside = [c for c in claims if not self.within or re.search(self.within, squeeze(c.sentence))]
        found: dict[str, Figure] = {}
        for part in self.parts:
            for alternative in part.split(" & "):
                hits = _hits(alternative, inside, shared)
                found.update((hit.id, hit) for hit in hits)
                if hits:
                    break
        return list(found.values())


def _hits(pattern: str, claims: Sequence[Figure], shared: set[str]) -> list[Figure]:
    if pattern == "shared":
        return [claim for claim in claims if claim.id in shared]
    if pattern.startswith("code:"):
        return [claim for claim in claims if re.fullmatch(pattern[5:], claim.row_code)]
    if pattern.startswith("all:"):
        return [claim for claim in claims if names(pattern[4:], claim.row_name)]
    hits = (next((c for c in claims if names(one, c.row_name)), None) for one in pattern.split(" + "))
    return [hit for hit in hits if hit is not None]


@dataclass(frozen=True, slots=True)
class Twice:
    """The same thing said of the same amount in two places: the same number.

    `alike`: names of one subject, compared whatever amount they are said of, numbers inside reasons too; only these subjects.
    `only`: subjects that mean one thing wherever they stand, so that even bare amounts of that name must be equal.
    """

    columns: tuple[str, ...]
    alike: str = ""
    only: str = ""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        first: dict[tuple[object, ...], Figure] = {}
        for claim in book.claims:
            wanted = self.alike or self.only
            if claim.column not in self.columns or (wanted and not names(wanted, claim.row_name)):
                continue
            of = book.by_id.get(claim.of)
            before = first.setdefault(self._about(claim, of), claim)
            if before is claim or before.sentence == claim.sentence or not comparable((before, claim)):
                continue
            outcome = compare(rule, book, (before,), (claim,), restated=True)
            # Amounts of one name may differ in scope; what is said of one and the same amount may not.
            if outcome and (of or wanted or outcome.grade == "holds"):
                yield outcome

    def _about(self, claim: Figure, of: Figure | None) -> tuple[object, ...]:
        if self.alike:
            return claim.org, claim.column
        subject = claim.row_code or key(claim.row_name)
        return subject, claim.column, basis(claim), claim.measure, claim.period, claim.org, amount_of(of) if of else None


@dataclass(frozen=True, slots=True)
class Within:
    """A part is never more than its whole, in the same section."""

    part: str
    whole: str
    under: str = ""
    column: str = "金额"

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        last: dict[tuple[str, str], Figure] = {}
        for claim in book.said.get(self.column, ()):
            place = (claim.table, claim.measure)
            if not stands_under(self.under, claim.table):
                continue
            if names(self.part, claim.row_name) and place in last and comparable((claim, last[place])):
                holds = amount_of(claim) <= amount_of(last[place])
                text = f"{shown(claim)} {'≤' if holds else '>'} {shown(last[place])}"
                yield Outcome(rule, "holds" if holds else "fails", (claim,), (last[place],), text)
            elif names(self.whole, claim.row_name):
                last[place] = claim
