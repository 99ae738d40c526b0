"""Shares (占比) recomputed from the amount and the total that they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from check.book import Book, amount_of, comparable
from check.judge import HUNDRED, percentage
from check.rule import Outcome, Rule
from check.select import WHOLE, Selector, stands_under
from check.text import against, label, shown, words_before
from domain.model import Figure
from domain.money import is_money, plain, rounded
from domain.text import key

_BASE = re.compile(r"占([^，,。；;：:\d]{2,20}?)的?(?:比重|比例)?(?:为|是)?$")
_TAIL = re.compile(r"(合计|总计|总额|总数|数)$")


@dataclass(frozen=True, slots=True)
class Share:
    """A share = amount ÷ base. The base is the one named in the sentence, else the total that heads the section, else `bases`.

    Where only another of these bases fits, the share speaks of another scope (口径).
    """

    bases: tuple[tuple[str, Selector], ...] = ()
    """Headings and the total that shares below them are of."""
    named: tuple[tuple[str | Selector, ...], ...] = ()
    """Names of totals (patterns) and where each stands, the first that is printed; for those that the prose itself doesn't tell."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        shares = [claim for claim in book.said.get("占比", ()) if claim.of in book.by_id]
        own = {claim.of for claim in shares}
        for share in shares:
            amount = book.by_id[share.of]
            name = _base_name(share)
            bases = self._called(book, share, name, shares) if name else self._unnamed(book, share, amount, own)
            tried = [outcome for base in bases if (outcome := _share(rule, book, share, amount, base))]
            fitting = [outcome for outcome in tried if outcome.grade in ("holds", "rounding")]
            if tried:
                yield tried[0] if tried[0] in fitting or not fitting else _rebased(fitting[0])

    def _called(self, book: Book, share: Figure, name: str, shares: list[Figure]) -> list[tuple[Figure, ...]]:
        """The total that the sentence calls `name`: said in the prose, printed in a table, or all of which it tells the shares."""
        plain_name = _TAIL.sub("", name)
        for claim in book.said.get("金额", ()):
            if claim.value and claim.measure == share.measure and _TAIL.sub("", key(claim.row_name)) == plain_name:
                return [(claim,)]
        for pattern, *places in self.named:
            if isinstance(pattern, str) and re.fullmatch(pattern, name):
                for place in places:
                    found = place.pick(book).get(WHOLE, []) if isinstance(place, Selector) else []
                    if wholes := [figures for figures in found if any(f.value for f in figures)]:
                        return wholes[:1]
        return _completed(book, [one for one in shares if one.table == share.table and _base_name(one) == name])

    def _unnamed(self, book: Book, share: Figure, amount: Figure, own: set[str]) -> list[tuple[Figure, ...]]:
        inside = [c for c in book.said.get("金额", ()) if c.table == share.table and is_money(c.unit) == is_money(amount.unit)]
        found: list[tuple[Figure, ...]] = []
        heads = [c for c in inside if c.id not in own and c.value and _before(c, amount) and amount_of(c) >= amount_of(amount)]
        found += [(head,) for head in heads[:1]]
        for under, selector in self.bases:
            if stands_under(under, share.table):
                found += [figures for figures in selector.pick(book).get(WHOLE, []) if any(f.value for f in figures)]
        return found or [tuple(c for c in inside if c.id in own)]


def _completed(book: Book, shares: list[Figure]) -> list[tuple[Figure, ...]]:
    """The amounts that all these shares are of, if the shares make up a whole."""
    amounts = dict.fromkeys(share.of for share in shares)
    slack = sum((book.own_half(share) for share in shares), Decimal(0)) * 2
    if len(amounts) < 2 or abs(sum((amount_of(share) for share in shares), Decimal(0)) - HUNDRED) > slack:
        return []
    return [tuple(book.by_id[one] for one in amounts)]


def _before(first: Figure, second: Figure) -> bool:
    lines = first.place.lines, second.place.lines
    return not (lines[0] and lines[1]) or lines[0] <= lines[1]


def _base_name(share: Figure) -> str:
    match = _BASE.search(words_before(share))
    return key(match[1]) if match else ""


def _share(rule: Rule, book: Book, share: Figure, amount: Figure, bases: tuple[Figure, ...]) -> Outcome | None:
    base = sum((amount_of(f) for f in bases), Decimal(0))
    if not base or not comparable((amount, *bases)):
        return None
    quotient = amount_of(amount) / base * HUNDRED
    blur = (book.half(amount) + quotient / HUNDRED * sum(book.half(f) for f in bases)) / base * HUNDRED
    grade = percentage(book, share, quotient - blur, quotient + blur)
    whole = " + ".join(shown(f) for f in bases)
    text = f"{shown(amount)} ÷ {f'（{whole}）' if len(bases) > 1 else whole} = {plain(rounded(quotient))}%，{against(share, grade)}"
    return Outcome(rule, grade, (share,), (amount, *bases), text)


def _rebased(outcome: Outcome) -> Outcome:
    base = outcome.right[1:]
    why = f"分母为{'、'.join(label(f) for f in base)} {' + '.join(shown(f) for f in base)}，口径不同"
    return Outcome(outcome.rule, "explained", outcome.left, outcome.right, outcome.arithmetic, why)
