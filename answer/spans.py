"""Stretches of a question, and blanking them out with its length kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from answer.orgs import Mention
from answer.query import ItemMention


def span(mention: ItemMention) -> tuple[int, int]:
    return mention.start, mention.end


def blank(text: str, mentions: list[Mention]) -> str:
    return blank_spans(text, ((mention.start, mention.end) for mention in mentions))


def blank_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def blank_items(text: str, items: Iterable[ItemMention], *, every: bool = False) -> str:
    return blank_spans(text, ((mention.start, mention.end) for mention in items if every or mention.by_word))


def mostly_english(text: str) -> bool:
    return len(re.findall(r"[A-Za-z]{2,}", text)) > 4
