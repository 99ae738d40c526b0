"""Writing a segment's lookup file (index/lookup.py reads it)."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from domain.model import Identity
from index.lookup import BOXES, COLUMNS, DECIMALS, FILE, KEYED, SHARED, Lookup, Row
from index.schema import IDENTITIES, TABLES, exact

PAGE = 16_384
"""Bytes read at once: the rows of one document stand together."""
_OTHER, _PERFORMANCE = "其他", "绩效"
"""The form of a table that no official form fits; how the forms of performance tables begin."""
_FLAGS = ("first", "stated", "unlisted", "indicator")
_AT = {name: COLUMNS.index(name) for name in ("reading", "value", "source", "form", "project", "item", "row_code", "row_name", "sha")}
_CODED = tuple(_AT[name] for name in ("row_code", "row_name", "item"))
_TABLES = f"""
CREATE TABLE keys (number INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE figures ({", ".join(f'"{name}"' for name in (*COLUMNS, *_FLAGS))}, PRIMARY KEY (document, sha, seq)) WITHOUT ROWID;
CREATE TABLE tables (document INTEGER, sha INTEGER, seq INTEGER, form TEXT, title TEXT, data TEXT, PRIMARY KEY (document, sha, seq));
CREATE TABLE files (sha INTEGER, data TEXT);
CREATE TABLE rows (number INTEGER PRIMARY KEY, code TEXT, name TEXT, item TEXT);
CREATE TABLE rows_of (sha INTEGER, row INTEGER);
CREATE TABLE identities (key TEXT PRIMARY KEY, shas TEXT, data BLOB);
"""
_INDEXES = """
CREATE INDEX by_item ON figures (item, first, stated);
CREATE UNIQUE INDEX by_text ON texts (text);
CREATE INDEX by_title ON tables (document, sha, seq, title);
CREATE INDEX by_id ON figures (id);
CREATE INDEX by_project ON figures (document, project, first) WHERE project IS NOT NULL;
CREATE INDEX by_name ON figures (document) WHERE unlisted;
CREATE INDEX by_target ON figures (document) WHERE indicator;
"""


_IDENTITIES = "INSERT OR REPLACE INTO identities VALUES (?, ?, ?)"
Tied = tuple[Collection[str], Sequence[str], Iterable[Identity]]
"""The files of a disclosure (sha), the names of its organisation and units, and what was worked out of them."""


def identity_key(shas: Iterable[str], names: Sequence[str]) -> str:
    """What identities stand under: the files they were worked out of, and the names that tell a unit's row."""
    return hashlib.sha256(json.dumps([sorted(shas), list(names)]).encode()).hexdigest()


class _Numbers(dict[str, int]):
    """A number for each text, from 1."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self) + 1
        return self[text]


class LookupWriter:
    """Takes rows as they come; nothing can be read before `close`."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / FILE, isolation_level=None, check_same_thread=False)
        self._base.executescript(f"PRAGMA page_size = {PAGE}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES} BEGIN;")
        self._keys, self._texts = _Numbers(), _Numbers()
        self._rows: dict[tuple[Any, ...], int] = {}

    def rows(self, name: str, rows: Iterable[Row]) -> None:
        """Rows of one of the segment's Parquet files, of one file or of many."""
        write = {"figures": self._figures, "tables": self._tables, "documents": self._documents}.get(name)
        if write:
            write(rows)

    def identities(self, found: Iterable[Tied]) -> None:
        self._base.executemany(_IDENTITIES, (_tied(*each) for each in found))

    def carry_identities(self, old: Lookup, without: Collection[str]) -> None:
        """Those that another segment holds, but for those worked out of a file whose sha is in `without`."""
        kept = [row for row in old.raw_identities() if not set(row[1].split()) & set(without)]
        self._base.executemany(_IDENTITIES, kept)

    def close(self) -> None:
        self._base.executemany("INSERT INTO keys VALUES (?, ?)", ((number, text) for text, number in self._keys.items()))
        self._base.executemany("INSERT INTO texts VALUES (?, ?)", ((number, text) for text, number in self._texts.items()))
        self._base.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", ((number, *row) for row, number in self._rows.items()))
        self._base.execute("COMMIT")
        self._base.executescript(f"{_INDEXES} ANALYZE;")
        self._base.close()

    def _figures(self, rows: Iterable[Row]) -> None:
        made = [_plain(row) for row in rows]
        marks = ", ".join("?" * (len(COLUMNS) + len(_FLAGS)))
        self._base.executemany(f"INSERT INTO figures VALUES ({marks})", map(self._numbered, made))
        coded = dict.fromkeys((row[_AT["sha"]], tuple(row[at] for at in _CODED)) for row in made if _is_coded(row))
        told = ((self._keys[sha], self._rows.setdefault(named, len(self._rows) + 1)) for sha, named in coded)
        self._base.executemany("INSERT INTO rows_of VALUES (?, ?)", told)

    def _tables(self, rows: Iterable[Row]) -> None:
        """Each with its place in the file behind it."""
        at = {column.name: place for place, column in enumerate(TABLES.columns)}
        told = (
            (self._keys[row[at["document"]]], self._keys[row[at["sha"]]], row[-1], row[at["form"]], row[at["title"]], _json(row[:-1]))
            for row in rows
        )
        self._base.executemany("INSERT INTO tables VALUES (?, ?, ?, ?, ?, ?)", told)

    def _documents(self, rows: Iterable[Row]) -> None:
        """Each with the sha and the name of its file behind it."""
        self._base.executemany("INSERT INTO files VALUES (?, ?)", ((self._keys[row[-2]], _json(row[:-2])) for row in rows))

    def _numbered(self, row: Row) -> list[Any]:
        numbered = [self._keys[value] if name in KEYED else self._shared(value) if name in SHARED else value
                    for name, value in zip(COLUMNS, row, strict=True)]  # fmt: skip
        return [
            *numbered,
            row[_AT["reading"]] == "first",
            row[_AT["value"]] is not None,
            _is_unlisted(row),
            row[_AT["source"]] == "indicator",
        ]

    def _shared(self, text: str) -> int | None:
        return self._texts[text] if text else None


def append_identities(folder: Path, found: Iterable[Tied]) -> None:
    """Add to a lookup file that was closed, and that nobody reads yet."""
    base = sqlite3.connect(folder / FILE)
    base.executemany(_IDENTITIES, (_tied(*each) for each in found))
    base.commit()
    base.close()


def _tied(shas: Collection[str], names: Sequence[str], found: Iterable[Identity]) -> tuple[str, str, bytes]:
    data = zlib.compress(_json([IDENTITIES.row(one) for one in found]).encode())
    return identity_key(shas, names), " ".join(shas), data


def _is_coded(row: Row) -> bool:
    return bool(row[_AT["source"]] == "table" and row[_AT["row_code"]] and row[_AT["reading"]] == "first")


def _is_unlisted(row: Row) -> bool:
    """A cell of a table that is no project's, and of no item or in a table of no official form: one to be found by its printed name."""
    form, item, source = (str(row[_AT[name]]) for name in ("form", "item", "source"))
    if source != "table" or form.startswith(_PERFORMANCE) or row[_AT["project"]]:
        return False
    return not item or form == _OTHER


def _plain(row: Sequence[Any]) -> list[Any]:
    """A row of FIGURES as SQLite takes it: exact numbers as text."""
    plain = list(row)
    for at in DECIMALS:  # the number of places stands behind
        plain[at] = None if plain[at] is None else str(exact(plain[at], plain[at + 1]))
    for at in BOXES:
        plain[at] = None if plain[at] is None else json.dumps(plain[at])
    return plain


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
