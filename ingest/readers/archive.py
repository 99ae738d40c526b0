"""ZIP archives: their members, within bounds. Names are for people only; nothing is ever written to them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from ingest.document import Document
from ingest.errors import Unreadable
from ingest.readers.package import DAMAGED, MAX_BYTES, checked, package_kind

MAX_FILES = 2_000
_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def members(data: bytes) -> list[tuple[str, bytes]]:
    """Name and bytes of every file in a ZIP archive, in its order.

    An archive within the archive is opened too, its files named after it (a.zip/b.docx); one deeper down is given as it is. Names that
    climb out of the archive lose their folders. Raises Unreadable where it is damaged, has a password or is too large to unpack.
    """
    found: list[tuple[str, bytes]] = []
    room = MAX_BYTES
    for name, content in _files(data):
        inner = [(f"{name}/{below}", each) for below, each in _files(content)] if package_kind(content) == "zip" else [(name, content)]
        found += inner
        room -= sum(len(each) for _, each in inner)
        if room < 0 or len(found) > MAX_FILES:
            raise Unreadable(f"压缩包过大（超过 {MAX_FILES} 个文件或 {MAX_BYTES >> 20} MB），请分开读入", "too_large")
    return found


def read_archive(data: bytes, name: str, sha: str) -> Document:
    """Always raises Unreadable: an archive is no document, its members are (see `members`)."""
    raise Unreadable("压缩包不是单个文件，请解压后读入其中的文件", "format")


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    archive = checked(data)
    entries = [(plain_name(entry), entry) for entry in archive.infolist() if not entry.is_dir()]
    kept = [(name, entry) for name, entry in entries if not _is_litter(name)]
    if len(kept) > MAX_FILES:
        raise Unreadable(f"压缩包过大（超过 {MAX_FILES} 个文件），请分开读入", "too_large")
    for name, entry in kept:
        try:
            yield name, archive.read(entry)
        except DAMAGED as error:
            raise Unreadable(f"压缩包已损坏：{name} 无法解压", "damaged") from error


def plain_name(entry: zipfile.ZipInfo) -> str:
    """The member's name as it was meant: Chinese archivers write GBK where the format says cp437."""
    name = entry.orig_filename
    if not entry.flag_bits & 0x800:
        name = _recoded(name)
    parts = name.replace("\\", "/").replace("\0", "").split("/")
    climbs = parts[0] in ("", "~") or parts[0].endswith(":") or any(part in (".", "..") for part in parts)
    return parts[-1] if climbs else "/".join(parts)


def _recoded(name: str) -> str:
    raw = name.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _is_litter(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith(_LITTER) or lowered.rpartition("/")[2].startswith(("~$", *_LITTER))
