"""Figures and tables from cells: the one place that fills in whose figure it is, what was printed and what it is worth."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from domain.model import Disclosure, Figure, Provenance, Source, State
from domain.money import is_money, parse_number, to_yuan
from domain.text import fold, squeeze
from ingest.document import Document, Span, figure_id

_WITHHELD = re.compile("不予公开|不公开|涉密|保密")
_DASHES = frozenset("-—–－/*＊")
_UNIT = re.compile(r"单位[:：](元|千元|万元|亿元)|[（(](?:单位[:：])?(元|千元|万元|亿元)[)）]")
_TARGET = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([^\d]{0,12})")
_DATE = re.compile(r"20\d\d年|\d{1,2}月")
_COMPARATORS = (
    (re.compile(">=|≧|⩾|不少于|不低于|大于等于"), "≥"),
    (re.compile("<=|≦|⩽|不超过|不高于|不大于|小于等于"), "≤"),
    (re.compile("=="), "="),
)
_YEAR = re.compile(r"(20\d\d)年")


def printed_unit(text: str) -> str:
    """The unit of money that a line or header gives (“单位：万元”, “（元）”), or empty."""
    match = _UNIT.search(squeeze(text))
    return (match[1] or match[2]) if match else ""


def read_cell(text: str) -> tuple[Decimal | None, State] | None:
    """Value and state of a cell of a column of numbers; None where it holds words."""
    if not text or (len(text) <= 2 and all(char in _DASHES for char in text)):
        return None, "blank"
    if _WITHHELD.search(text):
        return None, "withheld"
    value = parse_number(text)
    if value is None:
        return None
    return value, "zero" if value == 0 else "value"


def read_target(printed: str) -> tuple[str, Decimal | None, str]:
    """Comparator, number and unit of a performance target: “≥12期” → (≥, 12, 期); words and dates have no number."""
    text = squeeze(fold(printed))
    for pattern, sign in _COMPARATORS:
        text = pattern.sub(sign, text)
    sign = text[0] if text[:1] in set("≥≤=<>") else ""
    match = _TARGET.fullmatch(text.removeprefix(sign))
    if not match or _DATE.match(text.removeprefix(sign)):
        return sign, None, ""
    return sign, Decimal(match[1].replace(",", "")), match[2]


class Maker:
    """Makes the figures of one document; numbers them along their lines, so that ids follow from file and place."""

    def __init__(self, disclosure: Disclosure, document: Document) -> None:
        self.disclosure = disclosure
        self.document = document
        self._at: Counter[str] = Counter()

    def place(self, lines: Span) -> Provenance:
        return self.document.provenance(lines)

    def figure(
        self,
        lines: Span,
        *,
        form: str,
        table: str,
        row: tuple[str, str, str],
        column: str,
        printed: str,
        unit: str,
        value: Decimal | None,
        state: State,
        org: str = "",
        measure: str = "",
        source: Source = "table",
        sentence: str = "",
        group: str = "",
        comparator: str = "",
    ) -> Figure:
        """A figure at `lines`; `row` is code, name and project; measure and period follow from the column where not given."""
        own = self.disclosure
        where = self.document.where(lines)
        self._at[where] += 1
        unsure = column == UNDETERMINED
        return Figure(
            id=figure_id(self.document.sha, where, self._at[where]),
            document=own.id,
            place=self.place(lines),
            org=org if org and org not in own.names else own.org,
            year=own.year,
            period=period_of(column, own.year),
            kind=own.kind,
            level=own.level,
            measure=measure or measure_of(column, own.kind),
            form=form,
            table=table,
            row_code=row[0],
            row_name=row[1],
            column=column,
            printed=printed,
            value=value,
            unit=unit,
            yuan=to_yuan(value, unit) if is_money(unit) else None,
            state="undetermined" if unsure and value is not None else state,
            source=source,
            project=row[2],
            sentence=sentence,
            confidence="undetermined" if unsure else "read",
            indicator_group=group,
            comparator=comparator,
        )


UNDETERMINED = "未定"
"""The column of a number whose column the source can't tell."""
_MEASURES = ("年初预算数", "全年预算数", "调整预算数", "全年执行数", "预算执行数", "决算数", "执行数", "分值", "得分", "执行率", "预算数")


def measure_of(column: str, kind: str) -> str:
    """What a column measures: what its header says, else the document's own kind."""
    return next((word for word in _MEASURES if word in column), f"{kind}数")


def period_of(column: str, year: int) -> int:
    """The year that a column is about: one named in its header, the year before for 上年 as a measure, else `year`."""
    named = _YEAR.search(column)
    if named:
        return int(named[1])
    return year - 1 if re.search("上年(预算|决算|执行|数)", column) else year
