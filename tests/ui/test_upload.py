"""Uploads in the app: what became of them, and what a person can say of those that don't say it, over fakes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from domain.facts import Fact
from tests.ui.fakes import BAD, DISCLOSURE, YEARLESS, FakeLibrary

Page = Callable[[str], AppTest]


@pytest.fixture
def asking(page: Page, library: FakeLibrary) -> AppTest:
    """The page after a file without a year and a broken one were dropped."""
    library.filled = False
    app = page("documents")
    return app.file_uploader[0].upload("无年度.txt", YEARLESS).upload("坏.bin", BAD).run()


def widget(app: AppTest, name: str) -> str:
    """The key of the one widget of that name."""
    every = [*app.text_input, *app.selectbox, *app.button]
    (key,) = [one.key for one in every if (one.key or "").startswith(f"upload_{name}-")]
    return str(key)


def filled_in(app: AppTest, year: str, kind: str = "预算") -> AppTest:
    app.text_input(widget(app, "year")).set_value(year)
    app.selectbox(widget(app, "kind")).set_value(kind)
    return app.button(widget(app, "again")).click().run()


def test_only_a_file_that_can_be_helped_is_asked_about_and_only_what_is_missing(asking: AppTest) -> None:
    assert not asking.exception
    assert len(asking.error) == 2
    assert not [error for error in asking.error if "year" in error.value], "options are the command line's"
    assert [one.label for one in (*asking.text_input, *asking.selectbox)] == ["年度", "类别"]
    assert widget(asking.run(), "year"), "the question stays until it is answered"


def test_what_is_said_goes_with_the_file_and_the_question_goes(asking: AppTest, library: FakeLibrary) -> None:
    app = filled_in(asking, " 2023 ")
    assert not app.exception
    assert library.told == (Fact("year", "2023"), Fact("kind", "预算"))
    assert DISCLOSURE.label in app.success[0].value
    assert not [one for one in app.button if (one.key or "").startswith("upload_")]


def test_nothing_is_read_before_all_is_said(asking: AppTest, library: FakeLibrary) -> None:
    app = filled_in(asking, "")
    assert "填上" in app.error[0].value
    assert not library.filled
    assert widget(app, "year")


def test_what_the_library_refuses_is_told_and_can_be_said_again(asking: AppTest, library: FakeLibrary) -> None:
    library.locked = True
    app = filled_in(asking, "2023")
    assert not app.exception
    assert "正由另一进程写入" in app.error[0].value
    library.locked = False
    assert DISCLOSURE.label in filled_in(app, "2023").success[0].value


def test_the_question_can_be_left_and_goes_with_the_next_upload(asking: AppTest, library: FakeLibrary) -> None:
    app = asking.button(widget(asking, "leave")).click().run()
    assert not app.text_input
    app.file_uploader[0].upload("无年度.txt", YEARLESS).run()
    assert app.text_input
    app.file_uploader[0].upload("好.txt", b"x").run()
    assert DISCLOSURE.label in app.success[0].value
    assert not [one for one in app.text_input if (one.key or "").startswith("upload_")]
