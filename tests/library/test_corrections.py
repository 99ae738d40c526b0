"""Corrections: kept apart, applied again after every re-reading, and shown; over the tests' own small file format."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from domain.facts import Fact
from domain.model import Parsed
from library import (
    BadCorrection,
    CorrectionRefused,
    CorrectionsBroken,
    CorrectionUnfit,
    Library,
    LibraryLocked,
    NothingToUndo,
    OneFileOnly,
    UnknownDocument,
)
from library.corrections import NAME, Correction, as_row, checked, load, merged
from library.manifest import NAME as MANIFEST
from library.manifest import load as load_manifest
from library.pipeline import Reader
from tests import factories
from tests.factories import LATER, ORG, READER, text, write

ID, MOVED = f"{ORG}-2023-部门预算", f"{ORG}-2021-部门预算"
YEAR = Fact("year", "2021")
UNTOLD = text().replace(b"2023", b"?")
"""A file that doesn't tell its year."""


def state(root: Path) -> dict[str, bytes]:
    """Every byte of a library, but for the lock and what a refused writer leaves until the next cleans up."""
    named = {*load_manifest(root).segments, "originals", MANIFEST, NAME}
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file() and named & {*path.relative_to(root).parts}}


def ids(library: Library) -> list[str]:
    return [one.disclosure.id for one in library.documents()]


def printed(library: Library) -> list[tuple[str, int, str]]:
    return [(one.document, one.year, one.printed) for one in library.snapshot().figures.select()]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library.open_or_create(tmp_path / "library", READER)
    made.ingest_bytes("a.txt", text())
    made.ingest_bytes("b.txt", text("山阳县财政局", 2024))
    return made


def test_a_correction_is_read_with_kept_and_shown(library: Library) -> None:
    figures = [one.id for one in library.snapshot().figures.select()]
    done = library.correct(ID, [YEAR], note="看过封面")
    assert [(one.fact, one.old, one.note, one.file) for one in done.changed] == [(YEAR, "2023", "看过封面", "a.txt")]
    assert [file.outcome for file in done.report.files] == ["reread"]
    assert ids(library) == [MOVED, "山阳县财政局-2024-部门预算"]
    assert printed(library)[0] == (MOVED, 2021, "2.40")
    assert [one.id for one in library.snapshot().figures.select()] == figures, "links go on"
    entry = library.documents()[0]
    assert entry.corrections == done.changed == library.corrections(MOVED)
    assert entry.files[0].corrected == ("year=2021",)
    assert library.issues() == []


def test_it_is_one_readable_file(library: Library) -> None:
    library.correct(ID, [YEAR], note="封面")
    (row,) = json.loads((library.root / NAME).read_text(encoding="utf-8"))
    assert {name: row[name] for name in ("file", "field", "old", "new", "note")} == {
        "file": "a.txt", "field": "year", "old": "2023", "new": "2021", "note": "封面",
    }  # fmt: skip
    assert "封面" in (library.root / NAME).read_text(encoding="utf-8")


def test_it_outlives_a_newer_pipeline_a_rebuild_and_removal(library: Library) -> None:
    library.correct(ID, [YEAR])
    library.reader = LATER
    assert [one.outcome for one in library.ingest_bytes("a.txt", text()).files] == ["reread"]
    assert MOVED in ids(library)
    shutil.rmtree(library.root / "segments")
    library.rebuild()
    assert MOVED in ids(library)
    library.compact()
    library.remove(MOVED)
    assert ids(library) == ["山阳县财政局-2024-部门预算"]
    assert [one.fact for one in library.corrections()] == [YEAR], "kept while the file is away"
    library.ingest_bytes("again.txt", text())
    assert ids(library) == [MOVED, "山阳县财政局-2024-部门预算"]
    assert library.documents()[0].corrections[0].old == "2023"


def test_what_is_read_already_with_its_corrections_is_not_read_again(library: Library) -> None:
    library.correct(ID, [YEAR])
    before = state(library.root)
    assert [one.outcome for one in library.ingest_bytes("a.txt", text()).files] == ["unchanged"]
    assert state(library.root) == before


def test_a_second_correction_replaces_the_first_and_remembers_what_was_recognised(library: Library) -> None:
    library.correct(ID, [YEAR])
    library.correct(MOVED, [Fact("year", "2022"), Fact("org", "海源市档案馆")])
    assert [(one.fact.value, one.old) for one in library.corrections()] == [("2022", "2023"), ("海源市档案馆", ORG)]
    assert ids(library)[0] == "山阳县财政局-2024-部门预算"
    assert ids(library)[1] == "海源市档案馆-2022-部门预算"


def test_undoing_one_and_all(library: Library) -> None:
    library.correct(ID, [YEAR, Fact("org", "海源市档案馆")])
    gone = library.undo("海源市档案馆-2021-部门预算", [Fact("year", "whatever")])
    assert [one.fact for one in gone.changed] == [YEAR]
    assert "海源市档案馆-2023-部门预算" in ids(library)
    library.undo("海源市档案馆-2023-部门预算")
    assert (ids(library)[0], library.corrections()) == (ID, ())
    assert library.documents()[0].files[0].corrected == ()
    with pytest.raises(NothingToUndo):
        library.undo(ID)


def test_undoing_something_else_takes_nothing_back(library: Library) -> None:
    library.correct(ID, [YEAR])
    with pytest.raises(NothingToUndo):
        library.undo(MOVED, [YEAR, Fact("org", "x")])
    assert len(library.corrections()) == 1


# --- files of one disclosure ----------------------------------------------------------------------------------------------------------


def two_editions(library: Library) -> tuple[str, str]:
    """An older and a newer edition of one disclosure, with passages."""
    library.reader = LATER
    library.remove(ID)
    old = library.ingest_bytes("old.txt", text()).files[0].sha
    new = library.ingest_bytes("new.txt", text(ORG, 2023, "办公费 公用经费 9.90 万元")).files[0].sha
    return old, new


def quoted(library: Library) -> list[str]:
    return [one.place.sha for one in library.snapshot().passages.select() if ORG in one.document]


def test_an_edition_that_goes_elsewhere_leaves_the_older_one_to_be_quoted(library: Library) -> None:
    old, new = two_editions(library)
    assert quoted(library) == [new]
    done = library.correct(ID, [YEAR], file="new.txt")
    assert [file.name for file in done.report.files] == ["new.txt", "old.txt"]
    assert sorted(quoted(library)) == sorted([old, new]), "each is the only edition of its document"
    assert [(one.disclosure.id, one.superseded) for one in library.documents() if one.disclosure.org == ORG] == [(MOVED, ()), (ID, ())]
    library.undo(MOVED)
    (entry,) = [one for one in library.documents() if one.disclosure.org == ORG]
    assert [(file.name, file.edition) for file in sorted(entry.files, key=lambda file: file.edition)] == [("old.txt", 1), ("new.txt", 2)]
    assert quoted(library) == [new]


def test_an_older_edition_that_comes_back_is_still_the_older_one(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(f"2024-01-0{day}T00:00:00+00:00" for day in range(1, 9))
    monkeypatch.setattr("library.commit.now", lambda: next(times))
    _, new = two_editions(library)
    library.correct(ID, [YEAR], file="old.txt")
    library.undo(MOVED)
    (entry,) = [one for one in library.documents() if one.disclosure.org == ORG]
    assert [file.name for file in entry.superseded] == ["old.txt"]
    assert quoted(library) == [new]
    assert [one.printed for one in library.snapshot().figures.select(documents=[ID])] == ["9.90"]


def test_all_files_of_a_disclosure_are_meant_or_one(library: Library) -> None:
    two_editions(library)
    assert len(library.correct(ID, [YEAR]).changed) == 2
    assert len(library.undo(MOVED).changed) == 2
    assert len(library.correct(ID, [YEAR], file="old.txt").changed) == 1
    with pytest.raises(UnknownDocument, match=r"none\.txt"):
        library.correct(ID, [YEAR], file="none.txt")


# --- what can't be --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "allowed"),
    [
        (Fact("year", "23"), "2000–2099"),
        (Fact("year", "二〇二三"), "2000–2099"),
        (Fact("kind", "预决算"), "预算、决算"),
        (Fact("level", "乡"), "部门、单位"),
        (Fact("unit", "美元"), "元、千元、万元、亿元"),
        (Fact("form", "表8", "表1"), "三公"),
        (Fact("form", "三公"), "TABLE"),
        (Fact("column", "合计", "表1"), "TABLE"),
        (Fact("org", " "), "1–200"),
        (Fact("org", "甲\n乙"), "1–200"),
        (Fact("org", "学" * 201), "1–200"),
        (Fact("year", "2023", "表1"), "unit、form、column"),
        (Fact("colour", "red"), "org、year"),  # type: ignore[arg-type]
    ],
)
def test_bad_values_are_told_with_what_is_allowed(library: Library, fact: Fact, allowed: str) -> None:
    with pytest.raises(BadCorrection, match=allowed) as refused:
        checked(fact)
    assert "\n" not in str(refused.value)
    before = state(library.root)
    with pytest.raises(BadCorrection):
        library.correct(ID, [YEAR, fact])
    assert state(library.root) == before


def test_tables_and_columns_that_are_not_there(library: Library) -> None:
    library.reader = LATER
    library.rebuild()
    before = state(library.root)
    with pytest.raises(BadCorrection, match="表6 基本支出表"):
        library.correct(ID, [Fact("unit", "元", "表9")])
    with pytest.raises(CorrectionUnfit):
        library.correct(ID, [Fact("column", "合计", "表6", "没有的栏")])
    assert state(library.root) == before
    with pytest.raises(UnknownDocument):
        library.correct("没有的文件", [YEAR])


@pytest.mark.parametrize("name", ["表6 基本支出表", "表6", "基本支出表", "基本支出"])
def test_a_table_is_named_by_any_part_of_its_name_and_kept_by_all_of_it(library: Library, name: str) -> None:
    library.reader = LATER
    library.rebuild()
    (done,) = library.correct(ID, [Fact("unit", "元", name)]).changed
    assert (done.fact.table, done.old) == ("表6 基本支出表", "万元")
    assert library.undo(ID, [Fact("unit", "", name)]).changed == (done,)


def test_a_corrected_column_is_corrected_again_by_its_new_name(library: Library) -> None:
    library.reader = LATER
    library.rebuild()
    library.correct(ID, [Fact("column", "一", "表6", "公用经费")])
    library.correct(ID, [Fact("column", "二", "表6", "一")])
    assert [one.fact for one in library.corrections()] == [Fact("column", "二", "表6 基本支出表", "公用经费")]


def test_a_correction_that_makes_a_file_unreadable_is_refused(library: Library) -> None:
    library.ingest_bytes("c.txt", UNTOLD, facts=[YEAR])
    before = state(library.root)
    with pytest.raises(CorrectionRefused, match=r"c\.txt.*公开文件"):
        library.undo(MOVED, file="c.txt")
    assert state(library.root) == before
    assert library.issues() == []


def test_a_correction_that_a_newer_pipeline_can_not_apply_is_kept_and_told(library: Library) -> None:
    library.reader = LATER
    library.rebuild()
    library.correct(ID, [Fact("column", "合计", "表6", "公用经费")])
    fact = Fact("column", "合计", "表6 基本支出表", "公用经费")

    def newer(data: bytes, name: str, facts: Iterable[Fact] = ()) -> Parsed:
        made = factories.read(data, name, [one for one in facts if one.field != "column"])
        lost = tuple(one for one in facts if one.field == "column")
        issues = tuple(factories.Issue(name, made.sha, None, f"更正没有用上：{one}") for one in lost)
        return factories.replace(made, issues=issues, unapplied=lost)

    library.reader = Reader(newer, "3", apart=False)
    library.rebuild()
    assert [one.fact for one in library.corrections()] == [fact]
    assert [issue.reason for issue in library.issues()] == [f"更正没有用上：{fact}"]


# --- files that were refused ----------------------------------------------------------------------------------------------------------


def test_what_a_file_does_not_tell_is_said_at_its_ingest(library: Library) -> None:
    assert library.ingest_bytes("c.txt", UNTOLD).refused
    report = library.ingest_bytes("c.txt", UNTOLD, facts=[YEAR])
    assert [one.outcome for one in report.files] == ["added"]
    assert MOVED in ids(library)
    assert library.issues() == []
    library.rebuild()
    assert MOVED in ids(library)


def test_what_is_said_of_a_refused_file_holds_at_its_next_ingest(library: Library, tmp_path: Path) -> None:
    untold = text().replace(ORG.encode(), b"?").replace(b"2023", b"?")
    path = write(tmp_path / "docs", "c.txt", untold)
    assert library.ingest([path], facts=[YEAR]).refused, "the organisation is still not known, but the year is kept"
    assert library.correct("c.txt", [Fact("org", "海源市档案馆")]).report.files == ()
    assert [one.fact.field for one in library.corrections("c.txt")] == ["year", "org"]
    assert [one.outcome for one in library.ingest([path]).files] == ["added"]
    assert "海源市档案馆-2021-部门预算" in ids(library)


def test_a_file_on_the_disk_can_be_spoken_of_before_its_first_ingest(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "docs", "c.txt", UNTOLD)
    library.correct(str(path), [YEAR])
    assert [one.outcome for one in library.ingest([path]).files] == ["added"]
    with pytest.raises(BadCorrection):
        library.correct(str(write(tmp_path / "docs", "d.txt", b"x")), [Fact("unit", "元", "表1")])


def test_readers_in_other_processes_hear_of_it_too(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "docs", "c.txt", UNTOLD)
    write(tmp_path / "docs", "d.txt", text(year=2022))
    library.correct(str(path), [YEAR])
    assert [one.outcome for one in library.ingest([tmp_path / "docs"], jobs=2).files] == ["added", "added"]
    assert MOVED in ids(library)


def test_facts_are_of_one_file(library: Library, tmp_path: Path) -> None:
    write(tmp_path / "docs", "a.txt", text())
    write(tmp_path / "docs", "c.txt", UNTOLD)
    with pytest.raises(OneFileOnly):
        library.ingest([tmp_path / "docs"], facts=[YEAR])
    assert library.corrections() == ()


# --- writers that end too early -------------------------------------------------------------------------------------------------------


def test_a_writer_that_ends_before_it_publishes_changes_no_answer(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The word of the person is kept; it is told that it waits, and the next reading takes it."""
    before = printed(library)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("library.commit.publish", killed)
    with pytest.raises(KeyboardInterrupt):
        library.correct(ID, [YEAR])
    monkeypatch.undo()
    assert printed(Library.open(library.root)) == before
    assert "year=2021" in library.issues()[0].reason
    library.rebuild()
    assert (ids(library)[0], library.issues()) == (MOVED, [])


def test_a_writer_that_ends_while_it_reads_leaves_every_byte(library: Library) -> None:
    before = state(library.root)

    def killed(data: bytes, name: str, facts: Iterable[Fact] = ()) -> Parsed:
        raise KeyboardInterrupt

    library.reader = Reader(killed, "1", apart=False)
    with pytest.raises(KeyboardInterrupt):
        library.correct(ID, [YEAR])
    assert state(library.root) == before


def test_one_writer_at_a_time(library: Library, tmp_path: Path) -> None:
    other = Library.open(library.root, READER)
    for write_too in (lambda: other.correct(ID, [YEAR]), lambda: other.undo(ID)):
        with pytest.raises(LibraryLocked):
            library.ingest([write(tmp_path, "x.txt", text(year=2001))], progress=lambda _, too=write_too: too())


# --- the file itself ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "damage", ["", "{", "[1]", '[{"sha": "x"}]', '[{"sha": "x", "field": "year", "new": "23"}]', '[{"sha": "x", "field": "?", "new": "1"}]']
)
def test_a_broken_file_is_one_line_and_stays(library: Library, damage: str) -> None:
    (library.root / NAME).write_text(damage, encoding="utf-8")
    for use in (library.documents, library.issues, library.corrections, library.rebuild, lambda: library.correct(ID, [YEAR])):
        with pytest.raises(CorrectionsBroken) as broken:
            use()
        assert "\n" not in str(broken.value)
    assert (library.root / NAME).read_text(encoding="utf-8") == damage


def test_what_somebody_writes_into_it_waits_for_the_next_reading(library: Library) -> None:
    sha = library.documents()[0].files[0].sha
    (library.root / NAME).write_text(json.dumps([{"sha": sha, "field": "year", "new": "2021"}]), encoding="utf-8")
    assert [issue.file for issue in library.issues()] == ["a.txt"]
    library.ingest_bytes("a.txt", text())
    assert (ids(library)[0], library.issues()) == (MOVED, [])


def test_it_moves_to_another_library_with_its_file(library: Library, tmp_path: Path) -> None:
    library.correct(ID, [YEAR])
    (tmp_path / "new").mkdir()
    shutil.copy(library.root / NAME, tmp_path / "new" / NAME)
    other = Library.open_or_create(tmp_path / "new", READER)
    other.ingest_bytes("a.txt", text())
    assert ids(other) == [MOVED]


def test_reading_back_gives_what_was_kept(tmp_path: Path) -> None:
    kept = (
        Correction("s", "甲.txt", Fact("column", "合计", "表9 “三公”", "列1"), "列1", "2024-01-01", "注\n二"),
        Correction("t", "", YEAR),
    )
    (tmp_path / NAME).write_text(json.dumps([as_row(one) for one in kept]), encoding="utf-8")
    assert load(tmp_path) == kept
    assert merged(kept, kept) == kept
