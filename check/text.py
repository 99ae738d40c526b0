"""Names of places and calculations as people read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.model import Figure, Place
from domain.money import YUAN, is_money, plain
from domain.text import squeeze

_HEADING = re.compile(r"^([一二三四五六七八九十]+)、|^([（(][一二三四五六七八九十]+[）)])|^(\d+)[.．、]")
_SHOWN = 12
_STATES = {"blank": "空白", "withheld": "不予公开"}


def section(figure: Figure) -> str:
    """Where it stands, in a few characters: 表5, 说明五（三）, 自评-项目."""
    if figure.source != "narrative":
        return figure.table.split(" ")[0] or figure.form
    numbers = [next(filter(None, match.groups())) for part in figure.table.split("›") if (match := _HEADING.match(squeeze(part)))]
    return "说明" + "".join(numbers)


def row_label(figure: Figure) -> str:
    """The row as printed, without its project's item."""
    return figure.row_name.split("｜")[-1].strip("（）") or figure.row_code


def label(figure: Figure) -> str:
    column = "" if figure.source == "narrative" and figure.column == "金额" else figure.column
    return " ".join(part for part in (section(figure), row_label(figure), column) if part)


def shown(figure: Figure) -> str:
    """The number as printed with its unit: 190.2 万元."""
    printed = figure.printed or _STATES.get(figure.state, "空白")
    return printed if figure.value is None or printed.endswith(("%", "％")) else f"{printed} {figure.unit}".strip()


def place(figure: Figure) -> Place:
    where = figure.place
    return Place(figure.id, where.file, where.page, where.lines, where.bbox, label(figure), figure.printed)


def total(figures: Sequence[Figure]) -> str:
    """282.11 + 239.49 + …; the unit once where all share it."""
    listed = [figure.printed or "空白" for figure in figures[:_SHOWN]]
    if len(figures) > _SHOWN:
        listed.append(f"…（共 {len(figures)} 项）")
    return " + ".join(listed) or "0"


def amount(value: Decimal, unit: str) -> str:
    """A computed number in `unit`, its needless zeros cut to two places: 0.00 万元."""
    number = value / YUAN[unit] if is_money(unit) else value
    number = number.quantize(Decimal("0.01")) if number == number.quantize(Decimal("0.01")) else number.normalize()
    return f"{plain(number)} {unit}".strip() if unit != "%" else f"{plain(number)}%"
