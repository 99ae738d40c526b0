"""The official tables of a budget as sheets of cells, for the layouts that keep empty cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from eval.sample.books import ZERO, Books, Project, Row
from eval.sample.names import economic_name, function_name, items
from eval.sample.page import Target, Truth
from eval.sample.style import Style

Head = tuple[tuple[str, int], ...]
"""A header row: texts with how many columns each spans."""
INCOME = (
    "总计",
    "一般公共预算拨款",
    "政府性基金预算拨款",
    "国有资本经营预算",
    "财政专户（教育收费）",
    "事业收入",
    "事业单位经营收入",
    "单位其他资金收入",
)
TITLES = {
    "收支总表": "{}收支总体情况表",
    "收入总表": "{}收入总体情况表",
    "支出总表": "{}支出总体情况表",
    "财政拨款收支总表": "财政拨款收支预算总体情况表",
    "一般公共预算支出表": "一般公共预算支出情况表",
    "基本支出表": "一般公共预算基本支出情况表",
    "项目支出表": "一般公共预算项目支出情况表",
    "三公": "一般公共预算“三公”经费支出情况表",
    "政府性基金": "政府性基金预算支出情况表",
    "国有资本": "国有资本经营预算支出情况表",
    "上年结转表": "上年结转结余情况明细表",
}


@dataclass(frozen=True)
class Cell:
    text: str = ""
    truth: Truth | None = None
    target: Target | None = None


@dataclass(frozen=True)
class Sheet:
    form: str
    number: str
    title: str
    unit: str
    head: tuple[Head, ...]
    body: tuple[tuple[Cell, ...], ...]
    note: str = ""


class Forms:
    """Builds the sheets of one document."""

    def __init__(self, books: Books, style: Style) -> None:
        self.books, self.style = books, style

    def sheet(self, form: str) -> Sheet:
        number = str(self.style.order.index(form) + 1)
        builders: dict[str, Callable[[str], tuple[tuple[Head, ...], tuple[tuple[Cell, ...], ...]]]] = {
            "收支总表": self._balance,
            "收入总表": self._income,
            "支出总表": self._spending,
            "财政拨款收支总表": self._grant,
            "一般公共预算支出表": self._general,
            "基本支出表": self._basic,
            "项目支出表": self._projects,
            "三公": self._three,
        }
        head, body = builders[form](f"表{number}") if form in builders else (self._fund_head(TITLES[form][:-3]), ())
        unit = "万元" if form == "三公" else self.style.unit
        note = "" if form in builders else f"本年度未安排{TITLES[form].removesuffix('支出情况表')}，本表为空表。"
        return Sheet(form, number, self.title(form), unit, head, body, note)

    def title(self, form: str) -> str:
        return TITLES[form].format(self.style.level)

    def _num(self, value: Decimal, table: str, code: str, name: str, column: str, *, unit: str = "", text: str = "") -> Cell:
        """A number, or an empty cell for 0."""
        if not value:
            return Cell()
        shown = text or self.style.cell(value, unit or None)
        return Cell(shown, Truth(table, code, self.style.bracket(name), self.style.bracket(column), shown, unit or self.style.unit))

    def _name(self, name: str) -> Cell:
        return Cell(self.style.bracket(name))

    def _precise(self) -> dict[str, Decimal]:
        """Class code → amount with six places that still rounds to the cents of the other tables."""
        exact = {row.code: row.total for row in self.books.rows(carry=True) if len(row.code) == 3}
        return {code: value + Decimal(7 * n + 3) / 100_000 for n, (code, value) in enumerate(exact.items())}

    def _balance(self, table: str) -> tuple[tuple[Head, ...], tuple[tuple[Cell, ...], ...]]:
        books, style = self.books, self.style
        precise, general = self._precise(), books.general
        shown = {code: f"{value:.6f}" if style.six_decimals else "" for code, value in precise.items()}
        spare = sum(precise.values(), ZERO) - books.total
        whole = f"{general + spare:.6f}" if style.six_decimals else ""
        left: dict[str, tuple[Decimal, str]] = {
            "财政拨款（补助）": (ZERO if style.blank else general, whole),
            "    一般公共预算" if style.wide else "一般公共预算": (general, whole),
            "政府性基金预算": (ZERO, ""),
            "国有资本经营预算": (ZERO, ""),
            "财政专户（教育收费）": (ZERO, ""),
            "事业收入": (ZERO, ""),
            "事业单位经营收入": (ZERO, ""),
            "单位其他资金收入": (ZERO, ""),
        }
        rows: list[tuple[Cell, ...]] = []
        lefts = [self._left(table, name, value, text) for name, (value, text) in left.items()]
        for n, (code, name) in enumerate(items()["classes"].items()):
            value = books.row(code).total
            pair = lefts[n] if n < len(lefts) else (Cell(), Cell())
            label = f"{code}{style.code_gap if n % 4 else ''}{name}"
            rows.append((*pair, self._name(label), self._num(value, table, code, name, "支出.预算数", text=shown.get(code, ""))))
        if books.carry:
            rows.append((Cell("上年结余结转"), self._num(books.carried, table, "", "上年结余结转", "收入.预算数"), Cell(), Cell()))
        total = f"{books.total + spare:.6f}" if style.six_decimals else ""
        rows.append(
            tuple(
                cell
                for side, word in (("收入", "收  入  总  计"), ("支出", "支  出  总  计"))
                for cell in (
                    Cell(word if style.layout == "cells" else f"{side}总计"),
                    self._num(books.total, table, "", f"{side}总计", f"{side}.预算数", text=total),
                )
            )
        )
        return ((("收入", 2), ("支出", 2)), (("项目", 1), ("预算数", 1), ("功能分类", 1), ("预算数", 1))), tuple(rows)

    def _left(self, table: str, name: str, value: Decimal, text: str) -> tuple[Cell, Cell]:
        return self._name(name), self._num(value, table, "", name.strip(), "收入.预算数", text=text)

    def _codes(self, code: str, width: int = 3) -> list[Cell]:
        parts = [code[:3], code[3:5], code[5:7]][:width]
        return [Cell(part) for part in parts]

    def _total(self, width: int, cells: Iterable[Cell], label: str = "合计") -> tuple[Cell, ...]:
        word = "合  计" if self.style.layout == "cells" else label
        return (*([Cell()] * (width - 1)), Cell(word), *cells)

    def _income(self, table: str) -> tuple[tuple[Head, ...], tuple[tuple[Cell, ...], ...]]:
        columns = (*INCOME[:-1], "上年结转结余") if self.style.carry_column else INCOME

        def line(code: str, name: str, total: Decimal, carried: Decimal) -> list[Cell]:
            values = [total, total - carried, *[ZERO] * 5, carried if self.style.carry_column else ZERO]
            return [self._num(v, table, code, name, c) for v, c in zip(values, columns, strict=True)]

        rows = [
            (*self._codes(r.code), self._name(r.name), *line(r.code, r.name, r.total, r.total if r.code.startswith("229") else ZERO))
            for r in self.books.rows(carry=True)
        ]
        rows.append(self._total(4, line("", "合计", self.books.total, self.books.carried)))
        heads = ((("功能分类科目编码", 3), ("功能分类科目名称", 1), *((c, 1) for c in columns)), _levels("类款项", 1 + len(columns)))
        return heads, tuple(rows)

    def _spending(self, table: str) -> tuple[tuple[Head, ...], tuple[tuple[Cell, ...], ...]]:
        return self._split(table, "支出预算", self.books.rows(carry=True))

    def _general(self, table: str) -> tuple[tuple[Head, ...], tuple[tuple[Cell, ...], ...]]:
        return self._split(table, "一般公共预算支出", self.books.rows())

    def _split(self, table: str, head: str, lines: list[Row]) -> tuple[tuple[Head, ...], tuple[tuple[Cell, ...], ...]]:
        def line(row: Row) -> list[Cell]:
            return [
                self._num(v, table, row.code, row.name, c)
                for v, c in ((row.total, "合计"), (row.basic, "基本支出"), (row.project, "项目支出"))
            ]

        rows = [(*self._codes(r.code), self._name(r.name), *line(r)) for r in lines]
        top = [r for r in lines if len(r.code) == 3]
        if "tail_rows" in self.style.quirks:
            rows += [(Cell(),) * 7] * 2
        whole = Row("", "合计", sum((r.basic for r in top), ZERO), sum((r.project for r in top), ZERO))
        rows.append(self._total(4, line(whole)))
        return self._split_head(head), tuple(rows)

    def _split_head(self, head: str) -> tuple[Head, ...]:
        return (
            (("项目", 3), (head, 4)),
            (("功能分类科目编码", 3), ("功能分类科目名称", 1), ("合计", 1), ("基本支出", 1), ("项目支出", 1)),
            _levels("类款项", 4),
        )

    def _fund_head(self, head: str) -> tuple[Head, ...]:
        return self._split_head(head.removesuffix("情况"))

    def _grant(self, table: str) -> tuple[tuple[Head, ...], tuple[tuple[Cell, ...], ...]]:
        books, style = self.books, self.style
        left = {
            "财政拨款（补助）": ZERO if style.blank else books.general,
            "一般公共预算": books.general,
            "政府性基金预算": ZERO,
            "国有资本经营预算": ZERO,
        }
        lefts = [(self._name(n), self._num(v, table, "", n, "收入.合计")) for n, v in left.items()]
        rows = []
        for n, (code, name) in enumerate(items()["classes"].items()):
            value = sum((r.total for r in books.rows() if r.code == code), ZERO)
            pair = lefts[n] if n < len(lefts) else (Cell(), Cell())
            rows.append((*pair, self._name(f"{code}{style.code_gap}{name}"), *self._grant_cells(table, code, name, value)))
        rows.append(
            (
                Cell("收入总计"),
                self._num(books.general, table, "", "收入总计", "收入.合计"),
                Cell("支出总计"),
                *self._grant_cells(table, "", "支出总计", books.general),
            )
        )
        heads: tuple[Head, ...] = (
            (("财政拨款收入", 2), ("财政拨款支出", 5)),
            tuple((c, 1) for c in ("项目", "合计", "功能分类", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")),
        )
        return heads, tuple(rows)

    def _grant_cells(self, table: str, code: str, name: str, value: Decimal) -> list[Cell]:
        return [self._num(value, table, code, name, "支出.合计"), self._num(value, table, code, name, "支出.一般公共预算"), Cell(), Cell()]

    def _basic(self, table: str) -> tuple[tuple[Head, ...], tuple[tuple[Cell, ...], ...]]:
        books = self.books

        def line(code: str, name: str, value: Decimal, staff: Decimal, running: Decimal) -> list[Cell]:
            return [self._num(v, table, code, name, c) for v, c in ((value, "合计"), (staff, "人员经费"), (running, "公用经费"))]

        rows = []
        for code in sorted({c[:n] for c in books.econ for n in (3, 5)}):
            value, name = books.under(code), economic_name(code)
            staff = ZERO if code.startswith("302") else value
            rows.append((*self._codes(code, 2), self._name(name), *line(code, name, value, staff, value - staff)))
        rows.append(self._total(3, line("", "合计", books.basic, books.personnel, books.operating)))
        heads = (
            (("项目", 2), ("一般公共预算基本支出", 4)),
            (("经济分类科目编码", 2), ("经济分类科目名称", 1), ("合计", 1), ("人员经费", 1), ("公用经费", 1)),
            _levels("类款", 4),
        )
        return heads, tuple(rows)

    def _projects(self, table: str) -> tuple[tuple[Head, ...], tuple[tuple[Cell, ...], ...]]:
        columns, label = list(items()["project_columns"]), self.style.project_label
        spare = [Cell()] if self.style.layout == "rows" else []

        def line(code: str, name: str, group: list[Project]) -> list[Cell]:
            spread = [sum((p.spread.get(c, ZERO) for p in group), ZERO) for c in columns]
            whole = sum((p.amount for p in group), ZERO)
            return [self._num(v, table, code, name, c) for v, c in zip([whole, *spread], ["项目支出合计", *columns], strict=True)] + spare

        rows = []
        for code in sorted({p.code[:n] for p in self.books.projects for n in (3, 5, 7)}):
            group, name = [p for p in self.books.projects if p.code.startswith(code)], function_name(code)
            if len(code) < 7:
                rows.append((*self._codes(code), self._name(name), Cell(label), *line(code, f"{name}｜{label}" if label else name, group)))
            else:
                rows += [(*self._codes(code), self._name(name), Cell(p.name), *line(code, f"{name}｜{p.name}", [p])) for p in group]
        rows.append(self._total(5, line("", "合计", list(self.books.projects))))
        heads: tuple[Head, ...] = (
            (("科目编码", 3), ("科目", 1), ("项目名称", 1), ("项目支出合计", 1), *((c, 1) for c in columns), *([("", 1)] if spare else [])),
            _levels("类款项", 13 + len(spare)),
        )
        return heads, tuple(rows)

    def _three(self, table: str) -> tuple[tuple[Head, ...], tuple[tuple[Cell, ...], ...]]:
        columns = {
            "合计": "合计",
            "因公出国（境）费": "因公出国（境）费",
            "公务用车购置及运行费": "公务用车购置及运行费.合计",
            "公务用车购置费": "公务用车购置费",
            "公务用车运行费": "公务用车运行费",
            "公务接待费": "公务接待费",
        }
        three, stray = self.books.three, "合计" if "total_head" in self.style.quirks else ""
        cells = [
            self._num(three[k], table, "", "（全表）", c, unit="万元") if three[k] or self.style.zero_blank else self._zero(table, c)
            for k, c in columns.items()
        ]
        heads: tuple[Head, ...] = (
            (("合计", 1), ("因公出国（境）费", 1), ("公务用车购置及运行费", 3), ("公务接待费", 1)),
            tuple((c, 1) for c in ("", stray, "合计", "公务用车购置费", "公务用车运行费", "")),
        )
        return heads, (tuple(cells),)

    def _zero(self, table: str, column: str) -> Cell:
        shown = self.style.cell(ZERO, "万元")
        return Cell(shown, Truth(table, "", self.style.bracket("（全表）"), self.style.bracket(column), shown, "万元"))


def _levels(words: str, empty: int) -> Head:
    return (*((word, 1) for word in words), *[("", 1)] * empty)
