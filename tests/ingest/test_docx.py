"""Word files as they print: changes accepted, hidden text gone, lists numbered, cells merged, tables within tables."""

from __future__ import annotations

import pytest

from ingest.document import Grid
from ingest.errors import Unreadable
from ingest.readers import read_document
from ingest.readers.docx_numbering import chinese, written
from tests.ingest.office_files import docx, grids, p, r, table, tc, texts, tr

HEAD = ("项目", "预算数")
NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


def level(at: int, form: str, pattern: str, extra: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{pattern}"/></w:lvl>'


def lists(*levels: str, more: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="1">{"".join(levels)}</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>{more}'
    )


def item(text: str, at: int = 0, of: int = 5) -> str:
    return p(text, properties=NUMBERED.format(at, of))


# --- text -----------------------------------------------------------------------------------------------------------------------------


def test_tracked_changes_are_accepted() -> None:
    old = "<w:del><w:r><w:delText>10.00</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom>"
    new = "<w:ins><w:r><w:t>12.50</w:t></w:r></w:ins><w:moveTo><w:r><w:t>万元</w:t></w:r></w:moveTo>"
    assert texts(read_document(docx(p("预算", old, new)), "x")) == ["预算12.50万元"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = p("预算收入", properties="<w:rPr><w:del/></w:rPr>") + p("120万元。") + p("下一段。")
    assert texts(read_document(docx(body), "x")) == ["预算收入120万元。", "下一段。"]


def test_deleted_rows_and_cells_are_gone() -> None:
    body = table(HEAD, ("水费", "1")).replace(
        "</w:tbl>", tr("电费", "2", properties="<w:del/>") + tr("气费", "3", properties="<w:ins/>") + "</w:tbl>"
    )
    assert grids(read_document(docx(body), "x")) == [[list(HEAD), ["水费", "1"], ["气费", "3"]]]


def test_hidden_text_and_field_codes_do_not_print() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r>'
    styled = '<w:r><w:rPr><w:rStyle w:val="H"/></w:rPr><w:t>样式隐藏</w:t></w:r>'
    field = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>第3页</w:t></w:r>'
    styles = '<w:style w:type="character" w:styleId="H"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert texts(read_document(docx(p(hidden, shown, styled, field), styles=styles), "x")) == ["可见第3页"]


def test_breaks_and_tabs() -> None:
    broken = "<w:r><w:t>表一</w:t><w:br/><w:t>收支总表</w:t><w:tab/><w:t>单位：万元</w:t></w:r>"
    cell = tc("<w:p><w:r><w:t>其他政府办公厅</w:t><w:br/><w:t>（室）支出</w:t></w:r></w:p>")
    two = tc(p("12.50") + p("13.00"))
    document = read_document(docx(p(broken) + table(HEAD, (cell, "1"), ("合计", two))), "x")
    assert texts(document) == ["表一", "收支总表 单位：万元"]
    assert grids(document)[0][1:] == [["其他政府办公厅（室）支出", "1"], ["合计", "12.50 13.00"]]


def test_wrappers_are_looked_into() -> None:
    link = "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
    control = "<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{p(link, control)}{table(HEAD, ('水费', '1'))}</w:sdtContent></w:sdt>"
    document = read_document(docx(body), "x")
    assert texts(document) == ["链接控件"] and len(grids(document)) == 1


def test_text_boxes_come_once_after_their_paragraph() -> None:
    content = f"<w:txbxContent>{p('单位：万元')}</w:txbxContent>"
    box = f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{content}</w:drawing></mc:Choice><mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    body = p("收支总表", box) + table(HEAD, (tc(p("水费", box)), "1"))
    document = read_document(docx(body), "x")
    assert texts(document) == ["收支总表", "单位：万元"]
    assert grids(document) == [[list(HEAD), ["水费单位：万元", "1"]]]


def test_what_is_embedded_is_told() -> None:
    document = read_document(
        docx(p("见下表") + '<w:p><w:r><w:object><OLEObject xmlns="o" ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'), "x"
    )
    assert len(document.remarks) == 1 and "1 个对象" in document.remarks[0].reason


# --- numbers of lists -----------------------------------------------------------------------------------------------------------------


def test_automatic_numbers_are_printed() -> None:
    numbering = lists(
        level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCountingThousand", "（%2）"), level(2, "decimal", "%3.")
    )
    body = (
        item("职责")
        + item("办公室", 1)
        + item("文秘", 2)
        + item("机要", 2)
        + item("财务科", 1)
        + item("机构")
        + item("内设", 1)
        + item("2022年", 2)
    )
    assert texts(read_document(docx(body, numbering=numbering), "x")) == [
        "一、职责", "（一）办公室", "1. 文秘", "2. 机要", "（二）财务科", "二、机构", "（一）内设", "1. 2022年",
    ]  # fmt: skip


def test_numbers_come_from_styles_and_start_where_they_are_told() -> None:
    more = '<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>'
    numbering = lists(level(0, "chineseCounting", "%1、", '<w:pStyle w:val="T"/>'), more=more)
    styles = (
        '<w:style w:type="paragraph" w:styleId="T"><w:basedOn w:val="S"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="S"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    )
    styled = '<w:pStyle w:val="T"/>'
    off = '<w:pStyle w:val="T"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("甲", properties=styled) + p("不编号", properties=off) + p("乙", properties=styled) + item("丙", of=6) + item("丁", of=6)
    assert texts(read_document(docx(body, numbering=numbering, styles=styles), "x")) == ["一、甲", "不编号", "二、乙", "三、丙", "四、丁"]


def test_bullets_and_blank_paragraphs_have_no_number() -> None:
    numbering = lists(level(0, "bullet", "\uf0b7"), level(1, "decimal", "%2)"))
    body = item("圆点") + item("") + item("括号", 1) + item("", 1) + item("又一", 1)
    assert texts(read_document(docx(body, numbering=numbering), "x")) == ["圆点", "1)括号", "2)又一"]


def test_numbered_cells_hold_their_number() -> None:
    rows = [(tc(item("")), name, "1") for name in ("水费", "电费")]
    body = table(("序号", "项目", "预算数"), *rows)
    assert [row[0] for row in grids(read_document(docx(body, numbering=lists(level(0, "decimal", "%1"))), "x"))[0]] == ["序号", "1", "2"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCountingThousand", "一百〇五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1001, "chineseCountingThousand", "一千〇一"),
        (12, "ideographDigital", "一二"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"),
        (14, "upperRoman", "XIV"),
        (28, "lowerLetter", "bb"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircleChinese", "21"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (5, "unheardOf", "5"),
    ],
)
def test_forms_of_numbers(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def test_chinese_numbers_are_all_different() -> None:
    assert len({chinese(number) for number in range(1, 10000)}) == 9999


# --- tables ---------------------------------------------------------------------------------------------------------------------------

RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def wide(text: str, cols: int, more: str = "") -> str:
    return tc(text, f'<w:gridSpan w:val="{cols}"/>{more}')


def test_merged_cells_in_both_directions() -> None:
    body = table(
        (tc("科目", RESTART), wide("预算数", 2, RESTART), "备注"),
        (tc("不显示", GOES_ON), wide("也不显示", 2, GOES_ON), "x"),
        ("水费", "1", "2", ""),
    )
    document = read_document(docx(body), "x")
    assert grids(document) == [[["科目", "预算数", "<", "备注"], ["^", "^", "^", "x"], ["水费", "1", "2", ""]]]
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [grid.rows[0][0].spans, grid.rows[0][1].spans] == [(2, 1), (2, 2)]


def test_rows_that_begin_late_or_end_early_are_filled_up() -> None:
    short = tr("1", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>')
    body = f"<w:tbl>{tr('甲', '乙', '丙')}{short}{tr('2', '3')}</w:tbl>"
    assert grids(read_document(docx(body), "x")) == [[["甲", "乙", "丙"], ["", "1", ""], ["2", "3", ""]]]


def test_lines_of_the_drawing_that_part_nothing_are_taken_out() -> None:
    body = table((wide("项目", 2), wide("预算数", 3)), (wide("水费", 2), wide("1", 3)))
    assert grids(read_document(docx(body), "x")) == [[["项目", "预算数"], ["水费", "1"]]]


def test_cells_merged_in_the_way_of_older_files() -> None:
    merged = tc("预算数", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>")
    body = table(("科目", *merged), ("", "基本", "项目"), ("水费", "1", "2"))
    assert grids(read_document(docx(body), "x")) == [[["科目", "预算数", "<"], ["", "基本", "项目"], ["水费", "1", "2"]]]


def test_a_small_table_in_a_cell_is_text_and_a_large_one_a_table() -> None:
    small, large = table(("注", "略")), table(("月份", "金额"), ("1", "10"), ("2", "20"))
    body = table(HEAD, ("水费", tc(p("1") + small)), ("电费", tc(p("30") + large)))
    document = read_document(docx(body), "x")
    assert grids(document) == [[list(HEAD), ["水费", "1注 略"], ["电费", "30"]], [["月份", "金额"], ["1", "10"], ["2", "20"]]]
    assert [spot.cell for spot in document.spots][-1] == "表2 R3C2"


def test_a_table_of_one_cell_is_a_paragraph() -> None:
    assert texts(read_document(docx(table((tc(p("第一行") + p("第二行")),))), "x")) == ["第一行", "第二行"]


def test_numbers_count_on_past_a_table_within_a_cell() -> None:
    inner = table((tc(item("1")), "2"), ("3", "4"))
    body = item("甲") + table(("项目", tc(inner))) + item("乙")
    found = read_document(docx(body, numbering=lists(level(0, "decimal", "%1."))), "x")
    assert texts(found)[0] == "1. 甲" and texts(found)[-1] == "3. 乙"


# --- files ----------------------------------------------------------------------------------------------------------------------------


def test_the_main_part_may_have_another_name() -> None:
    assert texts(read_document(docx(p("正文"), main="word/document2.xml"), "x")) == ["正文"]


def test_strict_files_are_read() -> None:
    from ingest.readers.package import Package
    from tests.ingest.office_files import packed

    usual = docx(p("正文"))
    strict = b"//purl.oclc.org/ooxml/wordprocessingml/main"
    parts = {name: Package(usual).read(name) or b"" for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml")}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"//schemas.openxmlformats.org/wordprocessingml/2006/main", strict)
    assert strict in parts["word/document.xml"]
    assert texts(read_document(packed(parts), "x")) == ["正文"]


@pytest.mark.parametrize(("body", "code"), [("", "empty"), (p(" "), "empty"), (p(r("a")) * 2, "")])
def test_files_without_text_are_refused(body: str, code: str) -> None:
    if not code:
        assert len(texts(read_document(docx(body), "x"))) == 2
        return
    with pytest.raises(Unreadable) as refused:
        read_document(docx(body), "x")
    assert refused.value.code == code
