"""Bytes → Document: one registry row a format. A reader knows how text is laid out, and nothing of budgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module

from ingest.document import Document
from ingest.errors import Unreadable
from ingest.readers.compound import compound_kind
from ingest.readers.html import is_html, is_mhtml
from ingest.readers.package import package_kind
from ingest.readers.pdf import read_pdf
from ingest.readers.separated import is_separated
from ingest.readers.text import looks_like_text, read_text

Reader = Callable[[bytes, str, str], Document]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how its bytes are recognised (never the file name) and who reads it; `read` is None while nobody does."""

    name: str
    recognises: Callable[[bytes], bool]
    read: Reader | None = None
    again: Callable[[bytes, str, str, frozenset[int]], Document] | None = None
    """Reads some pages in a second way."""


def _starts(*magics: bytes) -> Callable[[bytes], bool]:
    return lambda data: data[:64].lstrip().lower().startswith(magics)


def _names(schema: bytes) -> Callable[[bytes], bool]:
    """XML of a schema that its root element names."""
    return lambda data: data[:64].lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml") and schema in data[:4000]


def _has_pdf_header(data: bytes) -> bool:
    """Readers of PDF allow the header anywhere in the first 1,024 bytes."""
    return b"%PDF-" in data[:1024]


def _is_picture(data: bytes) -> bool:
    """PNG, JPEG, TIFF; BMP and WebP, whose first letters alone could be those of a text."""
    plain = data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*"))
    return plain or (data[:2] == b"BM" and data[6:10] == bytes(4)) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _packed(*kinds: str) -> Callable[[bytes], bool]:
    return lambda data: package_kind(data) in kinds


def _compound(*kinds: str) -> Callable[[bytes], bool]:
    return lambda data: compound_kind(data) in kinds


def _by(module: str, reader: str) -> Reader:
    """A reader whose module, and the library it stands on, is loaded when first needed."""

    def read(data: bytes, name: str, sha: str) -> Document:
        found: Reader = getattr(import_module(f"ingest.readers.{module}"), reader)
        return found(data, name, sha)

    return read


def _refused(reason: str, code: str = "format") -> Reader:
    def read(data: bytes, name: str, sha: str) -> Document:
        raise Unreadable(reason, code)

    return read


FORMATS: tuple[Format, ...] = (
    Format("PDF", _has_pdf_header, read_pdf, read_pdf),
    Format("DOCX", _packed("docx"), _by("docx", "read_docx")),
    Format("XLSX", _packed("xlsx"), _by("sheet", "read_sheets")),
    Format("ODS", _packed("ods"), _by("ods", "read_ods")),
    Format("ODT", _packed("odt"), _by("office", "read_text_through_office")),
    Format("ZIP", _packed("zip"), _by("archive", "read_archive")),
    Format("XLSB", _packed("xlsb"), _by("office", "read_sheets_through_office")),
    Format("PPTX", _packed("pptx"), _refused("演示文稿不能读，请把其中的表格另存为 XLSX 或 PDF 再读入")),
    Format("OFD", _packed("ofd"), _refused("OFD 版式文件不能直接读，请用阅读器另存为 PDF 再读入")),
    Format("ZIP/Office", _packed("damaged"), _refused("压缩包或 Office 文件已损坏，无法打开，请重新下载或另存", "damaged")),
    Format("XLS", _compound("xls"), _by("xls", "read_xls")),
    Format("DOC", _compound("doc"), _by("office", "read_text_through_office")),
    Format("Office", _compound("locked"), _refused("文件有密码，请去掉密码后再读入", "password")),
    Format("Office", _compound("ppt", "other"), _refused("这种 Office 文件不能读，请另存为 DOCX、XLSX 或 PDF 再读入")),
    Format("DOC/XLS", _compound("damaged"), _refused("DOC 或 XLS 文件已损坏，无法打开，请重新下载或另存", "damaged")),
    Format("图片", _is_picture, _by("scan", "read_image")),
    Format("GIF", _starts(b"gif8"), _refused("GIF 图片不能读，请另存为 PNG 再读入")),
    Format("RTF", _starts(b"{\\rtf"), _by("office", "read_text_through_office")),
    Format("Word 2003 XML", _names(b"/office/word/2003/wordml"), _by("office", "read_text_through_office")),
    Format("Excel 2003 XML", _names(b"urn:schemas-microsoft-com:office:spreadsheet"), _by("office", "read_sheets_through_office")),
    Format("RAR/7Z", _starts(b"rar!\x1a", b"7z\xbc\xaf'\x1c"), _refused("RAR、7Z 压缩包不能读，请解压后读入其中的文件，或改用 ZIP")),
    Format("MHTML", is_mhtml, _by("html", "read_mhtml")),
    Format("HTML", is_html, _by("html", "read_html")),
    Format("CSV", is_separated, _by("separated", "read_separated")),
    Format("文本", looks_like_text, read_text),
)


def read_document(data: bytes, name: str) -> Document:
    """Read a file's bytes; `name` is kept for people and decides nothing.

    Raises Unreadable with one plain line: empty, binary, damaged, with a password, a format without a reader, or text in an encoding that
    can't be told.
    """
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Unreadable("文件是空的", "empty")
    found = next((row for row in FORMATS if row.recognises(data)), None)
    if found is None:
        raise Unreadable("文件是二进制数据，不是可读的文本", "binary")
    if found.read is None:
        raise Unreadable(f"{found.name} 格式尚不支持，请先转成文本", "format")
    return found.read(data, name, sha256(data).hexdigest())


def read_again(data: bytes, name: str, pages: frozenset[int]) -> Document | None:
    """The file with some pages read by the second reader of its format; None where it has none. Raises Unreadable."""
    found = next((row for row in FORMATS if row.recognises(data)), None)
    return found.again(data, name, sha256(data).hexdigest(), pages) if found and found.again else None
