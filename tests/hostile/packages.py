"""Hostile ZIP archives and Office files, by name."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from html import escape
from io import BytesIO

from tests.hostile.good import lines, text
from tests.hostile.pdf_file import zeros

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
MIB = 1 << 20
LOL = '<!DOCTYPE x [<!ENTITY l0 "三公经费">' + "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10)) + "]>"
"""A billion laughs: &l9; is 10^9 times l0."""
FOREIGN = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://example.org/x.dtd">%p;]>'
Parts = dict[str, bytes]


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


# --- archives laid out by hand --------------------------------------------------------------------------------------------------------


def local(name: bytes, data: bytes, *, method: int = 0, crc: int = 0, size: int | None = None, flags: int = 0) -> bytes:
    head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, flags, method, 0, 0, crc, len(data), size or len(data), len(name), 0)
    return head + name + data


def entry(name: bytes, packed: int, size: int, offset: int, *, method: int = 0, crc: int = 0, flags: int = 0) -> bytes:
    head = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, flags, method, 0, 0, crc, packed, size, len(name), 0, 0, 0, 0, 0, offset)
    return head + name


def ending(count: int, size: int, offset: int, comment: bytes = b"") -> bytes:
    return struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count & 0xFFFF, count & 0xFFFF, size, offset & 0xFFFFFFFF, len(comment)) + comment


def overlapping(count: int = 5000) -> bytes:
    """As many entries, all of one stretch of packed zeros: each unpacks to 256 MB."""
    packed = raw(zeros(256 * MIB))
    body = local(b"a.txt", packed, method=8, size=256 * MIB)
    directory = b"".join(entry(b"%d.txt" % at, len(packed), 256 * MIB, 0, method=8) for at in range(count))
    return body + directory + ending(count, len(directory), len(body))


def raw(packed: bytes) -> bytes:
    """A deflated stream without the frame of zlib."""
    return packed[2:-4]


def bomb(name: str, size: int, others: Mapping[str, bytes] | None = None) -> bytes:
    """An archive of `others` with a member of `size` zeros."""
    packed, crc = raw(zeros(size)), zlib.crc32(b"")
    for _ in range(size // MIB):
        crc = zlib.crc32(bytes(MIB), crc)
    members = [(key.encode(), data, 0, zlib.crc32(data), len(data)) for key, data in (others or {}).items()]
    members.append((name.encode(), packed, 8, crc, size))
    body, directory = b"", b""
    for key, data, method, check, full in members:
        directory += entry(key, len(data), full, len(body), method=method, crc=check)
        body += local(key, data, method=method, crc=check, size=full)
    return body + directory + ending(len(members), len(directory), len(body))


def encrypted() -> bytes:
    """A member that says it is encrypted, in noise."""
    data = random.Random(3).randbytes(500)
    body, directory = local("表.txt".encode(), data, flags=0x801), entry("表.txt".encode(), len(data), 488, 0, flags=0x801)
    return body + directory + ending(1, len(directory), len(body))


def wrong_sum() -> bytes:
    data = text().encode()
    body, directory = local(b"a.txt", data, crc=1), entry(b"a.txt", len(data), len(data), 0, crc=1)
    return body + directory + ending(1, len(directory), len(body))


def deep(levels: int, width: int = 1) -> bytes:
    """Archives in archives, `width` in each; a bomb in the last."""
    data = bomb("0.txt", 64 * MIB)
    for _ in range(levels):
        data = zipped({f"{at}.zip": data for at in range(width)})
    return data


def names(*given: str) -> bytes:
    """The good document, under names that lead elsewhere."""
    return zipped({name: text().replace("2023年", f"{2010 + at}年").encode() for at, name in enumerate(given)})


def lying(count: int, size: int, offset: int) -> bytes:
    """An archive whose end says something else than its directory."""
    data = zipped({"a.txt": text().encode()})
    return data[:-22] + ending(count, size, offset)


def linked() -> bytes:
    """A member that is a symbolic link."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


# --- Office files ---------------------------------------------------------------------------------------------------------------------


def docx(
    body: str,
    before: str = "",
    more: Mapping[str, bytes] | None = None,
    main: str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
) -> Parts:
    """The parts of a Word file; `before` stands between the XML declaration and the document."""
    return {
        "[Content_Types].xml": _types({"/word/document.xml": main}),
        "_rels/.rels": _links({"r1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f'{DECLARED}{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode(),
        **(more or {}),
    }


def xlsx(rows: str, before: str = "", more: Mapping[str, bytes] | None = None) -> Parts:
    """The parts of a workbook of one sheet."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": _types({"/xl/workbook.xml": f"{kind}.sheet.main+xml", "/xl/worksheets/sheet1.xml": f"{kind}.worksheet+xml"}),
        "_rels/.rels": _links({"r1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'{DECLARED}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="表1" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": _links({"r1": ("worksheet", "worksheets/sheet1.xml"), "r2": ("sharedStrings", "sharedStrings.xml")}),
        "xl/worksheets/sheet1.xml": f'{DECLARED}{before}<worksheet xmlns="{SHEET}">{rows}</worksheet>'.encode(),
        **(more or {}),
    }


def _types(parts: Mapping[str, str]) -> bytes:
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    usual = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    return f'{DECLARED}<Types xmlns="{TYPES}">{usual}{listed}</Types>'.encode()


def _links(links: Mapping[str, tuple[str, str]]) -> bytes:
    listed = "".join(f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>' for key, (kind, target) in links.items())
    return f'{DECLARED}<Relationships xmlns="{LINKS}">{listed}</Relationships>'.encode()


def paragraphs(told: list[str]) -> str:
    return "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in told)


def cells(told: list[str]) -> str:
    rows = (f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>{escape(line)}</t></is></c></row>' for at, line in enumerate(told, 1))
    return f"<sheetData>{''.join(rows)}</sheetData>"


def word(body: str, before: str = "", **more: bytes) -> bytes:
    return zipped(docx(body, before, more))


def good_docx() -> bytes:
    return word(paragraphs(lines()))


def good_xlsx() -> bytes:
    return zipped(xlsx(cells(lines())))


def macros() -> bytes:
    """The good document with a program in it, which nobody runs."""
    parts = docx(paragraphs(lines()), main="application/vnd.ms-word.document.macroEnabled.main+xml")
    return zipped({**parts, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + random.Random(4).randbytes(5000)})


def outward() -> bytes:
    """The good document with a template, a picture and a text of another machine."""
    links = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        for at, (kind, target) in enumerate(
            (("attachedTemplate", "http://example.org/a.dotm"), ("image", "file:///etc/passwd"), ("aFChunk", "http://example.org/a.html"))
        )
    )
    link = f'{DECLARED}<Relationships xmlns="{LINKS}">{links}</Relationships>'.encode()
    body = paragraphs(lines()) + f'<w:altChunk xmlns:r="{OFFICE}" r:id="r2"/>'
    return zipped(docx(body, more={"word/_rels/document.xml.rels": link}))


def tables_within(depth: int) -> bytes:
    return word("<w:tbl><w:tr><w:tc>" * depth + "<w:p/></w:tc></w:tr></w:tbl>" * depth)


def spans(across: int) -> bytes:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{across}"/><w:vMerge w:val="restart"/></w:tcPr>{paragraphs(["单位：万元"])}</w:tc>'
    return word(paragraphs(lines()) + f"<w:tbl>{f'<w:tr>{cell}</w:tr>' * 50}</w:tbl>")


def sheet(rows: str, **more: bytes) -> bytes:
    return zipped(xlsx(rows, more=more))


def far_cells() -> str:
    """Two cells with all of the sheet between them, and two beyond any sheet."""
    places = ("A1", "XFD1048576", "ZZZZZZ99999999999", "A0")
    rows = (f'<row r="{at}"><c r="{place}" t="inlineStr"><is><t>合计</t></is></c></row>' for at, place in enumerate(places, 1))
    return (
        f'<dimension ref="A1:XFD1048576"/><sheetData>{"".join(rows)}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )


FILES: dict[str, Callable[[], bytes]] = {
    "zip-good": lambda: zipped({"卷宗/部门预算.txt": text().encode()}),
    "zip-empty": lambda: zipped({}),
    "zip-folders-only": lambda: zipped({"a/": b"", "b/": b""}),
    "zip-bomb": lambda: bomb("0.txt", 1024 * MIB),
    "zip-bomb-beside-a-good-file": lambda: bomb("0.txt", 1024 * MIB, {"a.txt": text().encode()}),
    "zip-50000-members": lambda: zipped({f"{at}.txt": b"" for at in range(50_000)}, zipfile.ZIP_STORED),
    "zip-overlapping": overlapping,
    "zip-in-zip-in-zip": lambda: deep(8),
    "zip-16-in-16-in-16": lambda: deep(3, 16),
    "zip-encrypted": encrypted,
    "zip-wrong-sum": wrong_sum,
    "zip-names-that-climb": lambda: names("../../../etc/passwd.txt", "..\\..\\windows\\win.ini", "a/../../b.txt"),
    "zip-absolute-names": lambda: names("/etc/cron.d/x", "C:\\Windows\\x.txt", "//server/share/x.txt", "CON"),
    "zip-unprintable-names": lambda: names("a\nb\x1b[31m.txt", "\u202etxt.exe", "名" * 20_000),
    "zip-one-name-twice": lambda: names("a.txt") + b"",
    "zip-link": linked,
    "zip-cut": lambda: zipped({"a.txt": text().encode()})[:-200],
    "zip-counts-wrong": lambda: lying(0xFFFF, 10, 4),
    "zip-directory-before-the-start": lambda: lying(1, 0x7FFFFFFF, 0xFFFFFFF0),
    "zip-long-comment": lambda: zipped({"a.txt": b"x"})[:-2] + b"\xff\xff" + b"PK\x05\x06" * 16_383 + b"xxx",
    "zip-unknown-packing": lambda: zipped({"a.txt": text().encode()}).replace(b"\x08\x00\x00\x00", b"\x63\x00\x00\x00"),
    "docx-good": good_docx,
    "docx-bomb": lambda: bomb("word/document.xml", 1024 * MIB, {key: data for key, data in docx("").items() if key != "word/document.xml"}),
    "docx-billion-laughs": lambda: word("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", LOL),
    "docx-foreign-entity": lambda: word("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>" + paragraphs(lines()), FOREIGN),
    "docx-macros": macros,
    "docx-outward-links": outward,
    "docx-without-document": lambda: zipped({key: data for key, data in docx("").items() if key != "word/document.xml"}),
    "docx-broken-xml": lambda: zipped({**docx(""), "word/document.xml": b"<w:document><w:body>\xff\xfe<"}),
    "docx-tables-5000-deep": lambda: tables_within(5000),
    "docx-tags-200000-deep": lambda: word("<w:p>" * 200_000 + "</w:p>" * 200_000),
    "docx-spans-without-end": lambda: spans(2_147_483_647),
    "docx-attributes-million": lambda: word("<w:p " + " ".join(f'a{at}="1"' for at in range(1_000_000)) + "/>"),
    "docx-200000-paragraphs": lambda: word("<w:p/>" * 200_000 + paragraphs(lines())),
    "xlsx-good": good_xlsx,
    "xlsx-bomb": lambda: bomb("xl/worksheets/sheet1.xml", 1024 * MIB, {key: data for key, data in xlsx("").items() if "sheet1" not in key}),
    "xlsx-billion-laughs": lambda: zipped(
        xlsx('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData>', LOL)
    ),
    "xlsx-strings-laugh": lambda: zipped(
        {
            **xlsx('<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'),
            "xl/sharedStrings.xml": f'{DECLARED}{LOL}<sst xmlns="{SHEET}"><si><t>&l9;</t></si></sst>'.encode(),
        }
    ),
    "xlsx-string-missing": lambda: sheet('<sheetData><row r="1"><c r="A1" t="s"><v>99999999999</v></c></row></sheetData>'),
    "xlsx-cells-far-apart": lambda: sheet(far_cells()),
    "xlsx-50000-rows": lambda: sheet(
        "<sheetData>" + "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 50_001)) + "</sheetData>"
    ),
    "xlsx-without-sheet": lambda: zipped({key: data for key, data in xlsx("").items() if "sheet1" not in key}),
    "xlsx-numbers-endless": lambda: sheet(
        f'<sheetData><row r="1"><c r="A1"><v>{"9" * 1_000_000}</v></c><c r="B1"><v>1e999999999</v></c></row></sheetData>'
    ),
}
READ = {"zip-good", "docx-good", "docx-macros", "docx-outward-links", "zip-names-that-climb", "zip-absolute-names", "zip-unprintable-names"}
REFUSED = {
    "zip-empty",
    "zip-bomb",
    "zip-overlapping",
    "zip-encrypted",
    "zip-wrong-sum",
    "docx-bomb",
    "docx-billion-laughs",
    "docx-without-document",
    "docx-broken-xml",
    "xlsx-bomb",
}
