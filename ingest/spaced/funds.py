"""The amounts above the indicators: key and value, a list with one column, or a small table with rates and scores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.money import parse_number
from domain.text import key as fold_name
from domain.text import squeeze
from ingest.maker import UNDETERMINED
from ingest.spaced.lines import is_amount
from ingest.spaced.pieces import Piece, matched, performance_data

FUNDS = "项目资金"
_VALUE = re.compile(r"[-−]?[\d,]+(?:\.\d+)?%?")
_DASH = re.compile(r"[-—–/]+")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[（(](?:[千万亿]?元)[）)]")
_UNIT = re.compile(r"[（(]([千万亿]?元)[）)]")
_RATE_SLACK = Decimal("0.05")
_OWN_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Amount:
    row: str
    column: str
    printed: str
    lines: tuple[int, int]
    unit: str


def read_funds(pieces: Sequence[Piece], usual: str, given: str = "") -> list[Amount]:
    """Every number of the part; `usual` is the unit of money where none is printed, `given` the one that goes before what is printed."""
    unit = given or next((match[1] for match in [_UNIT.search("".join(piece.text for piece in pieces))] if match), usual)
    columns, body = _columns(pieces)
    if len(columns) >= _OWN_COLUMNS:
        return [_with_unit(amount, unit) for amount in _merged(list(_matrix(body, columns)))]
    single = _single(pieces)
    found = _listed(pieces, single) if single else _pairs(pieces)
    return [_with_unit(amount, unit) for amount in found]


def _with_unit(amount: Amount, money: str) -> Amount:
    unit = "%" if "执行率" in amount.column else "分" if re.search("分值|得分|权重", amount.column) else money
    return replace(amount, unit=unit)


def is_value(text: str) -> bool:
    return bool(_VALUE.fullmatch(text)) and parse_number(text) is not None


def _columns(pieces: Sequence[Piece]) -> tuple[list[str], list[Piece]]:
    """The measures in the header, and the pieces without them and without the merged label at the left."""
    data = performance_data()["funds"]
    heads = {fold_name(word): word for word in data["columns"]}
    names = {fold_name(word) for word in data["names"]} | {
        fold_name(f"{label}{unit}") for label in data["labels"] for unit in ("万元", "元")
    }
    columns: list[str] = []
    body: list[Piece] = []
    at = 0
    while at < len(pieces):
        taken, word = matched(pieces, at, set(heads) | names)
        if taken and (word in names or heads[word] not in columns):
            columns += [heads[word]] if word in heads else []
            at += taken
        else:
            body.append(pieces[at])
            at += 1
    return columns, body


def _matrix(pieces: Sequence[Piece], columns: Sequence[str]) -> Iterator[Amount]:
    name: list[Piece] = []
    cells: list[Piece] = []
    for piece in [*pieces, None]:
        if piece is not None and (is_value(piece.text) or (_DASH.fullmatch(piece.text) and (cells or name))):
            cells.append(piece)
            continue
        if cells:
            yield from _matrix_row(name, cells, columns)
            name, cells = [], []
        if piece is not None:
            name.append(piece)


def _matrix_row(name: Sequence[Piece], cells: Sequence[Piece], columns: Sequence[str]) -> Iterator[Amount]:
    row = squeeze("".join(piece.text for piece in name)).strip(":：")
    lines = (name[0].line if name else cells[0].line, cells[-1].line)
    for cell, column in zip(cells, _placed(cells, columns), strict=True):
        if is_value(cell.text):
            yield Amount(row, column, cell.text, lines, "")


def _placed(cells: Sequence[Piece], columns: Sequence[str]) -> list[str]:
    """A column for every cell: all of them, or only the amounts (rate and scores stand in one row alone); else unknown."""
    money = [column for column in columns if not re.search("分值|得分|权重|执行率", column)]
    if len(cells) == len(columns):
        return list(columns)
    if len(cells) == len(money) and not any("%" in cell.text for cell in cells):
        return money
    return [UNDETERMINED] * len(cells)


def _merged(amounts: list[Amount]) -> list[Amount]:
    """Rate and scores of the whole are one merged cell, printed with whatever row is first: they are those of the row whose rate it is."""
    totals = {amount.row for amount in amounts if squeeze(amount.row) in performance_data()["funds"]["totals"]}
    rates = [amount for amount in amounts if "执行率" in amount.column]
    if len(totals) != 1 or len(rates) != 1 or rates[0].row in totals:
        return amounts
    rate, total = rates[0], next(iter(totals))
    if _rate_fits(amounts, rate.row, rate) or not _rate_fits(amounts, total, rate):
        return amounts
    merged = re.compile("执行率|分值|得分|权重")
    return [replace(amount, row=total) if amount.row == rate.row and merged.search(amount.column) else amount for amount in amounts]


def _rate_fits(amounts: Sequence[Amount], row: str, rate: Amount) -> bool:
    """Whether a row's amounts spent over planned give the printed rate."""
    own = {amount.column: parse_number(amount.printed) for amount in amounts if amount.row == row}
    spent = next((value for column, value in own.items() if "执行数" in column and value is not None), None)
    planned = [value for column, value in own.items() if "预算数" in column and value]
    printed = parse_number(rate.printed)
    return spent is not None and printed is not None and any(abs(spent / value * 100 - printed) <= _RATE_SLACK for value in planned[-1:])


def _single(pieces: Sequence[Piece]) -> str:
    """The heading of the only column of amounts (资金来源 | 资金总额（万元）), as printed; empty if there is none."""
    data = performance_data()["funds"]
    names = {fold_name(word) for word in data["names"]}
    heads = {fold_name(f"{word}{unit}") for word in data["single"] for unit in ("", "万元", "元")}
    for at in range(len(pieces)):
        taken, _ = matched(pieces, at, names)
        length, _ = matched(pieces, at + taken, heads) if taken and at + taken < len(pieces) else (0, "")
        if length:
            return squeeze("".join(piece.text for piece in pieces[at + taken : at + taken + length]))
    return ""


def _listed(pieces: Sequence[Piece], column: str) -> Iterator[Amount]:
    """上级安排 26.92; a merged label with its unit (其他资金（万元）) on the same line stands before the name."""
    name: list[Piece] = []
    for piece in pieces:
        if is_amount(piece.text):
            group = [_UNIT.sub("", p.text) for p in name if _LABEL.fullmatch(p.text) and p.line == piece.line]
            own = [p for p in name if not _LABEL.fullmatch(p.text)]
            row = ".".join((*group, squeeze("".join(p.text for p in own)))).strip(".")
            yield Amount(row, column, piece.text, (own[0].line if own else piece.line, piece.line), "")
            name = []
        elif fold_name(piece.text) in {fold_name(column), *map(fold_name, performance_data()["funds"]["names"])}:
            name = []
        else:
            name.append(piece)


def _pairs(pieces: Sequence[Piece]) -> Iterator[Amount]:
    """年度预算总额 33.00 其中：财政拨款 33.00: each amount under the text before it, the label of the whole left out."""
    name: list[Piece] = []
    for piece in pieces:
        if not is_amount(piece.text):
            name.append(piece)
            continue
        text = _LABEL.sub("", squeeze("".join(p.text for p in name)), count=1).strip(":：")
        if text:
            own = [p for p in name if p.line <= piece.line]
            yield Amount(FUNDS, text, piece.text, (own[-1].line if own else piece.line, piece.line), "")
        name = []
