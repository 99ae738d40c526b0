"""What was understood, as chips: shown as it was taken, and changed by asking again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from answer import Assistant
from domain.model import Answer
from library import Library
from tests.ui import fakes
from tests.ui.fakes import FakeAssistant
from tests.ui.test_chat import ask, shown
from ui.parts.chips import measure
from ui.session import Turn
from ui.text import plain

ORG = fakes.DISCLOSURE.org
ITEM = {"text": "三公经费", "name": "三公经费", "keys": ["三公经费"], "how": "name"}


def understood(**changes: Any) -> Answer:
    """The answer to the first question, with a query as the assistant describes it."""
    query = {"organisations": [ORG], "years": [2023], "kinds": [], "items": [ITEM], "operations": [], "inherited": [], **changes}
    return replace(fakes.answers()["三公"], query=query)


def open_with(app: AppTest, *answers: Answer) -> AppTest:
    app.session_state["turns"] = [Turn("三公经费", answer) for answer in answers]
    return app.run()


def badges(app: AppTest) -> str:
    return " ".join(str(markdown.value) for markdown in app.markdown if "-badge[" in str(markdown.value)).replace("\\", "")


def chips(app: AppTest) -> set[str]:
    return {box.key.rsplit("-", 1)[1] for box in app.selectbox}


def test_each_slot_can_be_changed(app: AppTest) -> None:
    open_with(app, understood())
    assert not app.exception
    assert chips(app) == {"orgs", "years", "kinds", "items", "measure"}
    labels = [popover.proto.popover.label for popover in app.get("popover")]
    assert [label.replace("\\", "") for label in labels] == [ORG, "2023", "预算", "三公经费", "数额"], (
        "what the question left open is as it was taken"
    )
    assert app.selectbox("turn-0-items").options == ["“三公”经费"], "the rows of the tables that were cited"


@pytest.mark.parametrize(
    ("slot", "chosen", "asked"),
    [
        ("kinds", "决算", "决算呢？"),
        ("items", "“三公”经费", "“三公”经费是多少？"),
        ("measure", "change", "三公经费比上年增减多少？"),
        ("measure", "reason", "三公经费为什么变化？"),
    ],
)
def test_changing_a_chip_asks_again_as_a_follow_up(app: AppTest, assistant: FakeAssistant, slot: str, chosen: str, asked: str) -> None:
    open_with(app, understood())
    app.selectbox(f"turn-0-{slot}").set_value(chosen).run()
    assert not app.exception
    assert assistant.asked == [(asked, ("三公经费",), None)]


def test_an_english_answer_is_asked_again_in_english(app: AppTest, assistant: FakeAssistant) -> None:
    open_with(app, replace(understood(), lang="en"))
    app.selectbox("turn-0-kinds").set_value("决算").run()
    assert assistant.asked[0][0] == "What about the final accounts?"


def test_another_item_is_asked_for_in_the_same_measure(app: AppTest, assistant: FakeAssistant) -> None:
    open_with(app, understood(operations=["change", "money"]))
    app.selectbox("turn-0-items").set_value("“三公”经费").run()
    assert assistant.asked[0][0] == "“三公”经费比上年增减多少？"


@pytest.mark.parametrize("changes", [{"operations": ["share"]}, {"operations": ["rank"]}, {"items": [ITEM, ITEM]}])
def test_what_takes_more_than_one_item_is_shown_only(app: AppTest, changes: dict[str, Any]) -> None:
    open_with(app, understood(**changes))
    assert chips(app) == {"orgs", "years", "kinds"}
    assert "三公经费" in badges(app)


def test_earlier_answers_show_theirs_without_changing_them(app: AppTest) -> None:
    open_with(app, understood(), understood(inherited=["orgs", "years"]))
    assert {box.key for box in app.selectbox} == {f"turn-1-{slot}" for slot in ("orgs", "years", "kinds", "items", "measure")}
    assert ORG in badges(app) and "数额" in badges(app)


def test_what_was_carried_over_and_how_words_were_taken_is_told(app: AppTest) -> None:
    lay = {"text": "养车", "name": "公务用车运行维护费", "keys": ["公务用车运行维护费"], "how": "lay"}
    open_with(app, understood(items=[lay], inherited=["orgs", "years"], corrected=[{"typed": "接代费", "meant": "接待费"}]))
    assert "接着上文：单位、年度" in shown(app)
    assert "养车 → 公务用车运行维护费" in badges(app) and "接代费 → 接待费" in badges(app)
    open_with(app, understood())
    assert "接着上文" not in shown(app) and "→" not in badges(app)


def test_each_part_of_a_question_has_its_own_line(app: AppTest) -> None:
    whole = understood(inherited=["orgs"])
    parts = [understood().query, {**understood().query, "operations": ["share"], "inherited": ["orgs"]}]
    open_with(app, replace(whole, query={**whole.query, "parts": parts}))
    assert not app.selectbox
    assert "占比" in badges(app) and "1." in shown(app) and "2." in shown(app)
    assert "接着上文" not in shown(app), "one part takes over from another, nothing from an earlier turn"


def test_a_refusal_of_what_nobody_understood_has_no_chips(app: AppTest) -> None:
    ask(app, "今天天气")
    assert not app.selectbox


# --- over documents: asking again means the same as asking in full --------------------------------------------------------------------
OFFICE = "苍榆州人民政府办公室"
FIRST = {"zh": f"{OFFICE}2023年预算公务接待费是多少？", "en": f"How much is the official reception budget of {OFFICE} for 2023?"}


@pytest.fixture(scope="module")
def speaker(sample_library: Library) -> Assistant:
    return Assistant(sample_library)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("key", "filled", "full"),
    [
        ("orgs", {"value": "青榆市财政局"}, "青榆市财政局2023年预算公务接待费是多少？"),
        ("years", {"value": "2024"}, f"{OFFICE}2024年预算公务接待费是多少？"),
        ("kinds", {"value": ""}, f"{OFFICE}2023年决算公务接待费是多少？"),
        ("value", {"item": "会议费"}, f"{OFFICE}2023年预算会议费是多少？"),
        ("change", {"item": "公务接待费"}, f"{OFFICE}2023年预算公务接待费比上年增减多少？"),
        ("rate", {"item": "公务接待费"}, f"{OFFICE}2023年预算公务接待费比上年增长或下降百分之几？"),
        ("last", {"item": "公务接待费"}, f"{OFFICE}2023年预算公务接待费上年是多少？"),
        ("reason", {"item": "公务接待费"}, f"{OFFICE}2023年预算公务接待费为什么变化？"),
    ],
)
def test_a_chip_means_what_the_full_question_means(speaker: Assistant, lang: Any, key: str, filled: dict[str, str], full: str) -> None:
    if key == "kinds":
        filled = {"value": plain("kind_of.决算", lang)}
    again, direct = speaker.ask(plain(f"again.{key}", lang, **filled), [FIRST[lang]]), speaker.ask(full)
    assert (again.status, direct.status) == ("answered", "answered")
    assert [(value.value, value.figures) for value in again.values] == [(value.value, value.figures) for value in direct.values]
    assert measure(again.query) == (key if "item" in filled else "value"), "the chip then shows what it was changed to"


def test_the_years_of_a_series_are_shown_though_none_was_named(app: AppTest, speaker: Assistant) -> None:
    answer = speaker.ask(f"{OFFICE}近三年公务接待费预算各是多少？")
    open_with(app, answer)
    assert answer.query["years"] == [] and "2022、2023、2024" in badges(app)


def test_the_typo_note_is_in_the_language_of_the_answer(speaker: Assistant) -> None:
    asked = f"{OFFICE}2023年预算公务接代费是多少？"
    assert speaker.ask(asked).text.endswith("（“公务接代费”按“公务接待费”理解。）")
    assert speaker.ask(asked, lang="en").text.endswith(" (“公务接代费” read as “公务接待费”.)")
