"""Performance target tables in all three layouts."""

from __future__ import annotations

from collections.abc import Iterator

from eval.sample.books import ZERO, Books, Project
from eval.sample.forms import Cell
from eval.sample.grid import GridWriter
from eval.sample.names import NUMERALS
from eval.sample.page import Page, Target, Truth
from eval.sample.style import Style, printed
from eval.sample.targets import Goal, goals
from eval.sample.wrap import wrapped

_LEVELS = ("一级指标", "二级指标", "三级指标")
_VALUE = "指标值（包含数字及文字描述）"


def write_grid(page: Page, writer: GridWriter, books: Books, style: Style) -> None:
    """One table a project, in the cells or rows layout."""
    for n, project in enumerate(project for project in books.projects if not project.withheld):
        first = len(page.lines) + 1
        cells, headed = style.layout == "cells", "headed" in style.quirks
        if headed:
            page.put(f"项目{NUMERALS[n]}")
        page.put(("\t" if headed else "") + ("项  目  支  出  绩  效  目  标  表" if cells else "项目支出绩效目标表"))
        page.blank()
        page.put(("\t" if cells else "") + style.bracket(f"（{books.year}年）"))
        page.blank()
        for row in (*_head_rows(project, books, style), *_goal_rows(project, style)):
            writer.row(row)
        page.blank(2)
        page.mark(f"goals:{project.name}", first, len(page.lines))


def _head_rows(project: Project, books: Books, style: Style) -> Iterator[tuple[Cell, ...]]:
    table, rows = f"绩效-{project.name}", style.layout == "rows"
    spare = (Cell(), Cell()) if rows else ()
    goal = f"{project.goal}。"
    yield (
        Cell("预算单位"),
        Cell(str(books.org["unit"] if project.by_unit else books.org["name"])),
        *spare,
        Cell("项目名称"),
        Cell(project.name),
    )
    funds = (("年度资金总额", project.amount), ("其中：财政拨款", project.amount), ("其他资金", ZERO))
    told = [
        (Cell(column + ("：" if n == 0 else "")), _fund(table, column, printed(value, style.table_numbers)))
        for n, (column, value) in enumerate(funds)
    ]
    yield (Cell(style.bracket("项目资金（万元）")), *(cell for pair in told for cell in pair))
    yield (Cell("项目总体目标"), Cell(f"<p>{goal}</p>" if "html" in style.quirks else goal), *([Cell()] * 5 if rows else []))
    yield tuple(Cell(text) for text in (*_LEVELS, *([""] if rows else []), style.bracket(_VALUE), *(["", ""] if rows else [])))


def _goal_rows(project: Project, style: Style) -> Iterator[tuple[Cell, ...]]:
    seen: set[str] = set()
    for n, goal in enumerate(goals(project)):
        fresh = goal.level2 not in seen
        lead = [Cell(word if word not in seen or word == goal.level2 == goal.level1 else "") for word in (goal.level1, goal.level2)]
        seen |= {goal.level1, goal.level2}
        value = Cell(goal.told(style), target=Target(f"绩效-{project.name}", goal.level2, goal.name, goal.told(style)))
        name, empty = Cell(goal.name), Cell()
        if style.layout == "cells":
            yield (*lead, name, value)
        elif "shifted" in style.quirks and goal.level2 == "成本指标" and n % 2:
            yield (lead[1], name, empty, value, empty, empty, empty) if fresh else (name, empty, value, empty, empty, empty, empty)
        else:
            yield (*lead, name, empty, value, empty, empty)


def _fund(table: str, column: str, text: str) -> Cell:
    return Cell(text, Truth(table, "", "项目资金", column, text, "万元"))


def write_spaced(page: Page, books: Books, style: Style) -> None:
    """One table a project, words scattered over lines as text out of a PDF has them."""
    for project in books.projects:
        if not project.withheld:
            _Scattered(page, books, style, project).write()


class _Scattered:
    def __init__(self, page: Page, books: Books, style: Style, project: Project) -> None:
        self.page, self.books, self.style, self.project = page, books, style, project
        self.table = f"绩效-{project.name}"

    def write(self) -> None:
        if self.page.lines and not self.page.lines[-1]:
            self.page.lines.pop()
        first = len(self.page.lines) + 1
        project = self.project
        self.page.put_apart(
            " 项目支出绩效目标表",
            f"（{self.books.year}年）",
            f"预算单位 {self.books.org['name']}",
            f"项目名称 {project.name} 项目负责人 方知远",
        )
        self.page.put_apart("项目资金(万", "元)")
        amount = printed(project.amount, "fixed")
        self._fund("年度预算总额", amount, self.page.put_apart(f"年度预算总额 {amount}"))
        self.page.put_apart("其中：财政拨", "款")
        line = self.page.put_apart(f"{amount} 其他资金 0.00")
        self._fund("其中：财政拨款", amount, line)
        self._fund("其他资金", "0.00", line)
        self.page.put_apart("项目总体目标", *wrapped(f"{project.goal}。", 90, 0))
        self.page.put_apart(
            "一级",
            "指标",
            "二级",
            "指标",
            "三级指标",
            "指标",
            "值",
            "指标值设置依",
            "据",
            "上年",
            "完成",
            "值",
            "指标",
            "分值",
            "权重",
            "指标赋分规则 佐证资料",
        )
        told = goals(project, "经济成本指标")
        for n, goal in enumerate(told):
            after = told[n + 1] if n + 1 < len(told) else None
            self._goal(goal, last2=after is None or after.level2 != goal.level2, last1=after is None or after.level1 != goal.level1)
        self.page.mark(f"goals:{project.name}", first, len(self.page.lines))

    def _fund(self, column: str, text: str, line: int) -> None:
        self.page.truths.append(Truth(self.table, "", "项目资金", column, text, "万元", line))

    def _goal(self, goal: Goal, last2: bool, last1: bool) -> None:
        """The merged headings stand in the middle of their group: before its last indicator for level 2, after it for level 1."""
        if last2 and goal.level2 in ("数量指标", "经济成本指标"):
            self.page.put_apart(*_halves(goal.level2))
        names = [goal.name] if len(goal.name) <= 12 else [goal.name[:12], goal.name[12:]]
        if goal.sense and goal.unit != "%":
            self.page.put_apart(*names[:-1])
            self.page.put(names[-1])
            told = goal.told(self.style)
            line = self.page.put(told.removesuffix(goal.unit))
            self.page.blank()
            self.page.put(goal.unit)
            weight = self.page.put(f"计划标准 无 {goal.weight}")
            self.page.blank()
        else:
            if goal.level2 not in ("数量指标", "经济成本指标"):
                self.page.put_apart(*_halves(goal.level2))
            self.page.put_apart(*names[:-1])
            told = goal.told(self.style)
            line = weight = self.page.put_apart(f"{names[-1]} {told} 计划标准 无 {goal.weight}")
        self.page.put_apart("按照完成比例赋", "分", "工作资料")
        if last1:
            self.page.put_apart(*_halves(goal.level1))
        self.page.targets.append(Target(self.table, goal.level2, goal.name, told, line))
        self.page.truths.append(Truth(self.table, "", goal.name, "分值权重", str(goal.weight), "分", weight))


def _halves(level: str) -> tuple[str, ...]:
    return (level[:-4], level[-4:-2], level[-2:]) if len(level) > 4 else (level[:-2], level[-2:])
