"""Claims recomputed from what is printed beside them: change, rate and last year; budget against final accounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from check.book import Book, amount_of
from check.judge import compare
from check.rule import Grade, Outcome, Rule
from check.select import Selector
from check.text import against, amount, row_label, shown
from domain.model import Figure
from domain.money import plain, rounded

_HUNDRED = Decimal(100)
_BASIS = re.compile("上年|去年|上一年|年初预算|全年预算|调整预算")


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate (增减率) = change ÷ (amount − change); what has no last year can have no rate."""

    change: str = "增减额"
    rate: str = "增减率"

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for now, said in told(book).items():
            if now in book.by_id and self.change in said and self.rate in said:
                yield _rate(rule, book, book.by_id[now], said[self.change], said[self.rate])


def told(book: Book) -> dict[str, dict[str, Figure]]:
    """What sentences say of an amount against last year: by the amount's id, then by relation; the first of each."""
    found: dict[str, dict[str, Figure]] = defaultdict(dict)
    for claim in book.claims:
        if claim.of and basis(claim) != "预算":
            found[claim.of].setdefault(claim.column, claim)
    return found


def basis(claim: Figure) -> str:
    """What a change is measured against, as the words before the number say: 上年, 预算 (of the same year) or nothing."""
    said = _BASIS.findall(claim.sentence[: claim.sentence.find(claim.printed)])
    return "" if not said else "上年" if said[-1] in ("上年", "去年", "上一年") else "预算"


def _rate(rule: Rule, book: Book, now: Figure, change: Figure, rate: Figure) -> Outcome:
    grade, why = _verdict(book, now, change, rate)
    last = amount_of(now) - amount_of(change)
    text = f"{shown(now)}{_signed(change)} → 推算上年 {amount(last, now.unit)}"
    if last:
        quotient = rounded(abs(amount_of(change)) / last * _HUNDRED)
        text += f"；{shown(change)} ÷ {amount(last, now.unit)} = {plain(quotient)}%，{against(rate, grade)}"
    return Outcome(rule, grade, (rate,), (now, change), text, why)


def _signed(change: Figure) -> str:
    return f"，{'减少' if amount_of(change) < 0 else '增加'} {shown(change).removeprefix('-')}"


def _verdict(book: Book, now: Figure, change: Figure, rate: Figure) -> tuple[Grade, str]:
    moved, said = amount_of(change), abs(amount_of(rate))
    last, blur = amount_of(now) - moved, book.half(now) + book.half(change)
    slip = _slip(moved, amount_of(rate), last, blur)
    if slip:
        return "fails", slip
    if abs(last) <= blur:
        conventional = said in (0, _HUNDRED) or not moved
        return ("note", "上年为 0，增长率无意义，惯写 100%") if moved and conventional else ("holds", "")
    low = max(abs(moved) - book.half(change), Decimal(0)) / (last + blur) * _HUNDRED
    high = (abs(moved) + book.half(change)) / (last - blur) * _HUNDRED
    if low - book.half(rate) <= said <= high + book.half(rate):
        return "holds", ""
    if low - book.own_half(rate) <= said <= high + book.own_half(rate):
        return "rounding", ""
    return "fails", _hypothesis(amount_of(now), moved, said, now.unit)


def _slip(moved: Decimal, rate: Decimal, last: Decimal, blur: Decimal) -> str:
    """What is wrong before any division."""
    if moved * rate < 0:
        return "增减额与增减率方向相反"
    if not moved and rate:
        return "增减额为 0 而增减率不为 0"
    if last < -blur:
        return "增加额大于本年数，推算上年为负"
    return "推算上年为 0，不应有这样的增减率" if abs(last) <= blur and moved and abs(rate) not in (0, _HUNDRED) else ""


def _hypothesis(now: Decimal, moved: Decimal, said: Decimal, unit: str) -> str:
    """The one slip that would make the three agree, if there is one."""

    def agrees(change: Decimal, base: Decimal) -> bool:
        return base > 0 and abs(rounded(abs(change) / base * _HUNDRED) - said) <= Decimal("0.01")

    if agrees(moved, now + moved):
        return f"若方向相反（{'增加' if moved < 0 else '减少'}），推算上年 {amount(now + moved, unit)}，与增减率相符：方向可能写反"
    if agrees(now - moved, moved):
        return f"若增减额为 {amount(now - moved, unit)}、上年为 {amount(moved, unit)} 则相符：两数可能互换"
    return "若以本年数为分母则相符" if agrees(moved, now) else ""


@dataclass(frozen=True, slots=True)
class Last:
    """Last year's value, where it is printed: amount − change."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for now, said in told(book).items():
            if now in book.by_id and {"增减额", "上年数"} <= said.keys():
                outcome = compare(rule, book, (book.by_id[now],), (said["上年数"], said["增减额"]))
                if outcome:
                    yield outcome


@dataclass(frozen=True, slots=True)
class Deviation:
    """预决算差异率 = (final − budget) ÷ budget, budget being the same subject's 年初预算数 or 全年预算数 in the same sentence."""

    budget: str = "年初预算数|全年预算数"

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for rate in book.claims:
            final = book.by_id.get(rate.of) if rate.column == "预决算差异率" else None
            if final is None:
                continue
            budget = [
                claim
                for claim in book.claims
                if claim.sentence == rate.sentence and claim.row_name == final.row_name and claim.column == "金额"
                and claim.measure in self.budget.split("|") and claim.value
            ]  # fmt: skip
            if budget:
                yield _deviation(rule, book, final, budget[-1], rate)


def _deviation(rule: Rule, book: Book, final: Figure, budget: Figure, rate: Figure) -> Outcome:
    base = amount_of(budget)
    quotient = (amount_of(final) - base) / base * _HUNDRED
    slack = (book.half(final) + book.half(budget)) / base * _HUNDRED * 2
    gap = abs(quotient - amount_of(rate))
    grade: Grade = "holds" if gap <= book.half(rate) + slack else "rounding" if gap <= book.own_half(rate) + slack else "fails"
    text = f"（{shown(final)} − {shown(budget)}）÷ {shown(budget)} = {plain(rounded(quotient))}%，{against(rate, grade)}"
    return Outcome(rule, grade, (rate,), (final, budget), text)


@dataclass(frozen=True, slots=True)
class ChangeSum:
    """Σ of the changes of the single items = the change of the whole, where the single amounts add up to it."""

    items: Selector
    whole: tuple[Selector, ...]

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        items = [f for found in self.items.pick(book).values() for (f,) in found if f.of in book.by_id]
        wholes = [found[0][0] for selector in self.whole if (found := list(selector.pick(book).get("*", [])))]
        wholes = [f for f in wholes if f.of in book.by_id]
        if len(items) < 2 or not wholes or len(wholes) < len(self.whole):
            return
        amounts = compare(rule, book, [book.by_id[f.of] for f in wholes], [book.by_id[f.of] for f in items])
        if amounts and amounts.grade in ("holds", "rounding") and (outcome := compare(rule, book, wholes, items)):
            yield outcome


@dataclass(frozen=True, slots=True)
class Implied:
    """The reason of a change against the change of the part that it speaks of, which follows from two others.

    part = whole − rest (their changes); believed only where `rest` this year equals `same`. The reason of the whole may say that the
    part rose (`rising`) or fell (`falling`).
    """

    whole: Selector
    rest: Selector
    same: Selector
    part: str
    falling: str
    rising: str

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        rests, sames = self.rest.pick(book).get("*", []), self.same.pick(book).get("*", [])
        for (whole,) in self.whole.pick(book).get("*", []):
            for (rest,) in rests[:1]:
                now = book.by_id.get(rest.of)
                if now is not None and any(amount_of(same) == amount_of(now) for (same,) in sames):
                    yield from self._told(rule, whole, rest)

    def _told(self, rule: Rule, whole: Figure, rest: Figure) -> Iterator[Outcome]:
        part = amount_of(whole) - amount_of(rest)
        wrong = self.falling if part > 0 else self.rising
        said = re.search(wrong, whole.reason) if part else None
        way = "增加" if part > 0 else "减少"
        text = f"{row_label(whole)}{_signed(whole)}，其中{row_label(rest)}{_signed(rest)}，推算{self.part}{way} {amount(abs(part), whole.unit)}"
        why = f"而理由是“{said[0]}”" if said else ""
        yield Outcome(rule, "fails" if said else "holds", (whole,), (rest,), text.replace("，减少", "减少").replace("，增加", "增加"), why)
