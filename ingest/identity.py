"""Whose disclosure a document is: organisation, year, budget or final accounts, department or unit. From content alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from domain.facts import Field
from domain.model import Disclosure, Kind, Level
from domain.names import office_name
from domain.text import fold, numeral, squeeze
from ingest.document import Document, Grid, Paragraph, Section
from ingest.errors import Unreadable
from ingest.told import NOTHING, Known

_NAME = "[\u4e00-\u9fff“”（）()·]{2,40}?"
_ORG_ENDS = (
    "办公室|办公厅|委员会|管委会|管理局|办事处|研究院|研究所|联合会|人民政府|人民法院|检察院|信访局|中心|大队|支队|总队|学校|学院|大学|"
    "小学|中学|医院|公司|协会|总会|党校|政协|人大|工会|妇联|团委|纪委|"
    "部|局|厅|院|委|办|馆|所|站|处|队|社|会|校|园|团|库|台|场|厂|署|宫|组|基地"
)
_WHOLE = rf"{_NAME}(?:{_ORG_ENDS})(?:（(?!部门|单位|本级|汇总)[^（）]{{2,20}}）)?"
_ORG = re.compile(_WHOLE)
_FILLED = re.compile("[\u4e00-\u9fff]{4,30}")
_LABEL = r"(?:编制|编报|填报|公开|预算|申报)(?:部门|单位)(?:[（(](?:部门|单位|公章|盖章)[）)])?(?:名称)?"
_BY_LABEL = re.compile(rf"(?:{_LABEL}|部门)[:：](.*?)(?:(?:金额)?单位[:：].*)?$")
_UNIT_LABEL = re.compile("(?:(?:预算|(?:项目)?实施|项目)单位|主管部门|部门(?:[（(]单位[）)])?名称)(?:[（(](?:盖章|公章)[）)])?[:：]?")
_TAIL = re.compile(r"(?:部门[（(]单位[）)]|[（(]?(?:部门|单位)[）)]?|[（(](?:本级|汇总|机关)[）)]|本级|汇总|机关本级)+$")
_YEAR = re.compile(r"(20\d\d)(?:年|年度)")
_HAN_YEAR = re.compile("(二[〇○零0][〇○零一二三四五六七八九]{2})年")
_TITLE_REST = r"(?:部门|单位|[（(](?:部门|单位)[）)])*(?:20\d\d年度?)?(?:部门|单位|[（(](?:部门|单位)[）)])*"
_FROM_TITLE = re.compile(rf"(?:20\d\d年度?)?({_WHOLE}){_TITLE_REST}(?:预算|决算|概况|收支|收入|支出)")
_FROM_HEADING = re.compile(rf"关于({_WHOLE}){_TITLE_REST}(?:收支|收入|支出|财政|一般|政府性|国有|上年)")
_FROM_PROSE = re.compile(
    rf"(?:^|^20\d\d年度?，?|^截至[^，]{{4,12}}，)([\u4e00-\u9fff]{{2,30}}?(?:{_ORG_ENDS}))(?:部门|单位|本级)?"
    "(?:及下属|编制数|政府采购|机关运行|占用使用|20\\d\\d年|收入预算|预算未安排|无下属)"
)
_DATE = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日?")
_UNIT_LIST = re.compile(r"(?<!无)(?:二级|下属|所属)(?:预算)?单位(?:\d+[个家])?[^。：:，,设]{0,8}[，,]?(?:包括|分别[是为]|有|为)[:：](.*)")
_NUMBERED = re.compile(r"(?:\d+[.．、]|[（(]\d+[）)])([^，。；]+?)[；;。]?$")
_NO_NAME = re.compile("纳入|预算|决算|支出|收入|本部门|本单位|我单位|各部门|各单位|项目|情况|经费|说明|其中|根据|按照|下属|下设|编制")
_WIDTHS = str.maketrans("０１２３４５６７８９()", "0123456789（）")
_STATES = re.compile("预算|决算")
_OPTIONS: dict[str, Field] = {"年度": "year", "单位名称": "org", "预算、决算字样": "kind"}
"""What a person tells where the file doesn't."""
WAY_OUT = "；如果是，收录时请用 "
"""What a refusal goes on with where a person can help: options of the command line follow."""


def recognise(document: Document, sections: Sequence[Section], known: Known = NOTHING) -> Disclosure:
    """The disclosure that a document is; what is `known` of it goes before what it says itself.

    Raises Unreadable (code not_a_disclosure) where there is no budget or final-accounts table or statement, no year or no organisation.
    """
    evidence = sum(_is_evidence(section) for section in sections)
    heads = list(_heads(document, sections))
    year, kind = known.year or _year(heads, document), known.kind or _kind(heads)
    names = _names(document, sections, heads, known.org)
    needed = (("预算或决算的表和说明", evidence), ("年度", year), ("单位名称", names), ("预算、决算字样", kind))
    missing = [word for word, found in needed if not found]
    if missing or year is None or kind is None:
        raise Unreadable(f"不是部门预算或决算公开文件（找不到{'、'.join(missing)}）{_way_out(missing)}", "not_a_disclosure")
    org = known.org or office_name(max(names, key=lambda name: (len(office_name(name)), name == names[0])))
    level = known.level or _level(heads)
    return Disclosure(
        id=f"{org}-{year}-{level}{kind}",
        org=org,
        names=(org, *(name for name in names if name != org)),
        units=_units(sections, names),
        year=year,
        kind=kind,
        level=level,
    )


def asked_for(reason: str) -> tuple[Field, ...]:
    """What the `reason` of a refusal asks a person to say of the file; nothing where that would not help."""
    told = reason.partition(WAY_OUT)[2].split()
    return tuple(field for field in _OPTIONS.values() if f"--{field}" in told)


def _way_out(missing: Sequence[str]) -> str:
    """What a person can do: say what the file doesn't, where there is anything else to read in it."""
    if not all(word in _OPTIONS for word in missing):
        return ""
    return f"{WAY_OUT}{' '.join(f'--{_OPTIONS[word]}' for word in missing)} 指明"


def _is_evidence(section: Section) -> bool:
    if section.kind in ("table", "performance", "annex"):
        return True
    return section.kind == "narrative" and bool(_STATES.search(section.title))


def _lines(sections: Iterable[Section]) -> Iterator[str]:
    """Every paragraph and cell, without blanks."""
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield squeeze(block.text)
            else:
                yield from (squeeze(cell.text) for row in block.rows for cell in row if cell.text)


def _heads(document: Document, sections: Sequence[Section]) -> Iterator[str]:
    """What names the whole document, the strongest first: title lines, parts, headings and table titles."""
    front = [line for line in _lines(section for section in sections if section.kind == "front") if len(line) < 60]
    if front:
        yield _arabic("".join(front[:3]))
    yield from dict.fromkeys(_arabic(squeeze(section.part)) for section in sections if section.part)
    yield from (section.title for section in sections if section.title and section.kind != "performance")


def _year(heads: Sequence[str], document: Document) -> int | None:
    """The year of the title, else the one that most headings carry, else the first year that the text speaks of most."""
    for text in heads[:1]:
        if years := _years(text):
            return years[0]
    found = [year for head in heads for year in _years(head)]
    if not found:
        found = [year for block in document.blocks if isinstance(block, Paragraph) for year in _years(squeeze(block.text))]
    return Counter(found).most_common(1)[0][0] if found else None


def _years(text: str) -> list[int]:
    return [int(year) for year in _YEAR.findall(_arabic(text))]


def _arabic(text: str) -> str:
    """Full-width digits and years in Chinese numerals as plain digits, brackets full-width: 二〇二一年度 → 2021年度."""
    return _HAN_YEAR.sub(lambda match: f"{numeral(re.sub('[○零0]', '〇', match[1]))}年", text.translate(_WIDTHS))


def _kind(heads: Sequence[str]) -> Kind | None:
    """Of the first heading that says only one of the two; a budget speaks of 决算 in passing, and the other way round."""
    for head in heads:
        if ("预算" in head) != ("决算" in head):
            return "预算" if "预算" in head else "决算"
    return None


def _level(heads: Sequence[str]) -> Level:
    """部门 unless the titles speak of 单位预算 (决算) only; “部门（单位）” is the blank form's own wording and decides nothing."""
    text = "".join(re.sub(r"部门[（(]单位[）)]", "", head) for head in heads)
    unit = len(re.findall("单位(?:20\\d\\d年度?)?(?:预算|决算)", text))
    department = len(re.findall("部门(?:20\\d\\d年度?)?(?:预算|决算)", text))
    return "单位" if unit > department else "部门"


def _names(document: Document, sections: Sequence[Section], heads: Sequence[str], known: str) -> list[str]:
    """Names of the organisation, the known or else the best attested first; all are fuller or shorter forms of the first."""
    counted: Counter[str] = Counter()
    for weight, names in ((3, _labelled(sections)), (2, _titled(heads)), (2, _signed(sections)), (1, _spoken(sections))):
        for name in names:
            counted[name] += weight
    ranked = [name for name, _ in counted.most_common()]
    main = known or next(iter(ranked), "")
    if not main:
        return []
    kin = list(dict.fromkeys([main, *(name for name in ranked if _akin(name, main))]))
    beside = [name for name in dict.fromkeys(_beside_labels(sections)) if name not in kin and _akin(name, main)]
    return kin + beside


def _akin(one: str, other: str) -> bool:
    return _abbreviates(one, other) or _abbreviates(other, one)


def _labelled(sections: Sequence[Section]) -> Iterator[str]:
    for line in _lines(section for section in sections if section.kind in ("table", "front", "performance")):
        if match := _BY_LABEL.search(line):
            yield from filter(None, [_clean(match[1]) or _filled(match[1])])


def _titled(heads: Sequence[str]) -> Iterator[str]:
    for head in heads:
        text = re.sub(r"^第[一二三四五六七八九十\d]+部分", "", head)
        if match := _FROM_HEADING.search(text) or _FROM_TITLE.match(text):
            yield from filter(None, [_clean(match[1])])


def _signed(sections: Sequence[Section]) -> Iterator[str]:
    """The line above the date at the end."""
    lines = list(_lines(sections[-3:]))[-6:]
    for name, date in pairwise(lines):
        if _DATE.fullmatch(fold(date)) and (cleaned := _clean(name)):
            yield cleaned


def _spoken(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        if section.kind in ("narrative", "overview"):
            found = (match[1] for line in _lines([section]) if (match := _FROM_PROSE.match(line)))
            yield from filter(None, map(_clean, found))


def _clean(text: str) -> str:
    """A name without what forms add to it; empty where it is none."""
    name = _TAIL.sub("", re.sub(r"^20\d\d年度?", "", text.translate(_WIDTHS).strip("　：:，。")))
    if not _ORG.fullmatch(name) or _NO_NAME.search(name):
        return ""
    return name


def _filled(text: str) -> str:
    """A name whose ending is not among the known ones: good enough where a form's own label stands before it."""
    name = _TAIL.sub("", text)
    return name if _FILLED.fullmatch(name) and not _NO_NAME.search(name) else ""


def _abbreviates(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in the same order, the last one at its end (政数局 … 管理局)."""
    rest = iter(full)
    return len(short) <= len(full) and short[-1] == full[-1] and all(char in rest for char in short)


def _beside_labels(sections: Sequence[Section]) -> Iterator[str]:
    """Names of the offices that performance tables belong to: 预算单位 | X, 项目单位：X."""
    for section in sections:
        if section.kind == "performance":
            yield from filter(None, map(_clean, _labelled_cells(section)))


def _labelled_cells(section: Section) -> Iterator[str]:
    for block in section.blocks:
        rows = block.rows if isinstance(block, Grid) else ()
        for row in rows:
            texts = [squeeze(cell.text) for cell in row if cell.text]
            yield from (value for label, value in pairwise(texts) if _UNIT_LABEL.fullmatch(label))
        if isinstance(block, Paragraph) and (match := _UNIT_LABEL.match(text := squeeze(block.text))):
            yield text[match.end() :]


def _units(sections: Sequence[Section], names: Sequence[str]) -> tuple[str, ...]:
    """Subordinate units: those listed in the overview, and other offices that performance tables belong to."""
    found: list[str] = []
    for section in sections:
        if section.kind == "overview":
            found.extend(_listed_units(list(_lines([section]))))
    found.extend(_beside_labels(sections))
    own = set(names)
    return tuple(name for name in dict.fromkeys(found) if name not in own and not any(_abbreviates(name, known) for known in own))


def _listed_units(lines: Sequence[str]) -> Iterator[str]:
    for at, line in enumerate(lines):
        if not (match := _UNIT_LIST.search(line)):
            continue
        yield from filter(None, (_unit_name(part) for part in re.split("[、，,；;和]|(?<=[^\\d])\\d+[.．]", match[1].rstrip("。"))))
        for following in lines[at + 1 :]:
            numbered = _NUMBERED.fullmatch(following)
            if not numbered:
                break
            yield from filter(None, [_unit_name(numbered[1])])


def _unit_name(text: str) -> str:
    """A name in a list of units: there 预算评审中心 is an office, whatever 预算 means elsewhere."""
    name = _TAIL.sub("", text)
    return name if _ORG.fullmatch(name) else ""
