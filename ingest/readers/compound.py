"""Compound files, the container of the Office files before 2007: what stands in one."""

from __future__ import annotations

import os
import struct

from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDoc, CompDocError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGED = (
    XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What xlrd raises on damaged files: it takes most of what it reads on trust."""
_STREAMS = (("EncryptedPackage", "locked"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))


def compound_kind(data: bytes) -> str:
    """doc, xls, ppt, locked (a newer file with a password) or other; damaged where it can't be opened; empty where it is no such file."""
    if not data.startswith(MAGIC[:4]):
        return ""
    try:
        with open(os.devnull, "w", encoding="utf-8") as silent:
            found = CompDoc(data, logfile=silent, ignore_workbook_corruption=True)
            return next((kind for name, kind in _STREAMS if found.locate_named_stream(name)[0] is not None), "other")
    except DAMAGED:
        return "damaged"
