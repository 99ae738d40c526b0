"""Official tables in grids (layouts cells and rows) → Tables and Figures; every cell keeps its lines and its header path."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.model import Disclosure, Figure, Table
from domain.text import squeeze
from ingest.document import Document, Grid, Paragraph, Section, Span
from ingest.forms import form_of
from ingest.grid_body import RowReader, fitted
from ingest.grid_header import Row, read_head, squared, width_of
from ingest.grid_performance import padded, performance_table
from ingest.grid_rows import drawn_rows
from ingest.grid_titles import META
from ingest.maker import Maker, printed_unit
from ingest.sections import listed

UNKNOWN_FORM = "其他"
_NOTE = re.compile("备注|^注[:：]|空表|表为空|未安排|没有使用|没有安排")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table's section taken apart: its body of rows, its unit, and what stands beside it."""

    rows: tuple[Row, ...]
    unit: str
    note: str
    note_lines: Span | None


def grid_tables(sections: Sequence[Section], disclosure: Disclosure, document: Document) -> tuple[list[Table], list[Figure]]:
    """Every table of a document in the layouts cells and rows, performance tables included.

    Blank cells under a named row become figures of state blank; a table without a number is kept with state empty and its note.
    """
    maker = Maker(disclosure, document)
    usual = _usual_unit(sections, document.layout == "grid")
    tables: list[Table] = []
    figures: list[Figure] = []
    for section in sections:
        if section.kind == "table":
            table, found = _official(section, maker, usual)
        elif section.kind == "performance":
            table, found = performance_table(section, maker, usual)
        else:
            continue
        tables.append(table)
        figures.extend(found)
    return tables, figures


def absent_tables(sections: Sequence[Section], disclosure: Disclosure, document: Document) -> list[Table]:
    """Tables that the document lists (“见附表”, or in its contents) and does not hold; for every layout."""
    present = {_form_key(section.title) for section in sections if section.kind == "table"}
    maker = Maker(disclosure, document)
    absent: dict[str, Table] = {}
    for section in sections:
        if section.kind in ("annex", "contents"):
            for entry in listed(section):
                form = form_of(entry[1])
                key = form.key if form else entry[1]
                if key not in present and not (form and form.performance):
                    absent.setdefault(key, _absent(maker, section, key, entry))
    return list(absent.values())


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(squeeze(cell.text) for cell in row)


def _absent(maker: Maker, section: Section, key: str, entry: tuple[str, str, Span]) -> Table:
    number, title, lines = entry
    annexed = section.kind == "annex" and re.fullmatch("[一二三四五六七八九十\\d]+", number)
    note = squeeze(section.part) if section.kind == "annex" and section.part else "目录列出，文件中没有这张表"
    return Table(
        id=f"{maker.document.sha[:12]}-T{lines[0]}",
        document=maker.disclosure.id,
        place=maker.place(lines),
        form=key,
        number=f"附表{number}" if annexed else number,
        title=title,
        unit="",
        state="absent",
        note=note,
        header=(),
        rows=(),
        row_lines=(),
        note_lines=lines,
    )


def _form_key(title: str) -> str:
    form = form_of(title)
    return form.key if form else title


def _usual_unit(sections: Sequence[Section], drawn: bool) -> str:
    """The unit that most tables print, for the table that forgot to; empty where none does."""
    units = Counter(unit for section in sections if section.kind == "table" and (unit := _sheet(section, drawn).unit))
    return units.most_common(1)[0][0] if units else ""


def _sheet(section: Section, drawn: bool) -> _Sheet:
    """Rows of the section without what stands above and below the grid (编制部门, 单位, 备注)."""
    rows: list[Row] = []
    beside = [(squeeze(block.text), block.lines) for block in section.blocks if isinstance(block, Paragraph)]
    grids = [block for block in section.blocks if isinstance(block, Grid)]
    if drawn and grids:
        for row in drawn_rows(grids):
            texts = [squeeze(cell.text) for cell in row if cell.text and not cell.covered]
            if len(texts) == 1 and _NOTE.search(texts[0]):
                beside.append((texts[0], (row[0].lines[0], row[-1].lines[1])))
            else:
                rows.append(row)
        grids = []
    for block in grids:
        for row in block.rows:
            texts = [squeeze(cell.text) for cell in row if cell.text]
            if texts and (all(map(META.match, texts)) or (len(texts) == 1 and _NOTE.search(texts[0]))):
                beside.append(("".join(texts), (row[0].lines[0], row[-1].lines[1])))
            else:
                rows.append(row)
    unit = next((unit for text, _ in beside if (unit := printed_unit(text))), "")
    notes = sorted(((text, lines) for text, lines in beside if not META.match(text)), key=lambda note: note[1])
    note_lines = (notes[0][1][0], notes[-1][1][1]) if notes else None
    return _Sheet(tuple(rows), unit, "".join(text for text, _ in notes), note_lines)


def _official(section: Section, maker: Maker, usual: str) -> tuple[Table, list[Figure]]:
    sheet = _sheet(section, maker.document.layout == "grid")
    form = form_of(section.title)
    rows = squared(sheet.rows, maker.document.layout)
    width = width_of(rows)
    head = read_head(rows, width, form)
    named = f"{section.number} {section.title}".strip()
    again = {_texts(row) for row in rows[: head.body]}  # a continued table prints its header again
    body = [fitted(row, width) for row in rows[head.body :] if any(cell.text for cell in row) and _texts(row) not in again]
    reader = RowReader(maker, head, form.key if form else UNKNOWN_FORM, named, sheet.unit or usual)
    figures = [figure for row in body for figure in reader.read(row)]
    longest = max([len(head.names), *map(len, body)])
    filled = any(figure.state in ("value", "zero", "withheld", "undetermined") for figure in figures)
    table = Table(
        id=f"{maker.document.sha[:12]}-T{section.lines[0]}",
        document=maker.disclosure.id,
        place=maker.place(section.lines),
        form=form.key if form else UNKNOWN_FORM,
        number=section.number,
        title=section.title,
        unit=sheet.unit or usual,
        state="filled" if filled else "empty",
        note=sheet.note,
        header=padded(head.names, longest),
        rows=tuple(padded(["" if cell.covered else cell.text for cell in row], longest) for row in body),
        row_lines=tuple((row[0].lines[0], row[-1].lines[1]) for row in body),
        note_lines=sheet.note_lines,
    )
    return table, figures
