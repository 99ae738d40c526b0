"""Document → titled sections: the first cut of every layout, on which tables, claims and passages build."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.text import key as fold_name
from ingest.document import Block, Document, Grid, Section, SectionKind
from ingest.forms import form_of
from ingest.grid_titles import GridTable, grid_tables_of
from ingest.headings import Title, Unit, entry_at, is_prose, part_at, performance_at, section_at, sub_at, table_at, units_of

_GROUPED: frozenset[SectionKind] = frozenset(("overview", "narrative", "glossary"))
_PART_KINDS: tuple[tuple[str, SectionKind], ...] = (
    ("名词|解释", "glossary"),
    ("概况$", "overview"),
    ("说明", "narrative"),
    ("附表|附件", "annex"),
    ("(公开|报|情况|预算|决算|总)表|表$", "table"),
    ("职能|职责|机构", "overview"),
)
_HEADING_KINDS: tuple[tuple[str, SectionKind], ...] = (("名词解释", "glossary"), ("职能|职责|机构设置|人员情况|概况", "overview"))
_GLOSSARY = re.compile("(专业)?名词解释[:：]?")
_ENTRY_NAME = re.compile(r"[一二三四五六七八九十]+[、.．](.+?)[.．…·\d]*$")
_NUMBERED_LINE = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]")
_RESUMES = re.compile("其他需要?说明|其他说明")


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a section begins: at unit `at`; its text begins at unit `body`."""

    at: int
    body: int
    kind: SectionKind
    number: str = ""
    title: str = ""
    part: str = ""


@dataclass(slots=True)
class _State:
    """What the walk knows at a line: the part, the last narrative heading, and the numbers that may come next."""

    kind: SectionKind = "front"
    part: str = ""
    part_kind: SectionKind | None = None
    heading: _Cut | None = None
    ordinal: int = 0
    sub: int = 0


def split(document: Document) -> tuple[Section, ...]:
    """The document as sections in reading order.

    `blocks` of a section leave out its own number and title (they are in `number` and `title`; `lines` spans them too). A contents list
    comes as one section of kind contents, so a heading is met once among the others. A narrative heading that is interrupted by performance
    tables goes on in a second Section with the same number and title.
    """
    units = units_of(document)
    cuts = _cuts(units, grid_tables_of(units) if document.layout == "grid" else ())
    ends = [cut.at for cut in cuts[1:]] + [len(units)]
    sections = [_section(document, units, cut, end) for cut, end in zip(cuts, ends, strict=True)]
    kept = [section for section in sections if section.blocks or section.kind == "table"]
    return tuple(_listing_kinds(kept))


def listed(section: Section) -> list[tuple[str, str, tuple[int, int]]]:
    """Number, title and lines of the tables that a section of kind annex or contents lists."""
    units = units_of(Document("", "", "spaced", section.blocks))
    found: list[tuple[str, str, tuple[int, int]]] = []
    for at, unit in enumerate(units):
        entry = entry_at(units, at)
        if entry:
            found.append((entry.number, entry.title, (unit.lines[0], units[at + entry.units - 1].lines[1])))
    return found


def _cuts(units: Sequence[Unit], drawn: Sequence[GridTable]) -> list[_Cut]:
    contents = _contents(units)
    parts = _contents_parts(units, contents) if contents else {}
    runs = _listings(units)
    cuts = [_Cut(0, 0, "front")]
    state = _State()
    tables = {table.at: table for table in drawn}
    at = 0
    while at < len(units):
        if table := tables.get(at):
            cuts.extend(_drawn_cuts(units, table, state))
            at = table.end
            continue
        if contents and at == contents[0]:
            cuts.append(_Cut(at, at, "contents"))
            at = contents[1]
            cuts.append(_Cut(at, at, "front"))
            continue
        if at in runs:
            cuts.append(_Cut(at, at, "annex", part=state.part))
            state.kind = "annex"
            at = runs[at]
            continue
        cut = _enter_part(parts[at], at, state) if at in parts else _cut_at(units, at, state, bool(drawn))
        if cut:
            cuts.append(cut)
        at = max(at + 1, cut.body if cut else 0)
    return cuts


def _drawn_cuts(units: Sequence[Unit], table: GridTable, state: _State) -> Iterator[_Cut]:
    """A drawn table, and behind it the text that it interrupted."""
    before = state.heading if state.kind in _GROUPED else None
    title = table.title
    kind: SectionKind = "performance" if title.form and title.form.performance else "table"
    named = title.title or (before.title if before else state.part)
    yield _Cut(table.at, table.body, kind, title.number, named, state.part)
    if table.end < len(units):
        resumed = before or _Cut(0, 0, state.kind if state.kind in _GROUPED else "front", "", "", state.part)
        yield replace(resumed, at=table.end, body=table.end)


def _cut_at(units: Sequence[Unit], at: int, state: _State, drawn: bool) -> _Cut | None:
    """The section that begins at this unit, if any; the state moves on. Where tables are drawn, titles alone make none."""
    if part := part_at(units, at):
        return _enter_part(part, at, state)
    if drawn:
        return None if state.kind == "glossary" else _text_cut(units, at, state)
    if title := performance_at(units, at):
        state.kind = "performance"
        return _Cut(at, at + title.units, "performance", title.number, title.title, state.part)
    if title := table_at(units, at):
        return _enter_table(title, at, state)
    return None if state.kind == "glossary" else _text_cut(units, at, state)


def _text_cut(units: Sequence[Unit], at: int, state: _State) -> _Cut | None:
    """A numbered heading of the text, or its going on after performance tables."""
    if state.kind == "performance" and (resumed := _resume(units, at, state)):
        return resumed
    if _GLOSSARY.fullmatch(units[at].text):
        state.kind = "glossary"
        return _Cut(at, at + 1, "glossary", "", units[at].text.rstrip(":："), state.part)
    if heading := section_at(units, at, state.ordinal + 1, strict=state.kind in ("table", "annex")):
        return _enter_heading(heading, at, state)
    if state.kind in ("narrative", "overview") and (sub := sub_at(units, at)):
        state.sub = sub.ordinal
    return None


def _enter_part(part: Title, at: int, state: _State) -> _Cut:
    kind = _kind_of(part.title, _PART_KINDS)
    state.part, state.part_kind, state.kind = f"{part.number} {part.title}".strip(), kind, kind
    state.heading, state.ordinal, state.sub = None, 0, 0
    # a line between the heading of a part of tables and its first table is no table: it goes with the front matter
    return _Cut(at, at + part.units, "front" if kind in ("table", "annex") else kind, "", part.title, state.part)


def _enter_table(title: Title, at: int, state: _State) -> _Cut | None:
    known, state.kind = state.heading, "table"
    if known and known.kind == "table" and known.title == title.title and title.number in ("", known.number):
        return None  # the title printed again on the next page
    state.heading = _Cut(at, at + title.units, "table", title.number, title.title, state.part)
    return state.heading


def _enter_heading(heading: Title, at: int, state: _State) -> _Cut:
    kind = state.part_kind if state.part_kind in _GROUPED else _kind_of(heading.title, _HEADING_KINDS)
    state.kind, state.ordinal, state.sub = kind, heading.ordinal, 0
    state.heading = _Cut(at, at + heading.units, kind, heading.number, heading.title, state.part)
    return state.heading


def _kind_of(title: str, kinds: tuple[tuple[str, SectionKind], ...]) -> SectionKind:
    for words, kind in kinds:
        if re.search(words, title):
            return kind
    return "narrative"


def _resume(units: Sequence[Unit], at: int, state: _State) -> _Cut | None:
    """After performance tables the text goes on with the next （五） of the same heading."""
    sub = sub_at(units, at)
    if not sub or is_prose(sub.title) or len(sub.title) > 30 or state.heading is None:
        return None
    if sub.ordinal != state.sub + 1 and not _RESUMES.search(sub.title):
        return None
    state.kind, state.sub = state.heading.kind, sub.ordinal
    return replace(state.heading, at=at, body=at)


def _contents(units: Sequence[Unit]) -> tuple[int, int] | None:
    """The units of the contents list: from 目录 (or the first part heading) to where its first entry comes again."""
    parts = [(at, part.ordinal) for at in range(len(units)) if (part := part_at(units, at))]
    start = next((at for at, unit in enumerate(units) if unit.text in ("目录", "目次")), None)
    for (_, before), (at, number) in pairwise(parts):
        first = start if start is not None else parts[0][0]
        if number <= before and first < at and _only_headings(units[first:at]):
            return first, at
    if start is None or start + 1 >= len(units):
        return None
    opening = _entry_key(units[start + 1].text)
    again = next((at for at in range(start + 2, len(units)) if _entry_key(units[at].text) == opening), None)
    if again is not None and _only_headings(units[start:again]):
        return start, again
    return start, next((at for at in range(start + 1, len(units)) if not _heading_like(units[at])), start + 1)


def _contents_parts(units: Sequence[Unit], contents: tuple[int, int]) -> dict[int, Title]:
    """Headings without a number that the contents announce (一、部门主要职能 → 某局（部门）主要职能), where there are no 第…部分."""
    if any(part_at(units, at) for at in range(len(units))):
        return {}
    entries = [match[1] for unit in units[contents[0] : contents[1]] if (match := _ENTRY_NAME.match(unit.text))]
    names = [name for entry in entries if len(name := re.sub("^(部门|单位)", "", fold_name(entry))) >= 4]
    found: dict[int, Title] = {}
    for at in range(contents[1], len(units)):
        unit = units[at]
        short = unit.row is None and len(unit.text) <= 50 and not is_prose(unit.text) and not _NUMBERED_LINE.match(unit.text)
        ended = next((name for name in names if short and fold_name(unit.text).endswith(name)), "")
        if ended:
            names = names[names.index(ended) + 1 :]
            found[at] = Title("", unit.text, 1)
    return found


def _entry_key(text: str) -> str:
    return fold_name(re.sub(r"[.．…·]*\d*$", "", text))


def _only_headings(units: Sequence[Unit]) -> bool:
    return sum(unit.row is None and not is_prose(unit.text) for unit in units) >= 0.9 * len(units)


def _heading_like(unit: Unit) -> bool:
    return bool(re.match(r"第.+部分|[（(]?[一二三四五六七八九十\d]+[）)、.．]|附?表[\d一二三四五六七八九十]|附件|.*[.．…·]{3,}", unit.text))


def _listings(units: Sequence[Unit]) -> dict[int, int]:
    """Runs of two or more lines that only name tables: first unit → the unit after the run."""
    runs: dict[int, int] = {}
    at = 0
    while at < len(units):
        end, entries = at, 0
        while end < len(units) and (entry := entry_at(units, end)):
            end, entries = end + entry.units, entries + 1
        if entries > 1:
            runs[at] = end
        at = max(end, at + 1)
    return runs


def _listing_kinds(sections: list[Section]) -> list[Section]:
    """A list of tables is an annex where the tables themselves are missing, else one more contents list."""
    present = {form.key for section in sections if section.kind == "table" and (form := form_of(section.title))}
    result: list[Section] = []
    for section in sections:
        forms = [form.key for _, title, _ in listed(section) if (form := form_of(title))] if section.kind == "annex" else []
        here = sum(form in present for form in forms)
        result.append(replace(section, kind="contents") if forms and here * 2 >= len(forms) else section)
    return result


def _section(document: Document, units: Sequence[Unit], cut: _Cut, end: int) -> Section:
    body = units[cut.body : end]
    first = units[cut.at].lines[0] if cut.at < len(units) else 1
    last = units[end - 1].lines[1] if end > cut.at else first
    return Section(cut.kind, cut.number, cut.title, cut.part, tuple(_blocks(document, body)), (first, last))


def _blocks(document: Document, units: Sequence[Unit]) -> list[Block]:
    """The blocks that these units come from; a grid is cut where the section begins or ends within it."""
    blocks: list[Block] = []
    source = -1
    for unit in units:
        if unit.row is None:
            blocks.append(document.blocks[unit.source])
        elif blocks and isinstance(last := blocks[-1], Grid) and source == unit.source:
            blocks[-1] = Grid((*last.rows, unit.row), unit.edges)
        else:
            blocks.append(Grid((unit.row,), unit.edges))
        source = unit.source
    return blocks
