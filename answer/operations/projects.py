"""Projects: which there are, what they cost, how their money is divided, who carries them out and on what basis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.context import Context, of, where
from answer.fuzzy import shared
from answer.measures import fits
from answer.projects import Project, is_amount, is_part, named_projects, own_targets, projects_of, score
from answer.quantity import Quantity, of_figure, quotient, total
from answer.reply import Reply
from answer.scope import Target
from answer.sheets import same_project
from answer.words import strange
from domain.lexicon import is_total_column
from domain.model import Answer, Candidate, Figure, Passage
from domain.text import key

MOST_BEYOND = 2
"""Unexplained characters beside a project's name: 热线 may be its nickname, 广告宣传 is a part of it."""
_FIELDS = {"basis": "依据", "carrier": "承担单位|实施单位", "schedule": "执行时间", "goal": "总体目标|目标"}
_MEASURES = (("initial", "年初预算数"), ("full", "全年预算数"), ("actual", "全年执行数"), ("execution", "执行率"), ("score", "得分"))


def described(ctx: Context) -> Answer | None:
    """依据, 承担单位, 执行时间, 总体目标 of a project, as printed; withheld details are said to be withheld."""
    fields = [field for field in _FIELDS if ctx.query.wants(field)]
    found = named_projects(ctx)
    if not found:
        return None
    if (withheld := _withheld(ctx, found)) is not None:
        return withheld
    if not fields:
        return None
    reply = ctx.reply()
    for project in found[:4]:
        for field in fields:
            _quote_field(ctx, reply, project, _FIELDS[field])
    return reply.answer("answered") if reply.any_citation else None


def _quote_field(ctx: Context, reply: Reply, project: Project, field: str) -> None:
    kinds = ["performance"] if field == _FIELDS["goal"] else ["project"]
    passages = ctx.snapshot.passages.select(documents=[project.target.document.id], kinds=kinds)
    about = [each for each in passages if any(same_project(each.term, name) for name in project.names)]
    mine = [each for each in about if kinds == ["performance"] or re.search(field, each.text[:40])]
    for passage in mine[:1]:
        reply.say(of(project.target, ctx.query.lang), f"“{project.name}”：").quote(passage.text, _said_in(passage, project)).say(
            ctx.words("。", ". ")
        )
        reply.cite_passage(passage, project.target.document, passage.text)


def _said_in(passage: Passage, project: Project) -> list[Figure]:
    """The claims that were read from these very lines."""
    first, last = passage.place.lines or (0, -1)
    return [
        figure
        for figure in project.figures
        if figure.source == "narrative" and figure.place.lines and first <= figure.place.lines[0] <= last
    ]


def _withheld(ctx: Context, found: Sequence[Project]) -> Answer | None:
    if not ctx.query.wants("reason", "list", *_FIELDS) and "available" not in ctx.query.text:
        return None
    cells = [(project, figure) for project in found for figure in project.figures if figure.state == "withheld"]
    if not cells:
        return None
    project, cell = cells[0]
    amount = project.amount()
    reply = ctx.reply().say(
        of(project.target, ctx.query.lang),
        ctx.words(f"“{project.name}”：明细完全不予公开", f" “{project.name}”: details are withheld (不予公开)"),
    )
    reply.cite(cell)
    reply.missing.append(f"{project.name}明细")
    if amount is not None:
        reply.say(ctx.words("，只公开了金额", "; only the amount is disclosed: ")).number(of_figure(amount, project.name))
    return reply.say(ctx.words("。", ".")).answer("withheld")


def asked(ctx: Context) -> Answer | None:
    """Lists, counts and ranks of projects; one project's amount, measures or allocation."""
    found = named_projects(ctx)
    if found and not ctx.query.wants("target"):
        return _of_one(ctx, found)
    own = ("项目支出", "收支总预算") if len(ctx.query.years.named) < 2 else ("收支总预算",)  # the amount of all of them over the years
    if any(mention.how in ("name", "row") and mention.keys[0] not in own for mention in ctx.query.items):
        return None
    if found and (measured := _measured(ctx, found)) is not None:
        return measured
    if found or (not ctx.query.wants("projects") and not re.search(r"\bprojects?\b", ctx.query.text)):
        return None
    if ctx.query.wants("list", "count", "rank", "score") or (ctx.query.wants("sum") and ctx.query.several):
        return _listed(ctx)
    return None


def _of_one(ctx: Context, found: Sequence[Project]) -> Answer | None:
    if (measured := _measured(ctx, found)) is not None:
        return measured
    if any(mention.how != "default" and not _in_name(mention.text, found) for mention in ctx.query.items):
        return _within(ctx, found)
    if len(_beyond_name(ctx, found)) > MOST_BEYOND:
        return None
    if ctx.query.wants("list", "rank") and len(found) == 1:
        return _allocation(ctx, found[0])
    asked_for = ctx.query.wants("money", "convert", "budget", "actual", "projects", "compare", "sum") or _bare(ctx, found)
    if ctx.query.wants("reason", "judge", "duty") or not asked_for:
        return None
    return _amounts(ctx, found)


def _beyond_name(ctx: Context, found: Sequence[Project]) -> str:
    """What a question says besides a project's name that no word explains: its leader, a part of it, an attribute."""
    left = ctx.query.rest
    for project in found:
        for name in (*project.names, project.target.org.name):
            run = max(shared(name, left), shared(name.replace("的", ""), left), key=len)
            left = left.replace(run, " ") if len(run) > 1 else left
    return strange(left)


def _bare(ctx: Context, found: Sequence[Project]) -> bool:
    """Whether the question is hardly more than the project's name."""
    return len(key(ctx.query.rest)) <= max(len(shared(name, ctx.query.rest)) for project in found for name in project.names) + 3


def _in_name(text: str, found: Sequence[Project]) -> bool:
    return any(text in name for project in found for name in project.names)


def _within(ctx: Context, found: Sequence[Project]) -> Answer | None:
    """招商项目里培训要花多少: what the project's own allocation and targets say of the item; never the project's total instead."""
    words = [mention.text for mention in ctx.query.items if mention.how != "default"]
    said = [
        figure
        for project in found
        for figure in project.figures
        if any(word in figure.row_name for word in words) and (is_part(figure) or figure.source == "indicator") and figure.value is not None
    ]
    if not said or len({figure.document for figure in said}) > 1:
        return None
    reply = ctx.reply().say(of(found[0].target, ctx.query.lang), f"“{found[0].name}”：")
    for index, figure in enumerate(said):
        quantity = of_figure(figure, figure.row_name)
        reply.say(ctx.words("；", "; ") if index else "", figure.row_name, figure.comparator).number(quantity).say(f"（{where(figure)}）")
    if len({figure.yuan for figure in said}) > 1:
        reply.say(ctx.words("。几处数字不一致，口径可能不同", ". These differ"))
    return reply.say(ctx.words("。", ".")).answer("answered")


def _amounts(ctx: Context, found: Sequence[Project]) -> Answer | None:
    told = [(project, figure) for project in found if (figure := project.amount()) is not None and fits(ctx.query.text, figure)]
    if not told:
        return None
    several = len({project.target.org.identity for project, _ in told}) > 1
    if several and len(ctx.scope.groups) < 2:
        return _which(ctx, told)
    reply = ctx.reply()
    for index, (project, figure) in enumerate(told):
        reply.say(ctx.words("；", "; ") if index else "", of(project.target, ctx.query.lang), f"“{project.name}”")
        reply.number(of_figure(figure, project.name)).say(f"（{where(figure)}）")
        _cite_elsewhere(reply, project, figure)
    return reply.say(ctx.words("。", ".")).answer("answered")


def _cite_elsewhere(reply: Reply, project: Project, amount: Figure) -> None:
    """Where else the document states this project's own amount."""
    same = [figure for figure in project.figures if figure.yuan == amount.yuan and is_amount(figure) and figure.form != amount.form]
    for figure in list({figure.form: figure for figure in reversed(same)}.values()):
        reply.cite(figure)


def _which(ctx: Context, told: Sequence[tuple[Project, Figure]]) -> Answer:
    reply = ctx.reply().say(ctx.words("有几个单位都有这样的项目，请选择：", "Several offices have such a project: "))
    for index, (project, figure) in enumerate(told):
        quantity = of_figure(figure, project.name)
        reply.say(ctx.words("；", "; ") if index else "", of(project.target, ctx.query.lang), f"“{project.name}”").number(quantity)
        label = f"{of(project.target, ctx.query.lang)}“{project.name}”"
        reply.ask_about(
            Candidate(label, f"{of(project.target, 'zh')}“{project.name}”项目多少钱？", quantity.shown, quantity.unit, where(figure))
        )
    return reply.say(ctx.words("。", ".")).answer("ambiguous")


def _measured(ctx: Context, found: Sequence[Project]) -> Answer | None:
    """年初和全年预算各多少, 执行率, 得分."""
    wanted = [measure for operation, measure in _MEASURES if ctx.query.wants(operation)]
    told = [(project, [figure for measure in wanted if (figure := project.part(measure)) is not None]) for project in found]
    told = [(project, figures) for project, figures in told if figures]
    if not told or len({project.target.org.identity for project, _ in told}) > 1:
        return None
    reply = ctx.reply()
    for project, figures in told:
        reply.say(of(project.target, ctx.query.lang), f"“{project.name}”：")
        for index, figure in enumerate(figures):
            reply.say("，" if index else "", figure.column).number(of_figure(figure, f"{project.name}{figure.column}"))
    return reply.say(ctx.words("。", ".")).answer("answered")


def _allocation(ctx: Context, project: Project) -> Answer | None:
    """The parts of a project's money: its allocation in words, or the economic columns of its row."""
    parts = [figure for figure in project.figures if is_part(figure)]
    columns = [
        figure
        for figure in project.figures
        if figure.form == "项目支出表" and figure.value is not None and not is_total_column(figure.column)
    ]
    by_class = re.search("哪类|类支出|经济分类|科目", ctx.query.text) is not None
    chosen = columns if (by_class and columns) or not parts else parts
    if not chosen:
        return _amounts(ctx, [project])
    quantities = [of_figure(figure, figure.column if figure.form == "项目支出表" else figure.row_name) for figure in chosen]
    if ctx.query.wants("rank"):
        ranked = sorted(quantities, key=lambda each: each.value, reverse=not ctx.query.wants("ascending"))
        quantities = ranked[: ctx.query.top or 1]
    reply = ctx.reply().say(of(project.target, ctx.query.lang), f"“{project.name}”")
    amount = project.amount()
    if amount is not None and not ctx.query.wants("rank"):
        reply.say(ctx.words("共", " total ")).number(of_figure(amount, project.name))
    reply.say(ctx.words("：", ": "))
    for index, quantity in enumerate(quantities):
        reply.say(ctx.words("、", ", ") if index else "").quote(quantity.label, project.figures).say(" ").number(quantity)
    if quantities and not ctx.query.wants("rank"):
        for quantity in reversed(quantities):
            reply.first(quantity)
    return reply.say(ctx.words("。", ".")).answer("answered")


def listed(ctx: Context, target: Target) -> list[tuple[Project, Quantity]]:
    """A disclosure's projects with their own amounts, as listed: from the project table, else from the narrative or the self-evaluations."""
    found = [(project, figure) for project in projects_of(ctx, target) if (figure := project.amount()) is not None]
    return [(project, of_figure(figure, project.name)) for project, figure in found]


def _listed(ctx: Context) -> Answer | None:
    targets = own_targets(ctx)
    if len({target.org.identity for target in targets}) > 1 and len(ctx.scope.groups) < 2 and not ctx.query.wants("score"):
        return None
    if ctx.query.wants("score"):
        return _scored(ctx, targets)
    reply, count = ctx.reply(), 0
    for target in targets:
        rows = listed(ctx, target)
        if ctx.query.wants("rank"):
            rows = sorted(rows, key=lambda row: row[1].value, reverse=not ctx.query.wants("ascending"))[: ctx.query.top or 1]
        count += len(rows)
        (_say_sum if ctx.query.wants("sum") and ctx.query.several else _say_list)(ctx, reply, target, rows)
    return reply.answer("answered") if count else None


def _say_sum(ctx: Context, reply: Reply, target: Target, rows: Sequence[tuple[Project, Quantity]]) -> None:
    """What the projects of the part before come to."""
    if rows:
        whole = total([quantity for _, quantity in rows], ctx.words("项目合计", "total of the projects"))
        reply.say(of(target, ctx.query.lang), ctx.words("：项目合计", ": total of the projects ")).number(whole).say(ctx.words("。", ". "))
        for figure in _said_of_all(ctx, target, whole, len(rows)):
            reply.cite(figure)


def _say_list(ctx: Context, reply: Reply, target: Target, rows: Sequence[tuple[Project, Quantity]]) -> None:
    if not rows:
        return
    reply.say(of(target, ctx.query.lang), ctx.words("：", ": "))
    if not ctx.query.wants("rank"):
        figures = tuple(figure for _, quantity in rows for figure in quantity.figures)
        number = Quantity(Decimal(len(rows)), "个", ctx.words("项目数", "projects"), figures, f"count({len(rows)})")
        if ctx.query.wants("count"):
            reply.number(number).say(ctx.words("项目，", " projects; "))
            whole = total([quantity for _, quantity in rows], ctx.words("项目合计", "total"))
            reply.say(ctx.words("合计", "total ")).number(whole).say(ctx.words("：", ": "))
            for figure in _said_of_all(ctx, target, whole, len(rows)):
                reply.cite(figure)
    for index, (project, quantity) in enumerate(rows):
        reply.say(ctx.words("、", ", ") if index else "", f"{project.name} ").number(quantity)
    reply.chart = {
        "kind": "bar",
        "title": ctx.words("项目支出", "projects"),
        "unit": rows[0][1].unit,
        "rows": [{"label": project.name, "value": str(quantity.value)} for project, quantity in rows],
    }
    if ctx.query.wants("share") and (whole_figure := ctx.facts.quantity(target, ["项目支出"])) is not None:
        ratio = quotient(rows[0][1], whole_figure, ctx.words(f"{rows[0][0].name}占项目支出", "share of projects"), "%")
        if ratio is not None:
            reply.say(ctx.words("，占项目支出", ", of all projects ")).number(whole_figure).say(ctx.words("的", ": ")).number(ratio).first(
                ratio
            )
    reply.say(ctx.words("。", "."))


def _said_of_all(ctx: Context, target: Target, whole: Quantity, count: int) -> list[Figure]:
    """The sentence that states the sum of all projects, best the one that says how many there are."""
    yuan = whole.as_value().yuan
    said = [
        figure for figure in ctx.figures([target]) if figure.source == "narrative" and figure.yuan == yuan and "项目" in figure.sentence
    ]
    return sorted(said, key=lambda figure: f"{count}个" not in figure.sentence)[:1]


def _scored(ctx: Context, targets: Sequence[Target]) -> Answer | None:
    scores = [(project, figure) for target in targets for project in projects_of(ctx, target) if (figure := score(project)) is not None]
    if not scores:
        return None
    ranked = sorted(scores, key=lambda row: row[1].value or 0, reverse=not ctx.query.wants("ascending"))
    chosen = ranked[: ctx.query.top or 1] if ctx.query.wants("rank") else ranked
    reply = ctx.reply()
    for index, (project, figure) in enumerate(chosen):
        reply.say(ctx.words("；", "; ") if index else "", of(project.target, ctx.query.lang), f"“{project.name}”")
        reply.number(of_figure(figure, f"{project.name}总分"))
    return reply.say(ctx.words("。", ".")).answer("answered")
