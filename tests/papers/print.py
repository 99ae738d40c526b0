"""A Paper as PDF, ruled tables as they are printed: headers repeated on the pages a table goes on, one table landscape, one turned by the page's
/Rotate, one lying on its side without it.
"""

from __future__ import annotations

import subprocess
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, NextPageTemplate, PageBreak, PageTemplate, Paragraph, Spacer

from tests.papers.truth import Paper, Table

MARGIN = 48
UPRIGHT, WIDE, TURNED, LYING = "upright", "wide", "turned", "lying"
RULED, THREE_LINES, BARE = "ruled", "three lines", "bare"
"""How tables are drawn: every cell ruled; 三线表, with a rule above, one below the head and one below the table; with no line at all."""
FORMS = (UPRIGHT, UPRIGHT, UPRIGHT, WIDE, TURNED, LYING)
"""How the tables are printed, in turn."""


def write_pdf(paper: Paper, forms: tuple[str, ...] = FORMS, drawn: tuple[str, ...] = (RULED,)) -> bytes:
    """Each table begins on a page of its own; texts are upright. `forms` and `drawn` hold for the tables in turn."""
    stream = BytesIO()
    document = BaseDocTemplate(stream, pagesize=A4, title=paper.org)
    document.addPageTemplates(list(_pages()))
    story: list[Any] = []
    tables = 0
    for part in paper.parts:
        if isinstance(part, Table):
            story += [
                NextPageTemplate(forms[tables % len(forms)]),
                PageBreak(),
                *_table(part, forms[tables % len(forms)], drawn[tables % len(drawn)]),
            ]
            story += [NextPageTemplate(UPRIGHT), PageBreak()] if part is paper.tables[-1] else []
            tables += 1
        else:
            story += [Paragraph(escape(part.printed), _style()), Spacer(1, 6)]
    document.build(story)
    return stream.getvalue()


@cache
def font() -> str:
    """A Chinese TrueType font of this machine, embedded; else the one that every PDF viewer must have, by name only."""
    try:
        listed = subprocess.run(["fc-list", ":lang=zh-cn:fontformat=TrueType", "file"], capture_output=True, text=True, check=False).stdout
    except OSError:
        listed = ""
    for path in sorted(line.split(":")[0].strip() for line in listed.splitlines()):
        try:
            pdfmetrics.registerFont(TTFont("Paper", Path(path)))
        except TTFError:
            continue
        return "Paper"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def _style(size: float = 10, alignment: int = 0) -> ParagraphStyle:
    return ParagraphStyle("text", fontName=font(), fontSize=size, leading=size * 1.3, wordWrap="CJK", alignment=alignment)


def _pages() -> list[PageTemplate]:
    tall, wide = A4, landscape(A4)

    def frame(size: tuple[float, float]) -> Frame:
        return Frame(MARGIN, MARGIN, size[0] - 2 * MARGIN, size[1] - 2 * MARGIN, 0, 0, 0, 0)

    def lie(canvas: Any, document: Any) -> None:
        canvas.translate(tall[0], 0)
        canvas.rotate(90)

    turned = PageTemplate(TURNED, [frame(wide)], onPage=lie, pagesize=tall)
    turned.rotation = 90  # read by the document template, no argument of the page's
    return [
        PageTemplate(UPRIGHT, [frame(tall)], pagesize=tall),
        PageTemplate(WIDE, [frame(wide)], pagesize=wide),
        turned,
        PageTemplate(LYING, [frame(wide)], onPage=lie, pagesize=tall),
    ]


def _table(part: Table, form: str, drawn: str) -> list[Any]:
    number, title, org, unit = part.above
    room = (A4[0] if form == UPRIGHT else A4[1]) - 2 * MARGIN
    beside = LongTable([[Paragraph(org, _style(9)), Paragraph(unit, _style(9, TA_RIGHT))]], colWidths=[room / 2, room / 2])
    above = [Paragraph(number, _style(9, TA_RIGHT)), Paragraph(title, _style(14, TA_CENTER)), beside]
    return [*above, _ruled(part, room, drawn), *([Paragraph(part.note, _style(9))] if part.note else [])]


def _ruled(part: Table, room: float, drawn: str) -> LongTable:
    texts = [["" for _ in row] for row in part.rows]
    spans: list[Any] = []
    for row, col, text in part.begins():
        down, cols = part.spans(row, col)
        texts[row][col] = _cell(text, part.columns[col].role == "value" and row >= len(part.head))
        if (down, cols) != (1, 1):
            spans.append(("SPAN", (col, row), (col + cols - 1, row + down - 1)))
    weights = [{"code": 1.2, "name": 4.0, "value": 2.2}[column.role] for column in part.columns]
    weights = [
        2.0 if column.role == "code" and len(part.columns) < 7 else weight for column, weight in zip(part.columns, weights, strict=True)
    ]
    rules = [*_rules(drawn, len(part.head)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 3)]
    return LongTable(
        texts,
        colWidths=[room * weight / sum(weights) for weight in weights],
        repeatRows=len(part.head),
        style=[*rules, ("RIGHTPADDING", (0, 0), (-1, -1), 3), *spans],
    )


def _rules(drawn: str, head: int) -> list[Any]:
    if drawn == RULED:
        return [("GRID", (0, 0), (-1, -1), 0.6, "black")]
    ends = [("LINEABOVE", (0, 0), (-1, 0), 1, "black"), ("LINEBELOW", (0, head - 1), (-1, head - 1), 0.5, "black")]
    return [*ends, ("LINEBELOW", (0, -1), (-1, -1), 1, "black")] if drawn == THREE_LINES else []


def _cell(text: str, right: bool) -> Any:
    return Paragraph(escape(text).replace("\n", "<br/>"), _style(8, TA_RIGHT if right else 0)) if text else ""
