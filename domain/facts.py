"""What a person says of a file, where what was recognised in it is wrong or missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Field = Literal["org", "year", "kind", "level", "unit", "form", "column"]
FIELDS: tuple[Field, ...] = get_args(Field)
OF_TABLES: tuple[Field, ...] = ("unit", "form", "column")
"""Fields of a table; the others are the disclosure's."""
About = tuple[Field, str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is said: the year is 2023, the unit of 表8 is 元."""

    field: Field
    value: str
    table: str = ""
    """Of a field of tables: number and title as printed, or the table's id. Empty: the whole file (a unit then holds for all its tables)."""
    column: str = ""
    """The header path that was misread, where `field` is column."""

    @property
    def about(self) -> About:
        """What it speaks of: two facts about the same can't both hold."""
        return self.field, self.table, self.column

    def __str__(self) -> str:
        """year=2023, unit[表8 …]=元, column[表8 …:列1]=合计"""
        where = ":".join(filter(None, (self.table, self.column)))
        return f"{self.field}{f'[{where}]' if where else ''}={self.value}"


def settled(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """One fact about each thing, the last one said, in an order of their own."""
    return tuple(
        sorted({fact.about: fact for fact in facts}.values(), key=lambda fact: (FIELDS.index(fact.field), fact.table, fact.column))
    )
