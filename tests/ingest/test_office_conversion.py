"""DOC, RTF and ODT through LibreOffice, where it is installed; one clear line where it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import Unreadable
from ingest.readers import office, read_document
from tests.ingest.office_files import grids, packed, texts
from tests.ingest.test_office_readers import expected, pieces
from tests.papers.biff import compound
from tests.papers.offices import accounts
from tests.papers.truth import Heading, Paper, Text
from tests.papers.word import write_docx

RTF = rb"{\rtf1\ansi {\u-28779?\u-24887?}\par}"
needs_office = pytest.mark.skipif(office.program() is None, reason="needs LibreOffice (soffice on the PATH)")


def typed(paper: Paper) -> Paper:
    """With typed numbers: LibreOffice writes automatic ones to older formats as lists of one paragraph."""
    return replace(paper, parts=tuple(Text(part.printed) if isinstance(part, Heading) else part for part in paper.parts))


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], bytes]:
    """DOCX → another format, by LibreOffice itself."""
    folder = tmp_path_factory.mktemp("convert")

    def run(data: bytes, kind: str) -> bytes:
        (folder / "paper.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(office.program()), profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(folder / "paper.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (folder / f"paper.{kind}").read_bytes()

    return run


@needs_office
@pytest.mark.parametrize("kind", ["doc", *(pytest.param(kind, marks=pytest.mark.prove) for kind in ("rtf", "odt"))])
def test_older_formats_give_back_what_the_paper_says(kind: str, convert: Callable[[bytes, str], bytes]) -> None:
    paper = typed(accounts())
    document = read_document(convert(write_docx(paper), kind), "x")
    assert pieces(document) == expected(paper)


@needs_office
@pytest.mark.prove
def test_what_libreoffice_can_not_read_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_document(compound({"WordDocument": os.urandom(5000)}), "x")


XML_BOOK = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="支出表"><Table>{}</Table></Worksheet></Workbook>'
)


@needs_office
@pytest.mark.prove
def test_workbooks_in_xml() -> None:
    cells = [("项目", "String"), ("预算数", "String")], [("水费", "String"), ("12.5", "Number")]
    lines = ["".join(f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>' for text, kind in row) for row in cells]
    rows = "".join(f"<Row>{line}</Row>" for line in lines)
    document = read_document(XML_BOOK.format(rows).encode(), "x")
    assert texts(document) == ["支出表"] and grids(document) == [[["项目", "预算数"], ["水费", "12.5"]]]


@pytest.mark.parametrize(
    ("data", "target"),
    [
        (RTF, "DOCX"),
        (compound({"WordDocument": b"x"}), "DOCX"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "DOCX"),
        (packed({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "XLSX"),
        (XML_BOOK.encode(), "XLSX"),
    ],
)
def test_without_libreoffice_a_line_says_what_to_do(data: bytes, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unreadable) as refused:
        read_document(data, "x")
    assert "LibreOffice" in refused.value.reason and target in refused.value.reason
    assert refused.value.code == "format"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_conversion_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = tmp_path / "child"
    stand_in = tmp_path / "soffice"
    stand_in.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {child}\nwait\n", encoding="utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(office, "_SECONDS", 0.5)
    with pytest.raises(Unreadable) as refused:
        read_document(RTF, "x")
    assert "LibreOffice" in refused.value.reason
    state = Path(f"/proc/{child.read_text().strip()}/status")
    assert not state.exists() or "zombie" in state.read_text()
