"""Of two readings of a table the one that adds up is taken; where none does both are kept."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.model import Figure, Provenance
from ingest.reconcile import alternatives, better, faults, misread, pages_of, told
from tests import factories

PAGE = frozenset({3})


def cell(code: str, column: str, value: str, form: str = "支出总表") -> Figure:
    """A figure of one table on page 3, at a place of its own."""
    figure = factories.figure(sha="a" * 64)
    return replace(
        figure,
        id=f"{code}-{column}",
        place=Provenance("甲.pdf", "a" * 64, 3, (1, 1), (1.0, 2.0, 3.0, 4.0)),
        form=form,
        table="支出总表",
        row_code=code,
        row_name=f"科目{code}",
        column=column,
        printed=value,
        value=Decimal(value),
        state="value",
        source="table",
        project="",
        reading="first",
        confidence="read",
    )


RIGHT = [cell("201", "合计", "9.00"), cell("20103", "合计", "6.00"), cell("20140", "合计", "3.00")]
WRONG = [*RIGHT[:2], cell("20140", "合计", "30.00")]


def test_codes_and_columns_are_added_up() -> None:
    assert faults(RIGHT) == []
    assert faults(WRONG) == [WRONG[0]]
    row = [cell("201", "合计", "9.00"), cell("201", "基本支出", "6.00"), cell("201", "项目支出", "2.00")]
    assert faults(row) == [row[0]]
    assert pages_of(faults(row)) == PAGE


def test_rounding_is_no_fault() -> None:
    assert faults([cell("201", "合计", "9.00"), cell("20103", "合计", "6.00"), cell("20140", "合计", "3.01")]) == []
    assert faults([cell("201", "合计", "900"), cell("20103", "合计", "600"), cell("20140", "合计", "303")]) != []


def test_the_reading_that_adds_up_is_taken_and_marked() -> None:
    taken = better(WRONG, RIGHT, PAGE)
    assert taken is not None
    assert [(figure.value, figure.confidence) for figure in taken] == [(Decimal(9), "read"), (Decimal(6), "read"), (Decimal(3), "second")]


def test_a_reading_that_loses_numbers_is_not_better() -> None:
    assert better(WRONG, WRONG[:1], PAGE) is None


def test_where_none_adds_up_both_are_kept() -> None:
    other = [*RIGHT[:2], cell("20140", "合计", "31.00")]
    assert better(WRONG, other, PAGE) is None
    kept = alternatives(WRONG, other, PAGE)
    assert [(figure.reading, figure.value, figure.id) for figure in kept] == [("alternative", Decimal(31), "20140-合计-b")]
    assert faults([*WRONG, *kept]) == [WRONG[0]]


def test_a_misread_character_that_would_explain_the_difference_is_told() -> None:
    """3.00 was read as 8.00: of the three numbers it is the one whose like would fit."""
    seen = [replace(one, place=replace(one.place, ocr=0.8)) for one in [*RIGHT[:2], cell("20140", "合计", "8.00")]]
    ((figure, why),) = misread(seen).values()
    assert (figure.row_code, why.read, why.meant) == ("20140", "8", "3")
    assert told(figure, why) == "支出总表 科目20140 合计 由图片识别为 8.00，与合计不符；若“8”应为“3”则相符，请对照原图"
    assert misread(RIGHT) == {}
    assert misread([*RIGHT[:2], cell("20140", "合计", "8.00")]) == {}, "what was text already is not misread"
