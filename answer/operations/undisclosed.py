"""What no such disclosure holds, however it is asked (data: refusals.yaml): what one person earns, months, suppliers, opinions."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import rjieba

from answer.context import Context
from answer.operations.near import suggest_items
from answer.vocabulary import plain
from answer.words import strange
from domain.model import Answer
from domain.rows import load_rows


@cache
def _never() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = load_rows(Path(__file__).parents[1].joinpath("refusals.yaml"))
    return rows


def asked(ctx: Context) -> Answer | None:
    """Questions for what no such disclosure holds (data: refusals.yaml)."""
    for row in _never():
        text = _spoken_of(ctx) if row.get("of") == "question" else ctx.query.text
        if re.search(row["pattern"], text) and not re.search(row.get("not", "(?!)"), text):
            reply = ctx.reply().say(ctx.words(f"{row['reason']}。", f"Not available: {row['reason_en']}."))
            reply.missing.append(row["reason"])
            if row["nearest"]:
                suggest_items(ctx, reply, [row["nearest"]], ctx.scope.targets[:1])
            return reply.answer("unsupported")
    return None


def _spoken_of(ctx: Context) -> str:
    """The whole question, with what it takes over from the turns before: whose salary 那2023年呢 asks for. A person's name reads 某人."""
    return f"{plain(ctx.question)} {ctx.query.rest if 'items' in ctx.query.inherited else ''} {_with_people(ctx)}"


def _with_people(ctx: Context) -> str:
    """The part at hand with the names of people, where some word for pay stands, as 某人."""
    if not ctx.zh or not _PAY.search(ctx.query.rest):
        return ""
    said = rjieba.tag(_without_items(ctx))
    return "".join(_SOMEONE if tag.startswith("nr") and word[:1] == strange(word)[:1] else word for word, tag in said)


def _without_items(ctx: Context) -> str:
    """The part at hand without offices, years and the items of other things than pay."""
    left = ctx.query.rest
    for mention in (each for each in ctx.query.items if not _PAY.search(each.text)):
        left = left.replace(mention.text, " ")
    return left


_SOMEONE = "某人"
_PAY = re.compile("[薪挣赚拿领]|工资|奖金|年终奖|津贴|补贴|待遇|收入|到手")
