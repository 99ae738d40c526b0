"""PDF files written by hand, object by object, so that any part of one can be wrong on purpose."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence

Objects = dict[int, bytes]
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
"""Fills passwords up to 32 bytes (ISO 32000-1, algorithm 2)."""
ID = bytes(range(16))
LINES = 45
"""Lines of a page."""
CATALOG, PAGES, FONT, CONTENT, FIRST_PAGE = 1, 2, 3, 4, 5
FONT_OBJECTS: Objects = {
    FONT: b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[7000 0 R]>>",
    7000: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7001 0 R/DW 1000"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
    7001: b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
    b"/CapHeight 880/StemV 93>>",
}


def stream(data: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    """A stream as it stands; `length` lies about it."""
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data) if length is None else length, data)


def flate(data: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(data), entries + b"/Filter/FlateDecode")


def zeros(size: int) -> bytes:
    """`size` zero bytes (a multiple of 1 MiB), deflated; the blocks of a MiB are all the same, so that it takes no time to make."""
    maker, mib = zlib.compressobj(9), bytes(1 << 20)
    first = maker.compress(mib) + maker.flush(zlib.Z_FULL_FLUSH)
    block = maker.compress(mib) + maker.flush(zlib.Z_FULL_FLUSH)
    sum_of_zeros = ((size % 65521) << 16 | 1).to_bytes(4, "big")
    return first + block * ((size >> 20) - 1) + b"\x03\x00" + sum_of_zeros


def written(
    objects: Mapping[int, bytes], trailer: bytes = b"", *, header: bytes = b"%PDF-1.7\n", shift: int = 0, tail: bytes = b""
) -> bytes:
    """The file of these objects, the catalog being number 1. `shift` is added to every offset of the cross-reference table."""
    body, offsets = bytearray(header), {}
    for number, value in objects.items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, offset + shift) for number, offset in sorted(offsets.items()))
    start, size = len(body), max(objects) + 1
    body += b"xref\n0 1\n0000000000 65535 f \n%b" % table
    body += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n%b" % (size, trailer, start + shift, tail)
    return bytes(body)


def page(content: int = CONTENT, entries: bytes = b"/MediaBox[0 0 595 842]") -> bytes:
    return b"<</Type/Page/Parent 2 0 R%b/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>" % (entries, content)


def tree(pages: Sequence[int]) -> bytes:
    return b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), b" ".join(b"%d 0 R" % number for number in pages))


def one_page(content: bytes, more: Mapping[int, bytes] | None = None, entries: bytes = b"/MediaBox[0 0 595 842]") -> Objects:
    """A document of one page whose content is the stream object `content`."""
    objects = {CATALOG: b"<</Type/Catalog/Pages 2 0 R>>", PAGES: tree([FIRST_PAGE]), CONTENT: content, FIRST_PAGE: page(entries=entries)}
    return {**objects, **FONT_OBJECTS, **(more or {})}


def show(lines: Sequence[str]) -> bytes:
    """The content of a page of text, a line under the other."""
    shown = (b"1 0 0 1 40 %d Tm <%b> Tj" % (800 - 17 * at, line.encode("utf-16-be").hex().encode()) for at, line in enumerate(lines))
    return b"BT /F 10 Tf\n%b\nET" % b"\n".join(shown)


def book(text: str) -> Objects:
    """A document with that text."""
    lines = [line for line in text.splitlines() if line.strip()]
    parts = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    objects = {CATALOG: b"<</Type/Catalog/Pages 2 0 R>>", PAGES: tree(range(10, 10 + len(parts))), **FONT_OBJECTS}
    for at, part in enumerate(parts):
        objects[10 + at] = page(1000 + at)
        objects[1000 + at] = flate(show(part))
    return objects


def encrypted(objects: Objects, user: bytes, owner: bytes) -> bytes:
    """The file with the standard security handler, revision 2 (40 bits). An empty user password opens it for everyone."""
    kept = rc4(hashlib.md5(_padded(owner)).digest()[:5], _padded(user))
    key = hashlib.md5(_padded(user) + kept + (-44).to_bytes(4, "little", signed=True) + ID).digest()[:5]
    entries = (kept.hex().encode(), rc4(key, PADDING).hex().encode(), ID.hex().encode(), ID.hex().encode())
    trailer = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%b>/U<%b>/P -44>>/ID[<%b><%b>]" % entries
    return written({number: _encrypted(key, number, value) for number, value in objects.items()}, trailer)


def _encrypted(key: bytes, number: int, value: bytes) -> bytes:
    """A stream's data, encrypted; our other objects hold no strings."""
    head, found, rest = value.partition(b"stream\n")
    if not found:
        return value
    data = rest.removesuffix(b"\nendstream")
    return head + found + rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], data) + b"\nendstream"


def _padded(password: bytes) -> bytes:
    return (password + PADDING)[:32]


def rc4(key: bytes, data: bytes) -> bytes:
    state, at = list(range(256)), 0
    for step in range(256):
        at = (at + state[step] + key[step % len(key)]) % 256
        state[step], state[at] = state[at], state[step]
    out, one, two = bytearray(), 0, 0
    for byte in data:
        one = (one + 1) % 256
        two = (two + state[one]) % 256
        state[one], state[two] = state[two], state[one]
        out.append(byte ^ state[(state[one] + state[two]) % 256])
    return bytes(out)
