"""Text → Query. Entities first (organisations, years, items), then what is wanted of them; no figure is looked at here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from answer.orgs import Directory, Mention
from answer.phrases import narrowed, unknown_joined, unread
from answer.printed import Printed, longest, quoted
from answer.query import ItemMention, Pair, Query
from answer.vocabulary import LONG_NAME, Vocabulary, plain, touches_item
from answer.wholes import COLUMNS, unread_whole
from answer.words import (
    FILLER,
    english_strange,
    modest,
    named_by,
    operations,
    strange,
    strange_runs,
    unexplained,
    unexplained_start,
    without,
)
from answer.years import Years, find_years
from domain.lexicon import items as lexicon
from domain.lexicon import short_parts, whole_of
from domain.model import Kind
from domain.money import unit_name
from domain.names import places as place_words
from domain.text import NUMERAL, is_chinese, key, numeral

MOST_UNEXPLAINED = 1
"""Characters of a question about the whole budget that no word accounts for."""
_AMOUNT = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)\s*(亿元?|万元?|千元|元)")
_TOP = re.compile(
    rf"(?:前|最.{{1,2}}的?|top\s*)([{NUMERAL}]|\d+)|([{NUMERAL}]|\d+)(?:个|项|家|大)(?:.{{0,6}}最|.{{0,4}}largest)|(three|five|two|ten) (?:largest|biggest|most|highest)"
)
_ENGLISH = {"two": 2, "three": 3, "five": 5, "ten": 10}
_UNITS = re.compile(r"(?:用|换成?算?成?|折合?成?|合|是|等于|为|多少|以|按|in)\s*(?:多少)?\s*(亿元?|万元?|元|块|yuan)")
_UNIT_NAMES = {"块": "元", "yuan": "元", "亿": "亿元", "万": "万元"}
_WHOLE_BUDGET, _RUNNING = "收支总预算", "公务用车运行维护费"
_VEHICLES = re.compile("[辆台]|车均|vehicle|car")
_TOTALS = {
    "本年支出": re.compile("花(?!名)|支出|开支|花销|spen[dt]"),
    "收入总计": re.compile("收入|进账"),
    _WHOLE_BUDGET: re.compile("预算|决算|budget|final account|收支"),
}


def parse(question: str, directory: Directory, vocabulary: Vocabulary, printed: Printed | None = None) -> Query:
    """The Query that the words of one question make, without the turns before it; `printed` is what the documents it is about print."""
    text, printed = plain(question), printed or Printed()
    own = [mention for mention in printed.find(text) if not _official(mention, vocabulary.find(text))]
    mentions = _offices(text, directory, vocabulary, own)
    without_orgs = _blank(text, mentions)
    dated = (each for each in vocabulary.find(without_orgs) if each.how in ("name", "row") or re.match("[上去本]?年", each.text))
    names = [each for each in (*own, *dated) if not find_years(each.text).named]
    years = find_years(_blank_spans(without_orgs, map(_span, names)))  # 上年结余结转 names an item, no year
    bare = _blank_spans(without_orgs, years.spans)
    titles, places = printed.title(bare)
    untitled = re.sub(_GAPS, " ", _blank_spans(bare, places))
    bare = re.sub(_GAPS, " ", bare)
    year = years.named[0] if len(years.named) == 1 else None
    items = _items(untitled, vocabulary.find(untitled, year), printed, question, bool(titles))
    own_words = _blank_spans(without_orgs, [*map(_span, own), *places])
    wanted = operations(own_words if is_chinese(text) else _blank_items(bare, items))
    if years.named and years.relative == (-1,) and any(_LAST_YEARS.search(without_orgs[: each.start]) for each in items):
        wanted |= {"last"}  # 根据2024年的说明，上年行政运行是多少
    if "last" in wanted and "last" not in operations(_blank_items(own_words, items, every=True)):
        wanted -= {"last"}  # 上一年没花完的钱 is an item
    asked = _specific(_qualified(untitled, items, printed), bare, printed) or _default(untitled, wanted, printed)
    if "share" in wanted or "each" in wanted:
        asked = _with_parts(untitled, asked)
    kinds, unsaid = _kinds(own_words), _unsaid(untitled, items, asked, printed)
    english = _mostly_english(question) or not is_chinese(bare)
    return Query(
        text=text,
        lang="en" if english and re.search("[a-z]{2}", bare) else "zh" if is_chinese(question) else "en",
        operations=wanted,
        orgs=tuple(mentions),
        years=_own_years(years, wanted, text),
        kinds=kinds,
        pairs=_pairs(own_words, mentions, years) if own_words.count("年") or not is_chinese(text) else (),
        items=asked,
        amounts=tuple(_amounts(bare)),
        units=_units(text, wanted),
        top=_top(text),
        rest=re.sub(r"\s+", " ", bare).strip(),
        strange=_strange(unsaid, [*items, *asked], text, printed, _after_places(mentions), english=english),
        unknown=english_strange(unsaid) if english else strange(unsaid),
        titles=titles,
        joined="" if english else unknown_joined(untitled, [*items, *asked]),
        unread="" if english else unread(untitled, [*items, *asked]),
    )


def _items(text: str, official: list[ItemMention], printed: Printed, question: str, titled: bool) -> list[ItemMention]:
    """Items of the lexicon (`official`), and names that only the documents print where they say more than an item at their place.

    A short name counts where the question quotes it or its table, or where nothing else is said.
    """
    short = longest([*official, *printed.find(text, alone=True)])
    if titled or not strange(_blank_items(text, short, every=True)):
        return short
    return longest([*official, *printed.find(text, quoted=quoted(question))])


def _offices(text: str, directory: Directory, vocabulary: Vocabulary, own: Sequence[ItemMention]) -> list[Mention]:
    """The offices that a question names; the name of a project or a row (新建某街道服务中心) is none, unless nothing else is."""
    names = [*map(_span, own), *vocabulary.project_spans(text)]
    outside = directory.find(_without_long_items(_blank_spans(text, names), vocabulary))
    if any(mention.orgs for mention in outside):
        return outside
    return directory.find(_without_long_items(text, vocabulary))


def _official(mention: ItemMention, items: Iterable[ItemMention]) -> bool:
    """Whether the lexicon names as much at the same place."""
    return any(each.start <= mention.start and mention.end <= each.end for each in items)


def _span(mention: ItemMention) -> tuple[int, int]:
    return mention.start, mention.end


_GAPS = r"(?<=[a-z,]) +(?=[a-z])"
_WHOLE = frozenset({"本年支出", "支出总计"})
_SUMS = frozenset({"支出合计", "收入合计", "支出总计", "收入总计"})
_BOUND, _BEFORE, _BEHIND = r"[\u4e00-\u9fff]*$", r"[a-z\d\u4e00-\u9fff]*$", r"[a-z\d\u4e00-\u9fff]*"


_SHARE = re.compile("share of|proportion of|percent(age)? of|占")


def _specific(items: Sequence[ItemMention], text: str, printed: Printed) -> tuple[ItemMention, ...]:
    """决算里办公费实际花了多少 asks for 办公费: words for the whole beside a named item only say how it is asked."""
    ends = {mention.end for mention in items}
    wholes = {mention for mention in items if mention.keys[0] in _WHOLE and mention.start not in ends}
    wholes = wholes if _SHARE.search(text) else set()  # 占总支出多少 names the whole
    named = [
        mention
        for mention in items
        if (mention in wholes or not _only_asks(mention, items))
        and not _only_places(mention, items, text, printed)
        and not _names_code(mention, items)
        and not _modifies(mention, items)
    ]
    distinct = {mention.keys: mention for mention in reversed(named)}
    return tuple(mention for mention in named if distinct[mention.keys] is mention) or tuple(items)


def _names_code(mention: ItemMention, items: Sequence[ItemMention]) -> bool:
    """Whether a name only says what the code right before it is called: 2013802一般行政管理事务, whatever other code has the name."""
    codes = [each for each in items if each.how == "code" and each.end == mention.start and each.keys[0] in lexicon()]
    return any(key(mention.text) == key(name) for code in codes for name in lexicon()[code.keys[0]].names)


def _modifies(mention: ItemMention, items: Sequence[ItemMention]) -> bool:
    """Whether English words for people only say whose money is meant: staff allowances."""
    return mention.text.isascii() and _counts(mention) and any(each.start == mention.end + 1 and not _counts(each) for each in items)


def _only_asks(mention: ItemMention, items: Sequence[ItemMention]) -> bool:
    """Whether a word is part of how a named item is asked for: 实际花了多少, 几个人; 支出合计 or 采购 right behind another item."""
    if mention.how != "lay":
        return mention.keys[0] in _SUMS and any(each.end == mention.start for each in items)
    named = [each for each in items if each.how in ("name", "row", "code")]
    whole = mention.keys[0] in _WHOLE and len(items) > 1
    beside = [each for each in named if _counts(each) and 0 <= mention.start - each.end <= 2]
    counting = re.match("多少|几", mention.text) is not None and _counts(mention) and bool(beside)
    narrowing = bool(named) and _counts(mention) and not re.search("多少|几", mention.text) and not any(map(_counts, named))
    return whole or counting or narrowing or any(each.end == mention.start for each in items)


def _only_places(mention: ItemMention, items: Sequence[ItemMention], text: str, printed: Printed) -> bool:
    """Whether an item only says where a printed name stands or how it is asked for: 采购 in 采购PC服务器, 政府采购 in 政府采购里PC服务器."""
    if mention.how == "printed":
        return False
    for each in (each for each in items if each.how == "printed"):
        between = text[min(mention.end, each.end) : max(mention.start, each.start)]
        if not _AND.search(between) and (mention.how == "lay" or _is_place(mention, each, printed)):
            return True
    return False


def _is_place(mention: ItemMention, name: ItemMention, printed: Printed) -> bool:
    """Whether an item is what a table that prints the name is about: 政府采购 of 政府采购支出预算表."""
    titles = printed.names[key(name.text)].titles if key(name.text) in printed.names else frozenset()
    return any(key(each) in title for each in (mention.text, *mention.keys) for title in titles)


_AND = re.compile("[和与及跟、,，;；]|以及|还有")


def _counts(mention: ItemMention) -> bool:
    return mention.keys[0] in lexicon() and lexicon()[mention.keys[0]].unit in ("人", "辆")


def _qualified(text: str, items: Sequence[ItemMention], printed: Printed) -> list[ItemMention]:
    """Marks mentions that are only the end of a longer phrase (无人机 + 采购): another thing than the item itself."""
    found: list[ItemMention] = []
    for mention in items:
        if mention.how == "printed":
            found.append(_bounded(text, mention, items, printed))
            continue
        before = re.search(_BOUND, text[: mention.start])
        last = without(before[0] if before else "", FILLER, "per", "average").split(" ")[-1]
        outside = not any(other.end == mention.start for other in items)
        if mention.how == "lay" and not last:
            last = _loose_before(before[0] if before else "")
        said = outside and len(last) > (0 if mention.how == "lay" else 1)
        if other := _OTHERS.search(before[0] if before else ""):
            said, last = True, other[0]
        left, right = narrowed(text, mention, items)
        left = left or unread_whole(text, mention, items)
        said, last = (said, last) if said or not left else (True, left)
        behind = right or ("" if said or mention.how != "lay" else _suffix(text, mention, items))
        if rest := _THE_REST.match(text[mention.end :]):
            behind = rest[0]
        if not said and outside and (longer := printed.extends(text, mention)):
            said, last = True, longer
        found.append(replace(mention, qualifier=last) if said else replace(mention, suffix=behind) if behind else mention)
    return found


_PARTICLE = re.compile("[的和与跟及或比占在里中内是花有了用把给加减问下按于对将、]")


def _loose_before(text: str) -> str:
    """Characters right before a lay word, since the last particle, that no word accounts for: 薪 of 岗位薪级 before 工资."""
    run = _PARTICLE.split(text)[-1]
    left = re.sub("[^\u4e00-\u9fff]", "", without(run, FILLER, "per", "average", "money", "rank", "list"))
    return run if left else ""


def _suffix(text: str, mention: ItemMention, items: Sequence[ItemMention]) -> str:
    """What follows a lay word without a break: 机 in 打印机, 纸 in 打印纸."""
    if any(other.start == mention.end for other in items):
        return ""
    after = re.match(r"[\u4e00-\u9fff]*", text[mention.end :])
    return unexplained_start(after[0] if after else "")


def _bounded(text: str, mention: ItemMention, items: Sequence[ItemMention], printed: Printed) -> ItemMention:
    """A printed name means its row only where nothing narrows it: not in 高性能PC服务器, PC服务器维护 or PC服务器培训费."""
    others = [each for each in items if each is not mention]
    strangers = [each for each in others if each.how != "printed" and not _is_place(each, mention, printed)]
    left = next((each.text for each in strangers if each.end == mention.start), "")
    right = next((each.text for each in strangers if each.start == mention.end), "")
    outside = _blank_spans(_blank_items(text, others, every=True), printed.columns(text, mention))
    letters = not _mostly_english(text)
    before = re.search(_BEFORE if letters else _BOUND, outside[: mention.start])
    after = re.match(_BEHIND if letters else r"[\u4e00-\u9fff]*", outside[mention.end :])
    run = before[0].strip() if before and (named_by(before[0]) or _NARROWER.search(before[0])) else ""
    tail = after[0] if after else ""
    return replace(mention, qualifier=left or run, suffix=right or unexplained_start(tail) or (tail[:1] if _KIND.match(tail) else ""))


_THE_REST = re.compile("(里面?|中|内|当中|之中)的?(其他|其它|其余|剩下|剩余|别的)")
_OTHERS = re.compile("其[他它]$")
_NARROWER, _KIND = re.compile("[他它大小高低不非]$"), re.compile("[员者级类率]")
"""Words that ask for nothing elsewhere, but make another thing of a name: 其他 before it, 员 behind it."""


def _mostly_english(text: str) -> bool:
    return len(re.findall(r"[A-Za-z]{2,}", text)) > 4


def _without_long_items(text: str, vocabulary: Vocabulary) -> str:
    """政府办公厅（室）及相关机构事务 is an item, not an office: official names this long are no place to look for offices."""
    official = [mention for mention in vocabulary.find(text) if mention.how in ("name", "row")]
    return _blank_spans(text, ((mention.start, mention.end) for mention in official if mention.end - mention.start >= LONG_NAME))


def _blank(text: str, mentions: list[Mention]) -> str:
    return _blank_spans(text, ((mention.start, mention.end) for mention in mentions))


def _blank_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


_SOURCE = re.compile(
    r"(?:根据|依据|按照?|从(?![^,，。?？]{0,20}[到至])|据)[^,，。?？]{0,30}?((?:19|20)\d{2})年[^,，。?？]{0,12}?(?:公开|材料|文件|预算|决算)"
)


def _own_years(years: Years, wanted: frozenset[str], text: str) -> Years:
    """比去年 names what is compared with, 根据2024年公开材料 where it is to be read: not what is asked about."""
    source = _SOURCE.search(text)
    if source is not None and len(years.named) == 2 and int(source[1]) in years.named:
        return Years(tuple(year for year in years.named if year != int(source[1])), years.relative, years.recent, years.spans)
    if "change" in wanted and years.relative == (-1,):
        return Years(years.named, (), years.recent, years.spans)
    return years


def _kinds(text: str) -> tuple[Kind, ...]:
    """The kinds of disclosure that are named; the measure of last year's number (上年执行数) is none, where another word names one."""
    return _kinds_in(_LAST_MEASURE.sub("", text)) or _kinds_in(text)


def _kinds_in(text: str) -> tuple[Kind, ...]:
    found: list[Kind] = []
    if re.search("预算(?!单位|绩效|编制|执行|管理)|budget", _SOURCES.sub("", text)):
        found.append("预算")
    if "actual" in operations(text):
        found.append("决算")
    return tuple(found)


_OF_YEAR = re.compile(r"((?:19|20)\d{2})年?度?的?(?:部门)?(预算|决算)")


def _pairs(text: str, offices: Sequence[Mention], years: Years) -> tuple[Pair, ...]:
    """甲2022年…乙2024年…: a year for each office, in turn; 2024年决算和2025年预算: a kind for each year."""
    known, named = [mention for mention in offices if mention.orgs], years.named
    if len(named) < 2:
        return ()
    if len(known) == len(named) and len({mention.orgs for mention in known}) > 1:
        places = sorted([*((mention.start, 0) for mention in known), *((start, 1) for start in years.starts)])
        turns = [kind for _, kind in places]
        if all(left != right for left, right in pairwise(turns)):
            return tuple(Pair(year, mention) for year, mention in zip(named, known, strict=True))
    told: dict[int, Kind] = {int(match[1]): "预算" if match[2] == "预算" else "决算" for match in _OF_YEAR.finditer(text)}
    return tuple(Pair(year, None, told[year]) for year in named) if set(told) == set(named) and len(set(told.values())) > 1 else ()


_LAST_YEARS = re.compile("(上年度?|上一年度?|去年)的?$")
_LAST_MEASURE = re.compile("(?:上年|去年|上一年)度?的?(?:预算|决算|执行|实际支出)数")
_SOURCES = re.compile(
    "一般公共预算|政府性基金预算|国有资本经营预算|公共预算|基金预算|经营预算"
)  # names of sources, not of a kind of disclosure


def _blank_items(text: str, items: Iterable[ItemMention], *, every: bool = False) -> str:
    return _blank_spans(text, ((mention.start, mention.end) for mention in items if every or mention.how == "lay"))


def _strange(unsaid: str, items: Sequence[ItemMention], text: str, printed: Printed, places: frozenset[int], *, english: bool) -> str:
    """The words that nothing explains, where they may narrow an item: beside it, or part of a name that is printed; anywhere without an item."""
    if english:
        return english_strange(unsaid)
    named = [each for each in items if each.how != "default"]
    runs = strange_runs(unsaid)
    begun = {each.end: each.text for each in items if each.start in places}  # 某市应急管理居: no item of the place, but an office of it
    offices = (f"{begun.get(start, '')}{run}" for run, start, _ in runs if start in begun or (start in places and len(run) > 1))
    if named and (office := next(offices, "")):
        return office
    # how several are to be taken together, or whose row a column is asked of, may be among the words that nobody knows
    if len({each.keys for each in named}) > 1 or any(each.keys[0] in COLUMNS for each in named):
        return strange(unsaid)
    beside = [
        run for run, start, end in runs if not named or printed.touches(run) or any(_beside(text, start, end, each) for each in named)
    ]
    return max(beside, key=len, default="")


def _after_places(mentions: Sequence[Mention]) -> frozenset[int]:
    """Where a bare place ends: an unknown word there is another office of it (某市审计…)."""
    return frozenset(each.end for each in mentions if each.text[-1:] in place_words()["levels"])


_LINK = re.compile("[的花在用于给买购里中内类方面上、和与及其支给发了]{0,5}")
"""What may stand between an item and words that narrow it: 信息科的办公费, 办公费用于茶叶的."""


def _beside(text: str, start: int, end: int, item: ItemMention) -> bool:
    between = text[end : item.start] if end <= item.start else text[item.end : start]
    return _LINK.fullmatch(between) is not None


def _unsaid(text: str, items: Sequence[ItemMention], asked: Sequence[ItemMention], printed: Printed) -> str:
    """`text` without the items, the columns beside printed names, and the short names of parts."""
    columns = [span for mention in asked if mention.how == "printed" for span in printed.columns(text, mention)]
    return _without_parts(_blank_spans(_blank_items(text, [*items, *asked], every=True), columns), asked)


def _with_parts(text: str, asked: Sequence[ItemMention]) -> tuple[ItemMention, ...]:
    """政府采购中服务占多少, 货物、服务采购各占多少: the parts that are said by their short names, in order."""
    outside = _blank_items(text, asked, every=True)
    found = list(asked)
    for mention in asked:
        for short, part in short_parts(mention.keys[0]).items() if mention.keys else ():
            if (at := outside.find(short)) >= 0 and not any(part in each.keys for each in found):
                found.append(ItemMention(short, at, at + len(short), (part,), "name"))
    parts = [each for each in found if any(each.keys[0] in short_parts(other.keys[0]).values() for other in asked)]
    return tuple(
        sorted(
            [each for each in found if each in parts or each.keys[0] not in {whole_of(part.keys[0]) for part in parts}],
            key=lambda each: each.start,
        )
    )


def _without_parts(text: str, asked: Iterable[ItemMention]) -> str:
    """`text` without the short names of the parts that are told with an item: 货物 beside 政府采购 is 政府采购货物."""
    for name in (each for mention in asked for each in mention.keys if each in lexicon()):
        for part in lexicon()[name].parts:
            short = part.removeprefix(name)
            text = _without_word(text, short) if short != part else text
    return text


def _without_word(text: str, word: str) -> str:
    """`text` without `word` where it stands on its own: not 服务 in 服务器."""
    for match in re.finditer(re.escape(word), text):
        before, after = re.search(_BEFORE, text[: match.start()]), re.match(_BEHIND, text[match.end() :])
        last = without(before[0] if before else "", FILLER).split(" ")[-1]
        if not last and not unexplained_start(after[0] if after else ""):
            text = _blank_spans(text, [match.span()])
    return text


def _default(text: str, wanted: frozenset[str], printed: Printed) -> tuple[ItemMention, ...]:
    """A question about nothing but spending, income or the budget asks for the totals."""
    if wanted & {"definition", "duty", "projects", "divisions", "subunits", "full_name", "founded", "problems", "basis"}:
        return ()
    bare = re.sub("|".join(pattern.pattern for pattern in _TOTALS.values()), " ", text)
    if is_chinese(text) and (len(unexplained(bare)) > MOST_UNEXPLAINED or re.search(r"表\s*[\d一二三四五六七八九十]", text)):
        return ()  # it asks for something that nobody printed: not for the total
    if english_strange(text) and not is_chinese(text):
        return ()
    if printed.touches(text) or touches_item(text):
        return ()  # nor for the total where it says a part of a printed name
    found = [(key, match) for key, pattern in _TOTALS.items() if (match := pattern.search(text))]
    if "per" in wanted and not strange(text) and not found:
        found = [
            (_RUNNING if _VEHICLES.search(text) else "支出总计", match) for match in [re.search("经费|养护?|费用?|costs?|$", text)] if match
        ]
    flows = [ItemMention(match[0], match.start(), match.end(), (key,), "default") for key, match in found if key != _WHOLE_BUDGET]
    if flows:  # 花, 支出 and 收入 stand in questions about anything: they mean the total only where no other word is left
        left = _blank_items(text, flows, every=True)
        return () if unexplained(left) or not modest(left) else tuple(flows)
    whole = tuple(ItemMention(match[0], match.start(), match.end(), (key,), "default") for key, match in found)
    asks_whole = modest(_blank_items(text, whole, every=True)) if is_chinese(text) else not _SOME_COSTS.search(text)
    return whole if asks_whole else ()


_SOME_COSTS = re.compile(r"\b(expenses|costs|charges|fees)\b")
"""2022 budget, official expenses: some of what the budget holds, not all of it."""


def _amounts(text: str) -> list[tuple[Decimal, str]]:
    return [(Decimal(match[1].replace(",", "")), unit_name(match[2])) for match in _AMOUNT.finditer(text)]


def _units(text: str, wanted: frozenset[str]) -> tuple[str, ...]:
    """Units of money that the answer is wanted in: said as such, or a unit that stands in the question with no number before it."""
    found = [match[1] for match in _UNITS.finditer(text)] if "convert" in wanted else []
    return tuple(dict.fromkeys(map(_unit, found or _BARE_UNIT.findall(text))))


_BARE_UNIT = re.compile(rf"(?<=[用拿以按换成算])(亿元|千元|万元|元)(?![{NUMERAL}旦])")


def _unit(word: str) -> str:
    return _UNIT_NAMES.get(word, word)


def _top(text: str) -> int | None:
    match = _TOP.search(text)
    if match is None:
        return None
    word = match[1] or match[2]
    if word is None:
        return _ENGLISH[match[3]]
    return int(word) if word.isdigit() else numeral(word)
