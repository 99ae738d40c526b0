"""Rows that only a document's own tables name: every row of the name, each table that has it, and nothing that is merely alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answer.context import Context, of
from answer.measures import fits
from answer.operations.amounts import wants_more
from answer.printed import OTHER, ROW, bare_name
from answer.quantity import of_figure
from answer.query import ItemMention
from answer.reply import Reply
from answer.rows import Cells, by_table, cells, label, one_amount
from answer.scope import Target
from domain.model import Answer, Candidate, Figure
from domain.text import key

MOST_ROWS = 12
"""Rows of one name that are told one by one; of more, the sum with its formula."""
MOST_CHOICES = 8


@dataclass(frozen=True, slots=True)
class Named:
    """What one disclosure prints under one name."""

    target: Target
    mention: ItemMention
    found: tuple[Cells, ...]


def asked(ctx: Context) -> Answer | None:
    """Several rows or columns under one printed name, in one or several tables; one plain number is left to the common look-up."""
    mentions = [mention for mention in ctx.query.items if mention.how == "printed"]
    if not mentions or len(mentions) < len(ctx.query.items) or ctx.stray or wants_more(ctx):
        return None
    narrowed = _narrowed(ctx, mentions) if len(mentions) > 1 else []
    named = narrowed or [each for target in _targets(ctx) for mention in mentions if (each := _named(ctx, target, mention)).found]
    if not all(fits(ctx.query.text, figure) for each in named for cells in each.found for figure in cells.figures):
        return None
    if not narrowed and all(_is_plain(ctx, each) for each in named):
        return None
    if _open(ctx, named) or any(_tables_differ(each.found) for each in named):
        return choices(ctx, named)
    return tell(ctx, named)


def _is_plain(ctx: Context, named: Named) -> bool:
    """Whether one number is all there is to say, in however many tables, whatever column is asked for."""
    amount = ctx.facts.quantity(named.target, named.mention.keys)
    return amount is not None and not amount.derived


def elsewhere(ctx: Context) -> Answer | None:
    """An official item that only a table of no official form prints: offered with the table's name, since it may be a part of it."""
    if not ctx.query.items or ctx.stray or wants_more(ctx) or any(mention.how in ("default", "printed") for mention in ctx.query.items):
        return None
    named = [
        Named(target, mention, tuple(found))
        for target in _targets(ctx)
        for mention in ctx.query.items
        if (found := cells(_of_other_forms(ctx, target, mention), mention.text, _beside(ctx, mention)))
    ]
    heading = ctx.words("没有单独列示，下面的表里有同名的行，请确认：", "It is not listed by itself; these tables have rows of the name: ")
    return choices(ctx, named, heading) if named else None


def _of_other_forms(ctx: Context, target: Target, mention: ItemMention) -> list[Figure]:
    figures = [figure for each in mention.keys for figure in ctx.facts.of_kind(target, each) if figure.form == OTHER]
    same_name = ctx.facts.of_kind(target, f"{ROW}{mention.text}")
    return list(dict.fromkeys(figure for figure in (*figures, *same_name) if figure.source == "table"))


def tell(ctx: Context, named: Sequence[Named]) -> Answer:
    """Each disclosure, each name: its rows with their numbers and the table; several rows with their sum."""
    reply = ctx.reply()
    last: Target | None = None
    for each in named:
        if each.target != last:
            reply.say(ctx.words("。", ". ") if last else "", of(each.target, ctx.query.lang), ctx.words("：", ": "))
        else:
            reply.say(ctx.words("；", "; "))
        last = each.target
        _tell_name(ctx, reply, each.found)
    return reply.say(ctx.words("。", ".")).answer("answered")


def _tell_name(ctx: Context, reply: Reply, found: Sequence[Cells]) -> None:
    """Tables that agree are told once; `found` is of one name."""
    columns = by_table(found)[0]
    for index, column in enumerate(columns):
        reply.say(ctx.words("；", "; ") if index else "")
        _tell_column(ctx, reply, column, heading=f"“{column.column}”" if len(columns) > 1 else "")
    reply.say(f"（{columns[0].table}）")


def _tell_column(ctx: Context, reply: Reply, column: Cells, heading: str) -> None:
    figures, whole = column.figures, column.amount()
    if len(figures) == 1:
        reply.say(label(figures[0]), heading).number(of_figure(figures[0], label(figures[0])))
        return
    reply.say(ctx.words(f"{column.name}{heading}共{len(figures)}行：", f"{column.name}{heading}, {len(figures)} rows: "))
    for index, figure in enumerate(figures[:MOST_ROWS]):
        reply.say(ctx.words("、", ", ") if index else "", _rest_of_row(figure, column.name)).number(of_figure(figure, label(figure)))
    reply.say(ctx.words("等", " …") if len(figures) > MOST_ROWS else "")
    if whole is not None:
        reply.say(ctx.words("，相加", "; together ")).number(whole)
        if ctx.query.wants("sum"):
            reply.first(whole)


def _rest_of_row(figure: Figure, name: str) -> str:
    """What distinguishes a row from the others of its name: its other levels."""
    return "｜".join(level for level in map(bare_name, figure.row_name.split("｜")) if key(level) != key(name)) or label(figure)


def choices(ctx: Context, named: Sequence[Named], heading: str = "") -> Answer:
    """A question back: each disclosure and table with its number, and the question that asks for just that."""
    several = ctx.words("这个名称不止一处，请选择：", "This is printed in several places; please choose: ")
    reply = ctx.reply().say(heading or several)
    told = [(each, column) for each in named for column in each.found if column.amount() is not None]
    for index, (each, column) in enumerate(told[:MOST_CHOICES]):
        amount = column.amount()
        assert amount is not None
        title = of(each.target, ctx.query.lang)
        about = f"{title}《{column.table}》{amount.label}"
        reply.say(ctx.words("；", "; ") if index else "", about).number(amount)
        _operands(reply, column)
        asking = f"{of(each.target, 'zh')}《{_title(column)}》里“{each.mention.text}”是多少？"
        if len({other.column for other in each.found if other.table == column.table}) > 1:
            about = f"{about}（{column.column}）"
            reply.say(f"（{column.column}）")
        reply.ask_about(Candidate(about, asking, amount.shown, amount.unit, column.table))
    return reply.say(ctx.words("。", ".")).answer("ambiguous")


def _operands(reply: Reply, column: Cells) -> None:
    for index, figure in enumerate(column.figures if len(column.figures) > 1 else ()):
        reply.say(" + " if index else " = ").number(of_figure(figure, label(figure)), unit=False)


def _title(column: Cells) -> str:
    """The title without its number."""
    return column.table.split(" ", 1)[-1]


def _targets(ctx: Context) -> list[Target]:
    """The disclosures asked about, those read for their own year first; a year known only by a change of the next one has no rows."""
    return [target for target in ctx.scope.targets if not target.back]


def _named(ctx: Context, target: Target, mention: ItemMention) -> Named:
    return Named(target, mention, tuple(ctx.facts.cells(target, mention.keys[0], _beside(ctx, mention))))


def _beside(ctx: Context, mention: ItemMention) -> str:
    """What the question says besides the name: a column may be in it."""
    return key(ctx.query.rest).replace(key(mention.text), " ")


def _narrowed(ctx: Context, mentions: Sequence[ItemMention]) -> list[Named]:
    """Two names of one row (部门集中采购的PC服务器): the rows that bear them all."""
    found = []
    for target in _targets(ctx):
        rows = [{figure.id for figure in ctx.facts.of_kind(target, mention.keys[0])} for mention in mentions]
        both = set.intersection(*rows)
        figures = [figure for figure in ctx.facts.of_kind(target, mentions[0].keys[0]) if figure.id in both]
        if figures and (told := cells(figures, mentions[0].text, ctx.query.rest)):
            found.append(Named(target, mentions[0], tuple(told)))
    return found


def _open(ctx: Context, named: Iterable[Named]) -> bool:
    """Whether the question leaves open which organisation, year or kind it is about."""
    targets = [each.target for each in named]
    orgs, years = {target.org.identity for target in targets}, {target.year for target in targets}
    kinds = {(target.document.kind, target.measure) for target in targets}
    several_years = len(ctx.query.years.named) > 1 or ctx.query.years.recent is not None
    return (
        (len(orgs) > 1 and len(ctx.scope.groups) < 2) or (len(years) > 1 and not several_years) or (len(kinds) > 1 and not ctx.query.kinds)
    )


def _tables_differ(found: Sequence[Cells]) -> bool:
    """Whether tables state different amounts under the name; columns of one table are told side by side."""
    tables = by_table(found)
    return len(tables) > 1 and one_amount(found) is None
