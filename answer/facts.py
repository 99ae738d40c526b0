"""Reading the figure store: which figure states an item in a disclosure, and what is said of it (share, change, reason)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from answer.printed import ROW
from answer.quantity import Quantity, of_figure, total
from answer.rows import Cells, cells, label, one_amount
from answer.scope import Target
from answer.shelf import Shelf
from answer.stating import AMOUNTS, ASIDE, Choices, Stating, forms_of, place_in_order, states, states_kind
from domain.lexicon import is_total_column, item_name, items
from domain.model import Figure
from domain.names import split_name
from domain.text import key as folded
from index.figures import FEW

_WHOLES = frozenset(
    {"收支总预算", "收入总计", "支出总计", "收入合计", "支出合计", "本年收入", "本年支出"}
    | {"财政拨款收支总预算", "财政拨款", "财政拨款支出", "一般公共预算拨款"}
)
"""All that an office has: where these are equal, what is said of one holds of the other."""


@dataclass
class Facts:
    """Look-ups in one snapshot, document by document."""

    shelf: Shelf
    _choices: dict[tuple[str, str | None], Choices] = field(default_factory=dict, repr=False)
    """What states the amount: several operations ask for it."""

    def of_item(self, document: str, key: str) -> Sequence[Figure]:
        """Every figure of `document` that states or speaks of the item, first readings only."""
        sheet = self.shelf.sheet(document)
        return sheet.by_name.get(folded(key.removeprefix(ROW)), []) if key.startswith(ROW) else sheet.of_item(key)

    def amounts(self, target: Target, key: str, relation: str | None = None) -> list[Figure]:
        """Figures that state the item's own amount, the best place first; those of the organisation before those of its units."""
        return self.shelf.whole(self._ranked(target, key, relation))

    def foresee(self, targets: Sequence[Target], keys: Iterable[str], relation: str | None = None) -> None:
        """Read at once what `quantity` is going to read for each of these, where sheets are read for a whole library."""
        if len(targets) <= FEW:
            return
        every = dict.fromkeys(part for key in keys for part in (key, *(items()[key].sum if key in items() else ())))
        self.shelf.foresee(every)  # others that state the same are read where one lacks it
        chosen = (self._chosen(target, key, relation) for target in targets for key in every)
        self.shelf.read([each for each in chosen if each is not None])

    def _ranked(self, target: Target, key: str, relation: str | None) -> list[Stating]:
        forms = forms_of(key)
        found = [each for each in self.shelf.sheet(target.document.id).stating(key) if states(each, target, relation)] if forms else []
        if len(found) > 1:
            found.sort(key=lambda each: (not self._own(each, target), *place_in_order(each, target, forms)))
        return found

    def _own(self, figure: Stating, target: Target) -> bool:
        if figure.org == target.document.org and not target.org.parent:
            return True
        about = split_name(figure.org).identity
        return about == (target.org.identity if target.org.parent else split_name(target.document.org).identity)

    def quantity(self, target: Target, keys: Sequence[str], relation: str | None = None) -> Quantity | None:
        """The amount of the first of `keys` that the disclosure states (or of an item that states the same); None if none does."""
        if keys and keys[0].startswith(ROW):
            return one_amount(self.cells(target, keys[0]))
        stated = [(key, figure) for key in keys if (figure := self._stated(target, key, relation)) is not None]
        if stated:  # of several items of one name, the one that a table prints
            key, figure = next(((key, figure) for key, figure in stated if figure.source == "table"), stated[0])
            return of_figure(figure, _label(key, figure))
        return next((summed for key in keys if (summed := self._sum(target, key)) is not None), None)

    def coded(self, target: Target, keys: Sequence[str]) -> Quantity | None:
        """The amount in a row that prints an account code: what a question by code asks for."""
        rows = [figure for key in keys for figure in self.amounts(target, key) if figure.row_code and figure.source == "table"]
        return of_figure(rows[0], rows[0].row_name.split("｜")[0]) if rows and self._own(rows[0], target) else None

    def _stated(self, target: Target, key: str, relation: str | None) -> Figure | None:
        """The best figure of an item, or of one that states the same."""
        chosen = self._chosen(target, key, relation)
        return None if chosen is None else self.shelf.whole([chosen])[0]

    def _chosen(self, target: Target, key: str, relation: str | None) -> Stating | None:
        known = self._choices.get((key, relation))
        if known is None:
            self._choices[key, relation] = known = self.shelf.choices(key, relation)
        if target not in known:
            ranked = (each for same in self._same(key) for each in self._ranked(target, same, relation))
            known[target] = next((each for each in ranked if self._own(each, target) or target.measure), None)
        return known[target]

    def _same(self, key: str) -> tuple[str, ...]:
        return (key, *(items()[key].also if key in items() else ()))

    def _sum(self, target: Target, key: str) -> Quantity | None:
        """Items that are a sum by definition (五险一金), over those parts that are printed."""
        parts = items()[key].sum if key in items() else ()
        found = [quantity for part in parts if (quantity := self.quantity(target, [part])) is not None]
        return total(found, item_name(key)) if len(found) > 1 else None

    def of_kind(self, target: Target, key: str) -> list[Figure]:
        """Every figure of the item that is of the kind of account asked for."""
        return [figure for figure in self.of_item(target.document.id, key) if states_kind(figure, target)]

    def cells(self, target: Target, key: str, question: str = "") -> list[Cells]:
        """The cells of a printed name."""
        return cells(self.of_kind(target, key), key.removeprefix(ROW), question)

    def of_units(self, target: Target, key: str) -> list[Quantity]:
        """The same item of subordinate units that the disclosure names, one each."""
        found: dict[str, Quantity] = {}
        for part in (key, *(items()[key].parts if key in items() else ())):
            for figure in self.amounts(target, part):
                if not self._own(figure, target):
                    found.setdefault(figure.org, of_figure(figure, f"{figure.org}{item_name(part)}"))
        return list(found.values())

    def confirmations(self, figure: Figure) -> list[Figure]:
        """Where else the document states the very same amount of the same item."""
        every = (
            [each for key in self._same(figure.item) for each in self.of_item(figure.document, key)] if figure.item else self._named(figure)
        )
        stated = [each for each in every if each.yuan == figure.yuan and each.value is not None and each.id != figure.id]
        own = [each for each in stated if each.column in AMOUNTS or (each.source == "table" and is_total_column(each.column))]
        return own if figure.item else stated

    def _named(self, figure: Figure) -> list[Figure]:
        """Cells of other tables under the very name of this one."""
        found = self.of_item(figure.document, f"{ROW}{label(figure)}")
        return [each for each in found if each.table != figure.table and folded(label(each)) == folded(label(figure))]

    def relations(self, target: Target, keys: Iterable[str], column: str, amount: Figure | None = None) -> list[Figure]:
        """Claims of one relation (增减额, 增减率, 占比, 预决算差异率) about an item; those about `amount`'s own value first."""
        every = dict.fromkeys(each for key in keys for each in self._same(key))
        found = [figure for key in every for figure in (*self.of_item(target.document.id, key), *self._told(target.document.id, key))]
        spoken = [figure for figure in found if _speaks(figure, column) and self._own(figure, target)]
        return sorted(spoken, key=lambda figure: self._distance(figure, amount))

    def _told(self, document: str, key: str) -> list[Figure]:
        """What sentences say of a name that only the documents know."""
        name = folded(key.removeprefix(ROW)) if key.startswith(ROW) else ""
        return [each for each in self.shelf.sheet(document).claims if folded(each.row_name) == name] if name else []

    def _distance(self, claim: Figure, amount: Figure | None) -> int:
        """0: said of this very amount; 1: said of none in particular; 2: said of another amount (the same item in another 口径)."""
        subject = self.subject(claim)
        if subject is None:
            return 1
        return 0 if amount is None or subject.yuan == amount.yuan else 2

    def subject(self, claim: Figure) -> Figure | None:
        """The amount that a share, change or rate speaks of."""
        return self.shelf.sheet(claim.document).subject(claim) if claim.of else None

    def state(self, target: Target, keys: Iterable[str]) -> Figure | None:
        """A blank or withheld cell of the item: printed, but without a number."""
        for key in keys:
            for figure in self.of_item(target.document.id, key):
                told = is_total_column(figure.column) or not figure.row_code
                if figure.state in ("withheld", "blank") and told and states_kind(figure, target):
                    return figure
        return None

    def last_year(self, target: Target, keys: Sequence[str], relation: str | None = None) -> Quantity | None:
        """The year before, derived: this year's amount minus its printed change. None where no change is printed."""
        amount = self.quantity(target, keys, relation)
        if amount is None or keys[0].startswith(ROW):
            return None
        for claim in self.relations(target, keys, "增减额", amount.figures[0]) or self._of_whole(target, amount.figures[0]):
            if claim.value is None or claim.unit != amount.unit:
                continue
            base = self._base(claim, amount)
            sign = "-" if claim.value >= 0 else "+"
            formula = f"{base.value}{sign}{abs(claim.value)}"
            assert base.value is not None
            return Quantity(base.value - claim.value, amount.unit, amount.label, (base, claim), formula)
        return None

    def printed_last(self, target: Target, keys: Sequence[str], amount: Figure) -> Quantity | None:
        """The year before, where the sentence about this very amount prints it."""
        claims = [claim for claim in self.relations(target, keys, "上年数", amount) if self._distance(claim, amount) < 2]
        return of_figure(claims[0], f"上年{claims[0].measure or '数'}") if claims else None

    def _of_whole(self, target: Target, amount: Figure) -> list[Figure]:
        """Changes of the one source that is all of this amount (一般公共预算 …，占100%)."""
        if amount.item not in _WHOLES or not amount.yuan:
            return []  # equal amounts of other items are chance
        changes = self.shelf.sheet(target.document.id).alike(source="narrative", column="增减额")
        claims = [figure for figure in changes if _speaks(figure, "增减额")]
        subjects = [(claim, self.subject(claim)) for claim in claims]
        return [claim for claim, subject in subjects if subject is not None and subject.yuan == amount.yuan and subject.item in _WHOLES]

    def _base(self, claim: Figure, amount: Quantity) -> Figure:
        subject = self.subject(claim)
        return (
            subject if subject is not None and subject.value is not None and subject.yuan != amount.figures[0].yuan else amount.figures[0]
        )


def _label(key: str, figure: Figure) -> str:
    """What to call the amount: a coded row by its printed name, a total by what is printed (本年支出 is not 支出总计) and the kind of its document."""
    if "/" in key:
        return figure.row_name.split("｜")[0] or item_name(key)
    name = item_name(figure.item if figure.item and "/" not in figure.item else key)
    return name.replace("总预算", "总决算") if figure.kind == "决算" and not figure.measure.endswith("预算数") else name


def _speaks(figure: Figure, column: str) -> bool:
    return figure.source == "narrative" and figure.column == column and figure.value is not None and figure.measure not in ASIDE
