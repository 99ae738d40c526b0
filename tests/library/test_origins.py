"""Where files came from: told for one file, or by a table beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.model import Origin
from library import BadOrigin, IngestReport, Library, OneFileOnly
from library.manifest import FileEntry, load
from library.origins import origin, read_sidecar
from tests.factories import READER, text, write

URL = "https://example.org/a?b=1&c=<2>"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open_or_create(tmp_path / "library", READER)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    write(tmp_path / "docs", "a.txt", text())
    return write(tmp_path / "docs" / "deep", "b.txt", text("山阳县财政局", 2024)).parents[1]


def told(library: Library) -> dict[str, tuple[str, str]]:
    return {file.name: (file.url, file.published) for file in load(library.root).files}


def outcomes(report: IngestReport) -> list[str]:
    return [file.outcome for file in report.files]


@pytest.mark.parametrize("text", ["2024-02-10", "2024/2/10", "2024.02.10", "2024年2月10日", " ２０２４-02-10 "])
def test_dates_as_people_write_them(text: str) -> None:
    assert origin("", text) == Origin("", "2024-02-10")


@pytest.mark.parametrize(("url", "date"), [("", "2024-02-30"), ("", "去年"), ("", "2024-02"), ("a\nb", ""), ("x" * 2001, "")])
def test_what_is_no_date_and_no_line(url: str, date: str) -> None:
    with pytest.raises(BadOrigin) as refused:
        origin(url, date)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("sources.csv", f"file,url,published\na.txt,{URL},2024-02-10\ndeep\\b.txt,,2024-03-01\n".encode()),
        ("来源.csv", f"发布日期,文件,网址\r\n2024年2月10日,a.txt,{URL}\r\n2024/3/1,deep/b.txt,\r\n".encode("gb18030")),
        ("来源.csv", f"文件 ,网址,发布日期,备注\na.txt,{URL},2024-02-10,x\n\ndeep/b.txt,,2024-03-01\n".encode("utf-8-sig")),
    ],
)
@pytest.mark.parametrize("explicit", [False, True])
def test_a_table_beside_the_files(library: Library, docs: Path, name: str, data: bytes, explicit: bool) -> None:
    write(docs, name, data)
    report = library.ingest([docs / "a.txt", docs / name, docs / "deep"] if explicit else [docs])
    assert outcomes(report) == ["added", "added"], "the table is no document"
    assert told(library) == {"a.txt": (URL, "2024-02-10"), "b.txt": ("", "2024-03-01")}


def test_a_table_of_something_else_is_a_file_like_others(library: Library, docs: Path) -> None:
    write(docs, "sources.csv", b"a,b\n1,2\n")
    write(docs / "deep", "sources.csv", b"\xff\xfe\x00")
    assert read_sidecar(docs / "sources.csv") is None
    assert outcomes(library.ingest([docs])) == ["added", "added", "refused", "refused"]


def test_wrong_rows_are_told_and_the_others_count(library: Library, docs: Path) -> None:
    write(docs, "来源.csv", f"文件,网址,发布日期\na.txt,{URL},去年\n没有.txt,,2024-01-01\ndeep/b.txt,{URL},\n{'长' * 5000},x,\n".encode())
    report = library.ingest([docs])
    assert sorted(outcomes(report)) == ["added", "added", "refused"]
    (issue,) = library.issues()
    assert issue.file == "来源.csv"
    assert "第 2 行" in issue.reason
    assert "第 3 行：没有文件 没有.txt" in issue.reason
    assert "\n" not in issue.reason
    assert told(library) == {"a.txt": ("", ""), "b.txt": (URL, "")}


def test_told_with_one_file(library: Library, docs: Path) -> None:
    library.ingest([docs / "a.txt"], origin=Origin(URL, "2024-02-10"))
    assert told(library) == {"a.txt": (URL, "2024-02-10")}
    with pytest.raises(OneFileOnly):
        library.ingest([docs], origin=Origin(URL))


def test_told_later_it_is_noted_without_a_reading(library: Library, docs: Path) -> None:
    library.ingest([docs])
    segments = load(library.root).segments
    assert outcomes(library.ingest([docs / "a.txt"], origin=Origin(URL))) == ["noted"]
    assert outcomes(library.ingest([docs / "a.txt"], origin=Origin("", "2024-02-10"))) == ["noted"], "what was known stays"
    assert told(library)["a.txt"] == (URL, "2024-02-10")
    assert load(library.root).segments == segments
    generation = load(library.root).generation
    report = library.ingest([docs / "a.txt"], origin=Origin(URL))
    assert (outcomes(report), report.generation) == (["unchanged"], generation)
    assert report.files[0].disclosure is not None


def test_it_outlives_every_reading(library: Library, docs: Path) -> None:
    library.ingest([docs / "a.txt"], origin=Origin(URL, "2024-02-10"))
    library.rebuild()
    library.compact()
    assert told(library) == {"a.txt": (URL, "2024-02-10")}


def test_libraries_without_origins_are_read(library: Library, docs: Path) -> None:
    import json

    library.ingest([docs])
    path = library.root / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    for file in data["files"]:
        for name in ("url", "published", "corrected"):
            del file[name]
    path.write_text(json.dumps(data), encoding="utf-8")
    assert {(file.url, file.corrected) for file in load(library.root).files} == {("", ())}
    assert isinstance(load(library.root).files[0], FileEntry)
    assert outcomes(library.ingest([docs])) == ["unchanged", "unchanged"]
