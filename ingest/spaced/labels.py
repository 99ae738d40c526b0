"""Merged headings of indicator groups (产出指标, 数量指标 …): printed once, upright or one character a line, somewhere beside their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from domain.text import key as fold_name
from ingest.spaced.pieces import Piece, matched, performance_data


@dataclass(frozen=True, slots=True)
class Label:
    level: int
    text: str
    line: int


@cache
def _vocabulary() -> dict[str, str]:
    """Folded heading → as it is written; with the merged cells at the table's edge, which say nothing."""
    data = performance_data()
    return {fold_name(word): word for words in (*data["labels"].values(), data["headings"]["edge"]) for word in words}


def without_labels(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Label]]:
    """The pieces that are cells of rows, and the headings taken out; a piece right after a heading begins a row (`fresh`)."""
    kept: list[Piece] = []
    labels: list[Label] = []
    at, fresh = 0, False
    while at < len(pieces):
        taken, word = _label_at(pieces, at, fresh)
        if taken:
            text = _vocabulary()[word]
            if text not in performance_data()["headings"]["edge"]:
                labels.append(Label(_level(text, labels), text, pieces[at].line))
            at, fresh = at + taken, True
            continue
        piece = pieces[at]
        kept.append(replace(piece, fresh=True, before="line") if fresh else piece)
        at, fresh = at + 1, False
    return kept, labels


def _label_at(pieces: Sequence[Piece], at: int, after_label: bool) -> tuple[int, str]:
    """A heading begins a line (or follows another heading on it), and only its last piece may share a line with what follows."""
    if pieces[at].before == "blank" and not after_label:
        return 0, ""
    taken, word = matched(pieces, at, _vocabulary())
    own = [pieces[n].before for n in range(at + 1, at + taken)]
    ends = at + taken == len(pieces) or pieces[at + taken].before != "blank"
    if "blank" in own or not (ends or word.endswith("指标")):
        return 0, ""
    return taken, word


def _level(text: str, before: Sequence[Label]) -> int:
    """成本指标 is a heading of level 1, or one of level 2 under 产出指标 where level 1 has no room for it (it follows 时效指标 there)."""
    data = performance_data()["labels"]
    return 2 if text in data[2] else 1


def group_names(rows: Sequence[tuple[int, int]], labels: Sequence[Label]) -> list[str]:
    """For each row (first and last line) its headings, joined by “.”; only those that the print decides.

    Headings are printed either with the first row of their group or with the last; which of the two, the table shows: is there a row before
    the first heading? A heading of level 1 is also known from the one of level 2 that belongs to it.
    """
    levels = {level: [label for label in labels if label.level == level] for level in (1, 2)}
    second = _spread(rows, levels[2])
    first = _spread(rows, levels[1])
    printed = {label.text for label in levels[1]}
    joined: list[str] = []
    for one, two in zip(first, second, strict=True):
        above = next((head for head, below in performance_data()["belongs"].items() if two in below and head in printed), one)
        joined.append(".".join(filter(None, (above, two))))
    return joined


def _spread(rows: Sequence[tuple[int, int]], labels: Sequence[Label]) -> list[str]:
    """One heading a row."""
    if not labels or not rows:
        return [""] * len(rows)
    nexts = [next((n for n, (first, _) in enumerate(rows) if first >= label.line), len(rows)) for label in labels]
    if nexts[0] == 0:  # with the first row of the group
        return [next((label.text for label, at in zip(reversed(labels), reversed(nexts), strict=True) if at <= n), "") for n in range(len(rows))]
    # with the last row: a heading closes its group at the next row; rows after the last heading's are its group's only if none is left
    ends = [min(at, len(rows) - 1) for at in nexts]
    return [next((label.text for label, at in zip(labels, ends, strict=True) if n <= at), "") for n in range(len(rows))]
