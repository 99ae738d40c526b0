"""Projects as the documents name them: one project under all its spellings, and which of them a question means."""

from __future__ import annotations

from dataclasses import dataclass

from answer.context import Context
from answer.fuzzy import names_it, shared
from answer.scope import Target
from answer.sheets import same_project
from domain.lexicon import is_total_column
from domain.model import Figure
from domain.text import key

_QUOTED = 100
"""What a name that stands in quotation marks weighs more than any that is only spoken of."""
_OWN = ("项目支出表", "绩效目标", "绩效自评", "说明", "上年结转表")


@dataclass(frozen=True, slots=True)
class Project:
    """One project of one disclosure under all its spellings; `figures`: everything that is said of it."""

    target: Target
    names: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def name(self) -> str:
        return max(self.names, key=len)

    def amount(self) -> Figure | None:
        """Its own amount, from the project table if it is there."""
        own = [figure for figure in self.figures if figure.value is not None and is_amount(figure)]
        return min(own, key=lambda figure: _OWN.index(figure.form)) if own else None

    def part(self, measure: str) -> Figure | None:
        """年初预算数, 执行率, 得分 … of its self-evaluation; the score is that of the whole evaluation where it has one."""
        if measure == "得分" and (whole := score(self)) is not None:
            return whole
        return next(
            (
                each
                for each in self.figures
                if each.column == measure and key(each.row_name) in ("年度资金总额", "项目资金", "合计", "总分")
            ),
            None,
        )


def is_amount(figure: Figure) -> bool:
    """Whether a figure states the whole amount of its project."""
    if figure.form == "项目支出表":
        return is_total_column(figure.column)
    if figure.form == "说明":
        return figure.column == "金额" and figure.measure != "分配数" and key(figure.row_name) == key(figure.project)
    if figure.form == "绩效目标":
        return figure.column in ("年度资金总额", "年度预算总额", "资金总额", "年度资金总额（万元）", "项目资金总额")
    return figure.form == "绩效自评" and key(figure.row_name) == "年度资金总额" and figure.column == "全年预算数"


def projects_of(ctx: Context, target: Target) -> list[Project]:
    """The projects of a disclosure, spellings joined."""
    return [Project(target, names, figures) for names, figures in ctx.shelf.sheet(target.document.id).projects]


def named_projects(ctx: Context) -> list[Project]:
    """The projects that the question names; an official item that the question says more of goes first."""
    said = ctx.vocabulary.with_project_said(ctx.query.rest) | ctx.vocabulary.with_project_called(ctx.quoted)
    own = [target for target in own_targets(ctx) if target.document.id in said]  # no sheet of the others is read
    scored = [(names, project) for target in own for project in projects_of(ctx, target) if (names := _said_of(project, ctx)) > 0]
    best = max((score for score, _ in scored), default=0)
    found = [project for weight, project in scored if weight == best and _says_more_than_items(project, ctx)]
    return found or _by_amount(ctx)


def _says_more_than_items(project: Project, ctx: Context) -> bool:
    """机关运行补助经费 is a project, 机关运行经费 an item: whichever the question says more of at the same place."""
    if any(key(name) in ctx.quoted for name in project.names):
        return True
    run = max((shared(name, ctx.query.rest) for name in project.names), key=len)
    beside = [mention for mention in ctx.query.items if mention.how != "default" and (mention.text in run or run in mention.text)]
    return all(len(run) > len(mention.text) for mention in beside)


def _said_of(project: Project, ctx: Context) -> int:
    return max(_said(name, ctx) for name in project.names)


def _said(name: str, ctx: Context) -> int:
    """How much of a name the question says; one that it quotes in full goes before all others, however common its words."""
    return len(name) + _QUOTED if key(name) in ctx.quoted else names_it(name, ctx.query.rest)


def _by_amount(ctx: Context) -> list[Project]:
    """那个700万的项目."""
    if not ctx.query.wants("projects") or not ctx.query.amounts or ctx.query.items:
        return []
    wanted = {amount for amount, _ in ctx.query.amounts}
    every = [project for target in own_targets(ctx) for project in projects_of(ctx, target)]
    return [project for project in every if (figure := project.amount()) is not None and figure.value in wanted]


def own_targets(ctx: Context) -> list[Target]:
    return [target for target in ctx.scope.targets if not target.back and not target.measure] or [
        Target(target.org, target.document) for target in ctx.scope.targets
    ]


def is_part(figure: Figure) -> bool:
    stated = figure.measure == "分配数" and figure.value is not None and figure.column == "金额"
    return stated and not same_project(figure.row_name, figure.project)


def score(project: Project) -> Figure | None:
    return next(
        (each for each in project.figures if each.column == "得分" and key(each.row_name) == "总分" and each.value is not None), None
    )
