"""The tables of a budget as text out of a PDF: words apart by blanks, empty cells gone, long names and headers broken."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from domain.rows import load_rows
from eval.sample.books import ZERO, Books, Project, Row
from eval.sample.forms import TITLES
from eval.sample.names import economic_name, function_name, items
from eval.sample.page import Page, Truth
from eval.sample.style import Style
from eval.sample.wrap import wrapped

Cells = Iterable[tuple[str, Decimal]]
"""Column and value, left to right; zero is an empty cell."""
INCOME = ("总计", "财政拨款(补助)小计", "一般公共预算", "上级一般公共预算安排的转移支付", "财政拨款结转")
NARROW = 28
_BREAKING = ("收入总表", "一般公共预算支出表", "项目支出表")
"""Tables so wide that long names break."""


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = load_rows(Path(__file__).parent / "spaced.yaml")
    return loaded


class SpacedForms:
    """Writes the tables of one document on a page."""

    def __init__(self, page: Page, books: Books, style: Style) -> None:
        self.page, self.books, self.style = page, books, style
        self.org = str(books.org["name"])
        self.table = self.form = ""

    def write(self, form: str) -> None:
        number = self.style.order.index(form) + 1
        self.table, self.form = f"表{number}", form
        if self.page.lines and not self.page.lines[-1]:
            self.page.lines.pop()
        first = len(self.page.lines) + 1
        title = TITLES[form].format(self.style.level).replace("一般公共预算“三公”", "财政拨款“三公”")
        self._lines(f" {self.style.table_mark.format(number)}", title, f"编制{self.style.level}：{self.org} 单位：{self.style.unit}")
        writers = {
            "收支总表": self._balance,
            "收入总表": self._income,
            "支出总表": self._spending,
            "财政拨款收支总表": self._grant,
            "一般公共预算支出表": self._general,
            "基本支出表": self._basic,
            "项目支出表": self._projects,
            "三公": self._three,
            "上年结转表": self._carry,
        }
        if form in writers:
            self._lines(*_data()["heads"][form])
            writers[form]()
        else:
            self._empty(form)
        self.page.mark(f"table:{form}", first, len(self.page.lines))

    def _lines(self, *texts: str) -> None:
        for text in texts:
            self.page.put(text)
            self.page.blank()

    def _cells(self, lead: str, code: str, name: str, cells: Cells) -> None:
        """One printed row: `lead`, then the numbers that are there; a long name breaks and the numbers follow on a line of their own."""
        told = [(column, value) for column, value in cells if value]
        numbers = " ".join(self.style.cell(value) for _, value in told)
        if len(lead) > NARROW and told and self.form in _BREAKING:
            *head, last = _broken(lead)
            for part in head:
                self._lines(part)
            line = self.page.put(last)
            line = self.page.put(numbers)
        else:
            line = self.page.put(f"{lead} {numbers}".rstrip())
        self.page.blank()
        for column, value in told:
            self._truth(code, name, column, value, line)

    def _truth(self, code: str, name: str, column: str, value: Decimal, line: int) -> None:
        self.page.truths.append(Truth(self.table, code, name.strip(), column, self.style.cell(value), self.style.unit, line))

    def _lead(self, code: str, name: str) -> str:
        parts = " ".join(part for part in (code[:3], code[3:5], code[5:7]) if part)
        return f"{parts} {'  ' * ((len(code) - 3) // 2)}{name}"

    def _balance(self) -> None:
        books = self.books
        sums = {"general": books.general, "own": books.general - books.transfers, "transfers": books.transfers, "carried": books.carried}
        left = [(str(row[0]), sums[row[1]] if len(row) > 1 else ZERO) for row in _data()["balance"]]
        right = [(code, name, books.row(code).total) for code, name in items()["classes"].items()]
        for n, (code, name, value) in enumerate(right):
            self._pair(left[n] if n < len(left) else ("", ZERO), (code, name, value))
        self._pair_total("收 入 总 计", "支 出 总 计", books.total, "预算数")

    def _pair(self, left: tuple[str, Decimal], right: tuple[str, str, Decimal], columns: tuple[str, ...] = ("预算数",)) -> None:
        words = [left[0]] + ([self.style.cell(left[1])] if left[1] else [])
        words += [right[0], right[1]] + ([self.style.cell(right[2])] * len(columns) if right[2] else [])
        line = self.page.put(" ".join(word for word in words if word))
        self.page.blank()
        first = "合计" if len(columns) > 1 else "预算数"
        if left[1]:
            self._truth("", left[0], f"收入.{first}", left[1], line)
        for column in columns if right[2] else ():
            self._truth(right[0], right[1], f"支出.{column}", right[2], line)

    def _pair_total(self, left: str, right: str, value: Decimal, *columns: str) -> None:
        shown = self.style.cell(value)
        line = self.page.put(f"{left} {shown} {right} {' '.join([shown] * len(columns))}")
        self.page.blank()
        self._truth("", "收入总计", f"收入.{columns[0]}", value, line)
        for column in columns:
            self._truth("", "支出总计", f"支出.{column}", value, line)

    def _income(self) -> None:
        books = self.books
        self._cells("总计", "", "总计", self._income_cells(books.total, books.transfers, books.carried))
        rows = books.rows(carry=True)
        for n, row in enumerate(rows):
            if n == 2 * len(rows) // 3:
                self._turn()
            sent = sum((p.amount for p in books.projects if p.transfer and p.code.startswith(row.code)), ZERO)
            carried = books.carried if books.carry and books.carry.code.startswith(row.code) else ZERO
            self._cells(self._lead(row.code, row.name), row.code, row.name, self._income_cells(row.total, sent, carried))

    def _income_cells(self, total: Decimal, sent: Decimal, carried: Decimal) -> Cells:
        values = (total, total - carried, total - carried - sent, sent, carried)
        return zip(INCOME, values, strict=True)

    def _turn(self) -> None:
        """A new page repeats office, unit and header."""
        self.page.lines.pop()
        self._lines(f" 编制{self.style.level}：{self.org} 单位：{self.style.unit}", *_data()["heads"]["收入总表"])

    def _spending(self) -> None:
        self._split(self.books.rows(carry=True))

    def _general(self) -> None:
        self._split(self.books.rows())

    def _split(self, rows: list[Row]) -> None:
        top = [row for row in rows if len(row.code) == 3]
        whole = Row("", "总计", sum((r.basic for r in top), ZERO), sum((r.project for r in top), ZERO))
        for row in (whole, *rows):
            cells = (("合计", row.total), ("基本支出", row.basic), ("项目支出", row.project))
            self._cells(self._lead(row.code, row.name) if row.code else row.name, row.code, row.name, cells)

    def _grant(self) -> None:
        books = self.books
        left = [
            ("一、财政拨款（补助）", books.general),
            ("一般公共预算", books.general),
            ("政府性基金预算", ZERO),
            ("国有资本经营预算", ZERO),
        ]
        current = {row.code: row.total for row in books.rows()}
        for n, (code, name) in enumerate(items()["classes"].items()):
            self._pair(left[n] if n < len(left) else ("", ZERO), (code, name, current.get(code, ZERO)), ("合计", "一般公共预算"))
        self._pair_total("收入总计", "支出总计", books.general, "合计", "一般公共预算")

    def _basic(self) -> None:
        books = self.books
        self._cells("总计", "", "总计", (("合计", books.basic), ("人员经费", books.personnel), ("公用经费", books.operating)))
        for code in sorted({c[:n] for c in books.econ for n in (3, 5)}):
            value, name = books.under(code), economic_name(code)
            column = "公用经费" if code.startswith("302") else "人员经费"
            self._cells(self._lead(code, name), code, name, (("合计", value), (column, value)))

    def _projects(self) -> None:
        columns = list(items()["project_columns"])
        projects = list(self.books.projects)
        self._cells("总计", "", "总计", self._spread(projects, columns))
        self._cells(self.org, "", self.org, self._spread(projects, columns))
        for code in sorted({p.code[:n] for p in projects for n in (3, 5, 7)}):
            group = [p for p in projects if p.code.startswith(code)]
            if len(code) < 7:
                self._cells(self._lead(code, function_name(code)), code, function_name(code), self._spread(group, columns))
            else:
                for project in group:
                    self._project(code, project, columns)

    def _project(self, code: str, project: Project, columns: list[str]) -> None:
        name, lead = function_name(code), self._lead(code, function_name(code))
        row_name = f"{name}｜{project.name}"
        if len(name) > 14:
            codes = " ".join((code[:3], code[3:5], code[5:]))
            for part in (codes, f"      {name[:11]}", name[11:]):
                self._lines(part)
            self._cells(project.name, code, row_name, self._spread([project], columns))
        else:
            self._cells(f"{lead} {project.name}", code, row_name, self._spread([project], columns))

    def _spread(self, group: list[Project], columns: list[str]) -> Cells:
        """No column of this table can be told from the text alone but the first and those that arithmetic forces."""
        spread = [(column, sum((p.spread.get(column, ZERO) for p in group), ZERO)) for column in columns]
        whole = sum((p.amount for p in group), ZERO)
        return [("项目支出合计", whole), *(("未定", value) for _, value in spread)]

    def _three(self) -> None:
        three = self.books.three
        rows = (
            ("合计", "合计"),
            ("因公出国（境）费", "因公出国（境）费"),
            ("公务接待费", "公务接待费"),
            ("公务用车购置及运行费（小计）", "公务用车购置及运行费"),
            ("其中：公务用车购置费", "公务用车购置费"),
            ("      公务用车运行费", "公务用车运行费"),
        )
        for name, key in rows:
            self._cells(name, "", name, (("合计", three[key]), ("一般公共预算", three[key])))

    def _carry(self) -> None:
        """Without a carry-over only the empty total row is printed."""
        names = ("总计", self.org, f"  {self.books.carry.name}") if self.books.carry else ("总计",)
        for name in names:
            self._cells(name, "", name, ((c, self.books.carried) for c in ("总计", "财政拨款.合计", "财政拨款.项目支出")))

    def _empty(self, form: str) -> None:
        name = TITLES[form].removesuffix("支出情况表")
        self._lines(*(line.format(name) for line in _data()["heads"]["fund"]))
        first = len(self.page.lines) + 1
        self._lines(*wrapped(f"{self.org} {self.books.year}年没有使用{name}拨款安排的支出，{name}支出情况表为空表。", 100, 0))
        self.page.mark(f"note:{form}", first, len(self.page.lines) - 1)


def _broken(lead: str) -> list[str]:
    """`201 03 99     其他…事务支出` → the codes, then the name in two lines."""
    codes, _, name = lead.partition("  ")
    blanks = len(name) - len(name.lstrip())
    name = name.strip()
    half = min(14, len(name) - 2)
    return [codes, "  " + " " * blanks + name[:half], name[half:]]
