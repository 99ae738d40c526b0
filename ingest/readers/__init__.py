"""Bytes → Document: one registry row a format. A reader knows how text is laid out, and nothing of budgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from ingest.document import Document
from ingest.errors import Unreadable
from ingest.readers.pdf import read_pdf
from ingest.readers.text import looks_like_text, read_text


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how its bytes are recognised (never the file name) and who reads it; `read` is None while nobody does."""

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, str, str], Document] | None = None


def _starts(*magics: bytes) -> Callable[[bytes], bool]:
    return lambda data: data[:64].lstrip().lower().startswith(magics)


def _has_pdf_header(data: bytes) -> bool:
    """Readers of PDF allow the header anywhere in the first 1,024 bytes."""
    return b"%PDF-" in data[:1024]


FORMATS: tuple[Format, ...] = (
    Format("PDF", _has_pdf_header, read_pdf),
    Format("DOCX/XLSX/ZIP", _starts(b"pk\x03\x04")),
    Format("DOC/XLS", _starts(b"\xd0\xcf\x11\xe0")),
    Format("图片", _starts(b"\x89png", b"\xff\xd8\xff", b"gif8", b"ii*\x00", b"mm\x00*")),
    Format("RTF", _starts(b"{\\rtf")),
    Format("HTML", _starts(b"<!doctype html", b"<html")),
    Format("文本", looks_like_text, read_text),
)


def read_document(data: bytes, name: str) -> Document:
    """Read a file's bytes; `name` is kept for people and decides nothing.

    Raises Unreadable with one plain line: empty, binary, a format without a reader, or text in an encoding that can't be told.
    """
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Unreadable("文件是空的", "empty")
    found = next((row for row in FORMATS if row.recognises(data)), None)
    if found is None:
        raise Unreadable("文件是二进制数据，不是可读的文本", "binary")
    if found.read is None:
        raise Unreadable(f"{found.name} 格式尚不支持，请先转成文本", "format")
    return found.read(data, name, sha256(data).hexdigest())
