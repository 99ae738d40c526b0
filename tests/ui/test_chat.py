"""The chat as it is used, over fakes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from domain.model import Value
from tests.ui import fakes
from tests.ui.fakes import FakeAssistant, FakeLibrary
from ui import session
from ui.markdown import JOINER
from ui.session import Turn


def ask(app: AppTest, question: str) -> AppTest:
    return app.chat_input("question").set_value(question).run()


def shown(app: AppTest) -> str:
    """Everything that the page says, in one string, without Markdown's backslashes."""
    elements = [
        *app.markdown,
        *app.caption,
        *app.text,
        *app.title,
        *app.subheader,
        *app.warning,
        *app.info,
        *app.error,
        *app.success,
        *app.code,
    ]
    return "\n".join(str(element.value) for element in elements).replace("\\", "")


def keys(app: AppTest, part: str) -> list[str]:
    return [button.key for button in app.button if part in (button.key or "")]


def test_examples_come_from_the_library_and_ask(app: AppTest, assistant: FakeAssistant) -> None:
    app.button("example-0").click().run()
    assert not app.exception
    assert assistant.asked == [("云岭市政府办公室2023年“三公”经费预算是多少？", (), None)]
    assert not keys(app, "example-")


def test_an_answer_shows_its_number_marked_and_large_and_its_yuan_on_hover(app: AppTest) -> None:
    ask(app, "三公经费")
    assert app.metric[0].value == r"12\.40 万元"
    assert app.metric[0].proto.help == r"合 124,000\.00 元".replace(",", r"\,")
    assert r":blue-background[**12\.40**]" in app.markdown[0].value


@pytest.mark.parametrize(
    ("yuan", "told"),
    [("156211123", "合 1.56211123 亿元"), ("-24000.00", "合 -2.40 万元"), ("100000000", "合 1 亿元"), ("9999.99", ""), ("0", "")],
)
def test_many_yuan_are_told_in_a_larger_unit_too_and_exactly(app: AppTest, yuan: str, told: str) -> None:
    value = Value(Decimal(yuan), "元", Decimal(yuan), "支出", (fakes.TOTAL.id,))
    said = fakes.answer(f"支出 {yuan} 元。", yuan, values=(value,))
    app.session_state["turns"] = [Turn("支出多少元", said)]
    app.run()
    assert app.metric[0].proto.help.replace("\\", "") == told
    assert yuan in shown(app)


def test_three_marks_with_words_and_the_arithmetic_folded_away(app: AppTest) -> None:
    ask(app, "三公经费")
    assert [word in shown(app) for word in ("未比对别处", "勾稽相符", "无可推算")] == [True] * 3
    assert "0 + 9.40 + 3.00 = 12.40 万元" in shown(app)
    assert not app.expander[0].proto.expanded
    assert not app.warning


def test_a_conflict_is_never_silent(app: AppTest) -> None:
    ask(app, "公务接待费")
    assert "别处不一致" in shown(app)
    assert app.warning
    assert app.expander[0].proto.expanded
    assert len(keys(app, "check")) == 2, "both places can be opened"


def test_follow_ups_carry_the_conversation(app: AppTest, assistant: FakeAssistant) -> None:
    ask(ask(app, "三公经费"), "公务接待费呢")
    assert assistant.asked[-1] == ("公务接待费呢", ("三公经费",), None)
    app.button("clear").click().run()
    ask(app, "三公经费")
    assert assistant.asked[-1][1] == ()


def test_a_card_opens_the_table_with_the_cited_cell_marked(app: AppTest) -> None:
    ask(app, "三公经费")
    app.button("turn-0-first-0").click().run()
    table = app.table[-1]
    assert list(table.value.columns) == ["合计", "因公出国（境）费", "公务用车购置及运行费 · 运行费", "公务接待费"], (
        "the empty column is left out"
    )
    assert list(table.value.index) == ["▶ 5"]
    assert table.value.iloc[0, 0] == r"12\.40"
    assert table.proto.arrow_data.styler.styles.count("#ffe08a") == 1
    assert app.toggle("source_columns").label == "显示空列"


def test_a_card_opens_the_sentence_with_the_number_marked_and_nothing_interpreted(app: AppTest) -> None:
    ask(app, "公务接待费")
    app.button("turn-0-first-1").click().run()
    source = next(markdown.value for markdown in app.markdown if "▶ 8" in markdown.value)
    assert r'公务接待费:color[**3\.50**]{foreground="#1c2733" background="#ffe08a"}万元' in source
    assert r"\<b\>厉行节约\<\/b\> \$x\$ \[链接\]\(http\:" in source


def test_candidates_are_buttons_that_ask_for_just_this(app: AppTest, assistant: FakeAssistant) -> None:
    ask(app, "多少人")
    assert "有几种可能" in shown(app)
    assert "第一部分 › 人员" in shown(app)
    assert "46 人" in app.button("turn-0-candidate-0").label
    app.button("turn-0-candidate-1").click().run()
    assert assistant.asked[-1][0] == "三公经费"
    assert app.metric[0].value == r"12\.40 万元"


def test_a_refusal_says_what_is_missing_and_what_is_near(app: AppTest, assistant: FakeAssistant) -> None:
    ask(app, "取暖费")
    assert "没有查到" in shown(app)
    assert "还缺：基本支出表里没有取暖费这一行" in shown(app)
    assert not app.metric
    app.button("turn-0-nearest-0").click().run()
    assert assistant.asked[-1][0] == "三公经费"


def test_english_switch(app: AppTest, assistant: FakeAssistant) -> None:
    app.segmented_control("lang").set_value("en").run()
    assert "no official source" in shown(app)
    ask(app, "三公经费")
    assert assistant.asked[-1][2] == "en"
    assert "Reconciles" in shown(app)


@pytest.mark.parametrize("question", ["<b>x</b>", "$x$ **b** [a](http://b.c)", "😀 :smile:", "'; DROP TABLE figures; --", "长" * 10_000])
def test_questions_are_shown_not_interpreted(app: AppTest, question: str) -> None:
    ask(app, question)
    assert not app.exception
    assert app.text[0].value.rstrip("…") == question[:1000]
    assert "<b>" not in app.markdown[-1].value
    assert "$x" not in app.markdown[-1].value.replace(r"\$", "")


def test_a_question_cut_short_is_answered_in_the_next_run(app: AppTest) -> None:
    app.session_state["turns"] = [Turn("三公经费")]
    app.run()
    assert app.metric[0].value == r"12\.40 万元"


def test_a_question_that_breaks_the_assistant_is_not_asked_again(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def ask(self, question: str, turns: object, lang: object) -> None:
            raise ZeroDivisionError

    monkeypatch.setattr(session, "get_assistant", Broken)
    ask(app, "三公经费")
    assert app.exception
    app.run()
    assert not app.exception


def test_an_empty_library_tells_how_to_fill_it_and_sees_what_came_meanwhile(app: AppTest, library: FakeLibrary) -> None:
    library.filled = False
    app.run()
    assert "资料库还是空的" in shown(app)
    assert f"wenzhang ingest FOLDER --library {library.root}" in app.code[0].value
    library.filled = True
    ask(app, "三公经费")
    assert "资料库还是空的" not in shown(app)
    assert app.metric


def test_an_empty_library_can_be_filled_here(app: AppTest, library: FakeLibrary) -> None:
    library.filled = False
    app.run()
    app.file_uploader[0].upload("好.txt", b"x").run()
    assert fakes.DISCLOSURE.label in app.success[0].value
    assert keys(app, "example-")


def test_says_that_it_is_no_official_source(app: AppTest) -> None:
    assert "并非官方发布" in shown(app)


def test_earlier_questions_stay_in_sight_a_line_each_with_their_number(app: AppTest) -> None:
    for question in ["三公经费", "取暖费", "公务接待费"]:
        ask(app, question)
    assert [expander.label for expander in app.expander][:3:2] == [r"三公经费  :blue-background[**12\.40 万元**]", "取暖费  "]
    assert [message.text[0].value for message in app.chat_message] == ["公务接待费"]
    assert len(app.metric) == 2


def test_many_earlier_questions_are_folded_into_one_line(app: AppTest) -> None:
    app.session_state["turns"] = [Turn(f"取暖费{number}") for number in range(8)]
    app.run()
    assert app.expander[0].label == "更早的 3 个问题"
    assert all(turn.answer for turn in app.session_state["turns"])


def test_rows_that_share_a_line_and_columns_that_share_a_name_can_be_shown(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    twins = replace(fakes.TABLE, header=("合计", "合计", "甲"), rows=(("12.40", "", "1"), ("9", "2")), row_lines=((5, 5), (5, 5)))
    monkeypatch.setattr(fakes, "TABLE", twins)
    ask(app, "三公经费")
    app.button("turn-0-first-0").click().run()
    assert not app.exception
    assert [words.replace(JOINER, "") for words in app.table[-1].value.index] == ["▶ 5", "5"]


def test_a_citation_of_a_passage_shows_its_words_and_its_lines(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    quoted = replace(fakes.cite(fakes.CLAIM)[0], figure=None, table="名词解释", row="三公经费", column="", printed="指" + "长" * 200)
    explained = fakes.answer("三公经费：指…", citations=(quoted,))
    app.session_state["turns"] = [Turn("什么是三公经费", explained)]
    app.run()
    assert "**三公经费**" in app.markdown[-1].value
    assert len(app.markdown[-1].value) < 120
    app.button("turn-0-first-0").click().run()
    assert "**▶ 8**" in app.markdown[-1].value
