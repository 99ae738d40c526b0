"""How the value types of domain.model lie on disk: the columns of a segment's Parquet files, and the way there and back.

The columns follow from the annotations of the dataclasses, so that a field can't be forgotten. A change of the columns is a change of the
format on disk: raise `FORMAT` (a test holds the two together).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from domain.model import Disclosure, Figure, Finding, Identity, Issue, Place, Provenance, Table

if TYPE_CHECKING:
    import pyarrow as pa
    from _typeshed import DataclassInstance

FORMAT = 4
"""Version of what stands on disk, manifest and columns together."""
PRECISION, SCALE = 38, 16
"""Of every DECIMAL column: 22 digits before the point (a country's budget in 元 has 14), 16 behind it (a sheet's longest fraction)."""
_EXACT = Context(prec=PRECISION)
T = TypeVar("T", bound="DataclassInstance")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A column on disk: its name and the key of its type in `arrow_types`."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Codec:
    """How fields of one annotation are stored: the columns, and both ways. No functions: one column, as it is."""

    columns: Callable[[str], tuple[Column, ...]]
    encode: Callable[[Any], tuple[object, ...]] | None = None
    decode: Callable[..., object] | None = None


def storable(value: Decimal | None) -> bool:
    """Whether a DECIMAL column holds `value` exactly."""
    if value is None:
        return True
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= SCALE and value.adjusted() < PRECISION - SCALE


def _decimal(value: Decimal | None) -> tuple[object, ...]:
    return (None, None) if value is None else (value, max(-int(value.as_tuple().exponent), 0))


def exact(value: Decimal | None, places: int | None) -> Decimal | None:
    """The number with as many places as it was stored with: a DECIMAL column gives 2.40 back as 2.4000000000000000."""
    if value is None or places is None:
        return None
    step = _step(places)
    return value if value.same_quantum(step) else value.quantize(step, context=_EXACT)


@cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def _span(lines: Span | None) -> tuple[object, ...]:
    return lines or (None, None)


def _unspan(first: int | None, last: int | None) -> Span | None:
    return None if first is None or last is None else (first, last)


def _place(place: Provenance) -> tuple[object, ...]:
    return place.file, place.sha, place.page, *_span(place.lines), place.bbox, place.cell, place.ocr


def _unplace(file: str, sha: str, page: int | None, *rest: Any) -> Provenance:
    first, last, bbox, cell, ocr = rest
    return Provenance(file, sha, page, _unspan(first, last), _box(bbox), cell, ocr)


def _box(bbox: Sequence[float] | None) -> Any:
    return tuple(bbox) if bbox else None


def _sides(places: Iterable[Place]) -> tuple[object, ...]:
    return ([dataclasses.asdict(place) for place in places],)


def _unsides(places: Iterable[dict[str, Any]]) -> tuple[Place, ...]:
    return tuple(Place(**{**place, "lines": _pair(place["lines"]), "bbox": _box(place["bbox"])}) for place in places)


def _pair(lines: Sequence[int] | None) -> Any:
    return tuple(lines) if lines else None


def _plain(type_name: str) -> Codec:
    return Codec(lambda name: (Column(name, type_name),))


def _listed(type_name: str, decode: Callable[..., object]) -> Codec:
    return Codec(lambda name: (Column(name, type_name),), lambda value: (value,), decode)


def _lines(prefix: str) -> tuple[Column, ...]:
    return Column(f"{prefix}first_line", "int"), Column(f"{prefix}last_line", "int")


def _provenance(_: str) -> tuple[Column, ...]:
    page, cell, ocr = Column("page", "int"), Column("cell", "text"), Column("ocr", "share")
    return Column("file", "text"), Column("sha", "text"), page, *_lines(""), Column("bbox", "box"), cell, ocr


CODECS: dict[str, Codec] = {
    "str": _plain("text"),
    "int": _plain("int"),
    "int | None": _plain("int"),
    "Provenance": Codec(_provenance, _place, _unplace),
    "Decimal | None": Codec(lambda name: (Column(name, "decimal"), Column(f"{name}_places", "int")), _decimal, exact),
    "tuple[int, int] | None": Codec(lambda name: _lines(name.removesuffix("lines")), _span, _unspan),
    "tuple[str, ...]": _listed("texts", tuple),
    "tuple[tuple[str, ...], ...]": _listed("grid", lambda value: tuple(map(tuple, value))),
    "tuple[tuple[int, int] | None, ...]": _listed("spans", lambda value: tuple(map(_pair, value))),
    "tuple[Place, ...]": Codec(lambda name: (Column(name, "places"),), _sides, _unsides),
}
_LITERALS = ("Kind", "Level", "State", "Source", "Severity", "Literal[")
"""Annotations that are words: stored as text."""


@dataclass(frozen=True)
class Rows(Generic[T]):
    """One value type ↔ rows of its Parquet file. `columns` are those of the type, without what a file adds (`extra`)."""

    type: type[T]
    columns: tuple[Column, ...]
    extra: tuple[Column, ...]
    _plan: tuple[tuple[int, int, Callable[..., object] | None], ...]
    _encoders: tuple[tuple[str, Callable[[Any], tuple[object, ...]] | None], ...]

    def row(self, value: T) -> tuple[object, ...]:
        """`value` as a row, one entry a column."""
        row: list[object] = []
        for name, encode in self._encoders:
            field = getattr(value, name)
            row.extend(encode(field) if encode else (field,))
        return tuple(row)

    def object(self, row: Sequence[Any]) -> T:
        """The value back from the first columns of `row`, equal to what was stored."""
        fields: list[Any] = []
        for start, stop, decode in self._plan:
            if decode:
                fields.append(decode(*row[start:stop]))
            else:
                fields.extend(row[start:stop])
        return self.type(*fields)

    @property
    def selection(self) -> str:
        """The columns as a list in SQL, in the order that `object` reads."""
        return ", ".join(f'"{column.name}"' for column in self.columns)

    def arrow_schema(self) -> pa.Schema:
        import pyarrow as pa

        types = arrow_types()
        return pa.schema([(column.name, types[column.type]) for column in (*self.columns, *self.extra)])


def _codec(annotation: str) -> Codec:
    return CODECS["str"] if annotation.startswith(_LITERALS) else CODECS[annotation]


def _rows(kind: type[T], *extra: Column) -> Rows[T]:
    columns: list[Column] = []
    plan: list[tuple[int, int, Callable[..., object] | None]] = []
    encoders: list[tuple[str, Callable[[Any], tuple[object, ...]] | None]] = []
    for field in dataclasses.fields(kind):
        codec = _codec(str(field.type))
        encoders.append((field.name, codec.encode))
        start = len(columns)
        columns.extend(codec.columns(field.name))
        if not codec.decode and plan and plan[-1][2] is None:
            plan[-1] = plan[-1][0], len(columns), None
        else:
            plan.append((start, len(columns), codec.decode))
    return Rows(kind, tuple(columns), extra, tuple(plan), tuple(encoders))


_SHA, _FILE, _SEQ = Column("sha", "text"), Column("file", "text"), Column("seq", "int")
FIGURES: Rows[Figure] = _rows(Figure, _SEQ)
TABLES: Rows[Table] = _rows(Table, _SEQ)
FINDINGS: Rows[Finding] = _rows(Finding, _SHA, _SEQ)
DISCLOSURES: Rows[Disclosure] = _rows(Disclosure, _SHA, _FILE)
ISSUES: Rows[Issue] = _rows(Issue, _SEQ)
IDENTITIES: Rows[Identity] = _rows(Identity)
FILES: dict[str, Rows[Any]] = {"figures": FIGURES, "tables": TABLES, "findings": FINDINGS, "documents": DISCLOSURES, "issues": ISSUES}
"""Name of the Parquet file in a segment → its rows. Every file has `sha` (of the original) and all but documents `seq` (reading order)."""


@cache
def arrow_types() -> dict[str, pa.DataType]:
    """The Arrow type of each key used in `Column.type`."""
    import pyarrow as pa

    text, whole, box, lines = pa.string(), pa.int32(), pa.list_(pa.float64()), pa.list_(pa.int32())
    place = {"figure": text, "file": text, "page": whole, "lines": lines, "bbox": box, "label": text, "printed": text, "cell": text}
    return {
        "text": text,
        "int": whole,
        "share": pa.float64(),
        "box": box,
        "decimal": pa.decimal128(PRECISION, SCALE),
        "texts": pa.list_(text),
        "grid": pa.list_(pa.list_(text)),
        "spans": pa.list_(lines),
        "places": pa.list_(pa.struct(list(place.items()))),
    }
