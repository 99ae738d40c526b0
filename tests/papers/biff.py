"""A small XLS writer for tests (BIFF8 in a compound file): cells with number formats, merged ranges, hidden sheets, rows and columns."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass
class XlsSheet:
    name: str
    cells: Mapping[tuple[int, int], str | float | tuple[float, str]]
    """By row and column: a text, a number, or a number with its format."""
    merged: Iterable[tuple[int, int, int, int]] = ()
    """First row, last row, first column, last column."""
    hidden: bool = False
    hidden_rows: Iterable[int] = field(default_factory=tuple)
    hidden_cols: Iterable[int] = field(default_factory=tuple)


def write_xls(sheets: Iterable[XlsSheet], stream: str = "Workbook") -> bytes:
    return compound({stream: _workbook(list(sheets))})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file that holds these streams; each is filled up to the size below which small ones are stored apart."""
    padded = {name: data.ljust(-(-max(len(data), 4096) // SECTOR) * SECTOR, b"\0") for name, data in streams.items()}
    starts: dict[str, int] = {}
    chain = [_FAT, _END]  # sector 0 is the table itself, sector 1 the directory
    for name, data in padded.items():
        starts[name] = len(chain)
        chain += [*range(len(chain) + 1, len(chain) + len(data) // SECTOR), _END]
    assert len(chain) <= SECTOR // 4, "too large for a single table of sectors"
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[_FREE] * (SECTOR // 4 - len(chain)))
    directory = [_entry("Root Entry", 5, _END, 0, child=1)]
    for at, (name, data) in enumerate(padded.items(), 1):
        directory.append(_entry(name, 2, starts[name], len(data), right=at + 1 if at < len(padded) else _FREE))
    entries = b"".join(directory).ljust(SECTOR, b"\0")
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0
    )
    return head + struct.pack("<108I", *[_FREE] * 108) + table + entries + b"".join(padded.values())


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII16sI8s8sIQ", text, len(text), kind, 1, _FREE, right, child, b"", 0, b"", b"", start, size)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, count: str = "<H") -> bytes:
    return struct.pack(count, len(text)) + b"\x01" + text.encode("utf-16-le")


def _workbook(sheets: list[XlsSheet]) -> bytes:
    formats = sorted({value[1] for sheet in sheets for value in sheet.cells.values() if isinstance(value, tuple)})
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)) + _record(0x42, struct.pack("<H", 1200))
    head += _record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 134, 0) + _text("宋体", "<B")) * 4
    head += b"".join(_record(0x41E, struct.pack("<H", 164 + at) + _text(code)) for at, code in enumerate(formats))
    head += b"".join(_record(0xE0, struct.pack("<HHH14x", 0, number, 0)) for number in (0, *(164 + at for at in range(len(formats)))))
    bodies = [_sheet(sheet, formats) for sheet in sheets]
    bounds = sum(len(_bound(sheet, 0)) for sheet in sheets)
    at = len(head) + bounds + len(_record(0x0A))
    for sheet, body in zip(sheets, bodies, strict=True):
        head += _bound(sheet, at)
        at += len(body)
    return head + _record(0x0A) + b"".join(bodies)


def _bound(sheet: XlsSheet, position: int) -> bytes:
    return _record(0x85, struct.pack("<IBB", position, int(sheet.hidden), 0) + _text(sheet.name, "<B"))


def _sheet(sheet: XlsSheet, formats: list[str]) -> bytes:
    data = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    data += b"".join(_record(0x7D, struct.pack("<HHHHHH", col, col, 2000, 0, 1, 0)) for col in sheet.hidden_cols)
    data += b"".join(_record(0x208, struct.pack("<HHHHHHI", row, 0, 256, 255, 0, 0, 0x20)) for row in sheet.hidden_rows)
    for (row, col), value in sorted(sheet.cells.items()):
        if isinstance(value, str):
            data += _record(0x204, struct.pack("<HHH", row, col, 0) + _text(value))
        else:
            number, style = (value[0], 1 + formats.index(value[1])) if isinstance(value, tuple) else (value, 0)
            data += _record(0x203, struct.pack("<HHHd", row, col, style, number))
    ranges = [struct.pack("<HHHH", *each) for each in sheet.merged]
    data += _record(0xE5, struct.pack("<H", len(ranges)) + b"".join(ranges)) if ranges else b""
    return data + _record(0x0A)
