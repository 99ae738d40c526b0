"""Which official subject the words before (or right after) a number name."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from ingest.claims.numbers import Mention
from ingest.claims.relations import comparison
from ingest.claims.sentences import clauses
from ingest.claims.vocabulary import Subject, Vocabulary, alternatives, official, patterns

HELD = "期末数"
"""Measure of what is held at a year's end."""
LONGEST = 40
"""A subject is a name, not a sentence: of a longer clause the end that stands next to the number is kept."""
_COPULA = re.compile(r"(?<=..)(?<![作成认以改行视变因])为(?!民|人民|群众|基层|企业|老)(?=...)|共有(?=..)")
_TITLES = re.compile(r"《[^《》]*》|〈[^〈〉]*〉")
_NOUN = re.compile(r"[\u4e00-\u9fff“”A-Za-z（）]{2,20}")
_NOUN_END = re.compile(r"在内|[的和与及、，。；]|以上|以下|左右|[，。]")


@cache
def _front() -> re.Pattern[str]:
    words = [alternatives(patterns()["front"]), *patterns()["front_patterns"], patterns()["year"], patterns()["as_of"]]
    return re.compile(f"^(?:{'|'.join(words)})")


@cache
def light() -> re.Pattern[str]:
    """Words that carry no subject: connectors, years, reason markers."""
    words = [alternatives(patterns()["front"]), *patterns()["front_patterns"], patterns()["year"], *patterns()["reasons"]]
    return re.compile("|".join(f"(?:{word})" for word in words))


@cache
def _marker() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns()["reasons"]))


@cache
def _end() -> re.Pattern[str]:
    words = [word for words in patterns()["measures"].values() for word in words]
    return re.compile(rf"(?:{alternatives([*patterns()['end'], *words])})$")


@cache
def _leading_verb() -> re.Pattern[str]:
    changes = patterns()["changes"]["taking_object"]
    return re.compile(rf"(?:{alternatives([*patterns()['leading_verbs'], *changes])})了?$")


def without_comparison(clause: str) -> str:
    """A clause without titles in 《》, looks back at other years, and reason markers."""
    return comparison().sub("", _marker().sub("", _TITLES.sub("", clause)))


def trimmed(clause: str, words: Vocabulary) -> str:
    """A clause without connectors, years and the organisation's own name in front."""
    clause = clause.strip("：:，,。 ")
    while True:
        shorter = words.without_speaker(_front().sub("", clause, count=1)).strip("：:，,。 ")
        if shorter == clause or not shorter:
            return shorter
        clause = shorter


def subject_of(clause: str, words: Vocabulary) -> Subject | None:
    """The subject that a clause ends with: the longest official name, or else the phrase itself; None where it names nothing."""
    clause = without_comparison(clause).rstrip("：:，,。 ")
    tail = clause
    while tail:
        found = words.suffix(tail) or (words.suffix(tail[:-2]) if tail.endswith("支出") else None)
        if found:
            return found[0]
        shorter = _end().sub("", tail)
        if shorter == tail:
            break
        tail = shorter
    phrase = trimmed(_after_copula(_closed(tail)), words)
    if len(re.sub(r"[^\u4e00-\u9fffA-Za-z]", "", phrase)) < 2 or light().fullmatch(phrase):
        return None
    return words.names.get(phrase) or Subject(phrase[-LONGEST:], known=False)


def _closed(phrase: str) -> str:
    """A phrase without the rest of a bracket or quote that was opened before it."""
    for left, right in ("（）", "“”"):
        if phrase.count(right) > phrase.count(left):
            phrase = phrase.split(right, 1)[1]
    return phrase


def _after_copula(phrase: str) -> str:
    """差异车辆为一般业务用车 → 一般业务用车."""
    return _COPULA.split(phrase)[-1]


def thing_counted(before: str, after: str, mention: Mention, words: Vocabulary) -> tuple[Subject, int] | None:
    """The thing that follows its count (下设10个科室, 减少5名行政人员): the subject and how many characters of `after` it takes.

    None where the count stands behind its subject (退休3人，…).
    """
    if mention.kind != "count" or not (noun := _noun_after(after)):
        return None
    left = trimmed(without_comparison(before), words)
    verb = _leading_verb().search(left)
    known = words.names.get(noun)
    if left and not verb and known is None:
        return None
    if verb and verb[0] in patterns()["kept_verbs"] and known is None:
        noun_name = verb[0] + noun
        return words.names.get(noun_name, Subject(noun_name, known=False)), len(noun)
    return (known or Subject(noun, known=False)), len(noun)


def _noun_after(after: str) -> str:
    match = _NOUN.match(after)
    if match is None:
        return ""
    noun = _NOUN_END.split(match[0], maxsplit=1)[0]
    return "" if len(noun) < 2 or _leading_verb().match(noun) else noun


def counted_as(subject: Subject, mention: Mention) -> Subject:
    """The subject of a count of `subject` in this unit: 国内公务接待 in 人次 → 国内公务接待人次."""
    name = subject.counted_as.get(mention.unit) if mention.kind == "count" else None
    return subject if name is None else official(name) or replace(subject, name=name)


def bought_as(subject: Subject, before: Subject | None) -> Subject:
    """In a list of what is to be bought (安排购置…0台，…0台) equipment and vehicles are bought, not held."""
    if before is None or not before.name.startswith("购置") or subject.measure != HELD or subject.name.startswith("购置"):
        return subject
    return replace(subject, name=f"购置{subject.name}", measure="")


def find_subject(gap: str, rest: str, words: Vocabulary, *, dependent: bool) -> Subject | None:
    """The subject of a number: what is left of its own clause, else an earlier clause of `gap`.

    A dependent number (a share, a change) takes an earlier clause only if that is an official name: else it speaks of the last subject.
    """
    found = subject_of(rest, words)
    if found is not None:
        return found
    for clause in reversed(clauses(gap)[:-1]):
        found = subject_of(clause, words)
        if found is not None:
            return found if found.known or not dependent else None
    return None
