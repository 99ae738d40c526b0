"""Which organisations a question names. A mention may fit several (州 or 市?) or none of those in the library; it never guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import ahocorasick

from domain.model import Disclosure
from domain.names import OrgName, abbreviates, aliases, places, split_name


@dataclass(frozen=True, slots=True)
class Org:
    """An organisation of the library under one identity, with every name it is printed under."""

    identity: str
    name: str
    """The name to show: that of its latest disclosure."""
    names: tuple[str, ...]
    parts: OrgName
    documents: tuple[Disclosure, ...]
    parent: str = ""
    """For a subordinate unit without a disclosure of its own: the identity of the organisation that reports for it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """`orgs`: identities that the words fit, empty if it is none of the library's; `exact`: the words name an office, not just a place."""

    text: str
    start: int
    end: int
    orgs: tuple[str, ...]
    exact: bool


@dataclass(frozen=True)
class Directory:
    """The organisations of a library, and how to find them in a question."""

    disclosures: Sequence[Disclosure]

    @cached_property
    def orgs(self) -> dict[str, Org]:
        found: dict[str, Org] = {}
        for disclosure in sorted(self.disclosures, key=lambda each: each.year):
            parts = split_name(disclosure.org)
            known = found.get(parts.identity)
            names = (*((known.names) if known else ()), disclosure.org, *disclosure.names)
            documents = (*(known.documents if known else ()), disclosure)
            found[parts.identity] = Org(parts.identity, disclosure.org, tuple(dict.fromkeys(names)), parts, documents)
        for disclosure in self.disclosures:
            for unit in disclosure.units:
                parts = split_name(unit)
                parent = split_name(disclosure.org).identity
                found.setdefault(parts.identity, Org(parts.identity, unit, (unit,), parts, (disclosure,), parent))
        return found

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """Every name that an organisation of the library may be called by, a place alone aside."""
        names = (alias for org in self.orgs.values() for name in org.names for alias in aliases(name) if not org.parent)
        return tuple(dict.fromkeys(names))

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        owners: dict[str, set[str]] = {}
        for org in self.orgs.values():
            for name in org.names:
                for alias in aliases(name):
                    if not org.parent or org.parts.body[:2] in alias:  # a place alone never means a subordinate unit
                        owners.setdefault(alias, set()).add(org.identity)
        automaton = ahocorasick.Automaton()
        for alias, identities in owners.items():
            automaton.add_word(alias, (alias, tuple(sorted(identities))))
        automaton.make_automaton()
        return automaton

    def at_level(self, mention: Mention, word: str) -> Mention | None:
        """The office of the same place and kind at the level that `word` says: 州 → 市; with no organisation where none is here."""
        level = next((short for printed, short in places()["levels"].items() if word == printed), "")
        if not level:
            return None
        same = {(org.parts.place, org.parts.body.replace("人民政府", "政府")) for org in map(self.orgs.__getitem__, mention.orgs)}
        found = [
            key
            for key, org in self.orgs.items()
            if org.parts.level == level and (org.parts.place, org.parts.body.replace("人民政府", "政府")) in same
        ]
        return Mention(f"{next(iter(same))[0]}{word}" if same else word, 0, 0, tuple(found), True)

    def documents(self, identity: str) -> tuple[Disclosure, ...]:
        return self.orgs[identity].documents

    def find(self, text: str) -> list[Mention]:
        """Mentions in order, longest first where they overlap; offices that are not in the library come with `orgs` empty."""
        if not self.orgs:
            return []
        mentions = _without_covered([self._extended(mention, text) for mention in self._literal(text)])
        mentions += [each for each in self._abbreviated(text) if not _overlaps(each, mentions)]
        mentions += [each for each in self._english(text) if not _overlaps(each, mentions)]
        mentions = [self._checked(mention, text) for mention in mentions]
        mentions += [each for each in self._unknown(text) if not _overlaps(each, mentions)]
        return sorted(mentions, key=lambda mention: mention.start)

    def _literal(self, text: str) -> list[Mention]:
        hits = [(end - len(alias) + 1, end + 1, alias, owners) for end, (alias, owners) in self._automaton.iter(text)]
        kept: list[Mention] = []
        for start, end, alias, owners in sorted(hits, key=lambda hit: hit[0] - hit[1]):
            if not any(start < each.end and each.start < end for each in kept):
                kept.append(Mention(alias, start, end, owners, self._names_office(alias, owners)))
        return kept

    def _names_office(self, alias: str, owners: Iterable[str]) -> bool:
        place_only = {name for owner in owners for name in _place_names(self.orgs[owner])}
        return alias not in place_only

    def _extended(self, mention: Mention, text: str) -> Mention:
        """青溪州 + 政数局: a place followed by a shortened body, or by the body of an office that is not here."""
        if mention.exact:
            return mention
        rest = re.match(rf"[\u4e00-\u9fff]{{1,14}}?(?:{'|'.join(places()['endings'])})", text[mention.end :])
        if (
            rest is None
            or any(word in rest[0][2:] for word in ("预算", "决算"))
            or any(word in rest[0] for word in ("的", "哪", "每", "人数", "多少"))
        ):
            return mention
        if re.match("和|与|[预决]算(?!.{2,6}(中心|局|所|院)$)", rest[0]):
            return mention
        fitting = tuple(owner for owner in mention.orgs if abbreviates(rest[0], self.orgs[owner].parts.body))
        with_level = any(mention.text.endswith(level) for level in places()["levels"])
        plain_office = rest[0].endswith(("局", "委", "厅", "院", "办公室", "学校", *(("中心", "所", "站") if with_level else ())))
        if not fitting and not plain_office:
            return mention
        return Mention(mention.text + rest[0], mention.start, mention.end + rest.end(), fitting, True)

    def _abbreviated(self, text: str) -> list[Mention]:
        """州政数局, 政数局: a shortened body without its place."""
        found = []
        for match in re.finditer(rf"[\u4e00-\u9fff]{{1,16}}?(?:{'|'.join(places()['endings'])})", text):
            for start in range(match.start(), match.end() - 2):
                short = text[start : match.end()]
                owners = tuple(key for key, org in self.orgs.items() if _fits_short(short, org.parts))
                if owners:
                    found.append(Mention(short, start, match.end(), owners, True))
                    break
        return found

    def _english(self, text: str) -> list[Mention]:
        if not re.search(r"[a-zA-Z]{3}", text):
            return []
        lowered = re.sub(r"\(not [^)]*\)", lambda match: " " * len(match[0]), text.lower())
        found: list[Mention] = []
        for place in dict.fromkeys(place for org in self.orgs.values() for place in _places_in(org)):
            for match in re.finditer(rf"\b{re.escape(_romanised(place))}\b", lowered):
                found.append(self._english_mention(place, match.start(), match.end(), lowered))
        found = _without_covered(found)
        return found + [each for each in _english_strangers(lowered) if not _overlaps(each, found)]

    def _english_mention(self, place: str, start: int, end: int, text: str) -> Mention:
        owners = {org: level for org in self.orgs.values() if (level := _places_in(org).get(place)) is not None}
        tail = _ENGLISH_END.split(text[end : end + 110])[0]
        level_named = any(_says(tail[:14], words) for words in places()["english_levels"].values())
        if level_named:
            owners = {org: level for org, level in owners.items() if _says(tail[:30], places()["english_levels"].get(level, []))}
        types = [org for org in owners if any(_says(tail, words) for ending, words in _bodies_of(org))]
        type_named = any(_says(tail, words) for words in places()["english_bodies"].values())
        subjects = [subject for subject, words in places()["english_subjects"].items() if _says(tail, words)]
        if type_named and subjects:
            types = [org for org in types if any(subject in org.parts.body.replace("人民政府", "政府") for subject in subjects)]
        exact = type_named and bool(types)
        end += _name_ends(tail) if type_named else 0
        return Mention(text[start:end], start, end, tuple(org.identity for org in (types if type_named else owners)), exact)

    def _checked(self, mention: Mention, text: str) -> Mention:
        """A mention without its place, after the name of another place, is that place's office: not one of ours."""
        if not mention.orgs or any(place and mention.text.startswith(place) for place in self._places(mention)):
            return mention
        if not re.match(r"[\u4e00-\u9fff]", mention.text):
            return mention
        before = re.search(r"[\u4e00-\u9fff]*$", text[: mention.start])
        stranger = _after_last_word(before[0] if before else "")
        with_level = any(mention.text.startswith(level) for level in places()["levels"])
        if len(stranger) < (1 if with_level else 2):  # 巴州政府办: one character before a level names a place
            return mention
        return Mention(stranger + mention.text, mention.start - len(stranger), mention.end, (), True)

    def _places(self, mention: Mention) -> set[str]:
        return {place for owner in mention.orgs for place in _places_in(self.orgs[owner])} | {
            name for owner in mention.orgs for name in self.orgs[owner].names
        }

    def _unknown(self, text: str) -> list[Mention]:
        """X市教育局, X县 …: an office or place with a level that is nowhere in the library."""
        levels = "|".join(level for level in places()["levels"] if len(level) > 1 or level in "省市县州")
        endings = "|".join(places()["endings"])
        found = []
        for match in re.finditer(rf"([\u4e00-\u9fff]{{2,7}}?)(?:{levels})(?:[\u4e00-\u9fff]{{0,14}}?(?:{endings}))", text):
            name = _after_last_word(match[1])
            if len(name) >= 2:
                start = match.start() + len(match[1]) - len(name)
                found.append(Mention(text[start : match.end()], start, match.end(), (), True))
        return found


def _place_names(org: Org) -> set[str]:
    parts = org.parts
    return {parts.place, f"{parts.place}{parts.level}"} | {name.removesuffix(split_name(name).body) for name in org.names}


def _fits_short(short: str, parts: OrgName) -> bool:
    body = short.removeprefix(parts.place).removeprefix(parts.level)
    return len(body) >= 3 and len(parts.body) > len(body) and abbreviates(body, parts.body)


_ENGLISH_END = re.compile(
    r"[,;，、?]| (?:with|vs\.?|versus|than|compared|against|or|in (?:19|20)\d\d)\b| and (?=[a-z]+ (?:prefecture|city|county|district))"
)
"""What ends an office's name in an English question."""


@cache
def _places_in(org: Org) -> dict[str, str]:
    """The places in an organisation's name with their levels: (上海, 市), (普陀, 区), (万里, 街道)."""
    found, parts = {}, org.parts
    while parts.place:
        found[parts.place], last = parts.level, parts.body
        parts = split_name(parts.body)
        if not parts.place and (inner := re.match("(?:人民政府)?(.{2,4})(街道|镇|乡)", last)):
            found[inner[1]] = inner[2]
    return found


def _english_strangers(text: str) -> list[Mention]:
    """Urumqi city …: a place with its level that is nowhere in the library, with the office behind it."""
    levels = "|".join(word for words in places()["english_levels"].values() for word in words)
    found = []
    for match in re.finditer(rf"\b([a-z]{{3,}}) (?:{levels})\b", text):
        if match[1] not in places()["english_before"]:
            tail = _ENGLISH_END.split(text[match.end() : match.end() + 60])[0]
            end = match.end() + _name_ends(tail)
            found.append(Mention(text[match.start() : end], match.start(), end, (), True))
    return found


def _bodies_of(org: Org) -> list[tuple[str, list[str]]]:
    return [(ending, words) for ending, words in places()["english_bodies"].items() if org.parts.body.endswith(ending)]


def _name_ends(tail: str) -> int:
    """Where the office's English name ends: behind its last word for a kind of office."""
    words = "|".join(re.escape(word) for words in places()["english_bodies"].values() for word in words)
    return max((match.end() for match in re.finditer(rf"\b(?:{words})\b", tail)), default=0)


def _says(text: str, words: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)


def _romanised(place: str) -> str:
    from pypinyin import lazy_pinyin  # a third of a second, and only English questions need it

    known: dict[str, str] = places()["english_places"]
    return known.get(place, "".join(lazy_pinyin(place))).lower()


def _after_last_word(text: str) -> str:
    """The end of `text` that no common word covers: what may be an unknown place's name."""
    cut = 0
    for word in places()["before"]:
        at = text.rfind(word)
        if at >= 0:
            cut = max(cut, at + len(word))
    return text[cut:]


def _without_covered(mentions: list[Mention]) -> list[Mention]:
    """Mentions that an extended one has grown over are parts of its name."""
    grown = [each for each in mentions if any(other is not each and _overlaps(each, [other]) for other in mentions)]
    return [each for each in mentions if each not in grown or each.end - each.start == max(other.end - other.start for other in grown)]


def _overlaps(mention: Mention, others: Iterable[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)
