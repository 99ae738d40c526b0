"""Words of the documents, quoted with their place: definitions, duties, structure, what an office is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf

from answer.context import Context
from answer.fuzzy import shared
from answer.projects import named_projects
from answer.search import search
from answer.words import unexplained
from domain.lexicon import items
from domain.model import Answer, Disclosure, Passage
from domain.money import is_money
from domain.text import key
from index.embedding import EmbeddingUnavailable
from index.passages import WrongEmbedding

_LONGEST = 260
_HALF = 0.5


def definition(ctx: Context) -> Answer | None:
    """What a term means, in the document's own 名词解释."""
    if not ctx.query.wants("definition"):
        return None
    entries = ctx.snapshot.passages.select(documents=_documents(ctx), kinds=["definition"])
    asked = key(ctx.query.text)
    names = {key(name) for mention in ctx.query.items for item in mention.keys if item in items() for name in items()[item].names}
    terms = [(key(entry.term), entry) for entry in entries if key(entry.term)]
    scored = [(len(term) + (term in asked) * 100, entry) for term, entry in terms if term in asked or term in names]
    if not scored:
        return None
    best = max(score for score, _ in scored)
    found = [entry for score, entry in scored if score == best]
    return _quote(ctx, found[:1], others=len({entry.text for entry in found}) - 1)


def _quote(ctx: Context, passages: Sequence[Passage], *, others: int = 0) -> Answer:
    reply = ctx.reply()
    for passage in passages:
        document = _disclosure(ctx, passage)
        reply.say(f"{document.org}{document.year}年{document.kind}：").quote(f"“{passage.text[:_LONGEST].rstrip('。')}”").say("。")
        reply.cite_passage(passage, document, passage.text)
    if others > 0:
        reply.say(ctx.words("其他文件的解释略有不同。", " Other documents word it differently."))
    return reply.answer("answered")


def _disclosure(ctx: Context, passage: Passage) -> Disclosure:
    return next(each for each in ctx.snapshot.disclosures if each.id == passage.document)


def _documents(ctx: Context) -> list[str]:
    return [target.document.id for target in ctx.scope.targets] or [each.id for each in ctx.snapshot.disclosures]


def facts_of_office(ctx: Context) -> Answer | None:
    """Full name, founding, subordinate units, divisions, problems found: what the overview and the evaluation say."""
    if ctx.query.wants("full_name") and len(ctx.scope.orgs) == 1:
        return _full_name(ctx)
    wanted = (
        ("subunits", ("structure",), "下属|二级预算单位|所属"),
        ("divisions", ("structure",), "下设|内设|科室|处室|股室"),
        ("founded", ("duty", "structure", "staff"), "成立|级|建制"),
        ("problems", ("narrative", "performance", "reason"), "问题"),
    )
    for operation, kinds, words in wanted:
        if (
            ctx.query.wants(operation)
            and not (operation == "subunits" and _asks_money(ctx))
            and not (operation == "founded" and named_projects(ctx))
            and (operation != "divisions" or ctx.query.wants("list"))
            and not (
                operation == "problems" and len(ctx.query.unknown) > 1
            )  # 审计查出什么问题 asks for an audit's, not for those of an evaluation
        ):
            found = _sentences(ctx, kinds, words)
            if found:
                return _say_sentences(ctx, [(passage, _from_word(text, words)) for passage, text in found])
    return None


def _asks_money(ctx: Context) -> bool:
    """下属机构的运行: an item of money, not who the units are."""
    return any(mention.keys[0] in items() and is_money(items()[mention.keys[0]].unit) for mention in ctx.query.items)


def _full_name(ctx: Context) -> Answer:
    org = ctx.scope.orgs[0]
    name = max(org.names, key=len)
    reply = ctx.reply().say(ctx.words("全称：", "Full name: "), org.name)
    if name != org.name:
        reply.say(ctx.words(f"（文件中也写作{name}）", f" (also {name})"))
    latest = org.documents[-1]
    for figure in ctx.shelf.sheet(latest.id).figures[:1]:
        reply.cite(figure)
    for table in ctx.snapshot.figures.tables(document=latest.id)[:1]:
        reply.cite_table(table, latest)
    return reply.say("。").answer("answered")


def _sentences(ctx: Context, kinds: Sequence[str], words: str) -> list[tuple[Passage, str]]:
    """The sentences of such passages that say it; of a subordinate unit's where the question is about one."""
    units = [target.org.name for target in ctx.scope.targets if target.org.parent]
    found = []
    for passage in ctx.snapshot.passages.select(documents=_documents(ctx), kinds=list(kinds)):
        if units and not any(unit in passage.text for unit in units):
            continue
        if re.search(words, passage.text):
            found.append((passage, passage.text))
    return sorted(found, key=lambda row: -len(re.findall(words, row[1])))[:2]


def _say_sentences(ctx: Context, found: Sequence[tuple[Passage, str]]) -> Answer:
    reply = ctx.reply()
    for passage, text in found:
        document = _disclosure(ctx, passage)
        claims = [claim for claim in ctx.shelf.figures([passage.document]) if claim.sentence and claim.sentence[:20] in text]
        reply.say(f"{document.org}{document.year}年{document.kind}：").quote(f"“{_cut(text)}”", claims).say("。")
        reply.cite_passage(passage, document, text)
    return reply.answer("answered")


def _from_word(text: str, words: str) -> str:
    """A long passage from the sentence on that says it: of 20 divisions and then 2 units, the units."""
    match = re.search(words, text)
    if match is None or len(text) <= 2 * _LONGEST:
        return text
    return re.split("[。；\\n]", text[: match.start()])[-1] + text[match.start() :]


def _cut(text: str) -> str:
    return text.rstrip("。") if len(text) <= 2 * _LONGEST else text[: 2 * _LONGEST] + "…"


def duty(ctx: Context) -> Answer | None:
    """Who is in charge of something: the duty that says so, and the office whose duty it is."""
    if not ctx.query.wants("duty"):
        return None
    passages = ctx.snapshot.passages.select(documents=_documents(ctx), kinds=["duty"])
    structure = ctx.snapshot.passages.select(documents=_documents(ctx), kinds=["structure"])
    scored = sorted(((_fit(ctx, passage.text), passage) for passage in passages), key=lambda row: -row[0])
    if (
        re.search(
            "(主要)?(职能|职责)(是什么|有哪些|有什么|$|[?？])|(哪些|什么)(职能|职责)|是?[做干管](什么|啥)(的|事)|管什么|干啥的|干什么的|负责什么",
            ctx.query.text,
        )
        and not ctx.query.items
        and len(unexplained(ctx.query.rest)) <= 2
    ):
        return _all_duties(ctx, passages)
    if not scored or scored[0][0] < _HALF:  # what its divisions are called tells it too
        scored = sorted(((_fit(ctx, passage.text), passage) for passage in structure), key=lambda row: -row[0])
    if not scored or scored[0][0] < _HALF:
        return None
    best = scored[0][1]
    document = _disclosure(ctx, best)
    reply = (
        ctx.reply()
        .say(document.org, ctx.words("：职责写明“" if best.kind == "duty" else "：机构设置写明“", ": it says “"))
        .quote(_cut(best.text), [])
        .say("”")
    )
    reply.cite_passage(best, document, best.text)
    division = _division(ctx, structure, best)
    if division and best.kind == "duty":
        where = _divisions_called(division[1].text)
        reply.say(ctx.words(f"；对应的机构：“{division[0]}”（{where}）", f"; division “{division[0]}”"))
        reply.cite_passage(division[1], document, division[1].text)
    return reply.say("。").answer("answered")


def _divisions_called(text: str) -> str:
    """What the passage calls the divisions of an office: 本级内设处室, 内设科室."""
    called = re.search("处室|科室|股室|机构", text)
    return f"{'本级' if '本级' in text else ''}内设{called[0] if called else ''}"


def _all_duties(ctx: Context, passages: Sequence[Passage]) -> Answer | None:
    """Every duty of the one office that is asked about, by its latest document."""
    if len(ctx.scope.orgs) != 1 or not passages:
        return None
    latest = max((_disclosure(ctx, passage) for passage in passages), key=lambda document: document.year)
    reply = ctx.reply().say(f"{latest.org}（{latest.year}年{latest.kind}）", ctx.words("的职责：", ": "))
    for index, passage in enumerate(each for each in passages if each.document == latest.id):
        reply.say(ctx.words("；", "; ") if index else "").quote(passage.text[:_LONGEST].rstrip("。"))
        reply.cite_passage(passage, latest, passage.text)
    return reply.say("。").answer("answered")


_ASKING = re.compile("由谁|谁|负责|办理|承担|哪个|单位|部门|处室|科室|工作|日常|什么|在|管理?|的|是|来|做|主要|职能|职责|吗|呢|[?？]")


def _fit(ctx: Context, text: str) -> float:
    """How much of what is asked about a duty says, 0…1: two-character words of the question in it; ties by the longest run."""
    words = [word for word in re.findall(r"[\w%]+", _ASKING.sub(" ", ctx.query.rest)) if len(word) > 1]
    pairs = {word[i : i + 2] for word in words for i in range(len(word) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) + len(shared(text, "".join(words))) / 1000 if pairs else 0.0


def related(ctx: Context) -> Answer | None:
    """What the documents say on a question that asks for no number: the passage that says most of it, quoted, never rewritten."""
    if (
        any(mention.how != "default" for mention in ctx.query.items)
        or _NUMERIC.search(ctx.query.text)
        or len(key(unexplained(ctx.query.rest))) < _SHORTEST
        or ctx.query.wants("reason", "duty")
    ):
        return None
    try:
        found = sorted(search(ctx, k=10, kinds=_PROSE), key=lambda hit: (-_fit(ctx, hit.passage.text), hit.lexical_rank or inf))
    except (EmbeddingUnavailable, WrongEmbedding) as error:
        reply = ctx.reply().say(ctx.words("原文检索不可用：", "The text search is not available: "), str(error))
        reply.missing.append(ctx.words("原文检索", "text search"))
        return reply.answer("not_found")
    return _quote(ctx, [found[0].passage]) if found and _fit(ctx, found[0].passage.text) >= _MOST else None


_NUMERIC = re.compile(
    "多少|几|(经费|费用?|支出|开支|开销|花费|金额|钱)[?？。]?$|占(?![有用])|比例|合计|一共|预算|决算|how (much|many)|total|\\d+(\\.\\d+)?(万|元|%)"
)
_PROSE = ("duty", "structure", "staff", "narrative", "project", "performance", "definition")
_SHORTEST, _MOST = 4, 0.6
"""Characters that a question must say of its own, and the share of its words that a passage must say."""


def _division(ctx: Context, structure: Sequence[Passage], duty: Passage) -> tuple[str, Passage] | None:
    """A division of the same office whose name says what is asked (外事 → 外事办公室)."""
    words = [word for word in _ASKING.sub(" ", ctx.query.rest).split() if len(word) > 1]
    for passage in structure:
        if passage.document != duty.document:
            continue
        for word in words:
            match = re.search(rf"[^、，。：:和与]*{re.escape(word)}[^、，。：:和与]*(?:室|科|处|中心|股)", passage.text)
            if match:
                return match[0], passage
    return None
