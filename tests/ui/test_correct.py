"""Correcting in the app, and where a file came from, over fakes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from domain.facts import Fact
from tests.ui.fakes import DISCLOSURE, ENTRY, TABLE, FakeLibrary
from tests.ui.test_chat import shown
from ui.markdown import JOINER

Page = Callable[[str], AppTest]


def key(name: str) -> str:
    return f"correct_{name}-{DISCLOSURE.id}"


def saved(app: AppTest) -> AppTest:
    return app.button(key("save")).click().run()


def test_only_what_was_changed_is_corrected(page: Page, library: FakeLibrary) -> None:
    app = page("documents")
    app.text_input(key("year")).set_value("2022")
    app.selectbox(key("kind")).set_value("决算")
    app.text_input(key("note")).set_value("封面")
    app = saved(app)
    assert not app.exception
    assert [one.fact for one in library.kept] == [Fact("year", "2022"), Fact("kind", "决算")]
    assert {one.note for one in library.kept} == {"封面"}
    assert "已更正并重读：年度：旧 → 2022" in app.success[0].value
    assert app.dataframe[0].value.loc[0, "更正"] == "✎ 年度：旧 → 2022；类别：旧 → 决算"
    assert not app.run().success, "told once"


@pytest.mark.parametrize(("table", "named"), [(TABLE.id, TABLE.id), ("", "")])
def test_the_unit_of_one_table_or_of_all(page: Page, library: FakeLibrary, table: str, named: str) -> None:
    app = page("documents")
    app.selectbox(key("table")).set_value(table)
    app.selectbox(key("unit")).set_value("元")
    app = saved(app)
    assert [one.fact for one in library.kept] == [Fact("unit", "元", named)]
    assert app.selectbox(key("unit")).value == "", "the form starts anew"


def test_files_of_one_name_are_told_apart(page: Page, library: FakeLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    other, (entry,) = replace(ENTRY, sha="e" * 64, edition=2), library.documents()
    monkeypatch.setattr(library, "documents", lambda: [replace(entry, files=(ENTRY, other))])
    app = page("documents")
    options = app.selectbox(key("file")).options
    assert len(set(options)) == len(options) == 3
    app.text_input(key("year")).set_value("2022")
    app.selectbox(key("file")).set_value(other.sha)
    saved(app)
    assert library.meant == other.sha


def test_saving_without_a_change_changes_nothing(page: Page, library: FakeLibrary) -> None:
    app = saved(page("documents"))
    assert (library.kept, app.error[0].value) == ((), "没有改动。")


def test_each_correction_can_be_taken_back(page: Page, library: FakeLibrary) -> None:
    library.correct(DISCLOSURE.id, [Fact("year", "2022"), Fact("org", "海源市档案馆 [x](http://a.com)")])
    app = page("documents")
    assert any(r"海源市档案馆 \[x\]\(" in one.value for one in app.markdown), "escaped"
    app.button(f"undo-{DISCLOSURE.id}-0").click().run()
    assert [one.fact.field for one in library.kept] == ["org"]
    assert "已撤销并重读" in app.success[0].value


def test_what_is_refused_is_one_plain_line(page: Page, library: FakeLibrary) -> None:
    app = page("documents")
    app.text_input(key("year")).set_value("1")
    app = saved(app)
    assert not app.exception
    assert "2000–2099" in app.error[0].value
    library.locked = True
    app.text_input(key("year")).set_value("2022")
    app = saved(app)
    assert "正由另一进程写入" in app.error[0].value
    assert library.kept == ()


def test_in_english(page: Page) -> None:
    app = page("documents")
    app.session_state["lang"] = "en"
    app.run()
    assert "Correct what was recognised" in [one.label for one in app.expander]


def origin(library: FakeLibrary, url: str, published: str = "") -> AppTest:
    """The file panel of a source, for a file that came from `url`."""
    library.entry = replace(ENTRY, url=url, published=published)
    script = f"from ui.parts.source_view import _origin\n_origin({ENTRY.sha!r})"
    return AppTest.from_string(script, default_timeout=20).run()


def test_where_a_file_came_from_is_told_with_its_source(library: FakeLibrary) -> None:
    app = origin(library, "https://example.org/a_b?c=<d>", "2024-02-10")
    assert not app.exception
    told = app.caption[0].value.replace(JOINER, "")
    assert told == r"来源：https\:\/\/example\.org\/a\_b\?c\=\<d\> · 2024\-02\-10 发布"
    assert [one.proto.url for one in app.get("link_button")] == ["https://example.org/a_b?c=<d>"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org", "data:text/html,x", " //example.org", "市政府网站"])
def test_only_web_pages_can_be_opened(library: FakeLibrary, url: str) -> None:
    app = origin(library, url)
    assert len(app.caption) == 1
    assert not app.get("link_button")


def test_nothing_is_told_where_nothing_is_known(library: FakeLibrary) -> None:
    app = origin(library, "")
    assert not app.exception
    assert not app.caption


def test_origins_are_listed_as_plain_text(page: Page, library: FakeLibrary) -> None:
    library.entry = replace(ENTRY, url="javascript:alert(1)", published="2024-02-10")
    app = page("documents")
    assert app.dataframe[1].value.loc[0].tolist() == [ENTRY.name, "javascript:alert(1)", "2024-02-10"]


def test_the_source_dialog_tells_it(app: AppTest, library: FakeLibrary) -> None:
    library.entry = replace(ENTRY, published="2024-02-10")
    app.chat_input[0].set_value("三公").run()
    next(one for one in app.button if one.label == "看出处").click().run()
    assert "发布" in shown(app)
