"""The accounts of fictional organisations: leaves drawn by chance, everything else summed from them, all in 万元 and Decimal."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from eval.sample.names import function_name, items, organisations

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
FIRST_YEAR = 2020


def cents(value: Decimal | float | int | str) -> Decimal:
    return Decimal(str(value)).quantize(CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Project:
    name: str
    code: str
    parts: tuple[tuple[str, Decimal], ...]
    amount: Decimal
    spread: Mapping[str, Decimal]
    goal: str = ""
    policy: str = ""
    by_unit: bool = False
    withheld: bool = False
    transfer: bool = False
    carried: bool = False


@dataclass(frozen=True)
class Staff:
    posts: int
    working: int
    retired: int
    veterans: int

    @property
    def total(self) -> int:
        return self.working + self.retired + self.veterans


@dataclass(frozen=True)
class Assets:
    area: Decimal
    area_value: Decimal
    cars: int
    cars_value: Decimal
    furniture: Decimal
    other: Decimal
    big50: int
    big100: int


@dataclass(frozen=True)
class Buying:
    goods: Decimal
    works: Decimal
    services: Decimal
    reserved: Decimal

    @property
    def total(self) -> Decimal:
        return self.goods + self.works + self.services


@dataclass(frozen=True)
class Row:
    """One line of the functional classification; amounts are 0 where there is none."""

    code: str
    name: str
    basic: Decimal
    project: Decimal

    @property
    def total(self) -> Decimal:
        return self.basic + self.project


@dataclass(frozen=True)
class Books:
    org: Mapping[str, Any]
    year: int
    econ: Mapping[str, Decimal]
    projects: tuple[Project, ...]
    staff: Staff
    unit_staff: Staff
    assets: Assets
    buying: Buying
    carry: Project | None = None
    purchase: Decimal = ZERO
    abroad: Decimal = ZERO

    def under(self, prefix: str) -> Decimal:
        """The sum of the economic items whose code starts so."""
        return sum((v for code, v in self.econ.items() if code.startswith(prefix)), ZERO)

    @property
    def personnel(self) -> Decimal:
        return self.under("301") + self.under("303")

    @property
    def operating(self) -> Decimal:
        return self.under("302")

    @property
    def basic(self) -> Decimal:
        return self.personnel + self.operating

    @property
    def project(self) -> Decimal:
        """Project expenditure from this year's general public budget."""
        return sum((p.amount for p in self.projects), ZERO)

    @property
    def general(self) -> Decimal:
        return self.basic + self.project

    @property
    def carried(self) -> Decimal:
        return self.carry.amount if self.carry else ZERO

    @property
    def total(self) -> Decimal:
        return self.general + self.carried

    @property
    def transfers(self) -> Decimal:
        return sum((p.amount for p in self.projects if p.transfer), ZERO)

    @property
    def three(self) -> dict[str, Decimal]:
        """The three public expenses by official name, the sum first."""
        running, reception = self.econ.get("30231", ZERO), self.econ.get("30217", ZERO)
        car = self.purchase + running
        return {
            "合计": self.abroad + car + reception,
            "因公出国（境）费": self.abroad,
            "公务用车购置及运行费": car,
            "公务用车购置费": self.purchase,
            "公务用车运行费": running,
            "公务接待费": reception,
        }

    def rows(self, *, carry: bool = False) -> list[Row]:
        """Class, group and item rows by code, without a total."""
        leaves = function_leaves(self, carry)
        codes = sorted({code[:n] for code in leaves for n in (3, 5, 7)})
        return [_sum(code, leaves) for code in codes]

    def row(self, code: str) -> Row:
        """One row of any level; amounts 0 where the code has none."""
        return _sum(code, function_leaves(self, carry=True))


def _sum(code: str, leaves: Mapping[str, tuple[Decimal, Decimal]]) -> Row:
    under = [v for c, v in leaves.items() if c.startswith(code)]
    return Row(code, function_name(code), sum((b for b, _ in under), ZERO), sum((p for _, p in under), ZERO))


def function_leaves(books: Books, carry: bool) -> dict[str, tuple[Decimal, Decimal]]:
    """Item code → (basic, project). Social insurance equals its economic twin; the office's own items take the rest."""
    group, econ = str(books.org["function"]), books.econ
    basic = {
        "2080501": books.under("30301") + books.under("30302"),
        "2080505": econ.get("30108", ZERO),
        "2080506": econ.get("30109", ZERO),
        "2101103": econ.get("30111", ZERO),
        "2210201": econ.get("30113", ZERO),
    }
    basic["2101102"] = cents(econ["30110"] * Decimal("0.3")) if books.org["institution"] else ZERO
    basic["2101101"] = econ["30110"] - basic["2101102"]
    if books.org["institution"]:
        basic[group + "50"] = econ["30107"] + cents((econ["30101"] + econ["30102"]) * Decimal("0.2"))
    basic[group + "01"] = books.basic - sum(basic.values(), ZERO)
    leaves = {code: (value, ZERO) for code, value in basic.items() if value}
    for project in (*books.projects, *([books.carry] if carry and books.carry else [])):
        old = leaves.get(project.code, (ZERO, ZERO))
        leaves[project.code] = (old[0], old[1] + project.amount)
    return leaves


def books_of(org: str, year: int, seed: int) -> Books:
    """The accounts of `org` (a key of orgs.yaml) in `year`, following on from the year before."""
    if year == FIRST_YEAR:
        return _first(organisations()[org], random.Random(f"{seed}-{org}"))
    return _next(books_of(org, year - 1, seed), random.Random(f"{seed}-{org}-{year}"))


def _first(org: Mapping[str, Any], rng: random.Random) -> Books:
    staff = int(org["staff"])
    econ = {
        code: cents(rng.uniform(row[1], row[2]) * staff)
        for code, row in items()["economics"].items()
        if len(row) > 1 and (row[3] == "a" or (row[3] == "s" and org["institution"]) or (row[3] == "o" and rng.random() < 0.6))
    }
    people = Staff(staff + rng.randint(0, 6), staff, rng.randint(9, 30), rng.randint(0, 2))
    own = Staff(9, 8, 3, 0)
    assets = Assets(
        cents(rng.randint(1800, 9900)),
        cents(rng.uniform(300, 2600)),
        rng.randint(3, 14),
        cents(rng.uniform(80, 420)),
        cents(rng.uniform(40, 190)),
        cents(rng.uniform(150, 900)),
        big := rng.randint(0, 2),
        min(big, rng.randint(0, 1)),
    )
    return Books(org, FIRST_YEAR, econ, _projects(org, FIRST_YEAR, rng, ()), people, own, assets, _buying(rng))


def _next(old: Books, rng: random.Random) -> Books:
    econ = {code: cents(value * cents(rng.uniform(0.88, 1.14))) for code, value in old.econ.items()}
    move, retired = rng.randint(-3, 3), rng.randint(0, 3)
    staff = replace(old.staff, working=min(old.staff.posts, old.staff.working + move), retired=old.staff.retired + retired)
    assets = replace(
        old.assets,
        cars=old.assets.cars + rng.choice([0, 0, 1]),
        cars_value=cents(old.assets.cars_value * cents(rng.uniform(1, 1.2))),
        furniture=cents(old.assets.furniture * cents(rng.uniform(1, 1.1))),
        other=cents(old.assets.other * cents(rng.uniform(1, 1.2))),
    )
    year = old.year + 1
    return replace(
        old, year=year, econ=econ, projects=_projects(old.org, year, rng, old.projects), staff=staff, assets=assets, buying=_buying(rng)
    )


def _buying(rng: random.Random) -> Buying:
    goods, services = cents(rng.uniform(8, 60)), cents(rng.uniform(10, 90))
    return Buying(goods, ZERO, services, cents((goods + services) * cents(rng.uniform(0.4, 1))))


def _projects(org: Mapping[str, Any], year: int, rng: random.Random, old: tuple[Project, ...]) -> tuple[Project, ...]:
    before = {project.name: project for project in old}
    live = [row for row in org["projects"] if row.get("first", 0) <= year <= row.get("last", 9999)]
    return tuple(_project(row, before.get(row["name"]), rng) for row in live)


def _project(row: Mapping[str, Any], old: Project | None, rng: random.Random) -> Project:
    step = cents(rng.choice([-4, -2.5, -1, 0, 1, 1.5, 3, 6])) if old else ZERO
    parts = [(str(label), cents(amount)) for label, amount in (old.parts if old else row["parts"])]
    if parts and parts[0][1] + step > 0:
        parts[0] = (parts[0][0], parts[0][1] + step)
    amount = sum((a for _, a in parts), ZERO) if parts else (old.amount if old else cents(row["amount"])) + abs(step)
    return Project(
        str(row["name"]),
        str(row["code"]),
        tuple(parts),
        amount,
        _spread(row["columns"], parts, amount),
        str(row["goal"]),
        str(row["policy"]),
        bool(row.get("by_unit")),
        bool(row.get("withheld")),
        bool(row.get("transfer")),
    )


def _spread(columns: list[str], parts: list[tuple[str, Decimal]], amount: Decimal) -> dict[str, Decimal]:
    """Economic columns of the project table: the last part is services where there are two columns."""
    if len(columns) == 1:
        return {columns[0]: amount}
    return {columns[0]: parts[-1][1], columns[1]: amount - parts[-1][1]}


def carried_over(year: int, rng: random.Random) -> Project:
    amount = cents(rng.uniform(2, 9))
    return Project(
        f"{year - 1}年驻村帮扶工作经费", "2299999", (), amount, {"商品和服务支出": amount}, "支付上年未完成的驻村帮扶支出", "", carried=True
    )


def share(part: Decimal, whole: Decimal) -> Decimal:
    """`part` of `whole` in %, 2 decimals."""
    return cents(part * 100 / whole) if whole else ZERO


def growth(now: Decimal, before: Decimal) -> Decimal:
    """Change in %, 2 decimals, signed; 100 where there was nothing before, as the offices write it."""
    if not before:
        return cents(100) if now else ZERO
    return cents((now - before) * 100 / before)
