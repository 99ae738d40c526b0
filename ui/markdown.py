"""Document text and questions as Markdown that shows them exactly, never interprets them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.model import Answer, Span

CITED_INK, CITED_GROUND = "#1c2733", "#ffe08a"
"""The colours of a cited number in its source, in the light and in the dark theme."""
JOINER = "\u2060"
"""Word joiner: invisible, no width, no line break."""
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit rewrites these after unescaping (emoji and icon codes, bare links and addresses, arrows), so a joiner must part them.
_REWRITTEN = re.compile(r"(?<=:)(?=[A-Za-z0-9_+/-])|(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=[<>~-])(?=[-=>])", re.IGNORECASE)


def escape(text: str) -> str:
    """`text` so that Markdown shows it as it is, line by line; blanks at the ends of lines are dropped."""
    parted = _REWRITTEN.sub(JOINER, text)
    return "  \n".join(_PUNCTUATION.sub(r"\\\1", line.strip()) for line in parted.splitlines() if line.strip())


def label(text: str, limit: int = 80) -> str:
    """`text` escaped for a button or a card: one line, at most `limit` characters."""
    line = " ".join(text.split())
    return escape(line if len(line) <= limit else line[: limit - 1] + "…")


def mark(text: str, cited: bool = False) -> str:
    """`text` escaped and emphasised: bold, on a tinted ground; a stronger one where it is what a source is opened for."""
    bold = f"**{escape(text)}**"
    return f':color[{bold}]{{foreground="{CITED_INK}" background="{CITED_GROUND}"}}' if cited else f":blue-background[{bold}]"


def _usable(answer: Answer) -> Iterator[Span]:
    """Spans in order that lie in the text and don't overlap."""
    end = 0
    for span in sorted(answer.spans, key=lambda span: span.start):
        if end <= span.start < span.end <= len(answer.text) and answer.text[span.start : span.end].strip():
            yield span
            end = span.end


def marked(answer: Answer) -> str:
    """The answer's text as Markdown with each number emphasised."""
    parts, end = [], 0
    for span in _usable(answer):
        parts += [_between(answer.text[end : span.start]), mark(answer.text[span.start : span.end])]
        end = span.end
    return "".join([*parts, _between(answer.text[end:])]).strip()


def _between(text: str) -> str:
    """A piece of a text, escaped, with the blanks and line breaks at its ends kept."""
    if not text.strip():
        return _edge(text)
    head = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    return _edge(head) + escape(text) + _edge(tail)


def _edge(blanks: str) -> str:
    if "\n" in blanks:
        return "  \n"
    return " " if blanks else ""


def occurrences(text: str, number: str) -> tuple[tuple[int, int], ...]:
    """Where `number` stands alone in `text` (not inside a longer number), as (start, end)."""
    if not number:
        return ()
    after = r"(?!,?\d)(?!\.\d)" if number[-1].isdigit() else ""
    alone = re.compile(rf"(?<![\d.,]){re.escape(number)}{after}")
    return tuple(match.span() for match in alone.finditer(text))


def emphasise(text: str, number: str) -> str:
    """`text` as Markdown with every free-standing `number` marked as cited."""
    parts, end = [], 0
    for start, stop in occurrences(text, number):
        parts += [_between(text[end:start]), mark(text[start:stop], cited=True)]
        end = stop
    return "".join([*parts, _between(text[end:])]).strip()
