"""The assistant: one question in, one checked and cited answer out, over whatever the library holds at that moment."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from answer import lasting
from answer.clauses import clauses, corrected
from answer.compound import joined
from answer.context import Context, named
from answer.dialogue import merged
from answer.meaning import miscounted
from answer.operations import OPERATIONS
from answer.operations.judge import conflict
from answer.orgs import Directory
from answer.parse import parse
from answer.printed import Printed
from answer.query import Query
from answer.reply import Reply
from answer.scope import Scope, dated, resolve
from answer.search import search
from answer.shelf import Shelf
from answer.typos import Speller
from answer.vocabulary import Vocabulary, plain
from answer.wording import standard
from answer.years import Years
from check import marks
from check.marker import MARKED
from domain.lexicon import items, related
from domain.model import Answer
from domain.text import is_chinese
from index.passages import Hit
from library import Library
from library.snapshot import Snapshot

MOST_CONFIRMATIONS = 5
MOST_CHECKED = 3
"""Values that are checked, from the first; more where a question has more parts."""
MOST_UNNAMED = 24
"""Disclosures up to which a question without an organisation is simply looked up in each."""
LONGEST = 2000
"""Characters of a question that are read; a longer text is no question."""


@dataclass(frozen=True)
class _Prepared:
    """What is derived from one generation of the library."""

    generation: int
    directory: Directory
    vocabulary: Vocabulary
    shelf: Shelf
    speller: Speller


@dataclass
class Assistant:
    """Answers over `library`; safe to keep, since every question looks for a newer snapshot."""

    library: Library
    _prepared: _Prepared | None = field(default=None, repr=False)

    def ask(self, question: str, turns: Sequence[str] = (), lang: str | None = None) -> Answer:
        """The answer to `question` in a conversation whose earlier questions are `turns`. Never raises for what is asked."""
        started = time.perf_counter()
        snapshot = self.library.snapshot()
        answer = self._answer(question, turns, lang, snapshot)
        lasting.after_answer()
        return replace(answer, latency_ms=round((time.perf_counter() - started) * 1000))

    def _answer(self, question: str, turns: Sequence[str], lang: str | None, snapshot: Snapshot) -> Answer:
        if not question.strip():
            return _polite(question, lang, "请输入问题。", "Please ask a question.")
        if len(question) > LONGEST:
            return _polite(
                question[:80], lang, f"问题太长，请压缩到{LONGEST}字以内。", f"Please keep the question under {LONGEST} characters."
            )
        if not snapshot.disclosures:
            return _polite(
                question, lang, "资料库里还没有文件，请先导入预决算公开文件。", "The library is empty; ingest some disclosures first."
            )
        contexts = self._contexts(question, turns, lang, snapshot)
        answers = [next(found for operation in OPERATIONS if (found := operation(each)) is not None) for each in contexts]
        return _with_readings(contexts, _checked(contexts, joined(question, answers)))

    def passages(self, question: str, turns: Sequence[str] = (), k: int = 5) -> list[Hit]:
        """The `k` pieces of text that answer `question` best, of the organisations and years it is about, best first.

        Raises WrongEmbedding, EmbeddingUnavailable.
        """
        snapshot = self.library.snapshot()
        if not question.strip() or len(question) > LONGEST or not snapshot.disclosures:
            return []
        return [hit for context in self._contexts(question, turns, None, snapshot) for hit in search(context, k)][:k]

    def _contexts(self, question: str, turns: Sequence[str], lang: str | None, snapshot: Snapshot) -> list[Context]:
        """The parts of the question, understood."""
        ready = self._prepare(snapshot)
        return [self._context(question, replace(query, lang=lang or query.lang), snapshot) for query in _queries(question, turns, ready)]

    def _context(self, question: str, query: Query, snapshot: Snapshot) -> Context:
        ready = self._prepare(snapshot)
        query = dated(query, ready.directory)
        scope = _narrowed(query, resolve(query, ready.directory), ready)
        return Context(question, query, scope, snapshot, ready.directory, ready.vocabulary, _shelf(query, scope, ready))

    def _prepare(self, snapshot: Snapshot) -> _Prepared:
        if self._prepared is None or self._prepared.generation != snapshot.generation:
            store = snapshot.figures
            vocabulary = Vocabulary(store.row_names(), store.project_names())
            directory = Directory(snapshot.disclosures)
            self._prepared = _Prepared(
                snapshot.generation, directory, vocabulary, Shelf(store), Speller(directory.spoken, directory.places)
            )
        return self._prepared


def _narrowed(query: Query, scope: Scope, ready: _Prepared) -> Scope:
    """In a large library, a question that names nobody is only about the disclosures that state its items or projects."""
    if scope.named or len(scope.targets) <= MOST_UNNAMED:
        return scope
    keys = {same for mention in query.items for key in mention.keys for same in (key, *(items()[key].also if key in items() else ()))}
    documents = ready.vocabulary.with_project_said(query.rest).union(*map(ready.shelf.stating, keys))
    return replace(scope, groups=(tuple(target for target in scope.targets if target.document.id in documents),))


def _shelf(query: Query, scope: Scope, ready: _Prepared) -> Shelf:
    """In a large library, a question that names nobody reads only the figures of its items, not every sheet."""
    items_asked = related(key for mention in query.items for key in mention.keys)
    if scope.named or len(scope.targets) <= MOST_UNNAMED or not items_asked:
        return ready.shelf
    if ready.vocabulary.with_project_said(query.rest):
        return ready.shelf
    return ready.shelf.narrowed((target.document.id for target in scope.targets), items_asked)


def _queries(question: str, turns: Sequence[str], ready: _Prepared) -> list[Query]:
    """One Query a part of the question; each takes what it leaves open from the part, or the turn, before it."""
    said = [part for turn in turns for part in clauses(standard(turn))]
    asked = clauses(standard(corrected(question) if turns else question))
    found: list[Query] = []
    for part in (*said, *asked):
        now = _parsed(part, found[-1] if found else None, ready)
        found.append(merged(found[-1], now) if found else now)
    own = found[len(said) :]
    return [replace(query, lang=own[0].lang, several=len(own) > 1) for query in own]


def _parsed(part: str, before: Query | None, ready: _Prepared) -> Query:
    """The Query of one part by itself; where it says something that nobody knows, with the typos put right that explain it, then by meaning."""
    query = _with_printed(part, before, ready)
    if _unknown(query):
        text, typos = ready.speller.corrected(plain(part))
        corrected = _with_printed(text, before, ready) if typos else query
        better = _unknown(corrected) < _unknown(query)
        as_good = _unknown(corrected) == _unknown(query) and _understood(corrected) > _understood(query)  # 拿…比 stays as strange as it was
        if better or as_good:
            part, query = text, replace(corrected, typos=typos)
    return replace(_with_printed(part, before, ready, by_meaning=True), typos=query.typos) if query.open or miscounted(query) else query


def _unknown(query: Query) -> int:
    """Characters that nothing explains, and those of offices that nobody knows."""
    return len(query.unknown) + sum(len(mention.text) for mention in query.orgs if not mention.orgs)


def _understood(query: Query) -> int:
    """Characters of what is known by its name: offices and items."""
    offices = sum(len(mention.text) for mention in query.orgs if mention.orgs)
    return offices + sum(len(mention.text) for mention in query.items if mention.how != "default" and not mention.qualifier)


def _other_level(query: Query, before: Query | None, ready: _Prepared) -> Query:
    """是市的: the office asked about before, of the other level."""
    said = _LEVEL_ONLY.fullmatch(query.rest.rstrip("吧呢啊。?？的"))
    if said is None or before is None or query.orgs or len(before.orgs) != 1:
        return query
    other = ready.directory.at_level(before.orgs[0], said[1])
    return query if other is None else replace(query, orgs=(other,), strange="", unknown="")


_LEVEL_ONLY = re.compile("(?:是|要|我问的是|我说的是|问的是|说的是)?([省市州县区旗盟])(?:里|级|本级)?")


def _with_printed(part: str, before: Query | None, ready: _Prepared, *, by_meaning: bool = False) -> Query:
    now = _other_level(parse(part, ready.directory, ready.vocabulary), before, ready)
    printed = _printed(now if before is None else merged(before, now), ready, by_meaning=by_meaning)
    return _other_level(parse(part, ready.directory, ready.vocabulary, printed, by_meaning=by_meaning), before, ready)


def _printed(query: Query, ready: _Prepared, *, by_meaning: bool) -> Printed:
    """What the documents of the organisations asked about print, of any year: what another year names is asked for, though not there.

    Where words are resolved by meaning, the items and projects that they know, too.
    """
    if len(ready.directory.disclosures) > MOST_UNNAMED and not query.pairs and not any(mention.orgs for mention in query.orgs):
        return Printed()  # it names nobody: all of them are too many
    orgs = resolve(replace(query, years=Years(), kinds=()), ready.directory).orgs
    documents = dict.fromkeys(document.id for org in orgs for document in org.documents)
    if len(documents) > MOST_UNNAMED:
        return Printed()
    printed = ready.shelf.printed(documents)
    if not by_meaning:
        return printed
    return replace(printed, items=ready.shelf.items(documents), projects=frozenset(ready.vocabulary.projects_of(documents)))


def _checked(contexts: Sequence[Context], answer: Answer) -> Answer:
    """The answer with its checks, and with what contradicts it said in the text."""
    described = _described(contexts)
    if answer.status != "answered" or not answer.citations:
        return replace(answer, query=described)
    context, ids = contexts[-1], [each.figure for each in answer.citations if each.figure]
    first = answer.values[: max(MOST_CHECKED, len(contexts))]
    wanted = [figure for value in first for figure in value.figures] or ids
    figures = context.snapshot.figures.get(list(dict.fromkeys(wanted))[: max(MARKED, len(first))])
    reply = Reply.resume(answer)
    reply.checks = list(dict.fromkeys(marks(figures, context.snapshot.figures)))
    for figure in figures[: len(first)]:
        for other in context.facts.confirmations(figure)[:MOST_CONFIRMATIONS]:
            reply.cite(other)
    operations = frozenset(each for context in contexts for each in context.query.operations)
    conflict(reply, replace(context, query=replace(context.query, operations=operations)))
    return reply.answer("answered", described)


def _described(contexts: Sequence[Context]) -> dict[str, object]:
    """The Query as data, for --json and for the chat: of a question of several parts all that it is about, and each part."""
    parts = [_part(context) for context in contexts]
    whole: dict[str, object] = {name: [*dict.fromkeys(each for part in parts for each in part[name])] for name in _LISTS}
    if typos := [each for part in parts for each in part.get("corrected", [])]:
        whole["corrected"] = typos
    whole["items"] = [each for at, part in enumerate(parts) for each in part["items"] if each not in _earlier(parts[:at])]
    return whole if len(parts) == 1 else {**whole, "parts": parts}


def _with_readings(contexts: Sequence[Context], answer: Answer) -> Answer:
    """The answer, and how what was mistyped or said in unknown words has been read, in the answer's language."""
    zh = answer.lang == "zh"
    typos = dict.fromkeys(typo for context in contexts for typo in context.query.typos)
    read = [f"“{typo.typed}”按“{typo.meant}”理解" if zh else f"“{typo.typed}” read as “{typo.meant}”" for typo in typos]
    meant = dict.fromkeys(
        (mention.text, named(mention)) for context in contexts for mention in context.query.items if mention.how == "meaning"
    )
    for text, name in meant:
        said = re.sub(r"\d", "", text).strip(" 的")  # digits here are no figures
        read.append(f"“{said}”按{name}回答" if zh else f"“{said}” read as {name}")
    told = ("；" if zh else "; ").join(read)
    return replace(answer, text=answer.text + (f"（{told}。）" if zh else f" ({told}.)")) if told else answer


_LISTS = ("organisations", "years", "kinds", "operations", "inherited")


def _earlier(parts: Sequence[dict[str, list[Any]]]) -> list[Any]:
    return [item for part in parts for item in part["items"]]


def _part(context: Context) -> dict[str, list[Any]]:
    query = context.query
    return {
        "organisations": [org.name for org in context.scope.orgs] if context.scope.named else [],
        "years": list(query.years.named),
        "kinds": list(query.kinds),
        "items": [
            {"text": mention.text, "name": named(mention), "keys": list(mention.keys), "how": mention.how} for mention in query.items
        ],
        "operations": sorted(query.operations),
        "inherited": sorted(query.inherited),
        **({"corrected": [{"typed": typo.typed, "meant": typo.meant} for typo in query.typos]} if query.typos else {}),
    }


def _polite(question: str, lang: str | None, zh: str, en: str) -> Answer:
    chosen = lang or ("zh" if is_chinese(question) or not question.strip() else "en")
    return Answer(question, "unsupported", zh if chosen == "zh" else en, chosen)
