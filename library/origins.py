"""Where files came from: a table sources.csv or 来源.csv beside them, with columns 文件, 网址 and 发布日期 (file, url, published)."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.model import Origin
from domain.text import fold, squeeze
from library.errors import BadOrigin

SIDECARS = ("sources.csv", "来源.csv")
LONGEST = 2000
"""Characters of an address."""
LARGEST = 16 * 1024 * 1024
"""Bytes of a table of origins; a larger file is none."""
_COLUMNS = {
    "file": ("file", "filename", "文件", "文件名"),
    "url": ("url", "source", "网址", "链接", "来源"),
    "published": ("published", "date", "发布日期", "公开日期", "日期"),
}
_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A table of origins as it was read: by file, and what is wrong in it, if anything."""

    origins: Mapping[Path, Origin]
    problem: str = ""


def origin(url: str = "", published: str = "") -> Origin:
    """Address and date as they are kept. Raises BadOrigin for what is no date, or no one line."""
    address = url.strip()
    if len(address) > LONGEST or _CONTROL.search(address):
        raise BadOrigin(address[:40])
    return Origin(address, _iso(published) if published.strip() else "")


def _iso(text: str) -> str:
    """2024-02-10 from that, 2024/2/10 or 2024年2月10日."""
    match = _DATE.fullmatch(squeeze(fold(text)))
    if match:
        with suppress(ValueError):
            return date(*map(int, match.groups())).isoformat()
    raise BadOrigin(text[:40])


def joined(first: Origin, other: Origin) -> Origin:
    """What `first` says, and what only `other` says."""
    return Origin(first.url or other.url, first.published or other.published)


def read_sidecar(path: Path) -> Sidecar | None:
    """The table in `path`; None where it has no such columns, and so is a file like others."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        text = _decoded(path.read_bytes())
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    columns = _columns(rows[0]) if rows else {}
    if "file" not in columns or len(columns) < 2:
        return None
    return _read(rows, columns, path.parent)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _columns(header: Iterable[str]) -> dict[str, int]:
    names = [squeeze(fold(name)).lower() for name in header]
    return {key: names.index(name) for key, known in _COLUMNS.items() for name in known[::-1] if name in names}


def _read(rows: list[list[str]], columns: Mapping[str, int], folder: Path) -> Sidecar:
    found: dict[Path, Origin] = {}
    wrong: list[str] = []
    for number, row in enumerate(rows[1:], 2):
        told = {key: row[at].strip() if at < len(row) else "" for key, at in columns.items()}
        file = told.pop("file")
        path = beside(folder, file)
        if not file:
            continue
        if not os.path.isfile(path):
            wrong.append(f"第 {number} 行：没有文件 {file[:80]}")
            continue
        try:
            found[path] = origin(**told)
        except BadOrigin as error:
            wrong.append(f"第 {number} 行：{error.values['value']} 不是日期（如 2024-02-10）或网址")
    return Sidecar(found, "；".join(wrong))


def beside(folder: Path, name: str) -> Path:
    """The file that a row names, from the folder of its table; either kind of slash."""
    return Path(os.path.normpath(folder / name.replace("\\", "/")))
