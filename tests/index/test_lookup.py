"""What is found by key is what a selection over everything finds; merging segments loses none of it."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import pytest

from domain.model import Figure, Identity
from index.figures import FigureStore
from index.lookup import Lookup
from index.segment import SegmentWriter
from tests import factories

SHA, OTHER, NEWER = "a" * 64, "b" * 64, "c" * 64
OURS, THEIRS = factories.disclosure(), factories.disclosure("山阳县财政局", 2024)
TRIED = (Identity("restated", "holds", ("x", "y"), ("z",), "", "why"), Identity("sum", "fails", (), ("z",), "1 ≠ 2", ""))


def figures(sha: str, of: object = OURS) -> list[Figure]:
    make = lambda name, printed, line, **fields: factories.figure(name, printed, of=of, sha=sha, line=line, **fields)  # type: ignore[arg-type] # noqa: E731
    return [
        make("办公费", "2.40", 1, item="econ/30201"),
        make("会议费", "", 2, row_code="30215", state="blank", item="econ/30215"),
        make("养护金额", "7", 3, row_code="", form="其他", item="econ/30201"),
        make("绿化养护", "8", 4, row_code=""),
        make("满意度", "95", 5, row_code="", source="indicator", column="指标值", unit="%"),
        make("垃圾清运", "9", 6, row_code="", project="垃圾清运专项", item="econ/30201"),
        make("办公费", "2.60", 7, item="econ/30201", reading="alternative"),
        make("办公费", "2.40", 8, source="narrative", column="金额", sentence="办公费2.40万元。", item="econ/30201"),
    ]


def segment(folder: Path, sha: str, of: object = OURS) -> Path:
    writer = SegmentWriter(folder)
    told = factories.parsed(figures(sha, of), of=of, sha=sha, tables=(factories.table(sha),), identities=TRIED)  # type: ignore[arg-type]
    writer.add(told)
    writer.finish()
    return folder


@pytest.fixture(scope="module")
def segments(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("seg % ments?#")
    return [segment(folder / "one", SHA), segment(folder / "two", OTHER, THEIRS)]


@pytest.fixture(scope="module")
def store(segments: list[Path]) -> FigureStore:
    return FigureStore(segments)


PARTS: list[tuple[dict[str, object], Callable[[Figure], bool]]] = [
    ({}, lambda figure: True),
    ({"items": ["econ/30201"]}, lambda figure: figure.item == "econ/30201"),
    ({"items": ["econ/30201", "econ/30215", "nothing"]}, lambda figure: figure.item in ("econ/30201", "econ/30215")),
    ({"items": [""]}, lambda figure: not figure.item),
    ({"items": ["nothing"]}, lambda figure: False),
    ({"items": []}, lambda figure: False),
    ({"only": "project"}, lambda figure: bool(figure.project)),
    ({"only": "indicator"}, lambda figure: figure.source == "indicator"),
    (
        {"only": "unlisted"},
        lambda figure: figure.source == "table" and not figure.project and (not figure.item or figure.form == "其他"),
    ),
    ({"same": {"sentence": "办公费2.40万元。"}}, lambda figure: figure.sentence == "办公费2.40万元。"),
    ({"same": {"form": "基本支出表", "row_name": "办公费"}}, lambda figure: (figure.form, figure.row_name) == ("基本支出表", "办公费")),
    ({"same": {"row_code": ""}}, lambda figure: not figure.row_code),
    ({"same": {"row_name": "没有的名称"}}, lambda figure: False),
]


@pytest.mark.parametrize(("asked", "meant"), PARTS)
def test_by_key_as_by_selection(store: FigureStore, asked: dict[str, object], meant: Callable[[Figure], bool]) -> None:
    every = [figure for figure in store.select() if figure.document == OURS.id]
    assert len(every) == 7
    assert list(store.of(OURS.id, **asked)) == [figure for figure in every if meant(figure)]  # type: ignore[arg-type]
    assert store.of("no such document", **asked) == ()  # type: ignore[arg-type]


def test_one_item_of_all_documents(store: FigureStore) -> None:
    every = [figure for figure in store.select() if figure.item == "econ/30201"]
    assert store.of_items(["econ/30201"]) == {
        document: [figure for figure in every if figure.document == document] for document in (OURS.id, THEIRS.id)
    }


def test_numbers_in_brief_are_those_of_the_figures(segments: list[Path], tmp_path: Path) -> None:
    same = attrgetter("id", "document", "org", "measure", "form", "column", "row_code", "source", "lines")
    folders = [*segments, segment(tmp_path / "three", NEWER)]
    for store in (
        FigureStore(folders),
        FigureStore(folders[::-1]),
        FigureStore(folders, superseded=[SHA]),
        FigureStore(folders, removed=[NEWER]),
    ):
        every = [figure for figure in store.select() if figure.item == "econ/30201" and figure.value is not None]
        briefs = store.briefs("econ/30201")
        assert set(briefs) == {OURS.id, THEIRS.id}
        for document, told in briefs.items():
            assert [same(brief) for brief in told] == [same(figure) for figure in every if figure.document == document]
        assert store.briefs("nothing") == {}


def test_the_items_of_a_document_are_its_own_whatever_was_read_before(store: FigureStore) -> None:
    for _ in range(2):
        assert store.items_of(OURS.id) == {"econ/30201", "econ/30215"}
        store.of(OURS.id)  # its texts are kept from now on
    assert store.items_of("no such document") == set()


def test_only_columns_of_texts_can_be_compared(store: FigureStore) -> None:
    with pytest.raises(ValueError, match="value"):
        store.of(OURS.id, same={"value": "2.40"})


def test_older_editions_are_found_by_id_alone(segments: list[Path]) -> None:
    store = FigureStore(segments, superseded=[SHA])
    assert store.of(OURS.id) == ()
    assert store.coded(OURS.id) == set()
    assert store.titles(OURS.id) == [factories.table().title], "that of the other file, which tells of this document too"
    assert store.row_names() == FigureStore(segments[1:]).row_names()
    assert [one.id for one in store.get([figure.id for figure in figures(SHA)])] == [figure.id for figure in figures(SHA)]
    assert store.identities(OURS.id) is None


def test_identities_belong_to_the_files_they_were_worked_out_of(segments: list[Path], tmp_path: Path) -> None:
    assert FigureStore(segments).identities(OURS.id) == list(TRIED)
    with_more = FigureStore([*segments, segment(tmp_path / "three", NEWER)])
    assert with_more.identities(OURS.id) is None, "another file of the same disclosure"


def test_merging_keeps_what_counts(segments: list[Path], tmp_path: Path) -> None:
    writer = SegmentWriter(tmp_path / "merged")
    writer.carry(segments, without={OTHER})
    writer.finish()
    before, merged = FigureStore(segments[:1]), FigureStore([tmp_path / "merged"])
    assert merged.of(OURS.id) == before.of(OURS.id)
    assert merged.select(readings=None) == before.select(readings=None)
    assert merged.get([figure.id for figure in figures(SHA)]) == figures(SHA)
    assert merged.tables(OURS.id) == before.tables(OURS.id)
    assert merged.row_names() == before.row_names()
    assert merged.project_names() == before.project_names()
    assert merged.identities(OURS.id) == list(TRIED)
    assert (merged.of(THEIRS.id), merged.disclosures()) == ((), [OURS])
    with_other = Lookup(tmp_path / "merged")
    assert [key for key, _, _ in with_other.raw_identities()] == [key for key, _, _ in Lookup(segments[0]).raw_identities()]


def test_a_reader_leaves_no_trace(segments: list[Path]) -> None:
    """Nothing is written beside a file that is read, as readers of other databases do."""
    before = {path.name: path.read_bytes() for path in segments[0].iterdir() if path.is_file()}
    assert FigureStore(segments).of(OURS.id)
    assert {path.name: path.read_bytes() for path in segments[0].iterdir() if path.is_file()} == before
