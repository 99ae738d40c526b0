"""Names of places and calculations as people read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.model import Figure, Place
from domain.money import YUAN, is_money, plain
from domain.text import fold, squeeze

_HEADING = re.compile(r"^([一二三四五六七八九十]+)、|^([（(][一二三四五六七八九十]+[）)])|^(\d+)[.．、]")
_PART = re.compile(r"第[一二三四五六七八九十\d]+部分")
_SHOWN = 12
_STATES = {"blank": "空白", "withheld": "不予公开"}


def section(figure: Figure) -> str:
    """Where it stands, in a few characters: 表5, 说明五（三）, 自评-项目."""
    if figure.source != "narrative":
        return figure.table.split(" ")[0] or figure.form
    parts = [squeeze(part) for part in figure.table.split("›")]
    numbers = [next(filter(None, match.groups())) for part in parts if (match := _HEADING.match(part))]
    outer = _PART.match(parts[0])
    if not numbers:
        return parts[0]
    return ("说明" if outer is None or "说明" in parts[0] else outer[0]) + "".join(numbers)


def row_label(figure: Figure) -> str:
    """The row as printed, without its project's item."""
    name = figure.row_name.split("｜")[-1]
    return name.removeprefix("（").removesuffix("）") if name.startswith("（") else name or figure.row_code


def label(figure: Figure) -> str:
    column = "" if figure.source == "narrative" and figure.column == "金额" else figure.column
    return " ".join(part for part in (section(figure), row_label(figure), column) if part)


def shown(figure: Figure) -> str:
    """The number as printed with its unit: 190.2 万元."""
    printed = figure.printed or _STATES.get(figure.state, "空白")
    return printed if figure.value is None or printed.endswith(("%", "％")) else f"{printed} {figure.unit}".strip()


def place(figure: Figure) -> Place:
    where = figure.place
    return Place(figure.id, where.file, where.page, where.told_lines, where.bbox, label(figure), figure.printed, where.cell)


def words_before(claim: Figure) -> str:
    """What its sentence says before the number, blanks left out (not before a number that only ends in the same digits)."""
    text, printed = squeeze(fold(claim.sentence)), squeeze(fold(claim.printed))
    found = re.search(rf"(?<![\d.,]){re.escape(printed)}", text)
    return text[: found.start()] if found else ""


def total(figures: Sequence[Figure]) -> str:
    """282.11 + 239.49 − 3.10 + …; falls are printed without a sign, so it is put back."""
    listed = [_signed(figure) for figure in figures[:_SHOWN]]
    if len(figures) > _SHOWN:
        listed.append(f"…（共 {len(figures)} 项）")
    return " + ".join(listed).replace("+ −", "− ") or "0"


def _signed(figure: Figure) -> str:
    falls = figure.value is not None and figure.value < 0 and not figure.printed.startswith(("-", "−"))
    return f"−{figure.printed}" if falls else figure.printed or "空白"


def amount(value: Decimal, unit: str) -> str:
    """A computed number in `unit`, its needless zeros cut to two places: 0.00 万元."""
    number = value / YUAN[unit] if is_money(unit) else value
    if number == number.to_integral_value() and not is_money(unit) and unit != "%":
        return f"{plain(number.to_integral_value())} {unit}".strip()
    number = number.quantize(Decimal("0.01")) if number == number.quantize(Decimal("0.01")) else number.normalize()
    return f"{plain(number)} {unit}".strip() if unit != "%" else f"{plain(number)}%"


def equation(left: Sequence[Figure], right: Sequence[Figure], rounded: bool) -> str:
    """852.58 ≈ 282.11 + 239.49 + …（差 0.01 万元，属四舍五入）."""
    difference = abs(worth(left) - worth(right))
    sign = "=" if not difference else "≈" if rounded else "≠"
    unit = left[0].unit
    mixed = right and right[0].unit != unit
    sides = (f"{total(left)} {unit}", f"{total(right)} {right[0].unit}") if mixed else (total(left), total(right))
    return f"{sides[0]} {sign} {sides[1]}（差 {amount(difference, unit)}{'，属四舍五入' if rounded else ''}）"


def worth(figures: Sequence[Figure]) -> Decimal:
    """Their sum, in 元 for money; 0 where nothing is printed."""
    return sum(((f.yuan if f.yuan is not None else f.value) or Decimal(0) for f in figures), Decimal(0))


def against(figure: Figure, grade: str) -> str:
    """How a computed number compares with the printed one."""
    return f"与所印 {shown(figure)} {'不符' if grade == 'fails' else '相符'}"
