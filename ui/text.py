"""The strings of the app, in Chinese and English (ui/text.yaml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from domain.rows import load_rows
from ui.markdown import escape

Lang = Literal["zh", "en"]


@cache
def strings() -> dict[str, dict[str, str]]:
    """All strings by key, then by language."""
    loaded: dict[str, dict[str, str]] = load_rows(Path(__file__).with_name("text.yaml"))
    return loaded


def plain(key: str, lang: Lang, **values: object) -> str:
    """The string for places that show text as it is (tables, placeholders, plain text)."""
    return strings()[key][lang].format(**values)


def say(key: str, lang: Lang, **values: object) -> str:
    """The string for places that read Markdown: what is filled in is escaped."""
    return strings()[key][lang].format(**{name: escape(str(value)) for name, value in values.items()})
