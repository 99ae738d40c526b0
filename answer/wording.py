"""Ways of saying put into the standard wording that the grammar knows (data: wording.yaml): 头一年 → 上年, 几多 → 多少."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from domain.rows import load_rows
from domain.text import fold

_QUOTED = re.compile("([\"“「『《‘'][^“”\"「」『』《》‘’']*[”\"」』》’'])")


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Standard wording and what is said for it, in order; English as whole words."""
    rows: dict[str, list[str]] = load_rows(Path(__file__).with_name("wording.yaml"))
    return tuple((standard, _compiled(standard, said)) for standard, said in rows.items())


def _compiled(standard: str, said: list[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in said)
    return re.compile(rf"\b(?:{joined})" if re.search("[a-z]", standard) else joined, re.IGNORECASE)


def standard(question: str) -> str:
    """`question` (folded) in standard wording; what stands in quotation marks is a name and stays."""
    parts = _QUOTED.split(fold(question))
    return "".join(part if at % 2 else _reworded(part) for at, part in enumerate(parts))


def _reworded(text: str) -> str:
    for wording, said in _rows():
        text = said.sub(wording, text)
    return text
