"""What was asked, resolved as far as the words go: the typed Query that everything after it works on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from answer.orgs import Mention
from answer.typos import Typo
from answer.years import Years
from domain.model import Kind

How = Literal["name", "lay", "row", "code", "default", "printed", "meaning"]
"""printed: only the documents themselves name it, not the lexicon. meaning: words that the lexicon doesn't know, near to those that it does."""


@dataclass(frozen=True, slots=True)
class ItemMention:
    """An item as the question says it; `keys`: the items that the words fit, best first."""

    text: str
    start: int
    end: int
    keys: tuple[str, ...]
    how: How
    qualifier: str = ""
    """Words right before it that nothing explains: 无人机 in 无人机采购."""
    suffix: str = ""
    """The same right behind a lay word: 机 in 打印机."""

    @property
    def by_word(self) -> bool:
        """Whether it is said in people's words, which mean it only where they stand alone."""
        return self.how in ("lay", "meaning")


@dataclass(frozen=True, slots=True)
class Pair:
    """One of the things compared: what it does not bind is that of the whole question."""

    year: int
    org: Mention | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    """The question, folded (full-width forms and quotes unified)."""
    lang: str
    operations: frozenset[str] = frozenset()
    orgs: tuple[Mention, ...] = ()
    years: Years = field(default_factory=Years)
    kinds: tuple[Kind, ...] = ()
    items: tuple[ItemMention, ...] = ()
    amounts: tuple[tuple[Decimal, str], ...] = ()
    units: tuple[str, ...] = ()
    """Units of money asked for (换成元)."""
    top: int | None = None
    rest: str = ""
    """What is left of the question once organisations, years and words of operations are taken out."""
    strange: str = ""
    """The longest run of words that nothing in the library or the lexicon explains, where it may narrow an item."""
    unknown: str = ""
    """The longest such run anywhere."""
    joined: str = ""
    """A phrase joined to an item (基本工资和发奖的钱) that is no item itself."""
    unread: str = ""
    """What the question wants done with joined items, where that is not understood."""
    offered: tuple[str, ...] = ()
    """Items that words which nobody knows may mean, the likeliest first."""
    pairs: tuple[Pair, ...] = ()
    """Where the question binds a year to each organisation, or a kind to each year: 甲2022年和乙2024年, 2024年决算和2025年预算."""
    titles: tuple[str, ...] = ()
    """Keys of the titles of tables that the question names."""
    typos: tuple[Typo, ...] = ()
    """What was put right before it was read."""
    earlier: Query | None = None
    """The turn, or the part of the question, before this one, with what it took over itself."""
    several: bool = False
    """Whether it is one part of a question of several."""
    inherited: frozenset[str] = frozenset()
    """Parts that were taken over from the turn before: orgs, years, kinds, items."""

    @property
    def open(self) -> bool:
        """Whether words that nobody knows stand where they name an item, or narrow one."""
        narrowed = any(each.qualifier or each.suffix for each in self.items) or len(self.strange) > 1
        return narrowed or bool(self.joined or self.unread) or not any(each.how != "default" for each in self.items)

    def wants(self, *names: str) -> bool:
        return any(name in self.operations for name in names)

    @property
    def about_document(self) -> bool:
        """Whether it asks about the document itself: it names no item."""
        return all(mention.how == "default" for mention in self.items)

    def only(self, *items: ItemMention) -> Query:
        return replace(self, items=items)
