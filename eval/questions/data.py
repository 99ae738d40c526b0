"""The words and patterns of generated questions, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.rows import load_rows
from domain.text import key

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Pattern:
    """One way to ask; `shape` says what is asked."""

    id: str
    shape: str
    text: str
    lang: str = "zh"
    held: bool = False


@dataclass(frozen=True)
class Words:
    """How one item is spoken of."""

    name: str
    also: tuple[str, ...] = ()
    lay: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    en_held: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """What documents print for it, as keys."""
        return frozenset(key(name) for name in (self.name, *self.also))


@cache
def patterns() -> tuple[Pattern, ...]:
    return tuple(Pattern(**row) for row in load_rows(HERE / "patterns.yaml"))


@cache
def words() -> tuple[Words, ...]:
    rows: list[dict[str, Any]] = load_rows(HERE / "words.yaml")
    return tuple(Words(row.pop("name"), **{field: tuple(said) for field, said in row.items()}) for row in rows)


@cache
def spoken() -> dict[str, Words]:
    """The row of words for each printed name."""
    return {name: row for row in words() for name in row.names}


@cache
def slots() -> dict[str, Any]:
    loaded: dict[str, Any] = load_rows(HERE / "slots.yaml")
    return loaded


@cache
def typos() -> dict[str, str]:
    """For a character, those that are written for it by mistake."""
    loaded: dict[str, str] = load_rows(HERE / "typos.yaml")
    return loaded
