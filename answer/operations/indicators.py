"""Performance targets and other things named only by their own documents: found by how much of their name the question says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from answer.context import Context, of, where
from answer.fuzzy import describes, names_it, shared
from answer.projects import Project, is_part, named_projects, own_targets
from answer.quantity import Quantity, of_figure, total
from answer.reply import Reply
from answer.sheets import same_project
from answer.vocabulary import plain
from answer.words import strange, unexplained
from domain.model import Answer, Candidate, Figure
from domain.money import is_money, rounded
from domain.text import key

MOST_TARGETS = 20
_TIME, _TIMED = re.compile("多久|多长时间|几天|多少天|几小时"), re.compile("时间|时限|天|小时|分钟|日")
_SURE, _WHOLE, _LIKELY = 0.96, 0.8, 0.7  # of a name that must be said: with no hint, with a hint, within a named project
_TELLING = 4
"""Characters of a target's name that tell it from the others of its unit."""
_SAID = 2
"""Characters in a row of a target's name that must be said outside its project's."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_HOW_MANY = re.compile("多少|几|指标|目标|上限|下限|次数|how many|target|哪些|什么")


def asked(ctx: Context) -> Answer | None:
    """指标值 of a named target, costs of a project added up, or the execution rate of the whole."""
    projects = named_projects(ctx)
    if (rate := _whole_rate(ctx)) is not None:
        return rate
    if projects and re.search("成本指标|成本.{0,6}(加起来|合计|相加)", ctx.query.text) and ctx.query.wants("sum", "judge"):
        return costs(ctx, projects[0])
    found = _asked_for(ctx, projects) if _HOW_MANY.search(ctx.query.text) else []
    return _tell(ctx, found) if found else None


def _asked_for(ctx: Context, projects: Sequence[Project]) -> list[Figure]:
    """The targets under a heading that is named, all of a project's, or those whose own names are said."""
    figures = _in_scope(ctx, projects)
    if projects and (group := _group(figures, ctx.query.rest)):
        return group
    if projects and ctx.query.wants("list") and ctx.query.wants("target"):
        return figures[:MOST_TARGETS]
    strict = not ctx.query.wants("target", "plan") and not projects
    least = _SURE if strict else _LIKELY if projects else _WHOLE
    if ctx.query.wants("judge"):
        return []
    return _best(_outside(figures, projects, ctx.query.rest), ctx.query.rest, least) or (
        _by_unit(figures, ctx.query.rest) if projects else []
    )


def _outside(figures: Sequence[Figure], projects: Sequence[Project], question: str) -> list[Figure]:
    """Targets of which the question says something beside the names of its projects: their words name no target."""
    for name in (plain(name) for project in projects for name in project.names):
        question = question.replace(name, " ")
    return [figure for figure in figures if not projects or len(shared(figure.row_name, question)) >= _SAID]


def _by_unit(figures: Sequence[Figure], question: str) -> list[Figure]:
    """走访慰问完成了多少户: the one target of a project that is counted so, and of whose name the question says enough."""
    found = [figure for figure in figures if _unit_said(figure, question) and len(shared(figure.row_name, question)) >= _TELLING]
    return found if len({figure.row_name for figure in found}) == 1 else []


def said_whole(ctx: Context) -> Answer | None:
    """A target whose very name stands in the question beside that of its project: whatever else its words may mean."""
    projects = named_projects(ctx)
    if not projects or ctx.query.wants("sum", "judge", "reason", "list", "count"):
        return None
    asked = ctx.query.text
    for name in sorted({plain(name) for project in projects for name in project.names}, key=len, reverse=True):
        asked = asked.replace(name, " ")
    figures = [figure for project in projects for figure in project.figures if _is_target(figure)]
    found = [figure for figure in figures if len(key(figure.row_name)) >= _NAME and _stands(plain(figure.row_name), asked)]
    longest = max((len(figure.row_name) for figure in found), default=0)
    told = [figure for figure in found if len(figure.row_name) == longest]
    return _tell(ctx, told) if told and (len(told) == 1 or ctx.query.wants("target", "plan")) else None


_NAME = 3
"""Characters of a target's name that can stand for itself."""


def _stands(name: str, text: str) -> bool:
    """Whether a name stands in `text` on its own: 合格率 not in 设备合格率."""
    at = text.find(name)
    before = re.search("[\u4e00-\u9fff]*$", text[:at])
    return at >= 0 and not unexplained(_LEADING.sub("", before[0] if before else ""))


_LEADING = re.compile("要求|规定|设定|绩效|指标")
"""What may stand before a target's name and is no part of it."""


def named(ctx: Context) -> Answer | None:
    """A target that the question names in full, within a project that it names too."""
    projects = named_projects(ctx)
    figures = [figure for project in projects for figure in project.figures if _is_target(figure)]
    found = _best(figures, ctx.query.rest, _SURE)
    parts = [figure for project in projects for figure in project.figures if is_part(figure)]
    said = _best(parts, ctx.query.rest, _LIKELY)
    money = ctx.query.wants("money", "allocated")
    likely = _best(figures, ctx.query.rest, _LIKELY)
    found = found or (likely if said and _run(likely, ctx) > _run(said, ctx) else [])
    if said and not ctx.query.wants("target") and _run(said, ctx) + money > _run(found, ctx):
        return _tell_any(ctx, said[:3])
    return _tell(ctx, found) if found and not ctx.query.wants("sum", "judge") else None


def _run(figures: Sequence[Figure], ctx: Context) -> int:
    """The longest run of characters that a question shares with any of these names."""
    return max((len(shared(figure.row_name, ctx.query.rest)) for figure in figures), default=0)


def _is_target(figure: Figure) -> bool:
    """A performance target; the headings of performance tables come with other columns."""
    return figure.source == "indicator" and figure.column == "指标值"


def _in_scope(ctx: Context, projects: Sequence[Project]) -> list[Figure]:
    named = [figure for project in projects for figure in project.figures if _is_target(figure)]
    return named or [figure for figure in ctx.indicators(ctx.scope.targets) if _is_target(figure)]


def _group(figures: Sequence[Figure], question: str) -> list[Figure]:
    """公告费项目的可持续影响指标: every target under a heading that the question names."""
    asked = key(question)
    return [each for each in figures if any(part.endswith("指标") and key(part) in asked for part in each.indicator_group.split("."))][:12]


def _unique_part(figures: Sequence[Figure], question: str) -> list[Figure]:
    """The one row whose name shares a telling run of characters with the question."""
    scored = [(names_it(figure.row_name, question), figure) for figure in figures]
    best = max((score for score, _ in scored), default=0)
    found = [figure for score, figure in scored if score == best]
    return found if best and len({key(figure.row_name) for figure in found}) == 1 else []


def _best(figures: Sequence[Figure], question: str, least: float) -> list[Figure]:
    """Targets whose names the question says: those said most fully; several where it says several."""
    asked = [figure for figure in figures if not _TIME.search(question) or _TIMED.search(f"{figure.row_name}{figure.unit}")]
    scored = [(describes(figure.row_name, question), len(key(figure.row_name)), figure) for figure in asked]
    kept = [
        row
        for row in scored
        if row[0] >= (least if not _unit_said(row[2], question) else min(least, _LIKELY)) and (least < _SURE or row[1] >= 5)
    ]
    kept.sort(key=lambda row: (not _unit_said(row[2], question), -row[0], -row[1]))
    return _distinct([figure for _, _, figure in kept], question)


def _unit_said(figure: Figure, question: str) -> bool:
    """多少期 for a target counted in 期: the question asks for just this kind of number."""
    return bool(figure.unit) and re.search(rf"(多少|几){re.escape(figure.unit)}", question) is not None


def _distinct(figures: Sequence[Figure], question: str) -> list[Figure]:
    """A target whose words another, longer one already accounts for is not asked for on its own."""
    kept: list[Figure] = []
    for figure in figures:
        core = set(key(figure.row_name))
        covered = any(len(core - set(key(other.row_name))) <= 1 and figure.document == other.document for other in kept)
        if not covered or any(other.row_name == figure.row_name and other.document != figure.document for other in kept):
            kept.append(figure)
    return kept[:4]


def _tell(ctx: Context, figures: Sequence[Figure]) -> Answer:
    orgs = {figure.document for figure in figures}
    same = len({key(figure.row_name) for figure in figures}) == 1
    if len(orgs) > 1 and same and not ctx.query.orgs:
        return _which(ctx, figures)
    reply = ctx.reply()
    for index, figure in enumerate(figures):
        reply.say(ctx.words("；", "; ") if index else "", _title(ctx, figure), figure.row_name, ctx.words("：", ": "))
        target(reply, figure)
        reply.say(f"（{where(figure)}）")
        _say_rate(ctx, reply, figure)
    return reply.say(ctx.words("。", ".")).answer("answered")


def _say_rate(ctx: Context, reply: Reply, figure: Figure) -> None:
    """A 完成率 of the same thing that is not what was done ÷ what was aimed at: both are shown."""
    numbers = [Decimal(number.replace(",", "")) for number in _NUMBER.findall(figure.printed)]
    if "→" not in figure.printed or len(numbers) != 2 or not numbers[0] or figure.unit == "%":
        return
    done = Quantity(rounded(numbers[1] / numbers[0] * 100, 2), "%", f"{figure.row_name}完成率", (figure,), f"{numbers[1]}/{numbers[0]}*100")
    for rate in ctx.shelf.sheet(figure.document).figures:
        told = _NUMBER.findall(rate.printed)[-1:]
        same = rate.project == figure.project and key(rate.row_name) in (key(f"{figure.row_name}完成率"), key(f"{figure.row_name}率"))
        if same and _is_target(rate) and rate.unit == "%" and told and Decimal(told[0]) != done.value:
            reply.say(ctx.words(f"；但“{rate.row_name}”写作", f"; but “{rate.row_name}” is stated as "))
            target(reply, rate)
            reply.say(ctx.words("，与实际÷目标的", ", not the ")).number(done).say(ctx.words("不一致", " that follow"))


def _title(ctx: Context, figure: Figure) -> str:
    about = f"“{figure.project}”" if figure.project not in ("", "整体") else ""
    return f"{figure.org}{figure.year}年{about}"


def target(reply: Reply, figure: Figure) -> None:
    """The target as printed (≥12期; =120 户 → =60 户), its numbers as slots."""
    cursor = 0
    text = figure.printed.replace("→", "，实际")
    for match in _NUMBER.finditer(text):
        reply.say(text[cursor : match.start()])
        value = Decimal(match[0].replace(",", ""))
        reply.number(Quantity(value, figure.unit, figure.row_name, (figure,), printed=match[0]), unit=False)
        cursor = match.end()
    reply.say(text[cursor:])
    reply.cite(figure)


def _which(ctx: Context, figures: Sequence[Figure]) -> Answer:
    reply = ctx.reply().say(ctx.words("有几份材料都有这个指标，请选择：", "Several documents have this target: "))
    for index, figure in enumerate(figures):
        reply.say("；" if index else "", _title(ctx, figure), figure.row_name)
        target(reply, figure)
        label = f"{_title(ctx, figure)}{figure.row_name}"
        reply.ask_about(Candidate(label, f"{label}是多少？", figure.printed, figure.unit, where(figure)))
    return reply.answer("ambiguous")


def costs(ctx: Context, project: Project) -> Answer | None:
    """Do a project's cost targets add up to its budget?"""
    costs = [
        figure for figure in project.figures if figure.source == "indicator" and "成本" in figure.indicator_group and is_money(figure.unit)
    ]
    amount = project.amount()
    if len(costs) < 2 or amount is None:
        return None
    whole, budget = total([of_figure(cost, cost.row_name) for cost in costs], "成本指标合计"), of_figure(amount, project.name)
    agrees = whole.as_value().yuan == budget.as_value().yuan
    reply = ctx.reply().say(of(project.target, ctx.query.lang), f"“{project.name}”：成本指标合计").number(whole).say("（")
    for index, cost in enumerate(costs):
        reply.say(" + " if index else "", cost.row_name).number(of_figure(cost, cost.row_name))
    reply.say("），项目预算").number(budget).say("，二者一致。" if agrees else "，二者不一致，成本指标没有覆盖全部预算。")
    return reply.answer("answered")


def _whole_rate(ctx: Context) -> Answer | None:
    """执行率 and 得分 of the whole organisation's self-evaluation."""
    if not ctx.query.wants("execution") or named_projects(ctx):
        return None
    for each in own_targets(ctx):
        rows = ctx.figures([each], project="整体", source="table")
        rates = [figure for figure in rows if figure.column == "执行率" and figure.value is not None]
        if rates:
            reply = (
                ctx.reply()
                .say(of(each, ctx.query.lang), ctx.words("：整体支出预算执行率", ": execution rate "))
                .number(of_figure(rates[0], "执行率"))
            )
            return reply.say(ctx.words("。", ".")).answer("answered")
    return None


def guessed(ctx: Context) -> Answer | None:
    """The last attempt at a number: a row, part or claim that only this library's own words name."""
    if (
        not (re.search("多少|几|how (much|many)|[？?]$", ctx.query.text) or not ctx.query.operations)
        or _asks_known_item(ctx)
        or ctx.query.wants("origin", "reason", "judge")
        or (named_projects(ctx) and re.search("目标|指标", ctx.query.text))  # a project's amount is no target
    ):
        return None
    figures = [each for each in ctx.unlisted(ctx.scope.targets) if each.value is not None and each.column != "未定"]
    own = [
        figure
        for figure in figures
        if figure.source == "indicator"
        or (figure.source == "narrative" and figure.column in ("金额", "数量", "面积", "价值"))
        or (figure.form == "项目支出表" and not (figure.project and same_project(figure.row_name, figure.project)))
    ]
    found = _best(own, ctx.query.rest, _WHOLE) or (
        _unique_part(own, ctx.query.rest) if ctx.query.wants("money") or not ctx.query.operations else []
    )
    found = [figure for figure in found if figure.source == "indicator" or not _replaced(figure.row_name, ctx.query.rest)]
    found = [
        figure for figure in found if is_money(figure.unit) or figure.source == "indicator" or _says_all(figure.row_name, ctx.query.rest)
    ]
    if not found or (len({figure.document for figure in found}) > 1 and not ctx.query.orgs):
        return _which(ctx, found) if len(found) > 1 else None
    once = {(figure.document, key(figure.row_name), figure.value, figure.unit): figure for figure in reversed(found)}
    return _tell_any(ctx, list(once.values())[::-1][:3])


def _says_all(name: str, question: str) -> bool:
    """Whether no more is asked than a name that is counted says: 行政单位的医疗 is no number of 行政单位."""
    return len(set(unexplained(question)) - set(key(name))) <= 1


def _replaced(name: str, question: str) -> bool:
    """Whether the question says another character in the place of one of the name's: another name, however alike."""
    blocks = SequenceMatcher(None, key(name), key(question), autojunk=False).get_opcodes()
    inner = [each for each in blocks if each[0] == "replace" and each[1] > 0 and each[2] < len(key(name))]
    return any(strange(key(question)[start:end]) for _, _, _, start, end in inner)


def _asks_known_item(ctx: Context) -> bool:
    return any(mention.how != "default" for mention in ctx.query.items)


def _tell_any(ctx: Context, figures: Sequence[Figure]) -> Answer:
    if figures[0].source == "indicator":
        return _tell(ctx, [figure for figure in figures if _is_target(figure)])
    reply = ctx.reply()
    for index, figure in enumerate(figures):
        reply.say("；" if index else "", _title(ctx, figure), ctx.words("：", ": ")).quote(figure.row_name.split("｜")[-1], [figure])
        reply.say(" ").number(of_figure(figure, figure.row_name))
    return reply.say(ctx.words("。", ".")).answer("answered")
