"""What an answer reads of a segment, found by key: the figures of a document, of an item, by id; tables, disclosures, identities.

Parquet is made to be read whole, so a question about one document would read them all. Beside it each segment has an SQLite file, written
with the segment and never changed: opened as immutable it needs no lock and leaves nothing behind. Texts that many rows share stand there
once. Every value is bound; nothing from a question or a document is ever part of a statement.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from domain.model import Disclosure, Figure, Identity, Table
from index.schema import DISCLOSURES, FIGURES, TABLES

FILE = "lookup.sqlite"
COLUMNS = tuple(column.name for column in (*FIGURES.columns, *FIGURES.extra))
KEYED = frozenset({"document", "sha", "item"})
"""Columns that are looked up by: numbers of the table `keys`, which a reader holds in memory."""
SHARED = frozenset(column.name for column in FIGURES.columns if column.type == "text") - KEYED - {"id", "printed"}
"""Columns of texts that many rows share: numbers of the table `texts`."""
DECIMALS = tuple(at for at, column in enumerate(FIGURES.columns) if column.type == "decimal")
BOXES = tuple(at for at, column in enumerate(FIGURES.columns) if column.type == "box")
_KEYED_AT = tuple(at for at, name in enumerate(COLUMNS) if name in KEYED)
_SHARED_AT = tuple(at for at, name in enumerate(COLUMNS) if name in SHARED)
_DOCUMENT, _SHA, _SEQ = (COLUMNS.index(name) for name in ("document", "sha", "seq"))
MOST_TEXTS = 100_000
"""Shared texts that a reader keeps ready."""
CACHE = 16_384
"""Kilobytes of the file that a reader keeps ready."""
_AT_ONCE = 500
"""Values bound to one statement: older builds of SQLite take 999."""
_LISTED = ", ".join(f'"{name}"' for name in COLUMNS)
_BRIEF = ("document", "sha", "id", "org", "measure", "form", "column", "row_code", "source", "first_line", "last_line")
_BRIEFLY = ", ".join(f'"{name}"' for name in _BRIEF)
Row = Sequence[Any]
Part = Literal["unlisted", "project", "indicator"]
"""Cells of tables that are found by their printed names only; what is said of a named project; performance targets."""
_PARTS: dict[Part, str] = {"unlisted": "unlisted", "project": "project IS NOT NULL", "indicator": "indicator"}


class Brief(NamedTuple):
    """As much of a figure with a number as tells what it is the amount of; `get` has the rest. Fields as those of a Figure."""

    id: str
    document: str
    sha: str
    org: str
    measure: str
    form: str
    column: str
    row_code: str
    source: str
    first_line: int | None
    last_line: int | None

    @property
    def lines(self) -> tuple[int, int] | None:
        return None if self.first_line is None or self.last_line is None else (self.first_line, self.last_line)


class Lookup:
    """One segment. `removed`: sha of files that no longer count; `older`: sha of older editions, which only `get` and `superseded` show.

    Safe in several threads.
    """

    def __init__(self, folder: Path, removed: Collection[str] = (), older: Collection[str] = ()) -> None:
        self._base = sqlite3.connect(f"file:{quote(str((folder / FILE).resolve()))}?immutable=1", uri=True, check_same_thread=False)
        self._base.execute(f"PRAGMA cache_size = -{CACHE}")
        self._guard = Lock()
        self._keys = {str(text): int(number) for number, text in self._fetch("SELECT number, text FROM keys")}
        self._key_texts = {number: text for text, number in self._keys.items()}
        self._removed = self._numbers(removed)
        self._hidden = self._removed | self._numbers(older)
        self._texts: dict[int, str] = {}

    def holds(self, document: str) -> bool:
        return document in self._keys

    def figures(
        self,
        document: str | None = None,
        items: Collection[str] | None = None,
        only: Part | None = None,
        same: Mapping[str, str] = MappingProxyType({}),
    ) -> list[Figure]:
        """First readings of the current editions, in the order of the documents: of one document, or of some items, or both.

        `same`: columns of shared texts, and what stands in them.
        """
        wanted = None if items is None else self._numbers(items)
        about = None if document is None else self._keys.get(document)
        if (document is not None and about is None) or wanted == frozenset():
            return []
        narrower = f" AND {_PARTS[only]}" if only else ""
        bound: tuple[object, ...] = ()
        for name, text in same.items():
            narrower += f' AND "{_shared(name)}" IS ' + ("(SELECT number FROM texts WHERE text = ?)" if text else "NULL")
            bound += (text,) if text else ()
        if about is not None:
            narrower, bound = f" AND document = ?{narrower}", (about, *bound)
        if wanted is None:
            return self._decoded(self._fetch(f"SELECT {_LISTED} FROM figures WHERE first{narrower}", bound), self._hidden)
        rows = (
            row
            for few in _few(sorted(wanted))
            for row in self._fetch(f"SELECT {_LISTED} FROM figures WHERE item IN ({_marks(few)}) AND first{narrower}", (*few, *bound))
        )
        return self._decoded(list(rows), self._hidden)

    def briefs(self, item: str) -> dict[str, list[Brief]]:
        """The numbers that state an item, first readings of the current editions, by document and in its order."""
        about = self._numbers([item])
        rows = self._fetch(
            f"SELECT {_BRIEFLY} FROM figures WHERE item IN ({_marks(about)}) AND first = 1 AND stated = 1 ORDER BY document, sha, seq",
            tuple(about),
        )
        keys = self._key_texts
        text = self._told({number for row in rows for number in row[3:9] if number is not None}).get
        found: dict[str, list[Brief]] = {}
        for document, sha, named, org, measure, form, column, code, source, first, last in rows:
            if sha not in self._hidden:
                told = text(org, ""), text(measure, ""), text(form, ""), text(column, ""), text(code, ""), text(source, "")
                found.setdefault(keys[document], []).append(Brief(named, keys[document], keys[sha], *told, first, last))
        return {document: sorted(briefs, key=lambda each: each.sha) for document, briefs in found.items()}

    def coded(self, document: str) -> list[tuple[str, str]]:
        """(row code, row name) of every row with a code, or claim of one, of a document's current editions."""
        about = (self._keys.get(document, 0),)
        rows = self._fetch(
            "SELECT DISTINCT sha, row_code, row_name FROM figures WHERE document = ? AND first AND row_code IS NOT NULL", about
        )
        live = [(code, name) for sha, code, name in rows if sha not in self._hidden]
        texts = self._told({number for row in live for number in row if number is not None})
        return [(texts[code], texts.get(name, "")) for code, name in live]

    def items(self, document: str) -> set[str]:
        """Keys of the items of a document's current editions."""
        rows = self._fetch(
            "SELECT DISTINCT sha, item FROM figures WHERE document = ? AND first AND item IS NOT NULL", (self._keys.get(document, 0),)
        )
        return {self._key_texts[item] for sha, item in rows if sha not in self._hidden} - {""}

    def get(self, ids: Sequence[str]) -> list[Figure]:
        """Of any reading and edition."""
        rows = [row for few in _few(ids) for row in self._fetch(f"SELECT {_LISTED} FROM figures WHERE id IN ({_marks(few)})", few)]
        return self._decoded(rows, self._removed)

    def tables(self, document: str, form: str | None, superseded: bool) -> list[tuple[str, int, Table]]:
        """(sha, place in the file, table)."""
        about, hidden = self._keys.get(document), self._removed if superseded else self._hidden
        own, bound = ("", ()) if form is None else (" AND form = ?", (form,))
        found = self._fetch(f"SELECT sha, seq, data FROM tables WHERE document = ?{own}", (about, *bound)) if about else []
        return [(self._key_texts[sha], seq, TABLES.object(json.loads(data))) for sha, seq, data in found if sha not in hidden]

    def titles(self, document: str) -> list[tuple[str, int, str]]:
        """(sha, place in the file, title) of each table of the current editions."""
        found = self._fetch("SELECT sha, seq, title FROM tables WHERE document = ?", (self._keys.get(document, 0),))
        return [(self._key_texts[sha], seq, title) for sha, seq, title in found if sha not in self._hidden]

    def disclosures(self) -> Iterator[tuple[bool, str, Disclosure]]:
        """(whether an older edition, sha, what its file says) of every file that is there."""
        for sha, data in self._fetch("SELECT sha, data FROM files"):
            if sha not in self._removed:
                yield sha in self._hidden, self._key_texts[sha], DISCLOSURES.object(json.loads(data))

    def row_names(self) -> set[tuple[str, str, str]]:
        """(row code, row name, item) of every coded row that a table prints."""
        live = {row for sha, row in self._fetch("SELECT sha, row FROM rows_of") if sha not in self._hidden} if self._hidden else None
        found = self._fetch("SELECT number, code, name, item FROM rows")
        return {(str(code), str(name), str(item)) for number, code, name, item in found if live is None or number in live}

    def project_names(self) -> set[tuple[str, str]]:
        """(disclosure, project) of every project that is named."""
        rows = self._fetch("SELECT DISTINCT document, sha, project FROM figures WHERE project IS NOT NULL AND first")
        live = [(document, project) for document, sha, project in rows if sha not in self._hidden]
        texts = self._told({project for _, project in live})
        return {(self._key_texts[document], texts[project]) for document, project in live}

    def stating(self, items: Collection[str]) -> set[str]:
        """Ids of the disclosures in which any of these items has a number."""
        rows = [
            row
            for few in _few(sorted(self._numbers(items)))
            for row in self._fetch(f"SELECT DISTINCT document, sha FROM figures WHERE item IN ({_marks(few)}) AND first AND stated", few)
        ]
        return {self._key_texts[document] for document, sha in rows if sha not in self._hidden}

    def identities(self, key: str) -> list[Identity] | None:
        """What was worked out of a disclosure at ingest, under the key that says of which files; None where it wasn't."""
        found = self._fetch("SELECT data FROM identities WHERE key = ?", (key,))
        return (
            [
                # by hand: some hundreds are made at the first question about a document
                Identity(rule, grade, tuple(left), tuple(right), text, why)
                for (data,) in found
                for rule, grade, left, right, text, why in json.loads(zlib.decompress(data))
            ]
            if found
            else None
        )

    def close(self) -> None:
        with self._guard:
            self._base.close()

    def raw_identities(self) -> list[tuple[str, str, bytes]]:
        """(key, sha of the files joined by blanks, data)."""
        return [(str(key), str(shas), bytes(data)) for key, shas, data in self._fetch("SELECT key, shas, data FROM identities")]

    def _decoded(self, rows: Sequence[Row], hidden: Collection[int]) -> list[Figure]:
        kept = [row for row in rows if row[_SHA] not in hidden]
        texts = self._told({row[at] for row in kept for at in _SHARED_AT if row[at] is not None})
        spelled = sorted((self._spelled(row, texts) for row in kept), key=lambda row: (row[_DOCUMENT], row[_SHA], row[_SEQ]))
        return [FIGURES.object(_typed(row)) for row in spelled]

    def _spelled(self, row: Row, texts: dict[int, str]) -> list[Any]:
        full = list(row)
        for at in _SHARED_AT:
            full[at] = "" if full[at] is None else texts[full[at]]
        for at in _KEYED_AT:
            full[at] = self._key_texts[full[at]]
        return full

    def _told(self, numbers: set[int]) -> dict[int, str]:
        """Shared texts by their numbers: more than those asked for."""
        known = self._texts
        missing = [number for number in numbers if number not in known]
        if missing:
            fresh = {
                number: text
                for few in _few(missing)
                for number, text in self._fetch(f"SELECT number, text FROM texts WHERE number IN ({_marks(few)})", few)
            }
            # A new dict, not a change: other threads may be reading the old one.
            kept = known if len(known) < MOST_TEXTS else {number: known[number] for number in numbers if number in known}
            known = self._texts = {**kept, **fresh}
        return known

    def _numbers(self, texts: Iterable[str]) -> frozenset[int]:
        return frozenset(self._keys[text] for text in texts if text in self._keys)

    def _fetch(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with self._guard:
            return self._base.execute(sql, values).fetchall()


def _shared(name: str) -> str:
    """A column of shared texts; anything else is our mistake."""
    if name not in SHARED:
        raise ValueError(name)
    return name


def _typed(row: list[Any]) -> list[Any]:
    """A row as FIGURES reads it."""
    for at in DECIMALS:
        row[at] = None if row[at] is None else Decimal(row[at])
    for at in BOXES:
        row[at] = None if row[at] is None else json.loads(row[at])
    return row


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _few(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))
