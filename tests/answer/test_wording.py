"""What people say in other words is answered as the plain question is; what they ask beyond it is refused, never answered with the rest."""

from __future__ import annotations

import pytest

from answer import Assistant
from answer.wording import standard
from library import Library

OFFICE = "苍榆州人民政府办公室2022年预算"
BOTH = f"{OFFICE}办公费和差旅费一共多少"


@pytest.fixture(scope="module")
def ask(sample_library: Library) -> Assistant:
    return Assistant(sample_library)


SAME = (
    (f"{OFFICE}办公费是多少", f"借问一下，办公费在{OFFICE}里头占了个啥数目"),
    (f"{OFFICE}办公费是多少", f"大伙儿想弄明白{OFFICE}的办公费究竟几多钱"),
    (f"{OFFICE}办公费是多少", f"{OFFICE}账号30201底下记着多大数"),
    (f"{OFFICE}办公费是多少", "Judging by the 2022 budget of 苍榆州人民政府办公室, what number sits against office expenses?"),
    (f"{OFFICE}办公费是多少", "I'd like to know what 苍榆州人民政府办公室 set aside for office expenses in the 2022 budget"),
    (BOTH, f"{OFFICE}办公费、差旅费两笔，凑到一块儿几多"),
    (BOTH, f"{OFFICE}的办公费跟差旅费合并起来是多大一笔数"),
    (BOTH, f"{OFFICE}办公费和差旅费拢共多少"),
    (BOTH, "In the 2022 budget of 苍榆州人民政府办公室, how much are office expenses and travel expenses all told?"),
    (f"{OFFICE}商品和服务支出里办公费占百分之几", f"{OFFICE}商品和服务支出里头，办公费吃掉了几成几"),
    (f"{OFFICE}商品和服务支出里办公费占百分之几", f"{OFFICE}的办公费在商品和服务支出当中占了多大份额"),
    (f"{OFFICE}商品和服务支出中金额最大的一项是什么", f"{OFFICE}的商品和服务支出，打头的是哪一笔"),
    (f"{OFFICE}商品和服务支出中金额最大的一项是什么", f"{OFFICE}商品和服务支出里花钱最凶的是哪一款"),
    (f"{OFFICE}商品和服务支出下面列了几项", f"{OFFICE}的商品和服务支出下头拆成了几样"),
    (f"{OFFICE}商品和服务支出中超过10万元的有哪些", f"{OFFICE}的商品和服务支出，10万元开外的是哪几笔"),
    ("银杉县财政局2024年预算“三公”经费的上年预算数是多少", "银杉县财政局2024年预算说“三公”经费前一年的预算数有多大"),
    ("银杉县财政局2024年预算行政运行为什么变化", "银杉县财政局2024年预算的行政运行有变动，公开里是怎么交代的"),
    ("银杉县财政局2024年预算行政运行为什么变化", "What lies behind the change in 行政运行 in the 2024 budget of 银杉县财政局?"),
    ("白鹭县教育局2022年预算里项目支出是什么意思", "白鹭县教育局2022年预算里讲的项目支出是个什么概念"),
    ("白鹭县教育局2022年预算里项目支出是什么意思", "白鹭县教育局2022年预算说的项目支出，该咋理解"),
    ("白鹭县教育局的主要职责有哪些", "白鹭县教育局平时都忙些什么工作"),
    ("白鹭县教育局的主要职责有哪些", "白鹭县教育局一天到晚是干哪些活儿的"),
)


@pytest.mark.parametrize(("plain", "spoken"), SAME)
def test_other_words_get_the_plain_questions_answer(ask: Assistant, plain: str, spoken: str) -> None:
    wanted, told = ask.ask(plain, lang="zh"), ask.ask(spoken, lang="zh")
    assert wanted.status == told.status == "answered", (wanted.text, told.text)
    assert [value.yuan or value.value for value in told.values] == [value.yuan or value.value for value in wanted.values]
    assert wanted.values or told.text == wanted.text


@pytest.mark.parametrize(
    "question",
    [
        f"{OFFICE}办公费的执行数是多少",
        f"{OFFICE}办公费的全年预算数是多少",
        f"{OFFICE}说办公费早些年的决算数是什么数",
        f"{OFFICE}办公费和摆渡杂事的钱一共多少",
        f"{OFFICE}办公费加给老伙计发的钱合计多少",
        f"{OFFICE}办公费比摆渡杂事的花费多多少",
        f"{OFFICE}摆渡上的花费中的公用经费是多少",
        f"{OFFICE}摆渡方面的总支出预算多少钱",
        f"{OFFICE}办公费和差旅费占办公楼摆渡费的比例是多少",
        "In the 2022 budget of 苍榆州人民政府办公室, how much are staff parties and office expenses together?",
        "Among the three public expenses in 苍榆州人民政府办公室's 2022 budget, how much is all money for horses?",
    ],
)
def test_what_is_not_understood_is_not_answered_with_the_rest(ask: Assistant, question: str) -> None:
    assert ask.ask(question).status != "answered", ask.ask(question).text


def test_names_in_quotation_marks_stay_as_they_are() -> None:
    assert standard("“头一年里头的事”几多钱") == "“头一年里头的事”多少"


@pytest.mark.parametrize(
    "question", ["甲局2024年办公费是多少?", "Why did travel change in 2024?", "甲局2023年和2024年办公费分别是多少,哪年多"]
)
def test_standard_wording_is_left_alone(question: str) -> None:
    assert standard(question) == question
