"""Printing sheets in the layouts that keep cells: one cell a line behind a tab, or one row a line with tabs between."""

from __future__ import annotations

from dataclasses import replace

from eval.sample.forms import Cell, Head, Sheet
from eval.sample.page import Page
from eval.sample.style import Style


class GridWriter:
    def __init__(self, page: Page, style: Style, org: str) -> None:
        self.page, self.style, self.org = page, style, org

    def sheet(self, sheet: Sheet) -> None:
        """The table with its number, title, office and unit; a mark `table:<form>` spans it."""
        first = len(self.page.lines) + 1
        if self.style.layout == "cells":
            self._cells(sheet)
        else:
            self._rows(sheet)
        self.page.mark(f"table:{sheet.form}", first, len(self.page.lines))

    def _cells(self, sheet: Sheet) -> None:
        page, tabbed = self.page, sheet.number in "567"
        tab = "\t" if tabbed else ""
        page.put(self.style.table_mark.format(sheet.number))
        page.put(tab + sheet.title)
        page.blank(int(tabbed))
        if tabbed:
            page.put(f"\t编制部门（单位）：{self.org}")
            page.put(f"\t              单位：{sheet.unit}")
            page.blank()
        else:
            page.put(f"编制部门（单位）：{self.org}                     单位：{sheet.unit}")
        for head in sheet.head:
            self._cell_row(tuple(Cell(_spread(self.style.bracket(text))) for text, _ in head))
        broken = self.style.broken_cells and sheet.form == "项目支出表"
        for row in sheet.body:
            self._cell_row(row, broken and any(cell.truth and "｜" in cell.truth.row_name for cell in row))
        if sheet.note:
            page.lines.pop()
            page.mark(f"note:{sheet.form}", page.put(f" 备注：{sheet.note}"))
        elif sheet.form == "三公":
            for _ in range(3):
                self._cell_row((Cell("　"),) * 6)
        page.blank(4)

    def row(self, row: tuple[Cell, ...]) -> None:
        """One row in the document's layout."""
        if self.style.layout == "cells":
            self._cell_row(row)
        else:
            self._tab_row(row)

    def _cell_row(self, row: tuple[Cell, ...], broken: bool = False) -> None:
        for cell in row:
            if broken and cell.truth:
                self.page.put("\t")
                self.page.put(cell.text, cell.truth)
                continue
            if not (cell.text or self.style.blank) and "tabs" in self.style.quirks and len(self.page.lines) % 37 == 0:
                self.page.put("\t\t\t　")
                continue
            text = cell.text + self.style.trail if cell.truth else cell.text or self.style.blank
            self.page.put("\t" + text, cell.truth, cell.target)
        self.page.blank()

    def _rows(self, sheet: Sheet) -> None:
        page = self.page
        page.put(self.style.table_mark.format(sheet.number))
        page.blank()
        page.put(sheet.title)
        page.blank()
        if int(sheet.number) % 2:
            page.put(f"编制部门：{self.org}单位：{sheet.unit}")
        else:
            page.put(f"编制部门: {self.org}")
            page.blank()
            page.put(f"单位: {sheet.unit}")
        page.blank()
        for head in sheet.head:
            page.put("\t".join(_padded(head, self.style)))
        for row in sheet.body:
            self._tab_row(row)
        page.blank()
        if sheet.note:
            page.mark(f"note:{sheet.form}", page.put(f"备注：{sheet.note}"))
            page.blank()

    def _tab_row(self, row: tuple[Cell, ...]) -> None:
        line = self.page.put("\t".join(cell.text for cell in row))
        for cell in row:
            self.note(cell, line)

    def note(self, cell: Cell, line: int) -> None:
        if cell.truth:
            self.page.truths.append(replace(cell.truth, line=line))
        if cell.target:
            self.page.targets.append(replace(cell.target, line=line))


def _padded(head: Head, style: Style) -> list[str]:
    return [text for word, span in head for text in (style.bracket(word), *[""] * (span - 1))]


def _spread(text: str) -> str:
    """Short words of a header stand spaced out in word-processor tables."""
    return {"收入": "收     入", "支出": "支     出", "合计": "合  计", "项目": "项    目"}.get(text, text)
