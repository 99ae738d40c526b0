"""Formats that only LibreOffice reads (DOC, WPS, RTF, ODT, XLSB, XML of 2003): converted where it is installed, refused with what to do where not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ingest.document import Document
from ingest.errors import Unreadable

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 90
_MAX_BYTES = 128 << 20
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nodefault")
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""Macros never run, and linked files are never fetched."""


def program() -> str | None:
    """Path of LibreOffice, None where it is not installed."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def read_text_through_office(data: bytes, name: str, sha: str) -> Document:
    """A text document, as LibreOffice converts it to DOCX. Raises Unreadable where LibreOffice is missing, or can't read it in two minutes."""
    from ingest.readers.docx import read_docx

    return read_docx(converted(data, "docx"), name, sha)


def read_sheets_through_office(data: bytes, name: str, sha: str) -> Document:
    """A workbook, as LibreOffice converts it to XLSX. Raises Unreadable as `read_text_through_office`."""
    from ingest.readers.sheet import read_sheets

    return read_sheets(converted(data, "xlsx"), name, sha)


def converted(data: bytes, target: str) -> bytes:
    """The file in another format: docx or xlsx."""
    save_as = f"请用 Word、Excel 或 WPS 把文件另存为 {target.upper()} 再读入"
    office = program()
    if office is None:
        raise Unreadable(f"读这种格式的文件需要 LibreOffice：请安装它，或{save_as}", "format")
    if len(data) > _MAX_BYTES:
        raise Unreadable(f"文件超过 {_MAX_BYTES >> 20} MB，{save_as}", "too_large")
    with tempfile.TemporaryDirectory(prefix="wenzhang-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        (root / "profile" / "user").mkdir(parents=True)
        (root / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        (root / "source").write_bytes(data)
        profile = f"-env:UserInstallation={(root / 'profile').as_uri()}"
        _run([office, profile, *_OPTIONS, "--convert-to", _FILTERS[target], "--outdir", str(root), str(root / "source")], save_as)
        result = root / f"source.{target}"
        if not result.is_file():
            raise Unreadable(f"LibreOffice 无法转换这个文件，{save_as}", "damaged")
        return result.read_bytes()


def _run(command: list[str], save_as: str) -> None:
    """Run to its end or to the end of its time; then it is ended with everything it started."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"LibreOffice 转换超过 {_SECONDS} 秒，{save_as}", "damaged") from error
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
