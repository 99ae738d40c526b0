"""Web pages: the article without its surroundings, tables as drawn, layout tables unfolded, encodings as they come."""

from __future__ import annotations

from contextlib import suppress

import pytest

from ingest.document import Grid
from ingest.errors import Unreadable
from ingest.readers import read_document
from ingest.readers.html import is_html
from tests.ingest.office_files import grids, texts

TABLE = "<table><tr><td>项目</td><td>预算数</td></tr><tr><td>水费</td><td>1.50</td></tr><tr><td>合计</td><td>1.50</td></tr></table>"
SHOWN = [["项目", "预算数"], ["水费", "1.50"], ["合计", "1.50"]]


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


def shown(body: str, head: str = "") -> list[str]:
    return texts(read_document(page(body, head), "x"))


def drawn(body: str) -> list[list[list[str]]]:
    return grids(read_document(page(body), "x"))


# --- what of the page is read ---------------------------------------------------------------------------------------------------------


def test_what_does_not_print_is_no_text() -> None:
    unseen = (
        "<script>document.write('1')</script><style>p{}</style><noscript>无</noscript><template><p>模板</p></template>"
        "<!-- 注释 --><p hidden>藏</p><p style='color:red; DISPLAY : none'>藏</p><select><option>选项</option></select><svg><text>图</text></svg>"
        "<iframe src='a'>框</iframe><textarea>写</textarea>"
    )
    assert shown(f"{unseen}<p>正文</p>{TABLE}{unseen}") == ["正文"]


def test_menus_and_footers_are_no_content() -> None:
    links = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("首页", "政务公开", "办事服务"))
    around = f"<nav>导航</nav><ul>{links}</ul><div role='navigation'>栏目</div><div><a href='a'>上一篇</a> <a href='b'>下一篇</a> <a href='c'>打印</a></div>"
    assert shown(f"{around}<h1>预算公开</h1><p>正文</p>{TABLE}<footer>版权所有</footer>") == ["预算公开", "正文"]


def test_lists_of_the_article_itself_stay() -> None:
    inner = "".join(f"<li><a href='#t{at}'>第{at}部分 公开表</a></li>" for at in range(4))
    named = "<p>详见<a href='x'>县政府网站</a>。</p>"
    assert shown(f"<ul>{inner}</ul>{named}") == [f"第{at}部分 公开表" for at in range(4)] + ["详见县政府网站。"]


def test_the_article_is_all_where_the_page_names_it() -> None:
    assert shown(f"<div>今天是星期五</div><article><p>正文很长很长</p>{TABLE}</article><div>天气晴</div>") == ["正文很长很长"]
    assert shown(f"<div><p>正文很长很长很长</p>{TABLE}</div><article>推荐</article>") == ["正文很长很长很长", "推荐"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>2024年部门预算公开_青岚县人民政府</title>", ["2024年部门预算公开"]),
        ("<title>青岚县</title><meta name='ArticleTitle' content='2024年部门预算 - 公开'>", ["2024年部门预算"]),
        ("<title>正文</title>", []),
        ("<title>Microsoft Word - x.doc</title>", []),
    ],
)
def test_the_title_comes_first_where_the_text_lacks_it(head: str, title: list[str]) -> None:
    assert shown("<p>正文</p>", head) == [*title, "正文"]


def test_blocks_breaks_and_blanks() -> None:
    body = "<div>第一\n段 <b>加粗</b>文字<div>第二段</div>第三段<br>第四&nbsp;&nbsp;行</div><ul><li>一项<li>二项</ul>&lt;b&gt;&#20803;&yen;"
    assert shown(body) == ["第一 段 加粗文字", "第二段", "第三段", "第四  行", "一项", "二项", "<b>元¥"]


# --- tables ---------------------------------------------------------------------------------------------------------------------------


def test_spans_in_both_directions() -> None:
    rows = (
        "<tr><th rowspan=3>科目</th><th colspan=3>预算数</th></tr><tr><th rowspan=2>合计<th colspan='2'>其中</tr>"
        "<tr><th>基本<th>项目</tr><tr><td>水费<td>3<td>1<td>2</tr>"
    )
    document = read_document(page(f"<table>{rows}</table>"), "x")
    assert grids(document) == [
        [["科目", "预算数", "<", "<"], ["^", "合计", "其中", "<"], ["^", "^", "基本", "项目"], ["水费", "3", "1", "2"]]
    ]
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [grid.rows[0][0].spans, grid.rows[0][1].spans, grid.rows[1][2].spans] == [(3, 1), (1, 3), (1, 2)]


def test_spans_that_reach_too_far_end_with_the_table() -> None:
    rows = "<tr><td rowspan=0>甲</td><td>1</td><td>2</td></tr><tr><td rowspan='65534'>3</td><td colspan=100000000>4</td></tr><tr><td>5</td></tr>"
    assert drawn(f"<table>{rows}</table>") == [[["甲", "1", "2"], ["^", "3", "4"], ["^", "^", "5"]]]


def test_groups_of_rows_are_shown_in_their_order() -> None:
    rows = "<tfoot><tr><td>合计<td>1</tr></tfoot><tbody><tr><td>水费<td>1</tr></tbody><thead><tr><td>项目<td>数</tr></thead>"
    assert drawn(f"<table>{rows}</table>") == [[["项目", "数"], ["水费", "1"], ["合计", "1"]]]


def test_a_caption_stands_above() -> None:
    document = read_document(page(TABLE.replace("<table>", "<table><caption>表一 支出表</caption>")), "x")
    assert texts(document) == ["表一 支出表"] and grids(document) == [SHOWN]


def test_cells_hold_blocks_and_breaks() -> None:
    body = TABLE.replace("水费", "<p>办公<br>取暖</p><div>及水费</div><script>1</script>").replace("1.50", "<p>&nbsp;1.50&nbsp;</p>", 1)
    assert drawn(body) == [[["项目", "预算数"], ["办公取暖及水费", "1.50"], ["合计", "1.50"]]]


@pytest.mark.parametrize(
    "layout",
    [
        f"<table><tr><td>{TABLE}</td></tr></table>",
        f"<table><tr><td>左栏</td><td>{TABLE}</td></tr></table>",
        f"<table><tr><td>页头</td></tr><tr><td><table><tr><td>{TABLE}</td></tr></table></td></tr></table>",
        f"<table><tr><td>一</td><td>二</td></tr><tr><td colspan=2>{TABLE}</td></tr></table>",
        f"<table role=presentation><tr><td>甲<td>1</tr><tr><td>乙<td>2</tr></table>{TABLE}",
    ],
)
def test_tables_that_only_place_things_are_unfolded(layout: str) -> None:
    assert drawn(layout) == [SHOWN]


def test_a_table_within_a_cell() -> None:
    note = "<table><tr><td>注</td><td>略</td></tr></table>"
    body = f"<table><tr><td>项目<td>数<td>附</tr><tr><td>水费<td>3<td>{TABLE}</tr><tr><td>电费<td>4<td>{note}</tr></table>"
    assert drawn(body) == [[["项目", "数", "附"], ["水费", "3", ""], ["电费", "4", "注 略"]], SHOWN]


def test_hidden_rows_are_left_out() -> None:
    assert drawn(TABLE.replace("<tr><td>水费", "<tr style='display:none'><td>藏<td>9</tr><tr><td>水费")) == [SHOWN]


# --- files ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("declared", ["", "<meta charset=gb2312>", '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'])
def test_encodings(encoding: str, declared: str) -> None:
    """What the bytes are decides, whatever the page says."""
    text = f"<html><head>{declared}</head><body><p>部门预算公开说明</p>{TABLE}</body></html>"
    document = read_document(text.encode(encoding), "x")
    assert texts(document) == ["部门预算公开说明"] and grids(document) == [SHOWN]


def test_a_few_bad_bytes_do_not_spoil_a_page() -> None:
    text = f"<html><head><meta charset=utf-8></head><body><p>{'部门预算公开说明。' * 40}</p>{TABLE}</body></html>".encode()
    assert grids(read_document(text.replace("水".encode(), b"\xe6\xb0"), "x"))[0][2] == SHOWN[2]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"<html>", True),
        (b"\xef\xbb\xbf\n<!-- a --><?xml version='1.0'?><!DOCTYPE HTML PUBLIC '-'><html>", True),
        (b"<table border=1><tr><td>1", True),
        (b"<p>text export</p>", False),
        (b"<b>1</b>\thtml", False),
        (b"see <html>", False),
    ],
)
def test_a_page_is_told_by_its_beginning(data: bytes, found: bool) -> None:
    assert is_html(data) is found


def test_saved_pages() -> None:
    parts = "\r\n".join(
        f'--b\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n'
        for encoded in (base64_of(f"<html><body><p>第{at}张表</p>{TABLE}</body></html>") for at in (1, 2))
    )
    data = f'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n{parts}--b--\r\n'.encode()
    document = read_document(data, "x")
    assert texts(document) == ["第1张表", "第2张表"] and grids(document) == [SHOWN, SHOWN]


def base64_of(text: str) -> str:
    from base64 import encodebytes

    return encodebytes(text.encode("gb18030")).decode()


def test_nothing_is_fetched_and_nothing_declared_is_expanded() -> None:
    head = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "数">]>'
    document = read_document(f"{head}<html><body><p>正文&x;&y;</p><img src='file:///etc/hostname'></body></html>".encode(), "x")
    assert [text for text in texts(document) if "正文" in text] == ["正文&x;&y;"]


@pytest.mark.parametrize("body", ["", "<script>1</script>", "<nav>导航</nav>", "<img src=a.png>"])
def test_pages_without_text_are_refused(body: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(page(body), "x")
    assert refused.value.code == "empty"


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "ul><li", "b"])
def test_deep_pages_are_read_or_refused(tag: str) -> None:
    with suppress(Unreadable):
        assert read_document(page(f"<{tag}>" * 20_000 + "底"), "x").sha
