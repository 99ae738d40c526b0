"""Web pages (HTML, and MHTML as browsers save them) → Document. Nothing is executed, and nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

from domain.text import is_chinese, squeeze
from ingest.document import Document, Spot
from ingest.errors import Unreadable
from ingest.readers.asides import add_anchored
from ingest.readers.encoding import decode_page
from ingest.readers.gridding import Anchor, Blocks, has_figures, one_line
from ingest.readers.html_content import content_of, is_left_out, parse

_OPENS = re.compile(
    r"(?:\s|\ufeff|<\?xml[^>]*\?>|<!--.*?-->)*<(?:!doctype\s+html|(?:html|head|body|meta|title|style|table)[\s>])", re.I | re.S
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hr "
    "html legend li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_MAX_SPAN = 1000
_SEGMENTS = re.compile(r"[_|｜]|\s[-–—]+\s?|\s?[-–—]+\s")


def is_html(data: bytes) -> bool:
    """Whether it opens as a page does: a fragment of a text with tags in it is none."""
    head = data[:4000]
    text = head.decode("utf-16", "replace") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("utf-8", "replace")
    return bool(_OPENS.match(text))


def is_mhtml(data: bytes) -> bool:
    head = data[:4000].lower()
    return b"mime-version:" in head and b"multipart/related" in head and not head.lstrip().startswith(b"<")


def read_html(data: bytes, name: str, sha: str) -> Document:
    """Raises Unreadable where the encoding can't be told, or nothing is left to read."""
    declared = _CHARSET.search(data[:4000])
    return _read([decode_page(data, declared[1].decode() if declared else "")], name, sha)


def read_mhtml(data: bytes, name: str, sha: str) -> Document:
    """The pages in a saved page, in their order. Raises Unreadable as `read_html`."""
    texts: list[str] = []
    for part in message_from_bytes(data).walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            texts.append(decode_page(content, part.get_content_charset() or ""))
    return _read(texts, name, sha)


def _read(texts: list[str], name: str, sha: str) -> Document:
    page = _Page()
    try:
        for text in texts:
            root = parse(text)
            if root is not None:
                page.read(root)
    except RecursionError as error:
        raise Unreadable("网页嵌套层数太多，不予读取", "damaged") from error
    document = page.blocks.document(name, sha)
    if not document.blocks:
        raise Unreadable("网页里没有可读的文字", "empty")
    return document


class _Page:
    def __init__(self) -> None:
        self.blocks = Blocks()
        self._line: list[str] = []
        self._paragraphs = 0
        self._tables = 0

    def read(self, root: Any) -> None:
        content = content_of(root)
        title = _title(root)
        if title and squeeze(title) not in squeeze("".join(content.itertext())):
            self.blocks.paragraph(title, Spot(cell="网页标题"))
        self._walk(content)
        self._flush()

    def _walk(self, element: Any) -> None:
        """The element, without what follows it."""
        if is_left_out(element):
            return
        if element.tag == "table" and not _is_layout(element):
            self._flush()
            self._table(element)
            return
        if element.tag in _BLOCKS:
            self._flush()
        self._line.append("\n" if element.tag == "br" else _inline(element.text))
        for child in element:
            self._walk(child)
            self._line.append(_inline(child.tail))
        if element.tag in _BLOCKS:
            self._flush()

    def _flush(self) -> None:
        text = _tidy("".join(self._line))
        self._line = []
        if text:
            self._paragraphs += 1
            self.blocks.paragraph(text, Spot(cell=f"段{self._paragraphs}"))

    def _table(self, table: Any) -> None:
        """Its caption, the table, and after it those within its cells that hold rows of numbers."""
        for caption in table.iterchildren("caption"):
            self._walk(caption)
        self._tables += 1
        inner: list[Any] = []
        add_anchored(self.blocks, list(_anchors(table, inner)), self._tables)
        for each in inner:
            self._table(each)


def _anchors(table: Any, inner: list[Any]) -> Iterator[Anchor]:
    """The cells of a table; those above that reach down are stepped over."""
    taken: dict[int, int] = {}
    rows = list(_rows(table))
    for at, row in enumerate(rows):
        col = 0
        for cell in row.iterchildren("td", "th"):
            if is_left_out(cell):
                continue
            while taken.get(col, 0) > at:
                col += 1
            down, cols = _span(cell, "rowspan"), min(_span(cell, "colspan") or 1, _MAX_SPAN)
            end = min(at + (down or len(rows)), len(rows))
            taken |= dict.fromkeys(range(col, col + cols), end)
            yield Anchor(at, col, _cell_text(cell, inner), end - at, cols)
            col += cols


def _rows(table: Any) -> Iterator[Any]:
    """Visible rows as they are shown: the header's first, the footer's last."""
    for group in (("thead",), ("tr", "tbody"), ("tfoot",)):
        for child in table.iterchildren(*group):
            for row in [child] if child.tag == "tr" else child.iterchildren("tr"):
                if not is_left_out(row):
                    yield row


def _cell_text(cell: Any, inner: list[Any] | None) -> str:
    """Its text, one printed line a line; larger tables within it are put into `inner`, if given."""
    parts: list[str] = []

    def walk(element: Any) -> None:
        if is_left_out(element):
            return
        if element.tag == "table" and inner is not None and has_figures(_plain(element)):
            inner.append(element)
            return
        edge = " " if element.tag in ("td", "th") and element is not cell else "\n" if element.tag in (*_BLOCKS, "br") else ""
        parts.extend((edge, _inline(element.text)))
        for child in element:
            walk(child)
            parts.append(_inline(child.tail))
        parts.append("" if element.tag == "br" else edge)

    walk(cell)
    return _tidy("".join(parts))


def _plain(table: Any) -> list[list[str]]:
    return [[one_line(_tidy("".join(cell.itertext()))) for cell in row.iterchildren("td", "th")] for row in _rows(table)]


def _is_layout(table: Any) -> bool:
    """Whether a table only puts other content in its place: one row or one column, or other tables and no numbers of its own."""
    rows = [list(row.iterchildren("td", "th")) for row in _rows(table)]
    if table.get("role") in ("presentation", "none") or len(rows) < 2 or max(map(len, rows)) < 2:
        return True
    if next(table.iterdescendants("table"), None) is None:
        return False
    own = [[cell for cell in row if next(cell.iter("table"), None) is None] for row in rows]
    return not has_figures([[one_line(_tidy("".join(cell.itertext()))) for cell in row] for row in own])


def _title(root: Any) -> str:
    """The title of the page's article, without the name of the site; empty where it has none in Chinese."""
    named = next((meta.get("content", "") for meta in root.iter("meta") if meta.get("name", "").lower() == "articletitle"), "")
    titles = [named] if named else [_tidy(_inline("".join(title.itertext()))) for title in root.iter("title")]
    title = _SEGMENTS.split(titles[0])[0].strip() if titles else ""
    return title if is_chinese(title) else ""


def _inline(text: str | None) -> str:
    """Text without line breaks of the source, which print as a blank."""
    return _BLANKS.sub(" ", text) if text else ""


def _tidy(text: str) -> str:
    """Lines without the blanks at their ends; blanks in between print as one, unbreakable ones each."""
    lines = (re.sub(" +", " ", part).strip(" ").replace("\xa0", " ").strip() for part in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
