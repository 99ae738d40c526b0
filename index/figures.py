"""The figure store: what was disclosed, looked up by SQL that this module writes and values that it binds.

One store is one state of a library. DuckDB in memory reads the segments' Parquet files; once it has them it may touch no other file, and
its settings are locked. Nothing from a question or a document is ever part of a statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from domain.model import Disclosure, Figure, Finding, Issue, Table
from index.schema import DISCLOSURES, FIGURES, FILES, FINDINGS, ISSUES, TABLES, Rows

if TYPE_CHECKING:
    import duckdb
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Values = Iterable[Any] | int | None
IN_MEMORY = 1_000_000
"""Figures up to which a store copies its files into memory (four seconds and a gigabyte for the 730,000 of a thousand disclosures), where a
look-up takes 3 ms however many there are; read where they lie it takes seconds. Larger libraries are."""
DECODED, FOUND = 100_000, 5_000
"""Figures, and look-ups, that a store in memory keeps ready."""
_ORDER = "document, sha, seq"
_CURRENT = "NOT superseded"
_COUNTED = f"reading = 'first' AND {_CURRENT}"
_TEXT = ("row_name", "column", "sentence", "project")


class FigureStore:
    """Figures, tables, findings and disclosures of the segments in `segments` (folders; may be empty). Read-only; safe in several threads.

    `removed`: sha of files that no longer count. `superseded`: sha of older editions, which `select` leaves out unless asked and `get`
    still finds.
    """

    def __init__(self, segments: Sequence[Path], *, removed: Collection[str] = (), superseded: Collection[str] = ()) -> None:
        size = _size(segments)
        self._in_memory = size <= IN_MEMORY
        self._base = _open(segments, removed, superseded, self._in_memory) if segments else None
        self._decoded: dict[int, Figure] = {}
        self._find = lru_cache(FOUND)(self._look_up)

    def select(
        self,
        *,
        documents: Values = None,
        orgs: Values = None,
        years: Values = None,
        periods: Values = None,
        kinds: Values = None,
        levels: Values = None,
        items: Values = None,
        forms: Values = None,
        sources: Values = None,
        row_codes: Values = None,
        states: Values = None,
        projects: Values = None,
        readings: Values = ("first",),
        text: str | None = None,
        superseded: bool = False,
        limit: int | None = None,
    ) -> list[Figure]:
        """The figures that meet every filter, in the order of the documents. None: any value; nothing in a filter: no figure.

        `text` is a part of the row's name, the column, the sentence or the project, whatever its case. Alternative readings and older
        editions come only when asked for (`readings=None`, `superseded=True`).
        """
        where = _Where(
            document=documents, org=orgs, year=years, period=periods, kind=kinds, level=levels, item=items, form=forms, source=sources,
            row_code=row_codes, state=states, project=projects, reading=readings,
        )  # fmt: skip
        if text:
            where.add(" OR ".join(f'contains(lower("{name}"), lower(?))' for name in _TEXT), *[text] * len(_TEXT))
        if not superseded:
            where.add(_CURRENT)
        return self._figures(where, limit)

    def get(self, ids: Iterable[str]) -> list[Figure]:
        """The figures with these ids, in the order asked; unknown ids are left out."""
        wanted = list(ids)
        found = {figure.id: figure for figure in self._figures(_Where(id=dict.fromkeys(wanted)))}
        return [found[one] for one in wanted if one in found]

    def disclosures(self) -> list[Disclosure]:
        """Every disclosure once, with the names and units of all its files, by organisation, year, kind and level."""
        joined: dict[str, Disclosure] = {}
        for one in self._rows("documents", DISCLOSURES, _Where(), order="superseded, sha"):
            joined[one.id] = _joined(joined[one.id], one) if one.id in joined else one
        return sorted(joined.values(), key=lambda one: (one.org, one.year, one.kind, one.level, one.id))

    def tables(self, document: str | None = None, form: str | None = None, *, superseded: bool = False) -> list[Table]:
        """The tables of the current editions (or of all of them), in the order of the documents."""
        where = _Where(document=document, form=form)
        if not superseded:
            where.add(_CURRENT)
        return self._rows("tables", TABLES, where)

    def findings(self, document: str | None = None, severities: Values = None) -> list[Finding]:
        """The findings within the current editions, in the order of the documents."""
        where = _Where(document=document, severity=severities)
        where.add(_CURRENT)
        return self._rows("findings", FINDINGS, where)

    def issues(self) -> list[Issue]:
        """What could not be read of the files that are there."""
        return self._rows("issues", ISSUES, _Where(), order="file, sha, seq")

    def row_names(self) -> list[tuple[str, str, str]]:
        """(row code, row name, item) of every coded row that any table prints, once each."""
        found = self._fetch(
            f"SELECT DISTINCT row_code, row_name, item FROM figures WHERE source = 'table' AND row_code <> '' AND {_COUNTED} ORDER BY ALL"
        )
        return [(str(code), str(name), str(item)) for code, name, item in found]

    def documents_stating(self, items: Iterable[str]) -> set[str]:
        """Ids of the disclosures in which any of these items has a number."""
        return {str(row[0]) for row in self._fetch(
            f"SELECT DISTINCT document FROM figures WHERE item IN (SELECT unnest(?::VARCHAR[])) AND value IS NOT NULL AND {_COUNTED}",
            (list(items),),
        )}  # fmt: skip

    def project_names(self) -> list[tuple[str, str]]:
        """(disclosure, project) of every project that is named, once each."""
        found = self._fetch(f"SELECT DISTINCT document, project FROM figures WHERE project <> '' AND {_COUNTED} ORDER BY ALL")
        return [(str(document), str(project)) for document, project in found]

    def count(self) -> int:
        """How many figures there are, blanks, alternatives and older editions included."""
        rows = self._fetch("SELECT count(*) FROM figures")
        return int(rows[0][0]) if rows else 0

    def close(self) -> None:
        """Let go of memory and files; the store finds nothing afterwards."""
        base, self._base = self._base, None
        if base is not None:
            base.close()

    def _figures(self, where: _Where, limit: int | None = None) -> list[Figure]:
        """Of a store in memory only the row numbers are looked up, and each row is decoded once: most of a look-up's time is columns."""
        if not self._in_memory:
            return self._rows("figures", FIGURES, where, limit=limit)
        sql, values = where.finish("SELECT rowid FROM figures", "rowid", limit)
        numbers = self._find(sql, values)
        known = self._decoded
        missing = [number for number in numbers if number not in known]
        if missing:
            fresh = {row[0]: FIGURES.object(row[1:]) for row in self._numbered(missing)}
            # A new dict, not a change: other threads may be reading the old one.
            known = self._decoded = {
                **(known if len(known) < DECODED else {number: known[number] for number in numbers if number in known}),
                **fresh,
            }
        return [known[number] for number in numbers]

    def _numbered(self, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """Rows by their numbers, and maybe some between them: rows of one document stand together, and a range is found at once."""
        first, last = min(numbers), max(numbers)
        if last - first < 2 * len(numbers):
            return self._fetch(f"SELECT rowid, {FIGURES.selection} FROM figures WHERE rowid BETWEEN ? AND ?", (first, last))
        return self._fetch(f"SELECT rowid, {FIGURES.selection} FROM figures WHERE rowid IN (SELECT unnest(?))", (numbers,))

    def _rows(self, view: str, rows: Rows[T], where: _Where, *, order: str = _ORDER, limit: int | None = None) -> list[T]:
        sql, values = where.finish(f"SELECT {rows.selection} FROM {view}", order, limit)
        return [rows.object(row) for row in self._fetch(sql, values)]

    def _look_up(self, sql: str, values: tuple[object, ...]) -> tuple[int, ...]:
        return tuple(row[0] for row in self._fetch(sql, values))

    def _fetch(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Every call has a cursor of its own: DuckDB's connections are not to be shared between threads."""
        if self._base is None:
            return []
        with self._base.cursor() as cursor:
            return list(cursor.execute(sql, values).fetchall())


class _Where:
    """Conditions joined by AND, with the values bound to them: each column is one of its values (None: any).

    A single word or number counts as itself. Names of columns come from this module only.
    """

    def __init__(self, **columns: Values) -> None:
        self._conditions: list[str] = []
        self._values: list[object] = []
        for column, values in columns.items():
            if values is not None:
                listed = (values,) if isinstance(values, (str, int)) else tuple(values)
                marks = ", ".join("?" * len(listed))
                self.add(f'"{column}" IN ({marks})' if listed else "FALSE", *listed)

    def add(self, condition: str, *values: object) -> None:
        self._conditions.append(condition)
        self._values.extend(values)

    def finish(self, start: str, order: str, limit: int | None) -> tuple[str, tuple[object, ...]]:
        """The whole statement, and the values bound to its marks."""
        where = "".join(f"{' AND' if at else ' WHERE'} ({condition})" for at, condition in enumerate(self._conditions))
        last = () if limit is None else (limit,)
        return f"{start}{where} ORDER BY {order}{' LIMIT ?' * len(last)}", (*self._values, *last)


def _joined(first: Disclosure, other: Disclosure) -> Disclosure:
    names, units = dict.fromkeys((*first.names, *other.names)), dict.fromkeys((*first.units, *other.units))
    return replace(first, names=tuple(names), units=tuple(units))


def _size(segments: Sequence[Path]) -> int:
    import duckdb

    if not segments:
        return 0
    with duckdb.connect(":memory:") as base:
        counted = base.execute(
            "SELECT count(*) FROM read_parquet(?)", [[str(folder / "figures.parquet") for folder in segments]]
        ).fetchone()
    return int(counted[0]) if counted else 0


def _open(segments: Sequence[Path], removed: Collection[str], superseded: Collection[str], in_memory: bool) -> duckdb.DuckDBPyConnection:
    """A database in memory with one relation a Parquet file, that from then on reads nothing else."""
    import duckdb

    base = duckdb.connect(":memory:")
    for name, shas in (("removed_files", removed), ("older_files", superseded)):
        base.execute(f"CREATE TABLE {name} AS SELECT unnest(?::VARCHAR[]) AS sha", [list(shas)])
    for name in FILES:
        files = ", ".join(_literal(folder / f"{name}.parquet") for folder in segments)
        base.execute(
            f"CREATE {'TABLE' if in_memory else 'VIEW'} {name} AS SELECT *, sha IN (SELECT sha FROM older_files) AS superseded"
            f" FROM read_parquet([{files}]) WHERE sha NOT IN (SELECT sha FROM removed_files)"
            f"{f' ORDER BY {_ORDER}' if in_memory and name == 'figures' else ''}"
        )
    if in_memory:
        base.execute("SET threads = 1")  # so few rows are found faster by one
    else:
        folders = ", ".join(_literal(folder, "/") for folder in segments)
        base.execute(f"SET allowed_directories = [{folders}]")
    base.execute("SET enable_external_access = false")
    base.execute("SET lock_configuration = true")
    return base


def _literal(path: Path, end: str = "") -> str:
    """A path as text in SQL; the one thing that DuckDB can't bind in a view. Paths are the library's own, not a document's."""
    return "'" + (str(path.resolve()) + end).replace("'", "''") + "'"
