"""Inconsistencies put into one finished document on purpose, each noted with its rule family, both places and the values."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from eval.sample.books import Books, growth, share
from eval.sample.names import economic_name, function_name
from eval.sample.page import Page
from eval.sample.style import Style, printed

_RATE = "2130306"
"""The item whose rate of change is altered."""


@dataclass(frozen=True)
class Place:
    line: int
    what: str
    printed: str


@dataclass(frozen=True)
class Planted:
    """One contradiction: the place that was altered first, then the place that contradicts it."""

    doc: str
    family: str
    rule: str
    altered: Place
    against: tuple[Place, ...]
    arithmetic: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Planter:
    """Alters a document in the cells layout (one paragraph a line, one cell a line)."""

    def __init__(self, page: Page, now: Books, before: Books, style: Style) -> None:
        self.page, self.now, self.before, self.style = page, now, before, style

    def all(self) -> list[Planted]:
        return [
            self.buying(),
            self.direction(),
            self.table_against_text(),
            self.rate(),
            self.share(),
            self.three(),
            self.between_tables(),
            self.staff(),
            self.allocation(),
            self.name(),
        ]

    def _note(self, family: str, rule: str, altered: Place, against: list[Place], arithmetic: str) -> Planted:
        return Planted(self.page.name, family, rule, altered, tuple(against), arithmetic)

    def _swap(self, key: str, pattern: str, new: str) -> tuple[str, int]:
        """Replace the group of `pattern` in the paragraph marked `key`; what stood there and the line."""
        line = self.page.marks[key][0]
        text = self.page.lines[line - 1]
        match = re.search(pattern, text)
        if not match:
            raise LookupError(f"{key}: {pattern} not in {text}")
        self.page.lines[line - 1] = text[: match.start(1)] + new + text[match.end(1) :]
        return match[1], line

    def _cell(self, table: str, row: str, column: str, new: str) -> tuple[str, int]:
        old = self.page.find(table, row, column)
        self.page.truths[self.page.truths.index(old)] = replace(old, value=new)
        self.page.lines[old.line - 1] = self.page.lines[old.line - 1].replace(old.value, new)
        return old.value, old.line

    def _place(self, table: str, row: str, column: str) -> Place:
        found = self.page.find(table, row, column)
        return Place(found.line, f"{table} {found.row_name} {found.column}", found.value)

    def _n(self, value: Decimal) -> str:
        return self.style.number(value)

    def buying(self) -> Planted:
        buy = self.now.buying
        wrong = self._n(buy.total + Decimal("12.5"))
        _, line = self._swap("buying", r"政府采购预算([\d.]+)万元，其中", wrong)
        parts = [Place(line, f"政府采购{n}预算", self._n(v)) for n, v in (("货物", buy.goods), ("工程", buy.works), ("服务", buy.services))]
        arithmetic = f"{self._n(buy.goods)}+{self._n(buy.works)}+{self._n(buy.services)}={self._n(buy.total)}≠{wrong}"
        return self._note("说明内加总", "采购总额=货物+工程+服务", Place(line, "政府采购预算", wrong), parts, arithmetic)

    def direction(self) -> Planted:
        """The item with the largest change, told in the wrong direction; its rate still fits the right one."""
        change = {r.code: (r.total, self.before.row(r.code).total) for r in self.now.rows() if len(r.code) == 7 and r.code != _RATE}
        code, (now, old) = max(change.items(), key=lambda entry: abs(growth(*entry[1])))
        delta, key = now - old, f"item:{code}"
        _, line = self._swap(key, rf"{self.style.before}({self.style.change(delta)})", self.style.change(-delta))
        self._swap(key, rf"，({self.style.trend(delta)})[\d.]+%", self.style.trend(-delta))
        told = f"{function_name(code)}增减方向"
        return self._note(
            "同比",
            "增减方向",
            Place(line, told, self.style.change(-delta)),
            [Place(line, "增减率", self.style.percent(growth(now, old)))],
            f"{self._n(abs(delta))}/{self._n(old)}={self.style.percent(growth(now, old))}，上年{self._n(old)}，实为{self.style.change(delta)}",
        )

    def table_against_text(self) -> Planted:
        code = "30229"
        name, value = economic_name(code), self.now.econ[code]
        wrong = self._n(value + Decimal("0.27"))
        _, line = self._swap("operating", rf"{name}([\d.]+)万元", wrong)
        return self._note(
            "文表", "说明的数=表里的数", Place(line, f"说明 {name}", wrong), [self._place("表6", code, "合计")], f"{self._n(value)}≠{wrong}"
        )

    def rate(self) -> Planted:
        code = _RATE
        a, b = self.now.row(code).total, self.before.row(code).total
        wrong = printed(abs(growth(a, b)) + Decimal("4.4"), "plain") + "%"
        right, line = self._swap(f"item:{code}", r"[增减少加][\d.]+万元，[增长上升下降]+([\d.]+%)", wrong)
        return self._note(
            "同比",
            "增减率=增减额/上年数",
            Place(line, f"{function_name(code)}增减率", wrong),
            [Place(line, "由增减额推得", right)],
            f"{self._n(abs(a - b))}/{self._n(b)}={right}≠{wrong}",
        )

    def share(self) -> Planted:
        row = self.now.row("221")
        wrong = printed(share(row.total, self.now.general) + Decimal("1.3"), "plain") + "%"
        right, line = self._swap("share:221", r"占([\d.]+%)", wrong)
        return self._note(
            "占比",
            "占%=分子/分母",
            Place(line, f"{row.name}占比", wrong),
            [self._place("表5", "221", "合计")],
            f"{self._n(row.total)}/{self._n(self.now.general)}={right}≠{wrong}",
        )

    def three(self) -> Planted:
        table = f"表{self.style.order.index('三公') + 1}"
        whole = self.now.three["合计"]
        wrong = self.style.cell(whole + 1, "万元")
        right, line = self._cell(table, "（全表）", "合计", wrong)
        parts = [self._place(table, "（全表）", c) for c in ("因公出国（境）费", "公务用车购置及运行费.合计", "公务接待费")]
        return self._note(
            "三公",
            "三公=出国+用车+接待",
            Place(line, f"{table} 合计", wrong),
            [*parts, Place(self.page.marks["three"][0], "说明八", right)],
            f"各项之和{right}≠{wrong}",
        )

    def between_tables(self) -> Planted:
        code = "2080505"
        value = self.now.row(code).total
        wrong = self.style.cell(value + 3)
        _, line = self._cell("表5", code, "合计", wrong)
        return self._note(
            "表间",
            "同一科目处处相等",
            Place(line, f"表5 {function_name(code)} 合计", wrong),
            [self._place("表3", code, "合计"), self._place("表2", code, "总计")],
            f"{self.style.cell(value)}≠{wrong}",
        )

    def staff(self) -> Planted:
        people = self.now.staff
        wrong = str(people.total + 5)
        _, line = self._swap("staff", r"实有人数(\d+)人", wrong)
        parts = [Place(line, word, str(n)) for word, n in (("在职", people.working), ("退休", people.retired), ("离休", people.veterans))]
        return self._note(
            "说明内加总",
            "实有人数=在职+退休+离休",
            Place(line, "实有人数", wrong),
            parts,
            f"{people.working}+{people.retired}+{people.veterans}={people.total}≠{wrong}",
        )

    def allocation(self) -> Planted:
        project = self.now.projects[0]
        label, amount = project.parts[-1]
        wrong = self._n(amount + 8)
        _, line = self._swap(f"project:{project.name}:parts", rf"{label}([\d.]+)万元", wrong)
        told = "+".join([*(self._n(a) for _, a in project.parts[:-1]), wrong])
        scale = Place(self.page.marks[f"project:{project.name}:amount"][0], "预算安排规模", self._n(project.amount))
        return self._note(
            "说明内加总",
            "资金分配之和=预算安排规模",
            Place(line, f"{project.name} {label}", wrong),
            [scale],
            f"{told}≠{self._n(project.amount)}",
        )

    def name(self) -> Planted:
        code, wrong = "2130306", "水利工程运行维护"
        found = self.page.find("表3", code, "合计")
        line = found.line - 1
        self.page.lines[line - 1] = self.page.lines[line - 1].replace(found.row_name, wrong)
        self.page.truths = [replace(t, row_name=wrong) if t.table == "表3" and t.row_code == code else t for t in self.page.truths]
        return self._note(
            "名称",
            "编码与科目名",
            Place(line, f"表3 {code}", wrong),
            [Place(self.page.find("表5", code, "合计").line - 1, f"表5 {code}", function_name(code))],
            f"{wrong}≠{function_name(code)}",
        )
