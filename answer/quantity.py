"""A number with all that it comes from: one figure, or a formula over figures, in Decimal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.model import Figure, Value
from domain.money import YUAN, convert, is_money, plain, rounded, to_yuan


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value` in `unit`; `figures`: what it was read from or computed from, in the order of the formula."""

    value: Decimal
    unit: str
    label: str
    figures: tuple[Figure, ...]
    formula: str | None = None
    printed: str = ""
    """How to show it; the exact value where empty."""

    @property
    def shown(self) -> str:
        return self.printed or plain(self.value)

    @property
    def derived(self) -> bool:
        return self.formula is not None

    def as_value(self) -> Value:
        return Value(
            self.value, self.unit, to_yuan(self.value, self.unit), self.label, tuple(each.id for each in self.figures), self.formula
        )

    def labelled(self, label: str) -> Quantity:
        return replace(self, label=label)


def of_figure(figure: Figure, label: str) -> Quantity:
    """The figure's own number. It must have a value."""
    if figure.value is None:
        raise ValueError(f"figure {figure.id} has no value")
    shown = figure.printed.strip() if figure.printed and figure.value >= 0 else plain(abs(figure.value))
    return Quantity(figure.value, figure.unit, label, (figure,), printed=_number_only(shown, figure.value))


def _number_only(printed: str, value: Decimal) -> str:
    """Printed with its thousands separators if it is nothing but the number."""
    text = printed.rstrip("%％ 　")
    return text if text.replace(",", "").replace(".", "").isdigit() else plain(abs(value))


def total(terms: Sequence[Quantity], label: str) -> Quantity:
    """Σ terms, in the unit of the first; terms of one kind only."""
    return _combined(terms, label, "+", sum((in_unit(term, terms[0].unit) for term in terms), Decimal(0)))


def difference(left: Quantity, right: Quantity, label: str) -> Quantity:
    return _combined((left, right), label, "-", left.value - in_unit(right, left.unit))


def quotient(part: Quantity, whole: Quantity, label: str, unit: str, places: int = 2) -> Quantity | None:
    """part ÷ whole in `unit` (%, or 万元/辆 …), rounded half up; None where the divisor is 0."""
    divisor = in_unit(whole, part.unit) if is_money(part.unit) and is_money(whole.unit) else whole.value
    if not divisor:
        return None
    factor = Decimal(100) if unit == "%" else Decimal(1)
    value = rounded(part.value / divisor * factor, places)
    formula = f"{plain(part.value)}/{plain(divisor)}" + ("*100" if unit == "%" else "")
    return Quantity(value, unit, label, (*part.figures, *whole.figures), formula)


def converted(quantity: Quantity, unit: str) -> Quantity:
    """The same money in another unit, exactly."""
    factor = YUAN[quantity.unit] / YUAN[unit]
    formula = f"{plain(quantity.value)}*{plain(factor)}" if factor >= 1 else f"{plain(quantity.value)}/{plain(1 / factor)}"
    value = convert(quantity.value, quantity.unit, unit)
    trimmed = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return Quantity(trimmed, unit, quantity.label, quantity.figures, formula, f"{trimmed:,f}")


def in_unit(quantity: Quantity, unit: str) -> Decimal:
    """The value in another unit of money; unchanged where either is no money."""
    if is_money(quantity.unit) and is_money(unit) and quantity.unit != unit:
        return convert(quantity.value, quantity.unit, unit)
    return quantity.value


def same_kind(terms: Sequence[Quantity]) -> bool:
    """Whether the terms may be added or compared: all money, or all of one unit (人 and 名 are one)."""
    return len({"money" if is_money(term.unit) else {"名": "人", "台（套）": "台"}.get(term.unit, term.unit) for term in terms}) == 1


def _combined(terms: Sequence[Quantity], label: str, sign: str, value: Decimal) -> Quantity:
    unit = terms[0].unit
    formula = sign.join(_operand(in_unit(term, unit)) for term in terms)
    return Quantity(value, unit, label, tuple(figure for term in terms for figure in term.figures), formula)


def _operand(value: Decimal) -> str:
    return plain(value) if value >= 0 else f"({plain(value)})"
