"""How Chinese characters sound, in letters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from answer import lasting


@cache
def speller() -> Callable[[str], list[str]]:
    """Syllables without tones; loaded, in a third of a second, by the first question with a slip or an English name."""
    from pypinyin import lazy_pinyin

    lasting.keep()  # its 200,000 lists
    return lazy_pinyin
