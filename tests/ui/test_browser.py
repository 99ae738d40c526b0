"""The app in a real browser: Debian's chromium, headless, over the generated sample. Screenshots go to $WENZHANG_SHOTS if it is set."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from eval import sample
from library import Library
from ui.examples import examples

pytestmark = pytest.mark.prove
webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium (a development tool, not locked)")
ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
NASTY = [
    '<b>x</b> <script>alert(1)</script> <img src=x onerror=alert(1)>',
    "$x^2$ and $$y$$ 5$ a $b$",
    "[link](http://a.com) ![i](x.png) http://example.org/a?b=c www.example.org a@b.org <https://a.b>",
    ":smile: :red[hot] :material/home: :streamlit: :material_home: :help[x] ::leaf{a=b}",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "# head", "- item", "1. one", "+ plus", "> quote", "    code", "`c` *e* **b** _u_ ~~s~~ a*b*c", "| a | b |\n|---|---|",
    "a\\*b &amp; &lt;b&gt; &#65;", "中文：12.5%，占90.31%.2.社会", "---", "<!-- c -->", "\\$a\\$", "~~~py",
]  # fmt: skip


def until(found: Callable[[], Any], seconds: float = 30) -> Any:
    """What `found` gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.1)
    raise AssertionError(f"not there after {seconds} s")


class Browser:
    """A browser window, and what a person does in it."""

    def __init__(self, url: str, profile: Path, width: int = 1280) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = str(shutil.which("chromium"))
        for flag in [*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},1000"]:
            options.add_argument(flag)
        self.driver = webdriver.Chrome(options, webdriver.ChromeService(str(shutil.which("chromedriver"))))
        if width < 500:
            phone = {"width": width, "height": 844, "deviceScaleFactor": 2, "mobile": True}
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
        self.driver.get(url)

    def all(self, css: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", css))

    @property
    def text(self) -> str:
        return str(self.driver.execute_script("return document.body.innerText")).replace("\u2060", "")

    def sees(self, *words: str) -> None:
        until(lambda: all(word in self.text for word in words))

    def ask(self, question: str) -> None:
        box = until(lambda: self.all("[data-testid=stChatInputTextArea]:not(:disabled)"))[0]
        box.send_keys(question + "\n")
        until(lambda: question in self.text and not self.all("[data-testid=stSpinner], [data-testid=stChatInputTextArea]:disabled"))

    def press(self, words: str) -> None:
        """Press the first thing that reads `words`."""
        button = until(lambda: [one for one in self.all("button, label, a") if words in one.text])[0]
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        time.sleep(0.3)
        button.click()

    def press_option(self, words: str) -> None:
        """Choose from the list that is open."""
        until(lambda: [one for one in self.all("[role=option]") if words in one.text])[0].click()

    def fits(self) -> bool:
        """No part of the page is wider than the window."""
        return not self.driver.execute_script("return document.documentElement.scrollWidth > window.innerWidth + 1")

    def shot(self, name: str) -> None:
        if folder := os.environ.get("WENZHANG_SHOTS"):
            time.sleep(0.5)
            self.driver.save_screenshot(str(Path(folder) / f"{name}.png"))


@contextmanager
def serving(script: Path, library: Path, log: Path) -> Iterator[str]:
    """A server of its own on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = {**os.environ, "WENZHANG_LIBRARY": str(library), "PYTHONPATH": str(ROOT)}
    with log.open("wb") as out, subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT) as process:
        try:
            url = f"http://127.0.0.1:{port}/"
            until(lambda: _healthy(url))
            yield url
        finally:
            process.terminate()


def _healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return sample.write(tmp_path_factory.mktemp("docs"), 1)


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory, documents: list[Path]) -> Path:
    made = Library.open_or_create(tmp_path_factory.mktemp("ingested") / "library")
    made.ingest(documents[:3])
    return made.root


@pytest.fixture
def library(tmp_path: Path, ingested: Path) -> Library:
    return Library.open(shutil.copytree(ingested, tmp_path / "library"))


@pytest.fixture
def server(library: Library, tmp_path: Path) -> Iterator[str]:
    with serving(ROOT / "app.py", library.root, tmp_path / "log") as url:
        yield url


@pytest.fixture
def browse(tmp_path: Path) -> Iterator[Callable[..., Browser]]:
    opened: list[Browser] = []

    def new(url: str, width: int = 1280) -> Browser:
        opened.append(Browser(url, tmp_path / f"profile-{len(opened)}", width))
        return opened[-1]

    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        pytest.skip("needs chromium and chromedriver")
    yield new
    for browser in opened:
        browser.driver.quit()


@pytest.mark.parametrize("width", [1280, 390])
def test_ask_open_the_source_see_the_cell_boxed(width: int, server: str, browse: Callable[..., Browser], library: Library) -> None:
    browser = browse(server, width)
    question = examples(library.snapshot(), "zh")[0]
    browser.press(question)
    until(lambda: browser.all("[data-testid=stMetricValue]"))
    browser.sees("别处", "看出处")
    browser.shot(f"answer-{width}")
    assert browser.fits()
    browser.press("看出处")
    boxed = until(
        lambda: [cell for cell in browser.all("[data-testid=stDialog] td") if "rgb(180, 83, 9)" in cell.value_of_css_property("outline")]
    )
    number = browser.all("[data-testid=stMetricValue]")[0].text.split()[0]
    assert [cell.text.replace("\u2060", "") for cell in boxed] == [number]
    browser.shot(f"source-{width}")
    assert browser.fits()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_chip_is_changed_and_asked_again(width: int, server: str, browse: Callable[..., Browser], library: Library) -> None:
    browser = browse(server, width)
    one = library.snapshot().disclosures[0]
    browser.ask(f"{one.org}{one.year}年{one.kind}三公经费是多少？")
    browser.press("数额")
    box = until(lambda: browser.all("[data-testid=stPopoverBody] input"))[0]
    box.click()
    browser.press_option("比上年增减")
    browser.sees("三公经费比上年增减多少？", "接着上文：单位、年度")
    browser.shot(f"chips-{width}")
    assert browser.fits()


def test_language_pages_and_phone_width(server: str, browse: Callable[..., Browser]) -> None:
    browser = browse(server)
    browser.press("English")
    browser.sees("What would you like to know?", "no official source")
    for page, words in {
        "documents": "Drop or choose",
        "figures": "Download CSV",
        "findings": "Severity",
        "accuracy": "wenzhang eval",
    }.items():
        browser.press(page.capitalize())
        browser.sees(words, "no official source")
        browser.shot(page)
        assert browser.fits()


def test_upload_a_document_and_a_bad_file(server: str, browse: Callable[..., Browser], documents: list[Path], tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01\x02" * 100)
    browser = browse(server + "documents")
    until(lambda: browser.all("input[type=file]"))[0].send_keys(f"{documents[3]}\n{bad}")
    browser.sees(f"{documents[3].name}：认出是", "bad.txt：没有收录", "已收录（4）")
    browser.shot("upload")


def test_what_the_command_line_ingests_is_there_at_the_next_question(
    server: str, browse: Callable[..., Browser], library: Library, documents: list[Path]
) -> None:
    browser = browse(server)
    browser.sees("3 份文件")
    report = Library.open(library.root).ingest([documents[5]])
    assert report.files[0].disclosure
    one = report.files[0].disclosure
    browser.ask(f"{one.org}{one.year}年“三公”经费{one.kind}是多少？")
    until(lambda: browser.all("[data-testid=stMetricValue]"))
    browser.sees("4 份文件", f"{one.org} {one.year}年")


def test_two_users_do_not_see_each_other(server: str, browse: Callable[..., Browser]) -> None:
    first, second = browse(server), browse(server)
    first.ask("甲的问题")
    second.ask("乙的问题")
    assert "乙的问题" not in first.text
    assert "甲的问题" not in second.text


@pytest.mark.parametrize("question", ["<b>x</b> $y$ **z** [a](http://b.c) :red[q]", "x" * 3000])
def test_a_question_is_shown_as_typed(question: str, server: str, browse: Callable[..., Browser]) -> None:
    browser = browse(server)
    until(lambda: browser.all("[data-testid=stChatInputTextArea]:not(:disabled)"))[0].send_keys(question + "\n")
    shown = until(lambda: browser.all("[data-testid=stChatMessage] [data-testid=stText]"))[0]
    assert shown.text.rstrip("…") == question[:1000]
    assert browser.fits()
    assert not browser.all("[data-testid=stChatMessage] b, [data-testid=stException]")


def test_escaped_text_stays_text_in_streamlits_own_markdown(browse: Callable[..., Browser], tmp_path: Path) -> None:
    script = tmp_path / "nasty.py"
    script.write_text(
        "import streamlit as st\nfrom ui.markdown import escape, label, mark\n"
        f"for at, text in enumerate({NASTY!r}):\n"
        "    st.markdown(escape(text))\n    st.markdown('标 ' + escape(text) + ' ' + mark('1,234.5%') + '后')\n    st.button(label(text, 300), key=str(at))\n",
        "utf-8",
    )
    with serving(script, tmp_path, tmp_path / "log") as url:
        browser = browse(url)
        until(lambda: len(browser.all("[data-testid=stButton] button")) == len(NASTY))
        time.sleep(2)
        paragraphs = browser.all("[data-testid=stMarkdown] [data-testid=stMarkdownContainer]")
        buttons = browser.all("[data-testid=stButton] button")
        for at, text in enumerate(NASTY):
            plain, around, button = (_words(one.text) for one in (paragraphs[2 * at], paragraphs[2 * at + 1], buttons[at]))
            assert (plain, around, button) == (_words(text), _words(f"标 {text} 1,234.5%后"), _words(text))
        assert not browser.all(".stMarkdown :is(a, img, script, b, h1, ul, table, em, del, code, .katex)")


def _words(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())
