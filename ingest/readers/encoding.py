"""Which encoding a Chinese text is in: UTF-8, UTF-16 and GBK are read, garbage is refused."""

from __future__ import annotations

import codecs
import re

from ingest.errors import Unreadable

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}
"""What is really meant by some names of encodings."""
_PLAIN = re.compile(r"[\t\n\r\f\x20-\x7e\u00a0·×÷°±\u2000-\u22ff\u2460-\u25ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SAMPLE = 200_000


def decode(data: bytes) -> str:
    """The text of `data`, without its byte-order mark; raises Unreadable where no encoding gives plausible text."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            text = _attempt(data[len(mark) :], name)
            break
    else:
        names = ("utf-16-le", "utf-16-be") if b"\x00" in data else ("utf-8", "gb18030")
        text = next((text for name in names if (text := _attempt(data, name)) is not None), None)
    if text is None:
        raise Unreadable("文字编码无法识别（支持 UTF-8、UTF-16、GBK），或内容是乱码", "encoding")
    return text


def decode_page(data: bytes, declared: str) -> str:
    """The text of a web page: as `decode`, else in the encoding that it declares, where all but a few bytes make sense in that."""
    try:
        return decode(data)
    except Unreadable:
        try:
            text = data.decode(_WIDER.get(declared.lower(), declared), "replace")
        except LookupError:
            text = ""
        if not text or text.count("\ufffd") * 200 > len(text):
            raise
        return text


def is_utf16(data: bytes) -> bool:
    """Whether bytes with NULs among them are UTF-16 text without a byte-order mark."""
    return any(_attempt(data[: len(data) // 2 * 2], name) is not None for name in ("utf-16-le", "utf-16-be"))


def _attempt(data: bytes, name: str) -> str | None:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    return text if _plausible(text[:_SAMPLE]) else None


def _plausible(text: str) -> bool:
    """Few characters outside plain text, and among the Han mostly common ones: wrongly decoded text is full of rare Han."""
    if len(_PLAIN.findall(text)) < 0.97 * len(text):
        return False
    han = _HAN.findall(text)
    return sum(map(_common, han)) >= 0.85 * len(han)


def _common(char: str) -> bool:
    """Whether `char` is in level 1 of GB 2312, the 3,755 most used Han characters."""
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= code[0] <= 0xD7
