"""The words a library can be asked with: the lexicon, and the rows and projects that its own tables print."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

import ahocorasick

from answer.composed import composed
from answer.fuzzy import names_it, telling_pairs
from answer.query import How, ItemMention
from answer.words import named_by
from domain.codes import axis_of, code_names
from domain.lexicon import bearers, item_of_code, items, of_several_items
from domain.money import is_money
from domain.text import fold, key

_RANKED: dict[How, int] = {"name": 0, "row": 1, "lay": 2, "code": 0, "default": 3, "printed": 4}
_CODE = re.compile(r"(?<![\d.])(2\d{2}|3\d{2})类?[ ]?(\d{2})?款?[ ]?(\d{2})?(?=款|项|类|科目|[^\d.,万亿元%年人个台辆次名家件]|$)")
MOST_SAID = 256
LONG_NAME = 8
"""Characters from which an official name or a project's is no place to look for offices."""
_QUOTES = str.maketrans("", "", '“”"‘’')
_LONG = 4
"""Characters of an account's name that is no part of other names."""
_BRACKETED = re.compile(r"\([^()]*\)")
_LOOSE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")  # blanks beside Chinese mean nothing


@cache
def phrases() -> dict[str, tuple[tuple[str, How], ...]]:
    """Phrase → (item key, how) of the lexicon: official names first."""
    found: dict[str, list[tuple[str, How]]] = {}
    for item in items().values():
        for name in (item.key, *item.names):
            if "/" not in name and len(name) > 1:
                found.setdefault(plain(name), []).append((item.key, _how(item.key, name)))
        for name in {_BRACKETED.sub("", fold(name)) for name in (item.key, *item.names) if "/" not in name}:
            if len(name) > _STEM and plain(name) not in found:
                found[plain(name)] = [(item.key, "name")]
        owners = (item.key, *bearers(item.name)) if item.key.startswith("func/") else (item.key,)  # several codes are called 行政运行
        for name in (*item.lay, *item.en):
            said = found.setdefault(plain(name), [])
            if (item.key, "lay") not in said:
                said.extend((owner, "lay") for owner in owners)
    for word, keys in of_several_items().items():
        found[plain(word)] = [(key, "lay") for key in keys]
    spoken = [(plain(one), item.key) for item in items().values() if is_money(item.unit) for name in item.names for one in _said(name)]
    for phrase, owner in [(phrase, owner) for phrase, owner in spoken if phrase not in found and len(phrase) > _STEM]:
        found.setdefault(phrase, []).append((owner, "lay"))
    return {phrase: tuple(dict.fromkeys(pairs)) for phrase, pairs in found.items()}


@cache
def _of_several() -> dict[str, tuple[str, ...]]:
    return {plain(word): keys for word, keys in of_several_items().items()}


def of_several(text: str) -> tuple[str, ...]:
    """The items of which `text` may mean any, where a question has to be asked back; none for any other words."""
    return _of_several().get(text, ())


_PART = 3


@cache
def _parts_of_names() -> frozenset[str]:
    """Every run of three characters in the names of accounts."""
    names = (plain(name) for item in items().values() if item.codes for name in item.names)
    return frozenset(name[at : at + _PART] for name in names for at in range(len(name) - _PART + 1))


def touches_item(text: str) -> bool:
    """Whether `text` says a telling part of an account's name: 专用材 of 专用材料费, but not 支出预."""
    runs = {text[at : at + _PART] for at in range(len(text) - _PART + 1)}
    return any(run in _parts_of_names() for run in runs if len(named_by(run)) > 1)


_SPOKEN = {
    "费": ("的钱", "费用", "开支", "支出", "经费"),
    "支出": ("", "的钱", "费用", "开支"),
    "缴费": ("", "的钱"),
    "费用": ("", "的钱", "费", "开支"),
}
"""How the end of an account's name is said: 专用材料的钱 is 专用材料费."""
_STEM = 3


def _said(name: str) -> Iterable[str]:
    """The other ways to say an account's name, by rule: without 和, 社保 for 社会保障, its end as people say it."""
    shorter = {
        name,
        re.sub(r"[(（][^()（）]*[)）]", "", name),
        name.replace("和", ""),
        name.replace("社会保障", "社保"),
        name.replace("公务用车", "公车"),
        name.replace("公务用车", "公务车"),
    }
    for each in shorter:
        yield each
        for end, spoken in _SPOKEN.items():
            stem = each.removesuffix(end)
            if stem != each and len(stem) >= _STEM:
                yield from (f"{stem}{other}" for other in spoken)


def _how(item: str, name: str) -> How:
    """水利, 大气 and other short names of accounts are words of longer names too: taken as lay words are, only where they stand alone."""
    return "lay" if item.startswith("func/") and len(name) < _LONG else "name"


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Folded and lower case, without quotes and without blanks beside Chinese: how phrases are compared."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")  # half a surrogate pair is no character
    return _LOOSE.sub("", fold(whole).lower().translate(_QUOTES)).strip()


@dataclass(frozen=True)
class Vocabulary:
    """`rows`: (code, name, item) of the coded rows that the library's tables print; `projects`: (disclosure, project)."""

    rows: Sequence[tuple[str, str, str]] = ()
    projects: Sequence[tuple[str, str]] = ()
    _said: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    """Of the texts asked about last, each of which is asked about several times."""

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        known: dict[str, list[tuple[str, How]]] = {phrase: list(pairs) for phrase, pairs in phrases().items()}
        for _, row_name, item in self.rows:
            name = plain(row_name.split("｜")[0])
            if item and len(name) > 1:
                known.setdefault(name, []).append((item, "row"))
        automaton = ahocorasick.Automaton()
        for phrase, pairs in known.items():
            automaton.add_word(phrase, (phrase, tuple(dict.fromkeys(pairs))))
        automaton.make_automaton()
        return automaton

    @cached_property
    def _documents(self) -> dict[str, list[str]]:
        """Who has a project of this name."""
        found: dict[str, list[str]] = {}
        for document, project in self.projects:
            found.setdefault(project, []).append(document)
        return found

    @cached_property
    def _by_pair(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self._documents:
            for pair in telling_pairs(name):
                found.setdefault(pair, []).append(name)
        return found

    def with_project_said(self, text: str) -> frozenset[str]:
        """The disclosures that have a project which `text` says enough of."""
        if text not in self._said:
            if len(self._said) >= MOST_SAID:
                self._said.clear()
            alike = {name for pair in telling_pairs(text) for name in self._by_pair.get(pair, ())}
            self._said[text] = frozenset(document for name in alike if names_it(name, text) for document in self._documents[name])
        return self._said[text]

    def with_project_called(self, names: Collection[str]) -> frozenset[str]:
        """The disclosures that have a project of one of these names (keys)."""
        return frozenset(document for document, name in self.projects if key(name) in names) if names else frozenset()

    def projects_of(self, documents: Collection[str]) -> list[str]:
        """The names of projects of these disclosures, each once."""
        return list(dict.fromkeys(project for document in sorted(documents) for project in self._projects.get(document, ())))

    @cached_property
    def _projects(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for document, project in self.projects:
            found.setdefault(document, []).append(project)
        return found

    @cached_property
    def _long_projects(self) -> ahocorasick.Automaton:
        automaton = ahocorasick.Automaton()
        for name in {plain(project) for _, project in self.projects}:
            if len(name) >= LONG_NAME:
                automaton.add_word(name, len(name))
        automaton.make_automaton()
        return automaton

    def project_spans(self, text: str) -> list[tuple[int, int]]:
        """Where `text` (as `plain` leaves it) says the long name of a project."""
        return [(end - length + 1, end + 1) for end, length in self._long_projects.iter(text)] if len(self._long_projects) else []

    def find(self, text: str, year: int | None = None) -> list[ItemMention]:
        """Items that `text` (as `plain` leaves it) names; the longest wins where they overlap, codes (as they were in `year`) included."""
        hits = [(end - len(phrase) + 1, end + 1, phrase, pairs) for end, (phrase, pairs) in self._automaton.iter(text)]
        found = [_mention(*hit) for hit in hits if _whole_words(text, hit[0], hit[1])]
        found += [ItemMention(text[start:end], start, end, keys, "lay") for start, end, keys in composed(text)]
        found += list(_codes(text, year))
        names = [each for each in found if each.how in ("name", "row")]
        found = [each for each in found if each.how != "lay" or not any(_crosses(each, name) for name in names)]
        kept: list[ItemMention] = []
        for mention in sorted(
            found, key=lambda each: (each.start - each.end, _RANKED[each.how], -each.start if each.text.isascii() else 0)
        ):
            if not any(mention.start < other.end and other.start < mention.end for other in kept):
                kept.append(mention)
        return sorted(kept, key=lambda mention: mention.start)


def _crosses(lay: ItemMention, name: ItemMention) -> bool:
    """Whether a lay word begins or ends within an official name: 工资和福利 in 绩效工资和福利费 is no item."""
    return name.start < lay.start < name.end < lay.end or lay.start < name.start < lay.end < name.end


def _mention(start: int, end: int, phrase: str, pairs: Iterable[tuple[str, How]]) -> ItemMention:
    ranked = sorted(pairs, key=lambda pair: _RANKED[pair[1]])
    return ItemMention(phrase, start, end, tuple(dict.fromkeys(key for key, _ in ranked)), ranked[0][1])


def _whole_words(text: str, start: int, end: int) -> bool:
    """English phrases must be whole words; Chinese has none."""
    if not text[start].isascii():
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


@cache
def known_codes() -> frozenset[str]:
    """Every account code with its axis: econ/301."""
    return frozenset(f"{entry.axis}/{entry.code}" for entry in code_names())


def _codes(text: str, year: int | None) -> Iterable[ItemMention]:
    for match in _CODE.finditer(text):
        code = "".join(part for part in match.groups() if part)
        around = re.search(
            r"(科目|代码|代号|编号|编码|分类|[类款项]级|account|code|item|class|category)(为|是|:)? ?$", text[: match.start()]
        ) or re.match(r"[ ]?[这那]?一?个?(大?类|科目)", text[match.end() :])
        last = not re.search(r"\w", text[match.end() :]) and f"{axis_of(code)}/{code}" in known_codes()
        bare = len(code) == 3 and not last and not around and not match[0].endswith("类")
        if not bare and code[0] in "23":
            yield ItemMention(code, match.start(), match.end(), (item_of_code(code, year),), "code")
