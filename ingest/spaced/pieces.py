"""A performance table as a stream of words, and the landmarks in it: amounts, general goals, header and rows of indicators."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from domain.text import key as fold_name
from ingest.spaced.lines import Line, words

Break = Literal["blank", "tight", "line"]
_FIRST = "一级指标"


_folded = lru_cache(maxsize=8192)(fold_name)


@cache
def performance_data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((files(__package__) / "performance.yaml").read_text("utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of a line. `before` is what parts it from the piece before: a blank, a tight line break, or a line further down."""

    text: str
    line: int
    before: Break
    page_start: bool = False
    fresh: bool = False
    """Whether a merged heading stood just before: a row begins here."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The table by its landmarks."""

    head: tuple[Piece, ...]
    funds: tuple[Piece, ...]
    header: tuple[str, ...]
    """Kinds of the indicators' columns, left to right."""
    titles: dict[str, str]
    """The printed heading of each kind."""
    rows: tuple[Piece, ...]


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    found: list[Piece] = []
    for line in lines:
        for n, word in enumerate(words(line.text)):
            before: Break = "blank" if n else "tight" if line.tight else "line"
            found.append(Piece(word, line.number, before, line.page_start and not n))
    return found


def matched(pieces: Sequence[Piece], at: int, vocabulary: Collection[str], limit: int = 8) -> tuple[int, str]:
    """How many whole pieces from `at` on spell a word of `vocabulary` (folded), the longest such, and the word; (0, "") if none."""
    text, best = "", (0, "")
    for taken in range(1, min(limit, len(pieces) - at) + 1):
        text += _folded(pieces[at + taken - 1].text)
        if text in vocabulary:
            best = (taken, text)
    return best


@cache
def _headings() -> dict[str, str]:
    return {fold_name(word): kind for kind, heads in performance_data()["headings"].items() for word in heads}


def _header_at(pieces: Sequence[Piece], at: int) -> tuple[int, list[str]]:
    """How many pieces from `at` on are the header of the indicators, and its headings; 0 where none begins here.

    The header is the longest run of pieces that spells headings only, beginning with 一级指标.
    """
    longest = max(map(len, _headings()))
    text, best = "", (0, list[str]())
    cuts: list[list[str] | None] = [[]]
    for taken, piece in enumerate(pieces[at : at + 60], 1):
        for char in _folded(piece.text):
            text += char
            starts = range(max(0, len(text) - longest), len(text))
            options = [[*done, text[n:]] for n in starts if (done := cuts[n]) is not None and text[n:] in _headings()]
            cuts.append(min(options, key=len, default=None))
        if not text.startswith(_FIRST[: len(text)]):
            break
        if (cut := cuts[-1]) and {"name", "target"} <= {_headings()[word] for word in cut}:
            best = (taken, cut)
    return best


def stretch_of(lines: Sequence[Line]) -> Stretch:
    """The table in its parts; without a header of indicators there are no rows of them."""
    pieces = pieces_of(lines)
    starts = [(at, *_header_at(pieces, at)) for at in range(len(pieces)) if _folded(pieces[at].text)[:1] == _FIRST[0]]
    heads = [(at, taken, cut) for at, taken, cut in starts if taken]
    if not heads:
        funds = _funds(pieces)
        return Stretch(tuple(pieces[: funds.start]), tuple(pieces[funds.start : funds.stop]), (), {}, ())
    first, _, cut = heads[0]
    rows: list[Piece] = []
    for n, (at, length, _) in enumerate(heads):
        end = heads[n + 1][0] if n + 1 < len(heads) else len(pieces)
        rows += pieces[at + length : end]
    above = pieces[:first]
    funds = _funds(above)
    titles = {_headings()[word]: _printed(word) for word in cut}
    kinds = tuple(dict.fromkeys(_headings()[word] for word in cut))
    return Stretch(tuple(above[: funds.start]), tuple(above[funds.start : funds.stop]), kinds, titles, tuple(rows))


@cache
def _printed(folded: str) -> str:
    return str(next(word for heads in performance_data()["headings"].values() for word in heads if fold_name(word) == folded))


def _funds(pieces: Sequence[Piece]) -> range:
    """The pieces that tell amounts: from their first label to the general goals, or to the end where the goals come before."""
    goals = _places(pieces, performance_data()["goals"])
    begin = next(_fund_starts(pieces), len(pieces))
    return range(begin, next((at for at in goals if at > begin), len(pieces)))


def _fund_starts(pieces: Sequence[Piece]) -> Iterator[int]:
    data = performance_data()["funds"]
    labels = {fold_name(f"{label}万元") for label in data["labels"]} | {fold_name(f"{label}元") for label in data["labels"]}
    heads = {fold_name(word) for word in (*data["keys"], *data["names"])}
    columns = {fold_name(word) for word in data["columns"]}
    for at, piece in enumerate(pieces):
        if piece.before == "blank":
            continue
        if matched(pieces, at, labels | heads)[0] or (matched(pieces, at, columns)[0] and _columns_follow(pieces, at, columns)):
            yield at


def _columns_follow(pieces: Sequence[Piece], at: int, columns: Collection[str]) -> bool:
    taken = matched(pieces, at, columns)[0]
    return at + taken < len(pieces) and matched(pieces, at + taken, columns)[0] > 0


def _places(pieces: Sequence[Piece], vocabulary: Collection[str]) -> list[int]:
    folded = {fold_name(word) for word in vocabulary}
    return [at for at, piece in enumerate(pieces) if piece.before != "blank" and matched(pieces, at, folded)[0]]


def value_after(pieces: Sequence[Piece], key: str) -> str:
    """What stands after a label of the head (项目名称), up to the next label; empty if the label is not there."""
    keys = {fold_name(word) for word in performance_data()["keys"]}
    found: list[str] = []
    within = False
    at = 0
    while at < len(pieces):
        taken, word = matched(pieces, at, keys, 3)
        if taken:
            if within:
                break
            within = word == fold_name(key)
            at += taken
            continue
        if within:
            found.append(pieces[at].text)
        at += 1
    return "".join(found)
