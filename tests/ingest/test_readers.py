"""Bytes in, layouts out; what is no text is refused with one line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document, Grid, Paragraph
from ingest.errors import Unreadable
from ingest.readers import read_document

CELLS = "表1\n云溪县水务局收支总体情况表\n\t项目\n\t预算数\n\n\t水费\n\t12.50\n\n\t电费\n\t\n16\n备注：单位万元。\n"
ROWS = "表1\n收支总体情况表\n项目\t预算数\n水费\t12.50\n电费\t16\n维修费\t\n"
SPACED = "表 1\n\n收支总体情况表\n\n项目 预算数\n\n水费 12.50\n"


def grids(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in block.rows] for block in document.blocks if isinstance(block, Grid)]


def test_layouts() -> None:
    cells, rows, spaced = (read_document(text.encode(), "a.txt") for text in (CELLS, ROWS, SPACED))
    assert (cells.layout, rows.layout, spaced.layout) == ("cells", "rows", "spaced")
    assert grids(cells) == [[["项目", "预算数"], ["水费", "12.50"], ["电费", "16"]]]
    assert grids(rows) == [[["项目", "预算数"], ["水费", "12.50"], ["电费", "16"], ["维修费", ""]]]
    assert [block.text for block in spaced.blocks if isinstance(block, Paragraph)][-1] == "水费 12.50"


def test_lines_are_those_of_the_file() -> None:
    document = read_document(CELLS.encode(), "a.txt")
    lines = CELLS.split("\n")
    for block in document.blocks:
        if isinstance(block, Grid):
            for cell in (cell for row in block.rows for cell in row):
                assert "".join(lines[cell.lines[0] - 1 : cell.lines[1]]).strip() == cell.text
        else:
            assert lines[block.lines[0] - 1] == block.text


def test_a_note_right_under_a_cell_is_no_part_of_it() -> None:
    document = read_document(CELLS.encode(), "a.txt")
    assert isinstance(document.blocks[-1], Paragraph)
    assert document.blocks[-1].text == "备注：单位万元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [CELLS, ROWS, SPACED])
def test_encodings(encoding: str, text: str) -> None:
    assert read_document(text.encode(encoding), "a.txt").blocks == read_document(text.encode(), "a.txt").blocks


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "format"),
        (b"PK\x03\x04\x14\x00", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "format"),
        (b"<!DOCTYPE html><html><body></body></html>", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00" * 400 + b"abc", "binary"),
        ("部门预算公开说明，收支总体情况表。".encode("big5", "ignore") * 5, "encoding"),
        ("部门预算公开说明".encode().decode("gb18030", "ignore").encode(), "encoding"),
        (CELLS.encode().decode("latin-1").encode(), "encoding"),
        (b"\xff\xfe" + b"\x00\xd8" * 50, "encoding"),
    ],
)
def test_refusals(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(data, "云溪.txt")
    assert refused.value.code == code
    assert refused.value.reason
    assert "\n" not in refused.value.reason


@settings(deadline=None)  # what begins as RTF starts LibreOffice, where there is one
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(Unreadable):
        assert read_document(data, "x").sha


def test_conversion_marks_are_no_print() -> None:
    text = (
        "[bookmark: _GoBack]（四）督促检查。\n- 一、部门收支总体情况表\n## 目录\n一、**财政拨款**：指拨款。\n"
        "<p>深化改革</p>\n《关于<推行“一次办”>的通知》\n"
    )
    document = read_document(text.encode(), "a.txt")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "（四）督促检查。",
        "一、部门收支总体情况表",
        "目录",
        "一、财政拨款：指拨款。",
        "深化改革",
        "《关于<推行“一次办”>的通知》",
    ]


def test_seeds_have_their_layouts(seeds: Path) -> None:
    found = {path.name[:3]: read_document(path.read_bytes(), path.name).layout for path in sorted(seeds.glob("*.txt"))}
    assert found == {"000": "cells", "001": "spaced", "002": "rows", "003": "cells", "004": "spaced"}


PIPED = "# 公开表\n\n单位：万元\n\n| 项目 | 预算数 |\n|:---|---:|\n| 水费 | 12.50 |\n| 电\\|费 |  |\n\n说明 | 不是表\n"


def test_tables_of_markdown() -> None:
    """Drawn with bars, and a line of dashes below the header; each row keeps its line."""
    document = read_document(PIPED.encode(), "a.md")
    assert document.layout == "rows"
    assert grids(document) == [[["项目", "预算数"], ["水费", "12.50"], ["电|费", ""]]]
    assert [block.lines for block in document.blocks if isinstance(block, Grid)] == [(5, 8)]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["公开表", "单位：万元", "说明 | 不是表"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("项目,预算数\n水费,12.50\n电费,\n", True),
        ('2024年支出表\n单位：万元\n项目,预算数,备注\n水费,12.50,\n电费,"1,200.00",\n合计,1,\n', True),
        ("项目;预算数\n水费;1,50\n电费;2,00\n", True),
        ("项目\t预算数\n水费\t12.50\n", True),
        ('名称,金额\n"两\n行",5\n水费,6\n', True),
        ("表1\n收支总体情况表\n项目\t预算数\n水费\t12.50\n", False),
        ("\t项目\n\t预算数\n\t水费\n\t12.50\n", False),
        ("项目 预算数\n水费 1,200.50\n电费 3,400.00\n合计 4,600.50\n", False),
        ("收入1,133.31万元，增长2%。\n支出1,133.31万元，增长3%。\n", False),
        ("一、收支情况,总体\n收入增加,主要原因是人员增加,工资上调。\n支出减少。\n二、说明\n无\n", False),
        (PIPED, False),
    ],
)
def test_rows_of_fields_are_told_from_prose(text: str, found: bool) -> None:
    assert (read_document(text.encode(), "x").layout == "grid") is found


def test_fields_of_csv() -> None:
    text = (
        '2024年支出表,,\n编制单位：青岚县水利局,,单位：万元\n项目,预算数,备注\n"其他政府办公厅\n（室）支出","1,200.00",\n合计,1200,见注\n'
    )
    document = read_document(text.encode("gb18030"), "x")
    assert grids(document) == [[["项目", "预算数", "备注"], ["其他政府办公厅（室）支出", "1,200.00", ""], ["合计", "1200", "见注"]]]
    assert [spot.cell for spot in document.spots][:4] == ["A1", "A2", "C2", "A3"]
