"""Ingesting, removing, rebuilding and compacting, over the tests' own small file format."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from domain.model import Parsed
from index.ranking import Sought
from library import (
    REBUILT,
    IngestReport,
    Library,
    LibraryMissing,
    LibraryVersion,
    NoSuchPath,
    NotALibrary,
    Progress,
    UnknownDocument,
    UnknownOriginal,
)
from library import commit as module
from library.manifest import NAME, load
from library.pipeline import Reader
from tests import factories
from tests.factories import APART, LATER, READER, text, write

ONE, TWO = text(), text("山阳县财政局", 2024, "会议费 金额 3.10 万元", "差旅费 金额 0 万元")


def state(root: Path) -> dict[str, bytes]:
    """Every byte of a library, but for the lock."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file() and path.name != "lock"}


def outcomes(report: IngestReport) -> list[str]:
    return [file.outcome for file in report.files]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    write(folder, "a.txt", ONE)
    write(folder / "deep", "b.txt", TWO)
    write(folder, ".hidden", b"no")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open_or_create(tmp_path / "library", READER)


def test_a_folder_is_read_whole(library: Library, docs: Path) -> None:
    told: list[Progress] = []
    report = library.ingest([docs], progress=told.append)
    assert outcomes(report) == ["added", "added"]
    assert [(one.done, one.total, one.name, one.outcome) for one in told] == [(1, 2, "a.txt", "added"), (2, 2, "b.txt", "added")]
    assert [one.disclosure.org for one in library.documents()] == ["云溪县教育局", "山阳县财政局"]
    assert library.documents()[1].counts.figures == 2
    assert [figure.printed for figure in library.snapshot().figures.select()] == ["2.40", "3.10", "0"]
    assert library.snapshot().original(report.files[0].sha) == ONE


def test_ingesting_twice_changes_nothing(library: Library, docs: Path) -> None:
    first = library.ingest([docs])
    before = state(library.root)
    second = library.ingest([docs])
    assert outcomes(second) == ["unchanged", "unchanged"]
    assert [file.disclosure for file in second.files] == [file.disclosure for file in first.files]
    assert [file.counts for file in second.files] == [file.counts for file in first.files]
    assert not second.changed
    assert state(library.root) == before


def test_the_same_bytes_twice_in_one_ingest_are_one_file(library: Library, docs: Path) -> None:
    write(docs, "copy.txt", ONE)
    assert outcomes(library.ingest([docs, docs / "a.txt"])) == ["added", "unchanged", "added", "unchanged"]
    assert len(library.documents()) == 2


def test_refused_files_are_told_and_kept_on_record(library: Library, docs: Path) -> None:
    write(docs, "c.txt", b"no disclosure at all")
    write(docs, "d.txt", b"BUG")
    report = library.ingest([docs])
    assert outcomes(report) == ["added", "refused", "refused", "added"]
    assert [issue.file for issue in library.issues()] == ["c.txt", "d.txt"]
    assert "不是部门预算公开文件" in library.issues()[0].reason
    assert "KeyError" in library.issues()[1].reason
    before = state(library.root)
    again = library.ingest([docs])
    assert len(again.refused) == 2, "a refusal is told every time"
    assert state(library.root) == before


def test_what_can_be_read_later_is_no_issue_any_more(library: Library, tmp_path: Path) -> None:
    library.ingest([write(tmp_path, "c.txt", b"BUG")])
    sha = hashlib.sha256(b"BUG").hexdigest()

    def mended(data: bytes, name: str, facts: object) -> Parsed:
        return factories.parsed(name=name, sha=sha)

    library.reader = Reader(mended, "2", apart=False)
    assert outcomes(library.ingest([tmp_path / "c.txt"])) == ["added"]
    assert library.issues() == []


def test_a_refused_file_can_be_struck_off(library: Library, tmp_path: Path) -> None:
    library.ingest([write(tmp_path, "c.txt", b"nothing")])
    library.remove("c.txt")
    assert library.issues() == []


def test_a_missing_path_stops_before_anything_is_read(library: Library, docs: Path) -> None:
    with pytest.raises(NoSuchPath):
        library.ingest([docs, docs / "nowhere"])
    assert library.documents() == []


def test_unreadable_and_huge_files_are_refused(library: Library, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("library.sources.LARGEST", 40)
    report = library.ingest([docs])
    assert set(outcomes(report)) == {"refused"}
    assert "超过" in report.files[0].issues[0].reason


def test_the_library_itself_is_not_ingested(tmp_path: Path, docs: Path) -> None:
    library = Library.open_or_create(docs / "library", READER)
    library.ingest([docs])
    assert outcomes(library.ingest([docs])) == ["unchanged", "unchanged"]


def test_an_upload(library: Library) -> None:
    report = library.ingest_bytes("../../etc/上传.txt", ONE)
    assert outcomes(report) == ["added"]
    assert library.documents()[0].files[0].name == "上传.txt"
    assert [figure.place.file for figure in library.snapshot().figures.select()] == ["上传.txt"]


def test_other_bytes_are_a_new_edition_that_stands_beside(library: Library) -> None:
    old, new = text(), text(factories.ORG, 2023, "办公费 公用经费 9.90 万元")
    library.ingest_bytes("old.txt", old)
    report = library.ingest_bytes("new.txt", new)
    assert outcomes(report) == ["edition"]
    (entry,) = library.documents()
    assert [(file.name, file.edition) for file in entry.files] == [("old.txt", 1), ("new.txt", 2)]
    assert [file.name for file in entry.superseded] == ["old.txt"]
    store = library.snapshot().figures
    assert [figure.printed for figure in store.select()] == ["9.90"]
    assert sorted((figure.printed for figure in store.select(superseded=True)), reverse=True) == ["9.90", "2.40"]


def test_passages_of_older_editions_are_not_quoted(library: Library) -> None:
    library.reader = LATER
    library.ingest_bytes("old.txt", text())
    library.ingest_bytes("new.txt", text(factories.ORG, 2023, "办公费 公用经费 9.90 万元"))
    passages = library.snapshot().passages
    assert [one.place.file for one in passages.select()] == ["甲.txt"]
    (entry,) = library.documents()
    new = next(file.sha for file in entry.files if file.edition == 2)
    assert [one.place.sha for one in passages.select()] == [new]
    assert [hit.passage.place.sha for hit in passages.find(Sought("教育工作"), k=2)] == [new]


def test_a_removed_document_is_not_quoted_when_another_edition_comes(library: Library) -> None:
    library.reader = LATER
    library.ingest_bytes("old.txt", text())
    library.ingest_bytes("other.txt", TWO)
    library.remove(f"{factories.ORG}-2023-部门预算")
    report = library.ingest_bytes("new.txt", text(factories.ORG, 2023, "办公费 公用经费 9.90 万元"))
    assert outcomes(report) == ["added"]
    ours = [one for one in library.snapshot().passages.select() if factories.ORG in one.document]
    assert [one.place.sha for one in ours] == [report.files[0].sha]


def test_two_editions_at_once(library: Library, tmp_path: Path) -> None:
    library.reader = LATER
    write(tmp_path / "docs", "1.txt", text())
    write(tmp_path / "docs", "2.txt", text(factories.ORG, 2023, "办公费 公用经费 9.90 万元"))
    report = library.ingest([tmp_path / "docs"])
    assert outcomes(report) == ["added", "edition"]
    for change in (library.compact, library.rebuild, library.compact):
        shot = library.snapshot()
        assert [one.place.sha for one in shot.passages.select()] == [report.files[1].sha]
        assert [figure.printed for figure in shot.figures.select()] == ["9.90"]
        assert len(shot.figures.select(superseded=True)) == 2
        change()


def test_a_newer_pipeline_reads_again(library: Library, docs: Path) -> None:
    library.ingest([docs])
    library.reader = LATER
    report = library.ingest([docs / "a.txt"])
    assert outcomes(report) == ["reread"]
    first, second = library.documents()
    assert (first.counts.tables, second.counts.tables) == (1, 0), "the other file of that segment is as it was"
    assert first.issues[0].reason == "a row that makes no sense"
    assert [figure.printed for figure in library.snapshot().figures.select()] == ["2.40", "3.10", "0"], "nothing counts twice"
    assert len(load(library.root).segments) == 1
    assert outcomes(library.ingest([docs / "a.txt"])) == ["unchanged"]


def test_what_a_newer_pipeline_refuses_keeps_its_old_reading(library: Library, tmp_path: Path) -> None:
    library.ingest([write(tmp_path, "a.txt", text(factories.ORG, 2023, "BROKEN 金额 1 元"))])
    library.reader = LATER
    assert outcomes(library.ingest([tmp_path / "a.txt"])) == ["refused"]
    assert len(library.snapshot().figures.select()) == 1
    assert len(library.issues()) == 1


def test_removing(library: Library, docs: Path) -> None:
    library.ingest([docs])
    gone, kept = library.documents()
    library.remove(gone.disclosure.id)
    assert [one.disclosure.id for one in library.documents()] == [kept.disclosure.id]
    assert [figure.document for figure in library.snapshot().figures.select()] == [kept.disclosure.id] * 2
    with pytest.raises(UnknownDocument):
        library.remove(gone.disclosure.id)
    with pytest.raises(UnknownOriginal):
        library.snapshot().original(gone.files[0].sha)


def test_removed_passages_are_gone(library: Library, docs: Path) -> None:
    library.reader = LATER
    library.ingest([docs])
    gone, kept = library.documents()
    library.remove(gone.disclosure.id)
    assert {one.document for one in library.snapshot().passages.select()} == {kept.disclosure.id}


def test_removed_and_brought_back(library: Library, docs: Path) -> None:
    library.ingest([docs])
    library.remove(library.documents()[0].disclosure.id)
    assert outcomes(library.ingest([docs])) == ["added", "unchanged"]
    assert [figure.printed for figure in library.snapshot().figures.select()] == ["2.40", "3.10", "0"]
    assert load(library.root).tombstones == ()


def test_rebuilding_gives_the_same_again(library: Library, docs: Path) -> None:
    library.ingest([docs])
    figures, documents = library.snapshot().figures.select(), library.documents()
    shutil.rmtree(library.root / "segments")
    report = library.rebuild()
    assert outcomes(report) == ["reread", "reread"]
    assert library.snapshot().figures.select() == figures
    assert [(one.disclosure, [file.added for file in one.files]) for one in library.documents()] == [
        (one.disclosure, [file.added for file in one.files]) for one in documents
    ]


def test_rebuilding_keeps_what_can_not_be_read_any_more(library: Library, docs: Path) -> None:
    library.ingest([docs])
    library.ingest_bytes("c.txt", text("海源市档案馆", 2022, "BROKEN 金额 1 元"))
    library.reader = LATER
    report = library.rebuild()
    assert sorted(outcomes(report)) == ["refused", "reread", "reread"]
    assert len(library.documents()) == 3
    assert len(library.snapshot().figures.select()) == 4


def test_a_library_of_the_format_before_is_rebuilt(library: Library, docs: Path) -> None:
    """Its segments have no lookup file; what can't be read any more is taken over all the same."""
    library.ingest([docs])
    library.ingest_bytes("c.txt", text("海源市档案馆", 2022, "BROKEN 金额 1.50 元"))
    before = library.snapshot().figures.select()
    for lookup in library.root.glob("segments/*/lookup.sqlite"):
        lookup.unlink()
    manifest = json.loads((library.root / NAME).read_text(encoding="utf-8"))
    (library.root / NAME).write_text(json.dumps({**manifest, "format": REBUILT}), encoding="utf-8")
    with pytest.raises(LibraryVersion, match="wenzhang rebuild"):
        Library.open(library.root)
    assert sorted(outcomes(Library.open(library.root, LATER, oldest=REBUILT).rebuild())) == ["refused", "reread", "reread"]
    store = Library.open(library.root).snapshot().figures
    assert store.select() == before
    assert sorted((each for one in store.disclosures() for each in store.of(one.id)), key=before.index) == before


def test_compacting_merges_segments_and_drops_the_dead(library: Library) -> None:
    for year in (2021, 2022, 2023):
        library.ingest_bytes(f"{year}.txt", text(factories.ORG, year))
    library.remove(library.documents()[0].disclosure.id)
    before = library.snapshot().figures.select()
    library.compact()
    manifest = load(library.root)
    assert (len(manifest.segments), manifest.tombstones) == (1, ())
    assert library.snapshot().figures.select() == before
    assert library.snapshot().figures.count() == 2
    generation = manifest.generation
    library.compact()
    assert load(library.root).generation == generation, "nothing to merge, nothing written"


def test_many_small_segments_are_merged_by_the_next_ingest(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MANY", 3)
    for year in range(2015, 2020):
        library.ingest_bytes(f"{year}.txt", text(factories.ORG, year))
    assert len(load(library.root).segments) < 4
    assert len(library.snapshot().figures.select()) == 5


def test_a_reader_of_the_old_state_is_not_disturbed(library: Library, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by a new state nor by its cleaning; after the grace the old folders go."""
    library.ingest([docs])
    old = library.snapshot()
    library.rebuild()
    library.remove(library.documents()[0].disclosure.id)
    assert len(old.figures.select()) == 3
    assert len(library.snapshot().figures.select()) == 2
    monkeypatch.setattr(module, "GRACE", -1)
    library.ingest_bytes("c.txt", text("海源市档案馆"))
    assert len(list((library.root / "segments").iterdir())) == 2


def test_a_snapshot_is_kept_until_something_changes(library: Library, docs: Path) -> None:
    empty = library.snapshot()
    assert library.snapshot() is empty
    assert empty.figures.select() == []
    assert empty.passages.find(Sought("什么")) == []
    library.ingest([docs])
    assert library.snapshot() is not empty
    assert library.snapshot().generation == empty.generation + 1


def test_leftovers_of_a_killed_writer_are_cleaned(library: Library, docs: Path) -> None:
    library.ingest([docs])
    before = state(library.root)
    write(library.root / "segments" / "dead", "figures.parquet", b"half")
    write(library.root / "originals", "f" * 64, b"never published")
    write(library.root / "originals", ".x.part", b"half")
    write(library.root, ".manifest.json-1.part", b"half")
    write(library.root, "holder.json", b"{")
    assert [one.disclosure.org for one in Library.open(library.root).documents()] == ["云溪县教育局", "山阳县财政局"]
    library.ingest([docs])
    assert state(library.root) == before


def test_opening(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing):
        Library.open(tmp_path / "none")
    assert not (tmp_path / "none").exists(), "asking for a library makes none"
    write(tmp_path / "home", "letter.txt", b"private")
    with pytest.raises(NotALibrary):
        Library.open_or_create(tmp_path / "home")
    with pytest.raises(NotALibrary):
        Library.open_or_create(tmp_path / "home" / "letter.txt")
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["letter.txt"]
    made = Library.open_or_create(tmp_path / "new")
    assert Library.open(tmp_path / "new").documents() == made.documents() == []


def test_a_library_killed_at_its_birth_can_be_made_again(tmp_path: Path) -> None:
    write(tmp_path, "lock", b"")
    write(tmp_path, ".manifest.json-12.part", b"{")
    assert Library.open_or_create(tmp_path).documents() == []


def test_a_vanished_library_is_told(library: Library) -> None:
    shutil.rmtree(library.root)
    with pytest.raises(LibraryMissing):
        library.snapshot()
    with pytest.raises(LibraryMissing):
        library.ingest([])


def test_a_number_too_long_for_the_store_is_an_issue_not_a_loss(library: Library) -> None:
    report = library.ingest_bytes("a.txt", text(factories.ORG, 2023, f"办公费 金额 {'9' * 30} 万元", "会议费 金额 1.00 万元"))
    assert outcomes(report) == ["added"]
    assert [figure.printed for figure in library.snapshot().figures.select()] == ["1.00"]
    (issue,) = library.issues()
    assert (issue.file, issue.lines) == ("a.txt", (2, 2))


def test_an_error_of_ours_in_the_middle_changes_nothing(library: Library, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library.ingest([docs / "a.txt"])
    before = (library.root / NAME).read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.segment.SegmentWriter.finish", full)
    with pytest.raises(OSError, match="No space"):
        library.ingest([docs])
    assert (library.root / NAME).read_bytes() == before
    monkeypatch.undo()
    assert outcomes(library.ingest([docs])) == ["unchanged", "added"]


@pytest.mark.parametrize("jobs", [1, 3])
def test_jobs_make_no_difference_to_what_is_read(tmp_path: Path, jobs: int) -> None:
    for at in range(6):
        write(tmp_path / "docs", f"{at}.txt", text(factories.ORG, 2010 + at))
    write(tmp_path / "docs", "9.txt", b"nothing")
    library = Library.open_or_create(tmp_path / "library", APART)
    report = library.ingest([tmp_path / "docs"], jobs=jobs)
    assert outcomes(report) == ["added"] * 6 + ["refused"]
    assert [figure.year for figure in library.snapshot().figures.select()] == list(range(2010, 2016))


def test_a_document_that_kills_its_reader_costs_itself_only(tmp_path: Path) -> None:
    for at, data in enumerate((text(year=2001), b"CRASH", text(year=2002), b"BUG", text(year=2003))):
        write(tmp_path / "docs", f"{at}.txt", data)
    library = Library.open_or_create(tmp_path / "library", APART)
    report = library.ingest([tmp_path / "docs"], jobs=2)
    assert outcomes(report) == ["added", "refused", "added", "refused", "added"]
    assert [issue.file for issue in library.issues()] == ["1.txt", "3.txt"]
    assert "崩溃" in library.issues()[0].reason


def test_manifest_says_what_it_holds(library: Library, docs: Path) -> None:
    library.ingest([docs])
    data = json.loads((library.root / NAME).read_text(encoding="utf-8"))
    assert {"format", "generation", "pipeline", "segments", "tombstones", "files", "refused"} <= set(data)
    assert [(file["name"], file["edition"]) for file in data["files"]] == [("a.txt", 1), ("b.txt", 1)]
    assert load(library.root).files[0].counts.figures == 1
