"""Tables without lines as programs set them: heads at the left, in the middle or at the right of cells, merged heads, names broken over lines.

Each is placed word by word in cells that nothing shows, with what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from domain.text import squeeze
from ingest.document import Grid
from ingest.readers.pages import Page, Word, assemble
from ingest.readers.unruled import unruled

SIZE = 10.0
"""Points, of all letters."""
LETTERS = "预算支出收入基本项目管理教育医疗卫生工程建设事务运行维护资金补助业务其他"
HEADS = frozenset("并间栏额")
"""Letters of heads alone."""
Said = tuple[tuple[str, ...], tuple[str, ...], str]
"""An amount: its heads from top to bottom, the names at its left, as printed."""


@dataclass(frozen=True)
class Style:
    across: str
    """Where heads stand in their cells: left, middle, right."""
    down: str
    """Where texts stand in their cells: top, middle, bottom."""
    lone: str
    """The same of heads that take both levels."""
    leading: float
    """From line to line, in sizes."""
    pad: float
    blank: float
    """Share of amounts that are blank."""


@dataclass(frozen=True)
class Drawn:
    words: tuple[Word, ...]
    said: frozenset[Said]


@dataclass(frozen=True)
class _Box:
    x0: float
    y0: float
    x1: float
    y1: float


def style_of(random: Random) -> Style:
    places = ("top", "middle", "middle", "bottom")
    return Style(
        random.choice(("left", "middle", "middle", "right")),
        random.choice(places),
        random.choice(places),
        random.choice((1.1, 1.3, 1.5, 1.8)),
        random.choice((1.0, 3.0, 6.0)),
        random.choice((0.0, 0.2, 0.5)),
    )


def draw(random: Random) -> Drawn:
    """A table of two or three columns of names or codes and two to six of amounts, some of them under merged heads of one or two levels."""
    style = style_of(random)
    columns = [*random.choice((["name"], ["code", "name"], ["name", "name"])), *["amount"] * random.randint(2, 6)]
    widths = [{"code": 45.0, "name": random.choice((60.0, 100.0)), "amount": random.choice((60.0, 75.0))}[kind] for kind in columns]
    xs = [50.0]
    for width in widths:
        xs.append(xs[-1] + width + 2 * style.pad)
    paths = list(_paths(random, columns))
    words, bottom = _heads(paths, xs, style)
    said: set[Said] = set()
    merged = columns[:2] == ["name", "name"] and random.random() < 0.5
    shared = ""
    for row in range(random.randint(2, 6)):
        texts = [_text(random, kind, style) for kind in columns]
        if merged:
            shared = shared if row % 2 else texts[0]
            texts[0] = shared
        shown = ["" if merged and row % 2 and not at else text for at, text in enumerate(texts)]
        placed, bottom = _row(shown, columns, xs, bottom, style)
        words += placed
        names = tuple(text for text, kind in zip(texts, columns, strict=True) if kind != "amount")
        said |= {(path, names, text) for path, text, kind in zip(paths, texts, columns, strict=True) if kind == "amount" and text}
    return Drawn(tuple(words), frozenset(said))


def _paths(random: Random, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The heads of each column; merged ones run over two or three columns, and may be over a merged one."""
    deep, again = random.choice((1, 2, 2, 3)), random.random() < 0.5
    left, number = 0, 0
    upper: tuple[str, ...] = ()
    for at, kind in enumerate(columns):
        number += 1
        if left == 0:
            free = len(columns) - at
            left = random.choice((2, 3)) if deep > 1 and free > 1 and random.random() < (0.2 if kind != "amount" else 0.7) else 1
            left = min(left, free)
            upper = () if left == 1 else (f"合并{at}", f"中间{at}")[: deep - 1]
            number = 1
        left -= 1
        yield (*upper, (f"数额{number}" if again and upper else f"栏目{at}") + random.choice(("", "名称较长的")))


def _text(random: Random, kind: str, style: Style) -> str:
    if kind == "name":
        return "".join(random.choice(LETTERS) for _ in range(random.randint(2, 16)))
    if kind == "code":
        return random.choice(("201", "20101", "2010101"))
    return "" if random.random() < style.blank else f"{random.randint(1, 99999)}.{random.randint(0, 99):02}"


def _heads(paths: Sequence[tuple[str, ...]], xs: Sequence[float], style: Style) -> tuple[list[Word], float]:
    levels = max(map(len, paths))
    cells: list[tuple[int, int, int, int, str]] = []
    for at, path in enumerate(paths):
        for level, text in enumerate(path):
            if at == 0 or paths[at - 1][: level + 1] != path[: level + 1] or level == len(path) - 1:
                end = next((n for n in range(at + 1, len(paths)) if paths[n][: level + 1] != path[: level + 1]), len(paths))
                own = level == len(path) - 1
                cells.append((level, levels if own else level + 1, at, at + 1 if own else end, text))
    highs = [0.0] * levels
    for top, low, first, last, text in cells:
        high = (len(_broken(text, xs[last] - xs[first] - 2 * style.pad)) - 1) * style.leading * SIZE + SIZE + 2 * style.pad
        if low - top == 1:
            highs[top] = max(highs[top], high)
        elif sum(highs[top:low]) < high:
            highs[low - 1] += high - sum(highs[top:low])
    ys = [100.0]
    for high in highs:
        ys.append(ys[-1] + max(high, SIZE + 2 * style.pad))
    words: list[Word] = []
    for top, low, first, last, text in cells:
        box = _Box(xs[first] + style.pad, ys[top] + style.pad, xs[last] - style.pad, ys[low] - style.pad)
        words += _placed(text, box, style.across, style.lone if low - top > 1 else "middle", style.leading)
    return words, ys[-1]


def _row(texts: Sequence[str], kinds: Sequence[str], xs: Sequence[float], top: float, style: Style) -> tuple[list[Word], float]:
    lines = [len(_broken(text, xs[at + 1] - xs[at] - 2 * style.pad)) for at, text in enumerate(texts)]
    high = (max(lines) - 1) * style.leading * SIZE + SIZE + 2 * style.pad
    words: list[Word] = []
    for at, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        box = _Box(xs[at] + style.pad, top + style.pad, xs[at + 1] - style.pad, top + high - style.pad)
        words += _placed(text, box, "right" if kind == "amount" else "left", style.down, style.leading) if text else []
    return words, top + high


def _placed(text: str, box: _Box, across: str, down: str, leading: float) -> Iterator[Word]:
    lines = _broken(text, box.x1 - box.x0)
    high = (len(lines) - 1) * leading * SIZE + SIZE
    room = box.y1 - box.y0 - high
    y = box.y0 + {"top": 0.0, "middle": room / 2, "bottom": room}[down]
    for line in lines:
        spare = box.x1 - box.x0 - _wide(line)
        x = box.x0 + {"left": 0.0, "middle": spare / 2, "right": spare}[across]
        yield Word(line, (x, y, x + _wide(line), y + SIZE))
        y += leading * SIZE


def _wide(text: str) -> float:
    return sum(SIZE / 2 if char.isascii() else SIZE for char in text)


def _broken(text: str, width: float) -> list[str]:
    """The lines of a text in a cell; numbers stay whole."""
    if text.replace(".", "").isdigit() or not text:
        return [text]
    lines = [""]
    for char in text:
        if lines[-1] and _wide(lines[-1] + char) > width:
            lines.append("")
        lines[-1] += char
    return lines


def read(drawn: Drawn) -> tuple[set[Said], bool]:
    """What is read from the words, and whether some of it is told to be in doubt."""
    frames, doubtful = unruled(drawn.words)
    document = assemble("x", "0" * 64, [Page(1, 900, 3000, drawn.words, tuple(frames))])
    return {said for block in document.blocks if isinstance(block, Grid) for said in _said(block)}, doubtful


def _said(grid: Grid) -> Iterator[Said]:
    heads: list[list[str]] = []
    for row in grid.rows:
        texts: list[str] = []
        for at, cell in enumerate(row):
            texts.append(texts[-1] if cell.covered == "left" else heads[-1][at] if cell.covered == "above" else squeeze(cell.text))
        if HEADS.intersection("".join(texts)):
            heads.append(texts)
            continue
        names = tuple(text for text in texts if text and "." not in text)
        for at, text in enumerate(texts):
            path = [head[at] for head in heads if head[at]]
            if "." in text:
                yield tuple(dict.fromkeys(path)), names, text


def wrong(found: set[Said], drawn: Drawn) -> list[Said]:
    """What was read and isn't said. Upper heads may be left out where what is left is the end of one column's path alone."""
    paths = {path for path, _, _ in drawn.said}

    def is_said(said: Said) -> bool:
        whole = [path for path in paths if path[len(path) - len(said[0]) :] == said[0]]
        return len(whole) == 1 and (whole[0], *said[1:]) in drawn.said

    return sorted(said for said in found if not is_said(said))
