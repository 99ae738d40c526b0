"""Hostile PDFs, by name. Those in READ are unusual, but good documents."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from functools import cache

from tests.hostile.good import text
from tests.hostile.pdf_file import FIRST_PAGE, Objects, book, encrypted, flate, one_page, page, show, stream, tree, written, zeros

GIB = 1 << 30
LINE = show(["一般公共预算支出"])


@cache
def good() -> bytes:
    return written(book(text()))


def cut(share: float) -> bytes:
    return good()[: int(len(good()) * share)]


def paged(count: int) -> bytes:
    objects = one_page(stream(LINE))
    numbers = range(10_000, 10_000 + count)
    return written({**objects, 2: tree(numbers), **{number: page() for number in numbers}})


def with_form(forms: Objects) -> bytes:
    """A page that draws the form number 100."""
    entries = b"/MediaBox[0 0 595 842]"
    objects = one_page(stream(b"/X Do " + LINE), forms, entries)
    own = page(entries=entries).replace(b"/Font<<", b"/XObject<</X 100 0 R>>/Font<<")
    return written({**objects, FIRST_PAGE: own})


def form(content: bytes, draws: int) -> bytes:
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % draws)


def doubling() -> bytes:
    """Every form draws the next one ten times: 10^20 at the end."""
    return with_form(
        {100 + depth: form(b"/X Do " * 10, 101 + depth) for depth in range(20)}
        | {120: stream(b"0 0 1 1 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")}
    )


def nested(opening: bytes, closing: bytes, depth: int) -> bytes:
    return written(one_page(stream(LINE), {50: opening * depth + closing * depth}, b"/MediaBox[0 0 595 842]/Deep 50 0 R"))


def drawn(content: bytes) -> bytes:
    return written(one_page(flate(content + b"\n" + LINE)))


def rules(count: int) -> bytes:
    across = b"".join(b"0 %.3f m 595 %.3f l S\n" % (at * 842 / count, at * 842 / count) for at in range(count))
    down = b"".join(b"%.3f 0 m %.3f 842 l S\n" % (at * 595 / count, at * 595 / count) for at in range(count))
    return drawn(across + down)


def object_stream(count: int, data: bytes) -> bytes:
    entries = b"/Type/ObjStm/N %d/First 10/Filter/FlateDecode" % count
    return written(one_page(stream(LINE), {60: stream(data, entries)}))


def cross_reference_stream(widths: bytes, size: int) -> bytes:
    objects = one_page(stream(LINE))
    body = written(objects).rpartition(b"xref\n0 1")[0]
    table = flate(bytes(64), b"/Type/XRef/Size %d/W[%b]/Root 1 0 R" % (size, widths))
    return body + b"900 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(body))


def active() -> bytes:
    """The good document, with scripts, actions and an attached program: all of it is passed over."""
    objects = book(text())
    objects[1] = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);this.exportDataObject\\(\\))>>"
        b"/AA<</WC<</S/Launch/F(cmd.exe)>>>>/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)/EF<</F 6000 0 R>>>>]>>"
        b"/JavaScript<</Names[(x)<</S/JavaScript/JS(while\\(1\\);)>>]>>>>/AcroForm<</XFA 6001 0 R/Fields[]>>>>"
    )
    objects[6000] = stream(b"MZ" + bytes(100), b"/Type/EmbeddedFile")
    objects[6001] = stream(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xdp>&a;</xdp>')
    return written(objects)


def picture(width: int, height: int) -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode" % (width, height)
    return with_form({100: stream(zlib.compress(bytes(1000)), entries)})


def mapped() -> bytes:
    """A font whose table to Unicode has ranges without end."""
    ranges = b"beginbfrange\n" + b"<0000> <ffffffff> <0000>\n" * 1000 + b"endbfrange\n"
    objects = one_page(
        stream(LINE), {80: flate(b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n" + ranges * 100 + b"endcmap")}
    )
    objects[3] = objects[3].replace(b"/Encoding", b"/ToUnicode 80 0 R/Encoding")
    return written(objects)


def font_in_a_circle() -> bytes:
    """A drawn letter that draws itself."""
    letter = stream(b"1000 0 d0 BT /F 9 Tf (a) Tj ET")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 90 0 R>>"
        b"/Encoding<</Type/Encoding/Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[9]/Resources<</Font<</F 3 0 R>>>>>>"
    )
    return written({**one_page(stream(b"BT /F 9 Tf (aaaa) Tj ET"), {90: letter}), 3: font})


FILES: dict[str, Callable[[], bytes]] = {
    "pdf-good": good,
    "pdf-user-password": lambda: encrypted(book(text()), b"secret", b"owner"),
    "pdf-owner-password": lambda: encrypted(book(text()), b"", b"owner"),
    "pdf-unknown-encryption": lambda: written(book(text()), b"/Encrypt<</Filter/Other/V 9>>"),
    "pdf-cut-at-5%": lambda: cut(0.05),
    "pdf-cut-at-50%": lambda: cut(0.5),
    "pdf-cut-at-99%": lambda: cut(0.99),
    "pdf-header-only": lambda: b"%PDF-1.7\n",
    "pdf-no-pages": lambda: written({**one_page(stream(b"")), 2: tree([])}),
    "pdf-10000-pages": lambda: paged(10_000),
    "pdf-says-2-billion-pages": lambda: written({**one_page(stream(LINE)), 2: b"<</Type/Pages/Count 2147483647/Kids[5 0 R]>>"}),
    "pdf-says-minus-one-page": lambda: written({**one_page(stream(LINE)), 2: b"<</Type/Pages/Count -1/Kids[5 0 R]>>"}),
    "pdf-tree-in-a-circle": lambda: written({**one_page(stream(LINE)), 2: b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R 5 0 R]/Parent 2 0 R>>"}),
    "pdf-tree-without-end": lambda: written(
        {
            **one_page(stream(LINE)),
            2: tree([2000]),
            **{2000 + at: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (2001 + at) for at in range(5000)},
        }
    ),
    "pdf-form-in-itself": lambda: with_form({100: form(b"/X Do", 100)}),
    "pdf-forms-in-each-other": lambda: with_form({100: form(b"/X Do", 101), 101: form(b"/X Do", 100)}),
    "pdf-forms-doubling": doubling,
    "pdf-content-bomb": lambda: written(one_page(stream(zeros(GIB), b"/Filter/FlateDecode"))),
    "pdf-content-bomb-twice-packed": lambda: written(one_page(stream(zlib.compress(zeros(4 * GIB)), b"/Filter[/FlateDecode/FlateDecode]"))),
    "pdf-object-stream-bomb": lambda: object_stream(2_000_000_000, zeros(GIB)),
    "pdf-object-stream-lies": lambda: object_stream(-5, zlib.compress(b"1 0 2 0 3 0")),
    "pdf-predictor-lies": lambda: written(
        one_page(
            stream(zeros(1 << 26), b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>")
        )
    ),
    "pdf-cross-reference-huge": lambda: cross_reference_stream(b"8 8 8", 2_147_483_647),
    "pdf-cross-reference-wide": lambda: cross_reference_stream(b"2147483647 2147483647 1", 10),
    "pdf-cross-reference-wrong": lambda: written(book(text()), shift=7777),
    "pdf-cross-reference-in-a-circle": lambda: written(one_page(stream(LINE)), b"/Prev 9/XRefStm 9"),
    "pdf-huge-page": lambda: written(one_page(stream(LINE), entries=b"/MediaBox[-1e30 -1e30 1e30 1e30]/UserUnit 1e30")),
    "pdf-no-area": lambda: written(one_page(stream(LINE), entries=b"/MediaBox[0 0 0 0]/CropBox[9 9 -9 -9]/Rotate 45")),
    "pdf-odd-box": lambda: written(one_page(stream(LINE), entries=b"/MediaBox[(a) null 99999999999999999999 NaN]/Rotate -2147483648")),
    "pdf-rubbish-after": lambda: written(book(text()), tail=random.Random(1).randbytes(100_000)),
    "pdf-rubbish-before": lambda: written(book(text()), header=b"MIME rubbish\n" * 20 + b"%PDF-1.7\n"),
    "pdf-rubbish-within": lambda: b"%PDF-1.7\n" + random.Random(2).randbytes(200_000) + b"\n%%EOF",
    "pdf-active": active,
    "pdf-arrays-100000-deep": lambda: nested(b"[", b"]", 100_000),
    "pdf-dictionaries-100000-deep": lambda: nested(b"<</A", b">>", 100_000),
    "pdf-operands-100000-deep": lambda: drawn(b"[" * 100_000 + b"]" * 100_000 + b" TJ"),
    "pdf-states-million-deep": lambda: drawn(b"q " * 1_000_000),
    "pdf-million-glyphs": lambda: drawn(b"BT /F 1 Tf 10 400 Td <" + "万".encode("utf-16-be").hex().encode() * 1_000_000 + b"> Tj ET"),
    "pdf-glyphs-far-away": lambda: drawn(b"BT /F 1e30 Tf 1e30 0 0 1e30 1e38 -1e38 Tm <4e004e8c> Tj ET"),
    "pdf-rules-1000-by-1000": lambda: rules(1000),
    "pdf-300000-paths": lambda: drawn(b"0 0 m 9 9 l S\n" * 300_000),
    "pdf-length-of-itself": lambda: written(one_page(b"<</Length 4 0 R>>stream\nBT ET\nendstream")),
    "pdf-length-lies": lambda: written(one_page(stream(LINE, length=2_147_483_647))),
    "pdf-contents-10000-times": lambda: written(
        {**one_page(stream(LINE)), 5: page().replace(b"/Contents 4 0 R", b"/Contents[" + b"4 0 R " * 10_000 + b"]")}
    ),
    "pdf-font-table-bomb": mapped,
    "pdf-font-in-a-circle": font_in_a_circle,
    "pdf-picture-of-10-gigapixels": lambda: picture(100_000, 100_000),
    "pdf-no-catalog": lambda: b"%PDF-1.7\n1 0 obj\nnull\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
}
READ = {"pdf-good", "pdf-owner-password", "pdf-active", "pdf-rubbish-after"}
REFUSED = {
    "pdf-user-password",
    "pdf-unknown-encryption",
    "pdf-header-only",
    "pdf-no-pages",
    "pdf-10000-pages",
    "pdf-rubbish-within",
    "pdf-no-catalog",
}
