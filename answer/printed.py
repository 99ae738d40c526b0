"""What tables print that the lexicon does not know: names of their rows and columns, and their titles, found in a question as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from answer.query import ItemMention
from answer.words import FILLER, named_by, without
from domain.lexicon import TOTAL_COLUMNS, TOTAL_ROWS
from domain.model import Figure
from domain.text import key

ROW = "row/"
"""Before a printed name: the key of an item that only documents name."""
OTHER = "其他"
"""The form of a table that no official form fits."""
_SHORTEST, _SHORTEST_QUOTED = 4, 2
_TELLING = 2
"""Characters of a name that must say more than how something is asked for (比上年增减 says nothing)."""
_SURE_TITLE, _BARE_TITLE = 8, 5
"""Characters of a title's end that name it: in any place, and where nothing unexplained stands before them."""
_PART, _FLOWS = 3, re.compile("收入|支出|收支|预算|决算")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|\d+[、.．)）]|[(（][一二三四五六七八九十\d]+[)）]|其中[:：])+")
_CATALOGUE = re.compile("^(货物|工程|服务)[ABC]$")
"""Classes of the procurement catalogue, printed with their letter: 货物A."""
_QUOTED = re.compile("[“\"「『《‘']([^“”\"「」『』《》‘’']{2,40})[”\"」』》’']")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed; keys of the titles of the tables that it stands in, and of the columns beside it."""

    text: str
    titles: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()

    def joined(self, other: Name) -> Name:
        return Name(self.text, self.titles | other.titles, self.columns | other.columns)


@dataclass(frozen=True)
class Printed:
    """The names and titles that the documents asked about print, by their key; and which items and projects they know."""

    names: Mapping[str, Name] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    items: frozenset[str] = frozenset()
    """Keys of the items that they state."""
    projects: frozenset[str] = frozenset()
    """Names of the projects that they list."""

    def find(self, text: str, *, alone: bool = False, quoted: Sequence[str] = ()) -> list[ItemMention]:
        """Names that `text` (as vocabulary.plain leaves it) holds, the longest where they overlap.

        Short names only where they are `quoted`, or where they are all that the question says (`alone`).
        """
        folded, places = _folded(text)
        hits = [
            _mention(each, places, at, len(name))
            for name, each in self.names.items()
            if alone or len(name) >= _SHORTEST or name in quoted
            for at in _occurrences(folded, name)
        ]
        return longest(hits)

    def extends(self, text: str, mention: ItemMention) -> str:
        """What stands before an item in `text`, as far as a printed name has it there too: 承办的 of 某厅承办的会议费; empty if nothing telling."""
        start, end = mention.start, key(text[mention.start : mention.end])
        while start and text[start - 1] != " " and any(key(text[start - 1 : mention.start]) + end in name for name in self.names):
            start -= 1
        said = text[start : mention.start]
        return said if named_by(said) else ""

    def touches(self, text: str) -> bool:
        """Whether `text` says a telling part of a printed name: 交换设 of 交换设备, but not 预算收入."""
        folded, _ = _folded(text)
        parts = {folded[at : at + _PART] for at in range(len(folded) - _PART + 1)}
        return any(part in name for part in parts if named_by(_FLOWS.sub("", part)) for name in self.names)

    def columns(self, text: str, mention: ItemMention) -> list[tuple[int, int]]:
        """Where `text` says a column that stands beside the name: 养护金额 in 南岸银杏群的养护金额."""
        known, (folded, places) = self.names.get(key(mention.text)), _folded(text)
        columns = known.columns if known else ()
        return [(places[at], places[at + len(each) - 1] + 1) for each in columns for at in _occurrences(folded, each)]

    def title(self, text: str) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
        """Keys of the tables whose title, or enough of its end, `text` says, and where; several where they fit equally."""
        folded, places = _folded(text)
        found: list[tuple[int, str, tuple[int, int]]] = []
        for title in self.titles:
            for end in _ends(folded, title):
                length = _common_end(title, folded[:end])
                start = places[end - length]
                if _names_table(title, length, text[:start]):
                    found.append((length, title, (start, places[end - 1] + 1)))
        best = max((length for length, _, _ in found), default=0)
        told = [(title, span) for length, title, span in found if length == best]
        return tuple(dict.fromkeys(title for title, _ in told)), tuple(dict.fromkeys(span for _, span in told))


def quoted(question: str) -> tuple[str, ...]:
    """Keys of what the question puts in quotation marks."""
    return tuple(key(match[1]) for match in _QUOTED.finditer(question))


def names_of(figure: Figure) -> tuple[str, ...]:
    """The names by which a table's cell is found without the lexicon: each level of its row and all of them; of a total row the column."""
    if figure.source != "table" or figure.form.startswith("绩效") or figure.project or (figure.item and figure.form != OTHER):
        return ()
    return () if is_total_row(figure) and figure.item else telling_names(levels(figure))


def levels(figure: Figure) -> tuple[str, ...]:
    """What a cell is called: each level of its row and all of them together; of a total row the column, where that is no total too."""
    if is_total_row(figure):
        return tuple(part for part in figure.column.split(".") if part not in TOTAL_COLUMNS)[-1:]
    return (*map(bare_name, figure.row_name.split("｜")), bare_name(figure.row_name))


def bare_name(name: str) -> str:
    """A row's name without its ordinal, 其中 and the letter of the procurement catalogue."""
    return _CATALOGUE.sub(r"\1", _ORDINAL.sub("", name.strip()))


def is_total_row(figure: Figure) -> bool:
    return key(figure.row_name) in TOTAL_ROWS or figure.row_name == figure.org


def longest(mentions: Iterable[ItemMention]) -> list[ItemMention]:
    """Mentions that no longer one overlaps (of equal ones the first), in order."""
    kept: list[ItemMention] = []
    for mention in sorted(mentions, key=lambda each: each.start - each.end):
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def telling_names(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that say more than how something is asked for, each once."""
    return tuple(dict.fromkeys(name for name in names if _tells(name)))


@lru_cache(maxsize=1 << 14)
def _tells(name: str) -> bool:
    return key(name) not in TOTAL_ROWS and len(named_by(key(name))) >= _TELLING


def _mention(name: Name, places: Sequence[int], at: int, length: int) -> ItemMention:
    return ItemMention(name.text, places[at], places[at + length - 1] + 1, (f"{ROW}{name.text}",), "printed")


def _folded(text: str) -> tuple[str, list[int]]:
    """The key of `text`, and where each of its characters stands in it."""
    kept = [(char, at) for at, char in enumerate(text) if key(char)]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def _occurrences(text: str, name: str) -> list[int]:
    found: list[int] = []
    at = text.find(name)
    while at >= 0:
        found.append(at)
        at = text.find(name, at + max(len(name), 1))
    return found


def _ends(text: str, title: str) -> list[int]:
    """Where a title may end in a question: behind 表, or behind the whole of it."""
    return list(dict.fromkeys([*(at + 1 for at in _occurrences(text, "表")), *(at + len(title) for at in _occurrences(text, title))]))


def _common_end(left: str, right: str) -> int:
    same = 0
    while same < min(len(left), len(right)) and left[-1 - same] == right[-1 - same]:
        same += 1
    return same


def _names_table(title: str, length: int, before: str) -> bool:
    if length == len(title) >= _SHORTEST or length >= _SURE_TITLE:
        return True
    run = re.search(r"[\u4e00-\u9fff]*$", before)
    return length >= _BARE_TITLE and not without(run[0] if run else "", FILLER).split(" ")[-1]
