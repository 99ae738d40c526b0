"""Writing a segment's lookup file (index/lookup.py reads it)."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from domain.model import Identity, Parsed
from index.lookup import BOXES, COLUMNS, DECIMALS, FILE, KEYED, SHARED, Lookup, Row
from index.schema import DISCLOSURES, FIGURES, IDENTITIES, TABLES

_OTHER, _PERFORMANCE = "其他", "绩效"
"""The form of a table that no official form fits; how the forms of performance tables begin."""
_FLAGS = ("first", "stated", "unlisted", "indicator")
_AT = {name: COLUMNS.index(name) for name in ("reading", "value", "source", "form", "project", "item", "row_code", "row_name", "sha")}
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
    """Takes files one by one; nothing can be read before `close`."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / FILE, isolation_level=None, check_same_thread=False)
        self._base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES} BEGIN;")
        self._keys, self._texts = _Numbers(), _Numbers()
        self._rows: dict[tuple[str, str, str], int] = {}

    def add(self, parsed: Parsed) -> None:
        self._add(
            parsed.sha,
            [_plain((*FIGURES.row(figure), at)) for at, figure in enumerate(parsed.figures)],
            [(table.document, at, table.form, table.title, _json(TABLES.row(table))) for at, table in enumerate(parsed.tables)],
            _json(DISCLOSURES.row(parsed.disclosure)),
        )
        if parsed.identities is not None:
            self._base.execute(_IDENTITIES, _tied([parsed.sha], parsed.disclosure.every_name, parsed.identities))

    def carry(self, old: Lookup, without: Collection[str]) -> None:
        """Take over all that another segment holds, but for the files whose sha is in `without`."""
        for sha in old.shas():
            if sha not in without:
                figures, tables, (data,) = old.raw(sha)
                self._add(sha, figures, tables, data)
        kept = [row for row in old.raw_identities() if not set(row[1].split()) & set(without)]
        self._base.executemany(_IDENTITIES, kept)

    def close(self) -> None:
        self._base.executemany("INSERT INTO keys VALUES (?, ?)", ((number, text) for text, number in self._keys.items()))
        self._base.executemany("INSERT INTO texts VALUES (?, ?)", ((number, text) for text, number in self._texts.items()))
        self._base.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", ((number, *row) for row, number in self._rows.items()))
        self._base.execute("COMMIT")
        self._base.executescript(f"{_INDEXES} ANALYZE;")
        self._base.close()

    def _add(self, sha: str, figures: Sequence[Row], tables: Sequence[Row], data: str) -> None:
        number = self._keys[sha]
        marks = ", ".join("?" * (len(COLUMNS) + len(_FLAGS)))
        self._base.executemany(f"INSERT INTO figures VALUES ({marks})", map(self._numbered, figures))
        self._base.executemany(
            "INSERT INTO tables VALUES (?, ?, ?, ?, ?, ?)", ((self._keys[document], number, *rest) for document, *rest in tables)
        )
        self._base.execute("INSERT INTO files VALUES (?, ?)", (number, data))
        coded = dict.fromkeys(tuple(row[_AT[name]] for name in ("row_code", "row_name", "item")) for row in figures if _is_coded(row))
        rows = [self._rows.setdefault(row, len(self._rows) + 1) for row in coded]
        self._base.executemany("INSERT INTO rows_of VALUES (?, ?)", ((number, row) for row in rows))

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
    for at in DECIMALS:
        plain[at] = None if plain[at] is None else str(plain[at])
    for at in BOXES:
        plain[at] = None if plain[at] is None else json.dumps(plain[at])
    return plain


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
