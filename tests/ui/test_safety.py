"""What the app's own sources promise: no HTML, no missing string, nothing heavy at import."""

from __future__ import annotations

import re
import string
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from ui.text import plain, say, strings

ROOT = Path(__file__).parents[2]
SOURCES = {path.name: path.read_text("utf-8") for path in [ROOT / "app.py", *(ROOT / "ui").rglob("*.py")]}
FAMILIES = re.compile(
    r"(nav|correct|status|check|error|findings|figures\.source|documents|accuracy|chip|kind|kind_of|measure|again|language|set)\."
)


@pytest.mark.parametrize("forbidden", ["unsafe_allow_html", "st.html", "components.v1", "st.iframe", "unsafe_allow_javascript"])
def test_nothing_is_ever_rendered_as_html(forbidden: str) -> None:
    assert [name for name, source in SOURCES.items() if forbidden in source] == []


def test_every_string_is_there_in_both_languages_with_the_same_values() -> None:
    for key, words in strings().items():
        fields = [{field for _, field, _, _ in string.Formatter().parse(words[lang]) if field} for lang in ("zh", "en")]
        assert fields[0] == fields[1], key


def test_every_key_in_the_sources_is_there_and_none_is_idle() -> None:
    used = set(re.findall(r"""(?:say|plain|head)\(\s*["']([a-z_.]+)["']""", "\n".join(SOURCES.values())))
    assert used <= set(strings())
    named = set(re.findall(r"""["']([a-z]+\.[a-z_.]+)["']""", "\n".join(SOURCES.values())))
    assert [key for key in strings() if key not in named and not FAMILIES.match(key)] == []


def test_values_are_escaped_for_markdown_only() -> None:
    assert say("source.file", "en", file="<b>.txt") == r"File: \<b\>\.txt"
    assert plain("source.file", "en", file="<b>.txt") == "File: <b>.txt"


def test_the_app_sends_nothing_home_and_listens_here_only() -> None:
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["headless"] is True
    assert config["server"]["address"] == "127.0.0.1"


def test_the_pages_load_nothing_heavy() -> None:
    heavy = ["torch", "chromadb", "llama_index", "sentence_transformers", "duckdb", "pandas", "model2vec"]
    code = f"import sys; from ui import accuracy, chat, documents, figures, findings; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "[]"
