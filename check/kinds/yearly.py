"""Claims recomputed from what is printed beside them: change, rate and last year; budget against final accounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from check.book import Book, amount_of
from check.judge import HUNDRED, compare, percentage
from check.rule import Grade, Outcome, Rule
from check.select import Selector
from check.text import against, amount, row_label, shown, words_before
from domain.model import Figure
from domain.money import is_money, plain, rounded
from domain.text import fold, squeeze

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
    said = _BASIS.findall(words_before(claim))
    return "" if not said else "上年" if said[-1] in ("上年", "去年", "上一年") else "预算"


def _rate(rule: Rule, book: Book, now: Figure, change: Figure, rate: Figure) -> Outcome:
    grade, why = _verdict(book, now, change, rate)
    last = amount_of(now) - amount_of(change)
    text = f"{shown(now)}{_signed(change)} → 推算上年 {amount(last, now.unit)}"
    if last:
        quotient = rounded(abs(amount_of(change)) / last * HUNDRED)
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
        conventional = said in (0, HUNDRED) or not moved
        return ("note", "上年为 0，增长率无意义，惯写 100%") if moved and conventional else ("holds", "")
    low = max(abs(moved) - book.half(change), Decimal(0)) / (last + blur) * HUNDRED
    high = (abs(moved) + book.half(change)) / (last - blur) * HUNDRED
    grade = percentage(book, rate, low, high)
    return grade, _hypothesis(amount_of(now), moved, said, now.unit) if grade == "fails" else ""


def _slip(moved: Decimal, rate: Decimal, last: Decimal, blur: Decimal) -> str:
    """What is wrong before any division."""
    if moved * rate < 0:
        return "增减额与增减率方向相反"
    if not moved and rate:
        return "增减额为 0 而增减率不为 0"
    if last < -blur:
        return "增加额大于本年数，推算上年为负"
    return "推算上年为 0，不应有这样的增减率" if abs(last) <= blur and moved and abs(rate) not in (0, HUNDRED) else ""


def _hypothesis(now: Decimal, moved: Decimal, said: Decimal, unit: str) -> str:
    """The one slip that would make the three agree, if there is one."""

    def agrees(change: Decimal, base: Decimal) -> bool:
        return base > 0 and abs(rounded(abs(change) / base * HUNDRED) - said) <= Decimal("0.01")

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
class SinceLast:
    """A rate against the last year's value that the same sentence prints: (amount − last year) ÷ last year."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        changed = {claim.of for claim in book.said.get("增减额", ())}
        for rate in book.said.get("增减率", ()):
            now = book.by_id.get(rate.of)
            if now is None or now.id in changed or now.sentence != rate.sentence:
                continue
            lasts = [c for c in book.said.get("上年数", ()) if c.sentence == rate.sentence and _same_subject(c, now)]
            if len(lasts) == 1 and lasts[0].value:
                yield _quotient(rule, book, rate, now, lasts[0])


def _same_subject(one: Figure, other: Figure) -> bool:
    return (one.row_code, one.row_name, one.org) == (other.row_code, other.row_name, other.org) and is_money(one.unit) == is_money(
        other.unit
    )


def _quotient(rule: Rule, book: Book, rate: Figure, now: Figure, base: Figure) -> Outcome:
    """A rate against (now − base) ÷ base, its direction too."""
    below = amount_of(base)
    exact = (amount_of(now) - below) / below * HUNDRED
    blur = (book.half(now) + book.half(base) * max(amount_of(now) / below, Decimal(1))) / below * HUNDRED
    against_way = amount_of(rate) * exact < 0 and abs(exact) > blur
    grade: Grade = "fails" if against_way else percentage(book, rate, max(abs(exact) - blur, Decimal(0)), abs(exact) + blur)
    text = f"（{shown(now)} − {shown(base)}）÷ {shown(base)} = {plain(rounded(exact))}%，{against(rate, grade)}"
    return Outcome(rule, grade, (rate,), (now, base), text, "方向相反" if against_way else "")


@dataclass(frozen=True, slots=True)
class Beyond:
    """What rose rose by no more than it is now; where no rate is told that would show it."""

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for now, said in told(book).items():
            change = said.get("增减额")
            amounts = book.by_id.get(now)
            if amounts is None or change is None or "增减率" in said or not (is_money(amounts.unit) and is_money(change.unit)):
                continue
            if amount_of(change) - amount_of(amounts) > book.half(change) + book.half(amounts):
                last = amount(amount_of(amounts) - amount_of(change), amounts.unit)
                yield Outcome(rule, "fails", (change,), (amounts,), f"{shown(amounts)}{_signed(change)} → 推算上年 {last}")


@dataclass(frozen=True, slots=True)
class Deviation:
    """预决算差异率 = (final − budget) ÷ budget, budget being the same subject's in the same sentence; 完成率 = final ÷ budget."""

    budget: str = "年初预算数|全年预算数"
    rate: str = "预决算差异率"
    ratio: bool = False

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for rate in book.said.get(self.rate, ()):
            final = book.by_id.get(rate.of)
            budget = _budget(book, final, self.budget) if final and final.sentence == rate.sentence else None
            if final and budget:
                yield _completion(rule, book, rate, final, budget) if self.ratio else _quotient(rule, book, rate, final, budget)


def _budget(book: Book, final: Figure, measures: str) -> Figure | None:
    """What was budgeted for the same subject, in the same sentence."""
    said = (c for c in book.said.get("金额", ()) if c.sentence == final.sentence and c.value and c.measure in measures.split("|"))
    return next((claim for claim in reversed(list(said)) if _same_subject(claim, final)), None)


def _completion(rule: Rule, book: Book, rate: Figure, final: Figure, budget: Figure) -> Outcome:
    base = amount_of(budget)
    exact = amount_of(final) / base * HUNDRED
    blur = (book.half(final) + exact / HUNDRED * book.half(budget)) / base * HUNDRED
    grade = percentage(book, rate, exact - blur, exact + blur)
    text = f"{shown(final)} ÷ {shown(budget)} = {plain(rounded(exact))}%，{against(rate, grade)}"
    return Outcome(rule, grade, (rate,), (final, budget), text)


@dataclass(frozen=True, slots=True)
class Direction:
    """Whether final accounts are above, below or at the budget, as the sentence says, against its own two numbers."""

    said: str
    """A pattern with one group: the word that tells the direction."""
    above: str
    below: str
    budget: str = "年初预算数|预算数"
    final: str = "决算数"

    def outcomes(self, rule: Rule, book: Book) -> Iterator[Outcome]:
        for final in book.said.get("金额", ()):
            after = squeeze(fold(final.sentence)).removeprefix(words_before(final))
            found = re.search(self.said, after) if final.measure == self.final else None
            budget = _budget(book, final, self.budget) if found else None
            if found and budget:
                gap = amount_of(final) - amount_of(budget)
                way = 1 if re.fullmatch(self.above, found[1]) else -1 if re.fullmatch(self.below, found[1]) else 0
                holds = (gap > 0) - (gap < 0) == way
                text = f"决算 {shown(final)}，预算 {shown(budget)}，文中写“{found[0]}”"
                yield Outcome(rule, "holds" if holds else "fails", (final,), (budget,), text)


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
