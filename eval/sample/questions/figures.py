"""Questions whose answer is a number of a table or a little arithmetic over such numbers."""

from __future__ import annotations

from decimal import Decimal

from eval.sample.books import Books, share
from eval.sample.names import economic_name
from eval.sample.questions.desk import Desk

LAY = {
    "30211": "跑外地出差",
    "30208": "冬天烧暖气",
    "30207": "打电话和上网",
    "30231": "养公车",
    "30217": "吃饭招待",
    "30201": "买办公用品",
    "30216": "办学习班",
    "30213": "小修小补",
    "30226": "请人干活的劳务",
    "30113": "给职工缴公积金",
    "30301": "离休老同志",
}
"""Economic items in a citizen's words."""


def ask_all(desk: Desk) -> None:
    for asker in (_lookups, _lay, _functions, _sums, _ratios, _conversions, _ranks, _compare):
        asker(desk)


def _lookups(desk: Desk) -> None:
    for doc, code, wording in (
        ("s01", "30201", "请查{org}{year}年的{item}预算。"),
        ("s02", "30228", "{year}年{org}给{item}安排了多少钱？"),
        ("s04", "30112", "想知道{org}{year}年{item}是多少万元"),
        ("s05", "30102", "{org}{year}年{item}的预算数"),
        ("s06", "30302", "{org}{year}年预算表里{item}列了多少？"),
        ("s09", "30299", "{org}（{year}年）的{item}有多少"),
    ):
        made = desk.docs[doc]
        question = wording.format(org=desk.org(doc), year=made.plan.year, item=economic_name(code))
        desk.ask("lookup", doc, question, (made.now.econ[code], "万元"), [desk.cell(doc, "基本支出表", code, "合计")], table="基本支出表")
    for doc in ("s02", "s03", "s06", "s09"):
        made = desk.docs[doc]
        column = "收入.预算数"
        row = "收入总计"
        desk.ask(
            "lookup",
            doc,
            f"{desk.org(doc)}{made.plan.year}年预算的收入总计是多少",
            (made.now.total, "万元"),
            [desk.cell(doc, "收支总表", row, column), desk.para(doc, "total")],
            table="收支总表",
        )


def _lay(desk: Desk) -> None:
    for doc, code in (
        ("s01", "30231"),
        ("s02", "30211"),
        ("s04", "30207"),
        ("s05", "30201"),
        ("s06", "30216"),
        ("s03", "30113"),
        ("s09", "30211"),
    ):
        made = desk.docs[doc]
        desk.ask(
            "paraphrase",
            doc,
            f"{desk.short(doc)}{made.plan.year}年{LAY[code]}打算花多少？",
            (made.now.econ[code], "万元"),
            [desk.cell(doc, "基本支出表", code, "合计")],
            table="基本支出表",
        )
    carried = desk.docs["s03"].now.carried
    desk.ask(
        "paraphrase",
        "s03",
        f"{desk.short('s03')}2024年账上有多少是去年没用完留下来的？",
        (carried, "万元"),
        [desk.para("s03", "carry")],
        table="上年结转表",
    )


def _functions(desk: Desk) -> None:
    for doc, code, name in (
        ("s01", "2010350", "事业运行"),
        ("s04", "2101103", "公务员医疗补助"),
        ("s05", "2010607", "信息化建设"),
        ("s06", "2050201", "学前教育"),
        ("s09", "2080505", "机关事业单位基本养老保险缴费支出"),
        ("s07", "2130314", "防汛"),
    ):
        made = desk.docs[doc]
        desk.ask(
            "lookup",
            doc,
            f"按功能分类，{desk.short(doc)}{made.plan.year}年{name}预算多少万元？",
            (made.now.row(code).total, "万元"),
            [desk.cell(doc, "一般公共预算支出表", code, "合计"), desk.para(doc, f"item:{code}")],
            table="一般公共预算支出表",
        )
    for doc, name in (("s04", "公务用车运行费"), ("s06", "公务接待费")):
        made = desk.docs[doc]
        if made.now.three[name]:
            desk.ask(
                "lookup",
                doc,
                f"“三公”里面，{desk.org(doc)}{made.plan.year}年{name}是多少？",
                (made.now.three[name], "万元"),
                [desk.para(doc, "three"), desk.para(doc, "table:三公")],
            )


def _sums(desk: Desk) -> None:
    for doc, codes in (("s01", ("30205", "30206")), ("s05", ("30101", "30102")), ("s09", ("30201", "30202"))):
        made = desk.docs[doc]
        names = "与".join(map(economic_name, codes))
        value = sum((made.now.econ[c] for c in codes), Decimal(0))
        desk.ask(
            "sum",
            doc,
            f"把{desk.org(doc)}{made.plan.year}年的{names}合在一起算，一共多少？",
            (value, "万元"),
            [desk.cell(doc, "基本支出表", c, "合计") for c in codes],
            formula="+".join(str(made.now.econ[c]) for c in codes),
        )
    now = desk.docs["s01"].now
    desk.ask(
        "difference",
        "s01",
        f"{desk.short('s01')}2022年基本支出比项目支出多出多少万元？",
        (now.basic - now.project, "万元"),
        [desk.para("s01", "basic"), desk.para("s01", "project"), *(desk.whole("s01", "支出总表", c) for c in ("基本支出", "项目支出"))],
    )
    a, b = desk.docs["s02"].now, desk.docs["s04"].now
    desk.ask(
        "difference",
        "s02 s04",
        f"{desk.short('s04')}2024年的收支总预算和2023年相差多少？",
        (abs(b.total - a.total), "万元"),
        [desk.para("s02", "total"), desk.para("s04", "total")],
        formula=f"{b.total}-{a.total}",
    )
    now = desk.docs["s05"].now
    desk.ask(
        "difference",
        "s05",
        f"{desk.org('s05')}2023年人员经费比公用经费高多少？",
        (now.personnel - now.operating, "万元"),
        [
            desk.para("s05", "personnel"),
            desk.para("s05", "operating"),
            *(desk.whole("s05", "基本支出表", c) for c in ("人员经费", "公用经费")),
        ],
    )


def _ratios(desk: Desk) -> None:
    def ask(doc: str, question: str, part: Decimal, whole: Decimal, *keys: str) -> None:
        desk.ask("ratio", doc, question, (share(part, whole), "%"), [desk.para(doc, key) for key in keys], formula=f"{part}/{whole}*100")

    now = desk.docs["s04"].now
    ask(
        "s04",
        f"{desk.short('s04')}2024年人员经费在基本支出里占几成（百分比）？",
        now.personnel,
        now.basic,
        "personnel",
        "basic",
        "table:基本支出表",
    )
    now = desk.docs["s06"].now
    ask("s06", f"{desk.org('s06')}2022年项目支出占支出预算的比重是多少？", now.project, now.total, "project", "table:支出总表")
    now = desk.docs["s09"].now
    ask("s09", f"{desk.org('s09')}2024年工资福利支出占基本支出百分之多少？", now.under("301"), now.basic, "table:基本支出表")
    staff = desk.docs["s02"].now.staff
    ask("s02", f"{desk.short('s02')}2023年预算公开里实有人员中在职的占多大比例？", Decimal(staff.working), Decimal(staff.total), "staff")


def _conversions(desk: Desk) -> None:
    now = desk.docs["s02"].now
    desk.ask(
        "unit_conversion",
        "s02",
        f"{desk.short('s02')}2023年收支总预算换算成元是多少？",
        (now.total * 10_000, "元"),
        [desk.para("s02", "total")],
    )
    now = desk.docs["s05"].now
    desk.ask(
        "unit_conversion",
        "s05",
        f"{desk.org('s05')}2023年项目支出合多少万元？",
        (now.project, "万元"),
        [desk.para("s05", "project"), desk.whole("s05", "支出总表", "项目支出")],
    )
    now = desk.docs["s04"].now
    desk.ask(
        "unit_conversion",
        "s04",
        f"{desk.org('s04')}2024年“三公”经费是多少元？请用元作单位。",
        (now.three["合计"] * 10_000, "元"),
        [desk.para("s04", "three")],
    )


def _top(books: Books, prefix: str, count: int) -> list[str]:
    codes = [c for c in books.econ if c.startswith(prefix)]
    return sorted(codes, key=lambda c: books.econ[c], reverse=True)[:count]


def _ranks(desk: Desk) -> None:
    for doc, prefix, count, said in (
        ("s01", "302", 2, "商品和服务支出里最大的两项"),
        ("s05", "301", 3, "工资福利支出排前三位的款级科目"),
        ("s09", "302", 1, "公用经费里金额最高的一项"),
    ):
        made = desk.docs[doc]
        top = _top(made.now, prefix, count)
        value = tuple(economic_name(c) for c in top) if count > 1 else economic_name(top[0])
        desk.ask(
            "rank",
            doc,
            f"{desk.org(doc)}{made.plan.year}年{said}是什么？",
            (value, "万元"),
            [desk.cell(doc, "基本支出表", c, "合计") for c in top],
        )
    project = max(desk.docs["s06"].now.projects, key=lambda p: p.amount)
    desk.ask(
        "rank",
        "s06",
        f"{desk.org('s06')}2022年哪个项目的钱最多？",
        (project.name, ""),
        desk.project("s06", project.name),
    )
    project = min(desk.docs["s04"].now.projects, key=lambda p: p.amount)
    desk.ask(
        "rank",
        "s04",
        f"{desk.short('s04')}2024年安排金额最少的项目叫什么？",
        (project.name, ""),
        desk.project("s04", project.name),
    )


def _compare(desk: Desk) -> None:
    books = {doc: desk.docs[doc].now for doc in ("s02", "s03", "s04", "s05", "s09")}
    three = tuple(books[d].three["合计"] for d in ("s02", "s05"))
    desk.ask(
        "compare_orgs",
        "s02 s05",
        f"2023年{desk.short('s02')}和{desk.org('s05')}，谁的“三公”经费预算更多？哪家最高？",
        (three, "万元"),
        [desk.para("s02", "three"), desk.para("s05", "three")],
    )
    operating = tuple(books[d].operating for d in ("s03", "s04"))
    desk.ask(
        "compare_orgs",
        "s03 s04",
        "苍榆州政府办公室与苍榆市政府办公室2024年机关运行经费分别是多少？",
        (operating, "万元"),
        [desk.para("s03", "running"), desk.para("s04", "running")],
    )
    wealth = tuple(books[d].total for d in ("s03", "s04", "s09"))
    desk.ask(
        "compare_orgs",
        "s03 s04 s09",
        f"{desk.short('s03')}、{desk.short('s04')}、{desk.org('s09')}三家2024年收支总预算谁最少？最低的是多少？",
        (wealth, "万元"),
        [desk.para(d, "total") for d in ("s03", "s04", "s09")],
    )
    people = tuple(books[d].staff.working for d in ("s03", "s04"))
    desk.ask(
        "compare_orgs",
        "s03 s04",
        "2024年苍榆州政府办公室和苍榆市政府办公室的在职人数各是多少？",
        (people, "人"),
        [desk.para("s03", "staff"), desk.para("s04", "staff")],
    )
