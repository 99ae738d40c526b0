"""Which words are which cell? The cheapest way to read a stream of words as rows of cells in the order of the header.

Two sources of evidence, each with a price for not agreeing: what a cell of a column looks like (kinds.py), and how the pieces stand. Cells of
a row are centred on one height. So neighbours of one line each share a printed line; one line beside two overlap (a tight break); two beside
two, or one beside three, follow a line further down.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.text import squeeze
from ingest.spaced.kinds import cost
from ingest.spaced.pieces import Break, Piece

_LONGEST = {"name": 16, "reason": 24, "rule": 10, "basis": 10, "proof": 6, "target": 8, "actual": 8, "last": 4, "weight": 2, "score": 2}
_SKIP = {"target": 5.0, "weight": 3.0, "score": 3.0, "actual": 3.0, "basis": 1.0, "last": 0.8, "rule": 1.0, "proof": 1.0, "reason": 0.0}
_CARRY = "carry"
_BEAM = 12.0
"""Readings that cost so much more than the best one up to the same word are given up."""
_TOO_FAR, _SHARED_LINE, _IN_TIGHT, _NO_ROW_END, _FRESH, _REPEATED = 2.0, 5.0, 4.0, 8.0, 4.0, 2.0
_UNPARTED, _UNLIKE = 1.2, 2.0
_UNIT = re.compile(r"[（(][^（）()]{1,4}[)）]$")


@dataclass(frozen=True, slots=True)
class Cell:
    kind: str
    pieces: tuple[Piece, ...]
    parted: int = 0
    """Of a name that stands in two columns (二级 and 三级): how many pieces belong to the first."""

    @property
    def text(self) -> str:
        """As printed: blanks within a line stay, line breaks go."""
        return "".join((" " if n and piece.before == "blank" else "") + piece.text for n, piece in enumerate(self.pieces))


@dataclass(frozen=True, slots=True)
class _State:
    """What is known after a cell: its column (-1: no row yet) and how many lines it has (3: three or more)."""

    column: int
    height: int


@dataclass(frozen=True, slots=True)
class _Step:
    price: float
    before: tuple[int, _State] | None
    cell: Cell | None


def align(pieces: Sequence[Piece], kinds: Sequence[str], paired: bool) -> list[dict[str, Cell]]:
    """Rows of cells by kind. `kinds` are the columns from the name on; `paired`: the name stands in two columns, 二级 and 三级."""
    if not pieces:
        return []
    reader = _Reader(pieces, kinds, paired)
    return _rows(reader.best())


def _rows(cells: Sequence[Cell]) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    for cell in cells:
        if cell.kind == "name":
            rows.append({})
        if rows:
            rows[-1][cell.kind] = cell
    return rows


class _Reader:
    def __init__(self, pieces: Sequence[Piece], kinds: Sequence[str], paired: bool) -> None:
        self.pieces, self.kinds, self.paired = pieces, tuple(kinds), paired
        self.geometry = any(piece.before == "tight" for piece in pieces) and any(piece.before == "line" for piece in pieces)
        counts = Counter(squeeze(piece.text) for piece in pieces)
        self.repeated = {text for text, count in counts.items() if count >= 3 and len(text) > 1}
        self._known: dict[tuple[int, str], list[tuple[Cell, float, int, int]]] = {}

    def best(self) -> list[Cell]:
        """The cells of the cheapest reading, in order."""
        table: list[dict[_State, _Step]] = [{} for _ in range(len(self.pieces) + 1)]
        table[0][_State(-1, 0)] = _Step(0.0, None, None)
        for at in range(len(self.pieces)):
            bound = min((step.price for step in table[at].values()), default=0.0) + _BEAM
            for state, step in table[at].items():
                for column, price in self._next(state, at) if step.price <= bound else ():
                    self._extend(table, at, state, step.price + price, column)
        return self._trace(table)

    def _next(self, state: _State, at: int) -> Iterator[tuple[int, float]]:
        """The columns that may begin here, with the price of what was skipped; column 0 begins a row, len(kinds) carries on one."""
        rest = sum(_SKIP[kind] for kind in self.kinds[state.column + 1 :]) if state.column >= 0 else 0.0
        if state.column < 0:
            yield 0, 0.0
            return
        yield 0, rest
        price = 0.0
        for column in range(state.column + 1, len(self.kinds)):
            yield column, price
            price += _SKIP[self.kinds[column]]
        if self.pieces[at].page_start and state.column >= 1:
            yield len(self.kinds), rest + 2.0

    def _extend(self, table: list[dict[_State, _Step]], at: int, state: _State, price: float, column: int) -> None:
        kind = self.kinds[column] if column < len(self.kinds) else _CARRY
        if (at, kind) not in self._known:
            self._known[at, kind] = self._cells_at(at, kind)
        for cell, own, height, first in self._known[at, kind]:
            total = price + own + self._boundary(state, self.pieces[at], first, column)
            key = (at + len(cell.pieces), _State(column, height))
            known = table[key[0]].get(key[1])
            if known is None or total < known.price:
                table[key[0]][key[1]] = _Step(total, (at, state), cell)

    def _trace(self, table: list[dict[_State, _Step]]) -> list[Cell]:
        ends = {state: step.price + sum(_SKIP[kind] for kind in self.kinds[state.column + 1 :]) for state, step in table[-1].items()}
        if not ends:
            return []
        at, state = len(self.pieces), min(ends, key=lambda key: ends[key])
        found: list[Cell] = []
        while (step := table[at][state]).before is not None:
            if step.cell:
                found.insert(0, step.cell)
            at, state = step.before
        return found

    def _boundary(self, state: _State, piece: Piece, height: int, column: int) -> float:
        """The price of a cell of `height` lines beginning here after the state's cell."""
        if column == 0 or column == len(self.kinds):
            return 0.0 if piece.before == "line" or state.column < 0 else _NO_ROW_END if piece.before == "blank" else _TOO_FAR
        price = _FRESH if piece.fresh else 0.0
        if piece.before == "blank":
            return price + (_SHARED_LINE if max(state.height, height) > 1 else 0.0)
        if not self.geometry:
            return price
        lines = state.height + height
        expected: Break = "tight" if lines == 3 else "line" if lines > 3 else "blank"
        return price + (0.0 if piece.before == expected else _TOO_FAR)

    def _cells_at(self, at: int, kind: str) -> list[tuple[Cell, float, int, int]]:
        """The cells of a kind that may begin at a piece: each with its price, its lines where it ends, and its lines where it begins."""
        found: list[tuple[Cell, float, int, int]] = []
        within, lines, text = 0.0, 1, ""
        for end in range(at, min(at + _LONGEST.get(kind, 12), len(self.pieces))):
            piece = self.pieces[end]
            if end > at:
                if piece.fresh:
                    break
                within += self._inside(piece, self.pieces[end - 1])
                lines += piece.before != "blank"
            text += (" " if end > at and piece.before == "blank" else "") + piece.text
            own = 0.5 if kind == _CARRY else cost(kind, text)
            if own is None:
                continue
            if kind == "name" and squeeze(self.pieces[at].text) in self.repeated and not self.paired:
                own += _REPEATED
            if kind == "name" and self.paired:
                found += self._pairs(at, end + 1, own + within)
            else:
                height = min(lines, 3)
                found.append((Cell(kind, tuple(self.pieces[at : end + 1])), own + within, height, height))
        return found

    def _inside(self, piece: Piece, before: Piece) -> float:
        """The price of a break within a cell."""
        if piece.before == "line":
            return 0.0
        if piece.before == "tight":
            return _IN_TIGHT if self.geometry else 0.0
        glued = before.text[-1].isascii() != piece.text[0].isascii()
        return 0.1 if glued else 1.2

    def _pairs(self, at: int, end: int, whole: float) -> list[tuple[Cell, float, int, int]]:
        """A name in two columns: for every number of lines that the second can have, the parting where both halves are most alike.

        Read as a whole (all in the second column) it costs more.
        """
        pieces = tuple(self.pieces[at:end])
        height = min(3, _height(pieces))
        best = {height: (Cell("name", pieces), whole + _UNPARTED, height, height)}
        texts = [squeeze(piece.text) for piece in pieces]
        for cut in range(1, len(pieces)):
            left, right = min(3, _height(pieces[:cut])), min(3, _height(pieces[cut:]))
            likeness = _likeness("".join(texts[:cut]), "".join(texts[cut:]))
            inner = self._inside(pieces[cut], pieces[cut - 1])
            price = whole - inner + self._boundary(_State(0, left), pieces[cut], right, 1) + _UNLIKE * (1.0 - likeness)
            if right not in best or price < best[right][1]:
                best[right] = (Cell("name", pieces, cut), price, right, left)
        return list(best.values())


def _height(pieces: Sequence[Piece]) -> int:
    return 1 + sum(piece.before != "blank" for piece in pieces[1:])


def _likeness(one: str, two: str) -> float:
    """How much two names say the same, 0 to 1: the characters that both begin and end with, a unit in brackets aside."""
    two = _UNIT.sub("", two)
    shorter = min(len(one), len(two))
    if not shorter:
        return 0.0
    begin = next((n for n in range(shorter) if one[n] != two[n]), shorter)
    end = next((n for n in range(shorter - begin) if one[-1 - n] != two[-1 - n]), shorter - begin)
    return (begin + end) / max(len(one), len(two))
