"""What stands in a folder beside good files: each is refused with its reason, nothing is passed over in silence, and nothing waits."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from ingest.errors import Unreadable
from library import Library, NoSuchPath, sources
from library.sources import Source, shown
from tests.factories import READER, text, write

ROOT = getattr(os, "geteuid", lambda: 1)() == 0
pytestmark = pytest.mark.skipif(os.name == "nt", reason="makes pipes and links")


def told(folder: Path, tmp_path: Path) -> dict[str, str]:
    """Name → reason, or nothing where the file was read."""
    report = Library.open_or_create(tmp_path / "library", READER).ingest([folder])
    return {one.name: " ".join(issue.reason for issue in one.issues) for one in report.files}


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "good.txt", text()).parent
    os.mkfifo(docs / "pipe.pdf")
    (docs / "device").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(docs / "socket"))
        reasons = told(docs, tmp_path)
    assert reasons["good.txt"] == ""
    assert [reasons[name].split("，")[1] for name in ("pipe.pdf", "device", "socket")] == ["而是管道", "而是设备", "而是套接字"]


def test_links_that_lead_nowhere_or_round_are_told(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "good.txt", text()).parent
    elsewhere = write(tmp_path / "elsewhere", "other.txt", text(year=2001))
    for name, target in {
        "gone.txt": "nowhere",
        "me.txt": "me.txt",
        "here": ".",
        "file.txt": str(elsewhere),
        "folder": str(elsewhere.parent),
    }.items():
        (docs / name).symlink_to(target)
    reasons = told(docs, tmp_path)
    assert (reasons["good.txt"], reasons["file.txt"]) == ("", ""), "a link to a file is the file"
    assert "不存在" in reasons["gone.txt"]
    assert "互相指向" in reasons["me.txt"]
    assert "链接" in reasons["here"] and "链接" in reasons["folder"]
    assert len(reasons) == 6


@pytest.mark.skipif(ROOT, reason="nothing is forbidden to root")
def test_what_may_not_be_opened_is_told(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "good.txt", text()).parent
    write(docs, "secret.txt", text()).chmod(0)
    write(docs / "closed", "x.txt", text()).parent.chmod(0)
    try:
        reasons = told(docs, tmp_path)
    finally:
        (docs / "closed").chmod(0o700)
    assert "权限" in reasons["secret.txt"] and "权限" in reasons["closed"]
    assert reasons["good.txt"] == ""


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = write(tmp_path / "docs" / "closed", "x.txt", text()).parent.parent
    usual = Path.iterdir

    def forbidden(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return usual(path)

    monkeypatch.setattr(Path, "iterdir", forbidden)
    assert told(docs, tmp_path) == {"closed": "文件夹打不开，请检查权限"}


@pytest.mark.parametrize("times", [1, 9])
def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    path = write(tmp_path, "x.txt", b"old")
    usual, left = os.fstat, [times]

    def grows(handle: int) -> os.stat_result:
        if left[0]:
            left[0] -= 1
            with path.open("ab") as file:
                file.write(b"+")
        return usual(handle)

    monkeypatch.setattr(sources.os, "fstat", grows)
    if times == 1:
        assert Source("x.txt", path).bytes() == b"old+", "it is read again, once"
    else:
        with pytest.raises(Unreadable, match="有变动"):
            Source("x.txt", path).bytes()


def test_a_file_that_is_replaced_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, other = write(tmp_path, "x.txt", b"old"), write(tmp_path, "y.txt", b"new")
    usual = os.fstat

    def replaced(handle: int) -> os.stat_result:
        if other.exists():
            other.replace(path)
        return usual(handle)

    monkeypatch.setattr(sources.os, "fstat", replaced)
    assert Source("x.txt", path).bytes() == b"new"


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, usual = write(tmp_path, "x.txt", b"old"), os.open

    def replaced(name: str, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return usual(name, flags)

    monkeypatch.setattr(sources.os, "open", replaced)
    with pytest.raises(Unreadable, match="管道"):
        Source("x.txt", path).bytes()


def test_a_file_without_end_is_not_read_to_the_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sources, "LARGEST", 1000)
    with (tmp_path / "x").open("wb") as file:
        file.truncate(1 << 40)
    for one in (Source("x", tmp_path / "x"), Source("x", data=bytes(1001))):
        with pytest.raises(Unreadable, match="超过"):
            one.bytes()


def test_folders_deeper_than_any_stack(tmp_path: Path) -> None:
    deep = tmp_path / "docs"
    write(deep, "good.txt", text())
    for _ in range(900):
        deep /= "a"
        os.mkdir(deep) if len(str(deep)) < 4000 else None
    assert told(tmp_path / "docs", tmp_path)["good.txt"] == ""


@pytest.mark.parametrize("name", ["a\nb.txt", "\x1b[31m.txt", "\u202etxt.exe", os.fsdecode(b"\xff\xfe.txt"), "长" * 300])
def test_any_name_can_be_shown(name: str, tmp_path: Path) -> None:
    assert shown(name).isprintable() and len(shown(name)) < 200
    library = Library.open_or_create(tmp_path / "library", READER)
    assert library.ingest_bytes(name, text()).files[0].outcome == "added"
    assert library.ingest_bytes(name, b"nothing").files[0].outcome == "refused"
    assert [issue.file for issue in Library.open(library.root, READER).issues()] == [shown(name)]


def test_usual_names_are_left_alone() -> None:
    for name in ("部门预算（2023年）.pdf", "a b\u3000c.docx", "Übersicht.txt"):
        assert shown(name) == name


def test_what_is_named_and_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "gone").symlink_to("nowhere")
    for name in ("gone", "never"):
        with pytest.raises(NoSuchPath):
            sources.sources([tmp_path / name], tmp_path / "library")
