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
                labels.append(Label(_level(text, labels[-1] if fresh and labels else None), text, pieces[at].line))
            at, fresh = at + taken, True
            continue
        piece = pieces[at]
        kept.append(replace(piece, fresh=True, before="line") if fresh else piece)
        at, fresh = at + 1, False
    return kept, _settled(labels)


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


def _level(text: str, just_before: Label | None) -> int:
    if text in performance_data()["either"]:
        return 2 if just_before and just_before.level == 1 else 1
    return 2 if text in performance_data()["labels"][2] else 1


def _settled(labels: Sequence[Label]) -> list[Label]:
    """成本指标 is of level 2 (under 产出指标) where none of the groups that it would have below it is printed."""
    printed = {label.text for label in labels}
    either = performance_data()["either"]
    return [
        replace(label, level=2)
        if either.get(label.text) and not printed.intersection(either[label.text]) and printed - {label.text}
        else label
        for label in labels
    ]


def group_names(rows: Sequence[tuple[int, int]], labels: Sequence[Label]) -> list[str]:
    """For each row (first and last line) its headings, joined by “.”; only those that the print decides.

    A heading of level 1 is also known from the one of level 2 that belongs to it; one of level 2 doesn't reach into the next of level 1.
    """
    first, second = (_spread(rows, [label for label in labels if label.level == level]) for level in (1, 2))
    printed = {label.text for label in labels if label.level == 1}
    joined: list[str] = []
    for one, two in zip(first, second, strict=True):
        apart = one and two and one.opens == two.opens and (one.label.line > two.label.line if one.opens else one.at < two.at)
        low = two.label.text if two and not apart else ""
        joined.append(".".join(filter(None, (_above(low, printed) or (one.label.text if one else ""), low))))
    return joined


@dataclass(frozen=True, slots=True)
class _Held:
    """A row's heading: the row that it is printed before, and whether it opens its group or closes it."""

    label: Label
    at: int
    opens: bool


def _spread(rows: Sequence[tuple[int, int]], labels: Sequence[Label]) -> list[_Held | None]:
    """The heading of every row. Headings are printed either with the first row of their group or with the last; which of the two, the table
    shows: is there a row before the first heading?
    """
    nexts = [next((n for n, (first, _) in enumerate(rows) if first >= label.line), len(rows)) for label in labels]
    if not nexts:
        return [None] * len(rows)
    opens = nexts[0] == 0
    ends = [at if opens else min(at, len(rows) - 1) for at in nexts]
    held = [_Held(label, at, opens) for label, at in zip(labels, ends, strict=True)]
    if opens:
        return [next((item for item in reversed(held) if item.at <= n), None) for n in range(len(rows))]
    return [next((item for item in held if n <= item.at), None) for n in range(len(rows))]


def _above(second: str, printed: set[str]) -> str:
    return next((head for head, below in performance_data()["belongs"].items() if second in below and head in printed), "")
