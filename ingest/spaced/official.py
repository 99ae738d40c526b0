"""One section of kind table → its sheets: header, rows, note. Columns of the numbers are decided later, over all tables together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.codes import name_of
from domain.model import Disclosure
from domain.text import key as fold_name
from domain.text import squeeze
from ingest.document import Section
from ingest.forms import Form, form_of
from ingest.spaced.header import Header, column_count, read_header
from ingest.spaced.lines import Line, is_amount, joined, lines_of, words
from ingest.spaced.model import Parsed, Row, Sheet
from ingest.spaced.rows import bare, is_note, is_total, levelled, read_code, read_rows, with_projects, without_projects
from ingest.spaced.sides import begins_body, read_sides

_CAPTION = re.compile(r"(?:编制|编报|填报|公开|预算)(?:部门|单位)(?:[（(].{1,6}[）)])?(?:名称)?[:：]|单位[:：](?:元|[千万亿]元)")
_UNIT = re.compile(r"单位[:：]([千万亿]?元)")
_EMPTY = re.compile(r"空表|没有|未安排|无(?:此项|相关|政府性|国有|该项)?")
_ROWLIKE_NAME = re.compile(r"[\u4e00-\u9fff]")
DEFAULT_UNIT = "万元"


@dataclass(frozen=True, slots=True)
class _Cut:
    """The lines of a table by their part."""

    header: tuple[Line, ...]
    body: tuple[Line, ...]
    note: tuple[Line, ...]
    count: int | None


def parse_tables(sections: Sequence[Section], disclosure: Disclosure) -> list[Parsed]:
    """Every section of kind table, in order; item and project names are told apart with the names that the other tables print."""
    found = [_parse(section, disclosure) for section in sections if section.kind == "table"]
    names = _names(found, disclosure.year)
    units = (*disclosure.names, *disclosure.units)
    for parsed in found:
        for sheet in parsed.sheets:
            if not sheet.side:
                named = with_projects(sheet.rows, names) if "项目名称" in parsed.axes else without_projects(sheet.rows)
                sheet.rows = levelled(named, units)
    return found


def _parse(section: Section, disclosure: Disclosure) -> Parsed:
    lines = lines_of(section)
    form = form_of(section.title)
    cut = _cut(lines, section, form)
    unit = next((match[1] for line in lines if (match := _UNIT.search(squeeze(line.text)))), DEFAULT_UNIT)
    header = read_header(cut.header, form, cut.count)
    sheets = _two_sides(cut, header, form, unit) if form and form.sides else [_one_side(cut, header, form, unit)]
    axes = _axes(sheets, header, form)
    parsed = Parsed(section, form, axes, sheets, unit)
    remark = cut.note or (() if parsed.filled else cut.body)
    parsed.note = joined(remark)
    parsed.note_lines = (remark[0].number, remark[-1].number) if remark else None
    return parsed


def _axes(sheets: Sequence[Sheet], header: Header, form: Form | None) -> tuple[str, ...]:
    if sheets[0].side:
        return ("项目", "支出功能分类")
    coded = any(row.code for row in sheets[0].rows) or (form is not None and form.axis in ("func", "econ"))
    return ("科目编码", "科目名称", *(("项目名称",) if header.projects else ())) if coded else ("项目",)


def _one_side(cut: _Cut, header: Header, form: Form | None, unit: str) -> Sheet:
    coded = form is None or form.axis in ("func", "econ")
    rows = read_rows(cut.body, len(header.columns), _whole_row(form), coded)
    return Sheet(form.key if form else "", "", header.columns, header.known, rows, unit)


def _two_sides(cut: _Cut, header: Header, form: Form, unit: str) -> list[Sheet]:
    columns = header.columns if header.known else tuple(column.name for column in form.columns)
    by_side = {side: tuple(name for name in columns if name.startswith(f"{side}.")) for side in form.sides}
    numbered = "行次" in joined(cut.header)
    left, right = read_sides(cut.body, max(1, len(by_side[form.sides[1]])), numbered)
    return [Sheet(form.key, side, by_side[side], header.known, rows, unit) for side, rows in zip(form.sides, (left, right), strict=True)]


def _whole_row(form: Form | None) -> Callable[[str], bool]:
    """Which texts are rows by themselves, although no number follows: the total, and the rows that a form without codes is known for."""
    listed = form is not None and form.axis == "none"
    known = (
        {fold_name(name.split(".")[0]) for column in form.columns for name in (column.name, *column.aliases)} if form and listed else set()
    )

    def whole(text: str) -> bool:
        return is_total(text) or fold_name(bare(text)) in known

    return whole


def _cut(lines: Sequence[Line], section: Section, form: Form | None) -> _Cut:
    counts = [count for line in lines if (count := column_count(line))]
    titles = {squeeze(section.title), squeeze(section.number)} - {""}
    two_sided = form is not None and bool(form.sides)
    header: list[Line] = []
    body: list[Line] = []
    within, first = True, True
    for line in lines:
        text = squeeze(line.text)
        if _CAPTION.search(text) or text in titles:
            within, first = True, first and not body
        elif column_count(line):
            if not within:
                _drop_header(body)
            within, first = False, False
        elif within and (two_sided or not counts) and (begins_body(line) if two_sided else _row_like(line)):
            within, first = False, False
            body.append(line)
        elif within:
            header += [line] if first else []
        else:
            body.append(line)
    noted = next((n for n, line in enumerate(body) if is_note(line.text)), len(body))
    return _Cut(tuple(header), tuple(body[:noted]), tuple(body[noted:]), None if two_sided else counts[0] if counts else None)


def _drop_header(body: list[Line]) -> None:
    """A header repeated without its caption: the lines without code and number before the column numbers."""
    while body and not read_code(body[-1].text)[0] and not is_amount(words(body[-1].text)[-1]):
        body.pop()


def _row_like(line: Line) -> bool:
    """A row already: it begins with a code, ends with a number after a name, or is nothing but numbers."""
    found = words(line.text)
    if read_code(line.text)[0] or (len(found) > 1 and all(map(is_amount, found))):
        return True
    return len(found) > 1 and is_amount(found[-1]) and bool(_ROWLIKE_NAME.search(found[0]))


def _names(found: Sequence[Parsed], year: int) -> Callable[[str], tuple[str, ...]]:
    """The names of a code: as the tables without projects print them, and the official one."""
    printed: dict[str, set[str]] = {}
    for parsed in found:
        for sheet in parsed.sheets:
            for row in sheet.rows:
                if row.code and "项目名称" not in parsed.axes:
                    printed.setdefault(row.code, set()).add(row.name)

    def names(code: str) -> tuple[str, ...]:
        official = name_of(code, year)
        return tuple({*printed.get(code, set()), *([official] if official else [])})

    return names


def is_empty(parsed: Parsed) -> bool:
    """Whether a table without numbers says so itself, or prints nothing at all."""
    return not parsed.filled and (not parsed.note or bool(_EMPTY.search(parsed.note)))


def units_by_row(rows: Sequence[Row], disclosure: Disclosure) -> list[str]:
    """The organisation that each row is about: the subordinate unit whose row stands above it, else the disclosure's own."""
    known = {fold_name(unit): unit for unit in disclosure.units}
    current = disclosure.org
    found: list[str] = []
    for row in rows:
        if row.level <= 1:
            current = known.get(fold_name(row.name), disclosure.org)
        found.append(current)
    return found
