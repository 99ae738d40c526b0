"""Offices that no document here is about, by how offices are called (青石镇, 区妇联, 某某幼儿园): what they spent is not what others did.

The names of places with a level (某市教育局) are told by answer/orgs.py before any item is known; these need the items, since 开会 is no office.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from answer.english_orgs import proper
from answer.orgs import Mention, after_last_word
from answer.query import ItemMention
from answer.words import strange
from domain.names import places

_SHORTEST = 3
"""Characters of a name that only its ending makes one: 大会 is none."""
_LONGEST = 3
"""Characters before an ending that may be a name though the last of them is a word."""
_OWN = re.compile("的?(?:下属的?|所属的?|下设的?|直属的?|下面的?|名下的?)?")
"""What stands between an office and one of its own."""
_NO_PART = re.compile("几|多少|哪|各|每|内设|下设|所有|全部|有")
_AND = re.compile("[和与跟同比及、,，或]|以及|还有|相比")
_NO_NAME = re.compile("[的钱费款]|项目|多少|哪|谁|什么")
_UNSAID = 2


def outside(text: str, offices: Sequence[Mention], items: Sequence[ItemMention], years: Iterable[tuple[int, int]]) -> list[Mention]:
    """`offices`, with those that nobody here knows beside, or in place of, a bare place or the office that they belong to.

    `items`: all that the question (`text`) names, within which no office is looked for; `years`: where it says a year.
    """
    spans = [(each.start, each.end) for each in items if not _may_be_asked(each, items)]
    found = [*_called(text, spans), *_before_year(text, offices, spans, years)]
    found = [each for each in found if not any(each.start < known.end and known.start < each.end for known in offices if known.exact)]
    exact = [each for each in offices if each.exact and each.orgs]
    if exact:
        found = [each for each in found if any(_belongs(text, known, each) or _beside(text, known, each) for known in exact)]
        found += [each for known in exact for each in _divisions(text, known, spans)]
    if not found:
        return list(offices)
    kept = [each for each in offices if each.exact and not any(_belongs(text, each, one) for one in found)]
    return sorted([*kept, *(_with_place(text, offices, each) for each in _once(found))], key=lambda each: each.start)


def in_english(question: str, text: str, offices: Sequence[Mention]) -> list[Mention]:
    """`offices`, with those that `question` (as it was written; `text`: as it is read) calls by an English name that nobody here bears."""
    places_said = ((name, text.find(name.lower())) for name in proper(question))
    found = [Mention(name, at, at + len(name), (), True) for name, at in places_said if at >= 0]
    return [*offices, *(each for each in found if not any(each.start < one.end and one.start < each.end for one in offices))]


def _may_be_asked(mention: ItemMention, items: Sequence[ItemMention]) -> bool:
    """Whether an item's words are rather whose money is asked for: 图书馆 in 图书馆的办公费, 实验小学 whatever it is near to in meaning."""
    account = mention.by_word and mention.keys[0].startswith("func/") and any(not each.keys[0].startswith("func/") for each in items)
    return (account or mention.how == "meaning") and mention.text.endswith(tuple(places()["houses"]))


def _called(text: str, items: Collection[tuple[int, int]]) -> list[Mention]:
    """Words that end as the names of offices do, and that no item holds."""
    found = []
    for match in _names().finditer(text):
        alone = match["ending"] in places()["offices"]
        body = after_last_word(match["body"]) if alone else _name(match["body"])
        start, end = match.start("ending") - len(body), match.end("ending")
        if not alone and (not body or end - start < _SHORTEST or text[start:end].endswith(tuple(places()["no_offices"]))):
            continue
        if any((at <= start and end <= done) or start < at < end < done for at, done in items):
            continue
        found.append(Mention(text[start:end], start, end, (), True))
    return found


def _name(text: str) -> str:
    """The end of `text` that may be a name: 万里, though 里 is a word too, but none of 预算里."""
    longer = [word for word in places()["before"] if len(word) > 1]
    return after_last_word(text) or (after_last_word(text, longer) if len(text) <= _LONGEST else "")


@cache
def _names() -> re.Pattern[str]:
    endings = sorted({*places()["offices"], *places()["endings"], *places()["more_endings"]}, key=len, reverse=True)
    behind = "|".join(sorted(places()["behind"], key=len, reverse=True))
    return re.compile(rf"(?P<body>[\u4e00-\u9fff]{{0,14}}?)(?P<ending>{'|'.join(endings)})(?=[^\u4e00-\u9fff]|$|{behind})")


def _before_year(
    text: str, offices: Sequence[Mention], items: Collection[tuple[int, int]], years: Iterable[tuple[int, int]]
) -> list[Mention]:
    """石河子2024年…: words that nothing explains right before the year, where no office is named, are somebody's name."""
    if any(each.exact for each in offices):
        return []
    found = []
    for at, _ in years:
        behind = max((each.end for each in offices if each.end <= at), default=0)
        run = re.search(r"[\u4e00-\u9fff]{2,10}$", text[behind:at])
        name = _name(run[0]) if run else ""
        start = at - len(name)
        known = any(start < end and first < at for first, end in items)
        if not known and len(strange(name)) >= _UNSAID and not _NO_NAME.search(name):
            found.append(Mention(name, start, at, (), True))
    return found


def _belongs(text: str, office: Mention, other: Mention) -> bool:
    """Whether `other` stands right behind an office, as one of its own."""
    return office.end <= other.start and _OWN.fullmatch(text[office.end : other.start]) is not None


def _with_place(text: str, offices: Sequence[Mention], other: Mention) -> Mention:
    """A name with the place that stands before it, or into which it reaches."""
    start = min((each.start for each in offices if not each.exact and each.start < other.start <= each.end), default=other.start)
    return Mention(text[start : other.end], start, other.end, (), True)


def _beside(text: str, office: Mention, other: Mention) -> bool:
    """Whether `other` and an office are named together, to be compared or added up."""
    first, second = sorted((office, other), key=lambda each: each.start)
    return _AND.fullmatch(text[first.end : second.start]) is not None


def _divisions(text: str, office: Mention, items: Collection[tuple[int, int]]) -> list[Mention]:
    """政府办综合科: a part of an office, right behind its name, which has no account of its own."""
    endings, behind = "|".join(places()["divisions"]), "|".join(places()["behind"])
    match = re.compile(rf"的?([\u4e00-\u9fff]{{1,6}}?(?:{endings}))(?=[^\u4e00-\u9fff]|$|{behind})").match(text, office.end)
    if match is None or _NO_PART.match(match[1]) or not after_last_word(match[1]) or match[1].endswith(tuple(places()["no_offices"])):
        return []
    held = any(at < match.end(1) and match.start(1) < done for at, done in items)
    return [] if held else [Mention(match[1], *match.span(1), (), True)]


def _once(found: Sequence[Mention]) -> list[Mention]:
    once = list(dict.fromkeys(found))
    return [each for each in once if not any(one != each and one.start <= each.start and each.end <= one.end for one in once)]
