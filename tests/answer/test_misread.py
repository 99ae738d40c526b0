"""Ways of asking that were once misread, each for its family, on generated documents: sums, levels of codes, parts, counts, a person's pay."""

from __future__ import annotations

from decimal import Decimal

import pytest

from answer import Assistant
from library import Library

BOARD, TOWN = "白鹭县教育局2022年", "苍榆市人民政府办公室2024年"


@pytest.fixture(scope="module")
def ask(sample_library: Library) -> Assistant:
    return Assistant(sample_library)


def _value(ask: Assistant, question: str) -> Decimal:
    answer = ask.ask(question)
    assert answer.status == "answered", answer.text
    value = answer.values[0].value
    assert value is not None
    return value


@pytest.mark.parametrize("joint", ["连同", "加上", "外加", "算上", "并上", "搭上"])
@pytest.mark.parametrize("office", [BOARD, TOWN])
def test_two_items_joined_by_a_word_for_adding_are_added(ask: Assistant, joint: str, office: str) -> None:
    parts = [_value(ask, f"{office}{item}是多少") for item in ("办公费", "差旅费")]
    assert _value(ask, f"{office}办公费{joint}差旅费是多少钱") == sum(parts)


@pytest.mark.parametrize("name", ["预算上年结转", "合并上年结转"])
def test_such_a_word_within_others_adds_nothing(ask: Assistant, name: str) -> None:
    assert "预加上" not in ask.ask(f"{BOARD}{name}是多少").text


@pytest.mark.parametrize(("more", "less"), [("办公费", "印刷费"), ("差旅费", "邮电费")])
@pytest.mark.parametrize("said", ["{}要高出{}多少", "{}比{}多多少", "{}会多出{}几多钱", "{}超过{}多少"])
def test_how_much_one_is_above_another(ask: Assistant, more: str, less: str, said: str) -> None:
    gap = _value(ask, f"{BOARD}{more}是多少") - _value(ask, f"{BOARD}{less}是多少")
    assert abs(_value(ask, BOARD + said.format(more, less))) == abs(gap)


@pytest.mark.parametrize("level", ["类级", "款级", "项级", "项级科目"])
@pytest.mark.parametrize("total", ["支出预算", "总支出"])
def test_the_rows_of_a_level_are_not_the_total(ask: Assistant, level: str, total: str) -> None:
    assert ask.ask(f"{BOARD}{level}{total}是多少").status != "answered"


@pytest.mark.parametrize("said", ["功能分类205那一类", "205类", "类级205", "205这个大类", "科目205"])
def test_a_class_is_asked_for_by_its_code(ask: Assistant, said: str) -> None:
    assert _value(ask, f"{BOARD}{said}是多少") == _value(ask, f"{BOARD}教育支出是多少")


@pytest.mark.parametrize(("whole", "part"), [("五险一金", "住房公积金"), ("“三公”经费", "公务接待费"), ("五险一金", "职业年金")])
def test_a_part_named_within_its_whole_comes_first_and_alone(ask: Assistant, whole: str, part: str) -> None:
    answer = ask.ask(f"{BOARD}{whole}里的{part}是多少")
    assert answer.values[:1] == ask.ask(f"{BOARD}{part}是多少").values[:1]
    assert _value(ask, f"{BOARD}{whole}是多少") not in [value.value for value in answer.values]


@pytest.mark.parametrize("counted", ["几拨人", "多少桌", "几次客", "多少位客人", "几趟"])
def test_money_is_no_answer_to_how_many(ask: Assistant, counted: str) -> None:
    answer = ask.ask(f"{BOARD}公务接待了{counted}")
    assert answer.status != "answered", answer.text


@pytest.mark.parametrize(
    "whose",
    ["李大勇一年拿多少", "主任挣多少", "副局长到手多少", "王主任的年薪是多少", "赵小红的工资是多少", "司机一个月拿多少", "科长月薪多少"],
)
def test_what_one_person_earns_is_personal(ask: Assistant, whose: str) -> None:
    answer = ask.ask(f"白鹭县教育局{whose}")
    assert answer.status == "unsupported"
    assert "个人信息" in answer.text


@pytest.mark.parametrize("asked", ["给职工发的津贴补贴是多少", "人均工资福利支出是多少", "对个人和家庭的补助是多少", "发工资花了多少"])
def test_what_all_of_them_earn_is_not(ask: Assistant, asked: str) -> None:
    assert ask.ask(f"{BOARD}{asked}").status == "answered"


def test_nothing_of_others_is_near_to_an_office_that_is_not_here(ask: Assistant) -> None:
    assert not ask.ask("柳泉镇镇长工资多少").nearest


@pytest.mark.parametrize("cars", ["official cars", "cars", "its official vehicles", "government vehicles"])
def test_money_spent_on_cars_is_money(ask: Assistant, cars: str) -> None:
    answer = ask.ask(f"How much did the Bailu County Education Bureau spend on {cars} in 2022?")
    assert answer.values[0].value == _value(ask, f"{BOARD}公务用车购置及运行费是多少")


def test_pay_for_staff_is_pay(ask: Assistant) -> None:
    answer = ask.ask("How much were bonuses for staff of the Bailu County Education Bureau in 2022?")
    assert answer.values[0].value == _value(ask, f"{BOARD}奖金是多少")


def test_words_of_two_languages_are_apart(ask: Assistant) -> None:
    answer = ask.ask("In 2022, what did the Bailu County Education Bureau spend on veteran cadres?")
    assert " 空" not in answer.text
    listed = ask.ask("Travel and printing together, Bailu County Education Bureau 2022")
    assert "差旅费 8.26" in listed.text and "印刷费 1.45" in listed.text


@pytest.mark.parametrize("said", ["张三一年花了多少", "三一年预算"])
def test_one_year_of_somebody_is_no_year(said: str) -> None:
    from answer.years import find_years

    assert find_years(said).named == ()


@pytest.mark.parametrize("whom", ["每个在编的人", "每名在职职工", "人均", "每位工作人员"])
def test_an_amount_asked_for_by_head_is_never_the_whole(ask: Assistant, whom: str) -> None:
    answer, whole = ask.ask(f"{TOWN}{whom}摊到多少办公费"), _value(ask, f"{TOWN}办公费是多少")
    assert answer.status == "not_found" or answer.values[0].value < whole


@pytest.mark.parametrize("said", ["养一辆车平均花多少", "每辆车花多少钱", "平均每台公务车支出多少"])
def test_what_a_vehicle_costs_is_no_share_of_all_that_is_spent(ask: Assistant, said: str) -> None:
    answer = ask.ask(f"{BOARD}{said}")
    assert "支出总计" not in answer.text
    assert answer.status != "answered" or answer.values[1].value == _value(ask, f"{BOARD}公务用车运行维护费是多少")


@pytest.mark.parametrize("rest", ["留给小企业", "是给学校的", "花在车上", "被拿去搞活动了"])
@pytest.mark.parametrize("whole", ["政府采购", "“三公”经费", "办公费"])
def test_some_of_an_item_is_not_all_of_it(ask: Assistant, whole: str, rest: str) -> None:
    answer = ask.ask(f"{BOARD}的{whole}里多少{rest}")
    assert answer.status != "answered", answer.text


@pytest.mark.parametrize("asked", ["单位资产有多少", "资产总额是多少", "部门预算由哪些单位组成", "预算单位有哪些"])
def test_assets_and_units_are_no_spending(ask: Assistant, asked: str) -> None:
    answer = ask.ask(f"{BOARD}{asked}")
    told = {ask.ask(f"{BOARD}{item}是多少").values[:1] for item in ("资本性支出", "支出总计", "总预算")}
    assert answer.values[:1] not in told - {()}


def test_a_sum_over_both_classifications_says_so(ask: Assistant) -> None:
    both, one = (ask.ask(f"{BOARD}{items}一共多少") for items in ("教育支出和办公费", "办公费和差旅费"))
    assert both.values[0].value == _value(ask, f"{BOARD}教育支出是多少") + _value(ask, f"{BOARD}办公费是多少")
    assert "功能分类" in both.text and "功能分类" not in one.text


def test_the_span_of_years_ends_before_what_is_asked() -> None:
    from answer.years import find_years

    text = "2023到2025    逐年"  # the name of an item, found before and blanked
    assert all(text[start:end] == text[start:end].strip() for start, end in find_years(text).spans)
    assert find_years(text).named == (2023, 2024, 2025)


def test_a_particle_begins_no_slip(ask: Assistant) -> None:
    answer = ask.ask("白鹭县教育局2022年预算里退休废是多少")
    assert answer.values[:1] == ask.ask("白鹭县教育局2022年预算里退休费是多少").values[:1]


@pytest.mark.parametrize("part", ["绩效", "目标", "无人机", "得分"])
@pytest.mark.parametrize("whole", ["基本支出", "项目支出", "“三公”经费"])
def test_the_share_of_what_nobody_lists_is_not_that_of_its_whole(ask: Assistant, part: str, whole: str) -> None:
    assert ask.ask(f"{BOARD}预算中{part}占{whole}的比例是多少").status != "answered"


@pytest.mark.parametrize("said", ["给神仙烧香的总数这一行，归人员经费的是多少", "给神仙烧香的总数里属于人员经费的有多少"])
def test_a_column_of_a_row_that_is_not_understood_is_not_the_columns_total(ask: Assistant, said: str) -> None:
    assert ask.ask(f"{BOARD}预算{said}").status != "answered"
