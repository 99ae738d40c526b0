"""Breaking prose into the short lines of a page, as text pulled out of a PDF has them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eval.sample.page import Page

WIDTH = 66
"""Columns; a Chinese character takes two."""
PAGE = 26
"""Printed lines of prose a page."""
_NO_START = "，。；、：）”》？！%％"
_NO_END = "（“《"
_TOKEN = re.compile(r"[0-9][0-9,.]*%?|[A-Za-z]+|.")


def wrapped(text: str, width: int = WIDTH, indent: int = 4) -> list[str]:
    """Lines of at most `width` columns; numbers stay whole, closing punctuation never starts one. The indent is lost, as in a PDF."""
    lines, line, room = [], "", width - indent
    for token in _TOKEN.findall(text):
        if _columns(line + token) > room and token[0] not in _NO_START and (not line or line[-1] not in _NO_END):
            lines.append(line.rstrip())
            line, room = "", width
        line += token
    return [*lines, line.rstrip()] if line.strip() else lines


def gapped(text: str, both: bool) -> str:
    """A blank between a Chinese character and the digits after it, and with `both` between digits and the character after them too."""
    spaced = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)", " ", text)
    return re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])", " ", spaced) if both else spaced


def _columns(text: str) -> int:
    return sum(1 if ord(char) < 256 else 2 for char in text)


@dataclass
class Paper:
    """Prose on pages: an empty line after each printed line, but none where a page ends; the next page starts with a blank."""

    page: Page
    both: bool = False
    width: int = WIDTH
    printed: int = 0

    def line(self, text: str) -> int:
        if self.printed and self.printed % PAGE == 0:
            if self.page.lines and self.page.lines[-1] == "":
                self.page.lines.pop()
            text = " " + text
        number = self.page.put(text)
        self.page.blank()
        self.printed += 1
        return number

    def paragraph(self, text: str, key: str = "") -> None:
        numbers = [self.line(line) for line in wrapped(gapped(text, self.both), self.width)]
        self.page.mark(key, numbers[0], numbers[-1])
