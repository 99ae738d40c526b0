"""What the narrative of a generated budget states, number by number: the truth about claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from eval.sample.books import ZERO, Row, growth, share
from eval.sample.documents import Made
from eval.sample.names import function_name


@dataclass(frozen=True)
class Claim:
    """A number of a sentence: what it is about, in which relation, signed value, unit, and the lines of its paragraph."""

    doc: str
    subject: str
    row_code: str
    relation: str
    """金额, 占比, 增减额, 增减率, 数量 or 价值."""
    value: Decimal
    unit: str
    lines: tuple[int, int]


def claims(made: Made) -> list[Claim]:
    """All claims of a budget; none of final accounts, nor where contradictions were planted (their numbers are altered)."""
    if made.plan.kind == "决算" or made.plan.planted:
        return []
    told = _Told(made)
    return [
        claim for part in (told.totals, told.items, told.basic, told.three, told.matters, told.people, told.projects) for claim in part()
    ]


class _Told:
    def __init__(self, made: Made) -> None:
        self.made, self.now, self.before = made, made.now, made.before

    def _claim(self, key: str, subject: str, relation: str, value: Decimal | int, unit: str = "万元", *, code: str = "") -> Claim:
        return Claim(self.made.plan.file, subject, code, relation, Decimal(value), unit, self.made.page.marks[key])

    def _moved(self, key: str, subject: str, now: Decimal, before: Decimal, code: str = "") -> Iterator[Claim]:
        """Change and rate; the sign is the word's."""
        yield self._claim(key, subject, "增减额", now - before, code=code)
        yield self._claim(key, subject, "增减率", growth(now, before), "%", code=code)

    def totals(self) -> Iterator[Claim]:
        now, old = self.now, self.before
        sent = (now.transfers, old.transfers) if self.made.plan.style.layout == "spaced" else (ZERO, ZERO)
        for key, subject, a, b in (
            ("income.general", "一般公共预算", now.general - sent[0], old.general - sent[1]),
            ("basic", "基本支出", now.basic, old.basic),
            ("project", "项目支出", now.project + now.carried, old.project),
        ):
            yield self._claim(key, subject, "金额", a)
            yield self._claim(key, subject, "占比", share(a, now.total), "%")
            yield from self._moved(key, subject, a, b)
        yield self._claim("total", "收支总预算", "金额", now.total)
        for key, subject, a, b in (
            ("general.basic", "基本支出", now.basic, old.basic),
            ("general.project", "项目支出", now.project, old.project),
        ):
            yield self._claim(key, subject, "金额", a)
            yield from self._moved(key, subject, a, b)
        for row in now.rows():
            if len(row.code) == 3:
                yield self._claim(f"share:{row.code}", row.name, "金额", row.total, code=row.code)
                yield self._claim(f"share:{row.code}", row.name, "占比", share(row.total, now.general), "%", code=row.code)

    def items(self) -> Iterator[Claim]:
        for row in self.now.rows():
            if len(row.code) == 7:
                key, name = f"item:{row.code}", function_name(row.code)
                yield self._claim(key, name, "金额", row.total, code=row.code)
                yield from self._moved(key, name, row.total, _total(self.before.rows(), row.code), row.code)

    def basic(self) -> Iterator[Claim]:
        yield self._claim("personnel", "人员经费", "金额", self.now.personnel)
        yield self._claim("operating", "公用经费", "金额", self.now.operating)

    def three(self) -> Iterator[Claim]:
        now, old = self.now.three, self.before.three
        for name in ("因公出国（境）费", "公务用车购置费", "公务用车运行费", "公务接待费"):
            yield self._claim("three", name, "金额", now[name])
            yield from self._moved("three.change", name, now[name], old[name])
        yield self._claim("three", "“三公”经费", "金额", now["合计"])
        yield from self._moved("three.change", "“三公”经费", now["合计"], old["合计"])

    def matters(self) -> Iterator[Claim]:
        now, buy, has = self.now, self.now.buying, self.now.assets
        yield self._claim("running", "机关运行经费", "金额", now.operating)
        yield from self._moved("running", "机关运行经费", now.operating, self.before.operating)
        for name, value in (("政府采购预算", buy.total), ("货物", buy.goods), ("工程", buy.works), ("服务", buy.services)):
            yield self._claim("buying", name, "金额", value)
        yield self._claim("area", "房屋", "数量", has.area, "平方米")
        yield self._claim("area", "房屋", "价值", has.area_value)
        yield self._claim("cars", "车辆", "数量", has.cars, "辆")
        yield self._claim("cars", "车辆", "价值", has.cars_value)
        yield self._claim("furniture", "办公家具", "价值", has.furniture)
        yield self._claim("assets.other", "其他资产", "价值", has.other)

    def people(self) -> Iterator[Claim]:
        staff = self.now.staff
        for name, count, unit in (
            ("编制数", staff.posts, "名"),
            ("实有人数", staff.total, "人"),
            ("在职", staff.working, "人"),
            ("退休", staff.retired, "人"),
        ):
            yield self._claim("staff", name, "数量", count, unit)

    def projects(self) -> Iterator[Claim]:
        for project in self.now.projects:
            yield self._claim(f"project:{project.name}:amount", project.name, "金额", project.amount)
            for label, amount in () if project.withheld else project.parts:
                yield self._claim(f"project:{project.name}:parts", label, "金额", amount)


def _total(rows: list[Row], code: str) -> Decimal:
    return sum((row.total for row in rows if row.code == code), ZERO)
