"""How Chinese characters sound, in letters."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cache


@cache
def speller() -> Callable[[str], list[str]]:
    """Syllables without tones; loaded, in a third of a second, by the first question with a slip or an English name."""
    from pypinyin import lazy_pinyin

    gc.freeze()  # its 200,000 lists last as long as the process: no collection need go through them during a question
    return lazy_pinyin
