"""What is nearest to a question that has no answer: names of the same document that are alike, other years, items near in meaning."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from answer.context import Context, key_name, named, of
from answer.quantity import Quantity
from answer.query import ItemMention
from answer.reply import Reply
from answer.scope import FULL, INITIAL, PLANNED, Target
from answer.words import unexplained
from domain.lexicon import item_name, items
from domain.model import Nearest
from domain.text import key

ALIKE = 60
"""Of 100: how alike a printed name must be to be offered for the words of a question."""
MOST_NEAR, NEAR = 3, 0.35
"""Suggestions, and the cosine from which one is worth offering: unknown words reach 0.3 with anything."""


def suggest_items(ctx: Context, reply: Reply, keys: Sequence[str], targets: Sequence[Target], lead: str = "") -> None:
    """What the disclosures state of these items, each with its number, after `lead`."""
    for target in targets if _about_one(ctx) else ():
        for each in keys:
            quantity: Quantity | None = ctx.facts.quantity(target, [each])
            if quantity is not None:
                name = key_name(each)
                reply.nearest.append(Nearest(f"{of(target, 'zh')}{name}", f"{of(target, 'zh')}的{name}是多少？"))
                reply.say(lead or ctx.words("相近而不同的项目：", " Listed, but not the same: "), name).number(quantity).say(
                    ctx.words("。", ".")
                )


def suggest_names(ctx: Context, reply: Reply, phrase: str) -> None:
    """Printed names that are like the words nobody printed, or hold them: offered, never answered."""
    wanted = key(phrase)
    for target in ctx.scope.targets[:1] if _about_one(ctx) else ():
        names = ctx.shelf.sheet(target.document.id).printed.names
        single = [name for name, known in names.items() if "｜" not in known.text]
        scored = sorted(((_alike(wanted, name), name) for name in single), reverse=True) if len(wanted) > 1 else []
        for score, name in scored[:MOST_NEAR]:
            if score >= ALIKE:
                asking = f"{of(target, 'zh')}的“{names[name].text}”是多少？"
                reply.nearest.append(Nearest(f"{of(target, 'zh')}{names[name].text}", asking))
    if reply.nearest:
        told = "、".join(f"“{each.label}”" for each in reply.nearest)
        reply.say(ctx.words("列示了相近而不同的：", " Listed, but not the same: "), told, ctx.words("。", "."))


def _about_one(ctx: Context) -> bool:
    """Whether it is clear whose items are nearest: what any office of the library states is near to nothing."""
    return len(ctx.scope.orgs) < 2 or any(mention.orgs for mention in ctx.query.orgs)


def _alike(wanted: str, name: str) -> float:
    """How much two names are one, 0…100; most where one holds the other."""
    return 90 + len(wanted) / len(name) if wanted in name else fuzz.ratio(wanted, name)


def suggest_documents(ctx: Context, reply: Reply, mention: ItemMention) -> None:
    """The name is printed, but for another year: where is said, the number is not."""
    documents = [(org, document) for org in ctx.scope.orgs for document in org.documents]
    for org, document in documents:
        if ctx.facts.cells(Target(org, document), mention.keys[0]):
            label = f"{document.org}{document.year}年{document.kind}{named(mention)}"
            reply.nearest.append(Nearest(label, f"{document.org}{document.year}年{document.kind}的“{named(mention)}”是多少？"))
    if reply.nearest:
        reply.say(ctx.words("列有它的：", " It is in: "), "、".join(each.label for each in reply.nearest), ctx.words("。", "."))


def suggest_budget(ctx: Context, reply: Reply, target: Target, mention: ItemMention) -> None:
    """Beside a final account that is left blank, the budget that the same document prints."""
    measures = (FULL, INITIAL, PLANNED) if target.document.kind == "决算" and not target.measure else ()
    if any(ctx.facts.quantity(Target(target.org, target.document, 0, measure), mention.keys) for measure in measures):
        label = f"{target.org.name}{target.year}年预算{named(mention)}"
        reply.nearest.append(Nearest(label, f"{target.org.name}{target.year}年预算的{named(mention)}是多少？"))


def near_in_meaning(ctx: Context) -> list[str]:
    """Items of the one disclosure asked about that the embedding model finds near the words nobody knows, nearest first."""
    phrase = unexplained(ctx.query.rest)
    targets = list(dict.fromkeys(target.document.id for target in ctx.scope.targets))
    if len(phrase) < 2 or len(targets) != 1:
        return []
    from index.embedding import Embedder, EmbeddingUnavailable

    keys = [key for key in ctx.shelf.sheet(targets[0]).items if key in items() and ctx.facts.amounts(ctx.scope.targets[0], key)]
    try:
        ranked = Embedder().similar(phrase, [item_name(key) for key in keys])
    except EmbeddingUnavailable:
        return []  # a setting names a model that is not installed; the refusal stands without suggestions
    return [keys[index] for score, index in ranked[:MOST_NEAR] if score >= NEAR]
