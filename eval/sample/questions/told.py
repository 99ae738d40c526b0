"""Questions answered by sentences: people, assets, changes, reasons, duties, terms, projects, targets."""

from __future__ import annotations

import re

from eval.sample.accounts import marks
from eval.sample.books import growth, share
from eval.sample.prose import GLOSSARY
from eval.sample.questions.desk import Desk
from eval.sample.targets import goals


def ask_all(desk: Desk) -> None:
    for asker in (_people, _assets, _final, _changes, _reasons, _duties, _terms, _lists, _targets):
        asker(desk)


def _people(desk: Desk) -> None:
    staff = desk.docs["s01"].now.staff
    desk.ask("lookup_narrative", "s01", f"{desk.short('s01')}2022年退休人员有几位？", (staff.retired, "人"), [desk.para("s01", "staff")])
    staff = desk.docs["s03"].now.staff
    desk.ask("lookup_narrative", "s03", f"{desk.org('s03')}2024年编制是多少个？", (staff.posts, "名"), [desk.para("s03", "staff")])
    staff = desk.docs["s05"].now.unit_staff
    desk.ask("lookup_narrative", "s05", "青榆市预算评审中心2023年在职多少人？", (staff.working, "人"), [desk.para("s05", "unit.staff")])
    staff = desk.docs["s08"].now.staff
    desk.ask(
        "lookup_narrative", "s08", f"{desk.org('s08')}2023年度决算公开时实有多少人？", (staff.total, "人"), [desk.para("s08", "staff")]
    )


def _assets(desk: Desk) -> None:
    has = desk.docs["s06"].now.assets
    desk.ask("lookup_narrative", "s06", f"截至2021年底{desk.org('s06')}有多少辆车？", (has.cars, "辆"), [desk.para("s06", "cars")])
    has = desk.docs["s02"].now.assets
    desk.ask(
        "lookup_narrative", "s02", f"{desk.short('s02')}2023年预算公开里房屋面积多大？", (has.area, "平方米"), [desk.para("s02", "area")]
    )
    has = desk.docs["s09"].now.assets
    desk.ask(
        "lookup_narrative",
        "s09",
        f"{desk.org('s09')}2024年预算公开里办公家具值多少钱？",
        (has.furniture, "万元"),
        [desk.para("s09", "furniture")],
    )
    buy = desk.docs["s04"].now.buying
    desk.ask("lookup_narrative", "s04", f"{desk.short('s04')}2024年打算采购多少货物？", (buy.goods, "万元"), [desk.para("s04", "buying")])
    buy = desk.docs["s05"].now.buying
    desk.ask(
        "lookup_narrative",
        "s05",
        f"{desk.org('s05')}2023年给小微企业留了多少采购额度？",
        (buy.reserved, "万元"),
        [desk.para("s05", "reserved")],
    )
    project = desk.docs["s01"].now.projects[0]
    desk.ask(
        "lookup_narrative",
        "s01",
        f"{desk.short('s01')}2022年“{project.name}”里{project.parts[0][0]}分到多少？",
        (project.parts[0][1], "万元"),
        [desk.para("s01", f"project:{project.name}:parts")],
    )


def _final(desk: Desk) -> None:
    for doc in ("s08", "s10"):
        accounts = desk.docs[doc].accounts
        assert accounts
        name = desk.org(doc)
        desk.ask(
            "lookup_narrative",
            doc,
            f"{name}2023年实际支出合计多少？（决算）",
            (accounts.outlay, "万元"),
            [desk.para(doc, "whole.out"), desk.para(doc, "outlay")],
        )
        desk.ask(
            "lookup_narrative",
            doc,
            f"{name}2023年度“三公”经费决算数是多少？",
            (accounts.done.three["合计"], "万元"),
            [desk.para(doc, "three")],
        )
    accounts = desk.docs["s08"].accounts
    assert accounts
    desk.ask(
        "difference",
        "s08",
        f"{desk.short('s08')}2023年财政拨款决算数跟年初预算差多少钱？",
        (abs(accounts.grant - accounts.budget.general), "万元"),
        [desk.para("s08", "grant.change")],
    )
    desk.ask("lookup_narrative", "s08", f"{desk.org('s08')}2023年底还结余多少？", (accounts.left, "万元"), [desk.para("s08", "whole.out")])
    desk.ask(
        "ratio",
        "s08",
        f"{desk.org('s08')}2023年决算基本支出占本年支出的百分比？",
        (share(accounts.done.basic, accounts.outlay), "%"),
        [desk.para("s08", "outlay")],
    )


def _changes(desk: Desk) -> None:
    for doc in ("s02", "s04", "s06"):
        made = desk.docs[doc]
        now, old = made.now.operating, made.before.operating
        desk.ask(
            "yoy",
            doc,
            f"{desk.short(doc)}{made.plan.year}年机关运行经费预算同比变动了多少万元？",
            (abs(now - old), "万元"),
            [desk.para(doc, "running")],
        )
    made = desk.docs["s04"]
    now, old = made.now.basic, made.before.basic
    desk.ask(
        "yoy", "s04", f"{desk.short('s04')}2024年基本支出同比升降百分之几？", (abs(growth(now, old)), "%"), [desk.para("s04", "basic")]
    )
    made = desk.docs["s09"]
    desk.ask(
        "yoy",
        "s09",
        f"根据{desk.org('s09')}2024年的预算公开，2023年“三公”经费预算是多少？",
        (made.before.three["合计"], "万元"),
        [desk.para("s09", "three.change")],
    )
    code = "2210201"
    a, b = desk.docs["s06"].now.row(code).total, desk.docs["s06"].before.row(code).total
    desk.ask(
        "yoy",
        "s06",
        f"{desk.org('s06')}的住房公积金（项）2022年比2021年变动多少？2021年是多少？",
        ((abs(a - b), b), "万元"),
        [desk.para("s06", f"item:{code}")],
    )


def _reason_of(desk: Desk, doc: str, key: str) -> str:
    first, last = desk.docs[doc].page.marks[key]
    text = "".join(line.strip() for line in desk.docs[doc].page.lines[first - 1 : last])
    found = re.search(r"主要原因是?[:：]?([^。；，]+(?:，[^。；]*?)?)[。；]", text)
    assert found, text
    return found[1]


def _reasons(desk: Desk) -> None:
    for doc, key, said in (
        ("s02", "running", "机关运行经费预算为什么变化"),
        ("s04", "item:2210201", "住房公积金预算变动的原因是什么"),
        ("s08", "item:2080505", "养老保险缴费决算数变动，原因何在"),
        ("s05", "project", "项目支出为什么跟上年不一样"),
        ("s09", "item:2010601", "行政运行预算为何升降"),
    ):
        made = desk.docs[doc]
        desk.ask("reason", doc, f"{desk.org(doc)}{made.plan.year}年{said}？", (_reason_of(desk, doc, key), ""), [desk.para(doc, key)])


def _duties(desk: Desk) -> None:
    for doc, n, said in (
        ("s05", 3, "青榆市的供应商投诉由哪个部门受理"),
        ("s07", 2, "白鹭县水情预警由谁发布"),
        ("s04", 6, "苍榆州州直单位之间的数据共享归谁牵头"),
    ):
        same = [name for name, made in desk.docs.items() if made.plan.org == desk.docs[doc].plan.org]
        desk.ask("duty", " ".join(same), f"{said}？", (desk.org(doc), ""), [desk.para(name, f"duty:{n}") for name in same])
    desk.ask(
        "duty", "s06", f"{desk.org('s06')}在校园安全方面管什么？", ("组织校园安全检查，督促隐患整改", ""), [desk.para("s06", "duty:4")]
    )


def _terms(desk: Desk) -> None:
    for doc, term in (("s02", "机关运行经费"), ("s06", "项目支出"), ("s04", "上年结转")):
        desk.ask(
            "definition",
            doc,
            f"{desk.org(doc)}{desk.docs[doc].plan.year}年预算公开材料里说的“{term.strip('“”')}”是什么意思？",
            (GLOSSARY[term].rstrip("。"), ""),
            [desk.para(doc, f"term:{term}")],
        )


def _lists(desk: Desk) -> None:
    for doc in ("s02", "s06"):
        made = desk.docs[doc]
        amounts = tuple(p.amount for p in made.now.projects)
        desk.ask(
            "list",
            doc,
            f"列出{desk.org(doc)}{made.plan.year}年预算安排的全部项目和金额。",
            (amounts, "万元"),
            [place for p in made.now.projects for place in desk.project(doc, p.name)],
        )
    offices = tuple(desk.docs["s09"].now.org["offices"])
    desk.ask("list", "s09", f"{desk.org('s09')}内部设了哪些股室？", (offices, ""), [desk.para("s09", "offices")])
    desk.ask(
        "list",
        "s05",
        f"{desk.org('s05')}下面有哪些二级预算单位？",
        ("青榆市预算评审中心", ""),
        [desk.para("s05", key) for key in ("unit.name", "unit.offices", "unit.staff")],
    )
    project = desk.docs["s04"].now.projects[1]
    parts = tuple(amount for _, amount in project.parts)
    desk.ask(
        "list",
        "s04",
        f"{desk.short('s04')}2024年“{project.name}”的钱分成了哪几块？",
        (parts, "万元"),
        [desk.para("s04", f"project:{project.name}:parts")],
    )


def _targets(desk: Desk) -> None:
    for doc, project_at, goal_at in (("s01", 0, 0), ("s02", 1, 3), ("s04", 1, 0), ("s05", 0, 2)):
        made = desk.docs[doc]
        project = made.now.projects[project_at]
        goal = goals(project)[goal_at]
        found = next(t for t in made.page.targets if t.table == f"绩效-{project.name}" and t.indicator == goal.name)
        desk.ask(
            "performance",
            doc,
            f"{desk.org(doc)}{made.plan.year}年“{project.name}”的“{goal.name}”目标定在多少？",
            (f"{goal.sense}{goal.value}{goal.unit}", ""),
            [f"{doc}.txt:{found.line}"],
        )
    accounts = desk.docs["s08"].accounts
    assert accounts
    spent = min(accounts.spent, key=lambda s: s.rate)
    place = [desk.para("s08", f"self:{spent.project.name}")]
    name = f"{desk.org('s08')}2023年“{spent.project.name}”项目"
    desk.ask("performance", "s08", f"{name}绩效自评总分多少？", (marks(spent)[1], "分"), place)
    desk.ask("performance", "s08", f"{name}的预算执行率是多少？", (spent.rate, "%"), place)
    desk.ask("performance", "s08", f"{name}全年执行数是多少万元？", (spent.paid, "万元"), place)
