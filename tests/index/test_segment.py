"""What is written to a segment comes back as it was."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model import Disclosure, Figure, Finding, Issue, Parsed, Provenance, Table
from index.figures import FigureStore
from index.schema import FILES, FORMAT, PRECISION, SCALE, storable
from index.segment import SegmentWriter
from tests import factories

SHA = "a" * 64
amounts = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**21), max_value=10**21)


def written(folder: Path, *files: Parsed) -> Path:
    writer = SegmentWriter(folder / "segment")
    for one in files:
        writer.add(one)
    writer.finish()
    return folder / "segment"


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(amounts, st.integers(0, 4)), min_size=1, max_size=20))
def test_decimals_are_exact_and_keep_their_places(numbers: list[tuple[Decimal, int]]) -> None:
    values = [round(value, places) + 0 for value, places in numbers]  # no minus before a zero
    made = [factories.figure(sha=SHA, line=line, value=value, yuan=value * 10000, unit="万元") for line, value in enumerate(values, 1)]
    made = [figure for figure in made if storable(figure.yuan)]
    with TemporaryDirectory() as folder:
        store = FigureStore([written(Path(folder), factories.parsed(made, sha=SHA))])
        found = store.select()
    assert [(str(one.value), str(one.yuan)) for one in found] == [(str(one.value), str(one.yuan)) for one in made]


@settings(max_examples=12, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50), st.sampled_from(["", "0", "2.40", "-1,234.5", "完全不予公开"]))
def test_any_text_comes_back(text: str, printed: str) -> None:
    made = factories.figure(text, printed, sha=SHA, sentence=text)
    with TemporaryDirectory() as folder:
        assert FigureStore([written(Path(folder), factories.parsed([made], sha=SHA))]).select() == [made]


def test_every_value_type_comes_back_whole(tmp_path: Path) -> None:
    place = Provenance("甲.pdf", SHA, 7, None, (1.5, 2.25, 3.0, 4.125))
    figure = dataclasses.replace(factories.figure(sha=SHA), place=place)
    blank = factories.figure("会议费", "", sha=SHA, line=2)
    issues = (Issue("甲.txt", SHA, (3, 9), "a row that makes no sense"), Issue("甲.txt", SHA, None, "no figure"))
    whole = factories.parsed(
        [figure, blank],
        sha=SHA,
        tables=(factories.table(SHA),),
        findings=(factories.finding(), factories.finding("note", 2)),
        issues=issues,
    )
    store = FigureStore([written(tmp_path, whole)])
    assert store.select() == [figure, blank]
    assert blank.value is None
    assert store.tables() == list(whole.tables)
    assert store.findings() == list(whole.findings)
    assert store.disclosures() == [whole.disclosure]
    assert store.issues() == list(issues)


def test_amounts_are_decimal_on_disk_for_other_engines(tmp_path: Path) -> None:
    schema = pq.read_schema(written(tmp_path, factories.parsed([factories.figure(sha=SHA)], sha=SHA)) / "figures.parquet")
    assert {str(schema.field(name).type) for name in ("value", "yuan")} == {f"decimal128({PRECISION}, {SCALE})"}
    assert not any("float" in str(field.type) or "double" in str(field.type) for field in schema if field.name not in ("bbox", "ocr"))


@pytest.mark.parametrize(
    ("number", "fits"), [("9" * 22, True), ("9" * 23, False), ("0." + "1" * 16, True), ("0." + "1" * 17, False), ("-1E+21", True)]
)
def test_what_a_decimal_column_holds(number: str, fits: bool) -> None:
    assert storable(Decimal(number)) is fits


COLUMNS_OF_FORMAT = {
    4: {
        "figures": (
            "id:text document:text file:text sha:text page:int first_line:int last_line:int bbox:box cell:text ocr:share org:text year:int period:int "
            "kind:text level:text measure:text form:text table:text row_code:text row_name:text column:text printed:text "
            "value:decimal value_places:int unit:text yuan:decimal yuan_places:int state:text source:text item:text project:text "
            "of:text reason:text sentence:text reading:text confidence:text indicator_group:text comparator:text seq:int"
        ),
        "tables": (
            "id:text document:text file:text sha:text page:int first_line:int last_line:int bbox:box cell:text ocr:share form:text number:text "
            "title:text unit:text state:text note:text header:texts rows:grid row_lines:spans note_first_line:int "
            "note_last_line:int seq:int"
        ),
        "findings": (
            "id:text document:text rule:text family:text severity:text message:text arithmetic:text figures:texts places:places "
            "sha:text seq:int"
        ),
        "documents": ("id:text org:text names:texts units:texts year:int kind:text level:text sha:text file:text"),
        "issues": ("file:text sha:text first_line:int last_line:int reason:text page:int seq:int"),
    },
}


def test_columns_change_only_with_the_format() -> None:
    """A new field of the model is a new column: then raise FORMAT and write the columns down here."""
    columns = {name: " ".join(f"{one.name}:{one.type}" for one in (*rows.columns, *rows.extra)) for name, rows in FILES.items()}
    assert columns == COLUMNS_OF_FORMAT[FORMAT]


@pytest.mark.parametrize(
    ("name", "kind"), [("figures", Figure), ("tables", Table), ("findings", Finding), ("documents", Disclosure), ("issues", Issue)]
)
def test_every_field_of_the_model_is_stored(name: str, kind: Any) -> None:
    stored = " ".join(column.name for column in FILES[name].columns)
    wanted = {field.name for field in dataclasses.fields(kind)} - {"place", "lines"}
    assert all(field.removesuffix("lines") in stored for field in wanted)


def test_carrying_leaves_out_files_and_keeps_the_rest(tmp_path: Path) -> None:
    other = "b" * 64
    files = [factories.parsed([factories.figure(sha=sha)], sha=sha, passages=(factories.passage(sha=sha),)) for sha in (SHA, other)]
    old = written(tmp_path / "old", *files)
    writer = SegmentWriter(tmp_path / "new")
    writer.carry([old], without={SHA})
    writer.finish()
    store = FigureStore([tmp_path / "new"])
    assert store.select() == list(files[1].figures)
    assert pq.read_table(tmp_path / "new" / "passages.parquet")["sha"].to_pylist() == [other]


def test_large_files_are_written_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.segment.BATCH", 10)
    files = []
    for at in range(5):
        sha = str(at) * 64
        files.append(factories.parsed([factories.figure(sha=sha, line=line) for line in range(1, 8)], sha=sha))
    folder = written(tmp_path, *files)
    assert pq.ParquetFile(folder / "figures.parquet").metadata.num_row_groups > 1
    assert len(FigureStore([folder]).select()) == 35
