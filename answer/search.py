"""The passages that a question is answered from: what was asked, resolved, becomes what is sought in the passage index."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path

from answer.context import Context
from answer.fuzzy import names_it
from answer.printed import ROW
from answer.query import ItemMention
from answer.words import content
from domain.lexicon import items
from domain.rows import load_rows
from domain.text import key
from index.passages import Hit
from index.ranking import Sought, Wish

MOST_EACH = 5
"""Disclosures that a question compares: up to here each of them is searched, and none can crowd the others out."""
_WORDS_ASKED = ("definition", "duty", "reason", "basis", "carrier", "schedule", "goal")
"""Operations that ask for words, not for a number."""


@cache
def wishes() -> dict[str, Wish]:
    """What each operation looks for, by its name."""
    rows = load_rows(Path(__file__).with_name("sections.yaml"))
    return {row["operation"]: Wish(tuple(row["kinds"]), row.get("says", "")) for row in rows}


def search(ctx: Context, k: int = 5, kinds: Collection[str] | None = None) -> list[Hit]:
    """The `k` pieces of text that answer the question best, within the organisations and years it is about, best first.

    Of all kinds of passages, or of these. Raises WrongEmbedding, EmbeddingUnavailable.
    """
    wanted, index, found = sought(ctx), ctx.snapshot.passages, documents(ctx)
    if not _compares(ctx) or not 1 < len(found) <= MOST_EACH:
        return index.find(wanted, k=k, documents=found, kinds=kinds)
    each = [index.find(wanted, k=k, documents=[document], kinds=kinds) for document in found]
    return [hit for hit in chain(*zip_longest(*each)) if hit is not None][:k]


def documents(ctx: Context) -> list[str]:
    """Ids of the disclosures to search: those of the year asked for, else all of the organisations named, else all."""
    found = [target.document.id for target in ctx.scope.targets]
    if not found:
        named = dict.fromkeys(identity for mention in ctx.query.orgs for identity in mention.orgs)
        found = [document.id for identity in named for document in ctx.directory.documents(identity)]
    return list(dict.fromkeys(found)) or [each.id for each in ctx.snapshot.disclosures]


def _compares(ctx: Context) -> bool:
    return len(ctx.scope.groups) > 1 or len(ctx.query.years.named) > 1 or len(ctx.query.kinds) > 1


def sought(ctx: Context) -> Sought:
    """What is asked for, without whom and when."""
    query = ctx.query
    projects = tuple(_projects(ctx))
    asked = [each for each in query.items if not any(key(each.text) in key(name) for name in projects)]
    names = {mention.keys[0]: _names(mention) for mention in asked if mention.keys}
    official = [spelled[0] for spelled in names.values()]
    units = [mention.text for mention in query.orgs if any(ctx.directory.orgs[each].parent for each in mention.orgs)]
    own = content(query.rest)
    change = query.wants("last", "change", "rate") or any(target.back for target in ctx.scope.targets)
    return Sought(
        text=" ".join([query.rest or query.text, *units, *official]),
        gist=" ".join([own, *units, *official, *projects]).strip(),
        items=tuple(names.items()),
        projects=projects,
        wishes=tuple(_wishes(ctx)),
        words=tuple(word for word in own.split() if len(word) > 1),
        amount=not query.wants(*_WORDS_ASKED),
        change=change,
    )


def _projects(ctx: Context) -> Iterator[str]:
    """The projects of these disclosures that the question names."""
    for name in ctx.vocabulary.projects_of(documents(ctx)):
        if names_it(name, ctx.query.rest):
            yield name


def _names(mention: ItemMention) -> tuple[str, ...]:
    """The official names of an item; what only documents print is its own."""
    item = items().get(mention.keys[0])
    if item is None:
        return (mention.keys[0].removeprefix(ROW) if mention.keys[0].startswith(ROW) else mention.text,)
    return tuple(name for name in dict.fromkeys((item.name, *item.names)) if len(name) > 1 and not re.match(r"\d", name)) or (mention.text,)


def _wishes(ctx: Context) -> Iterator[Wish]:
    yield from (wish for operation, wish in wishes().items() if ctx.query.wants(operation))
    if _counts_people(ctx.query.items):
        yield Wish(("staff",))


def _counts_people(mentions: Sequence[ItemMention]) -> bool:
    return any(each in items() and items()[each].unit == "人" for mention in mentions for each in mention.keys[:1])
