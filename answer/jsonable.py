"""The answer as the JSON of the contract: numbers are strings, exact."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from decimal import Decimal
from typing import Any

from domain.model import Answer, Value
from domain.money import plain


def jsonable(answer: Answer) -> dict[str, Any]:
    """Every field of DESIGN's answer object; Decimals exact, as text."""
    return {
        "id": answer.id,
        "question": answer.question,
        "status": answer.status,
        "text": answer.text,
        "lang": answer.lang,
        "spans": _plain(answer.spans),
        "values": [_value(value) for value in answer.values],
        "citations": _plain(answer.citations),
        "checks": _plain(answer.checks),
        "candidates": _plain(answer.candidates),
        "missing": list(answer.missing),
        "nearest": _plain(answer.nearest),
        "query": _plain(answer.query),
        "chart": _plain(answer.chart),
        "latency_ms": answer.latency_ms,
    }


def _value(value: Value) -> dict[str, Any]:
    return {
        "value": plain(value.value),
        "unit": value.unit,
        "yuan": None if value.yuan is None else plain(value.yuan),
        "label": value.label,
        "figures": list(value.figures),
        "formula": value.formula,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(each) for name, each in asdict(value).items()}
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value
