"""ZIP packages, which Office files are too: what kind one is, and its parts, within bounds and checked before anything is parsed."""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from functools import cached_property
from io import BytesIO
from typing import Any

from ingest.errors import Unreadable

MAX_MEMBERS = 10_000
MAX_BYTES = 512 << 20
"""Of all parts together, uncompressed."""
MAX_RATIO = 250
"""Uncompressed to compressed, of what is larger than SMALL: a sheet of a million empty rows has 14, a bomb 1,000."""
SMALL = 16 << 20
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises on damaged archives."""
_MIMETYPES = {"spreadsheet": "ods", "text": "odt", "presentation": "pptx"}
_FOLDERS = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}


def package_kind(data: bytes) -> str:
    """docx, xlsx, xlsb, pptx, ods, odt, ofd, zip; damaged where the archive can't be opened; empty where it is none."""
    if not data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _kind(archive)
    except DAMAGED:
        return "damaged"


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = archive.read("mimetype").decode("ascii", "replace").removeprefix("application/vnd.oasis.opendocument.")
        return _MIMETYPES.get(kind.removesuffix("-template").strip(), "zip")
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" not in names:
        return "zip"
    if "xl/workbook.bin" in names:
        return "xlsb"
    return next((kind for folder, kind in _FOLDERS.items() if any(name.startswith(f"{folder}/") for name in names)), "zip")


def checked(data: bytes) -> zipfile.ZipFile:
    """The archive, opened; raises Unreadable where it is damaged, has a password, or would unpack to more than the bounds allow."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except DAMAGED as error:
        raise Unreadable("压缩包或 Office 文件已损坏，无法打开，请重新下载或另存", "damaged") from error
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("文件有密码，请去掉密码后再读入", "password")
    if len(parts) > MAX_MEMBERS or sum(part.file_size for part in parts) > MAX_BYTES:
        raise Unreadable(f"解压后过大（超过 {MAX_MEMBERS} 个成员或 {MAX_BYTES >> 20} MB），不予读取", "too_large")
    if any(part.file_size > SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts):
        raise Unreadable("压缩比异常，疑为压缩炸弹，不予读取", "too_large")
    return archive


class Package:
    """The parts of an Office file. Every method raises Unreadable where a part is damaged."""

    def __init__(self, data: bytes) -> None:
        self._archive = checked(data)
        self._names = {name.replace("\\", "/").lower(): name for name in self._archive.namelist()}

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is none."""
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        try:
            return self._archive.read(stored)
        except DAMAGED as error:
            raise Unreadable(f"文件已损坏：{name} 无法解压", "damaged") from error

    def xml(self, name: str) -> Any:
        """The root element of a part, None where there is none."""
        data = self.read(name)
        return None if data is None else parse_xml(data, name)

    def verify(self) -> None:
        """Unpack every part once against its stated size and checksum, before a library that doesn't look does it."""
        try:
            bad = self._archive.testzip()
        except DAMAGED as error:
            raise Unreadable("文件已损坏，无法解压", "damaged") from error
        if bad:
            raise Unreadable(f"文件已损坏：{bad} 无法解压", "damaged")

    @cached_property
    def main(self) -> str:
        """Name of the part that holds the document, by the package's own relations."""
        targets = self.related("")
        return next((target for kind, target in targets.values() if kind == "officeDocument"), "")

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Of the parts that `part` (or, if empty, the package) refers to by id: the last word of the relation's type, and the name."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            if relation.get("TargetMode") != "External":
                found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target)
        return found

    def part_of(self, kind: str) -> str:
        """Name of the part that the main part refers to by a relation of this kind (numbering, styles, …), or empty."""
        return next((target for found, target in self.related(self.main).values() if found == kind), "")


def parse_xml(data: bytes, name: str) -> Any:
    """The root element. Raises Unreadable for broken XML, and for any that declares entities: Office files have none."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"文件已损坏：{name} 不是完整的 XML", "damaged") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(f"文件含有外部实体声明（{name}），不予读取", "damaged")
    return root
