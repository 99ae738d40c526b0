"""The app over fakes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.fakes import FakeAssistant, FakeLibrary
from ui import session

ROOT = Path(__file__).parents[2]
PAGE = "from ui import {name}\n{name}.page()"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeLibrary:
    made = FakeLibrary(tmp_path)
    monkeypatch.setattr(session, "get_library", lambda: made)
    return made


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    made = FakeAssistant()
    monkeypatch.setattr(session, "get_assistant", lambda: made)
    return made


@pytest.fixture
def app(library: FakeLibrary, assistant: FakeAssistant) -> AppTest:
    """The whole app as it opens, on the chat."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=20).run()


@pytest.fixture
def page(library: FakeLibrary, assistant: FakeAssistant) -> Callable[[str], AppTest]:
    """One page alone, by its name."""
    return lambda name: AppTest.from_string(PAGE.format(name=name), default_timeout=20).run()
