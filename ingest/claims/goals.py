"""The overall goals of performance tables: prose inside a table, with the project that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.model import Figure, Table
from domain.text import squeeze
from ingest.document import Block, Grid, GridCell, Paragraph, Section
from ingest.prose import Prose, prose, tidy

EXPECTED, ACTUAL = "预期目标", "实际完成"
_LABEL = re.compile(r"(?:项目|部门|单位|部门[（(]单位[）)])?(?:年度|总体|整体|绩效|支出)*目标(?:概述)?[：:]?")
_BOTH = re.compile(r"(?:年度)?(?:总体目标)?预期目标.*实际完成(?:情况)?")
_SKIPPED = re.compile(r"(?:年度|总体|体目标|总体目标|年度总体目标|预期目标|实际完成情况|目标)[：:]?")
_STOP = re.compile(r"一$|一级(?:指标)?|[二三]级指标|资金来源|绩效指标$|年度绩效指标$|指标类型")
_GOAL_LINE = re.compile(r"目标\d")
_REPORTED = re.compile(r"(?:本年度?|全年|年初已|已|截至|截止|20\d\d年(?:我|本|度))")
_NAME = re.compile(r"项目名称[：:]?\s*(?P<name>.+?)\s*(?:项目负责人.*|联系.*)?$")


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal (or what was reached of it): `measure` tells which."""

    project: str
    heading: str
    measure: str
    paragraphs: tuple[Prose, ...]


def goals(section: Section, tables: Sequence[Table], figures: Sequence[Figure]) -> list[Goal]:
    """The overall goals that a performance section states in words; none where it has none."""
    project = project_of(section, tables, figures)
    title = section.title or "绩效目标"
    heading = " › ".join(part for part in (section.part, title, project) if part)
    texts = [*_in_grids(section), *_in_lines(section)]
    return [Goal(project, heading, measure, tuple(found)) for measure, found in texts if found]


def project_of(section: Section, tables: Sequence[Table], figures: Sequence[Figure]) -> str:
    """The project of a performance section: as its figures have it, else as its line 项目名称 says, else 整体."""
    first, last = section.lines
    for figure in figures:
        if figure.project and figure.place.lines and first <= figure.place.lines[0] <= last:
            return figure.project
    for text in _cells(section.blocks):
        named = _NAME.match(text)
        if named:
            return tidy(named["name"])
    return next((after for label, after in pairwise(_cells(section.blocks)) if squeeze(label) == "项目名称"), "整体")


def _cells(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text.strip()
        else:
            yield from (cell.text for row in block.rows for cell in row if cell.text)


def _in_grids(section: Section) -> Iterator[tuple[str, list[Prose]]]:
    for block in section.blocks:
        if isinstance(block, Grid):
            texts = list(_goal_cells(block))
            for number, cell in enumerate(texts):
                measure = ACTUAL if len(texts) > 1 and number == len(texts) - 1 else EXPECTED
                yield measure, prose(replace(section, blocks=(Paragraph(cell.text, cell.lines),)), 0)


def _goal_cells(grid: Grid) -> Iterator[GridCell]:
    """Cells with text between the label of the goals and the heading of the indicators."""
    within = False
    for row in grid.rows:
        filled = [cell for cell in row if cell.text]
        if filled and _STOP.match(squeeze(filled[0].text)):
            within = False
        within = within or any(_LABEL.fullmatch(squeeze(cell.text)) for cell in filled)
        if within:
            yield from (cell for cell in filled if not _LABEL.fullmatch(squeeze(cell.text)) and not _SKIPPED.fullmatch(squeeze(cell.text)))


def _in_lines(section: Section) -> Iterator[tuple[str, list[Prose]]]:
    lines: list[Paragraph] = []
    within = both = False
    for block in section.blocks:
        text = squeeze(block.text) if isinstance(block, Paragraph) else ""
        if not isinstance(block, Paragraph):
            continue
        if within and _STOP.match(text):
            yield from _goal_lines(section, lines, both)
            lines, within, both = [], False, False
        elif within and not _SKIPPED.fullmatch(text):
            lines.append(block)
        elif _BOTH.fullmatch(text) or (len(text) > 3 and _LABEL.fullmatch(text)):
            within, both = True, both or _BOTH.fullmatch(text) is not None
            lines = []
        elif not within and text.startswith(("项目总体目标", "年度绩效目标", "年度总体目标")):
            within, lines = True, [Paragraph(_LABEL.sub("", block.text.strip(), count=1), block.lines)]
    yield from _goal_lines(section, lines, both)


def _goal_lines(section: Section, lines: list[Paragraph], both: bool) -> Iterator[tuple[str, list[Prose]]]:
    """Where goal and result stand side by side, the export prints the goal's column first."""
    if not both:
        yield EXPECTED, _prose(section, lines)
        return
    # what was reached is told with its time; a numbered goal never is
    told = (number for number, line in enumerate(lines) if number and _REPORTED.match(squeeze(line.text)))
    cut = next(told, None)
    if cut is None:
        found = _prose(section, lines)
        goal = max((number for number, one in enumerate(found) if _GOAL_LINE.match(one.text)), default=0)
        yield from ((EXPECTED, found[: goal + 1]), (ACTUAL, found[goal + 1 :]))
    else:
        yield from ((EXPECTED, _prose(section, lines[:cut])), (ACTUAL, _prose(section, lines[cut:])))


def _prose(section: Section, lines: Sequence[Paragraph]) -> list[Prose]:
    return prose(replace(section, blocks=tuple(lines))) if lines else []
