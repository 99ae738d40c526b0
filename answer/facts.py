"""Reading the figure store: which figure states an item in a disclosure, and what is said of it (share, change, reason)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answer.printed import ROW
from answer.quantity import Quantity, of_figure, total
from answer.rows import Cells, cells, label, one_amount
from answer.scope import INITIAL, Target
from answer.shelf import Shelf
from domain.lexicon import is_total_column, item_name, items
from domain.model import Figure
from domain.names import split_name
from domain.text import key as folded

AMOUNTS = frozenset({"金额", "数量", "面积", "价值"})
_FORMS = {
    "func": (
        "支出总表",
        "一般公共预算支出表",
        "财政拨款支出表",
        "收入总表",
        "财政拨款收支总表",
        "收支总表",
        "说明",
        "项目支出表",
        "政府性基金",
        "国有资本",
    ),
    "econ": ("基本支出表", "财政拨款基本支出表", "机关运行经费表", "说明", "项目支出表"),
    "": ("收支总表", "财政拨款收支总表", "收入总表", "支出总表", "说明"),
}
_MEASURES = {"预算": ("预算数", "年初预算数", ""), "决算": ("决算数", "支出决算数", "全年执行数", "收入决算数", "执行数", "")}
_ASIDE = frozenset({"原因", "分配数", "预期目标", "实际完成"})
"""Measures of numbers that explain or divide an amount: never the amount itself."""
_WHOLES = frozenset(
    {"收支总预算", "收入总计", "支出总计", "收入合计", "支出合计", "本年收入", "本年支出"}
    | {"财政拨款收支总预算", "财政拨款", "财政拨款支出", "一般公共预算拨款"}
)
"""All that an office has: where these are equal, what is said of one holds of the other."""
_ANY = frozenset({"数量", "面积", "价值"})
_OTHER_KIND = {"预算": ("决算数", "执行数"), "决算": ("预算数",)}
"""Ends of the measures that belong to the other kind of account than the document's."""


@dataclass
class Facts:
    """Look-ups in one snapshot, document by document."""

    shelf: Shelf

    def of_item(self, document: str, key: str) -> Sequence[Figure]:
        """Every figure of `document` that states or speaks of the item, first readings only."""
        sheet = self.shelf.sheet(document)
        return sheet.by_name.get(folded(key.removeprefix(ROW)), []) if key.startswith(ROW) else sheet.of_item(key)

    def amounts(self, target: Target, key: str, relation: str | None = None) -> list[Figure]:
        """Figures that state the item's own amount, the best place first; those of the organisation before those of its units."""
        forms = forms_of(key)
        found = [figure for figure in self.of_item(target.document.id, key) if self._states(figure, target, forms, relation)]
        if len(found) < 2:
            return found
        return sorted(
            found,
            key=lambda figure: (
                not self._own(figure, target),
                forms.index(figure.form),
                _measure_rank(figure, target),
                figure.place.lines or (0, 0),
            ),
        )

    def _states(self, figure: Figure, target: Target, forms: Sequence[str], relation: str | None) -> bool:
        if figure.value is None or figure.column == "未定" or figure.form not in forms or figure.measure in _ASIDE:
            return False
        if not states_kind(figure, target):
            return False
        if figure.source == "narrative":
            wanted = {relation} if relation else AMOUNTS
            return figure.column in wanted and _fits_measure(figure, target)
        if target.measure or figure.form == "绩效自评":
            return figure.measure == target.measure
        return relation is None and (is_total_column(figure.column) or not figure.row_code)

    def _own(self, figure: Figure, target: Target) -> bool:
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
        for each in self._same(key):
            for figure in self.amounts(target, each, relation):
                if self._own(figure, target) or target.measure:
                    return figure
        return None

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
        return self.shelf.sheet(claim.document).figure(claim.of) if claim.of else None

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


def states_kind(figure: Figure, target: Target) -> bool:
    """Whether a number is of the kind of account that is asked for: a 预算数 is never the final account, nor the other way round."""
    if target.measure:
        return figure.measure == target.measure
    return figure.column in _ANY or not figure.measure.endswith(_OTHER_KIND[target.document.kind])


def forms_of(key: str) -> tuple[str, ...]:
    """The forms an item is read from, best first; none for a name that only documents print."""
    if key.startswith(ROW):
        return ()
    item = items().get(key)
    if item is not None and item.forms:
        return item.forms
    code = item.codes[0] if item is not None and item.codes else key
    return _FORMS[code.partition("/")[0] if "/" in code else ""]


def _speaks(figure: Figure, column: str) -> bool:
    return figure.source == "narrative" and figure.column == column and figure.value is not None and figure.measure not in _ASIDE


def _fits_measure(figure: Figure, target: Target) -> bool:
    if target.measure:
        return figure.measure == target.measure
    return figure.column in _ANY or figure.measure in _MEASURES[target.document.kind] or INITIAL not in figure.measure


def _measure_rank(figure: Figure, target: Target) -> int:
    wanted = (target.measure,) if target.measure else _MEASURES[target.document.kind]
    return wanted.index(figure.measure) if figure.measure in wanted else len(wanted)
