"""Writing one segment: a folder of Parquet files (and the passage index) that nobody changes once it is published."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.model import Parsed
from index.lookup import FILE as LOOKUP
from index.lookup import Lookup
from index.lookup_writer import LookupWriter, Tied, append_identities
from index.passages import PassageIndex, PassageWriter
from index.schema import FILES

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

BATCH = 50_000
"""Rows held before they are written: a row group that engines read well, and little memory however many files an ingest brings."""


@dataclass
class SegmentWriter:
    """Takes parsed files one by one, in the order they shall be read, and leaves a finished segment in `folder` (which must not exist).

    Nothing in the folder is complete before `finish`; whoever is killed before leaves a folder that no manifest names.
    """

    folder: Path
    _held: dict[str, list[pa.Table]] = field(default_factory=lambda: {name: [] for name in FILES})
    _writers: dict[str, pq.ParquetWriter] = field(default_factory=dict)
    _passages: PassageWriter = field(default_factory=PassageWriter)
    _lookup: LookupWriter = field(init=False)
    _settled: bool = False

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self._lookup = LookupWriter(self.folder)

    def add(self, parsed: Parsed) -> None:
        for name, rows in _file_rows(parsed).items():
            self._held[name].append(_table(name, rows))
            self._lookup.rows(name, rows)
            if sum(table.num_rows for table in self._held[name]) >= BATCH:
                self._flush(name)
        if parsed.identities is not None:
            self._lookup.identities([([parsed.sha], parsed.disclosure.every_name, parsed.identities)])
        self._passages.add(parsed.passages)

    def settle(self) -> None:
        """No more files come: what is found by key can be read from now on."""
        if self._settled:
            return
        self._settled = True
        for name in FILES:
            self._flush(name)
            self._writers.pop(name).close()
        self._lookup.close()

    def add_identities(self, found: Iterable[Tied]) -> None:
        """What was worked out, once settled, of disclosures of several files."""
        append_identities(self.folder, found)

    def finish(self, unquoted: Collection[str] = ()) -> None:
        """Write what is held, build the passage index, and bring everything to the disk itself.

        `unquoted`: sha of files that keep their figures, but whose text is quoted no more, as a newer edition says it.
        """
        self.settle()
        self._passages.write(self.folder, unquoted)
        sync(self.folder)

    def carry(self, segments: Iterable[Path], *, without: Collection[str] = ()) -> None:
        """Take over all that other segments hold, but for the files whose sha is in `without`."""
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        dead = pa.array(sorted(without), type=pa.string())
        for segment in segments:
            for name in FILES:
                with pq.ParquetFile(segment / f"{name}.parquet") as file:
                    for batch in file.iter_batches(BATCH):
                        kept = batch.filter(pc.invert(pc.is_in(batch["sha"], value_set=dead)))
                        self._write(name, pa.Table.from_batches([kept]))
                        self._lookup.rows(name, zip(*(column.to_pylist() for column in kept.columns), strict=True))
            if (segment / LOOKUP).exists():  # else it is of a format before there was one
                with closing(Lookup(segment)) as lookup:
                    self._lookup.carry_identities(lookup, without)
            self._passages.add([passage for passage in PassageIndex([segment]).select() if passage.place.sha not in without])

    def _flush(self, name: str) -> None:
        """Write the rows held for one file; also makes the file where there are none."""
        import pyarrow as pa

        self._write(name, pa.concat_tables([_table(name, ()), *self._held[name]]).combine_chunks())
        self._held[name] = []

    def _write(self, name: str, table: pa.Table) -> None:
        import pyarrow.parquet as pq

        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(self.folder / f"{name}.parquet", table.schema, compression="zstd")
        self._writers[name].write_table(table)


def _table(name: str, rows: Sequence[tuple[object, ...]]) -> pa.Table:
    import pyarrow as pa

    schema = FILES[name].arrow_schema()
    columns: Iterable[Sequence[object]] = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.Table.from_arrays([pa.array(column, type=kind.type) for column, kind in zip(columns, schema, strict=True)], schema=schema)


def _file_rows(parsed: Parsed) -> dict[str, list[tuple[object, ...]]]:
    """The rows of one file for each Parquet file, with the extra columns that schema.FILES names."""
    return {
        "figures": _numbered(FILES["figures"].row, parsed.figures),
        "tables": _numbered(FILES["tables"].row, parsed.tables),
        "findings": [(*row[:-1], parsed.sha, row[-1]) for row in _numbered(FILES["findings"].row, parsed.findings)],
        "documents": [(*FILES["documents"].row(parsed.disclosure), parsed.sha, parsed.file)],
        "issues": _numbered(FILES["issues"].row, parsed.issues),
    }


def _numbered(encode: Any, values: Iterable[object]) -> list[tuple[object, ...]]:
    return [(*encode(value), ordinal) for ordinal, value in enumerate(values)]


def sync(folder: Path) -> None:
    """Wait until every file below `folder`, and the folders themselves, are on the disk."""
    for place, _, names in os.walk(folder, topdown=False):
        for name in names:
            sync_file(Path(place, name))
        sync_file(Path(place))
    sync_file(folder.parent)


def sync_file(path: Path) -> None:
    """fsync of a file or a folder. Windows wants a handle for writing, and has no such call for folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
