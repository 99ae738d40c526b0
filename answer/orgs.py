"""Which organisations a question names. A mention may fit several (州 or 市?) or none of those in the library; it never guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import ahocorasick

from domain.model import Disclosure
from domain.names import OrgName, abbreviates, aliases, follows, layers, place_names, places, split_name

_SHORTEST_BODY = 3
"""Characters of a shortened body."""
_YEAR = r"(?:20)?\d{2}年(?:度)?"


@dataclass(frozen=True)
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

    @cached_property
    def places(self) -> frozenset[str]:
        """The names of its places alone."""
        return frozenset(place for name in self.names for place in place_names(name))

    def body_after(self, place: str) -> str:
        """What stands behind `place` in its name: 财政局 behind 青溪区, 青溪区财政局 behind 临江市."""
        return [layer.body for layer in self.layers if layer.place in place][-1]

    @cached_property
    def layers(self) -> tuple[OrgName, ...]:
        """Place, level and body of its name, then of the names within it."""
        return tuple(layers(self.name))


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
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What others worked out of all of it (answer/scope.py)."""

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
    def _owners(self) -> dict[str, set[str]]:
        """What an office may be called, or its place → who that may be."""
        owners: dict[str, set[str]] = {}
        for org in self.orgs.values():
            for name in org.names:
                alone = place_names(name) if org.parent else ()  # a place alone never means a subordinate unit
                for alias in aliases(name):
                    if alias not in alone:
                        owners.setdefault(alias, set()).add(org.identity)
        return owners

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        automaton = ahocorasick.Automaton()
        for alias, identities in self._owners.items():
            automaton.add_word(alias, (alias, tuple(sorted(identities))))
        automaton.make_automaton()
        return automaton

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """Every name that an organisation of the library may be called by, a place alone aside."""
        return tuple(alias for alias, owners in self._owners.items() if self._names_office(alias, owners))

    @cached_property
    def places(self) -> frozenset[str]:
        """The places in the names of all, without their levels."""
        return frozenset(layer.place for org in self.orgs.values() for layer in org.layers if layer.place)

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
        mentions += [each for each in (*_strangers(text), *self._of_no_kind(text)) if not _overlaps(each, mentions)]
        return sorted(mentions, key=lambda mention: mention.start)

    def _of_no_kind(self, text: str) -> list[Mention]:
        """哪个镇, 各街道: a kind of office of which the library holds none; of others is not told instead."""
        match = re.search(rf"(?:哪一?[个家些]|各个?|每一?[个家]|所有的?|全部的?)({'|'.join(places()['kinds'])})", text)
        if match is None or any(match[1] in name for org in self.orgs.values() for name in org.names):
            return []
        return [Mention(match[1], match.start(1), match.end(1), (), True)]

    @cached_property
    def _english_names(self) -> dict[str, list[Org]]:
        from answer.english_orgs import by_name

        return by_name(self.orgs.values())

    def _english(self, text: str) -> list[Mention]:
        if not re.search(r"[a-zA-Z]{3}", text):
            return []
        from answer.english_orgs import find, strangers  # with the romanised names of places, which only English questions need

        ours = [Mention(*found) for found in find(text, self._english_names)]
        return ours + [each for each in (Mention(*found) for found in strangers(text)) if not _overlaps(each, ours)]

    def _literal(self, text: str) -> list[Mention]:
        hits = [(end - len(alias) + 1, end + 1, alias, owners) for end, (alias, owners) in self._automaton.iter(text)]
        kept: list[Mention] = []
        for start, end, alias, owners in sorted(hits, key=lambda hit: hit[0] - hit[1]):
            if not any(start < each.end and each.start < end for each in kept):
                kept.append(Mention(alias, start, end, owners, self._names_office(alias, owners)))
        return kept

    def _names_office(self, alias: str, owners: Iterable[str]) -> bool:
        return not any(alias in self.orgs[owner].places for owner in owners)

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
        fitting = tuple(owner for owner in mention.orgs if abbreviates(rest[0], self.orgs[owner].body_after(mention.text)))
        with_level = any(mention.text.endswith(level) for level in places()["levels"])
        plain_office = rest[0].endswith(("局", "委", "厅", "院", "办公室", "学校", *(("中心", "所", "站") if with_level else ())))
        if not fitting and not plain_office:
            return mention
        return Mention(mention.text + rest[0], mention.start, mention.end + rest.end(), fitting, True)

    def _abbreviated(self, text: str) -> list[Mention]:
        """州政数局, 政数局: a shortened body without its place."""
        found = []
        for match in re.finditer(rf"[\u4e00-\u9fff]{{1,16}}?(?:{'|'.join(places()['endings'])})", text):
            candidates = self._ending_like(match[0][-_SHORTEST_BODY:])
            for start in range(match.start(), match.end() - 2) if candidates else ():
                short = text[start : match.end()]
                owners = tuple(org.identity for org in candidates if _fits_short(short, org.parts))
                if owners:
                    found.append(Mention(short, start, match.end(), owners, True))
                    break
        return found

    def _ending_like(self, end: str) -> list[Org]:
        """Those of whose body a name that ends so may be short, in the order of the directory."""
        bodies = {body for body in self._bodies.get(end[-1:], ()) if follows(end, body)}
        return [org for org in self.orgs.values() if org.parts.body in bodies] if bodies else []

    @cached_property
    def _bodies(self) -> dict[str, set[str]]:
        """Every body of a name, by its last character."""
        found: dict[str, set[str]] = {}
        for org in self.orgs.values():
            found.setdefault(org.parts.body[-1:], set()).add(org.parts.body)
        return found

    def _checked(self, mention: Mention, text: str) -> Mention:
        """A mention without its place, after the name of another place, is that place's office: not one of ours."""
        if not mention.orgs or mention.text.startswith(
            tuple(place for owner in mention.orgs for place in (*self.orgs[owner].places, *self.orgs[owner].names))
        ):
            return mention
        if not re.match(r"[\u4e00-\u9fff]", mention.text):
            return mention
        before = re.search(r"[\u4e00-\u9fff]*$", text[: mention.start])
        stranger = after_last_word(before[0] if before else "")
        with_level = any(mention.text.startswith(level) for level in places()["levels"])
        levelled = stranger.endswith(tuple(places()["levels"]))  # 市检察院 is not that of a province
        if len(stranger) < (1 if with_level or levelled else 2):  # 巴州政府办: one character before a level names a place
            return mention
        return Mention(stranger + mention.text, mention.start - len(stranger), mention.end, (), True)


def _strangers(text: str) -> list[Mention]:
    """X市教育局, X县 …, or 教育局 alone at the beginning: an office or place with a level that is nowhere in the library."""
    levels, endings, subjects = ("|".join(places()[name]) for name in ("levels", "endings", "subjects"))
    found = []
    for match in re.finditer(rf"([\u4e00-\u9fff]{{2,7}}?)(?:{levels})(?:[\u4e00-\u9fff]{{0,14}}?(?:{endings}))", text):
        name = after_last_word(match[1])
        if len(name) >= 2:
            start = match.start() + len(match[1]) - len(name)
            found.append(Mention(text[start : match.end()], start, match.end(), (), True))
    bare = re.match(rf"(?:请问|那|{_YEAR})?((?:{subjects})(?:局|委|厅|部))(?!门)", text)
    return found or ([Mention(bare[1], bare.start(1), bare.end(1), (), True)] if bare else [])


def _fits_short(short: str, parts: OrgName) -> bool:
    body = short.removeprefix(parts.place).removeprefix(parts.level)
    return len(body) >= _SHORTEST_BODY and len(parts.body) > len(body) and abbreviates(body, parts.body)


def after_last_word(text: str, words: Iterable[str] | None = None) -> str:
    """The end of `text` that no common word (by default those that may stand before a name) covers: what may be an unknown place's name."""
    cut = 0
    for word in places()["before"] if words is None else words:
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
