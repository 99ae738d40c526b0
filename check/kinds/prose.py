"""Identities within the prose: shares, sums of a list, one statement made twice, a part within its whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from check.book import Book, amount_of, comparable, names
from check.judge import compare
from check.kinds.yearly import basis
from check.rule import Grade, Outcome, Rule
from check.select import Selector, stands_under
from check.text import against, label, shown
from domain.model import Figure
from domain.money import is_money, plain, rounded
from domain.text import fold, key, squeeze

_HUNDRED = Decimal(100)
_BASE = re.compile(r"占([^，,。；;：:\d]{2,20}?)的?(?:比重|比例)?(?:为|是)?$")
_TAIL = re.compile(r"(合计|总计|总额|总数|数)$")


@dataclass(frozen=True, slots=True)
class Share:
    """A share (占比) = amount ÷ base. The base is the one named in the sentence, else the total that heads the section, else `bases`.

    Where only another of these bases fits, the share speaks of another scope (口径).
    """

    bases: tuple[tuple[str, Selector], ...] = ()
    """Headings and the total that shares below them are of."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        shares = [claim for claim in book.claims if claim.column == "占比" and claim.of in book.by_id]
        own = {claim.of for claim in shares}
        for share in shares:
            amount = book.by_id[share.of]
            bases = self._candidates(book, share, amount, own)
            tried = [outcome for base in bases if (outcome := _share(rule, book, share, amount, base))]
            fitting = [outcome for outcome in tried if outcome.grade in ("holds", "rounding")]
            if tried:
                yield tried[0] if tried[0] in fitting or not fitting else _rebased(fitting[0])

    def _candidates(self, book: Book, share: Figure, amount: Figure, own: set[str]) -> list[tuple[Figure, ...]]:
        named = _named_base(book, share)
        if named:
            return [named]
        inside = [c for c in book.claims if c.table == share.table and c.column == "金额" and is_money(c.unit) == is_money(amount.unit)]
        found: list[tuple[Figure, ...]] = []
        heads = [c for c in inside if c.id not in own and c.value and _before(c, amount) and amount_of(c) >= amount_of(amount)]
        found += [(head,) for head in heads[:1]]
        for under, selector in self.bases:
            if stands_under(under, share.table):
                found += [figures for figures in selector.pick(book).get("*", []) if any(f.value for f in figures)]
        return found or [tuple(c for c in inside if c.id in own)]


def _before(first: Figure, second: Figure) -> bool:
    lines = first.place.lines, second.place.lines
    return not (lines[0] and lines[1]) or lines[0] <= lines[1]


def _named_base(book: Book, share: Figure) -> tuple[Figure, ...]:
    text = squeeze(fold(share.sentence))
    head = text[: text.find(squeeze(fold(share.printed)))]
    match = _BASE.search(head)
    if match is None:
        return ()
    wanted = _TAIL.sub("", key(match[1]))
    for claim in book.claims:
        if claim.column == "金额" and claim.value and claim.measure == share.measure and _TAIL.sub("", key(claim.row_name)) == wanted:
            return (claim,)
    return ()


def _share(rule: Rule, book: Book, share: Figure, amount: Figure, bases: tuple[Figure, ...]) -> Outcome | None:
    base = sum((amount_of(f) for f in bases), Decimal(0))
    if not base or not comparable((amount, *bases)):
        return None
    quotient = amount_of(amount) / base * _HUNDRED
    blur = (book.half(amount) + quotient / _HUNDRED * sum(book.half(f) for f in bases)) / base * _HUNDRED
    gap, half = abs(quotient - amount_of(share)), book.half(share)
    # Shares are often trimmed in the last place so that they add up to 100.
    grade: Grade = "holds" if gap <= half + blur else "rounding" if gap <= max(3 * half, book.own_half(share)) + blur else "fails"
    whole = " + ".join(shown(f) for f in bases)
    text = f"{shown(amount)} ÷ {whole} = {plain(rounded(quotient))}%，{against(share, grade)}"
    return Outcome(rule, grade, (share,), (amount, *bases), text)


def _rebased(outcome: Outcome) -> Outcome:
    base = outcome.right[1:]
    why = f"分母为{'、'.join(label(f) for f in base)} {' + '.join(shown(f) for f in base)}，口径不同"
    return Outcome(outcome.rule, "explained", outcome.left, outcome.right, outcome.arithmetic, why)


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
