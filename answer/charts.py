"""Charts of what is told side by side, as data: a line over years, bars otherwise; every value in the unit of the first, exact."""

from __future__ import annotations

from collections.abc import Sequence

from answer.context import Reading, of
from answer.quantity import Quantity, in_unit, same_kind


def of_readings(readings: Sequence[Reading], *, items: bool = False) -> dict[str, object]:
    """A chart of at least one reading: over years a line, else bars; `items`: labelled by what they are, not by whom and when."""
    years = len({reading.target.year for reading in readings}) > 1 and len({reading.target.org.identity for reading in readings}) == 1
    labels = [reading.quantity.label if items else of(reading.target, "zh") for reading in readings]
    quantities = [reading.quantity for reading in readings]
    return of_quantities("line" if years and not items else "bar", quantities[0].label, list(zip(labels, quantities, strict=True)))


def of_quantities(kind: str, title: str, named: Sequence[tuple[str, Quantity]]) -> dict[str, object]:
    """`named`: labels with quantities of one kind."""
    unit = named[0][1].unit
    alike = same_kind([quantity for _, quantity in named])
    rows = [{"label": label, "value": str(in_unit(quantity, unit) if alike else quantity.value)} for label, quantity in named]
    return {"kind": kind, "title": title, "unit": unit, "rows": rows}
