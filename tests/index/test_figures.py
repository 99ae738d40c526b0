"""Looking figures up: every filter, hostile values, editions, threads, and what the store may not do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from domain.model import Figure
from index.figures import FigureStore
from index.segment import SegmentWriter
from tests import factories

SHA, OTHER = "a" * 64, "b" * 64
OURS, THEIRS = factories.disclosure(), factories.disclosure("山阳县财政局", 2024)
HOSTILE = ["' OR 1=1 --", "'; DROP TABLE figures; --", '" OR ""="', "%", "_", "\\", "${x}", "?", "*", "a\x00b", "学" * 10_000]

OWN = [
    factories.figure("办公费", "2.40", of=OURS, sha=SHA, line=1, item="econ/30201"),
    factories.figure("会议费", "", of=OURS, sha=SHA, line=2, row_code="30215", state="blank"),
    factories.figure("公务接待费", "0", of=OURS, sha=SHA, line=3, row_code="30217", period=2022, form="三公", project="专项"),
    factories.figure("办公费", "1.20", of=OURS, sha=SHA, line=4, reading="alternative"),
    factories.figure("开展培训", "≥12", of=OURS, sha=SHA, line=5, source="indicator", org="云溪县教育局幼儿园"),
]
FOREIGN = [
    factories.figure(
        "Meeting Fee", "9", of=THEIRS, sha=OTHER, line=1, sentence="会议费9万元。", source="narrative", kind="决算", level="单位"
    )
]


def build(folder: Path) -> list[Path]:
    """Two segments of one file each."""
    made = []
    for name, about, sha, figures in (("one", OURS, SHA, OWN), ("two", THEIRS, OTHER, FOREIGN)):
        writer = SegmentWriter(folder / name)
        writer.add(factories.parsed(figures, of=about, sha=sha, tables=(factories.table(sha),), findings=(factories.finding(),)))
        writer.finish()
        made.append(folder / name)
    return made


@pytest.fixture(scope="module")
def segments(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return build(tmp_path_factory.mktemp("it's a [store]*"))


@pytest.fixture
def store(segments: list[Path]) -> FigureStore:
    return FigureStore(segments)


def names(figures: list[Figure]) -> list[str]:
    return [figure.id for figure in figures]


def test_all_first_readings_in_the_order_of_the_documents(store: FigureStore) -> None:
    assert store.select() == [*OWN[:3], OWN[4], *FOREIGN]
    assert store.count() == 6


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"documents": [OURS.id]}, [0, 1, 2, 4]),
        ({"orgs": ["云溪县教育局幼儿园"]}, [4]),
        ({"years": [2024]}, [5]),
        ({"periods": {2022}}, [2]),
        ({"kinds": ["决算"]}, [5]),
        ({"levels": ["单位"]}, [5]),
        ({"items": ["econ/30201"]}, [0]),
        ({"forms": ("三公", "说明")}, [2]),
        ({"sources": ["indicator", "narrative"]}, [4, 5]),
        ({"row_codes": ["30215", "30217"]}, [1, 2]),
        ({"states": ["blank"]}, [1]),
        ({"projects": ["专项"]}, [2]),
        ({"readings": None}, [0, 1, 2, 3, 4, 5]),
        ({"readings": ["alternative"]}, [3]),
        ({"text": "会议费"}, [1, 5]),
        ({"text": "meeting"}, [5]),
        ({"text": "专项"}, [2]),
        ({"limit": 2}, [0, 1]),
        ({"limit": 0}, []),
        ({"documents": []}, []),
        ({"documents": OURS.id, "row_codes": "30215"}, [1]),
        ({"documents": dict.fromkeys([OURS.id]), "text": "费", "states": ["zero"]}, [2]),
    ],
)
def test_filters(store: FigureStore, filters: dict[str, Any], wanted: list[int]) -> None:
    every = [*OWN, *FOREIGN]
    assert store.select(**filters) == [every[at] for at in wanted]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_only_values(store: FigureStore, value: str) -> None:
    texts = ("documents", "orgs", "kinds", "levels", "items", "forms", "sources", "row_codes", "states", "projects")
    for name in texts:
        filters: dict[str, Any] = {name: iter([value])}
        assert store.select(**filters) == []
    assert store.select(text=value) == []
    assert store.get([value]) == []
    assert store.tables(value, value) == []
    assert len(store.select()) == 5


def test_get_keeps_the_order_asked(store: FigureStore) -> None:
    asked = [FOREIGN[0].id, "nobody", OWN[3].id, OWN[0].id, FOREIGN[0].id]
    assert names(store.get(asked)) == [FOREIGN[0].id, OWN[3].id, OWN[0].id, FOREIGN[0].id]
    assert store.get([]) == []


def test_tables_and_findings_by_document(store: FigureStore) -> None:
    assert len(store.tables()) == 2
    assert len(store.tables(OURS.id, "基本支出表")) == 2, "the tables of both files belong to this disclosure"
    assert store.tables(form="三公") == []
    assert [one.severity for one in store.findings(severities=["error"])] == ["error", "error"]
    assert store.findings(OURS.id, ["note"]) == []


def test_disclosures_join_the_names_of_their_files(tmp_path: Path) -> None:
    writer = SegmentWriter(tmp_path / "one")
    writer.add(factories.parsed(of=factories.disclosure(names=("云溪县教育局", "县教育局")), sha=SHA))
    writer.add(factories.parsed(of=factories.disclosure(names=("云溪县教育局", "教育局机关"), units=("第一小学",)), sha=OTHER))
    writer.finish()
    (one,) = FigureStore([tmp_path / "one"]).disclosures()
    assert one.names == ("云溪县教育局", "县教育局", "教育局机关")
    assert one.units == ("云溪县教育局幼儿园", "第一小学")


def test_removed_files_are_gone_and_older_editions_wait(segments: list[Path]) -> None:
    store = FigureStore(segments, removed=[SHA], superseded=[OTHER])
    assert store.select() == []
    assert store.select(superseded=True) == FOREIGN
    assert store.get(names([*OWN, *FOREIGN])) == FOREIGN, "links to an older edition outlive the newer one"
    assert store.tables() == []
    assert [one.id for one in store.disclosures()] == [THEIRS.id]


def test_an_empty_library_has_nothing() -> None:
    store = FigureStore([])
    assert (store.select(), store.get(["x"]), store.disclosures(), store.tables(), store.findings(), store.issues()) == (
        [],
        [],
        [],
        [],
        [],
        [],
    )
    assert store.count() == 0


def test_many_threads_at_once(store: FigureStore) -> None:
    asks: list[Callable[[], object]] = [
        lambda: store.select(documents=[OURS.id]),
        lambda: store.select(text="费"),
        lambda: store.get(names(OWN)),
        store.tables,
        store.disclosures,
    ]
    want = [ask() for ask in asks]
    with ThreadPoolExecutor(8) as threads:
        for round_ in [threads.map(lambda ask: ask(), asks) for _ in range(30)]:
            assert list(round_) == want


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/wenzhang-must-not-be' (FORMAT csv)",
        "ATTACH '/tmp/wenzhang-must-not-be.db'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_the_database_reads_nothing_else(store: FigureStore, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        store._fetch(statement)


def test_nothing_can_be_written_into_a_segment(segments: list[Path]) -> None:
    """The segments' folders stay readable; a statement that writes there is one that this module never makes."""
    before = {path: path.read_bytes() for folder in segments for path in folder.iterdir() if path.is_file()}
    FigureStore(segments).select(text="'); COPY figures TO 'x.parquet'; --")
    assert before == {path: path.read_bytes() for folder in segments for path in folder.iterdir() if path.is_file()}


def test_a_closed_store_finds_nothing(store: FigureStore) -> None:
    store.close()
    store.close()
    assert store.disclosures() == []


def test_names_of_rows_and_projects_once_each(store: FigureStore) -> None:
    figures = store.select()
    coded = {(figure.row_code, figure.row_name, figure.item) for figure in figures if figure.source == "table" and figure.row_code}
    assert store.row_names() == sorted(coded)
    assert store.project_names() == sorted({(figure.document, figure.project) for figure in figures if figure.project})
    items = {figure.item for figure in figures}
    assert store.documents_stating(items) == {figure.document for figure in figures if figure.value is not None}
    assert store.documents_stating(["取暖费'; DROP TABLE figures"]) == set()
