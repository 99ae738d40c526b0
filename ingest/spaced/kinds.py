"""What a cell of a performance table looks like: how badly a text fits a kind of column (0: well; None: not at all)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from domain.text import fold, squeeze
from ingest.spaced.pieces import performance_data

_SIGN = r"(?:>=|<=|=>|=<|[≥≤=<>≈]|不少于|不低于|不超过|不高于|大于等于|小于等于|大于|小于)"
_UNIT = r"(?:%|‰|℃|[\u4e00-\u9fffA-Za-z]{1,5}(?:/[\u4e00-\u9fff]{1,3}){0,2}|[（(][\u4e00-\u9fff]{1,4}[)）])?"
_QUANTITY = re.compile(rf"({_SIGN})?\d[\d,]*(?:\.\d+)?{_UNIT}")
_SIGNED = re.compile(rf"{_SIGN}\d.{{0,18}}")
_HOLDS_SIGN = re.compile(r"(?:>=|<=|[≥≤=<>])\d")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d+)?) ?(?:分|%)?")
_DATE = re.compile(r"(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?(?:前|底|底前)?|20\d\d年.{0,8}")
_ENDS_IN_DATE = re.compile(r"\d(?:年|月|日)?$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOTHING = re.compile(r"无|[-—–/]+|/")
_WORDY = 12
Cost = float | None


def cost(kind: str, text: str) -> Cost:
    """How badly `text` (pieces of a line parted by blanks) fits a column of this kind."""
    return _COSTS[kind](fold(text) if kind in ("weight", "score") else fold(squeeze(text)))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(performance_data()[name])


def _target(text: str) -> Cost:
    match = _QUANTITY.fullmatch(text)
    if match:
        bare = re.fullmatch(r"[\d.,]+", text)
        return 0.0 if match[1] else 3.0 if bare else 1.0
    if _HOLDS_SIGN.search(text[2:]):  # two targets, or a name with one
        return None
    if _SIGNED.fullmatch(text):
        return 0.5 if _DATE.search(text) else 5.0
    if _DATE.fullmatch(text):
        return 0.5 if text.startswith("20") else 1.0
    if len(text) > _WORDY or not _HAN.search(text) or re.search(r"\d", text):
        return None
    return (0.5 if len(text) <= 6 else 2.0) if _pattern("target_words").match(text) else 4.0 if len(text) <= 8 else 6.0


def _score(text: str) -> Cost:
    match = _NUMBER.fullmatch(text)
    if not match or Decimal(match[1]) > 100:
        return None
    return 0.0 if match[1] == text else 0.3


def _name(text: str) -> Cost:
    if _HOLDS_SIGN.search(text):
        return None
    if not _HAN.search(text) or len(text) < 2:
        return 8.0
    found = 1.0 + 0.1 * max(0, len(text) - 30)
    found += 3.0 * (text.count("(") != text.count(")"))
    found += 3.0 * bool(re.match(r"[)）%，。、]", text)) + 2.0 * text.endswith(("。", "，", "；"))
    found += 2.0 * bool(_pattern("rule_words").search(text)) + 1.5 * bool(_ENDS_IN_DATE.search(text))
    return found + 1.5 * (len(text) <= 4 and bool(_pattern("target_words").match(text)))


def _basis(text: str) -> Cost:
    if _HOLDS_SIGN.search(text):
        return None
    if not _HAN.search(text):
        return 6.0
    return 0.0 if _pattern("basis_words").search(text) else 1.5


def _last(text: str) -> Cost:
    if _NOTHING.fullmatch(text) or re.fullmatch(r"[\d.,]+", text):
        return 0.0
    found = _target(text)
    return None if found is None else 0.3 + found * 0.8


def _rule(text: str) -> Cost:
    if not _HAN.search(text):
        return 6.0
    return 0.0 if _pattern("rule_words").search(text) else 2.5


def _proof(text: str) -> Cost:
    if not _HAN.search(text):
        return 6.0
    return 0.0 if _pattern("proof_words").search(text) and len(text) < 20 else 2.0


def _reason(text: str) -> Cost:
    if _HOLDS_SIGN.search(text):
        return None
    if not _HAN.search(text):
        return 4.0 if not _NOTHING.fullmatch(text) else 0.0
    return 1.0 if _pattern("reason_words").search(text) else 2.5


_COSTS: dict[str, Callable[[str], Cost]] = {
    "name": _name, "target": _target, "actual": _target, "weight": _score, "score": _score,
    "basis": _basis, "last": _last, "rule": _rule, "proof": _proof, "reason": _reason,
}  # fmt: skip
