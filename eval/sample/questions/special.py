"""Questions that must not simply be looked up: contradictions, ambiguity, nothing there, conversations."""

from __future__ import annotations

from decimal import Decimal

from eval.sample.names import economic_name
from eval.sample.planted import Planted
from eval.sample.questions.desk import Desk
from eval.terms import decimal


def ask_all(desk: Desk) -> None:
    for asker in (_traps, _ambiguous, _unanswerable, _empty, _turns):
        asker(desk)


def _traps(desk: Desk) -> None:
    planted = {f"{p.rule}": p for p in desk.docs["s07"].planted}
    name = desk.org("s07")
    _trap(desk, planted["说明的数=表里的数"], f"{name}2023年{economic_name('30229')}到底是多少？", "万元")
    _trap(
        desk,
        planted["采购总额=货物+工程+服务"],
        f"{name}2023年政府采购预算总额与货物、服务两项加起来对得上吗？",
        "万元",
        (desk.docs["s07"].now.buying.total,),
    )
    _trap(desk, planted["三公=出国+用车+接待"], f"{name}2023年“三公”经费合计是多少？", "万元", (desk.docs["s07"].now.three["合计"],))
    _trap(desk, planted["同一科目处处相等"], f"{name}2023年机关事业单位基本养老保险缴费支出是多少？", "万元")
    _trap(
        desk,
        planted["实有人数=在职+退休+离休"],
        f"{name}2023年实有多少人，跟各类人数相加一致吗？",
        "人",
        (desk.docs["s07"].now.staff.total,),
    )
    now = desk.docs["s02"].now.three["合计"]
    desk.ask(
        "trap",
        "s02 s08",
        f"{desk.short('s02')}2023年“三公”经费的预算数和决算数一样吗？各是多少？",
        ((now, _accounts_three(desk)), "万元"),
        [desk.para("s02", "three"), desk.para("s08", "three")],
        must_say=("预算和决算是两个口径",),
    )


def _accounts_three(desk: Desk) -> Decimal:
    accounts = desk.docs["s08"].accounts
    assert accounts
    return accounts.done.three["合计"]


def _trap(desk: Desk, planted: Planted, question: str, unit: str, right: tuple[Decimal | int, ...] = ()) -> None:
    """A question about a planted contradiction: both numbers must be told, and that they differ."""
    wrong = decimal(planted.altered.printed)
    assert wrong is not None
    other = right or tuple(n for p in planted.against[:1] if (n := decimal(p.printed)) is not None)
    places = [f"{planted.doc}:{p.line}" for p in (planted.altered, *planted.against)]
    desk.ask(
        "trap", planted.doc.removesuffix(".txt"), question, ((wrong, *other), unit), places, text=planted.arithmetic, must_say=("不一致",)
    )


def _ambiguous(desk: Desk) -> None:
    docs = ("s03", "s04")
    desk.ask(
        "ambiguous",
        "s03 s04",
        "苍榆政府办2024年项目支出是多少？",
        (tuple(desk.docs[d].now.project + desk.docs[d].now.carried for d in docs), "万元"),
        [desk.para(d, "project") for d in docs],
    )
    desk.ask(
        "ambiguous",
        "s02 s05 s07",
        "2023年公务用车运行维护费预算多少？",
        (tuple(desk.econ(d, "30231") for d in ("s02", "s05", "s07")), "万元"),
        [desk.cell(d, "基本支出表", "30231", "合计") for d in ("s02", "s05", "s07")],
    )
    desk.ask(
        "ambiguous",
        "s06 s07",
        "白鹭县的在职职工有多少？",
        (tuple(desk.docs[d].now.staff.working for d in ("s06", "s07")), "人"),
        [desk.para(d, "staff") for d in ("s06", "s07")],
    )
    desk.ask(
        "ambiguous",
        "s05 s09 s10",
        "财政局的办公费是多少？",
        (tuple(desk.econ(d, "30201") for d in ("s05", "s09")), "万元"),
        [desk.cell(d, "基本支出表", "30201", "合计") for d in ("s05", "s09")],
    )


def _unanswerable(desk: Desk) -> None:
    def ask(doc: str, question: str, why: str, *keys: str) -> None:
        desk.ask("unanswerable", doc, question, (None, ""), [desk.para(doc, key) for key in keys], text=why)

    ask("s03", f"{desk.org('s03')}2024年“特定目标03300021”的钱具体怎么分？", "资金分配情况完全不予公开。", "project:特定目标03300021:parts")
    ask("s01", f"{desk.short('s01')}2022年政务公开平台运维的中标企业是哪家？", "材料不公开供应商。")
    ask("s02", "青榆市教育局2023年的办公费是多少？", "库里没有这个单位的材料。")
    ask("s06", f"{desk.org('s06')}2024年的“三公”经费是多少？", "只有2022年的材料。")
    ask("s05", f"{desk.org('s05')}2023年局长的工资是多少？", "材料没有个人工资。")
    ask("s09", f"{desk.org('s09')}2024年租赁费预算多少？", "基本支出表没有这一行。", "table:基本支出表")
    ask("s07", f"{desk.org('s07')}2023年实际支出（决算）是多少？", "只有预算，没有决算。")
    ask("s10", f"{desk.org('s10')}2023年决算里办公费实际花了多少？", "说明只列办公费之名，没有金额；决算报表见附表，文件未附。", "attached")


def _empty(desk: Desk) -> None:
    for doc, name, key in (
        ("s01", "政府性基金", "note:政府性基金"),
        ("s03", "国有资本经营", "note:国有资本"),
        ("s05", "政府性基金", "note:政府性基金"),
        ("s10", "国有资本经营", "state"),
    ):
        made = desk.docs[doc]
        desk.ask(
            "empty_table",
            doc,
            f"{desk.org(doc)}{made.plan.year}年{name}预算安排支出了吗？",
            ("没有", ""),
            [desk.para(doc, key)],
            text="没有安排，空表。",
        )


def _turns(desk: Desk) -> None:
    now = desk.docs["s04"].now

    def ask(doc: str, turns: tuple[str, ...], question: str, gold: tuple[Decimal | str, str], place: str) -> None:
        desk.ask("multi_turn", doc, question, gold, [place], turns=turns)

    first = f"{desk.short('s04')}2024年机关运行经费是多少？"
    ask("s04", (first,), "换算成元呢？", (now.operating * 10_000, "元"), desk.para("s04", "running"))
    ask("s03", (first,), f"{desk.short('s03')}呢？", (desk.docs["s03"].now.operating, "万元"), desk.para("s03", "running"))
    ask(
        "s02",
        (f"{desk.short('s04')}2024年差旅费预算多少？",),
        "2023年的呢？",
        (desk.econ("s02", "30211"), "万元"),
        desk.cell("s02", "基本支出表", "30211", "合计"),
    )
    ask(
        "s06",
        (f"{desk.org('s06')}2022年水费多少？",),
        "那电费？",
        (desk.econ("s06", "30206"), "万元"),
        desk.cell("s06", "基本支出表", "30206", "合计"),
    )
    ask(
        "s09",
        (f"{desk.org('s09')}2024年基本支出多少？", "人员经费呢？"),
        "公用经费又是多少？",
        (desk.docs["s09"].now.operating, "万元"),
        desk.para("s09", "operating"),
    )
    project = max(desk.docs["s05"].now.projects, key=lambda p: p.amount)
    ask(
        "s05",
        (f"{desk.org('s05')}2023年有哪些项目？",),
        "其中金额最大的是哪一个？",
        (project.name, ""),
        desk.project("s05", project.name)[-1],
    )
