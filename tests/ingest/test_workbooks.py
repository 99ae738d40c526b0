"""Workbooks: numbers as they are displayed, what is hidden, several tables on a sheet, titles and notes that are no rows."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ingest.document import Document
from ingest.errors import Unreadable
from ingest.readers import read_document
from ingest.readers.number_format import BUILTIN, as_date, displayed, exact
from ingest.readers.workbook import column_name, column_number
from tests.ingest.office_files import grids, ods, texts, xlsx
from tests.papers.biff import XlsSheet, write_xls

ACCOUNTING = BUILTIN[43]


def book(*sheets: tuple[str, list[list[Any]]], change: Any = None) -> Document:
    """A workbook of these sheets, written and read; a tuple is a value and its number format."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for at, row in enumerate(rows, 1):
            for col, value in enumerate(row, 1):
                cell = sheet.cell(at, col)
                cell.value, cell.number_format = value if isinstance(value, tuple) else (value, "General")
    if change:
        change(made)
    stream = BytesIO()
    made.save(stream)
    return read_document(stream.getvalue(), "x")


def listed(*rows: list[Any]) -> Document:
    return book(("支出表", [["项目", "预算数"], *rows]))


# --- numbers --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (1234.5, "#,##0.00", "1,234.50"),
        (1234567.891, "#,##0.00_ ", "1,234,567.89"),
        (1234.5, "0.00", "1234.50"),
        (1234.0, "General", "1234"),
        (1234.5600000001, "General", "1234.56"),
        (0.1 + 0.2, "", "0.3"),
        (1234567890123.45, "General", "1234567890123.45"),
        (0.123456789012, "General", "0.123456789012"),
        (1e21, "General", "1000000000000000000000"),
        (1e-7, "General", "0.0000001"),
        (0.125, "0.0%", "12.5%"),
        (0.125, "0.00%", "12.50%"),
        (1.005, "0.00", "1.01"),
        (2.675, "0.00", "2.68"),
        (-1234.5, "#,##0.00;[Red]#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "-1,234.50"),
        (-0.001, "0.00", "0.00"),
        (0, ACCOUNTING, "0.00"),
        (0, "#,##0.00;-#,##0.00;", "0.00"),
        (1234.5, ACCOUNTING, "1,234.50"),
        (1, "00", "01"),
        (3, "000", "003"),
        (2.5, "0.##", "2.5"),
        (2.0, "0.##", "2"),
        (7, "[$¥-804]#,##0.00", "7.00"),
        (7, '"¥"#,##0.00', "7.00"),
        (12.5, '0.00"万元"', "12.50万元"),
        (123456, "0!.0,", "12.3"),
        (12345678, "0!.0000", "1234.5678"),
        (1234567, "#,##0,", "1,235"),
        (12, "[DBNum1]0", "12"),
        (0.5, "# ?/?", "0.5"),
        (1200, "0.00E+00", "1200"),
        (5, "[>100]0.0;0", "5"),
        (5, "@", "5"),
    ],
)
def test_numbers_are_displayed_in_their_format(number: float, code: str, text: str) -> None:
    assert displayed(number, code) == text


@given(st.integers(-(10**13), 10**13), st.sampled_from(["General", "0.00", "#,##0.00", ACCOUNTING, "#,##0.00;[Red]-#,##0.00"]))
def test_no_fen_is_lost(fen: int, code: str) -> None:
    """An amount with two decimals, through a float as workbooks keep it, and back."""
    amount = Decimal(fen) / 100
    assert Decimal(displayed(float(amount), code).replace(",", "")) == amount


@given(st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=60))
def test_sums_of_floats_are_exact(parts: list[int]) -> None:
    assert exact(sum(part / 100 for part in parts)) == Decimal(sum(parts)) / 100


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (date(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),
        (datetime(2024, 3, 5), 'yyyy"年"m"月"d"日"', "2024年3月5日"),
        (datetime(2024, 3, 5), 'yyyy"年"m"月"', "2024年3月"),
        (datetime(2024, 3, 5, 8, 30), "yyyy-mm-dd hh:mm", "2024-03-05 08:30:00"),
        (time(8, 30), "hh:mm", "08:30:00"),
    ],
)
def test_dates(value: date | time, code: str, text: str) -> None:
    assert as_date(value, code) == text


def test_cells_of_a_workbook_are_displayed() -> None:
    found = listed(
        ["占比", (0.125, "0.0%")],
        ["金额", (1234.5, "#,##0.00")],
        ["日期", (datetime(2024, 3, 5), 'yyyy"年"m"月"d"日"')],
        ["文本", "001"],
        ["是否", True],
        ["错误", "#REF!"],
        ["整数", 2024],
        ["零", 0],
        ["空", None],
        ["合计", 1],
    )
    assert [row[1] for row in grids(found)[0]] == [
        "预算数",
        "12.5%",
        "1,234.50",
        "2024年3月5日",
        "001",
        "TRUE",
        "#REF!",
        "2024",
        "0",
        "",
        "1",
    ]


def test_formulas_give_what_they_last_came_to() -> None:
    cells = '<row r="1"><c r="A1" t="str"><f>"水"&amp;"费"</f><v>水费</v></c><c r="B1"><f>A2*2</f><v>12.5</v></c></row>'
    error = '<row r="2"><c r="A2" t="str"><v>合计</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    assert grids(read_document(xlsx(f"<sheetData>{cells}{error}</sheetData>"), "x")) == [[["水费", "12.5"], ["合计", "#DIV/0!"]]]


# --- what is hidden -------------------------------------------------------------------------------------------------------------------


def hide(made: Workbook) -> None:
    made["旧表"].sheet_state = "hidden"
    made["支出表"].row_dimensions[3].hidden = True
    made["支出表"].column_dimensions["B"].hidden = True


def test_hidden_sheets_rows_and_columns_are_left_out_and_told() -> None:
    rows = [["项目", "内部编号", "预算数"], ["水费", "x1", 1], ["电费", "x2", 2], ["合计", "x3", 3]]
    found = book(("旧表", [["项目", "预算数"], ["水费", 99]]), ("支出表", rows), change=hide)
    assert grids(found) == [[["项目", "预算数"], ["水费", "1"], ["合计", "3"]]]
    assert [(remark.page, remark.reason) for remark in found.remarks] == [
        (1, "工作表“旧表”是隐藏的，没有读取"),
        (2, "工作表“支出表”有 1 行隐藏的内容，没有读取"),
        (2, "工作表“支出表”有 1 列隐藏的内容，没有读取"),
    ]
    assert {spot.page for spot in found.spots} == {2}
    assert [spot.cell for spot in found.spots][-1] == "支出表!C4"


def test_a_merged_cell_is_shown_by_what_is_left_of_it() -> None:
    def change(made: Workbook) -> None:
        made["支出表"].merge_cells("A1:C1")
        made["支出表"].column_dimensions["A"].hidden = True

    found = book(("支出表", [["编码与名称", None, None, "预算数"], ["201", "水费", "甲", 1], ["202", "电费", "乙", 2]]), change=change)
    assert grids(found) == [[["编码与名称", "<", "预算数"], ["水费", "甲", "1"], ["电费", "乙", "2"]]]


# --- sheets and tables ----------------------------------------------------------------------------------------------------------------

BODY = [["项目", "预算数", "备注"], ["水费", 1, None], ["电费", 2, None]]
SHOWN = [["项目", "预算数", "备注"], ["水费", "1", ""], ["电费", "2", ""]]


def test_the_name_of_a_sheet_is_its_title_where_none_is_printed() -> None:
    assert texts(book(("支出总表", BODY))) == ["支出总表"]
    assert texts(book(("支出总表", [["单位：万元", None, None], *BODY]))) == ["支出总表", "单位：万元"]
    assert texts(book(("支出总表", [["2024年支出预算总表", None, None], *BODY]))) == ["2024年支出预算总表"]
    assert texts(book(("Sheet1", BODY))) == []


def test_titles_labels_and_notes_are_no_rows() -> None:
    rows = [
        ["2024年部门支出预算表", None, None],
        [None, None, None],
        ["编制单位：", "青岚县水利局", "单位：万元"],
        [None, None, None],
        *BODY,
        [None, None, None],
        ["注：本表不含上年结转。", None, None],
    ]
    found = book(("表1", rows))
    assert texts(found) == ["2024年部门支出预算表", "编制单位：青岚县水利局", "单位：万元", "注：本表不含上年结转。"]
    assert grids(found) == [SHOWN]


def test_rows_without_numbers_stay_where_they_belong() -> None:
    """A last item without an amount is no note, a header over a part of the columns no title."""
    rows = [[None, "预算数", None], ["项目", "基本", "项目支出"], ["水费", 1, 2], ["其他支出", None, None]]
    found = book(("表1", rows), change=lambda made: made["表1"].merge_cells("B1:C1"))
    assert grids(found) == [[["", "预算数", "<"], ["项目", "基本", "项目支出"], ["水费", "1", "2"], ["其他支出", "", ""]]]


def test_a_header_over_all_columns_stays_below_the_unit() -> None:
    rows = [["“三公”经费表", None, None], ["单位：元", None, None], ["2024年预算数", None, None], ["合计", "接待费", "会议费"], [3, 1, 2]]

    def merge(made: Workbook) -> None:
        for at in (1, 3):
            made["表1"].merge_cells(f"A{at}:C{at}")

    found = book(("表1", rows), change=merge)
    assert texts(found) == ["“三公”经费表", "单位：元"]
    assert grids(found) == [[["2024年预算数", "<", "<"], ["合计", "接待费", "会议费"], ["3", "1", "2"]]]


@pytest.mark.parametrize("between", [0, 1, 3])
def test_tables_below_each_other_are_parted(between: int) -> None:
    title = [["表二", None, None], ["项目支出表", None, None], ["编制单位：青岚县水利局", None, "单位：元"]]
    found = book(("Sheet1", [*BODY, *[[None] * 3] * between, *title, *BODY]))
    assert grids(found) == [SHOWN, SHOWN]
    assert texts(found) == ["表二", "项目支出表", "编制单位：青岚县水利局", "单位：元"]


def test_tables_without_titles_are_parted_at_blank_rows() -> None:
    assert grids(book(("Sheet1", [*BODY, [None] * 3, *BODY]))) == [SHOWN, SHOWN]


def test_a_total_after_blank_rows_stays_in_its_table() -> None:
    assert grids(book(("Sheet1", [*BODY, [None] * 3, [None] * 3, ["合计", 3, None]]))) == [[*SHOWN, ["", "", ""], ["合计", "3", ""]]]


def test_empty_edges_are_cut() -> None:
    found = book(("Sheet1", [[None] * 4, [None, *BODY[0]], [None, *BODY[1]], [None, *BODY[2]], [None, " ", None, None]]))
    assert grids(found) == [SHOWN]
    assert found.spots[0].cell == "Sheet1!B2"


def test_a_book_without_text_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        book(("表1", [[None]]))
    assert refused.value.code == "empty"


@pytest.mark.parametrize(("name", "at"), [("A", 0), ("Z", 25), ("AA", 26), ("AZ", 51), ("XFD", 16383)])
def test_columns_have_letters(name: str, at: int) -> None:
    assert (column_name(at), column_number(name)) == (name, at)


# --- size -----------------------------------------------------------------------------------------------------------------------------


def rows_of(count: int, cells: str = '<c r="A{0}" s="0"/><c r="B{0}" s="0"/>') -> str:
    return "".join(f'<row r="{at}">{cells.format(at)}</row>' for at in range(3, count))


def test_formatted_empty_rows_cost_nothing() -> None:
    data = '<row r="1"><c r="A1" t="str"><v>水费</v></c><c r="B1"><v>1</v></c></row>'
    found = read_document(xlsx(f"<sheetData>{data}{rows_of(60_000)}</sheetData>"), "x")
    assert grids(found) == [[["水费", "1"]]]


def test_a_stray_cell_far_below_keeps_the_table() -> None:
    data = '<row r="1"><c r="A1" t="str"><v>水费</v></c><c r="B1"><v>1</v></c></row><row r="65536"><c r="A65536" t="str"><v> </v></c></row>'
    assert grids(read_document(xlsx(f"<sheetData>{data}</sheetData>"), "x")) == [[["水费", "1"]]]


def test_a_sheet_as_large_as_they_come_is_left_out_and_told() -> None:
    far = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    found = read_document(xlsx(far, '<sheetData><row r="1"><c r="A1" t="str"><v>水费</v></c><c r="B1"><v>1</v></c></row></sheetData>'), "x")
    assert grids(found) == [[["水费", "1"]]]
    assert [(remark.page, "太大" in remark.reason) for remark in found.remarks] == [(1, True)]


def test_merged_ranges_over_everything_end_with_the_content() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    data = '<sheetData><row r="1"><c r="A1" t="str"><v>水费</v></c></row></sheetData>'
    assert texts(read_document(xlsx(f"{data}{merged}"), "x")) == ["水费"]


# --- XLS and ODS ----------------------------------------------------------------------------------------------------------------------


def test_xls() -> None:
    cells: dict[tuple[int, int], str | float | tuple[float, str]] = {
        (0, 0): "支出预算表", (1, 0): "项目", (1, 1): "编号", (1, 2): "预算数", (1, 3): "占比",
        (2, 0): "水费", (2, 1): "x", (2, 2): (1234.5, "#,##0.00"), (2, 3): (0.125, "0.0%"),
        (3, 0): "隐藏", (3, 1): "x", (3, 2): 5.0, (3, 3): 1.0,
        (4, 0): "合计", (4, 1): "x", (4, 2): 0.1 + 0.2, (4, 3): (45356.0, 'yyyy"年"m"月"d"日"'),
    }  # fmt: skip
    shown = XlsSheet("支出表", cells, [(0, 0, 0, 3)], hidden_rows=[3], hidden_cols=[1])
    found = read_document(write_xls([XlsSheet("旧表", {(0, 0): "旧"}, hidden=True), shown]), "x")
    assert texts(found) == ["支出预算表"]
    assert grids(found) == [[["项目", "预算数", "占比"], ["水费", "1,234.50", "12.5%"], ["合计", "0.3", "2024年3月5日"]]]
    assert [remark.page for remark in found.remarks] == [1, 2, 2]
    assert found.spots[-1].cell == "支出表!D5" and found.spots[-1].page == 2


def test_the_official_template_of_xls_and_xlsx(shared: Any) -> None:
    """Their sheets hold the same tables but for the names of the office."""
    for kind in ("xls", "xlsx"):
        (path,) = (shared / "real").glob(f"*.{kind}")
        found = read_document(path.read_bytes(), path.name)
        assert len(grids(found)) == 9
        assert all(len({len(row) for row in grid}) == 1 for grid in grids(found))
        assert ["类", "款", "项"] in [row[:3] for grid in grids(found) for row in grid]
        assert "单位：元" in texts(found)


def test_ods() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    blank = '<table:table-cell table:number-columns-repeated="16380"/>'
    merged = cell("项目", 'table:number-rows-spanned="2"') + cell("预算数", 'table:number-columns-spanned="2"')
    head = f"<table:table-row>{merged}<table:covered-table-cell/>{blank}</table:table-row>"
    low = f"<table:table-row><table:covered-table-cell/>{cell('基本')}{cell('项目')}</table:table-row>"
    rows = "".join(
        f"<table:table-row>{cell(name)}{cell(one)}{cell(two)}{blank}</table:table-row>"
        for name, one, two in (("水费", "12.5%", "1,234.50"),)
    )
    hidden = f'<table:table-row table:visibility="collapse">{cell("隐藏")}{cell("1")}{cell("2")}</table:table-row>'
    end = f'<table:table-row table:number-rows-repeated="1048570">{blank}</table:table-row>'
    styles = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    old = f'<table:table table:name="旧表" table:style-name="h"><table:table-row>{cell("旧")}</table:table-row></table:table>'
    found = read_document(ods(f'{styles}{old}<table:table table:name="支出表">{head}{low}{rows}{hidden}{end}</table:table>'), "x")
    assert grids(found) == [[["项目", "预算数", "<"], ["^", "基本", "项目"], ["水费", "12.5%", "1,234.50"]]]
    assert texts(found) == ["支出表"]
    assert [remark.page for remark in found.remarks] == [1, 2]
