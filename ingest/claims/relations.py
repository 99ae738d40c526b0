"""What the words right before a number say of it: an amount, a share, a change, a rate, a value, a count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.claims.numbers import Mention
from ingest.claims.vocabulary import alternatives, patterns


@dataclass(frozen=True, slots=True)
class Relation:
    """`column` as in Figure.column; `rest` is the clause without the words that told the relation."""

    column: str
    rest: str
    sign: int = 1
    measure: str = ""
    object: bool = False
    """`rest` is the thing that changes, named after the verb: 减少X补助经费700万元."""
    dependent: bool = False
    """A share, change, rate or re-measured amount: without a subject of its own it speaks of the last one."""


_ABOUT = r"(?:约|近|为|是|达到?|共计?|[：:])*"


@cache
def _share() -> re.Pattern[str]:
    return re.compile(rf"(?:占(?P<whole>[^占]*?)(?:的)?(?:比重|比例|比)?|(?:所占|占比|比重|比例)){_ABOUT}$")


@cache
def _rates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((column, re.compile(rf"(?:{alternatives(words)}){_ABOUT}$")) for column, words in patterns()["rates"].items())


@cache
def _measures() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((measure, re.compile(rf"(?:{alternatives(words)}){_ABOUT}$")) for measure, words in patterns()["measures"].items())


@cache
def _change() -> re.Pattern[str]:
    changes = patterns()["changes"]
    verbs = alternatives([*changes["up"], *changes["down"]])
    return re.compile(rf"(?P<verb>{verbs}){changes['fillers']}$")


@cache
def _object() -> re.Pattern[str]:
    """The verb comes first, then what it changes."""
    verbs = alternatives(patterns()["changes"]["taking_object"])
    return re.compile(rf"^(?P<before>.*?)(?P<verb>{verbs})(?:了)?(?P<object>[^的了]..*)$")


@cache
def _value() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(patterns()['value_words'])})(?:合计|共计|总计|总额)?{_ABOUT}$")


@cache
def _last_year() -> re.Pattern[str]:
    words = alternatives(word for words in patterns()["measures"].values() for word in words)
    return re.compile(rf"{patterns()['last_year']}(?:同期)?(?:的)?(?:{words}|支出数?|数){_ABOUT}$")


@cache
def comparison() -> re.Pattern[str]:
    """A look back at another year, or at the budget."""
    return re.compile("|".join(patterns()["comparison"]))


def relation(clause: str, mention: Mention, light: re.Pattern[str]) -> Relation:
    """Read the end of `clause` (folded), which stands right before `mention`; `light` matches words that carry no subject."""
    if mention.kind in ("percent", "points"):
        found = _percentage(clause, mention.kind == "points")
        if found:
            return found
    changed = _changed(clause, "增减率" if mention.kind == "percent" or mention.unit == "倍" else "增减额")
    if changed:
        return changed
    if mention.kind == "percent":
        return Relation("比率", clause)
    value = _value().search(clause) if mention.kind == "money" else None
    if value:
        return Relation("价值", clause[: value.start()], dependent=True)
    return _object_changed(clause, mention, light) or _amount(clause, mention)


def _percentage(clause: str, points: bool) -> Relation | None:
    if points:
        return _changed(clause, "增减额")
    for column, pattern in _rates():
        if rate := pattern.search(clause):
            return Relation(column, clause[: rate.start()], dependent=True)
    share = _share().search(clause)
    return Relation("占比", clause[: share.start()], dependent=True) if share else None


def _changed(clause: str, column: str) -> Relation | None:
    change = _change().search(clause)
    if change is None:
        return None
    rest = clause[: change.start()]
    # a single character is a verb only where nothing but a comparison or a full name stands before it
    if len(change["verb"]) == 1 and rest and not comparison().search(rest) and column != "增减率":
        return None
    if rest.endswith(("不", "未", "无", "没有", "可")):
        return None
    return Relation(column, rest, -1 if change["verb"] in patterns()["changes"]["down"] else 1, dependent=True)


def _object_changed(clause: str, mention: Mention, light: re.Pattern[str]) -> Relation | None:
    found = _object().search(clause)
    if found is None or mention.kind not in ("money", "count") or light.sub("", comparison().sub("", found["before"])):
        return None
    return Relation("增减额", found["object"], -1 if found["verb"] in patterns()["changes"]["down"] else 1, object=True)


def _amount(clause: str, mention: Mention) -> Relation:
    column = {"money": "金额", "area": "面积", "count": "数量", "none": "数量"}[mention.kind]
    if mention.kind != "money":
        return Relation(column, clause)
    if last := _last_year().search(clause):
        return Relation("上年数", clause[: last.start()], measure=_measure_of(last[0]), dependent=True)
    for measure, pattern in _measures():
        if found := pattern.search(clause):
            return Relation(column, clause[: found.start()], measure=measure, dependent=True)
    return Relation(column, clause)


def _measure_of(text: str) -> str:
    return next((measure for measure, pattern in _measures() if pattern.search(text)), "")
