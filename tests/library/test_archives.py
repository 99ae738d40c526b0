"""An archive is the files in it: each is read, refused and kept on its own."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from domain.model import Parsed
from ingest.errors import Unreadable
from library import Library
from library.pipeline import Archive, Facts, Reader, is_archive
from tests import factories
from tests.factories import text, write


def packed(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def read(data: bytes, name: str, facts: Facts = ()) -> Parsed | Archive:
    """The tests' own format, and archives of it."""
    if not is_archive(data):
        return factories.read(data, name, facts)
    archive = zipfile.ZipFile(BytesIO(data))
    if archive.comment:
        raise Unreadable("压缩包有密码")
    return Archive(tuple((entry.filename, archive.read(entry)) for entry in archive.infolist()))


@pytest.fixture(params=[False, True], ids=["here", "apart"])
def library(tmp_path: Path, request: pytest.FixtureRequest) -> Library:
    return Library.open_or_create(tmp_path / "library", Reader(read, "1", apart=request.param))


FILES = {"甲/一.txt": text(year=2001), "二.txt": text(year=2002), "三.txt": b"nothing"}


def test_every_member_is_a_file_in_its_place(library: Library, tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "b.xlsx", packed(FILES)).parent
    write(docs, "a.txt", text(year=2003))
    write(docs, "c.txt", text(year=2004))
    report = library.ingest([docs], jobs=2)
    assert [(one.name, one.outcome) for one in report.files] == [
        ("a.txt", "added"), ("b.xlsx/甲/一.txt", "added"), ("b.xlsx/二.txt", "added"), ("b.xlsx/三.txt", "refused"), ("c.txt", "added"),
    ]  # fmt: skip
    first = next(one for one in report.files if one.name == "b.xlsx/甲/一.txt")
    assert library.snapshot().original(first.sha) == FILES["甲/一.txt"], "what is kept are the bytes of the member"
    again = library.ingest([docs])
    assert [one.outcome for one in again.files] == ["unchanged", "unchanged", "unchanged", "refused", "unchanged"]
    assert {one.outcome for one in library.rebuild().files} == {"reread"}


def test_an_upload_may_be_an_archive(library: Library) -> None:
    report = library.ingest_bytes("卷宗.zip", packed(FILES))
    assert [one.outcome for one in report.files] == ["added", "added", "refused"]


def test_progress_never_passes_its_end(library: Library) -> None:
    told: list[tuple[int, int]] = []
    library.ingest([write(library.root.parent / "docs", "a.zip", packed(FILES))], progress=lambda one: told.append((one.done, one.total)))
    assert told[-1][0] == 3
    assert all(done <= total for done, total in told)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed({}), "压缩包里没有文件"),
        (packed({"a.zip": packed({"b.txt": text()})}), "压缩包里的压缩包"),
        (packed({"a.txt": text()})[:-2] + b"\x01\x00x", "有密码"),
    ],
    ids=["empty", "nested", "locked"],
)
def test_refusals(library: Library, data: bytes, reason: str) -> None:
    (one,) = library.ingest_bytes("卷宗.zip", data).files
    assert (one.outcome, reason in one.issues[0].reason) == ("refused", True), one.issues


def test_an_archive_without_files_is_refused() -> None:
    assert is_archive(packed({}))
    library_reader = Reader(lambda data, name, facts: Archive(()), "1", apart=False)
    from library.pipeline import readings
    from library.sources import Source

    (one,) = readings([Source("a.zip", data=b"x")], library_reader, factories.UNKNOWN)
    assert one.refusal and "没有文件" in one.refusal.reason


def test_archives_are_known_by_content() -> None:
    assert is_archive(packed({"a.txt": b"x"}))
    assert not is_archive(packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b""}))
    assert not is_archive(packed({"mimetype": b"application/vnd.oasis.opendocument.text"}))
    for broken in (b"PK\x03\x04" + bytes(100), b"PK\x03\x04", packed({"a": b"x"})[:-10], b"", b"%PDF"):
        assert not is_archive(broken)
