"""Account names and fictional organisations: the data that the generator draws from."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from domain.rows import load_rows

NUMERALS = "一二三四五六七八九十"


@cache
def items() -> dict[str, Any]:
    return _load("items.yaml")


@cache
def organisations() -> dict[str, Any]:
    return _load("orgs.yaml")


def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = load_rows(Path(__file__).parent / name)
    return loaded


def function_name(code: str) -> str:
    return str(items()["classes"].get(code) or items()["functions"][code])


def economic_name(code: str) -> str:
    return str(items()["economics"][code][0])
