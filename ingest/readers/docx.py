"""DOCX and DOCM → Document: paragraphs and tables in the order of the body, as they print with all tracked changes accepted.

The XML is read directly: python-docx loads every picture, refuses files with macros, and repeats the text of merged cells. Headers, footers,
footnotes and comments are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.document import Document, Remark, Spot
from ingest.errors import Unreadable
from ingest.readers.asides import add_anchored
from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_text import ALTERNATIVES, CHOICE, Styles, Texts, is_on, mark_is_deleted, w
from ingest.readers.gridding import Anchor, Blocks, has_figures, one_line
from ingest.readers.package import Package, parse_xml

_STRICT = ((b"purl.oclc.org/ooxml/wordprocessingml/main", b"schemas.openxmlformats.org/wordprocessingml/2006/main"),)
"""Strict files differ from the usual ones in the names of their namespaces only."""
_HOLDERS = frozenset(w(name) for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_MAX_COLS = 1000


def read_docx(data: bytes, name: str, sha: str) -> Document:
    """Raises Unreadable where the file is damaged, has a password, or holds no text."""
    package = Package(data)
    root = _root(package, package.main)
    body = root.find(w("body")) if root is not None else None
    if body is None:
        raise Unreadable("Word 文件已损坏：没有正文部分", "damaged")
    styles, numbering = (_root(package, package.part_of(kind)) for kind in ("styles", "numbering"))
    reader = _Reader(Texts(Styles(styles), Numbering(numbering)))
    try:
        reader.walk(body)
    except RecursionError as error:
        raise Unreadable("Word 文件嵌套层数太多，不予读取", "damaged") from error
    document = reader.blocks.document(name, sha, tuple(_left_out(body)))
    if not document.blocks:
        raise Unreadable("Word 文件里没有文字，可能只有图片", "empty")
    return document


def _root(package: Package, part: str) -> Any:
    data = package.read(part) if part else None
    for strict, usual in _STRICT:
        data = data.replace(strict, usual) if data else None
    return parse_xml(data, part) if data else None


def _left_out(body: Any) -> Iterator[Remark]:
    objects = sum(1 for _ in body.iter("{*}OLEObject", w("altChunk")))
    if objects:
        yield Remark(f"文档中嵌入了 {objects} 个对象（如 Excel 表格），没有读取；请把它们另存为单独的文件再读入")


class _Reader:
    def __init__(self, texts: Texts) -> None:
        self.blocks = Blocks()
        self._texts = texts
        self._paragraphs = 0
        self._tables = 0
        self._carried = ""

    def walk(self, container: Any) -> None:
        """The paragraphs and tables of a body, text box or content control."""
        for child in _content(container):
            if child.tag == w("p"):
                self._paragraph(child)
            else:
                self._table(child)

    def _paragraph(self, element: Any) -> None:
        text, boxes = self._texts.read(element)
        self._carried += text
        if not mark_is_deleted(element):
            text, self._carried = self._carried.replace("\t", " "), ""
            if text.strip():
                self._paragraphs += 1
                self.blocks.paragraph(text, Spot(cell=f"段{self._paragraphs}"))
        for box in boxes:
            self.walk(box)

    def _table(self, table: Any) -> None:
        """The table, and after it those within its cells that hold rows of numbers."""
        self._tables += 1
        inner: list[Any] = []
        add_anchored(self.blocks, self._anchors(table, inner), self._tables)
        for each in inner:
            self._table(each)

    def _anchors(self, table: Any, inner: list[Any]) -> list[Anchor]:
        """The cells of the table by the columns of its grid; a cell that goes on downwards is one cell."""
        anchors: list[Anchor] = []
        open_at: dict[int, int] = {}
        for row, element in enumerate(_rows(table)):
            still_open: dict[int, int] = {}
            col = _number(element, f"{w('trPr')}/{w('gridBefore')}", 0)
            for cell in _cells(element):
                cols = _number(cell, f"{w('tcPr')}/{w('gridSpan')}", 1)
                merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
                goes_on = merge is not None and merge.get(w("val"), "continue") == "continue" and col in open_at
                if goes_on:
                    above = open_at[col]
                    anchors[above] = replace(anchors[above], rows=row + 1 - anchors[above].row)
                elif _continues_left(cell) and anchors and anchors[-1].row == row:
                    anchors[-1] = replace(anchors[-1], cols=anchors[-1].cols + cols)
                else:
                    anchors.append(Anchor(row, col, self._cell_text(cell, inner), 1, cols))
                if merge is not None:
                    still_open[col] = open_at[col] if goes_on else len(anchors) - 1
                col += cols
            open_at = still_open
        return anchors

    def _cell_text(self, cell: Any, inner: list[Any] | None) -> str:
        """Its paragraphs and small tables, one a line; larger tables are put into `inner`, if given."""
        lines: list[str] = []
        carried = ""
        for child in _content(cell):
            if child.tag == w("p"):
                text, boxes = self._texts.read(child)
                carried += text
                if not mark_is_deleted(child):
                    lines, carried = [*lines, carried], ""
                lines += [self._cell_text(box, inner) for box in boxes]
                continue
            if inner is not None and has_figures([["".join(cell.itertext(w("t"))) for cell in _cells(row)] for row in _rows(child)]):
                inner.append(child)
            else:
                lines += [" ".join(one_line(self._cell_text(each, None)) for each in _cells(row)) for row in _rows(child)]
        return "\n".join([*lines, carried])


def _content(container: Any) -> Iterator[Any]:
    """The paragraphs and tables right in a container, whatever wraps them; what was deleted or moved away is left out."""
    for child in container:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag == w("sdt") or child.tag in _HOLDERS:
            yield from _content(child)
        elif child.tag == ALTERNATIVES:
            yield from (part for choice in child.iterchildren(CHOICE) for part in _content(choice))


def _rows(table: Any) -> Iterator[Any]:
    """Its visible rows, also those in content controls."""
    for child in table:
        if child.tag == w("tr"):
            properties = child.find(w("trPr"))
            hidden = properties.find(w("hidden")) if properties is not None else None
            if properties is None or (properties.find(w("del")) is None and not (hidden is not None and is_on(hidden))):
                yield child
        elif child.tag == w("sdt") or child.tag in _HOLDERS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == w("tc"):
            if child.find(f"{w('tcPr')}/{w('cellDel')}") is None:
                yield child
        elif child.tag == w("sdt") or child.tag in _HOLDERS:
            yield from _cells(child)


def _continues_left(cell: Any) -> bool:
    """Whether it is the rest of the cell before it, in the way of older files."""
    merge = cell.find(f"{w('tcPr')}/{w('hMerge')}")
    return merge is not None and merge.get(w("val"), "continue") == "continue"


def _number(element: Any, path: str, default: int) -> int:
    found = element.find(path)
    text = found.get(w("val"), "") if found is not None else ""
    return min(int(text), _MAX_COLS) if text.isascii() and text.isdigit() and len(text) < 10 else default
