"""Two papers of a fictional office: next year's budget, and the final accounts of the year before. Amounts are made up, and they add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache

from domain.codes import code_names
from tests.papers.truth import ABOVE, LEFT, Column, Heading, Paper, Table, Text

ORG = "青岚县水利局"
L, A = LEFT, ABOVE
Amounts = dict[str, tuple[Decimal | None, Decimal | None]]
"""Basic and project spending by account code, 万元; None where the cell is blank."""
_CLASSES = ("201", "205", "208", "210", "213", "221")
_STAFF = ("30101", "30102", "30103", "30107", "30108", "30110", "30113", "30302", "30305")
_OFFICE = ("30201", "30202", "30205", "30207", "30211", "30216", "30217", "30228", "30231")


def plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"


def grouped(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,.2f}"


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


@cache
def names() -> dict[str, str]:
    return {entry.code: entry.name for entry in code_names() if entry.valid(2024)}


@cache
def spending() -> Amounts:
    """Items of six classes with groups and classes summed up; some amounts are blank, one is 0."""
    items = [code for code in names() if len(code) == 7 and code[:3] in _CLASSES and code[:5] in names()]
    amounts: Amounts = {}
    for at, code in enumerate(sorted(items)):
        basic = None if at % 3 == 1 else Decimal(at * 9173 % 80021) / 100 + 1
        project = None if at % 3 == 0 else Decimal(0) if at == 4 else Decimal(at * 7919 % 60013) / 100 + 2
        for level in (code, code[:5], code[:3], ""):
            before = amounts.get(level, (None, None))
            amounts[level] = total((before[0], basic)), total((before[1], project))
    return amounts


def _split(code: str) -> tuple[str, str, str]:
    return code[:3], code[3:5], code[5:7]


def _wrapped(name: str) -> str:
    """Long names are broken over two lines, as narrow columns do it."""
    return name if len(name) < 14 else f"{name[:11]}\n{name[11:]}"


def _spending_rows(code_cells: Callable[[str], Sequence[str]], form: Callable[[Decimal | None], str]) -> list[tuple[str, ...]]:
    rows = [
        (*code_cells(code), _wrapped(names()[code]), form(total(amounts)), *map(form, amounts))
        for code, amounts in sorted(spending().items())
        if code
    ]
    everything = spending()[""]
    return [*rows, (*("" for _ in code_cells("")), "合  计", form(total(everything)), *map(form, everything))]


def balance() -> Table:
    """Income and spending side by side."""
    whole = total(spending()[""])
    assert whole is not None
    own, carried = Decimal("120.50"), Decimal("30.00")
    left = [
        ("一、一般公共预算拨款收入", whole - own - carried),
        ("二、政府性基金预算拨款收入", None),
        ("三、事业收入", own),
        ("四、上年结转", carried),
    ]
    right = [(f"{'一二三四五六'[at]}、{names()[code]}", total(spending()[code])) for at, code in enumerate(_CLASSES)]
    rows = [(*(_side(left[at]) if at < len(left) else ("", "")), *_side(right[at])) for at in range(len(right))]
    return Table(
        "公开01表",
        "部门收支总表",
        ORG,
        "万元",
        (Column("name"), Column("value", "收入.预算数"), Column("name"), Column("value", "支出.预算数")),
        (("收  入", L, "支  出", L), ("项目", "预算数", "项目", "预算数")),
        (*rows, ("收 入 总 计", grouped(whole), "支 出 总 计", grouped(whole))),
    )


def _side(entry: tuple[str, Decimal | None]) -> tuple[str, str]:
    return entry[0], grouped(entry[1])


def income() -> Table:
    """A header of three levels."""
    whole = total(spending()[""])
    assert whole is not None
    own, carried = Decimal("120.50"), Decimal("30.00")
    paths = ["合计", "上年结转", "本年收入.小计", "本年收入.财政拨款.一般公共预算", "本年收入.财政拨款.政府性基金", "本年收入.事业收入"]
    amounts = [whole, carried, whole - carried, whole - own - carried, None, own]
    return Table(
        "公开02表",
        "部门收入总表",
        ORG,
        "万元",
        (Column("name"), *(Column("value", path) for path in paths)),
        (
            ("单位名称", "合计", "上年结转", "本年收入", L, L, L),
            (A, A, A, "小计", "财政拨款", L, "事业收入"),
            (A, A, A, A, "一般公共预算", "政府性基金", A),
        ),
        (("合计", *map(plain, amounts)), (ORG, *map(plain, amounts))),
    )


def outlay() -> Table:
    """Codes in three columns; long enough for several pages."""
    return Table(
        "公开03表",
        "部门支出总表",
        ORG,
        "万元",
        (*[Column("code")] * 3, Column("name"), *(Column("value", path) for path in ("合计", "基本支出", "项目支出"))),
        (("科目编码", L, L, "科目名称", "合计", "基本支出", "项目支出"), ("类", "款", "项", A, A, A, A)),
        tuple(_spending_rows(_split, plain)),
    )


def general() -> Table:
    """One column of codes; a unit of its own."""

    def in_yuan(value: Decimal | None) -> str:
        return "" if value is None else grouped(value * 10000)

    return Table(
        "公开04表",
        "一般公共预算支出表",
        ORG,
        "元",
        (
            Column("code"),
            Column("name"),
            *(Column("value", path) for path in ("2024年预算数.合计", "2024年预算数.基本支出", "2024年预算数.项目支出")),
        ),
        (("功能分类科目", L, "2024年预算数", L, L), ("科目编码", "科目名称", "合计", "基本支出", "项目支出")),
        tuple(_spending_rows(lambda code: (code,), in_yuan)),
    )


@cache
def economic() -> dict[str, Decimal]:
    """Basic spending by economic account, 万元, groups summed up."""
    amounts: dict[str, Decimal] = {}
    for at, code in enumerate((*_STAFF, *_OFFICE)):
        amounts[code] = Decimal(at * 4099 % 30011) / 100 + 3
        amounts[code[:3]] = amounts.get(code[:3], Decimal(0)) + amounts[code]
    return amounts


def basic() -> Table:
    rows = []
    for code, amount in sorted(economic().items()):
        staff = not code.startswith("302")
        rows.append((code, names()[code], plain(amount), plain(amount) if staff else "", "" if staff else plain(amount)))
    staff, office = (sum((economic()[code] for code in codes), Decimal(0)) for codes in (("301", "303"), ("302",)))
    return Table(
        "公开05表",
        "一般公共预算基本支出表",
        ORG,
        "万元",
        (Column("code"), Column("name"), *(Column("value", f"基本支出.{name}") for name in ("合计", "人员经费", "公用经费"))),
        (("部门预算支出经济分类科目", L, "基本支出", L, L), ("科目编码", "科目名称", "合计", "人员经费", "公用经费")),
        (*rows, ("", "合计", plain(staff + office), plain(staff), plain(office))),
    )


def public() -> Table:
    """The three public expenses: a header of three levels, zeros, no thousands separators."""
    return Table(
        "公开06表",
        "一般公共预算“三公”经费支出表",
        ORG,
        "元",
        tuple(Column("value", path) for path in PUBLIC_PATHS),
        (
            ("2024年预算数", L, L, L, L, L),
            ("合计", "因公出国（境）费", "公务用车购置及运行费", L, L, "公务接待费"),
            (A, A, "小计", "公务用车购置费", "公务用车运行费", A),
        ),
        (("86000", "0", "56000", "0", "56000", "30000"),),
        "注：本表按当年财政拨款安排填列。",
    )


PUBLIC_PATHS = (
    "2024年预算数.合计",
    "2024年预算数.因公出国（境）费",
    "2024年预算数.公务用车购置及运行费.小计",
    "2024年预算数.公务用车购置及运行费.公务用车购置费",
    "2024年预算数.公务用车购置及运行费.公务用车运行费",
    "2024年预算数.公务接待费",
)


def fund() -> Table:
    """Nothing to disclose: a header, and a note that says so."""
    return Table(
        "公开07表",
        "政府性基金预算支出表",
        ORG,
        "万元",
        (*[Column("code")] * 3, Column("name"), *(Column("value", path) for path in ("合计", "基本支出", "项目支出"))),
        (("科目编码", L, L, "科目名称", "合计", "基本支出", "项目支出"), ("类", "款", "项", A, A, A, A)),
        (),
        "备注：本单位无政府性基金预算支出，本表为空表。",
    )


def local() -> Table:
    """A table that no official form knows."""
    return Table(
        "公开08表",
        "小型水库管护经费安排表",
        ORG,
        "万元",
        (Column("name"), Column("value", "库容（万立方米）"), Column("value", "安排金额.县级"), Column("value", "安排金额.乡镇自筹")),
        (("水库名称", "库容（万立方米）", "安排金额", L), (A, A, "县级", "乡镇自筹")),
        (("石桥水库", "86.5", "12.00", "3.50"), ("荷叶塘水库", "15", "8.25", ""), ("合计", "101.5", "20.25", "3.50")),
    )


def triplets() -> Table:
    """Economic accounts as final accounts print them: code, name and amount, twice side by side."""
    left = [code for code in sorted(economic()) if not code.startswith("302")]
    right = [code for code in sorted(economic()) if code.startswith("302")]
    rows = [(*_triplet(left, at), *_triplet(right, at)) for at in range(max(len(left), len(right)))]
    staff = grouped(sum((economic()[code] for code in ("301", "303")), Decimal(0)))
    return Table(
        "公开06表",
        "一般公共预算财政拨款基本支出决算表",
        ORG,
        "万元",
        (
            Column("code"),
            Column("name"),
            Column("value", "人员经费.决算数"),
            Column("code"),
            Column("name"),
            Column("value", "公用经费.决算数"),
        ),
        (("人员经费", L, L, "公用经费", L, L), ("科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数")),
        (*rows, ("人员经费合计", L, staff, "公用经费合计", L, grouped(economic()["302"]))),
    )


def _triplet(codes: Sequence[str], at: int) -> tuple[str, str, str]:
    return (codes[at], names()[codes[at]], grouped(economic()[codes[at]])) if at < len(codes) else ("", "", "")


def execution() -> Table:
    """Budget and accounts of the three public expenses, six columns each."""
    paths = (
        "合计",
        "因公出国（境）费",
        "公务用车购置及运行维护费.小计",
        "公务用车购置及运行维护费.购置费",
        "公务用车购置及运行维护费.运行维护费",
        "公务接待费",
    )
    heads = ("合计", "因公出国（境）费", "公务用车购置及运行维护费", L, L, "公务接待费")
    lows = (A, A, "小计", "购置费", "运行维护费", A)
    return Table(
        "公开07表",
        "财政拨款“三公”经费支出决算表",
        ORG,
        "万元",
        tuple(Column("value", f"{kind}.{path}") for kind in ("预算数", "决算数") for path in paths),
        (("预算数", L, L, L, L, L, "决算数", L, L, L, L, L), (*heads, *heads), (*lows, *lows)),
        (("9.00", "0.00", "6.00", "0.00", "6.00", "3.00", "7.46", "0.00", "5.60", "0.00", "5.60", "1.86"),),
        "注：本表反映部门本年度“三公”经费支出预决算情况。",
    )


@cache
def budget() -> Paper:
    """All official tables of a budget, and texts before and after them."""
    whole = total(spending()[""])
    return Paper(
        ORG,
        2024,
        "预算",
        (
            Text(f"{ORG}2024年部门预算公开"),
            Text("第一部分 部门概况"),
            Heading("一、", "主要职责"),
            Text("负责全县水资源统一管理、水旱灾害防御和农村供水工作。"),
            Heading("二、", "机构设置"),
            Text("本部门内设4个股室，行政编制18名，实有在职人员17人。"),
            Text("第二部分 2024年部门预算表"),
            balance(),
            income(),
            outlay(),
            general(),
            basic(),
            public(),
            fund(),
            local(),
            Text("第三部分 2024年部门预算情况说明"),
            Heading("一、", "收支预算总体情况"),
            Text(f"2024年收支总预算{plain(whole)}万元。"),
            Heading("二、", "“三公”经费情况"),
            Text("2024年“三公”经费预算8.60万元，其中公务接待费3.00万元。"),
            Text("第四部分 名词解释"),
            Text("财政拨款收入：指县级财政当年拨付的资金。"),
        ),
    )


@cache
def accounts() -> Paper:
    """Tables that only final accounts have."""
    return Paper(
        ORG,
        2023,
        "决算",
        (
            Text(f"{ORG}2023年度部门决算公开"),
            Text("第一部分 部门概况"),
            Heading("一、", "主要职责"),
            Text("负责全县水资源统一管理。"),
            Text("第二部分 2023年度部门决算表"),
            triplets(),
            execution(),
            Text("第三部分 2023年度部门决算情况说明"),
            Heading("一、", "“三公”经费支出决算情况"),
            Text("2023年度“三公”经费支出决算7.46万元，完成预算的82.89%。"),
        ),
    )
