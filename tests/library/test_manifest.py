"""The manifest: what a change makes of it, and what is refused to be read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from domain.model import Issue
from index.schema import FORMAT
from library.errors import LibraryBroken, LibraryMissing, LibraryVersion, UnknownDocument
from library.manifest import NAME, Counts, FileEntry, Manifest, Retired, Tombstone, load, publish, write_atomically


def entry(sha: str, document: str = "甲", segment: str = "s1", edition: int = 1, **fields: object) -> FileEntry:
    one = FileEntry(sha, f"{sha}.txt", "whole", edition, "2024-01-01T00:00:00+00:00", document, "1", segment, Counts(figures=2))
    return replace(one, **fields)


STATE = Manifest(generation=4, segments=("s1", "s2"), files=(entry("a"), entry("b", "乙"), entry("c", "丙", "s2")))


def test_publishing_and_loading_are_inverse(tmp_path: Path) -> None:
    state = replace(
        STATE,
        tombstones=(Tombstone("s1", "x", "丁"),),
        retired=(Retired("s0", 1),),
        refused=(Issue("坏.txt", "f" * 64, (1, 2), "因为"), Issue("空.txt", "", None, "empty")),
    )
    published = publish(tmp_path, state)
    assert published == replace(state, generation=5)
    assert load(tmp_path) == published
    assert [path.name for path in tmp_path.iterdir()] == [NAME], "no half-written file is left"


def test_a_new_segment_joins(tmp_path: Path) -> None:
    after = STATE.with_segment("s3", [entry("d", segment="s3")], [], 7)
    assert after.segments == ("s1", "s2", "s3")
    assert after.shas == {"a", "b", "c", "d"}
    assert after.retired == ()


def test_a_replaced_segment_hands_its_files_on() -> None:
    state = replace(STATE, tombstones=(Tombstone("s1", "old", "丁"), Tombstone("s2", "other", "丁")))
    after = state.with_segment("s3", [entry("a", segment="s3", pipeline="2")], ["s1"], 7)
    assert after.segments == ("s2", "s3")
    assert {file.sha: (file.segment, file.pipeline) for file in after.files} == {"a": ("s3", "2"), "b": ("s3", "1"), "c": ("s2", "1")}
    assert after.tombstones == (Tombstone("s2", "other", "丁"),)
    assert after.retired == (Retired("s1", 7),)


def test_removing_leaves_a_tombstone_and_drops_dead_segments() -> None:
    one = STATE.without_document("甲", 7)
    assert (one.shas, one.removed, one.segments) == ({"b", "c"}, {"a"}, ("s1", "s2"))
    two = one.without_document("乙", 8)
    assert (two.shas, two.removed, two.segments) == ({"c"}, frozenset(), ("s2",))
    assert two.retired == (Retired("s1", 8),)
    with pytest.raises(UnknownDocument):
        two.without_document("甲", 9)


def test_the_latest_edition_of_each_role_counts() -> None:
    files = (entry("a"), entry("b", edition=2), entry("c", role="narrative"), entry("d", "乙"))
    state = Manifest(files=files)
    assert state.superseded == {"a"}
    assert (state.next_edition("甲", "whole"), state.next_edition("甲", "tables"), state.next_edition("乙", "whole")) == (3, 1, 2)


def test_what_a_new_file_makes_stale() -> None:
    state = replace(STATE, tombstones=(Tombstone("s2", "x", "丁"),))
    assert state.stale([entry("new", "戊")]) == set()
    assert state.stale([entry("a")]) == {"s1"}, "its older rows"
    assert state.stale([entry("x", "丁")]) == {"s2"}, "its rows before it was removed"
    assert state.stale([entry("y", "丁")]) == {"s2"}, "another file of a removed document"
    assert state.stale([entry("c2", "丙", edition=2)]) == {"s2"}, "an edition that becomes the older one"
    assert replace(state, files=(*state.files, entry("c2", "丙", "s3", 2))).stale([entry("c3", "丙", edition=3)]) == {"s3"}


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match="wenzhang ingest"):
        load(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryMissing):
        load(tmp_path / "file")


@pytest.mark.parametrize("found", [FORMAT + 1, 0, "2"])
def test_another_format_is_one_line(tmp_path: Path, found: object) -> None:
    (tmp_path / NAME).write_text(json.dumps({"format": found, "whatever": [1]}))
    with pytest.raises(LibraryVersion) as error:
        load(tmp_path)
    assert "\n" not in str(error.value)
    assert str(found) in str(error.value)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '"x"', "{}", json.dumps({"format": FORMAT}), json.dumps({"format": FORMAT, "files": 3}), "\x00\xff"]
)
def test_a_broken_manifest_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="latin-1")
    with pytest.raises(LibraryBroken) as error:
        load(tmp_path)
    assert "\n" not in str(error.value)


def test_unknown_fields_are_refused_not_dropped(tmp_path: Path) -> None:
    publish(tmp_path, STATE)
    data = json.loads((tmp_path / NAME).read_text(encoding="utf-8"))
    (tmp_path / NAME).write_text(json.dumps({**data, "corrections": []}))
    with pytest.raises(LibraryBroken):
        load(tmp_path)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new and longer")
    assert path.read_bytes() == b"old"
