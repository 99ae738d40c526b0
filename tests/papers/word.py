"""A Paper as DOCX: automatic numbers for headings, merged cells, every other table with its title rows inside."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from tests.papers.truth import Heading, Paper, Table, Text

_LIST = """<w:abstractNum {} w:abstractNumId="90"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>"""


def write_docx(paper: Paper) -> bytes:
    document = docx.Document()
    lists = _Lists(document)
    for at, part in enumerate(paper.parts):
        if isinstance(part, Heading):
            lists.number(document.add_paragraph(part.text), restart=part.number == "一、")
        elif isinstance(part, Text):
            document.add_paragraph(part.text)
        elif at % 2:
            document.add_paragraph()  # else Word would make one table of two that touch
            _table_with_title(document, part)
        else:
            for line in part.above:
                document.add_paragraph(line)
            _fill(document.add_table(len(part.rows), len(part.columns), style="Table Grid"), part, 0)
        if isinstance(part, Table) and part.note:
            document.add_paragraph(part.note)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table_with_title(document: Any, part: Table) -> None:
    """The number and the title in rows merged over the whole width, 编制单位 and 单位 in a row of two cells."""
    last = len(part.columns) - 1
    table = document.add_table(len(part.rows) + 3, len(part.columns), style="Table Grid")
    number, title, org, unit = part.above
    for row, text in enumerate((number, title)):
        table.cell(row, 0).merge(table.cell(row, last)).text = text
    table.cell(2, 0).merge(table.cell(2, last - 1)).text = org
    table.cell(2, last).text = unit
    _fill(table, part, 3)


def _fill(table: Any, part: Table, first: int) -> None:
    """Cells are written as XML: python-docx takes seconds to look up the cells of a long table."""
    rows = table._tbl.tr_lst
    cells = [row.tc_lst for row in rows]
    drop = []
    for at, col, text in part.begins():
        down, cols = part.spans(at, col)
        for row in range(at, at + down):
            cell = cells[first + row][col]
            cell.grid_span = cols
            drop += cells[first + row][col + 1 : col + cols]
            if down > 1:
                cell.vMerge = "restart" if row == at else "continue"
        _write(cells[first + at][col], text)
    for cell in drop:
        cell.getparent().remove(cell)


def _write(cell: Any, text: str) -> None:
    run = cell.p_lst[0].add_r()
    for at, line in enumerate(text.split("\n")):
        if at:
            run.add_br()
        run.add_t(line)


class _Lists:
    """Automatic numbers 一、二、…; each part of the paper counts anew."""

    def __init__(self, document: Any) -> None:
        self._numbering = document.part.numbering_part.element
        self._numbering.insert(0, parse_xml(_LIST.format(nsdecls("w"))))
        self._current = 0

    def number(self, paragraph: Any, restart: bool) -> None:
        if restart:
            number = self._numbering.add_num(90)
            number.add_lvlOverride(0).add_startOverride(1)
            self._current = number.numId
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = self._current
        properties.get_or_add_ilvl().val = 0
        paragraph.paragraph_format.space_before = Pt(6)
