"""A drawn table taken apart: what is printed in its rows and is no table (titles, 编制单位, 单位：万元, notes), and tables stacked on one sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.money import parse_number
from domain.text import squeeze
from ingest.document import Spot
from ingest.errors import Unreadable
from ingest.readers.gridding import Anchor, Blocks, Matrix, Piece, cut, matrix, too_large

_META = re.compile(
    r"(编制|填报|编报|填制|公开|预算)?(部门|单位|日期|时间)(名称|代码)?([（(].*[）)])?[:：].*|(金额)?(计量)?单位[:：].*"
    r"|(负责人|填表人|制表人|审核人|联系电话|制表)[:：].*|.*[^:：]{1,8}单位[:：](人民币)?(元|千元|万元|亿元)"
)
_TITLE = re.compile(r".*(?:表|目录)(?:[（(].*[）)])?|(?:附?表|附件|公开)[一二三四五六七八九十\d]+(?:[-—]\d+)?表?")
_NOTE = re.compile(r"(备?注|说明)([:：\d一二三四五六七八九十].*|[:：]?$)|\*|※|.*(空表|。$)|本表.*")


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines above a table, the table, and lines below it."""

    head: Matrix
    body: Matrix
    tail: Matrix


def add_table(blocks: Blocks, rows: Matrix, name: str = "", spot: Spot | None = None) -> None:
    """The table's blocks, in reading order; `name`, where given, as its title if none is printed above it."""
    parts: list[_Part] = []
    labelled = bool(_META.fullmatch(squeeze(blocks.line_above)))
    for part in _stacked(cut(rows)):
        parts.append(_apart(part, labelled))
        labelled = not parts[-1].body and any(_META.fullmatch(squeeze(text)) for text, _ in _asides(parts[-1].head))
    if name and _is_untitled(parts):
        blocks.paragraph(name, spot or Spot())
    for each in parts:
        for text, place in _asides(each.head):
            blocks.paragraph(text, place)
        if each.body:
            blocks.grid(cut(each.body))
        for text, place in _asides(each.tail):
            blocks.paragraph(text, place)


def add_anchored(blocks: Blocks, anchors: Sequence[Anchor], number: int) -> None:
    """The same of the table `number` of a text, whose cells have no address of their own. Raises Unreadable where it is too large."""
    height = max((anchor.row + anchor.rows for anchor in anchors), default=0)
    width = max((anchor.col + anchor.cols for anchor in anchors), default=0)
    if too_large(height, width):
        raise Unreadable(f"第 {number} 张表太大（{height} 行 × {width} 列），不予读取", "too_large")
    add_table(blocks, matrix(anchors, lambda row, col: Spot(cell=f"表{number} R{row + 1}C{col + 1}")))


def _is_untitled(parts: Sequence[_Part]) -> bool:
    """Whether there is a table, and nothing but labels above the first one."""
    first = next((at for at, part in enumerate(parts) if part.body), None)
    above = [] if first is None else [text for part in parts[: first + 1] for text, _ in _asides(part.head)]
    return first is not None and all(_META.fullmatch(squeeze(text)) for text in above)


def _stacked(rows: Sequence[list[Piece]]) -> Iterator[list[list[Piece]]]:
    """Cut where another table begins. Blank rows within a table stay."""
    part: list[list[Piece]] = []
    for at, row in enumerate(rows):
        if part and not _is_blank(row) and (_begins_after_blank(part, rows, at) or _begins_below(part, rows, at)):
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _begins_after_blank(part: Matrix, rows: Matrix, at: int) -> bool:
    return _is_blank(part[-1]) and (_is_aside(rows, at) or _begins_table(part, rows[at:]))


def _begins_below(part: Matrix, rows: Matrix, at: int) -> bool:
    """Whether right below a table stand the title and the labels of another, and its header."""
    end = next((below for below in range(at, len(rows)) if not _is_blank(rows[below]) and not _is_beside(rows, below)), len(rows))
    labelled = any(_META.fullmatch(squeeze(piece.text)) for row in rows[at:end] for piece in _pieces(row))
    return (
        labelled
        and end < len(rows)
        and _is_header(rows[end])
        and any(not _is_blank(row) and not _is_beside(part, up) for up, row in enumerate(part))
    )


def _begins_table(above: Matrix, below: Matrix) -> bool:
    """Whether the rows after a blank one are a table of their own: a header, where the one above was finished."""
    return any(map(_has_number, above)) and _is_header(below[0]) and any(map(_has_number, below))


def _apart(rows: list[list[Piece]], labelled: bool) -> _Part:
    """`labelled`: a line such as 单位：万元 stands right above, so a text over the full width is a header, not a title."""
    start = 0
    while start < len(rows) and (_is_blank(rows[start]) or _is_aside(rows, start, labelled) or _opens(rows, start, labelled)):
        labelled = labelled or all(_META.fullmatch(squeeze(piece.text)) for piece in _pieces(rows[start])[:1])
        start += 1
    end = len(rows)
    while end > start and (_is_blank(rows[end - 1]) or _is_aside(rows, end - 1) or _is_note(rows, end - 1)):
        end -= 1
    return _Part(rows[:start], rows[start:end], rows[end:])


def _is_aside(rows: Matrix, at: int, labelled: bool = False) -> bool:
    """Whether a row is one text over the full width (not below a label, if the table goes on), or only titles and labels such as 编制单位：…"""
    pieces = _pieces(rows[at])
    if not pieces or _reaches_down(rows, at) or all(parse_number(piece.text) is not None for piece in pieces):
        return False
    full = len(pieces) == 1 and all(piece is pieces[0] for piece in rows[at])
    return (full and not (labelled and len(rows[at]) > 1 and at + 1 < len(rows))) or _is_beside(rows, at)


def _is_beside(rows: Matrix, at: int) -> bool:
    """Whether a row holds only titles and labels."""
    texts = [squeeze(piece.text) for piece in _pieces(rows[at])]
    return bool(texts) and not _reaches_down(rows, at) and all(_stands_beside(texts, index) for index in range(len(texts)))


def _stands_beside(texts: Sequence[str], at: int) -> bool:
    """Whether a cell is a title, a label such as 单位：万元, or what such a label left for the cell after it."""
    labelled = at > 0 and texts[at - 1].endswith((":", "："))
    return bool(labelled or _META.fullmatch(texts[at]) or _TITLE.fullmatch(texts[at]))


def _opens(rows: Matrix, at: int, labelled: bool) -> bool:
    """Whether a row with one text at its left stands above a header: a title that isn't merged over all of it."""
    if len(_pieces(rows[at])) != 1 or not rows[at][0].text or _has_number(rows[at]) or _reaches_down(rows, at):
        return False
    below = next((row for row in rows[at + 1 :] if not _is_blank(row) and len(_pieces(row)) != 1), None)
    return below is None or (not labelled and _is_header(below))


def _is_note(rows: Matrix, at: int) -> bool:
    pieces = _pieces(rows[at])
    return len(pieces) == 1 and not _reaches_up(rows, at) and bool(_NOTE.match(squeeze(pieces[0].text)))


def _is_header(row: Sequence[Piece]) -> bool:
    return len(_pieces(row)) > 1 and not _has_number(row)


def _has_number(row: Sequence[Piece]) -> bool:
    return any(parse_number(piece.text) is not None for piece in row)


def _is_blank(row: Sequence[Piece]) -> bool:
    return not any(piece.text for piece in row)


def _pieces(row: Sequence[Piece]) -> list[Piece]:
    """The cells with text, each once."""
    return list(dict.fromkeys(piece for piece in row if piece.text))


def _reaches_down(rows: Matrix, at: int) -> bool:
    return at + 1 < len(rows) and any(piece.text and piece is below for piece, below in zip(rows[at], rows[at + 1], strict=True))


def _reaches_up(rows: Matrix, at: int) -> bool:
    return at > 0 and _reaches_down(rows, at - 1)


def _asides(rows: Matrix) -> Iterator[tuple[str, Spot]]:
    """Text and place of each cell, a label joined with what it left for the next cell."""
    for row in rows:
        pieces = _pieces(row)
        while pieces:
            piece = pieces.pop(0)
            text = piece.text
            if squeeze(text).endswith((":", "：")) and pieces and not _META.fullmatch(squeeze(pieces[0].text)):
                text += pieces.pop(0).text
            yield text, piece.spot
