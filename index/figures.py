"""The figure store: what was disclosed, looked up by SQL that this module writes and values that it binds.

One store is one state of a library. What answers ask for is found by key in the segments' lookup files (index/lookup.py), however many
documents there are. Any other selection is made by DuckDB, which reads the segments' Parquet files (a tenth of a second for those of a
thousand documents); it may touch no other file, and its settings are locked. Nothing from a question or a document is ever part of a statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from domain.model import Disclosure, Figure, Finding, Identity, Issue, Table
from index.lookup import Brief, Lookup, Part
from index.lookup_writer import identity_key
from index.schema import FIGURES, FILES, FINDINGS, ISSUES, TABLES, Rows

if TYPE_CHECKING:
    import duckdb
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Values = Iterable[Any] | int | None
FEW = 24
"""Documents up to which a selection reads each by key."""
_ORDER = "document, sha, seq"
_CURRENT = "NOT superseded"
_TEXT = ("row_name", "column", "sentence", "project")


class FigureStore:
    """Figures, tables, findings and disclosures of the segments in `segments` (folders; may be empty). Read-only; safe in several threads.

    `removed`: sha of files that no longer count. `superseded`: sha of older editions, which `select` leaves out unless asked and `get`
    still finds.
    """

    def __init__(self, segments: Sequence[Path], *, removed: Collection[str] = (), superseded: Collection[str] = ()) -> None:
        self._segments, self._removed, self._superseded = tuple(segments), frozenset(removed), frozenset(superseded)
        self._lookups = [Lookup(folder, removed, superseded) for folder in segments]
        self._base: duckdb.DuckDBPyConnection | None = None
        self._guard = Lock()

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
        filters = {name: _listed(values) for name, values in {
            "document": documents, "org": orgs, "year": years, "period": periods, "kind": kinds, "level": levels, "item": items, "form": forms,
            "source": sources, "row_code": row_codes, "state": states, "project": projects, "reading": readings,
        }.items() if values is not None}  # fmt: skip
        about = filters.get("document")
        if about is not None and len(about) <= FEW and filters.get("reading") == ("first",) and not superseded:
            return self._of_few(about, filters, text, limit)
        where = _Where(**filters)
        if text:
            where.add(" OR ".join(f'contains(lower("{name}"), lower(?))' for name in _TEXT), *[text] * len(_TEXT))
        if not superseded:
            where.add(_CURRENT)
        return self._rows("figures", FIGURES, where, limit=limit)

    def _of_few(
        self, documents: Iterable[str], filters: Mapping[str, tuple[Any, ...]], text: str | None, limit: int | None
    ) -> list[Figure]:
        """The same of some documents, without opening the Parquet files of all."""
        every = (figure for document in sorted(set(documents)) for figure in self.of(document))
        fitting = (figure for figure in every if all(getattr(figure, name) in values for name, values in filters.items()))
        said = (each for each in fitting if not text or any(text.lower() in getattr(each, name).lower() for name in _TEXT))
        return list(islice(said, limit))

    def get(self, ids: Iterable[str]) -> list[Figure]:
        """The figures with these ids, in the order asked; unknown ids are left out."""
        wanted = list(ids)
        found = {figure.id: figure for lookup in self._lookups for figure in lookup.get(list(dict.fromkeys(wanted)))}
        return [found[one] for one in wanted if one in found]

    def of(
        self, document: str, items: Collection[str] | None = None, only: Part | None = None, same: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[Figure, ...]:
        """First readings of a disclosure's current editions, in order: all, or those of some items, or a part of them.

        `same`: columns of texts (form, column, sentence …) and what stands in them.
        """
        found = [lookup.figures(document, items, only, same) for lookup in self._holding(document)]
        return tuple(found[0]) if len(found) == 1 else tuple(sorted((each for part in found for each in part), key=_in_order))

    def of_items(self, items: Collection[str], same: Mapping[str, str] = MappingProxyType({})) -> dict[str, list[Figure]]:
        """The same of some items, for every disclosure that has any."""
        found: dict[str, list[Figure]] = {}
        for figure in sorted((each for lookup in self._lookups for each in lookup.figures(items=items, same=same)), key=_in_order):
            found.setdefault(figure.document, []).append(figure)
        return found

    def briefs(self, item: str) -> dict[str, list[Brief]]:
        """The numbers that state an item, as far as tells which of them is its amount, for every disclosure that has any."""
        found: dict[str, list[Brief]] = {}
        for document, briefs in (told for lookup in self._lookups for told in lookup.briefs(item).items()):
            found[document] = sorted([*found[document], *briefs], key=lambda each: each.sha) if document in found else briefs
        return found

    def coded(self, document: str) -> set[tuple[str, str]]:
        """(row code, row name) of every row with a code, or claim of one, of a disclosure."""
        return {row for lookup in self._holding(document) for row in lookup.coded(document)}

    def items_of(self, document: str) -> set[str]:
        """Keys of the items that a disclosure states or speaks of."""
        return {item for lookup in self._holding(document) for item in lookup.items(document)}

    def titles(self, document: str) -> list[str]:
        """Titles of the tables of a disclosure's current editions, in order."""
        return [title for _, _, title in sorted(each for lookup in self._holding(document) for each in lookup.titles(document))]

    def disclosures(self) -> list[Disclosure]:
        """Every disclosure once, with the names and units of all its files, by organisation, year, kind and level."""
        return [one for one, _ in self._current.values()]

    def identities(self, document: str) -> list[Identity] | None:
        """What was worked out of a disclosure at ingest; None where that was of other files than its current ones."""
        if document not in self._current:
            return None
        key = identity_key(*self.files_of(document))
        return next((found for lookup in self._holding(document) if (found := lookup.identities(key)) is not None), None)

    def files_of(self, document: str) -> tuple[list[str], tuple[str, ...]]:
        """The sha of a disclosure's current editions, and every name of its organisation and units. KeyError where it isn't here."""
        one, shas = self._current[document]
        return shas, one.every_name

    @cached_property
    def _current(self) -> dict[str, tuple[Disclosure, list[str]]]:
        """Every disclosure by its id, with the sha of its current editions."""
        joined: dict[str, Disclosure] = {}
        files: dict[str, list[str]] = {}
        for older, sha, one in sorted((each for lookup in self._lookups for each in lookup.disclosures()), key=lambda each: each[:2]):
            joined[one.id] = _joined(joined[one.id], one) if one.id in joined else one
            files.setdefault(one.id, []).extend([] if older else [sha])
        every = sorted(joined.values(), key=lambda one: (one.org, one.year, one.kind, one.level, one.id))
        return {one.id: (one, files[one.id]) for one in every}

    def tables(self, document: str | None = None, form: str | None = None, *, superseded: bool = False) -> list[Table]:
        """The tables of the current editions (or of all of them), in the order of the documents."""
        if document is not None:
            found = (each for lookup in self._holding(document) for each in lookup.tables(document, form, superseded))
            return [table for _, _, table in sorted(found, key=lambda each: each[:2])]
        where = _Where(form=form)
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
        return sorted(set().union(*(lookup.row_names() for lookup in self._lookups)))

    def documents_stating(self, items: Collection[str]) -> set[str]:
        """Ids of the disclosures in which any of these items has a number."""
        return set().union(*(lookup.stating(items) for lookup in self._lookups))

    def project_names(self) -> list[tuple[str, str]]:
        """(disclosure, project) of every project that is named, once each."""
        return sorted(set().union(*(lookup.project_names() for lookup in self._lookups)))

    def count(self) -> int:
        """How many figures there are, blanks, alternatives and older editions included."""
        rows = self._fetch("SELECT count(*) FROM figures")
        return int(rows[0][0]) if rows else 0

    def close(self) -> None:
        """Let go of memory and files; the store finds nothing afterwards."""
        with self._guard:
            base, self._base, self._segments = self._base, None, ()
            lookups, self._lookups = self._lookups, []
            self.__dict__.pop("_current", None)
        for lookup in lookups:
            lookup.close()
        if base is not None:
            base.close()

    def _holding(self, document: str) -> list[Lookup]:
        return [lookup for lookup in self._lookups if lookup.holds(document)]

    def _opened(self) -> duckdb.DuckDBPyConnection | None:
        """DuckDB over the Parquet files, opened when first asked; None where there are none."""
        with self._guard:
            if self._base is None and self._segments:
                self._base = _open(self._segments, self._removed, self._superseded)
            return self._base

    def _rows(self, view: str, rows: Rows[T], where: _Where, *, order: str = _ORDER, limit: int | None = None) -> list[T]:
        sql, values = where.finish(f"SELECT {rows.selection} FROM {view}", order, limit)
        return [rows.object(row) for row in self._fetch(sql, values)]

    def _fetch(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Every call has a cursor of its own: DuckDB's connections are not to be shared between threads."""
        base = self._opened()
        if base is None:
            return []
        with base.cursor() as cursor:
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
                listed = _listed(values)
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


def _listed(values: Iterable[Any] | int) -> tuple[Any, ...]:
    """A single word or number counts as itself."""
    return (values,) if isinstance(values, (str, int)) else tuple(values)


def _in_order(figure: Figure) -> tuple[str, str]:
    return figure.document, figure.place.sha


def _joined(first: Disclosure, other: Disclosure) -> Disclosure:
    names, units = dict.fromkeys((*first.names, *other.names)), dict.fromkeys((*first.units, *other.units))
    return replace(first, names=tuple(names), units=tuple(units))


def _open(segments: Sequence[Path], removed: Collection[str], superseded: Collection[str]) -> duckdb.DuckDBPyConnection:
    """A database in memory with one relation a Parquet file, that from then on reads nothing else."""
    import duckdb

    base = duckdb.connect(":memory:")
    for name, shas in (("removed_files", removed), ("older_files", superseded)):
        base.execute(f"CREATE TABLE {name} AS SELECT unnest(?::VARCHAR[]) AS sha", [list(shas)])
    for name in FILES:
        files = ", ".join(_literal(folder / f"{name}.parquet") for folder in segments)
        base.execute(
            f"CREATE VIEW {name} AS SELECT *, sha IN (SELECT sha FROM older_files) AS superseded"
            f" FROM read_parquet([{files}]) WHERE sha NOT IN (SELECT sha FROM removed_files)"
        )
    folders = ", ".join(_literal(folder, "/") for folder in segments)
    base.execute(f"SET allowed_directories = [{folders}]")
    base.execute("SET enable_external_access = false")
    base.execute("SET lock_configuration = true")
    return base


def _literal(path: Path, end: str = "") -> str:
    """A path as text in SQL; the one thing that DuckDB can't bind in a view. Paths are the library's own, not a document's."""
    return "'" + (str(path.resolve()) + end).replace("'", "''") + "'"
