"""Normalising Chinese text without losing what was printed."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"[\s\u3000\u200b\ufeff]+")
_PUNCTUATION = re.compile(r"[\s\u3000()（）:：、,，.。．“”\"‘’'《》<>｜|*＊※·\-—－–]+")
_QUOTES = str.maketrans({"「": "“", "」": "”", "『": "“", "』": "”", "〝": "“", "〞": "”"})
_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_SUPPLEMENT = "⺟母⺠民⺮竹⺼肉⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))}
RADICALS |= {ord(_SUPPLEMENT[at]): _SUPPLEMENT[at + 1] for at in range(0, len(_SUPPLEMENT), 2)}
"""Radicals and compatibility characters that fonts put in the place of ordinary ones, for str.translate: one character for one."""
NUMERAL = "〇零一二两三四五六七八九十百千"


def squeeze(text: str) -> str:
    """`text` without blanks of any width."""
    return _BLANKS.sub("", text)


def fold(text: str) -> str:
    """NFKC (full-width, compatibility radicals) with quotes unified; length may change."""
    return unicodedata.normalize("NFKC", text).translate(_QUOTES)


def key(text: str) -> str:
    """A name without blanks, punctuation, brackets and width differences: for comparing names, never for showing."""
    return _PUNCTUATION.sub("", fold(text)).lower()


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def numeral(text: str) -> int | None:
    """The whole number that Chinese numerals stand for: 二十三 → 23, 二〇二二 → 2022; None if it is none (up to 9999)."""
    if not text or any(char not in NUMERAL for char in text):
        return None
    if not any(char in _SCALES for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _SCALES:
            total, digit = total + (digit or 1) * _SCALES[char], 0
        else:
            digit = _DIGITS[char]
    return total + digit
