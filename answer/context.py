"""What every operation works with: the question resolved against one snapshot of the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from answer.facts import Facts
from answer.orgs import Directory
from answer.quantity import Quantity
from answer.query import ItemMention, Query
from answer.reply import Reply
from answer.scope import Scope, Target
from answer.vocabulary import Vocabulary
from domain.lexicon import item_name
from domain.model import Figure, Table
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
    facts: Facts = field(init=False)

    def __post_init__(self) -> None:
        self.facts = Facts(self.snapshot.figures)

    @property
    def zh(self) -> bool:
        return self.query.lang == "zh"

    def reply(self) -> Reply:
        return Reply(self.question, self.query.lang)

    def words(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def read(self, mention: ItemMention, target: Target, relation: str | None = None) -> Quantity | None:
        """The amount of `mention` for the year that `target` stands for (derived where that is the year before)."""
        relation = relation or ("价值" if self.query.wants("value") else None)
        if target.back:
            return self.facts.last_year(target, mention.keys, relation)
        return self.facts.quantity(target, mention.keys, relation)

    def readings(self, mention: ItemMention, targets: Sequence[Target]) -> list[Reading]:
        found = [(target, self.read(mention, target)) for target in targets]
        return [Reading(target, mention, quantity) for target, quantity in found if quantity is not None]

    def tables(self, target: Target, form: str) -> list[Table]:
        return self.snapshot.figures.tables(document=target.document.id, form=form)


def of(target: Target, lang: str) -> str:
    """昌…办公室2022年预算: whom and what the number is about."""
    kind = "预算" if target.measure else target.document.kind
    if lang == "zh":
        return f"{target.org.name}{target.year}年{kind}"
    return f"{target.org.name}, {target.year} {'budget' if kind == '预算' else 'final accounts'}"


def where(figure: Figure) -> str:
    """表8 “三公”经费支出情况表, or the last heading above a sentence."""
    return figure.table.split(" › ")[-1] if figure.table else figure.form


def named(mention: ItemMention) -> str:
    return item_name(mention.keys[0]) if mention.keys else mention.text
