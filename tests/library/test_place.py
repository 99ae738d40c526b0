from __future__ import annotations

from pathlib import Path

import pytest

from library.place import BESIDE, NAME, SETTING, default_root


def test_the_folder_named_by_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "somewhere")
    assert default_root() == Path("somewhere")


def test_else_library_where_one_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.chdir(tmp_path)
    assert default_root() == Path(NAME)


def test_the_program_s_own_package_is_never_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.chdir(Path(__file__).resolve().parents[2])
    assert default_root() == Path(BESIDE)
