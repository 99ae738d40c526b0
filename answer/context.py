"""What every operation works with: the question resolved against one snapshot of the library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from answer.facts import Facts
from answer.orgs import Directory
from answer.printed import ROW, quoted
from answer.quantity import Quantity
from answer.query import ItemMention, Query
from answer.reply import Reply
from answer.scope import Scope, Target
from answer.sheets import Sheet
from answer.shelf import Shelf
from answer.vocabulary import Vocabulary
from domain.lexicon import item_name
from domain.model import Figure, Kind, Table
from domain.money import is_money
from index.figures import FEW
from library.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Reading:
    """One item read in one disclosure."""

    target: Target
    mention: ItemMention
    quantity: Quantity


@dataclass
class Context:
    question: str
    query: Query
    scope: Scope
    snapshot: Snapshot
    directory: Directory
    vocabulary: Vocabulary
    shelf: Shelf
    _amounts: dict[tuple[ItemMention, str | None], dict[Target, Quantity | None]] = field(default_factory=dict, init=False, repr=False)
    """What was read: several operations ask for the same."""
    one_each: list[Reading] | None = field(default=None, init=False, repr=False)
    """What operations.compare read, kept as several operations ask for it."""

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.shelf)

    @cached_property
    def quoted(self) -> frozenset[str]:
        """Keys of what the question quotes: “各类工作经费” is a name, however common its words."""
        return frozenset(quoted(self.question))

    def between(self, one: ItemMention, other: ItemMention) -> str:
        """What the question says between two items, the names of offices left out: 甲和乙管理局 joins no items."""
        text = self.query.text
        for mention in self.query.orgs:
            text = text.replace(mention.text, " " * len(mention.text))
        first, second = sorted((text.find(each.text), each.text) for each in (one, other))
        return text[first[0] + len(first[1]) : second[0]] if first[0] >= 0 else ""

    def figures(self, targets: Iterable[Target], **same: str) -> list[Figure]:
        """Everything that the disclosures of these targets state, each once; or only that of which some fields are the `same` texts."""
        return [figure for sheet in self._sheets(targets) for figure in (sheet.alike(**same) if same else sheet.figures)]

    def unlisted(self, targets: Iterable[Target]) -> list[Figure]:
        """Those of them that state no item of the lexicon."""
        return [figure for sheet in self._sheets(targets) for figure in sheet.of_item("")]

    def indicators(self, targets: Iterable[Target]) -> list[Figure]:
        """Those of them that were read from performance targets."""
        return self.shelf.indicators(dict.fromkeys(target.document.id for target in targets))

    def _sheets(self, targets: Iterable[Target]) -> list[Sheet]:
        return [self.shelf.sheet(document) for document in dict.fromkeys(target.document.id for target in targets)]

    @property
    def zh(self) -> bool:
        return self.query.lang == "zh"

    def reply(self) -> Reply:
        return Reply(self.question, self.query.lang)

    def words(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    @property
    def stray(self) -> str:
        """Words that nothing explains, where they may narrow what is asked (信息科的办公费, 差旅费中机票): then no wider amount is claimed."""
        if not self.query.items:
            return ""
        narrowed = next((each.qualifier or each.suffix for each in self.query.items if each.qualifier or each.suffix), "")
        return narrowed or (self.query.strange if len(self.query.strange) > 1 else "")

    def read(self, mention: ItemMention, target: Target, relation: str | None = None) -> Quantity | None:
        """The amount of `mention` for the year that `target` stands for (derived where that is the year before).

        A number of people or vehicles is no answer to what they cost, nor an amount of money to how many there were.
        """
        found = self._stated(mention, target, relation)
        return None if found is not None and self._otherwise(found) else found

    def stated_otherwise(self, mention: ItemMention, target: Target) -> Quantity | None:
        """The number of people, vehicles and so on where money is asked for, or the money where a number is, if only that is stated."""
        return self._stated(mention, target, None) if self.read(mention, target) is None else None

    def _otherwise(self, found: Quantity) -> bool:
        return (found.unit in ("人", "名", "辆", "个") and self._asks_money) or (is_money(found.unit) and self._asks_number)

    def _stated(self, mention: ItemMention, target: Target, relation: str | None) -> Quantity | None:
        known = self._amounts.setdefault((mention, relation), {})
        if target not in known:
            known[target] = self._read(mention, target, relation or self._relation)
        return known[target]

    def _read(self, mention: ItemMention, target: Target, relation: str | None) -> Quantity | None:
        if mention.how == "code" and (coded := self.facts.coded(target, mention.keys)) is not None and not target.back:
            return coded
        if target.back:
            return self.facts.last_year(target, mention.keys, relation)
        return self.facts.quantity(target, mention.keys, relation)

    @cached_property
    def _relation(self) -> str | None:
        return "价值" if self.query.wants("value") and not self.query.wants("count") else None

    def foresee(self, mention: ItemMention, targets: Sequence[Target]) -> None:
        """Read at once what is going to be read of `mention` for each of these."""
        if self.shelf.narrow:
            self.facts.foresee(targets, mention.keys, self._relation)

    def readings(self, mention: ItemMention, targets: Sequence[Target]) -> list[Reading]:
        self.foresee(mention, targets)
        found = [(target, self.read(mention, target)) for target in self._at_year_end(mention, targets) or targets]
        return _first_of_year([Reading(target, mention, quantity) for target, quantity in found if quantity is not None])

    def first_readings(self, mention: ItemMention, targets: Sequence[Target]) -> list[Reading]:
        """With what `readings` of very many targets begin: some of them, or none where all have to be read to tell."""
        return self.readings(mention, targets[:FEW]) if len(targets) > FEW and not self._asks_year_end else []

    def each(self, mention: ItemMention, targets: Sequence[Target]) -> Iterator[Reading]:
        """The readings of each of these by itself."""
        self.foresee(mention, targets)
        for target in targets:
            for one in self._at_year_end(mention, (target,)) or (target,):
                if (quantity := self.read(mention, one)) is not None:
                    yield Reading(one, mention, quantity)

    @cached_property
    def _asks_money(self) -> bool:
        """Whether money is asked for, and no number of people or vehicles."""
        if self.query.units:
            return True
        return _MONEY.search(self.query.text) is not None and not _COUNTED.search(self.query.text) and not self.query.wants("per")

    @cached_property
    def _asks_number(self) -> bool:
        """Whether it is asked how many times, people, vehicles or square metres, and no money."""
        return _NUMBER_OF.search(self.query.text) is not None and not _MONEY.search(self.query.text) and not self.query.wants("per", "sum")

    def _at_year_end(self, mention: ItemMention, targets: Sequence[Target]) -> list[Target]:
        """X年底: the disclosures that say what stood then, whatever year they are for."""
        if not self._asks_year_end:
            return []
        found: list[Target] = []
        for year in self.query.years.named:
            for org in dict.fromkeys(target.org for target in targets):
                for document in org.documents:
                    amounts = self.facts.amounts(Target(org, document), mention.keys[0])
                    if amounts and amounts[0].period == year and amounts[0].column in ("数量", "面积", "价值"):
                        found.append(Target(org, document, period=year))
        return found

    @cached_property
    def _asks_year_end(self) -> bool:
        return bool(self.query.years.named) and re.search(r"\d年底|\d年末|底到|截至|end of (19|20)", self.query.text) is not None

    def tables(self, target: Target, form: str) -> list[Table]:
        return self.snapshot.figures.tables(document=target.document.id, form=form)


_MONEY = re.compile(
    "的钱|发钱|花|费用|经费|开支|待遇|工资|薪|多少钱|多少元|那[项笔款]"
    r"|\b(pay|paid|costs?|spend|spending|spent|salary|salaries|money|expenses?|pensions?|perks|payments?|fees?|bills?|charges?|outlays?|spend)\b"
)


_COUNTED = re.compile(
    r"[几多][少]?[个名位]?[人辆台]|人数|车辆数|几[个名位]|多少[个名位]|每[个名位]?人|how many|number of|headcount|人均|车均|per "
)


_NUMBER_OF = re.compile("[几多]少?个?(批次?|[拨波趟次回场桌顿位名户间栋套件辆台亩]|家(?!具)|人次|人(?![员均民工])|平方米|平米)")


def _first_of_year(readings: Sequence[Reading]) -> list[Reading]:
    """Where last year's budget is both printed in the final accounts and derivable from this year's, the printed one is enough."""
    found: dict[object, Reading] = {}
    for reading in readings:
        target = reading.target
        second_hand = bool(target.measure or target.back)
        found.setdefault((target.org.identity, target.year, second_hand or target.document.id), reading)
    return list(found.values())


def kind_of(target: Target) -> Kind:
    """What is read there: a budget, where it is the budget number of final accounts."""
    return "预算" if target.measure else target.document.kind


def of(target: Target, lang: str) -> str:
    """昌…办公室2022年预算: whom and what the number is about."""
    kind = kind_of(target)
    if lang == "zh":
        return f"{target.org.name}{target.year}年{kind}"
    return f"{target.org.name}, {target.year} {'budget' if kind == '预算' else 'final accounts'}"


def where(figure: Figure) -> str:
    """表8 “三公”经费支出情况表, or the last heading above a sentence."""
    return figure.table.split(" › ")[-1] if figure.table else figure.form


def named(mention: ItemMention) -> str:
    return key_name(mention.keys[0]) if mention.keys else mention.text


def key_name(key: str) -> str:
    """What to call an item, or a name that only documents print."""
    return key.removeprefix(ROW) if key.startswith(ROW) else item_name(key)
