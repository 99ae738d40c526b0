"""A whole disclosure of final accounts: overview, narrative, self-evaluation, glossary, a list of tables that are not attached."""

from __future__ import annotations

from eval.sample.accounts import Accounts
from eval.sample.accounts_prose import Report
from eval.sample.names import NUMERALS
from eval.sample.page import Page
from eval.sample.selfeval import SelfEvaluation
from eval.sample.style import Style
from eval.sample.wrap import Paper

GLOSSARY = {
    "财政拨款收入": "同级财政当年拨给单位的资金。",
    "其他收入": "财政拨款、事业收入和经营收入之外取得的收入。",
    "年初结转和结余": "以前年度没有用完、转入本年度继续使用的资金。",
    "基本支出": "为维持机构正常运转发生的人员支出和公用支出。",
    "项目支出": "在基本支出之外为完成特定任务发生的支出。",
    "“三公”经费": "用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。",
    "机关运行经费": "财政拨款基本支出中的公用经费支出。",
}
ATTACHED = (
    "收入支出决算总表",
    "收入决算表",
    "支出决算表",
    "财政拨款收入支出决算总表",
    "一般公共预算财政拨款支出决算表",
    "一般公共预算财政拨款基本支出决算表",
    "财政拨款“三公”经费支出决算表",
    "政府性基金预算财政拨款收入支出决算表",
    "国有资本经营预算财政拨款收入支出决算表",
)


class FinalAccounts:
    def __init__(self, page: Page, style: Style, now: Accounts, before: Accounts) -> None:
        self.page, self.style, self.now, self.before = page, style, now, before
        self.paper = Paper(page, both=True, width=54)
        self.org = str(now.budget.org["name"])

    def _say(self, *texts: str) -> None:
        for text in texts:
            self.paper.paragraph(text)

    def write(self) -> None:
        org, staff, year = self.now.budget.org, self.now.budget.staff, self.now.year
        self._say(f"{self.org}{year}年度", "部门决算公开说明", "第一部分 单位概况", "一、主要职能")
        for n, duty in enumerate(org["duties"]):
            self.paper.paragraph(f"（{NUMERALS[n]}）{duty}", f"duty:{n}")
        self._say("二、机构设置及人员情况")
        self.paper.paragraph(
            f"{self.org}{year}年度，实有人数{staff.total}人，其中：在职人员{staff.working}人，离休人员{staff.veterans}人，退休人员{staff.retired}人。",
            "staff",
        )
        self.paper.paragraph(f"单位无下属预算单位，下设{len(org['offices'])}个科室，分别是：{'、'.join(org['offices'])}。", "offices")
        self._say("第二部分 部门决算情况说明")
        for paragraph in Report(self.now, self.before, self.style).paragraphs():
            self.paper.paragraph(paragraph.text, paragraph.key)
        self.page.lines.extend(["", "", "17", ""])
        SelfEvaluation(self.page, self.now, self.style).write()
        self._end()

    def _end(self) -> None:
        self._say("十二、其他需说明的事项", "没有其他说明事项。", "第三部分 专业名词解释")
        for numeral, (term, text) in zip(NUMERALS, GLOSSARY.items(), strict=False):
            self.paper.paragraph(f"{numeral}、{term}：指{text}", f"term:{term}")
        first = len(self.page.lines) + 1
        self._say("第四部分 部门决算报表（见附表）", *(f"{NUMERALS[n]}、《{title}》" for n, title in enumerate(ATTACHED)))
        self.page.mark("attached", first, len(self.page.lines))
