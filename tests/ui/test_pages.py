"""Documents, figures, findings and accuracy, over fakes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from library import LibraryVersion
from tests.ui.fakes import BAD, DISCLOSURE, FILE, FakeLibrary
from tests.ui.test_chat import shown
from ui import session
from ui.accuracy import REPORT

Page = Callable[[str], AppTest]


@pytest.mark.parametrize("name", ["chat", "documents", "figures", "findings", "accuracy"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("filled", [True, False])
def test_every_page_opens_and_says_that_it_is_no_official_source(
    name: str, lang: str, filled: bool, page: Page, library: FakeLibrary
) -> None:
    library.filled = filled
    app = page(name)
    app.session_state["lang"] = lang
    app.run()
    assert not app.exception
    assert ("并非官方发布" if lang == "zh" else "no official source") in shown(app)


def test_documents_are_listed_with_what_was_not_read_and_why(page: Page) -> None:
    app = page("documents")
    first, issues = (table.value for table in app.dataframe)
    assert first.loc[0, ["单位", "年度", "类别", "表中数字", "文件"]].tolist() == [DISCLOSURE.org, "2023", "预算", 4, FILE]
    assert issues.loc[0].tolist() == ["坏文件.bin", "第 3–4 行", "读不出文字"]


def test_removal_asks_first(page: Page, library: FakeLibrary) -> None:
    app = page("documents")
    app.button("remove").click().run()
    assert "确定从资料库移除" in shown(app)
    app.button("remove_no").click().run()
    assert not library.removed
    app.button("remove").click().run()
    app.button("remove_yes").click().run()
    assert library.removed == [DISCLOSURE.id]
    assert "已移除" in shown(app)


def test_uploads_are_taken_in_or_refused_with_the_reason(page: Page, library: FakeLibrary) -> None:
    library.filled = False
    app = page("documents")
    app.file_uploader[0].upload("好.txt", b"x").upload("坏.bin", BAD).run()
    assert not app.exception
    assert DISCLOSURE.label in app.success[0].value
    assert "读不出文字" in app.error[0].value
    app.run()
    assert not app.success, "told once"


def test_a_library_that_is_being_written_is_one_plain_line(page: Page, library: FakeLibrary) -> None:
    library.locked = True
    app = page("documents")
    app.button("remove").click().run()
    app.button("remove_yes").click().run()
    assert not app.exception
    assert "正由另一进程写入" in app.error[0].value


def test_a_library_that_cannot_be_opened_is_one_plain_line(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> FakeLibrary:
        raise LibraryVersion(Path("/x"), 9, 1)

    monkeypatch.setattr(session, "get_library", missing)
    app.run()
    assert not app.exception
    assert "第 9 版格式" in app.error[0].value


def test_figures_are_filtered_and_downloaded(page: Page) -> None:
    app = page("figures")
    assert len(app.dataframe[0].value) == 5
    app.multiselect("f_sources").set_value(["narrative"]).run()
    assert app.dataframe[0].value["数值"].tolist() == ["3.50"]
    assert app.download_button[0].label == "下载 CSV"
    app.text_input("f_text").set_value("没有这个").run()
    assert "没有符合条件的数字" in shown(app)


def test_findings_show_both_places_and_open_them(page: Page) -> None:
    app = page("findings")
    assert "3.50 ≠ 3.00，差 0.50 万元" in app.code[0].value
    app.button("finding-x1-1").click().run()
    assert app.table[-1].value.iloc[0, 3] == r"3\.00"
    app.button_group("severities").set_value(["note"]).run()
    assert "没有符合条件的疑点" in shown(app)


def test_accuracy_shows_the_last_report(page: Page, library: FakeLibrary) -> None:
    answers = [{"verdict": "wrong", "question": "问<b>", "text": "答 $1", "gold": ["1", "2"], "unit": "万元"}]
    totals = {"right": 8, "missed": 1, "wrong": 1}
    report = {
        "name": "g.jsonl",
        "questions": 10,
        "totals": totals,
        "kinds": {"rank": totals},
        "languages": {"en": totals | {"cited": 3, "citable": 4}},
        "cited": {"at_evidence": 0, "of": 0},
        "answers": answers,
    }
    (library.root / REPORT).write_text(json.dumps(report), "utf-8")
    app = page("accuracy")
    assert [metric.value for metric in app.metric] == ["80.0%", "10.0%", "10.0%", "—"]
    assert app.dataframe[0].value.loc[0].tolist() == ["排序", 10, 8, 1, 1]
    assert app.dataframe[1].value.loc[0].tolist() == ["英文", 10, 8, 1, 1, "75.0%"]
    assert "应为：1、2 万元" in shown(app)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"questions": "x"}', "\x00"])
def test_a_broken_report_is_one_plain_line(text: str, page: Page, library: FakeLibrary) -> None:
    (library.root / REPORT).write_text(text, "utf-8")
    app = page("accuracy")
    assert not app.exception
    assert "读不出来" in app.error[0].value


def test_without_a_report_it_says_how_to_make_one(page: Page) -> None:
    assert "wenzhang eval" in page("accuracy").code[0].value
