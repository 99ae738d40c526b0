"""A whole budget disclosure: overview, tables, narrative, performance targets, glossary."""

from __future__ import annotations

from collections.abc import Iterator

from eval.sample import performance
from eval.sample.books import Books, Staff
from eval.sample.forms import Forms
from eval.sample.grid import GridWriter
from eval.sample.names import NUMERALS
from eval.sample.page import Page, Paragraph
from eval.sample.prose import GLOSSARY, Narrative
from eval.sample.spaced_forms import SpacedForms
from eval.sample.style import Style
from eval.sample.wrap import Paper


class Budget:
    def __init__(self, page: Page, style: Style, now: Books, before: Books) -> None:
        self.page, self.now, self.before, self.style = page, now, before, style
        self.told = Narrative(now, before, style)
        self.paper = Paper(page)
        self.org = str(now.org["name"])

    def write(self) -> None:
        self._front()
        self._say(Paragraph(f"第一部分  {self.told.full}概况", heading=True))
        for paragraph in self._overview():
            self._say(paragraph)
        self._say(Paragraph(f"第二部分  {self.now.year}年{self.style.level}预算公开表", heading=True))
        self._tables()
        self._part_three()
        for paragraph in self.told.paragraphs():
            self._say(paragraph)
        self._targets()
        for paragraph in self._end():
            self._say(paragraph)

    def _part_three(self) -> None:
        lead, tail = f"{self.style.part_three}  {self.now.year}年{self.told.short}", f"{self.style.level}预算情况说明"
        for text in (lead, tail) if "split_part" in self.style.quirks else (lead + tail,):
            self._say(Paragraph(text, heading=True))

    def _front(self) -> None:
        """Only the rows layout opens with a title and a table of contents."""
        if self.style.layout != "rows":
            return
        level, year = self.style.level, self.now.year
        titles = [Forms(self.now, self.style).title(form) for form in self.style.order]
        self._plain(
            f"{self.org}{year}年{level}预算公开",
            "目录",
            f"第一部分{self.told.full}概况",
            "- 一、主要职能\n- 二、机构设置及人员情况",
            f"第二部分{year}年{level}预算公开表",
            "\n".join(f"- {NUMERALS[n]}、{title}" for n, title in enumerate(titles)),
            f"第三部分{year}年{level}预算情况说明",
            *(p.text for p in self.told.paragraphs() if p.heading and p.text[0] in NUMERALS),
            "第四部分名词解释",
        )

    def _plain(self, *texts: str) -> None:
        for text in texts:
            self.page.lines.extend(text.split("\n"))
            self.page.blank()

    def _say(self, paragraph: Paragraph) -> None:
        """One paragraph in the document's layout; its mark spans its lines."""
        if self.style.layout == "spaced":
            self.paper.paragraph(paragraph.text, paragraph.key)
            return
        first = last = self.page.put(self._bookmarked(paragraph))
        if self.style.layout == "rows":
            last = self._split(paragraph, first)
            self.page.blank()
        self.page.mark(paragraph.key, first, last)

    def _bookmarked(self, paragraph: Paragraph) -> str:
        """Word processors leave a bookmark before some paragraph."""
        return "[bookmark: _GoBack]" + paragraph.text if self.style.trail and paragraph.key == "duty:3" else paragraph.text

    def _split(self, paragraph: Paragraph, line: int) -> int:
        """Now and then a long paragraph breaks in the middle of a word, with an empty line between."""
        text = paragraph.text
        if paragraph.heading or len(text) < 60 or sum(map(ord, text)) % 3 or text[46:50].strip("0123456789.") != text[46:50]:
            return line
        self.page.lines[-1] = text[:48]
        self.page.blank()
        return self.page.put(text[48:])

    def _overview(self) -> Iterator[Paragraph]:
        org, now = self.now.org, self.now
        gap = " " if self.style.layout == "spaced" else ""
        yield Paragraph(f"一、{gap}主要职能", heading=True)
        for n, duty in enumerate(org["duties"]):
            mark = f"{n + 1}." if self.style.layout == "spaced" else self.style.bracket(f"（{NUMERALS[n]}）")
            yield Paragraph(f"{mark}{duty}", f"duty:{n}")
        yield Paragraph(f"二、{gap}机构设置及人员情况", heading=True)
        offices = "、".join(org["offices"])
        if org["unit"]:
            yield Paragraph(
                f"从预算单位构成看，{org['name']}{self.style.level}的预算包括：本级预算及下属1家预算单位在内的汇总预算。", "units"
            )
        none = "本级" if org["unit"] else "无下属预算单位，"
        yield Paragraph(f"{org['short']}{none}下设{len(org['offices'])}个科室，分别是：{offices}。", "offices")
        if org["unit"]:
            yield from self._unit()
        yield Paragraph(_staff(str(org["short"]) + (self.style.level if org["unit"] else ""), now.staff, self.before.staff), "staff")
        if org["unit"]:
            yield Paragraph(_staff(f"{org['unit']}单位", now.unit_staff, self.before.unit_staff), "unit.staff")

    def _unit(self) -> Iterator[Paragraph]:
        org = self.now.org
        names = "、".join(org["unit_offices"])
        yield Paragraph(f"{org['unit']}无下属预算单位，下设{len(org['unit_offices'])}个科室，分别是：{names}。", "unit.offices")
        yield Paragraph(f"纳入{org['short']}{self.style.level}{self.now.year}年部门预算编制范围的二级预算单位包括：")
        yield Paragraph(f"{self.style.numbering.format(1)}{org['unit']}", "unit.name")

    def _tables(self) -> None:
        if self.style.layout == "spaced":
            spaced = SpacedForms(self.page, self.now, self.style)
            for form in self.style.order:
                spaced.write(form)
            return
        forms, writer = Forms(self.now, self.style), GridWriter(self.page, self.style, self.org)
        for form in self.style.order:
            writer.sheet(forms.sheet(form))

    def _targets(self) -> None:
        if self.style.layout == "spaced":
            performance.write_spaced(self.page, self.now, self.style)
        else:
            self.page.blank(3)
            performance.write_grid(self.page, GridWriter(self.page, self.style, self.org), self.now, self.style)

    def _end(self) -> Iterator[Paragraph]:
        yield Paragraph("（五）其他需说明的事项", heading=True)
        secret = [p for p in self.now.projects if p.withheld]
        if secret:
            amount = self.style.money(secret[0].amount)
            yield Paragraph(f"本{self.style.level}有{len(secret)}个涉密项目，涉及预算资金{amount}，项目绩效目标表完全不予公开。", "secret")
        else:
            yield Paragraph("没有其他需要说明的事项。")
        yield Paragraph("第四部分  名词解释", heading=True)
        bold = "**" if self.style.layout == "rows" else ""
        for numeral, (term, text) in zip(NUMERALS, GLOSSARY.items(), strict=False):
            yield Paragraph(f"{numeral}、{bold}{term}{bold}：指{text}", f"term:{term}")
        yield Paragraph(self.org, heading=True)
        yield Paragraph(f"{self.now.year}年2月16日", heading=True)


def _staff(name: str, staff: Staff, old: Staff) -> str:
    told = "；".join(
        f"{word}{a}人，{'减少' if a < b else '增加'}{abs(a - b)}人"
        for word, a, b in (
            ("在职", staff.working, old.working),
            ("退休", staff.retired, old.retired),
            ("离休", staff.veterans, old.veterans),
        )
    )
    return f"{name}编制数{staff.posts}名，实有人数{staff.total}人，其中：{told}。"
