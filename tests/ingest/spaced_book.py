"""A fictional budget as tables in the spaced layout, with the column of every number known: what the column solver is tested on.

Amounts are made in yuan and rounded to 万元 in every printed cell, as budget systems do, so that sums differ by rounding.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from domain.model import Disclosure, Figure
from ingest.document import Document, Paragraph, Section
from ingest.spaced import spaced_tables

SOURCES = (
    "一般公共预算", "上级一般公共预算安排的转移支付", "政府性基金预算", "上级政府性基金安排的转移支付", "国有资本经营预算",
    "上级国有资本经营预算安排的转移支付", "财政专户（教育收费）", "单位资金", "财政拨款结转", "非财政拨款结转结余",
)  # fmt: skip
INCOME = ("总计", "财政拨款(补助)小计", *SOURCES)
BALANCE = (
    ("一、本年收入", SOURCES[:8]), ("1.一般公共预算拨款", SOURCES[:2]), ("其中：一般财力", SOURCES[:1]), ("      上级一般公共预算安排转移支付", SOURCES[1:2]),
    ("2.政府性基金预算拨款", SOURCES[2:4]), ("其中：政府性基金收入", SOURCES[2:3]), ("      上级政府性基金安排转移支付", SOURCES[3:4]),
    ("3.国有资本经营预算拨款", SOURCES[4:6]), ("其中：国有资本经营收入", SOURCES[4:5]), ("      上级国有资本经营预算安排转移支付", SOURCES[5:6]),
    ("4.财政专户核拨", SOURCES[6:7]), ("5.单位资金", SOURCES[7:8]), ("二、上年结转结余", SOURCES[8:]), ("1.财政拨款结转", SOURCES[8:9]),
    ("2.非财政拨款结转结余", SOURCES[9:]),
)  # fmt: skip
ORG = "云溪县档案馆"
SHA = "f" * 64
UNKNOWN = "未定"
Truth = dict[tuple[str, str, int], str]
"""Form, row code and place among the row's numbers → column."""


def cell(yuan: int) -> str:
    """An amount in 万元 as printed; nothing is printed for nothing."""
    value = (Decimal(yuan) / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{value:,.2f}" if value else ""


@dataclass
class Book:
    """Leaves: code of the item → amounts in yuan by source and by kind of expenditure."""

    rng: random.Random
    income: dict[str, dict[str, int]] = field(default_factory=dict)
    spending: dict[str, dict[str, int]] = field(default_factory=dict)
    truth: Truth = field(default_factory=dict)

    @classmethod
    def make(cls, seed: int) -> Book:
        book = cls(random.Random(seed))
        rng = book.rng
        sources = ["一般公共预算", *rng.sample(SOURCES[1:], rng.randint(0, 4))]
        for code in book._codes():
            chosen = rng.sample(sources, 1 if rng.random() < 0.8 or len(sources) == 1 else 2)
            amounts = {source: rng.choice((rng.randint(100, 40_000), rng.randint(10_000, 30_000_000))) for source in chosen}
            book.income[code] = amounts
            whole = sum(amounts.values())
            project = rng.choice((0, 0, whole, rng.randint(1, whole)))
            book.spending[code] = {"基本支出": whole - project, "项目支出": project}
        return book

    def _codes(self) -> list[str]:
        rng = self.rng
        classes = rng.sample(("201", "205", "206", "207", "208", "210", "211", "213", "221", "229"), rng.randint(1, 5))
        groups = [f"{code}{n:02}" for code in classes for n in rng.sample(range(1, 60), rng.randint(1, 3))]
        return sorted(f"{code}{n:02}" for code in groups for n in rng.sample(range(1, 99), rng.randint(1, 4)))

    def rows(self, table: dict[str, dict[str, int]]) -> list[str]:
        return ["", *sorted({code[:n] for code in table for n in (3, 5, 7)})]

    def summed(self, table: dict[str, dict[str, int]], code: str) -> dict[str, int]:
        own = [amounts for leaf, amounts in table.items() if leaf.startswith(code)]
        return {column: sum(amounts.get(column, 0) for amounts in own) for column in {c for amounts in own for c in amounts}}

    def income_cells(self, code: str) -> list[tuple[str, int]]:
        own = self.summed(self.income, code)
        return [
            ("总计", sum(own.values())),
            ("财政拨款(补助)小计", sum(own.get(s, 0) for s in SOURCES[:6])),
            *((s, own.get(s, 0)) for s in SOURCES),
        ]

    def spending_cells(self, code: str, general: bool) -> list[tuple[str, int]]:
        own = self.summed(self.spending if not general else self.general(), code)
        return [("合计", sum(own.values())), ("基本支出", own.get("基本支出", 0)), ("项目支出", own.get("项目支出", 0))]

    def general(self) -> dict[str, dict[str, int]]:
        """Only the items that nothing but the general budget pays for."""
        return {code: amounts for code, amounts in self.spending.items() if set(self.income[code]) <= set(SOURCES[:2])}


def _lead(code: str) -> str:
    return " ".join(part for part in (code[:3], code[3:5], code[5:]) if part)


def _printed(book: Book, form: str, code: str, cells: list[tuple[str, int]]) -> str:
    """One row; the column of every number that is printed goes into the truth."""
    told = [(column, text) for column, yuan in cells if (text := cell(yuan))]
    for n, (column, _) in enumerate(told):
        book.truth[form, code, n] = column
    name = f"{_lead(code)} {'  ' * ((len(code) - 3) // 2)}事项{code}" if code else "总计"
    return " ".join((name, *(text for _, text in told)))


def _section(number: int, title: str, lines: list[str], first: int) -> Section:
    blocks = tuple(Paragraph(text, (first + 2 * n, first + 2 * n)) for n, text in enumerate([f"编制部门：{ORG} 单位：万元", *lines]))
    return Section("table", f"表{number}", title, "第二部分 部门预算公开表", blocks, (first - 4, blocks[-1].lines[1]))


_INCOME_HEAD = ["功能分类", "科目编码", "财政拨款（补助）", "类 款 项", "功能分类科目名称 总计 财政拨款", "(补助)小", "计", "一般公共", "预算", "上级一般", "公共预算安排的转", "移支付",
    "政府性基", "金预算", "上级政府性基金安排的", "转移支付", "国有资本", "经营预算", "上级国有资本经营", "预算安排", "的转移支付", "财政专户", "（教育收", "费）", "单位资金",
    "财政拨款", "结转", "非财政拨", "款结转结", "余", "※ ※ ※ ※ 1 2 3 4 5 6 7 8 9 10 11 12"]  # fmt: skip
_SPENDING_HEAD = ["科目 支出预算", "功能分类科目编码", "类 款 项", "功能分类科目名称 合计 基本支出 项目支出", "※ ※ ※ ※ 1 2 3"]


def sections(book: Book, balance: bool = True, general: bool = True) -> list[Section]:
    """The tables of the book; without the balance (and the general budget) there is less to tell the columns by."""
    found: list[Section] = []
    if balance:
        whole = book.summed(book.income, "")
        left = [f"{name} {cell(sum(whole.get(source, 0) for source in sources))}".rstrip() for name, sources in BALANCE]
        total = cell(sum(whole.values()))
        found.append(
            _section(
                1,
                "部门收支总体情况表",
                ["收入 支出", "项目 预算数 支出功能分类 预算数", *left, f"收 入 总 计 {total} 支 出 总 计 {total}"],
                1000,
            )
        )
    rows = book.rows(book.income)
    found.append(
        _section(
            2, "部门收入总体情况表", [*_INCOME_HEAD, *(_printed(book, "收入总表", code, book.income_cells(code)) for code in rows)], 2000
        )
    )
    found.append(
        _section(
            3, "部门支出总体情况表", [*_SPENDING_HEAD, *(_printed(book, "支出总表", c, book.spending_cells(c, False)) for c in rows)], 4000
        )
    )
    if general and book.general():
        own = book.rows(book.general())
        lines = [_printed(book, "一般公共预算支出表", code, book.spending_cells(code, True)) for code in own]
        found.append(_section(5, "一般公共预算支出情况表", [*_SPENDING_HEAD, *lines], 6000))
    return found


ECONOMIC = ("工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出", "其他支出")


def detail(book: Book) -> list[Section]:
    """Basic expenditure by economic class, and the projects, of the general budget: tables 6 and 7."""
    general = book.general()
    basic = sum(amounts["基本支出"] for amounts in general.values())
    staff = book.rng.randint(0, basic)
    kinds = {"30101": ("人员经费", staff), "30201": ("公用经费", basic - staff)}
    lines = [_printed(book, "基本支出表", "", [("合计", basic), ("人员经费", staff), ("公用经费", basic - staff)])]
    for leaf, (kind, yuan) in kinds.items():
        lines += [_printed(book, "基本支出表", code, [("合计", yuan), (kind, yuan)]) for code in (leaf[:3], leaf) if yuan]
    head = ["科目 一般公共预算基本支出", "经济分类科", "目编码", "类 款", "经济分类科目名称 合计 人员经费 公用经费", "※ ※ ※ 1 2 3"]
    found = [_section(6, "一般公共预算基本支出情况表", [*head, *lines], 8000)]
    projects = {code: {book.rng.choice(ECONOMIC): amounts["项目支出"]} for code, amounts in general.items() if amounts["项目支出"]}
    if projects:
        lines = []
        for code in book.rows(projects):
            own = book.summed(projects, code)
            cells = [("项目支出合计", sum(own.values())), *((name, own.get(name, 0)) for name in ECONOMIC)]
            lines.append(_printed(book, "项目支出表", code, cells))
        head = ["科目编码", "类 款 项", "功能分类科目名称 项目支出", "合计", *ECONOMIC, "※ ※ ※ ※ 1 2 3 4 5 6"]
        found.append(_section(7, "一般公共预算项目支出情况表", [*head, *lines], 9000))
    return found


DISCLOSURE = Disclosure(f"{ORG}-2031-部门预算", ORG, (ORG,), (), 2031, "预算", "部门")


def read(made: list[Section]) -> list[Figure]:
    document = Document("fiction.txt", SHA, "spaced", ())
    return spaced_tables(made, DISCLOSURE, document)[1]


def verdicts(book: Book, figures: list[Figure]) -> tuple[int, int, int]:
    """How many numbers got the right column, none, and a wrong one."""
    right = unknown = wrong = 0
    at: dict[tuple[str, str], int] = {}
    for figure in figures:
        row = figure.form, figure.row_code
        if figure.value is None or (*row, 0) not in book.truth:
            continue
        place = at.get(row, 0)
        at[row] = place + 1
        column = "单位资金" if figure.column == "单位其他资金收入" else figure.column
        right += column == book.truth[*row, place]
        unknown += column == UNKNOWN
        wrong += column not in (UNKNOWN, book.truth[*row, place])
    return right, unknown, wrong
