"""Facts that sentences, projects, indicators and passages tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.model import Figure, Passage
from domain.text import key, squeeze
from eval.gold import Scalar
from eval.questions.data import slots
from eval.questions.fact import Fact
from eval.questions.ledger import Ledger, item_name, name_key
from eval.terms import YUAN


def facts(ledger: Ledger) -> Iterator[Fact]:
    """Changes, last year's numbers, things counted, projects and targets of one disclosure."""
    for make in (_changes, _reasons, _lasts, _quantities, _projects, _targets):
        yield from make(ledger)


def _changes(ledger: Ledger) -> Iterator[Fact]:
    for column, shape in (("增减额", "change"), ("增减率", "rate")):
        for found in ledger.claims(column).values():
            figure = found[0]
            grew = "+" if figure.value and figure.value > 0 else "-"
            if figure.value and figure.unit in (*YUAN, "%") and _possible(ledger, figure):
                yield Fact(
                    shape, "yoy", ledger, abs(figure.value), figure.unit, tuple(found), (item_name(figure.row_name),), {"grew": grew}
                )


def _reasons(ledger: Ledger) -> Iterator[Fact]:
    reasons: dict[str, list[Figure]] = {}
    for figure in ledger.mine:
        if figure.reason and figure.column in ("增减额", "增减率") and figure.value and not figure.project:
            reasons.setdefault(name_key(figure.row_name), []).append(figure)
    for found in reasons.values():
        if len({f.value and f.value > 0 for f in found}) == 1:
            grew = "+" if found[0].value and found[0].value > 0 else "-"
            accept = tuple({f.reason for f in found[1:]} - {found[0].reason})
            name = item_name(found[0].row_name)
            yield Fact("reason", "reason", ledger, found[0].reason, "", tuple(found), (name,), {"grew": grew}, accept=accept)


def _possible(ledger: Ledger, change: Figure) -> bool:
    """Not a growth by more than there is: such a sentence speaks of something else, or is wrong."""
    amount = next((figure for figure in ledger.every if figure.id == change.of), None)
    if amount is None or amount.value is None or change.value is None or amount.unit != change.unit:
        return True
    return change.value <= amount.value


def _lasts(ledger: Ledger) -> Iterator[Fact]:
    for found in ledger.claims("上年数").values():
        if found[0].value is not None and found[0].unit in YUAN:
            name = item_name(found[0].row_name)
            yield Fact(
                "last", "lookup_narrative", ledger, found[0].value, found[0].unit, tuple(found), (name,), {"measure": found[0].measure}
            )


def _quantities(ledger: Ledger) -> Iterator[Fact]:
    for found in ledger.claims("数量").values():
        name = item_name(found[0].row_name)
        if name in slots()["counted"] and found[0].value is not None:
            unit = found[0].unit
            yield Fact("quantity", "lookup_narrative", ledger, found[0].value, unit, tuple(found), (), {"item": name, "unit": unit})


def _projects(ledger: Ledger) -> Iterator[Fact]:
    amounts: dict[str, list[Figure]] = {}
    for figure in ledger.mine:
        column = key(figure.column.rsplit(".", 1)[-1])
        whole = (
            "项目支出合计",
            "年度资金总额",
            "年度预算总额",
            "项目资金总额",
            "年度资金申请总额",
            "全年预算数",
            "全年执行数",
            "年初预算数",
            "金额",
        )
        if figure.project and figure.unit in YUAN and column in whole:
            amounts.setdefault(figure.project, []).append(figure)
    for project, found in amounts.items():
        if _named(project) and {f.measure for f in found} == {"预算数"} and len({f.value for f in found}) == 1 and found[0].value:
            yield Fact("project", "lookup", ledger, found[0].value, found[0].unit, tuple(found), (), {"project": project})


def _named(project: str) -> bool:
    return 5 < len(project) < 30 and project not in ("整体", "项目支出")


def _targets(ledger: Ledger) -> Iterator[Fact]:
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in ledger.every:
        if figure.source == "indicator" and figure.column == "指标值" and _named(figure.project):
            groups.setdefault((figure.project, squeeze(figure.row_name)), []).append(figure)
    for (project, name), found in groups.items():
        value, unit = found[0].value, found[0].unit
        if len(found) == 1 and found[0].printed and len(name) > 2:
            told: Scalar = value if value is not None else found[0].printed
            yield Fact(
                "target",
                "performance",
                ledger,
                told,
                unit if value is not None and "/" not in unit else "",
                (found[0],),
                (),
                {"project": project, "item": name},
            )


def of_passages(ledger: Ledger, passages: Sequence[Passage]) -> Iterator[Fact]:
    """Definitions and duties, as the disclosure words them."""
    terms: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.kind == "definition" and 2 <= len(passage.term) <= 16:
            terms.setdefault(passage.term.strip("“”"), []).append(passage)
    for term, found in terms.items():
        accept = tuple(p.text for p in found[1:])
        yield Fact("definition", "definition", ledger, found[0].text, "", tuple(found), (), {"term": term}, accept=accept)
    duties = [passage for passage in passages if passage.kind == "duty" and len(passage.text) > 15]
    if duties:
        yield Fact("duty", "duty", ledger, duties[0].text, "", tuple(duties), accept=tuple(p.text for p in duties[1:]))
