"""Formats that only LibreOffice reads (DOC, WPS, RTF, ODT): converted to DOCX where it is installed, refused with what to do where not."""

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
_SECONDS = 120
_MAX_BYTES = 128 << 20
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


def read_through_office(data: bytes, name: str, sha: str) -> Document:
    """The document as LibreOffice converts it. Raises Unreadable where LibreOffice is missing, or can't read it in two minutes."""
    from ingest.readers.docx import read_docx

    return read_docx(converted(data), name, sha)


def converted(data: bytes) -> bytes:
    """The bytes of a text document in one of LibreOffice's formats, as DOCX."""
    office = program()
    if office is None:
        raise Unreadable("读 DOC、WPS、RTF、ODT 需要 LibreOffice：请安装它，或用 Word、WPS 把文件另存为 DOCX 再读入", "format")
    if len(data) > _MAX_BYTES:
        raise Unreadable(f"文件超过 {_MAX_BYTES >> 20} MB，请另存为 DOCX 再读入", "too_large")
    with tempfile.TemporaryDirectory(prefix="wenzhang-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        (root / "profile" / "user").mkdir(parents=True)
        (root / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        (root / "source").write_bytes(data)
        _run([office, f"-env:UserInstallation={(root / 'profile').as_uri()}", *_OPTIONS, str(root), str(root / "source")])
        result = root / "source.docx"
        if not result.is_file():
            raise Unreadable("LibreOffice 无法转换这个文件，请用 Word 或 WPS 另存为 DOCX 再读入", "damaged")
        return result.read_bytes()


_OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "docx:MS Word 2007 XML", "--outdir")


def _run(command: list[str]) -> None:
    """Run to its end or to the end of its time; then it is ended with everything it started."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"LibreOffice 转换超过 {_SECONDS} 秒，请用 Word 或 WPS 另存为 DOCX 再读入", "damaged") from error
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
