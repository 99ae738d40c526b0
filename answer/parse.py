"""Text → Query. Entities first (organisations, years, items), then what is wanted of them; no figure is looked at here.

What the words of the lexicon and of the documents leave unexplained is resolved by meaning where that is asked for (`by_meaning`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from answer import aspects, meaning
from answer.asked import default_totals, specific, with_parts
from answer.fuzzy import names_it
from answer.leftover import after_places, qualified, strange_beside, unsaid
from answer.orgs import Directory, Mention
from answer.outsiders import in_english, outside
from answer.phrases import unknown_joined, unread
from answer.printed import Printed, longest, quoted
from answer.query import ItemMention, Query
from answer.spans import blank, blank_items, blank_spans, mostly_english, span
from answer.vocabulary import LONG_NAME, Vocabulary, plain
from answer.words import english_strange, operations, says, strange
from answer.years import Years, find_years
from domain.lexicon import items as lexicon
from domain.text import is_chinese, key

_WITHIN = re.compile("(?:里面?|里头|里边|当中|之中|中|内)")
_GAPS = r"(?<=[a-z,]) +(?=[a-z])"
_OF_NO_ITEM = frozenset({"definition", "duty", "divisions", "subunits", "full_name", "founded", "problems", "basis", "carrier", "schedule"})
_OF_NO_ITEM |= {"goal", "target", "score", "assets", "person"}
"""Operations whose words speak of other things than items."""
_OF_SEVERAL = frozenset({"sum", "difference", "share", "times"})
_PERSONNEL = "人员经费"
_OF_OTHERS = frozenset({"definition", "duty", "carrier", "basis", "subunits", "divisions", "schedule"})
"""Operations that ask for offices, or speak of them, within the documents."""
_WHO = frozenset({"definition", "duty", "carrier"})


@dataclass(frozen=True)
class _Told:
    """A question's text with its offices and years found, and what is left of it as they are taken out."""

    question: str
    text: str
    offices: Sequence[Mention]
    years: Years
    without_offices: str
    own: Sequence[tuple[int, int]]
    """Where a name that only documents print, or a table's title, stands."""
    bare: str
    """Without offices and years."""
    untitled: str
    """Without titles of tables, too: where items are looked for."""
    titles: tuple[str, ...]

    @property
    def own_words(self) -> str:
        """Without offices and whatever documents print."""
        return blank_spans(self.without_offices, self.own)

    @property
    def english(self) -> bool:
        return mostly_english(self.question) or not is_chinese(self.bare)


@dataclass(frozen=True)
class _Reading:
    """What a question says of items: those it names, those it asks for, what is wanted of them, and what none of them explains."""

    items: Sequence[ItemMention]
    asked: tuple[ItemMention, ...]
    wanted: frozenset[str]
    unsaid: str
    strange: str
    joined: str
    unread: str
    offered: tuple[str, ...] = ()


def parse(
    question: str, directory: Directory, vocabulary: Vocabulary, printed: Printed | None = None, *, by_meaning: bool = False
) -> Query:
    """The Query that the words of one question make, without the turns before it; `printed` is what the documents it is about print."""
    printed = printed or Printed()
    told = _told(question, directory, vocabulary, printed)
    year = told.years.named[0] if len(told.years.named) == 1 else None
    items = _items(told.untitled, vocabulary.find(told.untitled, year), printed, question, bool(told.titles))
    reading = _read(told, items, printed)
    return _query(told, _by_meaning(told, reading, printed) if by_meaning else reading)


def _told(question: str, directory: Directory, vocabulary: Vocabulary, printed: Printed) -> _Told:
    text = plain(question)
    own = [mention for mention in printed.find(text) if not _official(mention, vocabulary.find(text))]
    offices = _offices(text, directory, vocabulary, own)
    without = blank(text, offices)
    dated = (each for each in vocabulary.find(without) if each.how in ("name", "row") or re.match("[上去本]?年|.*\\byear", each.text))
    names = [each for each in (*own, *dated) if not find_years(each.text).named]
    years = find_years(blank_spans(without, map(span, names)))  # 上年结余结转 names an item, no year
    bare = blank_spans(without, years.spans)
    titles, places = printed.title(bare)
    untitled = re.sub(_GAPS, " ", blank_spans(bare, places))
    return _Told(question, text, offices, years, without, [*map(span, own), *places], re.sub(_GAPS, " ", bare), untitled, titles)


def _read(told: _Told, items: Sequence[ItemMention], printed: Printed) -> _Reading:
    """What the words say, given the items found among them."""
    wanted = _wanted(told, items)
    asked = specific(qualified(told.untitled, items, printed), told.bare, printed) or default_totals(told.untitled, wanted, printed)
    if "share" in wanted or "each" in wanted:
        asked = with_parts(told.untitled, asked)
    left, every, english = unsaid(told.untitled, items, asked, printed), [*items, *asked], told.english
    return _Reading(
        items,
        asked,
        wanted,
        left,
        strange=strange_beside(left, every, told.text, printed, after_places(told.offices), english=english),
        joined="" if english else unknown_joined(told.untitled, every),
        unread="" if english else unread(told.untitled, every),
    )


def _wanted(told: _Told, items: Sequence[ItemMention]) -> frozenset[str]:
    meant = [each for each in items if each.how == "meaning"]
    wanted = operations(blank_items(told.own_words, meant, every=True) if not told.english else blank_items(told.bare, items))
    years = told.years
    if years.named and years.relative == (-1,) and any(aspects.LAST_YEARS.search(told.without_offices[: each.start]) for each in items):
        wanted |= {"last"}  # 根据2024年的说明，上年行政运行是多少
    alone = [each for each in items if not any(other.end == each.start for other in items)]  # 支出一共 behind another item asks for a sum
    outside = operations(blank_items(told.own_words, alone, every=True))
    return wanted - (
        {"last", "difference", "sum", "target", "change"} - outside
    )  # 上一年没花完的钱, 年底还剩, 绩效薪酬 and 收入一共 are items


def _by_meaning(told: _Told, reading: _Reading, printed: Printed) -> _Reading:
    """The reading with unknown stretches taken for the items that they mean; where that isn't sure, those that may be meant are offered."""
    if reading.wanted & _OF_NO_ITEM or any(names_it(project, told.untitled) for project in printed.projects):
        return reading
    found = meaning.find(told.untitled, reading.items, printed.items, several=bool(reading.wanted & _OF_SEVERAL))
    names = quoted(told.question)  # “…” names something of the documents' own, whatever its words may mean
    sure = [each.mention(told.untitled) for each in found if each.meanings[0].sure]
    if any(name in key(each.text) for each in sure for name in names):
        return reading
    resolved = _read(told, longest([*reading.items, *sure]), printed)
    if sure and _explained(told, resolved):
        return resolved
    offered = (each.keys[0] for one in found for each in one.meanings)
    return replace(reading, offered=tuple(dict.fromkeys(offered))[: meaning.MOST_OFFERED])


def _explained(told: _Told, reading: _Reading) -> bool:
    """Whether nothing narrows what was taken by meaning, and no other words name the same item: 差旅费 and 买机票的钱 are a whole and its part."""
    meant = [each for each in reading.asked if each.how == "meaning"]
    named = [key for each in reading.items for key in each.keys[:1]]
    wider = any(each.keys[0] == _PERSONNEL and says("some_staff", each.text) for each in meant)  # it pays those who are retired, too
    within = any(_some_of(told.untitled, whole, part) for whole in reading.items for part in meant if whole.end <= part.start)
    return (
        bool(meant) and not (wider or within) and not any(each.qualifier or each.suffix or named.count(each.keys[0]) > 1 for each in meant)
    )


def _some_of(text: str, whole: ItemMention, part: ItemMention) -> bool:
    """办公费里多少花在车上: what is asked for within an item, and is none of its parts, is some of it that nobody lists."""
    item = lexicon().get(whole.keys[0])
    listed = {*item.parts, *item.sum} if item else set()
    return _WITHIN.match(text, whole.end) is not None and not listed & {*part.keys} and "占" not in text


def _query(told: _Told, reading: _Reading) -> Query:
    text, wanted, english = told.text, reading.wanted, told.english
    own_words = told.own_words
    in_turn = own_words.count("年") or not is_chinese(text)
    return Query(
        text=text,
        lang="en" if english and re.search("[a-z]{2}", told.bare) else "zh" if is_chinese(told.question) else "en",
        operations=wanted,
        orgs=tuple(_with_outsiders(told, reading)),
        years=aspects.own_years(told.years, wanted, blank_items(text, reading.items, every=True)),
        kinds=aspects.kinds(own_words),
        pairs=aspects.pairs(own_words, told.offices, told.years) if in_turn else (),
        items=reading.asked,
        amounts=tuple(aspects.amounts(told.bare)),
        units=aspects.units(text, wanted),
        top=aspects.top(text),
        rest=re.sub(r"\s+", " ", told.bare).strip(),
        strange=reading.strange,
        unknown=english_strange(reading.unsaid) if english else strange(reading.unsaid),
        titles=told.titles,
        joined=reading.joined,
        unread=reading.unread,
        offered=reading.offered,
    )


def _with_outsiders(told: _Told, reading: _Reading) -> Sequence[Mention]:
    """The offices named, those that nobody here knows too; who does something is asked for, not said, where a duty is asked."""
    if reading.wanted & _OF_OTHERS and (reading.wanted & _WHO or any(each.exact for each in told.offices)):
        return told.offices
    names = [ItemMention("", start, end, ("",), "printed") for start, end in told.own]
    offices = in_english(told.question, told.text, told.offices) if told.english else told.offices
    return outside(told.text, offices, () if told.english else [*reading.items, *reading.asked, *names], told.years.spans)


def _items(text: str, official: list[ItemMention], printed: Printed, question: str, titled: bool) -> list[ItemMention]:
    """Items of the lexicon (`official`), and names that only the documents print where they say more than an item at their place.

    A short name counts where the question quotes it or its table, or where nothing else is said.
    """
    short = longest([*official, *printed.find(text, alone=True)])
    if titled or not strange(blank_items(text, short, every=True)):
        return short
    return longest([*official, *printed.find(text, quoted=quoted(question))])


def _offices(text: str, directory: Directory, vocabulary: Vocabulary, own: Sequence[ItemMention]) -> list[Mention]:
    """The offices that a question names; the name of a project or a row (新建某街道服务中心) is none, unless nothing else is."""
    names = [*map(span, own), *vocabulary.project_spans(text)]
    outside = directory.find(_without_long_items(blank_spans(text, names), vocabulary))
    if any(mention.orgs for mention in outside):
        return outside
    return directory.find(_without_long_items(text, vocabulary))


def _official(mention: ItemMention, items: Iterable[ItemMention]) -> bool:
    """Whether the lexicon names as much at the same place."""
    return any(each.start <= mention.start and mention.end <= each.end for each in items)


def _without_long_items(text: str, vocabulary: Vocabulary) -> str:
    """政府办公厅（室）及相关机构事务 is an item, not an office: official names this long are no place to look for offices."""
    official = [mention for mention in vocabulary.find(text) if mention.how in ("name", "row")]
    return blank_spans(text, ((mention.start, mention.end) for mention in official if mention.end - mention.start >= LONG_NAME))
