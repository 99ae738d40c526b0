"""The words and patterns of generated questions, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.rows import load_rows
from domain.text import key

HERE = Path(__file__).parent
HELD = HERE / "held"


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
    held = (Pattern(**row, held=True) for row in load_rows(HELD / "patterns.yaml"))
    return (*(Pattern(**row) for row in load_rows(HERE / "patterns.yaml")), *held)


@cache
def words() -> tuple[Words, ...]:
    rows: list[dict[str, Any]] = load_rows(HERE / "words.yaml")
    held = {row["name"]: row for row in load_rows(HELD / "words.yaml")}
    if unknown := held.keys() - {row["name"] for row in rows}:
        raise ValueError(f"{HELD / 'words.yaml'}: no such items in words.yaml: {', '.join(sorted(unknown))}")
    return tuple(_words(row, held.get(row["name"], {})) for row in rows)


def _words(row: dict[str, Any], held: dict[str, Any]) -> Words:
    open_words = {field: tuple(said) for field, said in row.items() if field != "name"}
    return Words(row["name"], **open_words, held=tuple(held.get("lay", ())), en_held=tuple(held.get("en", ())))


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
