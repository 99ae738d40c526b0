"""ZIP archives: every file with its name, within bounds."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from ingest.errors import Unreadable
from ingest.readers import read_document
from ingest.readers.archive import MAX_FILES, members
from ingest.readers.package import package_kind
from tests.ingest.office_files import docx, ods, p, packed, xlsx


def test_members_in_their_order() -> None:
    assert members(packed({"a.txt": b"1", "folder/b.csv": b"2", "folder/": b""})) == [("a.txt", b"1"), ("folder/b.csv", b"2")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_that_archivers_wrote_without_saying_how(encoding: str) -> None:
    data = packed({"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.txt": b"1"})
    name = "预算/收支总表.docx".encode(encoding).ljust(34, b"_")
    assert members(data.replace(b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.txt", name))[0][0] == name.decode(encoding)


def test_names_in_unicode() -> None:
    assert members(packed({"预算/收支总表.docx": b"1"})) == [("预算/收支总表.docx", b"1")]


@pytest.mark.parametrize("name", ["../../etc/x.txt", "/etc/x.txt", "C:\\x.txt", "a/../../x.txt", "~/x.txt", "..\\x.txt"])
def test_names_that_climb_lose_their_folders(name: str) -> None:
    assert members(packed({name: b"1"})) == [("x.txt", b"1")]


def test_litter_is_left_out() -> None:
    litter = {"__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "a/Thumbs.db": b"x", "~$a.docx": b"x"}
    assert members(packed({**litter, "a.txt": b"1"})) == [("a.txt", b"1")]


def test_an_archive_within_is_opened_once() -> None:
    deep = packed({"c.txt": b"3"})
    inner = packed({"b.txt": b"2", "deep.zip": deep})
    assert members(packed({"a.txt": b"1", "in.zip": inner})) == [("a.txt", b"1"), ("in.zip/b.txt", b"2"), ("in.zip/deep.zip", deep)]


def test_office_files_are_files_not_archives() -> None:
    office = docx(p("正文"))
    assert members(packed({"a.docx": office})) == [("a.docx", office)]


def test_too_many_files_are_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        members(packed({f"{at}.txt": b"" for at in range(MAX_FILES + 1)}))
    assert refused.value.code == "too_large"
    inner = packed({f"{at}.txt": b"" for at in range(MAX_FILES // 2 + 1)})
    with pytest.raises(Unreadable):
        members(packed({"a.zip": inner, "b.zip": inner}))


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    bomb = packed({"zeros.txt": bytes(64 << 20)})
    assert len(bomb) < 100_000
    for data in (bomb, packed({"a.zip": bomb})):
        with pytest.raises(Unreadable) as refused:
            members(data)
        assert refused.value.code == "too_large"


def test_a_password_is_told() -> None:
    data = bytearray(packed({"a.txt": b"1"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable) as refused:
        members(bytes(data))
    assert refused.value.code == "password" and "密码" in refused.value.reason


def test_damage_is_told() -> None:
    data = packed({"a.txt": b"some text, and more of it" * 50})
    at = zipfile.ZipFile(BytesIO(data)).getinfo("a.txt").compress_size // 2 + 35
    for broken in (data[:-30], data[:20], data[:at] + b"\xff\x00" + data[at + 2 :], b"PK\x03\x04"):
        with pytest.raises(Unreadable) as refused:
            members(broken)
        assert refused.value.code == "damaged"


def test_kinds_of_packages() -> None:
    stream = BytesIO()
    zipfile.ZipFile(stream, "w").close()
    sheet = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    found = {
        "docx": docx(p("正文")),
        "xlsx": xlsx(sheet),
        "ods": ods(""),
        "odt": packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}),
        "ofd": packed({"OFD.xml": "", "Doc_0/Document.xml": ""}),
        "xlsb": packed({"[Content_Types].xml": "", "xl/workbook.bin": ""}),
        "pptx": packed({"[Content_Types].xml": "", "ppt/presentation.xml": ""}),
        "zip": packed({"word/document.xml": ""}),
        "damaged": b"PK\x03\x04" + bytes(50),
        "": b"%PDF",
    }
    assert {kind: package_kind(data) for kind, data in found.items()} == {kind: kind for kind in found}
    assert package_kind(stream.getvalue()) == "zip"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (packed({"a.txt": b"1"}), "解压"),
        (packed({"OFD.xml": ""}), "OFD"),
        (packed({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "演示"),
        (b"Rar!\x1a\x07\x00" + bytes(40), "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "7Z"),
    ],
)
def test_what_no_reader_takes_is_refused_with_what_to_do(data: bytes, word: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(data, "x")
    assert word in refused.value.reason and refused.value.code == "format"
