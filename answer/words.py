"""Which operations the words of a question ask for (data: words.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from domain.rows import load_rows
from domain.text import is_chinese

FILLER, ASKS, ENGLISH, MODEST, PLAIN = "filler", "asks", "english", "modest", "plain"
"""The row of words that ask for nothing: they only stand between the others. And of those that make a part of a question one of its own."""

JOINING = ("several", "added_behind", "added_before", "listed", "within", "of_which", "apart", "some_staff")
"""Rows of words that join items: looked for where two of them stand, and nowhere else."""
_NO_OPERATION = (FILLER, ASKS, ENGLISH, MODEST, *JOINING)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of each row; plain words stand before those of the rows that they belong to."""
    rows = load_rows(Path(__file__).with_name("words.yaml"))
    kinds = rows.pop(PLAIN)
    english = rf"\b(?:{_any_of(kinds.pop(ENGLISH))})\b"
    chinese = _any_of(word for kind in kinds.values() for word in kind)
    before = {FILLER: [chinese], MODEST: [chinese], ENGLISH: [english]}
    return {
        name: re.compile("|".join(f"(?:{pattern})" for pattern in (*before.get(name, []), *patterns))) for name, patterns in rows.items()
    }


def _any_of(words: Iterable[str]) -> str:
    """A pattern of plain words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _explaining() -> tuple[str, ...]:
    """The rows whose words account for a word of a question."""
    return tuple(name for name in _patterns() if name not in (ASKS, ENGLISH, MODEST, *JOINING))


def operations(text: str) -> frozenset[str]:
    """Names of the rows of words.yaml whose words stand in `text` (folded, lower case)."""
    return frozenset(name for name, pattern in _patterns().items() if name not in _NO_OPERATION and pattern.search(text))


def says(row: str, text: str) -> bool:
    """Whether words of that row stand in `text` (folded)."""
    return _patterns()[row].search(text) is not None


def asks(text: str) -> bool:
    """Whether `text` (folded, lower case) asks something by itself."""
    return _patterns()[ASKS].search(text) is not None


def unexplained(text: str) -> str:
    """What is left of a Chinese question when every word that asks for something is taken out."""
    return re.sub(r"[^\u4e00-\u9fff]", "", without(text, *_explaining()))


_YEARS = re.compile("[近过最前后去今上本当每历一二两三四五六七八九十]*年[间来内度底初末中]*")


def asking_word(word: str) -> bool:
    """Whether a word as a whole asks for something, or only stands between words that do: 期间 does, 派出所 doesn't."""
    return (
        _HOW_MUCH.search(word) is not None
        or _YEARS.fullmatch(word) is not None
        or any(_patterns()[name].fullmatch(word) for name in (*_explaining(), MODEST))
    )


def modest(text: str) -> bool:
    """Whether nothing is left of `text` but words for asking itself: 办会 is more than 办 and 会."""
    operations = [name for name in _patterns() if name not in _NO_OPERATION]
    return not re.search(r"[\u4e00-\u9fff]", without(text, *operations, MODEST))


def english_strange(text: str) -> str:
    """The longest run of letters in `text` (lower case) that no word of an English question accounts for."""
    runs = re.findall(r"[a-z][a-z\-]{2,}", without(text, *_explaining(), ENGLISH))
    return max(runs, key=len, default="")


def content(text: str) -> str:
    """What a question says of its own, in whatever language: words that ask for something, and those between them, are taken out."""
    return re.sub(r"\s+", " ", without(text, *(name for name in _patterns() if name not in JOINING))).strip()


_ASKING = ("sum", "share", "difference", "average", "per", "rank", "compare", "each", "change", "rate", "last", "convert", "judge")
_TELLING = ("times", "list", "count", "money", "reason", "actual", "budget", "initial", "full", "whether", "definition", "which_table")


def naming(text: str) -> str:
    """The Chinese characters of a phrase that name something: neither words between the others nor those for what to do with items."""
    return re.sub(r"[^\u4e00-\u9fff]", "", without(text, *_ASKING, *_TELLING, FILLER, MODEST))


def naming_only(text: str) -> str:
    """`text` (lower case) with everything blanked out but the Chinese characters, or English words, that name something."""
    if is_chinese(text):
        return re.sub(r"[^\u4e00-\u9fff]", " ", without(text, *_ASKING, *_TELLING, FILLER, MODEST))
    said = without(text, *_explaining(), ENGLISH)
    return re.sub("(?<![a-z])[a-z]{1,2}(?![a-z])|[^a-z]", lambda match: " " * len(match[0]), said)


def asking_spans(text: str) -> list[tuple[int, int]]:
    """Where words say what is to be done with items: 占, 一共, 多少."""
    patterns = (*(_patterns()[name] for name in _ASKING), _HOW_MUCH)
    return [match.span() for pattern in patterns for match in pattern.finditer(text)]


_PARTING = ("share", "sum", "difference", "times", "compare")
_LONGEST_PARTING = 4


def parting_spans(text: str) -> list[tuple[int, int]]:
    """Where words stand between two items or behind them: 占, 高出, 加起来; not the patterns that reach over an item (比…多)."""
    found = (match.span() for name in _PARTING for match in _patterns()[name].finditer(text))
    return [
        (start, end)
        for start, end in found
        if end - start <= _LONGEST_PARTING or (text[start:end].isascii() and " " not in text[start:end])
    ]


_HOW_MUCH = re.compile(r"多少|几|什么|哪|\b(?:what|which|how (?:much|many)|do|does|did)\b")


def named_by(name: str) -> str:
    """The characters of a printed name (folded, lower case) that say more than how something is asked for."""
    return re.sub(r"[^a-z\u4e00-\u9fff]", "", without(name, *_explaining()))


def unexplained_start(text: str) -> str:
    """The first word of `text` where no word that asks for something begins it; else nothing."""
    return without(text, *_explaining()).split(" ")[0]


def strange(text: str) -> str:
    """The longest run of Chinese, or of letters (PC服务器), in `text` that no word accounts for."""
    runs = re.findall(r"[a-z\u4e00-\u9fff]+", without(text, *_explaining()))
    return max(runs, key=len, default="")


def strange_runs(text: str) -> list[tuple[str, int, int]]:
    """Every run of Chinese, or of letters, in `text` that no word accounts for, with its place."""
    return [(match[0], *match.span()) for match in re.finditer(r"[a-z\u4e00-\u9fff]+", without(text, *_explaining()))]


def without(text: str, *names: str) -> str:
    """`text` with the words of these operations blanked out, length kept."""
    for name in names:
        text = _patterns()[name].sub(lambda match: " " * len(match[0]), text)
    return text
