"""Hostile texts, web pages, pictures and old Office files, by name."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from html import escape

from tests.hostile import packages, pdfs
from tests.hostile.good import lines, text

MIB = 1 << 20
NOISE = random.Random(5).randbytes(200_000)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def with_text(added: str) -> bytes:
    """The good document with something in the middle, where the readers of tables and sentences meet it."""
    told = text().splitlines()
    half = len(told) // 2
    return "\n".join((*told[:half], added, *told[half:])).encode()


def page(body: str, head: str = "<!DOCTYPE html>") -> bytes:
    return f'{head}<html><head><meta charset="utf-8"><title>部门预算</title></head><body>{body}</body></html>'.encode()


def good_page() -> bytes:
    return page("".join(f"<p>{escape(line)}</p>" for line in lines()))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg(height: int, width: int) -> bytes:
    """A JPEG that ends after its head."""
    tables = b"\xff\xdb\x00\x43\x00" + bytes(range(1, 65))
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
        + tables
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\x34"
    )


def tiff(entries: list[tuple[int, int, int, int]], following: int) -> bytes:
    """One directory; `following` is where the next one stands."""
    directory = b"".join(struct.pack("<HHII", *one) for one in entries)
    return b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", len(entries)) + directory + struct.pack("<I", following)


def gif(width: int, height: int) -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HHBBB", width, height, 0x80, 0, 0)
        + bytes(6)
        + b","
        + struct.pack("<HHHHB", 0, 0, width, height, 0)
        + b"\x02\x01\x00\x00;"
    )


def compound(table: list[int], first: int, size: int = 512) -> bytes:
    """An OLE file: header, one sector of its allocation table, a directory of `Workbook` that starts at sector `first`."""
    head = OLE + bytes(16) + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * 432
    sector = b"".join(struct.pack("<I", one) for one in table).ljust(512, b"\xff")

    def node(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        told = (name + "\0").encode("utf-16-le")
        return told.ljust(64, b"\0") + struct.pack("<HBBIII16xI8x8xIQ", len(told), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, 0, start, length)

    directory = node("Root Entry", 5, 1, 0xFFFFFFFE, 0) + node("Workbook", 2, 0xFFFFFFFF, first, size) + bytes(256)
    return head + sector + directory + bytes(2048)


FILES: dict[str, Callable[[], bytes]] = {
    "text-good": lambda: text().encode(),
    "text-empty": lambda: b"",
    "text-blank": lambda: "\n \t\u3000\r\n".encode() * 100_000,
    "text-zeros": lambda: bytes(5 * MIB),
    "text-noise": lambda: NOISE,
    "text-half-of-utf16": lambda: text().encode("utf-16")[:-1],
    "text-utf16-surrogates": lambda: b"\xff\xfe" + b"\x00\xd8" * 100_000,
    "text-broken-utf8": lambda: text().encode()[:20_000] + b"\xff\xc0\x80\xed\xa0\x80" * 100 + text().encode()[20_000:],
    "text-two-encodings": lambda: text().encode()[:9_000] + text().encode("gb18030"),
    "text-one-line-of-5-mb": lambda: "预算公开".encode() * (5 * MIB // 12),
    "text-one-line-within": lambda: with_text("年" * 500_000),
    "text-digits-within": lambda: with_text("1" * 1_000_000),
    "text-numbers-within": lambda: with_text("1,234.56 " * 50_000),
    "text-brackets-within": lambda: with_text("（" * 200_000 + "）" * 200_000),
    "text-5000-headings": lambda: with_text("\n".join(f"{'一二三四五六七八九'[at % 9]}、关于支出的说明" for at in range(5_000))),
    "text-sentence-endless": lambda: with_text("比上年增加12.3万元，增长4.5%，主要原因是" * 20_000),
    "text-blanks-within": lambda: with_text("合计" + " " * 1_000_000 + "1"),
    "text-tabs-within": lambda: with_text("\t".join(["1"] * 2_000)),
    "text-rows-of-tabs": lambda: with_text("\n".join(["\t1" * 50] * 400)),
    "text-200000-blank-lines": lambda: with_text("\n" * 200_000),
    "text-tags-within": lambda: with_text("<p " * 300_000),
    "text-marks-within": lambda: with_text("[bookmark:" * 300_000),
    "csv-100000-columns": lambda: (",".join(["1"] * 100_000) + "\n").encode() * 5,
    "csv-quotes": lambda: b'"' * 1_000_001,
    "text-named-pdf.pdf": lambda: text().encode(),
    "pdf-named-docx.docx": pdfs.good,
    "docx-named-txt.txt": packages.good_docx,
    "html-good": good_page,
    "html-active": lambda: good_page().replace(
        b"<p>", b'<script>while(1){}</script><img src=x onerror=alert(1)><iframe src="file:///etc/passwd"></iframe><p>', 1
    ),
    "html-100000-deep": lambda: page("<div>" * 100_000 + "预算" + "</div>" * 100_000),
    "html-tables-10000-deep": lambda: page("<table><tr><td>" * 10_000 + "预算"),
    "html-3-million-tags": lambda: page("<b>" * 3_000_000),
    "html-20000-attributes": lambda: page("<p " + " ".join(f"a{at}=1" for at in range(20_000)) + ">预算"),
    "html-spans-without-end": lambda: page(
        "".join(f"<p>{escape(line)}</p>" for line in lines())
        + '<table><tr><td colspan="999999999" rowspan="999999999">预算</td></tr></table>'
    ),
    "html-billion-laughs": lambda: page("<p>&l9;</p>", packages.LOL),
    "html-foreign-entity": lambda: page("<p>&l9;</p>", packages.FOREIGN),
    "html-never-closed": lambda: b"<html><body><!--" + text().encode() * 50,
    "html-lies-about-its-encoding": lambda: good_page().replace(b"utf-8", b"utf-7"),
    "html-noise": lambda: b"<html>" + NOISE,
    "png-of-10-gigapixels": lambda: png(100_000, 100_000, zlib.compress(bytes(1000))),
    "png-bomb": lambda: png(30_000, 30_000, packages.zeros(1024 * MIB)),
    "png-noise": lambda: b"\x89PNG\r\n\x1a\n" + NOISE,
    "jpeg-cut": lambda: jpeg(1000, 1000),
    "jpeg-huge": lambda: jpeg(65_535, 65_535),
    "tiff-in-a-circle": lambda: tiff([(256, 3, 1, 10), (257, 3, 1, 10)], 8),
    "tiff-of-10-gigapixels": lambda: tiff([(256, 4, 1, 100_000), (257, 4, 1, 100_000), (258, 3, 1, 8), (273, 4, 0xFFFFFFFF, 8)], 0),
    "gif-huge": lambda: gif(65_535, 65_535),
    "ole-noise": lambda: OLE + NOISE,
    "ole-cut": lambda: OLE + bytes(100),
    "ole-in-a-circle": lambda: compound([0xFFFFFFFD, 0xFFFFFFFE, 3, 2], 2, 1 << 30),
    "ole-directory-in-a-circle": lambda: compound([0xFFFFFFFD, 1], 5),
    "rtf-100000-deep": lambda: b"{\\rtf1" + b"{" * 100_000 + b"}" * 100_000,
    "xml-billion-laughs": f'<?xml version="1.0"?>{packages.LOL}<x>&l9;</x>'.encode,
}
READ = {"text-good", "text-named-pdf.pdf", "pdf-named-docx.docx", "docx-named-txt.txt", "html-good", "html-active"}
REFUSED = {
    "text-empty",
    "text-blank",
    "text-zeros",
    "text-noise",
    "csv-quotes",
    "png-noise",
    "jpeg-cut",
    "ole-noise",
    "ole-cut",
    "html-noise",
}
