"""The download is the contract's CSV, and no cell of it runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from tests.ui.fakes import TOTAL
from ui import export


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_columns_are_those_of_the_command_line() -> None:
    (row,) = rows(export.csv([TOTAL]))
    assert (
        ",".join(row) == "figure_id,document,file,org,year,kind,level,period,measure,form,table,page,lines,bbox,"
        "row_code,row_name,column,printed,value,unit,yuan,state,source"
    )
    assert [row[name] for name in ("lines", "printed", "value", "yuan", "state")] == ["5-5", "12.40", "12.40", "124000.00", "value"]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|x", "@SUM(A1)", "-2+3", "\tx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert rows(export.csv([replace(TOTAL, row_name=cell)]))[0]["row_name"] == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12.40", "-2.54%", "+3", "≥12期", "1-2"])
def test_numbers_stay_numbers(cell: str) -> None:
    assert rows(export.csv([replace(TOTAL, printed=cell)]))[0]["printed"] == cell
