"""A good disclosure of a fictional place, as text; the other good files are made of it."""

from __future__ import annotations

from functools import cache

from eval.sample.documents import make_all


@cache
def text() -> str:
    return next(made.page.text() for made in make_all(1) if made.plan.file == "s02.txt")


def lines() -> list[str]:
    """Those that aren't blank."""
    return [line for line in text().splitlines() if line.strip()]
