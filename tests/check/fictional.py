"""A disclosure of an office that does not exist, consistent to the last digit, and ways to spoil one number of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from domain.model import Disclosure, Figure, Parsed, Provenance, Source, Table
from domain.money import YUAN, parse_number

OFFICE = Disclosure("d1", "云溪县档案馆", ("云溪县档案馆",), (), 2031, "预算", "部门")
NUMBERS = {
    "收支总表": "表1", "收入总表": "表2", "支出总表": "表3", "财政拨款收支总表": "表4", "一般公共预算支出表": "表5", "基本支出表": "表6",
    "项目支出表": "表7", "三公": "表8",
}  # fmt: skip
ITEMS = {"201": "一般公共服务支出", "20103": "政府办公厅（室）及相关机构事务", "2010301": "行政运行", "2010350": "事业运行",
         "2010399": "其他政府办公厅（室）及相关机构事务支出", "208": "社会保障和就业支出", "20805": "行政事业单位养老支出",
         "2080505": "机关事业单位基本养老保险缴费支出", "221": "住房保障支出", "22102": "住房改革支出", "2210201": "住房公积金"}  # fmt: skip
ECONOMIC = {"301": "工资福利支出", "30101": "基本工资", "30108": "机关事业单位基本养老保险缴费", "30113": "住房公积金",
            "302": "商品和服务支出", "30201": "办公费", "30217": "公务接待费", "30231": "公务用车运行维护费",
            "303": "对个人和家庭的补助", "30305": "生活补助"}  # fmt: skip
TOTAL = ("", "合计")


def cents(value: int) -> str:
    return f"{Decimal(value) / 100:.2f}"


def percent(part: int, whole: int) -> str:
    return f"{(Decimal(abs(part)) / whole * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


@dataclass
class Book:
    """Figures as they are written, one line each."""

    figures: list[Figure] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def add(self, form: str, row: tuple[str, str], column: str, printed: str, *, source: Source = "table", unit: str = "万元",
            sign: int = 1, **more: str) -> str:  # fmt: skip
        line = len(self.figures) + 1
        value = parse_number(printed)
        value = value * sign if value is not None else None
        yuan = value * YUAN[unit] if value is not None and unit in YUAN else None
        place = Provenance("云溪.txt", "f" * 64, None, (line, line))
        table = more.pop("table", f"{NUMBERS.get(form, '')} {form}".strip())
        measure = more.pop("measure", "预算数")
        state = "blank" if value is None else "value" if value else "zero"
        self.figures.append(Figure(
            f"f-L{line}-1", OFFICE.id, place, more.pop("org", OFFICE.org), 2031, 2031, "预算", "部门", measure, form, table, row[0], row[1],
            column, printed, value, unit, yuan, state, source, **more,
        ))  # fmt: skip
        return self.figures[-1].id

    def claim(self, under: str, subject: tuple[str, str], column: str, printed: str, *, of: str = "", sign: int = 1, **more: str) -> str:
        unit = "%" if printed.endswith("%") else more.pop("unit", "万元")
        more.setdefault("sentence", f"{under}{subject[1]}")
        return self.add("说明", subject, column, printed, source="narrative", unit=unit, sign=sign, of=of, table=under, **more)

    def said(
        self, under: str, subject: tuple[str, str], now: int, last: int | None = None, share_of: int | None = None, **more: str
    ) -> str:
        """An amount with its change, rate and share."""
        amount = self.claim(under, subject, "金额", cents(now), **more)
        if share_of is not None:
            self.claim(under, subject, "占比", percent(now, share_of), of=amount, **more)
        if last is not None:
            sign = -1 if now < last else 1
            self.claim(under, subject, "增减额", cents(abs(now - last)), of=amount, sign=sign, **more)
            self.claim(under, subject, "增减率", percent(now - last, last), of=amount, sign=sign, **more)
        return amount

    def parsed(self) -> Parsed:
        return Parsed(OFFICE, "云溪.txt", "f" * 64, tuple(self.tables), tuple(self.figures), ())


@dataclass(frozen=True)
class Amounts:
    """What a fictional office spends, in cents of 万元, now and last year."""

    wages: int = 51234
    pension: int = 8231
    housing: int = 6177
    office: int = 4105
    reception: int = 120
    cars: int = 750
    aid: int = 933
    second: int = 10450
    """Spent under 2010350 (事业运行), out of wages."""
    first_project: int = 12000
    second_project: int = 3356
    carryover: int = 0
    last: int = 95321


def budget(a: Amounts = Amounts()) -> Book:
    """The whole disclosure: eight tables and the prose."""
    book = Book()
    running = a.wages + a.office + a.reception + a.cars + a.aid - a.second
    basic = {"2010301": running, "2010350": a.second, "2080505": a.pension, "2210201": a.housing}
    project = {"2010399": a.first_project + a.second_project}
    _tables(book, a, basic, project)
    _prose(book, a, basic, project)
    return book


def rolled(leaves: dict[str, int], code: str = "") -> int:
    return sum(value for leaf, value in leaves.items() if leaf.startswith(code))


def _tables(book: Book, a: Amounts, basic: dict[str, int], project: dict[str, int]) -> None:
    both = {**basic, **project}
    whole = rolled(both)
    _sides(book, "收支总表", "预算数", both, {"一般公共预算": whole - a.carryover, "上年结余结转": a.carryover})
    rows = [(code, name) for code, name in ITEMS.items() if rolled(both, code)]
    for code, name in (*rows, TOTAL):
        for column in ("总计", "一般公共预算拨款"):
            book.add("收入总表", (code, name), column, cents(rolled(both, code)))
        book.add("收入总表", (code, name), "事业收入", "")
    for form in ("支出总表", "一般公共预算支出表"):
        for code, name in (*rows, TOTAL):
            book.add(form, (code, name), "合计", cents(rolled(both, code)))
            for column, leaves in (("基本支出", basic), ("项目支出", project)):
                book.add(form, (code, name), column, cents(rolled(leaves, code)) if rolled(leaves, code) else "")
    _sides(book, "财政拨款收支总表", "合计", both, {"一般公共预算": whole - a.carryover, "上年结余结转": a.carryover})
    economic = economics(a)
    for code, name in (*ECONOMIC.items(), TOTAL):
        book.add("基本支出表", (code, name), "合计", cents(rolled(economic, code)))
        staff = {leaf: value for leaf, value in economic.items() if not leaf.startswith("302")}
        for column, leaves in (("人员经费", staff), ("公用经费", {k: v for k, v in economic.items() if k not in staff})):
            book.add("基本支出表", (code, name), column, cents(rolled(leaves, code)) if rolled(leaves, code) else "")
    _projects(book, a)
    cars, reception = cents(a.cars), cents(a.reception)
    three = {"合计": cents(a.cars + a.reception), "因公出国（境）费": "0", "公务用车购置及运行费.合计": cars, "公务用车购置费": "0",
             "公务用车运行费": cars, "公务接待费": reception}  # fmt: skip
    for column, printed in three.items():
        book.add("三公", ("", "（全表）"), column, printed)


def economics(a: Amounts) -> dict[str, int]:
    return {
        "30101": a.wages,
        "30108": a.pension,
        "30113": a.housing,
        "30201": a.office,
        "30217": a.reception,
        "30231": a.cars,
        "30305": a.aid,
    }


def _sides(book: Book, form: str, column: str, leaves: dict[str, int], income: dict[str, int]) -> None:
    for name, value in income.items():
        book.add(form, ("", name), f"收入.{column}", cents(value) if value else "")
    book.add(form, ("", "收入总计"), f"收入.{column}", cents(sum(income.values())))
    for code, name in (*((code, name) for code, name in ITEMS.items() if len(code) == 3), ("", "支出总计")):
        book.add(form, (code, name), f"支出.{column}", cents(rolled(leaves, code)))
        if form == "财政拨款收支总表":
            book.add(form, (code, name), "支出.一般公共预算", cents(rolled(leaves, code)))


def _projects(book: Book, a: Amounts) -> None:
    lines = {"馆藏目录重编": a.first_project, "库房恒湿改造": a.second_project}
    whole = sum(lines.values())
    for code in ("201", "20103"):
        for column in ("项目支出合计", "商品和服务支出"):
            book.add("项目支出表", (code, ITEMS[code]), column, cents(whole))
    for project, value in lines.items():
        for column in ("项目支出合计", "商品和服务支出"):
            book.add("项目支出表", ("2010399", f"{ITEMS['2010399']}｜{project}"), column, cents(value), project=project)
    for column in ("项目支出合计", "商品和服务支出"):
        book.add("项目支出表", TOTAL, column, cents(whole))


def _prose(book: Book, a: Amounts, basic: dict[str, int], project: dict[str, int]) -> None:
    part = "第三部分 2031年部门预算情况说明 › "
    both = {**basic, **project}
    whole, base, extra = rolled(both), rolled(basic), rolled(project)
    heads = {n: f"{part}{t}" for n, t in {
        1: "一、关于2031年收支预算情况的总体说明", 2: "二、关于2031年收入预算情况说明", 3: "三、关于2031年支出预算情况说明",
        51: "五、关于2031年一般公共预算当年拨款情况说明 › （一）一般公共预算当年拨款规模变化情况",
        52: "五、关于2031年一般公共预算当年拨款情况说明 › （二）一般公共预算当年拨款结构情况",
        53: "五、关于2031年一般公共预算当年拨款情况说明 › （三）一般公共预算当年拨款具体使用情况",
        6: "六、关于2031年一般公共预算基本支出情况说明", 7: "七、关于2031年一般公共预算项目支出情况说明",
        8: "八、关于2031年一般公共预算“三公”经费预算情况说明", 10: "十、其他重要事项的情况说明 › （一）机关运行经费情况",
        11: "十、其他重要事项的情况说明 › （二）政府采购情况", 12: "十、其他重要事项的情况说明 › （三）国有资产占用使用情况"}.items()}  # fmt: skip
    book.said(heads[1], ("", "收支总预算"), whole)
    last_extra = extra - 1000
    last_base = a.last - last_extra
    book.said(heads[2], ("", "收入预算"), whole)
    book.said(heads[2], ("", "一般公共预算"), whole - a.carryover, a.last, whole)
    if a.carryover:
        book.said(heads[2], ("", "上年结余结转"), a.carryover, None, whole)
    book.said(heads[3], ("", "支出预算"), whole)
    for head in (heads[3], heads[51]):
        if head == heads[51]:
            book.said(head, ("", "一般公共预算拨款"), whole)
        book.said(head, ("", "基本支出"), base, last_base, whole if head == heads[3] else None, sentence=f"基本支出{head}")
        book.said(head, ("", "项目支出"), extra, last_extra, whole if head == heads[3] else None, sentence=f"项目支出{head}")
    for code in ("201", "208", "221"):
        book.said(heads[52], (code, ITEMS[code]), rolled(both, code), None, whole)
    _items(book, heads[53], both, last_base, last_extra)
    book.said(heads[6], ("", "一般公共预算基本支出"), base)
    operating = a.office + a.reception + a.cars
    economic = economics(a)
    book.said(heads[6], ("", "人员经费"), base - operating)
    for code in ("30101", "30108", "30113", "30305"):
        book.said(heads[6], (code, ECONOMIC[code]), economic[code])
    book.said(heads[6], ("", "公用经费"), operating)
    for code in ("30201", "30217", "30231"):
        book.said(heads[6], (code, ECONOMIC[code]), economic[code])
    for name, value in (("馆藏目录重编", a.first_project), ("库房恒湿改造", a.second_project)):
        book.claim(heads[7], ("", name), "金额", cents(value), project=name)
        for share, words in ((value // 3, "材料费"), (value - value // 3, "人工费")):
            book.claim(heads[7], ("", words), "金额", cents(share), project=name, measure="分配数")
    three = (
        ("“三公”经费", a.cars + a.reception),
        ("因公出国（境）费", 0),
        ("公务用车购置费", 0),
        ("公务用车运行费", a.cars),
        ("公务接待费", a.reception),
    )
    for name, value in three:
        book.said(heads[8], ("", name), value)
    book.said(heads[10], ("", "机关运行经费"), operating, operating + 333)
    for name, value in (
        ("政府采购", 5100),
        ("政府采购货物", 3100),
        ("政府采购工程", 0),
        ("政府采购服务", 2000),
        ("面向中小企业预留", 4000),
        ("面向小微企业预留", 1000),
    ):
        book.said(heads[11], ("", name), value)
    for name, count, worth in (("车辆", 7, 8450), ("一般公务用车", 5, 6000), ("执法执勤用车", 2, 2450), ("其他车辆", 0, 0)):
        book.claim(heads[12], ("", name), "数量", str(count), unit="辆", measure="期末数")
        book.claim(heads[12], ("", name), "价值", cents(worth), measure="期末数")
    for name, count in (("实有人数", 61), ("在职", 40), ("退休", 20), ("离休", 1)):
        book.claim(
            "第一部分 部门概况 › 二、机构设置及人员情况", ("", name), "数量", str(count), unit="人", measure="实有数", sentence="实有人数"
        )


def _items(book: Book, head: str, both: dict[str, int], last_base: int, last_extra: int) -> None:
    """Last year's items add up to last year's total."""
    rest = last_base
    for code, now in both.items():
        if code == "2010399":
            last = last_extra
        elif code == "2010301":
            continue
        else:
            last = now + 77
            rest -= last
        book.said(head, (code, ITEMS[code]), now, last)
    book.said(head, ("2010301", ITEMS["2010301"]), both["2010301"], rest)


def spoiled(book: Book, which: Callable[[Figure], bool], printed: str, nth: int = 0) -> tuple[Parsed, str]:
    """The book with one figure reprinted, and that figure's id. `printed` keeps the sign of the value."""
    target = [figure for figure in book.figures if which(figure)][nth]
    value = parse_number(printed)
    if value is not None and target.value is not None and target.value < 0 < value:
        value = -value
    yuan = value * YUAN[target.unit] if value is not None and target.unit in YUAN else None
    state = "blank" if value is None else "value"
    changed = replace(target, printed=printed, value=value, yuan=yuan, state=state)
    figures = tuple(changed if figure is target else figure for figure in book.figures)
    return replace(book.parsed(), figures=figures), target.id
